//! Remarks inside a State: they are part of no submission, and the Secretariat never sees them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::replies::{find, lock, row_text, within};
use crate::access::{Allow, Discuss, Parts};
use crate::form::name::{Code, QuestionName};
use crate::reply::AnswerKey;
use crate::store::account::people::{Author, account};
use crate::store::log::Act;
use crate::store::schema::{people, remarks};
use crate::store::{Store, StoreError, sha256, stored};
use crate::text::hidden::debug_hiding;

/// A remark on a question, or a row of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its number: one that was written later has a greater one.
    pub id: i64,
    /// On what.
    pub key: AnswerKey,
    /// What was said.
    pub body: String,
    /// Who said it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
}

debug_hiding!(Remark, [id, key, by, at], [body]);

impl Store {
    /// Writes a remark on a question of the own parts. `after` is the number of the last remark on the page where it was written: what the
    /// same person said there in the same words since then is this remark, sent before, and nothing is written.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] if it is outside the own parts.
    pub fn remark(
        &self,
        allow: &Allow<Discuss>,
        key: AnswerKey,
        body: String,
        after: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        within(allow.scope(), [&key])?;
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            if let Some(after) = after {
                let since = remarks::table
                    .filter(remarks::reply.eq(reply.id))
                    .filter(remarks::question.eq(key.question.as_str()))
                    .filter(remarks::row.eq(row_text(&key)))
                    .filter(remarks::id.gt(after))
                    .filter(remarks::body.eq(&body))
                    .select(remarks::person);
                let since: Vec<Option<i64>> = since.load(conn)?;
                if since.contains(&person) {
                    return Ok(());
                }
            }
            diesel::insert_into(remarks::table)
                .values((
                    remarks::reply.eq(reply.id),
                    remarks::question.eq(key.question.as_str()),
                    remarks::row.eq(row_text(&key)),
                    remarks::person.eq(person),
                    remarks::body.eq(&body),
                    remarks::at.eq(at),
                ))
                .execute(conn)?;
            let act = Act {
                person,
                reply: Some(&scope),
                action: "remark_written",
                object: format!("answer {key}"),
                at,
            };
            act.log(conn, &BTreeMap::from([("sha256", sha256(&body))]))
        })
    }

    /// The remarks on the own parts, in the order they were written.
    pub fn remarks(&self, allow: &Allow<Discuss>) -> Result<Vec<Remark>, StoreError> {
        type Row = (
            i64,
            String,
            String,
            String,
            Option<i64>,
            Option<String>,
            NaiveDateTime,
        );
        let scope = allow.scope();
        let rows: Vec<Row> = self.read(|conn| {
            let reply = find(conn, scope)?;
            let all = remarks::table
                .left_join(people::table)
                .filter(remarks::reply.eq(reply.id))
                .order(remarks::id)
                .select((
                    remarks::id,
                    remarks::question,
                    remarks::row,
                    remarks::body,
                    remarks::person,
                    people::name.nullable(),
                    remarks::at,
                ));
            Ok(match &scope.parts {
                Parts::Whole => all.load(conn)?,
                Parts::Questions(questions) => {
                    let own = questions.iter().map(QuestionName::as_str);
                    all.filter(remarks::question.eq_any(own)).load(conn)?
                }
            })
        })?;
        rows.into_iter().map(remark).collect()
    }
}

fn remark(
    (id, question, row, body, person, name, at): (
        i64,
        String,
        String,
        String,
        Option<i64>,
        Option<String>,
        NaiveDateTime,
    ),
) -> Result<Remark, StoreError> {
    let what = format!("remark on {question} {row}");
    let row = match row.as_str() {
        "" => None,
        row => Some(Code::parse(row).map_err(|cause| StoreError::damaged(&what, cause))?),
    };
    Ok(Remark {
        id,
        key: AnswerKey {
            question: QuestionName::parse(&question)
                .map_err(|cause| StoreError::damaged(&what, cause))?,
            row,
        },
        body,
        by: person.zip(name).map(|(id, name)| Author { id, name }),
        at: at.and_utc(),
    })
}
