//! Forms, rounds, sealed replies, progress and samples.

use std::collections::BTreeMap;

use para11::form::name::Code;
use para11::store::StoreError;
use para11::store::reply::replies::State;
use para11::store::reply::samples::SampleReply;

use crate::support::store::*;

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
fn what_was_checked_is_what_is_sealed_and_then_nothing_changes() {
    StoreUnderTest::each(|test| {
        test.type_in(&edit("AUT"), "q", "a", 0);
        test.type_in(&edit("AUT"), "r", "a", 0);
        let uncleared = test
            .store
            .submit(&seal("AUT"), b"old".to_vec(), 2, None, keys(), at(2));
        assert!(
            matches!(uncleared, Err(StoreError::NotNow(_))),
            "{uncleared:?}"
        );
        clear(&test.store, "AUT", at(2));
        let stale = test
            .store
            .submit(&seal("AUT"), b"old".to_vec(), 1, None, keys(), at(2));
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
            .submit(&seal("AUT"), bytes.clone(), 2, None, keys(), micros)
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

        let late = test.store.save(
            &edit("AUT"),
            firm(),
            vec![change("q", "late", 2)],
            None,
            at(4),
        );
        assert!(matches!(late, Err(StoreError::NotDraft)), "{late:?}");
        let twice = test
            .store
            .submit(&seal("AUT"), b"again".to_vec(), 2, None, keys(), at(4));
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
        submit(&test.store, "CHN", b"doc", at(5));
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
            at: at(2),
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
