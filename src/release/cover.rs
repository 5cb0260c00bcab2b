//! What to withhold so that every fact has worlds in which it is not true: few numbers, and none that need not be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::at_once;
use super::scene::Place;

/// So many choices are made, each from its own chance; the best is taken. Fixed, like the next, so that the same replies give the same
/// choice on every machine.
const STARTS: u64 = 4;

/// So many times another choice is tried in place of one.
const ROUNDS: usize = 200;

/// A world that a reader cannot tell from the true one once its differences are withheld.
#[derive(Clone, Debug)]
pub(super) struct Witness {
    /// Whose answers change in it beside those of whom it protects: none of these is deceived by it.
    pub(super) partners: BTreeSet<usize>,
    /// The numbers by which it differs.
    pub(super) differs: Arc<BTreeSet<Place>>,
}

impl Witness {
    /// Whether worlds deceive everybody together: of those who know their own answers, none takes part in all of them.
    pub(super) fn deceive<'w>(mut worlds: impl Iterator<Item = &'w Self>) -> bool {
        let Some(first) = worlds.next() else {
            return false;
        };
        let mut in_all = first.partners.clone();
        for world in worlds {
            in_all.retain(|partner| world.partners.contains(partner));
        }
        in_all.is_empty()
    }
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
    /// First all is withheld, and what need not be is shown again, what is worth much before the rest. Then, again and again, what some
    /// world of some fact needs is withheld as well, and all is shown again that need not be any more; the better choice is kept. All of
    /// this from several beginnings.
    pub(super) fn choose(&self, weight: impl Fn(&Place) -> u64) -> (BTreeSet<Place>, usize) {
        let table = Table::of(self, weight);
        let choices = at_once(0..STARTS, |seed| Choice::made(&table, seed));
        let best = choices
            .into_iter()
            .min_by_key(|(_, choice)| choice.worth(&table));
        let (before, best) = best.unwrap_or_else(|| (0, Choice::of(&table)));
        // Nobody is told what a fault of the choice would tell.
        let places = best.withheld.iter().zip(&table.places);
        let withheld = places.filter(|(is, _)| **is).map(|(_, place)| *place);
        let mut withheld: BTreeSet<Place> = withheld.collect();
        if !self.facts.iter().all(|fact| self.is_kept(fact, &withheld)) {
            withheld.extend(&table.places);
        }
        (withheld, before.saturating_sub(best.count(&table)))
    }

    /// Whether a fact is protected where these numbers are withheld: looked at anew, with nothing remembered.
    fn is_kept(&self, fact: &[usize], withheld: &BTreeSet<Place>) -> bool {
        let worlds = fact.iter().filter_map(|at| self.witnesses.get(*at));
        Witness::deceive(worlds.filter(|world| world.differs.is_subset(withheld)))
    }
}

/// A fact of a world: its place, and where those who take part are counted.
struct Protected {
    fact: usize,
    partners: Vec<usize>,
}

/// What a choice is made from. Numbers, worlds and facts are given by their places in it.
struct Table {
    places: Vec<Place>,
    weights: Vec<u64>,
    /// By world: the numbers that tell it from the true one and are worth something.
    differs: Vec<Vec<usize>>,
    /// The worlds that count for each fact that needs something withheld, and how many others take part in any of them.
    facts: Vec<(Vec<usize>, usize)>,
    /// The worlds that a number tells from the true one.
    telling: Vec<Vec<usize>>,
    /// What a world protects.
    protected: Vec<Vec<Protected>>,
}

impl Table {
    fn of(cover: &Cover, weight: impl Fn(&Place) -> u64) -> Self {
        let all = cover.witnesses.iter();
        let places: BTreeSet<Place> = all
            .clone()
            .flat_map(|one| one.differs.iter().copied())
            .collect();
        let weights: Vec<u64> = places.iter().map(weight).collect();
        let numbers = places.iter().copied().zip(0..).zip(&weights);
        let numbers: BTreeMap<Place, usize> = numbers
            .filter(|(_, weight)| **weight > 0)
            .map(|(number, _)| number)
            .collect();
        let differs = all.map(|one| {
            let numbers = one.differs.iter().filter_map(|place| numbers.get(place));
            numbers.copied().collect::<Vec<_>>()
        });
        let mut table = Self {
            differs: differs.collect(),
            facts: Vec::new(),
            telling: vec![Vec::new(); places.len()],
            protected: cover.witnesses.iter().map(|_| Vec::new()).collect(),
            places: places.into_iter().collect(),
            weights,
        };
        let facts = cover.facts.iter();
        let facts: BTreeSet<Vec<usize>> = facts
            .filter_map(|fact| table.to_protect(cover, fact))
            .collect();
        for fact in facts {
            table.add(cover, fact);
        }
        for (at, differs) in table.differs.iter().enumerate() {
            let is_used = table.protected.get(at).is_some_and(|of| !of.is_empty());
            for number in differs.iter().filter(|_| is_used) {
                if let Some(telling) = table.telling.get_mut(*number) {
                    telling.push(at);
                }
            }
        }
        table
    }

    /// The worlds that count for a fact: those than which none is as good for it with fewer numbers or fewer people. None where it is
    /// protected whatever is shown.
    fn to_protect(&self, cover: &Cover, fact: &[usize]) -> Option<Vec<usize>> {
        let worlds = fact.iter().filter_map(|at| {
            let (witness, differs) = (cover.witnesses.get(*at)?, self.differs.get(*at)?);
            Some((*at, witness, differs))
        });
        let mut worlds: Vec<_> = worlds.collect();
        worlds.sort_by_key(|(_, witness, differs)| (differs.len(), witness.partners.len()));
        let mut kept: Vec<(usize, &Witness, &Vec<usize>)> = Vec::new();
        for world in worlds {
            let (_, witness, differs) = world;
            let is_no_better = kept.iter().any(|(_, other, fewer)| {
                other.partners.is_subset(&witness.partners)
                    && fewer.iter().all(|one| differs.binary_search(one).is_ok())
            });
            if !is_no_better {
                kept.push(world);
            }
        }
        let empty = kept.iter().filter(|(.., differs)| differs.is_empty());
        if Witness::deceive(empty.map(|(_, witness, _)| *witness)) {
            return None;
        }
        let mut kept: Vec<usize> = kept.into_iter().map(|(at, ..)| at).collect();
        kept.sort_unstable();
        Some(kept)
    }

    /// Adds a fact by its worlds.
    fn add(&mut self, cover: &Cover, fact: Vec<usize>) {
        let mut counted: BTreeMap<usize, usize> = BTreeMap::new();
        for at in &fact {
            let Some(witness) = cover.witnesses.get(*at) else {
                continue;
            };
            let partners = witness.partners.iter().map(|partner| {
                let next = counted.len();
                *counted.entry(*partner).or_insert(next)
            });
            let protected = Protected {
                fact: self.facts.len(),
                partners: partners.collect(),
            };
            if let Some(all) = self.protected.get_mut(*at) {
                all.push(protected);
            }
        }
        self.facts.push((fact, counted.len()));
    }
}

/// What is withheld, and what follows from it; kept in step by [`Choice::put`].
#[derive(Clone)]
struct Choice {
    withheld: Vec<bool>,
    /// By world: how many numbers still tell it from the true one.
    telling: Vec<usize>,
    /// By fact: how many of its worlds no number tells from the true one.
    live: Vec<usize>,
    /// By fact, by who takes part: in how many of these.
    takes_part: Vec<Vec<usize>>,
}

impl Choice {
    /// Everything.
    fn of(table: &Table) -> Self {
        let facts = table.facts.iter();
        let mut choice = Self {
            withheld: table.weights.iter().map(|weight| *weight == 0).collect(),
            telling: table.differs.iter().map(Vec::len).collect(),
            live: vec![0; table.facts.len()],
            takes_part: facts.map(|(_, partners)| vec![0; *partners]).collect(),
        };
        for (world, differs) in table.differs.iter().enumerate() {
            if differs.is_empty() {
                choice.turn(table, world, true);
            }
        }
        for number in 0..table.places.len() {
            choice.put(table, number, true);
        }
        choice
    }

    /// A choice of its own for each seed, and how many numbers it withheld at first.
    fn made(table: &Table, seed: u64) -> (usize, Self) {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut best = Self::of(table);
        let all = best.in_order(table, &mut chance, |_| true);
        best.give_back(table, all);
        let first = best.count(table);
        for _ in 0..ROUNDS {
            let other = best.anew(table, &mut chance);
            if other.worth(table) <= best.worth(table) {
                best = other;
            }
        }
        (first, best)
    }

    /// What is withheld, in an order in which it may be shown again: some before the rest, what is worth much before what is worth
    /// little, by chance.
    fn in_order(
        &self,
        table: &Table,
        chance: &mut ChaCha8Rng,
        first: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let mut price = |number: usize| {
            let weight = table.weights.get(number).copied().unwrap_or_default();
            weight * (1000 + u64::from(chance.next_u32() % 2000))
        };
        let mut all: Vec<(bool, u64, usize)> = (self.numbers(table))
            .map(|number| (first(number), price(number), number))
            .collect();
        all.sort_unstable_by(|one, other| other.cmp(one));
        all.into_iter().map(|(.., number)| number).collect()
    }

    fn is_withheld(&self, number: usize) -> bool {
        self.withheld.get(number).copied().unwrap_or_default()
    }

    /// Those withheld that are worth something.
    fn numbers<'c>(&'c self, table: &'c Table) -> impl Iterator<Item = usize> + 'c {
        let all = self.withheld.iter().zip(&table.weights).enumerate();
        let withheld = all.filter(|(_, (is, weight))| **is && **weight > 0);
        withheld.map(|(number, _)| number)
    }

    fn count(&self, table: &Table) -> usize {
        self.numbers(table).count()
    }

    fn worth(&self, table: &Table) -> u64 {
        let all = self.numbers(table);
        all.filter_map(|number| table.weights.get(number)).sum()
    }

    /// Withholds a number, or shows it again.
    fn put(&mut self, table: &Table, number: usize, withhold: bool) {
        let Some(is) = self.withheld.get_mut(number).filter(|is| **is != withhold) else {
            return;
        };
        *is = withhold;
        for world in table.telling.get(number).into_iter().flatten() {
            let Some(telling) = self.telling.get_mut(*world) else {
                continue;
            };
            *telling = if withhold { *telling - 1 } else { *telling + 1 };
            match (*telling, withhold) {
                (0, true) => self.turn(table, *world, true),
                (1, false) => self.turn(table, *world, false),
                _ => {}
            }
        }
    }

    /// Counts a world that can, or can no more, not be told from the true one.
    fn turn(&mut self, table: &Table, world: usize, is_live: bool) {
        let step = |count: Option<&mut usize>| {
            if let Some(count) = count {
                *count = if is_live { *count + 1 } else { *count - 1 };
            }
        };
        for Protected { fact, partners } in table.protected.get(world).into_iter().flatten() {
            step(self.live.get_mut(*fact));
            let takes_part = self.takes_part.get_mut(*fact);
            let Some(takes_part) = takes_part else {
                continue;
            };
            for partner in partners {
                step(takes_part.get_mut(*partner));
            }
        }
    }

    /// Whether a fact is protected: see [`Witness::deceive`].
    fn holds(&self, fact: usize) -> bool {
        let (Some(live), Some(partners)) = (self.live.get(fact), self.takes_part.get(fact)) else {
            return false;
        };
        *live > 0 && partners.iter().all(|part| part < live)
    }

    /// Shows again, in an order, what need not be withheld.
    fn give_back(&mut self, table: &Table, numbers: Vec<usize>) {
        let mut held = Vec::new();
        for number in numbers {
            let is_worth = table.weights.get(number).is_some_and(|weight| *weight > 0);
            if !is_worth || !self.is_withheld(number) {
                continue;
            }
            held.clear();
            for world in table.telling.get(number).into_iter().flatten() {
                if self.telling.get(*world) == Some(&0) {
                    let protected = table.protected.get(*world).into_iter().flatten();
                    held.extend(
                        protected
                            .map(|one| one.fact)
                            .filter(|fact| self.holds(*fact)),
                    );
                }
            }
            self.put(table, number, false);
            if held.iter().any(|fact| !self.holds(*fact)) {
                self.put(table, number, true);
            }
        }
    }

    /// Another choice: what some worlds need is withheld as well, and what need not be withheld any more is shown, the rest first.
    fn anew(&self, table: &Table, chance: &mut ChaCha8Rng) -> Self {
        let mut other = self.clone();
        for _ in 0..=below(chance, 3) {
            let fact = table.facts.get(below(chance, table.facts.len()));
            let worlds = fact.map_or(&[][..], |(worlds, _)| worlds);
            let world = worlds.get(below(chance, worlds.len()));
            let differs = world.and_then(|world| table.differs.get(*world));
            for number in differs.into_iter().flatten() {
                other.put(table, *number, true);
            }
        }
        let numbers = other.in_order(table, chance, |number| self.is_withheld(number));
        other.give_back(table, numbers);
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

    fn witness(partners: &[usize], lines: &[usize]) -> Witness {
        Witness {
            partners: partners.iter().copied().collect(),
            differs: Arc::new(lines.iter().map(|line| place(*line)).collect()),
        }
    }

    #[test]
    fn worlds_deceive_everybody_if_nobody_takes_part_in_all_of_them() {
        let worlds = [
            witness(&[1], &[]),
            witness(&[1, 3], &[]),
            witness(&[2, 3], &[]),
            witness(&[1, 2], &[]),
            witness(&[], &[]),
        ];
        let deceive = |which: &[usize]| Witness::deceive(which.iter().map(|at| &worlds[*at]));
        assert!(!deceive(&[]));
        assert!(!deceive(&[0]));
        assert!(!deceive(&[0, 1]));
        assert!(deceive(&[0, 2]));
        assert!(!deceive(&[1, 2]));
        assert!(deceive(&[1, 2, 3]));
        assert!(deceive(&[4]));
    }

    #[test]
    fn what_serves_several_facts_is_withheld_once_and_nothing_else() {
        let cover = Cover {
            witnesses: vec![
                witness(&[], &[1, 2, 3]),
                witness(&[], &[4]),
                witness(&[], &[4, 5]),
                witness(&[], &[6]),
            ],
            facts: [vec![0, 1], vec![2], vec![1]].into(),
        };
        let (withheld, _) = cover.choose(|_| 1);
        assert_eq!(withheld, [place(4), place(5)].into());
    }

    #[test]
    fn a_fact_is_protected_by_two_worlds_that_share_no_partner() {
        let cover = Cover {
            witnesses: vec![
                witness(&[1], &[1]),
                witness(&[1], &[2]),
                witness(&[2], &[3]),
                witness(&[1, 2], &[]),
                witness(&[3], &[4, 5, 6]),
            ],
            facts: [vec![0, 1, 2, 3, 4]].into(),
        };
        // The last with any other would do, too, and costs more.
        let (withheld, _) = cover.choose(|_| 1);
        assert_eq!(withheld.len(), 2, "{withheld:?}");
        assert!(cover.is_kept(&[0, 1, 2, 3, 4], &withheld));
        assert!(withheld.contains(&place(3)));
    }

    #[test]
    fn what_is_worth_nothing_is_withheld_wherever_it_tells_worlds_apart() {
        let cover = Cover {
            witnesses: vec![witness(&[], &[1, 2]), witness(&[], &[3, 4])],
            facts: [vec![0, 1]].into(),
        };
        let (withheld, _) = cover.choose(|place| u64::from(place.1.line != 1 && place.1.line != 2));
        assert_eq!(withheld, [place(1), place(2)].into());
    }

    #[test]
    fn a_fact_without_worlds_makes_everything_withheld() {
        let cover = Cover {
            witnesses: vec![witness(&[], &[1])],
            facts: [vec![], vec![0]].into(),
        };
        let (withheld, _) = cover.choose(|_| 1);
        assert_eq!(withheld, [place(1)].into());
    }
}
