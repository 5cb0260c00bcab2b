//! Two texts word by word: what stayed, what went, what came.

use crate::web::pages::people::{Difference, Run};
use crate::web::pages::respond::Line;

/// Texts of more words than this are compared whole: an answer of 2,000 characters has fewer.
const MOST_WORDS: usize = 1_000;

/// What is different between the lines of an answer before and after a change. A line that stayed is not told.
pub(super) fn lines(before: &[Line], after: &[Line]) -> Vec<Difference> {
    let text = |lines: &[Line], label: &str| {
        let own = lines.iter().filter(|line| line.label == label);
        let own: Vec<_> = own.map(|line| line.words.as_str()).collect();
        own.join("\n")
    };
    let mut labels: Vec<&str> = Vec::new();
    for line in before.iter().chain(after) {
        if !labels.contains(&line.label.as_str()) {
            labels.push(&line.label);
        }
    }
    labels
        .into_iter()
        .filter_map(|label| {
            let (before, after) = (text(before, label), text(after, label));
            (before != after).then(|| Difference {
                label: label.to_owned(),
                runs: words(&before, &after),
            })
        })
        .collect()
}

/// The words of two texts, in order, those that stayed once.
fn words(before: &str, after: &str) -> Vec<Run> {
    let split = |text: &'_ str| -> Vec<String> {
        text.split_inclusive(char::is_whitespace)
            .map(str::to_owned)
            .collect()
    };
    let (old, new) = (split(before), split(after));
    let mut runs = Vec::new();
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        put(&mut runs, Run::Gone, before);
        put(&mut runs, Run::New, after);
        return runs;
    }
    let common = common(&old, &new);
    let (mut from, mut to) = (0, 0);
    for (at_old, at_new) in common.into_iter().chain([(old.len(), new.len())]) {
        for word in old.iter().take(at_old).skip(from) {
            put(&mut runs, Run::Gone, word);
        }
        for word in new.iter().take(at_new).skip(to) {
            put(&mut runs, Run::New, word);
        }
        if let Some(word) = new.get(at_new) {
            put(&mut runs, Run::Same, word);
        }
        (from, to) = (at_old + 1, at_new + 1);
    }
    runs
}

/// Adds a word to the last run if it is of this kind, or begins one.
fn put(runs: &mut Vec<Run>, kind: fn(String) -> Run, word: &str) {
    if word.is_empty() {
        return;
    }
    let new = kind(word.to_owned());
    match (runs.last_mut(), &new) {
        (Some(Run::Same(text)), Run::Same(_))
        | (Some(Run::Gone(text)), Run::Gone(_))
        | (Some(Run::New(text)), Run::New(_)) => text.push_str(word),
        _ => runs.push(new),
    }
}

/// Places of the longest sequence of words that both have.
fn common(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    // longest[at][to]: how long it is from these places on.
    let mut longest = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    let at = |table: &[Vec<u16>], row: usize, column: usize| {
        let cell = table.get(row).and_then(|row| row.get(column));
        cell.copied().unwrap_or(0)
    };
    for (row, word) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let length = if word == other {
                at(&longest, row + 1, column + 1) + 1
            } else {
                at(&longest, row + 1, column).max(at(&longest, row, column + 1))
            };
            if let Some(cell) = longest.get_mut(row).and_then(|row| row.get_mut(column)) {
                *cell = length;
            }
        }
    }
    let mut places = Vec::new();
    let (mut row, mut column) = (0, 0);
    while let (Some(word), Some(other)) = (old.get(row), new.get(column)) {
        if word == other {
            places.push((row, column));
            row += 1;
            column += 1;
        } else if at(&longest, row + 1, column) >= at(&longest, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_went_and_what_came_stand_where_it_was() {
        let runs = words("the old law of 2019", "the new law of 2019, amended");
        let expected = [
            Run::Same("the ".into()),
            Run::Gone("old ".into()),
            Run::New("new ".into()),
            Run::Same("law of ".into()),
            Run::Gone("2019".into()),
            Run::New("2019, amended".into()),
        ];
        assert_eq!(runs, expected);
        assert_eq!(words("", "a"), [Run::New("a".into())]);
        assert_eq!(words("a", ""), [Run::Gone("a".into())]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_their_difference(before in "[ab \n]{0,40}", after in "[ab \n]{0,40}") {
            let (mut old, mut new) = (String::new(), String::new());
            for run in words(&before, &after) {
                match run {
                    Run::Same(text) => {
                        old.push_str(&text);
                        new.push_str(&text);
                    }
                    Run::Gone(text) => old.push_str(&text),
                    Run::New(text) => new.push_str(&text),
                }
            }
            prop_assert_eq!((old, new), (before, after));
        }
    }
}
