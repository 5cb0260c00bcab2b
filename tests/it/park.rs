//! A post whose session has ended (T-PARK-1): nothing typed is lost, nobody else sees it, and nothing is kept for one whom nobody knows.

use para11::access::{OwnAccess, Person, Role, permit};
use para11::store::RequestKey;
use para11::store::reply::delegation::SectionNames;

use crate::support::store::*;
use crate::support::web::{Answer, Browser, TestServer};

const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");
/// Longer than the longest time without a request.
const LONG: i64 = 3 * 3600;

/// The page of a question with a long answer.
pub(crate) fn writing() -> String {
    let folder = para11::form::catalog::shipped().remove("para11").unwrap();
    let form = para11::form::file::load(&folder).unwrap();
    let section = form.section("m10_close").unwrap();
    let mut pages = form.pages(section).into_iter();
    let page = pages.find(|page| {
        let mut questions = page.questions().iter();
        questions.any(|question| question.name.as_str() == "cls_feedback")
    });
    format!("/en/reply/m10_close/{}", page.unwrap().slug)
}

/// As many characters as a form can hold: each is six bytes on the line.
fn arabic() -> String {
    "سيادة القانون ".chars().cycle().take(80_000).collect()
}

/// Signs a person in, in a browser.
fn sign_in(server: &TestServer, browser: &Browser, person: &Person) -> Answer {
    let link = server.link(person);
    browser.post_with(&link, &[], &[OURS])
}

/// A browser whose session has ended, the token of its pages, and who it was.
fn ended(server: &TestServer) -> (Browser, String, Person) {
    let person = server.person(Role::FocalPoint);
    let browser = server.browser();
    assert_eq!(sign_in(server, &browser, &person).status, 303);
    let token = browser.form_token().unwrap();
    server.pass(LONG);
    (browser, token, person)
}

fn post(browser: &Browser, token: &str, text: &str, headers: &[(&str, &str)]) -> Answer {
    let fields = [
        ("form_token", token),
        ("cls_feedback.revision", "0"),
        ("cls_feedback.value", text),
        ("go", "next"),
    ];
    browser.post_with(&writing(), &fields, &[&[OURS], headers].concat())
}

fn stored(server: &TestServer) -> Option<String> {
    let reply = server.store.reply(&see("AUT")).unwrap();
    let mut answers = reply.answers.into_iter();
    let answer = answers.find(|answer| answer.key == key("cls_feedback"))?;
    answer.raw.field("value").first().cloned()
}

/// What stands in the box of the page.
fn boxed(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"cls_feedback.value\"").unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split_once("</textarea>").unwrap().0.to_owned()
}

#[test]
fn a_long_text_outlives_its_session_without_a_script() {
    TestServer::each(|server| {
        let (browser, token, person) = ended(server);
        let text = arabic();
        let sent = post(&browser, &token, &text, &[]);
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert!(sent.header("location").starts_with("/en/sign-in"));
        // Pressed twice, it is kept once.
        post(&browser, &token, &text, &[]);
        assert_eq!(stored(server), None);
        let signed_in = sign_in(server, &browser, &person);
        assert_eq!(signed_in.header("location"), "/en/parked");
        assert!(browser.get("/en").body.contains("href=\"/en/parked\""));
        let to = browser.get("/en/parked").header("location").to_owned();
        let page = browser.get(&to);
        let lost = text.chars().count() - boxed(&page).trim_start_matches('\n').chars().count();
        assert_eq!((page.status, lost), (200, 0));
        assert!(boxed(&page).contains(&text));
        // One press saves it: the page's own form, with its own revisions.
        let action = page
            .after("<form method=\"post\" action=\"/en/reply/")
            .unwrap();
        let action = format!("/en/reply/{action}");
        assert!(
            action.starts_with(&writing()) && action.contains("?parked="),
            "{action}"
        );
        let fields = [
            ("cls_feedback.revision", "0"),
            ("cls_feedback.value", text.as_str()),
            ("go", "tasks"),
        ];
        let saved = browser.post(&action, &fields);
        assert_eq!(saved.status, 303, "{}", saved.body);
        assert_eq!(stored(server).as_ref(), Some(&text));
        assert_eq!(browser.get("/en/parked").header("location"), "/en");
    });
}

#[test]
fn control_without_parking_the_text_is_lost() {
    let server = TestServer::start();
    let (browser, token, person) = ended(&server);
    // The script keeps its text itself, so its post is not kept: as every post was before.
    let sent = post(&browser, &token, &arabic(), &[("X-Autosave", "1")]);
    assert_eq!(sent.status, 401);
    sign_in(&server, &browser, &person);
    assert_eq!(browser.get("/en/parked").header("location"), "/en");
    assert_eq!(stored(&server), None);
}

#[test]
fn nobody_else_at_that_browser_sees_it() {
    TestServer::each(|server| {
        let (browser, token, person) = ended(server);
        post(&browser, &token, "canary of a colleague", &[]);
        let kept = server.store.parked(
            &permit::<OwnAccess>(&person).unwrap(),
            &other_keys(),
            at(LONG),
        );
        // The database alone does not open it.
        assert!(kept.is_err());
        let other = server.person(Role::FocalPoint);
        let signed_in = sign_in(server, &browser, &other);
        assert_eq!(signed_in.header("location"), "/en/parked");
        assert_eq!(browser.get("/en/parked").header("location"), "/en");
        for id in 1..4 {
            let page = browser.get(&format!("/en/parked/{id}"));
            assert!(page.status == 404 && !page.body.contains("canary"));
            assert_eq!(
                browser
                    .post(&format!("/en/parked/{id}/discard"), &[])
                    .status,
                404
            );
        }
        assert!(!browser.get("/en").body.contains("parked"));
        assert!(!browser.get(&writing()).body.contains("canary"));
        // Its own person finds it, from wherever they sign in.
        let home = server.browser();
        sign_in(server, &home, &person);
        let to = home.get("/en/parked").header("location").to_owned();
        assert!(boxed(&home.get(&to)).contains("canary of a colleague"));
    });
}

/// Keys that are not those of the server.
fn other_keys() -> para11::keys::Keys {
    let folder = tempfile::tempdir().unwrap();
    para11::keys::Keys::open(folder.path()).unwrap()
}

#[test]
fn what_nobody_can_claim_is_shown_to_be_copied_and_not_kept() {
    let server = TestServer::start();
    let (browser, token, person) = ended(&server);
    let is_shown = |answer: &Answer| {
        assert_eq!(answer.status, 401, "{}", answer.body);
        assert!(
            answer.body.contains("a text &#60;b&#62; of mine"),
            "{}",
            answer.body
        );
        assert!(answer.body.contains("not kept") || answer.body.contains("five texts"));
    };
    let text = "a text <b> of mine";
    // No session that ever was; the form of another session.
    is_shown(&post(&server.browser(), &token, text, &[]));
    is_shown(&post(&browser, "another", text, &[]));
    // Another site's form is not even looked at.
    let fields = [("form_token", token.as_str()), ("cls_feedback.value", text)];
    let forged = browser.post_with(&writing(), &fields, &[("Sec-Fetch-Site", "cross-site")]);
    assert!(forged.status == 403 && !forged.body.contains("of mine"));
    // Five are kept and no more.
    let allow = permit::<OwnAccess>(&person).unwrap();
    for number in 0..5 {
        let sent = post(&browser, &token, &format!("text {number}"), &[]);
        assert_eq!(sent.status, 303);
    }
    is_shown(&post(&browser, &token, text, &[]));
    sign_in(&server, &browser, &person);
    let several = browser.get("/en/parked");
    assert_eq!(several.status, 200);
    assert_eq!(several.body.matches("Look at it and save it").count(), 5);
    let section = "<strong>Good practice, burden and clearance</strong>";
    assert_eq!(several.body.matches(section).count(), 5, "{}", several.body);
    let first = several.after("action=\"/en/parked/").unwrap();
    assert_eq!(
        browser.post(&format!("/en/parked/{first}"), &[]).status,
        303
    );
    assert_eq!(
        browser.get("/en/parked").body.matches("Look at it").count(),
        4
    );
    // They are kept for seven days.
    assert_eq!(server.store.sweep_parked(at(6 * 86_400)).unwrap(), 0);
    assert_eq!(server.store.sweep_parked(at(8 * 86_400)).unwrap(), 4);
    assert!(!server.store.unpark(&allow, 1).unwrap());
}

#[test]
fn what_others_wrote_meanwhile_stands_beside_it() {
    let server = TestServer::start();
    let (browser, token, person) = ended(&server);
    post(&browser, &token, "mine", &[]);
    let change = vec![change("cls_feedback", "theirs", 0)];
    server
        .store
        .save(&edit("AUT"), firm(), change, None::<RequestKey>, at(5))
        .unwrap();
    sign_in(&server, &browser, &person);
    let to = browser.get("/en/parked").header("location").to_owned();
    let page = browser.get(&to);
    assert!(boxed(&page).contains("mine"));
    let action = page
        .after("<form method=\"post\" action=\"/en/reply/")
        .unwrap();
    let action = format!("/en/reply/{action}");
    let fields = [
        ("cls_feedback.revision", "0"),
        ("cls_feedback.value", "mine"),
        ("go", "next"),
    ];
    let both = browser.post(&action, &fields);
    assert_eq!(both.status, 422);
    assert!(both.body.contains("mine") && both.body.contains("theirs"));
    assert_eq!(stored(&server).as_deref(), Some("theirs"));
    // Until it is saved it is kept.
    assert_eq!(browser.get("/en/parked").header("location"), to);
}

#[test]
fn a_text_for_a_reply_that_was_locked_meanwhile_is_shown_to_be_copied() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    submit(&server.store, "AUT", b"sealed", at(5));
    let token = browser.form_token().unwrap();
    let answer = post(&browser, &token, "a long text", &[]);
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("a long text") && answer.body.contains("locked"));
    let program = post(&browser, &token, "a long text", &[("X-Autosave", "1")]);
    assert!(program.status == 409 && !program.body.contains("a long text"));
}

/// Gives a contributor of Austria a section; where its return is posted.
fn returning(server: &TestServer) -> String {
    let folder = para11::form::catalog::shipped().remove("para11").unwrap();
    let form = para11::form::file::load(&folder).unwrap();
    let section = SectionNames::from(form.section("m9_rights").unwrap());
    let given = section.questions.clone();
    let focal = server.person(Role::FocalPoint);
    let contributor = server.person(Role::Contributor);
    let allow = permit(&focal).unwrap();
    let store = &server.store;
    store
        .give(&allow, contributor.id, section, given, at(0))
        .unwrap();
    format!("/en/reply/people/m9_rights/{}/return", contributor.id)
}

#[test]
fn a_note_that_wants_a_fresh_proof_comes_back_after_it_and_is_let_go_when_sent() {
    TestServer::each(|server| {
        let path = returning(server);
        let browser = server.signed_in_unconfirmed(Role::FocalPoint);
        let note = "Please name the law <and> the year.\nIn two lines.";
        let asked = browser.post(&path, &[("note", note)]);
        assert_eq!(
            (asked.status, asked.header("location")),
            (303, "/en/account/confirm?kept")
        );
        let why = browser.get("/en/account/confirm?kept").body;
        assert!(
            why.contains("What you wrote is kept") && !why.contains("button again"),
            "{why}"
        );
        let proved = browser.post("/en/account/confirm", &[]);
        assert_eq!(proved.header("location"), "/en/parked");
        let to = browser.get("/en/parked").header("location").to_owned();
        let page = browser.get(&to);
        assert!(
            page.body.contains("&#60;and&#62; the year.\nIn two lines."),
            "{}",
            page.body
        );
        let action = page
            .after("<form method=\"post\" action=\"/en/reply/")
            .unwrap();
        let action = format!("/en/reply/{action}");
        assert!(action.starts_with(&format!("{path}?parked=")), "{action}");
        let sent = browser.post(&action, &[("note", note)]);
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, "/en/reply/people")
        );
        let said = server.store.said(&see("AUT")).unwrap();
        assert_eq!(said[0].note, note);
        assert_eq!(browser.get("/en/parked").header("location"), "/en");
        assert!(!browser.get("/en").body.contains("parked"));
    });
}

/// What a press of the button on the page of a kept text posts, and where to.
fn sent_again(browser: &Browser, note: &str) -> Answer {
    let page = browser.get(browser.get("/en/parked").header("location"));
    let action = page
        .after("<form method=\"post\" action=\"/en/reply/")
        .unwrap();
    browser.post(&format!("/en/reply/{action}"), &[("note", note)])
}

#[test]
fn a_text_that_is_not_taken_when_it_is_sent_again_is_shown_with_the_reason_and_stays_until_discarded()
 {
    TestServer::each(|server| {
        let path = returning(server);
        let browser = server.signed_in_unconfirmed(Role::FocalPoint);
        browser.post(&path, &[("note", "Please name the law.")]);
        browser.post("/en/account/confirm", &[]);
        submit(&server.store, "AUT", b"sealed", at(5));
        let answer = sent_again(&browser, "Please name the law.");
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(answer.body.contains("Please name the law."));
        assert!(answer.body.contains("submitted in the meantime"));
        // It cannot be sent from here once more, only copied or discarded.
        assert!(!answer.body.contains("Save and send it now"));
        let discard = answer.after("action=\"/en/parked/").unwrap();
        assert_ne!(browser.get("/en/parked").header("location"), "/en");
        browser.post(&format!("/en/parked/{discard}"), &[]);
        assert_eq!(browser.get("/en/parked").header("location"), "/en");
    });
}

#[test]
fn a_text_that_is_mended_on_the_page_that_found_it_faulty_is_let_go_when_that_is_saved() {
    let server = TestServer::start();
    let path = returning(&server);
    let browser = server.signed_in_unconfirmed(Role::FocalPoint);
    browser.post(&path, &[("note", "Please name the law.")]);
    browser.post("/en/account/confirm", &[]);
    let kept = browser.get("/en/parked").header("location").to_owned();
    // A browser sends what its page shows; a note of nothing but spaces is refused.
    assert_eq!(sent_again(&browser, " ").status, 422);
    assert_eq!(browser.get("/en/parked").header("location"), kept);
    let token = browser.form_token().unwrap();
    let mended = [
        ("form_token", &*token),
        ("note", "Please name the law of 2019."),
    ];
    let number = kept.rsplit('/').next().unwrap();
    let faulty = format!("{}{path}?parked={number}", server.origin());
    let elsewhere = format!("{}/en/reply?parked={number}", server.origin());
    // A form of another page says nothing of this text.
    let sent = browser.post_with(&path, &mended, &[OURS, ("Referer", &elsewhere)]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(browser.get("/en/parked").header("location"), kept);
    let sent = browser.post_with(&path, &mended, &[OURS, ("Referer", &faulty)]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(browser.get("/en/parked").header("location"), "/en");
}

#[test]
fn whatever_was_written_is_kept_before_a_proof_and_a_mere_press_or_a_secret_is_not() {
    let server = TestServer::start();
    let note = returning(&server);
    let words = |name| [(name, "canary"), ("seen", "0"), ("revision", "0")];
    let kept = "/en/account/confirm?kept";
    let pressed = "/en/account/confirm?posted";
    let cases = [
        (Role::FocalPoint, &*note, words("note"), kept),
        (Role::FocalPoint, "/en/reply/withdraw", words("words"), kept),
        (Role::FocalPoint, "/en/reply/correct", words("words"), kept),
        (
            Role::FocalPoint,
            "/en/reply/people/invite",
            words("name"),
            kept,
        ),
        (
            Role::ClearingOfficial,
            "/en/reply/return",
            words("words"),
            kept,
        ),
        (Role::Manager, "/en/states/AUT/reopen", words("words"), kept),
        (
            Role::Manager,
            "/en/states/AUT/decline",
            words("words"),
            kept,
        ),
        (Role::Manager, "/en/people/AUT", words("name"), kept),
        (Role::Administrator, "/en/accounts", words("name"), kept),
        (
            Role::FocalPoint,
            "/en/reply/submit",
            words("checked"),
            pressed,
        ),
        (
            Role::ClearingOfficial,
            "/en/reply/clear",
            words("confirmed"),
            pressed,
        ),
        (
            Role::FocalPoint,
            "/en/account/passphrase",
            words("passphrase"),
            pressed,
        ),
        (
            Role::FocalPoint,
            "/en/account/authenticator/code",
            words("code"),
            pressed,
        ),
    ];
    for (role, path, fields, expected) in cases {
        let browser = server.signed_in_unconfirmed(role);
        let asked = browser.post(path, &fields);
        assert_eq!(asked.header("location"), expected, "{path}: {}", asked.body);
        let waits = browser.get("/en/parked").header("location") != "/en";
        assert_eq!(waits, expected == kept, "{path}");
        // The form of another session is not kept for this one.
        let fields = [&fields[..], &[("form_token", "another")]].concat();
        let forged = browser.post_with(path, &fields, &[OURS]);
        assert_eq!(forged.status == 403, expected == kept, "{path}");
    }
}

#[test]
fn a_kept_text_is_let_go_when_the_script_has_saved_it_all_or_its_person_discards_it() {
    let server = TestServer::start();
    let (browser, token, person) = ended(&server);
    post(&browser, &token, "first", &[]);
    sign_in(&server, &browser, &person);
    let page = browser.get(browser.get("/en/parked").header("location"));
    let action = page
        .after("<form method=\"post\" action=\"/en/reply/")
        .unwrap();
    let action = format!("/en/reply/{action}");
    let token = browser.form_token().unwrap();
    let save = |fields: &[(&str, &str)]| {
        let fields = [
            &[("form_token", &*token), ("cls_feedback.revision", "0")],
            fields,
        ];
        let script = [OURS, ("X-Autosave", "1")];
        assert_eq!(
            browser.post_with(&action, &fields.concat(), &script).status,
            200
        );
        browser.get("/en/parked").header("location").to_owned()
    };
    let text = ("cls_feedback.value", "first");
    let remark = ("remark:cls_feedback", "not sent yet");
    assert_ne!(save(&[text, remark]), "/en", "the remark is not written");
    assert_eq!(save(&[text]), "/en");
    assert_eq!(stored(&server).as_deref(), Some("first"));

    server.pass(LONG);
    post(&browser, &token, "second", &[]);
    sign_in(&server, &browser, &person);
    let page = browser.get(browser.get("/en/parked").header("location"));
    assert!(boxed(&page).contains("second"), "{}", page.body);
    let discard = page.after("action=\"/en/parked/").unwrap();
    let done = browser.post(&format!("/en/parked/{discard}"), &[]);
    assert_eq!(done.status, 303);
    assert_eq!(browser.get("/en/parked").header("location"), "/en");
    assert_eq!(stored(&server).as_deref(), Some("first"));
}
