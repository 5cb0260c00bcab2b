//! Reading TOML with the place of every value, and collecting what is wrong.
//!
//! Not serde: it stops at the first mistake of a file and cannot say which key was meant. A [`Table`] hands out its values by key; what
//! nobody asked for is refused when it is finished.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FormFileError;
use crate::form::expression::near::nearest;
use crate::form::name::NameError;
use crate::text::catalogue::line_at;

/// What is wrong in a folder.
#[derive(Default)]
pub(super) struct Findings(RefCell<Vec<FormFileError>>);

impl Findings {
    pub(super) fn add(
        &self,
        file: &str,
        line: usize,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.0.borrow_mut().push(FormFileError {
            file: file.to_owned(),
            line,
            cause: cause.into(),
            remedy: remedy.into(),
        });
    }

    /// Whether something is wrong in a file.
    pub(super) fn concern(&self, file: &str) -> bool {
        self.0.borrow().iter().any(|error| error.file == file)
    }

    pub(super) fn into_errors(self) -> Vec<FormFileError> {
        self.0.into_inner()
    }
}

/// A file with the place its findings go to.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) findings: &'a Findings,
}

/// A value and its line.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

impl<'a> Source<'a> {
    /// The whole file as a table. `None` together with a finding where it is not TOML: only the first mistake, since most that follow
    /// are its echo.
    pub(super) fn table(self) -> Option<Table<'a>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(Table::new(self, 1, table.into_inner())),
            Err(error) => {
                let line = error.span().map_or(1, |span| self.line(&span));
                let cause = format!("this is not TOML: {}", error.message().trim());
                self.add(line, cause, "correct the syntax (toml.io)");
                None
            }
        }
    }

    pub(super) fn add(self, line: usize, cause: impl Into<String>, remedy: impl Into<String>) {
        self.findings.add(self.path, line, cause, remedy);
    }

    fn line(self, span: &Range<usize>) -> usize {
        line_at(self.text, span.start)
    }
}

/// A table of a file.
pub(super) struct Table<'a> {
    pub(super) source: Source<'a>,
    /// Line it begins in.
    pub(super) line: usize,
    entries: BTreeMap<String, (usize, Spanned<DeValue<'a>>)>,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    fn new(source: Source<'a>, line: usize, table: DeTable<'a>) -> Self {
        let entries = table.into_iter().map(|(key, value)| {
            let line = source.line(&key.span());
            (key.into_inner().into_owned(), (line, value))
        });
        Self {
            source,
            line,
            entries: entries.collect(),
            asked: Vec::new(),
        }
    }

    fn take(&mut self, key: &'static str) -> Option<(usize, Spanned<DeValue<'a>>)> {
        self.asked.push(key);
        self.entries.remove(key)
    }

    /// The value of a key if it has the right type; a finding if it has another.
    fn value<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&DeValue<'a>) -> Option<T>,
    ) -> Option<At<T>> {
        let (line, value) = self.take(key)?;
        let read = read(value.get_ref()).map(|value| At { value, line });
        if read.is_none() {
            let cause = format!("`{key}` is {}", kind(value.get_ref()));
            self.source.add(line, cause, format!("give {expected}"));
        }
        read
    }

    /// Whether the key is there, without taking it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        self.value(key, "a text in quotes", |value| {
            value.as_str().map(str::to_owned)
        })
    }

    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.value(key, "`true` or `false`", DeValue::as_bool)
            .is_some_and(|flag| flag.value)
    }

    pub(super) fn integer(&mut self, key: &'static str) -> Option<At<i64>> {
        self.value(key, "a whole number", integer)
    }

    /// A year; `None` inside is `"this_year"`.
    pub(super) fn year(&mut self, key: &'static str) -> Option<At<Option<i32>>> {
        self.value(key, "a year, or \"this_year\"", |value| match value {
            DeValue::String(word) if word == "this_year" => Some(None),
            other => integer(other)
                .and_then(|year| i32::try_from(year).ok())
                .map(Some),
        })
    }

    pub(super) fn count(&mut self, key: &'static str) -> Option<At<usize>> {
        self.value(key, "a whole number from 0", |value| {
            integer(value).and_then(|count| usize::try_from(count).ok())
        })
    }

    pub(super) fn decimal(&mut self, key: &'static str) -> Option<At<Decimal>> {
        self.value(key, "a number", |value| match value {
            DeValue::Float(float) => exact(float.as_str()),
            other => integer(other).map(Decimal::from),
        })
    }

    /// A text that a type takes: a name, a code, a language.
    pub(super) fn parsed<T>(&mut self, key: &'static str) -> Option<At<T>>
    where
        T: FromStr<Err = NameError>,
    {
        let text = self.text(key)?;
        self.source.parsed(&text)
    }

    /// The same, and a finding where it is missing.
    pub(super) fn needed<T>(&mut self, key: &'static str) -> Option<At<T>>
    where
        T: FromStr<Err = NameError>,
    {
        self.need(key);
        self.parsed(key)
    }

    /// A finding where the key is missing.
    pub(super) fn need(&self, key: &'static str) {
        if !self.has(key) {
            let cause = format!("`{key}` is missing");
            let remedy = match self.near(key) {
                Some(near) => format!("`{near}` should probably be `{key}`"),
                None => format!("add `{key} = …`"),
            };
            self.source.add(self.line, cause, remedy);
        }
    }

    fn near(&self, key: &str) -> Option<&str> {
        let others = self.entries.keys().map(String::as_str);
        nearest(key, others.filter(|other| !self.asked.contains(other)))
    }

    /// An array of texts, each with its line.
    pub(super) fn texts(&mut self, key: &'static str) -> Option<At<Vec<At<String>>>> {
        let source = self.source;
        self.value(key, "a list of texts, `[\"a\", \"b\"]`", |value| {
            let items = value.as_array()?.iter();
            let texts = items.map(|item| {
                Some(At {
                    value: item.get_ref().as_str()?.to_owned(),
                    line: source.line(&item.span()),
                })
            });
            texts.collect()
        })
    }

    /// The same, each taken by a type; those that it refuses are told and left out.
    pub(super) fn all_parsed<T>(&mut self, key: &'static str) -> Vec<At<T>>
    where
        T: FromStr<Err = NameError>,
    {
        let texts = self.texts(key);
        let texts = texts.map(|texts| texts.value).unwrap_or_default();
        let parsed = texts.iter().filter_map(|text| self.source.parsed(text));
        parsed.collect()
    }

    /// A table inside.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Self> {
        let (line, value) = self.take(key)?;
        self.source.into_table(key, line, value)
    }

    /// Tables `[[key]]` inside.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<Self> {
        let source = self.source;
        let items = self.items(key).into_iter();
        let tables = items.filter_map(|(line, item)| source.into_table(key, line, item));
        tables.collect()
    }

    /// The values of an array, each with its line.
    pub(super) fn items(&mut self, key: &'static str) -> Vec<(usize, Spanned<DeValue<'a>>)> {
        let source = self.source;
        match self.take(key) {
            None => Vec::new(),
            Some((line, value)) => match value.into_inner() {
                DeValue::Array(items) => items
                    .into_iter()
                    .map(|item| (source.line(&item.span()), item))
                    .collect(),
                other => {
                    let cause = format!("`{key}` is {}", kind(&other));
                    source.add(line, cause, "give an array");
                    Vec::new()
                }
            },
        }
    }

    /// Every key with its value as a table; for files whose keys are names.
    pub(super) fn into_tables(self) -> Vec<(At<String>, Self)> {
        let source = self.source;
        let entries = self.entries.into_iter();
        let tables = entries.filter_map(|(key, (line, value))| {
            let table = source.into_table(&key, line, value)?;
            Some((At { value: key, line }, table))
        });
        tables.collect()
    }

    /// Refuses the keys that nobody asked for: `others` are those that exist but do not fit `what`, the rest are no keys at all.
    pub(super) fn finish(mut self, what: &str, others: &[&str]) {
        for (key, (line, _)) in std::mem::take(&mut self.entries) {
            if others.contains(&key.as_str()) {
                let cause = format!("`{key}` does not go with {what}");
                self.source.add(line, cause, "remove it");
                continue;
            }
            let keys = self.asked.iter().copied();
            let remedy = nearest(&key, keys.chain(others.iter().copied())).map_or_else(
                || "remove it; forms/README.md lists the keys".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let cause = format!("`{key}` is not a key of {what}");
            self.source.add(line, cause, remedy);
        }
    }
}

impl<'a> Source<'a> {
    pub(super) fn parsed<T>(self, text: &At<String>) -> Option<At<T>>
    where
        T: FromStr<Err = NameError>,
    {
        match text.value.parse() {
            Ok(value) => Some(At {
                value,
                line: text.line,
            }),
            Err(error) => {
                let cause = format!("`{}` is not allowed here", text.value);
                self.add(text.line, cause, error.to_string());
                None
            }
        }
    }

    pub(super) fn into_table(
        self,
        key: &str,
        line: usize,
        value: Spanned<DeValue<'a>>,
    ) -> Option<Table<'a>> {
        match value.into_inner() {
            DeValue::Table(table) => Some(Table::new(self, line, table)),
            other => {
                let cause = format!("`{key}` is {}", kind(&other));
                self.add(line, cause, "give a table");
                None
            }
        }
    }
}

/// A floating-point number as it is written, not as a machine rounds it.
fn exact(written: &str) -> Option<Decimal> {
    Decimal::from_str_exact(written)
        .or_else(|_inexact| Decimal::from_scientific(written))
        .ok()
}

/// What a value is, in words.
const fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// ` Did you mean …?` for a remedy that proposes a word, or what to do otherwise.
pub(super) fn propose<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    nearest(word, candidates).map_or_else(
        || otherwise.to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}
