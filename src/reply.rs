//! Replies to one version of a form.
//!
//! What a person typed is a [`raw::RawAnswers`] and is kept whatever it is; checked against its form it becomes a [`Draft`] of typed
//! answers with its findings; a draft without blocking findings becomes a [`submission::Submission`], and nothing else can be submitted.

mod check;
pub mod course;
pub mod document;
mod draft;
pub mod encoding;
pub mod finding;
pub mod last;
pub mod life;
mod point;
pub mod possible;
mod progress;
pub mod raw;
pub mod sample;
pub mod submission;
#[cfg(test)]
pub(crate) mod trial;
pub mod versions;

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use draft::{Background, Draft};
pub use point::Point;
pub use progress::{Progress, SectionState};

use crate::form::Mark;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::round::Period;
use crate::text::hidden::{Hidden, debug_hiding};

/// What a check needs to know that is neither in the form nor in the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Reference period of the round.
    pub period: Period,
    /// The day of the check.
    pub today: NaiveDate,
    /// Whose reply it is.
    pub respondent: Code,
}

/// Which answer: of a question, and of a row if it has rows. With no row on a question that has rows, it is what holds for the whole
/// question: status, mark, comment, source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AnswerKey {
    /// The question.
    pub question: QuestionName,
    /// The row.
    pub row: Option<Code>,
}

impl fmt::Display for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.row {
            Some(row) => write!(f, "{}.{row}", self.question),
            None => write!(f, "{}", self.question),
        }
    }
}

/// A typed answer.
#[derive(Clone, PartialEq)]
pub struct Answer {
    /// The values, or why there are none.
    pub given: Given,
    /// Its own mark; `None` is the default.
    pub mark: Option<Mark>,
    /// The mark that answers to its question begin with, where that differs from the default.
    pub begins: Option<Mark>,
    /// Comment; empty if there is none.
    pub comment: String,
    /// Source: authority, title, date, link, article of law.
    pub source: String,
}

debug_hiding!(Answer, [given, mark, begins], [comment, source]);

impl Answer {
    /// Whether there is a value, a reason why there is none, a comment or a source.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.given != Given::Blank || !self.comment.is_empty() || !self.source.is_empty()
    }
}

/// Nothing, a reason and zero are different things.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Left blank.
    Blank,
    /// A status instead of a value.
    NotGiven(Reason),
    /// Values by field; never empty.
    Values(BTreeMap<FieldName, Value>),
}

/// Why there is no value (`ans_status` as a State may set it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No information.
    NotAvailable,
    /// Does not apply to the State.
    NotApplicable,
    /// The State prefers not to give it.
    NotDisclosed,
    /// Promised for later.
    ToFollow,
}

impl Reason {
    /// All reasons in the order they are offered.
    pub const ALL: [Self; 4] = [
        Self::NotAvailable,
        Self::NotApplicable,
        Self::NotDisclosed,
        Self::ToFollow,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAvailable => "not_available",
            Self::NotApplicable => "not_applicable",
            Self::NotDisclosed => "not_disclosed",
            Self::ToFollow => "to_follow",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// The value of one field.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// One choice.
    Choice(Code),
    /// Several choices, in the order of the list; never empty.
    Choices(Vec<Code>),
    /// Choices, the first first; never empty.
    Ranked(Vec<Code>),
    /// Text; never blank, NFC is not changed, lines end in LF.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// A year.
    Year(i32),
    /// A day.
    Date(NaiveDate),
    /// First and last day.
    DateRange(NaiveDate, NaiveDate),
    /// Ticked.
    Tick,
}

impl fmt::Debug for Value {
    /// What kind of value it is, and of a text how long: an answer must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Choice(_) => "Choice",
            Self::Choices(_) => "Choices",
            Self::Ranked(_) => "Ranked",
            Self::Text(text) => return write!(f, "Text({:?})", Hidden::of(text)),
            Self::Integer(_) => "Integer",
            Self::Decimal(_) => "Decimal",
            Self::Year(_) => "Year",
            Self::Date(_) => "Date",
            Self::DateRange(..) => "DateRange",
            Self::Tick => "Tick",
        };
        f.write_str(kind)
    }
}
