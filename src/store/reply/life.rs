//! The steps of a reply's life (`reply::life` says which there are), each under the reply's lock, once, logged, and kept with its words.
//!
//! A page sends back how many steps it had seen ([`Press`]). Pressed twice, a step is taken once; pressed on a page that is out of date, it
//! is refused.

mod notice;
mod story;
mod writable;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

pub(in crate::store) use notice::{tell, tell_leads};
pub use story::{Story, Taken};
pub(in crate::store) use writable::Writable;

use super::replies::{ReplyRow, State, lock};
use super::submissions::digest_of;
use crate::access::{
    Act as Action, Allow, CheckReplies, ClearReply, ExtendReply, OwnReply, ReadReplies,
    ReopenReply, SeeProgress, SendToReview, WholeRound, WithdrawReply,
};
use crate::form::name::Code;
use crate::reply::life::{Life, Opened, Stage, Standing, Step};
use crate::round::{has_begun, is_over};
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::log::Act;
use crate::store::request::{RequestKey, once};
use crate::store::schema::{replies, reply_steps, rounds};
use crate::store::{Store, StoreError, sha256, stored};
use crate::text::hidden::debug_hiding;

/// An act on a page that somebody had before them.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Press {
    /// How many steps the reply had taken when the page was made.
    pub seen: i64,
    /// What was said with it; empty if nothing.
    pub words: String,
    /// Last day for what it opens.
    pub due: Option<NaiveDate>,
}

debug_hiding!(Press, [seen, due], [words]);

/// Actions of the Secretariat on one reply of its round.
pub trait OfOneReply: Action<Scope = WholeRound> {}
impl OfOneReply for SeeProgress {}
impl OfOneReply for ReadReplies {}
impl OfOneReply for CheckReplies {}
impl OfOneReply for ReopenReply {}
impl OfOneReply for ExtendReply {}

/// The reply of a respondent in the round of an officer.
pub(in crate::store) fn of_round<A: OfOneReply>(allow: &Allow<A>, respondent: &Code) -> OwnReply {
    OwnReply::whole(allow.scope().round.clone(), respondent.clone())
}

/// Where a reply is in its life, by its row.
pub(in crate::store) fn life(reply: &ReplyRow) -> Result<Life, StoreError> {
    let damaged = |what: &str| StoreError::damaged("reply", format!("nothing is called {what}"));
    let mut opened = Opened::ALL.into_iter();
    Ok(Life {
        stage: Stage::find(&reply.stage).ok_or_else(|| damaged(&reply.stage))?,
        opened: opened
            .find(|opened| opened.code() == reply.opened)
            .ok_or_else(|| damaged(&reply.opened))?,
        standing: match (reply.standing, reply.validated) {
            (None, _) => Standing::None,
            (Some(standing), Some(validated)) if standing == validated => Standing::Validated,
            (Some(_), Some(_)) => Standing::Corrected,
            (Some(_), None) => Standing::Submitted,
        },
        requested: reply.requested,
    })
}

/// First day on which answers may change: that of the round.
pub(in crate::store) fn first_day(
    conn: &mut DbConnection,
    scope: &OwnReply,
) -> Result<NaiveDate, StoreError> {
    Ok(rounds::table
        .find(scope.round.as_str())
        .select(rounds::opens)
        .first(conn)?)
}

/// Last day on which answers may change and the reply be submitted: that of this opening, or the later of the round's and the reply's own.
pub(in crate::store) fn last_day(
    conn: &mut DbConnection,
    scope: &OwnReply,
    reply: &ReplyRow,
) -> Result<NaiveDate, StoreError> {
    if let Some(due) = reply.due {
        return Ok(due);
    }
    let closes: NaiveDate = rounds::table
        .find(scope.round.as_str())
        .select(rounds::closes)
        .first(conn)?;
    Ok(reply.extended.map_or(closes, |own| own.max(closes)))
}

/// Refuses what comes before the first day of the round or after the last day of the reply.
pub(in crate::store) fn in_time(
    conn: &mut DbConnection,
    scope: &OwnReply,
    reply: &ReplyRow,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let first_day = first_day(conn, scope)?;
    if !has_begun(first_day, at.and_utc()) {
        return Err(StoreError::NotBegun(first_day));
    }
    let last_day = last_day(conn, scope, reply)?;
    if is_over(last_day, at.and_utc()) {
        return Err(StoreError::Closed(last_day));
    }
    Ok(())
}

/// A step about to be taken.
pub(in crate::store) struct Moving<'a> {
    pub(in crate::store) step: Step,
    pub(in crate::store) person: Option<i64>,
    pub(in crate::store) at: NaiveDateTime,
    pub(in crate::store) words: &'a str,
    pub(in crate::store) due: Option<NaiveDate>,
    /// SHA-256 of the document that is sealed with it.
    pub(in crate::store) sha256: Option<&'a str>,
}

/// What the log says of a step.
#[derive(Serialize)]
struct Body<'a> {
    revision: i64,
    version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<NaiveDate>,
}

impl Moving<'_> {
    /// Takes it, if the table allows: the number of its entry in the log.
    pub(in crate::store) fn go(
        self,
        conn: &mut DbConnection,
        scope: &OwnReply,
        reply: &ReplyRow,
    ) -> Result<i64, StoreError> {
        let next = life(reply)?.after(self.step)?;
        let version = reply.version + i64::from(self.step == Step::Submit);
        let standing = match next.standing {
            Standing::None => None,
            _ if self.step == Step::Submit => Some(version),
            Standing::Submitted | Standing::Corrected | Standing::Validated => reply.standing,
        };
        let validated = if self.step == Step::Validate {
            reply.standing
        } else {
            reply.validated
        };
        // An opening ends with the next submission, when the reply is withdrawn, or when nobody waits for an answer any more.
        let ends = matches!(
            self.step,
            Step::Submit | Step::Withdraw | Step::CloseUnanswered
        );
        let due = self.due.or(if ends { None } else { reply.due });
        let state = if next.stage.is_submitted() {
            State::Submitted
        } else {
            State::Draft
        };
        let number = reply.steps + 1;
        diesel::update(replies::table.find(reply.id))
            .set((
                replies::state.eq(state.code()),
                replies::stage.eq(next.stage.code()),
                replies::opened.eq(next.opened.code()),
                replies::requested.eq(next.requested),
                replies::standing.eq(standing),
                replies::validated.eq(validated),
                replies::due.eq(due),
                replies::version.eq(version),
                replies::steps.eq(number),
                replies::changed.eq(self.at),
            ))
            .execute(conn)?;
        diesel::insert_into(reply_steps::table)
            .values((
                reply_steps::reply.eq(reply.id),
                reply_steps::number.eq(number),
                reply_steps::step.eq(self.step.code()),
                reply_steps::person.eq(self.person),
                reply_steps::at.eq(self.at),
                reply_steps::revision.eq(reply.revision),
                reply_steps::version.eq(version),
                reply_steps::words.eq(self.words),
                reply_steps::due.eq(self.due),
            ))
            .execute(conn)?;
        let body = Body {
            revision: reply.revision,
            version,
            sha256: self.sha256,
            words_sha256: (!self.words.is_empty()).then(|| sha256(self.words)),
            due: self.due,
        };
        let act = Act {
            person: self.person,
            reply: Some(scope),
            action: self.step.code(),
            object: format!("version {version}, revision {}", reply.revision),
            at: self.at,
        };
        act.log_as(conn, &body)
    }
}

impl Store {
    /// Takes a step once, if the reply is where the page said and `ready` has nothing against it.
    pub(in crate::store) fn take_step(
        &self,
        (scope, person): (OwnReply, Option<i64>),
        step: Step,
        press: Press,
        at: DateTime<Utc>,
        also: impl FnOnce(&mut DbConnection, &ReplyRow, i64) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        let letters = self.letters();
        let at = stored(at);
        let request =
            serde_json::to_vec(&press).map_err(|cause| StoreError::damaged("step", cause))?;
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let key = RequestKey::of_step(step.code(), press.seen);
            once(conn, reply.id, Some(&key), &request, at, |conn| {
                if reply.steps != press.seen {
                    return Err(StoreError::MovedOn);
                }
                let sealed = reply.version > 0 && life(&reply)?.stage.is_submitted();
                let sha256 = if sealed {
                    Some(digest_of(conn, reply.id, reply.version)?)
                } else {
                    None
                };
                let moving = Moving {
                    step,
                    person,
                    at,
                    words: &press.words,
                    due: press.due,
                    sha256: sha256.as_deref(),
                };
                let entry = moving.go(conn, &scope, &reply)?;
                tell(conn, &letters, &scope, step, at)?;
                also(conn, &reply, entry)
            })
        })
    }

    /// Puts the own draft before the official who clears it, as it was at this revision.
    ///
    /// # Errors
    /// [`StoreError::DraftChanged`] if answers changed since; [`StoreError::NotNow`], [`StoreError::MovedOn`].
    pub fn send_to_review(
        &self,
        allow: &Allow<SendToReview>,
        checked: i64,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (allow.scope().clone(), account(allow.who()));
        self.take_step(who, Step::SendToReview, press, at, move |_, reply, _| {
            same_revision(reply, checked)
        })
    }

    /// Takes the own draft back from review.
    pub fn take_back(
        &self,
        allow: &Allow<SendToReview>,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (allow.scope().clone(), account(allow.who()));
        self.take_step(who, Step::TakeBack, press, at, |_, _, _| Ok(()))
    }

    /// Clears exactly this revision of the own reply for submission.
    ///
    /// # Errors
    /// [`StoreError::DraftChanged`]; [`StoreError::NotNow`], [`StoreError::MovedOn`].
    pub fn clear(
        &self,
        allow: &Allow<ClearReply>,
        read: i64,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (allow.scope().clone(), account(allow.who()));
        self.take_step(who, Step::Clear, press, at, move |_, reply, _| {
            same_revision(reply, read)
        })
    }

    /// Returns the own reply to those who work on it, with a note.
    pub fn return_to_work(
        &self,
        allow: &Allow<ClearReply>,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (allow.scope().clone(), account(allow.who()));
        self.take_step(who, Step::Return, press, at, |_, _, _| Ok(()))
    }

    /// Withdraws the own reply: at once, nothing of it counts any more.
    pub fn withdraw(
        &self,
        allow: &Allow<WithdrawReply>,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (allow.scope().clone(), account(allow.who()));
        self.take_step(who, Step::Withdraw, press, at, |_, _, _| Ok(()))
    }

    /// Asks the Secretariat to open the own reply for correction.
    pub fn ask_to_correct(
        &self,
        allow: &Allow<WithdrawReply>,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (allow.scope().clone(), account(allow.who()));
        self.take_step(who, Step::AskToCorrect, press, at, |_, _, _| Ok(()))
    }

    /// Takes a reply into checking.
    pub fn take_into_checking(
        &self,
        allow: &Allow<CheckReplies>,
        respondent: &Code,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (of_round(allow, respondent), account(allow.who()));
        self.take_step(who, Step::Take, press, at, |_, _, _| Ok(()))
    }

    /// Gives one State more time: a day for its reply, and for what is open of it now.
    ///
    /// # Errors
    /// [`StoreError::MovedOn`] if the reply took a step since.
    pub fn extend(
        &self,
        allow: &Allow<ExtendReply>,
        respondent: &Code,
        day: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let scope = of_round(allow, respondent);
        let person = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let now = (reply.extended, reply.due);
            let wanted = (Some(day), reply.due.map(|due| due.max(day)));
            if now == wanted {
                return Ok(());
            }
            diesel::update(replies::table.find(reply.id))
                .set((replies::extended.eq(wanted.0), replies::due.eq(wanted.1)))
                .execute(conn)?;
            let act = Act {
                person,
                reply: Some(&scope),
                action: "extended",
                object: format!("to {day}"),
                at,
            };
            act.log(conn, &serde_json::json!({ "day": day }))
        })
    }
}

/// Refuses a revision that is not the one that was read.
fn same_revision(reply: &ReplyRow, checked: i64) -> Result<(), StoreError> {
    if reply.revision == checked {
        return Ok(());
    }
    Err(StoreError::DraftChanged {
        checked,
        now: reply.revision,
    })
}
