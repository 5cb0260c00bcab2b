//! Answers as they were typed: what the web form and the API post, and what a draft keeps.
//!
//! One codec for both. The web form posts pairs of a name and a value; a document of the API is turned into the same pairs, so that
//! either way gives the same answers and the same bytes. A name is `{question}.{part}`, or `{question}.{row}.{part}` on a question that
//! has rows. The part is the name of a field, or one of:
//!
//! | part | value |
//! |---|---|
//! | `status`, `mark` | a code |
//! | `comment`, `source` | text |
//! | `revision` | the revision of the answer that was on the page, `0` if there was none; every posted answer has one |
//! | `last_time` | `withdrawn`: what was answered last time no longer holds |
//! | `remove` | anything: the row of a roster goes |
//!
//! Several values of a field come under one name: the ticked boxes in any order, a ranking in its order, a range of days as its first
//! and its last. A ticked box of a `tick` field is `yes`. An answer whose revision is posted was on the page, so what is not posted of it
//! was emptied; an answer whose revision is not posted stays as it is.

mod posted;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(super) use posted::ordinal;
pub use posted::{Posted, PostedProblem};

use super::AnswerKey;
use crate::form::name::FieldName;
use crate::text::hidden::debug_hiding;

/// What was typed, by answer.
pub type RawAnswers = BTreeMap<AnswerKey, RawAnswer>;

/// What was typed for one answer. Blank parts are absent, so two that say the same are equal and give the same bytes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAnswer {
    /// Values by field; several for boxes, rankings and ranges.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<FieldName, Vec<String>>,
    /// Code of a status instead of a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Code of a mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// Source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Said that what was answered last time no longer holds. It counts only where nothing else is given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

debug_hiding!(
    RawAnswer,
    [withdrawn],
    [values, status, mark, comment, source]
);

impl RawAnswer {
    /// Whether nothing at all was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let Self {
            values,
            status,
            mark,
            comment,
            source,
            // That something no longer holds is not an answer.
            withdrawn: _,
        } = self;
        values.is_empty()
            && status.is_none()
            && mark.is_none()
            && comment.is_empty()
            && source.is_empty()
    }

    /// Whether there is nothing but a mark: how far something may be used that is not there any more.
    #[must_use]
    pub fn says_nothing(&self) -> bool {
        let Self {
            values,
            status,
            mark: _,
            comment,
            source,
            withdrawn: _,
        } = self;
        values.is_empty() && status.is_none() && comment.is_empty() && source.is_empty()
    }

    /// What was typed into a field; nothing if it is blank.
    #[must_use]
    pub fn field(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// The canonical text a draft keeps.
    #[must_use]
    pub fn to_text(&self) -> String {
        // A struct of texts under text keys has no value that JSON lacks.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads the canonical text.
    ///
    /// # Errors
    /// If the text is no answer: something else than [`Self::to_text`] wrote it.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests;
