//! A small questionnaire with every type of question, for tests.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::raw::{RawAnswer, RawAnswers};
use super::{AnswerKey, Facts};
use crate::form::Form;
use crate::form::file::{Folder, load};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::round::{Period, Round};

static FORM: LazyLock<Form> = LazyLock::new(read);

/// Reads the questionnaire once more.
pub(crate) fn read() -> Form {
    let files = [
        ("form.toml", include_str!("trial/form.toml")),
        ("lists.toml", include_str!("trial/lists.toml")),
        ("sections/plain.toml", include_str!("trial/plain.toml")),
        ("sections/rows.toml", include_str!("trial/rows.toml")),
        ("text/en/form.ftl", "form = Trial\n    .short = Trial\n"),
        ("text/en/lists.ftl", include_str!("trial/lists.ftl")),
        ("text/en/plain.ftl", include_str!("trial/plain.ftl")),
        ("text/en/rows.ftl", include_str!("trial/rows.ftl")),
    ];
    let folder: Folder = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    load(&folder).unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", errors.join("\n"))
    })
}

/// The questionnaire.
pub(crate) fn form() -> &'static Form {
    &FORM
}

/// What its checks know: the first of March 2026, the years 2021 to 2025, the State `AAA`.
pub(crate) fn facts() -> Facts {
    Facts {
        period: Period {
            first: 2021,
            last: 2025,
        },
        today: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        respondent: code("AAA"),
    }
}

/// A round of it.
pub(crate) fn round() -> Round {
    Round {
        code: code("2026"),
        form: FORM.name.clone(),
        form_version: "0".repeat(64),
        opens: NaiveDate::from_ymd_opt(2026, 2, 1).unwrap(),
        closes: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap(),
        period: facts().period,
        threshold: 3,
        group_threshold: 5,
        sample: true,
    }
}

/// A code.
pub(crate) fn code(word: &str) -> Code {
    Code::parse(word).unwrap()
}

/// A key as it is written, `kind.drugs`.
pub(crate) fn key(written: &str) -> AnswerKey {
    let (question, row) = match written.split_once('.') {
        Some((question, row)) => (question, Some(code(row))),
        None => (written, None),
    };
    AnswerKey {
        question: QuestionName::parse(question).unwrap(),
        row,
    }
}

/// Answers as they are typed: `kind.drugs:value` and its values, parted by `|`; also `:status`, `:mark`, `:comment`, `:source`.
pub(crate) fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for (name, value) in answers {
        let (written, part) = name.split_once(':').unwrap();
        let answer: &mut RawAnswer = raw.entry(key(written)).or_default();
        match part {
            "status" => answer.status = Some((*value).to_owned()),
            "mark" => answer.mark = Some((*value).to_owned()),
            "comment" => answer.comment = (*value).to_owned(),
            "source" => answer.source = (*value).to_owned(),
            field => {
                let values = value.split('|').map(str::to_owned).collect();
                answer
                    .values
                    .insert(FieldName::parse(field).unwrap(), values);
            }
        }
    }
    raw
}

/// The least that can be submitted.
pub(crate) const LEAST: [(&str, &str); 4] = [
    ("mark:value", "attributable"),
    ("link:value", "none_found"),
    ("status.drugs:value", "none_found"),
    ("closed:value", "no"),
];
