//! Malware that is known only later: the whole shelf is looked at again; what is found is closed, told, and stands in the way of submission.

use std::process::Command;

use para11::access::{ReadReplies, Role, operator};
use para11::keys::Keys;
use para11::store::letters::LetterKind;
use para11::store::reply::files::scan::Found;
use para11::store::reply::files::{FileError, Scan};
use para11::store::{Store, StoreError};

use super::clamd::{Clamd, EICAR, Mood, dead};
use super::*;
use crate::support::store::*;
use crate::support::web::TestServer;

/// Attaches what the scanner will know for malware, before there is a scanner; and something clean.
fn attach_both(files: &Files) -> (Document, Document) {
    let evil = put(files, &attach("AUT"), slot("q"), "e.txt", EICAR).unwrap();
    let clean = put(files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
    (evil, clean)
}

fn found(document: &Document, submitted: bool) -> Found {
    Found {
        document: document.id,
        round: code("2026"),
        respondent: code("AUT"),
        key: key("q"),
        submitted,
    }
}

#[test]
fn a_document_found_infected_later_is_not_sealed_and_those_who_lead_are_told_once() {
    StoreUnderTest::each(|test| {
        let secrets = tempfile::tempdir().unwrap();
        let opened = Arc::new(Keys::open(secrets.path()).unwrap());
        test.store.queue_letters(opened);
        let focal = para11::store::account::people::NewPerson {
            name: "Focal point".to_owned(),
            email_address: Some("focal@example.org".to_owned()),
            role: Role::FocalPoint,
            respondent: Some(code("AUT")),
            round: code("2026"),
        };
        test.store.add_person(&accounts(), focal, at(0)).unwrap();
        let shelf = Shelf::of(&test.store, None);
        let (evil, clean) = attach_both(&shelf.files);
        let clamd = Clamd::start(Mood::Well);
        let files = shelf.again(&test.store, Some(clamd.scanner()));
        let before = test.store.reply(&see("AUT")).unwrap().revision;
        for turn in 0..3 {
            let scanned = files.scan_all(at(10 + turn)).unwrap();
            assert_eq!((scanned.clean, scanned.unanswered), (1, 0));
            assert_eq!(scanned.infected, [found(&evil, false)]);
            assert_eq!(scanned.damaged, []);
        }
        let letter = test.store.take_letter(at(20)).unwrap().unwrap().letter;
        assert_eq!(letter.kind, LetterKind::DocumentInfected);
        assert_eq!(letter.address, "focal@example.org");
        assert!(
            test.store.take_letter(at(20)).unwrap().is_none(),
            "told once"
        );
        let read = read(&files, &see("AUT"), evil.id);
        assert!(matches!(read, Err(FileError::Quarantined)));
        clear(&test.store, "AUT", at(21));
        let submit = |document: &Document, at_second| {
            let bytes = submission(document);
            test.store
                .submit(&seal("AUT"), bytes, before, None, keys(), at(at_second))
        };
        let refused = submit(&evil, 22);
        assert!(
            matches!(&refused, Err(StoreError::InfectedDocument(found)) if *found == key("q")),
            "{refused:?}"
        );
        assert!(test.store.submission(&see("AUT")).unwrap().is_none());
        // The control: the other document is sealed.
        submit(&clean, 23).unwrap();
    });
}

#[test]
fn a_sealed_reply_stays_and_only_its_document_is_closed() {
    StoreUnderTest::each(|test| {
        let shelf = Shelf::of(&test.store, None);
        let (evil, _) = attach_both(&shelf.files);
        submit(&test.store, "AUT", &submission(&evil), at(8));
        let sealed = test.store.submission(&see("AUT")).unwrap().unwrap();
        let clamd = Clamd::start(Mood::Well);
        let files = shelf.again(&test.store, Some(clamd.scanner()));
        let scanned = files.scan_all(at(10)).unwrap();
        assert_eq!(scanned.infected, [found(&evil, true)]);
        assert_eq!(test.store.submission(&see("AUT")).unwrap().unwrap(), sealed);
        let secretariat = operator::<ReadReplies>(whole());
        let seen = files.submitted(&secretariat, &code("AUT")).unwrap();
        assert_eq!((seen.len(), seen[0].scan), (1, Scan::Infected));
        let opened = files.read_submitted(&secretariat, &code("AUT"), evil.id, at(11));
        assert!(matches!(opened, Err(FileError::Quarantined)));
        let opened = read(&files, &see("AUT"), evil.id);
        assert!(matches!(opened, Err(FileError::Quarantined)));
        // What it took for malware it may later know to be none; a silent scanner changes nothing.
        let silent = shelf.again(&test.store, Some(dead()));
        let scanned = silent.scan_all(at(12)).unwrap();
        assert_eq!((scanned.seen(), scanned.unanswered), (0, 2));
        let seen = files.submitted(&secretariat, &code("AUT")).unwrap();
        assert_eq!(seen[0].scan, Scan::Infected);
    });
}

#[test]
fn a_document_that_was_changed_on_disk_is_counted_as_damaged() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let shelf = Shelf::of(&test.store, None);
    let document = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
    let path = shelf.contents().remove(0);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[30] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let clamd = Clamd::start(Mood::Well);
    let files = shelf.again(&test.store, Some(clamd.scanner()));
    let scanned = files.scan_all(at(10)).unwrap();
    assert_eq!(scanned.damaged, [found(&document, false)]);
}

#[test]
fn the_pages_name_the_question_and_the_remedy_and_the_officer_sees_it() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = super::pages::page();
    let answer = super::pages::put(&browser, &path, "", "e.txt", EICAR);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let words = "The check for malware found something in a document of this answer. Remove the document, and attach a clean copy.";
    assert!(!browser.get("/en/reply/check").body.contains(words));
    let clamd = Clamd::start(Mood::Well);
    let files = server.files_with(clamd.scanner());
    assert_eq!(files.scan_all(at(10)).unwrap().infected.len(), 1);
    let check = browser.get("/en/reply/check").body;
    let question = path.rsplit('/').next().unwrap();
    let stands = check.split("</li>").find(|item| item.contains(words));
    assert!(
        stands.is_some_and(|item| item.contains(question)),
        "{check}"
    );
    assert!(
        browser
            .get(&path)
            .body
            .contains("Nobody can open it: remove it.")
    );
    let address = browser.get(&path).after("/en/document/").unwrap();
    let number = address.split('/').next().unwrap();
    assert_eq!(browser.get(&format!("/en/document/{number}")).status, 403);
    // As it goes, so does what stood in the way.
    let gone = browser.post(&format!("/en/document/{number}/remove"), &[]);
    assert_eq!(gone.status, 303);
    assert!(!browser.get("/en/reply/check").body.contains(words));
}

#[test]
fn the_command_reports_what_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&para11::config::database::DatabaseUrl::in_folder(
        folder.path(),
    ))
    .unwrap();
    put_round(&store, &["AUT"]);
    let files = open(&store, folder.path(), None);
    let (evil, _) = attach_both(&files);
    drop((store, files));
    let clamd = Clamd::start(Mood::Well);
    let run = |arguments: &[&str], scanner: Option<String>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_para11"));
        command
            .args(["files", "scan", "--data"])
            .arg(folder.path())
            .args(arguments);
        command
            .env_remove("DATABASE_URL")
            .env_remove("PARA11_SCANNER");
        if let Some(scanner) = scanner {
            command.env("PARA11_SCANNER", scanner);
        }
        let done = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code(), text(done.stdout), text(done.stderr))
    };
    let (status, _, said) = run(&[], None);
    assert!(
        status == Some(1) && said.contains("PARA11_SCANNER"),
        "{said}"
    );
    let (status, told, said) = run(&[], Some(clamd.address()));
    let expected = format!(
        "2 documents: 1 clean, 1 infected, 0 cannot be read, 0 without an answer\n\
         infected: document {} of q, AUT in round 2026, not submitted\n",
        evil.id
    );
    assert_eq!((status, told), (Some(1), expected), "{said}");
    let (_, told, _) = run(&["--json"], Some(clamd.address()));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let document = serde_json::json!({
        "document": evil.id, "round": "2026", "respondent": "AUT", "answer": "q", "submitted": false
    });
    let expected =
        serde_json::json!({"clean": 1, "infected": [document], "damaged": [], "unanswered": 0});
    assert_eq!(told, expected);
}
