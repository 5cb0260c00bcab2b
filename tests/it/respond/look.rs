//! How the pages look: in every language, on the wire, and word for word.

use std::sync::LazyLock;

use para11::access::Role;
use regex::Regex;

use super::filler::plain;
use super::journey::fill_in;
use super::{page_of, wanted};
use crate::support::store::{at, clear};
use crate::support::web::{Answer, Browser, TestServer};

/// What a person typed, names from outside, the languages in their own names, and what is not read.
static NOT_OURS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    [
        r"(?s)<head>.*?</head>",
        r#"(?s)<(?:nav|details) class="p11-languages.*?</nav>"#,
        r"(?s)<bdi>.*?</bdi>",
        r#"(?s)<span[^>]* dir="auto">.*?</span>"#,
        r"(?s)<textarea.*?</textarea>",
        r"(?s)<code.*?</code>",
        r"(?s)<!--.*?-->",
        r"⟦[^⟧]*⟧",
    ]
    .map(|rule| Regex::new(rule).unwrap())
});

/// Words on a page that no catalogue gave, also those that only a screen reader says.
fn unmarked(page: &str) -> Vec<String> {
    let mut page = page.to_owned();
    for rule in NOT_OURS.iter() {
        page = rule.replace_all(&page, "").into_owned();
    }
    let spoken =
        Regex::new(r#"(?:aria-label|title|alt|placeholder|data-saving|data-saved)="([^"]*)""#);
    let tags = Regex::new(r"(?s)<[^>]*>").unwrap();
    let spoken: Vec<String> = spoken
        .unwrap()
        .captures_iter(&page)
        .map(|found| found[1].to_owned())
        .collect();
    let texts = tags.split(&page).map(str::to_owned);
    texts
        .chain(spoken)
        .map(|text| plain(text.trim()))
        .filter(|text| text.chars().any(char::is_alphabetic))
        .collect()
}

/// Every page of the journey, in a language.
fn every_page(browser: &Browser, language: &str, seen: &[String]) -> Vec<(String, Answer)> {
    let fixed =
        ["", "/check", "/progress", "/change", "/log"].map(|rest| format!("/en/reply{rest}"));
    let pages = fixed.iter().chain(seen);
    pages
        .map(|path| path.replacen("/en/", &format!("/{language}/"), 1))
        .map(|path| {
            let answer = browser.get(&path);
            assert_eq!(answer.status, 200, "{path}");
            (path, answer)
        })
        .collect()
}

#[test]
fn no_word_on_any_page_is_hard_coded() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let seen = fill_in(&browser, &wanted(5));
    for (path, answer) in every_page(&browser, "en-XA", &seen) {
        let words = unmarked(&answer.body);
        assert!(words.is_empty(), "{path}: {words:?}");
    }
    for (path, answer) in every_page(&browser, "ar-XB", &seen) {
        assert!(answer.body.contains(" dir=\"rtl\""), "{path}");
        assert!(!answer.body.contains("style="), "{path}");
    }
    // The test itself sees a word that comes from nowhere.
    assert_eq!(unmarked("<p>⟦Óné⟧ two</p>"), ["two"]);
}

#[test]
fn a_page_of_a_section_weighs_at_most_ten_thousand_bytes() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let seen = fill_in(&browser, &wanted(5));
    let mut weights: Vec<_> = seen
        .iter()
        .map(|path| {
            let (answer, packed) = browser.bytes_with(path, &[("Accept-Encoding", "br")]);
            assert_eq!(answer.header("content-encoding"), "br", "{path}");
            let heads = answer.headers.iter();
            let heads = heads.map(|(name, value)| name.as_str().len() + value.len() + 4);
            let plain = browser.get(path).body.len();
            (heads.sum::<usize>() + packed.len(), plain, path.clone())
        })
        .collect();
    weights.sort();
    for (packed, plain, path) in weights.iter().rev().take(8) {
        println!("{packed} bytes packed, {plain} plain: {path}");
    }
    assert!(weights.last().unwrap().0 <= 10_000, "{weights:?}");
}

#[test]
fn pages_are_as_they_were_looked_at() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    fill_in(&browser, &wanted(5));
    let submitting = TestServer::start();
    let cleared = submitting.signed_in(Role::FocalPoint);
    fill_in(&cleared, &wanted(5));
    clear(&submitting.store, "AUT", at(0));
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        filters => vec![
            (r#"name="form_token" value="[^"]*""#, "name=\"form_token\" value=\"…\""),
            (r"/assets/para11\.[0-9a-f]+\.", "/assets/para11.…."),
        ],
    }, {
        for (name, path) in [
            ("respond_tasks", "/en/reply".to_owned()),
            ("respond_matrix", page_of("cop_channels")),
            ("respond_roster", page_of("rep_reuse")),
        ] {
            insta::assert_snapshot!(name, browser.get(&path).body);
        }
        insta::assert_snapshot!("respond_submit", cleared.get("/en/reply/submit").body);
    });
}
