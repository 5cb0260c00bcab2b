//! The log: whatever is changed in it, removed from it, reordered or rewritten is found (T-AUDIT-1, T-AUDIT-2); receipts prove what they
//! say, to OpenSSL alone (T-RCPT-1); no answer and no word of a person stands in it.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Nullable, Text};
use para11::access::{Role, operator, permit};
use para11::config::database::DatabaseUrl;
use para11::proof::checkpoint::Checkpoint;
use para11::proof::receipt::{Receipt, ReceiptError};
use para11::reply::life::Step;

use crate::support::ledger::number;
use crate::support::store::*;

fn raw_connection_to(url: &DatabaseUrl) -> SqliteConnection {
    let DatabaseUrl::Sqlite(path) = url else {
        panic!("not SQLite")
    };
    SqliteConnection::establish(path.to_str().unwrap()).unwrap()
}

fn raw_connection(test: &StoreUnderTest) -> SqliteConnection {
    let mut conn = raw_connection_to(&test.database.url);
    // As somebody would who owns the machine.
    conn.batch_execute(
        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF; \
         DROP TRIGGER log_entries_never_change; DROP TRIGGER log_entries_never_go; \
         DROP TRIGGER log_leaves_never_change; DROP TRIGGER log_leaves_never_go; \
         DROP TRIGGER log_tiles_never_change; DROP TRIGGER log_tiles_never_go; \
         DROP TRIGGER log_checkpoints_never_change; DROP TRIGGER log_checkpoints_never_go;",
    )
    .unwrap();
    conn
}

/// A log of at least so many entries, with a checkpoint over them.
fn logged(test: &StoreUnderTest, entries: i64) -> Checkpoint {
    for number in 0..entries {
        test.type_in(&edit("AUT"), "q", &format!("a{number}"), number);
    }
    test.store.sign_log(keys().clone(), at(9)).unwrap()
}

#[test]
fn a_log_that_nobody_touched_holds_at_every_size() {
    StoreUnderTest::each(|test| {
        let first = test.store.sign_log(keys().clone(), at(2)).unwrap();
        let later = logged(test, 600);
        // Over two full tiles: 600 saves and the round.
        assert_eq!(later.size, 601);
        let again = test.store.sign_log(keys().clone(), at(9)).unwrap();
        assert_eq!(again, later);
        let holds = test.store.check_log(&[first, later]).unwrap();
        assert_eq!((holds.size, holds.waiting, holds.checkpoints), (601, 0, 4));
        let latest = test.store.latest_checkpoint().unwrap().unwrap();
        assert_eq!(Checkpoint::open(&latest.note, &keys().public()), Ok(later));
        test.type_in(&edit("BRA"), "q", "more", 0);
        assert_eq!(test.store.check_log(&[]).unwrap().waiting, 1);
    });
}

#[test]
fn a_change_in_any_of_two_hundred_entries_is_found_in_the_database() {
    #[derive(QueryableByName)]
    struct Cell {
        #[diesel(sql_type = Nullable<Binary>)]
        bytes: Option<Vec<u8>>,
    }
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    logged(&test, 200);
    let mut conn = raw_connection(&test);
    let columns = [
        "at",
        "person",
        "round",
        "respondent",
        "action",
        "object",
        "body",
        "salt",
        "commitment",
    ];
    let mut changed = 0;
    // The unit tests of `store::log::check` change every byte of every entry; here the whole way through the database is gone, with every
    // byte of some entries and one byte of the others, of one column after the other. PARA11_LOG_ENTRIES=200 changes every byte of all.
    let wholly = i64::try_from(number("PARA11_LOG_ENTRIES", 1)).unwrap();
    for (entry, whole) in (2..=201).map(|entry| (entry, entry < 2 + wholly)) {
        let first = usize::try_from(entry % 9).unwrap();
        for column in columns.into_iter().skip(if whole { 0 } else { first }) {
            let read = format!(
                "SELECT CAST({column} AS BLOB) AS bytes FROM log_entries WHERE id = {entry}"
            );
            let cell: Cell = diesel::sql_query(read).get_result(&mut conn).unwrap();
            let Some(bytes) = cell.bytes else { continue };
            let kind = if matches!(column, "salt" | "commitment") {
                "BLOB"
            } else {
                "TEXT"
            };
            let mut write = |bytes: &[u8]| {
                let cast = if kind == "BLOB" {
                    "?".to_owned()
                } else {
                    "CAST(? AS TEXT)".to_owned()
                };
                diesel::sql_query(format!(
                    "UPDATE log_entries SET {column} = {cast} WHERE id = {entry}"
                ))
                .bind::<Binary, _>(bytes)
                .execute(&mut conn)
                .unwrap();
            };
            let step = if whole { 1 } else { bytes.len() };
            for at in (0..bytes.len()).step_by(step) {
                let mut other = bytes.clone();
                other[at] ^= 1;
                write(&other);
                let found = test.store.check_log(&[]);
                assert!(found.is_err(), "{column} of entry {entry}, byte {at}");
                changed += 1;
            }
            write(&bytes);
            if !whole {
                break;
            }
        }
    }
    eprintln!("{changed} bytes changed one by one, each found");
    assert!(changed > 350, "{changed}");
    test.store.check_log(&[]).unwrap();
}

#[test]
fn what_is_removed_reordered_or_rewritten_is_found() {
    let base = StoreUnderTest::on(TestDatabase::sqlite());
    let checkpoint = logged(&base, 300);
    let copy = || {
        let database = TestDatabase::sqlite();
        let DatabaseUrl::Sqlite(path) = &database.url else {
            panic!("not SQLite")
        };
        raw_connection_to(&base.database.url)
            .batch_execute(&format!("VACUUM INTO '{}'", path.display()))
            .unwrap();
        let store = database.open();
        StoreUnderTest { store, database }
    };
    let forge = |statement: &str| {
        let test = copy();
        test.store.check_log(&[checkpoint]).unwrap();
        raw_connection(&test).batch_execute(statement).unwrap();
        let found = test.store.check_log(&[checkpoint]);
        found
            .map(|holds| panic!("{statement}: {holds:?}"))
            .unwrap_err()
            .to_string()
    };
    let swap =
        "UPDATE log_leaves SET entry = CASE entry WHEN 7 THEN 8 ELSE 7 END WHERE entry IN (7, 8)";
    // The unique index sees to the first; without it the leaves do not fit.
    let unindexed = "CREATE TABLE copy AS SELECT seq, CASE entry WHEN 7 THEN 8 WHEN 8 THEN 7 ELSE entry END AS entry, leaf FROM log_leaves; \
        DELETE FROM log_leaves; INSERT INTO log_leaves SELECT * FROM copy";
    assert!(swap.contains("CASE") && forge(unindexed).contains("was changed"));
    let with_leaves = "CREATE TABLE copy AS SELECT seq, entry, leaf FROM log_leaves; DELETE FROM log_leaves; \
        INSERT INTO log_leaves SELECT CASE seq WHEN 6 THEN 7 WHEN 7 THEN 6 ELSE seq END, entry, leaf FROM copy";
    forge(with_leaves);
    for statement in [
        "DELETE FROM log_entries WHERE id = 5",
        "DELETE FROM log_leaves WHERE seq = 5",
        "DELETE FROM log_leaves WHERE seq = 300",
        "DELETE FROM log_leaves WHERE seq = 300; DELETE FROM log_entries WHERE id = 301",
        "DELETE FROM log_leaves WHERE seq = 300; DELETE FROM log_entries WHERE id = 301; UPDATE log_head SET size = 300",
        "DELETE FROM log_leaves WHERE seq = 300; DELETE FROM log_entries WHERE id = 301; UPDATE log_head SET size = 300; \
         DELETE FROM log_checkpoints",
        "UPDATE log_head SET size = 5",
        "DELETE FROM log_tiles",
        "UPDATE log_tiles SET hash = zeroblob(32)",
        "INSERT INTO log_tiles VALUES (1, 1, zeroblob(32))",
        "UPDATE log_checkpoints SET root = zeroblob(32)",
        "UPDATE log_checkpoints SET size = size - 1",
        "UPDATE log_checkpoints SET note = replace(note, '301', '300')",
        "INSERT INTO log_entries SELECT 999, at, person, round, respondent, action, object, body, salt, commitment FROM log_entries WHERE id = 5",
        "UPDATE log_entries SET salt = NULL WHERE id = 5",
    ] {
        forge(statement);
    }
    // The control: what the plan for old entries does is no forgery.
    let test = copy();
    raw_connection(&test)
        .batch_execute("UPDATE log_entries SET body = NULL, salt = NULL WHERE id < 100")
        .unwrap();
    test.store.check_log(&[checkpoint]).unwrap();
}

#[test]
fn another_history_under_the_same_key_is_found_by_a_checkpoint_from_outside() {
    let one = StoreUnderTest::on(TestDatabase::sqlite());
    let kept = logged(&one, 20);
    let forked = StoreUnderTest::on(TestDatabase::sqlite());
    logged(&forked, 25);
    // By itself the other history is whole.
    forked.store.check_log(&[]).unwrap();
    let found = forked.store.check_log(&[kept]).unwrap_err().to_string();
    assert!(found.contains("history was rewritten"), "{found}");
    let longer = Checkpoint {
        size: 1_000,
        ..kept
    };
    assert!(one.store.check_log(&[longer]).is_err());
}

#[test]
fn the_rows_of_the_log_refuse_change_on_both_databases() {
    StoreUnderTest::each(|test| {
        logged(test, 2);
        for table in ["log_leaves", "log_checkpoints", "reply_steps", "receipts"] {
            let statement = format!("DELETE FROM {table}");
            let refused = match &test.database.url {
                DatabaseUrl::Sqlite(path) => {
                    submit_once(test);
                    SqliteConnection::establish(path.to_str().unwrap())
                        .unwrap()
                        .batch_execute(&statement)
                        .unwrap_err()
                        .to_string()
                }
                #[cfg(feature = "postgres")]
                DatabaseUrl::Postgres(url) => PgConnection::establish(url)
                    .unwrap()
                    .batch_execute(&statement)
                    .unwrap_err()
                    .to_string(),
                #[cfg(not(feature = "postgres"))]
                DatabaseUrl::Postgres(_) => unreachable!(),
            };
            assert!(refused.contains("are never"), "{table}: {refused}");
        }
    });
}

/// Something in every table.
fn submit_once(test: &StoreUnderTest) {
    if test.store.receipt(&see("AUT")).unwrap().is_none() {
        submit(&test.store, "AUT", b"document", at(3));
    }
}

#[test]
fn each_receipt_proves_its_act_and_no_changed_byte_of_it_passes() {
    StoreUnderTest::each(|test| {
        let officer = test.person(Role::Manager, None);
        logged(test, 5);
        submit(&test.store, "AUT", b"the document", at(3));
        let who = code("AUT");
        let press = |words| press(&test.store, "AUT", words);
        test.store
            .take_into_checking(&permit(&officer).unwrap(), &who, press(""), at(4))
            .unwrap();
        test.store
            .validate(&permit(&officer).unwrap(), &who, press(""), keys(), at(5))
            .unwrap();
        test.store
            .reopen(
                &permit(&officer).unwrap(),
                &who,
                press("As asked."),
                keys(),
                at(6),
            )
            .unwrap();
        let receipts = test.store.signed_receipts(&see("AUT")).unwrap();
        let acts: Vec<_> = receipts.iter().map(|receipt| receipt.act).collect();
        assert_eq!(acts, [Step::Submit, Step::Validate, Step::Reopen]);
        for signed in &receipts {
            let (same, document) = test
                .store
                .signed_receipt(&see("AUT"), signed.id)
                .unwrap()
                .unwrap();
            assert_eq!((&same, document.as_slice()), (signed, &b"the document"[..]));
            let key = keys().public();
            let receipt =
                Receipt::check(&signed.text, &signed.signature, &key, Some(&document)).unwrap();
            assert_eq!((receipt.name.as_str(), receipt.version), ("State AUT", 1));
            let kept = Checkpoint {
                size: receipt.size,
                root: receipt.root,
            };
            test.store.check_log(&[kept]).unwrap();
        }
        let signed = &receipts[0];
        for at in 0..signed.text.len() {
            let mut bytes = signed.text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            let refused = Receipt::check(&changed, &signed.signature, &keys().public(), None);
            assert_eq!(refused, Err(ReceiptError::Signature));
        }
        assert_eq!(
            test.store.signed_receipt(&see("BRA"), signed.id).unwrap(),
            None
        );
    });
}

#[test]
fn openssl_alone_verifies_a_receipt_and_refuses_one_changed_byte() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    submit(&test.store, "AUT", b"the document", at(3));
    let receipt = test.store.signed_receipts(&see("AUT")).unwrap().remove(0);
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("receipt.sig", &receipt.signature);
    put("key.pem", receipt.pem.as_bytes());
    let verify = |text: &[u8]| {
        put("receipt.txt", text);
        let done = std::process::Command::new("openssl")
            .args([
                "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem",
            ])
            .args(["-in", "receipt.txt", "-sigfile", "receipt.sig"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        (
            done.status.success(),
            String::from_utf8_lossy(&done.stdout).into_owned(),
        )
    };
    let (holds, said) = verify(receipt.text.as_bytes());
    assert!(holds && said.contains("Verified Successfully"), "{said}");
    let mut bytes = receipt.text.clone().into_bytes();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    assert!(!verify(&bytes).0);
}

#[test]
fn no_answer_and_no_word_of_a_person_stands_in_the_log_or_a_receipt() {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let officer = test.person(Role::Manager, None);
    let canary = "CANARY-7f3a";
    test.type_in(&edit("AUT"), "q", canary, 0);
    submit(&test.store, "AUT", canary.as_bytes(), at(3));
    let who = code("AUT");
    let press = || press(&test.store, "AUT", canary);
    test.store
        .ask_to_correct(&operator(own("AUT")), press(), at(4))
        .unwrap();
    test.store
        .decline(&permit(&officer).unwrap(), &who, press(), at(4))
        .unwrap();
    test.store
        .take_into_checking(&permit(&officer).unwrap(), &who, press(), at(4))
        .unwrap();
    test.store
        .withdraw(&operator(own("AUT")), press(), at(4))
        .unwrap();
    test.store.sign_log(keys().clone(), at(5)).unwrap();
    let mut conn = raw_connection(&test);
    let all = "SELECT action || ' ' || object || ' ' || coalesce(body, '') AS text FROM log_entries \
        UNION ALL SELECT text FROM receipts UNION ALL SELECT note FROM log_checkpoints";
    let rows: Vec<Row> = diesel::sql_query(all).load(&mut conn).unwrap();
    assert!(rows.len() > 9);
    assert!(rows.iter().all(|row| !row.text.contains(canary)));
    // The control: it is where it belongs.
    let kept: Vec<Row> = diesel::sql_query("SELECT words AS text FROM reply_steps")
        .load(&mut conn)
        .unwrap();
    assert!(kept.iter().any(|row| row.text.contains(canary)));
}
