//! Saving answers so that nobody's work is overwritten unseen.
//!
//! Each answer is compared three ways: what was sent, what its sender had seen, what is stored now. Only what the sender alone changed
//! is written; what somebody else changed meanwhile comes back as a conflict, with the other's text.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::connection::DbConnection;
use super::people::{Author, account};
use super::replies::{State, answers_to, body, lock, row_text};
use super::request::{RequestKey, once};
use super::schema::{answer_history, answers, replies};
use super::{Store, StoreError, stored};
use crate::access::{Allow, EditAnswers};
use crate::reply::AnswerKey;
use crate::reply::raw::RawAnswer;

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
}

/// An answer that two people changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Which.
    pub key: AnswerKey,
    /// What is stored.
    pub theirs: RawAnswer,
    /// Who typed it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
    /// Its revision: sent back as seen, the sender's own text replaces theirs.
    pub revision: i64,
}

/// A row of `answers` and of `answer_history`.
#[derive(Insertable)]
#[diesel(table_name = answers, treat_none_as_default_value = false)]
pub(super) struct NewAnswer<'a> {
    reply: i64,
    question: &'a str,
    row: &'a str,
    body: String,
    revision: i64,
    person: Option<i64>,
    at: NaiveDateTime,
}

impl Store {
    /// Saves answers of the own draft, all in one transaction.
    ///
    /// With a key, the same request sent again changes nothing and gives the same outcome.
    ///
    /// # Errors
    /// [`StoreError::NotDraft`] if the reply is submitted, [`StoreError::KeyReused`]; then nothing was saved.
    pub fn save(
        &self,
        allow: &Allow<EditAnswers>,
        changes: Vec<AnswerChange>,
        key: Option<RequestKey>,
        at: DateTime<Utc>,
    ) -> Result<Saved, StoreError> {
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let at = stored(at);
        let request =
            serde_json::to_vec(&changes).map_err(|cause| StoreError::damaged("save", cause))?;
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            once(conn, reply.id, key.as_ref(), &request, at, |conn| {
                if State::find(&reply.state)? != State::Draft {
                    return Err(StoreError::NotDraft);
                }
                let writing = Writing {
                    reply: reply.id,
                    person,
                    at,
                    before: reply.revision,
                };
                writing.save(conn, changes)
            })
        })
    }
}

/// One save under the reply's lock.
struct Writing {
    reply: i64,
    person: Option<i64>,
    at: NaiveDateTime,
    /// Revision of the reply before it.
    before: i64,
}

impl Writing {
    fn save(
        &self,
        conn: &mut DbConnection,
        changes: Vec<AnswerChange>,
    ) -> Result<Saved, StoreError> {
        let questions = changes
            .iter()
            .map(|change| change.key.question.as_str())
            .collect();
        let mut now = answers_to(conn, self.reply, &questions)?;
        let next = self.before + 1;
        let mut saved = Saved {
            revision: self.before,
            revisions: Vec::with_capacity(changes.len()),
            conflicts: Vec::new(),
        };
        for change in changes {
            let current = now.get(&change.key);
            let revision = current.map_or(0, |answer| answer.revision);
            let blank = RawAnswer::default();
            let theirs = current.map_or(&blank, |answer| &answer.raw);
            let same = *theirs == change.raw;
            if same || (revision > change.seen && self.base(conn, &change)? == change.raw) {
                saved.revisions.push((change.key, revision));
            } else if revision <= change.seen || current.is_none() {
                self.put(conn, &change, current.is_some())?;
                saved.revision = next;
                saved.revisions.push((change.key, next));
            } else if let Some(answer) = now.remove(&change.key) {
                saved.conflicts.push(Conflict {
                    key: answer.key,
                    theirs: answer.raw,
                    by: answer.by,
                    at: answer.at,
                    revision: answer.revision,
                });
            }
        }
        if saved.revision == next {
            diesel::update(replies::table.find(self.reply))
                .set((replies::revision.eq(next), replies::changed.eq(self.at)))
                .execute(conn)?;
        }
        Ok(saved)
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
                StoreError::damaged(format!("history of answer {}", change.key), cause)
            })
        })
    }

    fn put(
        &self,
        conn: &mut DbConnection,
        change: &AnswerChange,
        there: bool,
    ) -> Result<(), StoreError> {
        let revision = self.before + 1;
        let text = body(&change.raw)?;
        let row = row_text(&change.key);
        let question = change.key.question.as_str();
        if there {
            diesel::update(answers::table.find((self.reply, question, row)))
                .set((
                    answers::body.eq(&text),
                    answers::revision.eq(revision),
                    answers::person.eq(self.person),
                    answers::at.eq(self.at),
                ))
                .execute(conn)?;
        } else {
            diesel::insert_into(answers::table)
                .values(NewAnswer {
                    reply: self.reply,
                    question,
                    row,
                    body: text.clone(),
                    revision,
                    person: self.person,
                    at: self.at,
                })
                .execute(conn)?;
        }
        diesel::insert_into(answer_history::table)
            .values((
                answer_history::reply.eq(self.reply),
                answer_history::question.eq(question),
                answer_history::row.eq(row),
                answer_history::body.eq(text),
                answer_history::revision.eq(revision),
                answer_history::person.eq(self.person),
                answer_history::at.eq(self.at),
            ))
            .execute(conn)?;
        Ok(())
    }
}
