//! Typed columns over many replies.
//!
//! A [`Dataset`] has one row for each respondent asked, in the order they were given, whether it replied or not, so that every base can be
//! counted from it. Each question (and row of a question) is an [`Item`]: why a respondent has no value, how far its answer may be used,
//! and a [`Column`] for each field. Rosters whose rows a respondent adds are no items (their rows mean nothing across replies), nor are
//! internal questions, which never leave the store.
//!
//! Nothing here may be shown: figures leave through `disclosure`.

mod build;
mod changed;
mod column;
mod marked;
mod set;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use thiserror::Error;

pub use build::Columns;
pub use changed::Move;
pub use column::{ChoicesColumn, Column, Missing, NumberColumn, RankedColumn};
pub use marked::Marked;
pub use set::Set;

use crate::form::Mark;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::reply::AnswerKey;
use crate::reply::course::{Course, Measure};
use crate::round::{Respondent, Round};

/// Replies of one round as columns.
#[derive(Debug)]
pub struct Dataset {
    round: Arc<Round>,
    respondents: Arc<[Respondent]>,
    replied: Set,
    full: Set,
    named: Set,
    items: BTreeMap<AnswerKey, Arc<Item>>,
    /// How each reply came about, where it is known.
    courses: Arc<[Option<Course>]>,
}

/// One question, or one row of it, over all respondents.
#[derive(Clone, Debug)]
pub struct Item {
    /// Whether it belongs to the short reply.
    core: bool,
    states: Vec<State>,
    marks: Vec<Mark>,
    fields: BTreeMap<FieldName, Column>,
    /// Who answered, whose answer may be named, and whose is for the Secretariat only: states and marks again, since every number is
    /// counted from these.
    answered: Set,
    open: Set,
    secret: Set,
}

/// Whether a respondent answered an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has a value.
    Answered,
    /// It has none.
    Missing(Missing),
}

/// Why replies do not make a dataset.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DatasetError {
    /// A reply of one who was not asked.
    #[error(
        "a reply of `{0}`, which is not among the respondents of the round; import it as a respondent first"
    )]
    UnknownRespondent(Code),
    /// Two replies of one respondent.
    #[error("two replies of `{0}`; give only the latest of each respondent")]
    TwoReplies(Code),
    /// A reply to something else.
    #[error("the reply of `{respondent}` was made in round `{found}`, not in `{expected}`")]
    OtherRound {
        /// Whose reply.
        respondent: Code,
        /// Its round.
        found: Code,
        /// The round of the dataset.
        expected: Code,
    },
    /// An answer that the form does not offer.
    #[error(
        "the reply of `{respondent}` has in `{answer}` a value that the questionnaire does not offer; was it made to another version?"
    )]
    UnknownValue {
        /// Whose reply.
        respondent: Code,
        /// Which answer.
        answer: String,
    },
}

impl Dataset {
    /// The round.
    #[must_use]
    pub fn round(&self) -> &Round {
        &self.round
    }

    /// All who were asked; a row each, in this order.
    #[must_use]
    pub fn respondents(&self) -> &[Respondent] {
        &self.respondents
    }

    /// Who replied (`R`).
    #[must_use]
    pub const fn replied(&self) -> &Set {
        &self.replied
    }

    /// Who answered at least one question, or row, that does not belong to the short reply, and not for the Secretariat only.
    #[must_use]
    pub const fn full(&self) -> &Set {
        &self.full
    }

    /// Who replied and lets itself be named.
    #[must_use]
    pub const fn named(&self) -> &Set {
        &self.named
    }

    /// The same, with how replies came about.
    #[must_use]
    pub fn with_courses(mut self, courses: &BTreeMap<Code, Course>) -> Self {
        let all = self.respondents.iter();
        self.courses = all.map(|one| courses.get(&one.code).copied()).collect();
        self
    }

    /// Those who replied and of whom it is known how their reply came about, and the numbers.
    #[must_use]
    pub fn measured(&self, measure: Measure) -> (Set, Vec<Decimal>) {
        let courses = self.courses.iter().enumerate();
        let known = courses.filter_map(|(at, one)| {
            let course = one.filter(|_| self.replied.contains(at))?;
            Some((at, Decimal::from(measure.of(course))))
        });
        let known: BTreeMap<usize, Decimal> = known.collect();
        let all = 0..self.respondents.len();
        let set = Set::pack(all.map(|at| known.contains_key(&at)));
        (set, known.into_values().collect())
    }

    /// The question, or one row of it.
    #[must_use]
    pub fn item(&self, question: &QuestionName, row: Option<&Code>) -> Option<&Item> {
        let item = self.items.get(&AnswerKey {
            question: question.clone(),
            row: row.cloned(),
        });
        item.map(Arc::as_ref)
    }

    /// All items, by name of question and code of row.
    pub fn items(&self) -> impl Iterator<Item = (&AnswerKey, &Item)> {
        self.items.iter().map(|(key, item)| (key, &**item))
    }

    /// Those of another dataset, of another round perhaps, at their places here; those who are not here are left out.
    #[must_use]
    pub fn placed(&self, marked: &Marked, of: &Self) -> Marked {
        marked.moved(&self.places_in(of))
    }

    /// The same of a plain set.
    #[must_use]
    pub fn placed_set(&self, set: &Set, of: &Self) -> Set {
        set.moved(&self.places_in(of))
    }

    /// Where each respondent stands in another dataset.
    fn places_in(&self, other: &Self) -> Vec<Option<usize>> {
        let places = other.respondents.iter().enumerate();
        let places: BTreeMap<&Code, usize> = places.map(|(at, one)| (&one.code, at)).collect();
        let own = self.respondents.iter();
        own.map(|one| places.get(&one.code).copied()).collect()
    }

    /// A fact of the respondents as a column, its values sorted; those without it are in no set.
    #[must_use]
    pub fn fact(&self, name: &str) -> ChoicesColumn {
        let mut sets: BTreeMap<Code, Set> = BTreeMap::new();
        for (at, respondent) in self.respondents.iter().enumerate() {
            let value = respondent.facts.get(name);
            if let Some(value) = value.and_then(|value| Code::parse(value).ok()) {
                sets.entry(value).or_default().put(at, true);
            }
        }
        ChoicesColumn::new(sets.into_iter().collect())
    }
}

impl Item {
    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: &FieldName) -> Option<&Column> {
        self.fields.get(field)
    }

    /// Whether each respondent answered.
    #[must_use]
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// How far each answer may be used: its mark, but none is known by name of a respondent that is not to be named.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Who is missing for this reason.
    #[must_use]
    pub fn missing(&self, why: Missing) -> Set {
        Set::pack(
            self.states
                .iter()
                .map(|state| *state == State::Missing(why)),
        )
    }

    /// Who is missing for this reason, and of these, those of whom it may be said by name: never that something exists and is not given.
    #[must_use]
    pub fn without(&self, why: Missing) -> Marked {
        let open = match why {
            Missing::NotDisclosed | Missing::Hidden => Set::default(),
            Missing::NotAvailable
            | Missing::NotApplicable
            | Missing::ToFollow
            | Missing::NoAnswer
            | Missing::NotReturned => self.open.clone(),
        };
        Marked::new(self.missing(why), &open)
    }

    /// Who answered for the Secretariat only; none of them is known by name.
    #[must_use]
    pub fn not_for_use(&self) -> Marked {
        Marked::new(self.answered.and(&self.secret), &Set::default())
    }

    /// Who was asked (`E`).
    #[must_use]
    pub fn asked(&self) -> Set {
        let not = [Missing::NotReturned, Missing::Hidden].map(State::Missing);
        Set::pack(self.states.iter().map(|state| !not.contains(state)))
    }

    /// Who answered (`V`), whatever the mark.
    #[must_use]
    pub fn answered(&self) -> Set {
        self.answered.clone()
    }

    /// Who answered and lets it be used (`U`).
    #[must_use]
    pub fn usable(&self) -> Marked {
        self.marked(&self.answered)
    }

    /// Of these respondents, those whose answer may be used.
    fn marked(&self, set: &Set) -> Marked {
        Marked::new(set.and_not(&self.secret), &self.open)
    }

    /// Those whose answer names at least one of these choices in a field and may be used; nobody where the field has no choices.
    #[must_use]
    pub fn named(&self, field: &FieldName, choices: &[Code]) -> Marked {
        self.marked(&self.gave(field, choices))
    }

    /// Those who gave a number in a field that may be used.
    #[must_use]
    pub fn numbered(&self, field: &FieldName) -> Marked {
        match self.fields.get(field) {
            Some(Column::Number(column)) => {
                let given = Set::pack(column.values.iter().map(Option::is_some));
                self.marked(&given.and(&self.answered))
            }
            _ => Marked::default(),
        }
    }

    /// The numbers that these respondents gave in a field, in their order.
    #[must_use]
    pub fn numbers(&self, field: &FieldName, of: &Set) -> Vec<Decimal> {
        let Some(Column::Number(column)) = self.fields.get(field) else {
            return Vec::new();
        };
        let values = column.values.iter().enumerate();
        let values = values.filter(|(at, _)| of.contains(*at));
        values.filter_map(|(_, value)| *value).collect()
    }

    /// Those whose answer names at least one of these choices in a field, whatever the mark: for what must not follow, which nobody is shown.
    #[must_use]
    pub fn gave(&self, field: &FieldName, choices: &[Code]) -> Set {
        match self.fields.get(field) {
            Some(Column::Choices(column)) => column.any_of(choices),
            Some(Column::Ranked(column)) => column.any_of(choices),
            Some(Column::Number(_) | Column::Given) | None => Set::default(),
        }
    }
}

#[cfg(test)]
mod tests;
