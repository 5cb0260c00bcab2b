//! The numbers of one release as they are, and as they would be in another world.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::chart::catalog::{Catalog, Chart};
use crate::chart::count::{CountError, Source};
use crate::chart::numbers::{Numbers, Spot};
use crate::dataset::{Dataset, Missing, State};
use crate::form::name::{Code, QuestionName};
use crate::form::{Form, Mark};
use crate::reply::possible::Possible;
use crate::reply::submission::Submission;
use crate::reply::{AnswerKey, Facts};

/// Numbers of charts that are withheld, by the chart's identifier.
pub type Withheld = BTreeMap<String, BTreeSet<Spot>>;

/// Replies of a round and the charts that are made of them.
#[derive(Clone, Copy, Debug)]
pub struct Replies<'a> {
    /// The questionnaire.
    pub form: &'a Form,
    /// The charts.
    pub charts: &'a Catalog,
    /// The replies as columns.
    pub dataset: &'a Dataset,
    /// The round before, with its questionnaire.
    pub before: Option<(&'a Dataset, &'a Form)>,
    /// The same replies, one for each respondent of the dataset, in its order.
    pub submissions: &'a [Option<Submission>],
    /// The day of the last of them.
    pub as_of: NaiveDate,
}

/// A number of a scene: the place of its chart, and its place in it.
pub(super) type Place = (usize, Spot);

/// Another world: what changes in the replies.
#[derive(Clone, Debug)]
pub(super) enum World {
    /// These answers of two respondents are exchanged.
    Exchange(usize, usize, BTreeSet<AnswerKey>),
    /// These answers of the first stand also in the place of those of the second.
    Copy(usize, usize, BTreeSet<AnswerKey>),
}

/// A release, ready to be counted in other worlds.
pub(super) struct Scene<'a> {
    pub(super) replies: Replies<'a>,
    charts: Vec<&'a Chart>,
    /// What each chart reads; none where it reads all.
    reads: Vec<Option<BTreeSet<QuestionName>>>,
    /// The numbers as they are, after the gate.
    numbers: Vec<Numbers>,
    /// What is withheld beyond the gate: of what was released.
    withheld: BTreeSet<Place>,
    possible: Vec<Option<Possible<'a>>>,
}

impl<'a> Scene<'a> {
    pub(super) fn of(replies: Replies<'a>, withheld: &Withheld) -> Result<Self, CountError> {
        let has_before = replies.before.is_some();
        let charts = replies.charts.charts().iter();
        let charts: Vec<&Chart> = charts.filter(|chart| chart.applies(has_before)).collect();
        let numbers = charts.iter().map(|chart| chart.numbers(&replies.source()));
        let places = charts.iter().enumerate().flat_map(|(at, chart)| {
            let spots = withheld.get(chart.id()).into_iter().flatten();
            spots.map(move |spot| (at, *spot))
        });
        let round = replies.dataset.round();
        let possible = replies.submissions.iter().map(|submission| {
            let submission = submission.as_ref()?;
            let facts = Facts {
                period: round.period,
                today: replies.as_of,
                respondent: submission.head().respondent.clone(),
            };
            Some(Possible::of(replies.form, &facts, submission))
        });
        Ok(Self {
            numbers: numbers.collect::<Result<_, _>>()?,
            reads: charts
                .iter()
                .map(|chart| chart.reads(replies.form))
                .collect(),
            withheld: places.collect(),
            possible: possible.collect(),
            charts,
            replies,
        })
    }

    pub(super) fn charts(&self) -> &[&'a Chart] {
        &self.charts
    }

    pub(super) fn numbers(&self) -> &[Numbers] {
        &self.numbers
    }

    /// Every number that the gate shows.
    pub(super) fn shown(&self) -> impl Iterator<Item = Place> {
        let charts = self.numbers.iter().enumerate();
        charts.flat_map(|(at, numbers)| {
            let shown = numbers.spots().filter(|(_, cell)| cell.count().is_some());
            shown.map(move |(spot, _)| (at, spot))
        })
    }

    /// All numbers of the charts that read a question, but for those that read all.
    pub(super) fn about(&self, question: &QuestionName) -> BTreeSet<Place> {
        let reads = self.reads.iter().enumerate();
        let about = reads.filter(|(_, reads)| reads.as_ref().is_some_and(|r| r.contains(question)));
        about
            .flat_map(|(at, _)| {
                let spots = self.numbers.get(at).into_iter().flat_map(Numbers::spots);
                spots.map(move |(spot, _)| (at, spot))
            })
            .collect()
    }

    /// Whether an answer of a respondent is not known to everybody: that it exists and is not given, or is not asked, never is.
    pub(super) fn is_closed(&self, place: usize, key: &AnswerKey) -> bool {
        let dataset = self.replies.dataset;
        let item = dataset
            .item(&key.question, key.row.as_ref())
            .or_else(|| dataset.item(&key.question, None));
        item.is_some_and(|item| {
            let silent = [Missing::NotDisclosed, Missing::Hidden].map(State::Missing);
            let state = item.states().get(place);
            let mark = item.marks().get(place);
            mark.is_some_and(|mark| *mark != Mark::Attributable)
                || state.is_some_and(|state| silent.contains(state))
        })
    }

    pub(super) fn replied(&self, place: usize) -> bool {
        self.possible.get(place).is_some_and(Option::is_some)
    }

    pub(super) fn place_of(&self, respondent: &Code) -> Option<usize> {
        let mut all = self.replies.dataset.respondents().iter();
        let place = all.position(|one| one.code == *respondent)?;
        self.replied(place).then_some(place)
    }

    /// The keys of a reply, with the rows that the respondent added.
    pub(super) fn keys(&self, place: usize) -> impl Iterator<Item = &AnswerKey> {
        let submission = self.replies.submissions.get(place);
        let items = submission.and_then(Option::as_ref).map(Submission::items);
        items.unwrap_or_default().iter().map(|item| &item.key)
    }

    /// Whether both replies of a world could have been sent, by the rules of the questionnaire.
    pub(super) fn is_possible(&self, world: &World) -> bool {
        let reply = |place: usize| self.possible.get(place).and_then(Option::as_ref);
        let holds = |to: usize, from: usize, keys: &BTreeSet<AnswerKey>| {
            let (Some(to), Some(from)) = (reply(to), reply(from)) else {
                return false;
            };
            let others = keys.iter().map(|key| (key.clone(), from.item(key)));
            to.could_hold(&others.collect())
        };
        match world {
            World::Exchange(one, other, keys) => {
                holds(*one, *other, keys) && holds(*other, *one, keys)
            }
            World::Copy(from, to, keys) => holds(*to, *from, keys),
        }
    }

    /// The numbers that would be other ones: withheld here and shown there, or the reverse, too. `None` where even the rows or columns
    /// would be others, or names.
    pub(super) fn differences(&self, world: &World) -> Result<Option<BTreeSet<Place>>, CountError> {
        let (World::Exchange(.., keys) | World::Copy(.., keys)) = world;
        let questions: BTreeSet<&QuestionName> = keys.iter().map(|key| &key.question).collect();
        let dataset = changed(self.replies.dataset, world);
        let before = match world {
            // Who had another's answers now had them then: where both can be, what changed stays as it is.
            World::Exchange(one, other, keys) => self.replies.before.map(|(then, form)| {
                let place = |at: &usize| {
                    let code = &self.replies.dataset.respondents().get(*at)?.code;
                    then.respondents().iter().position(|one| one.code == *code)
                };
                let both = place(one).zip(place(other));
                let both = both.filter(|(one, other)| {
                    then.replied().contains(*one) && then.replied().contains(*other)
                });
                let then = both.map(|(one, other)| then.exchanged(one, other, keys));
                (then, form)
            }),
            World::Copy(..) => None,
        };
        let source = Source {
            dataset: &dataset,
            form: self.replies.form,
            before: match &before {
                Some((Some(then), form)) => Some((then, form)),
                _ => self.replies.before,
            },
        };
        let mut found = BTreeSet::new();
        for (at, chart) in self.charts.iter().enumerate() {
            let reads = self.reads.get(at).and_then(Option::as_ref);
            if reads.is_some_and(|reads| !reads.iter().any(|one| questions.contains(one))) {
                continue;
            }
            let there = chart.numbers(&source)?;
            let Some(here) = self.numbers.get(at) else {
                continue;
            };
            let Some(spots) = here.differences(&there) else {
                return Ok(None);
            };
            found.extend(spots.into_iter().map(|spot| (at, spot)));
        }
        found.retain(|place| !self.withheld.contains(place));
        Ok(Some(found))
    }

    /// Some numbers by chart.
    pub(super) fn by_chart(&self, places: &BTreeSet<Place>) -> Withheld {
        let mut withheld = Withheld::new();
        for (at, spot) in places {
            if let Some(chart) = self.charts.get(*at) {
                let spots = withheld.entry(chart.id().to_owned()).or_default();
                spots.insert(*spot);
            }
        }
        withheld
    }
}

fn changed(dataset: &Dataset, world: &World) -> Dataset {
    match world {
        World::Exchange(one, other, keys) => dataset.exchanged(*one, *other, keys),
        World::Copy(from, to, keys) => dataset.copied(*from, *to, keys),
    }
}

impl<'a> Replies<'a> {
    pub(super) const fn source(&self) -> Source<'a> {
        Source {
            dataset: self.dataset,
            form: self.form,
            before: self.before,
        }
    }
}
