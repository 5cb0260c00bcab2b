//! The search for worlds: for every protected fact, replies in which it is not true and that give the same figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::answers::Answers;
use super::audit::Search;
use super::cover::{Cover, Witness};
use super::scene::{Place, Scene, World};
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

/// Worlds looked at, by whose answers change, who the other is, whether these are copied or exchanged, and which.
type Tried = HashMap<(usize, usize, bool, Set), Option<usize>>;

pub(super) struct Searcher<'s, 'a> {
    scene: &'s Scene<'a>,
    earlier: &'s [Scene<'a>],
    answers: &'s Answers,
    claims: Vec<Claim>,
    limits: Search,
    tried: Tried,
    /// By question: the world in which nothing is said of it.
    silences: BTreeMap<QuestionName, usize>,
    pub(super) cover: Cover,
    /// How many facts there are, and how many of them nothing but silence protects.
    pub(super) facts: usize,
    pub(super) silenced: usize,
    /// Facts on questions of which something left before that does not protect them any more.
    pub(super) exposed_before: usize,
    /// Worlds that were counted and could be.
    pub(super) worlds: usize,
}

impl<'s, 'a> Searcher<'s, 'a> {
    pub(super) fn new(
        scene: &'s Scene<'a>,
        earlier: &'s [Scene<'a>],
        answers: &'s Answers,
        limits: Search,
    ) -> Self {
        Self {
            claims: claims(scene),
            scene,
            earlier,
            answers,
            limits,
            tried: Tried::new(),
            silences: BTreeMap::new(),
            cover: Cover::default(),
            facts: 0,
            silenced: 0,
            exposed_before: 0,
            worlds: 0,
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
        self.worlds += other.worlds;
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
            let both = self.answers.both_closed(place, partner);
            let Some(world) = self.exchange(place, partner, &both)? else {
                continue;
            };
            for at in &own {
                let claim = self.claims.get(*at);
                let inside = claim.is_some_and(|one| self.answers.holds(&both, &one.key));
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
        let form = self.scene.replies.form;
        for partner in &others {
            let both = self.answers.both_closed(place, *partner);
            for part in self.answers.parts(form, &key, &both) {
                if self.is_enough(found) {
                    break;
                }
                found.extend(self.exchange(place, *partner, &part)?);
            }
        }
        for partner in others.iter().take(self.limits.copies) {
            if self.is_enough(found) {
                break;
            }
            let own = self.answers.closed(place, *partner);
            for part in self.answers.parts(form, &key, &own) {
                found.extend(self.copy(place, *partner, &part)?);
            }
        }
        let partners = self.partners_of(found.iter(), |_| true);
        if partners.len() < 2 && !partners.contains(&None) {
            self.silenced += 1;
            let shows = |scene: &Scene<'_>| {
                let about = scene.about(&key.question);
                scene.shown().any(|place| about.contains(&place))
            };
            self.exposed_before += usize::from(self.earlier.iter().any(shows));
        }
        let silence = self.silence(&key.question);
        found.push(silence);
        Ok(())
    }

    /// The world in which nothing is said of a question.
    fn silence(&mut self, question: &QuestionName) -> usize {
        if let Some(known) = self.silences.get(question) {
            return *known;
        }
        let at = self.keep(None, self.scene.about(question).into());
        self.silences.insert(question.clone(), at);
        at
    }

    /// The partners of some worlds, none for those of nobody else.
    fn partners_of<'w>(
        &self,
        worlds: impl Iterator<Item = &'w usize>,
        fits: impl Fn(&Witness) -> bool,
    ) -> BTreeSet<Option<usize>> {
        let worlds = worlds.filter_map(|at| self.cover.witnesses.get(*at));
        let fitting = worlds.filter(|witness| fits(witness));
        fitting.map(|witness| witness.partner).collect()
    }

    /// Whether a fact has worlds that differ in so few numbers that looking further would not keep many more.
    fn is_enough(&self, found: &[usize]) -> bool {
        let few = self.limits.few;
        let partners = self.partners_of(found.iter(), |world| world.differs.len() <= few);
        partners.len() >= 2 || partners.contains(&None)
    }

    /// Whether a fact still lacks worlds that need nothing withheld.
    fn is_open(&self, found: &BTreeMap<usize, Vec<usize>>, at: usize) -> bool {
        let worlds = found.get(&at).map(Vec::as_slice).unwrap_or_default();
        let partners = self.partners_of(worlds.iter(), |world| world.differs.is_empty());
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
        let mut all: Vec<(usize, u64, usize)> = (0..respondents.len())
            .filter(|other| *other != place && self.scene.replied(*other))
            .map(|other| {
                let closed = self.answers.both_closed(place, other).count();
                (shared(other), closed, other)
            })
            .collect();
        all.sort_by_key(|(shared, closed, other)| {
            (std::cmp::Reverse((*closed / 100, *shared)), *other)
        });
        all.into_iter().map(|(.., other)| other).collect()
    }

    fn exchange(
        &mut self,
        one: usize,
        other: usize,
        answers: &Set,
    ) -> Result<Option<usize>, CountError> {
        let name = (one, other, false, answers.clone());
        if let Some(known) = self.tried.get(&name) {
            return Ok(*known);
        }
        let mirrored = (other, one, false, answers.clone());
        let at = if let Some(known) = self.tried.get(&mirrored) {
            // From this side the partner is the other one.
            let witness = known.and_then(|at| self.cover.witnesses.get(at));
            let differs = witness.map(|witness| Arc::clone(&witness.differs));
            differs.map(|differs| self.keep(Some(other), differs))
        } else {
            let world = World::Exchange(one, other, self.answers.keys(answers));
            self.looked_at(&world, Some(other))?
        };
        self.tried.insert(name, at);
        Ok(at)
    }

    fn copy(
        &mut self,
        place: usize,
        from: usize,
        answers: &Set,
    ) -> Result<Option<usize>, CountError> {
        let name = (place, from, true, answers.clone());
        if let Some(known) = self.tried.get(&name) {
            return Ok(*known);
        }
        let world = World::Copy(from, place, self.answers.keys(answers));
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
        self.worlds += 1;
        Ok(Some(self.keep(partner, differs.into())))
    }

    fn keep(&mut self, partner: Option<usize>, differs: Arc<BTreeSet<Place>>) -> usize {
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
