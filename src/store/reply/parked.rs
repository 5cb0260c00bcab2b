//! What was posted after its session had ended: kept sealed for the person of that session, until they sign in again and save it.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;
use subtle::ConstantTimeEq;

use crate::access::{Allow, OwnAccess};
use crate::keys::Keys;
use crate::store::account::token::Token;
use crate::store::connection::DbConnection;
use crate::store::schema::{parked, people, sessions};
use crate::store::{Store, StoreError, stored};
use crate::text::hidden::debug_hiding;

/// Most posts kept for a person.
const MOST: usize = 5;
/// How long one is kept.
const KEEP: Duration = Duration::days(7);

/// What became of a post whose session had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parking {
    /// It is kept for the person of the session.
    Kept,
    /// There never was such a session, or the form was not of it: nobody knows whose it is.
    Unknown,
    /// So many are kept already that no more is taken.
    Full,
}

/// A post that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Parked {
    /// Its number.
    pub id: i64,
    /// The path it was sent to.
    pub path: String,
    /// Names and values.
    pub pairs: Vec<(String, String)>,
    /// When it came.
    pub at: DateTime<Utc>,
}

debug_hiding!(Parked, [id, path, at], [pairs]);

type Row = (i64, String, Vec<u8>, NaiveDateTime);

/// What binds a sealed post to its person and page.
pub(in crate::store) fn place(person: i64, path: &str) -> String {
    format!("post of account {person} to {path}")
}

fn open(keys: &Keys, person: i64, (id, path, sealed, at): Row) -> Result<Parked, StoreError> {
    let damaged = |cause: &dyn std::error::Error| StoreError::damaged(format!("post {id}"), cause);
    let plain = keys
        .unseal(&place(person, &path), &sealed)
        .map_err(|cause| damaged(&cause))?;
    let pairs = serde_json::from_slice(&plain).map_err(|cause| damaged(&cause))?;
    Ok(Parked {
        id,
        path,
        pairs,
        at: at.and_utc(),
    })
}

fn rows(conn: &mut DbConnection, person: i64, now: NaiveDateTime) -> Result<Vec<Row>, StoreError> {
    Ok(parked::table
        .filter(parked::person.eq(person))
        .filter(parked::at.gt(now - KEEP))
        .order(parked::id)
        .select((parked::id, parked::path, parked::sealed, parked::at))
        .load(conn)?)
}

impl Store {
    /// Keeps a post for the person of the session that its cookie names, ended or not, if its form is of that session.
    ///
    /// # Errors
    /// If it cannot be sealed or written.
    pub fn park(
        &self,
        keys: &Keys,
        session: &Token,
        form_token: &str,
        path: &str,
        pairs: &[(String, String)],
        at: DateTime<Utc>,
    ) -> Result<Parking, StoreError> {
        let now = stored(at);
        let digest = session.digest();
        let found: Option<(i64, String)> = self.read(|conn| {
            Ok(sessions::table
                .inner_join(people::table)
                .filter(sessions::token_sha256.eq(digest))
                .filter(people::suspended.is_null())
                .select((sessions::person, sessions::form_token))
                .first(conn)
                .optional()?)
        })?;
        let own = |(_, expected): &(i64, String)| {
            bool::from(expected.as_bytes().ct_eq(form_token.as_bytes()))
        };
        let Some((person, _)) = found.filter(own) else {
            return Ok(Parking::Unknown);
        };
        // Sent twice, it is kept once.
        let held = self.read(|conn| rows(conn, person, now))?;
        for row in held {
            let held = open(keys, person, row)?;
            if held.path == path && held.pairs == pairs {
                return Ok(Parking::Kept);
            }
        }
        let plain =
            serde_json::to_vec(pairs).map_err(|cause| StoreError::damaged("post", cause))?;
        let sealed = keys
            .seal(&place(person, path), &plain)
            .map_err(|cause| StoreError::Random(cause.to_string()))?;
        let path = path.to_owned();
        self.write(move |conn| {
            // The person's row is locked, so that of two at once the second counts the first.
            diesel::update(people::table.find(person))
                .set(people::name.eq(people::name))
                .execute(conn)?;
            if rows(conn, person, now)?.len() >= MOST {
                return Ok(Parking::Full);
            }
            diesel::insert_into(parked::table)
                .values((
                    parked::person.eq(person),
                    parked::path.eq(path),
                    parked::sealed.eq(sealed),
                    parked::at.eq(now),
                ))
                .execute(conn)?;
            Ok(Parking::Kept)
        })
    }

    /// What is kept for oneself, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if one cannot be opened.
    pub fn parked(
        &self,
        allow: &Allow<OwnAccess>,
        keys: &Keys,
        at: DateTime<Utc>,
    ) -> Result<Vec<Parked>, StoreError> {
        let person = allow.scope().person;
        let rows = self.read(|conn| rows(conn, person, stored(at)))?;
        rows.into_iter()
            .map(|row| open(keys, person, row))
            .collect()
    }

    /// Lets go of what is kept for oneself. Whether there was such a thing.
    pub fn unpark(&self, allow: &Allow<OwnAccess>, id: i64) -> Result<bool, StoreError> {
        let person = allow.scope().person;
        self.write(move |conn| {
            let own = parked::table.find(id).filter(parked::person.eq(person));
            Ok(diesel::delete(own).execute(conn)? == 1)
        })
    }

    /// Deletes posts that were kept long enough. How many.
    pub fn sweep_parked(&self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let before = stored(at) - KEEP;
        self.write(move |conn| {
            let old = parked::table.filter(parked::at.le(before));
            Ok(diesel::delete(old).execute(conn)?)
        })
    }
}
