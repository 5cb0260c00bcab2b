//! Answers in words: values, reasons, marks, what became of an answer of last time.

use crate::form::name::Code;
use crate::form::text::{FormTexts, TextArguments};
use crate::form::{Field, Mark};
use crate::reply::last::{Earlier, LastState, Origin};
use crate::reply::{Reason, Value};
use crate::text::{self, Catalogue, Language, interface};

/// A value in words.
#[must_use]
pub fn value(field: &Field, value: &Value, texts: &FormTexts<'_>, words: &Catalogue) -> String {
    let language = texts.language();
    let choice = |code: &Code| match field.kind.list() {
        Some(list) => texts.choice(list, code).into_owned(),
        None => code.to_string(),
    };
    match value {
        Value::Choice(code) => choice(code),
        Value::Choices(codes) => {
            let labels: Vec<_> = codes.iter().map(choice).collect();
            labels.join(&words.text("respond-list"))
        }
        Value::Ranked(codes) => {
            let labels = codes.iter().map(choice).enumerate();
            let labels = labels.map(|(at, label)| format!("{}. {label}", at + 1));
            labels.collect::<Vec<_>>().join(&words.text("respond-list"))
        }
        Value::Text(text) => text.clone(),
        Value::Integer(number) => text::number(language, *number),
        Value::Decimal(number) => text::decimal(language, *number),
        Value::Year(year) => year.to_string(),
        Value::Date(day) => text::date(language, *day),
        Value::DateRange(first, last) => {
            let (first, last) = (text::date(language, *first), text::date(language, *last));
            let args = [("first", (&first).into()), ("last", (&last).into())];
            words.with("respond-range", &args).into_owned()
        }
        Value::Tick => words.text("respond-ticked").into_owned(),
    }
}

/// Whether somebody wrote it, so that it may be in any language.
#[must_use]
pub const fn is_free(value: &Value) -> bool {
    matches!(value, Value::Text(_))
}

/// A status in words.
#[must_use]
pub fn reason(reason: Reason, words: &Catalogue) -> String {
    words
        .attribute("respond-reasons", reason.code())
        .into_owned()
}

/// A mark in words.
#[must_use]
pub fn mark(mark: Mark, words: &Catalogue) -> String {
    words.attribute("respond-marks", mark.code()).into_owned()
}

/// What became of an answer of last time, in words.
#[must_use]
pub fn state(state: LastState, words: &Catalogue) -> String {
    words
        .attribute("respond-last-states", state.code())
        .into_owned()
}

/// Where an answer of last time comes from: `Last time (2021)`.
#[must_use]
pub fn origin(earlier: &Earlier, words: &Catalogue) -> String {
    match &earlier.origin {
        Origin::Round { code, .. } => {
            let args = [("round", code.as_str().into())];
            words.with("respond-last-round", &args).into_owned()
        }
        Origin::Secretariat => words.text("respond-last-secretariat").into_owned(),
    }
}

/// An answer of last time in words, line by line: label and words. A round's answer is told in the words of its questionnaire.
#[must_use]
pub fn earlier(earlier: &Earlier, now: &FormTexts<'_>, words: &Catalogue) -> Vec<(String, String)> {
    let nameless = TextArguments::default();
    let texts = match &earlier.origin {
        Origin::Round { form, .. } => form.texts(now.language(), &nameless),
        Origin::Secretariat => *now,
    };
    let mut lines = Vec::new();
    let question = texts.form().question(earlier.question.as_str());
    if let Some(question) = question {
        for field in &question.fields {
            let Some(given) = earlier.values.get(&field.name) else {
                continue;
            };
            let label = if field.name.is_value() {
                String::new()
            } else {
                texts.field(question, field).into_owned()
            };
            lines.push((label, value(field, given, &texts, words)));
        }
    }
    if let Some(given) = earlier.reason {
        lines.push((String::new(), reason(given, words)));
    }
    let mut beside = |key: &str, said: &str| {
        if !said.is_empty() {
            lines.push((words.text(key).into_owned(), said.to_owned()));
        }
    };
    beside("respond-comment", &earlier.comment);
    beside("respond-source", &earlier.source);
    lines
}

/// The label of a row of last time, in the words of the questionnaire that had it.
#[must_use]
pub fn earlier_row(earlier: &Earlier, row: &Code, now: &FormTexts<'_>) -> String {
    let nameless = TextArguments::default();
    let texts = match &earlier.origin {
        Origin::Round { form, .. } => form.texts(now.language(), &nameless),
        Origin::Secretariat => *now,
    };
    let question = texts.form().question(earlier.question.as_str());
    question.map_or_else(
        || row.to_string(),
        |question| texts.row(question, row).into_owned(),
    )
}

/// `Page 3 of 12`.
#[must_use]
pub fn page_words(language: Language, number: &str, count: &str) -> String {
    let args = [("number", number.into()), ("all", count.into())];
    interface(language)
        .with("document-page", &args)
        .into_owned()
}
