//! Submitted replies as the Secretariat reads them: each reading is logged, in the transaction that reads. Answers for the Secretariat only
//! are for persons who were named for them.

mod listed;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

pub use listed::{NamedReader, Readers};

use super::life::of_round;
use super::replies::find;
use super::submissions::{StoredSubmission, version_of};
use crate::access::{Actor, Allow, ManageAccounts, ReadReplies, Role};
use crate::form::Mark;
use crate::form::name::Code;
use crate::reply::encoding;
use crate::reply::life::Step;
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::log::Act;
use crate::store::schema::{named_readers, people, reply_steps};
use crate::store::{Store, StoreError, stored};

/// Which version is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one that counts.
    Standing,
    /// This one, unless the State withdrew it.
    Version(i64),
}

/// A submitted reply, and whether who asked may read answers for the Secretariat only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// It.
    pub submission: StoredSubmission,
    /// Whether the person was named for such answers.
    pub named: bool,
}

/// What the log says when a reply with answers for the Secretariat only was opened by who may read them.
pub(in crate::store) const RESTRICTED_REPLY: &str = "reply_read_with_restricted";
/// The same of a document of such an answer.
pub(in crate::store) const RESTRICTED_DOCUMENT: &str = "restricted_document_opened";

/// Whether somebody may read answers for the Secretariat only.
pub(in crate::store) fn sees_restricted(
    conn: &mut DbConnection,
    who: &Actor,
) -> Result<bool, StoreError> {
    match who {
        Actor::Person(person) => is_named(conn, person.id),
        Actor::Operator => Ok(false),
    }
}

/// Whether a sealed reply holds answers for the Secretariat only.
fn holds_restricted(bytes: &[u8]) -> bool {
    let marks = encoding::marks(bytes);
    marks
        .into_values()
        .any(|mark| mark == Mark::SecretariatOnly)
}

fn is_named(conn: &mut DbConnection, person: i64) -> Result<bool, StoreError> {
    let named: i64 = named_readers::table
        .filter(named_readers::person.eq(person))
        .filter(named_readers::ended.is_null())
        .count()
        .get_result(conn)?;
    Ok(named > 0)
}

/// Whether the State withdrew a version: that is no longer the Secretariat's to read.
fn is_withdrawn(conn: &mut DbConnection, reply: i64, version: i64) -> Result<bool, StoreError> {
    let withdrawals: i64 = reply_steps::table
        .filter(reply_steps::reply.eq(reply))
        .filter(reply_steps::step.eq(Step::Withdraw.code()))
        .filter(reply_steps::version.ge(version))
        .count()
        .get_result(conn)?;
    Ok(withdrawals > 0)
}

impl Store {
    /// A submitted reply of the round; `None` if there is no such version, or none that counts. The reading is logged.
    ///
    /// # Errors
    /// [`StoreError::NoReply`]; [`StoreError::Damaged`] if the bytes no longer have their digest.
    pub fn read_reply(
        &self,
        allow: &Allow<ReadReplies>,
        respondent: &Code,
        which: Which,
        at: DateTime<Utc>,
    ) -> Result<Option<Reading>, StoreError> {
        let scope = of_round(allow, respondent);
        let (who, at) = (allow.who().clone(), stored(at));
        self.write(move |conn| {
            let reply = find(conn, &scope)?;
            let version = match which {
                Which::Standing => reply.standing,
                Which::Version(version) if is_withdrawn(conn, reply.id, version)? => None,
                Which::Version(version) => Some(version),
            };
            let Some(version) = version else {
                return Ok(None);
            };
            let Some(submission) = version_of(conn, reply.id, version)? else {
                return Ok(None);
            };
            let named = sees_restricted(conn, &who)?;
            let act = Act {
                person: account(&who),
                reply: Some(&scope),
                action: if named && holds_restricted(&submission.bytes) {
                    RESTRICTED_REPLY
                } else {
                    "reply_read"
                },
                object: format!("version {version}"),
                at,
            };
            act.log(conn, &serde_json::json!({ "version": version }))?;
            Ok(Some(Reading { submission, named }))
        })
    }

    /// Names an officer as a reader of answers for the Secretariat only, or ends that. Whether anything changed.
    ///
    /// # Errors
    /// [`StoreError::NoAccount`] unless the account is that of an officer who may sign in.
    pub fn name_reader(
        &self,
        allow: &Allow<ManageAccounts>,
        person: i64,
        naming: Naming,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let by = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let officers: i64 = people::table
                .find(person)
                .filter(people::role.eq(Role::Manager.code()))
                .filter(people::suspended.is_null())
                .count()
                .get_result(conn)?;
            if officers == 0 && naming == Naming::Name {
                return Err(StoreError::NoAccount(person));
            }
            let named = is_named(conn, person)?;
            let action = match (naming, named) {
                (Naming::Name, true) | (Naming::End, false) => return Ok(false),
                (Naming::Name, false) => {
                    diesel::insert_into(named_readers::table)
                        .values((
                            named_readers::person.eq(person),
                            named_readers::named.eq(by),
                            named_readers::at.eq(at),
                        ))
                        .execute(conn)?;
                    "reader_named"
                }
                (Naming::End, true) => {
                    let current = named_readers::table
                        .filter(named_readers::person.eq(person))
                        .filter(named_readers::ended.is_null());
                    diesel::update(current)
                        .set(named_readers::ended.eq(at))
                        .execute(conn)?;
                    "reader_ended"
                }
            };
            let act = Act {
                person: by,
                reply: None,
                action,
                object: format!("account {person}"),
                at,
            };
            act.log(conn, &serde_json::json!({ "person": person }))?;
            Ok(true)
        })
    }
}

/// What is done with a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Named.
    Name,
    /// No longer.
    End,
}
