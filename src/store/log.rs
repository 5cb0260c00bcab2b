//! The log of acts: one row for each, written in the transaction of the act itself, so that neither is there without the other.
//!
//! The row says who did what to which object and when. What else there is to say stands in its body, which holds no answer and is bound
//! to the row by `SHA-256(salt || body)`: a short body cannot be guessed from the commitment, and may be destroyed when its time is over
//! while the log can still be verified.
//!
//! Each entry waits (`log_waiting`) until [`sequence`] gives it its place in the Merkle tree, at the next submission or within the hour.
//!
//! | file | what |
//! |---|---|
//! | [`sequence`] | leaves, tiles, checkpoints |
//! | `signing` | which key signs, and another in its place |
//! | [`check`] | whether all of it still holds |
//! | [`acts`] | the log, to be read by those whom it concerns |

pub mod acts;
pub mod check;
pub mod sequence;
mod signing;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use rand::TryRng;
use rand::rngs::SysRng;
use serde::Serialize;

use super::StoreError;
use super::connection::DbConnection;
use super::schema::{log_entries, log_waiting};
use crate::access::OwnReply;
use crate::proof::receipt::{Entry, commitment};

/// An act to be written down.
#[derive(Clone, Debug)]
pub(super) struct Act<'a> {
    /// Number of the account that did it; `None` is the operator.
    pub(super) person: Option<i64>,
    /// The reply it concerns, if it concerns one.
    pub(super) reply: Option<&'a OwnReply>,
    /// What was done: a verb of the past in snake case, for instance `answers_saved`.
    pub(super) action: &'static str,
    /// To what: for instance `revision 7` or `account 3`.
    pub(super) object: String,
    /// When.
    pub(super) at: NaiveDateTime,
}

/// A row of `log_entries`. As a struct its statement is prepared once.
#[derive(Insertable)]
#[diesel(table_name = log_entries, treat_none_as_default_value = false)]
struct NewEntry<'a> {
    at: NaiveDateTime,
    person: Option<i64>,
    round: Option<&'a str>,
    respondent: Option<&'a str>,
    action: &'static str,
    object: String,
    body: String,
    salt: &'a [u8],
    commitment: &'a [u8],
}

impl Act<'_> {
    /// Writes it down with what else there is to say. No answer may be in `body`: a digest of one may.
    pub(super) fn log(
        self,
        conn: &mut DbConnection,
        body: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.log_as(conn, body).map(drop)
    }

    /// The same, and the number of the entry.
    pub(super) fn log_as(
        self,
        conn: &mut DbConnection,
        body: &impl Serialize,
    ) -> Result<i64, StoreError> {
        let body = serde_json::to_string(body)
            .map_err(|cause| StoreError::damaged("entry of the log", cause))?;
        let mut salt = [0; 32];
        SysRng
            .try_fill_bytes(&mut salt)
            .map_err(|cause| StoreError::Random(cause.to_string()))?;
        let commitment = commitment(&salt, &body);
        let number: i64 = diesel::insert_into(log_entries::table)
            .values(NewEntry {
                at: self.at,
                person: self.person,
                round: self.reply.map(|reply| reply.round.as_str()),
                respondent: self.reply.map(|reply| reply.respondent.as_str()),
                action: self.action,
                object: self.object,
                body,
                salt: &salt,
                commitment: &commitment,
            })
            .returning(log_entries::id)
            .get_result(conn)?;
        diesel::insert_into(log_waiting::table)
            .values(log_waiting::entry.eq(number))
            .execute(conn)?;
        Ok(number)
    }
}

/// A row of `log_entries`.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = log_entries)]
struct EntryRow {
    id: i64,
    at: NaiveDateTime,
    person: Option<i64>,
    round: Option<String>,
    respondent: Option<String>,
    action: String,
    object: String,
    body: Option<String>,
    salt: Option<Vec<u8>>,
    commitment: Vec<u8>,
}

impl EntryRow {
    /// What its leaf is made from.
    fn canonical(&self) -> Result<String, StoreError> {
        let entry = Entry {
            id: self.id,
            at: canonical_time(self.at),
            person: self.person,
            round: self.round.clone(),
            respondent: self.respondent.clone(),
            action: self.action.clone(),
            object: self.object.clone(),
            commitment: hex::encode(&self.commitment),
        };
        serde_json::to_string(&entry)
            .map_err(|cause| StoreError::damaged(format!("entry {} of the log", self.id), cause))
    }
}

/// A time as the log and receipts write it.
pub(super) fn canonical_time(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
