//! Hostile files, made here, sent as a person sends them: each is refused with words that say what to do, or taken for a reason that is
//! said beside it. What is taken is never shown by the service, and comes back with the digest of what was sent.
//!
//! The honest files beside them were written by `LibreOffice` and by common libraries: all are taken.

mod archive;
mod names;
mod office;
mod open_document;
mod pdf;
mod pictures;
mod plain;

use std::collections::{BTreeMap, BTreeSet};

use para11::access::Role;
use para11::reply::document::Refusal;
use para11::text::{Language, interface};

use super::clamd::EICAR;
use super::pages::{OURS, page, put};
use super::sha256;
use crate::support::web::{Browser, TestServer};

/// A file, and what has to become of it.
pub(super) struct Case {
    what: String,
    called: String,
    content: Vec<u8>,
    expected: Expected,
}

enum Expected {
    Refused(Refusal),
    /// It comes back as these bytes.
    Taken(Vec<u8>),
}

pub(super) fn refused(what: &str, called: &str, content: &[u8], refusal: Refusal) -> Case {
    Case {
        what: what.to_owned(),
        called: called.to_owned(),
        content: content.to_vec(),
        expected: Expected::Refused(refusal),
    }
}

/// One that is taken as it is, and why.
pub(super) fn taken(why: &str, called: &str, content: &[u8]) -> Case {
    stripped(why, called, content, content)
}

/// One that is taken without what does not belong to it, and why.
pub(super) fn stripped(why: &str, called: &str, content: &[u8], kept: &[u8]) -> Case {
    Case {
        what: why.to_owned(),
        called: called.to_owned(),
        content: content.to_vec(),
        expected: Expected::Taken(kept.to_vec()),
    }
}

fn cases() -> Vec<Case> {
    let eicar = taken(
        "without a scanner it opens for who sent it and the focal point alone",
        "eicar.txt",
        EICAR,
    );
    let all = [
        archive::cases(),
        office::cases(),
        open_document::cases(),
        pdf::cases(),
        pictures::cases(),
        plain::cases(),
        vec![eicar],
    ];
    all.into_iter().flatten().collect()
}

fn words(refusal: Refusal) -> String {
    let words = interface(Language::English).attribute("documents-refused", refusal.code());
    words.into_owned()
}

/// The one document of the page: it is sent to be saved, under this name, and never to be shown. Then it is removed.
fn check_served(browser: &Browser, path: &str, called: &str, kept: &[u8], what: &str) {
    let shown = browser.get(path);
    assert!(shown.body.contains(&sha256(kept)), "{what}: digest");
    let address = shown.after("href=\"/en/document/").unwrap();
    let address = format!("/en/document/{address}");
    let (answer, bytes) = browser.bytes(&address);
    assert!(bytes == kept, "{what}: content");
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; "),
        "{what}: {disposition}"
    );
    let name = disposition.rsplit("filename*=UTF-8''").next().unwrap();
    let encoded = name.replace('+', " ");
    assert_eq!(decoded(&encoded), called, "{what}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        (
            "content-security-policy",
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}");
    }
    let kind = answer.header("content-type");
    assert!(
        !kind.contains("html") && !kind.contains("svg") && !kind.contains("xml;"),
        "{what}: {kind}"
    );
    let gone = browser.post(&format!("{address}/remove"), &[]);
    assert_eq!(gone.status, 303, "{what}");
}

/// Undoes `%41`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        let mut byte = *first;
        if byte == b'%' {
            byte = u8::from_str_radix(std::str::from_utf8(&rest[..2]).unwrap(), 16).unwrap();
            rest = &rest[2..];
        }
        bytes.push(byte);
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn hostile_files_are_refused_with_a_remedy_or_taken_for_a_reason_and_never_shown() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let cases = cases();
    let distinct: BTreeSet<_> = cases
        .iter()
        .map(|case| (case.called.clone(), sha256(&case.content)))
        .collect();
    assert_eq!(distinct.len(), cases.len(), "no case stands twice");
    for Case {
        what,
        called,
        content,
        expected,
    } in &cases
    {
        let answer = put(&browser, &path, "", called, content);
        match expected {
            Expected::Refused(refusal)
                if answer.status == 422 && answer.body.contains(&words(*refusal)) =>
            {
                *counts.entry(refusal.code()).or_default() += 1;
            }
            Expected::Taken(kept) if answer.status == 303 => {
                check_served(&browser, &path, called, kept, what);
                *counts.entry("taken").or_default() += 1;
            }
            Expected::Refused(_) | Expected::Taken(_) => {
                let said = answer
                    .after("govuk-error-summary__list\"><li>")
                    .unwrap_or_default();
                wrong.push(format!("{what} ({called}): {} {said}", answer.status));
                if answer.status == 303 {
                    let address = browser.get(&path).after("href=\"/en/document/").unwrap();
                    browser.post(&format!("/en/document/{address}/remove"), &[]);
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
    println!("{} hostile files: {counts:?}", cases.len());
    assert!(cases.len() >= 300, "{}", cases.len());
    assert!(
        browser
            .get(&path)
            .body
            .contains("There are no documents here")
    );
}

#[test]
fn names_are_never_paths_and_show_what_they_are() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page();
    let question = path.rsplit('/').next().unwrap();
    for called in names::REFUSED {
        let answer = super::pages::begin(&browser, question, called, 5);
        assert_eq!(answer.status, 422, "{called:?}: {}", answer.body);
        assert!(
            answer.body.contains("Save it as PDF"),
            "{called:?}: {}",
            answer.body
        );
    }
    for (called, shown) in names::TAKEN {
        let content = format!("the content of {shown}").into_bytes();
        let begun = super::pages::begin(&browser, question, called, content.len());
        assert_eq!(begun.status, 200, "{called:?}: {}", begun.body);
        let begun: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
        let upload = format!("/en/uploads/{}", begun["upload"]);
        let (token, digest) = (browser.form_token().unwrap(), sha256(&content));
        let headers = [
            OURS,
            ("X-Form-Token", token.as_str()),
            ("X-Sha256", digest.as_str()),
        ];
        let sent = browser.send(
            &format!("{upload}/0"),
            "application/octet-stream",
            &content,
            &headers,
        );
        assert_eq!(sent.status, 204, "{called:?}");
        assert_eq!(browser.post(&format!("{upload}/finish"), &[]).status, 204);
        check_served(&browser, &path, shown, &content, called);
    }
    println!(
        "{} names refused, {} made harmless",
        names::REFUSED.len(),
        names::TAKEN.len()
    );
}

#[test]
fn honest_files_of_common_programs_are_taken() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/files/honest");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let called = file.file_name().unwrap().to_str().unwrap().to_owned();
        if called.ends_with(".md") {
            continue;
        }
        let content = std::fs::read(&file).unwrap();
        let answer = put(&browser, &path, "", &called, &content);
        assert_eq!(answer.status, 303, "{called}: {}", answer.body);
        let is_picture = [".jpg", ".png"]
            .iter()
            .any(|ending| called.ends_with(ending));
        let address = browser.get(&path).after("href=\"/en/document/").unwrap();
        let (_, bytes) = browser.bytes(&format!("/en/document/{address}"));
        assert!(is_picture || bytes == content, "{called}");
        let gone = browser.post(&format!("/en/document/{address}/remove"), &[]);
        assert_eq!(gone.status, 303, "{called}");
        count += 1;
    }
    println!("{count} honest files taken");
    assert!(count >= 20, "{count}");
}
