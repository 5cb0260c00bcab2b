//! Accounts that sign in with an identity provider, and the requests to it that wait for their answer.
//!
//! A person links an account to who they are at the provider, once they have signed in with both factors and proved it afresh. From then
//! on issuer and subject find the account, and nothing else does: an address of electronic mail may belong to somebody else tomorrow.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::attempts::{Attempt, Tried};
use super::credentials::{Desk, Proved, kept, log_own, mark_confirmed};
use super::enrolment::{renew_sessions, tell_change};
use super::sessions::{Level, NewSession, begin, moved};
use super::token::Token;
use crate::access::{Allow, ChangeCredentials, OwnAccess};
use crate::oidc::{Identity, Strength};
use crate::store::connection::DbConnection;
use crate::store::letters::{read_language, write_in};
use crate::store::schema::{credentials, identities, oidc_requests, people};
use crate::store::{Store, StoreError, stored};
use crate::text::Language;

/// For how long an answer of the provider is waited for.
const WAITS: Duration = Duration::minutes(10);

/// A request to the provider.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Comes back with the answer.
    pub state: Token,
    /// Stays in the browser, so that no other can bring the answer.
    pub browser: Token,
    /// Stands in the signed identity.
    pub nonce: Token,
    /// Must be shown to redeem the answer.
    pub verifier: Token,
}

/// A request that an answer belongs to.
#[derive(Clone, Debug)]
pub struct Awaited {
    /// Stands in the signed identity.
    pub nonce: String,
    /// Must be shown to redeem the answer.
    pub verifier: String,
    /// Language of the page on which it began.
    pub language: Language,
    /// The account that is to be linked; `None` if somebody signs in.
    pub person: Option<i64>,
}

/// What became of linking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linked {
    /// The account is linked; every session ended, and one began under this secret.
    Yes(Token),
    /// Another account is linked to this identity.
    Taken,
    /// The account has no passphrase, so that nothing would be left without the provider.
    NotEnrolled,
}

/// Attempts at the provider, counted by client: each has a state of its own.
fn attempt(state: &str, client: &str) -> Attempt {
    Attempt::new(Tried::Provider, state, client)
}

impl Store {
    /// Notes a request to the provider, from a page in this language, to sign in or to link an account.
    pub fn ask_provider(
        &self,
        client: &str,
        language: Language,
        person: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<Proved<Asked>, StoreError> {
        let asked = Asked {
            state: Token::new()?,
            browser: Token::new()?,
            nonce: Token::new()?,
            verifier: Token::new()?,
        };
        let (kept, now) = (asked.clone(), stored(at));
        let state = asked.state.digest();
        let attempt = attempt(&state, client);
        let wait = self.write(move |conn| {
            if let Some(seconds) = attempt.admit(conn, now)? {
                return Ok(Some(seconds));
            }
            diesel::insert_into(oidc_requests::table)
                .values((
                    oidc_requests::state_sha256.eq(state),
                    oidc_requests::browser_sha256.eq(kept.browser.digest()),
                    oidc_requests::nonce.eq(kept.nonce.as_str()),
                    oidc_requests::verifier.eq(kept.verifier.as_str()),
                    oidc_requests::language.eq(language.code()),
                    oidc_requests::person.eq(person),
                    oidc_requests::expires.eq(moved(now, WAITS)),
                ))
                .execute(conn)?;
            Ok(None)
        })?;
        Ok(match wait {
            Some(seconds) => Proved::Wait { seconds },
            None => Proved::Right(asked),
        })
    }

    /// The request that an answer belongs to, which is used up. `None` if there is none, it was used, is too old, or is of another
    /// browser.
    pub fn await_provider(
        &self,
        state: &Token,
        browser: &Token,
        at: DateTime<Utc>,
    ) -> Result<Option<Awaited>, StoreError> {
        let (state, browser, now) = (state.digest(), browser.digest(), stored(at));
        self.write(move |conn| {
            forget_old(conn, now)?;
            let waiting = || {
                oidc_requests::table
                    .find(&state)
                    .filter(oidc_requests::browser_sha256.eq(&browser))
            };
            type Row = (String, String, String, Option<i64>);
            let row: Option<Row> = waiting()
                .select((
                    oidc_requests::nonce,
                    oidc_requests::verifier,
                    oidc_requests::language,
                    oidc_requests::person,
                ))
                .first(conn)
                .optional()?;
            let Some((nonce, verifier, language, person)) = row else {
                return Ok(None);
            };
            // One statement decides: of two that bring the answer at once, one counts a row.
            if diesel::delete(waiting()).execute(conn)? != 1 {
                return Ok(None);
            }
            Ok(Some(Awaited {
                nonce,
                verifier,
                language: read_language(&language),
                person,
            }))
        })
    }

    /// Signs in whoever the provider says came back to the answer of this state: wholly, or up to the page for the code if the provider
    /// saw one factor only. `None` if no account that may sign in is linked.
    pub fn sign_in_by_provider(
        &self,
        desk: &Desk<'_>,
        identity: &Identity,
        state: &Token,
        at: DateTime<Utc>,
    ) -> Result<Option<(Token, Level)>, StoreError> {
        let attempt = attempt(&state.digest(), desk.client);
        let (identity, agent, language) = (identity.clone(), desk.agent.to_owned(), desk.language);
        let now = stored(at);
        self.write(move |conn| {
            // An account that has ended has no credentials any more, either.
            let person: Option<i64> = identities::table
                .inner_join(people::table.inner_join(credentials::table))
                .filter(identities::issuer.eq(&identity.issuer))
                .filter(identities::subject.eq(&identity.subject))
                .filter(people::suspended.is_null())
                .select(people::id)
                .first(conn)
                .optional()?;
            let Some(person) = person else {
                return Ok(None);
            };
            attempt.succeeded(conn, now)?;
            let level = match identity.strength {
                Strength::BothFactors => Level::Full,
                Strength::OneFactor => Level::Code,
            };
            let new = NewSession {
                person,
                level,
                agent: &agent,
                at: now,
            };
            let session = begin(conn, &new)?;
            if level == Level::Full {
                mark_confirmed(conn, person, &session.digest(), stored(identity.proved))?;
                write_in(conn, person, language)?;
                log_own(conn, person, "signed_in_by_provider", now)?;
            }
            Ok(Some((session, level)))
        })
    }

    /// Links the account to an identity, in the place of an earlier one of this provider.
    pub fn link_identity(
        &self,
        allow: &Allow<ChangeCredentials>,
        agent: &str,
        identity: &Identity,
        at: DateTime<Utc>,
    ) -> Result<Linked, StoreError> {
        let person = allow.scope().person;
        let (identity, agent) = (identity.clone(), agent.to_owned());
        let (now, letters) = (stored(at), self.letters());
        self.write(move |conn| {
            if kept(conn, person)?.is_none() {
                return Ok(Linked::NotEnrolled);
            }
            let owner: Option<i64> = identities::table
                .find((&identity.issuer, &identity.subject))
                .select(identities::person)
                .first(conn)
                .optional()?;
            if owner.is_some_and(|owner| owner != person) {
                return Ok(Linked::Taken);
            }
            unlink(conn, person)?;
            diesel::insert_into(identities::table)
                .values((
                    identities::issuer.eq(&identity.issuer),
                    identities::subject.eq(&identity.subject),
                    identities::person.eq(person),
                    identities::linked.eq(now),
                ))
                .execute(conn)?;
            let session = renew_sessions(conn, person, &agent, now)?;
            tell_change(conn, &letters, person, now)?;
            log_own(conn, person, "identity_linked", now)?;
            Ok(Linked::Yes(session))
        })
    }

    /// Takes the link to the provider away. Whether there was one.
    pub fn unlink_identity(
        &self,
        allow: &Allow<ChangeCredentials>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (person, now, letters) = (allow.scope().person, stored(at), self.letters());
        self.write(move |conn| {
            let linked = unlink(conn, person)? > 0;
            if linked {
                tell_change(conn, &letters, person, now)?;
                log_own(conn, person, "identity_unlinked", now)?;
            }
            Ok(linked)
        })
    }

    /// Since when the account is linked to an identity of this provider, if it is.
    pub fn linked_identity(
        &self,
        allow: &Allow<OwnAccess>,
        issuer: &str,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let linked: Option<NaiveDateTime> = self.read(|conn| {
            Ok(identities::table
                .filter(identities::person.eq(allow.scope().person))
                .filter(identities::issuer.eq(issuer))
                .select(identities::linked)
                .first(conn)
                .optional()?)
        })?;
        Ok(linked.map(|at| at.and_utc()))
    }
}

/// Takes the links of an account to providers away. How many.
pub(in crate::store) fn unlink(conn: &mut DbConnection, person: i64) -> Result<usize, StoreError> {
    let own = identities::table.filter(identities::person.eq(person));
    Ok(diesel::delete(own).execute(conn)?)
}

/// Forgets requests that were not answered. How many.
pub(in crate::store) fn forget_old(
    conn: &mut DbConnection,
    at: NaiveDateTime,
) -> Result<usize, StoreError> {
    let old = oidc_requests::table.filter(oidc_requests::expires.le(at));
    Ok(diesel::delete(old).execute(conn)?)
}
