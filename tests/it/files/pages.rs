//! The pages on which documents come and go: with a form, and by pieces as the script does it.

use para11::access::Role;

use super::*;
use crate::support::store::*;
use crate::support::web::{Answer, Browser, TestServer};

pub(super) const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

/// A question with which documents go, and its page.
pub(crate) fn page() -> String {
    let folder = para11::form::catalog::shipped().remove("para11").unwrap();
    let form = para11::form::file::load(&folder).unwrap();
    let mut questions = form.questions();
    let question = questions.find(|question| question.with.documents && !question.has_rows());
    format!("/en/documents/{}", question.unwrap().name)
}

/// The body of a form with a file, its token first.
pub(crate) fn form(token: &str, slot: &str, called: &str, content: &[u8]) -> Vec<u8> {
    let field = |name: &str, value: &str| {
        format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{called}\"\r\nContent-Type: text/html\r\n\r\n"
    );
    [
        field("form_token", token).as_bytes(),
        field("slot", slot).as_bytes(),
        file.as_bytes(),
        content,
        b"\r\n--edge--\r\n",
    ]
    .concat()
}

const MULTIPART: &str = "multipart/form-data; boundary=edge";

pub(super) fn put(
    browser: &Browser,
    path: &str,
    slot: &str,
    called: &str,
    content: &[u8],
) -> Answer {
    let token = browser.form_token().unwrap();
    browser.send(
        path,
        MULTIPART,
        &form(&token, slot, called, content),
        &[OURS],
    )
}

#[test]
fn a_document_comes_and_goes_without_a_script() {
    TestServer::each(|server| {
        let browser = server.signed_in(Role::FocalPoint);
        let path = page();
        let content = "قانون\n".repeat(60_000);
        let answer = put(
            &browser,
            &path,
            "",
            "../قانون %221%22.txt",
            content.as_bytes(),
        );
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, path.as_str()),
            "{}",
            answer.body
        );
        let shown = browser.get(&path);
        assert!(shown.body.contains("قانون 1.txt"), "{}", shown.body);
        assert!(shown.body.contains(&sha256(content.as_bytes())));
        let address = shown.after("href=\"/en/document/").unwrap();
        let address = format!("/en/document/{address}");
        let (answer, bytes) = browser.bytes(&address);
        assert!(bytes == content.as_bytes());
        for (name, value) in [
            ("content-type", "text/plain"),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; sandbox; frame-ancestors 'none'",
            ),
            ("cache-control", "no-store"),
            (
                "content-disposition",
                "attachment; filename=\"_____ 1.txt\"; filename*=UTF-8''%D9%82%D8%A7%D9%86%D9%88%D9%86%201.txt",
            ),
        ] {
            assert_eq!(answer.header(name), value);
        }
        // Only a person who follows a link of ours is sent it.
        for (header, word) in [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Sec-Fetch-Dest", "iframe"),
            ("Sec-Fetch-Dest", "script"),
            ("Sec-Fetch-Dest", "object"),
        ] {
            assert_eq!(
                browser.get_with(&address, &[(header, word)]).status,
                403,
                "{word}"
            );
        }
        let ours = [OURS, ("Sec-Fetch-Dest", "document")];
        assert_eq!(browser.get_with(&address, &ours).status, 200);
        let gone = browser.post(&format!("{address}/remove"), &[]);
        assert_eq!((gone.status, gone.header("location")), (303, path.as_str()));
        assert_eq!(browser.get(&address).status, 404);
        assert!(!browser.get(&path).body.contains("قانون 1.txt"));
    });
}

#[test]
fn what_is_not_taken_is_said_on_the_same_page() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page();
    for (called, content, words) in [
        ("", b"".as_slice(), "Choose a file"),
        ("law.exe", b"MZ", "Files of this kind are not taken"),
        ("law.svg", b"<svg/>", "Files of this kind are not taken"),
        ("law.pdf", b"<html>", "is not what its name says"),
        ("law.txt", b"<html>", "is not what its name says"),
        ("law.txt", b"", "Choose a file"),
    ] {
        let answer = put(&browser, &path, "", called, content);
        assert_eq!(answer.status, 422, "{called}: {}", answer.body);
        assert!(
            answer.body.contains("govuk-error-summary") && answer.body.contains(words),
            "{called}"
        );
    }
    let large = put(
        &browser,
        &path,
        "",
        "law.txt",
        &vec![b'a'; 20 * 1024 * 1024 + 1],
    );
    assert_eq!(large.status, 422);
    assert!(large.body.contains("larger than 20 MB"));
    let empty = server.store.reply(&see("AUT")).unwrap().revision;
    assert_eq!(empty, 0);
}

#[test]
fn a_file_counts_only_if_a_page_of_ours_posted_it() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let token = browser.form_token().unwrap();
    let path = page();
    let sound = form(&token, "", "a.txt", b"a");
    let forged = form("another", "", "a.txt", b"a");
    // The token behind the file is too late.
    let late = String::from_utf8(sound.clone()).unwrap();
    let second = late.match_indices("--edge").nth(1).unwrap().0;
    let (first, rest) = late.split_at(second);
    let end = rest.find("--edge--").unwrap();
    let late = [&rest[..end], first, &rest[end..]].concat().into_bytes();
    for (body, headers) in [
        (&forged, vec![OURS]),
        (&late, vec![OURS]),
        (&sound, vec![]),
        (&sound, vec![("Sec-Fetch-Site", "cross-site")]),
        (&sound, vec![("Origin", "https://elsewhere.example")]),
    ] {
        assert_eq!(browser.send(&path, MULTIPART, body, &headers).status, 403);
    }
    let cut = &sound[..sound.len() - 20];
    assert_eq!(browser.send(&path, MULTIPART, cut, &[OURS]).status, 400);
    assert_eq!(
        browser.send(&path, "text/plain", &sound, &[OURS]).status,
        400
    );
    assert_eq!(
        server
            .browser()
            .send(&path, MULTIPART, &sound, &[OURS])
            .status,
        303
    );
    assert!(
        browser
            .get(&path)
            .body
            .contains("There are no documents here")
    );
    // The control.
    assert_eq!(browser.send(&path, MULTIPART, &sound, &[OURS]).status, 303);
    assert!(browser.get(&path).body.contains("a.txt"));
}

/// Begins an upload as the script does.
pub(super) fn begin(browser: &Browser, question: &str, called: &str, size: usize) -> Answer {
    let token = browser.form_token().unwrap();
    let size = size.to_string();
    let fields = [
        ("form_token", token.as_str()),
        ("question", question),
        ("row", ""),
        ("slot", ""),
        ("name", called),
        ("size", &size),
    ];
    browser.post_with(
        "/en/uploads",
        &fields,
        &[OURS, ("Accept", "application/json")],
    )
}

#[test]
fn a_document_comes_by_pieces_and_is_nobody_elses() {
    TestServer::each(|server| {
        let browser = server.signed_in(Role::FocalPoint);
        let path = page();
        let question = path.rsplit('/').next().unwrap();
        let content = long(600_000);
        let begun = begin(&browser, question, "law.csv", content.len());
        assert_eq!(begun.status, 200, "{}", begun.body);
        let begun: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
        assert_eq!(
            (&begun["pieces"], &begun["piece"]),
            (&3.into(), &262_144.into())
        );
        let upload = format!("/en/uploads/{}", begun["upload"]);
        let token = browser.form_token().unwrap();
        let put = |browser: &Browser, number: usize, token: &str| {
            let piece = content.chunks(262_144).nth(number).unwrap();
            let digest = sha256(piece);
            let headers = [OURS, ("X-Form-Token", token), ("X-Sha256", digest.as_str())];
            let to = format!("{upload}/{number}");
            browser
                .send(&to, "application/octet-stream", piece, &headers)
                .status
        };
        assert_eq!(put(&browser, 0, "another"), 403);
        assert_eq!(put(&browser, 0, &token), 204);
        assert_eq!(put(&browser, 2, &token), 204);
        // A colleague of the same State does not send into it.
        let colleague = server.signed_in(Role::FocalPoint);
        assert_eq!(put(&colleague, 1, &colleague.form_token().unwrap()), 404);
        assert_eq!(colleague.get(&upload).status, 404);
        let half: serde_json::Value = serde_json::from_str(&browser.get(&upload).body).unwrap();
        assert_eq!(
            half["have"].as_object().unwrap().keys().collect::<Vec<_>>(),
            ["0", "2"]
        );
        let shown = browser.get(&path).body;
        assert!(
            shown.contains("law.csv") && shown.contains("2 of 3 parts"),
            "{shown}"
        );
        assert_eq!(browser.post(&format!("{upload}/finish"), &[]).status, 409);
        assert_eq!(put(&browser, 1, &token), 204);
        assert_eq!(browser.post(&format!("{upload}/finish"), &[]).status, 204);
        let shown = browser.get(&path);
        assert!(!shown.body.contains("3 of 3 parts"));
        let address = shown.after("href=\"/en/document/").unwrap();
        let (_, bytes) = browser.bytes(&format!("/en/document/{address}"));
        assert!(bytes == content);
        let refused = begin(&browser, question, "law.exe", 5);
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("not taken"), "{}", refused.body);
        // One that is given up leaves nothing.
        let begun = begin(&browser, question, "b.csv", 5);
        let begun: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
        let upload = format!("/en/uploads/{}", begun["upload"]);
        assert_eq!(browser.post(&format!("{upload}/give-up"), &[]).status, 303);
        assert_eq!(browser.get(&upload).status, 404);
    });
}

#[test]
fn a_document_is_the_value_of_its_field_and_stands_in_the_sealed_reply() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let pdf = b"%PDF-1.7\n%%EOF\n";
    let section = "/en/reply/m10_close/cls_practice";
    let place = browser.get(section);
    assert_eq!(place.status, 200);
    // The button of the section saves it, then leads to the documents.
    let fields = [
        ("cls_files.1.revision", "0"),
        ("cls_files.1.title", "Law 12"),
        ("cls_files.1.language", "en"),
        ("cls_files.1.kind", "law"),
        ("cls_files.1.may_publish", "no"),
        ("go", "documents.cls_files.1"),
    ];
    let led = browser.post(section, &fields);
    assert_eq!(
        (led.status, led.header("location")),
        (303, "/en/documents/cls_files/1"),
        "{}",
        led.body
    );
    let answer = put(
        &browser,
        "/en/documents/cls_files/1",
        "document",
        "law.pdf",
        pdf,
    );
    assert_eq!(answer.status, 303, "{}", answer.body);
    let second = put(
        &browser,
        "/en/documents/cls_files/1",
        "document",
        "b.pdf",
        pdf,
    );
    assert_eq!(second.status, 422);
    for (path, status) in [
        ("/en/documents/cls_files/2", 200),
        ("/en/documents/cls_files/0", 404),
        ("/en/documents/cls_files/x", 404),
        ("/en/documents/cls_files", 404),
        ("/en/documents/cls_hours", 404),
        ("/en/documents/none", 404),
    ] {
        assert_eq!(browser.get(path).status, status, "{path}");
    }
    assert!(browser.get("/en/reply/check").body.contains("law.pdf"));
    // As its row goes, so does the document.
    let revision = server
        .store
        .reply(&see("AUT"))
        .unwrap()
        .revision
        .to_string();
    let fields = [
        ("cls_files.1.revision", revision.as_str()),
        ("cls_files.1.remove", "yes"),
        ("go", "tasks"),
    ];
    assert_eq!(browser.post(section, &fields).status, 303);
    assert!(!browser.get("/en/reply/check").body.contains("law.pdf"));
}

#[test]
fn nobody_of_another_state_and_nobody_of_the_secretariat_gets_a_draft_s_document() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let path = page();
    put(&browser, &path, "", "a.txt", b"a");
    let address = browser.get(&path).after("href=\"/en/document/").unwrap();
    let address = format!("/en/document/{address}");
    for role in [
        Role::Manager,
        Role::Analyst,
        Role::Administrator,
        Role::Mission,
    ] {
        let other = server.signed_in(role);
        assert_eq!(
            other
                .get_with(&address, &[("Accept", "application/json")])
                .status,
            403,
            "{role:?}"
        );
    }
    let manager = server.signed_in(Role::Manager);
    let list = manager.get("/en/replies/AUT/documents");
    assert!(list.status == 200 && !list.body.contains("a.txt"));
    let number = address.rsplit('/').next().unwrap();
    let direct = manager.get(&format!("/en/replies/AUT/documents/{number}"));
    assert_eq!(direct.status, 404);
}
