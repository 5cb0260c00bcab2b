//! Sealing anew, with the newest wrapping key, what older ones sealed: second factors, secrets of letters, kept posts, keys of documents.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::connection::DbConnection;
use super::letters as letter;
use super::log::Act;
use super::reply::files::keyring;
use super::reply::parked as post;
use super::schema::{credentials, data_keys, letters, parked, sessions};
use super::{Store, StoreError, stored};
use crate::keys::{Keys, second_factor};

/// What is sealed, and for which place.
struct Sealed<K> {
    key: K,
    place: String,
    bytes: Vec<u8>,
}

/// Seals anew what is not of the newest key, and hands it on to be kept: how many.
fn renew<K>(
    conn: &mut DbConnection,
    keys: &Keys,
    all: Vec<Sealed<K>>,
    mut keep: impl FnMut(&mut DbConnection, K, Vec<u8>) -> QueryResult<usize>,
) -> Result<usize, StoreError> {
    let mut renewed = 0;
    for Sealed { key, place, bytes } in all {
        let anew = keys
            .reseal(&place, &bytes)
            .map_err(|_not_in_ring| StoreError::NotInRing(place))?;
        if let Some(anew) = anew {
            renewed += keep(conn, key, anew)?;
        }
    }
    Ok(renewed)
}

fn second_factors(conn: &mut DbConnection, keys: &Keys) -> Result<usize, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = credentials::table
        .select((credentials::person, credentials::second_factor))
        .load(conn)?;
    let rows = rows.into_iter().map(|(person, bytes)| Sealed {
        key: person,
        place: second_factor::place(person),
        bytes,
    });
    renew(conn, keys, rows.collect(), |conn, person, bytes| {
        diesel::update(credentials::table.find(person))
            .set(credentials::second_factor.eq(bytes))
            .execute(conn)
    })
}

fn next_second_factors(conn: &mut DbConnection, keys: &Keys) -> Result<usize, StoreError> {
    let rows: Vec<(String, i64, Option<Vec<u8>>)> = sessions::table
        .filter(sessions::next_second_factor.is_not_null())
        .select((
            sessions::token_sha256,
            sessions::person,
            sessions::next_second_factor,
        ))
        .load(conn)?;
    let rows = rows.into_iter().filter_map(|(key, person, bytes)| {
        Some(Sealed {
            key,
            place: second_factor::place(person),
            bytes: bytes?,
        })
    });
    renew(conn, keys, rows.collect(), |conn, session, bytes| {
        diesel::update(sessions::table.find(session))
            .set(sessions::next_second_factor.eq(bytes))
            .execute(conn)
    })
}

fn secrets_of_letters(conn: &mut DbConnection, keys: &Keys) -> Result<usize, StoreError> {
    let rows: Vec<(i64, String, String, Option<Vec<u8>>)> = letters::table
        .filter(letters::secret.is_not_null())
        .select((
            letters::id,
            letters::kind,
            letters::address,
            letters::secret,
        ))
        .load(conn)?;
    let rows = rows.into_iter().filter_map(|(key, kind, address, bytes)| {
        Some(Sealed {
            key,
            place: letter::place(&kind, &address),
            bytes: bytes?,
        })
    });
    renew(conn, keys, rows.collect(), |conn, id, bytes| {
        diesel::update(letters::table.find(id))
            .set(letters::secret.eq(bytes))
            .execute(conn)
    })
}

fn posts(conn: &mut DbConnection, keys: &Keys) -> Result<usize, StoreError> {
    let rows: Vec<(i64, i64, String, Vec<u8>)> = parked::table
        .select((parked::id, parked::person, parked::path, parked::sealed))
        .load(conn)?;
    let rows = rows.into_iter().map(|(key, person, path, bytes)| Sealed {
        key,
        place: post::place(person, &path),
        bytes,
    });
    renew(conn, keys, rows.collect(), |conn, id, bytes| {
        diesel::update(parked::table.find(id))
            .set(parked::sealed.eq(bytes))
            .execute(conn)
    })
}

fn keys_of_documents(conn: &mut DbConnection, keys: &Keys) -> Result<usize, StoreError> {
    let rows: Vec<(String, String, Vec<u8>)> = data_keys::table
        .select((data_keys::round, data_keys::respondent, data_keys::wrapped))
        .load(conn)?;
    let rows = rows.into_iter().map(|(round, respondent, bytes)| Sealed {
        place: keyring::place(&round, &respondent),
        key: (round, respondent),
        bytes,
    });
    renew(conn, keys, rows.collect(), |conn, key, bytes| {
        diesel::update(data_keys::table.find(key))
            .set(data_keys::wrapped.eq(bytes))
            .execute(conn)
    })
}

impl Store {
    /// Seals with the newest key what older ones sealed, all or nothing: how much that was.
    ///
    /// # Errors
    /// [`StoreError::NotInRing`] if the key of something is missing.
    pub fn rewrap(&self, keys: Arc<Keys>, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let at = stored(at);
        self.write(move |conn| {
            let mut renewed = 0;
            for table in [
                second_factors,
                next_second_factors,
                secrets_of_letters,
                posts,
                keys_of_documents,
            ] {
                renewed += table(conn, &keys)?;
            }
            if renewed > 0 {
                let act = Act {
                    person: None,
                    reply: None,
                    action: "secrets_rewrapped",
                    object: format!("{renewed} secrets"),
                    at,
                };
                act.log(conn, &json!({ "key": keys.ring().last() }))?;
            }
            Ok(renewed)
        })
    }
}
