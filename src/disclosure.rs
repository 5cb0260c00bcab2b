//! The one gate through which figures leave.
//!
//! Charts, pages and the data package take only [`Gated`] values, and nothing but a [`Gate`] makes them. What it protects is an answer
//! that may be counted but not named (`not_attributable`): answers that may be named are taken as known to every reader, so all rules look
//! at the *protected* part of a figure. In force ([`RULE`]):
//!
//! 1. `secretariat_only` is never counted as an answer: [`Marked`] does not hold it, and it is seen only among those without a usable answer.
//! 2. The count rule: a figure is shown if its protected part is nought or at least `k`.
//! 3. Full cells: where all protected answers of a row are the same, that row's answers are withheld.
//! 4. What a row's total or the not-selected part of a choice would give away is withheld too: `classes.rs`, `choices.rs`.
//! 5. Reasons for having no usable answer are shown apart only where each is nought or at least `k` beside those known by name, and not one
//!    for all; otherwise they are one class. That class is always shown where the question was put to all: it says of how many the figure
//!    does not speak, not why.
//! 6. Groups in which fewer than `k` replied, or nearly all did and one of them is not to be named, are shown as one.
//!
//! A reader is taken to know these rules. Each table is protected by itself: what is withheld in one may follow from another. What leaves is audited
//! together in `release`.

mod choices;
mod classes;
mod numbers;
pub mod rows;
mod volumes;

use std::borrow::Cow;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

pub use choices::{Choice, ChoiceRow, Choices, GatedChoiceRow, Relation};
pub use classes::{ClassRow, Classes, GatedClassRow};
pub use numbers::{FEWEST, GatedNumberRow, NumberRow, NumberTable};
pub use volumes::{GatedVolumeRow, VolumeRow, Volumes};

use crate::dataset::{Dataset, Marked, Missing, Set};
use crate::round::{Respondent, Round};

/// Name and version of the rules in force, for records of what was applied.
pub const RULE: &str = "count-3";

/// Something that may be shown. Only a [`Gate`] makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gated<T>(T);

impl<T> Deref for Gated<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A number that may be shown, or the fact that it may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// How many.
    Count(u64),
    /// Held back by the rules.
    Withheld,
}

impl Cell {
    /// The number, if it is shown.
    #[must_use]
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(n) => Some(n),
            Self::Withheld => None,
        }
    }
}

/// What the gate did to a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// The rules: [`RULE`].
    pub rule: Cow<'static, str>,
    /// The fewest protected answers of a figure that is shown.
    pub k: u64,
    /// How many figures were withheld.
    pub withheld: usize,
    /// Whether the reasons for having no usable answer were put together.
    pub folded: bool,
}

impl Applied {
    /// What was done to two tables that stand in one figure.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            rule: self.rule.clone(),
            k: self.k.max(other.k),
            withheld: self.withheld + other.withheld,
            folded: self.folded || other.folded,
        }
    }
}

/// Of whom a row of a table speaks.
#[derive(Clone, Debug)]
pub enum Universe {
    /// All of these, and everybody knows who they are: those who replied, or those of a regional group who did.
    Known(Set),
    /// Those of whom an answer holds: being in it is to be protected as well.
    Given(Marked),
}

impl Universe {
    /// Those in it.
    #[must_use]
    pub const fn all(&self) -> &Set {
        match self {
            Self::Known(set) => set,
            Self::Given(marked) => marked.usable(),
        }
    }

    /// Those of it of whom something holds.
    #[must_use]
    pub fn part(&self, holds: &Marked) -> Marked {
        match self {
            Self::Known(set) => holds.within(set),
            Self::Given(given) => holds.and(given),
        }
    }
}

/// Why a respondent has no usable answer, in the order in which the classes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unused {
    /// No information.
    NotAvailable,
    /// Does not apply to the State.
    NotApplicable,
    /// Printed as "not given".
    NotDisclosed,
    /// Promised for later.
    ToFollow,
    /// Asked and left empty.
    NoAnswer,
    /// Given, not for use: `secretariat_only`.
    NotForUse,
    /// All of them together.
    NoUsableAnswer,
}

impl Unused {
    /// The classes that can be told apart, with the state that each stands for; given, not for use stands for none.
    pub const APART: [(Self, Option<Missing>); 6] = [
        (Self::NotAvailable, Some(Missing::NotAvailable)),
        (Self::NotApplicable, Some(Missing::NotApplicable)),
        (Self::NotDisclosed, Some(Missing::NotDisclosed)),
        (Self::ToFollow, Some(Missing::ToFollow)),
        (Self::NoAnswer, Some(Missing::NoAnswer)),
        (Self::NotForUse, None),
    ];

    /// The classes of a table: apart, or all in one.
    fn shown(folded: bool) -> Vec<Self> {
        if folded {
            vec![Self::NoUsableAnswer]
        } else {
            Self::APART.iter().map(|(class, _)| *class).collect()
        }
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAvailable => "not_available",
            Self::NotApplicable => "not_applicable",
            Self::NotDisclosed => "not_disclosed",
            Self::ToFollow => "to_follow",
            Self::NoAnswer => "no_answer",
            Self::NotForUse => "not_for_use",
            Self::NoUsableAnswer => "no_usable_answer",
        }
    }
}

/// The gate, with the threshold of a round.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    k: u64,
    /// Fewest who did not reply beside one that is not to be named: the threshold over all, since this is asked of whole groups.
    silent: u64,
}

/// Who replied, by a known fact such as the regional group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyRow {
    /// Members of the group.
    pub members: u64,
    /// Those who replied to more than the short reply.
    pub full: u64,
    /// Those who gave the short reply only.
    pub short: u64,
    /// Those who did not reply.
    pub none: u64,
}

/// Who replied in one group, or in several that are shown as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyGroup<G> {
    /// The groups.
    pub groups: Vec<G>,
    /// How many.
    pub row: ReplyRow,
}

/// Those who replied and agree to be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// They, in the order of the respondents.
    pub named: Vec<Respondent>,
    /// How many replied and do not.
    pub more: u64,
}

impl Gate {
    /// The gate for figures over all respondents: threshold `k` of the round.
    #[must_use]
    pub fn world(round: &Round) -> Self {
        Self {
            k: round.threshold.into(),
            silent: round.threshold.into(),
        }
    }

    /// The gate for figures inside a regional group, where fewer hide each other: the group threshold of the round, never under `k`.
    #[must_use]
    pub fn group(round: &Round) -> Self {
        Self {
            k: round.threshold_in_a_group().into(),
            silent: round.threshold.into(),
        }
    }

    /// How many of all replied, and how fully; public facts, no answers.
    #[must_use]
    pub fn replies(self, dataset: &Dataset) -> Gated<ReplyRow> {
        let everyone = Set::pack(dataset.respondents().iter().map(|_| true));
        Gated(replies(dataset, &everyone))
    }

    /// The same by group of respondents, in the order given. Groups of fewer than `k` who replied come last and as one, with as many of the
    /// next smallest as it takes: a group in which nobody, or nearly nobody, replied says who did not.
    #[must_use]
    pub fn replies_by_group<G>(
        self,
        dataset: &Dataset,
        groups: Vec<(G, Set)>,
    ) -> Gated<Vec<ReplyGroup<G>>> {
        let rows = self.merged(dataset, groups);
        let row = |groups: Vec<(G, Set)>| {
            let mut members = Set::default();
            for (_, group) in &groups {
                members.add(group);
            }
            ReplyGroup {
                row: replies(dataset, &members),
                groups: groups.into_iter().map(|(group, _)| group).collect(),
            }
        };
        Gated(rows.into_iter().map(row).collect())
    }

    /// Groups of respondents of which fewer than `k` replied put together, last, with as many of the next smallest as it takes; so are groups
    /// in which somebody replied who is not to be named and fewer did not reply than the threshold over all: beside the names of the others
    /// that would say who it is.
    #[must_use]
    pub fn merged<G>(self, dataset: &Dataset, groups: Vec<(G, Set)>) -> Vec<Vec<(G, Set)>> {
        let size = |members: &Set| dataset.replied().count_both(members);
        let hides = |members: &Set| {
            let replied = size(members);
            let silent = members.count() - replied;
            replied >= self.k
                && (replied == dataset.named().count_both(members) || silent >= self.silent)
        };
        let (mut small, mut apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(_, members)| !hides(members));
        let together = |small: &[(G, Set)]| {
            let mut all = Set::default();
            small.iter().for_each(|(_, members)| all.add(members));
            all
        };
        while !small.is_empty() && !hides(&together(&small)) {
            let next = (0..apart.len()).min_by_key(|at| apart.get(*at).map(|(_, m)| size(m)));
            let Some(next) = next else { break };
            small.push(apart.remove(next));
        }
        let mut rows: Vec<_> = apart.into_iter().map(|group| vec![group]).collect();
        if !small.is_empty() {
            rows.push(small);
        }
        rows
    }

    /// Those who replied and agree to be named; never one who did not reply.
    #[must_use]
    pub fn names(self, dataset: &Dataset) -> Gated<Names> {
        let named = dataset.named();
        let rows = dataset.respondents().iter().enumerate();
        Gated(Names {
            more: dataset.replied().count() - named.count(),
            named: rows
                .filter(|(row, _)| named.contains(*row))
                .map(|(_, respondent)| respondent.clone())
                .collect(),
        })
    }

    /// A table in which each respondent of a row counts once, so that answers add up to the row's base.
    #[must_use]
    pub fn classes(self, rows: &[ClassRow]) -> Gated<Classes> {
        Gated(classes::gate(self, rows))
    }

    /// A table in which a respondent may count in several columns of a row.
    #[must_use]
    pub fn choices(self, rows: &[ChoiceRow], relations: &[Relation]) -> Gated<Choices> {
        Gated(choices::gate(self, rows, relations))
    }

    /// A table that counts answers of many questions.
    #[must_use]
    pub fn volumes(self, rows: &[VolumeRow]) -> Gated<Volumes> {
        Gated(volumes::gate(self, rows))
    }

    /// A table of numbers.
    #[must_use]
    pub fn numbers(self, rows: &[NumberRow]) -> Gated<NumberTable> {
        Gated(numbers::gate(self, rows))
    }

    /// Whether a part of those who answered may have a line of its own.
    #[must_use]
    pub fn may_stand_apart(self, part: &Marked) -> bool {
        self.passes(part.protected())
    }

    /// Whether a protected part may be shown: nought, or enough to hide in.
    const fn passes(self, protected: u64) -> bool {
        protected == 0 || protected >= self.k
    }

    /// What was done to a table with these cells.
    fn applied<'c>(self, cells: impl Iterator<Item = &'c Cell>, folded: bool) -> Applied {
        Applied {
            rule: RULE.into(),
            k: self.k,
            withheld: cells.filter(|cell| **cell == Cell::Withheld).count(),
            folded,
        }
    }

    /// Those of a row without a usable answer, as one number.
    fn unused(self, universe: &Universe, base: &Marked) -> Cell {
        let rest = universe.all().and_not(base.usable());
        match universe {
            Universe::Known(_) => Cell::Count(rest.count()),
            Universe::Given(given) if self.passes(given.protected_in(&rest)) => {
                Cell::Count(rest.count())
            }
            Universe::Given(_) => Cell::Withheld,
        }
    }
}

fn replies(dataset: &Dataset, among: &Set) -> ReplyRow {
    let replied = dataset.replied().and(among);
    let full = replied.count_both(dataset.full());
    ReplyRow {
        members: among.count(),
        full,
        short: replied.count() - full,
        none: among.count() - replied.count(),
    }
}

#[cfg(test)]
mod tests;
