//! Numbers and dates, as a language writes them and as people type them.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::{Language, interface};

const NO_BREAK_SPACE: char = '\u{a0}';

/// A whole number: `1,234,567` in English, `1 234 567` (no-break spaces) in French.
#[must_use]
pub fn number(language: Language, value: i64) -> String {
    decimal(language, Decimal::from(value))
}

/// A decimal number with the places it has: `1,234.5` in English, `1 234,5` in French.
#[must_use]
pub fn decimal(language: Language, value: Decimal) -> String {
    let plain = value.abs().to_string();
    let (whole, places) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut written = String::from(if value.is_sign_negative() && !value.is_zero() {
        "-"
    } else {
        ""
    });
    // Spanish joins four digits and parts five (Diccionario panhispánico de dudas, "números").
    let parted = whole.len() > 3 && !(language == Language::Spanish && whole.len() == 4);
    for (at, digit) in whole.chars().enumerate() {
        if parted && at > 0 && (whole.len() - at).is_multiple_of(3) {
            written.push(group_separator(language));
        }
        written.push(digit);
    }
    if !places.is_empty() {
        written.push(decimal_separator(language));
        written.push_str(places);
    }
    written
}

/// A count in a message. Fluent keeps numbers as floating point; one that is not whole does not occur, and is written plainly.
pub(super) fn count(language: Language, value: f64) -> String {
    Decimal::try_from(value).map_or_else(
        |_| value.to_string(),
        |value| decimal(language, value.normalize()),
    )
}

/// A share in words: `12.5 per cent`.
#[must_use]
pub fn per_cent(language: Language, value: Decimal) -> String {
    let value = decimal(language, value);
    interface(language)
        .with("per-cent", &[("number", (&value).into())])
        .into_owned()
}

/// A day in the style of the United Nations: `31 December 2025`.
#[must_use]
pub fn date(language: Language, day: NaiveDate) -> String {
    let texts = interface(language);
    let month = texts.text(&format!("month-{}", day.month()));
    let (year, number) = (day.year().to_string(), day.day().to_string());
    let args = [
        ("day", (&number).into()),
        ("month", (&*month).into()),
        ("year", (&year).into()),
    ];
    texts.with("date", &args).into_owned()
}

const fn group_separator(language: Language) -> char {
    match language {
        Language::French | Language::Russian | Language::Spanish => NO_BREAK_SPACE,
        Language::Arabic
        | Language::Chinese
        | Language::English
        | Language::Accented
        | Language::Mirrored => ',',
    }
}

const fn decimal_separator(language: Language) -> char {
    match language {
        Language::French | Language::Russian | Language::Spanish => ',',
        Language::Arabic
        | Language::Chinese
        | Language::English
        | Language::Accented
        | Language::Mirrored => '.',
    }
}

/// A whole number as people type it.
///
/// In Western, Arabic-Indic, Persian or full-width digits, in groups of three parted by spaces, commas or points. `None` if it is no
/// whole number, or if a single point leaves it open whether it is one.
#[must_use]
pub fn read_integer(typed: &str) -> Option<i64> {
    let (sign, body) = sign_and_body(typed);
    let digits = if body.matches('.').count() == 1 {
        return None;
    } else {
        join_groups(&body)?
    };
    format!("{sign}{digits}").parse().ok()
}

/// A decimal number as people type it. A point is the decimal sign, a comma too unless it could as well part thousands (`1,234`): then
/// `None`. Where both stand, the last is the decimal sign.
#[must_use]
pub fn read_decimal(typed: &str) -> Option<Decimal> {
    let (sign, body) = sign_and_body(typed);
    let (whole, places) = match body
        .rfind(['.', ','])
        .and_then(|at| body.split_at_checked(at))
    {
        None => (body.as_str(), ""),
        Some((whole, rest)) => {
            let mark = rest.chars().next()?;
            let places = rest.trim_start_matches(mark);
            let again = whole.contains(mark);
            let other = whole.contains(['.', ',', ' ']);
            match mark {
                // The same mark twice parts thousands.
                _ if again => (body.as_str(), ""),
                ',' if !other && is_group(places) && could_lead(whole) => return None,
                _ => (whole, places),
            }
        }
    };
    if !places.chars().all(|c| c.is_ascii_digit()) || (body.ends_with(['.', ','])) {
        return None;
    }
    let whole = if whole.is_empty() && !places.is_empty() {
        "0".to_owned()
    } else {
        join_groups(whole)?
    };
    let plain = match places {
        "" => format!("{sign}{whole}"),
        places => format!("{sign}{whole}.{places}"),
    };
    Decimal::from_str_exact(&plain).ok()
}

/// A day as a date field posts it (`2025-12-31`) or people type it: `31/12/2025`, `31.12.2025`, `31 12 2025`, `2025年12月31日`.
#[must_use]
pub fn read_date(typed: &str) -> Option<NaiveDate> {
    let plain: String = typed.trim().chars().map(western).collect();
    let plain = plain.trim_end_matches('日');
    let parts: Vec<&str> = plain
        .split(['-', '/', '.', ' ', '年', '月', '\u{200e}', '\u{200f}'])
        .filter(|part| !part.is_empty())
        .collect();
    let &[first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1..=2) => (first, last),
        (1..=2, 4) => (last, first),
        _ => return None,
    };
    let part = |digits: &str| {
        let digits = digits.chars().all(|c| c.is_ascii_digit()).then_some(digits);
        digits?.parse::<u32>().ok()
    };
    let year = i32::try_from(part(year)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?)
}

/// The digit of any script as a Western one, and every mark that parts or joins digits as ` `, `,` or `.`.
fn western(typed: char) -> char {
    let digit = |zero: char| {
        let offset = u32::from(typed).checked_sub(u32::from(zero))?;
        char::from_digit(offset, 10)
    };
    let zeros = ['\u{660}', '\u{6f0}', '\u{ff10}'];
    if let Some(digit) = zeros.into_iter().find_map(digit) {
        return digit;
    }
    match typed {
        // Spaces of all widths, the apostrophe of the Swiss, the Arabic thousands separator.
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\u{3000}' | '\'' | '\u{2019}'
        | '\u{66c}' => ' ',
        '\u{66b}' | '\u{ff0e}' => '.',
        '\u{60c}' | '\u{ff0c}' => ',',
        '\u{2212}' | '\u{2012}' | '\u{2013}' | '\u{ff0d}' => '-',
        other => other,
    }
}

fn sign_and_body(typed: &str) -> (&'static str, String) {
    let direction_marks = ['\u{200e}', '\u{200f}', '\u{61c}'];
    let plain: String = typed
        .chars()
        .filter(|c| !direction_marks.contains(c))
        .map(western)
        .collect();
    let plain = plain.trim();
    match plain.strip_prefix('-') {
        Some(body) => ("-", body.trim().to_owned()),
        None => (
            "",
            plain.strip_prefix('+').unwrap_or(plain).trim().to_owned(),
        ),
    }
}

/// The digits of a whole number, with groups of three joined; one mark parts them all.
fn join_groups(body: &str) -> Option<String> {
    let mut marks = body.chars().filter(|c| !c.is_ascii_digit());
    let Some(mark) = marks.next() else {
        return (!body.is_empty()).then(|| body.to_owned());
    };
    if ![' ', ',', '.'].contains(&mark) || marks.any(|other| other != mark) {
        return None;
    }
    let mut groups = body.split(mark);
    let mut joined = groups.next().filter(|lead| could_lead(lead))?.to_owned();
    for group in groups {
        joined.push_str(Some(group).filter(|group| is_group(group))?);
    }
    Some(joined)
}

fn is_group(digits: &str) -> bool {
    digits.len() == 3 && digits.chars().all(|c| c.is_ascii_digit())
}

fn could_lead(digits: &str) -> bool {
    (1..=3).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0')
}
