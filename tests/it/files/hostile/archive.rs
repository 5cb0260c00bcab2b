//! Archives made by hand: sound ones, and what is wrong with them as archives, whatever they hold.

use std::io::{Cursor, Write};

use para11::reply::document::Refusal;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::office::{EXCEL, WORD, package};
use super::{Case, refused, taken};

/// An archive of these parts.
pub(super) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The places where these bytes stand.
fn places(content: &[u8], sought: &[u8]) -> Vec<usize> {
    let windows = content.windows(sought.len()).enumerate();
    let found = windows.filter(|(_, window)| *window == sought);
    found.map(|(at, _)| at).collect()
}

/// The same bytes with these put for those, wherever they stand.
fn with(content: &[u8], sought: &[u8], put: &[u8]) -> Vec<u8> {
    let mut changed = content.to_vec();
    let found = places(content, sought);
    assert!(!found.is_empty() && sought.len() == put.len());
    for at in found {
        changed[at..at + put.len()].copy_from_slice(put);
    }
    changed
}

/// The same archive whose parts say that they are enciphered.
fn enciphered(content: &[u8]) -> Vec<u8> {
    let mut changed = content.to_vec();
    for (head, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        for at in places(content, head) {
            changed[at + flags] |= 1;
        }
    }
    changed
}

fn link() -> Vec<u8> {
    let mut archive = ZipWriter::new_append(Cursor::new(package(WORD, &[]))).unwrap();
    let options = SimpleFileOptions::default();
    archive
        .add_symlink("word/a.xml", "/etc/passwd", options)
        .unwrap();
    archive.finish().unwrap().into_inner()
}

#[expect(clippy::too_many_lines, reason = "a list of cases")]
pub(super) fn cases() -> Vec<Case> {
    let sound = package(WORD, &[("word/a.xml", b"<a>letters of some length</a>")]);
    let zip = archive(&[("a.txt", b"letters")]);
    let big = vec![b' '; 8 << 20];
    let many: Vec<String> = (0..2_100).map(|n| format!("word/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|n| (n.as_str(), b"<a/>".as_slice()))
        .collect();
    let told = 3000_u32.to_le_bytes();
    let liar = package(WORD, &[("word/a.txt", &[b'a'; 3000])]);
    let comment = [&sound[..sound.len() - 2], &[5, 0], b"<html"].concat();
    let twice = package(WORD, &[("word/b.xml", b"<b/>"), ("word/c.xml", b"<c/>")]);
    let inner = |name: &str, content: &[u8]| package(WORD, &[(name, content)]);
    let chart = package(EXCEL, &[]);
    let chart_in_chart = package(EXCEL, &[("xl/embeddings/a.xlsx", &chart)]);
    let macros = package(EXCEL, &[("xl/vbaProject.bin", b"macros")]);
    let mut cases = vec![
        refused("an archive called docx", "a.docx", &zip, Refusal::Content),
        refused("an archive called xlsx", "a.xlsx", &zip, Refusal::Content),
        refused("an archive called odt", "a.odt", &zip, Refusal::Content),
        refused("an archive called pdf", "a.pdf", &zip, Refusal::Content),
        refused("an archive called csv", "a.csv", &zip, Refusal::Content),
        refused("an archive called png", "a.png", &zip, Refusal::Content),
        refused(
            "pdf before",
            "a.docx",
            &[b"%PDF-1.7\n", &sound[..]].concat(),
            Refusal::Content,
        ),
        refused(
            "script behind",
            "a.docx",
            &[&sound[..], b"<script>"].concat(),
            Refusal::Content,
        ),
        refused("a comment", "a.docx", &comment, Refusal::Content),
        refused(
            "a second archive behind",
            "a.docx",
            &[&sound[..], &zip].concat(),
            Refusal::Content,
        ),
        refused(
            "two parts of one name",
            "a.docx",
            &with(&twice, b"word/c.xml", b"word/b.xml"),
            Refusal::Content,
        ),
        refused(
            "two lists of types",
            "a.docx",
            &{
                let parts = package(WORD, &[("[content_Types].xml", b"<Types/>")]);
                with(&parts, b"[content_Types].xml", b"[Content_Types].xml")
            },
            Refusal::Content,
        ),
        refused(
            "enciphered parts",
            "a.docx",
            &enciphered(&sound),
            Refusal::Locked,
        ),
        refused("a link", "a.docx", &link(), Refusal::Content),
        refused(
            "a part that unpacks to 8 MiB of blanks",
            "a.docx",
            &inner("word/a.xml", &big),
            Refusal::Bomb,
        ),
        refused(
            "the same called text",
            "a.docx",
            &inner("word/a.txt", &big),
            Refusal::Bomb,
        ),
        refused(
            "too many parts",
            "a.docx",
            &package(WORD, &many),
            Refusal::Bomb,
        ),
        refused(
            "longer than it says",
            "a.docx",
            &with(&liar, &told, &30_u32.to_le_bytes()),
            Refusal::Content,
        ),
        refused(
            "says 2 GiB",
            "a.docx",
            &with(&liar, &told, &(1_u32 << 31).to_le_bytes()),
            Refusal::Bomb,
        ),
        refused(
            "says 130 MiB",
            "a.docx",
            &with(&liar, &told, &(130_u32 << 20).to_le_bytes()),
            Refusal::Bomb,
        ),
        refused(
            "an archive in it",
            "a.docx",
            &inner("word/a.zip", &zip),
            Refusal::Active,
        ),
        refused(
            "an archive called a picture in it",
            "a.docx",
            &inner("word/media/a.png", &zip),
            Refusal::Active,
        ),
        refused(
            "a workbook in a workbook in it",
            "a.docx",
            &inner("word/embeddings/a.xlsx", &chart_in_chart),
            Refusal::Active,
        ),
        refused(
            "a workbook with macros in it",
            "a.docx",
            &inner("word/embeddings/a.xlsx", &macros),
            Refusal::Active,
        ),
        refused(
            "a bomb in a workbook in it",
            "a.docx",
            &inner(
                "word/embeddings/a.xlsx",
                &package(EXCEL, &[("xl/a.xml", &big)]),
            ),
            Refusal::Bomb,
        ),
        refused(
            "a docx in it that is none",
            "a.docx",
            &inner("word/embeddings/a.docx", &zip),
            Refusal::Content,
        ),
        taken(
            "the workbook behind a chart, looked through as well",
            "a.docx",
            &inner("word/embeddings/a.xlsx", &chart),
        ),
    ];
    for (name, number) in [
        ("../../evil.xml", 1),
        ("/etc/passwd", 2),
        ("word\\..\\evil.xml", 3),
        ("c:evil.xml", 4),
        ("word/../../evil.xml", 5),
        ("..", 6),
    ] {
        let what = format!("a part that leads out, {number}");
        cases.push(refused(
            &what,
            "a.docx",
            &inner(name, b"<a/>"),
            Refusal::Content,
        ));
    }
    for tenth in 0..10 {
        let what = format!("cut at {tenth} tenths");
        let cut = &sound[..sound.len() * tenth / 10];
        let refusal = if tenth == 0 {
            Refusal::Empty
        } else {
            Refusal::Content
        };
        cases.push(refused(&what, "a.docx", cut, refusal));
    }
    for bytes in 1..6 {
        let cut = &sound[..sound.len() - bytes];
        cases.push(refused(
            &format!("{bytes} bytes short"),
            "a.docx",
            cut,
            Refusal::Content,
        ));
    }
    cases
}
