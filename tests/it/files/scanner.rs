//! The scanner: what it has not seen stays closed, whatever is wrong with it.

use para11::access::{ReadReplies, Role, operator, permit};
use para11::reply::document::Refusal;
use para11::store::reply::files::scan::Scanned;
use para11::store::reply::files::{FileError, Scan};
use para11::store::reply::readers::Naming;

use super::clamd::{Clamd, EICAR, Mood, dead};
use super::*;
use crate::support::store::*;

#[test]
fn what_is_clean_opens_and_what_is_not_is_not_kept() {
    StoreUnderTest::each(|test| {
        let clamd = Clamd::start(Mood::Well);
        let shelf = Shelf::of(&test.store, Some(clamd.scanner()));
        let clean = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
        assert_eq!(clean.scan, Scan::Clean);
        assert_eq!(read(&shelf.files, &see("AUT"), clean.id).unwrap(), b"a");
        let evil = put(&shelf.files, &attach("AUT"), slot("q"), "e.txt", EICAR);
        assert_eq!(refusal(evil), Refusal::Infected);
        assert_eq!(shelf.files.list(&see("AUT")).unwrap().len(), 1);
        assert_eq!(shelf.contents().len(), 1);
    });
}

#[test]
fn a_scanner_that_does_not_say_clean_opens_nothing() {
    StoreUnderTest::each(|test| {
        let clamd = Clamd::start(Mood::Well);
        let shelf = Shelf::of(&test.store, Some(clamd.scanner()));
        let moods = [Mood::Limited, Mood::Stammering, Mood::Silent, Mood::Rude];
        for (number, mood) in moods.into_iter().enumerate() {
            clamd.is(mood);
            let called = format!("{number}.txt");
            let content = format!("content {number}");
            let kept = put(
                &shelf.files,
                &attach("AUT"),
                slot("q"),
                &called,
                content.as_bytes(),
            );
            let kept = kept.unwrap();
            assert_eq!(kept.scan, Scan::New, "{mood:?}");
            let read = read(&shelf.files, &see("AUT"), kept.id);
            assert!(matches!(read, Err(FileError::Quarantined)), "{mood:?}");
        }
        // Nothing listens any more; malware waits too.
        let files = shelf.again(&test.store, Some(dead()));
        let evil = put(&files, &attach("AUT"), slot("q"), "e.txt", EICAR).unwrap();
        assert_eq!(
            (evil.scan, files.scan_waiting(at(9)).unwrap().seen()),
            (Scan::New, 0)
        );
        // It is back: the sweep asks it about all that wait.
        clamd.is(Mood::Well);
        let scanned = shelf.files.scan_waiting(at(10)).unwrap();
        assert_eq!((scanned.clean, scanned.infected.len()), (4, 1));
        assert_eq!(
            shelf.files.scan_waiting(at(11)).unwrap(),
            Scanned::default()
        );
        for document in shelf.files.list(&see("AUT")).unwrap() {
            let is_evil = document.id == evil.id;
            let expected = if is_evil { Scan::Infected } else { Scan::Clean };
            assert_eq!(document.scan, expected);
            let read = read(&shelf.files, &see("AUT"), document.id);
            assert_eq!(matches!(read, Err(FileError::Quarantined)), is_evil);
        }
    });
}

#[test]
fn a_scanner_that_comes_later_sees_what_came_before_it() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let document = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
        assert_eq!(document.scan, Scan::Unscanned);
        assert_eq!(shelf.files.scan_waiting(at(9)).unwrap().seen(), 0);
        let clamd = Clamd::start(Mood::Well);
        let files = shelf.again(&test.store, Some(clamd.scanner()));
        assert_eq!(files.scan_waiting(at(10)).unwrap().clean, 1);
        assert_eq!(files.list(&see("AUT")).unwrap()[0].scan, Scan::Clean);
    });
}

#[test]
fn the_secretariat_opens_only_what_a_submission_names_and_is_clean() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let secretariat = operator::<ReadReplies>(whole());
        let document = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
        let open = |files: &Files| {
            let opened = files.read_submitted(&secretariat, &code("AUT"), document.id, at(9));
            opened.map(|(document, _)| document.id)
        };
        assert!(matches!(open(&shelf.files), Err(FileError::Gone)));
        submit(&test.store, "AUT", &submission(&document), at(8));
        assert_eq!(
            shelf
                .files
                .submitted(&secretariat, &code("AUT"))
                .unwrap()
                .len(),
            1
        );
        assert!(
            shelf
                .files
                .submitted(&secretariat, &code("BRA"))
                .unwrap()
                .is_empty()
        );
        assert!(matches!(open(&shelf.files), Err(FileError::Quarantined)));
        let clamd = Clamd::start(Mood::Well);
        let files = shelf.again(&test.store, Some(clamd.scanner()));
        files.scan_waiting(at(10)).unwrap();
        assert_eq!(open(&files).unwrap(), document.id);
    });
}

#[test]
fn documents_of_answers_for_the_secretariat_only_are_for_named_readers() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let document = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
        let bytes = marked(&document, "secretariat_only");
        submit(&test.store, "AUT", &bytes, at(8));
        let clamd = Clamd::start(Mood::Well);
        let files = shelf.again(&test.store, Some(clamd.scanner()));
        files.scan_waiting(at(10)).unwrap();
        let officer = test.person(Role::Manager, None);
        let reads = permit::<ReadReplies>(&officer).unwrap();
        let open = |at| {
            let opened = files.read_submitted(&reads, &code("AUT"), document.id, at);
            opened.map(|(document, _)| document.id)
        };
        assert!(files.submitted(&reads, &code("AUT")).unwrap().is_empty());
        assert!(matches!(open(at(11)), Err(FileError::Gone)));
        assert_eq!(test.store.readers(&see("AUT")).unwrap().opened, 0);
        test.store
            .name_reader(&accounts(), officer.id, Naming::Name, at(12))
            .unwrap();
        assert_eq!(open(at(13)).unwrap(), document.id);
        let readers = test.store.readers(&see("AUT")).unwrap();
        assert_eq!((readers.opened, readers.last), (1, Some(at(13))));
        assert_eq!(readers.now[0].person.id, officer.id);
        // Whoever is suspended reads no more, and is on the list no more.
        test.store.suspend(&accounts(), officer.id, at(14)).unwrap();
        assert!(test.store.readers(&see("AUT")).unwrap().now.is_empty());
        let all = test.store.named_readers(&accounts()).unwrap();
        assert_eq!((all.len(), all[0].ended), (1, Some(at(14))));
    });
}
