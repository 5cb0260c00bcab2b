//! Letters that tell a State of what the Secretariat did with its reply: that there is something, never what.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{OwnReply, Role};
use crate::reply::life::Step;
use crate::store::StoreError;
use crate::store::connection::DbConnection;
use crate::store::letters::{Letter, LetterKind, Letters, read_language};
use crate::store::schema::people;

/// Which letter tells the State of a step; none where it took the step itself.
const fn letter(step: Step) -> Option<LetterKind> {
    match step {
        Step::Submit => Some(LetterKind::ReplyReceived),
        Step::Ask => Some(LetterKind::ClarificationAsked),
        Step::Reopen => Some(LetterKind::ReplyReopened),
        Step::CloseUnanswered => Some(LetterKind::ClarificationClosed),
        Step::Decline => Some(LetterKind::CorrectionDeclined),
        Step::Validate => Some(LetterKind::ReplyValidated),
        Step::SendToReview
        | Step::TakeBack
        | Step::Return
        | Step::Clear
        | Step::Withdraw
        | Step::AskToCorrect
        | Step::Take => None,
    }
}

/// Queues a letter to those who lead the reply: that there is something, never what.
pub(in crate::store) fn tell(
    conn: &mut DbConnection,
    letters: &Letters,
    scope: &OwnReply,
    step: Step,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    match letter(step) {
        Some(kind) => tell_leads(conn, letters, scope, kind, at),
        None => Ok(()),
    }
}

/// Tells those who lead a reply something of it.
pub(in crate::store) fn tell_leads(
    conn: &mut DbConnection,
    letters: &Letters,
    scope: &OwnReply,
    kind: LetterKind,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let leads: Vec<(i64, Option<String>, String)> = people::table
        .filter(people::round.eq(scope.round.as_str()))
        .filter(people::respondent.eq(scope.respondent.as_str()))
        .filter(people::role.eq(Role::FocalPoint.code()))
        .filter(people::suspended.is_null())
        .select((people::id, people::email_address, people::language))
        .load(conn)?;
    for (person, address, language) in leads {
        let Some(address) = address else { continue };
        let letter = Letter {
            person: Some(person),
            address,
            language: read_language(&language),
            kind,
            arguments: BTreeMap::from([("round".to_owned(), scope.round.to_string())]),
            secret: None,
        };
        letters.queue(conn, &letter, at)?;
    }
    Ok(())
}
