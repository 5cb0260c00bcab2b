//! One sync for many, each on its own; nothing acknowledged before its commit; a full disk loses nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use diesel::connection::{Connection, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::*;

diesel::table! {
    notes (id) {
        id -> BigInt,
        body -> Text,
    }
}

/// A writer on a table of notes, and the number of its commits.
struct Notes {
    writer: Arc<Writer>,
    commits: Arc<AtomicUsize>,
    url: DatabaseUrl,
    _folder: tempfile::TempDir,
}

impl Notes {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::in_folder(folder.path());
        let mut conn = connection::connect(&url, Use::Writer).unwrap();
        conn.batch_execute(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT",
        )
        .unwrap();
        let commits = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&commits);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::CommitTransaction { depth, .. } = event
                && depth.get() == 1
            {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        let writer = Arc::new(Writer::start(url.clone(), conn).unwrap());
        Self {
            writer,
            commits,
            url,
            _folder: folder,
        }
    }

    fn put(&self, id: i64) -> Result<(), StoreError> {
        self.writer.write(move |conn| note(conn, id, "a note"))
    }

    /// Holds the writer inside a job until the sender is used or dropped.
    fn hold(&self) -> (Sender<()>, JoinHandle<Result<(), StoreError>>) {
        let (release, released) = channel::<()>();
        let (begun, beginning) = channel();
        let writer = Arc::clone(&self.writer);
        let held = std::thread::spawn(move || {
            writer.write(move |_| {
                begun.send(()).unwrap();
                released.recv().ok();
                Ok(())
            })
        });
        beginning.recv().unwrap();
        (release, held)
    }

    /// Sends work from another thread, and returns once it is in the queue.
    fn send(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<(), StoreError> + Send + 'static,
    ) -> JoinHandle<Result<(), StoreError>> {
        let writer = Arc::clone(&self.writer);
        let sent = std::thread::spawn(move || writer.write(work));
        std::thread::sleep(Duration::from_millis(30));
        sent
    }

    /// What a reader sees.
    fn ids(&self) -> Vec<i64> {
        let mut conn = connection::connect(&self.url, Use::Pool).unwrap();
        notes::table
            .order(notes::id)
            .select(notes::id)
            .load(&mut conn)
            .unwrap()
    }
}

fn note(conn: &mut DbConnection, id: i64, body: &str) -> Result<(), StoreError> {
    let row = (notes::id.eq(id), notes::body.eq(body));
    diesel::insert_into(notes::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

#[test]
fn jobs_that_wait_share_one_commit() {
    let notes = Notes::new();
    let (release, held) = notes.hold();
    let waiting: Vec<_> = (0..50)
        .map(|id| {
            let writer = Arc::clone(&notes.writer);
            std::thread::spawn(move || writer.write(move |conn| note(conn, id, "")))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(200));
    release.send(()).unwrap();
    held.join().unwrap().unwrap();
    for one in waiting {
        one.join().unwrap().unwrap();
    }
    assert_eq!(notes.ids().len(), 50);
    assert_eq!(notes.commits.load(Ordering::SeqCst), 1);
}

#[test]
fn a_job_that_fails_takes_back_only_itself() {
    let notes = Notes::new();
    let (release, held) = notes.hold();
    let before = notes.send(|conn| note(conn, 1, ""));
    let failing = notes.send(|conn| {
        note(conn, 2, "")?;
        note(conn, 1, "twice")
    });
    let after = notes.send(|conn| note(conn, 3, ""));
    drop(release);
    held.join().unwrap().unwrap();
    before.join().unwrap().unwrap();
    let failure = failing.join().unwrap();
    assert!(
        matches!(failure, Err(StoreError::Database(_))),
        "{failure:?}"
    );
    after.join().unwrap().unwrap();
    assert_eq!(notes.ids(), [1, 3]);
    assert_eq!(notes.commits.load(Ordering::SeqCst), 1);
}

#[test]
fn nothing_is_acknowledged_or_seen_before_the_commit() {
    let notes = Notes::new();
    let (release, held) = notes.hold();
    let first = notes.send(|conn| note(conn, 1, ""));
    let (go_on, wait) = channel::<()>();
    let second = notes.send(move |conn| {
        wait.recv().ok();
        note(conn, 2, "")
    });
    drop(release);
    std::thread::sleep(Duration::from_millis(50));
    assert!(
        !first.is_finished() && !held.is_finished(),
        "acknowledged before its group was committed"
    );
    assert!(notes.ids().is_empty());
    drop(go_on);
    for one in [held, first, second] {
        one.join().unwrap().unwrap();
    }
    assert_eq!(notes.ids(), [1, 2]);
}

#[test]
fn a_full_queue_refuses_at_once_and_dropping_it_writes_what_waits() {
    let notes = Notes::new();
    let (release, held) = notes.hold();
    let queue = notes.writer.queue.as_ref().unwrap();
    let mut waiting: i64 = 0;
    loop {
        let id = waiting;
        let job: Job = Box::new(move |conn| {
            let (outcome, group) = in_savepoint(conn.unwrap(), |conn| note(conn, id, ""));
            outcome.unwrap();
            Ran {
                acknowledge: Box::new(|_| {}),
                group,
            }
        });
        if queue.try_send(job).is_err() {
            break;
        }
        waiting += 1;
    }
    assert_eq!(usize::try_from(waiting).unwrap(), LONGEST_QUEUE);
    let refused = notes.put(-1);
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    drop(release);
    held.join().unwrap().unwrap();
    let Notes {
        writer,
        commits,
        url,
        _folder,
    } = notes;
    drop(writer);
    let mut conn = connection::connect(&url, Use::Pool).unwrap();
    let there: i64 = notes::table.count().get_result(&mut conn).unwrap();
    assert_eq!(there, waiting);
    assert!(commits.load(Ordering::SeqCst) <= LONGEST_QUEUE.div_ceil(LARGEST_GROUP) + 1);
}

#[test]
fn a_panic_takes_back_its_group_and_the_writer_goes_on() {
    let notes = Notes::new();
    notes.put(1).unwrap();
    let (release, held) = notes.hold();
    let shared = notes.send(|conn| note(conn, 2, ""));
    let panicking = notes.send(|_| panic!("on purpose"));
    drop(release);
    for one in [held, shared, panicking] {
        let outcome = one.join().unwrap();
        assert!(matches!(outcome, Err(StoreError::Stopped)), "{outcome:?}");
    }
    assert_eq!(notes.ids(), [1]);
    notes.put(3).unwrap();
    assert_eq!(notes.ids(), [1, 3]);
}

#[derive(QueryableByName)]
struct Integrity {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Leaves room for some pages only, as a full disk would.
fn limit(notes: &Notes, pages: u32) {
    notes
        .writer
        .write(move |conn| Ok(conn.batch_execute(&format!("PRAGMA max_page_count = {pages}"))?))
        .unwrap();
}

#[test]
fn a_full_disk_refuses_loses_nothing_and_works_again_with_space() {
    let notes = Notes::new();
    for pages in [4, 5, 8, 13, 21, 34] {
        limit(&notes, pages);
        let before = notes.ids();
        let base = i64::from(pages) * 1000;
        let mut expected = before.clone();
        let mut refused = 0;
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|writer| {
                    let notes = &notes;
                    scope.spawn(move || {
                        let mine = (0..60).map(|number| base + writer * 100 + number);
                        let big = "x".repeat(700);
                        mine.map(|id| {
                            let body = big.clone();
                            (id, notes.writer.write(move |conn| note(conn, id, &body)))
                        })
                        .collect::<Vec<_>>()
                    })
                })
                .collect();
            for writer in writers {
                for (id, outcome) in writer.join().unwrap() {
                    match outcome {
                        Ok(()) => expected.push(id),
                        Err(StoreError::Database(_) | StoreError::NotKept(_)) => refused += 1,
                        Err(other) => panic!("{other:?}"),
                    }
                }
            }
        });
        expected.sort_unstable();
        assert!(refused > 0, "{pages} pages were enough");
        assert_eq!(
            notes.ids(),
            expected,
            "what was acknowledged is there, what was refused is not"
        );
        limit(&notes, 1_000_000);
        notes.put(base + 999).unwrap();
    }
    let mut conn = connection::connect(&notes.url, Use::Pool).unwrap();
    let found: Integrity = diesel::sql_query("PRAGMA integrity_check")
        .get_result(&mut conn)
        .unwrap();
    assert_eq!(found.integrity_check, "ok");
}
