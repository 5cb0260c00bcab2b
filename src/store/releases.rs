//! Releases: figures that leave together.
//!
//! What was proposed never changes; a second person lets it leave, and the log says so in the same transaction. The releases that left are
//! the ledger that every later one is audited against.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::account::people::account;
use super::connection::DbConnection;
use super::log::Act;
use super::reply::submissions::{StoredSubmission, version_of};
use super::schema::{people, releases, replies, rounds, submissions};
use super::{Store, StoreError, sha256, stored};
use crate::access::{
    Act as Action, Allow, ApproveRelease, ProposeRelease, SeeReleased, WholeRound,
};
use crate::form::name::Code;

/// Actions that read what a release is made of.
pub trait ReadsReleases: Action<Scope = WholeRound> {}
impl ReadsReleases for ProposeRelease {}
impl ReadsReleases for ApproveRelease {}
impl ReadsReleases for SeeReleased {}

/// A release, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// Its name, once in a round.
    pub name: String,
    /// SHA-256 of what it holds, as hexadecimal digits.
    pub sha256: String,
    /// When it was proposed.
    pub proposed: DateTime<Utc>,
    /// The account of who did; none for the operator.
    pub proposer: Option<i64>,
    /// By whom; nobody's name for the operator.
    pub proposed_by: Option<String>,
    /// When it left; none while it is a proposal.
    pub approved: Option<DateTime<Utc>>,
    /// Who let it.
    pub approved_by: Option<String>,
}

/// What an approval came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approval {
    /// It left.
    Left,
    /// It had left before.
    Before,
    /// Who approves proposed it.
    SamePerson,
    /// Another left since it was audited: it has to be proposed again.
    Overtaken,
    /// A version of a reply that it was made of counts no longer: it was withdrawn, or another was validated.
    Outdated,
}

/// What decides whether a proposal can leave.
#[derive(Queryable, Selectable)]
#[diesel(table_name = releases)]
struct Proposal {
    after: Option<i64>,
    proposed_by: Option<i64>,
    approved: Option<NaiveDateTime>,
    sha256: String,
}

type Row = (
    i64,
    String,
    String,
    NaiveDateTime,
    Option<i64>,
    Option<NaiveDateTime>,
    Option<i64>,
);

impl Store {
    /// The versions of replies that count in a round, the own or one that figures are compared with: those validated; in a sample round
    /// those that stand.
    pub fn countable(
        &self,
        _allow: &Allow<ProposeRelease>,
        round: &Code,
    ) -> Result<BTreeMap<Code, i64>, StoreError> {
        self.read(|conn| countable_in(conn, round))
    }

    /// A version of a reply of a round, for a release that it is part of.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the bytes no longer have their digest.
    pub fn released_reply<A: ReadsReleases>(
        &self,
        _allow: &Allow<A>,
        round: &Code,
        respondent: &Code,
        version: i64,
    ) -> Result<Option<StoredSubmission>, StoreError> {
        self.read(|conn| {
            let reply: Option<i64> = replies::table
                .inner_join(submissions::table)
                .filter(replies::round.eq(round.as_str()))
                .filter(replies::respondent.eq(respondent.as_str()))
                .filter(submissions::version.eq(version))
                .select(replies::id)
                .first(conn)
                .optional()?;
            match reply {
                Some(reply) => version_of(conn, reply, version),
                None => Ok(None),
            }
        })
    }

    /// Keeps what is to leave; its number. `after` is the release that was the last to leave when it was audited.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if the round has a release of this name.
    pub fn propose_release(
        &self,
        allow: &Allow<ProposeRelease>,
        name: String,
        content: Vec<u8>,
        after: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let (who, round, at) = (allow.who().clone(), allow.scope().round.clone(), stored(at));
        self.write(move |conn| {
            let known: i64 = releases::table
                .filter(releases::round.eq(round.as_str()))
                .filter(releases::name.eq(&name))
                .count()
                .get_result(conn)?;
            if known > 0 {
                return Err(StoreError::Taken(name));
            }
            let digest = sha256(&content);
            let id: i64 = diesel::insert_into(releases::table)
                .values((
                    releases::round.eq(round.as_str()),
                    releases::name.eq(&name),
                    releases::sha256.eq(&digest),
                    releases::content.eq(content),
                    releases::after.eq(after),
                    releases::proposed.eq(at),
                    releases::proposed_by.eq(account(&who)),
                ))
                .returning(releases::id)
                .get_result(conn)?;
            let act = Act {
                person: account(&who),
                reply: None,
                action: "release_proposed",
                object: format!("release {id}"),
                at,
            };
            act.log(
                conn,
                &json!({ "round": round.as_str(), "name": name, "sha256": digest }),
            )?;
            Ok(id)
        })
    }

    /// Lets a proposal leave. Only a second person can, and only while it is still audited against all that left and the versions that it
    /// was made of, by round, still count: what a State withdrew or corrected meanwhile does not leave.
    pub fn approve_release(
        &self,
        allow: &Allow<ApproveRelease>,
        id: i64,
        made_of: Vec<(Code, BTreeMap<Code, i64>)>,
        at: DateTime<Utc>,
    ) -> Result<Option<Approval>, StoreError> {
        let (who, round, at) = (allow.who().clone(), allow.scope().round.clone(), stored(at));
        self.write(move |conn| {
            // Nobody else approves in the meantime: all of them lock the row of the round.
            diesel::update(rounds::table.find(round.as_str()))
                .set(rounds::sample.eq(rounds::sample))
                .execute(conn)?;
            let row: Option<Proposal> = releases::table
                .find(id)
                .filter(releases::round.eq(round.as_str()))
                .select(Proposal::as_select())
                .first(conn)
                .optional()?;
            let Some(proposal) = row else {
                return Ok(None);
            };
            let person = account(&who);
            if proposal.approved.is_some() {
                return Ok(Some(Approval::Before));
            }
            if person == proposal.proposed_by {
                return Ok(Some(Approval::SamePerson));
            }
            if last_of(conn, &round)? != proposal.after {
                return Ok(Some(Approval::Overtaken));
            }
            for (round, versions) in made_of {
                let now = countable_in(conn, &round)?;
                let counts = |(respondent, version)| now.get(respondent) == Some(version);
                if !versions.iter().all(counts) {
                    return Ok(Some(Approval::Outdated));
                }
            }
            diesel::update(releases::table.find(id))
                .set((releases::approved.eq(at), releases::approved_by.eq(person)))
                .execute(conn)?;
            let act = Act {
                person,
                reply: None,
                action: "release_approved",
                object: format!("release {id}"),
                at,
            };
            act.log(
                conn,
                &json!({ "round": round.as_str(), "sha256": proposal.sha256 }),
            )?;
            Ok(Some(Approval::Left))
        })
    }

    /// All releases of the round, the last first; proposals only for those who make or approve them.
    pub fn releases<A: ReadsReleases>(
        &self,
        allow: &Allow<A>,
        with_proposals: bool,
    ) -> Result<Vec<Listed>, StoreError> {
        let round = &allow.scope().round;
        self.read(|conn| {
            let names: BTreeMap<i64, String> = people::table
                .select((people::id, people::name))
                .load::<(i64, String)>(conn)?
                .into_iter()
                .collect();
            let rows: Vec<Row> = releases::table
                .filter(releases::round.eq(round.as_str()))
                .order(releases::id.desc())
                .select((
                    releases::id,
                    releases::name,
                    releases::sha256,
                    releases::proposed,
                    releases::proposed_by,
                    releases::approved,
                    releases::approved_by,
                ))
                .load(conn)?;
            let name = |person: Option<i64>| person.and_then(|person| names.get(&person)).cloned();
            let listed = rows
                .into_iter()
                .map(
                    |(id, title, sha256, proposed, proposed_by, approved, approved_by)| Listed {
                        id,
                        name: title,
                        sha256,
                        proposed: proposed.and_utc(),
                        proposer: proposed_by,
                        proposed_by: name(proposed_by),
                        approved: approved.map(|at| at.and_utc()),
                        approved_by: name(approved_by),
                    },
                )
                .filter(|one| with_proposals || one.approved.is_some());
            Ok(listed.collect())
        })
    }

    /// What a release of the round holds, exactly as it was proposed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if its bytes no longer have their digest.
    pub fn release_content<A: ReadsReleases>(
        &self,
        allow: &Allow<A>,
        id: i64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let round = &allow.scope().round;
        let row: Option<(String, Vec<u8>)> = self.read(|conn| {
            let found = releases::table
                .find(id)
                .filter(releases::round.eq(round.as_str()))
                .select((releases::sha256, releases::content))
                .first(conn);
            Ok(found.optional()?)
        })?;
        let Some((digest, content)) = row else {
            return Ok(None);
        };
        if sha256(&content) != digest {
            return Err(StoreError::damaged(
                format!("release {id}"),
                "its digest differs",
            ));
        }
        Ok(Some(content))
    }
}

/// The versions of replies that count in a round.
fn countable_in(conn: &mut DbConnection, round: &Code) -> Result<BTreeMap<Code, i64>, StoreError> {
    let sample: bool = rounds::table
        .find(round.as_str())
        .select(rounds::sample)
        .first(conn)?;
    let rows: Vec<(String, Option<i64>, Option<i64>)> = replies::table
        .filter(replies::round.eq(round.as_str()))
        .select((replies::respondent, replies::validated, replies::standing))
        .load(conn)?;
    let counted = rows
        .into_iter()
        .filter_map(|(respondent, validated, standing)| {
            let version = if sample {
                standing
            } else {
                validated.filter(|_| standing.is_some())
            };
            version.map(|version| (respondent, version))
        });
    counted
        .map(|(respondent, version)| {
            let code = Code::parse(&respondent);
            let code = code.map_err(|cause| StoreError::damaged("reply", cause))?;
            Ok((code, version))
        })
        .collect()
}

/// The release of a round that left last.
fn last_of(conn: &mut DbConnection, round: &Code) -> Result<Option<i64>, StoreError> {
    let last = releases::table
        .filter(releases::round.eq(round.as_str()))
        .filter(releases::approved.is_not_null())
        .select(diesel::dsl::max(releases::id))
        .first(conn)?;
    Ok(last)
}
