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

/// Characters to insert, delete or replace to make one word from the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut costs: Vec<usize> = (0..=other.len()).collect();
    for (row, left) in one.chars().enumerate() {
        let mut diagonal = row;
        let mut before = row.saturating_add(1);
        if let Some(first) = costs.first_mut() {
            *first = before;
        }
        for (cost, right) in costs.iter_mut().skip(1).zip(&other) {
            let replaced = diagonal.saturating_add(usize::from(left != *right));
            diagonal = *cost;
            *cost = replaced
                .min(before.saturating_add(1))
                .min(diagonal.saturating_add(1));
            before = *cost;
        }
    }
    costs.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_changes() {
        assert_eq!(distance("kitten", "sitting"), 3);
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
