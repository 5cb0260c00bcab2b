//! Accounts, links and sessions.

use para11::access::Role;
use para11::store::StoreError;
use para11::store::account::sessions::Purpose;
use para11::store::account::token::Token;

use super::request;
use crate::support::store::*;

#[test]
fn a_link_signs_in_once() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        let make = || {
            test.store
                .make_link(&accounts(), ann.id, Purpose::SignIn, at(0), 72)
                .unwrap()
        };
        let link = make();
        for _ in 0..3 {
            let seen = test
                .store
                .peek_link(&link, Purpose::SignIn, at(10))
                .unwrap();
            assert_eq!(
                seen.as_ref(),
                Some(&ann),
                "looking must not use the link up"
            );
        }
        let signed_in = test.store.redeem_link(&link, at(20)).unwrap().unwrap();
        assert_eq!(signed_in.person, ann);
        assert!(
            test.store.redeem_link(&link, at(21)).unwrap().is_none(),
            "used twice"
        );
        assert!(
            test.store
                .peek_link(&link, Purpose::SignIn, at(21))
                .unwrap()
                .is_none()
        );

        let late = make();
        assert!(
            test.store
                .redeem_link(&late, at(72 * 3600))
                .unwrap()
                .is_none(),
            "too old"
        );
        assert!(
            test.store
                .redeem_link(&late, at(72 * 3600 - 1))
                .unwrap()
                .is_none(),
            "a clock that is set back revives nothing"
        );
        let in_time = make();
        assert!(
            test.store
                .redeem_link(&in_time, at(72 * 3600 - 1))
                .unwrap()
                .is_some()
        );

        let (first, second) = (make(), make());
        assert!(
            test.store.redeem_link(&first, at(1)).unwrap().is_none(),
            "replaced by a later one"
        );
        assert!(test.store.redeem_link(&second, at(1)).unwrap().is_some());

        let unknown = Token::parse(&"A".repeat(43)).unwrap();
        assert!(test.store.redeem_link(&unknown, at(1)).unwrap().is_none());
        let nobody = test
            .store
            .make_link(&accounts(), ann.id + 1000, Purpose::SignIn, at(0), 72);
        assert!(
            matches!(nobody, Err(StoreError::NoAccount(_))),
            "{nobody:?}"
        );
    });
}

#[test]
fn of_many_who_use_a_link_at_once_one_signs_in() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        for _ in 0..5 {
            let link = test
                .store
                .make_link(&accounts(), ann.id, Purpose::SignIn, at(0), 1)
                .unwrap();
            let signed_in: usize = std::thread::scope(|scope| {
                let tries: Vec<_> = (0..4)
                    .map(|_| {
                        scope.spawn(|| {
                            usize::from(test.store.redeem_link(&link, at(1)).unwrap().is_some())
                        })
                    })
                    .collect();
                tries.into_iter().map(|one| one.join().unwrap()).sum()
            });
            assert_eq!(signed_in, 1);
        }
    });
}

#[test]
fn a_session_ends_when_idle_when_old_when_left_and_when_suspended() {
    StoreUnderTest::each(|test| {
        let sign_in = |person: &para11::access::Person| {
            let link = test
                .store
                .make_link(&accounts(), person.id, Purpose::SignIn, at(0), 1)
                .unwrap();
            test.store
                .redeem_link(&link, at(0))
                .unwrap()
                .unwrap()
                .session
        };
        let lives =
            |token: &Token, seconds| test.store.session(token, at(seconds)).unwrap().is_some();
        let ann = test.focal_point("AUT");
        let manager = test.person(Role::Manager, None);

        let session = sign_in(&ann);
        let one = test.store.session(&session, at(1)).unwrap().unwrap();
        let two = test.store.session(&session, at(2)).unwrap().unwrap();
        assert_eq!((&one.person, &one.form_token), (&ann, &two.form_token));
        assert_ne!(one.form_token, session);

        assert!(lives(&session, 7199));
        assert!(lives(&session, 7199 + 7199), "used in between");
        assert!(!lives(&session, 7199 + 7199 + 7200), "idle for two hours");

        let staff = sign_in(&manager);
        assert!(lives(&staff, 1799));
        assert!(!lives(&staff, 1799 + 1800), "idle for half an hour");

        let long = sign_in(&ann);
        let mut seconds = 0;
        while seconds < 12 * 3600 - 3600 {
            seconds += 3600;
            assert!(lives(&long, seconds), "{seconds}");
        }
        assert!(!lives(&long, 12 * 3600), "twelve hours old");

        let left = sign_in(&ann);
        test.store.end_session(&left, at(5)).unwrap();
        assert!(!lives(&left, 6));

        let suspended = sign_in(&ann);
        let link = test
            .store
            .make_link(&accounts(), ann.id, Purpose::SignIn, at(0), 1)
            .unwrap();
        assert!(test.store.suspend(&accounts(), ann.id, at(7)).unwrap());
        assert!(!lives(&suspended, 8));
        assert!(test.store.redeem_link(&link, at(8)).unwrap().is_none());
        let listed = test.store.people(&accounts()).unwrap();
        assert_eq!(
            listed
                .iter()
                .filter(|one| one.suspended == Some(at(7)))
                .count(),
            1
        );
    });
}

#[test]
fn a_sweep_takes_what_is_long_over_and_nothing_else() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        let link = test
            .store
            .make_link(&accounts(), ann.id, Purpose::SignIn, at(0), 1)
            .unwrap();
        let session = test
            .store
            .redeem_link(&link, at(0))
            .unwrap()
            .unwrap()
            .session;
        test.store
            .save(
                &edit("AUT"),
                firm(),
                vec![change("q", "a", 0)],
                request("k"),
                at(0),
            )
            .unwrap();
        assert_eq!(test.store.sweep(at(3600)).unwrap(), 1, "the old link");
        assert!(test.store.session(&session, at(3600)).unwrap().is_some());
        assert_eq!(test.store.sweep(at(100 * 24 * 3600)).unwrap(), 3);
        assert_eq!(test.store.reply(&see("AUT")).unwrap().answers.len(), 1);
    });
}

#[test]
fn a_focal_point_has_a_state_and_nobody_else_has() {
    StoreUnderTest::each(|test| {
        let add = |role, respondent: Option<&str>, round: &str| {
            let new = para11::store::account::people::NewPerson {
                name: "Ann".into(),
                email_address: Some("ann@example.org".into()),
                role,
                respondent: respondent.map(code),
                round: code(round),
            };
            test.store.add_person(&accounts(), new, at(0))
        };
        assert!(matches!(
            add(Role::FocalPoint, None, "2026"),
            Err(StoreError::RoleAndRespondent)
        ));
        assert!(matches!(
            add(Role::Analyst, Some("AUT"), "2026"),
            Err(StoreError::RoleAndRespondent)
        ));
        assert!(matches!(
            add(Role::FocalPoint, Some("XXX"), "2026"),
            Err(StoreError::NoReply { .. })
        ));
        assert!(matches!(
            add(Role::Analyst, None, "2031"),
            Err(StoreError::NoRound(_))
        ));
        assert!(add(Role::FocalPoint, Some("AUT"), "2026").is_ok());
    });
}
