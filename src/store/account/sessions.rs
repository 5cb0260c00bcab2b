//! Signing in by a link that works once, and the session it begins.

mod purpose;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::people::PersonRow;
use super::token::Token;
use super::{attempts, identities};
use crate::access::{Allow, ManageAccounts, Person, Role};
use crate::store::connection::DbConnection;
use crate::store::letters;
use crate::store::reply::delegation::in_parts;
use crate::store::schema::{links, people, requests, rounds, sessions};
use crate::store::{Store, StoreError, stored};

pub use purpose::Purpose;

/// Longest life of a session, whatever happens in it.
const ABSOLUTE: Duration = Duration::hours(12);

/// For how long a proof of who somebody is counts for what needs one.
const CONFIRMED: Duration = Duration::minutes(10);

/// A session is noted as used at most this often, so that reading pages writes little.
const TOUCH: Duration = Duration::minutes(1);

/// Most characters that are kept of what a browser calls itself.
const LONGEST_AGENT: usize = 200;

/// How long ended sessions are kept.
const KEEP_SESSIONS: Duration = Duration::days(30);

/// How long the outcome of a request is kept for one who asks again.
const KEEP_REQUESTS: Duration = Duration::days(7);

/// What a session opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// All that the person may do.
    Full,
    /// The page that asks for the second factor: the passphrase was right.
    Code,
    /// The page that asks for a new passphrase and the second factor: a link from a letter was used.
    Reset,
    /// The pages on which a passphrase and a second factor are chosen: an invitation was used.
    Enrolling,
}

impl Level {
    const ALL: [Self; 4] = [Self::Full, Self::Code, Self::Reset, Self::Enrolling];

    pub(in crate::store) const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Code => "code",
            Self::Reset => "reset",
            Self::Enrolling => "enrolling",
        }
    }

    /// Longest life of such a session.
    const fn longest(self) -> Duration {
        match self {
            Self::Full => ABSOLUTE,
            Self::Code => Duration::minutes(10),
            Self::Reset | Self::Enrolling => Duration::hours(1),
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
    /// When the person last proved who they are.
    pub confirmed: Option<DateTime<Utc>>,
}

impl Session {
    /// Whether the person proved who they are within the last minutes.
    #[must_use]
    pub fn is_confirmed(&self, at: DateTime<Utc>) -> bool {
        self.confirmed
            .is_some_and(|confirmed| at.signed_duration_since(confirmed) < CONFIRMED)
    }
}

/// A session that does not open everything yet.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Whose.
    pub person: Person,
    /// The secret that every form of this session carries.
    pub form_token: Token,
    /// What it opens.
    pub level: Level,
}

/// After how long without a request a session ends.
pub(in crate::store) const fn idle(role: Role) -> Duration {
    if role.is_of_a_state() {
        Duration::hours(2)
    } else {
        Duration::minutes(30)
    }
}

/// A session that lives, whatever it opens.
struct Live {
    person: Person,
    form_token: Token,
    level: Level,
    confirmed: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    form_token: String,
    last_seen: NaiveDateTime,
    ends: NaiveDateTime,
    level: String,
    confirmed: Option<NaiveDateTime>,
}

/// What a new session is made of.
pub(in crate::store) struct NewSession<'a> {
    pub(in crate::store) person: i64,
    pub(in crate::store) level: Level,
    /// What the browser calls itself.
    pub(in crate::store) agent: &'a str,
    pub(in crate::store) at: NaiveDateTime,
}

/// Begins a session under a new secret, which is given back. A full one is confirmed: it begins with a proof.
pub(in crate::store) fn begin(
    conn: &mut DbConnection,
    new: &NewSession<'_>,
) -> Result<Token, StoreError> {
    let (session, form_token) = (Token::new()?, Token::new()?);
    let agent: String = new.agent.chars().take(LONGEST_AGENT).collect();
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_sha256.eq(session.digest()),
            sessions::person.eq(new.person),
            sessions::form_token.eq(form_token.as_str()),
            sessions::created.eq(new.at),
            sessions::last_seen.eq(new.at),
            sessions::ends.eq(moved(new.at, new.level.longest())),
            sessions::level.eq(new.level.code()),
            sessions::confirmed.eq((new.level == Level::Full).then_some(new.at)),
            sessions::agent.eq(agent),
        ))
        .execute(conn)?;
    Ok(session)
}

/// Makes a link that works once until some hours after a time, for an account while it has this address. Earlier unused links of the
/// purpose go.
pub(in crate::store) fn put_link(
    conn: &mut DbConnection,
    person: i64,
    purpose: Purpose,
    address: Option<&str>,
    (at, hours): (NaiveDateTime, u32),
) -> Result<Token, StoreError> {
    let token = Token::new()?;
    let earlier = links::table
        .filter(links::person.eq(person))
        .filter(links::purpose.eq(purpose.code()))
        .filter(links::used_at.is_null());
    diesel::delete(earlier).execute(conn)?;
    diesel::insert_into(links::table)
        .values((
            links::token_sha256.eq(token.digest()),
            links::purpose.eq(purpose.code()),
            links::person.eq(person),
            links::created.eq(at),
            links::expires.eq(moved(at, Duration::hours(hours.into()))),
            links::address.eq(address),
        ))
        .execute(conn)?;
    Ok(token)
}

/// Uses a link up; whose it is. `None` if it is unknown, of another purpose, used, too old, for an address that the account has no more,
/// or of a suspended account. One that is too old is forgotten, so that a clock that is set back does not revive it.
pub(in crate::store) fn use_link(
    conn: &mut DbConnection,
    digest: &str,
    purpose: Purpose,
    at: NaiveDateTime,
) -> Result<Option<Person>, StoreError> {
    let old = links::table
        .filter(links::token_sha256.eq(digest))
        .filter(links::expires.le(at));
    diesel::delete(old).execute(conn)?;
    // One statement decides: of two who use the link at once, one counts a row.
    let unused = links::table
        .filter(links::token_sha256.eq(digest))
        .filter(links::purpose.eq(purpose.code()))
        .filter(links::used_at.is_null());
    let used = diesel::update(unused)
        .set(links::used_at.eq(at))
        .execute(conn)?;
    if used != 1 {
        return Ok(None);
    }
    let row: Option<PersonRow> = links::table
        .inner_join(people::table)
        .filter(links::token_sha256.eq(digest))
        .filter(people::suspended.is_null())
        .filter(
            links::address
                .is_null()
                .or(links::address.eq(people::email_address)),
        )
        .select(PersonRow::as_select())
        .first(conn)
        .optional()?;
    row.map(PersonRow::person).transpose()
}

/// Whether the replies of the account's round are invented.
fn is_of_samples(conn: &mut DbConnection, person: i64) -> Result<bool, StoreError> {
    Ok(people::table
        .inner_join(rounds::table)
        .filter(people::id.eq(person))
        .select(rounds::sample)
        .first(conn)?)
}

/// Ends a session under its digest.
pub(in crate::store) fn end(
    conn: &mut DbConnection,
    digest: &str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let live = sessions::table
        .find(digest)
        .filter(sessions::revoked.is_null());
    diesel::update(live)
        .set(sessions::revoked.eq(at))
        .execute(conn)?;
    Ok(())
}

/// A time moved by a length that cannot leave the calendar's range in practice; at its edge it stays.
pub(in crate::store) fn moved(at: NaiveDateTime, by: Duration) -> NaiveDateTime {
    at.checked_add_signed(by).unwrap_or(at)
}

impl Store {
    /// Makes a link for a person, good for some hours and once. Earlier unused links of this purpose stop working.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] if there is no such account or it is suspended; [`StoreError::NoSignInLink`] for a link that signs in
    /// where replies are not invented.
    pub fn make_link(
        &self,
        _allow: &Allow<ManageAccounts>,
        person: i64,
        purpose: Purpose,
        at: DateTime<Utc>,
        hours: u32,
    ) -> Result<Token, StoreError> {
        self.write(move |conn| {
            let address: Option<Option<String>> = people::table
                .find(person)
                .filter(people::suspended.is_null())
                .select(people::email_address)
                .first(conn)
                .optional()?;
            let address = address.ok_or(StoreError::NoAccount(person))?;
            if purpose == Purpose::SignIn && !is_of_samples(conn, person)? {
                return Err(StoreError::NoSignInLink);
            }
            put_link(
                conn,
                person,
                purpose,
                address.as_deref(),
                (stored(at), hours),
            )
        })
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
        let now = stored(at);
        self.write(move |conn| {
            let Some(person) = use_link(conn, &digest, Purpose::SignIn, now)? else {
                return Ok(None);
            };
            if !is_of_samples(conn, person.id)? {
                return Ok(None);
            }
            let session = begin(
                conn,
                &NewSession {
                    person: person.id,
                    level: Level::Full,
                    agent: "",
                    at: now,
                },
            )?;
            Ok(Some(SignedIn { person, session }))
        })
    }

    /// The session of a cookie, if it lives and opens everything: not ended, not idle too long, not too old, its account not suspended.
    pub fn session(&self, token: &Token, at: DateTime<Utc>) -> Result<Option<Session>, StoreError> {
        let found = self.live_session(token, at)?;
        let full = found.filter(|found| found.level == Level::Full);
        Ok(full.map(|found| Session {
            person: found.person,
            form_token: found.form_token,
            confirmed: found.confirmed,
        }))
    }

    /// The session of a cookie, if it lives and does not open everything yet.
    pub fn begun(&self, token: &Token, at: DateTime<Utc>) -> Result<Option<Begun>, StoreError> {
        let found = self.live_session(token, at)?;
        let begun = found.filter(|found| found.level != Level::Full);
        Ok(begun.map(|found| Begun {
            person: found.person,
            form_token: found.form_token,
            level: found.level,
        }))
    }

    fn live_session(&self, token: &Token, at: DateTime<Utc>) -> Result<Option<Live>, StoreError> {
        let digest = token.digest();
        let now = stored(at);
        type Row = (PersonRow, SessionRow);
        let found = self.read(|conn| {
            let row: Option<Row> = sessions::table
                .inner_join(people::table)
                .filter(sessions::token_sha256.eq(&digest))
                .filter(sessions::revoked.is_null())
                .filter(people::suspended.is_null())
                .select((PersonRow::as_select(), SessionRow::as_select()))
                .first(conn)
                .optional()?;
            let with_parts =
                |(person, session): Row| Ok((in_parts(conn, person.person()?)?, session));
            row.map(with_parts).transpose()
        })?;
        let Some((person, row)) = found else {
            return Ok(None);
        };
        if now >= row.ends || now >= moved(row.last_seen, idle(person.role)) {
            // Written down, so that a clock that is set back does not revive it.
            self.write(move |conn| end(conn, &digest, now))?;
            return Ok(None);
        }
        let damaged = |why| StoreError::damaged(format!("session of account {}", person.id), why);
        let form_token =
            Token::parse(&row.form_token).ok_or_else(|| damaged("its form token is no token"))?;
        let level = Level::ALL
            .into_iter()
            .find(|level| level.code() == row.level)
            .ok_or_else(|| damaged("its level is none"))?;
        if now >= moved(row.last_seen, TOUCH) {
            self.write(move |conn| {
                let earlier = sessions::table
                    .find(digest)
                    .filter(sessions::last_seen.lt(now));
                Ok(diesel::update(earlier)
                    .set(sessions::last_seen.eq(now))
                    .execute(conn)?)
            })?;
        }
        Ok(Some(Live {
            confirmed: row.confirmed.map(|at| at.and_utc()),
            person,
            form_token,
            level,
        }))
    }

    /// Ends a session. One that is over already stays so.
    pub fn end_session(&self, token: &Token, at: DateTime<Utc>) -> Result<(), StoreError> {
        let digest = token.digest();
        self.write(move |conn| end(conn, &digest, stored(at)))
    }

    /// Ends what is over and deletes what nobody needs any more. Called every minute: what was over at one time does not come back when a
    /// clock is set back. How many rows.
    pub fn sweep(&self, at: DateTime<Utc>) -> Result<usize, StoreError> {
        let now = stored(at);
        self.write(move |conn| {
            let staff = Role::ALL.into_iter().filter(|role| !role.is_of_a_state());
            let staff: Vec<_> = staff.map(Role::code).collect();
            let staff = people::table
                .filter(people::role.eq_any(staff))
                .select(people::id);
            let seen = |role| moved(now, -idle(role));
            let over = sessions::ends
                .le(now)
                .or(sessions::last_seen.le(seen(Role::FocalPoint)))
                .or(sessions::last_seen
                    .le(seen(Role::Manager))
                    .and(sessions::person.eq_any(staff)));
            let over = sessions::table
                .filter(sessions::revoked.is_null())
                .filter(over);
            let ended = diesel::update(over)
                .set(sessions::revoked.eq(now))
                .execute(conn)?;
            let old_sessions =
                sessions::table.filter(sessions::ends.lt(moved(now, -KEEP_SESSIONS)));
            let old_links = links::table.filter(links::expires.le(now));
            let old_requests = requests::table.filter(requests::at.lt(moved(now, -KEEP_REQUESTS)));
            Ok(ended
                + diesel::delete(old_sessions).execute(conn)?
                + diesel::delete(old_links).execute(conn)?
                + diesel::delete(old_requests).execute(conn)?
                + attempts::sweep(conn, now)?
                + letters::sweep(conn, now)?
                + identities::forget_old(conn, now)?)
        })
    }
}
