//! Documents in a browser: sent whole and by pieces, on a line that is cut; and a text whose session ends before its button is pressed.

use para11::access::{Person, Role, permit};
use para11::reply::document::pieces;

use super::pages::{after, look, place};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::{key, see};
use crate::support::web::TestServer;

const PAGE: &str = "/documents/rep_terms";
const FILE: &str = "input[type=file]";

fn sign_in(chrome: &Chrome, server: &TestServer, person: &Person) {
    chrome.go(&format!("{}{}", server.origin(), server.link(person)));
    chrome.click("main form button");
    chrome.until("to be signed in", || {
        (!chrome.path().contains("/link/")).then_some(())
    });
}

/// A file of so many bytes in a folder of its own.
fn file(called: &str, bytes: usize) -> (tempfile::TempDir, std::path::PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(called);
    let lines = (0..).flat_map(|n: u32| format!("{n};cases;{}\n", n * 7).into_bytes());
    let content: Vec<u8> = lines.take(bytes).collect();
    std::fs::write(&path, &content).unwrap();
    (folder, path, content)
}

/// The content of the only document of Austria.
fn attached(server: &TestServer) -> Option<Vec<u8>> {
    let document = server.files.list(&see("AUT")).unwrap().pop()?;
    let (document, mut content) = server.files.read(&see("AUT"), document.id).unwrap();
    let all = (0..pieces(document.attached.size)).flat_map(|n| content.piece(n).unwrap());
    Some(all.collect())
}

#[test]
fn a_document_is_attached_without_a_script() {
    let Some(chrome) = Chrome::open(Scripts::Off, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    sign_in(&chrome, &server, &server.person(Role::FocalPoint));
    let (_folder, path, content) = file("cas «2025» \u{642}.csv", 700_000);
    chrome.go(&format!("{}/en{PAGE}", server.origin()));
    chrome.choose(FILE, &path);
    chrome.click("form[enctype] button");
    chrome.until_says(".p11-documents", "cas «2025» \u{642}.csv");
    assert!(attached(&server).unwrap() == content);
    chrome.click(".p11-documents form button");
    chrome.until_says("main", "There are no documents here");
    assert_eq!(attached(&server), None);
}

#[test]
fn a_document_on_its_way_outlives_a_cut_line_and_a_reload() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let person = server.person(Role::FocalPoint);
    sign_in(&chrome, &server, &person);
    let (_folder, path, content) = file("cases.csv", 2_000_000);
    let have = || {
        let uploads = server.files.uploads(&permit(&person).unwrap()).unwrap();
        uploads.first().map_or(0, |upload| upload.have.len())
    };
    chrome.go(&format!("{}/en{PAGE}", server.origin()));
    chrome.choose(FILE, &path);
    chrome.slow_line(400_000);
    chrome.click("form[enctype] button");
    chrome.until("two pieces to arrive", || (have() >= 2).then_some(()));
    chrome.cut_line(true);
    chrome.until_says("[data-progress]", "The line is cut");
    let before = have();
    assert!((2..8).contains(&before) && attached(&server).is_none());
    // The page is gone; what was sent is not.
    chrome.cut_line(false);
    chrome.go(&format!("{}/en{PAGE}", server.origin()));
    chrome.until_says("main", "Begun and not finished");
    assert!(have() >= before);
    chrome.choose(FILE, &path);
    chrome.cut_line(true);
    chrome.click("form[enctype] button");
    chrome.until_says("[data-progress]", "The line is cut");
    // It goes on by itself when the line is back.
    chrome.cut_line(false);
    chrome.until("the document to be there", || attached(&server));
    chrome.until_says(".p11-documents", "cases.csv");
    assert!(attached(&server).unwrap() == content);
    assert_eq!(server.files.uploads(&permit(&person).unwrap()).unwrap(), []);
    // What the service does not take it says in words.
    let (_folder, path, _) = file("cases.exe", 10);
    chrome.choose(FILE, &path);
    chrome.click("form[enctype] button");
    chrome.until_says("[data-progress]", "Files of this kind are not taken");
}

#[test]
fn a_text_outlives_its_session_without_a_script() {
    let Some(chrome) = Chrome::open(Scripts::Off, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let person = server.person(Role::FocalPoint);
    sign_in(&chrome, &server, &person);
    let page = crate::park::writing();
    let area = "[id='cls_feedback.value']";
    let text =
        "\u{633}\u{64a}\u{627}\u{62f}\u{629} \u{627}\u{644}\u{642}\u{627}\u{646}\u{648}\u{646}";
    chrome.go(&format!("{}{page}", server.origin()));
    chrome.enter(area, text);
    server.pass(3 * 3600);
    chrome.click("form > .govuk-button-group button");
    chrome.until_at("/en/sign-in");
    sign_in(&chrome, &server, &person);
    chrome.until_seen(area);
    assert_eq!(chrome.field(area).as_deref(), Some(text));
    chrome.click("form > .govuk-button-group button");
    let stored = || {
        let answers = server.store.reply(&see("AUT")).unwrap().answers;
        let answer = answers
            .into_iter()
            .find(|answer| answer.key == key("cls_feedback"))?;
        answer.raw.field("value").first().cloned()
    };
    assert_eq!(chrome.until("the text to be saved", stored), text);
}

#[test]
fn pages_of_documents_and_of_kept_texts_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let person = server.person(Role::FocalPoint);
    let browser = server.browser();
    browser.post_with(
        &server.link(&person),
        &[],
        &[("Sec-Fetch-Site", "same-origin")],
    );
    let token = browser.form_token().unwrap();
    let mut incoming = {
        let slot = para11::store::reply::files::Slot {
            key: key("rep_terms"),
            field: None,
        };
        let name = para11::reply::document::FileName::clean(
            "a law with a rather long name, as laws have it.txt",
        );
        let at = crate::support::store::at(1);
        server
            .files
            .receive(&permit(&person).unwrap(), slot, name.unwrap(), at)
            .unwrap()
    };
    incoming.push(b"text").unwrap();
    incoming.finish(crate::support::store::at(2)).unwrap();
    let fields = [
        ("form_token", token.as_str()),
        ("question", "rep_terms"),
        ("name", "half.pdf"),
        ("size", "900000"),
    ];
    let ours = [
        ("Sec-Fetch-Site", "same-origin"),
        ("Accept", "application/json"),
    ];
    assert_eq!(browser.post_with("/en/uploads", &fields, &ours).status, 200);
    server.pass(3 * 3600);
    for text in ["one text", "another text"] {
        let fields = [
            ("form_token", token.as_str()),
            ("cls_feedback.revision", "0"),
            ("cls_feedback.value", text),
        ];
        let sent = browser.post_with(&crate::park::writing(), &fields, &ours[..1]);
        assert_eq!(sent.status, 303);
    }
    sign_in(&chrome, &server, &person);
    let (_folder, wrong, _) = file("cases.exe", 10);
    let places = [
        place("documents", PAGE),
        after("documents-refused", PAGE, move |chrome| {
            chrome.choose(FILE, &wrong);
            chrome.click("form[enctype] button");
            chrome.until("a refusal", || {
                let refused = chrome.sees(".govuk-error-summary");
                let said = chrome
                    .text("[data-progress]")
                    .is_some_and(|text| !text.is_empty());
                (refused || said).then_some(())
            });
            // That the service says 422 to the script is what it is for.
            for complaint in chrome.complaints() {
                assert!(complaint.contains("a status of 422"), "{complaint}");
            }
        }),
        place("parked", "/parked"),
        place("parked-page", "/parked/1"),
    ];
    look(&chrome, &server, &places);
}
