//! The typed tree: what is left of an expression once its names and types are known to be right.

use chrono::NaiveDate;
use regex::Regex;

use super::evaluate::Run;
use super::{TooLong, Value};
use crate::form::name::{Code, FieldName, QuestionName};

/// A function that looks at nothing but its arguments and the day.
pub(super) type Plain = for<'a> fn(Run<'a>, &'a [Node]) -> Result<Value, TooLong>;

/// A part of an expression that is known to be sound.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Text(Box<str>),
    Number(f64),
    Date(NaiveDate),
    /// `.`
    Own,
    /// The value of a field.
    Value {
        question: QuestionName,
        row: RowKey,
        field: FieldName,
    },
    /// `row()`
    Row,
    /// `choice()`
    Choice,
    Status(QuestionName, RowKey),
    Comment(QuestionName, RowKey),
    /// How many rows have a value in one of the fields.
    Rows(QuestionName, Box<[FieldName]>),
    /// Which row of the question at hand this is, from 1.
    Position,
    Negate(Box<Self>),
    Arithmetic(Arithmetic, Box<[Self; 2]>),
    And(Box<[Self; 2]>),
    Or(Box<[Self; 2]>),
    /// Whether the value is empty.
    Empty(Box<Self>),
    /// Whether it is not.
    Filled(Box<Self>),
    Compare(Comparison, Sides, Box<[Self; 2]>),
    If(Box<[Self; 3]>),
    /// The first that is not empty.
    Coalesce(Box<[Self; 2]>),
    /// Whether the whole of a text matches.
    Matches(Box<Self>, Regex),
    FormatDate(Box<Self>, Box<[DatePart]>),
    Fold(Fold, Box<[Series]>),
    /// The first node separates the values of the others.
    Join(Box<Self>, Box<[Series]>),
    Call(Plain, Box<[Self]>),
}

/// Which row of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowKey {
    /// The question as a whole.
    Whole,
    /// The row with this code.
    Named(Code),
    /// The row at hand.
    AtHand,
    /// The row with the code of the choice at hand.
    Choice,
    /// The row that the function around it looks at.
    Each,
    /// The row before that one.
    Before(Box<Self>),
    /// The row of this number, from 1.
    Nth(Box<NodeOfRow>),
}

/// The number of a row.
#[derive(Clone, Debug)]
pub(super) struct NodeOfRow(pub(super) Node);

/// Rows given by an expression are never taken for the same: it is only asked to drop what is said twice.
impl PartialEq for NodeOfRow {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl Eq for NodeOfRow {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// As what two sides are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sides {
    Texts,
    /// Numbers, and days as numbers.
    Numbers,
    Conditions,
}

/// What is made of many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    Any,
    All,
    /// How many are true.
    CountTrue,
    /// How many are not empty.
    CountFilled,
    Sum,
    Min,
    Max,
}

/// A node and the questions whose rows it is evaluated for; none if it is evaluated once.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) each: Node,
    pub(super) rows: Box<[QuestionName]>,
}

/// A part of a written date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DatePart {
    Text(Box<str>),
    /// `%Y`
    Year,
    /// `%y`
    ShortYear,
    /// `%m`
    Month,
    /// `%n`
    MonthNumber,
    /// `%d`
    Day,
    /// `%e`
    DayNumber,
}
