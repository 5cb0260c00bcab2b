//! The search for worlds: for every protected fact, replies in which it is not true and that give the same figures.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::Search;
use super::cover::{Cover, Witness};
use super::scene::{Scene, World};
use crate::chart::count::CountError;
use crate::chart::statements::Statement;
use crate::dataset::{Missing, Set, State};
use crate::form::name::QuestionName;
use crate::reply::AnswerKey;

/// Something that is true of some respondents and must not follow.
struct Claim {
    /// In which answer it stands.
    key: AnswerKey,
    /// Of whom it is true.
    whole: Set,
    /// Of whom it is true and not known to everybody.
    closed: Set,
}

/// Worlds looked at, by who takes part, whether one is copied, and what is exchanged.
type Tried = BTreeMap<(usize, usize, bool, BTreeSet<AnswerKey>), Option<usize>>;

pub(super) struct Searcher<'s, 'a> {
    scene: &'s Scene<'a>,
    earlier: &'s [Scene<'a>],
    claims: Vec<Claim>,
    /// Questions whose answers are known whatever their mark: who may be named, and how far.
    fixed: BTreeSet<&'a QuestionName>,
    limits: Search,
    tried: Tried,
    pub(super) cover: Cover,
    /// How many facts there are, and how many of them nothing but silence protects.
    pub(super) facts: usize,
    pub(super) silenced: usize,
    /// Facts on questions of which something left before that does not protect them any more.
    pub(super) exposed_before: usize,
}

impl<'s, 'a> Searcher<'s, 'a> {
    pub(super) fn new(scene: &'s Scene<'a>, earlier: &'s [Scene<'a>], limits: Search) -> Self {
        let form = scene.replies.form;
        let fixed = [
            form.naming_question.as_ref(),
            form.publishing_question.as_ref(),
            form.default_mark_question.as_ref(),
        ];
        Self {
            claims: claims(scene),
            scene,
            earlier,
            fixed: fixed.into_iter().flatten().collect(),
            limits,
            tried: Tried::new(),
            cover: Cover::default(),
            facts: 0,
            silenced: 0,
            exposed_before: 0,
        }
    }

    /// Looks for worlds for every fact of some respondents, by their places.
    pub(super) fn run(&mut self, places: impl Iterator<Item = usize>) -> Result<(), CountError> {
        for place in places {
            if self.scene.replied(place) {
                self.respondent(place)?;
            }
        }
        Ok(())
    }

    /// Takes what another found.
    pub(super) fn take(&mut self, other: Self) {
        let first = self.cover.witnesses.len();
        self.cover.witnesses.extend(other.cover.witnesses);
        let facts = other.cover.facts.into_iter();
        let moved = facts.map(|fact| fact.into_iter().map(|at| at + first).collect());
        self.cover.facts.extend(moved);
        self.facts += other.facts;
        self.silenced += other.silenced;
        self.exposed_before += other.exposed_before;
    }

    fn respondent(&mut self, place: usize) -> Result<(), CountError> {
        let own = self.claims.iter().enumerate();
        let own = own.filter(|(_, claim)| claim.closed.contains(place));
        let own: Vec<usize> = own.map(|(at, _)| at).collect();
        self.facts += own.len();
        let mut found: BTreeMap<usize, Vec<usize>> =
            own.iter().map(|at| (*at, Vec::new())).collect();
        let partners = self.partners(place);
        // All that is closed in both at once: what hangs together stays together.
        for partner in partners.iter().copied().take(self.limits.partners) {
            let helps = |at: &usize| self.is_witnessed(*at, partner) && self.is_open(&found, *at);
            if !own.iter().any(helps) {
                continue;
            }
            let keys = self.both_closed(place, partner);
            let Some(world) = self.exchange(place, partner, keys.clone())? else {
                continue;
            };
            for at in &own {
                let inside = self
                    .claims
                    .get(*at)
                    .is_some_and(|one| keys.contains(&one.key));
                if inside && self.is_witnessed(*at, partner) {
                    found.entry(*at).or_default().push(world);
                }
            }
        }
        for at in own {
            if self.is_open(&found, at) {
                let list = found.entry(at).or_default();
                self.single(place, at, &partners, list)?;
            }
        }
        self.cover.facts.extend(found.into_values());
        Ok(())
    }

    /// Worlds for one fact: fewer answers exchanged, or another's answers taken, at last silence.
    fn single(
        &mut self,
        place: usize,
        at: usize,
        partners: &[usize],
        found: &mut Vec<usize>,
    ) -> Result<(), CountError> {
        let Some(key) = self.claims.get(at).map(|claim| claim.key.clone()) else {
            return Ok(());
        };
        let others: Vec<usize> = partners
            .iter()
            .copied()
            .filter(|partner| self.is_witnessed(at, *partner))
            .take(self.limits.single)
            .collect();
        for partner in &others {
            let both = self.both_closed(place, *partner);
            for keys in self.parts(&key, &both) {
                if self.is_enough(found) {
                    break;
                }
                found.extend(self.exchange(place, *partner, keys)?);
            }
        }
        for partner in others.iter().take(self.limits.copies) {
            if self.is_enough(found) {
                break;
            }
            let own: BTreeSet<AnswerKey> = self
                .all_keys(place, *partner)
                .into_iter()
                .filter(|key| self.scene.is_closed(place, key))
                .collect();
            for keys in self.parts(&key, &own) {
                found.extend(self.copy(place, *partner, keys)?);
            }
        }
        let is_covered = found.iter().any(|world| {
            let witness = self.cover.witnesses.get(*world);
            witness.is_some_and(|witness| witness.partner.is_none())
        });
        let silence = self.scene.about(&key.question);
        let left_before = self.earlier.iter().any(|scene| {
            let about = scene.about(&key.question);
            let shown: BTreeSet<_> = scene.shown().collect();
            about.iter().any(|place| shown.contains(place))
        });
        if !is_covered && self.distinct(found) < 2 {
            self.silenced += 1;
            self.exposed_before += usize::from(left_before);
        }
        found.push(self.cover.witnesses.len());
        self.cover.witnesses.push(Witness {
            partner: None,
            differs: silence,
        });
        Ok(())
    }

    /// Whether a fact has worlds that differ in so few numbers that looking further would not keep many more.
    fn is_enough(&self, found: &[usize]) -> bool {
        let near = found.iter().filter_map(|at| self.cover.witnesses.get(*at));
        let near = near.filter(|witness| witness.differs.len() <= self.limits.few);
        let partners: BTreeSet<_> = near.map(|witness| witness.partner).collect();
        partners.len() >= 2 || partners.contains(&None)
    }

    fn distinct(&self, worlds: &[usize]) -> usize {
        let partners = worlds
            .iter()
            .filter_map(|at| self.cover.witnesses.get(*at)?.partner);
        partners.collect::<BTreeSet<_>>().len()
    }

    /// Whether a fact still lacks worlds that need nothing withheld.
    fn is_open(&self, found: &BTreeMap<usize, Vec<usize>>, at: usize) -> bool {
        let worlds = found.get(&at).map(Vec::as_slice).unwrap_or_default();
        let free = worlds.iter().filter_map(|at| self.cover.witnesses.get(*at));
        let free = free.filter(|witness| witness.differs.is_empty());
        let partners: BTreeSet<_> = free.map(|witness| witness.partner).collect();
        partners.len() < 2 && !partners.contains(&None)
    }

    /// Whether what is true of a respondent is not of this one.
    fn is_witnessed(&self, at: usize, partner: usize) -> bool {
        let claim = self.claims.get(at);
        claim.is_some_and(|claim| !claim.whole.contains(partner))
    }

    /// Those who replied, the likeliest partners first: of the same group, with most answers closed as well.
    fn partners(&self, place: usize) -> Vec<usize> {
        let respondents = self.scene.replies.dataset.respondents();
        let group = |at: usize| respondents.get(at).map(|one| &one.facts);
        let shared = |other: usize| {
            let (Some(own), Some(theirs)) = (group(place), group(other)) else {
                return 0;
            };
            own.iter()
                .filter(|(name, value)| theirs.get(*name) == Some(value))
                .count()
        };
        let mut all: Vec<(usize, usize, usize)> = (0..respondents.len())
            .filter(|other| *other != place && self.scene.replied(*other))
            .map(|other| (shared(other), self.both_closed(place, other).len(), other))
            .collect();
        all.sort_by_key(|(shared, closed, other)| {
            (std::cmp::Reverse((*closed / 100, *shared)), *other)
        });
        all.into_iter().map(|(.., other)| other).collect()
    }

    fn all_keys(&self, one: usize, other: usize) -> BTreeSet<AnswerKey> {
        let keys = self.scene.keys(one).chain(self.scene.keys(other));
        keys.filter(|key| !self.fixed.contains(&key.question))
            .cloned()
            .collect()
    }

    fn both_closed(&self, one: usize, other: usize) -> BTreeSet<AnswerKey> {
        let mut keys = self.all_keys(one, other);
        keys.retain(|key| self.scene.is_closed(one, key) && self.scene.is_closed(other, key));
        keys
    }

    /// Parts of some answers with one of them in it: those to the questions of its section, of these those in its row, those to its question.
    fn parts(&self, key: &AnswerKey, all: &BTreeSet<AnswerKey>) -> Vec<BTreeSet<AnswerKey>> {
        let form = self.scene.replies.form;
        let section = |one: &AnswerKey| {
            let question = form.question(one.question.as_str());
            question.map(|question| &question.section)
        };
        let own = section(key);
        let kept = |keep: &dyn Fn(&AnswerKey) -> bool| -> BTreeSet<AnswerKey> {
            all.iter().filter(|one| keep(one)).cloned().collect()
        };
        // The fewest first: what they touch is counted again in few charts.
        let mut parts = vec![kept(&|one| one.question == key.question)];
        if key.row.is_some() {
            parts.push(kept(&|one| section(one) == own && one.row == key.row));
        }
        parts.push(kept(&|one| section(one) == own));
        parts.retain(|part| part.contains(key));
        parts.dedup();
        parts
    }

    fn exchange(
        &mut self,
        one: usize,
        other: usize,
        keys: BTreeSet<AnswerKey>,
    ) -> Result<Option<usize>, CountError> {
        let name = (one.min(other), one.max(other), false, keys);
        if let Some(known) = self.tried.get(&name) {
            // From the other side the partner is the other one.
            let witness = known.and_then(|at| self.cover.witnesses.get(at)).cloned();
            return Ok(witness.map(|witness| self.keep(Some(other), witness.differs)));
        }
        let world = World::Exchange(one, other, name.3.clone());
        let at = self.looked_at(&world, Some(other))?;
        self.tried.insert(name, at);
        Ok(at)
    }

    fn copy(
        &mut self,
        place: usize,
        from: usize,
        keys: BTreeSet<AnswerKey>,
    ) -> Result<Option<usize>, CountError> {
        let name = (from, place, true, keys);
        if let Some(known) = self.tried.get(&name) {
            return Ok(*known);
        }
        let world = World::Copy(from, place, name.3.clone());
        let at = self.looked_at(&world, None)?;
        self.tried.insert(name, at);
        Ok(at)
    }

    /// Counts a world; its number if it could be, and if nothing that left before would be other.
    fn looked_at(
        &mut self,
        world: &World,
        partner: Option<usize>,
    ) -> Result<Option<usize>, CountError> {
        let Some(differs) = self.scene.differences(world)? else {
            return Ok(None);
        };
        if differs.len() > self.limits.most_differences || !self.scene.is_possible(world) {
            return Ok(None);
        }
        for scene in self.earlier {
            if !self.is_unseen(scene, world)? {
                return Ok(None);
            }
        }
        Ok(Some(self.keep(partner, differs)))
    }

    fn keep(&mut self, partner: Option<usize>, differs: BTreeSet<super::scene::Place>) -> usize {
        let at = self.cover.witnesses.len();
        self.cover.witnesses.push(Witness { partner, differs });
        at
    }

    /// Whether an earlier release would be the same in a world of this one: those who take part are both in it, or neither.
    fn is_unseen(&self, scene: &Scene<'_>, world: &World) -> Result<bool, CountError> {
        let respondents = self.scene.replies.dataset.respondents();
        let place = |at: usize| scene.place_of(&respondents.get(at)?.code);
        let then = match world {
            World::Exchange(one, other, keys) => match (place(*one), place(*other)) {
                (None, None) => return Ok(true),
                (Some(one), Some(other)) => {
                    let closed = keys
                        .iter()
                        .all(|key| scene.is_closed(one, key) && scene.is_closed(other, key));
                    if !closed {
                        return Ok(false);
                    }
                    World::Exchange(one, other, keys.clone())
                }
                _ => return Ok(false),
            },
            World::Copy(from, to, keys) => match (place(*from), place(*to)) {
                (_, None) => return Ok(true),
                (Some(from), Some(to)) => World::Copy(from, to, keys.clone()),
                (None, Some(_)) => return Ok(false),
            },
        };
        let differs = scene.differences(&then)?;
        Ok(differs.is_some_and(|differs| differs.is_empty()) && scene.is_possible(&then))
    }
}

/// What charts count of single respondents, and that an answer exists and is not given.
fn claims(scene: &Scene<'_>) -> Vec<Claim> {
    let replies = &scene.replies;
    let dataset = replies.dataset;
    let statements = replies.charts.statements(replies.form, dataset.round());
    let mut claims = Vec::new();
    let keys: BTreeSet<AnswerKey> = statements.iter().map(|one| one.key.clone()).collect();
    for Statement {
        key,
        field,
        choices,
    } in statements
    {
        if let Some(item) = dataset.item(&key.question, key.row.as_ref()) {
            let named = item.named(&field, &choices);
            claims.push(Claim {
                key,
                whole: named.usable().clone(),
                closed: named.closed(),
            });
        }
    }
    for key in keys {
        if let Some(item) = dataset.item(&key.question, key.row.as_ref()) {
            let silent = State::Missing(Missing::NotDisclosed);
            let whole = Set::pack(item.states().iter().map(|state| *state == silent));
            claims.push(Claim {
                key,
                closed: whole.clone(),
                whole,
            });
        }
    }
    claims
}
