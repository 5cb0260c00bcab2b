//! Questions of the Secretariat on named answers: asked, answered by the next version, closed by an officer.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::life::{Press, last_day, of_round};
use super::replies::lock;
use crate::access::{Allow, CheckReplies};
use crate::form::name::{Code, QuestionName};
use crate::reply::life::Step;
use crate::round::is_over;
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::log::Act;
use crate::store::schema::clarifications;
use crate::store::{Store, StoreError, stored};
use crate::text::hidden::debug_hiding;

/// A question to be asked.
#[derive(Clone, PartialEq, Eq)]
pub struct NewClarification {
    /// About the answer to which question.
    pub question: QuestionName,
    /// The questions whose answers may change for it: this one, and those that its answer can bring up.
    pub opens: BTreeSet<QuestionName>,
    /// What is asked.
    pub words: String,
}

debug_hiding!(NewClarification, [question, opens], [words]);

/// A question that was asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Clarification {
    /// Its number.
    pub id: i64,
    /// About the answer to which question.
    pub question: QuestionName,
    /// The questions whose answers may change for it.
    pub opens: BTreeSet<QuestionName>,
    /// What is asked.
    pub words: String,
    /// The version that it is about.
    pub about: i64,
    /// Number of the step with which it was asked.
    pub asked: i64,
    /// The version that answers it.
    pub answered: Option<i64>,
    /// Since when it is closed.
    pub closed: Option<DateTime<Utc>>,
}

debug_hiding!(
    Clarification,
    [id, question, opens, about, asked, answered, closed],
    [words]
);

impl Clarification {
    /// Whether the State has yet to answer it.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.answered.is_none() && self.closed.is_none()
    }
}

type Row = (
    i64,
    String,
    String,
    String,
    i64,
    i64,
    Option<i64>,
    Option<NaiveDateTime>,
);

fn read(
    (id, question, opens, words, about, asked, answered, closed): Row,
) -> Result<Clarification, StoreError> {
    let what = format!("clarification {id}");
    Ok(Clarification {
        id,
        question: QuestionName::parse(&question)
            .map_err(|cause| StoreError::damaged(&what, cause))?,
        opens: serde_json::from_str(&opens).map_err(|cause| StoreError::damaged(&what, cause))?,
        words,
        about,
        asked,
        answered,
        closed: closed.map(|at| at.and_utc()),
    })
}

/// Those on a reply, first to last.
pub(in crate::store) fn of(
    conn: &mut DbConnection,
    reply: i64,
) -> Result<Vec<Clarification>, StoreError> {
    let rows: Vec<Row> = clarifications::table
        .filter(clarifications::reply.eq(reply))
        .order(clarifications::id)
        .select((
            clarifications::id,
            clarifications::question,
            clarifications::opens,
            clarifications::words,
            clarifications::about,
            clarifications::asked,
            clarifications::answered,
            clarifications::closed,
        ))
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// The questions whose answers may change for what was asked and is not answered.
pub(in crate::store) fn opened(
    conn: &mut DbConnection,
    reply: i64,
) -> Result<BTreeSet<QuestionName>, StoreError> {
    let waiting = of(conn, reply)?.into_iter().filter(Clarification::waits);
    Ok(waiting.flat_map(|asked| asked.opens).collect())
}

/// Notes that a version answers all that waits.
pub(in crate::store) fn answer(
    conn: &mut DbConnection,
    reply: i64,
    version: i64,
) -> Result<(), StoreError> {
    diesel::update(waiting(reply))
        .set(clarifications::answered.eq(version))
        .execute(conn)?;
    Ok(())
}

/// Those on a reply that are neither answered nor closed.
#[diesel::dsl::auto_type]
fn waiting(reply: i64) -> _ {
    clarifications::table
        .filter(clarifications::reply.eq(reply))
        .filter(clarifications::answered.is_null())
        .filter(clarifications::closed.is_null())
}

/// Refuses unless all are closed.
pub(in crate::store) fn all_closed(conn: &mut DbConnection, reply: i64) -> Result<(), StoreError> {
    if of(conn, reply)?.iter().all(|asked| asked.closed.is_some()) {
        Ok(())
    } else {
        Err(StoreError::OpenQuestions)
    }
}

impl Store {
    /// Asks a State about named answers: its reply opens for these until the day of `press`.
    ///
    /// # Errors
    /// [`StoreError::NotNow`] unless the reply is being checked, [`StoreError::MovedOn`].
    pub fn ask(
        &self,
        allow: &Allow<CheckReplies>,
        respondent: &Code,
        questions: Vec<NewClarification>,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (of_round(allow, respondent), account(allow.who()));
        self.take_step(who, Step::Ask, press, at, move |conn, reply, _| {
            for asked in questions {
                let opens = serde_json::to_string(&asked.opens)
                    .map_err(|cause| StoreError::damaged("clarification", cause))?;
                diesel::insert_into(clarifications::table)
                    .values((
                        clarifications::reply.eq(reply.id),
                        clarifications::question.eq(asked.question.as_str()),
                        clarifications::opens.eq(opens),
                        clarifications::words.eq(asked.words),
                        clarifications::about.eq(reply.version),
                        clarifications::asked.eq(reply.steps + 1),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        })
    }

    /// Closes what was asked and not answered when the day for it is over: the reply is checked further as it stood. What the State
    /// changed meanwhile stays in its draft.
    ///
    /// # Errors
    /// [`StoreError::StillOpen`] before; [`StoreError::NotNow`] unless a clarification waits, [`StoreError::MovedOn`].
    pub fn close_unanswered(
        &self,
        allow: &Allow<CheckReplies>,
        respondent: &Code,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let scope = of_round(allow, respondent);
        let person = account(allow.who());
        let who = (scope.clone(), person);
        self.take_step(
            who,
            Step::CloseUnanswered,
            press,
            at,
            move |conn, reply, _| {
                let day = last_day(conn, &scope, reply)?;
                if !is_over(day, at) {
                    return Err(StoreError::StillOpen(day));
                }
                diesel::update(waiting(reply.id))
                    .set((
                        clarifications::closed.eq(stored(at)),
                        clarifications::closed_by.eq(person),
                    ))
                    .execute(conn)?;
                Ok(())
            },
        )
    }

    /// Closes a question that was answered. Closed twice, it is closed once.
    ///
    /// # Errors
    /// [`StoreError::NoReply`] if it is none of this reply; [`StoreError::MovedOn`] if it is not answered.
    pub fn close_question(
        &self,
        allow: &Allow<CheckReplies>,
        respondent: &Code,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let scope = of_round(allow, respondent);
        let person = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let asked = of(conn, reply.id)?.into_iter().find(|asked| asked.id == id);
            let asked = asked.ok_or_else(|| super::replies::no_reply(&scope))?;
            if asked.closed.is_some() {
                return Ok(());
            }
            if asked.answered.is_none() {
                return Err(StoreError::MovedOn);
            }
            diesel::update(clarifications::table.find(id))
                .set((
                    clarifications::closed.eq(at),
                    clarifications::closed_by.eq(person),
                ))
                .execute(conn)?;
            let act = Act {
                person,
                reply: Some(&scope),
                action: "clarification_closed",
                object: format!("clarification {id}"),
                at,
            };
            act.log(conn, &serde_json::json!({ "question": asked.question }))
        })
    }
}
