//! Who may invite whom, and what an invitation is bound to.

use para11::access::Role;
use para11::store::StoreError;
use para11::store::sessions::Purpose;

use super::{delegate, invited, respondents};
use crate::support::store::*;

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
