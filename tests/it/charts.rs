//! Every chart of `charts/` loads, fits its questionnaire, and becomes a figure of a sample round.

mod drawn;
mod explore;
pub(crate) mod trial;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use para11::chart::build::{Edition, Standing};
use para11::chart::catalog::{Catalog, Chart, shipped};
use para11::chart::draw::Size;
use para11::chart::export::Format;
use para11::chart::figure::{Cell, Figure, Role};
use para11::dataset::Dataset;
use para11::form::{Form, Mark};
use para11::reply::course::Course;
use para11::reply::submission::{State, Submission, SubmittedItem};
use para11::reply::{AnswerKey, Value};
use para11::text::{Language, interface};
use sha2::{Digest as _, Sha256};

struct Sample {
    form: Form,
    submissions: Vec<Submission>,
    dataset: Dataset,
}

fn sample(count: usize) -> Sample {
    let made = crate::support::sample::round(count, 1);
    // None came on the same day as the one before it, and every third was asked for more.
    let courses = (0_u32..).zip(&made.submissions).map(|(at, submission)| {
        let course = Course {
            days: 20 + at * 37 % 70,
            clarifications: u32::from(at % 3 == 0) * (1 + at % 4),
        };
        (submission.head().respondent.clone(), course)
    });
    let dataset = made.dataset().with_courses(&courses.collect());
    Sample {
        form: made.form,
        submissions: made.submissions,
        dataset,
    }
}

impl Sample {
    fn figures(&self, language: Language) -> BTreeMap<String, Figure> {
        let charts = Catalog::load(&shipped(), &self.form, interface(Language::English)).unwrap();
        let charts = charts.for_round(false);
        let edition = Edition {
            round: self.dataset.round(),
            form: &self.form,
            language,
            texts: interface(language),
            as_of: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
            standing: Standing::Released,
        };
        let figure = |chart: &Chart| {
            (
                chart.id().to_owned(),
                chart.figure(&self.dataset, &edition).unwrap(),
            )
        };
        charts.charts().iter().map(figure).collect()
    }
}

#[test]
fn every_chart_becomes_a_figure_in_every_language() {
    let sample = sample(84);
    let english = sample.figures(Language::English);
    // All but those that need a round before.
    assert_eq!(english.len(), 46);
    for language in Language::every() {
        for (id, figure) in sample.figures(language) {
            let text = serde_json::to_string(&figure).unwrap();
            assert!(!text.contains("[chart-"), "{id}: {text}");
            assert_eq!(figure.stamps.len(), 1);
            assert_eq!(figure.table().rows.len(), english[&id].table().rows.len());
        }
    }
}

#[test]
fn the_same_replies_give_the_same_bytes() {
    let (one, other) = (sample(20), sample(20));
    let bytes = |sample: &Sample| {
        let figures = sample.figures(Language::French);
        figures
            .values()
            .map(|figure| (serde_json::to_string(figure).unwrap(), figure.csv()))
            .collect::<Vec<_>>()
    };
    assert_eq!(bytes(&one), bytes(&other));
}

/// The main figure counted again from the replies, by the plainest code, beside what the gate withholds.
#[test]
fn links_by_form_of_crime_agree_with_a_plain_count() {
    let sample = sample(84);
    let figures = sample.figures(Language::English);
    let grid = figures["T4"].plot.grid();
    let mut shown = 0;
    for row in grid.rows() {
        let items = sample.submissions.iter().flat_map(Submission::items);
        let here = |key: &AnswerKey| {
            key.question.as_str() == "lnk_status"
                && key.row.as_ref().is_some_and(|r| r.as_str() == row.code)
        };
        let items: Vec<_> = items.filter(|item| here(&item.key)).collect();
        assert_eq!(items.len(), 84);
        let usable = |item: &&&SubmittedItem| {
            item.state == State::Answered && item.mark != Mark::SecretariatOnly
        };
        let base = u64::try_from(items.iter().filter(usable).count()).unwrap();
        assert_eq!(row.base, Cell::Count(base));
        for (series, cell) in row.pairs(grid) {
            let named = |item: &&&SubmittedItem| matches!(item.values.values().next(), Some(Value::Choice(code)) if code.as_str() == series.code);
            let count = match series.role {
                Role::NonResponse => items.iter().filter(|item| !usable(item)).count(),
                _ => items.iter().filter(usable).filter(named).count(),
            };
            if let Some(cell) = cell.count() {
                assert_eq!(
                    usize::try_from(cell).unwrap(),
                    count,
                    "{} {}",
                    row.code,
                    series.code
                );
                shown += 1;
            }
        }
    }
    assert!(shown > 80, "only {shown} of 100 cells are shown");
}

/// What a reader of each figure learns, numbers and words.
#[test]
fn figures_of_the_sample_round_are_as_they_were() {
    for (id, figure) in sample(84).figures(Language::English) {
        let mut text = serde_json::to_value(&figure).unwrap();
        let plot = text["plot"].as_object_mut().unwrap();
        plot.remove("grid");
        let words = serde_json::to_string_pretty(&text).unwrap();
        let table = String::from_utf8(figure.csv())
            .unwrap()
            .replace("\r\n", "\n");
        insta::assert_snapshot!(id, format!("{words}\n\n{table}"));
    }
}

/// One figure of each kind of drawing, left to right and right to left, in every format: the snapshot was made on another machine, so these
/// are the bytes that every machine makes.
#[test]
fn files_have_the_bytes_that_other_machines_make() {
    let sample = sample(84);
    let mut lines = String::new();
    for language in [Language::English, Language::Arabic] {
        let mut kinds = BTreeSet::new();
        for (id, figure) in sample.figures(language) {
            let plot = serde_json::to_value(&figure.plot).unwrap();
            let kind = plot["kind"].as_str().unwrap_or_default().to_owned();
            if !kinds.insert(kind) {
                continue;
            }
            for format in Format::ALL {
                let bytes = figure.export(format, Size::Page).unwrap();
                let digest = hex::encode(Sha256::digest(bytes));
                let code = (language.code(), format.code());
                lines.push_str(&format!("{} {id}.{} {digest}\n", code.0, code.1));
            }
        }
        assert!(kinds.len() > 7, "{kinds:?}");
    }
    insta::assert_snapshot!("bytes", lines);
}
