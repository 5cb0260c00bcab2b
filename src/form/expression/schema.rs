//! What an expression may name, as far as its parser needs to know.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Type;
use crate::form::name::{Code, FieldName, QuestionName};

/// The codes of a list, in order.
pub type Codes = Arc<[Code]>;

/// The questions of a form, as far as expressions look at them.
pub trait Schema {
    /// The question of this name.
    fn find(&self, question: &str) -> Option<&Outline>;
    /// Names of all questions, to say which one was meant.
    fn names(&self) -> Vec<&str>;
}

impl Schema for BTreeMap<QuestionName, Outline> {
    fn find(&self, question: &str) -> Option<&Outline> {
        self.get(question)
    }

    fn names(&self) -> Vec<&str> {
        self.keys().map(QuestionName::as_str).collect()
    }
}

/// A question, as far as expressions look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its place among all questions of the form, from 0.
    pub index: usize,
    /// Its rows.
    pub rows: RowsOutline,
    /// Its fields; the one field `value` unless it is a group.
    pub fields: Vec<FieldOutline>,
}

/// Which rows a question has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RowsOutline {
    /// None.
    #[default]
    One,
    /// One for each code.
    List(Codes),
    /// One for each year of the reference period.
    Years,
    /// Rows the respondent adds, numbered from `1`.
    Free,
}

/// A field, as far as expressions look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldOutline {
    /// Its name.
    pub name: FieldName,
    /// What it gives: `Text` for texts, single choices, files and date ranges (`2024-01-01/2024-12-31`), `Number` for integers,
    /// decimals and years, `Boolean` for a tick, `Codes` for several choices and orders of choices.
    pub kind: Type,
    /// Codes it can take, where it takes choices.
    pub codes: Option<Codes>,
}

/// Where an expression stands, and so what it may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Only questions with a smaller [`Outline::index`] may be named: the question's own index for `relevant`, `rows_where` and
    /// `choices_where`, one more for a check.
    pub before: usize,
    /// What `.` is: the field a check belongs to, of a question that is no group.
    pub own: Option<FieldOutline>,
    /// What `row()` is, where the expression is evaluated for each row; otherwise `One`.
    pub rows: RowsOutline,
    /// What `choice()` is, in `choices_where`.
    pub choices: Option<Codes>,
}

impl RowsOutline {
    /// The codes that are known when the form is loaded.
    pub(super) const fn codes(&self) -> Option<&Codes> {
        match self {
            Self::List(codes) => Some(codes),
            Self::One | Self::Years | Self::Free => None,
        }
    }

    /// Whether a row of the one can be a row of the other.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(one), Self::List(other)) => share(one, other),
            (Self::Years, Self::Years) | (Self::Free, Self::Free) => true,
            _ => false,
        }
    }
}

/// Whether two lists have a code in common.
pub(super) fn share(one: &[Code], other: &[Code]) -> bool {
    one.iter().any(|code| other.contains(code))
}
