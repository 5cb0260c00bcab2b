//! The explorer: every question there is, by itself, by group, and against another.

use chrono::NaiveDate;
use para11::chart::build::{Edition, Standing};
use para11::chart::count::Source;
use para11::chart::explore::{ExploreError, View, fields, is_crossed, questions};
use para11::chart::figure::Cell;
use para11::form::Mark;
use para11::reply::Value;
use para11::reply::submission::{State, Submission};
use para11::text::{Language, interface};

use super::sample;
use crate::support::sample::round;

#[test]
fn every_question_can_be_looked_at_by_itself_by_group_and_against_another() {
    let sample = sample(40);
    let form = &sample.form;
    let language = Language::English;
    let edition = Edition {
        round: sample.dataset.round(),
        form,
        language,
        texts: interface(language),
        as_of: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
        standing: Standing::Internal,
    };
    let (mut seen, mut refused) = (0, 0);
    for question in questions(form) {
        for field in fields(question) {
            for by in ["", "un_group", "frm_coord"] {
                let view = View {
                    question: question.name.to_string(),
                    field: field.name.to_string(),
                    by: by.to_owned(),
                    ..View::default()
                };
                let is_number_by_row = question.has_rows() && view_is_number(field);
                let chart = match view.chart(form) {
                    Ok(chart) => chart,
                    Err(error) => {
                        let itself = by == question.name.as_str();
                        assert_eq!(error, ExploreError::By, "{view:?}");
                        assert!(itself || is_number_by_row, "{view:?}");
                        refused += 1;
                        continue;
                    }
                };
                let figure = chart.figure(&sample.dataset, &edition);
                let figure = figure.unwrap_or_else(|error| panic!("{view:?}: {error}"));
                assert!(!figure.title.contains("[chart"), "{view:?}");
                assert_eq!(figure.stamps.len(), 2, "sample and internal");
                assert!(!figure.table().rows.is_empty());
                seen += 1;
            }
        }
    }
    assert!(seen > 200 && refused > 0, "{seen} seen, {refused} refused");
    let crossed = questions(form).filter(|one| is_crossed(one)).count();
    assert!(crossed > 20);
}

fn view_is_number(field: &para11::form::Field) -> bool {
    matches!(
        field.kind,
        para11::form::FieldKind::Integer { .. } | para11::form::FieldKind::Decimal { .. }
    )
}

#[test]
fn what_is_not_there_is_refused() {
    let sample = sample(3);
    let view = |question: &str, by: &str, only: &str| View {
        question: question.to_owned(),
        by: by.to_owned(),
        only: only.to_owned(),
        ..View::default()
    };
    for (view, error) in [
        (view("none", "", ""), ExploreError::Question),
        (view("rep_contact", "", ""), ExploreError::Question),
        (view("frm_tf", "lnk_status", ""), ExploreError::By),
        (view("frm_tf", "", "un_group:XXX"), ExploreError::Only),
        (view("frm_tf", "", "un_group"), ExploreError::Only),
    ] {
        assert_eq!(view.chart(&sample.form).unwrap_err(), error, "{view:?}");
    }
}

/// What a State said that may be used: its choices; none where it said nothing.
fn said(replies: &[Submission], question: &str, state: &str) -> Option<Vec<String>> {
    let reply = replies.iter();
    let mut reply = reply.filter(|one| one.head().respondent.as_str() == state);
    let mut items = reply.next()?.items().iter();
    let item = items.find(|item| item.key.question.as_str() == question)?;
    let usable = item.state == State::Answered && item.mark != Mark::SecretariatOnly;
    usable.then(|| match item.values.values().next() {
        Some(Value::Choice(code)) => vec![code.to_string()],
        Some(Value::Choices(codes)) => codes.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    })
}

#[test]
fn two_rounds_stand_beside_each_other_choice_by_choice() {
    let (now, then) = (round(110, 3), round(100, 2));
    let (dataset, before) = (now.dataset(), then.dataset());
    let source = Source {
        dataset: &dataset,
        form: &now.form,
        before: Some((&before, &then.form)),
    };
    let view = |question: &str| View {
        question: question.to_owned(),
        rounds: true,
        ..View::default()
    };
    let mut shown = 0;
    for question in [
        "frm_coord",
        "frm_tf",
        "pat_enablers_other",
        "hr_review",
        "cls_burden",
    ] {
        let Ok(chart) = view(question).chart(&now.form) else {
            continue;
        };
        let edition = Edition {
            round: &now.round,
            form: &now.form,
            language: Language::English,
            texts: interface(Language::English),
            as_of: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
            standing: Standing::Internal,
        };
        let numbers = chart.numbers(&source).unwrap();
        let figure = chart.figure_of(numbers, &edition).unwrap();
        for row in figure.plot.grid().rows() {
            let states = now.respondents.iter().map(|one| one.code.as_str());
            let both = states.filter_map(|state| {
                let then = said(&then.submissions, question, state)?;
                Some((then, said(&now.submissions, question, state)?))
            });
            let both: Vec<_> = both.collect();
            let named = |said: &[String]| said.contains(&row.code);
            let then = both.iter().filter(|(then, _)| named(then)).count();
            let now = both.iter().filter(|(_, now)| named(now)).count();
            let expected = [then, now].map(|count| u64::try_from(count).unwrap());
            let base = u64::try_from(both.len()).unwrap();
            assert!([Cell::Count(base), Cell::Withheld].contains(&row.base));
            for (cell, expected) in row.cells.iter().zip(expected) {
                assert!(
                    [Cell::Count(expected), Cell::Withheld].contains(cell),
                    "{question} {row:?}"
                );
                shown += usize::from(cell.count().is_some());
            }
        }
    }
    assert!(shown > 10, "{shown}");
    // By nothing else, over all States, and only where there are choices.
    let crossed = View {
        by: "un_group".to_owned(),
        ..view("frm_coord")
    };
    for view in [crossed, view("cls_hours")] {
        assert_eq!(view.chart(&now.form).unwrap_err(), ExploreError::Rounds);
    }
}
