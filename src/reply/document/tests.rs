//! What is taken and what is not: a hostile corpus, made here. Each refusal stands beside a sound file that differs only in what is refused.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
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

const WORD: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

fn types(main: &str) -> String {
    format!("<Types><Override PartName=\"/main.xml\" ContentType=\"{main}\"/></Types>")
}

fn office(main: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = types(main);
    let mut parts = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", b"<Relationships/>"),
        ("word/document.xml", b"<w:document/>"),
    ];
    parts.extend(more);
    archive(&parts)
}

fn open_document(kind: Kind, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts = vec![
        ("mimetype", kind.media_type().as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", b"<office:document-content/>"),
    ];
    parts.extend(more);
    archive(&parts)
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n";

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length, kind.as_slice(), content, b"sums"].concat()
}

fn png_of(width: u32, height: u32, more: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 6, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header));
    more.iter().for_each(|part| bytes.extend(part));
    bytes.extend(chunk(b"IDAT", b"lines"));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

fn segment(mark: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, mark], length.as_slice(), content].concat()
}

fn jpeg_of(width: u16, height: u16, more: &[Vec<u8>]) -> Vec<u8> {
    let mut frame = vec![8];
    frame.extend(height.to_be_bytes());
    frame.extend(width.to_be_bytes());
    frame.extend([1, 1, 0x11, 0]);
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    more.iter().for_each(|part| bytes.extend(part));
    bytes.extend(segment(0xc0, &frame));
    bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    bytes.extend(b"lines\xff\x00more\xff\xd0lines\xff\xd9");
    bytes
}

fn look(kind: Kind, content: &[u8]) -> Result<(), Refusal> {
    let size = u64::try_from(content.len()).unwrap();
    match inspect(kind, &mut Cursor::new(content), size) {
        Ok(()) => Ok(()),
        Err(InspectError::Refused(refusal)) => Err(refusal),
        Err(InspectError::Read(cause)) => panic!("{cause}"),
    }
}

#[test]
fn sound_documents_are_taken() {
    let docx = office(WORD, &[("word/media/image1.png", b"\x89PNG")]);
    let xlsx = office(
        EXCEL,
        &[("xl/printerSettings/printerSettings1.bin", b"printer")],
    );
    for (kind, content) in [
        (Kind::Pdf, PDF.to_vec()),
        (Kind::Docx, docx),
        (Kind::Xlsx, xlsx),
        (
            Kind::Odt,
            open_document(Kind::Odt, &[("Configurations2/", b"")]),
        ),
        (Kind::Ods, open_document(Kind::Ods, &[])),
        (Kind::Png, png_of(3, 2, &[])),
        (Kind::Jpeg, jpeg_of(3, 2, &[])),
        (Kind::Csv, "\u{feff}année;cas\r\n2024;7\r\n".into()),
        (Kind::Csv, b"ann\xe9e;cas\r\n2024;7\r\n".to_vec()),
        (Kind::Txt, "قانون مكافحة الإرهاب\n".into()),
    ] {
        assert_eq!(look(kind, &content), Ok(()), "{kind:?}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list of hostile documents")]
fn hostile_documents_are_refused() {
    let sound = office(WORD, &[]);
    let zip = archive(&[("a", b"b")]);
    let with = |name: &str, content: &[u8]| office(WORD, &[(name, content)]);
    let macro_type = WORD.replace("document.main", "document.macroEnabled.main");
    let mut corpus: Vec<(&str, Kind, Vec<u8>, Refusal)> = vec![
        ("nothing", Kind::Txt, vec![], Refusal::Empty),
        (
            "a picture called pdf",
            Kind::Pdf,
            png_of(1, 1, &[]),
            Refusal::Content,
        ),
        (
            "a page before a pdf",
            Kind::Pdf,
            [b"<html>", PDF].concat(),
            Refusal::Content,
        ),
        (
            "an archive behind a pdf",
            Kind::Pdf,
            [PDF, zip.as_slice(), &[0; 64]].concat(),
            Refusal::Content,
        ),
        (
            "a pdf that is cut",
            Kind::Pdf,
            PDF[..30].to_vec(),
            Refusal::Content,
        ),
        (
            "an archive called docx",
            Kind::Docx,
            zip.clone(),
            Refusal::Content,
        ),
        (
            "a workbook called docx",
            Kind::Docx,
            office(EXCEL, &[]),
            Refusal::Content,
        ),
        (
            "a document called xlsx",
            Kind::Xlsx,
            office(WORD, &[]),
            Refusal::Content,
        ),
        (
            "docm renamed",
            Kind::Docx,
            office(&macro_type, &[]),
            Refusal::Active,
        ),
        (
            "macros",
            Kind::Docx,
            with("word/vbaProject.bin", b"macros"),
            Refusal::Active,
        ),
        (
            "xlsm renamed",
            Kind::Xlsx,
            office(&format!("{EXCEL} vbaProject"), &[]),
            Refusal::Active,
        ),
        (
            "an embedded object",
            Kind::Docx,
            with("word/embeddings/oleObject1.bin", b"x"),
            Refusal::Active,
        ),
        (
            "a program in a part",
            Kind::Docx,
            with("word/media/image1.png", b"MZ\x90\0program"),
            Refusal::Active,
        ),
        (
            "a program by its name",
            Kind::Xlsx,
            office(EXCEL, &[("xl/run.exe", b"x")]),
            Refusal::Active,
        ),
        (
            "a script of a shell",
            Kind::Docx,
            with("word/a.txt", b"#!/bin/sh\n"),
            Refusal::Active,
        ),
        (
            "a part that leads out",
            Kind::Docx,
            with("../../evil.xml", b"x"),
            Refusal::Content,
        ),
        (
            "a part from the root",
            Kind::Docx,
            with("/etc/passwd", b"x"),
            Refusal::Content,
        ),
        (
            "a part with backslashes",
            Kind::Docx,
            with("word\\..\\evil.xml", b"x"),
            Refusal::Content,
        ),
        (
            "a document type",
            Kind::Docx,
            office(&format!("{WORD}\"/><!DOCTYPE a"), &[]),
            Refusal::Content,
        ),
        (
            "bytes before an archive",
            Kind::Docx,
            [b"%PDF-1.7\n", sound.as_slice()].concat(),
            Refusal::Content,
        ),
        (
            "bytes behind an archive",
            Kind::Docx,
            [sound.as_slice(), b"<script>"].concat(),
            Refusal::Content,
        ),
        (
            "an archive that is cut",
            Kind::Docx,
            sound[..sound.len() - 40].to_vec(),
            Refusal::Content,
        ),
        (
            "an old document with a password",
            Kind::Docx,
            [b"\xd0\xcf\x11\xe0".as_slice(), &[0; 600]].concat(),
            Refusal::Locked,
        ),
        (
            "a bomb",
            Kind::Docx,
            with("word/big.xml", &vec![b' '; 8 << 20]),
            Refusal::Bomb,
        ),
        (
            "macros in odt",
            Kind::Odt,
            open_document(Kind::Odt, &[("Basic/Standard/a.xml", b"x")]),
            Refusal::Active,
        ),
        (
            "ods called odt",
            Kind::Odt,
            open_document(Kind::Ods, &[]),
            Refusal::Content,
        ),
        (
            "odt with a password",
            Kind::Odt,
            {
                let manifest: &[u8] = b"<manifest:encryption-data/>";
                archive(&[
                    ("mimetype", Kind::Odt.media_type().as_bytes()),
                    ("META-INF/manifest.xml", manifest),
                ])
            },
            Refusal::Locked,
        ),
        (
            "a picture of too many pixels",
            Kind::Png,
            png_of(60_000, 60_000, &[]),
            Refusal::Bomb,
        ),
        (
            "a picture without pixels",
            Kind::Jpeg,
            jpeg_of(0, 9, &[]),
            Refusal::Content,
        ),
        (
            "jpeg of too many pixels",
            Kind::Jpeg,
            jpeg_of(65_000, 65_000, &[]),
            Refusal::Bomb,
        ),
        (
            "a page called png",
            Kind::Png,
            b"<html></html>".to_vec(),
            Refusal::Content,
        ),
        (
            "a cut picture",
            Kind::Png,
            png_of(3, 2, &[])[..50].to_vec(),
            Refusal::Content,
        ),
        (
            "svg called txt",
            Kind::Txt,
            b"<svg onload=alert(1)>".to_vec(),
            Refusal::Content,
        ),
        (
            "svg called png",
            Kind::Png,
            b"<svg onload=alert(1)>".to_vec(),
            Refusal::Content,
        ),
        (
            "html called txt",
            Kind::Txt,
            b"\n <!DOCTYPE html><html>".to_vec(),
            Refusal::Content,
        ),
        (
            "html called csv",
            Kind::Csv,
            b"<script>alert(1)</script>".to_vec(),
            Refusal::Content,
        ),
        (
            "a script later in a text",
            Kind::Txt,
            b"a\n<ScRiPt>alert(1)</script>".to_vec(),
            Refusal::Content,
        ),
        (
            "a shell script called txt",
            Kind::Txt,
            b"#!/bin/sh\nrm".to_vec(),
            Refusal::Content,
        ),
        (
            "rtf called txt",
            Kind::Txt,
            b"{\\rtf1 }".to_vec(),
            Refusal::Content,
        ),
        (
            "a program called csv",
            Kind::Csv,
            b"MZ\x90\x00\x03".to_vec(),
            Refusal::Content,
        ),
        (
            "a pdf called txt",
            Kind::Txt,
            PDF.to_vec(),
            Refusal::Content,
        ),
        (
            "control characters",
            Kind::Csv,
            b"a;b\x00;c".to_vec(),
            Refusal::Content,
        ),
        (
            "an escape later on",
            Kind::Txt,
            [vec![b'a'; 100_000], vec![0x1b]].concat(),
            Refusal::Content,
        ),
    ];
    // More parts than any document has, and a part that is longer than it says.
    let many: Vec<_> = (0..2_100).map(|n| format!("word/{n}.xml")).collect();
    let many: Vec<_> = many
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .collect();
    corpus.push((
        "too many parts",
        Kind::Docx,
        office(WORD, &many),
        Refusal::Bomb,
    ));
    for (what, kind, content, refusal) in &corpus {
        assert_eq!(look(*kind, content), Err(*refusal), "{what}");
    }
}

#[test]
fn a_part_that_is_longer_than_it_says_is_found() {
    let mut content = office(WORD, &[("word/a.xml", &[b'a'; 3000])]);
    let told = 3000_u32.to_le_bytes();
    let lie = 30_u32.to_le_bytes();
    let places: Vec<_> = (0..content.len() - 4)
        .filter(|&at| content[at..at + 4] == told)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        content[at..at + 4].copy_from_slice(&lie);
    }
    assert!(look(Kind::Docx, &content).is_err());
}

#[test]
fn any_bytes_are_taken_or_refused() {
    // Each byte of each sound file, changed: nothing panics, and what is still taken is still what it says.
    for (kind, content) in [
        (Kind::Docx, office(WORD, &[("word/a.xml", b"abc")])),
        (Kind::Png, png_of(3, 2, &[])),
        (Kind::Jpeg, jpeg_of(3, 2, &[])),
        (Kind::Pdf, PDF.to_vec()),
    ] {
        for at in 0..content.len() {
            for value in [0, 0xff, content[at] ^ 1] {
                let mut changed = content.clone();
                changed[at] = value;
                let _taken_or_refused = look(kind, &changed);
                let _taken_or_refused = look(kind, &changed[..at]);
            }
        }
    }
}

fn stripped(kind: Kind, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    strip(kind, &mut Cursor::new(content), &mut out).unwrap();
    out
}

#[test]
fn pictures_lose_what_does_not_draw_them() {
    let canary = b"canary of a camera";
    let noise: Vec<_> = [b"tEXt", b"iTXt", b"eXIf", b"tIME", b"prVt"]
        .into_iter()
        .map(|kind| chunk(kind, canary))
        .collect();
    let mut drawn = vec![chunk(b"gAMA", b"1234")];
    let plain = png_of(3, 2, &drawn);
    drawn.extend(noise);
    let mut noisy = png_of(3, 2, &drawn);
    noisy.extend(archive(&[("a.txt", canary)]));
    assert_eq!(stripped(Kind::Png, &noisy), plain);

    let noise: Vec<_> = [0xe1, 0xe3, 0xed, 0xef, 0xfe]
        .into_iter()
        .map(|mark| segment(mark, canary))
        .collect();
    let mut noisy = jpeg_of(3, 2, &noise);
    noisy.extend(archive(&[("a.txt", canary)]));
    assert_eq!(stripped(Kind::Jpeg, &noisy), jpeg_of(3, 2, &[]));
}
