//! Both databases get the tables of `src/store/schema.rs`, and can go back and forth with rows in them.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use para11::config::database::DatabaseUrl;

use para11::reply::last::Prefill;

use crate::support::store::*;

/// Type and whether it may be NULL, by table and column.
type Columns = BTreeMap<(String, String), (String, bool)>;

/// The tables of `schema.rs`, read off its text.
fn declared() -> Columns {
    let text = concat!(
        include_str!("../../src/store/schema.rs"),
        include_str!("../../src/store/schema/log.rs")
    );
    let mut columns = Columns::new();
    for table in text.split("diesel::table! {").skip(1) {
        let name = table.trim().split(' ').next().unwrap();
        for line in table.lines().take_while(|line| *line != "}") {
            let Some((column, kind)) = line.trim().trim_end_matches(',').split_once(" -> ") else {
                continue;
            };
            let nullable = kind
                .strip_prefix("Nullable<")
                .and_then(|kind| kind.strip_suffix('>'));
            let kind = (nullable.unwrap_or(kind).to_owned(), nullable.is_some());
            columns.insert((name.to_owned(), column.to_owned()), kind);
        }
    }
    assert!(columns.len() > 60, "schema.rs was hardly read");
    columns
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    column: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

/// What a type of `schema.rs` is called in a database.
fn in_words(declared: Columns, words: &[(&str, &str)]) -> Columns {
    let word = |kind: &str| {
        words
            .iter()
            .find(|(ours, _)| *ours == kind)
            .unwrap_or_else(|| panic!("{kind}"))
            .1
            .to_owned()
    };
    declared
        .into_iter()
        .map(|(key, (kind, nullable))| (key, (word(&kind), nullable)))
        .collect()
}

fn by_column(rows: Vec<Column>) -> Columns {
    rows.into_iter()
        .map(|row| ((row.table, row.column), (row.kind, row.nullable)))
        .collect()
}

fn sqlite(database: &TestDatabase) -> SqliteConnection {
    let DatabaseUrl::Sqlite(path) = &database.url else {
        panic!("not SQLite")
    };
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    conn.batch_execute("PRAGMA foreign_keys = ON").unwrap();
    conn
}

fn sqlite_columns(conn: &mut SqliteConnection) -> Columns {
    by_column(
        diesel::sql_query(
            "SELECT t.name AS \"table\", c.name AS \"column\", c.type AS kind, c.\"notnull\" = 0 AS nullable \
             FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'",
        )
        .load(conn)
        .unwrap(),
    )
}

#[test]
fn sqlite_has_the_tables_of_the_schema_and_all_are_strict() {
    #[derive(QueryableByName)]
    struct Lax {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let database = TestDatabase::sqlite();
    drop(database.open());
    let mut conn = sqlite(&database);
    let words = [
        ("Text", "TEXT"),
        ("Binary", "BLOB"),
        ("Timestamp", "TEXT"),
        ("Date", "TEXT"),
        ("Integer", "INTEGER"),
        ("BigInt", "INTEGER"),
        ("Bool", "INTEGER"),
    ];
    assert_eq!(sqlite_columns(&mut conn), in_words(declared(), &words));
    let lax: Vec<Lax> = diesel::sql_query(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
         AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    )
    .load(&mut conn)
    .unwrap();
    assert!(
        lax.is_empty(),
        "not strict: {:?}",
        lax.iter().map(|table| &table.name).collect::<Vec<_>>()
    );
}

#[test]
fn sqlite_goes_down_and_up_with_rows_in_it() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    fill(&test);
    let StoreUnderTest { store, database } = test;
    drop(store);
    let mut conn = sqlite(&database);
    let before = sqlite_columns(&mut conn);
    let migrations = FileBasedMigrations::from_path("migrations/sqlite").unwrap();
    conn.revert_all_migrations(migrations).unwrap();
    assert!(sqlite_columns(&mut conn).is_empty());
    drop(conn);
    fill(&StoreUnderTest::on_again(&database));
    assert_eq!(sqlite_columns(&mut sqlite(&database)), before);
}

#[test]
fn several_processes_that_start_at_once_migrate_once() {
    for database in [Some(TestDatabase::sqlite()), TestDatabase::postgres()]
        .into_iter()
        .flatten()
    {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| drop(database.open()));
            }
        });
    }
}

/// Puts a row into every table.
fn fill(test: &StoreUnderTest) {
    use para11::store::account::sessions::Purpose;
    let ann = test.focal_point("AUT");
    let link = test
        .store
        .make_link(&accounts(), ann.id, Purpose::SignIn, at(0), 1)
        .unwrap();
    let session = test
        .store
        .redeem_link(&link, at(1))
        .unwrap()
        .unwrap()
        .session;
    crate::accounts::fill(&test.store);
    let form_token = test
        .store
        .session(&session, at(1))
        .unwrap()
        .unwrap()
        .form_token;
    let folder = tempfile::tempdir().unwrap();
    let keys = para11::keys::Keys::open(folder.path()).unwrap();
    let typed = [("q.value".to_owned(), "a".to_owned())];
    test.store
        .park(
            &keys,
            &session,
            form_token.as_str(),
            "/en/reply/a/q",
            &typed,
            at(1),
        )
        .unwrap();
    let request = para11::store::RequestKey::parse("k").unwrap();
    test.store
        .save(
            &edit_as(&ann),
            firm(),
            vec![change("q", "a", 0)],
            Some(request),
            at(2),
        )
        .unwrap();
    let bob = test.person(para11::access::Role::Contributor, Some("AUT"));
    let section = section("about", &["q"]);
    let given = section.questions.clone();
    test.store
        .give(&delegate(&ann), bob.id, section.clone(), given, at(2))
        .unwrap();
    test.store
        .return_section(&delegate(&ann), bob.id, section, "note".into(), at(2))
        .unwrap();
    test.store
        .remark(&discuss(&ann), key("q"), "remark".into(), None, at(2))
        .unwrap();
    let bytes = crate::files::fill(test);
    submit(&test.store, "AUT", &bytes, at(3));
    let prefill = BTreeMap::from([(key("q"), Prefill::default())]);
    let all = BTreeMap::from([(code("AUT"), prefill)]);
    test.store
        .put_prefills(&rounds(), &code("2026"), all, at(4))
        .unwrap();
}

/// Tables whose rows never change, and a column of each.
const FROZEN: [(&str, &str); 4] = [
    ("submitted_documents", "version"),
    ("answer_history", "body"),
    ("submissions", "sha256"),
    ("form_versions", "form"),
];

#[test]
fn what_is_sealed_cannot_be_changed_even_past_the_store() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    fill(&test);
    let mut conn = sqlite(&test.database);
    for (table, column) in FROZEN {
        for statement in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
        ] {
            let refused = conn.batch_execute(&statement).unwrap_err().to_string();
            assert!(refused.contains("are never"), "{statement}: {refused}");
        }
    }
}

#[test]
fn damage_on_disk_is_noticed_when_read() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    fill(&test);
    sqlite(&test.database)
        .batch_execute(
            "DROP TRIGGER submissions_never_change; UPDATE submissions SET bytes = x'00'; \
             UPDATE answers SET body = '{\"values\": 7}';",
        )
        .unwrap();
    for damaged in [
        test.store.submissions(&figures()).map(drop),
        test.store.submission(&see("AUT")).map(drop),
        test.store.reply(&see("AUT")).map(drop),
    ] {
        assert!(
            matches!(damaged, Err(para11::store::StoreError::Damaged { .. })),
            "{damaged:?}"
        );
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::*;

    fn connect(database: &TestDatabase) -> PgConnection {
        let DatabaseUrl::Postgres(url) = &database.url else {
            panic!("not PostgreSQL")
        };
        PgConnection::establish(url).unwrap()
    }

    fn columns(conn: &mut PgConnection) -> Columns {
        by_column(
            diesel::sql_query(
                "SELECT table_name::text AS \"table\", column_name::text AS \"column\", data_type::text AS kind, \
                 is_nullable = 'YES' AS nullable FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_%'",
            )
            .load(conn)
            .unwrap(),
        )
    }

    #[test]
    fn postgresql_has_the_tables_of_the_schema() {
        let Some(database) = TestDatabase::postgres() else {
            return;
        };
        drop(database.open());
        let words = [
            ("Text", "text"),
            ("Binary", "bytea"),
            ("Timestamp", "timestamp without time zone"),
            ("Date", "date"),
            ("Integer", "integer"),
            ("BigInt", "bigint"),
            ("Bool", "boolean"),
        ];
        assert_eq!(
            columns(&mut connect(&database)),
            in_words(declared(), &words)
        );
    }

    #[test]
    fn postgresql_goes_down_and_up_with_rows_in_it() {
        let Some(database) = TestDatabase::postgres() else {
            return;
        };
        let test = StoreUnderTest::on(database);
        fill(&test);
        let StoreUnderTest { store, database } = test;
        drop(store);
        let mut conn = connect(&database);
        let before = columns(&mut conn);
        let migrations = FileBasedMigrations::from_path("migrations/postgres").unwrap();
        conn.revert_all_migrations(migrations).unwrap();
        assert!(columns(&mut conn).is_empty());
        fill(&StoreUnderTest::on_again(&database));
        assert_eq!(columns(&mut conn), before);
    }

    #[test]
    fn what_is_sealed_cannot_be_changed_even_past_the_store() {
        let Some(database) = TestDatabase::postgres() else {
            return;
        };
        let test = StoreUnderTest::on(database);
        fill(&test);
        let mut conn = connect(&test.database);
        for (table, column) in FROZEN {
            for statement in [
                format!("UPDATE {table} SET {column} = {column}"),
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table} CASCADE"),
            ] {
                let refused = conn.batch_execute(&statement).unwrap_err().to_string();
                assert!(
                    refused.contains("are never changed"),
                    "{statement}: {refused}"
                );
            }
        }
    }

    #[test]
    fn a_role_that_would_not_wait_for_the_disk_is_refused() {
        let Some(database) = TestDatabase::postgres() else {
            return;
        };
        let DatabaseUrl::Postgres(url) = &database.url else {
            panic!("not PostgreSQL")
        };
        let url = DatabaseUrl::parse(&format!("{url}%20-csynchronous_commit%3Doff")).unwrap();
        let refused = para11::store::Store::open(&url).unwrap_err().to_string();
        assert!(
            refused.contains("synchronous_commit is off") && refused.contains("postgresql.conf"),
            "{refused}"
        );
    }
}
