//! The only door to the database.
//!
//! A [`Store`] is SQLite or PostgreSQL; nothing outside this module knows which. Functions that show or change something of a reply take
//! the [`Allow`](crate::access::Allow) for it and read whose reply from its scope. Times are arguments, kept to the microsecond. A change
//! is acknowledged (the function returns `Ok`) only when it is on disk.
//!
//! | folder or file | what |
//! |---|---|
//! | [`account`] | who people are, how they come, sign in and go |
//! | [`reply`] | drafts and their history, delegation, review, sealed versions, receipts, documents |
//! | [`forms`], [`rounds`] | versions of questionnaires, by digest; rounds and who is asked |
//! | [`letters`] | letters that wait to be sent |
//! | [`releases`] | figures that leave |
//! | [`log`] | who did what, in the transaction of the act |
//! | [`rewrap`] | everything sealed anew under another key |
//! | `connection`, `dialect`, `migrations`, `request`, `schema`, `writer` | the database itself |

pub mod account;
mod connection;
mod dialect;
mod error;
pub mod forms;
pub mod letters;
pub mod log;
mod migrations;
pub mod releases;
pub mod reply;
mod request;
pub mod rewrap;
pub mod rounds;
mod schema;
mod writer;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use diesel::connection::{Connection, TransactionManager};
use diesel::r2d2::Pool;

use connection::{Connector, DbConnection, Use};
use writer::Writer;

pub use error::{OpenError, StoreError};
pub use request::{KeyError, RequestKey};

use crate::config::database::DatabaseUrl;
use crate::keys::Keys;

/// Most connections of a pool.
const POOL: u32 = 8;

/// Longest wait for a connection of the pool.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// The database. Cloning it is cheap; the last one dropped waits until all that was asked is written.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    /// For reading; on PostgreSQL also for writing.
    pool: Pool<Connector>,
    /// Only SQLite has one.
    writer: Option<Writer>,
    /// Seals the secrets of letters, where letters are sent.
    letters: OnceLock<Arc<Keys>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens a database, refuses it if its settings could lose an acknowledged change, and brings its tables up to date.
    ///
    /// The embedded database's file is made if it is missing; its folder must be there.
    ///
    /// # Errors
    /// [`StoreError::Open`], which names the remedy.
    pub fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let writer = match url {
            DatabaseUrl::Sqlite(path) => {
                connection::make_file(path)?;
                let mut conn = connection::connect(url, Use::Writer)?;
                migrations::run(&mut conn)?;
                Some(Writer::start(url.clone(), conn)?)
            }
            DatabaseUrl::Postgres(_) => {
                migrations::run(&mut connection::connect(url, Use::Pool)?)?;
                None
            }
        };
        let pool = Pool::builder()
            .max_size(POOL)
            .min_idle(Some(0))
            .connection_timeout(LONGEST_WAIT)
            // Only a server can go away while a connection rests.
            .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
            .build(Connector { url: url.clone() })
            .map_err(StoreError::NoConnection)?;
        Ok(Self(Arc::new(Inner {
            pool,
            writer,
            letters: OnceLock::new(),
        })))
    }

    /// Reads, seeing one state of the database throughout.
    fn read<T>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut conn = self.0.pool.get().map_err(StoreError::NoConnection)?;
        dialect::begin_read(&mut conn)?;
        let outcome = work(&mut conn);
        // Nothing was written; a connection that cannot end its transaction is not used again.
        DbConnection::rollback_transaction(&mut conn).ok();
        outcome
    }

    /// Writes in one transaction; returns when it is on disk.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if let Some(writer) = &self.0.writer {
            return writer.write(work);
        }
        let mut conn = self.0.pool.get().map_err(StoreError::NoConnection)?;
        Connection::transaction(&mut *conn, work)
    }
}

/// A time as both databases keep it: to the microsecond, in UTC.
fn stored(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc().trunc_subsecs(6)
}

/// SHA-256 as 64 hexadecimal digits.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(bytes))
}
