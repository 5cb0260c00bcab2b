//! T-KILL-1 through HTTP: the service is killed at random moments while people save; every save it had acknowledged is there afterwards,
//! and a save of which nobody knows is made once when it is sent again with its key.
//!
//! `HTTP_KILLS=2000 HTTP_KILL_WITHIN=600 cargo test --release --test it kill_http:: -- --nocapture` is the long run (a kill comes within so
//! many milliseconds of the first save); by default there are few kills.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use para11::access::Role;
use para11::config::database::DatabaseUrl;
use para11::form::{Form, catalog, file};
use para11::store::account::people::NewPerson;
use para11::store::account::sessions::Purpose;
use para11::store::{Store, account::token::Token};
use rand::{RngExt, SeedableRng};

use crate::support::ledger::{child, number};
use crate::support::store::{accounts, code, key, see};
use crate::support::web::put_round_from;

/// Whose replies are filled in, by one person each.
const STATES: [&str; 4] = ["AUT", "BRA", "CHN", "ZMB"];

/// How the service says where it is.
const SERVING: &str = "Serving at http://";

/// Longest wait for a service that starts.
const PATIENCE: Duration = Duration::from_secs(60);

/// A save as it was sent: which answer, which text, with which key.
#[derive(Clone, Debug)]
struct Sent {
    question: String,
    text: String,
    key: String,
}

/// A save that was acknowledged, with the revision it was given.
#[derive(Clone, Debug)]
struct Acknowledged {
    state: &'static str,
    sent: Sent,
    revision: i64,
}

/// One who fills in a reply and goes on after every restart.
struct Client {
    state: &'static str,
    session: Token,
    form_token: String,
    path: String,
    questions: Vec<String>,
    seen: BTreeMap<String, i64>,
    saves: usize,
    /// The save whose answer never came.
    unknown: Option<Sent>,
}

impl Client {
    /// Saves until the service is gone; what was acknowledged.
    fn work(
        &mut self,
        address: SocketAddr,
        has_begun: &AtomicBool,
        is_over: &AtomicBool,
    ) -> Vec<Acknowledged> {
        let mut acknowledged = Vec::new();
        let Ok(mut connection) = TcpStream::connect(address) else {
            return acknowledged;
        };
        while !is_over.load(Ordering::Relaxed) {
            let sent = self.unknown.take().unwrap_or_else(|| {
                self.saves += 1;
                Sent {
                    question: self.questions[self.saves % self.questions.len()].clone(),
                    text: format!(
                        "{} {}{}",
                        self.state,
                        self.saves,
                        " text".repeat(self.saves % 60)
                    ),
                    key: format!("save-{}", self.saves),
                }
            });
            let Some(answer) = self.post(&mut connection, &sent) else {
                self.unknown = Some(sent);
                break;
            };
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with("HTTP/1.1 200 "), "{answer}");
            let told: serde_json::Value = serde_json::from_str(body).unwrap();
            let revision = told["revisions"][&sent.question].as_i64().unwrap();
            self.seen.insert(sent.question.clone(), revision);
            has_begun.store(true, Ordering::Relaxed);
            acknowledged.push(Acknowledged {
                state: self.state,
                sent,
                revision,
            });
        }
        acknowledged
    }

    /// The whole answer, or nothing if the line broke before its end.
    fn post(&self, connection: &mut TcpStream, sent: &Sent) -> Option<String> {
        let seen = self.seen.get(&sent.question).copied().unwrap_or(0);
        let question = &sent.question;
        let revision = format!("{question}.revision");
        let comment = format!("{question}.comment");
        let seen = seen.to_string();
        let pairs = [
            ("form_token", self.form_token.as_str()),
            (revision.as_str(), seen.as_str()),
            (comment.as_str(), sent.text.as_str()),
        ];
        let body = serde_html_form::to_string(pairs).unwrap();
        let host = connection.peer_addr().ok()?;
        let request = format!(
            "POST {} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\nCookie: s={}\r\n\
             X-Autosave: 1\r\nIdempotency-Key: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.path,
            self.session.as_str(),
            sent.key,
            body.len()
        );
        connection.write_all(request.as_bytes()).ok()?;
        receive(connection)
    }
}

/// Whether the service says that it is well.
fn answers(address: SocketAddr) -> bool {
    let Ok(mut connection) = TcpStream::connect(address) else {
        return false;
    };
    let request = format!("GET /health HTTP/1.1\r\nHost: {address}\r\n\r\n");
    connection.write_all(request.as_bytes()).is_ok()
        && receive(&mut connection).is_some_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

/// Reads one message with a `Content-Length`.
fn receive(stream: &mut TcpStream) -> Option<String> {
    let mut got = Vec::new();
    let mut part = [0; 4096];
    loop {
        if let Some(end) = got.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&got[..end]).to_ascii_lowercase();
            // A request without a body has no length.
            let (_, length) = head.split_once("content-length: ").unwrap_or(("", "0"));
            let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
            if got.len() >= end + 4 + length {
                return String::from_utf8(got).ok();
            }
        }
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return None,
            Ok(count) => got.extend(&part[..count]),
        }
    }
}

/// The database of the round, with everybody signed in, and who they are.
struct World {
    folder: tempfile::TempDir,
    clients: Vec<Client>,
}

impl World {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseUrl::in_folder(folder.path())).unwrap();
        put_round_from(&store, now());
        let form = file::load(&catalog::shipped().remove("para11").unwrap()).unwrap();
        let clients = STATES.map(|state| client(&store, &form, state)).into();
        Self { folder, clients }
    }

    /// Kills the process again and again while people save, then compares what they were told with what is there.
    fn suffer(mut self, kills: usize, start: impl Fn(&std::path::Path) -> Command) -> Tally {
        let within: u64 = number("HTTP_KILL_WITHIN", 150).try_into().unwrap();
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(3);
        let mut tally = Tally::default();
        let mut ledger = Vec::new();
        for _ in 0..kills {
            let started = Instant::now();
            let (mut process, address, _words) = serve(start(self.folder.path()));
            while !answers(address) {
                assert!(
                    started.elapsed() < PATIENCE && process.try_wait().unwrap().is_none(),
                    "the service does not answer; run it by hand to see why"
                );
                std::thread::sleep(Duration::from_millis(2));
            }
            tally.slowest_start = tally.slowest_start.max(started.elapsed());
            let (has_begun, is_over) = (AtomicBool::new(false), AtomicBool::new(false));
            let found = Mutex::new(Vec::new());
            std::thread::scope(|scope| {
                for client in &mut self.clients {
                    let (found, has_begun, is_over) = (&found, &has_begun, &is_over);
                    scope.spawn(move || {
                        let acknowledged = client.work(address, has_begun, is_over);
                        found.lock().unwrap().extend(acknowledged);
                    });
                }
                while !has_begun.load(Ordering::Relaxed) && started.elapsed() < PATIENCE {
                    std::thread::sleep(Duration::from_millis(1));
                }
                let wait = random.random_range(0..1000 * within);
                std::thread::sleep(Duration::from_micros(wait));
                process.kill().unwrap();
                process.wait().unwrap();
                is_over.store(true, Ordering::Relaxed);
            });
            ledger.extend(found.into_inner().unwrap());
            tally.kills += 1;
        }
        tally.acknowledged = ledger.len();
        let store = Store::open(&DatabaseUrl::in_folder(self.folder.path())).unwrap();
        let held = Held::read(&store, &self.clients);
        for saved in &ledger {
            match held.revision(saved) {
                None => tally.lost += 1,
                Some(revision) => tally.altered += usize::from(revision != saved.revision),
            }
        }
        tally.twice = held.twice;
        tally
    }
}

/// Starts the service, which finds a port itself, and reads its address off its first words. The rest of them is to be held until it ends.
fn serve(mut service: Command) -> (Child, SocketAddr, impl BufRead) {
    let mut process = service.stdout(Stdio::piped()).spawn().unwrap();
    let mut words = BufReader::new(process.stdout.take().unwrap());
    let address = words
        .by_ref()
        .lines()
        .find_map(|line| line.unwrap().strip_prefix(SERVING)?.trim().parse().ok());
    let address =
        address.expect("the service does not start; run it by hand with its log to see why");
    (process, address, words)
}

/// The real time: the service that is killed asks no other clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the program under test asks the clock of the machine"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

fn client(store: &Store, form: &Form, state: &'static str) -> Client {
    let now = now();
    let new = NewPerson {
        name: format!("Test {state}"),
        email_address: None,
        role: Role::FocalPoint,
        respondent: Some(code(state)),
        round: code("2026"),
    };
    let person = store.add_person(&accounts(), new, now).unwrap();
    let link = store
        .make_link(&accounts(), person.id, Purpose::SignIn, now, 1)
        .unwrap();
    let session = store.redeem_link(&link, now).unwrap().unwrap().session;
    let form_token = store.session(&session, now).unwrap().unwrap().form_token;
    let section = &form.sections[0];
    let page = form.pages(section).into_iter().next().unwrap();
    let takes = form.questions().filter(|question| question.with.comment);
    Client {
        state,
        path: format!("/en/reply/{}/{}", section.name, page.slug),
        questions: takes
            .take(5)
            .map(|question| question.name.to_string())
            .collect(),
        session,
        form_token: form_token.as_str().to_owned(),
        seen: BTreeMap::new(),
        saves: 0,
        unknown: None,
    }
}

/// Every change that the store remembers.
struct Held {
    revisions: BTreeMap<(&'static str, String, String), i64>,
    /// Texts that were written more than once.
    twice: usize,
}

impl Held {
    fn read(store: &Store, clients: &[Client]) -> Self {
        let (mut revisions, mut twice) = (BTreeMap::new(), 0);
        for client in clients {
            for question in &client.questions {
                for change in store.history(&see(client.state), &key(question)).unwrap() {
                    let place = (client.state, question.clone(), change.raw.comment);
                    twice += usize::from(revisions.insert(place, change.revision).is_some());
                }
            }
        }
        Self { revisions, twice }
    }

    /// At which revision a text that was acknowledged stands.
    fn revision(&self, saved: &Acknowledged) -> Option<i64> {
        let Sent { question, text, .. } = &saved.sent;
        let place = (saved.state, question.clone(), text.clone());
        self.revisions.get(&place).copied()
    }
}

/// What kills did.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    acknowledged: usize,
    lost: usize,
    /// There, but not at the revision that was told.
    altered: usize,
    /// Written twice.
    twice: usize,
    slowest_start: Duration,
}

#[test]
fn what_the_service_acknowledged_before_a_kill_is_there_after_it() {
    let kills = number("HTTP_KILLS", 24);
    let tally = World::make().suffer(kills, |folder| {
        let mut service = Command::new(env!("CARGO_BIN_EXE_para11"));
        service
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("PARA11_DATA", folder)
            .env_remove("DATABASE_URL")
            .stderr(Stdio::null());
        service
    });
    eprintln!("through HTTP: {tally:?}");
    assert!(
        tally.acknowledged > kills,
        "the service hardly saved: {tally:?}"
    );
    assert_eq!(
        (tally.lost, tally.altered, tally.twice),
        (0, 0, 0),
        "{tally:?}"
    );
}

/// The control: a service that acknowledges first and saves afterwards loses what it had not come to.
#[test]
fn a_service_that_acknowledges_too_early_is_found_out() {
    let tally = World::make().suffer(6, |folder| {
        let mut service = child("kill_http::hasty");
        service.env("KILL_FOLDER", folder);
        service
    });
    eprintln!("acknowledged too early: {tally:?}");
    assert!(tally.lost > 0, "{tally:?}");
}

/// Not a test: the process of the control. It takes a save, says that it is kept, and lets one thread keep them one after the other.
#[test]
#[ignore = "the process that the control of `kill_http` starts and kills"]
fn hasty() {
    let folder = std::env::var_os("KILL_FOLDER").expect("started by `kill_http` only");
    let store = Store::open(&DatabaseUrl::in_folder(folder.as_ref())).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("\n{SERVING}{}", listener.local_addr().unwrap());
    let (queue, saves) = std::sync::mpsc::channel::<(String, String, String)>();
    std::thread::spawn(move || {
        for (state, question, text) in saves {
            let mut change = crate::support::store::change(&question, "", i64::MAX);
            change.raw.comment = text;
            let edit = crate::support::store::edit(&state);
            let firm = crate::support::store::firm();
            store.save(&edit, firm, vec![change], None, now()).unwrap();
        }
    });
    for connection in listener.incoming() {
        let mut connection = connection.unwrap();
        let queue = queue.clone();
        std::thread::spawn(move || {
            while let Some(request) = receive(&mut connection) {
                let (_, body) = request.split_once("\r\n\r\n").unwrap();
                if body.is_empty() {
                    let well = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    connection.write_all(well.as_bytes()).unwrap();
                    continue;
                }
                let pairs: Vec<(String, String)> = serde_html_form::from_str(body).unwrap();
                let (name, text) = &pairs[2];
                let question = name.strip_suffix(".comment").unwrap();
                let seen: i64 = pairs[1].1.parse().unwrap();
                let state = text.split(' ').next().unwrap();
                let save = (state.to_owned(), question.to_owned(), text.clone());
                queue.send(save).unwrap();
                let told = format!("{{\"revisions\":{{\"{question}\":{}}}}}", seen + 1);
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{told}",
                    told.len()
                );
                if connection.write_all(answer.as_bytes()).is_err() {
                    break;
                }
            }
        });
    }
}
