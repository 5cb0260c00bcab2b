//! Who was named to read answers for the Secretariat only, for administrators; for a State who may read its own now, and how often that
//! was done.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::{RESTRICTED_DOCUMENT, RESTRICTED_REPLY};
use crate::access::{Allow, ManageAccounts, SeeReply};
use crate::store::account::people::Author;
use crate::store::connection::DbConnection;
use crate::store::schema::{log_entries, named_readers, people};
use crate::store::{Store, StoreError};

/// One who was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedReader {
    /// Who.
    pub person: Author,
    /// Who named them; `None` is the operator.
    pub by: Option<Author>,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Until when; `None` while they may read.
    pub ended: Option<DateTime<Utc>>,
}

/// What a State sees of those who may read its answers for the Secretariat only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readers {
    /// Who may read them now, first named first.
    pub now: Vec<NamedReader>,
    /// How often one of them opened the reply, or a document of such an answer.
    pub opened: i64,
    /// When that was last.
    pub last: Option<DateTime<Utc>>,
}

type Row = (
    i64,
    Option<i64>,
    NaiveDateTime,
    Option<NaiveDateTime>,
    Option<NaiveDateTime>,
);

/// Those who were named in a round, or in any; first named first. The right of who was suspended ended with the account.
fn named(conn: &mut DbConnection, round: Option<&str>) -> Result<Vec<NamedReader>, StoreError> {
    let mut query = named_readers::table
        .inner_join(people::table.on(people::id.eq(named_readers::person)))
        .order(named_readers::id)
        .select((
            named_readers::person,
            named_readers::named,
            named_readers::at,
            named_readers::ended,
            people::suspended,
        ))
        .into_boxed();
    if let Some(round) = round {
        query = query.filter(people::round.eq(round.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let mut wanted: Vec<i64> = Vec::new();
    for (person, by, ..) in &rows {
        wanted.push(*person);
        wanted.extend(*by);
    }
    let names: Vec<(i64, String)> = people::table
        .filter(people::id.eq_any(wanted))
        .select((people::id, people::name))
        .load(conn)?;
    let names: BTreeMap<i64, String> = names.into_iter().collect();
    let author = |id: i64| Author {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
    };
    let reader = |(person, by, at, ended, suspended): Row| NamedReader {
        person: author(person),
        by: by.map(author),
        at: at.and_utc(),
        ended: [ended, suspended]
            .into_iter()
            .flatten()
            .min()
            .map(|end| end.and_utc()),
    };
    Ok(rows.into_iter().map(reader).collect())
}

impl Store {
    /// Everybody who was ever named, first named first.
    pub fn named_readers(
        &self,
        _allow: &Allow<ManageAccounts>,
    ) -> Result<Vec<NamedReader>, StoreError> {
        self.read(|conn| named(conn, None))
    }

    /// Who may read answers of the own reply that are for the Secretariat only, and how often that was done.
    pub fn readers(&self, allow: &Allow<SeeReply>) -> Result<Readers, StoreError> {
        let scope = allow.scope();
        self.read(|conn| {
            let mut now = named(conn, Some(scope.round.as_str()))?;
            now.retain(|reader| reader.ended.is_none());
            let (opened, last): (i64, Option<NaiveDateTime>) = log_entries::table
                .filter(log_entries::round.eq(scope.round.as_str()))
                .filter(log_entries::respondent.eq(scope.respondent.as_str()))
                .filter(log_entries::action.eq_any([RESTRICTED_REPLY, RESTRICTED_DOCUMENT]))
                .select((count_star(), max(log_entries::at)))
                .first(conn)?;
            Ok(Readers {
                now,
                opened,
                last: last.map(|at| at.and_utc()),
            })
        })
    }
}
