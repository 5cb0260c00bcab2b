//! Answers of a draft: kept as typed, with every change, and never overwritten unseen.

use para11::reply::raw::RawAnswer;
use para11::store::reply::replies::State;
use para11::store::{RequestKey, StoreError};

use super::request;
use crate::support::ledger::number;
use crate::support::store::*;

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
            .save(&edit_as(&ann), firm(), vec![sent], None, at(1))
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
            .save(&edit("AUT"), firm(), changes.clone(), None, at(1))
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
            .save(&edit_as(&bob), firm(), changes, None, at(2))
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
        // `RACE_TRIES=25000` is the long run.
        let rounds = number("RACE_TRIES", 40);
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
            .save(&allow, firm(), sent.clone(), request("k1"), at(1))
            .unwrap();
        test.type_in(&allow, "q", "b", 1);
        let again = test
            .store
            .save(&allow, firm(), sent.clone(), request("k1"), at(2))
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(
            test.store.reply(&see("AUT")).unwrap().answers[0].raw,
            raw("b")
        );
        let other = test.store.save(
            &allow,
            firm(),
            vec![change("q", "c", 2)],
            request("k1"),
            at(3),
        );
        assert!(matches!(other, Err(StoreError::KeyReused)), "{other:?}");
        // A key belongs to one reply.
        test.store
            .save(&edit("BRA"), firm(), sent, request("k1"), at(4))
            .unwrap();

        clear(&test.store, "AUT", at(5));
        let receipt = test
            .store
            .submit(
                &seal("AUT"),
                b"doc".to_vec(),
                2,
                request("k2"),
                keys(),
                at(5),
            )
            .unwrap();
        let again = test
            .store
            .submit(
                &seal("AUT"),
                b"doc".to_vec(),
                2,
                request("k2"),
                keys(),
                at(6),
            )
            .unwrap();
        assert_eq!(receipt, again);
        assert_eq!(test.store.submissions(&figures()).unwrap().len(), 1);
        for bad in ["", "a b", "é", "a".repeat(65).as_str()] {
            assert!(RequestKey::parse(bad).is_err(), "{bad}");
        }
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
            .save(&edit("XXX"), firm(), vec![change("q", "a", 0)], None, at(1));
        assert!(
            matches!(missing, Err(StoreError::NoReply { .. })),
            "{missing:?}"
        );
    });
}
