//! Worlds for what is true of a respondent in several rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Found, Searcher, Worlds};
use crate::chart::count::CountError;
use crate::dataset::Set;
use crate::release::scene::World;
use crate::reply::AnswerKey;
use crate::reply::raw::RawAnswers;

impl Searcher<'_, '_> {
    /// Worlds for what is true in several rows: each is exchanged with somebody in whose row it is not, few of these in all and others in
    /// each world. The answers alone, since what hangs on them may stay, and whole rows.
    pub(super) fn chain(
        &mut self,
        place: usize,
        at: usize,
        partners: &[usize],
        worlds: &mut Worlds,
    ) -> Result<(), CountError> {
        let telling = self.telling(place, at);
        let mut used: BTreeSet<usize> = BTreeSet::new();
        for _ in 0..self.limits.chains {
            // Who took part in none before, first.
            let (old, new): (Vec<usize>, Vec<usize>) =
                partners.iter().partition(|partner| used.contains(*partner));
            let mut left = telling.clone();
            let mut given: BTreeMap<usize, Vec<AnswerKey>> = BTreeMap::new();
            for partner in new.into_iter().chain(old) {
                let both = self.answers.both_closed(place, partner);
                let fits = |key: &AnswerKey| {
                    self.answers.holds(&both, key)
                        && self.scene.answered(partner, key)
                        && !self.is_true_in(at, partner, key)
                };
                let (own, others) = left.into_iter().partition(fits);
                left = others;
                if !own.is_empty() {
                    given.insert(partner, own);
                }
            }
            if !left.is_empty() {
                break;
            }
            let others: Vec<usize> = given.keys().copied().collect();
            used.extend(&others);
            for whole_rows in [false, true] {
                if self.is_enough(worlds, at) {
                    return Ok(());
                }
                let found = self.exchange_with_several(place, &given, whole_rows)?;
                self.note(worlds, place, &others, found);
            }
        }
        Ok(())
    }

    /// The world in which a respondent and each of some others exchanged some answers, or all to the questions of the section in their rows.
    fn exchange_with_several(
        &mut self,
        place: usize,
        given: &BTreeMap<usize, Vec<AnswerKey>>,
        whole_rows: bool,
    ) -> Result<Option<Arc<Found>>, CountError> {
        let form = self.scene.replies.form;
        let mut taken = RawAnswers::new();
        let mut others = Vec::new();
        for (partner, keys) in given {
            let mut answers = Set::default();
            for key in keys {
                answers.add(&if whole_rows {
                    self.answers.row(form, key)
                } else {
                    self.answers.itself(key)
                });
            }
            let answers = answers.and(&self.answers.both_closed(place, *partner));
            taken.extend(self.typed(*partner, &answers));
            let own = self.typed(place, &answers);
            let Some(other) = self.scene.other(*partner, own, Some(place)) else {
                return Ok(None);
            };
            others.push(other);
        }
        let first = given.keys().next().copied();
        let Some(own) = self.scene.other(place, taken, first) else {
            return Ok(None);
        };
        others.push(own);
        self.looked_at(Some(World { others }))
    }
}
