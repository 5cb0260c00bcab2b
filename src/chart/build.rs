//! From a chart and a dataset to a figure: counts, through the gate, with their words.

mod answers;
mod choices;
mod replies;
mod words;

use chrono::NaiveDate;
use thiserror::Error;

use super::catalog::{Chart, Condition, Place, Statistic};
use super::figure::{self, Figure, FigureError, Grid, Plot};
use super::file::PlotKind;
use crate::dataset::{ColumnError, Dataset, Item, Marked, Set};
use crate::disclosure::{self, Applied, Gate, Gated, Names, Universe, Unused};
use crate::form::name::{Code, QuestionName};
use crate::form::{Form, Question, Rows};
use crate::text::Language;
use words::Words;

/// For which replies and readers figures are made.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The replies.
    pub dataset: &'a Dataset,
    /// Their questionnaire.
    pub form: &'a Form,
    /// The language of the words.
    pub language: Language,
    /// The day of the replies, for the source line.
    pub as_of: NaiveDate,
    /// Whether figures are stamped as not released.
    pub internal: bool,
}

/// Why a chart and a dataset do not make a figure: a fault of the program that put them together.
#[derive(Debug, Error)]
pub enum BuildError {
    /// The dataset has no such question.
    #[error(
        "the dataset has no question `{0}`; build it with the questionnaire that the charts were checked against"
    )]
    Question(QuestionName),
    /// A fact has too many values.
    #[error("the groups of a figure: {0}")]
    Fact(#[from] ColumnError),
    /// Counts that contradict each other.
    #[error("the counts of a figure: {0}")]
    Figure(#[from] FigureError),
}

/// The numbers of a figure, gated, with the words of rows and series.
struct Counted {
    series: Vec<figure::Series>,
    rows: Vec<figure::Row>,
    applied: Option<Applied>,
    names: Option<Gated<Names>>,
    /// How many groups of respondents are shown as one.
    merged: usize,
}

impl Chart {
    /// The figure of these replies: deterministic, and only from what the gate lets through.
    ///
    /// # Errors
    /// [`BuildError`] where the dataset was built with another questionnaire.
    pub fn figure(&self, edition: &Edition<'_>) -> Result<Figure, BuildError> {
        let words = Words::new(edition);
        let mut counted = match &self.statistic {
            Statistic::Replies { fact, naming } => replies::count(edition, &words, fact, naming)?,
            Statistic::Answers {
                question,
                given,
                series,
            } => answers::count(self, edition, &words, question, given, series)?,
            Statistic::Choices {
                question,
                given,
                columns,
                turned,
            } => choices::count(self, edition, &words, question, given, columns, *turned)?,
        };
        let left_out = self.arrange(&mut counted);
        words.figure(self, edition, counted, left_out)
    }

    /// Puts rows in order and leaves out those past the first few, by what may be shown; how many it left out.
    fn arrange(&self, counted: &mut Counted) -> usize {
        let size = |row: &figure::Row| -> u32 {
            let cells = self
                .order
                .iter()
                .filter_map(|at| row.cells.get(*at)?.count());
            cells.fold(0, u32::saturating_add)
        };
        let rows = &mut counted.rows;
        if !self.order.is_empty() {
            // Rows without an answer and totals stay at the end.
            rows.sort_by_key(|row| {
                (
                    row.role != figure::Role::Answer,
                    self.last.contains(&row.code),
                    std::cmp::Reverse(size(row)),
                )
            });
        }
        let Some(top) = self.top else {
            return 0;
        };
        let mut kept = 0;
        let before = rows.len();
        rows.retain(|row| {
            kept += usize::from(row.role == figure::Role::Answer);
            row.role != figure::Role::Answer || kept <= top
        });
        before - rows.len()
    }

    fn plot(&self, grid: Grid) -> Plot {
        match self.plot {
            PlotKind::Bars => Plot::Bars { grid },
            PlotKind::Stacked => Plot::Stacked {
                grid,
                scale: self.scale,
            },
            PlotKind::Diverging => Plot::Diverging { grid },
            PlotKind::Heat => Plot::Heat {
                grid,
                scale: self.scale,
            },
            PlotKind::Response => Plot::Response { grid },
        }
    }

    /// The gate that fits the respondents it speaks of.
    fn gate(&self, edition: &Edition<'_>) -> Gate {
        let round = edition.dataset.round();
        if self.only.is_some() {
            Gate::group(round)
        } else {
            Gate::world(round)
        }
    }

    /// Of whom a row speaks.
    fn universe(
        &self,
        edition: &Edition<'_>,
        given: &[Condition],
        item: &Item,
        row: Option<&Code>,
    ) -> Result<Universe, BuildError> {
        let mut universe = if given.is_empty() {
            Universe::Known(item.asked())
        } else {
            let mut any = Marked::default();
            for condition in given {
                any = any.or(&condition.holds(edition, row)?);
            }
            Universe::Given(any)
        };
        if let Some(only) = &self.only {
            let group: Set = edition
                .dataset
                .fact(&only.fact)?
                .any_of(std::slice::from_ref(&only.value));
            universe = match universe {
                Universe::Known(set) => Universe::Known(set.and(&group)),
                Universe::Given(marked) => Universe::Given(marked.within(&group)),
            };
        }
        Ok(universe)
    }
}

impl Condition {
    /// Those of whom it holds, in a row.
    fn holds(&self, edition: &Edition<'_>, row: Option<&Code>) -> Result<Marked, BuildError> {
        let named = |row: Option<&Code>| {
            Ok(item(edition, &self.question, row)?.named(&self.field, &self.choices))
        };
        match self.place {
            Place::Whole => named(None),
            Place::Same => named(row),
            Place::Any => {
                let mut any = Marked::default();
                for row in rows(edition, question(edition, &self.question)?) {
                    any = any.or(&named(row.as_ref())?);
                }
                Ok(any)
            }
        }
    }
}

fn question<'a>(edition: &Edition<'a>, name: &QuestionName) -> Result<&'a Question, BuildError> {
    let question = edition.form.question(name.as_str());
    question.ok_or_else(|| BuildError::Question(name.clone()))
}

fn item<'a>(
    edition: &Edition<'a>,
    name: &QuestionName,
    row: Option<&Code>,
) -> Result<&'a Item, BuildError> {
    let item = edition.dataset.item(name, row);
    item.ok_or_else(|| BuildError::Question(name.clone()))
}

/// The rows of a question, in order; a question without rows has the one row `None`.
fn rows(edition: &Edition<'_>, question: &Question) -> Vec<Option<Code>> {
    match &question.rows {
        Rows::One | Rows::Free { .. } => vec![None],
        Rows::List { list, .. } => {
            let list = edition
                .form
                .list(list.as_str())
                .map(|list| list.choices.as_slice());
            list.unwrap_or_default()
                .iter()
                .map(|choice| Some(choice.code.clone()))
                .collect()
        }
        Rows::Years => {
            let years = edition.dataset.round().period.years();
            years
                .map(|year| Code::parse(&year.to_string()).ok())
                .collect()
        }
    }
}

impl From<disclosure::Cell> for figure::Cell {
    fn from(cell: disclosure::Cell) -> Self {
        match cell {
            // Four thousand million respondents are past any round.
            disclosure::Cell::Count(n) => Self::Count(u32::try_from(n).unwrap_or(u32::MAX)),
            disclosure::Cell::Withheld => Self::Withheld,
        }
    }
}

/// The series of those without a usable answer.
fn unused(words: &Words<'_>, class: Unused) -> figure::Series {
    figure::Series {
        code: class.code().to_owned(),
        label: words.interface(&format!("chart-unused-{}", class.code())),
        role: figure::Role::NonResponse,
    }
}
