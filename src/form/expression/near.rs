//! The word that was probably meant.

/// The known word nearest to this one, if it is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 3).clamp(1, 3);
    let near = known
        .into_iter()
        .map(|other| (distance(word, other), other));
    near.filter(|(steps, _)| *steps <= most)
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, other)| other)
}

/// ` Did you mean ...?`, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Characters to insert, delete, replace or swap with the next to make one word from the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    // Costs of the beginnings of `other`, for the beginning of `one` so far, the one before, and the one before that.
    let mut costs: Vec<usize> = (0..=other.len()).collect();
    let mut older: Vec<usize> = Vec::new();
    let mut last = None;
    for (row, left) in one.chars().enumerate() {
        let mut next = vec![row.saturating_add(1)];
        let mut before = None;
        for (column, right) in other.iter().enumerate() {
            let at = |costs: &[usize], column| costs.get(column).copied().unwrap_or(usize::MAX);
            let inserted = at(&next, column).saturating_add(1);
            let deleted = at(&costs, column.saturating_add(1)).saturating_add(1);
            let replaced = at(&costs, column).saturating_add(usize::from(left != *right));
            let mut least = inserted.min(deleted).min(replaced);
            if last == Some(*right) && before == Some(left) {
                least = least.min(at(&older, column.saturating_sub(1)).saturating_add(1));
            }
            next.push(least);
            before = Some(*right);
        }
        older = std::mem::replace(&mut costs, next);
        last = Some(left);
    }
    costs.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("high", "hihg"), 1);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn only_near_words_are_offered() {
        let known = ["lnk_status", "frm_risk"];
        assert_eq!(nearest("lnk_stauts", known), Some("lnk_status"));
        assert_eq!(nearest("whatever", known), None);
    }
}
