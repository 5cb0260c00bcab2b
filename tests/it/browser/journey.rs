//! The journey of a reply in a browser, from the one-time link to the receipt, and what happens on the way: lines that break, colleagues
//! who write at the same place.

use std::collections::BTreeMap;

use para11::access::Role;
use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;

use super::sign_in;
use super::typist::{self, Wishes};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::see;
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

    chrome.click("main a.govuk-button");
    chrome.until_at("/en/reply/submit");
    chrome.click("#confirmed");
    chrome.click("main form button");
    chrome.until_at("/en/reply/receipt");
    typist::submit(&browser);

    assert_eq!(sealed(&by_hand), sealed(&by_script));
    let receipt = by_hand.store.receipt(&see("AUT")).unwrap().unwrap();
    chrome.until_says("main", &receipt.sha256);
    assert_eq!(chrome.complaints(), Vec::<String>::new());
}
