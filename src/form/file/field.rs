//! What a question or a field takes: its `type` and the keys that go with it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::source::{At, Source, Table, propose};
use crate::form::name::{Code, FieldName, ListName};
use crate::form::{Choices, Field, FieldKind, Length, List, YES_NO_UNKNOWN};
use crate::text::{read_date, read_decimal, read_integer};

/// All types but `group`.
pub(super) const TYPES: [&str; 15] = [
    "single",
    "multiple",
    "yes_no_unknown",
    "ranked",
    "text",
    "long_text",
    "email",
    "integer",
    "decimal",
    "year",
    "date",
    "date_range",
    "tick",
    "file",
    "prefilled",
];

/// All keys that go with some type.
pub(super) const KEYS: [&str; 11] = [
    "choices",
    "choices_where",
    "exclusive",
    "min_choices",
    "max_choices",
    "min",
    "max",
    "min_length",
    "max_length",
    "default",
    "unit",
];

/// Greatest whole number: what a floating-point number, as spreadsheets have, still holds exactly.
const GREATEST: i64 = 9_007_199_254_740_991;
/// Most characters a text may allow: what is longer belongs into a document.
const LONGEST_TEXT: usize = 20_000;
/// Earliest year a question may allow unless it says so.
const FIRST_YEAR: i32 = 1900;

type Lists = BTreeMap<ListName, List>;

/// A field, and the rule that says which choices it offers.
pub(super) struct Read {
    pub(super) field: Field,
    pub(super) choices_where: Option<At<String>>,
}

/// Reads the keys that go with `kind`. `None` only together with a finding.
pub(super) fn read(
    table: &mut Table<'_>,
    name: FieldName,
    kind: &At<String>,
    required: bool,
    lists: &Lists,
) -> Option<Read> {
    let (kind, choices_where) = match kind.value.as_str() {
        "single" | "multiple" | "ranked" | "prefilled" => {
            let choices_where = (kind.value != "prefilled")
                .then(|| table.text("choices_where"))
                .flatten();
            (chosen(table, &kind.value, lists)?, choices_where)
        }
        _ => (plain(table, kind)?, None),
    };
    let is_number = matches!(kind, FieldKind::Integer { .. } | FieldKind::Decimal { .. });
    let unit = is_number.then(|| table.parsed("unit")).flatten();
    let default = default(table, &kind, lists);
    Some(Read {
        field: Field {
            name,
            kind,
            required,
            default,
            unit: unit.map(|unit| unit.value),
        },
        choices_where,
    })
}

/// A list that a key names; a finding where there is none.
pub(super) fn list<'l>(
    table: &mut Table<'_>,
    key: &'static str,
    lists: &'l Lists,
) -> Option<&'l List> {
    let name: At<ListName> = table.parsed(key)?;
    find(table.source, &name, lists)
}

/// A list by name; a finding where there is none.
pub(super) fn find<'l>(
    source: Source<'_>,
    name: &At<ListName>,
    lists: &'l Lists,
) -> Option<&'l List> {
    let list = lists.get(&name.value);
    if list.is_none() {
        let names = lists.keys().map(ListName::as_str);
        let cause = format!("there is no list `{}`", name.value);
        let remedy = propose(name.value.as_str(), names, "add it to lists.toml");
        source.add(name.line, cause, remedy);
    }
    list
}

/// Codes that must be in a list; those that are not are told and left out.
pub(super) fn codes(source: Source<'_>, codes: Vec<At<Code>>, list: &List) -> Vec<Code> {
    let mut found: Vec<Code> = Vec::new();
    for code in codes {
        if list.find(code.value.as_str()).is_none() {
            let known = list.choices.iter().map(|choice| choice.code.as_str());
            let cause = format!("`{}` has no code `{}`", list.name, code.value);
            let remedy = propose(code.value.as_str(), known, "use one of its codes");
            source.add(code.line, cause, remedy);
        } else if found.contains(&code.value) {
            let cause = format!("the code `{}` stands twice", code.value);
            source.add(code.line, cause, "remove one");
        } else {
            found.push(code.value);
        }
    }
    found
}

fn chosen(table: &mut Table<'_>, kind: &str, lists: &Lists) -> Option<FieldKind> {
    let source = table.source;
    table.need("choices");
    let list = list(table, "choices", lists);
    if kind == "prefilled" {
        return list.map(|list| FieldKind::Prefilled(list.name.clone()));
    }
    if kind == "single" {
        return list.map(|list| FieldKind::Single(all_of(list)));
    }
    let exclusive = if kind == "multiple" {
        table.all_parsed("exclusive")
    } else {
        Vec::new()
    };
    let (min, max) = (table.count("min_choices"), table.count("max_choices"));
    let list = list?;
    let exclusive = codes(source, exclusive, list);
    for bound in [&min, &max].into_iter().flatten() {
        if bound.value == 0 || bound.value > list.choices.len() {
            let cause = format!(
                "`{}` has {} choices, not {}",
                list.name,
                list.choices.len(),
                bound.value
            );
            source.add(bound.line, cause, "give a number between 1 and that");
        }
    }
    let most = max.as_ref().map(|max| max.value);
    let min = bounded(source, min, most, 1, "min_choices", "max_choices");
    Some(if kind == "multiple" {
        FieldKind::Multiple {
            choices: all_of(list),
            exclusive,
            min,
            max: most,
        }
    } else {
        FieldKind::Ranked {
            choices: all_of(list),
            min,
            max: most.unwrap_or(list.choices.len()),
        }
    })
}

fn all_of(list: &List) -> Choices {
    Choices {
        list: list.name.clone(),
        only: None,
    }
}

/// The lower bound, `least` if it is not given; a finding where it is above the upper one.
fn bounded<T: PartialOrd + Copy + std::fmt::Display>(
    source: Source<'_>,
    min: Option<At<T>>,
    max: Option<T>,
    least: T,
    min_key: &str,
    max_key: &str,
) -> T {
    if let (Some(min), Some(max)) = (&min, max)
        && min.value > max
    {
        let cause = format!("`{min_key}` {} is above `{max_key}` {max}", min.value);
        source.add(min.line, cause, "correct the bounds");
    }
    min.map_or(least, |min| min.value)
}

/// The lower bound of a number; a finding where it is below nought: numbers below it stand in the data package for reasons why there is no
/// answer.
fn counted<T: PartialOrd + Default>(source: Source<'_>, min: Option<At<T>>) -> Option<At<T>> {
    min.inspect(|min| {
        if min.value < T::default() {
            let cause = "`min` is below nought";
            let remedy = "ask for the amount and, in another field, for its direction";
            source.add(min.line, cause, remedy);
        }
    })
}

fn plain(table: &mut Table<'_>, kind: &At<String>) -> Option<FieldKind> {
    let source = table.source;
    Some(match kind.value.as_str() {
        "yes_no_unknown" => FieldKind::Single(Choices {
            list: ListName::parse(YES_NO_UNKNOWN).ok()?,
            only: None,
        }),
        "text" => FieldKind::Text(length(table, 200)),
        "long_text" => FieldKind::LongText(length(table, 2_000)),
        "email" => FieldKind::Email,
        "integer" => {
            let (min, max) = (table.integer("min"), table.integer("max"));
            let max = max.map_or(GREATEST, |max| max.value);
            let min = bounded(source, counted(source, min), Some(max), 0, "min", "max");
            FieldKind::Integer { min, max }
        }
        "decimal" => {
            let (min, max) = (table.decimal("min"), table.decimal("max"));
            let greatest = Decimal::from(GREATEST);
            let max = max.map_or(greatest, |max| max.value);
            let min = counted(source, min);
            let min = bounded(source, min, Some(max), Decimal::ZERO, "min", "max");
            FieldKind::Decimal { min, max }
        }
        "year" => {
            let min = table.year("min").filter(|min| min.value.is_some());
            let max = table.year("max").and_then(|max| max.value);
            let min = min.and_then(|min| {
                Some(At {
                    value: min.value?,
                    line: min.line,
                })
            });
            let min = bounded(source, min, max, FIRST_YEAR, "min", "max");
            FieldKind::Year { min, max }
        }
        "date" => FieldKind::Date,
        "date_range" => FieldKind::DateRange,
        "tick" => FieldKind::Tick,
        "file" => FieldKind::File,
        other => {
            let types = TYPES.into_iter().chain(["group"]);
            let remedy = propose(other, types, "forms/README.md lists the types");
            source.add(kind.line, format!("`{other}` is not a type"), remedy);
            return None;
        }
    })
}

fn length(table: &mut Table<'_>, most: usize) -> Length {
    let source = table.source;
    let (min, max) = (table.count("min_length"), table.count("max_length"));
    for bound in [&min, &max].into_iter().flatten().filter(|b| b.value == 0) {
        source.add(
            bound.line,
            "a length is 0",
            "give at least 1: a blank text is no text",
        );
    }
    for bound in max.iter().filter(|b| b.value > LONGEST_TEXT) {
        let cause = format!("`max_length` {} is too long", bound.value);
        source.add(
            bound.line,
            cause,
            format!("allow at most {LONGEST_TEXT} characters"),
        );
    }
    let max = max.map_or(most, |max| max.value);
    let min = bounded(source, min, Some(max), 1, "min_length", "max_length");
    Length { min, max }
}

/// The value a field begins with, checked as if it had been typed.
fn default(table: &mut Table<'_>, kind: &FieldKind, lists: &Lists) -> Option<String> {
    if matches!(
        kind,
        FieldKind::Ranked { .. }
            | FieldKind::File
            | FieldKind::DateRange
            | FieldKind::Prefilled(_)
            | FieldKind::Email
    ) {
        // Not asked for, so that it is refused.
        return None;
    }
    let default = table.text("default")?;
    let value = default.value.as_str();
    let fits = match kind {
        FieldKind::Single(choices) | FieldKind::Multiple { choices, .. } => {
            let list = lists.get(&choices.list)?;
            let code = table.source.parsed::<Code>(&default)?;
            codes(table.source, vec![code], list);
            true
        }
        FieldKind::Text(length) | FieldKind::LongText(length) => {
            (length.min..=length.max).contains(&value.chars().count())
        }
        FieldKind::Integer { min, max } => {
            read_integer(value).is_some_and(|value| (*min..=*max).contains(&value))
        }
        FieldKind::Decimal { min, max } => {
            read_decimal(value).is_some_and(|value| (*min..=*max).contains(&value))
        }
        FieldKind::Year { min, max } => read_integer(value).is_some_and(|value| {
            value >= i64::from(*min) && max.is_none_or(|max| value <= i64::from(max))
        }),
        FieldKind::Date => read_date(value).is_some(),
        FieldKind::Tick => value == "yes",
        FieldKind::Ranked { .. }
        | FieldKind::File
        | FieldKind::DateRange
        | FieldKind::Prefilled(_)
        | FieldKind::Email => false,
    };
    if !fits {
        let cause = format!("the default `{value}` does not fit the question");
        let remedy = "give a value that a person could type there";
        table.source.add(default.line, cause, remedy);
    }
    Some(default.value)
}
