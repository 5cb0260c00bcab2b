//! The few statements that the two databases say differently.

use diesel::connection::AnsiTransactionManager;
use diesel::prelude::*;

use super::connection::DbConnection;
use super::reply::replies::{AnswerRow, ReplyRow, answer_columns};
use super::reply::statement::{History, PutAnswer};
use super::schema::{answer_history, answers, people, replies};
use crate::access::OwnReply;

/// Repeats a body for the connection of each database: for ON CONFLICT and inserts of many rows, which diesel offers on neither at once.
macro_rules! on_each_backend {
    ($conn:expr, |$inner:ident| $body:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::store::connection::DbConnection::Postgres($inner) => $body,
            $crate::store::connection::DbConnection::Sqlite($inner) => $body,
        }
    };
}
pub(super) use on_each_backend;

/// Begins a transaction that writes. On SQLite it takes the lock at once: one that began by reading would be refused when another
/// process has written since, however long it is ready to wait.
pub(super) fn begin_write(conn: &mut DbConnection) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        DbConnection::Postgres(inner) => {
            AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN")
        }
        DbConnection::Sqlite(inner) => {
            AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")
        }
    }
}

/// Begins a transaction that only reads and sees one state throughout: PostgreSQL's default would show each statement a later one.
pub(super) fn begin_read(conn: &mut DbConnection) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        DbConnection::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(
            inner,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
        DbConnection::Sqlite(inner) => {
            AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN")
        }
    }
}

/// Within a transaction, waits until no other process migrates. SQLite's writing transaction already sees to it.
pub(super) fn lock_for_migration(conn: &mut DbConnection) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        // An arbitrary number that stands for para11's migrations in the database's list of advisory locks.
        DbConnection::Postgres(inner) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock(200322011)")
                .execute(inner)
                .map(|_| ())
        }
        DbConnection::Sqlite(_) => Ok(()),
    }
}

/// The reply of a scope, locked until the transaction ends. SQLite has one writer, so there it is enough to look.
pub(super) fn lock_reply(
    conn: &mut DbConnection,
    scope: &OwnReply,
) -> QueryResult<Option<ReplyRow>> {
    let own = replies::table
        .filter(replies::round.eq(scope.round.as_str()))
        .filter(replies::respondent.eq(scope.respondent.as_str()))
        .select((
            replies::id,
            replies::state,
            replies::revision,
            replies::version,
            replies::stage,
            replies::opened,
            replies::requested,
            replies::standing,
            replies::validated,
            replies::due,
            replies::extended,
            replies::steps,
        ));
    match conn {
        #[cfg(feature = "postgres")]
        DbConnection::Postgres(inner) => own.for_update().first(inner).optional(),
        DbConnection::Sqlite(inner) => own.first(inner).optional(),
    }
}

/// The answers of a reply to some questions. A list is one value to PostgreSQL; SQLite would parse the statement anew for each length of
/// it, and needs no journey for each question.
pub(super) fn answers_to(
    conn: &mut DbConnection,
    reply: i64,
    questions: &[&str],
) -> QueryResult<Vec<AnswerRow>> {
    let own = answers::table
        .left_join(people::table)
        .filter(answers::reply.eq(reply))
        .select(answer_columns!(answers));
    match conn {
        #[cfg(feature = "postgres")]
        DbConnection::Postgres(inner) => {
            own.filter(answers::question.eq_any(questions)).load(inner)
        }
        DbConnection::Sqlite(inner) => {
            let mut rows = Vec::new();
            for question in questions {
                let one: Vec<AnswerRow> = own.filter(answers::question.eq(question)).load(inner)?;
                rows.extend(one);
            }
            Ok(rows)
        }
    }
}

/// Writes answers and their history: PostgreSQL has them in one journey each, SQLite in statements that stay prepared.
pub(super) fn put_answers(conn: &mut DbConnection, rows: &[PutAnswer<'_>]) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        DbConnection::Postgres(inner) => {
            use diesel::upsert::excluded;
            diesel::insert_into(answers::table)
                .values(rows)
                .on_conflict((answers::reply, answers::question, answers::row))
                .do_update()
                .set((
                    answers::body.eq(excluded(answers::body)),
                    answers::revision.eq(excluded(answers::revision)),
                    answers::person.eq(excluded(answers::person)),
                    answers::at.eq(excluded(answers::at)),
                ))
                .execute(inner)?;
            let history: Vec<_> = rows.iter().copied().map(History::from).collect();
            diesel::insert_into(answer_history::table)
                .values(history)
                .execute(inner)?;
        }
        DbConnection::Sqlite(inner) => {
            for row in rows {
                row.execute(inner)?;
                diesel::insert_into(answer_history::table)
                    .values(History::from(*row))
                    .execute(inner)?;
            }
        }
    }
    Ok(())
}
