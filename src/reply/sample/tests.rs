//! Tests of invented replies.

use std::collections::BTreeMap;

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::form::{Mark, catalog, file};
use crate::reply::submission::{State, Submission, SubmittedItem};
use crate::reply::trial::{code, facts, form, round};
use crate::reply::{Value, draft};

fn respondent(form: &Form, index: usize) -> Respondent {
    let choices = &form.list(form.respondents.as_str()).unwrap().choices;
    let choice = &choices[index % choices.len()];
    Respondent {
        code: choice.code.clone(),
        facts: choice.facts.clone(),
    }
}

fn facts_of(respondent: &Respondent) -> Facts {
    Facts {
        respondent: respondent.code.clone(),
        ..facts()
    }
}

fn submission(form: &Form, respondent: &Respondent, plan: &Plan, seed: u64) -> Submission {
    let facts = facts_of(respondent);
    let raw = reply(form, &facts, respondent, plan, seed).unwrap();
    let draft = Draft::check(form, &facts, raw);
    Submission::complete(form, &round(), &draft).unwrap()
}

/// Free text of a reply.
fn texts(submission: &Submission) -> Vec<&str> {
    let items = submission.items().iter();
    items
        .flat_map(|item| {
            let values = item.values.values().filter_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            values.chain([item.comment.as_str(), item.source.as_str()])
        })
        .filter(|text| !text.is_empty())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_seed_gives_a_reply_that_can_be_submitted(seed in any::<u64>(), index in 0_usize..2) {
        let form = form();
        let respondent = respondent(form, index);
        let one = submission(form, &respondent, &Plan::default(), seed);
        for text in texts(&one) {
            prop_assert!(text.starts_with("SAMPLE"), "{}", text);
        }
        for item in one.items() {
            prop_assert!(item.values.is_empty() || item.state == State::Answered);
        }
        prop_assert_eq!(submission(form, &respondent, &Plan::default(), seed), one);
    }
}

#[test]
fn every_type_of_answer_comes_up() {
    let form = form();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let (mut states, mut marks) = (BTreeMap::new(), BTreeMap::new());
    for seed in 0..400 {
        for item in submission(form, &respondent(form, 0), &Plan::default(), seed).items() {
            for field in item.values.keys() {
                *seen
                    .entry(format!("{}.{field}", item.key.question))
                    .or_default() += 1;
            }
            *states.entry(item.state).or_insert(0_usize) += 1;
            *marks.entry(item.mark).or_insert(0_usize) += 1;
        }
    }
    for question in form.questions() {
        for field in &question.fields {
            let name = format!("{}.{}", question.name, field.name);
            // A document cannot be invented.
            let expected = !matches!(field.kind, FieldKind::File);
            assert_eq!(seen.contains_key(&name), expected, "{name}");
        }
    }
    assert!(
        State::ALL.iter().all(|state| states.contains_key(state)),
        "{states:?}"
    );
    assert!(
        Mark::ALL.iter().all(|mark| marks.contains_key(mark)),
        "{marks:?}"
    );
}

#[test]
fn the_questionnaires_that_come_with_the_program_get_whole_rounds() {
    for (name, folder) in catalog::shipped() {
        let form = file::load(&folder).unwrap();
        let plan = catalog::sample_plan(&name)
            .map_or_else(Plan::default, |text| Plan::parse(&form, text).unwrap());
        let choices = form.list(form.respondents.as_str()).unwrap().choices.len();
        for index in (0..choices).step_by(5) {
            let respondent = respondent(&form, index);
            let one = submission(&form, &respondent, &plan, 1);
            assert!(
                texts(&one).iter().all(|text| text.starts_with("SAMPLE")),
                "{name}"
            );
        }
    }
}

#[test]
fn repliers_are_chosen_by_their_weight() {
    let everyone: Vec<Respondent> = (0..100)
        .map(|number| Respondent {
            code: code(&format!("S{number}")),
            facts: BTreeMap::from([("group".to_owned(), (number % 2).to_string())]),
        })
        .collect();
    let plan: Plan =
        toml::from_str("response = [{ where = { group = \"0\" }, weight = 9 }]").unwrap();
    let chosen = repliers(&everyone, &plan, 40, 1);
    assert_eq!(chosen.len(), 40);
    let even = chosen
        .iter()
        .filter(|chosen| chosen.facts["group"] == "0")
        .count();
    assert!(even > 28, "{even}");
    assert_eq!(chosen, repliers(&everyone, &plan, 40, 1));
    assert_ne!(chosen, repliers(&everyone, &plan, 40, 2));
    assert_eq!(repliers(&everyone, &plan, 500, 1).len(), 100);
}

#[test]
fn replies_come_within_their_time_and_most_of_them_late() {
    let (opens, closes) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + Days::new(60));
    let came = |number: u32, seed| {
        let respondent = Respondent {
            code: code(&format!("S{number}")),
            facts: BTreeMap::new(),
        };
        moment(&respondent, opens..closes, seed)
    };
    let all: Vec<_> = (0..100).map(|number| came(number, 1)).collect();
    assert!(all.iter().all(|at| (opens..closes).contains(at)));
    let late = all.iter().filter(|at| **at >= opens + Days::new(30));
    assert!((60..90).contains(&late.count()));
    assert_eq!(came(7, 1), came(7, 1));
    assert_ne!(came(7, 1), came(7, 2));
    let respondent = respondent(form(), 0);
    assert_eq!(moment(&respondent, closes..opens, 1), opens);
}

#[test]
fn a_plan_weighs_choices_and_sets_ranges() {
    let plan = "
        core_only = 0
        blank = 0
        status = 0
        [[weights]]
        question = \"link\"
        choices = { established = 0, indicated = 0, none_found = 0 }
        [[ranges]]
        question = \"count\"
        low = 700
        high = 800
    ";
    let plan = Plan::parse(form(), plan).unwrap();
    for seed in 0..50 {
        let one = submission(form(), &respondent(form(), 0), &plan, seed);
        for item in one.items() {
            let value = item.values.values().next();
            match item.key.question.as_str() {
                "link" => assert_eq!(value, Some(&Value::Choice(code("not_examined")))),
                "count" => assert!(
                    matches!(value, Some(Value::Integer(700..=800))),
                    "{value:?}"
                ),
                _ => {}
            }
        }
    }
}

#[test]
fn a_plan_names_only_what_the_form_has() {
    let cases = [
        (
            "[[weights]]\nquestion = \"lnk\"\nchoices = {}",
            "the question `lnk`",
        ),
        (
            "[[weights]]\nquestion = \"link\"\nfield = \"x\"\nchoices = {}",
            "the field `link.x`",
        ),
        (
            "[[weights]]\nquestion = \"link\"\nchoices = { maybe = 1 }",
            "the choice `maybe`",
        ),
        (
            "[[ranges]]\nquestion = \"counts\"\nlow = 0\nhigh = 1",
            "the question `counts`",
        ),
        (
            "vary_by = [\"un_group\"]",
            "the column of respondents `un_group`",
        ),
        ("colour = 1", "cannot be read"),
    ];
    for (text, expected) in cases {
        let told = Plan::parse(form(), text).unwrap_err().to_string();
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn those_alike_answer_alike_and_others_do_not() {
    let plan: Plan = toml::from_str("vary_by = [\"group\"]").unwrap();
    let question = form().question("link").unwrap();
    let place = (question, &question.fields[0].name, None);
    let empty = Draft::check(form(), &facts(), RawAnswers::new());
    let weights = |group: &str| {
        let respondent = Respondent {
            code: code("AAA"),
            facts: BTreeMap::from([("group".to_owned(), group.to_owned())]),
        };
        let (_, list) = draft::choices_of(form(), &question.fields[0].kind).unwrap();
        let choices = list.choices.iter();
        choices
            .map(|choice| plan.weight(1, &respondent, &empty, place, &choice.code))
            .collect::<Vec<_>>()
    };
    assert_eq!(weights("east"), weights("east"));
    assert_ne!(weights("east"), weights("west"));
}

#[test]
fn answers_follow_from_those_before_as_the_plan_says() {
    let plan = "core_only = 0\nblank = 0\nstatus = 0\n
        [[weights]]\nquestion = \"status\"\ngiven = { link = [\"none_found\"] }\nchoices = { none_found = 0 }\n
        [[weights]]\nquestion = \"kind\"\ngiven = { status = [\"established\"] }\nchoices = { law = 0, time = 0 }";
    let plan = Plan::parse(form(), plan).unwrap();
    let value = |item: &SubmittedItem| item.values.values().next().cloned();
    let (mut after_none, mut after_others, mut kinds) = (0, 0, 0);
    for seed in 0..120 {
        let one = submission(form(), &respondent(form(), 0), &plan, seed);
        let is = |name: &str| one.items().iter().find(|item| item.key.to_string() == name);
        let none = Some(Value::Choice(code("none_found")));
        let rows = one.items().iter().filter(|item| {
            item.key.question.as_str() == "status" && item.key.row.is_some() && value(item) == none
        });
        if is("link").and_then(value) == none {
            after_none += rows.count();
        } else {
            after_others += rows.count();
        }
        for item in one
            .items()
            .iter()
            .filter(|item| item.key.question.as_str() == "kind")
        {
            if let Some(Value::Choices(codes)) = value(item) {
                kinds += 1;
                assert!(!codes.contains(&code("law")) && !codes.contains(&code("time")));
            }
        }
    }
    assert_eq!(after_none, 0);
    assert!(after_others > 20 && kinds > 20, "{after_others}, {kinds}");
    let unknown = "[[weights]]\nquestion = \"kind\"\ngiven = { status = [\"gone\"] }\nchoices = {}";
    let told = Plan::parse(form(), unknown).unwrap_err().to_string();
    assert!(told.contains("the choice `gone`"), "{told}");
}

#[test]
fn the_marks_of_the_sample_round_are_spread_as_in_a_real_one() {
    let form = file::load(&catalog::shipped()["para11"]).unwrap();
    let plan = Plan::parse(&form, catalog::sample_plan("para11").unwrap()).unwrap();
    let all: Vec<_> = (0..193).map(|index| respondent(&form, index)).collect();
    let mut marks = [0.0; 3];
    let mut core_only = 0;
    for respondent in repliers(&all, &plan, 84, 1) {
        let one = submission(&form, respondent, &plan, 1);
        let answered = one
            .items()
            .iter()
            .filter(|item| item.state == State::Answered);
        let mut is_core_only = true;
        for item in answered {
            let question = form.question(item.key.question.as_str()).unwrap();
            // What a question never lets be named says nothing of what respondents choose.
            if question.widest_mark == Mark::Attributable {
                let place = Mark::ALL.iter().position(|mark| *mark == item.mark);
                marks[place.unwrap()] += 1.0;
            }
            is_core_only &= question.core != Core::No;
        }
        core_only += usize::from(is_core_only);
    }
    let total: f64 = marks.iter().sum();
    let [named, unnamed, closed] = marks.map(|count| 100.0 * count / total);
    assert!((42.0..58.0).contains(&named), "{named}");
    assert!((32.0..48.0).contains(&unnamed), "{unnamed}");
    assert!((5.0..15.0).contains(&closed), "{closed}");
    assert!((8..26).contains(&core_only), "{core_only}");
}

#[test]
fn a_core_only_reply_answers_no_other_question() {
    let form = file::load(&catalog::shipped()["para11"]).unwrap();
    let plan = Plan {
        core_only: 100,
        ..Plan::default()
    };
    for index in 0..20 {
        for item in submission(&form, &respondent(&form, index), &plan, 1).items() {
            let question = form.question(item.key.question.as_str()).unwrap();
            assert!(
                item.state != State::Answered || question.core != Core::No,
                "{}",
                item.key
            );
        }
    }
}
