//! Which key signs the log: one at a time. Another takes its place by an act of the log, which the old key signs as its last and the new
//! one as its first. The public keys of all stay, so that what they signed is checked for ever.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::Act;
use super::sequence::sequence;
use crate::keys::Keys;
use crate::proof::checkpoint::Checkpoint;
use crate::store::connection::DbConnection;
use crate::store::schema::log_keys;
use crate::store::{Store, StoreError, stored};

/// The act by which a key takes the place of another; its object is [`announced`].
pub(super) const CHANGED: &str = "signing_key_changed";

/// Object of [`CHANGED`] for a key.
pub(super) fn announced(fingerprint: &str) -> String {
    format!("to {fingerprint}")
}

/// Fingerprint of the key in use; `None` before the first.
fn in_use(conn: &mut DbConnection) -> Result<Option<String>, StoreError> {
    Ok(log_keys::table
        .filter(log_keys::retired.is_null())
        .select(log_keys::fingerprint)
        .first(conn)
        .optional()?)
}

fn is_known(conn: &mut DbConnection, fingerprint: &str) -> Result<bool, StoreError> {
    let known: i64 = log_keys::table.find(fingerprint).count().get_result(conn)?;
    Ok(known > 0)
}

/// Refuses a key that is not the one in use; the first, or one whose place is free, is noted.
pub(super) fn may_sign(
    conn: &mut DbConnection,
    keys: &Keys,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let fingerprint = keys.fingerprint();
    match in_use(conn)? {
        Some(used) if used == fingerprint => Ok(()),
        None if !is_known(conn, &fingerprint)? => {
            diesel::insert_into(log_keys::table)
                .values((
                    log_keys::fingerprint.eq(&fingerprint),
                    log_keys::pem.eq(keys.public_pem()),
                    log_keys::since.eq(at),
                ))
                .execute(conn)?;
            Ok(())
        }
        _ => Err(StoreError::OtherKey(fingerprint)),
    }
}

impl Store {
    /// Refuses a signing key that is not the one in use: it was replaced, or lost and made anew.
    ///
    /// # Errors
    /// [`StoreError::OtherKey`].
    pub fn check_signing_key(&self, keys: &Keys) -> Result<(), StoreError> {
        let fingerprint = keys.fingerprint();
        match self.read(in_use)? {
            Some(used) if used != fingerprint => Err(StoreError::OtherKey(fingerprint)),
            Some(_) | None => Ok(()),
        }
    }

    /// Puts a signing key in the place of the one in use, and announces it: `before` signs that as its last, unless it is lost, and `after`
    /// as its first. Done again, it is done once. The checkpoint that `after` signed.
    ///
    /// # Errors
    /// [`StoreError::OtherKey`] if `before` is not in use, or `after` was before.
    pub fn change_signing_key(
        &self,
        before: Option<Arc<Keys>>,
        after: Arc<Keys>,
        at: DateTime<Utc>,
    ) -> Result<Checkpoint, StoreError> {
        let at = stored(at);
        self.write(move |conn| {
            let (used, next) = (in_use(conn)?, after.fingerprint());
            if used.as_ref() == Some(&next) {
                return sequence(conn, &after, at);
            }
            if is_known(conn, &next)? {
                return Err(StoreError::OtherKey(next));
            }
            let act = Act {
                person: None,
                reply: None,
                action: CHANGED,
                object: announced(&next),
                at,
            };
            act.log(
                conn,
                &json!({ "from": used, "to": next, "lost": before.is_none() }),
            )?;
            if let Some(before) = before {
                sequence(conn, &before, at)?;
            }
            diesel::update(log_keys::table.filter(log_keys::retired.is_null()))
                .set(log_keys::retired.eq(at))
                .execute(conn)?;
            sequence(conn, &after, at)
        })
    }
}
