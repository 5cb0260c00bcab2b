//! From the first page to the receipt, without a script.

use std::collections::BTreeSet;

use para11::access::Role;
use para11::reply::AnswerKey;
use para11::reply::encoding::{Sealed, decode};
use para11::reply::raw::{RawAnswer, RawAnswers};
use para11::reply::submission::State;

use super::filler::{Printed, name};
use super::{FORM, page_of, stored, wanted};
use crate::support::store::{at, clear, key, see};
use crate::support::web::{Browser, TestServer};

/// Fills in every page that is asked, from the first to the check, and gives the addresses that were seen.
pub(crate) fn fill_in(browser: &Browser, wanted: &RawAnswers) -> Vec<String> {
    let mut path = browser
        .get("/en/reply/m1_reply")
        .header("location")
        .to_owned();
    let mut seen = Vec::new();
    while path != "/en/reply/check" {
        let page = browser.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let mut form = Printed::of(&page.body);
        assert_eq!(form.action, path);
        for answer in form.answers() {
            let found = wanted.iter().find(|(key, _)| name(key) == answer);
            let raw = found.map_or_else(RawAnswer::default, |(_, raw)| raw.clone());
            form.answer(&answer, &raw);
        }
        let there = form.answers();
        let more = form.addable().into_iter().find(|question| {
            let mut rows = wanted.keys().filter(|key| key.row.is_some());
            rows.any(|key| key.question.as_str() == *question && !there.contains(&name(key)))
        });
        let button = more.map_or("next".to_owned(), |question| format!("add.{question}"));
        let answer = browser.post(&path, &form.pressed(&button));
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        let next = answer.header("location").split('#').next().unwrap();
        if button == "next" {
            assert!(!seen.contains(&next.to_owned()), "{next} comes twice");
            seen.push(path.clone());
        } else {
            assert_eq!(next, path);
        }
        path = next.to_owned();
    }
    seen
}

/// Fails with the answers that differ, and only those.
fn same(stored: &RawAnswers, wanted: &RawAnswers) {
    let keys: BTreeSet<_> = stored.keys().chain(wanted.keys()).collect();
    let differ = keys
        .into_iter()
        .filter(|key| stored.get(key) != wanted.get(key));
    let differ: Vec<_> = differ
        .map(|key| (key.to_string(), stored.get(key), wanted.get(key)))
        .collect();
    assert!(differ.is_empty(), "stored and wanted differ: {differ:#?}");
}

#[test]
fn a_reply_is_filled_in_checked_and_submitted_without_a_script() {
    TestServer::each(|server| {
        let browser = server.signed_in(Role::FocalPoint);
        let wanted = wanted(7);
        let pages = fill_in(&browser, &wanted);
        assert!(pages.len() > 30, "{pages:?}");
        same(&stored(server), &wanted);

        // An answer to a question that is not asked is kept, and is not submitted.
        assert!(!wanted.contains_key(&key("rep_period_dates")));
        let path = page_of("rep_period_dates");
        let mut form = Printed::of(&browser.get(&path).body);
        let dates = ["1/1/2022".to_owned(), "31/12/2024".to_owned()];
        form.set("rep_period_dates.value", &dates);
        assert_eq!(browser.post(&path, &form.pressed("next")).status, 303);
        assert_eq!(
            stored(server)[&key("rep_period_dates")].field("value"),
            dates
        );

        let check = browser.get("/en/reply/check");
        assert!(
            !check.body.contains("govuk-error-summary__title"),
            "{}",
            check.body
        );
        assert!(!check.body.contains("1/1/2022"));
        clear(&server.store, "AUT", at(0));
        let ask = browser.get("/en/reply/submit");
        let mut form = Printed::of(&ask.body);
        let unconfirmed = browser.post("/en/reply/submit", &form.fields());
        assert_eq!(unconfirmed.status, 422);
        assert!(unconfirmed.body.contains("<title>Error:"));
        form.set("confirmed", &["yes".to_owned()]);
        for _ in 0..2 {
            // The second time the receipt is the same.
            let done = browser.post("/en/reply/submit", &form.fields());
            assert_eq!(
                (done.status, done.header("location")),
                (303, "/en/reply/receipt"),
                "{}",
                done.body
            );
        }
        let receipt = server.store.receipt(&see("AUT")).unwrap().unwrap();
        assert_eq!(receipt.version, 1);
        let page = browser.get("/en/reply/receipt").body;
        assert!(
            page.contains(&receipt.sha256) && page.contains("Austria"),
            "{page}"
        );

        let (answer, bytes) = browser.bytes("/en/reply/submission.json");
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
        let sealed = Sealed {
            bytes,
            sha256: receipt.sha256,
        };
        let submission = decode(&FORM, &sealed).unwrap();
        let hidden: Vec<_> = submission
            .items()
            .iter()
            .filter(|item| item.key == key("rep_period_dates"))
            .map(|item| (item.state, item.values.len()))
            .collect();
        assert_eq!(hidden, [(State::Hidden, 0)]);
        nothing_changes_after(server, &browser, &pages);
    });
}

fn nothing_changes_after(server: &TestServer, browser: &Browser, pages: &[String]) {
    let before = stored(server);
    for path in pages {
        let page = browser.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("name=\"go\""), "{path}");
        assert!(page.body.contains("This reply was submitted."), "{path}");
    }
    let path = page_of("cls_hours");
    let answer = browser.post(
        &path,
        &[("cls_hours.revision", "0"), ("cls_hours.value", "9")],
    );
    assert_eq!(answer.status, 409);
    assert_eq!(stored(server), before);
    assert_eq!(browser.get("/en/reply/submit").status, 303);
}

/// What is typed on some pages: a name and its values.
const TYPED: [(&str, &str); 6] = [
    ("cls_hours.value", " 1 200 "),
    (
        "cls_feedback.value",
        "One\r\nTwo \u{645}\u{631}\u{62d}\u{628}\u{627}  ",
    ),
    ("frm_risk_year.value", "not a year"),
    ("lnk_status.toc.value", "indicated"),
    ("lnk_status.drugs.status", "not_disclosed"),
    ("lnk_status.arms.comment", "caf\u{e9} \u{4f60}\u{597d}"),
];

fn texts_after(headers: &[(&str, &str)]) -> Vec<(AnswerKey, String)> {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    for (name, value) in TYPED {
        let path = page_of(name.split('.').next().unwrap());
        let mut form = Printed::of(&browser.get(&path).body);
        form.set(name, &[value.to_owned()]);
        let token = browser.form_token().unwrap();
        let mut fields = form.pressed("tasks");
        fields.push(("form_token", &token));
        let answer = browser.post_with(&path, &fields, headers);
        assert!([200, 303].contains(&answer.status), "{}", answer.body);
    }
    let answers = stored(&server).into_iter();
    answers.map(|(key, raw)| (key, raw.to_text())).collect()
}

#[test]
fn the_script_and_the_button_store_the_same_bytes() {
    let ours = ("Sec-Fetch-Site", "same-origin");
    let by_button = texts_after(&[ours]);
    let by_script = texts_after(&[ours, ("X-Autosave", "1")]);
    assert_eq!(by_button, by_script);
    assert!(by_button.len() >= TYPED.len(), "{by_button:?}");
}

#[test]
fn the_script_is_told_what_applies_what_is_doubtful_and_what_is_new() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page_of("frm_coord");
    let page = browser.get(&path).body;
    assert!(page.contains("id=\"frm_coord_members\" data-off"), "{page}");
    let mut form = Printed::of(&page);
    form.set("frm_coord.value", &["standing".to_owned()]);
    form.set("frm_coord_members.value", &["police".to_owned()]);
    let token = browser.form_token().unwrap();
    let mut fields = form.fields();
    fields.push(("form_token", &token));
    let send = |key| {
        let headers = [
            ("Sec-Fetch-Site", "same-origin"),
            ("X-Autosave", "1"),
            ("Idempotency-Key", key),
        ];
        let answer = browser.post_with(&path, &fields, &headers);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body.len() <= 1_000, "{}", answer.body);
        answer.body
    };
    let told = send("first");
    // Sent again because the answer was lost, it changes nothing and tells the same.
    assert_eq!(send("first"), told);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["revisions"]["frm_coord"], 1);
    let list = |name: &str| told[name].as_array().unwrap().clone();
    assert!(
        list("shown").contains(&"frm_coord_members".into()),
        "{told}"
    );
    assert!(
        !list("hidden").contains(&"frm_coord_members".into()),
        "{told}"
    );
    let doubt = &list("findings")[0];
    assert_eq!(doubt["id"], "frm_coord_members");
    assert_eq!(doubt["level"], "error");
    assert_eq!(doubt["message"], "Choose at least 2 answers.");
    assert_eq!(told["saved_at"], "09:00 UTC");
}
