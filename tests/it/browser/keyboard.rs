//! The main tasks by keyboard alone: every control is reached with the Tab key, in the order of the page, and pressed with the space bar or
//! Enter.

use para11::access::{Role, operator};
use thirtyfour::Key;

use super::pages::complete;
use super::sign_in;
use crate::respond::{page_of, stored};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::*;
use crate::support::web::TestServer;

/// Goes to a page.
fn go(chrome: &Chrome, server: &TestServer, path: &str) {
    chrome.go(&format!("{}{path}", server.origin()));
}

/// Presses Tab until an element has the focus, and its outline can be seen.
#[track_caller]
fn reach(chrome: &Chrome, css: &str) {
    let arguments = [serde_json::json!(css)];
    for _ in 0..150 {
        chrome.press(Key::Tab + "");
        let is_there = "return document.activeElement.matches(arguments[0])";
        if chrome.value(is_there, &arguments) == true {
            let ring = "const e = document.activeElement; const l = e.labels?.[0];
                const seen = (s) => s.outlineStyle !== 'none' || s.boxShadow !== 'none';
                return seen(getComputedStyle(e)) || (!!l && seen(getComputedStyle(l, '::before')))";
            assert_eq!(
                chrome.value(ring, &[]),
                true,
                "nobody sees that {css} has the focus"
            );
            return;
        }
    }
    panic!("{css} is not reached by Tab at {}", chrome.address());
}

/// Reaches something and presses it.
#[track_caller]
fn press(chrome: &Chrome, css: &str) {
    reach(chrome, css);
    chrome.press(" ");
}

/// Reaches a button or a link and follows it.
#[track_caller]
fn enter(chrome: &Chrome, css: &str) {
    reach(chrome, css);
    chrome.press(Key::Enter + "");
}

#[test]
fn questions_are_given_said_to_be_ready_and_two_answers_chosen_from() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let contributor = server.person(Role::Contributor);
    sign_in(&chrome, &server, Role::FocalPoint);

    // Give.
    go(&chrome, &server, "/en/reply/people");
    press(&chrome, ".p11-card:nth-child(9) summary");
    let give = format!("a[href='/en/reply/people/m9_rights/{}']", contributor.id);
    enter(&chrome, &give);
    chrome.until_seen("#hr_note");
    press(&chrome, "#hr_note");
    enter(&chrome, "button[value=ticked]");
    chrome.until_at("/en/reply/people");
    let people = server.store.colleagues(&operator(own("AUT"))).unwrap();
    let person = people.iter().find(|person| person.id == contributor.id);
    assert!(person.unwrap().parts.contains(&key("hr_note").question));

    // Choose between two answers.
    let page = page_of("hr_note");
    let area = "[id='hr_note.value']";
    go(&chrome, &server, &page);
    let theirs = vec![change("hr_note", "Theirs", 0)];
    server
        .store
        .save(&edit("AUT"), firm(), theirs, None, at(1))
        .unwrap();
    reach(&chrome, area);
    chrome.press("Mine");
    chrome.until_seen("[data-conflict=hr_note]");
    reach(&chrome, "[id='choose:hr_note']");
    chrome.press(" ");
    chrome.until("mine to be stored", || {
        let raw = stored(&server).remove(&key("hr_note"))?;
        (raw.field("value") == ["Mine"]).then_some(())
    });

    // Ready.
    go(&chrome, &server, "/en/reply");
    let ready = "form[action$='/reply/ready/m9_rights'] button";
    enter(&chrome, ready);
    chrome.until_says(ready, "No longer ready");
}

#[test]
fn a_reply_is_cleared_and_submitted() {
    let Some(chrome) = Chrome::open(Scripts::Off, Size::Desktop) else {
        return;
    };
    let (server, _colleague) = complete();
    sign_in(&chrome, &server, Role::FocalPoint);
    go(&chrome, &server, "/en/reply/check");
    enter_last(&chrome, "form[action$='/reply/review'] button");
    chrome.until_seen("form[action$='/reply/review/back']");
    sign_in(&chrome, &server, Role::ClearingOfficial);
    go(&chrome, &server, "/en/reply/check");
    enter_last(&chrome, "form[action$='/reply/clear'] button");
    chrome.until_says("main", "Tick the box to confirm");
    backwards(&chrome, "#confirmed");
    chrome.press(" ");
    enter(&chrome, "form[action$='/reply/clear'] button");
    chrome.until_says("main", "The reply is cleared");
    sign_in(&chrome, &server, Role::FocalPoint);
    go(&chrome, &server, "/en/reply/submit");
    press(&chrome, "#confirmed");
    enter(&chrome, "main form button");
    chrome.until_at("/en/reply/receipt");
}

/// The same from the end of a long page.
#[track_caller]
fn enter_last(chrome: &Chrome, css: &str) {
    backwards(chrome, css);
    chrome.press(Key::Enter + "");
}

/// Presses Shift and Tab until an element has the focus.
#[track_caller]
fn backwards(chrome: &Chrome, css: &str) {
    let arguments = [serde_json::json!(css)];
    for _ in 0..60 {
        chrome.back();
        let is_there = "return document.activeElement.matches(arguments[0])";
        if chrome.value(is_there, &arguments) == true {
            return;
        }
    }
    panic!(
        "{css} is not reached by Shift and Tab at {}",
        chrome.address()
    );
}

#[test]
fn a_document_is_attached() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    sign_in(&chrome, &server, Role::FocalPoint);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.csv");
    std::fs::write(&file, "year;cases\n2025;7\n").unwrap();
    go(&chrome, &server, &page_of("rep_terms"));
    enter(&chrome, "button[value^='documents.rep_terms']");
    chrome.until_at("/en/documents/rep_terms");
    reach(&chrome, "input[type=file]");
    // The window in which a file is chosen is the browser's own.
    chrome.choose("input[type=file]", &file);
    enter(&chrome, "form[enctype] button");
    chrome.until_says(".p11-documents", "cases.csv");
    enter(&chrome, ".p11-documents form button");
    chrome.until_says("main", "There are no documents here");
    assert_eq!(server.files.list(&see("AUT")).unwrap(), []);
}
