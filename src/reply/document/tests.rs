//! What is taken, what is left of a picture, and that no bytes at all are anything else than taken or refused. The hostile files stand in
//! `tests/it/files/hostile`.

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
        ("word/document.xml", b"<document/>"),
    ];
    parts.extend(more);
    archive(&parts)
}

fn open_document(kind: Kind, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts = vec![
        ("mimetype", kind.media_type().as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
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

/// Exif that says how the camera was held, in either order of bytes.
fn exif(orientation: u8, is_big: bool) -> Vec<u8> {
    let order: &[u8] = if is_big { b"MM" } else { b"II" };
    let short = |n: u16| {
        if is_big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let long = |n: u32| {
        if is_big {
            n.to_be_bytes()
        } else {
            n.to_le_bytes()
        }
    };
    let value = short(orientation.into());
    let parts: [&[u8]; 11] = [
        b"Exif\0\0",
        order,
        &short(42),
        &long(8),
        &short(1),
        &short(0x0112),
        &short(3),
        &long(1),
        &value,
        &[0, 0],
        &long(0),
    ];
    segment(0xe1, &parts.concat())
}

/// A photograph of four colours, with application data behind its beginning.
fn photograph(application: &[u8]) -> Vec<u8> {
    let picture = ::image::RgbImage::from_fn(48, 32, |x, y| match (x < 24, y < 16) {
        (true, true) => ::image::Rgb([220, 20, 20]),
        (false, true) => ::image::Rgb([20, 220, 20]),
        (true, false) => ::image::Rgb([20, 20, 220]),
        (false, false) => ::image::Rgb([200, 200, 20]),
    });
    let mut bytes = Vec::new();
    let encoder = ::image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95);
    picture.write_with_encoder(encoder).unwrap();
    bytes.splice(2..2, application.iter().copied());
    bytes
}

/// The colours of the corners of a photograph, line by line, by their first letter; and whether it is wider than high.
fn corners(jpeg: &[u8]) -> (String, bool) {
    let picture = ::image::load_from_memory_with_format(jpeg, ::image::ImageFormat::Jpeg).unwrap();
    let picture = picture.to_rgb8();
    let (right, bottom) = (picture.width() - 4, picture.height() - 4);
    let corners = [(3, 3), (right, 3), (3, bottom), (right, bottom)];
    let letters = corners.map(|(x, y)| match picture.get_pixel(x, y).0.map(|c| c > 128) {
        [true, false, false] => 'r',
        [false, true, false] => 'g',
        [false, false, true] => 'b',
        [true, true, false] => 'y',
        other => panic!("{other:?}"),
    });
    (letters.iter().collect(), picture.width() > picture.height())
}

#[test]
fn photographs_are_turned_as_their_metadata_say_before_these_go() {
    // Which corner stands where, by the table of Exif 3.0, 4.6.5.1.6.
    let expected = [
        (1, "rgby", true),
        (2, "gryb", true),
        (3, "ybgr", true),
        (4, "byrg", true),
        (5, "rbgy", false),
        (6, "bryg", false),
        (7, "ygbr", false),
        (8, "gyrb", false),
    ];
    for (orientation, letters, is_wide) in expected {
        for is_big in [true, false] {
            let noise = segment(0xfe, b"canary of a camera");
            let sent = photograph(&[exif(orientation, is_big), noise].concat());
            // The control: without a look at the metadata all eight are the same.
            assert_eq!(corners(&sent), ("rgby".to_owned(), true));
            let kept = stripped(Kind::Jpeg, &sent);
            assert_eq!(
                corners(&kept),
                (letters.to_owned(), is_wide),
                "{orientation}"
            );
            assert!(
                !kept
                    .windows(6)
                    .any(|six| six == b"canary" || six == b"Exif\0\0")
            );
        }
    }
    // What is not to be turned is kept byte by byte.
    for application in [vec![], exif(1, true), exif(0, true), exif(9, true)] {
        assert_eq!(
            stripped(Kind::Jpeg, &photograph(&application)),
            photograph(&[])
        );
    }
}

#[test]
fn a_photograph_that_is_to_be_turned_and_cannot_be_unpacked_is_refused() {
    let mut out = Vec::new();
    // A photograph that says it is 9,000 pixels wide and high.
    let mut large = photograph(&exif(6, true));
    let frame = large
        .windows(2)
        .position(|mark| mark == [0xff, 0xc0])
        .unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0x23, 0x28, 0x23, 0x28]);
    for (sent, refusal) in [
        (jpeg_of(3, 2, &[exif(6, true)]), Refusal::Content),
        (large, Refusal::Bomb),
    ] {
        let outcome = strip(Kind::Jpeg, &mut Cursor::new(sent), &mut out);
        assert!(
            matches!(outcome, Err(InspectError::Refused(found)) if found == refusal),
            "{outcome:?}"
        );
    }
    assert!(out.is_empty());
}
