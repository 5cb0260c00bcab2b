//! Signing in with an identity provider: what is taken, and all that is not.

mod fake;

use std::sync::Arc;

use para11::access::Role;
use para11::config::oidc::Oidc;
use para11::oidc::Provider;
use serde_json::{Value, json};

use self::fake::{Fake, Sign, ok, parameter, settings};
use super::journey::{Member, member};
use crate::support::store::{accounts, at};
use crate::support::web::{Answer, Browser, TestServer};

const REFUSED: &str = "/en/sign-in?provider-refused";

fn served(settings: &Oidc) -> TestServer {
    let provider = Arc::new(Provider::new(settings).unwrap());
    TestServer::with(|state| state.provider = Some(provider))
}

fn now(server: &TestServer) -> i64 {
    at(server.now()).timestamp()
}

/// Where the sign-in page sends the browser.
fn begin(browser: &Browser) -> String {
    let answer = browser.get("/en/sign-in/provider");
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

/// Where the page of the account sends it.
fn begin_link(browser: &Browser) -> String {
    let page = browser.post("/en/account/provider", &[]);
    assert_eq!(page.status, 200, "{}", page.body);
    let address = page.after("class=\"govuk-button\" href=\"").unwrap();
    address.replace("&#38;", "&").replace("&amp;", "&")
}

/// Comes back as this person at the provider, with some claims changed.
fn come_back(
    (server, fake): (&TestServer, &Fake),
    browser: &Browser,
    subject: &str,
    change: impl FnOnce(&mut Value),
) -> Answer {
    let address = begin(browser);
    let mut claims = fake.claims(&address, subject, now(server));
    change(&mut claims);
    browser.get(&fake.grant(&address, claims, Sign::Ours))
}

/// A focal point whose account is linked to this person at the provider.
fn linked(server: &TestServer, fake: &Fake, mail: &str, subject: &str) -> Member {
    let member = member(server, Role::FocalPoint, mail);
    let back = link(server, fake, &member.browser, subject);
    assert_eq!((back.status, back.header("location")), (303, "/en/account"));
    member
}

fn link(server: &TestServer, fake: &Fake, browser: &Browser, subject: &str) -> Answer {
    let address = begin_link(browser);
    let claims = fake.claims(&address, subject, now(server));
    browser.get(&fake.grant(&address, claims, Sign::Ours))
}

fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/en/reply").status == 200
}

#[test]
fn a_linked_account_signs_in_wholly_where_both_factors_were_seen_and_with_a_code_elsewhere() {
    let fake = Fake::start();
    let server = served(&fake.settings());
    let both = (&server, &fake);
    let page = server.browser().get("/en/sign-in").body;
    assert!(page.contains("Sign in with Example ID"), "{page}");
    let ana = linked(&server, &fake, "ana@example.org", "1001");
    let page = ana.browser.get("/en/account").body;
    assert!(
        page.contains("this account is linked to it since"),
        "{page}"
    );

    let browser = server.browser();
    assert_eq!(browser.get("/en/reply").status, 303);
    let back = come_back(both, &browser, "1001", |_| {});
    assert_eq!((back.status, back.header("location")), (303, "/en/reply"));
    assert!(is_signed_in(&browser));
    assert_eq!(browser.get("/en/account/passphrase").status, 200);

    // The proof is as old as the provider says.
    let browser = server.browser();
    let earlier = now(&server) - 601;
    let back = come_back(both, &browser, "1001", |claims| {
        claims["auth_time"] = json!(earlier);
    });
    assert_eq!(back.header("location"), "/en");
    assert!(is_signed_in(&browser));
    let asked = browser.get("/en/account/passphrase");
    assert_eq!(asked.header("location"), "/en/account/confirm");

    for class in [None, Some("urn:one")] {
        server.pass(30);
        let browser = server.browser();
        let back = come_back(both, &browser, "1001", |claims| match class {
            None => drop(claims.as_object_mut().unwrap().remove("acr")),
            Some(class) => claims["acr"] = json!(class),
        });
        assert_eq!(back.header("location"), "/en/sign-in/code", "{class:?}");
        assert!(!is_signed_in(&browser), "{class:?}");
        let code = ana.code(&server);
        let done = browser.post("/en/sign-in/code", &[("code", &code)]);
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(is_signed_in(&browser), "{class:?}");
    }

    // Keys that are exchanged are asked for anew.
    fake.change_key();
    server.pass(61);
    let browser = server.browser();
    come_back(both, &browser, "1001", |_| {});
    assert!(is_signed_in(&browser));
}

#[test]
fn an_identity_that_does_not_fit_signs_nobody_in() {
    let fake = Fake::start();
    let server = served(&fake.settings());
    linked(&server, &fake, "ana@example.org", "1001");
    let now = now(&server);
    let cases = [
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("aud", json!("another")),
        ("aud", json!(["para11", "another"])),
        ("iss", json!("https://id.example.org")),
        ("exp", json!(now - 1)),
        ("auth_time", Value::Null),
        ("auth_time", json!(now - 3601)),
        ("auth_time", json!(now + 120)),
        ("sub", Value::Null),
    ];
    for (name, value) in cases {
        let browser = server.browser();
        let back = come_back((&server, &fake), &browser, "1001", |claims| {
            let claims = claims.as_object_mut().unwrap();
            if value.is_null() {
                claims.remove(name);
            } else {
                claims.insert(name.to_owned(), value.clone());
            }
        });
        assert_eq!(back.header("location"), REFUSED, "{name}: {value}");
        assert!(!is_signed_in(&browser), "{name}: {value}");
    }
    for sign in [Sign::Other, Sign::Not, Sign::Secret] {
        let browser = server.browser();
        let address = begin(&browser);
        let claims = fake.claims(&address, "1001", now);
        let back = browser.get(&fake.grant(&address, claims, sign));
        assert_eq!(back.header("location"), REFUSED, "{sign:?}");
        assert!(!is_signed_in(&browser), "{sign:?}");
    }
    let page = server.browser().get(REFUSED).body;
    assert!(page.contains("Signing in with Example ID did not work"));

    // The control: nothing but what was changed above stood in the way.
    let browser = server.browser();
    come_back((&server, &fake), &browser, "1001", |_| {});
    assert!(is_signed_in(&browser));
}

/// A request that waits for its answer.
struct Begun {
    browser: Browser,
    /// What binds it to the browser.
    cookie: String,
    state: String,
    code: String,
}

impl Begun {
    /// Comes back with this code and state.
    fn come_back(&self, code: &str, state: &str) -> Answer {
        let path = format!("/sign-in/provider?code={code}&state={state}");
        self.browser.get(&path)
    }
}

fn begun(server: &TestServer, fake: &Fake) -> Begun {
    let browser = server.browser();
    let sent = browser.get("/en/sign-in/provider");
    let address = sent.header("location");
    let claims = fake.claims(address, "1001", now(server));
    let path = fake.grant(address, claims, Sign::Ours);
    Begun {
        cookie: sent.cookies()[0].split(';').next().unwrap().to_owned(),
        state: parameter(address, "state"),
        code: parameter(&path, "code"),
        browser,
    }
}

#[test]
fn an_answer_counts_once_in_the_browser_that_asked_and_for_ten_minutes() {
    let fake = Fake::start();
    let server = served(&fake.settings());
    linked(&server, &fake, "ana@example.org", "1001");
    let begin = || begun(&server, &fake);
    let refused = |answer: Answer, browser: &Browser, why: &str| {
        assert_eq!(answer.header("location"), REFUSED, "{why}");
        assert!(!is_signed_in(browser), "{why}");
    };

    let (one, other) = (begin(), begin());
    let stranger = server.browser();
    let path = format!("/sign-in/provider?code={}&state={}", one.code, one.state);
    refused(stranger.get(&path), &stranger, "another browser");
    for state in [other.state.as_str(), "none", ""] {
        refused(one.come_back(&one.code, state), &one.browser, state);
    }
    let back = one.come_back(&one.code, &one.state);
    assert_eq!(back.header("location"), "/en/reply", "the control");
    assert!(is_signed_in(&one.browser), "the control");

    // A wrong code uses the request up; the right one comes too late, though the browser still has its cookie.
    let wrong = other.come_back("wrong", &other.state);
    refused(wrong, &other.browser, "a wrong code");
    other.browser.take_cookie(&other.cookie);
    let again = other.come_back(&other.code, &other.state);
    refused(again, &other.browser, "a request that was used");

    let third = begin();
    let again = third.come_back(&one.code, &third.state);
    refused(again, &third.browser, "a code that was redeemed");

    let named = begin();
    let code = format!("{}&iss=https%3A%2F%2Fid.example.org", named.code);
    let answer = named.come_back(&code, &named.state);
    refused(answer, &named.browser, "an answer of another provider");
    let denied = begin();
    let path = format!(
        "/sign-in/provider?error=access_denied&state={}",
        denied.state
    );
    refused(denied.browser.get(&path), &denied.browser, "denied");

    let late = begin();
    server.pass(600);
    refused(
        late.come_back(&late.code, &late.state),
        &late.browser,
        "too late",
    );
}

#[test]
fn only_a_link_that_the_person_made_finds_an_account_and_it_ends_with_the_account() {
    let fake = Fake::start();
    let server = served(&fake.settings());
    let both = (&server, &fake);
    let unknown = |subject: &str, why: &str| {
        let browser = server.browser();
        let back = come_back(both, &browser, subject, |claims| {
            claims["email"] = json!("ana@example.org");
            claims["email_verified"] = json!(true);
        });
        assert_eq!(
            back.header("location"),
            "/en/sign-in?provider-unknown",
            "{why}"
        );
        assert!(!is_signed_in(&browser), "{why}");
    };
    let ana = member(&server, Role::FocalPoint, "ana@example.org");
    unknown("1001", "an address finds nobody");

    // Linking wants a fresh proof, when it begins and when the browser comes back.
    let other = server.signed_in_unconfirmed(Role::FocalPoint);
    let asked = other.post("/en/account/provider", &[]);
    assert_eq!(asked.header("location"), "/en/account/confirm?posted");
    let address = begin_link(&ana.browser);
    let claims = fake.claims(&address, "1001", now(&server));
    let path = fake.grant(&address, claims, Sign::Ours);
    server.pass(599);
    let late = ana.browser.get(&path);
    assert_eq!(
        late.header("location"),
        "/en/account?provider-refused",
        "{}",
        late.body
    );
    unknown("1001", "nothing was linked");

    let ana = linked(&server, &fake, "cea@example.org", "1001");
    let bea = member(&server, Role::FocalPoint, "bea@example.org");
    let taken = link(&server, &fake, &bea.browser, "1001");
    assert_eq!(taken.header("location"), "/en/account?provider-taken");
    let page = bea.browser.get("/en/account?provider-taken").body;
    assert!(page.contains("Another account is linked"), "{page}");
    assert_eq!(
        link(&server, &fake, &bea.browser, "1002").header("location"),
        "/en/account"
    );

    // Somebody else in the browser that began.
    let address = begin_link(&bea.browser);
    let claims = fake.claims(&address, "1003", now(&server));
    let path = fake.grant(&address, claims, Sign::Ours);
    let theirs = server.link(&server.person(Role::FocalPoint));
    bea.browser.post(&theirs, &[]);
    let refused = bea.browser.get(&path);
    assert_eq!(refused.header("location"), "/en/account?provider-refused");
    unknown("1003", "nothing was linked");

    let back = come_back(both, &bea.browser, "1002", |_| {});
    assert_eq!(back.header("location"), "/en");
    let gone = bea.browser.post("/en/account/provider/unlink", &[]);
    assert_eq!(gone.header("location"), "/en/account");
    unknown("1002", "the link was taken away");

    server
        .store
        .suspend(&accounts(), ana.person.id, at(server.now()))
        .unwrap();
    unknown("1001", "the account has ended");
}

#[test]
fn a_request_that_one_instance_began_another_finishes() {
    let fake = Fake::start();
    let server = served(&fake.settings());
    linked(&server, &fake, "ana@example.org", "1001");
    let provider = Arc::new(Provider::new(&fake.settings()).unwrap());
    let public = server.origin();
    let other = server.beside_with(|state| {
        state.provider = Some(provider);
        state.public_url = para11::config::address::PublicUrl::parse(&public).unwrap();
    });
    other.pass(server.now());
    let begun = server.browser().get("/en/sign-in/provider");
    let cookie = begun.cookies()[0].split(';').next().unwrap().to_owned();
    let address = begun.header("location").to_owned();
    let claims = fake.claims(&address, "1001", now(&server));
    let path = fake.grant(&address, claims, Sign::Ours);
    let host = public.replace("http://", "");
    let headers = [("Host", host.as_str()), ("Cookie", cookie.as_str())];
    let back = other.browser().get_with(&path, &headers);
    assert_eq!((back.status, back.header("location")), (303, "/en"));
}

#[test]
fn nothing_but_the_provider_s_hosts_is_asked_and_no_answer_is_followed_or_endless() {
    let fake = Fake::start();
    let (elsewhere, keys) = (
        fake.origin.replace("127.0.0.1", "localhost"),
        format!("{}/keys", fake.origin),
    );
    let redirect = format!(
        "HTTP/1.1 302 Found\r\nLocation: {}/.well-known/openid-configuration\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        fake.origin
    );
    let long = ok(&format!("{{\"issuer\":\"{}\"}}", "a".repeat(300_000)));
    let page = settings(&fake.origin, &keys).replace(
        &format!("{}/authorize", fake.origin),
        &format!("{elsewhere}/authorize"),
    );
    let cases = [
        (
            "its keys elsewhere",
            settings(&fake.origin, &format!("{elsewhere}/keys")),
        ),
        ("its page elsewhere", page),
        ("another issuer", settings(&elsewhere, &keys)),
        ("a redirect", redirect),
        ("no end", long),
        ("nothing", ok("")),
    ];
    for (why, answer) in cases {
        fake.tell_settings(&answer);
        let server = served(&fake.settings());
        let asked = server.browser().get("/en/sign-in/provider");
        assert_eq!(asked.header("location"), REFUSED, "{why}");
    }
    fake.tell_settings(&settings(&fake.origin, &keys));
    assert!(begin(&served(&fake.settings()).browser()).starts_with(&fake.origin));
    // Hosts that the settings name are asked.
    let mut named = fake.settings();
    named.hosts.push(elsewhere.replace("http://", ""));
    fake.tell_settings(&settings(&fake.origin, &format!("{elsewhere}/keys")));
    assert!(begin(&served(&named).browser()).starts_with(&fake.origin));
}
