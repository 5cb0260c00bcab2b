//! T-CANARY-1: words that occur nowhere else are typed as answers, rightly and wrongly, into the service as it is run. Then they are
//! looked for: in the log, in headers and problems, on what others see, in tables and files where no answer belongs.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use para11::access::Role;
use para11::config::database::DatabaseUrl;
use para11::reply::raw::RawAnswer;
use para11::store::Store;
use para11::store::account::people::NewPerson;
use para11::store::account::sessions::Purpose;
use para11::web::routes;

use super::filler::Printed;
use super::{FORM, page_of};
use crate::security::concrete;
use crate::support::store::{accounts, code};
use crate::support::web::{Answer, Browser, put_round_from};

/// With what every such word begins.
const CANARY: &str = "zqcanary";

/// The service in a process of its own.
struct Service {
    process: Child,
    /// Kept, so that the service can go on to write to it.
    _said: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    origin: String,
    store: Store,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the process beside this one goes by the clock of the machine"
)]
fn now() -> DateTime<Utc> {
    Utc::now()
}

impl Service {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let store = Store::open(&DatabaseUrl::in_folder(&data)).unwrap();
        put_round_from(&store, now());
        let mut process = Command::new(env!("CARGO_BIN_EXE_para11"))
            .arg("--data")
            .arg(&data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env_remove("DATABASE_URL")
            .env("PARA11_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let origin = line.trim().strip_prefix("Serving at ");
        Self {
            origin: origin.unwrap_or_else(|| panic!("{line}")).to_owned(),
            process,
            _said: said,
            folder,
            store,
        }
    }

    fn signed_in(&self, role: Role, state: &str) -> Browser {
        let new = NewPerson {
            name: format!("Test {}", role.code()),
            email_address: None,
            role,
            respondent: role.is_of_a_state().then(|| code(state)),
            round: code("2026"),
        };
        let now = now();
        let person = self.store.add_person(&accounts(), new, now).unwrap();
        let made = self
            .store
            .make_link(&accounts(), person.id, Purpose::SignIn, now, 72);
        let signed_in = self.store.redeem_link(&made.unwrap(), now);
        let session = signed_in.unwrap().unwrap().session;
        let browser = Browser::at(self.origin.clone());
        browser.take_cookie(&format!("s={}", session.as_str()));
        browser
    }

    fn database(&self) -> PathBuf {
        match DatabaseUrl::in_folder(&self.folder.path().join("data")) {
            DatabaseUrl::Sqlite(file) => file,
            DatabaseUrl::Postgres(url) => panic!("{url}"),
        }
    }
}

fn holds(text: &str) -> bool {
    text.to_lowercase().contains(CANARY)
}

/// What must not stand in an answer of the service: in a header at all; in the body unless it is a page of who typed it.
fn look_at(what: &str, answer: &Answer, is_own: bool) {
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        assert!(!holds(&value), "{what}: {name}: {value}");
    }
    if !is_own || ![200, 422].contains(&answer.status) {
        assert!(!holds(&answer.body), "{what}: {}", answer.body);
    }
}

/// Types words into every control that takes one, on every page that is asked.
fn fill(browser: &Browser) -> usize {
    let mut typed = 0;
    for section in &FORM.sections {
        for page in FORM.pages(section) {
            let path = format!("/en/reply/{}/{}", section.name, page.slug);
            let shown = browser.get(&path);
            look_at(&path, &shown, true);
            if !shown
                .body
                .contains("<form method=\"post\" action=\"/en/reply")
            {
                continue;
            }
            let printed = Printed::of(&shown.body);
            let mut fields = Vec::new();
            for (name, value) in printed.fields() {
                let is_word = !name.ends_with(".mark") && !name.ends_with(".status");
                if value.is_empty() && is_word {
                    typed += 1;
                    fields.push((name, format!("{CANARY}{typed}")));
                } else {
                    fields.push((name, value.to_owned()));
                }
            }
            fields.push(("go", "next".to_owned()));
            let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            look_at(&path, &browser.post(&printed.action, &fields), true);
        }
    }
    typed
}

/// What no page of ours sends, and what a person gets wrong.
fn go_wrong(service: &Service, browser: &Browser) {
    let path = page_of("cls_hours");
    let word = format!("{CANARY}wrong");
    let named = format!("cls_hours.{word}");
    let large = word.repeat(100_000);
    let nul = format!("{word}\0");
    let wrong: [(&str, Vec<(&str, &str)>); 6] = [
        ("a control that is not there", vec![(&named, &word)]),
        ("a mark that is none", vec![("cls_burden.mark", &word)]),
        ("a choice that is none", vec![("cls_burden.value", &word)]),
        ("a button that is not there", vec![("go", &word)]),
        ("a text with a nought", vec![("cls_hours.value", &nul)]),
        ("a text too large", vec![("cls_hours.value", &large)]),
    ];
    for (what, fields) in &wrong {
        look_at(what, &browser.post(&path, fields), true);
    }
    let fields = [("cls_hours.value", word.as_str()), ("go", "next")];
    for (what, header) in [
        ("from another site", ("Sec-Fetch-Site", "cross-site")),
        ("without its token", ("Sec-Fetch-Site", "same-origin")),
        ("as a program", ("Accept", "application/problem+json")),
        ("under a key", ("Idempotency-Key", &word)),
    ] {
        look_at(what, &browser.post_with(&path, &fields, &[header]), true);
    }
    // Two who typed: what the other typed comes back, also to who asks again, and stays in its own table.
    let token = browser.form_token().unwrap();
    let late = [
        ("form_token", token.as_str()),
        ("cls_feedback.revision", "0"),
        ("cls_feedback.value", "late"),
        ("go", "next"),
    ];
    let headers = [
        ("Sec-Fetch-Site", "same-origin"),
        ("Idempotency-Key", "late"),
    ];
    for _time in 0..2 {
        let told = browser.post_with(&page_of("cls_feedback"), &late, &headers);
        assert_eq!(told.status, 422);
        let theirs = told.body.split("cls_feedback-conflict").last();
        assert!(theirs.is_some_and(holds), "{}", told.body);
        look_at("a conflict", &told, true);
    }
    let nobody = Browser::at(service.origin.clone());
    // What comes from nobody who is known is shown to who sent it, to be copied, and is kept nowhere.
    let shown = nobody.post(&path, &fields);
    assert_eq!(shown.status, 401);
    assert!(holds(&shown.body) && shown.header("cache-control").contains("no-store"));
    look_at("to nobody", &nobody.get(&path), false);
    for address in [
        format!("{path}?{word}={word}"),
        format!("/en/reply/{word}/{word}"),
        format!("/{word}/reply"),
        format!("/en/figures/{word}.csv"),
    ] {
        look_at(&address, &browser.get(&address), true);
    }
    for step in ["check", "submit", "receipt"] {
        let step = format!("/en/reply/{step}");
        look_at(&step, &browser.get(&step), true);
    }
    look_at("submission", &browser.post("/en/reply/submit", &[]), true);
}

/// Attaches a document whose name and content are such words.
fn attach(browser: &Browser) {
    let mut questions = FORM.questions();
    let question = questions.find(|question| question.with.documents && !question.has_rows());
    let path = format!("/en/documents/{}", question.unwrap().name);
    let field = |name: &str, value: &str| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!(
        "{}{}--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{CANARY}name.txt\"\r\n\r\n{CANARY}content\r\n--edge--\r\n",
        field("form_token", &browser.form_token().unwrap()),
        field("slot", "")
    );
    let kind = "multipart/form-data; boundary=edge";
    let ours = [("Sec-Fetch-Site", "same-origin")];
    let answer = browser.send(&path, kind, body.as_bytes(), &ours);
    assert_eq!(answer.status, 303, "{}", answer.body);
    look_at("a document", &answer, true);
    let shown = browser.get(&path);
    assert!(holds(&shown.body));
    look_at("the documents", &shown, true);
    let address = shown.after("href=\"/en/document/").unwrap();
    // Its name is in the header that saves it under its name, and in no other.
    let (answer, content) = browser.bytes(&format!("/en/document/{address}"));
    assert!(holds(&String::from_utf8_lossy(&content)));
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        assert!(name == "content-disposition" || !holds(&value), "{name}");
    }
}

fn look_at_what_others_see(service: &Service) {
    for role in Role::ALL {
        let browser = service.signed_in(role, "BRA");
        for path in [
            "/en",
            "/en/reply",
            "/en/reply/check",
            &page_of("cls_feedback"),
            "/en/progress",
            "/en/figures",
            "/en/figures/T4.csv",
        ] {
            look_at(&format!("{path} as {role:?}"), &browser.get(path), false);
        }
        for entry in routes::all() {
            let path = concrete(entry.path).replace("/none", "/AUT");
            if entry.method == "GET" {
                look_at(&format!("{path} as {role:?}"), &browser.get(&path), false);
            }
        }
    }
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// The columns that hold such a word.
fn columns(conn: &mut SqliteConnection) -> BTreeSet<String> {
    let mut ask = |query: String| -> Vec<String> {
        let words: Vec<Word> = diesel::sql_query(query).load(conn).unwrap();
        words.into_iter().map(|word| word.word).collect()
    };
    let mut found = BTreeSet::new();
    let tables = "SELECT name AS word FROM sqlite_master WHERE type = 'table'";
    for table in ask(tables.to_owned()) {
        for column in ask(format!(
            "SELECT name AS word FROM pragma_table_info('{table}')"
        )) {
            let text = format!("lower(CAST(\"{column}\" AS TEXT))");
            let query = format!(
                "SELECT '' AS word FROM \"{table}\" WHERE instr({text}, '{CANARY}') > 0 LIMIT 1"
            );
            if !ask(query).is_empty() {
                found.insert(format!("{table}.{column}"));
            }
        }
    }
    found
}

/// Files outside the database that hold such a word, in their name or in their bytes.
fn files(folder: &Path, database: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files(&path, database, found);
        } else if holds(&name)
            || (!name.starts_with(database)
                && holds(&String::from_utf8_lossy(&fs::read(&path).unwrap())))
        {
            found.push(path);
        }
    }
}

#[test]
fn an_answer_is_only_where_answers_belong() {
    let service = Service::start();
    let browser = service.signed_in(Role::FocalPoint, "AUT");
    let typed = fill(&browser);
    assert!(typed > 100, "only {typed} words were typed");
    go_wrong(&service, &browser);
    attach(&browser);
    look_at_what_others_see(&service);

    // A row that cannot be read: who looks for the cause must not find the answer in it.
    let database = service.database();
    let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    let damaged = format!("{{\"values\":{{\"value\":\"{CANARY}damaged\"}}}}");
    let cause = RawAnswer::from_text(&damaged).unwrap_err().to_string();
    assert!(holds(&cause), "a control that must fail: {cause}");
    // With a revision of its own, so that the service does not show what it had read before.
    conn.batch_execute(&format!(
        "UPDATE replies SET revision = revision + 1; \
         UPDATE answers SET body = '{damaged}', \
         revision = (SELECT revision FROM replies WHERE id = answers.reply) WHERE question = 'cls_feedback'"
    ))
    .unwrap();
    let broken = browser.get(&page_of("cls_feedback"));
    assert_eq!(broken.status, 500);
    look_at("a damaged answer", &broken, true);

    // What was typed as a remark to colleagues is a remark.
    let expected = [
        "answer_history.body",
        "answers.body",
        "documents.name",
        "remarks.body",
    ]
    .map(str::to_owned);
    assert_eq!(columns(&mut conn), BTreeSet::from(expected));
    drop(conn);
    let folder = service.folder.path().to_owned();
    let name = database.file_name().unwrap().to_str().unwrap();
    let mut found = Vec::new();
    files(&folder, name, &mut found);
    let log = fs::read_to_string(folder.join("log")).unwrap();
    assert!(
        log.contains("a request failed"),
        "the log says nothing: {log}"
    );
    let lines: Vec<_> = log.lines().filter(|line| holds(line)).collect();
    assert!(lines.is_empty(), "{} lines: {}", lines.len(), lines[0]);
    assert!(found.is_empty(), "{found:?}");
}
