//! What a version of a reply changed of the one before, answer by answer.

use std::collections::BTreeMap;

use super::AnswerKey;
use super::submission::{Submission, SubmittedItem};

/// An answer that differs between two versions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changed<'a> {
    /// What it was; `None` if it was not there.
    pub was: Option<&'a SubmittedItem>,
    /// What it is; `None` if it is not there any more.
    pub is: Option<&'a SubmittedItem>,
}

/// The answers that differ, in the order of the newer version, then those it no longer has in the order of the older.
#[must_use]
pub fn changed<'a>(was: &'a Submission, is: &'a Submission) -> Vec<(&'a AnswerKey, Changed<'a>)> {
    let mut before: BTreeMap<&AnswerKey, &SubmittedItem> =
        was.items().iter().map(|item| (&item.key, item)).collect();
    let mut changes = Vec::new();
    for item in is.items() {
        let old = before.remove(&item.key);
        if old != Some(item) {
            let change = Changed {
                was: old,
                is: Some(item),
            };
            changes.push((&item.key, change));
        }
    }
    let gone = was
        .items()
        .iter()
        .filter(|item| before.contains_key(&item.key));
    changes.extend(gone.map(|item| {
        let change = Changed {
            was: Some(item),
            is: None,
        };
        (&item.key, change)
    }));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Draft;
    use crate::reply::trial::{LEAST, facts, form, round, typed};

    fn submission(more: &[(&str, &str)]) -> Submission {
        let raw = typed(&[LEAST.as_slice(), more].concat());
        Submission::complete(form(), &round(), &Draft::check(form(), &facts(), raw)).unwrap()
    }

    #[test]
    fn what_differs_is_listed_and_nothing_else() {
        let was = submission(&[("count:value", "12")]);
        assert_eq!(changed(&was, &was), []);
        let is = submission(&[("count:value", "15")]);
        let changes = changed(&was, &is);
        let names: Vec<_> = changes.iter().map(|(key, _)| key.to_string()).collect();
        assert!(names.contains(&"count".to_owned()), "{names:?}");
        let all = was.items().len();
        assert!(changes.len() < all, "{} of {all}", changes.len());
        for (_, change) in changes {
            assert_ne!(change.was, change.is);
        }
    }
}
