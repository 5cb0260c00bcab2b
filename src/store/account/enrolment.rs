//! From a letter to an account: the link is used, a passphrase chosen, an authenticator set up, recovery codes handed over.
//!
//! Nothing of it is in force before the last step, which puts all of it there at once: an account never has fewer than two factors.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::attempts::{Attempt, Tried};
use super::credentials::{Desk, Proved, log_own, plain_address, take};
use super::identities::unlink;
use super::invitations::{is_enrolled, log_account, send_link};
use super::people::PersonRow;
use super::sessions::{Begun, Level, NewSession, Purpose, begin, use_link};
use super::succession::{end_earlier, hand_over};
use super::token::Token;
use crate::access::Person;
use crate::keys::second_factor::{Seed, plain_code, recovery_codes as new_codes};
use crate::store::connection::DbConnection;
use crate::store::dialect::on_each_backend;
use crate::store::letters::{Letter, LetterKind, Letters, language_of, write_in};
use crate::store::schema::{credentials, invitations, links, people, recovery_codes, sessions};
use crate::store::{Store, StoreError, sha256, stored};
use crate::text::Language;

/// What a link from a letter opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opens {
    /// For whom it is.
    pub person: Person,
    /// Whether a code is needed that was told by another way.
    pub needs_code: bool,
}

/// Somebody who sets up an account.
#[derive(Clone, Debug)]
pub struct Enrolling {
    /// Who.
    pub person: Person,
    /// The address they will sign in with.
    pub address: String,
    /// The secret for the authenticator, once a passphrase is chosen.
    pub seed: Option<Seed>,
}

/// Who signed in with a new passphrase or a new authenticator.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// The secret for the cookie.
    pub session: Token,
    /// The recovery codes, to be shown this once.
    pub codes: Vec<String>,
}

/// The digest of the code that goes with a link, if one does. A link to enrol anew never goes without.
fn told_digest(
    conn: &mut DbConnection,
    person: i64,
    purpose: Purpose,
) -> Result<Option<String>, StoreError> {
    if !matches!(purpose, Purpose::Invitation | Purpose::Enrolment) {
        return Ok(None);
    }
    let kept: Option<Option<String>> = invitations::table
        .find(person)
        .select(invitations::code_sha256)
        .first(conn)
        .optional()?;
    Ok(kept.flatten())
}

/// Whether a link of the purpose still makes sense: an invitation only before the account is set up, a new passphrase only after.
fn makes_sense(conn: &mut DbConnection, person: i64, purpose: Purpose) -> Result<bool, StoreError> {
    let enrolled = is_enrolled(conn, person)?;
    Ok(match purpose {
        Purpose::Invitation => !enrolled,
        Purpose::Passphrase => enrolled,
        // Never without a code that was told.
        Purpose::Enrolment => told_digest(conn, person, purpose)?.is_some(),
        Purpose::SignIn => false,
    })
}

impl Store {
    /// What a link from a letter opens, if it still does. Changes nothing, so a mail gateway that opens links does no harm.
    pub fn look_at_link(
        &self,
        token: &Token,
        purpose: Purpose,
        at: DateTime<Utc>,
    ) -> Result<Option<Opens>, StoreError> {
        let Some(person) = self.peek_link(token, purpose, at)? else {
            return Ok(None);
        };
        self.read(|conn| {
            if !makes_sense(conn, person.id, purpose)? {
                return Ok(None);
            }
            let needs_code = told_digest(conn, person.id, purpose)?.is_some();
            Ok(Some(Opens { person, needs_code }))
        })
    }

    /// Uses a link from a letter up and begins the session in which an account is set up, or a passphrase chosen. `Right(None)` if the
    /// link opens nothing any more; `Wrong` if the code that goes with it is another: then the link still works.
    pub fn open_link(
        &self,
        desk: &Desk<'_>,
        token: &Token,
        purpose: Purpose,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<Option<Token>>, StoreError> {
        let Some(opens) = self.look_at_link(token, purpose, at)? else {
            // Used up all the same if its time is over, so that a clock that is set back does not revive it.
            let (digest, now) = (token.digest(), stored(at));
            self.write(move |conn| forget_old_link(conn, &digest, now))?;
            return Ok(Proved::Right(None));
        };
        let (digest, now) = (token.digest(), stored(at));
        let attempt = Attempt::new(Tried::ToldCode, &digest, desk.client);
        let (wait, attempt) = self.write(move |conn| Ok((attempt.admit(conn, now)?, attempt)))?;
        if let Some(seconds) = wait {
            return Ok(Proved::Wait { seconds });
        }
        let person = opens.person.id;
        let typed = sha256(plain_code(code));
        let agent = desk.agent.to_owned();
        self.write(move |conn| {
            if told_digest(conn, person, purpose)?.is_some_and(|told| told != typed) {
                return Ok(Proved::Wrong);
            }
            attempt.succeeded(conn, now)?;
            if !makes_sense(conn, person, purpose)?
                || use_link(conn, &digest, purpose, now)?.is_none()
            {
                return Ok(Proved::Right(None));
            }
            let level = match purpose {
                Purpose::Passphrase => Level::Reset,
                Purpose::Invitation | Purpose::Enrolment | Purpose::SignIn => Level::Enrolling,
            };
            let new = NewSession {
                person,
                level,
                agent: &agent,
                at: now,
            };
            Ok(Proved::Right(Some(begin(conn, &new)?)))
        })
    }

    /// Who sets up an account in this session, and how far they are.
    pub fn enrolling(
        &self,
        desk: &Desk<'_>,
        session: &Token,
        at: DateTime<Utc>,
    ) -> Result<Option<Enrolling>, StoreError> {
        let Some(Begun { person, .. }) = self.at_level(session, Level::Enrolling, at)? else {
            return Ok(None);
        };
        let (sealed, address): (Option<Vec<u8>>, Option<String>) = self.read(|conn| {
            Ok(sessions::table
                .inner_join(people::table)
                .filter(sessions::token_sha256.eq(session.digest()))
                .select((sessions::next_second_factor, people::email_address))
                .first(conn)?)
        })?;
        let seed = sealed.map(|sealed| Seed::unseal(desk.keys, person.id, &sealed));
        Ok(Some(Enrolling {
            seed: seed.transpose()?,
            address: plain_address(&address.unwrap_or_default()),
            person,
        }))
    }

    /// Keeps the passphrase that was chosen until the rest is there, and makes the secret for the authenticator. Whether the session is
    /// one in which an account is set up.
    pub fn choose_passphrase(
        &self,
        desk: &Desk<'_>,
        session: &Token,
        passphrase: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let Some(begun) = self.at_level(session, Level::Enrolling, at)? else {
            return Ok(false);
        };
        let hash = desk.passphrases.hash(passphrase)?;
        let sealed = Seed::new()?.seal(desk.keys, begun.person.id)?;
        let digest = session.digest();
        self.write(move |conn| {
            diesel::update(sessions::table.find(digest))
                .set((
                    sessions::next_passphrase.eq(hash),
                    sessions::next_second_factor.eq(sealed),
                ))
                .execute(conn)?;
            Ok(true)
        })
    }

    /// The last step: a code shows that the authenticator is set up. All of it comes into force; every other session of the account ends,
    /// and so does the account whose place this one takes.
    pub fn finish_enrolment(
        &self,
        desk: &Desk<'_>,
        session: &Token,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<Enrolled>, StoreError> {
        let Some(enrolling) = self.enrolling(desk, session, at)? else {
            return Ok(Proved::Wrong);
        };
        let Enrolling {
            person,
            address,
            seed: Some(seed),
        } = enrolling
        else {
            return Ok(Proved::Wrong);
        };
        let step = seed.step(code, u64::try_from(at.timestamp()).unwrap_or_default())?;
        let Some(step) = step.and_then(|step| i64::try_from(step).ok()) else {
            return Ok(Proved::Wrong);
        };
        let codes = new_codes()?;
        let (shown, now, digest) = (codes.clone(), stored(at), session.digest());
        let (agent, letters) = (desk.agent.to_owned(), self.letters());
        let language = desk.language;
        let session = self.write(move |conn| {
            write_in(conn, person.id, language)?;
            let chosen: Chosen = sessions::table
                .find(&digest)
                .select(Chosen::as_select())
                .first(conn)?;
            let again = is_enrolled(conn, person.id)?;
            end_earlier(conn, &address, &person, now)?;
            keep(conn, person.id, &address, chosen, step, now)?;
            replace_codes(conn, person.id, &codes)?;
            // What the person had before stops working.
            unlink(conn, person.id)?;
            let session = renew_sessions(conn, person.id, &agent, now)?;
            let unused = links::table
                .filter(links::person.eq(person.id))
                .filter(links::used_at.is_null());
            diesel::delete(unused).execute(conn)?;
            hand_over(conn, &letters, &person, now)?;
            if again {
                tell_change(conn, &letters, person.id, now)?;
            }
            let action = if again { "enrolled_again" } else { "enrolled" };
            log_own(conn, person.id, action, now)?;
            Ok(session)
        })?;
        Ok(Proved::Right(Enrolled {
            session,
            codes: shown,
        }))
    }

    /// Chooses a new passphrase after a link from a letter: a code of the second factor is needed as well. Every other session ends.
    pub fn reset_passphrase(
        &self,
        desk: &Desk<'_>,
        session: &Token,
        passphrase: &str,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<Proved<Token>, StoreError> {
        let Some(begun) = self.at_level(session, Level::Reset, at)? else {
            return Ok(Proved::Wrong);
        };
        let person = begun.person.id;
        let (attempt, offered) = match self.code_of(desk, person, code, at)? {
            Proved::Right(checked) => checked,
            Proved::Wrong => return Ok(Proved::Wrong),
            Proved::Wait { seconds } => return Ok(Proved::Wait { seconds }),
        };
        let hash = desk.passphrases.hash(passphrase)?;
        let (now, agent, letters) = (stored(at), desk.agent.to_owned(), self.letters());
        self.write(move |conn| {
            if !take(conn, person, &offered, now)? {
                return Ok(Proved::Wrong);
            }
            attempt.succeeded(conn, now)?;
            diesel::update(credentials::table.find(person))
                .set(credentials::passphrase.eq(hash))
                .execute(conn)?;
            let session = renew_sessions(conn, person, &agent, now)?;
            tell_change(conn, &letters, person, now)?;
            log_own(conn, person, "passphrase_changed", now)?;
            Ok(Proved::Right(session))
        })
    }

    /// A person asks for a letter with their address: for an invitation that expired, or a passphrase that was forgotten. Whether anybody
    /// has the address is not told. Gives the seconds to wait after too many.
    pub fn ask_for_letter(
        &self,
        client: &str,
        address: &str,
        language: Language,
        at: DateTime<Utc>,
    ) -> Result<Option<i64>, StoreError> {
        let (address, now, letters) = (plain_address(address), stored(at), self.letters());
        let attempt = Attempt::new(Tried::Letter, &address, client);
        self.write(move |conn| {
            if let Some(seconds) = attempt.admit(conn, now)? {
                return Ok(Some(seconds));
            }
            let row: Option<PersonRow> = people::table
                .filter(people::email_address.eq(&address))
                .filter(people::suspended.is_null())
                .order(people::id.desc())
                .select(PersonRow::as_select())
                .first(conn)
                .optional()?;
            let Some(person) = row.map(PersonRow::person).transpose()? else {
                return Ok(None);
            };
            let invited = invitations::table.find(person.id).count();
            let purpose = if is_enrolled(conn, person.id)? {
                Purpose::Passphrase
            } else if invited.get_result::<i64>(conn)? == 1 {
                Purpose::Invitation
            } else {
                return Ok(None);
            };
            send_link(conn, &letters, &person, &address, (purpose, language), now)?;
            log_account(conn, Some(person.id), "letter_asked_for", &person, now)?;
            Ok(None)
        })
    }

    /// The session of a cookie, if it opens just this.
    fn at_level(
        &self,
        session: &Token,
        level: Level,
        at: DateTime<Utc>,
    ) -> Result<Option<Begun>, StoreError> {
        let begun = self.begun(session, at)?;
        Ok(begun.filter(|begun| begun.level == level))
    }
}

/// What was chosen in a session, when all of it is there.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(in crate::store) struct Chosen {
    next_passphrase: Option<String>,
    next_second_factor: Option<Vec<u8>>,
}

fn keep(
    conn: &mut DbConnection,
    person: i64,
    address: &str,
    chosen: Chosen,
    step: i64,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let (Some(passphrase), Some(second_factor)) =
        (chosen.next_passphrase, chosen.next_second_factor)
    else {
        return Err(StoreError::NoAccount(person));
    };
    let values = (
        credentials::address.eq(address),
        credentials::passphrase.eq(passphrase),
        credentials::second_factor.eq(second_factor),
        credentials::second_factor_step.eq(step),
        credentials::enrolled.eq(at),
    );
    on_each_backend!(conn, |inner| diesel::insert_into(credentials::table)
        .values((credentials::person.eq(person), values.clone()))
        .on_conflict(credentials::person)
        .do_update()
        .set(values)
        .execute(inner))?;
    Ok(())
}

/// Puts new recovery codes in the place of the earlier ones.
pub(in crate::store) fn replace_codes(
    conn: &mut DbConnection,
    person: i64,
    codes: &[String],
) -> Result<(), StoreError> {
    let earlier = recovery_codes::table.filter(recovery_codes::person.eq(person));
    diesel::delete(earlier).execute(conn)?;
    for code in codes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::person.eq(person),
                recovery_codes::code_sha256.eq(sha256(plain_code(code))),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Ends every session of an account and begins one under a new secret.
pub(in crate::store) fn renew_sessions(
    conn: &mut DbConnection,
    person: i64,
    agent: &str,
    at: NaiveDateTime,
) -> Result<Token, StoreError> {
    let live = sessions::table
        .filter(sessions::person.eq(person))
        .filter(sessions::revoked.is_null());
    diesel::update(live)
        .set((
            sessions::revoked.eq(at),
            sessions::next_passphrase.eq(None::<String>),
            sessions::next_second_factor.eq(None::<Vec<u8>>),
        ))
        .execute(conn)?;
    let new = NewSession {
        person,
        level: Level::Full,
        agent,
        at,
    };
    begin(conn, &new)
}

/// Tells a person that what they sign in with was changed.
pub(in crate::store) fn tell_change(
    conn: &mut DbConnection,
    letters: &Letters,
    person: i64,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let (name, address): (String, Option<String>) = people::table
        .find(person)
        .select((people::name, people::email_address))
        .first(conn)?;
    let Some(address) = address else {
        return Ok(());
    };
    let letter = Letter {
        person: Some(person),
        address,
        language: language_of(conn, person)?,
        kind: LetterKind::AccessChanged,
        arguments: BTreeMap::from([("name".to_owned(), name)]),
        secret: None,
    };
    letters.queue(conn, &letter, at)?;
    Ok(())
}

fn forget_old_link(
    conn: &mut DbConnection,
    digest: &str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let old = links::table
        .filter(links::token_sha256.eq(digest))
        .filter(links::expires.le(at));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
