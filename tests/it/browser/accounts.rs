//! Accounts in a browser: the letter's link, setting up, signing in, with the script of the pages and without; and what axe says of each.

use para11::access::Role;
use para11::keys::second_factor::Seed;

use super::pages::{after, look, place};
use super::sign_in;
use crate::accounts::journey::{PASSPHRASE, code, invite};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::web::TestServer;

/// Sets an account up by its link, as a person does, and looks at each page on the way. The secret of the authenticator.
fn set_up(chrome: &Chrome, server: &TestServer, role: Role, address: &str) -> Seed {
    let invitation = invite(server, role, address);
    let link = format!("/invitation/{}", invitation.token.as_str());
    look(chrome, server, &[place("invitation", &link)]);
    chrome.go(&format!("{}/en{link}", server.origin()));
    if let Some(told) = &invitation.code {
        chrome.enter("#code", told);
    }
    chrome.click("main form button");
    chrome.until_at("/en/enrol");
    let places = [
        place("enrol", "/enrol"),
        after("enrol-weak", "/enrol", |chrome| {
            chrome.enter("#passphrase", "password password");
            chrome.click("main form button");
            chrome.until_seen(".govuk-error-summary");
        }),
    ];
    look(chrome, server, &places);
    chrome.go(&format!("{}/en/enrol", server.origin()));
    chrome.enter("#passphrase", PASSPHRASE);
    chrome.enter("#again", PASSPHRASE);
    chrome.click("main form button");
    chrome.until_at("/en/enrol/code");
    look(chrome, server, &[place("enrol-code", "/enrol/code")]);
    chrome.go(&format!("{}/en/enrol/code", server.origin()));
    let secret = chrome.text(".p11-secret").unwrap();
    let seed = Seed::read(&secret).unwrap();
    chrome.enter("#code", &code(&seed, server));
    chrome.click("main form button");
    chrome.until_seen(".p11-codes");
    for size in [Size::Phone, Size::Desktop] {
        chrome.resize(size);
        assert_eq!(chrome.axe(), Vec::<String>::new());
        assert_eq!(chrome.overflow(), Vec::<String>::new());
    }
    chrome.click("main a.govuk-button");
    chrome.until_at("/en");
    seed
}

#[test]
fn an_account_is_set_up_and_signs_in_with_the_script_of_the_pages_and_without() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let places = [
        place("letter", "/sign-in/letter"),
        after("sign-in-wrong", "/sign-in", |chrome| {
            chrome.click("main form button");
            chrome.until_seen(".govuk-error-summary");
        }),
    ];
    look(&chrome, &server, &places);
    let seed = set_up(&chrome, &server, Role::FocalPoint, "ana@example.org");
    let places = [
        place("account", "/account"),
        place("account-passphrase", "/account/passphrase"),
        place("account-confirm", "/account/confirm"),
    ];
    look(&chrome, &server, &places);
    for scripts in [Scripts::On, Scripts::Off] {
        chrome.go(&format!("{}/en/account", server.origin()));
        chrome.run_scripts(scripts);
        chrome.click(".p11-person button");
        chrome.run_scripts(Scripts::On);
        chrome.until_at("/en/sign-in");
        chrome.go(&format!("{}/en/reply", server.origin()));
        chrome.until_at("/en/sign-in");
        chrome.run_scripts(scripts);
        chrome.enter("#address", "ana@example.org");
        chrome.enter("#passphrase", PASSPHRASE);
        chrome.click("main form button");
        chrome.run_scripts(Scripts::On);
        chrome.until_at("/en/sign-in/code");
        look(&chrome, &server, &[place("sign-in-code", "/sign-in/code")]);
        chrome.go(&format!("{}/en/sign-in/code", server.origin()));
        server.pass(30);
        chrome.run_scripts(scripts);
        chrome.enter("#code", &code(&seed, &server));
        chrome.click("main form button");
        chrome.run_scripts(Scripts::On);
        chrome.until_at("/en/reply");
    }
}

#[test]
fn pages_of_other_peoples_accounts_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let member = crate::accounts::journey::member(&server, Role::FocalPoint, "ana@example.org");
    invite(&server, Role::ClearingOfficial, "bea@example.org");
    sign_in(&chrome, &server, Role::Manager);
    let places = [
        place("people", "/people"),
        place("people-of-a-state", "/people/AUT"),
        after("people-wrong", "/people/AUT", |chrome| {
            chrome.click("main form .govuk-button:not(.govuk-button--secondary)");
            chrome.until_seen(".govuk-error-summary");
        }),
    ];
    look(&chrome, &server, &places);
    chrome.go(&format!("{}/en/people/BRA", server.origin()));
    chrome.enter("#name", "Bea Example");
    chrome.enter("#address", "cea@example.org");
    chrome.click("#role-0");
    chrome.click("main form .govuk-button:not(.govuk-button--secondary)");
    chrome.until_says("main", "by another way");
    assert_eq!(chrome.axe(), Vec::<String>::new());
    sign_in(&chrome, &server, Role::Administrator);
    look(&chrome, &server, &[place("accounts", "/accounts")]);
    drop(member);
}
