//! Who may invite whom, and what an invitation is bound to.

use para11::access::{ManageRespondents, Role, WholeRound, operator};
use para11::store::StoreError;
use para11::store::account::sessions::Purpose;

use super::journey::{enrol, member};
use super::{delegate, invited, respondents};
use crate::support::store::*;
use crate::support::web::TestServer;

#[test]
fn each_invites_within_bounds_only() {
    StoreUnderTest::each(|test| {
        let mut count = 0;
        for role in Role::ALL {
            let mut new = |state: &str| {
                count += 1;
                invited(role, state, &format!("p{count}@example.org"))
            };
            let own = test.store.invite(&delegate("AUT"), new("AUT"), at(0));
            let other = test.store.invite(&delegate("AUT"), new("BRA"), at(0));
            let officer = test.store.invite(&respondents(), new("BRA"), at(0));
            let administrator = test.store.invite(&accounts(), new("BRA"), at(0));
            let may = |outcome: Result<_, StoreError>| match outcome {
                Ok(_) => true,
                Err(StoreError::OutOfBounds(_)) => false,
                Err(other) => panic!("{role:?}: {other}"),
            };
            use Role::*;
            assert_eq!(may(own), matches!(role, Contributor | ClearingOfficial));
            assert!(!may(other), "{role:?} of another State");
            assert_eq!(
                may(officer),
                matches!(role, FocalPoint | ClearingOfficial | Mission)
            );
            assert_eq!(may(administrator), !role.is_of_a_state());
        }
        let made = test.store.people(&accounts()).unwrap();
        assert_eq!(made.len(), 2 + 3 + 4, "what is refused leaves nothing");
    });
}

#[test]
fn an_invitation_is_for_one_address_and_dies_when_a_newer_one_is_made() {
    StoreUnderTest::each(|test| {
        let new = invited(Role::FocalPoint, "AUT", " Ana@Example.org ");
        let first = test.store.invite(&respondents(), new, at(0)).unwrap();
        assert!(first.code.is_some(), "a focal point is told a code");
        assert!(!first.letter, "no relay is configured");
        for (address, taken) in [("ana@example.org", true), ("ANA@example.org", true)] {
            let again = invited(Role::Mission, "BRA", address);
            let outcome = test.store.invite(&respondents(), again, at(0));
            assert_eq!(matches!(outcome, Err(StoreError::AddressTaken)), taken);
        }
        for address in ["", "ana", "ana@", "ana@example.org\nBcc: x@example.org"] {
            let new = invited(Role::Mission, "BRA", address);
            let outcome = test.store.invite(&respondents(), new, at(0));
            assert!(
                matches!(outcome, Err(StoreError::NotAnAddress)),
                "{address}"
            );
        }
        let looks = |token, seconds| {
            let seen = test
                .store
                .peek_link(token, Purpose::Invitation, at(seconds));
            seen.unwrap().is_some()
        };
        assert!(looks(&first.token, 72 * 3600 - 1) && !looks(&first.token, 72 * 3600));
        let person = first.person.id;
        let second = test
            .store
            .invite_again(&respondents(), person, at(1))
            .unwrap();
        assert!(!looks(&first.token, 2) && looks(&second.token, 2));
        assert_ne!(first.code, second.code);
        for outside in [
            test.store.invite_again(&delegate("AUT"), person, at(1)),
            test.store.invite_again(&respondents(), person + 100, at(1)),
        ] {
            assert!(matches!(outside, Err(StoreError::NoAccount(_))));
        }
        assert!(!test.store.suspend(&delegate("AUT"), person, at(2)).unwrap());
        assert!(test.store.suspend(&respondents(), person, at(2)).unwrap());
        assert!(!looks(&second.token, 3), "a suspended account has no links");
        let free = invited(Role::Mission, "BRA", "ana@example.org");
        test.store.invite(&respondents(), free, at(3)).unwrap();
    });
}

#[test]
fn who_is_asked_again_in_a_later_round_goes_on_with_the_same_address_and_the_earlier_account_ends()
{
    TestServer::each(|server| {
        let ana = member(server, Role::FocalPoint, "ana@example.org");
        try_put_round(&server.store, "2030", &["AUT", "BRA"]).unwrap();
        let later = operator::<ManageRespondents>(WholeRound {
            round: code("2030"),
        });
        let ask = |respondent: &str| {
            let mut new = invited(Role::FocalPoint, respondent, "ana@example.org");
            new.round = code("2030");
            server.store.invite(&later, new, at(server.now()))
        };
        let is_taken =
            |asked: Result<_, StoreError>| matches!(asked, Err(StoreError::AddressTaken));
        assert!(is_taken(ask("AUT")), "the first round is not over");
        server.pass(91 * 24 * 3600);
        assert!(is_taken(ask("BRA")), "another State");
        let invitation = ask("AUT").unwrap();
        let accounts = || {
            let people = server.store.people(&accounts()).unwrap().into_iter();
            people
                .map(|account| {
                    (
                        account.person.id,
                        account.enrolled,
                        account.suspended.is_some(),
                    )
                })
                .collect::<Vec<_>>()
        };
        let (before, after) = (ana.person.id, invitation.person.id);
        assert_eq!(accounts(), [(before, true, false), (after, false, false)]);
        let path = format!("/en/invitation/{}", invitation.token.as_str());
        let (browser, ..) = enrol(server, &path, invitation.code.as_deref());
        assert_eq!(browser.get("/en/account").status, 200);
        assert_eq!(accounts(), [(before, false, true), (after, true, false)]);
        assert!(is_taken(ask("AUT")), "the later account goes on");
    });
}
