//! Two factors, never fewer; equal answers for addresses that nobody has; waits that grow and lock nobody out.

use std::sync::Arc;

use para11::access::{ManageAccounts, Role, operator};
use para11::keys::Keys;
use para11::keys::second_factor::Seed;
use para11::web::client::Proxies;
use para11::web::guard::Access;
use para11::web::routes;

use super::journey::{Member, PASSPHRASE, code, enrol, first_step, invite, member};
use crate::security::concrete;
use crate::support::store::at;
use crate::support::web::{Answer, Browser, TestServer};

const JSON: (&str, &str) = ("Accept", "application/json");
const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

fn second_step(browser: &Browser, code: &str) -> Answer {
    browser.post("/en/sign-in/code", &[("code", code)])
}

/// A browser that gave address and passphrase.
fn half(server: &TestServer, member: &Member) -> Browser {
    let browser = server.browser();
    let first = first_step(&browser, &member.address, PASSPHRASE);
    assert_eq!(first.status, 303, "{}", first.body);
    browser
}

/// The value of the session's cookie that an answer sets.
fn session(answer: &Answer) -> String {
    let cookies = answer.cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("s="))
        .unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

#[test]
fn without_an_identity_provider_nothing_of_one_is_there() {
    let server = TestServer::start();
    let ana = member(&server, Role::FocalPoint, "ana@example.org");
    for page in ["/en/sign-in", "/en/account"] {
        let page = ana.browser.get(page);
        assert!(
            page.status == 200 && !page.body.contains("provider"),
            "{}",
            page.body
        );
    }
    for path in ["/sign-in/provider", "/en/sign-in/provider"] {
        assert_eq!(ana.browser.get(path).status, 404, "{path}");
    }
    assert_eq!(ana.browser.post("/en/account/provider", &[]).status, 404);
}

#[test]
fn before_the_second_factor_every_door_but_its_own_is_closed() {
    let server = TestServer::start();
    let member = member(&server, Role::Manager, "ana@example.org");
    let invited = invite(&server, Role::Analyst, "bea@example.org");
    let enrolling = server.browser();
    enrolling.post(&format!("/en/invitation/{}", invited.token.as_str()), &[]);
    for browser in [half(&server, &member), enrolling] {
        for entry in routes::all() {
            let Access::Only(_) = entry.access else {
                continue;
            };
            let path = concrete(entry.path);
            let answer = match entry.method.as_str() {
                "GET" => browser.get_with(&path, &[JSON]),
                _ => browser.post_with(&path, &[], &[JSON, OURS]),
            };
            assert_eq!(answer.status, 401, "{} {path}", entry.method);
        }
    }
    // The page of one level does not serve another.
    let browser = half(&server, &member);
    for path in ["/en/enrol", "/en/enrol/code", "/en/sign-in/passphrase"] {
        assert_eq!(
            browser.get(path).header("location"),
            "/en/sign-in",
            "{path}"
        );
    }
    server.pass(600);
    assert_eq!(
        second_step(&browser, &member.code(&server)).header("location"),
        "/en/sign-in"
    );
}

#[test]
fn the_session_changes_its_secret_at_each_step_and_the_earlier_one_is_dead() {
    TestServer::each(|server| {
        let member = member(server, Role::Manager, "ana@example.org");
        let browser = server.browser();
        let first = session(&first_step(&browser, "ana@example.org", PASSPHRASE));
        let second = session(&second_step(&browser, &member.code(server)));
        assert_ne!(first, second);
        let page =
            |cookie: &str, path: &str| server.browser().get_with(path, &[("Cookie", cookie)]);
        assert_eq!(page(&second, "/en/account").status, 200);
        assert_eq!(page(&first, "/en/account").status, 303);
        assert_eq!(page(&first, "/en/sign-in/code").status, 303);

        // Ended from the list; then all others by a new passphrase, under a new secret for this one.
        let list = member.browser.get("/en/account").body;
        assert_eq!(list.matches("name=\"session\"").count(), 1, "{list}");
        let name = list.split("name=\"session\" value=\"").nth(1).unwrap();
        let name = name.split('"').next().unwrap();
        assert!(
            !second.contains(name),
            "what names a session must not open it"
        );
        member
            .browser
            .post("/en/account/sessions", &[("session", name)]);
        assert_eq!(page(&second, "/en/account").status, 303);
        server.pass(30);
        let browser = half(server, &member);
        let third = session(&second_step(&browser, &member.code(server)));
        let other = "a quiet bridge over slow water";
        let changed = browser.post(
            "/en/account/passphrase",
            &[("passphrase", other), ("again", other)],
        );
        assert_eq!(changed.status, 303, "{}", changed.body);
        let fourth = session(&changed);
        assert_ne!(third, fourth);
        assert_eq!(page(&third, "/en/account").status, 303);
        assert_eq!(page(&fourth, "/en/account").status, 200);
        assert_eq!(member.browser.get("/en/account").status, 303);
        let browser = server.browser();
        assert_eq!(
            first_step(&browser, "ana@example.org", PASSPHRASE).status,
            422
        );
        assert_eq!(first_step(&browser, "ana@example.org", other).status, 303);
    });
}

#[test]
fn a_session_that_was_over_stays_over_when_the_clock_is_set_back() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::Manager);
    server.pass(1800);
    assert_eq!(browser.get("/en/account").status, 303);
    server.pass(-1800);
    assert_eq!(
        browser.get("/en/account").status,
        303,
        "found over, then the clock went back"
    );
    let swept = server.signed_in(Role::Manager);
    server.store.sweep(at(server.now() + 1800)).unwrap();
    assert_eq!(swept.get("/en/account").status, 303, "swept");
    let lives = server.signed_in(Role::Manager);
    server.store.sweep(at(server.now() + 1799)).unwrap();
    assert_eq!(lives.get("/en/account").status, 200, "the control");
}

#[test]
fn a_code_counts_once_and_only_for_its_account() {
    TestServer::each(|server| {
        let ana = member(server, Role::Manager, "ana@example.org");
        let bea = member(server, Role::Analyst, "bea@example.org");
        let used = ana.code(server);
        assert_eq!(second_step(&half(server, &ana), &used).status, 303);
        let browser = half(server, &ana);
        assert_eq!(second_step(&browser, &used).status, 422, "used again");
        assert_eq!(
            second_step(&browser, &bea.code(server)).status,
            422,
            "another's"
        );
        // One that was shown before the last that was used.
        let earlier = at(server.now() - 30).timestamp();
        let earlier = ana.seed.code(u64::try_from(earlier).unwrap()).unwrap();
        assert_eq!(second_step(&browser, &earlier).status, 422);
        server.pass(30);
        assert_eq!(
            second_step(&browser, &ana.code(server)).status,
            303,
            "the control"
        );

        let recovery = ana.codes[3].to_lowercase();
        assert_eq!(second_step(&half(server, &ana), &recovery).status, 303);
        let browser = half(server, &ana);
        assert_eq!(second_step(&browser, &recovery).status, 422, "used again");
        assert_eq!(
            second_step(&browser, &bea.codes[0]).status,
            422,
            "another's"
        );
        assert!(
            ana.browser
                .get("/en/account")
                .body
                .contains("9 recovery codes")
        );
    });
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
fn no_way_leads_from_two_factors_to_fewer() {
    let server = TestServer::start();
    let keys = tempfile::tempdir().unwrap();
    server
        .store
        .queue_letters(Arc::new(Keys::open(keys.path()).unwrap()));
    let member = member(&server, Role::FocalPoint, "ana@example.org");
    let id = member.person.id;
    let accounts = operator::<ManageAccounts>(());
    let now = || at(server.now());
    assert!(server.store.invite_again(&accounts, id, now()).is_err());
    while server.store.take_letter(now()).unwrap().is_some() {}

    // A letter that anyone may ask for: it opens a page that wants a code as well.
    let asked = server
        .browser()
        .post("/en/sign-in/letter", &[("address", "ana@example.org")]);
    assert_eq!(asked.status, 200);
    let letter = server.store.take_letter(now()).unwrap().unwrap().letter;
    assert_eq!(letter.kind.code(), "passphrase");
    let browser = server.browser();
    let path = format!("/en/passphrase/{}", letter.secret.unwrap().as_str());
    assert_eq!(
        browser.post(&path, &[]).header("location"),
        "/en/sign-in/passphrase"
    );
    let other = "a quiet bridge over slow water";
    let change = |code: &str| {
        let fields = [("passphrase", other), ("again", other), ("code", code)];
        browser.post("/en/sign-in/passphrase", &fields)
    };
    assert_eq!(change("").status, 422);
    assert_eq!(change("000000").status, 422);
    assert_eq!(
        first_step(&server.browser(), "ana@example.org", other).status,
        422
    );
    assert_eq!(change(&member.code(&server)).status, 303);
    assert_eq!(
        member.browser.get("/en/account").status,
        303,
        "all other sessions end"
    );

    // Enrolling anew keeps the old factors until the new are there, and wants the code that was told.
    server.pass(30);
    let again = server.store.re_enrol(&accounts, id, now()).unwrap();
    let path = format!("/en/enrolment/{}", again.token.as_str());
    assert_eq!(
        server.browser().post(&path, &[]).status,
        422,
        "without the code"
    );
    let browser = server.browser();
    browser.post(&path, &[("code", &again.code.unwrap())]);
    browser.post(
        "/en/enrol",
        &[("passphrase", PASSPHRASE), ("again", PASSPHRASE)],
    );
    let half = server.browser();
    assert_eq!(
        first_step(&half, "ana@example.org", other).status,
        303,
        "the old one still"
    );
    assert_eq!(second_step(&half, &member.code(&server)).status, 303);

    // Without a fresh proof nothing of it changes.
    server.pass(601);
    let fields = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    for path in [
        "/en/account/passphrase",
        "/en/account/authenticator",
        "/en/account/recovery-codes",
    ] {
        let answer = half.post(path, &fields);
        assert!(
            answer.header("location").starts_with("/en/account/confirm"),
            "{path}"
        );
    }
    let confirm = |passphrase: &str, code: &str| {
        half.post(
            "/en/account/confirm",
            &[("passphrase", passphrase), ("code", code)],
        )
    };
    assert_eq!(
        confirm("", "").status,
        422,
        "a button is not enough where there is a passphrase"
    );
    assert_eq!(confirm(other, "000000").status, 422);
    assert_eq!(
        confirm("another passphrase", &member.code(&server)).status,
        422
    );
    assert_eq!(confirm(other, &member.code(&server)).status, 303);
    assert_eq!(half.post("/en/account/authenticator", &[]).status, 303);
    let shown = half.get("/en/account/authenticator").body;
    let secret = shown.split("p11-secret\" dir=\"ltr\">").nth(1).unwrap();
    let fresh = Seed::read(secret.split('<').next().unwrap()).unwrap();
    let wrong = half.post("/en/account/authenticator/code", &[("code", "000000")]);
    assert_eq!(wrong.status, 422);
    let done = half.post(
        "/en/account/authenticator/code",
        &[("code", &code(&fresh, &server))],
    );
    assert_eq!(done.status, 200, "{}", done.body);
    server.pass(30);
    let browser = server.browser();
    first_step(&browser, "ana@example.org", other);
    assert_eq!(
        second_step(&browser, &member.code(&server)).status,
        422,
        "the old authenticator"
    );
    assert_eq!(second_step(&browser, &code(&fresh, &server)).status, 303);
}

#[test]
fn an_address_that_nobody_has_is_answered_alike_and_costs_the_same() {
    let mut passphrases = None;
    let server = TestServer::with(|state| passphrases = Some(Arc::clone(&state.passphrases)));
    let passphrases = passphrases.unwrap();
    let keys = tempfile::tempdir().unwrap();
    server
        .store
        .queue_letters(Arc::new(Keys::open(keys.path()).unwrap()));
    member(&server, Role::FocalPoint, "known@example.org");
    let suspended = member(&server, Role::Analyst, "ended@example.org").person;
    let accounts = operator::<ManageAccounts>(());
    server
        .store
        .suspend(&accounts, suspended.id, at(server.now()))
        .unwrap();
    let ask = |address: &str, path: &str| {
        let before = passphrases.made();
        let fields = [
            ("address", address),
            ("passphrase", "not the passphrase at all"),
        ];
        let answer = server.browser().post(path, &fields);
        let body = answer.body.replace(address, "ADDRESS");
        ((answer.status, body), passphrases.made() - before)
    };
    for path in ["/en/sign-in", "/en/sign-in/letter"] {
        for _try in 0..5 {
            let known = ask("known@example.org", path);
            for other in ["nobody@example.org", "ended@example.org"] {
                assert_eq!(ask(other, path), known, "{path} for {other}");
            }
            let hashes = usize::from(path == "/en/sign-in");
            assert_eq!(
                known.1, hashes,
                "{path}: the hash is computed for all or for none"
            );
        }
    }
    let waits = ask("nobody@example.org", "/en/sign-in");
    assert_eq!(waits.0.0, 429, "who guesses at nobody waits as well");
}

#[test]
fn who_fails_waits_longer_each_time_and_a_stranger_keeps_nobody_away() {
    TestServer::each(|server| {
        let member = member(server, Role::FocalPoint, "ana@example.org");
        let _ = member;
        let wrong =
            |_| first_step(&server.browser(), "ana@example.org", "not this one at all").status;
        assert!(
            (0..5).map(wrong).all(|status| status == 422),
            "some are free"
        );
        let mut waits = Vec::new();
        for _ in 0..6 {
            let mut waited = 0;
            while first_step(&server.browser(), "ana@example.org", "not this one").status == 429 {
                server.pass(1);
                waited += 1;
            }
            waits.push(waited);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32]);
        let early = first_step(&server.browser(), "ana@example.org", PASSPHRASE);
        assert_eq!(early.status, 429, "also with the right one");
        assert!(early.body.contains("Wait 64 seconds"), "{}", early.body);
        server.pass(64);
        assert_eq!(
            first_step(&server.browser(), "ana@example.org", PASSPHRASE).status,
            303
        );
    });
}

#[test]
fn many_strangers_make_the_owner_wait_seconds_at_most_and_not_where_the_owner_is_known() {
    let server = TestServer::with(|state| {
        state.proxies = Proxies {
            hops: 1,
            nearest: None,
        };
    });
    let member = member(&server, Role::FocalPoint, "ana@example.org");
    let sign_in = |from: &str, passphrase: &str| {
        let fields = [
            ("address", member.address.as_str()),
            ("passphrase", passphrase),
        ];
        let headers = [OURS, ("X-Forwarded-For", from)];
        server
            .browser()
            .post_with("/en/sign-in", &fields, &headers)
            .status
    };
    assert_eq!(
        sign_in("198.51.100.1", PASSPHRASE),
        303,
        "known from now on"
    );
    let mut refused = 0;
    for stranger in 0..200 {
        let from = format!("9.9.9.9, 203.0.113.{stranger}");
        refused += usize::from(sign_in(&from, "not this one at all") == 429);
    }
    assert!(
        refused > 150,
        "strangers together are slowed down: {refused}"
    );
    assert_eq!(
        sign_in("198.51.100.1", PASSPHRASE),
        303,
        "the owner's own ministry"
    );
    assert_eq!(sign_in("198.51.100.2", PASSPHRASE), 429);
    server.pass(10);
    assert_eq!(
        sign_in("198.51.100.2", PASSPHRASE),
        303,
        "ten seconds at most"
    );
}

#[test]
fn an_ended_account_is_out_at_once_with_all_it_had() {
    TestServer::each(|server| {
        let member = member(server, Role::FocalPoint, "ana@example.org");
        let waiting = half(server, &member);
        let accounts = operator::<ManageAccounts>(());
        server
            .store
            .suspend(&accounts, member.person.id, at(server.now()))
            .unwrap();
        assert_eq!(member.browser.get("/en/reply").status, 303);
        assert_eq!(
            second_step(&waiting, &member.code(server)).header("location"),
            "/en/sign-in"
        );
        assert_eq!(
            first_step(&server.browser(), &member.address, PASSPHRASE).status,
            422
        );
    });
}

#[test]
fn an_account_may_be_set_up_anew_and_then_opens_with_the_new_only() {
    let server = TestServer::start();
    let member = member(&server, Role::Analyst, "ana@example.org");
    let accounts = operator::<ManageAccounts>(());
    let again = server
        .store
        .re_enrol(&accounts, member.person.id, at(server.now()))
        .unwrap();
    let path = format!("/en/enrolment/{}", again.token.as_str());
    let (browser, seed, codes) = enrol(&server, &path, again.code.as_deref());
    assert_eq!(browser.get("/en/account").status, 200);
    assert_eq!(
        member.browser.get("/en/account").status,
        303,
        "the old session"
    );
    server.pass(30);
    let browser = half(&server, &member);
    assert_eq!(second_step(&browser, &member.code(&server)).status, 422);
    assert_eq!(second_step(&browser, &member.codes[0]).status, 422);
    assert_eq!(second_step(&browser, &code(&seed, &server)).status, 303);
    assert_eq!(second_step(&half(&server, &member), &codes[0]).status, 303);
}
