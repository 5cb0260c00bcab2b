//! Tests of the language, and the small questionnaire they speak of.

mod documentation;
mod evaluation;
mod properties;
mod refusals;
mod rows;
mod specification;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::schema::{Codes, FieldOutline, Outline, Place, RowsOutline};
use super::*;

pub(super) fn question(name: &str) -> QuestionName {
    QuestionName::parse(name).unwrap()
}

pub(super) fn field_name(name: &str) -> FieldName {
    FieldName::parse(name).unwrap()
}

pub(super) fn code(code: &str) -> Code {
    Code::parse(code).unwrap()
}

pub(super) fn codes(words: &str) -> Codes {
    words.split_whitespace().map(code).collect()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn field(name: &str, kind: Type, list: &str) -> FieldOutline {
    FieldOutline {
        name: field_name(name),
        kind,
        codes: (!list.is_empty()).then(|| codes(list)),
    }
}

const FORMS: &str = "none established indicated";
const CRIMES: &str = "toc corruption drugs";

/// The questions, in the order of the questionnaire.
pub(super) fn schema() -> BTreeMap<QuestionName, Outline> {
    let crimes = || RowsOutline::List(codes(CRIMES));
    let one = |kind, list| vec![field("value", kind, list)];
    let questions = [
        ("name", RowsOutline::One, one(Type::Text, "")),
        ("note", RowsOutline::One, one(Type::Text, "")),
        ("age", RowsOutline::One, one(Type::Number, "")),
        ("share", RowsOutline::One, one(Type::Number, "")),
        ("blank", RowsOutline::One, one(Type::Number, "")),
        ("blank_text", RowsOutline::One, one(Type::Text, "")),
        ("risk", RowsOutline::One, one(Type::Text, "none low high")),
        ("scale", RowsOutline::One, one(Type::Text, "1 2 3")),
        (
            "crimes",
            RowsOutline::One,
            one(Type::Codes, "toc corruption drugs none"),
        ),
        (
            "no_crimes",
            RowsOutline::One,
            one(Type::Codes, "toc corruption drugs none"),
        ),
        ("agreed", RowsOutline::One, one(Type::Boolean, "")),
        ("declined", RowsOutline::One, one(Type::Boolean, "")),
        ("signed", RowsOutline::One, one(Type::Date, "")),
        ("blank_date", RowsOutline::One, one(Type::Date, "")),
        (
            "contact",
            RowsOutline::One,
            vec![
                field("email", Type::Text, ""),
                field("since", Type::Number, ""),
            ],
        ),
        ("status", crimes(), one(Type::Text, FORMS)),
        (
            "need",
            crimes(),
            vec![
                field("level", Type::Number, ""),
                field("kinds", Type::Codes, "law money staff"),
            ],
        ),
        ("cases", RowsOutline::Years, one(Type::Number, "")),
        (
            "experts",
            RowsOutline::Free,
            vec![
                field("person", Type::Text, ""),
                field("years", Type::Number, ""),
            ],
        ),
        (
            "regions",
            RowsOutline::List(codes("north south")),
            one(Type::Number, ""),
        ),
        ("later", RowsOutline::One, one(Type::Text, "")),
    ];
    let outline = |(index, (name, rows, fields))| {
        (
            question(name),
            Outline {
                index,
                rows,
                fields,
            },
        )
    };
    questions.into_iter().enumerate().map(outline).collect()
}

/// Answers to some of the questions.
pub(super) struct Sample {
    pub(super) values: BTreeMap<(String, Option<String>, String), Value>,
    pub(super) rows: BTreeMap<String, Vec<Code>>,
}

impl Sample {
    pub(super) fn new() -> Self {
        let mut sample = Self {
            values: BTreeMap::new(),
            rows: BTreeMap::new(),
        };
        sample.set("name", "", "", text("Éva  Kovács"));
        sample.set("note", "", "", text("a,b;c"));
        sample.set("age", "", "", Value::Number(42.0));
        sample.set("share", "", "", Value::Number(0.5));
        sample.set("risk", "", "", text("high"));
        sample.set("scale", "", "", text("2"));
        sample.set(
            "crimes",
            "",
            "",
            Value::Codes(vec![code("toc"), code("drugs")]),
        );
        sample.set("agreed", "", "", Value::Boolean(true));
        sample.set("signed", "", "", Value::Date(day("2024-02-29")));
        sample.set("contact", "", "email", text("a@example.org"));
        sample.set_rows("status", CRIMES);
        sample.set("status", "toc", "", text("established"));
        sample.set("status", "corruption", "", text("none"));
        sample.set_rows("need", CRIMES);
        sample.set("need", "toc", "level", Value::Number(3.0));
        sample.set("need", "corruption", "level", Value::Number(1.0));
        sample.set(
            "need",
            "toc",
            "kinds",
            Value::Codes(vec![code("law"), code("staff")]),
        );
        sample.set_rows("cases", "2021 2022 2023 2024 2025");
        for (year, cases) in [("2021", 4.0), ("2022", 0.0), ("2024", 6.0), ("2025", 40.0)] {
            sample.set("cases", year, "", Value::Number(cases));
        }
        sample.set_rows("experts", "1 2");
        sample.set("experts", "1", "person", text("Ana"));
        sample.set("experts", "2", "person", text("Bo"));
        sample.set("experts", "2", "years", Value::Number(7.0));
        sample.set_rows("regions", "north south");
        sample
    }

    fn set_rows(&mut self, question: &str, rows: &str) {
        self.rows.insert(question.to_owned(), codes(rows).to_vec());
    }

    pub(super) fn set(&mut self, question: &str, row: &str, field: &str, value: Value) {
        let row = (!row.is_empty()).then(|| row.to_owned());
        let field = if field.is_empty() { "value" } else { field };
        let key = (question.to_owned(), row, field.to_owned());
        self.values.insert(key, value);
    }
}

impl Answers for Sample {
    fn value(
        &self,
        question: &QuestionName,
        row: Option<&Code>,
        field: &FieldName,
    ) -> Option<Value> {
        let row = row.map(|row| row.as_str().to_owned());
        let key = (question.as_str().to_owned(), row, field.as_str().to_owned());
        self.values.get(&key).cloned()
    }

    fn rows(&self, question: &QuestionName) -> Vec<Code> {
        self.rows
            .get(question.as_str())
            .cloned()
            .unwrap_or_default()
    }

    fn status(&self, question: &QuestionName, row: Option<&Code>) -> Option<&str> {
        match (question.as_str(), row.map(Code::as_str)) {
            ("blank", None) => Some("not_available"),
            ("status", Some("drugs")) => Some("to_follow"),
            ("age", None) => Some("answered"),
            _ => None,
        }
    }

    fn comment(&self, question: &QuestionName, row: Option<&Code>) -> &str {
        match (question.as_str(), row.map(Code::as_str)) {
            ("blank", None) => "not counted",
            ("status", Some("drugs")) => "next year",
            _ => "",
        }
    }

    fn narrowest_mark(&self) -> Mark {
        Mark::NotAttributable
    }

    fn today(&self) -> NaiveDate {
        day("2026-03-01")
    }

    fn period(&self) -> (i32, i32) {
        (2021, 2025)
    }
}

/// A place from which all questions but `later` may be named.
pub(super) fn anywhere() -> Place {
    Place {
        before: 20,
        ..Place::default()
    }
}

/// A check of `status`, in each row.
pub(super) fn in_row() -> Place {
    Place {
        before: 20,
        own: Some(field("value", Type::Text, FORMS)),
        rows: RowsOutline::List(codes(CRIMES)),
        choices: None,
    }
}

pub(super) fn parsed(source: &str, place: &Place) -> Expression {
    Expression::parse(source, &schema(), place).unwrap_or_else(|wrong| panic!("{source}: {wrong}"))
}

/// The value of an expression that names no row at hand.
pub(super) fn value(source: &str) -> Value {
    parsed(source, &anywhere())
        .evaluate(&Sample::new(), Here::default())
        .unwrap()
}

/// Value and type as one text, so that a table can be read.
pub(super) fn shown(source: &str) -> String {
    shown_value(&value(source))
}

pub(super) fn shown_value(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("'{text}'"),
        other => other.to_text().into_owned(),
    }
}

/// Checks a table of expressions and their values.
pub(super) fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(source, expected)| (source, expected, shown(source)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(source, expected, found)| format!("{source}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is said of an expression that is refused.
pub(super) fn refusal(source: &str, place: &Place) -> ExpressionError {
    match Expression::parse(source, &schema(), place) {
        Ok(expression) => panic!("{source} is taken as {:?}", expression.result_type()),
        Err(error) => error,
    }
}
