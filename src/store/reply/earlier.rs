//! What was answered before: sealed replies of earlier rounds, and what the Secretariat puts before a respondent from its records.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;

use super::replies::{find, lock, row_text};
use super::submissions::stands;
use crate::access::{Allow, ManageRounds, OwnReply, Parts, SeeReply};
use crate::form::Form;
use crate::form::name::{Code, QuestionName};
use crate::reply::AnswerKey;
use crate::reply::encoding::{Misread, SealError, Sealed, decode};
use crate::reply::last::{LastTime, Prefill};
use crate::store::account::people::account;
use crate::store::log::Act;
use crate::store::schema::{prefills, replies, rounds, submissions};
use crate::store::{Store, StoreError, sha256, stored};

/// The sealed reply of the same respondent in an earlier round. Its answers are read only as far as they are within the bounds of whoever
/// asked for it.
#[derive(Debug)]
pub struct EarlierReply {
    round: Code,
    form_version: String,
    sealed: Sealed,
    parts: Parts,
}

impl EarlierReply {
    /// The round.
    #[must_use]
    pub const fn round(&self) -> &Code {
        &self.round
    }

    /// SHA-256 of the version of the questionnaire that it answers.
    #[must_use]
    pub fn form_version(&self) -> &str {
        &self.form_version
    }

    /// Adds what is within the bounds to the answers of last time.
    ///
    /// # Errors
    /// If it does not fit its digest or the questionnaire it names.
    pub fn add_to(
        self,
        last: &mut LastTime,
        now: &Form,
        then: &Arc<Form>,
    ) -> Result<(), SealError> {
        let reply = decode(then, &self.sealed)?;
        last.add(now, &self.round, then, &reply, |question| {
            self.parts.contains(question)
        });
        Ok(())
    }
}

impl Store {
    /// The replies that stand of the same respondent in rounds that opened before the own one, the latest round first.
    pub fn earlier_replies(
        &self,
        allow: &Allow<SeeReply>,
    ) -> Result<Vec<EarlierReply>, StoreError> {
        let scope = allow.scope();
        let rows: Vec<(String, String, Vec<u8>, String)> = self.read(|conn| {
            let opens: chrono::NaiveDate = rounds::table
                .find(scope.round.as_str())
                .select(rounds::opens)
                .first(conn)
                .optional()?
                .ok_or_else(|| StoreError::NoRound(scope.round.to_string()))?;
            Ok(submissions::table
                .inner_join(replies::table)
                .inner_join(rounds::table.on(rounds::code.eq(replies::round)))
                .filter(replies::respondent.eq(scope.respondent.as_str()))
                .filter(stands())
                .filter(rounds::opens.lt(opens))
                .order((rounds::opens.desc(), rounds::code.desc()))
                .select((
                    rounds::code,
                    submissions::form_version,
                    submissions::bytes,
                    submissions::sha256,
                ))
                .load(conn)?)
        })?;
        rows.into_iter()
            .map(|(round, form_version, bytes, sha256)| {
                let what = format!("reply of {} in {round}", scope.respondent);
                Ok(EarlierReply {
                    round: Code::parse(&round)
                        .map_err(|cause| StoreError::damaged(&what, cause))?,
                    form_version,
                    sealed: Sealed { bytes, sha256 },
                    parts: scope.parts.clone(),
                })
            })
            .collect()
    }

    /// What the Secretariat put before the own respondent, as far as it is within the bounds.
    ///
    /// # Errors
    /// [`StoreError::NoReply`]; [`StoreError::Damaged`] if a row cannot be read back.
    pub fn prefills(
        &self,
        allow: &Allow<SeeReply>,
    ) -> Result<Vec<(AnswerKey, Prefill)>, StoreError> {
        let scope = allow.scope();
        let rows: Vec<(String, String, String)> = self.read(|conn| {
            let reply = find(conn, scope)?;
            Ok(prefills::table
                .filter(prefills::reply.eq(reply.id))
                .select((prefills::question, prefills::row, prefills::body))
                .load(conn)?)
        })?;
        let mut found = Vec::with_capacity(rows.len());
        for (question, row, body) in rows {
            let damaged =
                |cause: String| StoreError::damaged(format!("prefill {question} {row}"), cause);
            let name = QuestionName::parse(&question).map_err(|c| damaged(c.to_string()))?;
            if !scope.parts.contains(&name) {
                continue;
            }
            let key = AnswerKey {
                question: name,
                row: if row.is_empty() {
                    None
                } else {
                    Some(Code::parse(&row).map_err(|c| damaged(c.to_string()))?)
                },
            };
            let prefill = serde_json::from_str(&body)
                .map_err(|cause| damaged(Misread::from(cause).to_string()))?;
            found.push((key, prefill));
        }
        Ok(found)
    }

    /// Puts answers from the records of the Secretariat before respondents of a round, all or none. What stood there for the same answer
    /// goes; answers that were given already stay as they are.
    ///
    /// # Errors
    /// [`StoreError::NoReply`] if somebody is not asked in the round.
    pub fn put_prefills(
        &self,
        allow: &Allow<ManageRounds>,
        round: &Code,
        all: BTreeMap<Code, BTreeMap<AnswerKey, Prefill>>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (round, person, at) = (round.clone(), account(allow.who()), stored(at));
        self.write(move |conn| {
            for (respondent, answers) in all {
                let scope = OwnReply::whole(round.clone(), respondent);
                let reply = lock(conn, &scope)?;
                let mut digests = BTreeMap::new();
                for (key, prefill) in &answers {
                    let body = serde_json::to_string(prefill)
                        .map_err(|cause| StoreError::damaged("prefill", cause))?;
                    digests.insert(key.to_string(), sha256(&body));
                    let place = (reply.id, key.question.as_str(), row_text(key));
                    diesel::delete(prefills::table.find(place)).execute(conn)?;
                    diesel::insert_into(prefills::table)
                        .values((
                            prefills::reply.eq(reply.id),
                            prefills::question.eq(key.question.as_str()),
                            prefills::row.eq(row_text(key)),
                            prefills::body.eq(body),
                            prefills::at.eq(at),
                        ))
                        .execute(conn)?;
                }
                let act = Act {
                    person,
                    reply: Some(&scope),
                    action: "answers_prefilled",
                    object: format!("{} answers", answers.len()),
                    at,
                };
                act.log(conn, &json!({ "digests": digests }))?;
            }
            Ok(())
        })
    }
}
