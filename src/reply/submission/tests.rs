//! Tests of submissions.

use proptest::prelude::*;

use super::*;
use crate::reply::sample::{Plan, reply};
use crate::reply::trial::{LEAST, code, facts, form, key, round, typed};
use crate::round::Respondent;

fn submit(answers: &[(&str, &str)]) -> Submission {
    let all: Vec<_> = LEAST.iter().chain(answers).copied().collect();
    let draft = Draft::check(form(), &facts(), typed(&all));
    Submission::complete(form(), &round(), &draft).unwrap()
}

fn item<'a>(submission: &'a Submission, name: &str) -> &'a SubmittedItem {
    let key = key(name);
    let mut items = submission.items().iter();
    items.find(|item| item.key == key).unwrap()
}

#[test]
fn nothing_that_stands_in_the_way_gets_through() {
    let answers = [
        ("count:value", "approx. twelve hundred"),
        ("status.drugs:value", "established"),
    ];
    let draft = Draft::check(form(), &facts(), typed(&answers));
    let errors = Submission::complete(form(), &round(), &draft).unwrap_err();
    let errors = serde_json::to_value(&errors).unwrap();
    assert_eq!(errors["count"]["value"][0]["code"], "not-integer");
    assert_eq!(
        errors["kind"]["rows"]["0"]["__all__"][0]["code"],
        "core-missing"
    );
    assert_eq!(errors["mark"]["__all__"][0]["code"], "core-value-missing");
    assert!(
        !errors.to_string().contains("twelve"),
        "what was typed is not repeated"
    );
}

#[test]
fn every_item_is_there_in_form_order_with_its_state() {
    let submission = submit(&[
        ("count:status", "to_follow"),
        ("examples.3:title", "x"),
        ("examples.3:public", "yes"),
        ("status.arms:status", "not_disclosed"),
    ]);
    let states: Vec<String> = submission
        .items()
        .iter()
        .map(|item| format!("{} {}", item.key, item.state.code()))
        .collect();
    insta::assert_snapshot!(states.join("\n"));
    let (head, round) = (submission.head(), round());
    assert_eq!((&head.round, &head.respondent), (&round.code, &code("AAA")));
    assert_eq!(head.form_version, round.form_version);
}

#[test]
fn what_is_hidden_is_not_submitted() {
    let submission = submit(&[
        ("why:value", "law|staff"),
        ("why:comment", "secret"),
        ("kind.drugs:value", "law"),
    ]);
    for name in ["why", "kind", "kind.drugs"] {
        let item = item(&submission, name);
        assert_eq!(item.state, State::Hidden);
        assert!(item.values.is_empty() && item.comment.is_empty(), "{name}");
    }
}

#[test]
fn the_reason_of_the_whole_holds_for_its_blank_rows() {
    let submission = submit(&[
        ("cases:status", "not_available"),
        ("cases.2022:opened", "0"),
    ]);
    assert_eq!(item(&submission, "cases").state, State::Answered);
    assert_eq!(item(&submission, "cases.2021").state, State::NotAvailable);
    assert_eq!(item(&submission, "cases.2022").state, State::Answered);
    let every = ["2021", "2022", "2023", "2024", "2025"].map(|year| format!("cases.{year}:status"));
    let every = every
        .each_ref()
        .map(|name| (name.as_str(), "not_disclosed"));
    assert_eq!(item(&submit(&every), "cases").state, State::NotDisclosed);
}

#[test]
fn the_mark_in_force_is_the_nearest() {
    let submission = submit(&[
        ("count:value", "1"),
        ("count:mark", "not_attributable"),
        ("status:mark", "secretariat_only"),
        ("status.arms:mark", "not_attributable"),
    ]);
    let mark = |name| item(&submission, name).mark;
    // The respondent's own default is `attributable`.
    assert_eq!(mark("link"), Mark::Attributable);
    assert_eq!(mark("count"), Mark::NotAttributable);
    assert_eq!(mark("status.drugs"), Mark::SecretariatOnly);
    assert_eq!(mark("status.arms"), Mark::NotAttributable);
    // The question begins closed, and the respondent did not open it.
    assert_eq!(mark("closed"), Mark::SecretariatOnly);
    let opened = submit(&[("closed:mark", "attributable")]);
    assert_eq!(item(&opened, "closed").mark, Mark::Attributable);
}

#[test]
fn internal_answers_are_flagged() {
    let submission = submit(&[("contact:mail", "a@b.org")]);
    assert!(item(&submission, "contact").internal);
    assert!(!item(&submission, "link").internal);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hidden_answers_change_nothing(seed in any::<u64>(), typed in ".{1,12}") {
        let respondent = Respondent {
            code: code("AAA"),
            facts: BTreeMap::new(),
        };
        let raw = reply(form(), &facts(), &respondent, &Plan::default(), seed).unwrap();
        let draft = Draft::check(form(), &facts(), raw.clone());
        let submission = Submission::complete(form(), &round(), &draft).unwrap();

        let mut more = raw;
        let hidden = submission.items().iter().filter(|item| item.state == State::Hidden);
        for item in hidden {
            let question = form().question(item.key.question.as_str()).unwrap();
            let answer = more.entry(item.key.clone()).or_default();
            answer.comment.clone_from(&typed);
            for field in &question.fields {
                answer.values.insert(field.name.clone(), vec![typed.clone()]);
            }
        }
        let draft = Draft::check(form(), &facts(), more);
        prop_assert_eq!(Submission::complete(form(), &round(), &draft).unwrap(), submission);
    }
}

#[test]
fn a_mark_is_narrowed_where_being_asked_tells_a_narrower_answer() {
    let closed = Mark::SecretariatOnly;
    let submission = submit(&[
        ("status.drugs:value", "established"),
        ("status.drugs:mark", "secretariat_only"),
        ("status.arms:value", "established"),
        ("status.arms:mark", "attributable"),
        ("kind.drugs:value", "law"),
        ("kind.drugs:mark", "attributable"),
        ("kind.arms:value", "law"),
        ("kind.arms:mark", "attributable"),
        ("order:value", "arms"),
    ]);
    assert_eq!(item(&submission, "kind.drugs").mark, closed);
    assert_eq!(item(&submission, "kind.arms").mark, Mark::Attributable);
    // Asked because of `arms` too, which is open.
    assert_eq!(item(&submission, "order").mark, Mark::Attributable);
    assert_eq!(item(&submission, "kind").mark, Mark::Attributable);

    let submission = submit(&[
        ("status.drugs:value", "established"),
        ("status.drugs:mark", "secretariat_only"),
        ("kind.drugs:value", "law"),
        ("order:value", "drugs"),
    ]);
    // Naming it tells the closed answer.
    assert_eq!(item(&submission, "order").mark, closed);
    assert_eq!(item(&submission, "kind").mark, closed);
    let arms = item(&submission, "kind.arms");
    assert_eq!((arms.state, arms.mark), (State::Hidden, Mark::Attributable));

    let submission = submit(&[
        ("status.arms:value", "none_found"),
        ("status.arms:mark", "secretariat_only"),
    ]);
    // That a row was not asked tells what was said of that row, and of no other.
    let hidden = |name| (item(&submission, name).state, item(&submission, name).mark);
    assert_eq!(hidden("kind.arms"), (State::Hidden, closed));
    assert_eq!(hidden("kind.drugs"), (State::Hidden, Mark::Attributable));
    assert_eq!(hidden("order"), (State::Hidden, closed));

    // That an answer is not given is told of nobody by name, nor by what was not asked because of it.
    let submission = submit(&[
        ("status.arms:status", "not_disclosed"),
        ("status.arms:mark", "attributable"),
    ]);
    let hidden = |name| (item(&submission, name).state, item(&submission, name).mark);
    assert_eq!(hidden("kind.arms"), (State::Hidden, Mark::NotAttributable));
    assert_eq!(hidden("kind.drugs"), (State::Hidden, Mark::Attributable));
}

#[test]
fn the_whole_of_a_question_says_nothing_of_rows_about_which_nothing_may_be_said() {
    let both = [
        ("status.drugs:value", "established"),
        ("status.arms:value", "established"),
        ("kind.arms:status", "not_disclosed"),
        ("order:value", "arms"),
    ];
    // The one open row has no answer, so that the whole is answered tells that the closed row is.
    let submission = submit(
        &[
            both.as_slice(),
            &[
                ("status.drugs:mark", "secretariat_only"),
                ("kind.drugs:value", "law"),
                ("kind.drugs:mark", "attributable"),
            ],
        ]
        .concat(),
    );
    let said = |submission: &Submission| {
        let whole = item(submission, "kind");
        (whole.state, whole.mark)
    };
    assert_eq!(said(&submission), (State::Answered, Mark::SecretariatOnly));
    // No row is answered: that speaks of the closed row, too.
    let submission = submit(
        &[
            both.as_slice(),
            &[
                ("kind.drugs:status", "not_disclosed"),
                ("kind.drugs:mark", "secretariat_only"),
            ],
        ]
        .concat(),
    );
    assert_eq!(
        said(&submission),
        (State::NotDisclosed, Mark::SecretariatOnly)
    );
    assert_eq!(item(&submission, "kind.arms").mark, Mark::Attributable);
}
