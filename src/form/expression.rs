//! Expressions: the rules of a questionnaire, in the language of XLSForm.
//!
//! An [`Expression`] is parsed and typed once, when the form is loaded; evaluating it does no I/O, cannot panic and ends within
//! [`STEP_LIMIT`] steps. `forms/README.md` describes the language, `docs/expressions.md` what each part of it means exactly.
//!
//! Text to words (`token`), to a tree as written (`parse`), to a typed tree (`types`, `calls`), to a value (`evaluate`).

mod calls;
mod compare;
mod evaluate;
pub mod functions;
mod literals;
pub(crate) mod near;
mod parse;
mod plain;
pub mod schema;
pub mod standalone;
mod syntax;
#[cfg(test)]
mod tests;
mod token;
mod tree;
mod types;
mod value;

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use super::Mark;
use super::name::{Code, FieldName, QuestionName};
use evaluate::Run;
use schema::{Place, Schema};
use tree::{Node, RowKey};
use types::{Checker, as_condition};

/// Most steps an evaluation may take.
pub const STEP_LIMIT: usize = 100_000;

/// A rule, parsed and typed.
#[derive(Clone, Debug)]
pub struct Expression {
    source: Box<str>,
    root: Node,
    kind: Type,
    references: Box<[Reference]>,
    names_own: bool,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text, also the code of a choice.
    Text,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// The codes of several choices.
    Codes,
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
    /// The narrowest mark of what was answered to questions that take marks, of answers that set one or whose question begins with one;
    /// the widest if there is none.
    fn narrowest_mark(&self) -> Mark;
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

/// What an expression names of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The question.
    pub question: QuestionName,
    /// Which part of it.
    pub part: Part,
    fields: Vec<FieldName>,
    row: RowKey,
}

impl Reference {
    /// Whether it names only the answer in the row at hand.
    #[must_use]
    pub fn is_at_hand(&self) -> bool {
        self.row == RowKey::AtHand
    }
}

/// A part of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A value.
    Value,
    /// Which rows have a value.
    Rows,
    /// The status.
    Status,
    /// The comment.
    Comment,
}

impl Expression {
    /// Parses an expression that stands at a place of a form.
    ///
    /// # Errors
    /// Says at which character what is wrong and what to write instead: words that are no part of the language, names that the
    /// form does not have (or not before this place), codes that their list does not have, types that do not fit.
    pub fn parse(
        source: &str,
        schema: &dyn Schema,
        place: &Place,
    ) -> Result<Self, ExpressionError> {
        Self::checked(source, schema, place, Wanted::Any)
    }

    /// Parses an expression that must be true or false: `relevant`, `rows_where`, `choices_where`, `require`.
    ///
    /// # Errors
    /// As [`Expression::parse`], and where the result is neither true nor false.
    pub fn parse_condition(
        source: &str,
        schema: &dyn Schema,
        place: &Place,
    ) -> Result<Self, ExpressionError> {
        Self::checked(source, schema, place, Wanted::Condition)
    }

    fn checked(
        source: &str,
        schema: &dyn Schema,
        place: &Place,
        wanted: Wanted,
    ) -> Result<Self, ExpressionError> {
        let syntax = parse::parse(source)?;
        let mut checker = Checker::new(schema, place);
        let typed = checker.check(&syntax)?;
        let kind = typed.kind;
        let root = match wanted {
            Wanted::Any => typed.node,
            Wanted::Condition => as_condition(&syntax, typed)?,
        };
        let (references, names_own) = checker.finish();
        Ok(Self {
            source: source.into(),
            root,
            kind,
            references: references.into(),
            names_own,
        })
    }

    /// The text it was parsed from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of its value. A value of any type may also be empty text.
    #[must_use]
    pub const fn result_type(&self) -> Type {
        self.kind
    }

    /// What it names of other questions (and, in a check, of its own), each once, in order of appearance; not `.`.
    #[must_use]
    pub fn questions(&self) -> &[Reference] {
        &self.references
    }

    /// Its value.
    ///
    /// # Errors
    /// [`TooLong`] after [`STEP_LIMIT`] steps.
    pub fn evaluate(&self, answers: &dyn Answers, here: Here<'_>) -> Result<Value, TooLong> {
        let left = evaluate::steps();
        Run::new(answers, here, &left).value(&self.root)
    }

    /// Whether it is true.
    ///
    /// # Errors
    /// [`TooLong`] after [`STEP_LIMIT`] steps.
    pub fn holds(&self, answers: &dyn Answers, here: Here<'_>) -> Result<bool, TooLong> {
        let left = evaluate::steps();
        Run::new(answers, here, &left).truth(&self.root)
    }

    /// Whether a value of its own question (`here.question`) that it names is still empty, so that a check has to wait. For `[*]`
    /// the value in each row must be there.
    ///
    /// # Errors
    /// [`TooLong`] after [`STEP_LIMIT`] steps.
    pub fn waits(&self, answers: &dyn Answers, here: Here<'_>) -> Result<bool, TooLong> {
        let left = evaluate::steps();
        let run = Run::new(answers, here, &left);
        if self.names_own && run.own_is_missing() {
            return Ok(true);
        }
        for reference in &self.references {
            let own = here.question == Some(&reference.question) && reference.part == Part::Value;
            if own && run.is_missing(&reference.question, &reference.row, &reference.fields)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[derive(Clone, Copy)]
enum Wanted {
    Any,
    Condition,
}

impl ExpressionError {
    fn new(position: usize, message: impl Into<String>) -> Self {
        Self {
            position,
            message: message.into(),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl Type {
    /// Its name in JSON and in the documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Codes => "codes",
        }
    }
}

/// As in a sentence: “is …”.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Date => "a date",
            Self::Codes => "several choices",
        })
    }
}
