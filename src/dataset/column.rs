//! Columns: the values of one field of one question (and row of it), of all respondents.

use rust_decimal::Decimal;

use super::set::Set;
use crate::form::name::Code;

/// Why there is no value of a respondent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The respondent sent no reply.
    NotReturned,
    /// Not asked, by the rules of the form.
    Hidden,
    /// No information.
    NotAvailable,
    /// Does not apply to the State.
    NotApplicable,
    /// The State prefers not to give it.
    NotDisclosed,
    /// Promised for later.
    ToFollow,
    /// Asked and left empty.
    NoAnswer,
}

/// The values of one field.
#[derive(Clone, Debug)]
pub enum Column {
    /// One choice, or several. There is no mean of them.
    Choices(ChoicesColumn),
    /// An order of choices.
    Ranked(RankedColumn),
    /// Whole and decimal numbers, years.
    Number(NumberColumn),
    /// Text, days, documents, ticks, and which respondent it is: only whether there is something, which the item's states say. Texts are
    /// read from replies.
    Given,
}

/// For each choice, who gave it.
#[derive(Clone, Debug, Default)]
pub struct ChoicesColumn {
    sets: Vec<(Code, Set)>,
}

impl ChoicesColumn {
    /// A column of these choices, each with those who gave it.
    #[must_use]
    pub const fn new(sets: Vec<(Code, Set)>) -> Self {
        Self { sets }
    }

    /// Each choice with those who gave it.
    pub fn sets(&self) -> impl Iterator<Item = (&Code, &Set)> {
        self.sets.iter().map(|(choice, set)| (choice, set))
    }

    /// Who gave at least one of these choices.
    #[must_use]
    pub fn any_of(&self, choices: &[Code]) -> Set {
        let mut all = Set::default();
        for (_, set) in self.sets().filter(|(choice, _)| choices.contains(choice)) {
            all.add(set);
        }
        all
    }

    /// Notes that a respondent gave a choice; `None` if there is no such choice.
    pub(super) fn add(&mut self, place: usize, choice: &Code) -> Option<()> {
        let mut sets = self.sets.iter_mut();
        let (_, set) = sets.find(|(one, _)| one == choice)?;
        set.put(place, true);
        Some(())
    }

    /// Puts what a place of another column of the same choices holds into a place of this one.
    pub(super) fn put(&mut self, to: usize, other: &Self, from: usize) {
        for ((_, set), (_, other)) in self.sets.iter_mut().zip(&other.sets) {
            set.put(to, other.contains(from));
        }
    }
}

/// An order of choices: for each place, who put which choice there.
#[derive(Clone, Debug)]
pub struct RankedColumn {
    /// The places, the first first; all of the same choices.
    pub places: Vec<ChoicesColumn>,
}

impl RankedColumn {
    /// Who put one of these choices at any place.
    #[must_use]
    pub fn any_of(&self, choices: &[Code]) -> Set {
        let mut all = Set::default();
        for place in &self.places {
            all.add(&place.any_of(choices));
        }
        all
    }
}

/// A number a respondent.
#[derive(Clone, Debug, Default)]
pub struct NumberColumn {
    /// The numbers, exact; `None` where the item's state or the field has none.
    pub values: Vec<Option<Decimal>>,
}
