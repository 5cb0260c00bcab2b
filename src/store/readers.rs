//! Submitted replies as the Secretariat reads them: each reading is logged, in the transaction that reads. Answers for the Secretariat only
//! are for persons who were named for them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::connection::DbConnection;
use super::life::of_round;
use super::log::Act;
use super::people::account;
use super::replies::find;
use super::schema::{named_readers, people};
use super::submissions::{StoredSubmission, version_of};
use super::{Store, StoreError, stored};
use crate::access::{Actor, Allow, ManageAccounts, ReadReplies, Role};
use crate::form::name::Code;

/// Which version is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one that counts.
    Standing,
    /// This one.
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

fn is_named(conn: &mut DbConnection, person: i64) -> Result<bool, StoreError> {
    let named: i64 = named_readers::table
        .filter(named_readers::person.eq(person))
        .filter(named_readers::ended.is_null())
        .count()
        .get_result(conn)?;
    Ok(named > 0)
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
                Which::Version(version) => Some(version),
            };
            let Some(version) = version else {
                return Ok(None);
            };
            let Some(submission) = version_of(conn, reply.id, version)? else {
                return Ok(None);
            };
            let named = match &who {
                Actor::Person(person) => is_named(conn, person.id)?,
                Actor::Operator => false,
            };
            let act = Act {
                person: account(&who),
                reply: Some(&scope),
                action: if named {
                    "reply_read_with_restricted"
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

    /// Whether a person may read answers for the Secretariat only.
    pub fn is_named_reader(&self, allow: &Allow<ReadReplies>) -> Result<bool, StoreError> {
        match allow.who() {
            Actor::Person(person) => {
                let id = person.id;
                self.read(|conn| is_named(conn, id))
            }
            Actor::Operator => Ok(false),
        }
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
