//! A store to test on: each test runs on an own database, on SQLite and, where `TEST_DATABASE_URL` names a server, on PostgreSQL.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use para11::access::{
    Allow, Delegate, Discuss, EditAnswers, ManageAccounts, ManageRounds, OwnReply, Person, Role,
    SeeFigures, SeeProgress, SeeReply, SubmitReply, WholeRound, operator, permit,
};
use para11::config::database::DatabaseUrl;
use para11::form::Mark;
use para11::form::marks::MarkRules;
use para11::form::name::{Code, FieldName, FormName, QuestionName, SectionName};
use para11::keys::Keys;
use para11::reply::AnswerKey;
use para11::reply::life::Stage;
use para11::reply::raw::RawAnswer;
use para11::round::{Period, Respondent, Round};
use para11::store::account::people::NewPerson;
use para11::store::forms::FormVersion;
use para11::store::reply::delegation::SectionNames;
use para11::store::reply::life::Press;
use para11::store::reply::marks::Marks;
use para11::store::reply::save::AnswerChange;
use para11::store::reply::submissions::Receipt;
use para11::store::{Store, StoreError};

/// A database of one test; it goes when this is dropped.
pub(crate) struct TestDatabase {
    pub(crate) url: DatabaseUrl,
    _home: Home,
}

enum Home {
    /// Somebody else's.
    Kept,
    Folder {
        _folder: tempfile::TempDir,
    },
    #[cfg(feature = "postgres")]
    Schema {
        server: String,
        name: String,
    },
}

impl Drop for Home {
    fn drop(&mut self) {
        #[cfg(feature = "postgres")]
        if let Self::Schema { server, name } = self {
            on_server(server, &format!("DROP SCHEMA \"{name}\" CASCADE"));
        }
    }
}

#[cfg(feature = "postgres")]
pub(crate) fn on_server(url: &str, statement: &str) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    let mut conn = diesel::PgConnection::establish(url)
        .unwrap_or_else(|cause| panic!("TEST_DATABASE_URL: {cause}"));
    conn.batch_execute(statement)
        .unwrap_or_else(|cause| panic!("{statement}: {cause}"));
}

impl TestDatabase {
    /// An SQLite file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: DatabaseUrl::in_folder(folder.path()),
            _home: Home::Folder { _folder: folder },
        }
    }

    /// A schema of its own on the server of `TEST_DATABASE_URL`; `None`, with a printed line, if there is none.
    #[cfg(feature = "postgres")]
    pub(crate) fn postgres() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(server) = std::env::var_os("TEST_DATABASE_URL") else {
            eprintln!("not run on PostgreSQL: TEST_DATABASE_URL is not set; see tests/postgres.sh");
            return None;
        };
        let server = server.into_string().unwrap();
        let name = format!(
            "test_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        on_server(&server, &format!("CREATE SCHEMA \"{name}\""));
        let join = if server.contains('?') { '&' } else { '?' };
        let url =
            DatabaseUrl::parse(&format!("{server}{join}options=-csearch_path%3D{name}")).unwrap();
        Some(Self {
            url,
            _home: Home::Schema { server, name },
        })
    }

    /// Without the feature there is no PostgreSQL to test on.
    #[cfg(not(feature = "postgres"))]
    pub(crate) fn postgres() -> Option<Self> {
        static SAID: AtomicU32 = AtomicU32::new(0);
        if SAID.fetch_add(1, Ordering::Relaxed) == 0 {
            eprintln!("not run on PostgreSQL: built without the feature `postgres`");
        }
        None
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.url).unwrap()
    }

    /// The same database, which goes when the first of the two is dropped.
    pub(crate) fn again(&self) -> Self {
        Self {
            url: self.url.clone(),
            _home: Home::Kept,
        }
    }
}

/// A store with a round `2026` (a sample), in which AUT, BRA and CHN are asked.
pub(crate) struct StoreUnderTest {
    pub(crate) store: Store,
    pub(crate) database: TestDatabase,
}

impl StoreUnderTest {
    /// Runs a test on every database there is.
    pub(crate) fn each(test: impl Fn(&Self)) {
        let databases = [Some(TestDatabase::sqlite()), TestDatabase::postgres()];
        for database in databases.into_iter().flatten() {
            test(&Self::on(database));
        }
    }

    /// On this database.
    pub(crate) fn on(database: TestDatabase) -> Self {
        let store = database.open();
        put_round(&store, &["AUT", "BRA", "CHN"]);
        Self { store, database }
    }

    /// On the database of an earlier test, which keeps it.
    pub(crate) fn on_again(database: &TestDatabase) -> Self {
        Self::on(database.again())
    }

    /// The focal point of a State, made anew.
    pub(crate) fn focal_point(&self, respondent: &str) -> Person {
        self.person(Role::FocalPoint, Some(respondent))
    }

    pub(crate) fn person(&self, role: Role, respondent: Option<&str>) -> Person {
        let new = NewPerson {
            name: format!("{} {}", role.code(), respondent.unwrap_or("UN")),
            email_address: None,
            role,
            respondent: respondent.map(code),
            round: code("2026"),
        };
        self.store.add_person(&accounts(), new, at(0)).unwrap()
    }

    /// Saves one answer as the operator of a State's reply.
    pub(crate) fn type_in(
        &self,
        allow: &Allow<EditAnswers>,
        question: &str,
        text: &str,
        seen: i64,
    ) -> para11::store::reply::save::Saved {
        self.store
            .save(
                allow,
                firm(),
                vec![change(question, text, seen)],
                None,
                at(1),
            )
            .unwrap()
    }
}

/// A moment: seconds after the round was made.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 15, 9, 0, 0).unwrap() + chrono::Duration::seconds(seconds)
}

pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

pub(crate) fn accounts() -> Allow<ManageAccounts> {
    operator(())
}

pub(crate) fn rounds() -> Allow<ManageRounds> {
    operator(())
}

pub(crate) fn whole() -> WholeRound {
    WholeRound {
        round: code("2026"),
    }
}

pub(crate) fn figures() -> Allow<SeeFigures> {
    operator(whole())
}

pub(crate) fn progress() -> Allow<SeeProgress> {
    operator(whole())
}

pub(crate) fn own(respondent: &str) -> OwnReply {
    OwnReply::whole(code("2026"), code(respondent))
}

pub(crate) fn see(respondent: &str) -> Allow<SeeReply> {
    operator(own(respondent))
}

pub(crate) fn edit(respondent: &str) -> Allow<EditAnswers> {
    operator(own(respondent))
}

pub(crate) fn seal(respondent: &str) -> Allow<SubmitReply> {
    operator(own(respondent))
}

/// Keys for all tests of this process.
pub(crate) fn keys() -> &'static Arc<Keys> {
    static KEYS: OnceLock<(Arc<Keys>, tempfile::TempDir)> = OnceLock::new();
    let (keys, _folder) = KEYS.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        (Arc::new(Keys::open(folder.path()).unwrap()), folder)
    });
    keys
}

/// A page that has seen all steps of a reply, with something said.
pub(crate) fn press(store: &Store, respondent: &str, words: &str) -> Press {
    Press {
        seen: store.story(&see(respondent)).unwrap().seen(),
        words: words.to_owned(),
        due: None,
    }
}

/// Sends a draft to review, if it is not there, and has a person clear it.
pub(crate) fn clear(store: &Store, respondent: &str, at: DateTime<Utc>) {
    clear_in(store, "2026", respondent, at);
}

/// The same in any round.
pub(crate) fn clear_in(store: &Store, round: &str, respondent: &str, at: DateTime<Utc>) {
    let official = NewPerson {
        name: format!("Official of {respondent}"),
        email_address: None,
        role: Role::ClearingOfficial,
        respondent: Some(code(respondent)),
        round: code(round),
    };
    let official = store.add_person(&accounts(), official, at).unwrap();
    let scope = OwnReply::whole(code(round), code(respondent));
    let see: Allow<SeeReply> = operator(scope.clone());
    let revision = store.reply(&see).unwrap().revision;
    let press = || Press {
        seen: store.story(&see).unwrap().seen(),
        ..Press::default()
    };
    if store.story(&see).unwrap().life.stage == Stage::Work {
        store
            .send_to_review(&operator(scope), revision, press(), at)
            .unwrap();
    }
    store
        .clear(&permit(&official).unwrap(), revision, press(), at)
        .unwrap();
}

/// Has a draft cleared and submits it.
pub(crate) fn submit(store: &Store, respondent: &str, bytes: &[u8], at: DateTime<Utc>) -> Receipt {
    clear(store, respondent, at);
    let revision = store.reply(&see(respondent)).unwrap().revision;
    store
        .submit(
            &seal(respondent),
            bytes.to_vec(),
            revision,
            None,
            keys(),
            at,
        )
        .unwrap()
}

pub(crate) fn edit_as(person: &Person) -> Allow<EditAnswers> {
    permit(person).unwrap()
}

pub(crate) fn delegate(person: &Person) -> Allow<Delegate> {
    permit(person).unwrap()
}

pub(crate) fn discuss(person: &Person) -> Allow<Discuss> {
    permit(person).unwrap()
}

/// A section of these questions.
pub(crate) fn section(name: &str, questions: &[&str]) -> SectionNames {
    let questions = questions
        .iter()
        .map(|name| QuestionName::parse(name).unwrap());
    SectionNames {
        section: SectionName::parse(name).unwrap(),
        questions: questions.collect(),
    }
}

/// Without leave to loosen a mark, by the rules of no form.
pub(crate) fn firm() -> Marks {
    Marks::firm(MarkRules::plain(Mark::NotAttributable))
}

pub(crate) fn key(question: &str) -> AnswerKey {
    AnswerKey {
        question: QuestionName::parse(question).unwrap(),
        row: None,
    }
}

pub(crate) fn raw(text: &str) -> RawAnswer {
    let mut raw = RawAnswer::default();
    if !text.is_empty() {
        raw.values.insert(FieldName::value(), vec![text.to_owned()]);
    }
    raw
}

pub(crate) fn change(question: &str, text: &str, seen: i64) -> AnswerChange {
    AnswerChange {
        key: key(question),
        raw: raw(text),
        seen,
    }
}

/// Makes the round `2026` with these respondents.
pub(crate) fn put_round(store: &Store, respondents: &[&str]) {
    try_put_round(store, "2026", respondents).unwrap();
}

pub(crate) fn try_put_round(
    store: &Store,
    round: &str,
    respondents: &[&str],
) -> Result<(), StoreError> {
    let form = FormName::parse("para11").unwrap();
    let version = FormVersion {
        form: form.clone(),
        version: "2026.1".into(),
        bundle: b"a questionnaire".to_vec(),
    };
    let form_version = store.put_form_version(version, at(0))?;
    let asked = respondents
        .iter()
        .map(|respondent| Respondent {
            code: code(respondent),
            facts: BTreeMap::from([("name_en".to_owned(), format!("State {respondent}"))]),
        })
        .collect();
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let round = Round {
        code: code(round),
        form,
        form_version,
        opens: day(1, 15),
        closes: day(6, 30),
        period: Period::five_years_before(day(1, 15)),
        threshold: 3,
        group_threshold: 2,
        sample: true,
    };
    store.create_round(&rounds(), round, asked, at(0))
}
