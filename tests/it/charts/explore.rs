//! The explorer: every question there is, by itself, by group, and against another.

use chrono::NaiveDate;
use para11::chart::build::{Edition, Standing};
use para11::chart::explore::{ExploreError, View, fields, is_crossed, questions};
use para11::text::{Language, interface};

use super::sample;

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
