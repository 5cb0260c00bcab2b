//! Tables that count answers of many questions, not respondents: a respondent may be in every class of a row many times.
//!
//! A class is shown if it holds no answer of a respondent whose answers are protected there, or answers of at least `k` of them. Where a
//! reason for having no usable answer does not pass in some row, all reasons are one class in all rows.

use super::{Applied, Cell, Gate, Unused};
use crate::dataset::{Item, Marked, Set};

/// A row before the gate: answers of a part of the questionnaire.
#[derive(Clone, Debug, Default)]
pub struct VolumeRow {
    answered: Volume,
    unused: [Volume; Unused::APART.len()],
}

/// Answers, and whose must be protected.
#[derive(Clone, Debug, Default)]
struct Volume {
    answers: u64,
    protected: u64,
    whose: Set,
}

impl Volume {
    fn add(&mut self, marked: &Marked) {
        self.answers += marked.count();
        self.protected += marked.protected();
        self.whose.add(&marked.closed());
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.answers += other.answers;
        both.protected += other.protected;
        both.whose.add(&other.whose);
        both
    }

    fn passes(&self, gate: Gate) -> bool {
        gate.passes(self.whose.count())
    }
}

impl VolumeRow {
    /// Adds the answers to a question, or to one row of it.
    pub fn add(&mut self, item: &Item) {
        self.answered.add(&item.usable());
        for ((_, why), volume) in Unused::APART.iter().zip(&mut self.unused) {
            volume.add(&why.map_or_else(|| item.not_for_use(), |why| item.without(why)));
        }
    }

    fn silent(&self) -> Volume {
        let parts = self.unused.iter();
        parts.fold(Volume::default(), |all, part| all.and(part))
    }

    /// Whether reasons may be told apart: enough respondents in each, and not all of what is protected in one.
    fn is_apart(&self, gate: Gate) -> bool {
        let all = self.answered.protected + self.silent().protected;
        let mut parts = self.unused.iter();
        parts.all(|part| part.passes(gate) && (part.protected == 0 || part.protected < all))
    }
}

/// A table after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volumes {
    /// The rows.
    pub rows: Vec<GatedVolumeRow>,
    /// The classes without a usable answer, a column each.
    pub unused: Vec<Unused>,
    /// What was done.
    pub applied: Applied,
}

/// A row after the gate; numbers of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatedVolumeRow {
    /// How many were asked for.
    pub base: Cell,
    /// How many were given and may be used.
    pub answered: Cell,
    /// How many were not, by class.
    pub unused: Vec<Cell>,
}

pub(super) fn gate(gate: Gate, rows: &[VolumeRow]) -> Volumes {
    let folded = !rows.iter().all(|row| row.is_apart(gate));
    let rows: Vec<_> = rows.iter().map(|row| gate_row(gate, row, folded)).collect();
    let cells = rows
        .iter()
        .flat_map(|row| row.unused.iter().chain([&row.base, &row.answered]));
    Volumes {
        unused: Unused::shown(folded),
        applied: gate.applied(cells, folded),
        rows,
    }
}

fn gate_row(gate: Gate, row: &VolumeRow, folded: bool) -> GatedVolumeRow {
    let silent = row.silent();
    let unused: Vec<u64> = if folded {
        vec![silent.answers]
    } else {
        row.unused.iter().map(|part| part.answers).collect()
    };
    let shows = row.answered.passes(gate) && silent.passes(gate);
    let cell = |n| {
        if shows {
            Cell::Count(n)
        } else {
            Cell::Withheld
        }
    };
    GatedVolumeRow {
        base: cell(row.answered.answers + silent.answers),
        answered: cell(row.answered.answers),
        unused: unused.into_iter().map(cell).collect(),
    }
}
