//! From what was typed into a field to its value.

use chrono::Datelike;
use rust_decimal::Decimal;
use validator::ValidateEmail;

use crate::form::name::Code;
use crate::form::{Choices, FieldKind, Form, Length, List, Question};
use crate::reply::draft::{Draft, choices_of};
use crate::reply::finding::FindingKind;
use crate::reply::{Facts, Value};
use crate::text;

/// Length of a SHA-256 in hexadecimal digits, the name of a document.
const SHA256_DIGITS: usize = 64;

/// What a value is checked against.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) form: &'a Form,
    pub(super) draft: &'a Draft,
    pub(super) question: &'a Question,
    pub(super) row: Option<&'a Code>,
}

/// Types what was typed into a field; it is not blank. What a `prefilled` field says is known, so what was typed there is not looked at.
pub(super) fn read(
    place: Place<'_>,
    kind: &FieldKind,
    typed: &[String],
) -> Result<Value, FindingKind> {
    match kind {
        FieldKind::Single(_) => {
            let codes = place.codes(kind, typed)?;
            single(&codes).map(|code| Value::Choice(code.clone()))
        }
        FieldKind::Multiple {
            exclusive,
            min,
            max,
            ..
        } => {
            let codes = place.codes(kind, typed)?;
            multiple(place, kind, &codes, exclusive, *min, *max)
        }
        FieldKind::Ranked { min, max, .. } => {
            let codes = place.codes(kind, typed)?;
            ranked(codes, *min, *max)
        }
        FieldKind::Text(length) => one_line(single(typed)?, *length).map(Value::Text),
        FieldKind::LongText(length) => lines(single(typed)?, *length).map(Value::Text),
        FieldKind::Email => email(single(typed)?),
        FieldKind::Integer { min, max } => integer(single(typed)?, *min, *max),
        FieldKind::Decimal { min, max } => decimal(single(typed)?, *min, *max),
        FieldKind::Year { min, max } => year(single(typed)?, *min, *max, &place.draft.facts),
        FieldKind::Date => text::read_date(single(typed)?)
            .map(Value::Date)
            .ok_or(FindingKind::NotDate),
        FieldKind::DateRange => range(typed),
        FieldKind::Tick => match single(typed)?.as_str() {
            "yes" => Ok(Value::Tick),
            _ => Err(FindingKind::NotTick),
        },
        FieldKind::File => document(single(typed)?),
        FieldKind::Prefilled(list) => {
            prefilled(place, list.as_str()).ok_or(FindingKind::ChoiceUnknown)
        }
    }
}

/// What a `prefilled` field says: the respondent, if the list holds it.
pub(super) fn prefilled(place: Place<'_>, list: &str) -> Option<Value> {
    let respondent = &place.draft.facts.respondent;
    let choice = place.form.list(list)?.find(respondent.as_str())?;
    Some(Value::Choice(choice.code.clone()))
}

impl<'a> Place<'a> {
    /// The codes that were typed, each of the list and offered.
    fn codes(&self, kind: &'a FieldKind, typed: &[String]) -> Result<Vec<Code>, FindingKind> {
        let (choices, list): (&Choices, &List) =
            choices_of(self.form, kind).ok_or(FindingKind::ChoiceUnknown)?;
        let mut codes = Vec::with_capacity(typed.len());
        for typed in typed {
            let choice = list.find(typed).ok_or(FindingKind::ChoiceUnknown)?;
            let offered = self
                .draft
                .offers(self.question, choices, self.row, &choice.code);
            if !offered {
                return Err(FindingKind::ChoiceNotOffered);
            }
            codes.push(choice.code.clone());
        }
        Ok(codes)
    }
}

fn single<T>(typed: &[T]) -> Result<&T, FindingKind> {
    match typed {
        [one] => Ok(one),
        _ => Err(FindingKind::OneValue),
    }
}

fn multiple(
    place: Place<'_>,
    kind: &FieldKind,
    codes: &[Code],
    exclusive: &[Code],
    min: usize,
    max: Option<usize>,
) -> Result<Value, FindingKind> {
    let (_, list) = choices_of(place.form, kind).ok_or(FindingKind::ChoiceUnknown)?;
    // In the order of the list, each once.
    let chosen: Vec<Code> = list
        .choices
        .iter()
        .map(|choice| &choice.code)
        .filter(|code| codes.contains(code))
        .cloned()
        .collect();
    let excludes = chosen.iter().any(|code| exclusive.contains(code));
    if excludes && chosen.len() > 1 {
        return Err(FindingKind::ChoiceExclusive);
    }
    // A choice that excludes all others cannot come with as many as asked for.
    if chosen.len() < min && !excludes {
        return Err(FindingKind::TooFewChoices(min));
    }
    match max {
        Some(max) if chosen.len() > max => Err(FindingKind::TooManyChoices(max)),
        Some(_) | None => Ok(Value::Choices(chosen)),
    }
}

fn ranked(codes: Vec<Code>, min: usize, max: usize) -> Result<Value, FindingKind> {
    let twice = codes
        .iter()
        .enumerate()
        .any(|(place, code)| codes.iter().skip(place + 1).any(|other| other == code));
    if twice {
        Err(FindingKind::RankedTwice)
    } else if codes.len() < min {
        Err(FindingKind::TooFewChoices(min))
    } else if codes.len() > max {
        Err(FindingKind::TooManyChoices(max))
    } else {
        Ok(Value::Ranked(codes))
    }
}

fn one_line(typed: &str, length: Length) -> Result<String, FindingKind> {
    if typed.contains(['\n', '\u{2028}', '\u{2029}']) {
        return Err(FindingKind::OneLine);
    }
    lines(typed, length)
}

/// Text of several lines within its bounds; also comments and sources.
pub(super) fn lines(typed: &str, length: Length) -> Result<String, FindingKind> {
    let count = typed.chars().count();
    if typed
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        Err(FindingKind::ControlCharacter)
    } else if count < length.min {
        Err(FindingKind::TooShort(length.min))
    } else if count > length.max {
        Err(FindingKind::TooLong(length.max))
    } else {
        Ok(typed.to_owned())
    }
}

fn email(typed: &str) -> Result<Value, FindingKind> {
    if typed.validate_email() {
        Ok(Value::Text(typed.to_owned()))
    } else {
        Err(FindingKind::NotEmail)
    }
}

fn integer(typed: &str, min: i64, max: i64) -> Result<Value, FindingKind> {
    let number = text::read_integer(typed).ok_or(FindingKind::NotInteger)?;
    within(number, min, max)
        .map(Value::Integer)
        .map_err(|(bound, too_small)| bounds(bound.into(), too_small))
}

fn decimal(typed: &str, min: Decimal, max: Decimal) -> Result<Value, FindingKind> {
    let number = text::read_decimal(typed).ok_or(FindingKind::NotDecimal)?;
    // Without trailing zeros, so that equal numbers are the same bytes.
    within(number, min, max)
        .map(|number| Value::Decimal(number.normalize()))
        .map_err(|(bound, too_small)| bounds(bound, too_small))
}

fn year(typed: &str, min: i32, max: Option<i32>, facts: &Facts) -> Result<Value, FindingKind> {
    let number = text::read_integer(typed)
        .and_then(|number| i32::try_from(number).ok())
        .ok_or(FindingKind::NotYear)?;
    let max = max.unwrap_or_else(|| facts.today.year());
    within(number, min, max)
        .map(Value::Year)
        .map_err(|(bound, too_small)| {
            if too_small {
                FindingKind::YearTooEarly(bound)
            } else {
                FindingKind::YearTooLate(bound)
            }
        })
}

/// The number, or the bound it breaks and whether that is the lower one.
fn within<T: PartialOrd>(number: T, min: T, max: T) -> Result<T, (T, bool)> {
    if number < min {
        Err((min, true))
    } else if number > max {
        Err((max, false))
    } else {
        Ok(number)
    }
}

const fn bounds(bound: Decimal, too_small: bool) -> FindingKind {
    if too_small {
        FindingKind::TooSmall(bound)
    } else {
        FindingKind::TooLarge(bound)
    }
}

fn range(typed: &[String]) -> Result<Value, FindingKind> {
    let [first, last] = typed else {
        return Err(FindingKind::RangeOpen);
    };
    if first.is_empty() || last.is_empty() {
        return Err(FindingKind::RangeOpen);
    }
    let first = text::read_date(first).ok_or(FindingKind::NotDate)?;
    let last = text::read_date(last).ok_or(FindingKind::NotDate)?;
    if first > last {
        return Err(FindingKind::RangeReversed);
    }
    Ok(Value::DateRange(first, last))
}

/// A document is named by its SHA-256 in lower-case hexadecimal digits.
fn document(typed: &str) -> Result<Value, FindingKind> {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    if typed.len() == SHA256_DIGITS && typed.chars().all(is_digit) {
        Ok(Value::Text(typed.to_owned()))
    } else {
        Err(FindingKind::NotDocument)
    }
}
