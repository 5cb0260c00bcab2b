//! A file of `charts/` as it is written. The format is described in `charts/README.md`.

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::figure::{Role, Scale};
use crate::reply::course::Measure;

/// A mistake in a file of `charts/`.
#[derive(Clone, Debug, Error, PartialEq, Eq, PartialOrd, Ord)]
#[error("{file}:{line}: {cause}; {remedy}")]
pub struct ChartFileError {
    /// Name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

/// A file: the figures of one output.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChartFile {
    pub(super) form: Spanned<String>,
    pub(super) output: Spanned<String>,
    #[serde(default)]
    pub(super) figure: Vec<FigureFile>,
}

/// A figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureFile {
    pub(super) id: Spanned<String>,
    pub(super) plot: Spanned<PlotKind>,
    pub(super) scale: Option<Scale>,
    pub(super) count: Spanned<Count>,
    pub(super) question: Option<Spanned<String>>,
    pub(super) field: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) rows: RowKind,
    #[serde(default)]
    pub(super) order: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) last: Vec<Spanned<String>>,
    pub(super) top: Option<Spanned<usize>>,
    #[serde(default)]
    pub(super) notes: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) mark_core: bool,
    #[serde(default)]
    pub(super) given: Vec<ConditionFile>,
    #[serde(default)]
    pub(super) series: Vec<SeriesFile>,
    pub(super) across: Option<AcrossFile>,
    pub(super) only: Option<OnlyFile>,
    #[serde(default)]
    pub(super) choices: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) precedence: bool,
    #[serde(default)]
    pub(super) row: Vec<RowFile>,
    pub(super) groups: Option<Spanned<String>>,
    pub(super) measure: Option<Measure>,
}

/// How a figure is drawn.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum PlotKind {
    Bars,
    Stacked,
    Diverging,
    Heat,
    Response,
    Dot,
    Dumbbell,
    Combinations,
    Bubble,
    Triangle,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Count {
    /// Each State once a row.
    Answers,
    /// States that named a choice: a State may count several times a row.
    Choices,
    /// Who replied.
    Replies,
    /// Which choices are named together.
    Combinations,
    /// Rows of a question against each other.
    Together,
    /// Answers of every state, by section.
    Statuses,
    /// Quartiles of numbers.
    Quartiles,
    /// This round beside the one before.
    Changes,
    /// How replies came about.
    Course,
}

/// What the rows of a figure are.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RowKind {
    /// The rows of the question; one row where it has none.
    #[default]
    Rows,
    /// The choices of the question, named in any of its rows.
    Choices,
    /// Groups of respondents.
    Groups,
    /// Those of whom something holds: the tables `[[figure.row]]`.
    Split,
}

/// A condition on an answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionFile {
    pub(super) question: Spanned<String>,
    pub(super) field: Option<Spanned<String>>,
    pub(super) choices: Vec<Spanned<String>>,
}

/// A row: those of whom something holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFile {
    pub(super) code: Spanned<String>,
    pub(super) question: Spanned<String>,
    pub(super) field: Option<Spanned<String>>,
    pub(super) choices: Vec<Spanned<String>>,
}

/// A series.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesFile {
    pub(super) code: Spanned<String>,
    #[serde(default = "answer")]
    pub(super) role: Role,
    pub(super) question: Option<Spanned<String>>,
    pub(super) field: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) choices: Vec<Spanned<String>>,
    pub(super) of: Option<Spanned<String>>,
    pub(super) without: Option<Spanned<String>>,
    pub(super) within: Option<Spanned<String>>,
}

const fn answer() -> Role {
    Role::Answer
}

/// Columns that are the rows of another question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AcrossFile {
    pub(super) question: Spanned<String>,
    pub(super) field: Option<Spanned<String>>,
    pub(super) choices: Vec<Spanned<String>>,
    pub(super) top: Option<Spanned<usize>>,
}

/// Respondents with a fact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OnlyFile {
    pub(super) fact: Spanned<String>,
    pub(super) value: Spanned<String>,
}

/// Mistakes found in one file.
pub(super) struct Findings<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) errors: Vec<ChartFileError>,
}

impl Findings<'_> {
    /// Notes a mistake at a byte of the file.
    pub(super) fn add(&mut self, byte: usize, cause: impl Into<String>, remedy: impl Into<String>) {
        self.errors.push(ChartFileError {
            file: self.file.to_owned(),
            line: crate::text::catalogue::line_at(self.text, byte),
            cause: cause.into(),
            remedy: remedy.into(),
        });
    }

    /// Reads the file; `None` only together with a mistake.
    pub(super) fn read(&mut self) -> Option<ChartFile> {
        match toml::from_str(self.text) {
            Ok(file) => Some(file),
            Err(error) => {
                let byte = error.span().map_or(0, |span| span.start);
                let cause = error.message().replace('\n', " ");
                self.add(byte, cause, "see charts/README.md for the keys of a chart");
                None
            }
        }
    }
}
