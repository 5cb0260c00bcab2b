//! What goes wrong: mistakes in answers, forms that no page of ours printed, two people at one answer, a reply that is not complete.

use para11::access::Role;
use para11::web::input::MOST_BYTES;

use super::filler::{Printed, plain};
use super::{page_of, stored};
use crate::support::store::{key, see};
use crate::support::web::{Answer, Browser, TestServer};

/// Posts a page with one control changed.
fn post_with(browser: &Browser, question: &str, name: &str, values: &[&str]) -> Answer {
    let path = page_of(question);
    let mut form = Printed::of(&browser.get(&path).body);
    let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
    form.set(name, &values);
    browser.post(&path, &form.pressed("next"))
}

#[test]
fn what_was_typed_survives_its_mistake() {
    TestServer::each(|server| {
        let browser = server.signed_in(Role::FocalPoint);
        let answer = post_with(
            &browser,
            "cls_hours",
            "cls_hours.value",
            &["approx. twelve hundred"],
        );
        assert_eq!(answer.status, 422);
        let page = &answer.body;
        assert!(page.contains("<title>Error: "), "{page}");
        assert!(page.contains("value=\"approx. twelve hundred\""), "{page}");
        assert!(page.contains("href=\"#cls_hours.value\""), "{page}");
        let message = "Write a whole number in digits, for instance 1200.";
        assert_eq!(page.matches(message).count(), 2, "{page}");
        assert!(
            page.contains("id=\"cls_hours-finding\" class=\"p11-error\""),
            "{page}"
        );
        // It is saved all the same, and is there the next time.
        assert_eq!(
            stored(server)[&key("cls_hours")].field("value"),
            ["approx. twelve hundred"]
        );
        let again = browser.get(&page_of("cls_hours")).body;
        assert_eq!(
            Printed::of(&again).value("cls_hours.value"),
            "approx. twelve hundred"
        );
        // Who wants to leave may.
        let path = page_of("cls_hours");
        let form = Printed::of(&again);
        let leave = browser.post(&path, &form.pressed("tasks"));
        assert_eq!((leave.status, leave.header("location")), (303, "/en/reply"));
    });
}

#[test]
fn a_choice_that_excludes_all_others_comes_alone() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let page = browser.get(&page_of("cop_border")).body;
    let first = first_box(&page, "cop_border.value");
    let answer = post_with(
        &browser,
        "cop_border",
        "cop_border.value",
        &["none", &first],
    );
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .body
            .contains("One of the answers chosen excludes all others."),
        "{}",
        answer.body
    );
    let mut chosen = stored(&server)[&key("cop_border")].field("value").to_vec();
    chosen.sort();
    let mut expected = [first, "none".to_owned()];
    expected.sort();
    assert_eq!(chosen, expected);
}

/// The first choice of some boxes.
fn first_box(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" type=\"checkbox\" value=\""))
        .unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn a_page_that_is_not_ours_is_told_so_and_loses_nothing() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page_of("cls_hours");
    let wrong = browser.post(
        &page_of("rep_language"),
        &[
            ("rep_language.revision", "0"),
            ("rep_language.value", "tlh"),
            ("go", "next"),
        ],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Choose one of the answers offered."));
    assert_eq!(
        stored(&server)[&key("rep_language")].field("value"),
        ["tlh"]
    );

    let unknown = browser.post(
        &path,
        &[
            ("cls_hours.revision", "0"),
            ("cls_hours.value", "12"),
            ("cls_hours.<b>x", "1"),
            ("go", "next"),
        ],
    );
    assert_eq!(unknown.status, 422);
    assert!(
        plain(&unknown.body).contains("cls_hours.<b>x"),
        "{}",
        unknown.body
    );
    assert!(!unknown.body.contains("<b>x"));
    assert_eq!(stored(&server)[&key("cls_hours")].field("value"), ["12"]);

    for fields in [
        &[("cls_hours.value", "13")][..],
        &[("cls_hours.revision", "-1"), ("cls_hours.value", "13")],
        &[("cls_hours.revision", "1"), ("cls_hours.value", "1\0")],
        &[
            ("cls_hours.revision", "1"),
            ("cls_hours.comment", "a"),
            ("cls_hours.comment", "b"),
        ],
    ] {
        assert_eq!(browser.post(&path, fields).status, 400, "{fields:?}");
    }
    let huge = "x".repeat(10_000_000);
    let large = [
        ("cls_hours.revision", "1"),
        ("cls_hours.value", huge.as_str()),
    ];
    assert_eq!(browser.post(&path, &large).status, 413);
    const { assert!(MOST_BYTES < 10_000_000) };
    assert_eq!(stored(&server)[&key("cls_hours")].field("value"), ["12"]);
    for missing in [
        "/en/reply/none",
        "/en/reply/m4_links/none",
        "/en/reply/m4_links/lnk_type/none",
    ] {
        assert_eq!(browser.get(missing).status, 404, "{missing}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let server = TestServer::start();
    let link = server.link(&server.person(Role::FocalPoint));
    let browser = server.browser();
    let answer = browser.post(&link, &[]);
    let cookie = answer
        .cookies()
        .last()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let token = browser.form_token().unwrap();
    let path = page_of("cls_hours");
    let body = format!("form_token={token}&cls_hours.revision=0&cls_hours.value=%ff");
    let host = server.address;
    let length = body.len();
    let answer = server.raw(format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
    ));
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(stored(&server).is_empty());
}

#[test]
fn two_people_at_one_answer_see_both_texts() {
    TestServer::each(|server| {
        let (one, other) = (
            server.signed_in(Role::FocalPoint),
            server.signed_in(Role::FocalPoint),
        );
        let path = page_of("cls_proposals");
        let mut mine = Printed::of(&one.get(&path).body);
        let mut theirs = Printed::of(&other.get(&path).body);
        theirs.set("cls_proposals.value", &["Their proposal".to_owned()]);
        assert_eq!(other.post(&path, &theirs.pressed("tasks")).status, 303);

        mine.set("cls_proposals.value", &["My proposal".to_owned()]);
        let answer = one.post(&path, &mine.pressed("tasks"));
        assert_eq!(answer.status, 422);
        let page = &answer.body;
        assert!(
            page.contains("Their proposal") && page.contains("My proposal"),
            "{page}"
        );
        assert!(page.contains("href=\"#cls_proposals-conflict\""), "{page}");
        assert_eq!(
            stored(server)[&key("cls_proposals")].field("value"),
            ["Their proposal"]
        );
        let idle = Printed::of(&other.get(&path).body);
        // The page that shows both takes the one that is chosen: theirs.
        let mut chosen = Printed::of(page);
        chosen.set("choose:cls_proposals", &["theirs.1".to_owned()]);
        assert_eq!(one.post(&path, &chosen.pressed("tasks")).status, 303);
        let now = stored(server);
        assert_eq!(
            now[&key("cls_proposals")].field("value"),
            ["Their proposal"]
        );
        // Unless theirs is chosen it puts one's own in the place of theirs.
        let both = Printed::of(page);
        assert_eq!(both.value("cls_proposals.value"), "My proposal");
        assert_eq!(one.post(&path, &both.pressed("tasks")).status, 303);
        assert_eq!(
            stored(server)[&key("cls_proposals")].field("value"),
            ["My proposal"]
        );
        // A page that was open all the while and did not touch the answer leaves it alone.
        assert_eq!(other.post(&path, &idle.pressed("tasks")).status, 303);
        assert_eq!(
            stored(server)[&key("cls_proposals")].field("value"),
            ["My proposal"]
        );
    });
}

#[test]
fn the_script_does_not_write_over_somebody_else() {
    let server = TestServer::start();
    let (one, other) = (
        server.signed_in(Role::FocalPoint),
        server.signed_in(Role::FocalPoint),
    );
    let path = page_of("cls_hours");
    let mut mine = Printed::of(&one.get(&path).body);
    let mut theirs = Printed::of(&other.get(&path).body);
    theirs.set("cls_hours.value", &["900".to_owned()]);
    assert_eq!(other.post(&path, &theirs.pressed("tasks")).status, 303);
    mine.set("cls_hours.value", &["1400".to_owned()]);
    let token = one.form_token().unwrap();
    let mut fields = mine.fields();
    fields.push(("form_token", &token));
    let script = [("Sec-Fetch-Site", "same-origin"), ("X-Autosave", "1")];
    for _ in 0..2 {
        let told = one.post_with(&path, &fields, &script);
        let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
        assert_eq!(told["conflicts"][0]["key"], "cls_hours");
        assert_eq!(told["conflicts"][0]["who"], "Test focal_point");
        assert_eq!(told["conflicts"][0]["mine"][0][1], "1400");
        assert_eq!(told["conflicts"][0]["theirs"][0][1], "900");
        assert!(told["revisions"]["cls_hours"].is_null(), "{told}");
        assert_eq!(stored(&server)[&key("cls_hours")].field("value"), ["900"]);
    }
    // Theirs is taken: the fields are told to show it, and it stays as it is.
    fields.push(("choose:cls_hours", "theirs.1"));
    let told = one.post_with(&path, &fields, &script);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    assert_eq!(told["conflicts"], serde_json::json!([]), "{told}");
    assert_eq!(told["put"]["cls_hours.value"][0], "900");
    assert_eq!(told["revisions"]["cls_hours"], 1);
    assert_eq!(stored(&server)[&key("cls_hours")].field("value"), ["900"]);
    // One's own is taken after all, from the page as it was.
    fields.pop();
    fields.push(("choose:cls_hours", "mine.1"));
    let told = one.post_with(&path, &fields, &script);
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    assert_eq!(told["revisions"]["cls_hours"], 2, "{told}");
    assert_eq!(stored(&server)[&key("cls_hours")].field("value"), ["1400"]);
}

#[test]
fn rows_are_added_and_removed_with_buttons() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page_of("rep_reuse");
    let rows = |browser: &Browser| {
        let form = Printed::of(&browser.get(&path).body);
        let rows = form.answers().into_iter();
        rows.filter(|row| row.starts_with("rep_reuse.")).count()
    };
    assert_eq!(rows(&browser), 1);
    let mut form = Printed::of(&browser.get(&path).body);
    form.set("rep_reuse.1.title", &["S/2020/754".to_owned()]);
    let added = browser.post(&path, &form.pressed("add.rep_reuse"));
    assert_eq!(
        (added.status, added.header("location").to_owned()),
        (303, format!("{path}#rep_reuse"))
    );
    assert_eq!(rows(&browser), 2);
    let mut form = Printed::of(&browser.get(&path).body);
    form.set("rep_reuse.1.remove", &["yes".to_owned()]);
    assert_eq!(browser.post(&path, &form.pressed("tasks")).status, 303);
    assert_eq!(rows(&browser), 1);
    let left = stored(&server).into_keys();
    assert_eq!(left.filter(|key| key.row.is_some()).count(), 0);
}

#[test]
fn an_incomplete_reply_cannot_be_submitted() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let check = browser.get("/en/reply/check").body;
    assert!(
        check.contains("href=\"/en/reply/m1_reply/rep_state#rep_lead.value\""),
        "{check}"
    );
    // Rows of one question that want an answer are one point, here and in the list of sections.
    let rows = "33 rows need an answer, or a reason why there is none.</a>";
    let instruments =
        format!("#ins_party.av_1963.party\">2.1 Status towards the instruments: {rows}");
    assert!(plain(&check).contains(&instruments), "{check}");
    assert_eq!(check.matches("#ins_party.").count(), 1, "{check}");
    let tasks = browser.get("/en/reply").body;
    assert!(
        tasks.contains("0 of 5 questions answered, 2 points open before submission"),
        "{tasks}"
    );
    assert!(!check.contains("action=\"/en/reply/review\""));
    assert_eq!(browser.get("/en/reply/submit").status, 303);
    let answer = browser.post("/en/reply/review", &[("seen", "0"), ("revision", "0")]);
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("#lnk_status.toc.value"),
        "{}",
        answer.body
    );
    let early = browser.post(
        "/en/reply/submit",
        &[("checked", "0"), ("confirmed", "yes")],
    );
    assert_eq!(early.status, 422);
    assert_eq!(server.store.receipt(&see("AUT")).unwrap(), None);
    assert_eq!(browser.get("/en/reply/receipt").status, 404);
    assert_eq!(browser.get("/en/reply/submission.json").status, 404);
}

#[test]
fn what_changed_after_the_check_is_not_sent_to_review_nor_changed_in_it() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    super::journey::fill_in(&browser, &super::wanted(3));
    let send = |revision: &str| {
        let fields = [("seen", "0"), ("revision", revision)];
        browser.post("/en/reply/review", &fields).status
    };
    let check = browser.get("/en/reply/check");
    let checked = check.after("name=\"revision\" value=\"").unwrap();
    let other = server.signed_in(Role::FocalPoint);
    let path = page_of("cls_feedback");
    let mut change = Printed::of(&other.get(&path).body);
    change.set("cls_feedback.value", &["One more thing".to_owned()]);
    assert_eq!(other.post(&path, &change.pressed("tasks")).status, 303);
    assert_eq!(send(&checked), 409);
    let check = browser.get("/en/reply/check");
    assert_eq!(
        send(&check.after("name=\"revision\" value=\"").unwrap()),
        303
    );
    // What is with the official stays as it is.
    change.set("cls_feedback.value", &["Too late".to_owned()]);
    assert_eq!(other.post(&path, &change.pressed("tasks")).status, 409);
    let held = other.get(&path).body;
    assert!(held.contains("The reply is with the official"), "{held}");
}
