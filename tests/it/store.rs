//! What the store promises, on both databases.

mod delegation;
#[cfg(target_os = "linux")]
pub(crate) mod disk;
mod drafts;
mod earlier;
mod keys;
mod life;
mod log;
mod marks;
mod model;
mod people;
mod submissions;

use para11::store::{OpenError, RequestKey, Store, StoreError};

use crate::support::store::*;

/// The key of a request.
fn request(text: &str) -> Option<RequestKey> {
    Some(RequestKey::parse(text).unwrap())
}

#[test]
fn what_was_written_is_there_after_closing_and_opening() {
    StoreUnderTest::each(|test| {
        test.type_in(&edit("AUT"), "q", "a", 0);
        let other = Store::open(&test.database.url).unwrap();
        assert_eq!(other.reply(&see("AUT")).unwrap().answers[0].raw, raw("a"));
        // Two processes on one database: each sees what the other saves.
        other
            .save(&edit("AUT"), firm(), vec![change("q", "b", 1)], None, at(2))
            .unwrap();
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("b")
        );
    });
}

#[test]
fn a_database_that_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let says = |url: &str, words: &[&str]| {
        let url = para11::config::database::DatabaseUrl::parse(url).unwrap();
        let Err(error @ StoreError::Open(_)) = Store::open(&url) else {
            panic!("{url} was opened")
        };
        let text = error.to_string();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    };
    let path = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    says(
        &path("missing/para11.sqlite"),
        &["missing", "does not exist", "--data"],
    );
    says(&path(""), &["cannot be opened"]);
    std::fs::write(
        folder.path().join("letter"),
        "Dear Sir or Madam, ".repeat(500),
    )
    .unwrap();
    says(&path("letter"), &["letter", "must be a database of para11"]);
    if cfg!(feature = "postgres") {
        says(
            "postgres://127.0.0.1:1/para11",
            &["PostgreSQL server", "127.0.0.1", "port 1"],
        );
    } else {
        says("postgres://127.0.0.1:1/para11", &["without", "postgres"]);
    }
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    use diesel::prelude::*;
    let database = TestDatabase::sqlite();
    drop(database.open());
    let para11::config::database::DatabaseUrl::Sqlite(path) = &database.url else {
        unreachable!()
    };
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')")
        .execute(&mut conn)
        .unwrap();
    let refused = Store::open(&database.url);
    assert!(
        matches!(refused, Err(StoreError::Open(OpenError::Newer(_)))),
        "{refused:?}"
    );
}
