//! The answer of last time on its page: seen, confirmed by one press, changed, withdrawn; then in the check, the copy and the sealed reply.

use chrono::NaiveDate;
use para11::access::{OwnReply, Role, operator};
use para11::reply::Draft;
use para11::reply::encoding::{Sealed, decode, encode};
use para11::reply::last::LastState;
use para11::reply::raw::RawAnswers;
use para11::reply::submission::Submission;

use super::filler::Printed;
use super::{FORM, facts, page_of, stored, wanted};
use crate::support::store::{at, clear_in, code, key, keys, rounds, see};
use crate::support::web::{Browser, TestServer};

/// Puts a round before the present one, in which Austria replied, and gives what it answered.
fn reply_before(server: &TestServer) -> RawAnswers {
    let mut round = server.store.round(&code("2026")).unwrap().unwrap();
    round.code = code("2021");
    round.opens = NaiveDate::from_ymd_opt(2021, 1, 15).unwrap();
    let asked = server.store.respondents(&code("2026")).unwrap();
    server
        .store
        .create_round(&rounds(), round.clone(), asked, at(0))
        .unwrap();
    let raw = wanted(11);
    let draft = Draft::check(&FORM, &facts(), raw.clone());
    let reply = Submission::complete(&FORM, &round, &draft).unwrap();
    let allow = operator(OwnReply::whole(code("2021"), code("AUT")));
    let bytes = encode(&reply).unwrap().bytes;
    clear_in(&server.store, "2021", "AUT", at(1));
    server
        .store
        .submit(&allow, bytes, 0, None, keys(), at(1))
        .unwrap();
    raw
}

fn press(browser: &Browser, question: &str, button: &str) {
    let path = page_of(question);
    let form = Printed::of(&browser.get(&path).body);
    let answer = browser.post(&path, &form.pressed(button));
    let place = button.split_once('.').unwrap().1;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, &*format!("{path}#{place}")),
        "{button}"
    );
}

#[test]
fn one_press_confirms_and_another_withdraws() {
    TestServer::each(|server| {
        let before = reply_before(server);
        let browser = server.signed_in(Role::FocalPoint);
        let page = browser.get(&page_of("frm_tf")).body;
        assert!(page.contains("Last time (round 2021)"), "{page}");
        assert!(page.contains("Not yet confirmed"), "{page}");
        // Shown, not answered.
        assert!(stored(server).is_empty());
        press(&browser, "frm_tf", "still.frm_tf");
        let now = stored(server);
        let question = key("frm_tf");
        assert_eq!(now[&question].values, before[&question].values);
        assert_eq!(now.len(), 1, "nothing else is confirmed: {now:?}");
        assert!(browser.get(&page_of("frm_tf")).body.contains("Still true"));
        press(&browser, "frm_tf", "gone.frm_tf");
        let page = browser.get(&page_of("frm_tf")).body;
        assert!(
            page.contains("govuk-tag--grey") && page.contains("No longer holds"),
            "{page}"
        );
        let reply = server.store.reply(&see("AUT")).unwrap();
        let stored = reply.answers.iter().find(|answer| answer.key == question);
        let stored = &stored.unwrap().raw;
        assert!(stored.values.is_empty() && stored.withdrawn);
        // Saved once more from the page, it stays so.
        let form = Printed::of(&page);
        browser.post(&page_of("frm_tf"), &form.pressed("next"));
        let again = server.store.reply(&see("AUT")).unwrap();
        let again = again.answers.iter().find(|answer| answer.key == question);
        assert!(again.unwrap().raw.withdrawn);
    });
}

#[test]
fn one_press_confirms_every_row_that_nobody_has_looked_at() {
    TestServer::each(|server| {
        let before = reply_before(server);
        let browser = server.signed_in(Role::FocalPoint);
        let path = page_of("lnk_status");
        let mut form = Printed::of(&browser.get(&path).body);
        form.set("lnk_status.toc.value", &["not_examined".to_owned()]);
        browser.post(&path, &form.pressed("tasks"));
        press(&browser, "lnk_status", "still.lnk_status");
        let now = stored(server);
        let rows = |answers: &RawAnswers| {
            let rows = answers.iter();
            let rows = rows.filter(|(key, answer)| {
                key.question.as_str() == "lnk_status"
                    && (!answer.values.is_empty() || answer.status.is_some())
            });
            rows.count()
        };
        assert!(rows(&before) > 10 && rows(&now) >= rows(&before), "{now:?}");
        let mut toc = key("lnk_status");
        toc.row = Some(code("toc"));
        assert_eq!(now[&toc].field("value"), ["not_examined"]);
    });
}

#[test]
fn what_became_of_it_is_in_the_check_the_copy_and_the_sealed_reply() {
    let server = TestServer::start();
    reply_before(&server);
    let browser = server.signed_in(Role::FocalPoint);
    press(&browser, "frm_tf", "still.frm_tf");
    let check = browser.get("/en/reply/check").body;
    assert!(check.contains("Last time (round 2021)"), "{check}");
    let (answer, pdf) = browser.bytes("/en/reply/copy.pdf");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/pdf")
    );
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.contains("AUT-2026-draft-secretariat-only.pdf")
            || disposition.contains("AUT-2026-draft-confidential.pdf"),
        "{disposition}"
    );
    let draft = server.store.reply(&see("AUT")).unwrap();
    let raw = draft.answers.into_iter();
    let raw: RawAnswers = raw.map(|answer| (answer.key, answer.raw)).collect();
    assert_eq!(raw.len(), page_answers(&raw));
    let mut last = para11::reply::last::LastTime::default();
    let form = std::sync::Arc::new(super::read());
    for reply in server.store.earlier_replies(&see("AUT")).unwrap() {
        reply.add_to(&mut last, &form, &form).unwrap();
    }
    let mut whole = wanted(11);
    whole.insert(key("frm_prison"), para11::reply::raw::RawAnswer::default());
    let draft = Draft::check(&form, &facts(), whole);
    let round = server.store.round(&code("2026")).unwrap().unwrap();
    let reply = Submission::complete(&form, &round, &draft)
        .unwrap()
        .with_last_time(&form, &draft, &last);
    let sealed: Sealed = encode(&reply).unwrap();
    let items = decode(&form, &sealed).unwrap();
    let state = |name: &str| {
        let mut items = items.items().iter();
        items.find(|item| item.key == key(name)).unwrap().last_time
    };
    assert_eq!(state("frm_tf"), Some(LastState::Confirmed));
    assert_eq!(state("frm_prison"), Some(LastState::Prefilled));
}

/// Every answer that is stored is one of the page that was pressed.
fn page_answers(raw: &RawAnswers) -> usize {
    raw.keys()
        .filter(|key| key.question.as_str().starts_with("frm_"))
        .count()
}

#[test]
fn copies_are_files_in_two_formats_and_no_other() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    for (path, begin, kind) in [
        ("/en/reply/questionnaire.pdf", "%PDF", "application/pdf"),
        ("/en/reply/questionnaire.docx", "PK", "wordprocessingml"),
        ("/en/reply/copy.docx", "PK", "wordprocessingml"),
    ] {
        let (answer, bytes) = browser.bytes(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").contains(kind), "{path}");
        assert!(bytes.starts_with(begin.as_bytes()), "{path}");
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
    }
    for path in ["/en/reply/copy.xlsx", "/en/reply/questionnaire.json"] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    for path in ["/en/reply", "/en/reply/check"] {
        let page = browser.get(path).body;
        assert!(
            page.contains("/en/reply/copy.pdf") && page.contains("/en/reply/questionnaire.docx")
        );
    }
}
