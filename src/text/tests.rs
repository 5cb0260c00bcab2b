//! Tests of words, numbers and dates.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::status::{State, status};
use super::*;

fn catalogue(language: Language, text: &str) -> (Catalogue, Vec<CatalogueError>) {
    Catalogue::build(language, &[("a.ftl".to_owned(), text)], None)
}

#[test]
fn embedded_texts_are_sound_in_every_language() {
    for language in Language::ALL {
        let (_, errors) = Catalogue::build(language, &interface_files(language), None);
        assert_eq!(errors, [], "{}", language.code());
    }
    assert!(interface(Language::English).keys().count() > 12);
}

#[test]
fn translations_of_the_interface_are_compared_file_by_file() {
    let english = interface_files(Language::English);
    assert!(english.iter().any(|(name, _)| name == "common.ftl"));
    for language in Language::ALL {
        let status = status(&english, &interface_files(language));
        assert_eq!(status.count(State::Extra), 0, "{}", language.code());
    }
}

#[test]
fn a_language_is_found_by_its_code() {
    for language in Language::every() {
        assert_eq!(Language::find(language.code()), Some(language));
    }
    assert_eq!(Language::find("de"), None);
    assert_eq!(Language::Mirrored.direction().code(), "rtl");
    assert_eq!(Language::Chinese.html_code(), "zh-Hans");
}

#[test]
fn all_mistakes_of_a_file_are_told_with_their_lines() {
    let (catalogue, errors) =
        catalogue(Language::English, "a = A\nb B\nc = C\na = again\nd = { \n");
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("a.ftl:2: "), "{told:?}");
    assert!(
        told[1].starts_with("a.ftl:5: ") || told[1].starts_with("a.ftl:6: "),
        "{told:?}"
    );
    assert_eq!(told[2], "a.ftl:4: the key `a` stands twice");
    assert_eq!(catalogue.text("c"), "C");
}

#[test]
fn a_missing_text_is_taken_from_the_fallback_or_shown_as_its_key() {
    let (english, _) = catalogue(Language::English, "a = A\nb = B\n    .c = C\n");
    let files = [("a.ftl".to_owned(), "a = Á")];
    let (french, _) = Catalogue::build(Language::French, &files, Some(Arc::new(english)));
    assert_eq!(french.text("a"), "Á");
    assert_eq!(french.text("b"), "B");
    assert_eq!(french.attribute("b", "c"), "C");
    assert_eq!(french.attribute("b", "d"), "[b.d]");
    assert_eq!(french.text("z"), "[z]");
}

#[test]
fn counts_choose_the_plural_form_and_are_written_in_the_language() {
    let text = "left = { $n ->\n    [one] { $n } left\n   *[other] { $n } are left\n}\n";
    let (english, _) = catalogue(Language::English, text);
    assert_eq!(english.with("left", &[("n", 1_i64.into())]), "1 left");
    assert_eq!(
        english.with("left", &[("n", 1234_i64.into())]),
        "1,234 are left"
    );
    let (french, _) = catalogue(Language::French, text);
    assert_eq!(french.with("left", &[("n", 0_i64.into())]), "0 left");
    let many = french.with("left", &[("n", 12345_i64.into())]);
    assert_eq!(many, "12\u{a0}345 are left");
}

#[test]
fn a_pseudo_locale_is_marked_and_longer_and_keeps_arguments() {
    let (accented, _) = catalogue(Language::Accented, "a = Sign in, { $who }, now\n");
    let text = accented.with("a", &[("who", "Ann".into())]);
    assert_eq!(text, "⟦Šîĝñ îñ,~~~⟧ Ann⟦, ñöŵ~~⟧");
    assert_eq!(date(Language::Mirrored, day(2025, 5, 1)), "1 ⟦Máý~~⟧ 2025");
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn numbers_and_dates_are_written_as_the_language_does() {
    assert_eq!(number(Language::English, -1_234_567), "-1,234,567");
    assert_eq!(number(Language::Arabic, 1_234), "1,234");
    assert_eq!(number(Language::Russian, 1_234), "1\u{a0}234");
    assert_eq!(number(Language::Spanish, 1_234), "1234");
    assert_eq!(number(Language::Spanish, 12_345), "12\u{a0}345");
    assert_eq!(
        decimal(Language::French, Decimal::new(12_345_670, 2)),
        "123\u{a0}456,70"
    );
    assert_eq!(decimal(Language::English, Decimal::new(-5, 1)), "-0.5");
    assert_eq!(
        per_cent(Language::English, Decimal::new(125, 1)),
        "12.5 per cent"
    );
    assert_eq!(
        date(Language::English, day(2025, 12, 31)),
        "31 December 2025"
    );
    assert_eq!(date(Language::English, day(2026, 1, 1)), "1 January 2026");
}

#[test]
fn numbers_are_read_as_people_type_them() {
    let integers = [
        ("0", Some(0)),
        (" 12 ", Some(12)),
        ("1234", Some(1234)),
        ("1,234", Some(1234)),
        ("1 234 567", Some(1_234_567)),
        ("1\u{202f}234", Some(1234)),
        ("1.234.567", Some(1_234_567)),
        ("١٢٣", Some(123)),
        ("١٬٢٣٤", Some(1234)),
        ("۱۲۳", Some(123)),
        ("１２", Some(12)),
        ("-5", Some(-5)),
        ("\u{2212}5", Some(-5)),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("1.234", None),
        ("1,23", None),
        ("12 34", None),
        ("1,234 567", None),
        ("0,123", None),
        ("1e3", None),
        ("--5", None),
        ("", None),
        (",", None),
        ("twelve", None),
    ];
    for (typed, read) in integers {
        assert_eq!(read_integer(typed), read, "{typed}");
    }
    let decimals = [
        ("1.5", Some("1.5")),
        ("1,5", Some("1.5")),
        ("1.234", Some("1.234")),
        ("1,234", None),
        ("0,234", Some("0.234")),
        ("1,234.5", Some("1234.5")),
        ("1.234,5", Some("1234.5")),
        ("1 234,567", Some("1234.567")),
        ("1,234,567", Some("1234567")),
        ("1,234,567.25", Some("1234567.25")),
        ("١٫٥", Some("1.5")),
        ("-0.5", Some("-0.5")),
        (".5", Some("0.5")),
        ("5.", None),
        ("1.2.3", None),
        ("1,2,3", None),
        ("1.5 ", Some("1.5")),
        ("1.5 2", None),
        ("", None),
        (".", None),
        ("99999999999999999999999999999999", None),
    ];
    for (typed, read) in decimals {
        let read = read.map(|text| text.parse::<Decimal>().unwrap());
        assert_eq!(read_decimal(typed), read, "{typed}");
    }
}

#[test]
fn days_are_read_as_people_type_them() {
    let last = Some(day(2025, 12, 31));
    for typed in [
        "2025-12-31",
        "31/12/2025",
        "31.12.2025",
        "31 12 2025",
        " ٣١/١٢/٢٠٢٥",
        "2025年12月31日",
    ] {
        assert_eq!(read_date(typed), last, "{typed}");
    }
    for typed in [
        "",
        "2025-02-30",
        "12/31/2025",
        "31/12/25",
        "2025",
        "1-2-3",
        "+1/+2/2025",
    ] {
        assert_eq!(read_date(typed), None, "{typed}");
    }
}

#[test]
fn names_are_sorted_as_the_language_does() {
    let mut names = ["Équateur", "Cuba", "Zambie", "Égypte", "Côte d’Ivoire"];
    sort_by_name(Language::French, &mut names, |name| name);
    let sorted = ["Côte d’Ivoire", "Cuba", "Égypte", "Équateur", "Zambie"];
    assert_eq!(names, sorted);
}

#[test]
fn a_translation_knows_the_english_it_was_made_from() {
    let english = "a = A\nb = B\n    .hint = H\nc = C\nd = D\ne = E\n";
    let files = |text: &str| vec![("x.ftl".to_owned(), text.to_owned())];
    let of = |other: &str| status(&files(english), &files(other));
    let nothing = of("");
    assert_eq!(nothing.count(State::Missing), 5);
    let hash = |key: &str| {
        let entry = nothing.entries.iter().find(|entry| entry.key == key);
        entry.unwrap().hash.clone()
    };
    let french = format!(
        "# en {} approved\na = À\n\n# en {} draft\nb = Bé\n\n# en {} draft\nc = Cé\n\nd = Dé\n\nz = Zède\n",
        hash("a"),
        hash("b"),
        hash("a"),
    );
    let found = of(&french);
    let states: Vec<_> = found.entries.iter().map(|e| (&*e.key, e.state)).collect();
    let expected = [
        ("a", State::Approved),
        // It lacks the hint.
        ("b", State::Outdated),
        ("c", State::Outdated),
        ("d", State::Outdated),
        ("e", State::Missing),
        ("z", State::Extra),
    ];
    assert_eq!(states, expected);
    // Spaces do not make a text outdated; a word does.
    let respaced = status(&files("a   =   A\n"), &files(&french));
    assert_eq!(respaced.entries[0].state, State::Approved);
    let reworded = status(&files("a = An A\n"), &files(&french));
    assert_eq!(reworded.entries[0].state, State::Outdated);
}
