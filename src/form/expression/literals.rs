//! Type check of the functions that take a pattern or a format: a text in quotes, made ready once.

use regex::RegexBuilder;

use super::Type;
use super::calls::exactly;
use super::syntax::{Syntax, Term};
use super::tree::{DatePart, Node};
use super::types::{Checked, Checker, Typed, error};
use super::value::text_date;

/// Most memory of a compiled pattern, in bytes.
const PATTERN_SIZE: usize = 1 << 18;

impl Checker<'_> {
    pub(super) fn regex(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked {
        let [text, pattern] = exactly(syntax, arguments)?;
        let text_node = self.check(text)?.node;
        let Term::Text(written) = &pattern.term else {
            return Err(error(
                pattern,
                "the pattern must be a text in quotes, so that it can be checked now",
            ));
        };
        let inner = written
            .strip_prefix('^')
            .and_then(|rest| rest.strip_suffix('$'));
        let Some(inner) = inner.filter(|inner| !inner.ends_with('\\')) else {
            let message = format!(
                "a pattern begins with `^` and ends with `$`, because programs differ on what it means without: '^{written}$' for the whole text, '^.*{written}.*$' for a part"
            );
            return Err(error(pattern, message));
        };
        // Begin and end of the text, also where the pattern has alternatives.
        let whole = RegexBuilder::new(&format!(r"\A(?:{inner})\z"))
            .size_limit(PATTERN_SIZE)
            .dfa_size_limit(PATTERN_SIZE)
            .nest_limit(50)
            .build();
        match whole {
            Ok(compiled) => Ok(Typed::full(
                Node::Matches(Box::new(text_node), compiled),
                Type::Boolean,
            )),
            Err(regex::Error::CompiledTooBig(_)) => Err(error(
                pattern,
                "the pattern is too large; use smaller counts in `{…}`",
            )),
            Err(wrong) => {
                let reason = wrong.to_string();
                let reason = reason
                    .lines()
                    .last()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .to_owned();
                Err(error(
                    pattern,
                    format!("this is no pattern that can be used: {reason}"),
                ))
            }
        }
    }

    pub(super) fn format_date(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked {
        let [date, format] = exactly(syntax, arguments)?;
        let typed = self.check(date)?;
        if typed
            .literal()
            .is_some_and(|text| text_date(text).is_none())
            || matches!(typed.kind, Type::Boolean | Type::Codes)
        {
            return Err(error(
                date,
                format!("`{date}` is not a date; write '2024-01-31' or `date(…)`"),
            ));
        }
        let Term::Text(written) = &format.term else {
            return Err(error(
                format,
                "the format must be a text in quotes, so that it can be checked now",
            ));
        };
        let parts = date_parts(format, written)?;
        let node = Node::FormatDate(Box::new(typed.node), parts.into());
        Ok(Typed::maybe(node, Type::Text, None))
    }
}

fn date_parts(syntax: &Syntax, format: &str) -> Checked<Vec<DatePart>> {
    let mut parts = Vec::new();
    let mut pieces = format.split('%');
    let text = |parts: &mut Vec<DatePart>, piece: &str| {
        if !piece.is_empty() {
            parts.push(DatePart::Text(piece.into()));
        }
    };
    text(&mut parts, pieces.next().unwrap_or_default());
    for piece in pieces {
        let mut rest = piece.chars();
        let part = match rest.next() {
            Some('Y') => DatePart::Year,
            Some('y') => DatePart::ShortYear,
            Some('m') => DatePart::Month,
            Some('n') => DatePart::MonthNumber,
            Some('d') => DatePart::Day,
            Some('e') => DatePart::DayNumber,
            Some('a' | 'b') => {
                return Err(error(
                    syntax,
                    "names of months and days differ by language; use `%m` and `%d`",
                ));
            }
            Some('H' | 'h' | 'M' | 'S' | '3') => {
                return Err(error(
                    syntax,
                    "answers hold days, without a time; use `%Y` `%y` `%m` `%n` `%d` `%e`",
                ));
            }
            _ => {
                return Err(error(
                    syntax,
                    "after `%` stands one of `Y` `y` `m` `n` `d` `e`",
                ));
            }
        };
        parts.push(part);
        text(&mut parts, rest.as_str());
    }
    Ok(parts)
}
