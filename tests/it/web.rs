//! Pages: languages, weight, what stands on each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use para11::access::Role;
use para11::text::{Language, interface};
use para11::web::assets;
use para11::web::language::{Offered, Pseudo};

use super::support::web::TestServer;

#[test]
fn the_bare_address_leads_to_the_reader_s_language() {
    let server = TestServer::start();
    let browser = server.browser();
    let to = |wish| {
        browser
            .get_with("/", &[("Accept-Language", wish)])
            .header("location")
            .to_owned()
    };
    assert_eq!(to("ar-XB, en;q=0.5"), "/ar-XB");
    assert_eq!(to("xx"), "/en");
    assert_eq!(browser.get("/").header("vary"), "Accept-Language");
}

#[test]
fn languages_are_linked_to_the_same_page_and_invented_ones_are_hidden() {
    let server = TestServer::start();
    let page = server.browser().get("/en/accessibility").body;
    assert!(
        page.contains("href=\"/ar-XB/accessibility\"") && page.contains("hreflang=\"en-XA\""),
        "{page}"
    );
    let hidden = TestServer::with(|state| state.offered = Offered::new(Pseudo::Hidden));
    assert_eq!(hidden.browser().get("/ar-XB/accessibility").status, 404);
    assert!(
        !hidden
            .browser()
            .get("/en/accessibility")
            .body
            .contains("ar-XB")
    );
}

#[test]
fn a_first_visit_is_three_requests_and_25_kilobytes() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let weigh = |path: &str| {
        let answer = browser.get_with(path, &[("Accept-Encoding", "br")]);
        assert_eq!(
            (answer.status, answer.header("content-encoding")),
            (200, "br"),
            "{path}"
        );
        let heads: usize = answer
            .headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        heads
            + answer
                .header("content-length")
                .parse()
                .unwrap_or(answer.body.len())
    };
    let page = browser.get("/en").body;
    let asked: BTreeSet<&str> = page
        .split(['"', '\''])
        .filter(|word| word.starts_with("/assets/"))
        .collect();
    assert_eq!(asked.len(), 2, "{asked:?}");
    let weights: Vec<_> = asked
        .into_iter()
        .chain(["/en"])
        .map(|path| (path, weigh(path)))
        .collect();
    let sum: usize = weights.iter().map(|(_, weight)| weight).sum();
    println!("{weights:?}: {sum} bytes");
    // The page of a section may still weigh 10,000.
    assert!(sum - weights.last().unwrap().1 <= 15_000, "{weights:?}");
}

#[test]
fn assets_are_the_same_packed_and_plain_and_stay_for_a_year() {
    let server = TestServer::start();
    for asset in assets::all() {
        let plain = server.browser().get(&asset.address);
        assert_eq!(plain.body.as_bytes(), &asset.plain[..]);
        assert!(
            plain
                .header("vary")
                .to_lowercase()
                .contains("accept-encoding")
        );
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &asset.packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, &asset.plain[..]);
        let other = asset.address.replacen("para11.", "para11.0", 1);
        assert_eq!(server.browser().get(&other).status, 404);
    }
}

#[test]
fn every_page_says_sample_who_is_signed_in_and_where_help_is() {
    let server = TestServer::start();
    for role in Role::ALL {
        let browser = server.signed_in(role);
        for path in ["/en", "/en/accessibility", "/en/nothing"] {
            let page = browser.get(path).body;
            for words in [
                "SAMPLE",
                "Example Office",
                "help@example.org",
                &format!("Test {}", role.code()),
                "Skip to the content",
            ] {
                assert!(page.contains(words), "{path}: {words}");
            }
        }
    }
}

/// Words of a page outside tags.
fn words(page: &str) -> Vec<String> {
    let body = page.split_once("<body").unwrap().1;
    body.split('<')
        .filter_map(|part| Some(part.split_once('>')?.1.trim().to_owned()))
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn no_text_is_hard_coded() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let data = [
        "Example Office",
        "help@example.org",
        "Test focal_point",
        "English",
    ];
    for path in [
        "",
        "/accessibility",
        "/sign-in",
        "/sign-in?sent",
        "/sign-in/letter",
        "/account",
        "/account/confirm",
        "/link/none",
        "/nothing",
    ] {
        for language in ["en-XA", "ar-XB"] {
            let page = browser.get(&format!("/{language}{path}")).body;
            for text in words(&page) {
                let known = data.contains(&text.as_str()) || text.contains('⟦');
                assert!(known, "{language}{path}: `{text}` is not from locales/");
            }
        }
    }
    assert_eq!(words("<body><p>Hello</p>"), ["Hello"]);
}

#[test]
fn every_key_that_pages_name_has_a_text() {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push((
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    let mut files = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"),
        &mut files,
    );
    let english = interface(Language::English);
    let mut seen = 0;
    for (file, text) in files {
        for way in ["words.text(\"", "words.with(\"", "on_start_page(\""] {
            for part in text.split(way).skip(1) {
                let key = part.split('"').next().unwrap();
                assert!(english.has(key), "{file}: no text `{key}` in locales/en");
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "the walk found only {seen} keys");
    for role in Role::ALL {
        assert!(
            english
                .find("role", Some(&role.code().replace('_', "-")), &[])
                .is_some(),
            "{role:?}"
        );
    }
}

#[test]
fn a_watchdog_learns_that_the_service_works() {
    let answer = TestServer::start().browser().get("/health");
    assert_eq!((answer.status, answer.body.as_str()), (200, "ok\n"));
}
