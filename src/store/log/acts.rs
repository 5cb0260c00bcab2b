//! The log, to be read by those whom it concerns: who did what, when. No body.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::access::{Allow, SeeLog, SeeOwnLog};
use crate::store::account::people::Author;
use crate::store::schema::{log_entries, people};
use crate::store::{Store, StoreError};

/// Acts on one page.
pub const PAGE: i64 = 100;

/// An act that was logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedAct {
    /// Number of its entry.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` is the operator.
    pub by: Option<Author>,
    /// Whose reply it concerns, if it concerns one.
    pub respondent: Option<String>,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
}

type Row = (
    i64,
    NaiveDateTime,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    String,
);

impl LoggedAct {
    fn of((number, at, person, name, respondent, action, object): Row) -> Self {
        Self {
            number,
            at: at.and_utc(),
            by: person.zip(name).map(|(id, name)| Author { id, name }),
            respondent,
            action,
            object,
        }
    }
}

/// The acts of a round, or of one reply in it, before a number; the latest first.
fn acts(
    store: &Store,
    round: &str,
    respondent: Option<&str>,
    before: Option<i64>,
) -> Result<Vec<LoggedAct>, StoreError> {
    let rows: Vec<Row> = store.read(|conn| {
        let mut query = log_entries::table
            .left_join(people::table)
            .filter(log_entries::round.eq(round))
            .order(log_entries::id.desc())
            .limit(PAGE)
            .select((
                log_entries::id,
                log_entries::at,
                log_entries::person,
                people::name.nullable(),
                log_entries::respondent,
                log_entries::action,
                log_entries::object,
            ))
            .into_boxed();
        if let Some(respondent) = respondent {
            query = query.filter(log_entries::respondent.eq(respondent.to_owned()));
        }
        if let Some(before) = before {
            query = query.filter(log_entries::id.lt(before));
        }
        Ok(query.load(conn)?)
    })?;
    Ok(rows.into_iter().map(LoggedAct::of).collect())
}

impl Store {
    /// The latest [`PAGE`] acts on the own reply before a number, the latest first.
    pub fn own_acts(
        &self,
        allow: &Allow<SeeOwnLog>,
        before: Option<i64>,
    ) -> Result<Vec<LoggedAct>, StoreError> {
        let scope = allow.scope();
        acts(
            self,
            scope.round.as_str(),
            Some(scope.respondent.as_str()),
            before,
        )
    }

    /// The latest [`PAGE`] acts of a round before a number, the latest first.
    pub fn acts(
        &self,
        allow: &Allow<SeeLog>,
        before: Option<i64>,
    ) -> Result<Vec<LoggedAct>, StoreError> {
        acts(self, allow.scope().round.as_str(), None, before)
    }
}
