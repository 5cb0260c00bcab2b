//! The same dataset with answers of some respondents in other places: what could as well be true, for the joint audit.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Column, Dataset, Item, State};
use crate::form::Mark;
use crate::reply::AnswerKey;

impl Dataset {
    /// With these answers of two respondents exchanged, by their places.
    #[must_use]
    pub fn exchanged(&self, one: usize, other: usize, keys: &BTreeSet<AnswerKey>) -> Self {
        self.changed(keys, &[(other, one), (one, other)])
    }

    /// With these answers of one respondent in the place of those of another.
    #[must_use]
    pub fn copied(&self, from: usize, to: usize, keys: &BTreeSet<AnswerKey>) -> Self {
        self.changed(keys, &[(from, to)])
    }

    fn changed(&self, keys: &BTreeSet<AnswerKey>, moves: &[(usize, usize)]) -> Self {
        let mut items = self.items.clone();
        for key in keys {
            if let Some(slot) = items.get_mut(key) {
                let mut item = Item::clone(slot);
                for (from, to) in moves {
                    item.put(*to, slot, *from);
                }
                *slot = Arc::new(item);
            }
        }
        let mut full = self.full.clone();
        for (_, place) in moves {
            let mut all = items.values();
            full.put(*place, all.any(|item| item.makes_full(*place)));
        }
        Self {
            round: Arc::clone(&self.round),
            respondents: Arc::clone(&self.respondents),
            replied: self.replied.clone(),
            full,
            items,
        }
    }
}

impl Item {
    /// Whether an answer of the respondent is more than the short reply asks for.
    fn makes_full(&self, place: usize) -> bool {
        !self.core
            && self.states.get(place) == Some(&State::Answered)
            && self
                .marks
                .get(place)
                .is_some_and(|mark| *mark != Mark::SecretariatOnly)
    }

    /// Puts what another item says at a place into a place of this one; both are of one question.
    fn put(&mut self, to: usize, other: &Self, from: usize) {
        put(&mut self.states, to, &other.states, from);
        put(&mut self.marks, to, &other.marks, from);
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
            (Self::Choice(one), Self::Choice(other)) => one.put(to, other, from),
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
    use crate::dataset::{ChoiceColumn, ChoicesColumn, NumberColumn, Set};
    use crate::form::name::Code;

    #[test]
    fn every_kind_of_column_takes_a_value_from_another_place() {
        let codes: Vec<Code> = ["a", "b"].map(|code| Code::parse(code).unwrap()).into();
        let choice = ChoiceColumn::new(codes.clone(), vec![0, 1, 1]).unwrap();
        let sets = vec![
            Set::pack([true, false, false]),
            Set::pack([false, true, true]),
        ];
        let choices = ChoicesColumn::new(codes.clone(), sets).unwrap();
        let numbers = NumberColumn {
            values: vec![Some(7.into()), None, Some(9.into())],
        };
        for column in [
            Column::Choice(choice),
            Column::Choices(choices),
            Column::Number(numbers),
        ] {
            let mut moved = column.clone();
            moved.put(1, &column, 0);
            let at = |column: &Column, place: usize| match column {
                Column::Choice(one) => format!("{:?}", one.codes()[place]),
                Column::Choices(one) => {
                    let sets = one.sets().map(|(_, set)| set.contains(place));
                    format!("{:?}", sets.collect::<Vec<_>>())
                }
                Column::Number(one) => format!("{:?}", one.values[place]),
                Column::Ranked(_) | Column::Given => String::new(),
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
