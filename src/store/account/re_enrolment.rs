//! Enrolling anew, after a second factor was lost: one officer asks for it, another agrees.
//!
//! A code reaches the person by another way than the letter, such as a note verbale.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::invitations::{Invitation, Invite, log_account, send_link, within};
use super::people::account;
use super::sessions::Purpose;
use crate::access::{Actor, Allow, ManageAccounts, Person};
use crate::keys::second_factor::{plain_code, told_code};
use crate::store::connection::DbConnection;
use crate::store::letters::language_of;
use crate::store::schema::{invitations, re_enrolments};
use crate::store::{Store, StoreError, sha256, stored};

/// Most characters of a reason.
const LONGEST_REASON: usize = 500;

/// A request that waits for another officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The account that is to enrol anew.
    pub person: i64,
    /// Why, for instance the reference of a note verbale.
    pub reason: String,
    /// Who asked; `None` is the operator.
    pub asked_by: Option<i64>,
    /// When.
    pub asked: DateTime<Utc>,
}

impl Store {
    /// Asks that an account may enrol anew. Nothing changes before another officer agrees. An earlier request is replaced.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] outside the bounds.
    pub fn ask_re_enrolment<A: Invite>(
        &self,
        allow: &Allow<A>,
        person: i64,
        reason: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (allow, now) = (allow.clone(), stored(at));
        let reason: String = reason.trim().chars().take(LONGEST_REASON).collect();
        self.write(move |conn| {
            let (person, _) = within(conn, &allow, person)?;
            let by = account(allow.who());
            let earlier = re_enrolments::table
                .filter(re_enrolments::person.eq(person.id))
                .filter(re_enrolments::agreed.is_null());
            diesel::delete(earlier).execute(conn)?;
            diesel::insert_into(re_enrolments::table)
                .values((
                    re_enrolments::person.eq(person.id),
                    re_enrolments::reason.eq(reason),
                    re_enrolments::asked_by.eq(by),
                    re_enrolments::asked.eq(now),
                ))
                .execute(conn)?;
            log_account(conn, by, "re_enrolment_asked", &person, now)
        })
    }

    /// The requests that wait, by account, to be shown beside those within the bounds.
    pub fn waiting_re_enrolments<A: Invite>(
        &self,
        _allow: &Allow<A>,
    ) -> Result<BTreeMap<i64, Waiting>, StoreError> {
        type Row = (i64, String, Option<i64>, NaiveDateTime);
        let rows: Vec<Row> = self.read(|conn| {
            Ok(re_enrolments::table
                .filter(re_enrolments::agreed.is_null())
                .select((
                    re_enrolments::person,
                    re_enrolments::reason,
                    re_enrolments::asked_by,
                    re_enrolments::asked,
                ))
                .load(conn)?)
        })?;
        let waiting = rows.into_iter().map(|(person, reason, asked_by, asked)| {
            let waiting = Waiting {
                person,
                reason,
                asked_by,
                asked: asked.and_utc(),
            };
            (person, waiting)
        });
        Ok(waiting.collect())
    }

    /// Agrees to a request of another officer: a letter goes out, and a code is given back that must reach the person by another way.
    /// What the person has now works until the new is there.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] outside the bounds; [`StoreError::SecondPerson`] if nobody else asked for it.
    pub fn agree_re_enrolment<A: Invite>(
        &self,
        allow: &Allow<A>,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<Invitation, StoreError> {
        let (allow, now) = (allow.clone(), stored(at));
        let by = account(allow.who());
        let letters = self.letters();
        let code = told_code()?;
        self.write(move |conn| {
            let (person, address) = within(conn, &allow, person)?;
            // One statement decides, and it is not the one who asked.
            let asked = re_enrolments::table
                .filter(re_enrolments::person.eq(person.id))
                .filter(re_enrolments::agreed.is_null())
                .filter(re_enrolments::asked_by.is_not_null())
                .filter(re_enrolments::asked_by.ne(by));
            let agreed = diesel::update(asked)
                .set((
                    re_enrolments::agreed.eq(now),
                    re_enrolments::agreed_by.eq(by),
                ))
                .execute(conn)?;
            if by.is_none() || agreed != 1 {
                return Err(StoreError::SecondPerson);
            }
            let (token, letter) = open(conn, &letters, &person, address, &code, now)?;
            log_account(conn, by, "re_enrolment_agreed", &person, now)?;
            Ok(Invitation {
                person,
                token,
                code: Some(code),
                letter,
            })
        })
    }

    /// Lets an account enrol anew by the word of the one who has a shell on the machine, who needs nobody else.
    ///
    /// # Errors
    /// [`StoreError::SecondPerson`] for anybody else; [`StoreError::NoAccount`].
    pub fn re_enrol(
        &self,
        allow: &Allow<ManageAccounts>,
        person: i64,
        at: DateTime<Utc>,
    ) -> Result<Invitation, StoreError> {
        if *allow.who() != Actor::Operator {
            return Err(StoreError::SecondPerson);
        }
        let (allow, now, letters) = (allow.clone(), stored(at), self.letters());
        let code = told_code()?;
        self.write(move |conn| {
            let (person, address) = within(conn, &allow, person)?;
            let (token, letter) = open(conn, &letters, &person, address, &code, now)?;
            log_account(conn, None, "re_enrolment_agreed", &person, now)?;
            Ok(Invitation {
                person,
                token,
                code: Some(code),
                letter,
            })
        })
    }
}

/// Makes the link and keeps the digest of the code that goes with it.
fn open(
    conn: &mut DbConnection,
    letters: &crate::store::letters::Letters,
    person: &Person,
    address: Option<String>,
    code: &str,
    at: NaiveDateTime,
) -> Result<(super::token::Token, bool), StoreError> {
    let address = address.ok_or(StoreError::NotAnAddress)?;
    let digest = sha256(plain_code(code));
    let known = diesel::update(invitations::table.find(person.id))
        .set(invitations::code_sha256.eq(&digest))
        .execute(conn)?;
    if known == 0 {
        diesel::insert_into(invitations::table)
            .values((
                invitations::person.eq(person.id),
                invitations::code_sha256.eq(&digest),
                invitations::at.eq(at),
            ))
            .execute(conn)?;
    }
    let how = (Purpose::Enrolment, language_of(conn, person.id)?);
    send_link(conn, letters, person, &address, how, at)
}
