//! Drafts as they are stored: one row an answer, and one for each change it ever had.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::life::life;
use crate::access::{Allow, OwnReply, Parts, SeeReply};
use crate::form::behind::Behind;
use crate::form::name::{Code, QuestionName};
use crate::reply::life::Life;
use crate::reply::raw::{RawAnswer, RawAnswers};
use crate::reply::{AnswerKey, Background};
use crate::store::account::people::Author;
use crate::store::connection::DbConnection;
use crate::store::dialect;
use crate::store::schema::{answer_history, answers, people, replies};
use crate::store::{Store, StoreError};

/// Where a reply is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Answers may change.
    Draft,
    /// Sealed; answers do not change.
    Submitted,
}

impl State {
    pub(in crate::store) const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
        }
    }

    pub(in crate::store) fn find(code: &str) -> Result<Self, StoreError> {
        [Self::Draft, Self::Submitted]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| StoreError::damaged("reply", format!("no state is called {code}")))
    }
}

/// A reply's answers at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReply {
    /// Whether it is submitted.
    pub state: State,
    /// Where it is in its life.
    pub life: Life,
    /// Grows with every save that changes something: two readings with the same revision have the same answers.
    pub revision: i64,
    /// Times it was submitted.
    pub version: i64,
    /// Answers by key.
    pub answers: Vec<StoredAnswer>,
}

/// An answer as it was left by one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Which.
    pub key: AnswerKey,
    /// What was typed.
    pub raw: RawAnswer,
    /// The reply's revision that this change made.
    pub revision: i64,
    /// Who changed it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A row of `replies`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = replies)]
pub(in crate::store) struct ReplyRow {
    pub(in crate::store) id: i64,
    pub(in crate::store) state: String,
    pub(in crate::store) revision: i64,
    pub(in crate::store) version: i64,
    pub(in crate::store) stage: String,
    pub(in crate::store) opened: String,
    pub(in crate::store) requested: bool,
    pub(in crate::store) standing: Option<i64>,
    pub(in crate::store) validated: Option<i64>,
    pub(in crate::store) due: Option<NaiveDate>,
    pub(in crate::store) extended: Option<NaiveDate>,
    pub(in crate::store) steps: i64,
}

/// A row of `answers` or `answer_history`, with the name of who changed it.
#[derive(Queryable)]
pub(in crate::store) struct AnswerRow {
    pub(in crate::store) question: String,
    pub(in crate::store) row: String,
    pub(in crate::store) body: String,
    pub(in crate::store) revision: i64,
    person: Option<i64>,
    name: Option<String>,
    at: NaiveDateTime,
}

impl AnswerRow {
    pub(in crate::store) fn answer(self) -> Result<StoredAnswer, StoreError> {
        let what = format!("answer {} {}", self.question, self.row);
        let question = QuestionName::parse(&self.question)
            .map_err(|cause| StoreError::damaged(&what, cause))?;
        let row = if self.row.is_empty() {
            None
        } else {
            Some(Code::parse(&self.row).map_err(|cause| StoreError::damaged(&what, cause))?)
        };
        Ok(StoredAnswer {
            key: AnswerKey { question, row },
            raw: serde_json::from_str(&self.body)
                .map_err(|cause| StoreError::misread(&what, cause))?,
            revision: self.revision,
            by: self
                .person
                .zip(self.name)
                .map(|(id, name)| Author { id, name }),
            at: self.at.and_utc(),
        })
    }
}

/// The columns of an [`AnswerRow`].
macro_rules! answer_columns {
    ($table:ident) => {
        (
            $table::question,
            $table::row,
            $table::body,
            $table::revision,
            $table::person,
            people::name.nullable(),
            $table::at,
        )
    };
}

pub(in crate::store) use answer_columns;

/// The column that says which row: empty for the question as a whole.
pub(in crate::store) fn row_text(key: &AnswerKey) -> &str {
    key.row.as_ref().map_or("", Code::as_str)
}

/// The canonical text of an answer: fields in order, blank parts absent.
pub(in crate::store) fn body(raw: &RawAnswer) -> Result<String, StoreError> {
    serde_json::to_string(raw).map_err(|cause| StoreError::damaged("answer", cause))
}

/// The error for a scope that names no reply.
pub(in crate::store) fn no_reply(scope: &OwnReply) -> StoreError {
    StoreError::NoReply {
        round: scope.round.to_string(),
        respondent: scope.respondent.to_string(),
    }
}

/// Refuses answers outside the parts of a scope.
pub(in crate::store) fn within<'a>(
    scope: &OwnReply,
    keys: impl IntoIterator<Item = &'a AnswerKey>,
) -> Result<(), StoreError> {
    let mut keys = keys.into_iter();
    if keys.all(|key| scope.parts.contains(&key.question)) {
        Ok(())
    } else {
        Err(StoreError::NotGiven)
    }
}

/// The reply of a scope.
pub(in crate::store) fn find(
    conn: &mut DbConnection,
    scope: &OwnReply,
) -> Result<ReplyRow, StoreError> {
    replies::table
        .filter(replies::round.eq(scope.round.as_str()))
        .filter(replies::respondent.eq(scope.respondent.as_str()))
        .select(ReplyRow::as_select())
        .first(conn)
        .optional()?
        .ok_or_else(|| no_reply(scope))
}

/// The reply of a scope, locked until the transaction ends: who comes next sees what this one did.
pub(in crate::store) fn lock(
    conn: &mut DbConnection,
    scope: &OwnReply,
) -> Result<ReplyRow, StoreError> {
    dialect::lock_reply(conn, scope)?.ok_or_else(|| no_reply(scope))
}

/// The answers of a reply that are within some parts, or behind them, as they are, by key.
pub(in crate::store) fn answers_of(
    conn: &mut DbConnection,
    reply: i64,
    parts: &Parts,
    behind: &Behind,
) -> Result<Vec<StoredAnswer>, StoreError> {
    let all = answers::table
        .left_join(people::table)
        .filter(answers::reply.eq(reply))
        .select(answer_columns!(answers));
    let rows: Vec<AnswerRow> = match parts {
        Parts::Whole => all.load(conn)?,
        Parts::Questions(questions) => {
            let wanted = questions.iter().chain(behind.iter());
            let wanted: Vec<_> = wanted.map(QuestionName::as_str).collect();
            all.filter(answers::question.eq_any(wanted)).load(conn)?
        }
    };
    let mut found = rows
        .into_iter()
        .map(AnswerRow::answer)
        .collect::<Result<Vec<_>, _>>()?;
    // Not in the query: the databases may order letters differently.
    found.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(found)
}

/// The answers of a reply to these questions as they are, by key: a save costs what it sends, not what the reply holds.
pub(in crate::store) fn answers_to(
    conn: &mut DbConnection,
    reply: i64,
    questions: &BTreeSet<&str>,
) -> Result<BTreeMap<AnswerKey, StoredAnswer>, StoreError> {
    let questions: Vec<&str> = questions.iter().copied().collect();
    let rows = dialect::answers_to(conn, reply, &questions)?;
    rows.into_iter()
        .map(|row| row.answer().map(|answer| (answer.key.clone(), answer)))
        .collect()
}

impl Store {
    /// The answers of the own reply, or of the own parts of it, as they are now.
    ///
    /// # Errors
    /// [`StoreError::NoReply`]; [`StoreError::Damaged`] if a row cannot be read back.
    pub fn reply(&self, allow: &Allow<SeeReply>) -> Result<StoredReply, StoreError> {
        Ok(self.reply_and_background(allow, &Behind::default())?.0)
    }

    /// The same, and of somebody who has parts of it the background: answers to the questions behind theirs, which rules look at and
    /// which cannot be read out.
    ///
    /// # Errors
    /// As [`Store::reply`].
    pub fn reply_and_background(
        &self,
        allow: &Allow<SeeReply>,
        behind: &Behind,
    ) -> Result<(StoredReply, Background), StoreError> {
        let OwnReply { parts, .. } = allow.scope();
        self.read(|conn| {
            let row = find(conn, allow.scope())?;
            let answers = answers_of(conn, row.id, parts, behind)?;
            let (own, unseen): (Vec<_>, Vec<_>) = answers
                .into_iter()
                .partition(|answer| parts.contains(&answer.key.question));
            let reply = StoredReply {
                state: State::find(&row.state)?,
                life: life(&row)?,
                revision: row.revision,
                version: row.version,
                answers: own,
            };
            let unseen: RawAnswers = unseen
                .into_iter()
                .map(|answer| (answer.key, answer.raw))
                .collect();
            Ok((reply, Background::new(unseen)))
        })
    }

    /// Every change that the answers to one question of the own reply had, first to last, in every row.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] for a question outside the own parts.
    pub fn history_of(
        &self,
        allow: &Allow<SeeReply>,
        question: &QuestionName,
    ) -> Result<Vec<StoredAnswer>, StoreError> {
        if !allow.scope().parts.contains(question) {
            return Err(StoreError::NotGiven);
        }
        let rows: Vec<AnswerRow> = self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            Ok(answer_history::table
                .left_join(people::table)
                .filter(answer_history::reply.eq(reply.id))
                .filter(answer_history::question.eq(question.as_str()))
                .order((answer_history::revision, answer_history::row))
                .select(answer_columns!(answer_history))
                .load(conn)?)
        })?;
        rows.into_iter().map(AnswerRow::answer).collect()
    }

    /// The own reply with those of its answers that changed after a revision; after 0, with all.
    ///
    /// # Errors
    /// As [`Store::reply`].
    pub fn reply_since(
        &self,
        allow: &Allow<SeeReply>,
        seen: i64,
    ) -> Result<StoredReply, StoreError> {
        let scope = allow.scope();
        self.read(|conn| {
            let row = find(conn, scope)?;
            let rows: Vec<AnswerRow> = if row.revision == seen {
                Vec::new()
            } else {
                answers::table
                    .left_join(people::table)
                    .filter(answers::reply.eq(row.id))
                    .filter(answers::revision.gt(seen))
                    .select(answer_columns!(answers))
                    .load(conn)?
            };
            let mut answers = Vec::with_capacity(rows.len());
            for row in rows {
                let answer = row.answer()?;
                if scope.parts.contains(&answer.key.question) {
                    answers.push(answer);
                }
            }
            answers.sort_by(|one, other| one.key.cmp(&other.key));
            Ok(StoredReply {
                state: State::find(&row.state)?,
                life: life(&row)?,
                revision: row.revision,
                version: row.version,
                answers,
            })
        })
    }

    /// Every change that one answer of the own reply had, first to last.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] for an answer outside the own parts.
    pub fn history(
        &self,
        allow: &Allow<SeeReply>,
        key: &AnswerKey,
    ) -> Result<Vec<StoredAnswer>, StoreError> {
        within(allow.scope(), [key])?;
        let rows: Vec<AnswerRow> = self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            Ok(answer_history::table
                .left_join(people::table)
                .filter(answer_history::reply.eq(reply.id))
                .filter(answer_history::question.eq(key.question.as_str()))
                .filter(answer_history::row.eq(row_text(key)))
                .order(answer_history::revision)
                .select(answer_columns!(answer_history))
                .load(conn)?)
        })?;
        rows.into_iter().map(AnswerRow::answer).collect()
    }
}
