//! Accounts that take the place of others: of a focal point who leaves, and of the same person in an earlier round.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::invitations::{end_account, log_account};
use super::people::PersonRow;
use crate::access::Person;
use crate::store::StoreError;
use crate::store::connection::DbConnection;
use crate::store::letters::{Letter, LetterKind, Letters, language_of};
use crate::store::schema::{invitations, people, rounds};

/// Ends the account whose place this one takes, if it is not over already. Its work stays: answers belong to the reply.
pub(in crate::store) fn hand_over(
    conn: &mut DbConnection,
    letters: &Letters,
    person: &Person,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let before: Option<Option<i64>> = invitations::table
        .find(person.id)
        .select(invitations::succeeds)
        .first(conn)
        .optional()?;
    let Some(before) = before.flatten() else {
        return Ok(());
    };
    let row: Option<(PersonRow, Option<String>)> = people::table
        .find(before)
        .filter(people::suspended.is_null())
        .select((PersonRow::as_select(), people::email_address))
        .first(conn)
        .optional()?;
    let Some((row, address)) = row else {
        return Ok(());
    };
    let earlier = row.person()?;
    end_account(conn, before, at)?;
    tell_predecessor(conn, letters, before, address, at)?;
    log_account(conn, Some(person.id), "account_succeeded", &earlier, at)
}

/// Tells the one who led the reply that somebody else does.
pub(in crate::store) fn tell_predecessor(
    conn: &mut DbConnection,
    letters: &Letters,
    person: i64,
    address: Option<String>,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let Some(address) = address else {
        return Ok(());
    };
    let letter = Letter {
        person: None,
        address,
        language: language_of(conn, person)?,
        kind: LetterKind::Succeeded,
        arguments: BTreeMap::new(),
        secret: None,
    };
    letters.queue(conn, &letter, at)?;
    Ok(())
}

/// Whether another account that may sign in has the address, and goes on having it: not one that this one continues.
pub(in crate::store) fn is_taken(
    conn: &mut DbConnection,
    address: &str,
    person: &Person,
    at: NaiveDateTime,
) -> Result<bool, StoreError> {
    let others = others(conn, address, person)?;
    let mut others = others.iter();
    Ok(others.any(|(other, closes)| !continues(person, other, *closes, at)))
}

/// Ends the accounts that this one continues, as it comes into force: one address signs in to one account. Their work stays theirs.
pub(in crate::store) fn end_earlier(
    conn: &mut DbConnection,
    address: &str,
    person: &Person,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    for (earlier, closes) in others(conn, address, person)? {
        if continues(person, &earlier, closes, at) {
            end_account(conn, earlier.id, at)?;
            log_account(conn, Some(person.id), "account_continued", &earlier, at)?;
        }
    }
    Ok(())
}

/// Whether an account goes on with another in a later round: of the same State, or of the staff as well, once the last day is over there.
fn continues(person: &Person, earlier: &Person, closes: NaiveDate, at: NaiveDateTime) -> bool {
    let same = earlier.respondent == person.respondent && earlier.round != person.round;
    same && closes < at.date()
}

/// The other accounts that may sign in and have the address, with the last day of their round.
fn others(
    conn: &mut DbConnection,
    address: &str,
    person: &Person,
) -> Result<Vec<(Person, NaiveDate)>, StoreError> {
    let rows: Vec<(PersonRow, NaiveDate)> = people::table
        .inner_join(rounds::table)
        .filter(lower(people::email_address).eq(address))
        .filter(people::suspended.is_null())
        .filter(people::id.ne(person.id))
        .order(people::id)
        .select((PersonRow::as_select(), rounds::closes))
        .load(conn)?;
    let with_day = |(row, closes): (PersonRow, NaiveDate)| Ok((row.person()?, closes));
    rows.into_iter().map(with_day).collect()
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// In small letters; the databases agree on those of ASCII, and an address is kept in small letters anyway.
    fn lower(
        text: diesel::sql_types::Nullable<diesel::sql_types::Text>,
    ) -> diesel::sql_types::Nullable<diesel::sql_types::Text>;
}
