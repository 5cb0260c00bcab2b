//! What people prove who they are with: a passphrase, and a code of their authenticator or a recovery code.
//!
//! An address that nobody has is answered as one with a wrong passphrase, at the same cost.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::attempts::{Attempt, Tried};
use super::sessions::{Begun, Level, NewSession, begin, end};
use super::token::Token;
use crate::access::{Allow, OwnAccess};
use crate::keys::Keys;
use crate::keys::passphrase::{Fit, Passphrases};
use crate::keys::second_factor::{self, Seed};
use crate::store::connection::DbConnection;
use crate::store::letters::write_in;
use crate::store::log::Act;
use crate::store::schema::{credentials, people, recovery_codes, rounds, sessions};
use crate::store::{Store, StoreError, sha256, stored};
use crate::text::Language;

/// What proofs are checked with, and where they come from.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// Opens second factors.
    pub keys: &'a Keys,
    /// Compares passphrases.
    pub passphrases: &'a Passphrases,
    /// Address of the client, as attempts are counted by it.
    pub client: &'a str,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// Language of the page: who signs in on it is written to in this language.
    pub language: Language,
}

/// What became of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proved<T> {
    /// It is right.
    Right(T),
    /// It is wrong, or nobody could give it. Which, is not said.
    Wrong,
    /// It was not looked at: there were too many attempts.
    Wait {
        /// After how many seconds it will be.
        seconds: i64,
    },
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = credentials)]
pub(in crate::store) struct Kept {
    pub(in crate::store) person: i64,
    passphrase: String,
    second_factor: Vec<u8>,
}

/// An address as it is compared: without space around it, in small letters.
#[must_use]
pub(in crate::store) fn plain_address(address: &str) -> String {
    address.trim().to_lowercase()
}

/// What is kept of an account that may sign in.
pub(in crate::store) fn kept(
    conn: &mut DbConnection,
    person: i64,
) -> Result<Option<Kept>, StoreError> {
    Ok(credentials::table
        .find(person)
        .select(Kept::as_select())
        .first(conn)
        .optional()?)
}

/// A typed code, as far as it can be told without changing anything.
pub(in crate::store) enum Offered {
    /// One of the authenticator: its step, and the sealed seed it belongs to.
    Step(i64, Vec<u8>),
    /// Perhaps a recovery code: its digest.
    Recovery(String),
}

/// What a typed code may be.
pub(in crate::store) fn offered(
    keys: &Keys,
    kept: &Kept,
    typed: &str,
    at: DateTime<Utc>,
) -> Result<Offered, StoreError> {
    let seed = Seed::unseal(keys, kept.person, &kept.second_factor)?;
    let step = seed.step(typed, u64::try_from(at.timestamp()).unwrap_or_default())?;
    Ok(match step.and_then(|step| i64::try_from(step).ok()) {
        Some(step) => Offered::Step(step, kept.second_factor.clone()),
        None => Offered::Recovery(sha256(second_factor::plain_code(typed))),
    })
}

/// Uses a code up. `false` if it was none, or was used before. One statement decides: of two who use it at once, one counts a row.
pub(in crate::store) fn take(
    conn: &mut DbConnection,
    person: i64,
    offered: &Offered,
    at: NaiveDateTime,
) -> Result<bool, StoreError> {
    let used = match offered {
        Offered::Step(step, sealed) => {
            // None older than one that was used, either: a clock may have been set back.
            let later = credentials::table
                .find(person)
                .filter(credentials::second_factor.eq(sealed))
                .filter(credentials::second_factor_step.lt(step));
            diesel::update(later)
                .set(credentials::second_factor_step.eq(step))
                .execute(conn)?
        }
        Offered::Recovery(digest) => {
            let unused = recovery_codes::table
                .find((person, digest))
                .filter(recovery_codes::used_at.is_null());
            diesel::update(unused)
                .set(recovery_codes::used_at.eq(at))
                .execute(conn)?
        }
    };
    Ok(used == 1)
}

/// Keeps the hash that was made with the costs of today.
fn keep_rehashed(conn: &mut DbConnection, person: i64, fit: Fit) -> Result<(), StoreError> {
    if let Fit::Rehashed(hash) = fit {
        diesel::update(credentials::table.find(person))
            .set(credentials::passphrase.eq(hash))
            .execute(conn)?;
    }
    Ok(())
}

/// Writes an act of a person on their own account down.
pub(in crate::store) fn log_own(
    conn: &mut DbConnection,
    person: i64,
    action: &'static str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let act = Act {
        person: Some(person),
        reply: None,
        action,
        object: format!("account {person}"),
        at,
    };
    act.log(conn, &())
}

impl Store {
    /// The first step of signing in: the address and the passphrase. It begins a session that opens the page for the code.
    pub fn check_passphrase(
        &self,
        desk: &Desk<'_>,
        address: &str,
        passphrase: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<Token>, StoreError> {
        let address = plain_address(address);
        let now = stored(at);
        let attempt = Attempt::new(Tried::Passphrase, &address, desk.client);
        let (wait, attempt) = self.write(move |conn| Ok((attempt.admit(conn, now)?, attempt)))?;
        if let Some(seconds) = wait {
            return Ok(Proved::Wait { seconds });
        }
        let kept: Option<Kept> = self.read(|conn| {
            Ok(credentials::table
                .inner_join(people::table)
                .filter(credentials::address.eq(&address))
                .filter(people::suspended.is_null())
                .select(Kept::as_select())
                .first(conn)
                .optional()?)
        })?;
        let hash = kept.as_ref().map(|kept| kept.passphrase.as_str());
        let fit = desk.passphrases.verify(passphrase, hash)?;
        let (Some(kept), Fit::Yes | Fit::Rehashed(_)) = (kept, &fit) else {
            return Ok(Proved::Wrong);
        };
        let agent = desk.agent.to_owned();
        self.write(move |conn| {
            keep_rehashed(conn, kept.person, fit)?;
            attempt.succeeded(conn, now)?;
            let new = NewSession {
                person: kept.person,
                level: Level::Code,
                agent: &agent,
                at: now,
            };
            begin(conn, &new).map(Proved::Right)
        })
    }

    /// The second step: a code. The session that the passphrase began ends, and a full one begins under a new secret.
    pub fn check_code(
        &self,
        desk: &Desk<'_>,
        before: &Token,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<Token>, StoreError> {
        let Some(begun) = self.begun(before, at)?.filter(is_for_code) else {
            return Ok(Proved::Wrong);
        };
        let now = stored(at);
        let person = begun.person.id;
        let checked = self.code_of(desk, person, code, at)?;
        let (attempt, offered) = match checked {
            Proved::Right(checked) => checked,
            Proved::Wrong => return Ok(Proved::Wrong),
            Proved::Wait { seconds } => return Ok(Proved::Wait { seconds }),
        };
        let (agent, language) = (desk.agent.to_owned(), desk.language);
        let before = before.digest();
        self.write(move |conn| {
            if !take(conn, person, &offered, now)? {
                return Ok(Proved::Wrong);
            }
            attempt.succeeded(conn, now)?;
            end(conn, &before, now)?;
            let new = NewSession {
                person,
                level: Level::Full,
                agent: &agent,
                at: now,
            };
            let session = begin(conn, &new)?;
            write_in(conn, person, language)?;
            log_own(conn, person, "signed_in", now)?;
            Ok(Proved::Right(session))
        })
    }

    /// Proves once more who sits before a session: the passphrase and a code. What needs a fresh proof can be done for some minutes.
    pub fn confirm(
        &self,
        allow: &Allow<OwnAccess>,
        desk: &Desk<'_>,
        session: &Token,
        passphrase: &str,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<()>, StoreError> {
        let person = allow.scope().person;
        let now = stored(at);
        let Some(kept) = self.read(|conn| kept(conn, person))? else {
            return Ok(Proved::Wrong);
        };
        let checked = self.code_of(desk, person, code, at)?;
        let (attempt, offered) = match checked {
            Proved::Right(checked) => checked,
            Proved::Wrong => return Ok(Proved::Wrong),
            Proved::Wait { seconds } => return Ok(Proved::Wait { seconds }),
        };
        let fit = desk
            .passphrases
            .verify(passphrase, Some(&kept.passphrase))?;
        if fit == Fit::No {
            return Ok(Proved::Wrong);
        }
        let digest = session.digest();
        self.write(move |conn| {
            if !take(conn, person, &offered, now)? {
                return Ok(Proved::Wrong);
            }
            attempt.succeeded(conn, now)?;
            keep_rehashed(conn, person, fit)?;
            mark_confirmed(conn, person, &digest, now)?;
            Ok(Proved::Right(()))
        })
    }

    /// Whether a session may be confirmed by a button: the account has no passphrase, in a round whose replies are invented.
    pub fn confirms_by_button(&self, allow: &Allow<OwnAccess>) -> Result<bool, StoreError> {
        let person = allow.scope().person;
        self.read(|conn| by_button(conn, person))
    }

    /// Confirms a session by a button, where that is allowed. Whether it was.
    pub fn confirm_by_button(
        &self,
        allow: &Allow<OwnAccess>,
        session: &Token,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let person = allow.scope().person;
        let digest = session.digest();
        self.write(move |conn| {
            let allowed = by_button(conn, person)?;
            if allowed {
                mark_confirmed(conn, person, &digest, stored(at))?;
            }
            Ok(allowed)
        })
    }

    /// Counts an attempt at a code and says what the code may be.
    pub(in crate::store) fn code_of(
        &self,
        desk: &Desk<'_>,
        person: i64,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<(Attempt, Offered)>, StoreError> {
        let now = stored(at);
        let attempt = Attempt::new(Tried::Code, &person.to_string(), desk.client);
        let (wait, attempt) = self.write(move |conn| Ok((attempt.admit(conn, now)?, attempt)))?;
        if let Some(seconds) = wait {
            return Ok(Proved::Wait { seconds });
        }
        let Some(kept) = self.read(|conn| kept(conn, person))? else {
            return Ok(Proved::Wrong);
        };
        let offered = offered(desk.keys, &kept, code, at)?;
        Ok(Proved::Right((attempt, offered)))
    }
}

fn by_button(conn: &mut DbConnection, person: i64) -> Result<bool, StoreError> {
    let sample: bool = people::table
        .inner_join(rounds::table)
        .filter(people::id.eq(person))
        .select(rounds::sample)
        .first(conn)?;
    Ok(sample && kept(conn, person)?.is_none())
}

/// Notes when the person before a session proved who they are.
pub(in crate::store) fn mark_confirmed(
    conn: &mut DbConnection,
    person: i64,
    digest: &str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let own = sessions::table
        .find(digest)
        .filter(sessions::person.eq(person));
    diesel::update(own)
        .set(sessions::confirmed.eq(at))
        .execute(conn)?;
    Ok(())
}

fn is_for_code(begun: &Begun) -> bool {
    begun.level == Level::Code
}
