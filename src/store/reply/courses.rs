//! How the replies of a round came about: when each was first submitted, and how many clarifications were asked for. No answer is read.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use super::submissions::ReadsSubmissions;
use crate::access::{Act, Allow, ProposeRelease, WholeRound};
use crate::form::name::Code;
use crate::reply::course::Course;
use crate::round::Round;
use crate::store::schema::{clarifications, replies, submissions};
use crate::store::{Store, StoreError};

/// Actions that see how replies came about.
pub trait ReadsCourses: Act<Scope = WholeRound> {}
impl<A: ReadsSubmissions> ReadsCourses for A {}
impl ReadsCourses for ProposeRelease {}

impl Store {
    /// How each reply of a round came about that was ever submitted, by respondent.
    pub fn courses<A: ReadsCourses>(
        &self,
        _allow: &Allow<A>,
        round: &Round,
    ) -> Result<BTreeMap<Code, Course>, StoreError> {
        let code = round.code.as_str();
        type First = Vec<(String, Option<NaiveDateTime>)>;
        type Asked = Vec<(String, i64)>;
        let (first, asked): (First, Asked) = self.read(|conn| {
            let first = submissions::table
                .inner_join(replies::table)
                .filter(replies::round.eq(code))
                .group_by(replies::respondent)
                .select((replies::respondent, min(submissions::at)))
                .load(conn)?;
            let asked = clarifications::table
                .inner_join(replies::table.on(replies::id.eq(clarifications::reply)))
                .filter(replies::round.eq(code))
                .group_by(replies::respondent)
                .select((replies::respondent, count_star()))
                .load(conn)?;
            Ok((first, asked))
        })?;
        let asked: BTreeMap<String, i64> = asked.into_iter().collect();
        let course = |(respondent, at): (String, Option<NaiveDateTime>)| {
            let days = (at?.date() - round.opens).num_days();
            let asked = asked.get(&respondent).copied().unwrap_or(0);
            let course = Course {
                // A sample can be filed before the first day.
                days: u32::try_from(days).unwrap_or(0),
                clarifications: u32::try_from(asked).unwrap_or(u32::MAX),
            };
            let code = Code::parse(&respondent)
                .map_err(|cause| StoreError::damaged(format!("reply of {respondent}"), cause));
            Some(code.map(|code| (code, course)))
        };
        first.into_iter().filter_map(course).collect()
    }
}
