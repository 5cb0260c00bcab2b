//! Submissions: complete replies, sealed as they were sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AnswerKey, Reason, Value};
use crate::form::Mark;
use crate::form::name::{Code, FieldName, FormName};
use crate::round::Period;

/// A reply that was complete when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    head: SubmissionHead,
    items: Vec<SubmittedItem>,
}

/// Whose reply it is, to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmissionHead {
    /// The questionnaire.
    pub form: FormName,
    /// SHA-256 of its version, as hexadecimal digits.
    pub form_version: String,
    /// The round.
    pub round: Code,
    /// Who replies.
    pub respondent: Code,
    /// Reference period of the round.
    pub period: Period,
}

/// One answer of a submission, given or not.
#[derive(Clone, Debug, PartialEq)]
pub struct SubmittedItem {
    /// Which answer. A question with rows has one item for the whole question, then one for each row.
    pub key: AnswerKey,
    /// What there is. The whole of a question with rows is answered if one of its rows is.
    pub state: State,
    /// Values by field; none unless answered, and none for the whole of a question with rows.
    pub values: BTreeMap<FieldName, Value>,
    /// The mark in force: its own, or that of the whole question, or the default.
    pub mark: Mark,
    /// Comment; empty if there is none.
    pub comment: String,
    /// Source; empty if there is none.
    pub source: String,
    /// It never leaves the store in a chart or dump.
    pub internal: bool,
}

/// State of an item: `ans_status`, as far as it is known when a reply is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is a value.
    Answered,
    /// No information.
    NotAvailable,
    /// Does not apply to the State.
    NotApplicable,
    /// Exists, not given.
    NotDisclosed,
    /// Promised for later.
    ToFollow,
    /// Asked and left empty.
    NoAnswer,
    /// Not asked, by the rules of the form.
    Hidden,
}

impl State {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Answered,
        Self::NotAvailable,
        Self::NotApplicable,
        Self::NotDisclosed,
        Self::ToFollow,
        Self::NoAnswer,
        Self::Hidden,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotAvailable => Reason::NotAvailable.code(),
            Self::NotApplicable => Reason::NotApplicable.code(),
            Self::NotDisclosed => Reason::NotDisclosed.code(),
            Self::ToFollow => Reason::ToFollow.code(),
            Self::NoAnswer => "no_answer",
            Self::Hidden => "hidden",
        }
    }
}

impl From<Reason> for State {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NotAvailable => Self::NotAvailable,
            Reason::NotApplicable => Self::NotApplicable,
            Reason::NotDisclosed => Self::NotDisclosed,
            Reason::ToFollow => Self::ToFollow,
        }
    }
}

impl Submission {
    /// Whose reply it is, to what.
    #[must_use]
    pub const fn head(&self) -> &SubmissionHead {
        &self.head
    }

    /// Its items in form order.
    #[must_use]
    pub fn items(&self) -> &[SubmittedItem] {
        &self.items
    }
}
