//! Every link against every address that takes links, in every state in which it must open nothing.

use para11::access::{ManageAccounts, Person, Role, operator};
use para11::store::account::sessions::Purpose;

use super::journey::member;
use crate::support::store::at;
use crate::support::web::TestServer;

const ALL: [Purpose; 4] = [
    Purpose::SignIn,
    Purpose::Invitation,
    Purpose::Passphrase,
    Purpose::Enrolment,
];

fn path(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::SignIn => "link",
        Purpose::Invitation => "invitation",
        Purpose::Passphrase => "passphrase",
        Purpose::Enrolment => "enrolment",
    }
}

/// A new link of a purpose for an account, and the code that goes with it.
fn make(server: &TestServer, person: &Person, purpose: Purpose) -> (String, String) {
    let accounts = operator::<ManageAccounts>(());
    let now = at(server.now());
    let store = &server.store;
    let (token, code) = match purpose {
        Purpose::Enrolment => {
            let invitation = store.re_enrol(&accounts, person.id, now).unwrap();
            (invitation.token, invitation.code)
        }
        other => {
            let token = store.make_link(&accounts, person.id, other, now, 72);
            (token.unwrap(), None)
        }
    };
    (token.as_str().to_owned(), code.unwrap_or_default())
}

/// What the address of a purpose answers to a link.
fn take(server: &TestServer, purpose: Purpose, token: &str, code: &str) -> u16 {
    let address = format!("/en/{}/{token}", path(purpose));
    server.browser().post(&address, &[("code", code)]).status
}

#[test]
fn a_link_opens_its_own_door_once_and_no_other() {
    TestServer::each(|server| {
        // An analyst needs no code with the invitation; one account is set up, the other is not.
        let set_up = member(server, Role::Analyst, "ana@example.org").person;
        let not_yet = super::journey::invite(server, Role::Analyst, "bea@example.org").person;
        let mut cells = 0;
        for purpose in ALL {
            let person = if purpose == Purpose::Invitation {
                &not_yet
            } else {
                &set_up
            };
            let fresh = || make(server, person, purpose);
            let works = |token: &str, code: &str| take(server, purpose, token, code) == 303;

            for other in ALL.into_iter().filter(|other| *other != purpose) {
                let (token, code) = fresh();
                assert_eq!(
                    take(server, other, &token, &code),
                    410,
                    "{purpose:?} at {other:?}"
                );
                assert!(works(&token, &code), "{purpose:?} was used up at {other:?}");
                cells += 1;
            }
            let (token, code) = fresh();
            for byte in 0..token.len() {
                let mut flipped = token.clone().into_bytes();
                flipped[byte] = if flipped[byte] == b'A' { b'B' } else { b'A' };
                let flipped = String::from_utf8(flipped).unwrap();
                assert_eq!(
                    take(server, purpose, &flipped, &code),
                    410,
                    "{purpose:?} {byte}"
                );
            }
            // As a session it opens nothing, nor does a session open anything as a link.
            let cookie = format!("s={token}");
            let answer = server
                .browser()
                .get_with("/en/account", &[("Cookie", &cookie)]);
            assert_eq!(answer.status, 303);
            assert!(works(&token, &code), "{purpose:?}: the control");
            assert!(!works(&token, &code), "{purpose:?} used twice");

            let (earlier, earlier_code) = fresh();
            let (newer, newer_code) = fresh();
            assert!(
                !works(&earlier, &earlier_code),
                "{purpose:?} after a newer one"
            );
            assert!(works(&newer, &newer_code));

            let (old, code) = fresh();
            server.pass(72 * 3600);
            assert!(!works(&old, &code), "{purpose:?} too old");
            server.pass(-72 * 3600);
            assert!(
                !works(&old, &code),
                "{purpose:?} revived by a clock set back"
            );
            cells += 5;
        }
        assert_eq!(cells, 4 * (3 + 5));
    });
}

#[test]
fn a_gateway_that_opens_links_uses_none_up() {
    let server = TestServer::start();
    let set_up = member(&server, Role::Analyst, "ana@example.org").person;
    let not_yet = super::journey::invite(&server, Role::Analyst, "bea@example.org").person;
    for purpose in ALL {
        let person = if purpose == Purpose::Invitation {
            &not_yet
        } else {
            &set_up
        };
        let (token, code) = make(&server, person, purpose);
        let address = format!("/en/{}/{token}", path(purpose));
        for _gateway in 0..3 {
            let page = server.browser().get(&address);
            assert_eq!(page.status, 200, "{purpose:?}");
            assert!(page.cookies().is_empty() && page.body.contains("analyst"));
        }
        assert_eq!(take(&server, purpose, &token, &code), 303, "{purpose:?}");
    }
}

#[test]
fn a_link_dies_with_its_account_and_an_invitation_with_the_first_sign_in() {
    let server = TestServer::start();
    let person = super::journey::invite(&server, Role::Analyst, "bea@example.org").person;
    let (first, _) = make(&server, &person, Purpose::Invitation);
    super::journey::enrol(&server, &format!("/en/invitation/{first}"), None);
    let (late, _) = make(&server, &person, Purpose::Invitation);
    assert_eq!(
        take(&server, Purpose::Invitation, &late, ""),
        410,
        "it would replace both factors"
    );
    let (token, code) = make(&server, &person, Purpose::Enrolment);
    let accounts = operator::<ManageAccounts>(());
    server
        .store
        .suspend(&accounts, person.id, at(server.now()))
        .unwrap();
    assert_eq!(take(&server, Purpose::Enrolment, &token, &code), 410);
}
