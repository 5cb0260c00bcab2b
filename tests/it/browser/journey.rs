//! The journey of a reply in a browser, from the one-time link to the receipt, and what happens on the way: lines that break, colleagues
//! who write at the same place.

use std::collections::BTreeMap;

use para11::access::Role;
use para11::form::name::QuestionName;
use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;
use thirtyfour::Key;

use super::sign_in;
use super::typist::{self, Wishes};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::{at, clear, see};
use crate::support::web::TestServer;

type Draft = BTreeMap<AnswerKey, RawAnswer>;

/// What is stored of Austria's reply before it is submitted.
fn draft(server: &TestServer) -> Draft {
    let reply = server.store.reply(&see("AUT")).unwrap();
    let answers = reply
        .answers
        .into_iter()
        .filter(|answer| !answer.raw.is_blank());
    answers.map(|answer| (answer.key, answer.raw)).collect()
}

/// The sealed bytes of Austria's reply.
fn sealed(server: &TestServer) -> String {
    let submission = server.store.submission(&see("AUT")).unwrap().unwrap();
    String::from_utf8(submission.bytes).unwrap()
}

#[test]
fn a_reply_by_hand_and_one_by_script_are_stored_as_the_same_bytes() {
    let wishes = Wishes::invented(true, 11);
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let by_hand = TestServer::start();
    sign_in(&chrome, &by_hand, Role::FocalPoint);
    chrome.go(&format!("{}/en/reply/m1_reply", by_hand.origin()));
    let pages = typist::fill_in_reply(&chrome, &wishes);

    let by_script = TestServer::start();
    let browser = by_script.signed_in(Role::FocalPoint);
    assert_eq!(typist::post_reply(&browser, &wishes), pages);
    println!("{} fields on {pages} pages", wishes.count());
    let (hand, script) = (draft(&by_hand), draft(&by_script));
    let differ = |one: &Draft, other: &Draft| -> Draft {
        let other = |key, raw| other.get(key) == Some(raw);
        let differs = one.iter().filter(|(key, raw)| !other(key, raw));
        differs
            .map(|(key, raw)| (key.clone(), raw.clone()))
            .collect()
    };
    assert_eq!(differ(&hand, &script), differ(&script, &hand));
    assert!(hand.len() > 50, "{}", hand.len());

    chrome.click("form[action$='/reply/review'] button");
    chrome.until_seen("form[action$='/reply/review/back']");
    clear(&by_hand.store, "AUT", at(0));
    chrome.go(&format!("{}/en/reply/check", by_hand.origin()));
    chrome.click("main a.govuk-button");
    chrome.until_at("/en/reply/submit");
    chrome.click("#confirmed");
    chrome.click("main form button");
    chrome.until_at("/en/reply/receipt");
    typist::submit(&by_script, &browser);

    assert_eq!(sealed(&by_hand), sealed(&by_script));
    let receipt = by_hand.store.receipt(&see("AUT")).unwrap().unwrap();
    chrome.until_says("main", &receipt.sha256);
    assert_eq!(chrome.complaints(), Vec::<String>::new());
}

#[test]
fn what_is_typed_while_the_line_is_cut_arrives_when_it_is_back() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    sign_in(&chrome, &server, Role::FocalPoint);
    chrome.go(&format!("{}/en/reply/m1_reply/rep_state", server.origin()));
    let lead = "[id='rep_lead.value']";
    let stored = || {
        let key = AnswerKey {
            question: QuestionName::parse("rep_lead").unwrap(),
            row: None,
        };
        let draft = draft(&server);
        draft.get(&key).map(|raw| raw.field("value").to_vec())
    };
    chrome.enter(lead, "Ministry of Justice");
    chrome.until("the first text to arrive", || {
        (stored()? == ["Ministry of Justice"]).then_some(())
    });
    chrome.cut_line(true);
    chrome.enter(lead, "Ministry of Foreign Affairs");
    chrome.until_seen(".p11-saved--late");
    assert_eq!(stored().unwrap(), ["Ministry of Justice"]);
    chrome.cut_line(false);
    chrome.until("the second text to arrive by itself", || {
        (stored()? == ["Ministry of Foreign Affairs"]).then_some(())
    });
}

#[test]
fn a_page_is_filled_in_and_saved_by_keyboard_alone() {
    let Some(chrome) = Chrome::open(Scripts::Off, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    sign_in(&chrome, &server, Role::FocalPoint);
    chrome.go(&format!(
        "{}/en/reply/m4_links/lnk_overview",
        server.origin()
    ));
    let reach = |wanted: &str| {
        let tab = || chrome.press(Key::Tab + "");
        let steps = (0..60).take_while(|_step| {
            tab();
            !chrome.focus().starts_with(wanted)
        });
        assert!(steps.count() < 60, "{wanted} is not reached by Tab");
    };
    reach("input radio lnk_overview.value");
    chrome.press(" ");
    reach("button submit");
    chrome.press(Key::Enter + "");
    chrome.until_at("/en/reply/m4_links/lnk_status");
    let key = AnswerKey {
        question: QuestionName::parse("lnk_overview").unwrap(),
        row: None,
    };
    assert_eq!(draft(&server)[&key].field("value"), ["established"]);
}
