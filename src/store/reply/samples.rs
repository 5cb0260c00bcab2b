//! Filling a round of samples: many whole replies in one transaction.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::replies::{State, body, lock, row_text};
use super::submissions::{Receipt, Sealing, form_version};
use crate::access::{Allow, ManageRounds, OwnReply};
use crate::form::name::Code;
use crate::reply::life::Stage;
use crate::reply::raw::RawAnswers;
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::dialect::on_each_backend;
use crate::store::log::Act;
use crate::store::rounds::ROWS;
use crate::store::schema::{answer_history, answers, replies, rounds};
use crate::store::{Store, StoreError, stored};
use crate::text::hidden::debug_hiding;

/// An invented reply: what was typed, the document that seals it, and when it came.
#[derive(Clone, PartialEq, Eq)]
pub struct SampleReply {
    /// What was typed.
    pub answers: RawAnswers,
    /// The document to seal.
    pub bytes: Vec<u8>,
    /// When it came.
    pub at: DateTime<Utc>,
}

debug_hiding!(SampleReply, [answers, at], [bytes]);

#[derive(Insertable)]
#[diesel(table_name = answers, treat_none_as_default_value = false)]
struct AnswerRow<'a> {
    reply: i64,
    question: &'a str,
    row: &'a str,
    body: String,
    revision: i64,
    person: Option<i64>,
    at: NaiveDateTime,
}

impl Store {
    /// Saves and submits invented replies, all or none, and gives the receipts by respondent.
    ///
    /// # Errors
    /// [`StoreError::NotSample`] unless the round is marked as a sample; [`StoreError::NotDraft`] if one of them was begun already.
    pub fn file_samples(
        &self,
        allow: &Allow<ManageRounds>,
        round: Code,
        samples: BTreeMap<Code, SampleReply>,
        at: DateTime<Utc>,
    ) -> Result<BTreeMap<Code, Receipt>, StoreError> {
        let person = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let sample: Option<bool> = rounds::table
                .find(round.as_str())
                .select(rounds::sample)
                .first(conn)
                .optional()?;
            match sample {
                Some(true) => {}
                Some(false) => return Err(StoreError::NotSample(round.to_string())),
                None => return Err(StoreError::NoRound(round.to_string())),
            }
            let form_version = form_version(conn, &round)?;
            let mut receipts = BTreeMap::new();
            // The log is told of them in the order in which they came.
            let mut samples: Vec<(Code, SampleReply)> = samples.into_iter().collect();
            samples.sort_by_key(|(_, sample)| sample.at);
            for (respondent, sample) in samples {
                let came = stored(sample.at);
                let scope = OwnReply::whole(round.clone(), respondent);
                let reply = lock(conn, &scope)?;
                if State::find(&reply.state)? != State::Draft || reply.revision > 0 {
                    return Err(StoreError::NotDraft);
                }
                fill(conn, reply.id, &sample.answers, person, came)?;
                let sealing = Sealing {
                    reply: reply.id,
                    before: reply.version,
                    bytes: sample.bytes,
                    documents: Vec::new(),
                    form_version: &form_version,
                    person,
                    at: came,
                };
                let receipt = sealing.seal(conn)?;
                diesel::update(replies::table.find(reply.id))
                    .set((
                        replies::state.eq(State::Submitted.code()),
                        replies::stage.eq(Stage::Received.code()),
                        replies::version.eq(receipt.version),
                        replies::standing.eq(receipt.version),
                        replies::changed.eq(came),
                    ))
                    .execute(conn)?;
                receipts.insert(scope.respondent, receipt);
            }
            let act = Act {
                person,
                reply: None,
                action: "samples_filed",
                object: format!("round {round}"),
                at,
            };
            act.log(conn, &serde_json::json!({ "replies": receipts.len() }))?;
            Ok(receipts)
        })
    }
}

/// Writes all answers of an empty draft as its first revision, and their history.
fn fill(
    conn: &mut DbConnection,
    reply: i64,
    typed: &RawAnswers,
    person: Option<i64>,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(typed.len());
    for (key, raw) in typed {
        rows.push(AnswerRow {
            reply,
            question: key.question.as_str(),
            row: row_text(key),
            body: body(raw)?,
            revision: 1,
            person,
            at,
        });
    }
    for part in rows.chunks(ROWS) {
        on_each_backend!(conn, |inner| diesel::insert_into(answers::table)
            .values(part)
            .execute(inner))?;
    }
    let written = answers::table.filter(answers::reply.eq(reply)).select((
        answers::reply,
        answers::question,
        answers::row,
        answers::body,
        answers::revision,
        answers::person,
        answers::at,
    ));
    diesel::insert_into(answer_history::table)
        .values(written)
        .into_columns((
            answer_history::reply,
            answer_history::question,
            answer_history::row,
            answer_history::body,
            answer_history::revision,
            answer_history::person,
            answer_history::at,
        ))
        .execute(conn)?;
    diesel::update(replies::table.find(reply))
        .set((replies::revision.eq(1), replies::changed.eq(at)))
        .execute(conn)?;
    Ok(())
}
