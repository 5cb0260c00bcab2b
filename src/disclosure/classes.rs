//! Tables in which each respondent of a row counts once: answers add up to the base, and with those who have no usable answer to all.

use super::{Applied, Cell, Gate, Universe, Unused};
use crate::dataset::{Item, Marked};

/// A row before the gate.
#[derive(Clone, Debug)]
pub struct ClassRow {
    /// Of whom it speaks.
    pub universe: Universe,
    /// Those of it who gave each answer; nobody twice.
    pub answers: Vec<Marked>,
    /// Those of it in each class of [`Unused::APART`], and of these, those of whom it may be said by name; nobody twice, and nobody who
    /// gave an answer.
    pub unused: Vec<Marked>,
    /// Answers, by their places, that add up to an answer of their own, which a reader has with them: those who named something the round
    /// before are those who named it in both rounds and those who no longer do.
    pub sums: Vec<Vec<usize>>,
}

impl ClassRow {
    /// The row of an item whose answers are these.
    #[must_use]
    pub fn of(item: &Item, universe: Universe, answers: &[Marked]) -> Self {
        let within = universe.all().clone();
        let answers = answers.iter().map(|answer| universe.part(answer)).collect();
        let class =
            |why: Option<_>| why.map_or_else(|| item.not_for_use(), |why| item.without(why));
        let unused = Unused::APART
            .iter()
            .map(|(_, why)| class(*why).within(&within))
            .collect();
        Self {
            universe,
            answers,
            unused,
            sums: Vec::new(),
        }
    }

    /// A row whose respondents without a usable answer are one class.
    #[must_use]
    pub const fn together(universe: Universe, answers: Vec<Marked>) -> Self {
        Self {
            universe,
            answers,
            unused: Vec::new(),
            sums: Vec::new(),
        }
    }

    fn base(&self) -> Marked {
        self.answers.iter().fold(Marked::default(), Marked::or)
    }

    /// Whether a sum, or what is left of the row beside it, has few protected answers or all of them, by how many each answer has.
    fn sums_tell(&self, gate: Gate, protected: &[u64]) -> bool {
        let all: u64 = protected.iter().sum();
        let tells = |places: &Vec<usize>| {
            let part: u64 = places.iter().filter_map(|at| protected.get(*at)).sum();
            part < gate.k || all - part < gate.k
        };
        all > 0 && self.sums.iter().any(tells)
    }

    /// Whether the reasons for having no usable answer may be told apart: none of them is rare, and not all of whom nothing is known by
    /// name are in one.
    fn is_apart(&self, gate: Gate) -> bool {
        let protected = || self.unused.iter().map(Marked::protected);
        let all = self.base().protected() + protected().sum::<u64>();
        // Where it is known only from an answer that a question was put to a State, reasons are never told apart.
        !self.unused.is_empty()
            && matches!(self.universe, Universe::Known(_))
            && protected().all(|part| gate.passes(part) && (part == 0 || part < all))
    }
}

/// A table after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    /// The rows.
    pub rows: Vec<GatedClassRow>,
    /// The classes without a usable answer, a column each.
    pub unused: Vec<Unused>,
    /// What was done.
    pub applied: Applied,
}

/// A row after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatedClassRow {
    /// How many gave a usable answer (`U`).
    pub base: Cell,
    /// How many gave each.
    pub answers: Vec<Cell>,
    /// How many have none, by class.
    pub unused: Vec<Cell>,
}

pub(super) fn gate(gate: Gate, rows: &[ClassRow]) -> Classes {
    // Folded for all rows or for none, so that the figure has one set of classes.
    let folded = !rows.iter().all(|row| row.is_apart(gate));
    let rows: Vec<GatedClassRow> = rows.iter().map(|row| gate_row(gate, row, folded)).collect();
    let cells = rows
        .iter()
        .flat_map(|row| row.answers.iter().chain(&row.unused).chain([&row.base]));
    Classes {
        unused: Unused::shown(folded),
        applied: gate.applied(cells, folded),
        rows,
    }
}

fn gate_row(gate: Gate, row: &ClassRow, folded: bool) -> GatedClassRow {
    let base = row.base();
    let unused = if folded {
        vec![gate.unused(&row.universe, &base)]
    } else {
        row.unused
            .iter()
            .map(|class| Cell::Count(class.count()))
            .collect()
    };
    // Too few protected answers in the whole row: its base is a figure too, and with those without an answer it would give the base.
    if !gate.passes(base.protected()) {
        return GatedClassRow {
            base: Cell::Withheld,
            answers: vec![Cell::Withheld; row.answers.len()],
            unused: vec![Cell::Withheld; unused.len()],
        };
    }
    let protected: Vec<u64> = row.answers.iter().map(Marked::protected).collect();
    let show = if row.sums_tell(gate, &protected) {
        vec![false; protected.len()]
    } else {
        shown(gate, &protected)
    };
    let answers = row.answers.iter().zip(show);
    GatedClassRow {
        base: Cell::Count(base.count()),
        answers: answers
            .map(|(answer, show)| {
                if show {
                    Cell::Count(answer.count())
                } else {
                    Cell::Withheld
                }
            })
            .collect(),
        unused,
    }
}

/// Which answers of a row may be shown beside the row's total, by their protected parts.
///
/// Those under the threshold are withheld. So that the total does not give them back, the withheld are at least two and hold together at least
/// `k + 2` protected answers, more than one each on average, since a reader knows that none of them is nought, and fewer than `k - 1` each
/// where all of them are under the threshold, since a reader may know that, too. Others are added from the last answer on until that is so,
/// whatever their size: a choice by size would tell a reader who knows the rule something of the sizes. Where nothing helps, all are
/// withheld, noughts too. That no single number follows from the others and from this rule is tested over all small rows.
fn shown(gate: Gate, protected: &[u64]) -> Vec<bool> {
    let total: u64 = protected.iter().sum();
    let full = |part: u64| part > 0 && part == total;
    let mut show: Vec<bool> = protected
        .iter()
        .map(|part| gate.passes(*part) && !full(*part))
        .collect();
    let under = show.iter().map(|show| u64::from(!show)).sum::<u64>();
    loop {
        let withheld = || {
            protected
                .iter()
                .zip(&show)
                .filter(|(_, show)| !**show)
                .map(|(part, _)| *part)
        };
        let (count, sum) = (
            withheld().map(|_| 1_u64).sum::<u64>(),
            withheld().sum::<u64>(),
        );
        let fewest = gate.k + 2;
        let all_at_most = count == under && sum >= count * (gate.k.saturating_sub(1));
        if count == 0 || (count >= 2 && sum >= fewest && sum > count && !all_at_most) {
            return show;
        }
        let mut from_last = protected.iter().zip(&mut show).rev();
        match from_last.find(|(part, show)| **show && **part > 0) {
            Some((_, show)) => *show = false,
            None => return vec![false; protected.len()],
        }
    }
}
