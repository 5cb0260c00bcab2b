//! The functions that look at nothing but their arguments and the day.
//!
//! The table in [`super::functions`] says how many arguments each has; an argument that is not there counts as empty.

use std::borrow::Cow;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::evaluate::{Run, count};
use super::tree::Node;
use super::{TooLong, Value};

type Result<T = Value> = std::result::Result<T, TooLong>;

/// Above this every f64 is a whole number.
const ALL_WHOLE: f64 = 9_007_199_254_740_992.0;

fn value<'a>(run: Run<'a>, arguments: &'a [Node], place: usize) -> Result {
    arguments
        .get(place)
        .map_or_else(|| Ok(Value::empty()), |node| run.value(node))
}

fn text<'a>(run: Run<'a>, arguments: &'a [Node], place: usize) -> Result<Cow<'a, str>> {
    arguments
        .get(place)
        .map_or(Ok(Cow::Borrowed("")), |node| run.text(node))
}

fn real<'a>(run: Run<'a>, arguments: &'a [Node], place: usize) -> Result<f64> {
    arguments
        .get(place)
        .map_or(Ok(f64::NAN), |node| run.number(node))
}

fn condition<'a>(run: Run<'a>, arguments: &'a [Node], place: usize) -> Result<bool> {
    arguments
        .get(place)
        .map_or(Ok(false), |node| run.truth(node))
}

fn of_number<'a>(run: Run<'a>, arguments: &'a [Node], make: impl Fn(f64) -> f64) -> Result {
    Ok(Value::Number(make(real(run, arguments, 0)?)))
}

fn of_texts<'a, T>(
    run: Run<'a>,
    arguments: &'a [Node],
    make: impl Fn(&str, &str) -> T,
) -> Result<T> {
    let (text, part) = (text(run, arguments, 0)?, text(run, arguments, 1)?);
    run.pay_text(text.len())?;
    Ok(make(&text, &part))
}

pub(super) fn yes<'a>(_: Run<'a>, _: &'a [Node]) -> Result {
    Ok(Value::Boolean(true))
}

pub(super) fn no<'a>(_: Run<'a>, _: &'a [Node]) -> Result {
    Ok(Value::Boolean(false))
}

pub(super) fn not<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    Ok(Value::Boolean(!condition(run, arguments, 0)?))
}

pub(super) fn boolean<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    Ok(Value::Boolean(condition(run, arguments, 0)?))
}

pub(super) fn boolean_from_string<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let text = text(run, arguments, 0)?;
    Ok(Value::Boolean(matches!(&*text, "true" | "1")))
}

pub(super) fn checklist<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let (min, max) = (real(run, arguments, 0)?, real(run, arguments, 1)?);
    let mut met: usize = 0;
    for node in arguments.iter().skip(2) {
        met = met.saturating_add(usize::from(run.truth(node)?));
    }
    let met = count(met);
    Ok(Value::Boolean(
        (min < 0.0 || met >= min) && (max < 0.0 || met <= max),
    ))
}

pub(super) fn selected<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let choices = value(run, arguments, 0)?;
    let code = text(run, arguments, 1)?;
    let code = code.trim();
    let found = match &choices {
        Value::Codes(codes) => codes.iter().any(|choice| choice.as_str() == code),
        other => other.to_text().split_whitespace().any(|word| word == code),
    };
    Ok(Value::Boolean(found))
}

pub(super) fn selected_at<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let choices = value(run, arguments, 0)?;
    let Some(place) = real(run, arguments, 1)?.trunc().to_usize() else {
        return Ok(Value::empty());
    };
    let code = match &choices {
        Value::Codes(codes) => codes.get(place).map(|code| code.as_str().to_owned()),
        other => other
            .to_text()
            .split_whitespace()
            .nth(place)
            .map(str::to_owned),
    };
    Ok(Value::Text(code.unwrap_or_default()))
}

pub(super) fn count_selected<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    Ok(Value::Number(count(match value(run, arguments, 0)? {
        Value::Codes(codes) => codes.len(),
        other => other.to_text().split_whitespace().count(),
    })))
}

pub(super) fn string<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    Ok(Value::Text(text(run, arguments, 0)?.into_owned()))
}

pub(super) fn contains<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_texts(run, arguments, |text, part| text.contains(part)).map(Value::Boolean)
}

pub(super) fn starts_with<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_texts(run, arguments, |text, part| text.starts_with(part)).map(Value::Boolean)
}

pub(super) fn ends_with<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_texts(run, arguments, |text, part| text.ends_with(part)).map(Value::Boolean)
}

pub(super) fn substring_before<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let before = |text: &str, part: &str| {
        text.split_once(part)
            .map_or_else(String::new, |(before, _)| before.to_owned())
    };
    of_texts(run, arguments, before).map(Value::Text)
}

pub(super) fn substring_after<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let after = |text: &str, part: &str| {
        text.split_once(part)
            .map_or_else(String::new, |(_, after)| after.to_owned())
    };
    of_texts(run, arguments, after).map(Value::Text)
}

pub(super) fn substr<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let text = text(run, arguments, 0)?;
    let length = text.chars().count();
    run.pay_text(text.len())?;
    let place = |number: f64| {
        let number = number.trunc();
        let from_start = if number < 0.0 {
            count(length) + number
        } else {
            number
        };
        from_start
            .max(0.0)
            .min(count(length))
            .to_usize()
            .unwrap_or(0)
    };
    let start = place(real(run, arguments, 1)?);
    let end = match arguments.get(2) {
        Some(node) => place(run.number(node)?),
        None => length,
    };
    let part = text.chars().skip(start).take(end.saturating_sub(start));
    Ok(Value::Text(part.collect()))
}

pub(super) fn string_length<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let text = text(run, arguments, 0)?;
    Ok(Value::Number(count(text.chars().count())))
}

pub(super) fn normalize_space<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let text = text(run, arguments, 0)?;
    run.pay_text(text.len())?;
    let words: Vec<&str> = text
        .split([' ', '\t', '\r', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    Ok(Value::Text(words.join(" ")))
}

pub(super) fn translate<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let text = text(run, arguments, 0)?;
    let from = self::text(run, arguments, 1)?;
    let to: Vec<char> = self::text(run, arguments, 2)?.chars().collect();
    run.pay_text(text.len().saturating_mul(from.len().saturating_add(1)))?;
    let replaced = |c: char| match from.chars().position(|from| from == c) {
        Some(place) => to.get(place).copied(),
        None => Some(c),
    };
    Ok(Value::Text(text.chars().filter_map(replaced).collect()))
}

pub(super) fn number<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, |x| x)
}

pub(super) fn int<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, f64::trunc)
}

pub(super) fn abs<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, f64::abs)
}

pub(super) fn sqrt<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, f64::sqrt)
}

pub(super) fn exp<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, f64::exp)
}

pub(super) fn exp10<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, |x| 10.0_f64.powf(x))
}

pub(super) fn log<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, f64::ln)
}

pub(super) fn log10<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    of_number(run, arguments, f64::log10)
}

pub(super) fn pow<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let (x, y) = (real(run, arguments, 0)?, real(run, arguments, 1)?);
    Ok(Value::Number(x.powf(y)))
}

pub(super) fn round<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let x = real(run, arguments, 0)?;
    let places = match arguments.get(1) {
        Some(node) => run.number(node)?.trunc(),
        None => 0.0,
    };
    Ok(Value::Number(rounded(x, places)))
}

/// Rounds the number as it is written, so that 1.005 to two places is 1.01; halves go up.
fn rounded(x: f64, places: f64) -> f64 {
    if places.is_nan() || places.abs() > 28.0 {
        return f64::NAN;
    }
    if !x.is_finite() || (places >= 0.0 && x.abs() >= ALL_WHOLE) {
        return x;
    }
    let power = 10.0_f64.powf(-places);
    let (scaled, places) = if places < 0.0 {
        (x / power, 0.0)
    } else {
        (x, places)
    };
    let strategy = if scaled < 0.0 {
        RoundingStrategy::MidpointTowardZero
    } else {
        RoundingStrategy::MidpointAwayFromZero
    };
    let exact = Decimal::from_str(&scaled.to_string())
        .ok()
        .zip(places.to_u32());
    let rounded = exact.map(|(exact, places)| exact.round_dp_with_strategy(places, strategy));
    // What is too large for a decimal has no places to round.
    let rounded = rounded
        .and_then(|decimal| decimal.to_string().parse().ok())
        .unwrap_or(scaled);
    if power > 1.0 {
        rounded * power
    } else {
        rounded
    }
}

pub(super) fn today<'a>(run: Run<'a>, _: &'a [Node]) -> Result {
    Ok(Value::Date(run.answers().today()))
}

pub(super) fn date<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let date = value(run, arguments, 0)?.to_date();
    Ok(date.map_or_else(Value::empty, Value::Date))
}

pub(super) fn decimal_date_time<'a>(run: Run<'a>, arguments: &'a [Node]) -> Result {
    let date = value(run, arguments, 0)?.to_date();
    Ok(Value::Number(
        date.map_or(f64::NAN, |date| Value::Date(date).to_number()),
    ))
}

pub(super) fn narrowest_mark<'a>(run: Run<'a>, _: &'a [Node]) -> Result {
    Ok(Value::Text(
        run.answers().narrowest_mark().code().to_owned(),
    ))
}

pub(super) fn period_first<'a>(run: Run<'a>, _: &'a [Node]) -> Result {
    Ok(Value::Number(f64::from(run.answers().period().0)))
}

pub(super) fn period_last<'a>(run: Run<'a>, _: &'a [Node]) -> Result {
    Ok(Value::Number(f64::from(run.answers().period().1)))
}
