//! Statements that are prepared once a connection.
//!
//! diesel has the database parse every UPDATE and upsert anew, since their columns may differ from one run to the next. Those that every
//! save runs always have the same shape, so they are written out here and their prepared form is kept.

use chrono::NaiveDateTime;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Nullable, Text, Timestamp};
use diesel::{Insertable, QueryResult, RunQueryDsl};

use crate::store::schema::{answer_history, answers};

/// A statement: words, and between them the values they stand around.
macro_rules! kept {
    ($name:ident: $($words:literal $($value:ident as $kind:ty)?),+) => {
        impl<DB> QueryFragment<DB> for $name<'_>
        where
            DB: Backend + HasSqlType<BigInt> + HasSqlType<Text> + HasSqlType<Timestamp>,
            i64: ToSql<BigInt, DB>,
            str: ToSql<Text, DB>,
            NaiveDateTime: ToSql<Timestamp, DB>,
        {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                $(
                    out.push_sql($words);
                    $(out.push_bind_param::<$kind, _>(&self.$value)?;)?
                )+
                Ok(())
            }
        }

        impl QueryId for $name<'_> {
            type QueryId = $name<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl<Conn> RunQueryDsl<Conn> for $name<'_> {}
    };
}

/// Writes an answer, new or in the place of the one that is there.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = answers, treat_none_as_default_value = false)]
pub(in crate::store) struct PutAnswer<'a> {
    pub(in crate::store) reply: i64,
    pub(in crate::store) question: &'a str,
    /// Empty for the question as a whole.
    pub(in crate::store) row: &'a str,
    pub(in crate::store) body: &'a str,
    pub(in crate::store) revision: i64,
    pub(in crate::store) person: Option<i64>,
    pub(in crate::store) at: NaiveDateTime,
}

/// A row of `answer_history`.
#[derive(Insertable)]
#[diesel(table_name = answer_history, treat_none_as_default_value = false)]
pub(in crate::store) struct History<'a> {
    reply: i64,
    question: &'a str,
    row: &'a str,
    body: &'a str,
    revision: i64,
    person: Option<i64>,
    at: NaiveDateTime,
}

impl<'a> From<PutAnswer<'a>> for History<'a> {
    fn from(answer: PutAnswer<'a>) -> Self {
        Self {
            reply: answer.reply,
            question: answer.question,
            row: answer.row,
            body: answer.body,
            revision: answer.revision,
            person: answer.person,
            at: answer.at,
        }
    }
}

kept! {
    PutAnswer:
    "INSERT INTO answers (reply, question, row, body, revision, person, at) VALUES (" reply as BigInt,
    ", " question as Text,
    ", " row as Text,
    ", " body as Text,
    ", " revision as BigInt,
    ", " person as Nullable<BigInt>,
    ", " at as Timestamp,
    ") ON CONFLICT (reply, question, row) DO UPDATE SET body = excluded.body, revision = excluded.revision, \
     person = excluded.person, at = excluded.at"
}

/// Writes the revision that a save made of a reply.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Revise<'a> {
    pub(in crate::store) reply: i64,
    pub(in crate::store) revision: i64,
    pub(in crate::store) changed: &'a NaiveDateTime,
}

kept! {
    Revise:
    "UPDATE replies SET revision = " revision as BigInt,
    ", changed = " changed as Timestamp,
    " WHERE id = " reply as BigInt
}
