//! The life of a reply on its pages, from review to validation, without a script: who sees and does what, and what is refused in words.

use para11::access::Role;
use para11::proof::bundle::Bundle;
use para11::store::reply::save::AnswerChange;

use crate::respond::{fill_in, wanted};
use crate::support::store::{at, clear, edit, firm, key, see};
use crate::support::web::{Answer, Browser, TestServer};

/// Posts a form of a page: its hidden fields, and what is typed.
pub(crate) fn press(browser: &Browser, page: &str, action: &str, typed: &[(&str, &str)]) -> Answer {
    let shown = browser.get(page);
    assert_eq!(shown.status, 200, "{page}: {}", shown.body);
    let form = shown
        .body
        .split("<form ")
        .find(|form| form.contains(&format!("action=\"{action}\"")))
        .unwrap_or_else(|| panic!("{page} has no form to {action}: {}", shown.body));
    let form = form.split("</form>").next().unwrap();
    let hidden = form.split("type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once('"').unwrap();
        let value = rest.split("value=\"").nth(1).unwrap();
        (name, value.split('"').next().unwrap())
    });
    let fields: Vec<_> = hidden
        .filter(|(name, _)| *name != "form_token")
        .chain(typed.iter().copied())
        .collect();
    browser.post(action, &fields)
}

/// The same, and it is done.
#[track_caller]
pub(crate) fn done(browser: &Browser, page: &str, action: &str, typed: &[(&str, &str)]) -> String {
    let answer = press(browser, page, action, typed);
    assert_eq!(answer.status, 303, "{action}: {}", answer.body);
    answer.header("location").to_owned()
}

const CANARY: &str = "CANARY-5b1e";

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
fn a_reply_goes_from_review_to_validation_and_each_side_sees_its_part() {
    TestServer::each(|server| {
        let focal_point = server.signed_in(Role::FocalPoint);
        let official = server.signed_in(Role::ClearingOfficial);
        let officer = server.signed_in(Role::Manager);
        let mission = server.signed_in(Role::Mission);
        fill_in(&focal_point, &wanted(7));

        // Review: sent, returned with a note, sent again, cleared.
        let check = "/en/reply/check";
        done(&focal_point, check, "/en/reply/review", &[]);
        let wordless = press(&official, check, "/en/reply/return", &[("words", "  ")]);
        assert_eq!(wordless.status, 422);
        assert!(wordless.body.contains("<title>Error:"), "{}", wordless.body);
        done(&official, check, "/en/reply/return", &[("words", CANARY)]);
        assert!(focal_point.get("/en/reply").body.contains(CANARY));
        done(&focal_point, check, "/en/reply/review", &[]);
        done(&focal_point, check, "/en/reply/review/back", &[]);
        done(&focal_point, check, "/en/reply/review", &[]);
        let unticked = press(&official, check, "/en/reply/clear", &[]);
        assert_eq!(unticked.status, 422);
        done(&official, check, "/en/reply/clear", &[("confirmed", "yes")]);
        assert_eq!(official.get("/en/reply/submit").status, 403);
        let submit = "/en/reply/submit";
        let page = focal_point.get(submit).body;
        assert!(page.contains("Test clearing_official"), "{page}");
        done(&focal_point, submit, submit, &[("confirmed", "yes")]);

        // The Secretariat reads, asks, and the State answers with a new version.
        let state = "/en/states/AUT";
        let board = officer.get("/en/progress").body;
        assert!(board.contains("href=\"/en/states/AUT\""));
        done(&officer, state, "/en/states/AUT/take", &[]);
        let read = officer.get("/en/states/AUT/reply").body;
        assert!(read.contains("Cleared by Test clearing_official"), "{read}");
        assert!(read.contains("value=\"lnk_overview\""));
        let ask = "/en/states/AUT/questions";
        assert_eq!(officer.get(ask).status, 422);
        let write = format!("{ask}?question=cls_feedback");
        let missing = press(&officer, &write, ask, &[]);
        assert_eq!(missing.status, 422);
        assert_eq!(missing.body.matches("govuk-form-group--error").count(), 2);
        let typed = [("words.cls_feedback", CANARY), ("day", "2026-03-01")];
        done(&officer, &write, ask, &typed);
        let tasks = focal_point.get("/en/reply").body;
        assert!(
            tasks.contains(CANARY) && tasks.contains("1 March 2026"),
            "{tasks}"
        );

        let named = crate::respond::page_of("cls_feedback");
        let page = focal_point.get(&named).body;
        let revision = page
            .split("name=\"cls_feedback.revision\" value=\"")
            .nth(1)
            .unwrap();
        let revision = revision.split('"').next().unwrap();
        let answered = [
            ("cls_feedback.value", "Now it is clear"),
            ("cls_feedback.revision", revision),
        ];
        assert_eq!(focal_point.post(&named, &answered).status, 303);
        let other = crate::respond::page_of("cls_hours");
        let shut = focal_point.post(
            &other,
            &[("cls_hours.value", "77"), ("cls_hours.revision", "0")],
        );
        assert_eq!(shut.status, 409);
        done(&focal_point, check, "/en/reply/review", &[]);
        done(&official, check, "/en/reply/clear", &[("confirmed", "yes")]);
        done(&focal_point, submit, submit, &[("confirmed", "yes")]);
        for (browser, path) in [
            (&focal_point, "/en/reply/changes"),
            (&officer, "/en/states/AUT/changes"),
        ] {
            let changes = browser.get(path).body;
            assert!(
                changes.contains("One answer differs.") && changes.contains("Now it is clear"),
                "{changes}"
            );
        }

        // Closed, validated; then a correction is a matter of the Secretariat.
        done(&officer, state, "/en/states/AUT/take", &[]);
        let early = press(&officer, state, "/en/states/AUT/validate", &[]);
        assert_eq!(early.status, 422);
        done(&officer, state, "/en/states/AUT/questions/1/close", &[]);
        done(&officer, state, "/en/states/AUT/validate", &[]);
        let change = focal_point.get("/en/reply/change").body;
        assert!(change.contains("nothing to correct"), "{change}");

        // Receipts prove themselves; the log names acts and no answers; the Mission sees dates.
        let receipt = focal_point.get("/en/reply/receipt").body;
        let file = receipt
            .split("href=\"")
            .find(|rest| rest.contains(".zip\""))
            .unwrap();
        let file = file.split('"').next().unwrap();
        let (answer, bytes) = focal_point.bytes(file);
        assert_eq!(answer.header("content-type"), "application/zip");
        let bundle = Bundle::unzip(&bytes).unwrap();
        assert_eq!(bundle.check(None).unwrap().act, "validated");
        let log = officer.get("/en/log").body;
        assert!(
            log.contains("Clarification asked") && log.contains("Reply read"),
            "{log}"
        );
        assert!(
            focal_point
                .get("/en/reply/log")
                .body
                .contains("Answers saved")
        );
        let progress = mission.get("/en/reply/progress").body;
        assert!(
            progress.contains("Validated") && progress.contains("sections are ready"),
            "{progress}"
        );
        assert_eq!(mission.get("/en/reply").status, 403);
        for text in [&log, &progress] {
            assert!(
                !text.contains(CANARY) && !text.contains("Now it is clear"),
                "{text}"
            );
        }
        assert!(!progress.contains("cls_feedback"));
    });
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
fn a_submitted_reply_is_withdrawn_or_opened_on_request() {
    let server = TestServer::start();
    let focal_point = server.signed_in(Role::FocalPoint);
    let officer = server.signed_in(Role::Manager);
    fill_in(&focal_point, &wanted(7));
    clear(&server.store, "AUT", at(0));
    let submit = "/en/reply/submit";
    done(&focal_point, submit, submit, &[("confirmed", "yes")]);
    let change = "/en/reply/change";
    assert_eq!(
        press(&focal_point, change, "/en/reply/correct", &[]).status,
        422
    );
    done(
        &focal_point,
        change,
        "/en/reply/correct",
        &[("words", "A number is wrong.")],
    );
    let state = "/en/states/AUT";
    assert!(officer.get(state).body.contains("A number is wrong."));
    done(
        &officer,
        state,
        "/en/states/AUT/decline",
        &[("words", "Say which.")],
    );
    assert!(focal_point.get("/en/reply").body.contains("Say which."));
    done(
        &focal_point,
        change,
        "/en/reply/correct",
        &[("words", "That of 2024.")],
    );
    let over = [("words", "Yes."), ("day", "2026-01-01")];
    assert_eq!(
        press(&officer, state, "/en/states/AUT/reopen", &over).status,
        422
    );
    let until = [("words", "Yes."), ("day", "2026-02-01")];
    done(&officer, state, "/en/states/AUT/reopen", &until);
    // It counts until the next; withdrawn it does not.
    let counted = |server: &TestServer| {
        server
            .store
            .submissions(&crate::support::store::figures())
            .unwrap()
            .len()
    };
    assert_eq!(counted(&server), 1);
    server.pass(60 * 60 * 24 * 20);
    let focal_point = server.signed_in(Role::FocalPoint);
    let over = focal_point.get("/en/reply").body;
    assert!(
        over.contains("The last day for this reply was 1 February 2026"),
        "{over}"
    );
    let officer = server.signed_in(Role::Manager);
    done(
        &officer,
        state,
        "/en/states/AUT/extend",
        &[("day", "2026-03-01")],
    );
    assert!(
        focal_point
            .get("/en/reply")
            .body
            .contains("Please reply by 1 March 2026")
    );
    let unsaid = press(
        &focal_point,
        change,
        "/en/reply/withdraw",
        &[("words", "Sent too early.")],
    );
    assert_eq!(unsaid.status, 422);
    let said = [("words", "Sent too early."), ("confirmed", "yes")];
    done(&focal_point, change, "/en/reply/withdraw", &said);
    assert_eq!(counted(&server), 0);
    assert_eq!(officer.get("/en/states/AUT/reply").status, 404);
    assert!(server.store.receipt(&see("AUT")).unwrap().is_some());
    assert_eq!(officer.get("/en/states/XXX").status, 404);
}

#[test]
fn a_clarification_whose_day_passed_is_closed_on_the_page_of_the_state() {
    let server = TestServer::start();
    let focal_point = server.signed_in(Role::FocalPoint);
    fill_in(&focal_point, &wanted(7));
    clear(&server.store, "AUT", at(0));
    let submit = "/en/reply/submit";
    done(&focal_point, submit, submit, &[("confirmed", "yes")]);
    let officer = server.signed_in(Role::Manager);
    let (state, close) = ("/en/states/AUT", "/en/states/AUT/questions/unanswered");
    done(&officer, state, "/en/states/AUT/take", &[]);
    let ask = "/en/states/AUT/questions";
    let typed = [("words.cls_feedback", CANARY), ("day", "2026-02-01")];
    done(
        &officer,
        &format!("{ask}?question=cls_feedback"),
        ask,
        &typed,
    );
    assert!(!officer.get(state).body.contains(close));
    assert_eq!(officer.post(close, &[("seen", "5")]).status, 409);
    server.pass(60 * 60 * 24 * 20);
    let officer = server.signed_in(Role::Manager);
    done(&officer, state, close, &[]);
    let page = officer.get(state).body;
    assert!(
        page.contains("In checking") && page.contains("Closed without an answer"),
        "{page}"
    );
    let focal_point = server.signed_in(Role::FocalPoint);
    let tasks = focal_point.get("/en/reply").body;
    assert!(
        tasks.contains("the Secretariat is checking it")
            && tasks.contains("Closed without an answer"),
        "{tasks}"
    );
    done(&officer, state, "/en/states/AUT/validate", &[]);
}

#[test]
fn answers_for_the_secretariat_only_are_read_by_named_persons() {
    use para11::store::reply::readers::Naming;
    let server = TestServer::start();
    let focal_point = server.signed_in(Role::FocalPoint);
    let person = server.person(Role::Manager);
    let link = server.link(&person);
    let officer = server.browser();
    assert_eq!(officer.post(&link, &[]).status, 303);
    fill_in(&focal_point, &wanted(7));
    let mut raw = crate::respond::stored(&server)[&key("lnk_overview")].clone();
    raw.comment = CANARY.to_owned();
    raw.mark = Some("secretariat_only".to_owned());
    let narrowed = AnswerChange {
        key: key("lnk_overview"),
        raw,
        seen: i64::MAX,
    };
    server
        .store
        .save(&edit("AUT"), firm(), vec![narrowed], None, at(0))
        .unwrap();
    clear(&server.store, "AUT", at(0));
    done(
        &focal_point,
        "/en/reply/submit",
        "/en/reply/submit",
        &[("confirmed", "yes")],
    );
    let read = officer.get("/en/states/AUT/reply").body;
    assert!(
        !read.contains(CANARY) && read.contains("for named readers only"),
        "{read}"
    );
    let allow = crate::support::store::accounts();
    assert!(
        server
            .store
            .name_reader(&allow, person.id, Naming::Name, at(1))
            .unwrap()
    );
    assert!(
        !server
            .store
            .name_reader(&allow, person.id, Naming::Name, at(1))
            .unwrap()
    );
    assert!(officer.get("/en/states/AUT/reply").body.contains(CANARY));
    assert!(
        officer
            .get("/en/log")
            .body
            .contains("Reply read, with answers for the Secretariat only")
    );
    assert!(
        server
            .store
            .name_reader(&allow, person.id, Naming::End, at(2))
            .unwrap()
    );
    assert!(!officer.get("/en/states/AUT/reply").body.contains(CANARY));
}

#[test]
fn administrators_name_readers_and_the_state_sees_who_they_are_and_how_often_they_read() {
    let server = TestServer::start();
    let focal_point = server.signed_in(Role::FocalPoint);
    let (administrator, officer) = (
        server.signed_in(Role::Administrator),
        server.person(Role::Manager),
    );
    let reads = server.browser();
    assert_eq!(reads.post(&server.link(&officer), &[]).status, 303);
    let (readers, own) = ("/en/accounts/readers", "/en/reply/readers");
    assert!(administrator.get("/en/accounts").body.contains(readers));
    let empty = administrator.get(readers).body;
    assert!(empty.contains("Nobody was ever named."), "{empty}");
    assert_eq!(press(&administrator, readers, readers, &[]).status, 422);
    assert!(
        focal_point
            .get(own)
            .body
            .contains("Nobody is named at present")
    );
    assert_eq!(reads.get(readers).status, 403);
    // Without a fresh proof nobody names.
    let stale = server.signed_in_unconfirmed(Role::Administrator);
    let chosen = officer.id.to_string();
    let asked = stale.post(readers, &[("account", &chosen)]);
    assert!(
        asked.header("location").contains("/account/confirm"),
        "{asked:?}"
    );
    let clearing = server.person(Role::ClearingOfficial).id.to_string();
    let wrong = administrator.post(readers, &[("account", &clearing)]);
    assert_eq!(wrong.status, 404);
    for _ in 0..2 {
        let named = administrator.post(readers, &[("account", &chosen)]);
        assert_eq!(named.status, 303);
    }
    let list = administrator.get(readers).body;
    assert_eq!(list.matches("/end\"").count(), 1, "{list}");
    assert!(list.contains("There is no officer who could be named"));

    fill_in(&focal_point, &wanted(7));
    let mut raw = crate::respond::stored(&server)[&key("lnk_overview")].clone();
    raw.mark = Some("secretariat_only".to_owned());
    let narrowed = AnswerChange {
        key: key("lnk_overview"),
        raw,
        seen: i64::MAX,
    };
    server
        .store
        .save(&edit("AUT"), firm(), vec![narrowed], None, at(0))
        .unwrap();
    clear(&server.store, "AUT", at(0));
    let submit = "/en/reply/submit";
    done(&focal_point, submit, submit, &[("confirmed", "yes")]);
    let page = focal_point.get(own).body;
    assert!(
        page.contains("Test manager") && page.contains("were never opened"),
        "{page}"
    );
    // Who is not named reads the rest, which is not counted here.
    server.signed_in(Role::Manager).get("/en/states/AUT/reply");
    assert!(focal_point.get(own).body.contains("were never opened"));
    reads.get("/en/states/AUT/reply");
    reads.get("/en/states/AUT/reply");
    assert!(focal_point.get(own).body.contains("were opened 2 times"));

    let end = format!("{readers}/{chosen}/end");
    done(&administrator, readers, &end, &[]);
    assert!(
        focal_point
            .get(own)
            .body
            .contains("Nobody is named at present")
    );
    let list = administrator.get(readers).body;
    assert!(
        !list.contains("/end\"") && list.contains("Test manager"),
        "{list}"
    );
}

#[test]
fn anyone_checks_a_receipt_and_sees_the_checkpoint() {
    let server = TestServer::start();
    let focal_point = server.signed_in(Role::FocalPoint);
    fill_in(&focal_point, &wanted(7));
    let anyone = server.browser();
    assert!(
        anyone
            .get("/en/checkpoint")
            .body
            .contains("Nothing was signed yet.")
    );
    clear(&server.store, "AUT", at(0));
    done(
        &focal_point,
        "/en/reply/submit",
        "/en/reply/submit",
        &[("confirmed", "yes")],
    );
    let receipt = server.store.signed_receipts(&see("AUT")).unwrap().remove(0);
    use base64::Engine;
    let signature = base64::engine::general_purpose::STANDARD.encode(&receipt.signature);
    let check = |text: &str| {
        let fields = [("text", text), ("signature", signature.as_str())];
        anyone.post("/en/check-receipt", &fields)
    };
    let holds = check(&receipt.text);
    assert_eq!(holds.status, 200);
    assert!(
        holds.body.contains("The receipt holds") && holds.body.contains("Austria"),
        "{}",
        holds.body
    );
    // A browser sends a text area with line ends of its own.
    assert_eq!(check(&receipt.text.replace('\n', "\r\n")).status, 200);
    let changed = check(&receipt.text.replace("version: 1", "version: 2"));
    assert_eq!(changed.status, 422);
    assert!(
        changed.body.contains("The signature does not fit"),
        "{}",
        changed.body
    );
    let page = anyone.get("/en/checkpoint").body;
    assert!(
        page.contains("para11/log") && page.contains("BEGIN PUBLIC KEY"),
        "{page}"
    );
}
