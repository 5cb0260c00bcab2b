//! All figures of a round: the page, and the file, which is the same over HTTP and from the command line.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use para11::access::Role;

use super::{between, charts, filled};
use crate::documents::poppler;

#[test]
fn all_figures_stand_on_one_page_with_their_tables() {
    let server = filled();
    let browser = server.signed_in(Role::Analyst);
    let list = browser.get("/en/figures").body;
    assert!(list.contains("href=\"/en/figures/book\""));
    let page = browser.get("/en/figures/book").body;
    assert!(page.contains("href=\"/en/figures/book.pdf\""));
    assert!(page.contains("Round 2026: 60 replies of 193 asked"));
    let contents = between(&page, "<nav aria-labelledby=\"contents\">", "</nav>");
    let links: Vec<String> = between(contents[0], "href=\"#", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(links, charts());
    let sections = between(&page, "<section class=\"p11-book\" id=\"", "</section>");
    assert_eq!(sections.len(), links.len());
    for (section, id) in sections.iter().zip(&links) {
        assert!(section.starts_with(&format!("{id}\"")), "{id}");
        assert_eq!(section.matches("role=\"img\"").count(), 2, "{id}");
        assert_eq!(section.matches("<details ").count(), 1, "{id}");
        assert!(
            section.contains("<tbody>") && !section.contains("<details open"),
            "{id}"
        );
    }
    let ids = between(&page, " id=\"", "\"");
    let different: BTreeSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), different.len());
}

#[test]
fn the_book_has_every_figure_on_a_page_and_is_the_same_each_time() {
    let server = filled();
    let browser = server.signed_in(Role::Analyst);
    let (answer, book) = browser.bytes("/en/figures/book.pdf");
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"para11-2026-figures-en-SAMPLE-INTERNAL.pdf\""
    );

    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("book.pdf");
    let output = Command::new(env!("CARGO_BIN_EXE_para11"))
        .args(["chart", "book", "--out"])
        .arg(&file)
        .env_clear()
        .env("DATABASE_URL", server.database_url())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    assert_eq!(book, fs::read(&file).unwrap());

    for part in ["/StructTreeRoot", "pdfuaid:part", "/Outlines"] {
        let part = part.as_bytes();
        assert!(book.windows(part.len()).any(|bytes| bytes == part));
    }
    let text = poppler("pdftotext", &["-layout"], &book);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    let cover = pages[0];
    for words in [
        "All figures of the round",
        "60 of 193 asked",
        "16 January 2026",
        "count-3; k = 3, inside groups of States 5",
        "INTERNAL",
        "SAMPLE",
    ] {
        assert!(cover.contains(words), "{words}: {cover}");
    }
    let page_of = |number: usize| {
        let head = format!("Figure {number}. ");
        let is_head = |page: &&str| {
            page.lines()
                .skip(2)
                .any(|line| line.trim().starts_with(&head))
        };
        // The contents name it too.
        let mut found = pages.iter().enumerate().skip(1);
        found
            .rfind(|(_, page)| is_head(page))
            .map(|(at, _)| at + 1)
            .unwrap_or_else(|| panic!("figure {number}"))
    };
    let mut last = 0;
    for (at, id) in charts().into_iter().enumerate() {
        let page = page_of(at + 1);
        assert!(page > last, "{id}");
        last = page;
        let entry = format!("Figure {}. ", at + 1);
        let entry = pages[1..3]
            .iter()
            .flat_map(|page| page.lines())
            .find(|line| line.trim().starts_with(&entry))
            .unwrap_or_else(|| panic!("{id} is not in the contents"));
        let named: usize = entry.split_whitespace().last().unwrap().parse().unwrap();
        assert_eq!(named, page, "{id}: {entry}");
        assert!(pages[page - 1].contains("Source: replies"), "{id}");
    }
}
