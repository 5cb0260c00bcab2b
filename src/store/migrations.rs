//! Brings the tables up to date, with the migrations built into the program.

use diesel::connection::TransactionManager;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{DbConnection, MultiBackend};
use super::dialect;
use super::error::OpenError;

#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Runs what is pending, all in one transaction. Two processes that start at once wait for each other.
pub(super) fn run(conn: &mut DbConnection) -> Result<(), OpenError> {
    let source = match conn {
        #[cfg(feature = "postgres")]
        DbConnection::Postgres(_) => POSTGRES,
        DbConnection::Sqlite(_) => SQLITE,
    };
    dialect::begin_write(conn).map_err(OpenError::Prepare)?;
    let outcome = dialect::lock_for_migration(conn)
        .map_err(OpenError::Prepare)
        .and_then(|()| bring_up(conn, source));
    if outcome.is_ok() {
        DbConnection::commit_transaction(conn).map_err(OpenError::Prepare)
    } else {
        // The first failure is what the operator must see; a connection that cannot even roll back is dropped with it.
        DbConnection::rollback_transaction(conn).ok();
        outcome
    }
}

fn bring_up(conn: &mut DbConnection, source: EmbeddedMigrations) -> Result<(), OpenError> {
    let failed =
        |cause: Box<dyn std::error::Error + Send + Sync>| OpenError::Migrate(cause.to_string());
    let known: Vec<Box<dyn Migration<MultiBackend>>> = source.migrations().map_err(failed)?;
    let known: Vec<String> = known
        .iter()
        .map(|m| m.name().version().to_string())
        .collect();
    let applied = conn.applied_migrations().map_err(failed)?;
    if let Some(newer) = applied
        .iter()
        .map(ToString::to_string)
        .find(|version| !known.contains(version))
    {
        return Err(OpenError::Newer(newer));
    }
    conn.run_pending_migrations(source)
        .map(|_| ())
        .map_err(failed)
}
