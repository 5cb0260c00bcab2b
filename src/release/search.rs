//! The search for worlds: for every protected fact, replies in which it is not true and that give the same figures.

mod chain;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::answers::Answers;
use super::audit::Search;
use super::claims::Claim;
use super::cover::{Cover, Witness};
use super::scene::{Place, Scene, World};
use crate::chart::count::CountError;
use crate::dataset::Set;
use crate::form::name::QuestionName;
use crate::reply::AnswerKey;
use crate::reply::possible::without;
use crate::reply::raw::RawAnswers;

/// A world that was looked at and could be.
struct Found {
    /// The numbers in which it differs.
    differs: Arc<BTreeSet<Place>>,
    /// What is not true in it of whom, by place and claim.
    refuted: BTreeMap<usize, Vec<usize>>,
}

/// Worlds looked at, by whose answers change, who the other is, whether these are copied or exchanged, and which.
type Tried = HashMap<(usize, usize, bool, Set), Option<Arc<Found>>>;

/// The worlds of each fact of a respondent, by its claim.
type Worlds = BTreeMap<usize, Vec<usize>>;

pub(super) struct Searcher<'s, 'a> {
    scene: &'s Scene<'a>,
    earlier: &'s [Scene<'a>],
    answers: &'s Answers,
    claims: &'s [Claim],
    limits: Search,
    tried: Tried,
    /// By question of which nothing may be shown: the world in which nothing is said of it.
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
        claims: &'s [Claim],
        limits: Search,
    ) -> Self {
        Self {
            claims,
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

    /// The questions of which nothing may be shown.
    pub(super) fn silent(&self) -> BTreeSet<QuestionName> {
        self.silences.keys().cloned().collect()
    }

    /// Takes what another found.
    pub(super) fn take(&mut self, other: Self) {
        let first = self.cover.witnesses.len();
        self.cover.witnesses.extend(other.cover.witnesses);
        let facts = other.cover.facts.into_iter();
        let moved = facts.map(|fact| fact.into_iter().map(|at| at + first).collect());
        self.cover.facts.extend(moved);
        let silences = other.silences.into_iter();
        let moved = silences.map(|(question, at)| (question, at + first));
        self.silences.extend(moved);
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
        let mut worlds: Worlds = own.iter().map(|at| (*at, Vec::new())).collect();
        let partners = self.partners(place);
        // All that is closed in both at once: what hangs together stays together.
        for partner in partners.iter().copied().take(self.limits.partners) {
            let helps = |at: &usize| self.is_witnessed(*at, partner) && self.is_open(&worlds, *at);
            if !own.iter().any(helps) {
                continue;
            }
            let both = self.answers.both_closed(place, partner);
            let found = self.exchange(place, partner, &both)?;
            let differs = found.as_ref().is_none_or(|found| !found.differs.is_empty());
            self.note(&mut worlds, place, &[partner], found);
            // What only one of them was asked or answered stays: a short reply stays a short one.
            let shared = self.answers.answered(place, partner).and(&both);
            if differs && shared != both {
                let found = self.exchange(place, partner, &shared)?;
                self.note(&mut worlds, place, &[partner], found);
            }
        }
        for at in own {
            if self.is_open(&worlds, at) {
                self.single(place, at, &partners, &mut worlds)?;
            }
        }
        self.cover.facts.extend(worlds.into_values());
        Ok(())
    }

    /// Notes a world with every fact that is not true in it.
    fn note(
        &mut self,
        worlds: &mut Worlds,
        place: usize,
        partners: &[usize],
        found: Option<Arc<Found>>,
    ) {
        let Some(found) = found else {
            return;
        };
        let refuted = found.refuted.get(&place).map(Vec::as_slice);
        let refuted = refuted.unwrap_or_default();
        if refuted.is_empty() {
            return;
        }
        let world = self.keep(partners, Arc::clone(&found.differs));
        for at in refuted {
            if let Some(list) = worlds.get_mut(at) {
                list.push(world);
            }
        }
    }

    /// Worlds for one fact: fewer answers exchanged, or another's answers taken, or none given; at last silence.
    fn single(
        &mut self,
        place: usize,
        at: usize,
        partners: &[usize],
        worlds: &mut Worlds,
    ) -> Result<(), CountError> {
        let Some(keys) = self.claims.get(at).map(|claim| claim.keys.clone()) else {
            return Ok(());
        };
        let Some(key) = keys.first() else {
            return Ok(());
        };
        let others = partners.iter().copied();
        let others = others.filter(|partner| self.is_witnessed(at, *partner));
        // An answer in the place of an answer asks for the fewest others; where none fits, who said nothing can have said it.
        let (mut others, silent): (Vec<usize>, Vec<usize>) =
            others.partition(|partner| self.scene.answered(*partner, key));
        others.truncate(self.limits.single);
        others.extend(silent.into_iter().take(self.limits.silent));
        if keys.len() > 1 {
            self.chain(place, at, partners, worlds)?;
        }
        let form = self.scene.replies.form;
        for partner in &others {
            let both = self.answers.both_closed(place, *partner);
            for part in self.answers.parts(form, &keys, &both) {
                if self.is_enough(worlds, at) {
                    break;
                }
                let found = self.exchange(place, *partner, &part)?;
                self.note(worlds, place, &[*partner], found);
            }
        }
        if !self.is_enough(worlds, at)
            && let Some(typed) = self.less(place, at)
        {
            let found = self.retyped(place, typed)?;
            self.note(worlds, place, &[], found);
        }
        for from in others.iter().take(self.limits.copies) {
            let own = self.answers.closed(place, *from);
            for part in self.answers.parts(form, &keys, &own) {
                if self.is_enough(worlds, at) {
                    break;
                }
                let found = self.copy(place, *from, &part)?;
                self.note(worlds, place, &[], found);
            }
        }
        for answer in without() {
            if !self.is_lost(worlds, at) {
                break;
            }
            let telling = self.telling(place, at).into_iter();
            let typed = telling.map(|key| (key, answer.clone())).collect();
            let found = self.retyped(place, typed)?;
            self.note(worlds, place, &[], found);
        }
        if self.is_lost(worlds, at) {
            self.silenced += 1;
            let shows = |scene: &Scene<'_>| {
                let about = scene.about(&key.question);
                scene.shown().any(|place| about.contains(&place))
            };
            self.exposed_before += usize::from(self.earlier.iter().any(shows));
            let silence = self.silence(&key.question);
            worlds.entry(at).or_default().push(silence);
        }
        Ok(())
    }

    /// The world in which nothing is said of a question: its charts are left out, with the words of their lines.
    fn silence(&mut self, question: &QuestionName) -> usize {
        if let Some(known) = self.silences.get(question) {
            return *known;
        }
        let at = self.keep(&[], self.scene.about(question).into());
        self.silences.insert(question.clone(), at);
        at
    }

    /// Whether a fact has worlds that fit and together deceive everybody.
    fn has(&self, worlds: &Worlds, at: usize, fits: impl Fn(&Witness) -> bool) -> bool {
        let worlds = worlds.get(&at).into_iter().flatten();
        let worlds = worlds.filter_map(|at| self.cover.witnesses.get(*at));
        Witness::deceive(worlds.filter(|witness| fits(witness)))
    }

    /// Whether a fact has worlds that differ in so few numbers that looking further would not keep many more.
    fn is_enough(&self, worlds: &Worlds, at: usize) -> bool {
        let few = self.limits.few;
        self.has(worlds, at, |world| world.differs.len() <= few)
    }

    /// Whether a fact still lacks worlds that need nothing withheld.
    fn is_open(&self, worlds: &Worlds, at: usize) -> bool {
        !self.has(worlds, at, |world| world.differs.is_empty())
    }

    /// Whether a fact has no worlds that protect it.
    fn is_lost(&self, worlds: &Worlds, at: usize) -> bool {
        !self.has(worlds, at, |_| true)
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
    ) -> Result<Option<Arc<Found>>, CountError> {
        // From either side it is the same world.
        let name = (one.min(other), one.max(other), false, answers.clone());
        if let Some(known) = self.tried.get(&name) {
            return Ok(known.clone());
        }
        let half = |to: usize, from: usize| {
            let typed = self.typed(from, answers);
            self.scene.other(to, typed, Some(from))
        };
        let world = half(one, other)
            .and_then(|first| Some(vec![first, half(other, one)?]))
            .map(|others| World { others });
        let found = self.looked_at(world)?;
        self.tried.insert(name, found.clone());
        Ok(found)
    }

    fn copy(
        &mut self,
        place: usize,
        from: usize,
        answers: &Set,
    ) -> Result<Option<Arc<Found>>, CountError> {
        let name = (place, from, true, answers.clone());
        if let Some(known) = self.tried.get(&name) {
            return Ok(known.clone());
        }
        let typed = self.typed(from, answers);
        let other = self.scene.other(place, typed, Some(from));
        let found = self.looked_at(other.map(World::of_one))?;
        self.tried.insert(name, found.clone());
        Ok(found)
    }

    /// What somebody typed for some answers.
    fn typed(&self, from: usize, answers: &Set) -> RawAnswers {
        let keys = self.answers.keys(answers).into_iter();
        let typed = keys.map(|key| {
            let answer = self.scene.typed(from, &key);
            (key, answer)
        });
        typed.collect()
    }

    /// The world in which one respondent, and nobody else, typed some answers anew.
    fn retyped(
        &mut self,
        place: usize,
        typed: RawAnswers,
    ) -> Result<Option<Arc<Found>>, CountError> {
        let other = self.scene.other(place, typed, None);
        self.looked_at(other.map(World::of_one))
    }

    /// Whether a claim is true in an answer of a respondent.
    fn is_true_in(&self, at: usize, place: usize, key: &AnswerKey) -> bool {
        let claim = self.claims.get(at);
        claim.is_some_and(|claim| claim.holds_in(self.scene.replies.dataset, place, key))
    }

    /// Those answers of a respondent in which a claim is true of it.
    fn telling(&self, place: usize, at: usize) -> Vec<AnswerKey> {
        let keys = self.claims.get(at).map(|claim| claim.keys.iter());
        let keys = keys.into_iter().flatten();
        keys.filter(|key| self.is_true_in(at, place, key))
            .cloned()
            .collect()
    }

    /// What a respondent typed, without the choices of a claim; none where an answer would be empty.
    fn less(&self, place: usize, at: usize) -> Option<RawAnswers> {
        let (field, choices) = self.claims.get(at)?.named.as_ref()?;
        let without = |key: AnswerKey| {
            let mut answer = self.scene.typed(place, &key);
            let values = answer.values.get_mut(field)?;
            values.retain(|value| !choices.iter().any(|choice| choice.as_str() == value));
            (!values.is_empty()).then_some((key, answer))
        };
        self.telling(place, at).into_iter().map(without).collect()
    }

    /// Counts a world, if it could be and nothing that left before would be other.
    fn looked_at(&mut self, world: Option<World>) -> Result<Option<Arc<Found>>, CountError> {
        let Some(world) = world else {
            return Ok(None);
        };
        let Some(differs) = self.scene.differences(&world)? else {
            return Ok(None);
        };
        if differs.len() > self.limits.most_differences {
            return Ok(None);
        }
        for scene in self.earlier {
            if !self.is_unseen(scene, &world)? {
                return Ok(None);
            }
        }
        self.worlds += 1;
        let refuted = world.others.iter().map(|other| {
            let claims = self.claims.iter().enumerate();
            let dataset = self.scene.replies.dataset;
            let refuted = claims.filter(|(_, claim)| claim.is_refuted_by(other, dataset));
            (other.place, refuted.map(|(at, _)| at).collect())
        });
        Ok(Some(Arc::new(Found {
            differs: differs.into(),
            refuted: refuted.collect(),
        })))
    }

    fn keep(&mut self, partners: &[usize], differs: Arc<BTreeSet<Place>>) -> usize {
        let at = self.cover.witnesses.len();
        let partners = partners.iter().copied().collect();
        self.cover.witnesses.push(Witness { partners, differs });
        at
    }

    /// Whether an earlier release would be the same in a world of this one: those who took part in it typed the same anew.
    fn is_unseen(&self, scene: &Scene<'_>, world: &World) -> Result<bool, CountError> {
        let respondents = self.scene.replies.dataset.respondents();
        let mut others = Vec::new();
        for other in &world.others {
            let respondent = respondents.get(other.place);
            let Some(place) = respondent.and_then(|one| scene.place_of(&one.code)) else {
                continue;
            };
            let Some(then) = scene.other(place, other.typed.clone(), None) else {
                return Ok(false);
            };
            others.push(then);
        }
        if others.is_empty() {
            return Ok(true);
        }
        let differs = scene.differences(&World { others })?;
        Ok(differs.is_some_and(|differs| differs.is_empty()))
    }
}
