//! Looks for personal data in free text: a short filter that warns and never blocks.

use std::sync::LazyLock;

use regex::Regex;

use crate::reply::finding::FindingKind;

/// Fewest digits of a number that is taken for one of a person, an account or a card.
const LONG_NUMBER: usize = 9;

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+").ok());

/// A plus sign and a country code, or at least two groups after a number in brackets or a leading zero.
static TELEPHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\+\d{1,3}[ ./-]?\(?\d|\(0?\d{1,4}\) ?\d|\b0\d{1,4}[ ./-]\d)[\d ./-]{4,}\d").ok()
});

/// Digits, perhaps in groups; a thousands separator makes it a figure, so a comma is not taken.
static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b[A-Z]{0,3}\d(?:[ -]?\d){8,}\b").ok());

/// The kinds of personal data that a text seems to hold.
pub(super) fn look(text: &str) -> Vec<FindingKind> {
    let mut found = Vec::new();
    if text.contains('@') && matches(&EMAIL, text).next().is_some() {
        found.push(FindingKind::PersonalEmail);
    }
    // Most texts hold few digits, and then neither pattern need be tried.
    if text.chars().filter(char::is_ascii_digit).count() < 7 {
        return found;
    }
    if matches(&TELEPHONE, text).next().is_some() {
        found.push(FindingKind::PersonalTelephone);
    } else if matches(&NUMBER, text).any(is_long_number) {
        found.push(FindingKind::PersonalNumber);
    }
    found
}

fn matches<'t>(
    pattern: &'static LazyLock<Option<Regex>>,
    text: &'t str,
) -> impl Iterator<Item = &'t str> {
    let pattern = pattern.as_ref();
    pattern
        .into_iter()
        .flat_map(move |pattern| pattern.find_iter(text).map(|found| found.as_str()))
}

/// A run of years (`2021 2022 2023`) and a figure in groups of three (`1 234 567 890`) are no numbers of persons.
fn is_long_number(found: &str) -> bool {
    let groups: Vec<&str> = found.split([' ', '-']).collect();
    let years = groups
        .iter()
        .all(|group| group.len() == 4 && (group.starts_with("19") || group.starts_with("20")));
    let figure = groups.len() > 1
        && !found.contains('-')
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.first().is_some_and(|group| group.len() <= 3);
    let digits = found.chars().filter(char::is_ascii_digit).count();
    digits >= LONG_NUMBER && !years && !figure
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_personal_is_found() {
        let cases = [
            (
                "write to a.b@interior.gov.xx",
                Some(FindingKind::PersonalEmail),
            ),
            ("call +43 1 26060 0", Some(FindingKind::PersonalTelephone)),
            ("call (01) 260 60 12", Some(FindingKind::PersonalTelephone)),
            ("call 01 260 60 12 3", Some(FindingKind::PersonalTelephone)),
            ("passport P123456789", Some(FindingKind::PersonalNumber)),
            (
                "card 4000-1234-5678-9010",
                Some(FindingKind::PersonalNumber),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(
                look(text),
                expected.into_iter().collect::<Vec<_>>(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_reports_are_full_of_is_not() {
        for text in [
            "between 2021 and 2025, 1,234,567,890 was frozen",
            "1 234 567 890 in all",
            "2021 2022 2023 2024",
            "2021-2025 and 2026-2030",
            "S/RES/2482 (2019), para. 15; S/2020/754",
            "on 2025-12-31 and 2026-01-01",
            "@ the border",
            "article 278b of the code; No. 123/2024",
        ] {
            assert_eq!(look(text), [], "{text}");
        }
    }
}
