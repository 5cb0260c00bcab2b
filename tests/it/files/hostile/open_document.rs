//! `OpenDocument`: macros, events, data exchange, what is fetched from elsewhere.

use para11::reply::document::{Kind, Refusal};

use super::archive::archive;
use super::{Case, refused, taken};

fn package(kind: Kind, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", kind.media_type().as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ];
    parts.extend(more);
    archive(&parts)
}

fn written(kind: Kind, body: &str) -> Vec<u8> {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content>{body}</office:document-content>"
    );
    package(kind, &[("content.xml", body.as_bytes())])
}

#[expect(clippy::too_many_lines, reason = "a list of cases")]
pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (kind, other) in [(Kind::Odt, Kind::Ods), (Kind::Ods, Kind::Odt)] {
        let called = format!("a.{}", kind.code());
        let mut refuse = |what: &str, content: &[u8], refusal| {
            let what = format!("{what} in {}", kind.code());
            cases.push(refused(&what, &called, content, refusal));
        };
        for part in [
            "Basic/Standard/Module1.xml",
            "Scripts/python/a.txt",
            "Dialogs/a.xml",
            "a.py",
            "a.jar",
        ] {
            refuse(part, &package(kind, &[(part, b"<a/>")]), Refusal::Active);
        }
        for (what, body) in [
            (
                "an event",
                "<script:event-listener script:event-name=\"dom:load\" xlink:href=\"vnd.sun.star.script:a\"/>",
            ),
            ("an event under another prefix", "<s:event-listener/>"),
            (
                "a script",
                "<office:scripts><office:script>a</office:script></office:scripts>",
            ),
            ("a plug-in", "<draw:plugin xlink:href=\"a\"/>"),
            ("an applet", "<draw:applet/>"),
        ] {
            refuse(what, &written(kind, body), Refusal::Active);
        }
        for (what, body) in [
            (
                "data exchange",
                "<office:dde-source office:dde-application=\"cmd\"/>",
            ),
            ("declared data exchange", "<text:dde-connection-decl/>"),
            (
                "a picture from elsewhere",
                "<draw:image xlink:href=\"https://evil.example/a.png\"/>",
            ),
            (
                "a picture from a share",
                "<draw:image xlink:href='//evil.example/a.png'/>",
            ),
            (
                "a picture from a hidden place",
                "<draw:image a=\"b\" xlink:href=\"&#104;ttps://evil.example/a\"/>",
            ),
            (
                "an object from elsewhere",
                "<draw:object xlink:href=\"file:////evil.example/a\"/>",
            ),
            (
                "a frame",
                "<draw:floating-frame xlink:href=\"https://evil.example/\"/>",
            ),
            (
                "a section from elsewhere",
                "<text:section-source xlink:href=\"../a.odt\"/>",
            ),
            (
                "a table from elsewhere",
                "<table:table-source xlink:href=\"https://evil.example/a.csv\"/>",
            ),
            (
                "a template from elsewhere",
                "<meta:template xlink:href=\"https://evil.example/a.ott\"/>",
            ),
            (
                "a template from a share",
                "<meta:template xlink:href=\"file:////evil.example/a.ott\"/>",
            ),
        ] {
            refuse(what, &written(kind, body), Refusal::Linked);
        }
        let locked: &[u8] = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
        let said = kind.media_type().as_bytes();
        refuse(
            "a password",
            &archive(&[("mimetype", said), ("META-INF/manifest.xml", locked)]),
            Refusal::Locked,
        );
        refuse(
            "no manifest",
            &archive(&[("mimetype", said)]),
            Refusal::Content,
        );
        refuse(
            "no kind",
            &archive(&[("META-INF/manifest.xml", b"<a/>")]),
            Refusal::Content,
        );
        refuse("another kind", &package(other, &[]), Refusal::Content);
        refuse(
            "a document type",
            &written(kind, "<!DOCTYPE a>"),
            Refusal::Content,
        );
        refuse(
            "an old object",
            &package(kind, &[("Object 1", b"\xd0\xcf\x11\xe0\xa1\xb1")]),
            Refusal::Active,
        );
        refuse(
            "a part that is cut",
            &package(kind, &[("content.xml", b"<office:document-content")]),
            Refusal::Content,
        );
        let body = "<office:scripts/><text:a xlink:href=\"https://www.un.org/\">a</text:a><draw:image xlink:href=\"Pictures/1.png\"/>\
                    <meta:template xlink:href=\"file:///home/me/letter.ott\"/>";
        cases.push(taken(
            "links that a person follows, and what is in the package",
            &called,
            &written(kind, body),
        ));
    }
    cases
}
