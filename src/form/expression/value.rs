//! Conversions between the types of values; `docs/expressions.md` says where each rule comes from.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use rust_decimal::prelude::ToPrimitive;

use super::{Type, Value};
use crate::form::name::Code;

/// Days from the first day of the Common Era to 1970-01-01.
const EPOCH: i32 = 719_163;

impl Value {
    /// The empty value.
    #[must_use]
    pub const fn empty() -> Self {
        Self::Text(String::new())
    }

    /// Whether it is empty. A number that is not a number (`number('')`) is empty too.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Codes(codes) => codes.is_empty(),
            Self::Number(number) => number.is_nan(),
            Self::Boolean(_) | Self::Date(_) => false,
        }
    }

    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Number(_) => Type::Number,
            Self::Boolean(_) => Type::Boolean,
            Self::Date(_) => Type::Date,
            Self::Codes(_) => Type::Codes,
        }
    }

    /// As text: `true`, `1.5`, `NaN`, `2024-01-31`, codes separated by a space.
    #[must_use]
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Codes(codes) => Cow::Owned(joined(codes)),
        }
    }

    /// As text, kept if it is one.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            other => other.to_text().into_owned(),
        }
    }

    /// As a number: true is 1, a day counts from 1970-01-01, text that is no number is NaN.
    #[must_use]
    pub fn to_number(&self) -> f64 {
        match self {
            Self::Text(text) => text_number(text),
            Self::Number(number) => *number,
            Self::Boolean(truth) => f64::from(u8::from(*truth)),
            Self::Date(date) => date_number(*date),
            Self::Codes(codes) => text_number(&joined(codes)),
        }
    }

    /// As true or false: empty text, zero and NaN are false.
    #[must_use]
    pub fn to_truth(&self) -> bool {
        match self {
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Boolean(truth) => *truth,
            Self::Text(_) | Self::Date(_) | Self::Codes(_) => !self.is_empty(),
        }
    }

    /// As a day, if it is one: an ISO 8601 date or a number of days since 1970-01-01.
    #[must_use]
    pub fn to_date(&self) -> Option<NaiveDate> {
        match self {
            Self::Text(text) => text_date(text),
            Self::Number(number) => number_date(*number),
            Self::Date(date) => Some(*date),
            Self::Boolean(_) | Self::Codes(_) => None,
        }
    }
}

fn joined(codes: &[Code]) -> String {
    let words: Vec<&str> = codes.iter().map(Code::as_str).collect();
    words.join(" ")
}

/// A number in writing: no exponent, no sign before zero.
pub(super) fn number_text(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        let sign = if number < 0.0 { "-" } else { "" };
        format!("{sign}Infinity")
    } else if number == 0.0 {
        "0".to_owned()
    } else {
        number.to_string()
    }
}

/// The number that a text is: digits with at most one `.` and a `-` before them, or a day.
pub(super) fn text_number(text: &str) -> f64 {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let digits = text.strip_prefix('-').unwrap_or(text);
    let legal = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if legal && let Ok(number) = text.parse::<f64>() {
        return number;
    }
    text_date(text).map_or(f64::NAN, date_number)
}

/// The day a text names: `2024-01-31`.
pub(super) fn text_date(text: &str) -> Option<NaiveDate> {
    let shape = |(place, c): (usize, char)| match place {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    let legal = text.len() == 10 && text.chars().enumerate().all(shape);
    legal.then(|| text.parse().ok()).flatten()
}

/// Days since 1970-01-01.
pub(super) fn date_number(date: NaiveDate) -> f64 {
    f64::from(date.num_days_from_ce().saturating_sub(EPOCH))
}

/// The day so many days after 1970-01-01; what is more than whole days is dropped.
pub(super) fn number_date(number: f64) -> Option<NaiveDate> {
    let days = number.trunc().to_i32()?.checked_add(EPOCH)?;
    // Four digits of the year, so that a day read back from its text is the same day.
    NaiveDate::from_num_days_from_ce_opt(days).filter(|date| (0..=9999).contains(&date.year()))
}
