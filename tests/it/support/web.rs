//! The service on a free port, as people meet it: real HTTP, real cookies, a database of its own, a clock that a test moves.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Against waiting for ever: no test fails because the machine is slow.
const PATIENCE: Duration = Duration::from_secs(1_800);

use chrono::{DateTime, Utc};
use para11::access::{Person, Role};
use para11::config::address::PublicUrl;
use para11::config::database::DatabaseUrl;
use para11::form::file::Folder;
use para11::form::version::Version;
use para11::form::{catalog, file};
use para11::keys::passphrase::Passphrases;
use para11::round::{Period, Respondent, Round};
use para11::store::account::people::NewPerson;
use para11::store::account::sessions::Purpose;
use para11::store::forms::FormVersion;
use para11::store::reply::files::Files;
use para11::store::reply::files::scan::Scanner;
use para11::store::{Store, account::token::Token};
use para11::web;
use para11::web::client::Proxies;
use para11::web::figures::results::Kept;
use para11::web::forms::Forms;
use para11::web::language::{Offered, Pseudo};
use para11::web::releases::Audits;
use para11::web::respond::kept::Replies;
use para11::web::state::{AppState, Clock, Patience};
use ureq::http::Response;
use ureq::{Agent, Body};

use super::store::{TestDatabase, accounts, at, code, keys, rounds};

/// A running service with the round `2026` (a sample) of the default questionnaire, all of whose respondents are asked.
pub(crate) struct TestServer {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) address: SocketAddr,
    now: Arc<AtomicI64>,
    handle: actix_web::dev::ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
    database: TestDatabase,
    folder: tempfile::TempDir,
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // Dropping the future is enough: the command is sent when it is made.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl TestServer {
    /// On this machine, without TLS, as `demo` does.
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    /// With some settings changed.
    pub(crate) fn with(change: impl FnOnce(&mut AppState)) -> Self {
        Self::on(TestDatabase::sqlite(), change)
    }

    /// Runs a test on every database there is.
    pub(crate) fn each(test: impl Fn(&Self)) {
        let databases = [Some(TestDatabase::sqlite()), TestDatabase::postgres()];
        for database in databases.into_iter().flatten() {
            test(&Self::on(database, |_| {}));
        }
    }

    /// The same with a round of another questionnaire, which opens at this moment.
    pub(crate) fn each_of(folder: &Folder, opens: DateTime<Utc>, test: impl Fn(&Self)) {
        let databases = [Some(TestDatabase::sqlite()), TestDatabase::postgres()];
        for database in databases.into_iter().flatten() {
            put_round_of(&database.open(), folder, opens);
            test(&Self::serving(database, |_| {}));
        }
    }

    fn on(database: TestDatabase, change: impl FnOnce(&mut AppState)) -> Self {
        put_round(&database.open());
        Self::serving(database, change)
    }

    /// Another instance of the service on the same database.
    pub(crate) fn beside(&self) -> Self {
        self.beside_with(|_| {})
    }

    /// The same, with some settings changed.
    pub(crate) fn beside_with(&self, change: impl FnOnce(&mut AppState)) -> Self {
        Self::serving(self.database.again(), change)
    }

    fn serving(database: TestDatabase, change: impl FnOnce(&mut AppState)) -> Self {
        let store = database.open();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let now = Arc::new(AtomicI64::new(0));
        let seconds = Arc::clone(&now);
        let folder = tempfile::tempdir().unwrap();
        let ring = Arc::clone(keys());
        let files = folder.path().join("files");
        let mut state = AppState {
            store: store.clone(),
            files: Files::open(store.clone(), &files, Arc::clone(&ring), None).unwrap(),
            keys: ring,
            passphrases: Arc::new(Passphrases::with(64, 1).unwrap()),
            provider: None,
            forms: Forms::default(),
            replies: Replies::default(),
            results: Kept::default(),
            audits: Audits::default(),
            public_url: PublicUrl::of_this_machine(address).unwrap(),
            proxies: Proxies::default(),
            institution: "Example Office".to_owned(),
            contact: "help@example.org".to_owned(),
            offered: Offered::new(Pseudo::Offered),
            patience: Patience::default(),
            clock: Clock::new(move || at(seconds.load(Ordering::Relaxed))),
        };
        change(&mut state);
        let files = state.files.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = web::serve(state, listener, 1).unwrap();
                tell.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self {
            store,
            files,
            address,
            now,
            handle: told.recv().unwrap(),
            thread: Some(thread),
            database,
            folder,
        }
    }

    /// The documents of the service as an instance with this scanner opens them.
    pub(crate) fn files_with(&self, scanner: Scanner) -> Files {
        let folder = self.folder.path().join("files");
        Files::open(
            self.store.clone(),
            &folder,
            Arc::clone(keys()),
            Some(scanner),
        )
        .unwrap()
    }

    /// The address of its database, for a program beside it.
    pub(crate) fn database_url(&self) -> String {
        format!("sqlite:{}", self.database.url)
    }

    /// The file of its database, if it has one.
    pub(crate) fn database_file(&self) -> Option<PathBuf> {
        match &self.database.url {
            DatabaseUrl::Sqlite(file) => Some(file.clone()),
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// The folder in which its files lie.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Seconds since the round was made, by the clock of the service.
    pub(crate) fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Makes an account: for a role of a State, of Austria.
    pub(crate) fn person(&self, role: Role) -> Person {
        let respondent = role.is_of_a_state().then(|| code("AUT"));
        let new = NewPerson {
            name: format!("Test {}", role.code()),
            email_address: None,
            role,
            respondent,
            round: code("2026"),
        };
        self.store.add_person(&accounts(), new, at(0)).unwrap()
    }

    /// The path of a link for an account.
    pub(crate) fn link(&self, person: &Person) -> String {
        let now = at(self.now.load(Ordering::Relaxed));
        let token = self
            .store
            .make_link(&accounts(), person.id, Purpose::SignIn, now, 72)
            .unwrap();
        format!("/en/link/{}", Token::as_str(&token))
    }

    /// Where it is: `http://127.0.0.1:` and its port.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::at(self.origin())
    }

    /// A browser in which a new account of this role is signed in.
    pub(crate) fn signed_in(&self, role: Role) -> Browser {
        let link = self.link(&self.person(role));
        let browser = self.browser();
        let page = browser.post(&link, &[]);
        assert_eq!(page.status, 303, "{}", page.body);
        browser
    }

    /// The same, but its last proof of who sits there is older than what needs one takes.
    pub(crate) fn signed_in_unconfirmed(&self, role: Role) -> Browser {
        let earlier = at(self.now.load(Ordering::Relaxed) - 601);
        let person = self.person(role);
        let link = self
            .store
            .make_link(&accounts(), person.id, Purpose::SignIn, earlier, 72)
            .unwrap();
        let signed_in = self.store.redeem_link(&link, earlier).unwrap().unwrap();
        let browser = self.browser();
        browser.take_cookie(&format!("s={}", signed_in.session.as_str()));
        browser
    }

    /// Sends these bytes and reads until the service closes the connection.
    pub(crate) fn raw(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        // The service may answer and close before it has read everything.
        stream.write_all(request.as_ref()).ok();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// A browser: keeps cookies, follows no redirect by itself.
pub(crate) struct Browser {
    agent: Agent,
    pub(crate) origin: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    fn of(response: Response<Body>) -> Self {
        Self::read(response).0
    }

    fn read(response: Response<Body>) -> (Self, Vec<u8>) {
        let (parts, mut body) = response.into_parts();
        let bytes = body.with_config().limit(50_000_000).read_to_vec().unwrap();
        let answer = Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        };
        (answer, bytes)
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The cookies it sets.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        let cookies = self.headers.get_all("set-cookie").iter();
        cookies.map(|value| value.to_str().unwrap()).collect()
    }

    /// The value of an attribute that follows these words in the page.
    pub(crate) fn after(&self, words: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(words)?;
        Some(rest.split('"').next()?.to_owned())
    }
}

impl Browser {
    /// A browser in which nobody is signed in, before a service at this address.
    pub(crate) fn at(origin: String) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            agent: config.into(),
            origin,
        }
    }

    /// Keeps a cookie as if the service had set it.
    pub(crate) fn take_cookie(&self, cookie: &str) {
        let address = self.origin.parse().unwrap();
        let cookie = ureq::Cookie::parse(cookie.to_owned(), &address).unwrap();
        self.agent
            .cookie_jar_lock()
            .insert(cookie, &address)
            .unwrap();
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// An answer together with its bytes, which need not be text.
    pub(crate) fn bytes(&self, path: &str) -> (Answer, Vec<u8>) {
        self.bytes_with(path, &[])
    }

    /// The same, asked for with some headers.
    pub(crate) fn bytes_with(&self, path: &str, headers: &[(&str, &str)]) -> (Answer, Vec<u8>) {
        let mut request = self.agent.get(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.call().unwrap())
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.bytes_with(path, headers).0
    }

    /// Posts a form as a page of ours would, with the token of the session if there is one.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token().or_else(|| {
            // Somebody who is signing in has no pages yet but those.
            let page = self.get("/en/sign-in");
            page.after("name=\"form_token\" value=\"")
        });
        let token = token.iter().map(|token| ("form_token", token.as_str()));
        let fields: Vec<_> = fields.iter().copied().chain(token).collect();
        self.post_with(path, &fields, &[("Sec-Fetch-Site", "same-origin")])
    }

    /// Posts exactly this.
    pub(crate) fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.agent.post(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send_form(fields.iter().copied()).unwrap())
    }

    /// Posts a body of another kind than a form.
    pub(crate) fn send(
        &self,
        path: &str,
        content_type: &str,
        body: &[u8],
        headers: &[(&str, &str)],
    ) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.origin));
        let mut request = request.header("Content-Type", content_type);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.send(body).unwrap())
    }

    /// The token that pages of the session carry.
    pub(crate) fn form_token(&self) -> Option<String> {
        self.get("/en/accessibility")
            .after("name=\"form_token\" value=\"")
    }
}

/// Makes the round `2026` of the default questionnaire, with all its respondents, as a sample.
pub(crate) fn put_round(store: &Store) {
    put_round_from(store, at(0));
}

/// The same, opening at this moment.
pub(crate) fn put_round_from(store: &Store, opens: DateTime<Utc>) {
    let folder = catalog::shipped().remove("para11").unwrap();
    put_round_of(store, &folder, opens);
}

/// The same of any questionnaire.
pub(crate) fn put_round_of(store: &Store, folder: &Folder, opens: DateTime<Utc>) {
    let form = file::load(folder).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let version = Version::of(folder);
    let kept = FormVersion {
        form: form.name.clone(),
        version: form.version.clone(),
        bundle: version.bundle().as_bytes().to_vec(),
    };
    store.put_form_version(kept, at(0)).unwrap();
    let asked = form.list(form.respondents.as_str()).unwrap().choices.iter();
    let asked = asked.map(|choice| Respondent {
        code: choice.code.clone(),
        facts: choice.facts.clone(),
    });
    let opens = opens.date_naive();
    let round = Round {
        code: code("2026"),
        form: form.name.clone(),
        form_version: version.hash().to_owned(),
        opens,
        closes: opens + chrono::Days::new(90),
        period: Period::five_years_before(opens),
        threshold: 3,
        group_threshold: 5,
        sample: true,
    };
    store
        .create_round(&rounds(), round, asked.collect(), at(0))
        .unwrap();
}
