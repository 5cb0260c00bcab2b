//! Marks in a save: tightened by whoever may change the answer, loosened only with leave for it.
//!
//! What counts is the mark in force: the answer's own, else that of the question as a whole, else the default, which the respondent sets
//! by an answer too. A change that would widen it without leave is saved with the mark that is stored, and the outcome says so.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::replies::StoredAnswer;
use super::save::AnswerChange;
use crate::access::{Allow, EditAnswers, LoosenMark};
use crate::form::Mark;
use crate::form::marks::MarkRules;
use crate::form::name::{FieldName, QuestionName};
use crate::reply::AnswerKey;
use crate::reply::raw::RawAnswer;
use crate::store::StoreError;
use crate::store::connection::DbConnection;
use crate::store::log::Act;

/// What a save needs to know of marks.
#[derive(Clone, Debug)]
pub struct Marks {
    /// What of the form decides them.
    pub rules: MarkRules,
    /// Leave to loosen them, if the sender has it.
    pub loosen: Option<Allow<LoosenMark>>,
}

impl Marks {
    /// Without leave to loosen any.
    #[must_use]
    pub const fn firm(rules: MarkRules) -> Self {
        Self {
            rules,
            loosen: None,
        }
    }

    /// Whether the leave is of the one who saves, for the same reply.
    pub(in crate::store) fn may_loosen(&self, edit: &Allow<EditAnswers>) -> bool {
        self.loosen.as_ref().is_some_and(|loosen| {
            let (own, other) = (edit.scope(), loosen.scope());
            own.round == other.round
                && own.respondent == other.respondent
                && edit.who() == loosen.who()
        })
    }
}

/// An answer that was saved with the mark that was stored, because the one that was sent would have widened it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMark {
    /// Which answer; of the question that sets the mark of all answers, its value was kept.
    pub key: AnswerKey,
    /// The mark in force, by this answer alone.
    pub mark: Mark,
}

/// A mark in force that was widened.
#[derive(Debug)]
struct Loosened {
    key: AnswerKey,
    from: Mark,
    to: Mark,
}

/// Holds the changes of one save to the rule.
pub(in crate::store) struct Guard<'a> {
    rules: &'a MarkRules,
    may_loosen: bool,
    stored: &'a BTreeMap<AnswerKey, StoredAnswer>,
    /// What the respondent set for all answers, before and after.
    respondent: (Option<Mark>, Option<Mark>),
    /// Own marks of questions as a whole after the save, where it changes them.
    wholes: BTreeMap<QuestionName, Option<Mark>>,
    pub(in crate::store) kept: Vec<KeptMark>,
    loosened: Vec<Loosened>,
}

impl<'a> Guard<'a> {
    pub(in crate::store) fn new(
        rules: &'a MarkRules,
        may_loosen: bool,
        stored: &'a BTreeMap<AnswerKey, StoredAnswer>,
    ) -> Self {
        let default = rules.question().map(|question| AnswerKey {
            question: question.clone(),
            row: None,
        });
        let set = default
            .and_then(|key| stored.get(&key))
            .and_then(|answer| respondents(&answer.raw));
        Self {
            rules,
            may_loosen,
            stored,
            respondent: (set, set),
            wholes: BTreeMap::new(),
            kept: Vec::new(),
            loosened: Vec::new(),
        }
    }

    /// Holds the changes that are about to be written to the rule: first what sets the mark of all, then of whole questions, then of rows.
    pub(in crate::store) fn hold(&mut self, mut changes: Vec<&mut AnswerChange>) {
        for change in &mut changes {
            if self.rules.question() == Some(&change.key.question) {
                self.hold_default(change);
            }
        }
        changes.sort_by_key(|change| change.key.row.is_some());
        for change in changes {
            if self.rules.takes(&change.key.question) {
                self.hold_mark(change);
            }
        }
    }

    fn hold_default(&mut self, change: &mut AnswerChange) {
        let (before, after) = (self.respondent.0, respondents(&change.raw));
        let wider = self.rules.widened(before, after);
        if wider.is_some() && !self.may_loosen {
            let value = FieldName::value();
            let stored = self.stored.get(&change.key);
            match stored.and_then(|answer| answer.raw.values.get(&value)) {
                Some(kept) => change.raw.values.insert(value, kept.clone()),
                None => change.raw.values.remove(&value),
            };
            self.kept.push(KeptMark {
                key: change.key.clone(),
                mark: self.rules.default(&change.key.question, before),
            });
            return;
        }
        self.respondent.1 = after;
        if let Some((from, to)) = wider {
            self.loosened.push(Loosened {
                key: change.key.clone(),
                from,
                to,
            });
        }
    }

    fn hold_mark(&mut self, change: &mut AnswerChange) {
        let key = &change.key;
        let whole_key = AnswerKey {
            question: key.question.clone(),
            row: None,
        };
        let (own_before, own_after) = (self.stored_mark(key), own(&change.raw));
        let (mut before, mut after) = (own_before, own_after);
        if key.row.is_some() {
            let whole = self.stored_mark(&whole_key);
            before = before.or(whole);
            after = after.or(*self.wholes.get(&key.question).unwrap_or(&whole));
        }
        let default = |respondent| self.rules.default(&key.question, respondent);
        let from = before.unwrap_or_else(|| default(self.respondent.0));
        let to = after.unwrap_or_else(|| default(self.respondent.1));
        let [from, to] = [from, to].map(|mark| self.rules.force(&key.question, mark));
        let mut set = own_after;
        if to < from {
            if self.may_loosen {
                self.loosened.push(Loosened {
                    key: key.clone(),
                    from,
                    to,
                });
            } else {
                self.kept.push(KeptMark {
                    key: key.clone(),
                    mark: from,
                });
                set = own_before;
                let stored = self.stored.get(key);
                change.raw.mark = stored.and_then(|answer| answer.raw.mark.clone());
            }
        }
        if change.key.row.is_none() {
            self.wholes.insert(whole_key.question, set);
        }
    }

    fn stored_mark(&self, key: &AnswerKey) -> Option<Mark> {
        self.stored.get(key).and_then(|answer| own(&answer.raw))
    }

    /// Writes down what was loosened: which answer, from what, to what.
    pub(in crate::store) fn log<'r>(
        &self,
        conn: &mut DbConnection,
        act: impl Fn(&'static str, String) -> Act<'r>,
    ) -> Result<(), StoreError> {
        for Loosened { key, from, to } in &self.loosened {
            let body = BTreeMap::from([("from", from.code()), ("to", to.code())]);
            act("mark_loosened", format!("answer {key}")).log(conn, &body)?;
        }
        Ok(())
    }
}

/// The mark that an answer sets for itself; a code that is none sets none.
fn own(raw: &RawAnswer) -> Option<Mark> {
    raw.mark.as_deref().and_then(Mark::find)
}

/// The mark that the answer to the question about all answers sets; only one choice counts.
fn respondents(raw: &RawAnswer) -> Option<Mark> {
    match raw.field("value") {
        [code] => Mark::find(code),
        _ => None,
    }
}
