//! Evaluating a typed tree against answers: pure, bounded, without panic.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write;

use chrono::Datelike;
use rust_decimal::prelude::ToPrimitive;

use super::tree::{Arithmetic, Comparison, DatePart, Fold, Node, RowKey, Series, Sides};
use super::{Answers, Here, STEP_LIMIT, TooLong, Value};
use crate::form::name::{Code, FieldName, QuestionName};

/// Characters of text that cost as much as one step.
const TEXT_PER_STEP: usize = 64;

/// An evaluation under way.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    answers: &'a dyn Answers,
    here: Here<'a>,
    /// The row `[*]` stands for.
    each: Option<&'a Code>,
    /// Steps that are left.
    left: &'a Cell<usize>,
}

/// Steps for one evaluation.
pub(super) fn steps() -> Cell<usize> {
    Cell::new(STEP_LIMIT)
}

impl<'a> Run<'a> {
    /// An evaluation that may take the steps that are left.
    pub(super) fn new(answers: &'a dyn Answers, here: Here<'a>, left: &'a Cell<usize>) -> Self {
        Self {
            answers,
            here,
            each: None,
            left,
        }
    }

    /// The answers it looks at.
    pub(super) fn answers(self) -> &'a dyn Answers {
        self.answers
    }

    fn pay(self, steps: usize) -> Result<(), TooLong> {
        self.left
            .set(self.left.get().checked_sub(steps).ok_or(TooLong)?);
        Ok(())
    }

    /// Pays for a text that was made or gone through.
    pub(super) fn pay_text(self, length: usize) -> Result<(), TooLong> {
        self.pay(length / TEXT_PER_STEP)
    }

    /// The value of a node.
    pub(super) fn value(self, node: &'a Node) -> Result<Value, TooLong> {
        match node {
            Node::Text(_) | Node::Row | Node::Choice | Node::Status(..) | Node::Comment(..) => {
                Ok(Value::Text(self.text(node)?.into_owned()))
            }
            Node::FormatDate(..) | Node::Join(..) => Ok(Value::Text(self.text(node)?.into_owned())),
            Node::Number(_)
            | Node::Rows(..)
            | Node::Position
            | Node::Negate(_)
            | Node::Arithmetic(..) => Ok(Value::Number(self.number(node)?)),
            Node::And(_)
            | Node::Or(_)
            | Node::Empty(_)
            | Node::Filled(_)
            | Node::Compare(..)
            | Node::Matches(..) => Ok(Value::Boolean(self.truth(node)?)),
            Node::Date(date) => {
                self.pay(1)?;
                Ok(Value::Date(*date))
            }
            Node::Own => {
                self.pay(1)?;
                Ok(self.own())
            }
            Node::Value {
                question,
                row,
                field,
            } => {
                self.pay(1)?;
                let value = self.at(question, row, |row| {
                    self.answers.value(question, row, field)
                })?;
                Ok(value.flatten().unwrap_or_else(Value::empty))
            }
            Node::If(parts) => {
                self.pay(1)?;
                let [condition, then, otherwise] = &**parts;
                self.value(if self.truth(condition)? {
                    then
                } else {
                    otherwise
                })
            }
            Node::Coalesce(parts) => {
                self.pay(1)?;
                let [first, second] = &**parts;
                let value = self.value(first)?;
                if value.is_empty() {
                    self.value(second)
                } else {
                    Ok(value)
                }
            }
            Node::Fold(fold, series) => {
                self.pay(1)?;
                self.fold(*fold, series)
            }
            Node::Call(function, arguments) => {
                self.pay(1)?;
                function(self, arguments)
            }
        }
    }

    /// A node as text.
    pub(super) fn text(self, node: &'a Node) -> Result<Cow<'a, str>, TooLong> {
        let text = match node {
            Node::Text(text) => Cow::Borrowed(&**text),
            Node::Row => Cow::Borrowed(self.here.row.map_or("", Code::as_str)),
            Node::Choice => Cow::Borrowed(self.here.choice.map_or("", Code::as_str)),
            Node::Status(question, row) => {
                let status = self.at(question, row, |row| self.answers.status(question, row))?;
                Cow::Borrowed(status.flatten().unwrap_or(""))
            }
            Node::Comment(question, row) => {
                let comment = self.at(question, row, |row| self.answers.comment(question, row))?;
                Cow::Borrowed(comment.unwrap_or(""))
            }
            Node::FormatDate(date, parts) => {
                let date = self.value(date)?.to_date();
                Cow::Owned(date.map_or_else(String::new, |date| written(date, parts)))
            }
            Node::Join(separator, series) => Cow::Owned(self.join(separator, series)?),
            _ => return Ok(Cow::Owned(self.value(node)?.into_text())),
        };
        self.pay(1)?;
        self.pay_text(text.len())?;
        Ok(text)
    }

    /// A node as a number.
    pub(super) fn number(self, node: &'a Node) -> Result<f64, TooLong> {
        let number = match node {
            Node::Number(number) => *number,
            Node::Negate(part) => -self.number(part)?,
            Node::Arithmetic(operator, sides) => {
                let [left, right] = &**sides;
                let (left, right) = (self.number(left)?, self.number(right)?);
                match operator {
                    Arithmetic::Plus => left + right,
                    Arithmetic::Minus => left - right,
                    Arithmetic::Times => left * right,
                    Arithmetic::Divide => left / right,
                    Arithmetic::Modulo => left % right,
                }
            }
            Node::Rows(question, fields) => self.filled_rows(question, fields)?,
            Node::Position => self.position()?,
            _ => return Ok(self.value(node)?.to_number()),
        };
        self.pay(1)?;
        Ok(number)
    }

    /// A node as true or false.
    pub(super) fn truth(self, node: &'a Node) -> Result<bool, TooLong> {
        let truth = match node {
            Node::And(sides) => {
                let [left, right] = &**sides;
                self.truth(left)? && self.truth(right)?
            }
            Node::Or(sides) => {
                let [left, right] = &**sides;
                self.truth(left)? || self.truth(right)?
            }
            Node::Empty(part) => self.value(part)?.is_empty(),
            Node::Filled(part) => !self.value(part)?.is_empty(),
            Node::Compare(comparison, as_what, sides) => {
                self.compare(*comparison, *as_what, sides)?
            }
            Node::Matches(part, pattern) => {
                let text = self.text(part)?;
                self.pay_text(text.len())?;
                pattern.is_match(&text)
            }
            _ => return Ok(self.value(node)?.to_truth()),
        };
        self.pay(1)?;
        Ok(truth)
    }

    fn compare(
        self,
        comparison: Comparison,
        as_what: Sides,
        sides: &'a [Node; 2],
    ) -> Result<bool, TooLong> {
        let [left, right] = sides;
        let equal = match as_what {
            Sides::Texts => self.text(left)? == self.text(right)?,
            Sides::Conditions => self.truth(left)? == self.truth(right)?,
            Sides::Numbers => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                let (x, y) = (left.to_number(), right.to_number());
                match comparison {
                    Comparison::Less => return Ok(x < y),
                    Comparison::LessOrEqual => return Ok(x <= y),
                    Comparison::Greater => return Ok(x > y),
                    Comparison::GreaterOrEqual => return Ok(x >= y),
                    // Two empty answers are the same text; NaN equals nothing.
                    Comparison::Equal | Comparison::Unequal => {
                        x == y || (blank(&left) && blank(&right))
                    }
                }
            }
        };
        Ok(equal == (comparison != Comparison::Unequal))
    }

    /// What `.` stands for.
    fn own(self) -> Value {
        let value = self
            .here
            .question
            .and_then(|question| match self.here.field {
                Some(field) => self.answers.value(question, self.here.row, field),
                None => self
                    .answers
                    .value(question, self.here.row, &FieldName::value()),
            });
        value.unwrap_or_else(Value::empty)
    }

    /// Reads at a row; nothing if there is no such row.
    fn at<T>(
        self,
        question: &QuestionName,
        row: &'a RowKey,
        read: impl FnOnce(Option<&Code>) -> T,
    ) -> Result<Option<T>, TooLong> {
        if matches!(row, RowKey::Whole) {
            return Ok(Some(read(None)));
        }
        Ok(self.row(question, row)?.map(|code| read(Some(&code))))
    }

    fn row(
        self,
        question: &QuestionName,
        row: &'a RowKey,
    ) -> Result<Option<Cow<'a, Code>>, TooLong> {
        Ok(match row {
            RowKey::Whole => None,
            RowKey::Named(code) => Some(Cow::Borrowed(code)),
            RowKey::AtHand => self.here.row.map(Cow::Borrowed),
            RowKey::Choice => self.here.choice.map(Cow::Borrowed),
            RowKey::Each => self.each.map(Cow::Borrowed),
            RowKey::Before(key) => {
                let Some(code) = self.row(question, key)? else {
                    return Ok(None);
                };
                let rows = self.rows(question)?;
                let place = rows.iter().position(|row| *row == *code);
                let before = place.and_then(|place| place.checked_sub(1));
                before
                    .and_then(|place| rows.into_iter().nth(place))
                    .map(Cow::Owned)
            }
            RowKey::Nth(number) => {
                let number = self.number(&number.0)?.trunc().to_usize();
                let rows = self.rows(question)?;
                let place = number.and_then(|number| number.checked_sub(1));
                place
                    .and_then(|place| rows.into_iter().nth(place))
                    .map(Cow::Owned)
            }
        })
    }

    /// The rows of a question, paid for.
    fn rows(self, question: &QuestionName) -> Result<Vec<Code>, TooLong> {
        let rows = self.answers.rows(question);
        self.pay(rows.len())?;
        Ok(rows)
    }

    fn filled_rows(self, question: &QuestionName, fields: &[FieldName]) -> Result<f64, TooLong> {
        let rows = self.rows(question)?;
        self.pay(rows.len().saturating_mul(fields.len()))?;
        let filled = |row: &&Code| {
            let mut values = fields
                .iter()
                .filter_map(|field| self.answers.value(question, Some(*row), field));
            values.any(|value| !value.is_empty())
        };
        Ok(count(rows.iter().filter(filled).count()))
    }

    fn position(self) -> Result<f64, TooLong> {
        let (Some(question), Some(row)) = (self.here.question, self.here.row) else {
            return Ok(f64::NAN);
        };
        let rows = self.rows(question)?;
        let place = rows.iter().position(|code| code == row);
        Ok(place.map_or(f64::NAN, |place| count(place.saturating_add(1))))
    }

    /// Looks at each value of a series, until told to stop.
    fn each(
        self,
        series: &[Series],
        mut see: impl for<'r> FnMut(Run<'r>, &'r Node) -> Result<Then, TooLong>,
    ) -> Result<(), TooLong> {
        for part in series {
            let mut questions = part.rows.iter();
            let Some(first) = questions.next() else {
                if see(self, &part.each)? == Then::Stop {
                    return Ok(());
                }
                continue;
            };
            let mut rows = self.rows(first)?;
            for question in questions {
                for row in self.rows(question)? {
                    self.pay(rows.len() / 8)?;
                    if !rows.contains(&row) {
                        rows.push(row);
                    }
                }
            }
            for row in &rows {
                let run = Run {
                    each: Some(row),
                    ..self
                };
                if see(run, &part.each)? == Then::Stop {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn fold(self, fold: Fold, series: &[Series]) -> Result<Value, TooLong> {
        let mut truth = fold == Fold::All;
        let mut counted: usize = 0;
        let mut number = match fold {
            Fold::Min | Fold::Max => f64::NAN,
            Fold::Any | Fold::All | Fold::CountTrue | Fold::CountFilled | Fold::Sum => 0.0,
        };
        self.each(series, |run, node| {
            match fold {
                Fold::Any | Fold::All => {
                    truth = run.truth(node)?;
                    if truth == (fold == Fold::Any) {
                        return Ok(Then::Stop);
                    }
                }
                Fold::CountTrue => counted = counted.saturating_add(usize::from(run.truth(node)?)),
                Fold::CountFilled => {
                    counted = counted.saturating_add(usize::from(!run.value(node)?.is_empty()));
                }
                // Empty is not zero: it does not enter.
                Fold::Sum | Fold::Min | Fold::Max => {
                    let one = run.number(node)?;
                    if one.is_nan() {
                        return Ok(Then::GoOn);
                    }
                    number = match fold {
                        Fold::Min => number.min(one),
                        Fold::Max => number.max(one),
                        _ => number + one,
                    };
                }
            }
            Ok(Then::GoOn)
        })?;
        Ok(match fold {
            Fold::Any | Fold::All => Value::Boolean(truth),
            Fold::CountTrue | Fold::CountFilled => Value::Number(count(counted)),
            Fold::Sum | Fold::Min | Fold::Max => Value::Number(number),
        })
    }

    fn join(self, separator: &'a Node, series: &'a [Series]) -> Result<String, TooLong> {
        let separator = self.text(separator)?;
        let mut joined = String::new();
        let mut first = true;
        self.each(series, |run, node| {
            if !first {
                joined.push_str(&separator);
            }
            first = false;
            joined.push_str(&run.text(node)?);
            run.pay_text(separator.len())?;
            Ok(Then::GoOn)
        })?;
        Ok(joined)
    }

    /// Whether a value that the expression names of its own question is still empty.
    pub(super) fn is_missing(
        self,
        question: &'a QuestionName,
        row: &'a RowKey,
        fields: &'a [FieldName],
    ) -> Result<bool, TooLong> {
        let missing = |row: Option<&Code>| {
            let value = |field| self.answers.value(question, row, field);
            fields
                .iter()
                .all(|field| value(field).is_none_or(|value| value.is_empty()))
        };
        if matches!(row, RowKey::Each) {
            let rows = self.rows(question)?;
            self.pay(rows.len())?;
            return Ok(rows.iter().any(|row| missing(Some(row))));
        }
        self.pay(1)?;
        Ok(self.at(question, row, missing)?.unwrap_or(true))
    }

    /// Whether `.` is empty.
    pub(super) fn own_is_missing(self) -> bool {
        self.own().is_empty()
    }
}

/// Whether to look at more values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    GoOn,
    Stop,
}

/// A count as a number.
pub(super) fn count(count: usize) -> f64 {
    count.to_f64().unwrap_or(f64::NAN)
}

fn blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.is_empty())
}

fn written(date: chrono::NaiveDate, parts: &[DatePart]) -> String {
    let mut out = String::new();
    for part in parts {
        let done = match part {
            DatePart::Text(text) => out.write_str(text),
            DatePart::Year => write!(out, "{:04}", date.year()),
            DatePart::ShortYear => write!(out, "{:02}", date.year().rem_euclid(100)),
            DatePart::Month => write!(out, "{:02}", date.month()),
            DatePart::MonthNumber => write!(out, "{}", date.month()),
            DatePart::Day => write!(out, "{:02}", date.day()),
            DatePart::DayNumber => write!(out, "{}", date.day()),
        };
        // Writing to a string cannot fail.
        debug_assert!(done.is_ok());
    }
    out
}
