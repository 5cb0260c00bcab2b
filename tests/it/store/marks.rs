//! Marks in saves: everybody may tighten them, nobody loosens them without leave.

use std::collections::BTreeMap;

use para11::access::{EditAnswers, LoosenMark, OwnReply, operator, permit};
use para11::form::Mark;
use para11::form::marks::MarkRules;
use para11::form::name::{FieldName, QuestionName};
use para11::form::{catalog, file};
use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;
use para11::store::Store;
use para11::store::reply::marks::Marks;
use para11::store::reply::save::AnswerChange;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::store::*;

/// The rules of the default questionnaire.
fn rules() -> MarkRules {
    let folder = catalog::shipped().remove("para11").unwrap();
    file::load(&folder).unwrap().mark_rules()
}

fn answer(question: &str, row: Option<&str>) -> AnswerKey {
    AnswerKey {
        question: QuestionName::parse(question).unwrap(),
        row: row.map(code),
    }
}

/// A change of the latest text of an answer.
fn marked(key: &AnswerKey, mark: Option<Mark>, text: &str) -> AnswerChange {
    let mut raw = raw(text);
    raw.mark = mark.map(|mark| mark.code().to_owned());
    AnswerChange {
        key: key.clone(),
        raw,
        seen: i64::MAX,
    }
}

fn leave(store: &StoreUnderTest) -> (para11::access::Allow<EditAnswers>, Marks) {
    let ann = store.focal_point("AUT");
    let marks = Marks {
        rules: rules(),
        loosen: permit::<LoosenMark>(&ann),
    };
    (edit_as(&ann), marks)
}

#[test]
fn a_wider_mark_is_not_saved_without_leave_and_the_rest_is() {
    StoreUnderTest::each(|test| {
        let key = answer("frm_tf", None);
        let save = |allow: &_, marks: Marks, mark, text: &str| {
            let change = marked(&key, mark, text);
            let saved = test.store.save(allow, marks, vec![change], None, at(1));
            let saved = saved.unwrap();
            let kept: Vec<_> = saved.kept.iter().map(|kept| kept.mark).collect();
            let reply = test.store.reply(&see("AUT")).unwrap();
            let now = &reply.answers[0].raw;
            (kept, now.mark.clone(), now.field("value").join(""))
        };
        let firm = || Marks::firm(rules());
        let narrow = Some(Mark::SecretariatOnly);
        let as_text = |mark: Option<Mark>| mark.map(|mark| mark.code().to_owned());
        assert_eq!(
            save(&edit("AUT"), firm(), narrow, "a"),
            (vec![], as_text(narrow), "a".into())
        );
        for wider in [None, Some(Mark::NotAttributable), Some(Mark::Attributable)] {
            let text = format!("{wider:?}");
            assert_eq!(
                save(&edit("AUT"), firm(), wider, &text),
                (vec![Mark::SecretariatOnly], as_text(narrow), text)
            );
        }
        let (ann, marks) = leave(test);
        let foreign = Marks {
            rules: rules(),
            loosen: Some(operator(OwnReply::whole(code("2026"), code("BRA")))),
        };
        assert_eq!(save(&ann, foreign, None, "x").0, [Mark::SecretariatOnly]);
        let wide = Some(Mark::Attributable);
        assert_eq!(
            save(&ann, marks, wide, "b"),
            (vec![], as_text(wide), "b".into())
        );
        assert_eq!(save(&ann, firm(), narrow, "b").0, []);
    });
}

#[test]
fn a_mark_in_force_is_not_widened_by_way_of_the_question_or_of_all_answers() {
    StoreUnderTest::each(|test| {
        let save = |changes| {
            let marks = Marks::firm(rules());
            let saved = test.store.save(&edit("AUT"), marks, changes, None, at(1));
            let kept = saved.unwrap().kept.into_iter();
            kept.map(|kept| kept.key.to_string()).collect::<Vec<_>>()
        };
        let (whole, row) = (answer("lnk_status", None), answer("lnk_status", Some("ml")));
        let narrow = Some(Mark::SecretariatOnly);
        let none = Vec::<String>::new();
        assert_eq!(save(vec![marked(&whole, narrow, "")]), none);
        assert_eq!(save(vec![marked(&row, None, "established")]), none);
        assert_eq!(
            save(vec![marked(
                &row,
                Some(Mark::NotAttributable),
                "established"
            )]),
            ["lnk_status.ml"],
            "wider than that of the question"
        );
        assert_eq!(save(vec![marked(&whole, None, "")]), ["lnk_status"]);
        // Both at once: the row says for itself what the question said for it.
        assert_eq!(
            save(vec![marked(&whole, None, ""), marked(&row, narrow, "x")]),
            ["lnk_status"]
        );
        let all = answer("rep_default_mark", None);
        let set = |mark: Mark| marked(&all, None, mark.code());
        assert_eq!(save(vec![set(Mark::Attributable)]), ["rep_default_mark"]);
        assert_eq!(save(vec![set(Mark::SecretariatOnly)]), none);
        assert_eq!(save(vec![set(Mark::NotAttributable)]), ["rep_default_mark"]);
        let mut two = set(Mark::SecretariatOnly);
        let both = Mark::ALL.map(|mark| mark.code().to_owned()).to_vec();
        two.raw.values.insert(FieldName::value(), both);
        assert_eq!(
            save(vec![two]),
            ["rep_default_mark"],
            "two choices are none"
        );
        let reply = test.store.reply(&see("AUT")).unwrap().answers;
        let all = reply.iter().find(|answer| answer.key == all).unwrap();
        assert_eq!(all.raw.field("value"), ["secretariat_only"]);
    });
}

/// The answers that the property changes: questions with and without rows, with a mark of their own to begin with, and that of all.
fn keys() -> Vec<AnswerKey> {
    vec![
        answer("rep_default_mark", None),
        answer("frm_tf", None),
        answer("pat_cbrn", None),
        answer("lnk_status", None),
        answer("lnk_status", Some("ml")),
        answer("lnk_status", Some("oth")),
    ]
}

/// The marks in force, worked out anew from what is stored.
fn in_force(store: &Store, rules: &MarkRules) -> BTreeMap<AnswerKey, Mark> {
    let reply = store.reply(&see("AUT")).unwrap();
    let stored: BTreeMap<AnswerKey, RawAnswer> = reply
        .answers
        .into_iter()
        .map(|answer| (answer.key, answer.raw))
        .collect();
    let own = |key: &AnswerKey| Mark::find(stored.get(key)?.mark.as_deref()?);
    let all = stored.get(&answer("rep_default_mark", None));
    let all = all.and_then(|raw| match raw.field("value") {
        [one] => Mark::find(one),
        _ => None,
    });
    let force = |key: AnswerKey| {
        let whole = answer(key.question.as_str(), None);
        let mark = own(&key).or_else(|| own(&whole));
        let mark = mark.unwrap_or_else(|| rules.default(&key.question, all));
        let mark = rules.force(&key.question, mark);
        (key, mark)
    };
    keys().into_iter().skip(1).map(force).collect()
}

/// Does sequences of saves; whether one of them widened a mark in force.
fn some_save_widens(loosen: bool) -> bool {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let rules = rules();
    let (allow, leave) = leave(&test);
    let mark = prop_oneof![
        Just(None),
        proptest::sample::select(Mark::ALL.to_vec()).prop_map(Some)
    ];
    let change = (0..keys().len(), mark, prop::bool::ANY);
    let saves = prop::collection::vec(prop::collection::vec(change, 1..4), 1..12);
    let mut runner = TestRunner::new(Config::with_cases(40));
    let outcome = runner.run(&saves, |saves| {
        let mut before = in_force(&test.store, &rules);
        for save in saves {
            let mut changes: BTreeMap<AnswerKey, AnswerChange> = BTreeMap::new();
            for (at, mark, blank) in save {
                let key = keys().swap_remove(at);
                let text = match (key.question.as_str(), mark) {
                    ("rep_default_mark", Some(mark)) => mark.code(),
                    ("rep_default_mark", None) => "",
                    _ if blank => "",
                    _ => "text",
                };
                changes.insert(key.clone(), marked(&key, mark, text));
            }
            let marks = if loosen {
                leave.clone()
            } else {
                Marks::firm(rules.clone())
            };
            let changes = changes.into_values().collect();
            test.store
                .save(&allow, marks, changes, None, at(1))
                .unwrap();
            let after = in_force(&test.store, &rules);
            for (key, mark) in &after {
                prop_assert!(mark >= &before[key], "{key} was widened");
            }
            before = after;
        }
        Ok(())
    });
    outcome.is_err()
}

#[test]
fn no_saves_without_leave_ever_widen_a_mark_in_force() {
    assert!(!some_save_widens(false));
    assert!(some_save_widens(true), "the control: with leave they do");
}
