//! What to withhold so that every fact has worlds in which it is not true: few numbers, and none that need not be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::scene::Place;

/// So many times a part of the choice is made anew. Fixed, so that the same replies give the same choice.
const ROUNDS: usize = 1000;

/// So many numbers are shown again for it, where so many are withheld.
const PART: usize = 12;

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
    /// What to withhold, and how many numbers of the first choice were shown again. `weight` says what a number is worth; what is worth
    /// nothing is withheld wherever it tells worlds apart.
    ///
    /// The first choice is greedy, the best of four orders; then a part of it is given up and made anew with other prices, again and again,
    /// and kept where the whole is no worse.
    pub(super) fn choose(&self, weight: impl Fn(&Place) -> u64) -> (BTreeSet<Place>, usize) {
        let table = Table::of(self, weight);
        let firsts = (0..4).map(|order| {
            let mut choice = Choice::of(&table);
            choice.protect(&table, table.in_order(order), &table.weights);
            choice
        });
        let worth = |choice: &Choice| choice.worth(&table);
        let Some(first) = firsts.min_by_key(worth) else {
            return Default::default();
        };
        let count = |choice: &Choice| {
            let withheld = choice.withheld.iter().zip(&table.weights);
            withheld.filter(|(is, weight)| **is && **weight > 0).count()
        };
        let before = count(&first);
        let mut best = first;
        best.give_back(&table, table.by_weight());
        let mut chance = ChaCha8Rng::seed_from_u64(0);
        for _ in 0..ROUNDS {
            let other = best.anew(&table, &mut chance);
            if worth(&other) <= worth(&best) {
                best = other;
            }
        }
        // Nobody is told what a fault of the choice would tell.
        if (0..table.facts.len()).any(|fact| !best.holds(&table, fact)) {
            best.withheld.fill(true);
        }
        let back = before.saturating_sub(count(&best));
        let places = best.withheld.iter().zip(table.places);
        let withheld = places.filter(|(is, _)| **is).map(|(_, place)| place);
        (withheld.collect(), back)
    }
}

/// A world by the numbers that tell it from the true one.
struct World {
    partner: Option<usize>,
    differs: Vec<usize>,
}

/// What a choice is made from. Numbers, worlds and facts are given by their places in it.
struct Table {
    places: Vec<Place>,
    weights: Vec<u64>,
    worlds: Vec<World>,
    /// The worlds of each fact.
    facts: Vec<Vec<usize>>,
    /// The worlds that a number tells from the true one.
    telling: Vec<Vec<usize>>,
    /// The facts that a world protects.
    protected: Vec<Vec<usize>>,
}

impl Table {
    fn of(cover: &Cover, weight: impl Fn(&Place) -> u64) -> Self {
        let all = cover.witnesses.iter();
        let places: BTreeSet<Place> = all
            .clone()
            .flat_map(|one| one.differs.iter().copied())
            .collect();
        let numbers: BTreeMap<Place, usize> = places.iter().copied().zip(0..).collect();
        let worlds = all.map(|witness| World {
            partner: witness.partner,
            differs: (witness.differs.iter())
                .filter_map(|place| numbers.get(place).copied())
                .collect(),
        });
        let mut table = Self {
            weights: places.iter().map(weight).collect(),
            telling: vec![Vec::new(); places.len()],
            protected: vec![Vec::new(); cover.witnesses.len()],
            places: places.into_iter().collect(),
            worlds: worlds.collect(),
            facts: cover.facts.iter().cloned().collect(),
        };
        for (at, world) in table.worlds.iter().enumerate() {
            for number in &world.differs {
                if let Some(telling) = table.telling.get_mut(*number) {
                    telling.push(at);
                }
            }
        }
        for (at, fact) in table.facts.iter().enumerate() {
            for world in fact {
                if let Some(protected) = table.protected.get_mut(*world) {
                    protected.push(at);
                }
            }
        }
        table
    }

    /// All facts: those that cost most first, or least first, or as they stand, or the reverse.
    fn in_order(&self, order: u8) -> Vec<usize> {
        let choice = Choice::of(self);
        let price = |fact: &usize| choice.cheapest(self, *fact, &self.weights).0;
        let mut facts: Vec<usize> = (0..self.facts.len()).collect();
        match order {
            0 => facts.sort_by_cached_key(|fact| std::cmp::Reverse(price(fact))),
            1 => facts.sort_by_cached_key(price),
            2 => {}
            _ => facts.reverse(),
        }
        facts
    }

    /// All numbers, what is worth most first.
    fn by_weight(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.places.len()).collect();
        all.sort_by_key(|number| std::cmp::Reverse(self.weights.get(*number)));
        all
    }
}

/// What is withheld, and how many numbers still tell each world from the true one.
#[derive(Clone)]
struct Choice {
    withheld: Vec<bool>,
    telling: Vec<usize>,
}

impl Choice {
    /// Nothing, but for what is worth nothing.
    fn of(table: &Table) -> Self {
        let worlds = table.worlds.iter();
        let mut choice = Self {
            withheld: vec![false; table.places.len()],
            telling: worlds.map(|world| world.differs.len()).collect(),
        };
        for (number, weight) in table.weights.iter().enumerate() {
            if *weight == 0 {
                choice.put(table, number, true);
            }
        }
        choice
    }

    fn is_withheld(&self, number: usize) -> bool {
        self.withheld.get(number).copied().unwrap_or_default()
    }

    fn worth(&self, table: &Table) -> u64 {
        let all = self.withheld.iter().zip(&table.weights);
        all.map(|(is, weight)| if *is { *weight } else { 0 }).sum()
    }

    /// Withholds a number, or shows it again.
    fn put(&mut self, table: &Table, number: usize, withhold: bool) {
        let Some(is) = self.withheld.get_mut(number).filter(|is| **is != withhold) else {
            return;
        };
        *is = withhold;
        for world in table.telling.get(number).into_iter().flatten() {
            if let Some(telling) = self.telling.get_mut(*world) {
                *telling = if withhold { *telling - 1 } else { *telling + 1 };
            }
        }
    }

    /// Whether a fact is protected: by a world of nobody else, or two of different partners, since one of these may be the reader.
    fn holds(&self, table: &Table, fact: usize) -> bool {
        let worlds = table.facts.get(fact).into_iter().flatten();
        let same = worlds.filter(|world| self.telling.get(**world) == Some(&0));
        let mut partners = same.filter_map(|world| Some(table.worlds.get(*world)?.partner));
        match partners.next() {
            Some(Some(first)) => partners.any(|partner| partner != Some(first)),
            Some(None) => true,
            None => false,
        }
    }

    /// The cheapest worlds that protect a fact.
    fn cheapest(&self, table: &Table, fact: usize, weights: &[u64]) -> (u64, Vec<usize>) {
        let price = |world: &World| -> u64 {
            let shown = world.differs.iter();
            let shown = shown.filter(|number| !self.is_withheld(**number));
            shown.filter_map(|number| weights.get(*number)).sum()
        };
        let mut alone: Option<(u64, usize)> = None;
        // For each partner its cheapest world.
        let mut pairs: BTreeMap<usize, (u64, usize)> = BTreeMap::new();
        for at in table.facts.get(fact).into_iter().flatten() {
            let Some(world) = table.worlds.get(*at) else {
                continue;
            };
            let found = (price(world), *at);
            match world.partner {
                None => alone = Some(alone.map_or(found, |best| best.min(found))),
                Some(partner) => {
                    let best = pairs.entry(partner).or_insert(found);
                    *best = (*best).min(found);
                }
            }
        }
        let mut pairs: Vec<(u64, usize)> = pairs.into_values().collect();
        pairs.sort_unstable();
        let both = match pairs.as_slice() {
            [one, other, ..] => Some((one.0 + other.0, vec![one.1, other.1])),
            _ => None,
        };
        let alone = alone.map(|(price, at)| (price, vec![at]));
        both.into_iter().chain(alone).min().unwrap_or_default()
    }

    /// Protects facts one after the other, as it costs least at each.
    fn protect(&mut self, table: &Table, facts: Vec<usize>, weights: &[u64]) {
        for fact in facts {
            if self.holds(table, fact) {
                continue;
            }
            for world in self.cheapest(table, fact, weights).1 {
                let world = table.worlds.get(world);
                for number in world.into_iter().flat_map(|world| &world.differs) {
                    self.put(table, *number, true);
                }
            }
        }
    }

    /// The facts that a number tells apart if it is shown.
    fn touched(&self, table: &Table, number: usize) -> BTreeSet<usize> {
        let worlds = table.telling.get(number).into_iter().flatten();
        let facts = worlds.filter_map(|world| table.protected.get(*world));
        facts.flatten().copied().collect()
    }

    /// Shows again, in an order, what need not be withheld.
    fn give_back(&mut self, table: &Table, numbers: Vec<usize>) {
        for number in numbers {
            let is_worth = table.weights.get(number).is_some_and(|weight| *weight > 0);
            if !is_worth || !self.is_withheld(number) {
                continue;
            }
            let held = self.touched(table, number).into_iter();
            let mut held = held
                .filter(|fact| self.holds(table, *fact))
                .collect::<Vec<_>>();
            self.put(table, number, false);
            held.retain(|fact| !self.holds(table, *fact));
            if !held.is_empty() {
                self.put(table, number, true);
            }
        }
    }

    /// Another choice: some numbers are shown again, and what that lays open is protected at other prices.
    fn anew(&self, table: &Table, chance: &mut ChaCha8Rng) -> Self {
        let all = self.withheld.iter().zip(&table.weights).enumerate();
        let withheld: Vec<usize> = all
            .filter(|(_, (is, weight))| **is && **weight > 0)
            .map(|(number, _)| number)
            .collect();
        let mut other = self.clone();
        // Numbers that stand near each other hang together.
        let around = withheld.iter().cycle();
        let around = around.skip(below(chance, withheld.len()));
        let part: Vec<usize> = around.take(PART.min(withheld.len())).copied().collect();
        let mut open = BTreeSet::new();
        for number in &part {
            other.put(table, *number, false);
            open.extend(other.touched(table, *number));
        }
        let mut price = |weight: &u64| {
            let more = u64::from(chance.next_u32() % 8);
            weight * (8 + more)
        };
        let prices: Vec<u64> = table.weights.iter().map(&mut price).collect();
        other.protect(table, open.into_iter().collect(), &prices);
        let all = other.withheld.iter().zip(&self.withheld).enumerate();
        let new = all.filter(|(_, (now, before))| **now && !**before);
        let mut order: Vec<usize> = new.map(|(number, _)| number).chain(part).collect();
        let first = below(chance, order.len());
        order.rotate_left(first);
        other.give_back(table, order);
        other
    }
}

/// A number below another, or none below none: the same on every machine.
fn below(chance: &mut ChaCha8Rng, limit: usize) -> usize {
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
    usize::try_from(chance.next_u64() % limit).unwrap_or_default()
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
            facts: [vec![], vec![0, 1], vec![0, 2], vec![3]].into(),
        };
        let table = Table::of(&cover, |_| 1);
        let nothing = Choice::of(&table);
        let held = |fact| nothing.holds(&table, fact);
        assert_eq!([0, 1, 2, 3].map(held), [false, false, true, true]);
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
