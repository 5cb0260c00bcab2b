//! The codebook: a row a variable and code, with the question's wording, who was asked, and how often each code was given.

use std::collections::BTreeMap;
use std::io;

use crate::disclosure::rows::Status;

use super::Source;
use super::table::{Filled, csv};
use super::variable::{Kind, Variable};

/// Path in the package.
pub(super) const FILE: &str = "codebook.csv";

/// Its bytes.
pub(super) fn build(source: &Source<'_>, tables: &[Filled]) -> io::Result<Vec<u8>> {
    let names = [
        "table",
        "variable",
        "label",
        "question",
        "wording",
        "asked_when",
        "kind",
        "code",
        "code_label",
        "count",
    ];
    let mut rows = Vec::new();
    for table in tables {
        for (variable, counts) in table.about.variables.iter().zip(&table.counts) {
            describe(source, table, variable, counts, &mut rows);
        }
    }
    csv(names, &rows)
}

fn describe(
    source: &Source<'_>,
    table: &Filled,
    variable: &Variable,
    counts: &BTreeMap<String, usize>,
    rows: &mut Vec<Vec<String>>,
) {
    let question = variable
        .question
        .as_ref()
        .and_then(|name| source.form.question(name.as_str()));
    let head = [
        table.about.file.clone(),
        variable.name.clone(),
        variable.label.clone(),
        question
            .map(|question| question.name.to_string())
            .unwrap_or_default(),
        question
            .map(|question| source.texts.question(question).into_owned())
            .unwrap_or_default(),
        question
            .and_then(|question| question.relevant.as_ref())
            .map(|rule| rule.source().to_owned())
            .unwrap_or_default(),
    ];
    let mut add = |kind: &str, code: &str, label: String, count: String| {
        let mut row: Vec<String> = head.to_vec();
        row.extend([kind.to_owned(), code.to_owned(), label, count]);
        rows.push(row);
    };
    add(
        kind_name(&variable.kind),
        "",
        String::new(),
        table.rows.to_string(),
    );
    let count = |code: &str| counts.get(code).copied().unwrap_or_default().to_string();
    match &variable.kind {
        Kind::Coded(choices) | Kind::Codes(choices) => {
            for (code, label) in choices {
                add("code", code.as_str(), label.clone(), count(code.as_str()));
            }
        }
        Kind::Flag => {
            for code in ["0", "1"] {
                add(
                    "code",
                    code,
                    source.word(&format!("dump-flag-{code}")),
                    count(code),
                );
            }
        }
        Kind::Integer | Kind::Decimal | Kind::Year | Kind::Date | Kind::Text => {}
    }
    if variable.may_miss {
        for status in Status::MISSING {
            let number = status
                .number()
                .map(|number| number.to_string())
                .unwrap_or_default();
            let label = source.status(status);
            add("missing", &number, label, count(&number));
        }
    }
}

/// The word for a kind in the codebook.
pub(super) const fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Coded(_) => "coded",
        Kind::Codes(_) => "codes",
        Kind::Flag => "flag",
        Kind::Integer => "integer",
        Kind::Decimal => "decimal",
        Kind::Year => "year",
        Kind::Date => "date",
        Kind::Text => "text",
    }
}
