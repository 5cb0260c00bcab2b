//! Who replied and when, without a single answer.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::life::life;
use super::replies::{ReplyRow, State};
use super::submissions::stands;
use crate::access::{Allow, SeeProgress};
use crate::form::name::Code;
use crate::reply::life::Life;
use crate::store::schema::{replies, submissions};
use crate::store::{Store, StoreError};

/// How far one respondent is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Who.
    pub respondent: Code,
    /// Whether its reply is submitted.
    pub state: State,
    /// Where its reply is in its life.
    pub life: Life,
    /// Last change of any kind; `None` if it has not begun.
    pub changed: Option<DateTime<Utc>>,
    /// Times it was submitted.
    pub version: i64,
    /// When the version that stands was submitted; `None` if none does.
    pub submitted: Option<DateTime<Utc>>,
}

impl Store {
    /// How far every respondent of a round is, by code. One query, whatever the number of respondents.
    pub fn progress(&self, allow: &Allow<SeeProgress>) -> Result<Vec<Progress>, StoreError> {
        type Row = (
            ReplyRow,
            String,
            Option<NaiveDateTime>,
            Option<NaiveDateTime>,
        );
        let rows: Vec<Row> = self.read(|conn| {
            let standing = submissions::reply.eq(replies::id).and(stands());
            Ok(replies::table
                .left_join(submissions::table.on(standing))
                .filter(replies::round.eq(allow.scope().round.as_str()))
                .select((
                    ReplyRow::as_select(),
                    replies::respondent,
                    replies::changed,
                    submissions::at.nullable(),
                ))
                .load(conn)?)
        })?;
        let progress = |(reply, respondent, changed, submitted): Row| {
            Ok(Progress {
                state: State::find(&reply.state)?,
                life: life(&reply)?,
                changed: changed.map(|at| at.and_utc()),
                version: reply.version,
                submitted: submitted.map(|at| at.and_utc()),
                respondent: Code::parse(&respondent).map_err(|cause| {
                    StoreError::damaged(format!("respondent {respondent}"), cause)
                })?,
            })
        };
        let mut found = rows
            .into_iter()
            .map(progress)
            .collect::<Result<Vec<_>, StoreError>>()?;
        // Not in the query: the databases may order letters differently.
        found.sort_by(|one, other| one.respondent.cmp(&other.respondent));
        Ok(found)
    }
}
