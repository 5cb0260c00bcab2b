//! What the store promises, on both databases.

use std::collections::BTreeMap;

use para11::access::Role;
use para11::form::name::Code;
use para11::reply::raw::RawAnswer;
use para11::store::replies::State;
use para11::store::samples::SampleReply;
use para11::store::sessions::Purpose;
use para11::store::token::Token;
use para11::store::{OpenError, RequestKey, Store, StoreError};

use crate::support::store::*;

fn request(text: &str) -> Option<RequestKey> {
    Some(RequestKey::parse(text).unwrap())
}

#[test]
fn a_version_of_a_form_is_kept_as_it_was_put() {
    StoreUnderTest::each(|test| {
        let round = test.store.round(&code("2026")).unwrap().unwrap();
        let version = test
            .store
            .form_version(&round.form_version)
            .unwrap()
            .unwrap();
        assert_eq!(version.bundle, b"a questionnaire");
        let again = test.store.put_form_version(version, at(9)).unwrap();
        assert_eq!(again, round.form_version);
        assert_eq!(test.store.form_version("00").unwrap(), None);
    });
}

#[test]
fn a_round_is_read_back_as_it_was_made_and_made_once() {
    StoreUnderTest::each(|test| {
        let rounds = test.store.rounds().unwrap();
        assert_eq!(rounds.len(), 1);
        assert_eq!(
            (
                rounds[0].threshold,
                rounds[0].period.first,
                rounds[0].sample
            ),
            (3, 2021, true)
        );
        let asked = test.store.respondents(&code("2026")).unwrap();
        assert_eq!(
            asked
                .iter()
                .map(|one| one.code.as_str())
                .collect::<Vec<_>>(),
            ["AUT", "BRA", "CHN"]
        );
        assert_eq!(asked[1].facts["name_en"], "State BRA");
        assert_eq!(test.store.round(&code("2031")).unwrap(), None);
        let again = try_put_round(&test.store, "2026", &["DEU"]);
        assert!(matches!(again, Err(StoreError::Exists(_))), "{again:?}");
        assert_eq!(test.store.respondents(&code("2026")).unwrap().len(), 3);
    });
}

#[test]
fn a_round_of_many_respondents_is_made() {
    StoreUnderTest::each(|test| {
        let names: Vec<String> = (0..1203).map(|number| format!("R{number:04}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        try_put_round(&test.store, "big", &names).unwrap();
        assert_eq!(test.store.respondents(&code("big")).unwrap().len(), 1203);
    });
}

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
            .save(&edit("AUT"), vec![change("q", "a", 0)], request("k"), at(0))
            .unwrap();
        assert_eq!(test.store.sweep(at(3600)).unwrap(), 0);
        assert!(test.store.session(&session, at(3600)).unwrap().is_some());
        assert_eq!(test.store.sweep(at(100 * 24 * 3600)).unwrap(), 3);
        assert_eq!(test.store.reply(&see("AUT")).unwrap().answers.len(), 1);
    });
}

#[test]
fn a_focal_point_has_a_state_and_nobody_else_has() {
    StoreUnderTest::each(|test| {
        let add = |role, respondent: Option<&str>, round: &str| {
            let new = para11::store::people::NewPerson {
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

#[test]
fn an_answer_is_kept_as_typed_and_every_change_with_it() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        let mut typed = raw("  naïve ∑ 数据 \u{0} \n");
        typed.status = Some("not_available".into());
        typed.comment = "مرحبا".into();
        let mut sent = change("q", "", 0);
        sent.raw = typed.clone();
        let saved = test
            .store
            .save(&edit_as(&ann), vec![sent], None, at(1))
            .unwrap();
        assert_eq!((saved.revision, saved.revisions), (1, vec![(key("q"), 1)]));
        test.type_in(&edit("AUT"), "q", "b", 1);

        let reply = test.store.reply(&see("AUT")).unwrap();
        assert_eq!(
            (reply.state, reply.revision, reply.version),
            (State::Draft, 2, 0)
        );
        assert_eq!(
            (&reply.answers[0].raw, &reply.answers[0].by),
            (&raw("b"), &None)
        );
        let history = test.store.history(&see("AUT"), &key("q")).unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!((&history[0].raw, history[0].at), (&typed, at(1)));
        assert_eq!(
            history[0].by.as_ref().map(|by| by.name.as_str()),
            Some(ann.name.as_str())
        );
        assert_eq!(test.store.reply(&see("BRA")).unwrap().answers, []);
    });
}

#[test]
fn rows_of_a_question_are_answers_of_their_own() {
    StoreUnderTest::each(|test| {
        let mut changes = Vec::new();
        for row in [None, Some("2021"), Some("2022")] {
            let mut one = change("q", row.unwrap_or("whole"), 0);
            one.key.row = row.map(code);
            changes.push(one);
        }
        test.store
            .save(&edit("AUT"), changes.clone(), None, at(1))
            .unwrap();
        let reply = test.store.reply(&see("AUT")).unwrap();
        let keys: Vec<_> = reply
            .answers
            .iter()
            .map(|answer| answer.key.to_string())
            .collect();
        assert_eq!(keys, ["q", "q.2021", "q.2022"]);
        for (answer, sent) in reply.answers.iter().zip(&changes) {
            assert_eq!((&answer.key, &answer.raw), (&sent.key, &sent.raw));
        }
    });
}

#[test]
fn what_a_person_did_not_change_is_never_written() {
    StoreUnderTest::each(|test| {
        let allow = edit("AUT");
        test.type_in(&allow, "q", "a", 0);
        test.type_in(&allow, "q", "b", 1);
        // An old tab that still shows `a` sends its section without having touched the question.
        let saved = test.type_in(&allow, "q", "a", 1);
        assert_eq!(
            (saved.revision, saved.revisions, saved.conflicts),
            (2, vec![(key("q"), 2)], vec![])
        );
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("b")
        );
        assert_eq!(test.store.history(&see("AUT"), &key("q")).unwrap().len(), 2);
    });
}

#[test]
fn what_two_changed_is_a_conflict_until_one_decides() {
    StoreUnderTest::each(|test| {
        let (ann, bob) = (test.focal_point("AUT"), test.focal_point("AUT"));
        test.type_in(&edit_as(&ann), "q", "a", 0);
        test.type_in(&edit_as(&ann), "q", "ann's", 1);
        let changes = vec![change("q", "bob's", 1), change("r", "bob's too", 1)];
        let saved = test
            .store
            .save(&edit_as(&bob), changes, None, at(2))
            .unwrap();
        assert_eq!(
            saved.revisions,
            [(key("r"), 3)],
            "the rest of the section is saved"
        );
        let conflict = &saved.conflicts[0];
        assert_eq!(
            (&conflict.key, &conflict.theirs, conflict.revision),
            (&key("q"), &raw("ann's"), 2)
        );
        assert_eq!(conflict.by.as_ref().map(|by| by.id), Some(ann.id));
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("ann's")
        );
        // Both typed the same: no conflict. Bob has seen Ann's and insists: his replaces hers.
        assert_eq!(test.type_in(&edit_as(&bob), "q", "ann's", 0).conflicts, []);
        assert_eq!(test.type_in(&edit_as(&bob), "q", "bob's", 2).conflicts, []);
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("bob's")
        );
    });
}

#[test]
fn an_answer_can_be_emptied_and_its_revision_goes_on() {
    StoreUnderTest::each(|test| {
        let allow = edit("AUT");
        test.type_in(&allow, "q", "a", 0);
        assert_eq!(test.type_in(&allow, "q", "", 1).revision, 2);
        // Somebody who saw `a` and changed it must learn that it was emptied.
        let saved = test.type_in(&allow, "q", "c", 1);
        assert_eq!(
            (saved.conflicts.len(), &saved.conflicts[0].theirs),
            (1, &RawAnswer::default())
        );
        // An answer that never was and is still blank leaves no trace.
        assert_eq!(
            test.type_in(&allow, "never", "", 0).revisions,
            [(key("never"), 0)]
        );
        assert_eq!(test.store.history(&see("AUT"), &key("never")).unwrap(), []);
    });
}

#[test]
fn two_who_save_at_once_lose_nothing_unseen() {
    StoreUnderTest::each(|test| {
        let rounds = 40;
        // Each counts on from what it saw; what was acknowledged must be in the history, and the last text must follow from the one before.
        let acknowledged: Vec<i64> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|writer| {
                    scope.spawn(move || {
                        let allow = edit("AUT");
                        let (mut seen, mut kept, mut tries) = (0, Vec::new(), 0);
                        while tries < rounds {
                            let text = format!("writer {writer} try {tries} after {seen}");
                            let saved = test.type_in(&allow, "q", &text, seen);
                            if let Some(conflict) = saved.conflicts.first() {
                                seen = conflict.revision;
                            } else {
                                seen = saved.revisions[0].1;
                                kept.push(seen);
                            }
                            tries += 1;
                        }
                        kept
                    })
                })
                .collect();
            writers
                .into_iter()
                .flat_map(|one| one.join().unwrap())
                .collect()
        });
        let history = test.store.history(&see("AUT"), &key("q")).unwrap();
        assert_eq!(history.len(), acknowledged.len());
        let mut before = 0;
        for change in &history {
            assert!(acknowledged.contains(&change.revision));
            let text = &change.raw.values.values().next().unwrap()[0];
            assert!(
                text.ends_with(&format!(" after {before}")),
                "{text} overwrote revision {before}"
            );
            before = change.revision;
        }
    });
}

#[test]
fn a_request_sent_again_gives_the_same_outcome_once() {
    StoreUnderTest::each(|test| {
        let allow = edit("AUT");
        let sent = vec![change("q", "a", 0)];
        let first = test
            .store
            .save(&allow, sent.clone(), request("k1"), at(1))
            .unwrap();
        test.type_in(&allow, "q", "b", 1);
        let again = test
            .store
            .save(&allow, sent.clone(), request("k1"), at(2))
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("b")
        );
        let other = test
            .store
            .save(&allow, vec![change("q", "c", 2)], request("k1"), at(3));
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        // A key belongs to one reply.
        test.store
            .save(&edit("BRA"), sent, request("k1"), at(4))
            .unwrap();

        let receipt = test
            .store
            .submit(&seal("AUT"), b"doc".to_vec(), 2, request("k2"), at(5))
            .unwrap();
        let again = test
            .store
            .submit(&seal("AUT"), b"doc".to_vec(), 2, request("k2"), at(6))
            .unwrap();
        assert_eq!(receipt, again);
        assert_eq!(test.store.submissions(&figures()).unwrap().len(), 1);
        for bad in ["", "a b", "é", "a".repeat(65).as_str()] {
            assert!(RequestKey::parse(bad).is_err(), "{bad}");
        }
    });
}

#[test]
fn what_was_checked_is_what_is_sealed_and_then_nothing_changes() {
    StoreUnderTest::each(|test| {
        test.type_in(&edit("AUT"), "q", "a", 0);
        test.type_in(&edit("AUT"), "r", "a", 0);
        let stale = test
            .store
            .submit(&seal("AUT"), b"old".to_vec(), 1, None, at(2));
        assert!(
            matches!(stale, Err(StoreError::DraftChanged { checked: 1, now: 2 })),
            "{stale:?}"
        );
        assert_eq!(test.store.receipt(&see("AUT")).unwrap(), None);
        assert_eq!(test.store.submission(&see("AUT")).unwrap(), None);

        let bytes: Vec<u8> = (0..=255).collect();
        let micros = at(3) + chrono::Duration::nanoseconds(123_456_789);
        let receipt = test
            .store
            .submit(&seal("AUT"), bytes.clone(), 2, None, micros)
            .unwrap();
        assert_eq!(
            (receipt.version, receipt.at),
            (1, at(3) + chrono::Duration::microseconds(123_456))
        );
        // From `sha256sum` over the 256 bytes.
        assert_eq!(
            receipt.sha256,
            "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880"
        );
        assert_eq!(
            test.store.receipt(&see("AUT")).unwrap().as_ref(),
            Some(&receipt)
        );
        let sealed = test.store.submission(&see("AUT")).unwrap().unwrap();
        assert_eq!((&sealed.bytes, &sealed.receipt), (&bytes, &receipt));
        let round = test.store.round(&code("2026")).unwrap().unwrap();
        assert_eq!(sealed.form_version, round.form_version);
        assert_eq!(test.store.submissions(&figures()).unwrap(), [sealed]);

        let late = test
            .store
            .save(&edit("AUT"), vec![change("q", "late", 2)], None, at(4));
        assert!(matches!(late, Err(StoreError::NotDraft)), "{late:?}");
        let twice = test
            .store
            .submit(&seal("AUT"), b"again".to_vec(), 2, None, at(4));
        assert!(matches!(twice, Err(StoreError::NotDraft)), "{twice:?}");
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("a")
        );
    });
}

#[test]
fn progress_shows_who_is_how_far() {
    StoreUnderTest::each(|test| {
        test.type_in(&edit("BRA"), "q", "a", 0);
        test.type_in(&edit("CHN"), "q", "a", 0);
        test.store
            .submit(&seal("CHN"), b"doc".to_vec(), 1, None, at(5))
            .unwrap();
        let seen: Vec<_> = test
            .store
            .progress(&progress())
            .unwrap()
            .into_iter()
            .map(|one| {
                (
                    one.respondent.to_string(),
                    one.state,
                    one.changed,
                    one.version,
                    one.submitted,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("AUT".into(), State::Draft, None, 0, None),
                ("BRA".into(), State::Draft, Some(at(1)), 0, None),
                ("CHN".into(), State::Submitted, Some(at(5)), 1, Some(at(5))),
            ]
        );
    });
}

#[test]
fn samples_are_filed_all_or_none_and_only_in_a_round_of_samples() {
    StoreUnderTest::each(|test| {
        let sample = |text: &str| SampleReply {
            answers: (0..600)
                .map(|number| (key(&format!("q{number}")), raw(text)))
                .collect(),
            bytes: text.into(),
        };
        let both: BTreeMap<Code, SampleReply> = [("AUT", "a"), ("BRA", "b")]
            .into_iter()
            .map(|(who, text)| (code(who), sample(text)))
            .collect();
        test.type_in(&edit("BRA"), "q", "begun", 0);
        let refused = test
            .store
            .file_samples(&rounds(), code("2026"), both.clone(), at(2));
        assert!(matches!(refused, Err(StoreError::NotDraft)), "{refused:?}");
        assert_eq!(test.store.submissions(&figures()).unwrap(), []);
        assert_eq!(test.store.reply(&see("AUT")).unwrap().revision, 0);

        let others: BTreeMap<Code, SampleReply> = both
            .into_iter()
            .map(|(who, sample)| {
                (
                    if who.as_str() == "BRA" {
                        code("CHN")
                    } else {
                        who
                    },
                    sample,
                )
            })
            .collect();
        let receipts = test
            .store
            .file_samples(&rounds(), code("2026"), others.clone(), at(2))
            .unwrap();
        assert_eq!(receipts.len(), 2);
        let sealed = test.store.submissions(&figures()).unwrap();
        assert_eq!(
            (sealed.len(), sealed[1].bytes.as_slice()),
            (2, b"b".as_slice())
        );
        let reply = test.store.reply(&see("CHN")).unwrap();
        assert_eq!((reply.answers.len(), reply.state), (600, State::Submitted));
        assert_eq!(
            test.store.history(&see("CHN"), &key("q7")).unwrap().len(),
            1
        );

        let unknown = test
            .store
            .file_samples(&rounds(), code("2031"), others, at(2));
        assert!(
            matches!(unknown, Err(StoreError::NoRound(_))),
            "{unknown:?}"
        );
    });
}

#[test]
fn a_scope_without_a_reply_is_an_error() {
    StoreUnderTest::each(|test| {
        let missing = test.store.reply(&see("XXX"));
        assert!(
            matches!(missing, Err(StoreError::NoReply { .. })),
            "{missing:?}"
        );
        let missing = test
            .store
            .save(&edit("XXX"), vec![change("q", "a", 0)], None, at(1));
        assert!(
            matches!(missing, Err(StoreError::NoReply { .. })),
            "{missing:?}"
        );
    });
}

#[test]
fn what_was_written_is_there_after_closing_and_opening() {
    StoreUnderTest::each(|test| {
        test.type_in(&edit("AUT"), "q", "a", 0);
        let other = Store::open(&test.database.url).unwrap();
        assert_eq!(other.reply(&see("AUT")).unwrap().answers[0].raw, raw("a"));
        // Two processes on one database: each sees what the other saves.
        other
            .save(&edit("AUT"), vec![change("q", "b", 1)], None, at(2))
            .unwrap();
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("b")
        );
    });
}

#[test]
fn a_database_that_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let says = |url: &str, words: &[&str]| {
        let url = para11::config::database::DatabaseUrl::parse(url).unwrap();
        let Err(error @ StoreError::Open(_)) = Store::open(&url) else {
            panic!("{url} was opened")
        };
        let text = error.to_string();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    };
    let path = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    says(
        &path("missing/para11.sqlite"),
        &["missing", "does not exist", "--data"],
    );
    says(&path(""), &["cannot be opened"]);
    std::fs::write(
        folder.path().join("letter"),
        "Dear Sir or Madam, ".repeat(500),
    )
    .unwrap();
    says(&path("letter"), &["letter", "must be a database of para11"]);
    if cfg!(feature = "postgres") {
        says(
            "postgres://127.0.0.1:1/para11",
            &["PostgreSQL server", "127.0.0.1", "port 1"],
        );
    } else {
        says("postgres://127.0.0.1:1/para11", &["without", "postgres"]);
    }
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    use diesel::prelude::*;
    let database = TestDatabase::sqlite();
    drop(database.open());
    let para11::config::database::DatabaseUrl::Sqlite(path) = &database.url else {
        unreachable!()
    };
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')")
        .execute(&mut conn)
        .unwrap();
    let refused = Store::open(&database.url);
    assert!(
        matches!(refused, Err(StoreError::Open(OpenError::Newer(_)))),
        "{refused:?}"
    );
}
