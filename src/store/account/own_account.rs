//! The own account: sessions, passphrase, authenticator, recovery codes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::credentials::{Desk, Proved, kept, log_own};
use super::enrolment::{Enrolled, renew_sessions, replace_codes, tell_change};
use super::sessions::Level;
use super::token::Token;
use crate::access::{Allow, ChangeCredentials, OwnAccess};
use crate::keys::second_factor::{Seed, recovery_codes as new_codes};
use crate::store::schema::{credentials, people, recovery_codes, sessions};
use crate::store::{Store, StoreError, stored};

/// Digits of a session's digest by which its owner names it.
const NAME: usize = 16;

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// What it is called in a form: nothing that opens it.
    pub name: String,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_seen: DateTime<Utc>,
    /// What the browser calls itself; may be empty.
    pub agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// How a person signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The address to sign in with, if there is one.
    pub address: Option<String>,
    /// How many recovery codes are left; `None` where there is no passphrase either.
    pub codes_left: Option<i64>,
}

impl Store {
    /// How the person signs in.
    pub fn own_access(&self, allow: &Allow<OwnAccess>) -> Result<Access, StoreError> {
        let person = allow.scope().person;
        self.read(|conn| {
            let address = people::table
                .find(person)
                .select(people::email_address)
                .first(conn)?;
            let codes = recovery_codes::table
                .filter(recovery_codes::person.eq(person))
                .filter(recovery_codes::used_at.is_null())
                .count();
            let codes_left = match kept(conn, person)? {
                Some(_) => Some(codes.get_result(conn)?),
                None => None,
            };
            Ok(Access {
                address,
                codes_left,
            })
        })
    }

    /// The live sessions of the person, the newest first.
    pub fn own_sessions(
        &self,
        allow: &Allow<OwnAccess>,
        current: &Token,
        at: DateTime<Utc>,
    ) -> Result<Vec<OwnSession>, StoreError> {
        type Row = (String, chrono::NaiveDateTime, chrono::NaiveDateTime, String);
        let rows: Vec<Row> = self.read(|conn| {
            Ok(sessions::table
                .filter(sessions::person.eq(allow.scope().person))
                .filter(sessions::revoked.is_null())
                .filter(sessions::ends.gt(stored(at)))
                .filter(sessions::level.eq(Level::Full.code()))
                .order(sessions::created.desc())
                .select((
                    sessions::token_sha256,
                    sessions::created,
                    sessions::last_seen,
                    sessions::agent,
                ))
                .load(conn)?)
        })?;
        let own = current.digest();
        let shown = rows
            .into_iter()
            .map(|(digest, begun, last_seen, agent)| OwnSession {
                name: digest.chars().take(NAME).collect(),
                begun: begun.and_utc(),
                last_seen: last_seen.and_utc(),
                agent,
                current: digest == own,
            });
        Ok(shown.collect())
    }

    /// Ends one of the person's sessions, by its name, or all but the current one. How many.
    pub fn end_own_sessions(
        &self,
        allow: &Allow<OwnAccess>,
        current: &Token,
        name: Option<&str>,
        at: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let (person, own, now) = (allow.scope().person, current.digest(), stored(at));
        let name = name.map(str::to_owned);
        self.write(move |conn| {
            let live: Vec<String> = sessions::table
                .filter(sessions::person.eq(person))
                .filter(sessions::revoked.is_null())
                .select(sessions::token_sha256)
                .load(conn)?;
            let meant = |digest: &String| match &name {
                Some(name) => name.len() == NAME && digest.starts_with(name),
                None => *digest != own,
            };
            let meant: Vec<String> = live.into_iter().filter(meant).collect();
            let ended =
                diesel::update(sessions::table.filter(sessions::token_sha256.eq_any(meant)))
                    .set(sessions::revoked.eq(now))
                    .execute(conn)?;
            log_own(conn, person, "own_sessions_ended", now)?;
            Ok(ended)
        })
    }

    /// Changes the passphrase. Every session ends, and one begins under a new secret. `None` where there is no passphrase to change.
    pub fn change_passphrase(
        &self,
        allow: &Allow<ChangeCredentials>,
        desk: &Desk<'_>,
        passphrase: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<Token>, StoreError> {
        let person = allow.scope().person;
        let hash = desk.passphrases.hash(passphrase)?;
        let (now, agent, letters) = (stored(at), desk.agent.to_owned(), self.letters());
        self.write(move |conn| {
            let changed = diesel::update(credentials::table.find(person))
                .set(credentials::passphrase.eq(hash))
                .execute(conn)?;
            if changed == 0 {
                return Ok(None);
            }
            let session = renew_sessions(conn, person, &agent, now)?;
            tell_change(conn, &letters, person, now)?;
            log_own(conn, person, "passphrase_changed", now)?;
            Ok(Some(session))
        })
    }

    /// Makes the secret for another authenticator; the old one works until a code of the new one was given. Whether there is one to
    /// replace.
    pub fn prepare_second_factor(
        &self,
        allow: &Allow<ChangeCredentials>,
        desk: &Desk<'_>,
        session: &Token,
    ) -> Result<bool, StoreError> {
        let person = allow.scope().person;
        let sealed = Seed::new()?.seal(desk.keys, person)?;
        let digest = session.digest();
        self.write(move |conn| {
            if kept(conn, person)?.is_none() {
                return Ok(false);
            }
            let own = sessions::table
                .find(digest)
                .filter(sessions::person.eq(person));
            let prepared = diesel::update(own)
                .set(sessions::next_second_factor.eq(sealed))
                .execute(conn)?;
            Ok(prepared == 1)
        })
    }

    /// The secret that was made for another authenticator in this session, and the address for it.
    pub fn prepared_second_factor(
        &self,
        allow: &Allow<ChangeCredentials>,
        desk: &Desk<'_>,
        session: &Token,
    ) -> Result<Option<(Seed, String)>, StoreError> {
        let person = allow.scope().person;
        let found: Option<(Option<Vec<u8>>, Option<String>)> = self.read(|conn| {
            Ok(sessions::table
                .inner_join(people::table)
                .filter(sessions::token_sha256.eq(session.digest()))
                .filter(sessions::person.eq(person))
                .select((sessions::next_second_factor, people::email_address))
                .first(conn)
                .optional()?)
        })?;
        let Some((Some(sealed), address)) = found else {
            return Ok(None);
        };
        let seed = Seed::unseal(desk.keys, person, &sealed)?;
        Ok(Some((seed, address.unwrap_or_default())))
    }

    /// Puts another authenticator in the place of the old one, after a code of it, and new recovery codes. Every session ends, and one
    /// begins under a new secret.
    pub fn change_second_factor(
        &self,
        allow: &Allow<ChangeCredentials>,
        desk: &Desk<'_>,
        session: &Token,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<Enrolled>, StoreError> {
        let Some((seed, _)) = self.prepared_second_factor(allow, desk, session)? else {
            return Ok(Proved::Wrong);
        };
        let step = seed.step(code, u64::try_from(at.timestamp()).unwrap_or_default())?;
        let Some(step) = step.and_then(|step| i64::try_from(step).ok()) else {
            return Ok(Proved::Wrong);
        };
        let person = allow.scope().person;
        let codes = new_codes()?;
        let sealed = seed.seal(desk.keys, person)?;
        let (shown, now) = (codes.clone(), stored(at));
        let (agent, letters) = (desk.agent.to_owned(), self.letters());
        let session = self.write(move |conn| {
            diesel::update(credentials::table.find(person))
                .set((
                    credentials::second_factor.eq(sealed),
                    credentials::second_factor_step.eq(step),
                ))
                .execute(conn)?;
            replace_codes(conn, person, &codes)?;
            let session = renew_sessions(conn, person, &agent, now)?;
            tell_change(conn, &letters, person, now)?;
            log_own(conn, person, "second_factor_changed", now)?;
            Ok(session)
        })?;
        Ok(Proved::Right(Enrolled {
            session,
            codes: shown,
        }))
    }

    /// Makes new recovery codes; the earlier ones stop working. `None` where there is no second factor.
    pub fn renew_recovery_codes(
        &self,
        allow: &Allow<ChangeCredentials>,
        at: DateTime<Utc>,
    ) -> Result<Option<Vec<String>>, StoreError> {
        let person = allow.scope().person;
        let codes = new_codes()?;
        let (shown, now, letters) = (codes.clone(), stored(at), self.letters());
        self.write(move |conn| {
            if kept(conn, person)?.is_none() {
                return Ok(None);
            }
            replace_codes(conn, person, &codes)?;
            tell_change(conn, &letters, person, now)?;
            log_own(conn, person, "recovery_codes_made", now)?;
            Ok(Some(shown))
        })
    }
}
