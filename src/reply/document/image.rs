//! Pictures, copied part by part: what draws them is kept; places, names of people and devices, comments and appended files are not.

use std::io::{self, BufRead, BufReader, Read, Write};

use image::metadata::Orientation;

use super::{InspectError, Kind, Refusal};

mod turn;

/// Most pixels: an image that unpacks to more is a bomb to whoever opens it.
const MOST_PIXELS: u64 = 100_000_000;
/// The bytes a PNG file begins with.
const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];
/// Parts of a PNG file that draw it.
const DRAWING: [&[u8; 4]; 12] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"bKGD", b"pHYs",
];

/// Looks whether content is a picture that can be copied.
pub(super) fn look<R: Read>(kind: Kind, content: &mut R) -> Result<(), InspectError> {
    copy(kind, content, &mut io::sink()).map(|_orientation| ())
}

/// Copies a picture without what does not draw it. One whose camera was held otherwise is turned, since that is said in what does not draw.
pub(super) fn strip<R: Read, W: Write>(
    kind: Kind,
    content: &mut R,
    out: &mut W,
) -> Result<(), InspectError> {
    let mut copied = Vec::new();
    let orientation = copy(kind, content, &mut copied)?;
    if orientation != Orientation::NoTransforms {
        copied = turn::turned(&copied, orientation)?;
    }
    Ok(out.write_all(&copied)?)
}

/// Copies a picture; how its camera was held.
fn copy<R: Read, W: Write>(
    kind: Kind,
    content: &mut R,
    out: &mut W,
) -> Result<Orientation, InspectError> {
    let content = &mut BufReader::new(content);
    match kind {
        Kind::Png => png(content, out).map(|()| Orientation::NoTransforms),
        Kind::Jpeg => jpeg(content, out),
        Kind::Pdf | Kind::Docx | Kind::Xlsx | Kind::Odt | Kind::Ods | Kind::Csv | Kind::Txt => {
            Err(Refusal::Content.into())
        }
    }
}

/// Reads exactly so many bytes; a file that ends before is no picture.
fn exactly<const N: usize, R: Read>(content: &mut R) -> Result<[u8; N], InspectError> {
    let mut bytes = [0; N];
    content.read_exact(&mut bytes).map_err(cut)?;
    Ok(bytes)
}

fn cut(cause: io::Error) -> InspectError {
    if cause.kind() == io::ErrorKind::UnexpectedEof {
        Refusal::Content.into()
    } else {
        cause.into()
    }
}

/// Copies so many bytes, or drops them.
fn pass<R: Read>(content: &mut R, length: u64, out: &mut impl Write) -> Result<(), InspectError> {
    let copied = io::copy(&mut content.take(length), out)?;
    if copied == length {
        Ok(())
    } else {
        Err(Refusal::Content.into())
    }
}

fn fits(width: u32, height: u32) -> Result<(), Refusal> {
    match u64::from(width) * u64::from(height) {
        0 => Err(Refusal::Content),
        1..=MOST_PIXELS => Ok(()),
        _ => Err(Refusal::Bomb),
    }
}

fn png<R: Read, W: Write>(content: &mut R, out: &mut W) -> Result<(), InspectError> {
    if exactly::<8, _>(content)? != PNG {
        return Err(Refusal::Content.into());
    }
    out.write_all(&PNG)?;
    let mut first = true;
    loop {
        let length = exactly::<4, _>(content)?;
        let kind = exactly::<4, _>(content)?;
        let size = u64::from(u32::from_be_bytes(length));
        if size > u64::from(u32::MAX >> 1) || (first != (&kind == b"IHDR")) {
            return Err(Refusal::Content.into());
        }
        if first {
            let header = exactly::<13, _>(content)?;
            let [w0, w1, w2, w3, h0, h1, h2, h3, ..] = header;
            fits(
                u32::from_be_bytes([w0, w1, w2, w3]),
                u32::from_be_bytes([h0, h1, h2, h3]),
            )?;
            if size != 13 {
                return Err(Refusal::Content.into());
            }
            out.write_all(&length)?;
            out.write_all(&kind)?;
            out.write_all(&header)?;
            pass(content, 4, out)?;
            first = false;
            continue;
        }
        if DRAWING.contains(&&kind) {
            out.write_all(&length)?;
            out.write_all(&kind)?;
            pass(content, size + 4, out)?;
        } else if kind.first().is_some_and(u8::is_ascii_uppercase) {
            // A part that no reader may pass over, and that no reader knows.
            return Err(Refusal::Content.into());
        } else {
            pass(content, size + 4, &mut io::sink())?;
        }
        if &kind == b"IEND" {
            // What stands behind the end is not of the picture.
            return Ok(());
        }
    }
}

/// Marks of a JPEG file: begin, end, begin of the lines, application data, comment.
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP1: u8 = 0xe1;
const COM: u8 = 0xfe;

fn jpeg<R: BufRead, W: Write>(content: &mut R, out: &mut W) -> Result<Orientation, InspectError> {
    if exactly::<2, _>(content)? != [0xff, SOI] {
        return Err(Refusal::Content.into());
    }
    out.write_all(&[0xff, SOI])?;
    let mut sized = false;
    let mut orientation = None;
    let mut mark = next_mark(content)?;
    loop {
        match mark {
            EOI if sized => {
                out.write_all(&[0xff, EOI])?;
                return Ok(orientation.unwrap_or(Orientation::NoTransforms));
            }
            // Marks without content stand only among the lines.
            0x00 | 0x01 | SOI | EOI | 0xd0..=0xd7 => return Err(Refusal::Content.into()),
            _ => {}
        }
        let length = exactly::<2, _>(content)?;
        let rest = u64::from(u16::from_be_bytes(length))
            .checked_sub(2)
            .ok_or(Refusal::Content)?;
        // JFIF, colour profile and Adobe's colours draw it; all other application data and comments do not.
        let draws = !matches!(mark, APP1 | 0xe3..=0xed | 0xef | COM);
        if is_frame(mark) {
            let frame = exactly::<5, _>(content)?;
            let [_, h0, h1, w0, w1] = frame;
            fits(
                u16::from_be_bytes([w0, w1]).into(),
                u16::from_be_bytes([h0, h1]).into(),
            )?;
            out.write_all(&[0xff, mark])?;
            out.write_all(&length)?;
            out.write_all(&frame)?;
            pass(content, rest.checked_sub(5).ok_or(Refusal::Content)?, out)?;
            sized = true;
        } else if draws {
            out.write_all(&[0xff, mark])?;
            out.write_all(&length)?;
            pass(content, rest, out)?;
        } else {
            let mut dropped = Vec::new();
            pass(content, rest, &mut dropped)?;
            if mark == APP1 {
                orientation = orientation.or_else(|| orientation_in(&dropped));
            }
        }
        mark = if mark == SOS {
            lines(content, out)?
        } else {
            next_mark(content)?
        };
    }
}

/// How the camera was held, if application data say so (Exif 3.0, 4.6.5.1.6).
fn orientation_in(application: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(application.strip_prefix(b"Exif\0\0")?)
}

/// Whether a mark begins a frame, which says how large the picture is.
const fn is_frame(mark: u8) -> bool {
    matches!(mark, 0xc0..=0xcf) && !matches!(mark, 0xc4 | 0xc8 | 0xcc)
}

fn next_mark<R: Read>(content: &mut R) -> Result<u8, InspectError> {
    if exactly::<1, _>(content)? != [0xff] {
        return Err(Refusal::Content.into());
    }
    loop {
        let [mark] = exactly::<1, _>(content)?;
        if mark != 0xff {
            return Ok(mark);
        }
    }
}

/// Copies the lines of a picture up to the next mark, which it gives back.
fn lines<R: BufRead, W: Write>(content: &mut R, out: &mut W) -> Result<u8, InspectError> {
    let mut content = content.bytes();
    let mut next = || content.next().ok_or(Refusal::Content);
    let mut run = Vec::with_capacity(64 * 1024);
    loop {
        let byte = next()??;
        if byte != 0xff {
            run.push(byte);
        } else {
            let mut mark = next()??;
            while mark == 0xff {
                mark = next()??;
            }
            match mark {
                0x00 | 0xd0..=0xd7 => run.extend([0xff, mark]),
                mark => {
                    out.write_all(&run)?;
                    return Ok(mark);
                }
            }
        }
        if run.len() >= 64 * 1024 {
            out.write_all(&run)?;
            run.clear();
        }
    }
}
