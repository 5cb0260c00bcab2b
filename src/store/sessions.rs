//! Signing in by a link that works once, and the session it begins.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::delegation::in_parts;
use super::people::PersonRow;
use super::schema::{links, people, requests, sessions};
use super::token::Token;
use super::{Store, StoreError, stored};
use crate::access::{Allow, ManageAccounts, Person, Role};

/// Longest life of a session, whatever happens in it.
const ABSOLUTE: Duration = Duration::hours(12);

/// A session is noted as used at most this often, so that reading pages writes little.
const TOUCH: Duration = Duration::minutes(1);

/// How long ended sessions are kept.
const KEEP_SESSIONS: Duration = Duration::days(30);

/// How long expired links are kept.
const KEEP_LINKS: Duration = Duration::days(90);

/// How long the outcome of a request is kept for one who asks again.
const KEEP_REQUESTS: Duration = Duration::days(7);

/// What a link is for. A link of one purpose is no use for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
        }
    }
}

/// A person who just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// The secret for the cookie.
    pub session: Token,
}

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose, with the rights of this moment.
    pub person: Person,
    /// The secret that every form of this session carries.
    pub form_token: Token,
}

/// After how long without a request a session ends.
const fn idle(role: Role) -> Duration {
    if role.is_of_a_state() {
        Duration::hours(2)
    } else {
        Duration::minutes(30)
    }
}

/// A time moved by a length that cannot leave the calendar's range in practice; at its edge it stays.
fn moved(at: NaiveDateTime, by: Duration) -> NaiveDateTime {
    at.checked_add_signed(by).unwrap_or(at)
}

impl Store {
    /// Makes a link for a person, good for some hours and once. Earlier unused links of this purpose stop working.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] if there is no such account or it is suspended.
    pub fn make_link(
        &self,
        _allow: &Allow<ManageAccounts>,
        person: i64,
        purpose: Purpose,
        at: DateTime<Utc>,
        hours: u32,
    ) -> Result<Token, StoreError> {
        let token = Token::new()?;
        let digest = token.digest();
        let created = stored(at);
        self.write(move |conn| {
            let live = people::table
                .find(person)
                .filter(people::suspended.is_null());
            let live: i64 = live.count().get_result(conn)?;
            if live == 0 {
                return Err(StoreError::NoAccount(person));
            }
            let earlier = links::table
                .filter(links::person.eq(person))
                .filter(links::purpose.eq(purpose.code()))
                .filter(links::used_at.is_null());
            diesel::delete(earlier).execute(conn)?;
            diesel::insert_into(links::table)
                .values((
                    links::token_sha256.eq(digest),
                    links::purpose.eq(purpose.code()),
                    links::person.eq(person),
                    links::created.eq(created),
                    links::expires.eq(moved(created, Duration::hours(hours.into()))),
                ))
                .execute(conn)?;
            Ok(())
        })?;
        Ok(token)
    }

    /// Whom a link would sign in, if it still works. Changes nothing, so a mail gateway that opens links does no harm.
    pub fn peek_link(
        &self,
        token: &Token,
        purpose: Purpose,
        at: DateTime<Utc>,
    ) -> Result<Option<Person>, StoreError> {
        let row: Option<PersonRow> = self.read(|conn| {
            Ok(links::table
                .inner_join(people::table)
                .filter(links::token_sha256.eq(token.digest()))
                .filter(links::purpose.eq(purpose.code()))
                .filter(links::used_at.is_null())
                .filter(links::expires.gt(stored(at)))
                .filter(people::suspended.is_null())
                .select(PersonRow::as_select())
                .first(conn)
                .optional()?)
        })?;
        row.map(PersonRow::person).transpose()
    }

    /// Uses up a sign-in link and begins a session. `None` if the link is unknown, used, too old, or its account suspended.
    pub fn redeem_link(
        &self,
        token: &Token,
        at: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, StoreError> {
        let digest = token.digest();
        let (session, form_token) = (Token::new()?, Token::new()?);
        let kept = session.digest();
        let now = stored(at);
        let person = self.write(move |conn| {
            // One statement decides: of two who use the link at once, one counts a row.
            let unused = links::table
                .filter(links::token_sha256.eq(&digest))
                .filter(links::purpose.eq(Purpose::SignIn.code()))
                .filter(links::used_at.is_null())
                .filter(links::expires.gt(now));
            if diesel::update(unused)
                .set(links::used_at.eq(now))
                .execute(conn)?
                != 1
            {
                return Ok(None);
            }
            let row: Option<PersonRow> = links::table
                .inner_join(people::table)
                .filter(links::token_sha256.eq(&digest))
                .filter(people::suspended.is_null())
                .select(PersonRow::as_select())
                .first(conn)
                .optional()?;
            let Some(person) = row.map(PersonRow::person).transpose()? else {
                return Ok(None);
            };
            diesel::insert_into(sessions::table)
                .values((
                    sessions::token_sha256.eq(kept),
                    sessions::person.eq(person.id),
                    sessions::form_token.eq(form_token.as_str()),
                    sessions::created.eq(now),
                    sessions::last_seen.eq(now),
                    sessions::ends.eq(moved(now, ABSOLUTE)),
                ))
                .execute(conn)?;
            Ok(Some(person))
        })?;
        Ok(person.map(|person| SignedIn { person, session }))
    }

    /// The session of a cookie, if it lives: not ended, not idle too long, not too old, its account not suspended.
    pub fn session(&self, token: &Token, at: DateTime<Utc>) -> Result<Option<Session>, StoreError> {
        let digest = token.digest();
        let now = stored(at);
        type Row = (PersonRow, String, NaiveDateTime);
        let found = self.read(|conn| {
            let row: Option<Row> = sessions::table
                .inner_join(people::table)
                .filter(sessions::token_sha256.eq(&digest))
                .filter(sessions::revoked.is_null())
                .filter(sessions::ends.gt(now))
                .filter(people::suspended.is_null())
                .select((
                    PersonRow::as_select(),
                    sessions::form_token,
                    sessions::last_seen,
                ))
                .first(conn)
                .optional()?;
            let with_parts = |(person, form_token, last_seen): Row| {
                Ok((in_parts(conn, person.person()?)?, form_token, last_seen))
            };
            row.map(with_parts).transpose()
        })?;
        let Some((person, form_token, last_seen)) = found else {
            return Ok(None);
        };
        if now >= moved(last_seen, idle(person.role)) {
            return Ok(None);
        }
        let form_token = Token::parse(&form_token).ok_or_else(|| {
            StoreError::damaged(
                format!("session of account {}", person.id),
                "its form token is no token",
            )
        })?;
        if now >= moved(last_seen, TOUCH) {
            self.write(move |conn| {
                let earlier = sessions::table
                    .find(digest)
                    .filter(sessions::last_seen.lt(now));
                Ok(diesel::update(earlier)
                    .set(sessions::last_seen.eq(now))
                    .execute(conn)?)
            })?;
        }
        Ok(Some(Session { person, form_token }))
    }

    /// Ends a session. One that is over already stays so.
    pub fn end_session(&self, token: &Token, at: DateTime<Utc>) -> Result<(), StoreError> {
        let digest = token.digest();
        self.write(move |conn| {
            let live = sessions::table
                .find(digest)
                .filter(sessions::revoked.is_null());
            diesel::update(live)
                .set(sessions::revoked.eq(stored(at)))
                .execute(conn)?;
            Ok(())
        })
    }

    /// Deletes what nobody needs any more: sessions and links long over, outcomes of old requests. How many rows.
    pub fn sweep(&self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let before = move |length: Duration| moved(stored(at), -length);
        self.write(move |conn| {
            let old_sessions = sessions::table.filter(sessions::ends.lt(before(KEEP_SESSIONS)));
            let old_links = links::table.filter(links::expires.lt(before(KEEP_LINKS)));
            let old_requests = requests::table.filter(requests::at.lt(before(KEEP_REQUESTS)));
            Ok(diesel::delete(old_sessions).execute(conn)?
                + diesel::delete(old_links).execute(conn)?
                + diesel::delete(old_requests).execute(conn)?)
        })
    }
}
