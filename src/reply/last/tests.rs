//! Tests of answers of last time.

use super::*;
use crate::reply::encoding::{decode, encode};
use crate::reply::trial::{LEAST, code, facts, form, key, round, typed};

/// The trial questionnaire, to be kept beside a reply.
fn then() -> Arc<Form> {
    Arc::new(crate::reply::trial::read())
}

fn sealed(answers: &[(&str, &str)]) -> Submission {
    let all: Vec<_> = LEAST.iter().chain(answers).copied().collect();
    let draft = Draft::check(form(), &facts(), typed(&all));
    Submission::complete(form(), &round(), &draft).unwrap()
}

fn last(answers: &[(&str, &str)]) -> LastTime {
    let mut last = LastTime::default();
    last.add(form(), &code("2021"), &then(), &sealed(answers), |_| true);
    last
}

fn draft(answers: &[(&str, &str)]) -> Draft {
    Draft::check(form(), &facts(), typed(answers))
}

const BEFORE: [(&str, &str); 8] = [
    ("status.drugs:value", "established"),
    ("status.arms:value", "indicated"),
    ("kind.drugs:value", "means|law"),
    ("order:value", "drugs"),
    ("count:value", "12"),
    ("count:mark", "secretariat_only"),
    ("count:comment", "of 2020"),
    ("examples.2:title", "Report"),
];

fn before() -> LastTime {
    let mut answers = BEFORE.to_vec();
    answers.push(("examples.2:public", "yes"));
    last(&answers)
}

#[test]
fn the_state_follows_from_the_two_answers() {
    let last = before();
    let state = |answers: &[(&str, &str)], name: &str| {
        last.state(form(), &draft(answers), &key(name))
            .map(LastState::code)
    };
    assert_eq!(state(&[], "count"), Some("prefilled"));
    assert_eq!(state(&[("count:value", "12")], "count"), Some("confirmed"));
    assert_eq!(state(&[("count:value", "+13")], "count"), Some("changed"));
    assert_eq!(state(&[("count:value", "many")], "count"), Some("changed"));
    assert_eq!(
        state(&[("count:status", "to_follow")], "count"),
        Some("changed")
    );
    // Only a comment says nothing of the value.
    assert_eq!(state(&[("count:comment", "x")], "count"), Some("prefilled"));
    // Nothing was answered then, or it is not asked now.
    assert_eq!(state(&[], "note"), None);
    assert_eq!(state(&[], "kind.drugs"), None);
    let asked = [("status.drugs:value", "established")];
    assert_eq!(state(&asked, "kind.drugs"), Some("prefilled"));
    // What the system sets is never asked again.
    assert_eq!(state(&[], "state"), None);
}

#[test]
fn an_answer_that_no_longer_holds_is_kept_as_such_until_something_else_is_given() {
    let last = before();
    let count = key("count");
    let now = draft(&[("count:value", "12"), ("count:comment", "now")]);
    let mut raw = now.raw().clone();
    let gone = last.withdrawn(&now, &count).unwrap();
    assert!(gone.values.is_empty() && gone.withdrawn);
    assert_eq!(gone.comment, "now");
    raw.insert(count.clone(), gone.clone());
    let gone = Draft::check(form(), &facts(), raw.clone());
    let state = last.state(form(), &gone, &count);
    assert_eq!(state, Some(LastState::Withdrawn));
    assert!(last.withdrawn(&now, &key("note")).is_none());
    let again = last.confirmed(form(), &gone, &count).unwrap();
    assert!(!again.withdrawn);
    raw.insert(count.clone(), again);
    let again = Draft::check(form(), &facts(), raw);
    let state = last.state(form(), &again, &count);
    assert_eq!(state, Some(LastState::Confirmed));
}

#[test]
fn what_is_confirmed_is_the_same_answer_and_no_wider() {
    let last = before();
    let now = draft(&[("status.drugs:value", "established")]);
    let count = last.confirmed(form(), &now, &key("count")).unwrap();
    assert_eq!(count.field("value"), ["12"]);
    assert_eq!(count.comment, "of 2020");
    assert_eq!(count.mark.as_deref(), Some("secretariat_only"));
    let kind = last.confirmed(form(), &now, &key("kind.drugs")).unwrap();
    assert_eq!(kind.field("value"), ["means", "law"]);
    assert_eq!(kind.mark, None);
    let rows: Vec<_> = last
        .keys(&key("examples").question)
        .into_iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(rows, ["examples.2"]);
}

#[test]
fn a_choice_that_is_not_offered_any_more_is_shown_but_not_confirmed() {
    let last = before();
    // The ranking offers what is established now: nothing is.
    let now = draft(&[("status.arms:value", "established")]);
    let order = key("order");
    assert_eq!(last.state(form(), &now, &order), Some(LastState::Prefilled));
    assert!(last.of(&order).is_some());
    assert!(last.confirmed(form(), &now, &order).is_none());
}

#[test]
fn a_reason_for_all_rows_is_said_once() {
    let last = last(&[
        ("cases:status", "not_available"),
        ("cases.2021:comment", "x"),
    ]);
    let keys: Vec<_> = last
        .keys(&key("cases").question)
        .into_iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(keys, ["cases", "cases.2021"]);
    let now = draft(&[]);
    let all = last.confirmed(form(), &now, &key("cases")).unwrap();
    assert_eq!(all.status.as_deref(), Some("not_available"));
}

#[test]
fn the_latest_round_that_asked_holds_and_the_secretariat_over_it() {
    let mut last = LastTime::default();
    let count = key("count");
    let (one, other) = (
        sealed(&[("count:value", "1"), ("note:value", "hidden")]),
        sealed(&[("count:value", "2"), ("share:value", "3")]),
    );
    let within = |question: &QuestionName| question.as_str() != "note";
    last.add(form(), &code("2024"), &then(), &one, within);
    last.add(form(), &code("2021"), &then(), &other, |_| true);
    let value = |last: &LastTime| last.of(&count).unwrap().values.values().next().cloned();
    assert_eq!(value(&last), Some(Value::Integer(1)));
    // The latest round left it empty: an older one does not speak for it. What is not somebody's is not shown from any round.
    assert!(last.of(&key("share")).is_none() && last.of(&key("note")).is_none());
    let written = typed(&[("count:value", "7"), ("count:source", "Depositary")]);
    let prefill = Prefill::parse(form(), &facts(), &count, &written[&count]).unwrap();
    last.put(form(), count.clone(), prefill);
    assert_eq!(value(&last), Some(Value::Integer(7)));
    assert!(matches!(
        last.of(&count).unwrap().origin,
        Origin::Secretariat
    ));
}

#[test]
fn the_secretariat_cannot_put_what_the_questionnaire_does_not_take() {
    let parse = |name: &str, field: &str, value: &str| {
        let written = typed(&[(&format!("{name}:{field}"), value)]);
        Prefill::parse(form(), &facts(), &key(name), &written[&key(name)])
    };
    assert!(parse("status.drugs", "value", "established").is_ok());
    for (name, field, value) in [
        ("status", "value", "established"),
        ("status.gold", "value", "established"),
        ("status.drugs", "value", "perhaps"),
        ("status.drugs", "other", "established"),
        ("count", "value", "many"),
        ("state", "value", "AAA"),
        ("nothing", "value", "x"),
        ("count", "comment", "no value"),
    ] {
        assert!(parse(name, field, value).is_err(), "{name}.{field} {value}");
    }
}

#[test]
fn the_state_is_sealed_with_the_reply() {
    let last = before();
    let mut answers = LEAST.to_vec();
    answers.extend([("count:value", "11"), ("status.arms:value", "indicated")]);
    let draft = draft(&answers);
    let reply = Submission::complete(form(), &round(), &draft)
        .unwrap()
        .with_last_time(form(), &draft, &last);
    let read = decode(form(), &encode(&reply).unwrap()).unwrap();
    assert_eq!(read, reply);
    let state = |name: &str| {
        let mut items = read.items().iter();
        items.find(|item| item.key == key(name)).unwrap().last_time
    };
    // It was for the Secretariat only then, and is not now: whether it is the same is not told.
    assert_eq!(state("count"), None);
    assert_eq!(state("status.drugs"), Some(LastState::Changed));
    assert_eq!(state("status.arms"), Some(LastState::Confirmed));
    assert_eq!(state("status.oth"), None);
    assert_eq!(state("link"), Some(LastState::Confirmed));
}
