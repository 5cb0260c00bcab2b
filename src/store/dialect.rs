//! The few statements that the two databases say differently.

use diesel::connection::AnsiTransactionManager;
use diesel::prelude::*;

use super::connection::DbConnection;

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
