//! What was answered before: sealed replies of earlier rounds, and what the Secretariat puts before a respondent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use para11::access::{Allow, OwnReply, Parts, SeeReply, operator};
use para11::form::name::QuestionName;
use para11::reply::encoding::encode;
use para11::reply::last::{LastTime, Prefill};
use para11::reply::submission::Submission;
use para11::reply::{AnswerKey, Facts};
use para11::round::Period;
use para11::store::StoreError;

use crate::support::sample;
use crate::support::store::*;

/// A round before, in which AUT replied.
fn round_before(test: &StoreUnderTest, name: &str, year: i32, reply: &Submission) {
    let mut round = test.store.round(&code("2026")).unwrap().unwrap();
    round.code = code(name);
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    (round.opens, round.closes) = (day(1, 15), day(9, 30));
    let within = day(6, 30).and_hms_opt(12, 0, 0).unwrap().and_utc();
    let asked = test.store.respondents(&code("2026")).unwrap();
    test.store
        .create_round(&rounds(), round, asked, at(0))
        .unwrap();
    let allow = operator(OwnReply::whole(code(name), code("AUT")));
    let bytes = encode(reply).unwrap().bytes;
    clear_in(&test.store, name, "AUT", within);
    test.store
        .submit(&allow, bytes, 0, None, keys(), within)
        .unwrap();
}

fn only(question: &str) -> Allow<SeeReply> {
    let question = QuestionName::parse(question).unwrap();
    operator(OwnReply {
        round: code("2026"),
        respondent: code("AUT"),
        parts: Parts::Questions(BTreeSet::from([question])),
    })
}

#[test]
fn the_replies_of_earlier_rounds_are_found_newest_first_and_within_bounds() {
    let sample = sample::round(1, 1);
    let form = Arc::new(sample.form);
    let reply = &sample.submissions[0];
    StoreUnderTest::each(|test| {
        assert!(test.store.earlier_replies(&see("AUT")).unwrap().is_empty());
        round_before(test, "2016", 2016, reply);
        round_before(test, "2021", 2021, reply);
        round_before(test, "2030", 2030, reply);
        let found = test.store.earlier_replies(&see("AUT")).unwrap();
        let names: Vec<_> = found.iter().map(|reply| reply.round().as_str()).collect();
        assert_eq!(names, ["2021", "2016"]);
        // What was withdrawn is not what was answered last time.
        let scope = OwnReply::whole(code("2021"), code("AUT"));
        let see_then = operator::<SeeReply>(scope.clone());
        let press = para11::store::reply::life::Press {
            seen: test.store.story(&see_then).unwrap().seen(),
            ..Default::default()
        };
        test.store.withdraw(&operator(scope), press, at(2)).unwrap();
        let left = test.store.earlier_replies(&see("AUT")).unwrap();
        let names: Vec<_> = left.iter().map(|reply| reply.round().as_str()).collect();
        assert_eq!(names, ["2016"]);
        // Nobody else's, whoever asks.
        assert!(test.store.earlier_replies(&see("BRA")).unwrap().is_empty());
        let read = |allow: &Allow<SeeReply>| {
            let mut last = LastTime::default();
            for reply in test.store.earlier_replies(allow).unwrap() {
                reply.add_to(&mut last, &form, &form).unwrap();
            }
            let questions = form.questions();
            questions
                .filter(|question| !last.keys(&question.name).is_empty())
                .count()
        };
        assert!(read(&see("AUT")) > 20);
        assert_eq!(read(&only("rep_lead")), 1);
    });
}

#[test]
fn what_the_secretariat_knows_is_put_before_its_respondent_all_or_none() {
    let form = sample::round(0, 1).form;
    let key = AnswerKey {
        question: QuestionName::parse("ins_party").unwrap(),
        row: Some(form.list("instrument").unwrap().choices[0].code.clone()),
    };
    let facts = Facts {
        period: Period {
            first: 2021,
            last: 2025,
        },
        today: at(0).date_naive(),
        respondent: code("AUT"),
    };
    let prefill = |word: &str| {
        let mut typed = raw("");
        let field = para11::form::name::FieldName::parse("party").unwrap();
        typed.values.insert(field, vec![word.to_owned()]);
        Prefill::parse(&form, &facts, &key, &typed).unwrap()
    };
    StoreUnderTest::each(|test| {
        let put = |respondents: &[&str], word: &str| {
            let all = respondents.iter().map(|respondent| {
                let answers = BTreeMap::from([(key.clone(), prefill(word))]);
                (code(respondent), answers)
            });
            let all: BTreeMap<_, _> = all.collect();
            test.store
                .put_prefills(&rounds(), &code("2026"), all, at(1))
        };
        put(&["AUT", "BRA"], "signed").unwrap();
        let refused = put(&["AUT", "XXX"], "party");
        assert!(
            matches!(refused, Err(StoreError::NoReply { .. })),
            "{refused:?}"
        );
        let before = test.store.prefills(&see("AUT")).unwrap();
        assert_eq!(before, [(key.clone(), prefill("signed"))]);
        put(&["AUT"], "party").unwrap();
        let after = test.store.prefills(&see("AUT")).unwrap();
        assert_eq!(after, [(key.clone(), prefill("party"))]);
        assert_eq!(
            test.store.prefills(&see("BRA")).unwrap(),
            [(key.clone(), prefill("signed"))]
        );
        assert!(test.store.prefills(&see("CHN")).unwrap().is_empty());
        assert!(
            test.store
                .prefills(&only("lnk_overview"))
                .unwrap()
                .is_empty()
        );
        assert_eq!(test.store.prefills(&only("ins_party")).unwrap().len(), 1);
    });
}
