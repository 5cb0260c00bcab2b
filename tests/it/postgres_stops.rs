//! T-PG-1: a PostgreSQL of its own is stopped at random moments while replies are saved. What was acknowledged is there afterwards, and a
//! save of which nobody knows is made once when it is sent again with its key.
//!
//! `STOPS=200 cargo test --release --test it postgres_stops:: -- --nocapture` is the long run; by default there are few stops.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use para11::config::database::DatabaseUrl;
use para11::store::{RequestKey, Store, StoreError};
use rand::{RngExt, SeedableRng};

use crate::support::ledger::{STATES, number};
use crate::support::store::{at, change, code, edit, firm, key, on_server, put_round, see};

/// Questions that each State answers in turn.
const QUESTIONS: usize = 5;

/// A server of its own, gone when this is dropped.
struct Server {
    folder: String,
    url: String,
}

impl Server {
    /// `None`, with a printed line, where PostgreSQL is left out of the tests.
    fn start() -> Option<Self> {
        if std::env::var_os("TEST_DATABASE_URL").is_none() {
            eprintln!("not run: TEST_DATABASE_URL is not set; see tests/postgres.sh");
            return None;
        }
        let said = script("start", "");
        let word = |name: &str| {
            let (_, rest) = said.split_once(&format!("{name}='")).unwrap();
            rest.split('\'').next().unwrap().to_owned()
        };
        Some(Self {
            folder: word("TEST_POSTGRES"),
            url: word("TEST_DATABASE_URL"),
        })
    }

    /// Stops it at once and starts it again; it forgets settings that were changed.
    fn crash(&self) {
        script("crash", &self.folder);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        script("stop", &self.folder);
    }
}

fn script(what: &str, folder: &str) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres.sh");
    let mut command = Command::new(script);
    let output = command
        .arg(what)
        .env("TEST_POSTGRES", folder)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "postgres.sh {what}: {words} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    words
}

/// One who fills in a reply, and goes on wherever it came to.
struct Client {
    state: &'static str,
    seen: BTreeMap<String, i64>,
    saves: usize,
    /// Saves that were sent again because nobody knew what became of them.
    again: usize,
    acknowledged: Vec<(String, String, i64)>,
}

impl Client {
    /// Saves until it is over, and then until the last save is known.
    fn work(&mut self, store: &Store, is_over: &AtomicBool) {
        while !is_over.load(Ordering::Relaxed) {
            self.saves += 1;
            let question = format!("q{}", self.saves % QUESTIONS);
            let text = format!("{} {}", self.state, self.saves);
            let seen = self.seen.get(&question).copied().unwrap_or(0);
            let patience = Instant::now() + Duration::from_secs(120);
            let saved = loop {
                let request = RequestKey::parse(&format!("save-{}", self.saves)).unwrap();
                let changes = vec![change(&question, &text, seen)];
                match store.save(&edit(self.state), firm(), changes, Some(request), at(1)) {
                    Ok(saved) => break saved,
                    Err(StoreError::Database(_) | StoreError::NoConnection(_)) => self.again += 1,
                    Err(other) => panic!("{other:?}"),
                }
                assert!(Instant::now() < patience, "the server does not come back");
            };
            assert_eq!(saved.conflicts, [], "{text}");
            let revision = saved.revisions[0].1;
            self.seen.insert(question.clone(), revision);
            self.acknowledged.push((question, text, revision));
        }
    }
}

#[derive(Debug, Default)]
struct Tally {
    acknowledged: usize,
    again: usize,
    lost: usize,
    twice: usize,
}

/// Saves while the server is stopped again and again.
fn suffer(server: &Server, stops: usize, before_each: impl Fn(&Store)) -> Tally {
    let store = Store::open(&DatabaseUrl::parse(&server.url).unwrap()).unwrap();
    put_round(&store, &STATES);
    let mut clients = STATES.map(|state| Client {
        state,
        seen: BTreeMap::new(),
        saves: 0,
        again: 0,
        acknowledged: Vec::new(),
    });
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(5);
    let is_over = AtomicBool::new(false);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for client in &mut clients {
            let (store, is_over) = (&store, &is_over);
            scope.spawn(move || client.work(store, is_over));
        }
        for _ in 0..stops {
            std::thread::sleep(Duration::from_millis(random.random_range(50..400)));
            before_each(&store);
            let crashed = std::panic::catch_unwind(|| server.crash());
            if let Err(cause) = crashed {
                *failed.lock().unwrap() = Some(cause);
                break;
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    if let Some(cause) = failed.into_inner().unwrap() {
        std::panic::resume_unwind(cause);
    }
    let mut tally = Tally::default();
    for client in &clients {
        let mut held = BTreeSet::new();
        let mut texts = BTreeSet::new();
        for question in (0..QUESTIONS).map(|number| format!("q{number}")) {
            for change in store.history(&see(client.state), &key(&question)).unwrap() {
                let text = change.raw.field("value")[0].clone();
                tally.twice += usize::from(!texts.insert(text.clone()));
                held.insert((question.clone(), text, change.revision));
            }
        }
        let lost = client
            .acknowledged
            .iter()
            .filter(|saved| !held.contains(*saved));
        tally.lost += lost.count();
        tally.acknowledged += client.acknowledged.len();
        tally.again += client.again;
    }
    assert!(store.round(&code("2026")).unwrap().is_some());
    tally
}

#[test]
fn what_was_acknowledged_survives_a_server_that_stops() {
    let Some(server) = Server::start() else {
        return;
    };
    let stops = number("STOPS", 10);
    let tally = suffer(&server, stops, |_store| {});
    eprintln!("PostgreSQL, {stops} stops: {tally:?}");
    assert!(tally.acknowledged > stops && tally.again > 0, "{tally:?}");
    assert_eq!((tally.lost, tally.twice), (0, 0), "{tally:?}");
}

/// The control: a server that does not wait for its disk loses what it acknowledged. The store refuses to connect to such a one, so it is
/// made so behind its back.
#[test]
fn a_server_that_does_not_wait_for_its_disk_is_found_out() {
    let Some(server) = Server::start() else {
        return;
    };
    let url = format!("{}?connect_timeout=10", server.url);
    let tally = suffer(&server, 5, |_store| {
        for setting in ["synchronous_commit = off", "wal_writer_delay = '10s'"] {
            on_server(&url, &format!("ALTER SYSTEM SET {setting}"));
        }
        on_server(&url, "SELECT pg_reload_conf()");
        std::thread::sleep(Duration::from_millis(300));
    });
    eprintln!("PostgreSQL that does not wait: {tally:?}");
    assert!(tally.lost > 0, "{tally:?}");
}
