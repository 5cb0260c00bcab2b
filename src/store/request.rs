//! A request done once, however often it is sent.
//!
//! A client that never heard the answer to a save sends it again with the same key, and gets the answer of the first time.

use std::fmt;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::connection::DbConnection;
use super::schema::requests;
use super::{StoreError, sha256};

/// Names one request of a client: 1 to 64 characters that it chose so as not to repeat them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey(String);

/// Why a text is no key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the key of a request has 1 to 64 letters a-z and A-Z, digits, `-` and `_`")]
pub struct KeyError;

impl RequestKey {
    /// Takes a text for a key if it is one.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if (1..=64).contains(&text.len()) && text.chars().all(legal) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError)
        }
    }
}

impl RequestKey {
    /// The key of a step on a page that had seen so many steps of the reply.
    pub(super) fn of_step(step: &str, seen: i64) -> Self {
        Self(format!("{step}-{seen}"))
    }
}

impl fmt::Display for RequestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A row of `requests`. As a struct its statement is prepared once.
#[derive(Insertable)]
#[diesel(table_name = requests, treat_none_as_default_value = false)]
struct NewRequest<'a> {
    reply: i64,
    key: &'a str,
    sha256: String,
    outcome: String,
    at: NaiveDateTime,
}

/// Does the work unless this very request was done before for this reply; then gives the outcome of that time.
///
/// The caller holds the lock on the reply's row, so that two that arrive at once follow each other.
pub(super) fn once<T: Serialize + DeserializeOwned>(
    conn: &mut DbConnection,
    reply: i64,
    key: Option<&RequestKey>,
    request: &[u8],
    at: NaiveDateTime,
    work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let Some(key) = key else { return work(conn) };
    let digest = sha256(request);
    let done: Option<(String, String)> = requests::table
        .find((reply, &key.0))
        .select((requests::sha256, requests::outcome))
        .first(conn)
        .optional()?;
    if let Some((before, outcome)) = done {
        if before != digest {
            return Err(StoreError::KeyReused);
        }
        return serde_json::from_str(&outcome)
            .map_err(|cause| StoreError::misread(format!("outcome of request {key}"), cause));
    }
    let outcome = work(conn)?;
    let kept = serde_json::to_string(&outcome)
        .map_err(|cause| StoreError::damaged(format!("outcome of request {key}"), cause))?;
    diesel::insert_into(requests::table)
        .values(NewRequest {
            reply,
            key: &key.0,
            sha256: digest,
            outcome: kept,
            at,
        })
        .execute(conn)?;
    Ok(outcome)
}
