//! Expressions: the rules of a questionnaire, in the language of XLSForm.
//!
//! An [`Expression`] is parsed and typed once, when the form is loaded; evaluating it does no I/O, cannot panic and ends within
//! [`STEP_LIMIT`] steps. `forms/README.md` describes the language.

use chrono::NaiveDate;
use thiserror::Error;

use super::name::{Code, FieldName, QuestionName};

/// Most steps an evaluation may take.
pub const STEP_LIMIT: usize = 100_000;

/// A rule, parsed and typed.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The text it was parsed from.
    pub source: String,
}

/// A value that an expression works on. Empty is the empty text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, also the code of a choice.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(NaiveDate),
    /// The codes of several choices, in order.
    Codes(Vec<Code>),
}

/// The answers an expression is evaluated against.
pub trait Answers {
    /// The value of a field; `None` is empty. `row` is `None` for a question without rows.
    fn value(
        &self,
        question: &QuestionName,
        row: Option<&Code>,
        field: &FieldName,
    ) -> Option<Value>;
    /// The rows that have an answer or could have one, in order.
    fn rows(&self, question: &QuestionName) -> Vec<Code>;
    /// The status that stands instead of a value, or `answered`, or nothing.
    fn status(&self, question: &QuestionName, row: Option<&Code>) -> Option<&str>;
    /// The comment that goes with it; empty if there is none.
    fn comment(&self, question: &QuestionName, row: Option<&Code>) -> &str;
    /// The day of the evaluation.
    fn today(&self) -> NaiveDate;
    /// First and last year of the reference period.
    fn period(&self) -> (i32, i32);
}

/// Where an evaluation stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Here<'a> {
    /// The question the rule belongs to, for `.`.
    pub question: Option<&'a QuestionName>,
    /// The row at hand.
    pub row: Option<&'a Code>,
    /// The field the rule belongs to, for `.`.
    pub field: Option<&'a FieldName>,
    /// The choice at hand.
    pub choice: Option<&'a Code>,
}

/// What is wrong with an expression, at which character (from 0) of its text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("at character {position}: {message}")]
pub struct ExpressionError {
    /// Offset in characters.
    pub position: usize,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// An evaluation took more than [`STEP_LIMIT`] steps.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the expression takes too long to evaluate")]
pub struct TooLong;
