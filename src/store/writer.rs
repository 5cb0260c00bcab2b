//! The one writer of SQLite: a fair queue, and one sync for all who wait.
//!
//! Jobs that wait while a commit is being synced share the next transaction. Each runs in its own savepoint, so a job that fails takes
//! back only what it did; each is acknowledged only after the commit returned. PostgreSQL needs none of this: there each job is a
//! transaction of its own on a connection of the pool.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use diesel::connection::TransactionManager;
use diesel::result::Error;

use super::connection::{self, DbConnection, Use};
use super::dialect;
use super::error::{OpenError, StoreError};
use crate::config::database::DatabaseUrl;

/// Most jobs that may wait. At 1,000 saves a second it is one second of work: waiting longer helps nobody.
const LONGEST_QUEUE: usize = 1024;

/// Most jobs of one transaction, so that the first of them does not wait for ever longer groups.
const LARGEST_GROUP: usize = 128;

/// Tells the one who waits how the group's commit went.
type Acknowledge = Box<dyn FnOnce(Result<(), Arc<Error>>) + Send>;

/// Work to do in the group's transaction, or to refuse if there is none.
type Job = Box<dyn FnOnce(Result<&mut DbConnection, StoreError>) -> Ran + Send>;

/// What a job left behind.
struct Ran {
    acknowledge: Acknowledge,
    /// Whether the group's transaction can go on; if not, why.
    group: Result<(), Error>,
}

/// The queue to the thread that writes. Dropping it lets all that waits be written, then ends the thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread with a connection that is already up to date.
    pub(super) fn start(url: DatabaseUrl, conn: DbConnection) -> Result<Self, OpenError> {
        let (queue, jobs) = sync_channel(LONGEST_QUEUE);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write_all(&url, conn, &jobs))
            .map_err(OpenError::Writer)?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Does the work in a transaction; returns when it is on disk.
    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (tell, told) = sync_channel(1);
        let job: Job = Box::new(move |conn| {
            let (outcome, group) = match conn {
                Ok(conn) => in_savepoint(conn, work),
                Err(refusal) => (Err(refusal), Ok(())),
            };
            let acknowledge: Acknowledge = Box::new(move |commit| {
                let outcome = match (outcome, commit) {
                    (Ok(value), Ok(())) => Ok(value),
                    (Ok(_), Err(cause)) => Err(StoreError::NotKept(cause)),
                    // Its own failure says more than that of the group.
                    (Err(failure), _) => Err(failure),
                };
                // One who no longer waits has gone away; there is nobody to tell.
                tell.send(outcome).ok();
            });
            Ran { acknowledge, group }
        });
        let queue = self.queue.as_ref().ok_or(StoreError::Stopped)?;
        queue.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Stopped,
        })?;
        told.recv().unwrap_or(Err(StoreError::Stopped))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was logged where it happened.
            thread.join().ok();
        }
    }
}

/// Runs a job so that only what it did is taken back if it fails. The second part says whether the transaction around it still stands:
/// some failures, a full disk among them, make SQLite take back all of it.
fn in_savepoint<T>(
    conn: &mut DbConnection,
    work: impl FnOnce(&mut DbConnection) -> Result<T, StoreError>,
) -> (Result<T, StoreError>, Result<(), Error>) {
    if let Err(cause) = DbConnection::begin_transaction(conn) {
        let cause = Arc::new(cause);
        return (
            Err(StoreError::NotKept(cause)),
            Err(Error::BrokenTransactionManager),
        );
    }
    match work(conn) {
        Ok(value) => (Ok(value), DbConnection::commit_transaction(conn)),
        Err(failure) => (Err(failure), DbConnection::rollback_transaction(conn)),
    }
}

fn write_all(url: &DatabaseUrl, conn: DbConnection, jobs: &Receiver<Job>) {
    let mut conn = Some(conn);
    while let Ok(first) = jobs.recv() {
        // After a failure that left the connection in doubt, a fresh one.
        let mut fresh = match conn
            .take()
            .map_or_else(|| connection::connect(url, Use::Writer), Ok)
        {
            Ok(fresh) => fresh,
            Err(cause) => {
                refuse(first, cause.into());
                continue;
            }
        };
        // A panic drops the group's jobs, which tells those who wait that the outcome is not known.
        let group =
            std::panic::catch_unwind(AssertUnwindSafe(|| write_group(&mut fresh, first, jobs)));
        conn = match group {
            Ok(Ok(())) => Some(fresh),
            Ok(Err(Doubtful)) => None,
            Err(_) => {
                tracing::error!(
                    "a job of the writer panicked; what shared its transaction was taken back"
                );
                None
            }
        };
    }
}

/// The connection may be in any state.
struct Doubtful;

fn write_group(conn: &mut DbConnection, first: Job, jobs: &Receiver<Job>) -> Result<(), Doubtful> {
    if let Err(cause) = dialect::begin_write(conn) {
        refuse(first, StoreError::NotKept(Arc::new(cause)));
        return Err(Doubtful);
    }
    let mut waiting = Vec::new();
    let mut next = Some(first);
    let mut group = Ok(());
    while let Some(job) = next.take() {
        let ran = job(Ok(conn));
        waiting.push(ran.acknowledge);
        group = ran.group;
        if group.is_ok() && waiting.len() < LARGEST_GROUP {
            next = jobs.try_recv().ok();
        }
    }
    let commit = group
        .and_then(|()| DbConnection::commit_transaction(conn))
        .map_err(Arc::new);
    for acknowledge in waiting {
        acknowledge(commit.clone());
    }
    if commit.is_ok() {
        Ok(())
    } else {
        Err(Doubtful)
    }
}

/// Tells the one who waits for a job that could not be begun.
fn refuse(job: Job, why: StoreError) {
    (job(Err(why)).acknowledge)(Ok(()));
}
