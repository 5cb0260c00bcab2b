//! Answers as they were typed: what the web form and the API post, and what a draft keeps.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::AnswerKey;
use crate::form::name::FieldName;

/// What was typed, by answer.
pub type RawAnswers = BTreeMap<AnswerKey, RawAnswer>;

/// What was typed for one answer. Blank parts are absent, so two that say the same are equal and give the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAnswer {
    /// Values by field; several for boxes and rankings.
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
}

impl RawAnswer {
    /// Whether nothing at all was typed.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}
