//! What else a reply could have been: with other answers in the place of some of its own, as it would have been submitted then.
//!
//! The joint audit sets such replies against the true ones: a reader knows the rules of the questionnaire, so a reply that breaks one of
//! them protects nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::last::{reason, typed};
use super::raw::{RawAnswer, RawAnswers};
use super::submission::{State, Submission, SubmittedItem};
use super::{AnswerKey, Draft, Facts, Reason};
use crate::form::{Form, Level, Mark};
use crate::round::Round;

/// After so many times a reply that still breaks a rule is given up.
const REPAIRS: usize = 8;

/// A reply that was submitted, ready to be asked what else it could have been.
#[derive(Debug)]
pub struct Possible<'a> {
    form: &'a Form,
    round: &'a Round,
    draft: Draft,
    submission: &'a Submission,
    /// The places of its items.
    places: BTreeMap<&'a AnswerKey, usize>,
}

impl<'a> Possible<'a> {
    /// Reads a submitted reply again.
    #[must_use]
    pub fn of(form: &'a Form, round: &'a Round, facts: &Facts, submission: &'a Submission) -> Self {
        let items = submission.items().iter();
        let documents = items
            .clone()
            .map(|item| (item.key.clone(), item.documents.clone()));
        let raw: RawAnswers = items
            .clone()
            .map(|item| (item.key.clone(), raw(form, item)))
            .collect();
        let draft = Draft::check(form, facts, raw).with_documents(documents.collect());
        Self {
            form,
            round,
            draft,
            places: items
                .enumerate()
                .map(|(at, item)| (&item.key, at))
                .collect(),
            submission,
        }
    }

    /// The answer to a question, or to a row of it.
    #[must_use]
    pub fn item(&self, key: &AnswerKey) -> Option<&'a SubmittedItem> {
        self.submission.items().get(*self.places.get(key)?)
    }

    /// The answers in which another reply differs, but for what is written to them: none that stays internal.
    #[must_use]
    pub fn differing(&self, other: &Submission) -> BTreeSet<AnswerKey> {
        let same = |one: &SubmittedItem, other: &SubmittedItem| {
            one.state == other.state && one.mark == other.mark && one.values == other.values
        };
        let own = self.submission.items().iter();
        let mut gone: BTreeMap<&AnswerKey, &SubmittedItem> =
            own.map(|item| (&item.key, item)).collect();
        let come = other.items().iter().filter(|item| {
            let before = gone.remove(&item.key);
            !before.is_some_and(|before| same(before, item))
        });
        let come: Vec<&SubmittedItem> = come.collect();
        let all = gone.into_values().chain(come);
        let known = all.filter(|item| !item.internal);
        known.map(|item| item.key.clone()).collect()
    }

    /// What was typed for an answer; nothing for a row that is not there.
    #[must_use]
    pub fn typed(&self, key: &AnswerKey) -> RawAnswer {
        let item = self.item(key);
        item.map_or_else(RawAnswer::default, |item| raw(self.form, item))
    }

    /// An answer that is another than the true one is not known by name: where it can have a mark, it has one that says so.
    fn close(&self, key: &AnswerKey, answer: &mut RawAnswer) {
        let question = self.form.question(key.question.as_str());
        if question.is_some_and(|question| question.with.mark) {
            let mark = answer.mark.as_deref().and_then(Mark::find);
            let closed = mark.max(Some(Mark::NotAttributable));
            answer.mark = closed.map(|mark| mark.code().to_owned());
        }
    }

    /// The reply as it would have been submitted with these answers, and all that was typed for it. Where a rule of the questionnaire asks
    /// for more, answers that are `free` take what `others` gave to the same question, or a status, one after the other; `None` if no such
    /// reply is found.
    #[must_use]
    pub fn with(
        &self,
        mut typed: RawAnswers,
        free: impl Fn(&AnswerKey) -> bool,
        others: impl Fn(&AnswerKey) -> Vec<RawAnswer>,
    ) -> Option<(Submission, RawAnswers)> {
        let mut offers: BTreeMap<AnswerKey, std::vec::IntoIter<RawAnswer>> = BTreeMap::new();
        for (key, answer) in &mut typed {
            self.close(key, answer);
        }
        for _ in 0..REPAIRS {
            let draft = self.draft.with(self.form, typed.clone());
            let blocking = draft.findings().iter().filter(|found| found.blocks());
            let wrong: BTreeSet<(&AnswerKey, bool)> = blocking
                .map(|found| (&found.key, found.level == Level::Warn))
                .collect();
            if wrong.is_empty() {
                let submission = Submission::complete(self.form, self.round, &draft).ok()?;
                return Some((submission, typed));
            }
            for (key, is_warning) in wrong {
                if !free(key) {
                    return None;
                }
                let now = draft.raw().get(key).cloned().unwrap_or_default();
                // A warning is kept with a comment, which is no more known than the answer.
                let other = if is_warning && now.comment.is_empty() {
                    RawAnswer {
                        comment: "-".to_owned(),
                        ..now
                    }
                } else {
                    let offered = offers.entry(key.clone()).or_insert_with(|| {
                        let mut all = others(key);
                        all.extend(without());
                        all.into_iter()
                    });
                    offered.find(|answer| *answer != now)?
                };
                let other = typed.entry(key.clone()).insert_entry(other);
                self.close(key, other.into_mut());
            }
        }
        None
    }
}

/// An answer with a status instead of a value, and none at all.
pub fn without() -> impl Iterator<Item = RawAnswer> {
    let reasons = [
        Some(Reason::NotAvailable),
        Some(Reason::NotApplicable),
        Some(Reason::ToFollow),
        None,
    ];
    reasons.into_iter().map(|reason| RawAnswer {
        status: reason.map(|reason| reason.code().to_owned()),
        ..RawAnswer::default()
    })
}

/// What was typed for an answer.
fn raw(form: &Form, item: &SubmittedItem) -> RawAnswer {
    let values = item.values.iter();
    let question = form.question(item.key.question.as_str());
    let takes_mark = question.is_some_and(|question| question.with.mark);
    RawAnswer {
        values: values
            .map(|(name, value)| (name.clone(), typed(value)))
            .collect(),
        status: reason(item.state).map(|reason| reason.code().to_owned()),
        // What was not asked has none of its own: it is marked by what it would tell.
        mark: (takes_mark && item.state != State::Hidden).then(|| item.mark.code().to_owned()),
        comment: item.comment.clone(),
        source: item.source.clone(),
        ..RawAnswer::default()
    }
}
