//! The only door to the database.
//!
//! A [`Store`] is SQLite or PostgreSQL; nothing outside this module knows which. Functions that show or change something of a reply take
//! the [`Allow`](crate::access::Allow) for it and read whose reply from its scope. Times are arguments, kept to the microsecond. A change
//! is acknowledged (the function returns `Ok`) only when it is on disk.
//!
//! | file | what |
//! |---|---|
//! | [`forms`] | versions of questionnaires, by digest |
//! | [`rounds`] | rounds and who is asked |
//! | [`people`], [`invitations`] | accounts; who gives and ends them |
//! | [`enrolment`], [`re_enrolment`], [`own_account`] | from a letter to an account; what people change of their own |
//! | [`letters`] | letters that wait to be sent |
//! | [`sessions`], [`token`] | links that work once, and sessions |
//! | [`credentials`], `attempts` | passphrases and second factors; who fails waits |
//! | [`replies`], [`save`] | drafts: answers, their history, saving with three-way comparison |
//! | [`earlier`] | what was answered in earlier rounds, or is known to the Secretariat |
//! | [`marks`] | marks in a save |
//! | [`delegation`] | who was given which questions, and how far their sections are |
//! | [`remarks`] | what the people of a State say to each other about their answers |
//! | [`files`] | the content of documents, sealed on disk |
//! | [`parked`] | what was posted after its session had ended |
//! | [`submissions`] | sealed replies and receipts |
//! | [`life`], [`clarifications`] | the steps of a reply between State and Secretariat; questions on named answers |
//! | [`receipts`] | signed receipts |
//! | [`readers`] | submitted replies, read by the Secretariat |
//! | [`samples`] | invented replies for a round that is marked as a sample |
//! | [`progress`] | who is how far |
//! | [`log`] | who did what, in the transaction of the act |
//! | `connection`, `dialect`, `migrations`, `schema`, `statement`, `writer` | the database itself |

mod attempts;
pub mod clarifications;
mod connection;
pub mod courses;
pub mod credentials;
pub mod delegation;
mod dialect;
pub mod earlier;
pub mod enrolment;
mod error;
pub mod files;
pub mod forms;
pub mod identities;
pub mod invitations;
pub mod letters;
pub mod life;
pub mod log;
pub mod marks;
mod migrations;
pub mod own_account;
pub mod parked;
pub mod people;
pub mod progress;
pub mod re_enrolment;
pub mod readers;
pub mod receipts;
pub mod releases;
pub mod remarks;
pub mod replies;
mod request;
pub mod rewrap;
pub mod rounds;
pub mod samples;
pub mod save;
mod schema;
pub mod sessions;
mod statement;
pub mod submissions;
mod succession;
pub mod token;
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
