//! What to withhold so that every fact has worlds in which it is not true: few numbers, and none that need not be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::scene::Place;

/// A world that a reader cannot tell from the true one once its differences are withheld.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    /// Whose answers the other world takes; none where nobody else's change, so that it deceives everybody.
    pub(super) partner: Option<usize>,
    /// The numbers by which it differs.
    pub(super) differs: Arc<BTreeSet<Place>>,
}

/// Facts by their witnesses, which are given by number. Two facts with the same witnesses are one here.
#[derive(Debug, Default)]
pub(super) struct Cover {
    pub(super) witnesses: Vec<Witness>,
    pub(super) facts: BTreeSet<Vec<usize>>,
}

impl Cover {
    /// Whether a fact is protected: a world of nobody else, or two of different partners, since one of these may be the reader.
    fn holds(&self, fact: &[usize], withheld: &BTreeSet<Place>) -> bool {
        let mut first = None;
        for at in fact {
            let Some(witness) = self.witnesses.get(*at) else {
                continue;
            };
            if !witness.differs.is_subset(withheld) {
                continue;
            }
            match (witness.partner, first) {
                (None, _) => return true,
                (Some(partner), Some(other)) if partner != other => return true,
                (Some(partner), _) => first = Some(partner),
            }
        }
        false
    }

    /// The cheapest numbers to withhold so that a fact is protected. `weight` says what a number is worth.
    fn cheapest(
        &self,
        fact: &[usize],
        withheld: &BTreeSet<Place>,
        weight: &impl Fn(&Place) -> u64,
    ) -> Option<(u64, BTreeSet<Place>)> {
        let cost = |more: &BTreeSet<Place>| -> u64 {
            let more = more.iter().filter(|place| !withheld.contains(place));
            more.map(weight).sum()
        };
        let mut alone: Option<(u64, BTreeSet<Place>)> = None;
        // For each partner its cheapest world.
        let mut pairs: BTreeMap<usize, (u64, &BTreeSet<Place>)> = BTreeMap::new();
        for witness in fact.iter().filter_map(|at| self.witnesses.get(*at)) {
            let price = cost(&witness.differs);
            match witness.partner {
                None if alone.as_ref().is_none_or(|(best, _)| price < *best) => {
                    alone = Some((price, BTreeSet::clone(&witness.differs)));
                }
                None => {}
                Some(partner) => {
                    let best = pairs.entry(partner).or_insert((price, &witness.differs));
                    if price < best.0 {
                        *best = (price, &witness.differs);
                    }
                }
            }
        }
        let mut pairs: Vec<_> = pairs.into_values().collect();
        pairs.sort_by_key(|(price, differs)| (*price, differs.len()));
        if let [(_, one), (_, other), ..] = pairs.as_slice() {
            let both: BTreeSet<Place> = one.union(other).copied().collect();
            let price = cost(&both);
            if alone.as_ref().is_none_or(|(best, _)| price < *best) {
                return Some((price, both));
            }
        }
        alone
    }

    /// What to withhold, and how many numbers were given back after the first choice.
    pub(super) fn choose(&self, weight: impl Fn(&Place) -> u64) -> (BTreeSet<Place>, usize) {
        let facts: Vec<&Vec<usize>> = self.facts.iter().collect();
        let mut best: Option<(u64, BTreeSet<Place>, usize)> = None;
        for order in 0..4 {
            let mut withheld = self.greedy(&facts, order, &weight);
            let given_back = self.give_back(&facts, &mut withheld, &weight);
            let price = withheld.iter().map(&weight).sum();
            if best.as_ref().is_none_or(|(least, ..)| price < *least) {
                best = Some((price, withheld, given_back));
            }
        }
        best.map(|(_, withheld, back)| (withheld, back))
            .unwrap_or_default()
    }

    /// Protects facts one after the other: those that cost most first, or least first, or as they stand.
    fn greedy(
        &self,
        facts: &[&Vec<usize>],
        order: u8,
        weight: &impl Fn(&Place) -> u64,
    ) -> BTreeSet<Place> {
        let mut withheld = BTreeSet::new();
        let open = facts.iter().filter(|fact| !self.holds(fact, &withheld));
        let mut open: Vec<(u64, &Vec<usize>)> = open
            .filter_map(|fact| Some((self.cheapest(fact, &withheld, weight)?.0, *fact)))
            .collect();
        match order {
            0 => open.sort_by_key(|(price, _)| std::cmp::Reverse(*price)),
            1 => open.sort_by_key(|(price, _)| *price),
            2 => {}
            _ => open.reverse(),
        }
        for (_, fact) in open {
            if !self.holds(fact, &withheld)
                && let Some((_, more)) = self.cheapest(fact, &withheld, weight)
            {
                withheld.extend(more);
            }
        }
        withheld
    }

    /// Shows again what need not be withheld, what is worth most first; how many.
    fn give_back(
        &self,
        facts: &[&Vec<usize>],
        withheld: &mut BTreeSet<Place>,
        weight: &impl Fn(&Place) -> u64,
    ) -> usize {
        let mut all: Vec<Place> = withheld.iter().copied().collect();
        all.sort_by_key(|place| std::cmp::Reverse(weight(place)));
        let mut back = 0;
        for place in all.into_iter().filter(|place| weight(place) > 0) {
            withheld.remove(&place);
            if facts.iter().all(|fact| self.holds(fact, withheld)) {
                back += 1;
            } else {
                withheld.insert(place);
            }
        }
        back
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::numbers::Spot;

    fn place(line: usize) -> Place {
        (0, Spot { line, cell: None })
    }

    fn witness(partner: Option<usize>, lines: &[usize]) -> Witness {
        Witness {
            partner,
            differs: Arc::new(lines.iter().map(|line| place(*line)).collect()),
        }
    }

    #[test]
    fn two_partners_protect_a_fact_and_one_does_not() {
        let cover = Cover {
            witnesses: vec![
                witness(Some(1), &[]),
                witness(Some(1), &[]),
                witness(Some(2), &[]),
                witness(None, &[]),
            ],
            facts: BTreeSet::new(),
        };
        let nothing = BTreeSet::new();
        assert!(!cover.holds(&[0, 1], &nothing));
        assert!(cover.holds(&[0, 2], &nothing));
        assert!(cover.holds(&[3], &nothing));
        assert!(!cover.holds(&[], &nothing));
    }

    #[test]
    fn what_serves_several_facts_is_withheld_once_and_nothing_else() {
        let cover = Cover {
            witnesses: vec![
                witness(None, &[1, 2, 3]),
                witness(None, &[4]),
                witness(None, &[4, 5]),
                witness(None, &[6]),
            ],
            facts: [vec![0, 1], vec![2], vec![1]].into(),
        };
        let (withheld, _) = cover.choose(|_| 1);
        assert_eq!(withheld, [place(4), place(5)].into());
    }
}
