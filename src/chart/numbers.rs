//! The numbers of a chart: gated, before any word, the same in every language.
//!
//! [`Numbers`] are what a release freezes. Only `count` makes them, from what the gate lets through; [`Numbers::withhold`] takes more away.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::catalog::Chart;
use super::figure::{Cell, Role};
use crate::disclosure::Applied;
use crate::form::name::{Code, ListName, QuestionName, SectionName};

/// The numbers of a chart: lines by heads, in the order of the questionnaire, nothing left out yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    pub(super) heads: Vec<Head>,
    pub(super) lines: Vec<Line>,
    /// What the gate did; none where no answer is counted.
    pub(super) applied: Option<Applied>,
    /// Those who replied and agree to be named.
    pub(super) names: Option<Named>,
    /// How many groups of respondents are shown as one.
    pub(super) merged: usize,
    /// How many replied.
    pub(super) replied: u64,
}

/// A series, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) code: String,
    pub(super) role: Role,
    pub(super) label: Label,
}

/// A row, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) code: String,
    pub(super) role: Role,
    pub(super) label: Label,
    pub(super) base: Cell,
    pub(super) cells: Vec<Cell>,
}

/// Where the words of a row or series stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Label {
    /// In a list of the questionnaire.
    Choice(ListName, Code),
    /// Those of a question without rows.
    Question(QuestionName),
    /// Those of a row of a question.
    Row(QuestionName, Code),
    /// In the interface, as an attribute of the chart's message.
    Own(String),
    /// In the interface.
    Interface(String),
    /// A group of respondents: a fact and its value.
    Group(String, String),
    /// A section of the questionnaire.
    Section(SectionName),
    /// Choices of a list, named together.
    Together(ListName, Vec<Code>),
}

/// Those who replied and agree to be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    /// Their codes, in the order of the respondents.
    pub(super) named: Vec<Code>,
    /// How many replied and do not.
    pub(super) more: u64,
}

/// A number of a chart: the base of a line, or one of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spot {
    /// The line.
    pub line: usize,
    /// The cell; none for the base.
    pub cell: Option<usize>,
}

impl Numbers {
    /// Every number with its place, row by row, the base first.
    pub fn spots(&self) -> impl Iterator<Item = (Spot, Cell)> {
        self.lines.iter().enumerate().flat_map(|(line, one)| {
            let base = (Spot { line, cell: None }, one.base);
            let cells = one.cells.iter().enumerate();
            let cells = cells.map(move |(at, cell)| {
                let cell = *cell;
                (
                    Spot {
                        line,
                        cell: Some(at),
                    },
                    cell,
                )
            });
            std::iter::once(base).chain(cells)
        })
    }

    /// Where others differ; `None` where their rows, columns or names do.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Option<Vec<Spot>> {
        let mut lines = self.lines.iter().zip(&other.lines);
        let alike = self.heads == other.heads
            && self.lines.len() == other.lines.len()
            && lines.all(|(here, there)| here.code == there.code && here.label == there.label)
            && self.names == other.names
            && self.merged == other.merged
            && self.replied == other.replied;
        if !alike {
            return None;
        }
        let both = self.spots().zip(other.spots());
        let differs = both.filter(|((_, here), (_, there))| here != there);
        Some(differs.map(|((spot, _), _)| spot).collect())
    }

    /// The number at a place; none where there is no such place.
    #[must_use]
    pub fn at(&self, spot: Spot) -> Option<Cell> {
        let line = self.lines.get(spot.line)?;
        match spot.cell {
            None => Some(line.base),
            Some(at) => line.cells.get(at).copied(),
        }
    }

    /// What a place says: code of the line and code of the head, empty for the base.
    #[must_use]
    pub fn name_of(&self, spot: Spot) -> (&str, &str) {
        let line = self.lines.get(spot.line).map(|line| line.code.as_str());
        let head = spot.cell.and_then(|at| self.heads.get(at));
        let head = head.map(|head| head.code.as_str());
        (line.unwrap_or_default(), head.unwrap_or_default())
    }

    /// Takes numbers away.
    pub fn withhold<'s>(&mut self, spots: impl IntoIterator<Item = &'s Spot>) {
        for spot in spots {
            let line = self.lines.get_mut(spot.line);
            let cell = line.and_then(|line| match spot.cell {
                None => Some(&mut line.base),
                Some(at) => line.cells.get_mut(at),
            });
            if let Some(cell) = cell.filter(|cell| cell.count().is_some()) {
                *cell = Cell::Withheld;
                if let Some(applied) = &mut self.applied {
                    applied.withheld += 1;
                }
            }
        }
    }

    /// Puts rows in the order of a chart and leaves out those, and those columns, that are past its first few, by what may be shown; how
    /// many rows it left out.
    pub(super) fn arrange(&mut self, chart: &Chart) -> usize {
        let size = |line: &Line| -> u64 {
            let cells = chart.order.iter();
            let cells = cells.filter_map(|at| line.cells.get(*at)?.count());
            cells.fold(0, u64::saturating_add)
        };
        if !chart.order.is_empty() {
            // Rows without an answer and totals stay at the end.
            self.lines.sort_by_key(|line| {
                (
                    line.role != Role::Answer,
                    chart.last.contains(&line.code),
                    std::cmp::Reverse(size(line)),
                )
            });
        }
        if let Some(columns) = chart.top_columns() {
            self.keep_columns(columns);
        }
        let Some(top) = chart.top_rows() else {
            return 0;
        };
        let mut kept = 0;
        let before = self.lines.len();
        self.lines.retain(|line| {
            kept += usize::from(line.role == Role::Answer);
            line.role != Role::Answer || kept <= top
        });
        before - self.lines.len()
    }

    /// Keeps the answers with the largest sums of what may be shown, in their order, and all that are no answers.
    fn keep_columns(&mut self, top: usize) {
        let sum = |at: usize| -> u64 {
            let cells = self.lines.iter();
            let cells = cells.filter_map(|line| line.cells.get(at)?.count());
            cells.fold(0, u64::saturating_add)
        };
        let heads = self.heads.iter().enumerate();
        let answers = heads.filter(|(_, head)| head.role == Role::Answer);
        let mut by_size: Vec<usize> = answers.map(|(at, _)| at).collect();
        by_size.sort_by_key(|at| std::cmp::Reverse(sum(*at)));
        let dropped: BTreeSet<usize> = by_size.into_iter().skip(top).collect();
        let mut at = 0..;
        let mut keeps = || at.next().is_some_and(|at| !dropped.contains(&at));
        self.heads.retain(|_| keeps());
        for line in &mut self.lines {
            let mut at = 0..;
            line.cells
                .retain(|_| at.next().is_some_and(|at| !dropped.contains(&at)));
        }
    }
}
