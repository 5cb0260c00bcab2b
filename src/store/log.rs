//! The log of acts: one row for each, written in the transaction of the act itself, so that neither is there without the other.
//!
//! The row says who did what to which object and when. What else there is to say stands in its body, which holds no answer and is bound
//! to the row by `SHA-256(salt || body)`: a short body cannot be guessed from the commitment, and may be destroyed when its time is over
//! while the log can still be verified.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use rand::TryRng;
use rand::rngs::SysRng;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::StoreError;
use super::connection::DbConnection;
use super::schema::log_entries;
use crate::access::OwnReply;

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
struct Entry<'a> {
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
        let body = serde_json::to_string(body)
            .map_err(|cause| StoreError::damaged("entry of the log", cause))?;
        let mut salt = [0; 32];
        SysRng
            .try_fill_bytes(&mut salt)
            .map_err(|cause| StoreError::Random(cause.to_string()))?;
        let commitment = Sha256::new()
            .chain_update(salt)
            .chain_update(&body)
            .finalize();
        diesel::insert_into(log_entries::table)
            .values(Entry {
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
            .execute(conn)?;
        Ok(())
    }
}
