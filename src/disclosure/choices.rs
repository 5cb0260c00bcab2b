//! Tables in which a respondent may count in several columns: boxes ticked, needs beside help, one question crossed with another.
//!
//! Such columns do not add up, but each is a question of its own with two answers: who did not name it is known from the base. So both
//! sides must pass. Columns tied to each other by what they mean are checked together ([`Relation`]).

use super::{Applied, Cell, Gate, Universe};
use crate::dataset::Marked;

/// A row before the gate.
#[derive(Clone, Debug)]
pub struct ChoiceRow {
    /// Of whom it speaks.
    pub universe: Universe,
    /// Those of it who gave a usable answer.
    pub base: Marked,
    /// A cell for each column.
    pub cells: Vec<Choice>,
}

/// A cell before the gate.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Those of whom it holds.
    pub named: Marked,
    /// Those of whom it could hold; the base, unless the column asks another question.
    pub of: Marked,
}

/// Columns of which one follows from others, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Whoever is in the part is in the whole.
    Within {
        /// The part.
        part: usize,
        /// The whole.
        whole: usize,
    },
    /// `at` holds those of `of` that are not in `without`.
    Difference {
        /// The column of the difference.
        at: usize,
        /// From which.
        of: usize,
        /// What is taken away.
        without: usize,
    },
}

/// A table after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The rows.
    pub rows: Vec<GatedChoiceRow>,
    /// What was done.
    pub applied: Applied,
}

/// A row after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatedChoiceRow {
    /// How many gave a usable answer.
    pub base: Cell,
    /// How many are in each column.
    pub cells: Vec<Cell>,
    /// How many of the row have no usable answer.
    pub unused: Cell,
}

pub(super) fn gate(gate: Gate, rows: &[ChoiceRow], relations: &[Relation]) -> Choices {
    let rows: Vec<GatedChoiceRow> = rows
        .iter()
        .map(|row| gate_row(gate, row, relations))
        .collect();
    let cells = rows
        .iter()
        .flat_map(|row| row.cells.iter().chain([&row.base, &row.unused]));
    Choices {
        applied: gate.applied(cells, true),
        rows,
    }
}

fn gate_row(gate: Gate, row: &ChoiceRow, relations: &[Relation]) -> GatedChoiceRow {
    if !gate.passes(row.base.protected()) {
        return GatedChoiceRow {
            base: Cell::Withheld,
            cells: vec![Cell::Withheld; row.cells.len()],
            unused: Cell::Withheld,
        };
    }
    let mut show: Vec<bool> = row.cells.iter().map(|cell| may_show(gate, cell)).collect();
    for relation in relations {
        let at = |column: usize| Some((row.cells.get(column)?, *show.get(column)?));
        if let Some(hide) = given_away(gate, row, *relation, at)
            && let Some(show) = show.get_mut(hide)
        {
            *show = false;
        }
    }
    // Who gave a usable answer named something. If nobody protected is in a column that is shown, all are in the only one that is not.
    let hidden = show.iter().filter(|show| !**show).count();
    let shown = || row.cells.iter().zip(&show).filter(|(_, show)| **show);
    if hidden == 1 && shown().all(|(cell, _)| cell.named.protected() == 0) {
        show = vec![false; show.len()];
    }
    let cells = row.cells.iter().zip(show);
    GatedChoiceRow {
        base: Cell::Count(row.base.count()),
        cells: cells
            .map(|(cell, show)| {
                if show {
                    Cell::Count(cell.named.count())
                } else {
                    Cell::Withheld
                }
            })
            .collect(),
        unused: gate.unused(&row.universe, &row.base),
    }
}

/// Nobody protected named it; or enough did, and enough did not.
fn may_show(gate: Gate, cell: &Choice) -> bool {
    let named = cell.named.protected();
    let rest = cell.of.without(&cell.named).protected();
    named == 0 || (named >= gate.k && rest >= gate.k)
}

/// The column to withhold because, with its relatives, it gives away a part that does not pass.
fn given_away<'a>(
    gate: Gate,
    row: &ChoiceRow,
    relation: Relation,
    cell: impl Fn(usize) -> Option<(&'a Choice, bool)>,
) -> Option<usize> {
    let parts = match relation {
        Relation::Within { part, whole } => {
            let (inner, inner_shown) = cell(part)?;
            let (outer, outer_shown) = cell(whole)?;
            (inner_shown && outer_shown).then(|| (part, vec![outer.named.without(&inner.named)]))
        }
        Relation::Difference { at, of, without } => {
            let (_, at_shown) = cell(at)?;
            let (of, of_shown) = cell(of)?;
            let (without, without_shown) = cell(without)?;
            let both = || of.named.and(&without.named);
            let only = || without.named.without(&of.named);
            let neither = || row.base.without(&of.named).without(&without.named);
            match (at_shown, of_shown, without_shown) {
                (true, true, true) => Some((at, vec![both(), only(), neither()])),
                (true, true, false) => Some((at, vec![both()])),
                (true, false, true) => Some((at, vec![neither()])),
                // Both others are near nothing or near all; with the difference that would say how near.
                (true, false, false) => return Some(at),
                (false, _, _) => None,
            }
        }
    };
    let (hide, parts) = parts?;
    let passes = parts.iter().all(|part| gate.passes(part.protected()));
    (!passes).then_some(hide)
}
