//! Columns: the values of one field of one question (and row), a value a respondent.

use rust_decimal::Decimal;
use thiserror::Error;

use super::crosstab::{self, Crosstab};
use super::set::Set;
use crate::form::name::Code;

/// Most choices of a column: the codes above stand for what is missing.
pub const MOST_CHOICES: usize = 248;
/// The least code that stands for a missing value.
pub const MISSING: u8 = 248;

/// Why a column has no value for a respondent. Each has a code of its own at the top of a byte.
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
    /// The answer has values, but none in this field.
    Empty,
}

impl Missing {
    /// All, in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::NotReturned,
        Self::Hidden,
        Self::NotAvailable,
        Self::NotApplicable,
        Self::NotDisclosed,
        Self::ToFollow,
        Self::NoAnswer,
        Self::Empty,
    ];

    /// Its code in a column.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::NotReturned => MISSING,
            Self::Hidden => MISSING + 1,
            Self::NotAvailable => MISSING + 2,
            Self::NotApplicable => MISSING + 3,
            Self::NotDisclosed => MISSING + 4,
            Self::ToFollow => MISSING + 5,
            Self::NoAnswer => MISSING + 6,
            Self::Empty => MISSING + 7,
        }
    }
}

/// Why values do not make a column: a fault of the program that built it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ColumnError {
    /// More choices than codes.
    #[error(
        "{found} choices are more than the {MOST_CHOICES} a column can tell apart; split the list"
    )]
    TooManyChoices {
        /// How many there are.
        found: usize,
    },
    /// A code that stands for no choice.
    #[error("code {code} stands for none of the {choices} choices")]
    UnknownCode {
        /// The code.
        code: u8,
        /// How many choices there are.
        choices: usize,
    },
    /// Not one set for each choice.
    #[error("{sets} sets for {choices} choices; give one for each")]
    Sets {
        /// How many sets.
        sets: usize,
        /// How many choices.
        choices: usize,
    },
}

/// The values of one field.
#[derive(Clone, Debug)]
pub enum Column {
    /// One choice. There is no mean of it.
    Choice(ChoiceColumn),
    /// Several choices.
    Choices(ChoicesColumn),
    /// An order of choices.
    Ranked(RankedColumn),
    /// Whole and decimal numbers, years.
    Number(NumberColumn),
    /// Text, days, documents, ticks: only whether there is something, which the item's states say. Texts are read from replies.
    Given,
}

/// One choice a respondent, as a code: the place of the choice in its list, or a code of [`Missing`].
#[derive(Clone, Debug)]
pub struct ChoiceColumn {
    choices: Vec<Code>,
    codes: Vec<u8>,
}

impl ChoiceColumn {
    /// Puts the code of a place of another column of the same choices into a place of this one.
    pub(super) fn put(&mut self, to: usize, other: &Self, from: usize) {
        if let (Some(slot), Some(code)) = (self.codes.get_mut(to), other.codes.get(from)) {
            *slot = *code;
        }
    }

    /// A column of these codes, each the place of a choice or that of a [`Missing`].
    ///
    /// # Errors
    /// [`ColumnError`] where choices are too many or a code stands for none.
    pub fn new(choices: Vec<Code>, codes: Vec<u8>) -> Result<Self, ColumnError> {
        if choices.len() > MOST_CHOICES {
            return Err(ColumnError::TooManyChoices {
                found: choices.len(),
            });
        }
        let unknown = |code: &u8| usize::from(*code) >= choices.len() && *code < MISSING;
        match codes.iter().copied().find(unknown) {
            Some(code) => Err(ColumnError::UnknownCode {
                code,
                choices: choices.len(),
            }),
            None => Ok(Self { choices, codes }),
        }
    }

    /// The choices, by code.
    #[must_use]
    pub fn choices(&self) -> &[Code] {
        &self.choices
    }

    /// The codes, a respondent each.
    #[must_use]
    pub fn codes(&self) -> &[u8] {
        &self.codes
    }

    /// The code of a choice.
    #[must_use]
    pub fn code(&self, choice: &str) -> Option<u8> {
        let at = self.choices.iter().position(|c| c.as_str() == choice)?;
        u8::try_from(at).ok()
    }

    /// How often each code occurs.
    #[must_use]
    pub fn tally(&self) -> [u64; 256] {
        crosstab::tally(&self.codes)
    }

    /// How often each code occurs with each of the other column of the same dataset.
    #[must_use]
    pub fn crosstab(&self, other: &Self) -> Crosstab {
        let width = self.choices.len().max(other.choices.len());
        Crosstab::count(&self.codes, &other.codes, width)
    }

    /// Who gave one of these choices.
    #[must_use]
    pub fn any_of(&self, choices: &[Code]) -> Set {
        let codes = choices
            .iter()
            .filter_map(|choice| self.code(choice.as_str()));
        let mut all = Set::default();
        for set in self.sets_of(&codes.collect::<Vec<_>>()) {
            all.add(&set);
        }
        all
    }

    /// For each choice, who gave it.
    #[must_use]
    pub fn sets(&self) -> ChoicesColumn {
        let codes: Vec<u8> = (0..MISSING).take(self.choices.len()).collect();
        ChoicesColumn {
            choices: self.choices.clone(),
            sets: self.sets_of(&codes),
        }
    }

    fn sets_of(&self, wanted: &[u8]) -> Vec<Set> {
        Set::of_codes(&self.codes, self.choices.len(), wanted)
    }
}

/// Several choices a respondent: for each choice, who gave it.
#[derive(Clone, Debug)]
pub struct ChoicesColumn {
    choices: Vec<Code>,
    sets: Vec<Set>,
}

impl ChoicesColumn {
    /// Puts what a place of another column of the same choices holds into a place of this one.
    pub(super) fn put(&mut self, to: usize, other: &Self, from: usize) {
        for (set, other) in self.sets.iter_mut().zip(&other.sets) {
            set.put(to, other.contains(from));
        }
    }

    /// A column of these sets, one for each choice.
    ///
    /// # Errors
    /// [`ColumnError::Sets`] where there is not one for each.
    pub fn new(choices: Vec<Code>, sets: Vec<Set>) -> Result<Self, ColumnError> {
        if sets.len() == choices.len() {
            Ok(Self { choices, sets })
        } else {
            Err(ColumnError::Sets {
                sets: sets.len(),
                choices: choices.len(),
            })
        }
    }

    /// The choices.
    #[must_use]
    pub fn choices(&self) -> &[Code] {
        &self.choices
    }

    /// Each choice with those who gave it.
    pub fn sets(&self) -> impl Iterator<Item = (&Code, &Set)> {
        self.choices.iter().zip(&self.sets)
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

    /// How many gave each choice (down) and also each of the other column (across).
    #[must_use]
    pub fn crosstab(&self, other: &Self) -> Vec<Vec<u64>> {
        let across = |set: &Set| {
            other
                .sets
                .iter()
                .map(|other| set.count_both(other))
                .collect()
        };
        self.sets.iter().map(across).collect()
    }
}

/// An order of choices a respondent: for each place, who put which choice there.
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
