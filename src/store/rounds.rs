//! Rounds and who is asked in them.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::account::people::account;
use super::connection::DbConnection;
use super::dialect::on_each_backend;
use super::log::Act;
use super::reply::replies::State;
use super::schema::{replies, respondents, rounds};
use super::{Store, StoreError, stored};
use crate::access::{Allow, ManageRounds};
use crate::form::name::{Code, FormName};
use crate::round::{Period, Respondent, Round};

/// Rows of one statement: below both databases' limits on bound values for the widest table.
pub(super) const ROWS: usize = 500;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = rounds)]
struct RoundRow {
    code: String,
    form: String,
    form_version: String,
    opens: NaiveDate,
    closes: NaiveDate,
    period_first: i32,
    period_last: i32,
    threshold: i64,
    group_threshold: i64,
    sample: bool,
    created: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = respondents, treat_none_as_default_value = false)]
struct RespondentRow {
    round: String,
    code: String,
    facts: String,
}

#[derive(Insertable)]
#[diesel(table_name = replies, treat_none_as_default_value = false)]
struct ReplyRow {
    round: String,
    respondent: String,
    state: &'static str,
    revision: i64,
    version: i64,
    created: NaiveDateTime,
}

impl RoundRow {
    fn round(self) -> Result<Round, StoreError> {
        let what = format!("round {}", self.code);
        let damaged = |why: &dyn ToString| StoreError::damaged(&what, why.to_string());
        Ok(Round {
            code: Code::parse(&self.code).map_err(|cause| damaged(&cause))?,
            form: FormName::parse(&self.form).map_err(|cause| damaged(&cause))?,
            form_version: self.form_version,
            opens: self.opens,
            closes: self.closes,
            period: Period {
                first: self.period_first,
                last: self.period_last,
            },
            threshold: u32::try_from(self.threshold).map_err(|cause| damaged(&cause))?,
            group_threshold: u32::try_from(self.group_threshold)
                .map_err(|cause| damaged(&cause))?,
            sample: self.sample,
        })
    }
}

impl Store {
    /// The last round before one, of the same questionnaire.
    pub fn round_before(&self, round: &Round) -> Result<Option<Round>, StoreError> {
        let row: Option<RoundRow> = self.read(|conn| {
            let found = rounds::table
                .filter(rounds::form.eq(round.form.as_str()))
                .filter(rounds::opens.lt(round.opens))
                .order((rounds::opens.desc(), rounds::code))
                .select(RoundRow::as_select())
                .first(conn);
            Ok(found.optional()?)
        })?;
        row.map(RoundRow::round).transpose()
    }

    /// Moves the last day of a round. The day before.
    ///
    /// # Errors
    /// [`StoreError::NoRound`].
    pub fn extend_round(
        &self,
        allow: &Allow<ManageRounds>,
        round: &Code,
        day: NaiveDate,
        at: DateTime<Utc>,
    ) -> Result<NaiveDate, StoreError> {
        let (code, at) = (round.to_string(), stored(at));
        let person = account(allow.who());
        self.write(move |conn| {
            let before: Option<NaiveDate> = rounds::table
                .find(&code)
                .select(rounds::closes)
                .first(conn)
                .optional()?;
            let before = before.ok_or_else(|| StoreError::NoRound(code.clone()))?;
            diesel::update(rounds::table.find(&code))
                .set(rounds::closes.eq(day))
                .execute(conn)?;
            log_round(conn, &code, person, "round_extended", at)?;
            Ok(before)
        })
    }

    /// Makes a round with all who are asked, each with an empty draft.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a round of this code. The version of the form must have been put before.
    pub fn create_round(
        &self,
        allow: &Allow<ManageRounds>,
        round: Round,
        asked: Vec<Respondent>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let created = stored(at);
        let person = account(allow.who());
        self.write(move |conn| {
            let code = round.code.to_string();
            let there: i64 = rounds::table
                .filter(rounds::code.eq(&code))
                .count()
                .get_result(conn)?;
            if there > 0 {
                return Err(StoreError::Exists(format!("a round {code}")));
            }
            diesel::insert_into(rounds::table)
                .values(RoundRow {
                    code: code.clone(),
                    form: round.form.into(),
                    form_version: round.form_version,
                    opens: round.opens,
                    closes: round.closes,
                    period_first: round.period.first,
                    period_last: round.period.last,
                    threshold: round.threshold.into(),
                    group_threshold: round.group_threshold.into(),
                    sample: round.sample,
                    created,
                })
                .execute(conn)?;
            for part in asked.chunks(ROWS) {
                let mut who = Vec::with_capacity(part.len());
                let mut drafts = Vec::with_capacity(part.len());
                for one in part {
                    who.push(RespondentRow {
                        round: code.clone(),
                        code: one.code.to_string(),
                        facts: facts_text(one)?,
                    });
                    drafts.push(ReplyRow {
                        round: code.clone(),
                        respondent: one.code.to_string(),
                        state: State::Draft.code(),
                        revision: 0,
                        version: 0,
                        created,
                    });
                }
                on_each_backend!(conn, |inner| {
                    diesel::insert_into(respondents::table)
                        .values(&who)
                        .execute(inner)?;
                    diesel::insert_into(replies::table)
                        .values(&drafts)
                        .execute(inner)?
                });
            }
            log_round(conn, &code, person, "round_created", created)
        })
    }

    /// All rounds by code.
    pub fn rounds(&self) -> Result<Vec<Round>, StoreError> {
        let rows: Vec<RoundRow> = self.read(|conn| {
            Ok(rounds::table
                .order(rounds::code)
                .select(RoundRow::as_select())
                .load(conn)?)
        })?;
        rows.into_iter().map(RoundRow::round).collect()
    }

    /// The round of this code.
    pub fn round(&self, code: &Code) -> Result<Option<Round>, StoreError> {
        let row: Option<RoundRow> = self.read(|conn| {
            Ok(rounds::table
                .find(code.as_str())
                .select(RoundRow::as_select())
                .first(conn)
                .optional()?)
        })?;
        row.map(RoundRow::round).transpose()
    }

    /// How many are asked in a round, and the names of their facts.
    pub fn fact_names(&self, round: &Code) -> Result<(usize, BTreeSet<String>), StoreError> {
        let mut names = BTreeSet::new();
        let mut asked = 0;
        self.read(|conn| {
            let rows = respondents::table
                .filter(respondents::round.eq(round.as_str()))
                .select((respondents::code, respondents::facts))
                .load_iter::<(String, String), _>(conn)?;
            for row in rows {
                let (code, facts) = row?;
                asked += 1;
                for name in respondent(&code, &facts)?.facts.into_keys() {
                    names.insert(name);
                }
            }
            Ok(())
        })?;
        Ok((asked, names))
    }

    /// Who is asked in a round, by code.
    pub fn respondents(&self, round: &Code) -> Result<Vec<Respondent>, StoreError> {
        let rows: Vec<(String, String)> = self.read(|conn| {
            Ok(respondents::table
                .filter(respondents::round.eq(round.as_str()))
                .order(respondents::code)
                .select((respondents::code, respondents::facts))
                .load(conn)?)
        })?;
        let mut asked = rows
            .into_iter()
            .map(|(code, facts)| respondent(&code, &facts))
            .collect::<Result<Vec<_>, _>>()?;
        // The databases may order letters differently; this order is the same on both.
        asked.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(asked)
    }
}

/// Logs an act on a round as a whole.
fn log_round(
    conn: &mut DbConnection,
    round: &str,
    person: Option<i64>,
    action: &'static str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let (closes, form_version): (NaiveDate, String) = rounds::table
        .find(round)
        .select((rounds::closes, rounds::form_version))
        .first(conn)?;
    let act = Act {
        person,
        reply: None,
        action,
        object: format!("round {round}, to {closes}"),
        at,
    };
    act.log(
        conn,
        &json!({ "closes": closes, "form_version": form_version }),
    )
}

fn facts_text(one: &Respondent) -> Result<String, StoreError> {
    serde_json::to_string(&one.facts)
        .map_err(|cause| StoreError::damaged(format!("facts of {}", one.code), cause))
}

/// A respondent read back.
pub(super) fn respondent(code: &str, facts: &str) -> Result<Respondent, StoreError> {
    let damaged =
        |why: &dyn ToString| StoreError::damaged(format!("respondent {code}"), why.to_string());
    Ok(Respondent {
        code: Code::parse(code).map_err(|cause| damaged(&cause))?,
        facts: serde_json::from_str(facts).map_err(|cause| damaged(&cause))?,
    })
}
