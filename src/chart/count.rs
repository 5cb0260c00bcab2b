//! From a chart and a dataset to its numbers: counts, through the gate, before any word.

mod answers;
mod changes;
mod choices;
mod combinations;
mod course;
mod quartiles;
mod replies;
mod statuses;
mod subject;
mod together;

pub(super) use changes::CLASSES;
pub(super) use combinations::{ONLY, OTHERS};
use thiserror::Error;

use super::catalog::{Chart, Condition, Place, Series, Statistic};
use super::figure;
use super::numbers::{Head, Label, Line, Numbers};
use crate::dataset::{Dataset, Item, Marked};
use crate::disclosure::{self, Applied, Gate, Unused};
use crate::form::name::{Code, QuestionName};
use crate::form::{Form, Question, Rows};
use crate::round::Round;

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The replies.
    pub dataset: &'a Dataset,
    /// Their questionnaire.
    pub form: &'a Form,
    /// Those of the round before, with the questionnaire of then; none where there was none.
    pub before: Option<(&'a Dataset, &'a Form)>,
}

/// Why a chart and a dataset do not make numbers: a fault of the program that put them together.
#[derive(Debug, Error)]
pub enum CountError {
    /// The dataset has no such question.
    #[error(
        "the dataset has no question `{0}`; build it with the questionnaire that the charts were checked against"
    )]
    Question(QuestionName),
}

impl Chart {
    /// The numbers of these replies: deterministic, and only what the gate lets through.
    ///
    /// # Errors
    /// [`CountError`] where the dataset was built with another questionnaire.
    pub fn numbers(&self, source: &Source<'_>) -> Result<Numbers, CountError> {
        match &self.statistic {
            Statistic::Replies { fact } => Ok(replies::count(source, fact)),
            Statistic::Answers {
                asked,
                series,
                precedence,
            } => answers::count(self, source, asked, series, *precedence),
            Statistic::Choices { asked, columns } => choices::count(self, source, asked, columns),
            Statistic::Combinations {
                asked,
                field,
                list,
                most,
            } => combinations::count(self, source, asked, field, list, *most),
            Statistic::Together { asked, condition } => {
                together::count(self, source, asked, condition)
            }
            Statistic::Statuses => statuses::count(source),
            Statistic::Course(measure) => course::count(source, *measure),
            Statistic::Quartiles { asked, field } => quartiles::count(self, source, asked, field),
            Statistic::Changes {
                asked,
                field,
                choices,
            } => changes::count(source, asked, field, choices),
        }
    }
}

impl Condition {
    /// Those of whom it holds, in a row; in any row, where there is none at hand.
    fn holds(&self, source: &Source<'_>, row: Option<&Code>) -> Result<Marked, CountError> {
        let named = |row: Option<&Code>| {
            Ok(item(source, &self.question, row)?.named(&self.field, &self.choices))
        };
        match self.place {
            Place::Whole => named(None),
            Place::Same if row.is_some() => named(row),
            Place::Same | Place::Any => {
                let mut any = Marked::default();
                for row in rows(source, question(source, &self.question)?) {
                    any = any.or(&named(row.as_ref())?);
                }
                Ok(any)
            }
        }
    }
}

fn question<'a>(source: &Source<'a>, name: &QuestionName) -> Result<&'a Question, CountError> {
    let question = source.form.question(name.as_str());
    question.ok_or_else(|| CountError::Question(name.clone()))
}

fn item<'a>(
    source: &Source<'a>,
    name: &QuestionName,
    row: Option<&Code>,
) -> Result<&'a Item, CountError> {
    let item = source.dataset.item(name, row);
    item.ok_or_else(|| CountError::Question(name.clone()))
}

/// The rows of a question, in order; a question without rows has the one row `None`.
fn rows(source: &Source<'_>, question: &Question) -> Vec<Option<Code>> {
    rows_of(source.form, source.dataset.round(), question)
}

/// The rows of a question in a round.
pub(super) fn rows_of(form: &Form, round: &Round, question: &Question) -> Vec<Option<Code>> {
    match &question.rows {
        Rows::One | Rows::Free { .. } => vec![None],
        Rows::List { list, .. } => {
            let list = form.list(list.as_str()).map(|list| list.choices.as_slice());
            list.unwrap_or_default()
                .iter()
                .map(|choice| Some(choice.code.clone()))
                .collect()
        }
        Rows::Years => {
            let years = round.period.years();
            years
                .map(|year| Code::parse(&year.to_string()).ok())
                .collect()
        }
    }
}

impl From<disclosure::Cell> for figure::Cell {
    fn from(cell: disclosure::Cell) -> Self {
        match cell {
            disclosure::Cell::Count(n) => Self::Count(n),
            disclosure::Cell::Withheld => Self::Withheld,
        }
    }
}

/// How many replied: a public fact.
fn replied(source: &Source<'_>) -> u64 {
    let all = Gate::world(source.dataset.round()).replies(source.dataset);
    all.full + all.short
}

impl Series {
    fn head(&self) -> Head {
        Head {
            code: self.code.clone(),
            role: self.role,
            label: self.label.clone(),
        }
    }
}

/// Code and label of a row of a question; the code of a question without rows is its name.
fn row_words(question: &Question, row: Option<&Code>) -> (String, Label) {
    let name = &question.name;
    row.map_or_else(
        || (name.to_string(), Label::Question(name.clone())),
        |row| (row.to_string(), Label::Row(name.clone(), row.clone())),
    )
}

/// Numbers of all who replied, nobody named and no groups put together.
fn counted(source: &Source<'_>, heads: Vec<Head>, lines: Vec<Line>, applied: &Applied) -> Numbers {
    Numbers {
        heads,
        lines,
        applied: Some(applied.clone()),
        names: None,
        merged: 0,
        replied: replied(source),
    }
}

/// The places of the classes that somebody without a usable answer is in, in any row: others need no place in the key.
fn used<'c>(
    classes: usize,
    folded: bool,
    rows: impl Iterator<Item = &'c Vec<disclosure::Cell>> + Clone,
) -> Vec<usize> {
    let is_used = |at: &usize| {
        let mut cells = rows.clone().filter_map(|row| row.get(*at));
        folded || cells.any(|cell| *cell != disclosure::Cell::Count(0))
    };
    (0..classes).filter(is_used).collect()
}

/// A label that is a text of the interface.
fn interface(key: &str) -> Label {
    Label::Interface(key.to_owned())
}

/// The series of those without a usable answer.
fn unused(class: Unused) -> Head {
    Head {
        code: class.code().to_owned(),
        label: interface(&format!("chart-unused-{}", class.code())),
        role: figure::Role::NonResponse,
    }
}
