//! Whether a reply could as well have been another: with some of its answers exchanged for those of somebody else.
//!
//! The joint audit asks it of every world that it sets against the true one: a reader knows the rules of the questionnaire, so a world that
//! breaks one of them protects nobody.

use std::collections::BTreeMap;

use super::last::typed;
use super::raw::{RawAnswer, RawAnswers};
use super::submission::{State, Submission, SubmittedItem};
use super::{AnswerKey, Draft, Facts, Reason, finding};
use crate::form::Form;

/// A reply that was submitted, ready to be asked what else it could have been.
#[derive(Debug)]
pub struct Possible<'a> {
    form: &'a Form,
    draft: Draft,
    submission: &'a Submission,
    /// The places of its items.
    places: BTreeMap<&'a AnswerKey, usize>,
}

impl<'a> Possible<'a> {
    /// Reads a submitted reply again.
    #[must_use]
    pub fn of(form: &'a Form, facts: &Facts, submission: &'a Submission) -> Self {
        let items = submission.items().iter();
        let documents = items
            .clone()
            .map(|item| (item.key.clone(), item.documents.clone()));
        let raw: RawAnswers = items
            .clone()
            .map(|item| (item.key.clone(), raw(item)))
            .collect();
        let draft = Draft::check(form, facts, raw).with_documents(documents.collect());
        Self {
            form,
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

    /// Whether it could have been submitted with these answers instead of its own, where nothing stands for a row that is not there: every
    /// rule holds, and what is asked is what is answered.
    #[must_use]
    pub fn could_hold(&self, others: &BTreeMap<AnswerKey, Option<&SubmittedItem>>) -> bool {
        let typed: RawAnswers = others
            .iter()
            .map(|(key, item)| (key.clone(), item.map(raw).unwrap_or_default()))
            .collect();
        let draft = self.draft.with(self.form, typed);
        if !finding::to_errors(&draft).is_empty() {
            return false;
        }
        self.submission.items().iter().all(|item| {
            let state = match others.get(&item.key) {
                // A row that the other has not.
                Some(None) => return true,
                Some(Some(other)) => other.state,
                None => item.state,
            };
            let question = &item.key.question;
            let is_asked = draft.asked(question)
                && item
                    .key
                    .row
                    .as_ref()
                    .is_none_or(|row| draft.rows(question).contains(row));
            is_asked == (state != State::Hidden)
        })
    }
}

/// What was typed for an answer, but for its mark: marks are known and do not change.
fn raw(item: &SubmittedItem) -> RawAnswer {
    let values = item.values.iter();
    let reason = match item.state {
        State::NotAvailable => Some(Reason::NotAvailable),
        State::NotApplicable => Some(Reason::NotApplicable),
        State::NotDisclosed => Some(Reason::NotDisclosed),
        State::ToFollow => Some(Reason::ToFollow),
        State::Answered | State::NoAnswer | State::Hidden => None,
    };
    RawAnswer {
        values: values
            .map(|(name, value)| (name.clone(), typed(value)))
            .collect(),
        status: reason.map(|reason| reason.code().to_owned()),
        comment: item.comment.clone(),
        source: item.source.clone(),
        ..RawAnswer::default()
    }
}
