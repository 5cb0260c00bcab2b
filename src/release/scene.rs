//! The numbers of one release as they are, and as they would be in another world.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::chart::catalog::{Catalog, Chart};
use crate::chart::count::{CountError, Source};
use crate::chart::numbers::{Numbers, Spot};
use crate::dataset::{Dataset, Move};
use crate::form::Form;
use crate::form::name::{Code, QuestionName};
use crate::reply::possible::Possible;
use crate::reply::raw::{RawAnswer, RawAnswers};
use crate::reply::submission::{State as Given, Submission};
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

/// So many answers of others are tried where a rule asks for one.
const OFFERS: usize = 4;

/// A number of a scene: the place of its chart, and its place in it.
pub(super) type Place = (usize, Spot);

/// Another reply of a respondent: as it would have been submitted in another world.
pub(super) struct Other {
    pub(super) place: usize,
    /// All that was typed anew for it.
    pub(super) typed: RawAnswers,
    /// The reply, as columns of one respondent.
    pub(super) reply: Dataset,
    /// Where it differs.
    pub(super) keys: BTreeSet<AnswerKey>,
}

/// Another world: replies in the place of those of some respondents.
pub(super) struct World {
    pub(super) others: Vec<Other>,
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
    /// What nobody could have answered otherwise: who may be named, and how far, is known of everybody whatever its mark.
    fixed: Vec<&'a QuestionName>,
}

impl<'a> Scene<'a> {
    /// With the numbers of charts that left, where some did: what readers have is not what would be counted now.
    pub(super) fn of(
        replies: Replies<'a>,
        withheld: &Withheld,
        left: &BTreeMap<String, Numbers>,
    ) -> Result<Self, CountError> {
        let charts: Vec<&Chart> = replies.charts.charts().iter().collect();
        let numbers = charts.iter().map(|chart| match left.get(chart.id()) {
            Some(numbers) => Ok(numbers.clone()),
            None => chart.numbers(&replies.source()),
        });
        let places = charts.iter().enumerate().flat_map(|(at, chart)| {
            let spots = withheld.get(chart.id()).into_iter().flatten();
            spots.map(move |spot| (at, *spot))
        });
        let form = replies.form;
        let fixed = [
            form.naming_question.as_ref(),
            form.publishing_question.as_ref(),
            form.default_mark_question.as_ref(),
        ];
        let round = replies.dataset.round();
        let possible = replies.submissions.iter().map(|submission| {
            let submission = submission.as_ref()?;
            let facts = Facts {
                period: round.period,
                today: replies.as_of,
                respondent: submission.head().respondent.clone(),
            };
            Some(Possible::of(replies.form, round, &facts, submission))
        });
        Ok(Self {
            numbers: numbers.collect::<Result<_, _>>()?,
            reads: charts
                .iter()
                .map(|chart| chart.reads(replies.form))
                .collect(),
            withheld: places.collect(),
            fixed: fixed.into_iter().flatten().collect(),
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

    /// Whether a chart, by its place, speaks of one of these questions.
    pub(super) fn speaks_of(&self, chart: usize, questions: &BTreeSet<QuestionName>) -> bool {
        let reads = self.reads.get(chart).and_then(Option::as_ref);
        !questions.is_empty() && reads.is_none_or(|reads| !reads.is_disjoint(questions))
    }

    /// All numbers of the charts that read a question, but for those that read all.
    pub(super) fn about(&self, question: &QuestionName) -> BTreeSet<Place> {
        let reads = self.reads.iter().enumerate();
        let about = reads.filter(|(_, reads)| reads.as_ref().is_some_and(|r| r.contains(question)));
        self.all_of(&about.map(|(at, _)| at).collect())
    }

    /// Whether an answer of a respondent could be another for all that is known of it by name.
    pub(super) fn is_free(&self, place: usize, key: &AnswerKey) -> bool {
        !self.fixed.contains(&&key.question) && self.replies.dataset.is_closed(place, key)
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

    /// Whether a respondent gave a value.
    pub(super) fn answered(&self, place: usize, key: &AnswerKey) -> bool {
        let reply = self.possible.get(place).and_then(Option::as_ref);
        let item = reply.and_then(|reply| reply.item(key));
        item.is_some_and(|item| item.state == Given::Answered)
    }

    /// What somebody typed for an answer, to be typed by another; nothing where it has none.
    pub(super) fn typed(&self, place: usize, key: &AnswerKey) -> RawAnswer {
        let reply = self.possible.get(place).and_then(Option::as_ref);
        reply.map_or_else(RawAnswer::default, |reply| reply.typed(key))
    }

    /// The reply of a respondent with some answers typed anew, and with what the rules of the questionnaire ask for then, taken from a
    /// partner first. `None` where no reply is found that changes nothing but what is not known by name.
    pub(super) fn other(
        &self,
        place: usize,
        typed: RawAnswers,
        partner: Option<usize>,
    ) -> Option<Other> {
        let reply = self.possible.get(place)?.as_ref()?;
        let everybody = 0..self.possible.len();
        let likely = |key: &AnswerKey| {
            let all = partner.into_iter().chain(everybody.clone());
            let answered = all.filter(|at| self.answered(*at, key));
            answered
                .take(OFFERS)
                .map(|at| self.typed(at, key))
                .collect()
        };
        let (submission, typed) = reply.with(typed, |key| self.is_free(place, key), likely)?;
        let dataset = self.replies.dataset;
        let respondent = dataset.respondents().get(place)?;
        let (form, round) = (self.replies.form, dataset.round());
        let keys = reply.differing(&submission);
        let questions = keys.iter().map(|key| &key.question).collect();
        let reply = Dataset::of_one(form, round, respondent, &submission, &questions).ok()?;
        let closed = |key| dataset.is_closed(place, key) && reply.is_closed(0, key);
        keys.iter().all(closed).then_some(Other {
            place,
            typed,
            reply,
            keys,
        })
    }

    /// The numbers that would be other ones: withheld here and shown there, or the reverse, too. `None` where even the rows or columns
    /// would be others, or names.
    pub(super) fn differences(&self, world: &World) -> Result<Option<BTreeSet<Place>>, CountError> {
        let others = world.others.iter();
        let moves: Vec<Move<'_>> = others.clone().map(Other::moved).collect();
        let dataset = self.replies.dataset.changed(&moves);
        let questions = others.flat_map(|other| &other.keys);
        let questions: BTreeSet<QuestionName> = questions.map(|key| key.question.clone()).collect();
        let source = Source {
            dataset: &dataset,
            form: self.replies.form,
            // What was said the time before stays: other replies then would have to be possible, and what left of them the same.
            before: self.replies.before,
        };
        let mut found = BTreeSet::new();
        for (at, chart) in self.charts.iter().enumerate() {
            if !self.speaks_of(at, &questions) {
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

    /// All numbers of some charts.
    pub(super) fn all_of(&self, charts: &BTreeSet<usize>) -> BTreeSet<Place> {
        let all = self.numbers.iter().enumerate();
        let all = all.filter(|(at, _)| charts.contains(at));
        all.flat_map(|(at, numbers)| numbers.spots().map(move |(spot, _)| (at, spot)))
            .collect()
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

impl World {
    pub(super) fn of_one(other: Other) -> Self {
        Self {
            others: vec![other],
        }
    }
}

impl Other {
    const fn moved(&self) -> Move<'_> {
        Move {
            to: self.place,
            of: &self.reply,
            keys: &self.keys,
        }
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
