//! Saving answers so that nobody's work is overwritten unseen.
//!
//! Each answer is compared three ways: what was sent, what its sender had seen, what is stored now. Only what the sender alone changed
//! is written; what somebody else changed meanwhile comes back as a conflict, with the other's text.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::life::Writable;
use super::marks::{Guard, KeptMark, Marks};
use super::replies::{StoredAnswer, answers_to, body, lock, row_text, within};
use super::statement::{PutAnswer, Revise};
use crate::access::{Allow, EditAnswers, OwnReply};
use crate::form::name::QuestionName;
use crate::reply::AnswerKey;
use crate::reply::raw::RawAnswer;
use crate::store::account::people::{Author, account};
use crate::store::connection::DbConnection;
use crate::store::dialect;
use crate::store::log::Act;
use crate::store::request::{RequestKey, once};
use crate::store::schema::answer_history;
use crate::store::{Store, StoreError, sha256, stored};

/// An answer as somebody wants it to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerChange {
    /// Which.
    pub key: AnswerKey,
    /// What was typed.
    pub raw: RawAnswer,
    /// Revision of the reply, or of the answer, that its sender had seen; 0 if there was none.
    pub seen: i64,
}

/// What a save did. All revisions are of the reply at that change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Revision of the reply afterwards.
    pub revision: i64,
    /// Revision of each answer sent that is now as it was sent or as its sender left it, in the order they were sent.
    pub revisions: Vec<(AnswerKey, i64)>,
    /// Answers that somebody else changed as well; theirs stands.
    pub conflicts: Vec<Conflict>,
    /// Answers that were saved with the mark that was stored, as the one that was sent is wider.
    #[serde(default)]
    pub kept: Vec<KeptMark>,
}

/// An answer that two people changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Which.
    pub key: AnswerKey,
    /// What is stored. It is not kept with the outcome of the request, but read anew: answers stand in their own tables only.
    #[serde(skip)]
    pub theirs: RawAnswer,
    /// Who typed it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
    /// Its revision: sent back as seen, the sender's own text replaces theirs.
    pub revision: i64,
}

impl Conflict {
    fn with(answer: &StoredAnswer) -> Self {
        Self {
            key: answer.key.clone(),
            theirs: answer.raw.clone(),
            by: answer.by.clone(),
            at: answer.at,
            revision: answer.revision,
        }
    }
}

/// Whether an answer is stored as it was sent; one that never was is blank.
fn is_same(current: Option<&StoredAnswer>, raw: &RawAnswer) -> bool {
    current.map_or_else(|| *raw == RawAnswer::default(), |answer| answer.raw == *raw)
}

impl Store {
    /// Saves answers of the own draft, all in one transaction.
    ///
    /// With a key, the same request sent again changes nothing and gives the same outcome.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] if one is outside the own parts, [`StoreError::NotDraft`] if the reply is submitted,
    /// [`StoreError::Held`] while it is reviewed or cleared, [`StoreError::Closed`] after the last day, [`StoreError::NotAsked`] for what a
    /// clarification does not open, [`StoreError::KeyReused`]; then nothing was saved.
    pub fn save(
        &self,
        allow: &Allow<EditAnswers>,
        marks: Marks,
        changes: Vec<AnswerChange>,
        key: Option<RequestKey>,
        at: DateTime<Utc>,
    ) -> Result<Saved, StoreError> {
        within(allow.scope(), changes.iter().map(|change| &change.key))?;
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let may_loosen = marks.may_loosen(allow);
        let at = stored(at);
        // What it asks matters only where it may be sent again.
        let request = match key {
            Some(_) => {
                serde_json::to_vec(&changes).map_err(|cause| StoreError::damaged("save", cause))?
            }
            None => Vec::new(),
        };
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let mut saved = once(conn, reply.id, key.as_ref(), &request, at, |conn| {
                let writable = Writable::now(conn, &scope, &reply, at)?;
                let writing = Writing {
                    reply: reply.id,
                    person,
                    at,
                    before: reply.revision,
                    scope: &scope,
                    writable,
                };
                let saved = writing.save(conn, changes, &marks, may_loosen)?;
                if saved.revision > reply.revision {
                    let act = Act {
                        person,
                        reply: Some(&scope),
                        action: "answers_saved",
                        object: format!("revision {}", saved.revision),
                        at,
                    };
                    act.log(conn, &json!({ "sha256": sha256(&request) }))?;
                }
                Ok(saved)
            })?;
            let questions = saved.conflicts.iter();
            let questions = questions.map(|conflict| conflict.key.question.clone());
            let questions: BTreeSet<QuestionName> = questions.collect();
            let questions = questions.iter().map(QuestionName::as_str).collect();
            let now = answers_to(conn, reply.id, &questions)?;
            for conflict in &mut saved.conflicts {
                if let Some(answer) = now.get(&conflict.key) {
                    *conflict = Conflict::with(answer);
                }
            }
            Ok(saved)
        })
    }
}

/// One save under the reply's lock.
struct Writing<'a> {
    reply: i64,
    person: Option<i64>,
    at: NaiveDateTime,
    /// Revision of the reply before it.
    before: i64,
    scope: &'a OwnReply,
    writable: Writable,
}

/// What comes of a change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nothing: the sender did not change it, or it is so already.
    Stays,
    /// It is written.
    Written,
    /// Somebody else changed it as well.
    Collides,
}

impl Writing<'_> {
    fn save(
        &self,
        conn: &mut DbConnection,
        mut changes: Vec<AnswerChange>,
        marks: &Marks,
        may_loosen: bool,
    ) -> Result<Saved, StoreError> {
        let questions = changes.iter().map(|change| &change.key.question);
        let questions = questions
            .chain(marks.rules.question())
            .map(QuestionName::as_str)
            .collect();
        let now = answers_to(conn, self.reply, &questions)?;
        let mut fates = Vec::with_capacity(changes.len());
        for change in &changes {
            fates.push(self.fate(conn, change, now.get(&change.key))?);
        }
        let mut guard = Guard::new(&marks.rules, may_loosen, &now);
        let judged = changes.iter_mut().zip(&fates);
        guard.hold(
            judged
                .filter(|(_, fate)| **fate == Fate::Written)
                .map(|(change, _)| change)
                .collect(),
        );
        let next = self.before + 1;
        let mut saved = Saved {
            revision: self.before,
            revisions: Vec::with_capacity(changes.len()),
            conflicts: Vec::new(),
            kept: std::mem::take(&mut guard.kept),
        };
        let mut written = Vec::new();
        for (change, fate) in changes.into_iter().zip(fates) {
            let current = now.get(&change.key);
            match (fate, current) {
                (Fate::Collides, Some(answer)) => saved.conflicts.push(Conflict::with(answer)),
                // A mark that was kept may leave nothing to write.
                (Fate::Written, _) if !is_same(current, &change.raw) => {
                    written.push((change.key.clone(), body(&change.raw)?));
                    saved.revision = next;
                    saved.revisions.push((change.key, next));
                }
                (Fate::Stays | Fate::Written | Fate::Collides, _) => {
                    let revision = current.map_or(0, |answer| answer.revision);
                    saved.revisions.push((change.key, revision));
                }
            }
        }
        if saved.revision == next {
            self.put(conn, &written)?;
        }
        guard.log(conn, |action, object| Act {
            person: self.person,
            reply: Some(self.scope),
            action,
            object,
            at: self.at,
        })?;
        Ok(saved)
    }

    /// Compares what was sent, what its sender had seen and what is stored.
    fn fate(
        &self,
        conn: &mut DbConnection,
        change: &AnswerChange,
        current: Option<&StoredAnswer>,
    ) -> Result<Fate, StoreError> {
        let revision = current.map_or(0, |answer| answer.revision);
        let same = is_same(current, &change.raw);
        if !same {
            self.writable.check(&change.key.question)?;
        }
        Ok(if same {
            Fate::Stays
        } else if revision <= change.seen {
            Fate::Written
        } else if self.base(conn, change)? == change.raw {
            Fate::Stays
        } else {
            Fate::Collides
        })
    }

    /// What the sender of a change had seen.
    fn base(
        &self,
        conn: &mut DbConnection,
        change: &AnswerChange,
    ) -> Result<RawAnswer, StoreError> {
        let text: Option<String> = answer_history::table
            .filter(answer_history::reply.eq(self.reply))
            .filter(answer_history::question.eq(change.key.question.as_str()))
            .filter(answer_history::row.eq(row_text(&change.key)))
            .filter(answer_history::revision.le(change.seen))
            .order(answer_history::revision.desc())
            .select(answer_history::body)
            .first(conn)
            .optional()?;
        text.map_or(Ok(RawAnswer::default()), |text| {
            serde_json::from_str(&text).map_err(|cause| {
                StoreError::misread(format!("history of answer {}", change.key), cause)
            })
        })
    }
    /// Writes answers, their history and the revision that they make.
    fn put(
        &self,
        conn: &mut DbConnection,
        written: &[(AnswerKey, String)],
    ) -> Result<(), StoreError> {
        let revision = self.before + 1;
        let mut rows = Vec::with_capacity(written.len());
        for (key, body) in written {
            rows.push(PutAnswer {
                reply: self.reply,
                question: key.question.as_str(),
                row: row_text(key),
                body,
                revision,
                person: self.person,
                at: self.at,
            });
        }
        dialect::put_answers(conn, &rows)?;
        let revise = Revise {
            reply: self.reply,
            revision,
            changed: &self.at,
        };
        revise.execute(conn)?;
        Ok(())
    }
}
