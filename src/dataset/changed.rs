//! The same dataset with answers of some respondents in other places: what could as well be true, for the joint audit.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Column, Dataset, Item, Missing, State};
use crate::form::Mark;
use crate::reply::AnswerKey;

/// Other answers of a respondent.
#[derive(Clone, Copy, Debug)]
pub struct Move<'a> {
    /// Whose answers change, by its place.
    pub to: usize,
    /// The others, as columns of one respondent.
    pub of: &'a Dataset,
    /// Which answers change.
    pub keys: &'a BTreeSet<AnswerKey>,
}

impl Dataset {
    /// With other answers of some respondents.
    #[must_use]
    pub fn changed(&self, moves: &[Move<'_>]) -> Self {
        let mut items = self.items.clone();
        for one in moves {
            for key in one.keys {
                if let (Some(slot), Some(other)) = (items.get_mut(key), one.of.items.get(key)) {
                    Arc::make_mut(slot).put(one.to, other, 0);
                }
            }
        }
        let mut full = self.full.clone();
        for Move { to, .. } in moves {
            let mut all = items.values();
            full.put(*to, all.any(|item| item.makes_full(*to)));
        }
        Self {
            round: Arc::clone(&self.round),
            respondents: Arc::clone(&self.respondents),
            replied: self.replied.clone(),
            full,
            named: self.named.clone(),
            items,
            courses: Arc::clone(&self.courses),
        }
    }

    /// Whether an answer of a respondent, by its place, is not known to everybody: that it exists and is not given, or is not asked,
    /// never is. A row that is no item is as closed as the whole of its question.
    #[must_use]
    pub fn is_closed(&self, place: usize, key: &AnswerKey) -> bool {
        let item = self.item(&key.question, key.row.as_ref());
        let item = item.or_else(|| self.item(&key.question, None));
        item.is_some_and(|item| {
            let silent = [Missing::NotDisclosed, Missing::Hidden].map(State::Missing);
            let state = item.states.get(place);
            !item.open.contains(place) || state.is_some_and(|state| silent.contains(state))
        })
    }
}

impl Item {
    /// Whether an answer of the respondent is more than the short reply asks for.
    fn makes_full(&self, place: usize) -> bool {
        !self.core && self.answered.contains(place) && !self.secret.contains(place)
    }

    /// Puts a place into the sets to which its state and mark belong.
    fn sort_in(&mut self, place: usize) {
        let state = self.states.get(place);
        let mark = self.marks.get(place);
        self.answered.put(place, state == Some(&State::Answered));
        self.open.put(place, mark == Some(&Mark::Attributable));
        self.secret.put(place, mark == Some(&Mark::SecretariatOnly));
    }

    /// Puts what another item says at a place into a place of this one; both are of one question.
    fn put(&mut self, to: usize, other: &Self, from: usize) {
        put(&mut self.states, to, &other.states, from);
        put(&mut self.marks, to, &other.marks, from);
        self.sort_in(to);
        for (name, column) in &mut self.fields {
            if let Some(other) = other.fields.get(name) {
                column.put(to, other, from);
            }
        }
    }
}

fn put<T: Copy>(list: &mut [T], to: usize, other: &[T], from: usize) {
    if let (Some(slot), Some(value)) = (list.get_mut(to), other.get(from)) {
        *slot = *value;
    }
}

impl Column {
    fn put(&mut self, to: usize, other: &Self, from: usize) {
        match (self, other) {
            (Self::Choices(one), Self::Choices(other)) => one.put(to, other, from),
            (Self::Ranked(one), Self::Ranked(other)) => {
                for (one, other) in one.places.iter_mut().zip(&other.places) {
                    one.put(to, other, from);
                }
            }
            (Self::Number(one), Self::Number(other)) => {
                put(&mut one.values, to, &other.values, from);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{ChoicesColumn, NumberColumn, RankedColumn, Set};
    use crate::form::name::Code;

    #[test]
    fn every_kind_of_column_takes_a_value_from_another_place() {
        let sets = [("a", [true, false, false]), ("b", [false, true, true])];
        let sets = sets.map(|(code, rows)| (Code::parse(code).unwrap(), Set::pack(rows)));
        let choices = ChoicesColumn::new(sets.into());
        let ranked = RankedColumn {
            places: vec![choices.clone(); 2],
        };
        let numbers = NumberColumn {
            values: vec![Some(7.into()), None, Some(9.into())],
        };
        for column in [
            Column::Ranked(ranked),
            Column::Choices(choices),
            Column::Number(numbers),
        ] {
            let given = |columns: &[ChoicesColumn], place: usize| {
                let sets = columns.iter().flat_map(ChoicesColumn::sets);
                let held: Vec<_> = sets.map(|(_, set)| set.contains(place)).collect();
                format!("{held:?}")
            };
            let mut moved = column.clone();
            moved.put(1, &column, 0);
            let at = |column: &Column, place: usize| match column {
                Column::Choices(one) => given(std::slice::from_ref(one), place),
                Column::Ranked(one) => given(&one.places, place),
                Column::Number(one) => format!("{:?}", one.values[place]),
                Column::Given => String::new(),
            };
            assert_eq!(at(&moved, 1), at(&column, 0));
            assert_ne!(at(&column, 1), at(&column, 0));
            assert_eq!(
                [at(&moved, 0), at(&moved, 2)],
                [at(&column, 0), at(&column, 2)]
            );
        }
    }
}
