//! Content on disk and what is known of it, on both databases.

use std::collections::BTreeSet;
use std::fs;

use para11::access::{Parts, Role, permit};
use para11::config::database::DatabaseUrl;
use para11::form::name::{FieldName, QuestionName};
use para11::reply::document::{MOST_BYTES, PIECE, Refusal};
use para11::store::StoreError;
use para11::store::reply::files::upload::NewUpload;
use para11::store::reply::files::{FileError, Scan, Slot};

use super::*;
use crate::support::store::*;

const CANARY: &[u8] = b"canary that must not be on any disk";

#[test]
fn what_is_attached_comes_back_and_lies_nowhere_in_the_open() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let content = [CANARY, &long(700_000), CANARY].concat();
        let put = put(&shelf.files, &attach("AUT"), slot("q"), "law.txt", &content).unwrap();
        assert_eq!(put.attached.sha256, sha256(&content));
        assert_eq!(put.attached.size, u64::try_from(content.len()).unwrap());
        assert_eq!(put.scan, Scan::Unscanned);
        assert_eq!(
            shelf.files.list(&see("AUT")).unwrap(),
            std::slice::from_ref(&put)
        );
        assert!(read(&shelf.files, &see("AUT"), put.id).unwrap() == content);
        let mut places = shelf.contents();
        assert_eq!(places.len(), 1);
        if let DatabaseUrl::Sqlite(path) = &test.database.url {
            places.extend([path.clone(), path.with_extension("sqlite-wal")]);
        }
        for place in places {
            let bytes = fs::read(&place).unwrap_or_default();
            let found = bytes.windows(CANARY.len()).any(|window| window == CANARY);
            assert!(!found, "the canary is in {}", place.display());
        }
        // Another State does not even learn that it is there.
        assert!(matches!(
            read(&shelf.files, &see("BRA"), put.id),
            Err(FileError::Gone)
        ));
        assert!(shelf.files.list(&see("BRA")).unwrap().is_empty());
        // Without its keys the content is noise.
        fs::remove_dir_all(shelf.folder.path().join("keys")).unwrap();
        let robbed = shelf.again(&test.store, None);
        assert!(matches!(
            read(&robbed, &see("AUT"), put.id),
            Err(FileError::Key(_))
        ));
    });
}

/// Sends these pieces of a content.
fn send(files: &Files, upload: i64, content: &[u8], pieces: &[usize]) {
    let whole = usize::try_from(PIECE).unwrap();
    for &number in pieces {
        let piece = content.chunks(whole).nth(number).unwrap();
        let at_place = u64::try_from(number).unwrap();
        files
            .put_piece(
                &attach("AUT"),
                upload,
                at_place,
                &sha256(piece),
                piece,
                at(7),
            )
            .unwrap();
    }
}

fn begun(files: &Files, content: &[u8]) -> para11::store::reply::files::upload::Upload {
    let new = NewUpload {
        slot: slot("q"),
        name: name("law.txt"),
        size: u64::try_from(content.len()).unwrap(),
    };
    files.begin(&attach("AUT"), new, at(5)).unwrap()
}

#[test]
fn an_upload_is_gone_on_with_after_a_cut_line_and_a_restart() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let content = long(3 * 262_144 + 17);
        let upload = begun(&shelf.files, &content);
        send(&shelf.files, upload.id, &content, &[0, 3]);
        let files = shelf.again(&test.store, None);
        assert!(matches!(
            files.finish(&attach("AUT"), upload.id, at(8)),
            Err(FileError::Unfinished)
        ));
        // To begin the same again is to go on with it.
        let again = begun(&files, &content);
        assert_eq!(again.id, upload.id);
        assert_eq!(again.have.keys().copied().collect::<Vec<_>>(), [0, 3]);
        assert_eq!(again.have[&0], sha256(&content[..262_144]));
        send(&files, upload.id, &content, &[3, 1, 2, 0]);
        let done = files.finish(&attach("AUT"), upload.id, at(9)).unwrap();
        assert!(read(&files, &see("AUT"), done.id).unwrap() == content);
        assert!(files.uploads(&attach("AUT")).unwrap().is_empty());
        assert_eq!(shelf.contents().len(), 1);
    });
}

#[test]
fn a_piece_that_is_not_what_it_says_is_refused_and_one_that_was_lost_is_asked_for() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let content = long(300_000);
        let upload = begun(&shelf.files, &content);
        let piece = &content[..262_144];
        let put = |number, digest: &str, bytes: &[u8]| {
            let files = &shelf.files;
            files.put_piece(&attach("AUT"), upload.id, number, digest, bytes, at(7))
        };
        for (number, digest, bytes) in [
            (0, sha256(b"another"), piece),
            (0, sha256(&piece[1..]), &piece[1..]),
            (1, sha256(piece), piece),
            (2, sha256(b""), b""),
        ] {
            assert!(matches!(put(number, &digest, bytes), Err(FileError::Piece)));
        }
        send(&shelf.files, upload.id, &content, &[0, 1]);
        // The disk forgets the first piece after it was acknowledged.
        let path = shelf.contents().remove(0);
        let mut bytes = fs::read(&path).unwrap();
        bytes[100] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert!(matches!(
            shelf.files.finish(&attach("AUT"), upload.id, at(8)),
            Err(FileError::Unfinished)
        ));
        let left = shelf.files.upload(&attach("AUT"), upload.id).unwrap();
        assert_eq!(left.have.keys().copied().collect::<Vec<_>>(), [1]);
        send(&shelf.files, upload.id, &content, &[0]);
        let done = shelf
            .files
            .finish(&attach("AUT"), upload.id, at(9))
            .unwrap();
        assert!(read(&shelf.files, &see("AUT"), done.id).unwrap() == content);
    });
}

#[test]
fn pieces_that_were_changed_swapped_or_cut_off_are_found() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let shelf = Shelf::of(&test.store, None);
    let (one, two) = (long(600_000), long(600_001));
    let first = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", &one).unwrap();
    let path = shelf.contents().remove(0);
    let other = put(&shelf.files, &attach("AUT"), slot("q"), "b.txt", &two).unwrap();
    let beside = shelf
        .contents()
        .into_iter()
        .find(|other| *other != path)
        .unwrap();
    let sound = fs::read(&path).unwrap();
    let place = 262_144 + 40;
    let damages: [(&str, Vec<u8>); 6] = [
        ("a byte of the first piece", {
            let mut bytes = sound.clone();
            bytes[60] ^= 1;
            bytes
        }),
        ("a byte of a nonce", {
            let mut bytes = sound.clone();
            bytes[place + 3] ^= 1;
            bytes
        }),
        ("two pieces in each other's place", {
            let mut pieces: Vec<_> = sound.chunks(place).collect();
            pieces.swap(0, 1);
            pieces.concat()
        }),
        ("the last piece cut off", sound[..2 * place].to_vec()),
        ("the last bytes cut off", sound[..sound.len() - 1].to_vec()),
        (
            "the content of another document",
            fs::read(&beside).unwrap(),
        ),
    ];
    for (what, bytes) in damages {
        fs::write(&path, bytes).unwrap();
        let found = read(&shelf.files, &see("AUT"), first.id);
        assert!(
            matches!(found, Err(FileError::Damaged(_))),
            "{what}: {found:?}"
        );
    }
    // The control: as it was, it is read.
    fs::write(&path, &sound).unwrap();
    assert!(read(&shelf.files, &see("AUT"), first.id).unwrap() == one);
    assert!(read(&shelf.files, &see("AUT"), other.id).unwrap() == two);
}

#[test]
fn a_reply_takes_so_many_documents_and_so_many_bytes_and_no_more() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let begin = |number: u64, size| {
            let new = NewUpload {
                slot: slot("q"),
                name: name(&format!("{number}.txt")),
                size,
            };
            shelf.files.begin(&attach("AUT"), new, at(5))
        };
        assert!(matches!(
            begin(0, MOST_BYTES + 1),
            Err(FileError::Refused(Refusal::TooLarge))
        ));
        assert!(matches!(
            begin(0, 0),
            Err(FileError::Refused(Refusal::Empty))
        ));
        let uploads: Vec<_> = (0..10).map(|n| begin(n, MOST_BYTES).unwrap()).collect();
        assert!(matches!(
            begin(10, 1),
            Err(FileError::Refused(Refusal::TooMuch))
        ));
        for upload in uploads {
            shelf
                .files
                .give_up(&attach("AUT"), upload.id, at(1))
                .unwrap();
        }
        put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
        for number in 0..39 {
            begin(number, 1).unwrap();
        }
        assert!(matches!(
            begin(39, 1),
            Err(FileError::Refused(Refusal::TooMany))
        ));
        let more = put(&shelf.files, &attach("AUT"), slot("q"), "b.txt", b"b");
        assert_eq!(refusal(more), Refusal::TooMany);
        // Another State has room of its own.
        put(&shelf.files, &attach("BRA"), slot("q"), "b.txt", b"b").unwrap();
        let mut incoming = shelf
            .files
            .receive(&attach("BRA"), slot("q"), name("c.txt"), at(5))
            .unwrap();
        let mib = vec![b'a'; 1 << 20];
        let pushed = (0..21).try_for_each(|_| incoming.push(&mib));
        assert!(matches!(pushed, Err(FileError::Refused(Refusal::TooLarge))));
    });
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let put = |called, content: &[u8]| {
            refusal(put(
                &shelf.files,
                &attach("AUT"),
                slot("q"),
                called,
                content,
            ))
        };
        assert_eq!(put("a.pdf", b"no pdf"), Refusal::Content);
        assert_eq!(put("a.txt", b"<script>alert(1)</script>"), Refusal::Content);
        assert_eq!(put("a.txt", b""), Refusal::Empty);
        let upload = begun(&shelf.files, b"a\0b");
        send(&shelf.files, upload.id, b"a\0b", &[0]);
        let done = shelf.files.finish(&attach("AUT"), upload.id, at(8));
        assert_eq!(refusal(done), Refusal::Content);
        assert!(shelf.files.list(&see("AUT")).unwrap().is_empty());
        assert!(shelf.files.uploads(&attach("AUT")).unwrap().is_empty());
        assert_eq!(shelf.contents(), Vec::<std::path::PathBuf>::new());
        // The same content twice at one answer, and two documents where a field takes one.
        let field = Slot {
            field: Some(FieldName::parse("document").unwrap()),
            key: keyed("q", "1"),
        };
        let put = |place: &Slot, called, content: &[u8]| {
            super::put(&shelf.files, &attach("AUT"), place.clone(), called, content)
        };
        put(&slot("q"), "a.txt", b"a").unwrap();
        assert_eq!(refusal(put(&slot("q"), "b.txt", b"a")), Refusal::Same);
        put(&field, "a.txt", b"a").unwrap();
        assert_eq!(refusal(put(&field, "c.txt", b"c")), Refusal::Taken);
        assert_eq!(shelf.contents().len(), 2);
    });
}

#[test]
fn documents_are_within_the_bounds_of_each_person() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let given = |name: &str, question: &str| {
            let mut person = test.person(Role::Contributor, Some("AUT"));
            person.name = name.to_owned();
            let questions = BTreeSet::from([QuestionName::parse(question).unwrap()]);
            person.parts = Parts::Questions(questions);
            person
        };
        let (ann, ben, other) = (given("Ann", "q"), given("Ben", "q"), given("Cem", "r"));
        let focal_point = test.focal_point("AUT");
        let put = put(
            &shelf.files,
            &permit(&ann).unwrap(),
            slot("q"),
            "a.txt",
            b"a",
        )
        .unwrap();
        let elsewhere = super::put(
            &shelf.files,
            &permit(&ann).unwrap(),
            slot("r"),
            "a.txt",
            b"a",
        );
        assert!(matches!(elsewhere, Err(FileError::Gone)));
        // Those of the question see it; without a scanner only who attached it and the focal point open it.
        for (person, seen, opened) in [
            (&ann, 1, true),
            (&ben, 1, false),
            (&other, 0, false),
            (&focal_point, 1, true),
        ] {
            let allow = permit(person).unwrap();
            assert_eq!(
                shelf.files.list(&allow).unwrap().len(),
                seen,
                "{}",
                person.name
            );
            let read = read(&shelf.files, &allow, put.id);
            match (seen, opened) {
                (_, true) => assert_eq!(read.unwrap(), b"a"),
                (0, _) => assert!(matches!(read, Err(FileError::Gone))),
                _ => assert!(matches!(read, Err(FileError::Quarantined))),
            }
        }
        let gone = shelf.files.remove(&permit(&other).unwrap(), put.id, at(9));
        assert!(matches!(gone, Err(FileError::Gone)));
        shelf
            .files
            .remove(&permit(&ben).unwrap(), put.id, at(9))
            .unwrap();
        assert!(shelf.contents().is_empty());
    });
}

#[test]
fn a_submission_holds_the_documents_it_names() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let shelf = Shelf::of(&test.store, None);
    let document = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
    let spare = put(&shelf.files, &attach("AUT"), slot("q"), "b.txt", b"b").unwrap();
    let revision = test.store.reply(&see("AUT")).unwrap().revision;
    assert_eq!(revision, 2);
    // Nothing is sealed that names what is not there.
    let mut strange = document.clone();
    strange.attached.sha256 = sha256(b"c");
    clear(&test.store, "AUT", at(9));
    let refused = test.store.submit(
        &seal("AUT"),
        submission(&strange),
        revision,
        None,
        keys(),
        at(9),
    );
    assert!(
        matches!(refused, Err(StoreError::Damaged { .. })),
        "{refused:?}"
    );
    test.store
        .submit(
            &seal("AUT"),
            submission(&document),
            revision,
            None,
            keys(),
            at(9),
        )
        .unwrap();
    let locked = shelf.files.remove(&attach("AUT"), spare.id, at(10));
    assert!(matches!(
        locked,
        Err(FileError::Store(StoreError::NotDraft))
    ));
    let locked = put(&shelf.files, &attach("AUT"), slot("q"), "c.txt", b"c");
    assert!(matches!(
        locked,
        Err(FileError::Store(StoreError::NotDraft))
    ));
    let DatabaseUrl::Sqlite(path) = &test.database.url else {
        unreachable!()
    };
    // Open again for correction: both go from the draft, and only the one that no submission names is gone.
    let mut conn = {
        use diesel::Connection;
        diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap()
    };
    diesel::connection::SimpleConnection::batch_execute(
        &mut conn,
        "PRAGMA foreign_keys = ON; UPDATE replies SET state = 'draft', stage = 'work'",
    )
    .unwrap();
    for id in [document.id, spare.id] {
        shelf.files.remove(&attach("AUT"), id, at(11)).unwrap();
    }
    assert!(shelf.files.list(&see("AUT")).unwrap().is_empty());
    assert_eq!(read(&shelf.files, &see("AUT"), document.id).unwrap(), b"a");
    assert!(matches!(
        read(&shelf.files, &see("AUT"), spare.id),
        Err(FileError::Gone)
    ));
    assert_eq!(shelf.files.sweep(at(400 * 86_400)).unwrap().files, 0);
    let refused =
        diesel::connection::SimpleConnection::batch_execute(&mut conn, "DELETE FROM documents");
    assert!(refused.is_err());
}

#[test]
fn what_is_left_over_is_swept_away_and_nothing_else() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let content = long(300_000);
        let kept = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
        let upload = begun(&shelf.files, &content);
        send(&shelf.files, upload.id, &content, &[0]);
        let folder = shelf.folder.path().join("files");
        fs::write(folder.join(format!("{}.part", "a".repeat(32))), "of no row").unwrap();
        fs::write(folder.join("b".repeat(32)), "of no row").unwrap();
        fs::write(folder.join("note of the operator"), "not ours").unwrap();
        // The files are of today by the machine's clock, which is after the clock of the test.
        let none = shelf.files.sweep(at(6 * 86_400)).unwrap();
        assert_eq!((none.uploads, none.files), (0, 0));
        let swept = shelf.files.sweep(at(10_000 * 86_400)).unwrap();
        assert_eq!((swept.uploads, swept.files), (1, 3));
        assert_eq!(shelf.contents().len(), 2);
        assert_eq!(read(&shelf.files, &see("AUT"), kept.id).unwrap(), b"a");
    });
}
