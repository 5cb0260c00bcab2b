//! One connection to either database, and the settings without which nothing is opened.
//!
//! An acknowledged answer must survive the loss of power, so a database whose settings could lose one is refused, not warned about.

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::sql_types::{BigInt, Text};

use super::error::OpenError;
use crate::config::database::DatabaseUrl;

/// A connection to either database. Built by [`connect`] only: its own `establish` would lose the cause of a failure.
#[derive(diesel::MultiConnection)]
pub(super) enum DbConnection {
    /// PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(diesel::PgConnection),
    /// SQLite.
    Sqlite(diesel::SqliteConnection),
}

/// The oldest SQLite without the defect of the write-ahead log that lost commits with two or more connections.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Reading only (SQLite), or anything (PostgreSQL, where each save takes its own connection).
    Pool,
    /// The one connection that writes to SQLite.
    Writer,
}

/// Opens a connection, puts the settings in force and checks that they are.
pub(super) fn connect(url: &DatabaseUrl, purpose: Use) -> Result<DbConnection, OpenError> {
    match url {
        DatabaseUrl::Sqlite(path) => sqlite(path, purpose).map(DbConnection::Sqlite),
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => postgres(url).map(DbConnection::Postgres),
        #[cfg(not(feature = "postgres"))]
        DatabaseUrl::Postgres(_) => Err(OpenError::NoPostgres),
    }
}

/// Makes the file if it is missing, readable by its owner only; SQLite gives its log the same rights.
pub(super) fn make_file(path: &Path) -> Result<(), OpenError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(OpenError::NoFolder(folder.to_owned()));
    }
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map(drop)
        .map_err(|source| OpenError::File {
            path: path.to_owned(),
            source,
        })
}

#[derive(QueryableByName)]
struct SqliteSettings {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    journal_mode: String,
    #[diesel(sql_type = BigInt)]
    synchronous: i64,
    #[diesel(sql_type = BigInt)]
    foreign_keys: i64,
    #[diesel(sql_type = BigInt)]
    trusted_schema: i64,
}

fn sqlite(path: &Path, purpose: Use) -> Result<SqliteConnection, OpenError> {
    let name = path
        .to_str()
        .ok_or_else(|| OpenError::NotUnicode(path.to_owned()))?;
    let unusable = |source| OpenError::Sqlite {
        path: path.to_owned(),
        source,
    };
    // `./` keeps a name that begins with `file:` from being read as a URI with options.
    let name = if path.is_absolute() {
        name.to_owned()
    } else {
        format!("./{name}")
    };
    let mut conn = SqliteConnection::establish(&name)
        .map_err(|cause| unusable(diesel::result::Error::QueryBuilderError(cause.into())))?;
    conn.batch_execute(
        "PRAGMA busy_timeout = 10000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA recursive_triggers = ON;
         PRAGMA cell_size_check = ON;",
    )
    .map_err(unusable)?;
    let settings: SqliteSettings = diesel::sql_query(
        "SELECT sqlite_version() AS version, journal_mode, synchronous, foreign_keys, trusted_schema \
         FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys, pragma_trusted_schema",
    )
    .get_result(&mut conn)
    .map_err(unusable)?;
    settings.check()?;
    if purpose == Use::Pool {
        conn.batch_execute("PRAGMA query_only = ON")
            .map_err(unusable)?;
    }
    Ok(conn)
}

impl SqliteSettings {
    fn check(&self) -> Result<(), OpenError> {
        let mut parts = self
            .version
            .split('.')
            .map(|part| part.parse().unwrap_or(0_u32));
        let mut part = || parts.next().unwrap_or(0);
        let version = (part(), part(), part());
        let wrong = |setting, found: String, needed, remedy| {
            Err(OpenError::Unsafe {
                setting,
                found,
                needed,
                remedy,
            })
        };
        let network =
            "keep the database on a local disk: file systems over a network cannot give this";
        if version < OLDEST_SQLITE {
            let remedy =
                "build with the SQLite that comes with para11, which has no defect in its log";
            return wrong(
                "SQLite's version",
                self.version.clone(),
                "3.51.3 or later",
                remedy,
            );
        }
        if self.journal_mode != "wal" {
            return wrong(
                "SQLite's journal_mode",
                self.journal_mode.clone(),
                "wal",
                network,
            );
        }
        let ours = "something changed the connection's settings; report it as a defect of para11";
        for (setting, found, needed, word) in [
            ("SQLite's synchronous", self.synchronous, 2, "2 (FULL)"),
            ("SQLite's foreign_keys", self.foreign_keys, 1, "1 (on)"),
            ("SQLite's trusted_schema", self.trusted_schema, 0, "0 (off)"),
        ] {
            if found != needed {
                return wrong(setting, found.to_string(), word, ours);
            }
        }
        Ok(())
    }
}

#[cfg(feature = "postgres")]
fn postgres(url: &str) -> Result<diesel::PgConnection, OpenError> {
    #[derive(QueryableByName)]
    struct Settings {
        #[diesel(sql_type = Text)]
        fsync: String,
        #[diesel(sql_type = Text)]
        full_page_writes: String,
        #[diesel(sql_type = Text)]
        synchronous_commit: String,
    }

    let mut conn = diesel::PgConnection::establish(url)
        .map_err(|cause| OpenError::Server(cause.to_string()))?;
    let settings: Settings = diesel::sql_query(
        "SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes, \
         current_setting('synchronous_commit') AS synchronous_commit",
    )
    .get_result(&mut conn)
    .map_err(OpenError::Prepare)?;
    for (setting, found, remedy) in [
        (
            "PostgreSQL's fsync",
            settings.fsync,
            "set `fsync = on` in postgresql.conf and reload the server",
        ),
        (
            "PostgreSQL's full_page_writes",
            settings.full_page_writes,
            "set `full_page_writes = on` in postgresql.conf and reload the server",
        ),
        (
            "PostgreSQL's synchronous_commit",
            settings.synchronous_commit,
            "set `synchronous_commit = on` in postgresql.conf and for the role and database of para11",
        ),
    ] {
        // `remote_apply` waits for more than `on`; each other word of `synchronous_commit` waits for less.
        if found != "on" && found != "remote_apply" {
            return Err(OpenError::Unsafe {
                setting,
                found,
                needed: "on",
                remedy,
            });
        }
    }
    Ok(conn)
}

/// Makes connections for the pool.
#[derive(Debug)]
pub(super) struct Connector {
    pub(super) url: DatabaseUrl,
}

/// Why a pool could not use a connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum PoolFault {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Ping(#[from] diesel::result::Error),
}

impl ManageConnection for Connector {
    type Connection = DbConnection;
    type Error = PoolFault;

    fn connect(&self) -> Result<DbConnection, PoolFault> {
        Ok(connect(&self.url, Use::Pool)?)
    }

    fn is_valid(&self, conn: &mut DbConnection) -> Result<(), PoolFault> {
        Ok(conn.ping()?)
    }

    fn has_broken(&self, conn: &mut DbConnection) -> bool {
        conn.is_broken()
    }
}
