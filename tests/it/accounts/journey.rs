//! From the letter to the first day at work, in a browser that keeps cookies.

use para11::access::{Person, Role};
use para11::keys::second_factor::Seed;
use para11::store::account::invitations::Invitation;

use super::{invited, respondents};
use crate::support::store::at;
use crate::support::web::{Answer, Browser, TestServer};

pub(crate) const PASSPHRASE: &str = "five grey herons near a lake";

/// Somebody who has an account, an authenticator and recovery codes.
pub(crate) struct Member {
    pub(crate) person: Person,
    pub(crate) address: String,
    pub(crate) seed: Seed,
    pub(crate) codes: Vec<String>,
    pub(crate) browser: Browser,
}

impl Member {
    /// The code that the authenticator shows.
    pub(crate) fn code(&self, server: &TestServer) -> String {
        code(&self.seed, server)
    }
}

pub(crate) fn code(seed: &Seed, server: &TestServer) -> String {
    let seconds = at(server.now()).timestamp();
    seed.code(u64::try_from(seconds).unwrap()).unwrap()
}

pub(crate) fn invite(server: &TestServer, role: Role, address: &str) -> Invitation {
    let new = invited(role, "AUT", address);
    let now = at(server.now());
    if role.is_of_a_state() && role != Role::Contributor {
        server.store.invite(&respondents(), new, now).unwrap()
    } else if role == Role::Contributor {
        server
            .store
            .invite(&super::delegate("AUT"), new, now)
            .unwrap()
    } else {
        let accounts = crate::support::store::accounts();
        server.store.invite(&accounts, new, now).unwrap()
    }
}

/// The secret on the page of the authenticator, and the codes on the page after it.
fn secret(page: &Answer) -> Seed {
    let shown = page.body.split("p11-secret\" dir=\"ltr\">").nth(1).unwrap();
    Seed::read(shown.split('<').next().unwrap()).unwrap()
}

fn recovery_codes(page: &Answer) -> Vec<String> {
    let shown = page.body.split("p11-secret\" dir=\"ltr\">").skip(1);
    shown
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

/// Goes all the way from a link to the recovery codes.
pub(crate) fn enrol(
    server: &TestServer,
    path: &str,
    code: Option<&str>,
) -> (Browser, Seed, Vec<String>) {
    let browser = server.browser();
    let fields: Vec<_> = code.iter().map(|code| ("code", *code)).collect();
    let begun = browser.post(path, &fields);
    assert_eq!(
        (begun.status, begun.header("location")),
        (303, "/en/enrol"),
        "{}",
        begun.body
    );
    let chosen = browser.post(
        "/en/enrol",
        &[("passphrase", PASSPHRASE), ("again", PASSPHRASE)],
    );
    assert_eq!(
        chosen.header("location"),
        "/en/enrol/code",
        "{}",
        chosen.body
    );
    let seed = secret(&browser.get("/en/enrol/code"));
    let done = browser.post("/en/enrol/code", &[("code", &self::code(&seed, server))]);
    assert_eq!(done.status, 200, "{}", done.body);
    let codes = recovery_codes(&done);
    assert_eq!(codes.len(), 10);
    (browser, seed, codes)
}

/// A new member of a State or of the staff.
pub(crate) fn member(server: &TestServer, role: Role, address: &str) -> Member {
    let invitation = invite(server, role, address);
    let path = format!("/en/invitation/{}", invitation.token.as_str());
    let (browser, seed, codes) = enrol(server, &path, invitation.code.as_deref());
    server.pass(30);
    Member {
        person: invitation.person,
        address: address.to_owned(),
        seed,
        codes,
        browser,
    }
}

/// Gives address and passphrase.
pub(crate) fn first_step(browser: &Browser, address: &str, passphrase: &str) -> Answer {
    browser.post(
        "/en/sign-in",
        &[("address", address), ("passphrase", passphrase)],
    )
}

#[test]
fn an_invitation_leads_to_an_account_and_the_account_signs_in_with_two_factors() {
    TestServer::each(|server| {
        let member = member(server, Role::FocalPoint, "ana@example.org");
        assert!(member.browser.get("/en").body.contains("focal_point AUT"));
        assert_eq!(member.browser.get("/en/reply").status, 200);

        let browser = server.browser();
        let first = first_step(&browser, " ANA@example.org", PASSPHRASE);
        assert_eq!(
            first.header("location"),
            "/en/sign-in/code",
            "{}",
            first.body
        );
        assert_eq!(
            browser.get("/en/reply").status,
            303,
            "one factor opens nothing"
        );
        let second = browser.post("/en/sign-in/code", &[("code", &member.code(server))]);
        assert_eq!(
            (second.status, second.header("location")),
            (303, "/en/reply"),
            "back to what was asked for"
        );
        assert_eq!(browser.get("/en/reply").status, 200);
        // The first session lives on beside the second.
        assert_eq!(member.browser.get("/en/reply").status, 200);
    });
}

#[test]
fn what_is_typed_wrong_on_the_way_is_said_and_nothing_is_lost() {
    let server = TestServer::start();
    let invitation = invite(&server, Role::FocalPoint, "ana@example.org");
    let path = format!("/en/invitation/{}", invitation.token.as_str());
    let browser = server.browser();
    let page = browser.get(&path);
    assert!(
        page.body.contains("Code that you were told"),
        "{}",
        page.body
    );
    let wrong = browser.post(&path, &[("code", "WRONG-WRONG")]);
    assert_eq!(wrong.status, 422);
    assert!(
        wrong
            .body
            .contains("not the one that goes with this letter")
    );
    let told = invitation.code.unwrap().to_lowercase().replace('-', " ");
    assert_eq!(browser.post(&path, &[("code", &told)]).status, 303);
    for (first, again, words) in [
        ("short", "short", "too short"),
        (PASSPHRASE, "another", "not the same"),
        (
            "password password 1",
            "password password 1",
            "easy to guess",
        ),
        (
            "ana@example.org ana",
            "ana@example.org ana",
            "easy to guess",
        ),
    ] {
        let page = browser.post("/en/enrol", &[("passphrase", first), ("again", again)]);
        assert_eq!(page.status, 422);
        assert!(page.body.contains(words) && page.body.contains("<title>Error:"));
        assert!(!page.body.contains(&format!("value=\"{first}\"")));
    }
    assert_eq!(
        browser.get("/en/enrol/code").header("location"),
        "/en/enrol",
        "no authenticator before the passphrase"
    );
    browser.post(
        "/en/enrol",
        &[("passphrase", PASSPHRASE), ("again", PASSPHRASE)],
    );
    let shown = browser.get("/en/enrol/code");
    let page = browser.post("/en/enrol/code", &[("code", "000000")]);
    assert_eq!(page.status, 422);
    assert_eq!(
        secret(&page).text(),
        secret(&shown).text(),
        "the picture stays"
    );
    assert_eq!(browser.get("/en/reply").status, 303, "not enrolled yet");
}
