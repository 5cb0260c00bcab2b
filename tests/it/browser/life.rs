//! From review to validation in a real browser, each page without a fault that axe knows, and the whole chain without a script.

use para11::access::Role;

use super::pages::{complete, look, place};
use super::sign_in;
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::{clear, see};
use crate::support::web::TestServer;

fn go(chrome: &Chrome, server: &TestServer, path: &str) {
    chrome.go(&format!("{}/en{path}", server.origin()));
}

/// Has the focal point send the reply, an official clear it and the focal point submit it, with the mouse.
fn submit(chrome: &Chrome, server: &TestServer) {
    sign_in(chrome, server, Role::FocalPoint);
    go(chrome, server, "/reply/check");
    chrome.click("form[action$='/reply/review'] button");
    chrome.until_seen("form[action$='/reply/review/back']");
    sign_in(chrome, server, Role::ClearingOfficial);
    go(chrome, server, "/reply/check");
    chrome.click("#confirmed");
    chrome.click("form[action$='/reply/clear'] button");
    chrome.until_says("main", "The reply is cleared");
    sign_in(chrome, server, Role::FocalPoint);
    go(chrome, server, "/reply/submit");
    chrome.click("#confirmed");
    chrome.click("main form button");
    chrome.until_at("/en/reply/receipt");
}

#[test]
fn a_reply_is_cleared_submitted_clarified_and_validated_without_a_script() {
    let Some(chrome) = Chrome::open(Scripts::Off, Size::Desktop) else {
        return;
    };
    let (server, _browser) = complete();
    submit(&chrome, &server);
    sign_in(&chrome, &server, Role::Manager);
    go(&chrome, &server, "/states/AUT");
    chrome.click("form[action$='/take'] button");
    chrome.until_says("main", "In checking");
    go(&chrome, &server, "/states/AUT/reply");
    chrome.click("#ask-cls_feedback");
    chrome.click("main form button");
    chrome.until_at("/en/states/AUT/questions");
    chrome.enter("#words-cls_feedback", "What is meant?");
    // A field of a day takes digits in the order of the browser's language.
    chrome.enter("#day", "03012026");
    chrome.click("main form button");
    chrome.until_at("/en/states/AUT");
    sign_in(&chrome, &server, Role::FocalPoint);
    go(&chrome, &server, "/reply");
    chrome.until_says("main", "What is meant?");
    let page = crate::respond::page_of("cls_feedback");
    chrome.go(&format!("{}{page}", server.origin()));
    chrome.enter("[id='cls_feedback.value']", "This is meant.");
    chrome.click("form > .govuk-button-group button");
    // Without a script a click does not wait for the page that it leads to.
    chrome.until_at("/en/reply/m10_close/cls_signoff");
    submit(&chrome, &server);
    sign_in(&chrome, &server, Role::Manager);
    go(&chrome, &server, "/states/AUT/changes");
    chrome.until_says("main", "This is meant.");
    go(&chrome, &server, "/states/AUT");
    chrome.click("form[action$='/take'] button");
    chrome.until_says("main", "In checking");
    chrome.click("form[action$='/close'] button");
    chrome.until_says("main", "Closed");
    chrome.click("form[action$='/validate'] button");
    chrome.until_says("main", "Validated");
    let receipts = server.store.signed_receipts(&see("AUT")).unwrap();
    assert_eq!(receipts.len(), 3);
    assert_eq!(chrome.complaints(), Vec::<String>::new());
}

#[test]
fn pages_of_review_and_checking_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let (server, browser) = complete();
    crate::life::done(&browser, "/en/reply/check", "/en/reply/review", &[]);
    sign_in(&chrome, &server, Role::ClearingOfficial);
    look(&chrome, &server, &[place("review", "/reply/check")]);
    clear(&server.store, "AUT", crate::support::store::at(0));
    sign_in(&chrome, &server, Role::FocalPoint);
    look(
        &chrome,
        &server,
        &[place("submit", "/reply/submit"), place("cleared", "/reply")],
    );
    let submit = "/en/reply/submit";
    crate::life::done(&browser, submit, submit, &[("confirmed", "yes")]);
    let own = [
        place("receipts", "/reply/receipt"),
        place("change", "/reply/change"),
        place("own-log", "/reply/log"),
        place("own-progress", "/reply/progress"),
    ];
    look(&chrome, &server, &own);
    let officer = server.signed_in(Role::Manager);
    crate::life::done(&officer, "/en/states/AUT", "/en/states/AUT/take", &[]);
    sign_in(&chrome, &server, Role::Manager);
    let places = [
        place("board", "/progress"),
        place("state", "/states/AUT"),
        place("state-read", "/states/AUT/reply"),
        place(
            "state-ask",
            "/states/AUT/questions?question=cls_feedback&question=rep_lead",
        ),
        place("log", "/log"),
        place("checkpoint", "/checkpoint"),
        place("check-receipt", "/check-receipt"),
    ];
    look(&chrome, &server, &places);
    // A clarification, as both sides see it.
    let ask = "/en/states/AUT/questions";
    let write = format!("{ask}?question=cls_feedback");
    let typed = [
        ("words.cls_feedback", "What is meant?"),
        ("day", "2026-03-01"),
    ];
    crate::life::done(&officer, &write, ask, &typed);
    look(&chrome, &server, &[place("state-asked", "/states/AUT")]);
    sign_in(&chrome, &server, Role::FocalPoint);
    let page = crate::respond::page_of("cls_feedback");
    let asked = [
        place("clarified", "/reply"),
        place("clarified-section", page.trim_start_matches("/en")),
        place("clarified-check", "/reply/check"),
    ];
    look(&chrome, &server, &asked);
}
