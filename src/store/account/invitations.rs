//! Who invites whom: accounts that begin with a letter, and end.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use validator::ValidateEmail;

use super::credentials::plain_address;
use super::identities::unlink;
use super::people::{NewPerson, PersonRow, account, insert_person};
use super::sessions::{Purpose, put_link};
use super::succession::{is_taken, tell_predecessor};
use super::token::Token;
use crate::access::{
    self, Allow, InviteColleagues, ManageAccounts, ManageRespondents, OwnReply, Person, Role,
    WholeRound,
};
use crate::keys::second_factor::{plain_code, told_code};
use crate::store::connection::DbConnection;
use crate::store::letters::{Letter, drop_waiting, language_of, write_in};
use crate::store::log::Act;
use crate::store::schema::{credentials, invitations, links, people, recovery_codes, sessions};
use crate::store::{Store, StoreError, sha256, stored};
use crate::text::Language;

/// Hours for which a link of a letter can be used: it is read within three days or asked for anew.
pub const LINK_HOURS: u32 = 72;

/// An action that gives accounts to people, and takes them back, within bounds.
pub trait Invite: access::Act<Scope: Send + Sync> + Clone + Send + Sync + 'static {
    /// Whether an account is within the bounds.
    fn covers(scope: &Self::Scope, person: &Person) -> bool;
}

impl Invite for InviteColleagues {
    /// Contributors and clearing officials of the own State.
    fn covers(scope: &OwnReply, person: &Person) -> bool {
        matches!(person.role, Role::Contributor | Role::ClearingOfficial)
            && person.round == scope.round
            && person.respondent.as_ref() == Some(&scope.respondent)
    }
}

impl Invite for ManageRespondents {
    /// Focal points, clearing officials and missions of the round.
    fn covers(scope: &WholeRound, person: &Person) -> bool {
        let role = matches!(
            person.role,
            Role::FocalPoint | Role::ClearingOfficial | Role::Mission
        );
        role && person.round == scope.round
    }
}

impl Invite for ManageAccounts {
    /// Staff, and for suspending anyone.
    fn covers((): &(), _person: &Person) -> bool {
        true
    }
}

/// An account that somebody was invited to.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Who.
    pub person: Person,
    /// What stands at the end of the link, to be handed over where no letter is sent.
    pub token: Token,
    /// A code that must be told by another way than the letter. It is shown once.
    pub code: Option<String>,
    /// Whether a letter will be sent.
    pub letter: bool,
}

/// When the one whose place is taken loses the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// At once.
    Now,
    /// When the successor has signed in for the first time.
    AtAcceptance,
}

/// Within what bounds an account may be made: staff by those who run accounts, nobody else.
fn may_make<A: Invite>(allow: &Allow<A>, person: &Person) -> Result<(), StoreError> {
    let of_staff = A::ACTION == access::Action::ManageAccounts;
    if !A::covers(allow.scope(), person) || (of_staff && person.role.is_of_a_state()) {
        return Err(StoreError::OutOfBounds(person.role.code()));
    }
    Ok(())
}

/// The account, if it is within the bounds and not suspended.
pub(in crate::store) fn within<A: Invite>(
    conn: &mut DbConnection,
    allow: &Allow<A>,
    person: i64,
) -> Result<(Person, Option<String>), StoreError> {
    let row: Option<(PersonRow, Option<String>)> = people::table
        .find(person)
        .filter(people::suspended.is_null())
        .select((PersonRow::as_select(), people::email_address))
        .first(conn)
        .optional()?;
    let (row, address) = row.ok_or(StoreError::NoAccount(person))?;
    let found = row.person()?;
    if !A::covers(allow.scope(), &found) {
        return Err(StoreError::NoAccount(person));
    }
    Ok((found, address))
}

/// The reply that an account concerns.
pub(in crate::store) fn reply_of(person: &Person) -> Option<OwnReply> {
    let respondent = person.respondent.clone()?;
    Some(OwnReply::whole(person.round.clone(), respondent))
}

/// Writes down that somebody did something to an account.
pub(in crate::store) fn log_account(
    conn: &mut DbConnection,
    by: Option<i64>,
    action: &'static str,
    person: &Person,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let reply = reply_of(person);
    let act = Act {
        person: by,
        reply: reply.as_ref(),
        action,
        object: format!("account {}", person.id),
        at,
    };
    act.log(conn, &BTreeMap::from([("role", person.role.code())]))
}

/// Makes a link for an account and queues the letter that brings it. Earlier links of the purpose die. Whether it will be sent.
pub(in crate::store) fn send_link(
    conn: &mut DbConnection,
    letters: &crate::store::letters::Letters,
    person: &Person,
    address: &str,
    (purpose, language): (Purpose, Language),
    at: NaiveDateTime,
) -> Result<(Token, bool), StoreError> {
    let token = put_link(conn, person.id, purpose, Some(address), (at, LINK_HOURS))?;
    let Some(kind) = purpose.letter() else {
        return Ok((token, false));
    };
    let letter = Letter {
        person: Some(person.id),
        address: address.to_owned(),
        language,
        kind,
        arguments: BTreeMap::from([("name".to_owned(), person.name.clone())]),
        secret: Some(token.clone()),
    };
    let sent = letters.queue(conn, &letter, at)?;
    Ok((token, sent))
}

/// Ends an account's right to sign in, its sessions, its links, its letters and what it signed in with.
pub(in crate::store) fn end_account(
    conn: &mut DbConnection,
    person: i64,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::update(people::table.find(person))
        .set(people::suspended.eq(at))
        .execute(conn)?;
    diesel::delete(sessions::table.filter(sessions::person.eq(person))).execute(conn)?;
    diesel::delete(links::table.filter(links::person.eq(person))).execute(conn)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::person.eq(person)))
        .execute(conn)?;
    diesel::delete(credentials::table.find(person)).execute(conn)?;
    unlink(conn, person)?;
    drop_waiting(conn, person)
}

impl Store {
    /// Gives a person an account and a letter with a link that works once, for 72 hours, for this address. A focal point also needs a
    /// code that reaches them by another way.
    ///
    /// # Errors
    /// [`StoreError::OutOfBounds`], [`StoreError::NotAnAddress`], [`StoreError::AddressTaken`] unless it is by the same person's account of
    /// a round that is over, and as [`Store::add_person`].
    pub fn invite<A: Invite>(
        &self,
        allow: &Allow<A>,
        new: NewPerson,
        at: DateTime<Utc>,
    ) -> Result<Invitation, StoreError> {
        self.invite_in_place_of(allow, new, None, at)
    }

    /// The same, for one who takes another's place: all work stays where it is, and the predecessor's account ends when it is said.
    ///
    /// # Errors
    /// As [`Self::invite`]; [`StoreError::NoAccount`] if the predecessor is not of the same State and role.
    pub fn invite_in_place_of<A: Invite>(
        &self,
        allow: &Allow<A>,
        mut new: NewPerson,
        predecessor: Option<(i64, Handover)>,
        at: DateTime<Utc>,
    ) -> Result<Invitation, StoreError> {
        let now = stored(at);
        let address = plain_address(new.email_address.as_deref().unwrap_or_default());
        if address.len() > 254 || !address.validate_email() {
            return Err(StoreError::NotAnAddress);
        }
        new.email_address = Some(address.clone());
        let (allow, letters) = (allow.clone(), self.letters());
        let by = account(allow.who());
        let code = (new.role == Role::FocalPoint).then(told_code).transpose()?;
        let digest = code.as_deref().map(|code| sha256(plain_code(code)));
        self.write(move |conn| {
            let person = insert_person(conn, new, now)?;
            may_make(&allow, &person)?;
            if let Some(by) = by {
                let language = language_of(conn, by)?;
                write_in(conn, person.id, language)?;
            }
            if is_taken(conn, &address, &person, now)? {
                return Err(StoreError::AddressTaken);
            }
            let mut succeeds = None;
            if let Some((before, handover)) = predecessor {
                let (earlier, earlier_address) = within(conn, &allow, before)?;
                if (earlier.role, &earlier.respondent) != (person.role, &person.respondent) {
                    return Err(StoreError::NoAccount(before));
                }
                match handover {
                    Handover::AtAcceptance => succeeds = Some(before),
                    Handover::Now => {
                        end_account(conn, before, now)?;
                        tell_predecessor(conn, &letters, before, earlier_address, now)?;
                        log_account(conn, by, "account_suspended", &earlier, now)?;
                    }
                }
            }
            diesel::insert_into(invitations::table)
                .values((
                    invitations::person.eq(person.id),
                    invitations::invited_by.eq(by),
                    invitations::code_sha256.eq(digest),
                    invitations::succeeds.eq(succeeds),
                    invitations::at.eq(now),
                ))
                .execute(conn)?;
            let how = (Purpose::Invitation, language_of(conn, person.id)?);
            let (token, letter) = send_link(conn, &letters, &person, &address, how, now)?;
            log_account(conn, by, "person_invited", &person, now)?;
            Ok(Invitation {
                person,
                token,
                code,
                letter,
            })
        })
    }

    /// A new letter for an account that nobody has signed in to yet; the earlier link dies. A focal point's code is made anew, too.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] outside the bounds; [`StoreError::Enrolled`] once the person has signed in.
    pub fn invite_again<A: Invite>(
        &self,
        allow: &Allow<A>,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<Invitation, StoreError> {
        let now = stored(at);
        let (allow, letters) = (allow.clone(), self.letters());
        let fresh = told_code()?;
        self.write(move |conn| {
            let (person, address) = within(conn, &allow, person)?;
            let address = address.ok_or(StoreError::NotAnAddress)?;
            if is_enrolled(conn, person.id)? {
                return Err(StoreError::Enrolled(person.id));
            }
            let code = (person.role == Role::FocalPoint).then_some(fresh);
            let digest = code.as_deref().map(|code| sha256(plain_code(code)));
            let by = account(allow.who());
            let known = diesel::update(invitations::table.find(person.id))
                .set(invitations::code_sha256.eq(&digest))
                .execute(conn)?;
            if known == 0 {
                diesel::insert_into(invitations::table)
                    .values((
                        invitations::person.eq(person.id),
                        invitations::invited_by.eq(by),
                        invitations::code_sha256.eq(&digest),
                        invitations::at.eq(now),
                    ))
                    .execute(conn)?;
            }
            let how = (Purpose::Invitation, language_of(conn, person.id)?);
            let (token, letter) = send_link(conn, &letters, &person, &address, how, now)?;
            log_account(conn, by, "person_invited_again", &person, now)?;
            Ok(Invitation {
                person,
                token,
                code,
                letter,
            })
        })
    }

    /// Ends an account's right to sign in, its sessions and its links, at once. Whether there was such an account within the bounds.
    pub fn suspend<A: Invite>(
        &self,
        allow: &Allow<A>,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (allow, now) = (allow.clone(), stored(at));
        self.write(move |conn| {
            let found = match within(conn, &allow, person) {
                Ok((found, _)) => found,
                Err(StoreError::NoAccount(_)) => return Ok(false),
                Err(other) => return Err(other),
            };
            end_account(conn, person, now)?;
            log_account(conn, account(allow.who()), "account_suspended", &found, now)?;
            Ok(true)
        })
    }

    /// Ends all sessions of an account. How many lived.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] outside the bounds.
    pub fn end_sessions<A: Invite>(
        &self,
        allow: &Allow<A>,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let (allow, now) = (allow.clone(), stored(at));
        self.write(move |conn| {
            let (found, _) = within(conn, &allow, person)?;
            let live = sessions::table
                .filter(sessions::person.eq(person))
                .filter(sessions::revoked.is_null());
            let ended = diesel::update(live)
                .set(sessions::revoked.eq(now))
                .execute(conn)?;
            log_account(conn, account(allow.who()), "sessions_ended", &found, now)?;
            Ok(ended)
        })
    }
}

/// Whether the person has chosen a passphrase and a second factor.
pub(in crate::store) fn is_enrolled(
    conn: &mut DbConnection,
    person: i64,
) -> Result<bool, StoreError> {
    let enrolled = credentials::table.find(person);
    Ok(select(exists(enrolled)).get_result(conn)?)
}
