//! Other keys in the place of those in use: the log announces a signing key, old receipts hold, a lost or stolen key does no harm.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Binary;
use para11::config::database::DatabaseUrl;
use para11::keys::{Keys, PublicKey, rotation, second_factor};
use para11::proof::checkpoint::Checkpoint;
use para11::proof::receipt::Receipt;
use para11::store::reply::files::{FileError, Files};
use para11::store::reply::submissions::Receipt as Received;
use para11::store::{Store, StoreError};

use crate::files::{attach, name, read, slot};
use crate::support::store::*;

/// Keys of their own.
fn other() -> (Arc<Keys>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Arc::new(Keys::open(folder.path()).unwrap()), folder)
}

fn submit_with(
    store: &Store,
    respondent: &str,
    keys: &Arc<Keys>,
    at: DateTime<Utc>,
) -> Result<Received, StoreError> {
    let revision = store.reply(&see(respondent)).unwrap().revision;
    store.submit(
        &seal(respondent),
        b"document".to_vec(),
        revision,
        None,
        keys,
        at,
    )
}

/// The receipt of a respondent, checked with all keys that are published.
fn receipt(store: &Store, respondent: &str) -> Receipt {
    let published: Vec<PublicKey> = store
        .log_keys()
        .unwrap()
        .iter()
        .map(|key| PublicKey::from_pem(&key.pem).unwrap())
        .collect();
    let signed = store.signed_receipts(&see(respondent)).unwrap().remove(0);
    let document = Some(&b"document"[..]);
    Receipt::check_any(&signed.text, &signed.signature, &published, document).unwrap()
}

fn root_of(receipt: &Receipt) -> Checkpoint {
    Checkpoint {
        size: receipt.size,
        root: receipt.root,
    }
}

#[test]
fn a_signing_key_takes_the_place_of_another_and_all_that_was_signed_holds() {
    StoreUnderTest::each(|test| {
        let store = &test.store;
        let (next, _folder) = other();
        for respondent in ["AUT", "BRA"] {
            clear(store, respondent, at(1));
        }
        submit_with(store, "AUT", keys(), at(2)).unwrap();
        let before = receipt(store, "AUT");
        let before_key = keys().fingerprint();
        assert_eq!(before.key, before_key);

        let first = store
            .change_signing_key(Some(keys().clone()), next.clone(), at(3))
            .unwrap();
        // The old key signed the announcement as its last, the new one as its first: the same log.
        let latest = store.latest_checkpoint().unwrap().unwrap();
        assert_eq!(Checkpoint::open(&latest.note, &next.public()), Ok(first));
        assert_eq!(first.size, before.size + 1);
        let published = store.log_keys().unwrap();
        let retired: Vec<_> = published
            .iter()
            .map(|key| (key.fingerprint.clone(), key.retired.is_some()))
            .collect();
        assert_eq!(
            retired,
            [(next.fingerprint(), false), (before_key.clone(), true)]
        );
        // Done again, after a crash for instance, it is done once.
        let again = store
            .change_signing_key(Some(keys().clone()), next.clone(), at(4))
            .unwrap();
        assert_eq!(again, first);

        // The old key signs no more; nothing was submitted by the attempt.
        let refused = submit_with(store, "BRA", keys(), at(5));
        assert!(
            matches!(&refused, Err(StoreError::OtherKey(key)) if *key == before_key),
            "{refused:?}"
        );
        assert!(store.check_signing_key(keys()).is_err());
        assert_eq!(store.receipt(&see("BRA")).unwrap(), None);
        submit_with(store, "BRA", &next, at(6)).unwrap();

        let (old, new) = (receipt(store, "AUT"), receipt(store, "BRA"));
        assert_eq!((&old, new.key), (&before, next.fingerprint()));
        let kept = [root_of(&old), root_of(&receipt(store, "BRA")), first];
        let holds = store.check_log(&kept).unwrap();
        assert_eq!(holds.waiting, 0);
        // Back to the old one leads no way.
        let back = store.change_signing_key(Some(next.clone()), keys().clone(), at(7));
        assert!(matches!(back, Err(StoreError::OtherKey(_))), "{back:?}");
    });
}

#[test]
fn a_lost_signing_key_is_replaced_by_one_that_is_announced_and_by_no_other() {
    StoreUnderTest::each(|test| {
        let store = &test.store;
        submit(store, "AUT", b"document", at(2));
        // The file is gone, and the next start made another.
        let (made_anew, _folder) = other();
        let refused = store.sign_log(made_anew.clone(), at(3)).unwrap_err();
        assert!(
            refused.to_string().contains("para11 keys rotate --lost"),
            "{refused}"
        );
        let unlost = store.change_signing_key(Some(made_anew.clone()), made_anew.clone(), at(3));
        assert!(matches!(unlost, Err(StoreError::OtherKey(_))), "{unlost:?}");
        store
            .change_signing_key(None, made_anew.clone(), at(4))
            .unwrap();
        store.sign_log(made_anew, at(5)).unwrap();
        let kept = root_of(&receipt(store, "AUT"));
        store.check_log(&[kept]).unwrap();
    });
}

/// The database as somebody would open it who owns the machine.
fn raw(test: &StoreUnderTest) -> SqliteConnection {
    let DatabaseUrl::Sqlite(path) = &test.database.url else {
        panic!("not SQLite")
    };
    SqliteConnection::establish(path.to_str().unwrap()).unwrap()
}

#[test]
fn what_a_stolen_signing_key_signs_afterwards_and_what_no_key_of_the_log_signs_is_found() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let (next, _folder) = other();
    submit(&test.store, "AUT", b"document", at(2));
    test.store
        .change_signing_key(Some(keys().clone()), next.clone(), at(3))
        .unwrap();
    test.type_in(&edit("BRA"), "q", "a", 0);
    let checkpoint = test.store.sign_log(next, at(5)).unwrap();
    test.store.check_log(&[]).unwrap();
    // A log of the thief's own under the stolen key has a root that ours never had.
    let forged = StoreUnderTest::on(TestDatabase::sqlite());
    submit(&forged.store, "BRA", b"forged", at(2));
    let theirs = forged
        .store
        .latest_checkpoint()
        .unwrap()
        .unwrap()
        .checkpoint;
    let ours = test.store.log_root(theirs.size).unwrap();
    assert!(ours.is_some() && ours != Some(theirs.root));

    let late = |fingerprint: &str, note: &str| {
        let root = hex::encode(checkpoint.root);
        raw(&test)
            .batch_execute(&format!(
                "INSERT INTO log_checkpoints (size, root, note, fingerprint, at) \
                 VALUES ({}, x'{root}', '{note}', '{fingerprint}', '2026-01-16 00:00:00')",
                checkpoint.size
            ))
            .unwrap();
        test.store.check_log(&[]).unwrap_err().to_string()
    };
    let found = late(&keys().fingerprint(), &checkpoint.sign(keys()));
    assert!(
        found.contains("after another had taken its place"),
        "{found}"
    );

    let (stranger, _folder) = other();
    raw(&test)
        .batch_execute(&format!(
            "INSERT INTO log_keys (fingerprint, pem, since) VALUES ('{}', '{}', '2026-01-16 00:00:00')",
            stranger.fingerprint(),
            stranger.public_pem()
        ))
        .unwrap();
    let found = late(&stranger.fingerprint(), &checkpoint.sign(&stranger));
    assert!(found.contains("no entry of it says"), "{found}");
}

/// Puts a sealed value into each of the other places that hold one: queries by which each is read back, with what it was sealed for.
fn put_secrets(test: &StoreUnderTest, keys: &Keys) -> Vec<(&'static str, String)> {
    let person = test.focal_point("AUT").id;
    let factor = second_factor::place(person);
    let letter = "letter invitation to a@example.org".to_owned();
    let post = format!("post of account {person} to /en/x");
    let sealed = |place: &str| hex::encode(keys.seal(place, b"secret").unwrap());
    let time = "'2026-01-15 09:00:00'";
    raw(test)
        .batch_execute(&format!(
            "INSERT INTO credentials (person, address, passphrase, second_factor, second_factor_step, enrolled) \
             VALUES ({person}, 'a@example.org', '-', x'{}', 0, {time}); \
             INSERT INTO letters (person, address, language, kind, arguments, secret, created, due) \
             VALUES ({person}, 'a@example.org', 'en', 'invitation', '{{}}', x'{}', {time}, {time}); \
             INSERT INTO parked (person, path, sealed, at) VALUES ({person}, '/en/x', x'{}', {time}); \
             INSERT INTO sessions (token_sha256, person, form_token, created, last_seen, ends, level, agent, next_second_factor) \
             VALUES ('{}', {person}, 't', {time}, {time}, {time}, 'whole', '', x'{}')",
            sealed(&factor),
            sealed(&letter),
            sealed(&post),
            "0".repeat(64),
            sealed(&factor)
        ))
        .unwrap();
    vec![
        (
            "SELECT second_factor AS bytes FROM credentials",
            factor.clone(),
        ),
        ("SELECT secret AS bytes FROM letters", letter),
        ("SELECT sealed AS bytes FROM parked", post),
        ("SELECT next_second_factor AS bytes FROM sessions", factor),
    ]
}

#[derive(QueryableByName)]
struct Cell {
    #[diesel(sql_type = Binary)]
    bytes: Vec<u8>,
}

#[test]
fn all_that_is_sealed_is_sealed_anew_and_neither_a_lost_nor_a_stolen_wrapping_key_opens_it() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let folder = tempfile::tempdir().unwrap();
    let (ring, data) = (folder.path().join("keys"), folder.path().join("files"));
    let open = || Arc::new(Keys::open(&ring).unwrap());
    let files =
        |keys: &Arc<Keys>| Files::open(test.store.clone(), &data, Arc::clone(keys), None).unwrap();
    let stolen = open();
    let document = {
        let files = files(&stolen);
        let mut incoming = files
            .receive(&attach("AUT"), slot("q"), name("a.txt"), at(5))
            .unwrap();
        incoming.push(b"a law").unwrap();
        incoming.finish(at(6)).unwrap()
    };
    let places = put_secrets(&test, &stolen);
    let cell = |query: &str| -> Cell {
        diesel::sql_query(query)
            .get_result(&mut raw(&test))
            .unwrap()
    };

    // Lost: without the file of the key nothing is sealed anew, and nothing has changed.
    let (kept, away) = (ring.join("wrapping-1.key"), folder.path().join("envelope"));
    rotation::add_wrapping(&ring).unwrap();
    std::fs::rename(&kept, &away).unwrap();
    let lost = test.store.rewrap(open(), at(7)).unwrap_err();
    assert!(
        matches!(lost, StoreError::NotInRing(_)) && lost.to_string().contains("put the file"),
        "{lost}"
    );
    let closed = read(&files(&open()), &see("AUT"), document.id);
    assert!(matches!(closed, Err(FileError::Key(_))), "{closed:?}");
    // From the envelope it comes back, and all is there.
    std::fs::rename(&away, &kept).unwrap();
    assert_eq!(
        read(&files(&open()), &see("AUT"), document.id).unwrap(),
        b"a law"
    );
    for (query, place) in &places {
        assert_eq!(stolen.unseal(place, &cell(query).bytes).unwrap(), b"secret");
    }

    assert_eq!(test.store.rewrap(open(), at(8)).unwrap(), places.len() + 1);
    assert_eq!(test.store.rewrap(open(), at(9)).unwrap(), 0);
    assert_eq!(rotation::drop_older(&ring).unwrap(), 1);
    let newest = open();
    assert_eq!(
        read(&files(&newest), &see("AUT"), document.id).unwrap(),
        b"a law"
    );
    for (query, place) in &places {
        let bytes = cell(query).bytes;
        assert_eq!(newest.unseal(place, &bytes).unwrap(), b"secret", "{query}");
        // Stolen: the thief's key opens nothing of what is there now.
        assert!(stolen.unseal(place, &bytes).is_err(), "{query}");
    }
    let robbed = read(&files(&stolen), &see("AUT"), document.id);
    assert!(matches!(robbed, Err(FileError::Key(_))), "{robbed:?}");
}
