//! Pictures: of absurd size, cut, something else by another name, with something behind them.

use para11::reply::document::Refusal;

use super::archive::archive;
use super::{Case, refused, stripped};

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length, kind.as_slice(), content, b"sums"].concat()
}

fn png(width: u32, height: u32, more: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 6, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header));
    more.iter().for_each(|part| bytes.extend(part));
    bytes.extend(chunk(b"IDAT", b"lines of the picture"));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

fn segment(mark: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, mark], length.as_slice(), content].concat()
}

fn jpeg(width: u16, height: u16, more: &[Vec<u8>]) -> Vec<u8> {
    let mut frame = vec![8];
    frame.extend(height.to_be_bytes());
    frame.extend(width.to_be_bytes());
    frame.extend([1, 1, 0x11, 0]);
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    more.iter().for_each(|part| bytes.extend(part));
    bytes.extend(segment(0xc0, &frame));
    bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    bytes.extend(b"lines\xff\x00more\xff\xd0lines of the picture\xff\xd9");
    bytes
}

/// What is called a picture and is none.
const OTHERS: [(&str, &[u8]); 12] = [
    (
        "a drawing",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
    ),
    (
        "a drawing behind a declaration",
        b"<?xml version=\"1.0\"?><svg/>",
    ),
    ("a page", b"<!DOCTYPE html><script>alert(1)</script>"),
    ("GIF", b"GIF89a\x01\0\x01\0\0\0\0;"),
    ("BMP", b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0"),
    ("WebP", b"RIFF\x1a\0\0\0WEBPVP8L"),
    ("TIFF", b"II*\0\x08\0\0\0"),
    ("an icon", b"\0\0\x01\0\x01\0\x10\x10"),
    ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0"),
    ("a program", b"MZ\x90\0\x03\0\0\0"),
    ("PHP", b"<?php system($_GET['c']); ?>"),
    ("letters", b"not a picture at all"),
];

#[expect(clippy::too_many_lines, reason = "a list of cases")]
pub(super) fn cases() -> Vec<Case> {
    let canary = b"canary of a camera <script>alert(1)</script>";
    let zip = archive(&[("a.txt", b"letters")]);
    let (plain_png, plain_jpeg) = (png(3, 2, &[]), jpeg(3, 2, &[]));
    let mut cases = vec![
        refused("a jpeg called png", "a.png", &plain_jpeg, Refusal::Content),
        refused("a png called jpeg", "a.jpeg", &plain_png, Refusal::Content),
        refused(
            "png with a part nobody knows",
            "a.png",
            &png(3, 2, &[chunk(b"EVIL", b"a")]),
            Refusal::Content,
        ),
        refused(
            "png with a part of 4 GiB",
            "a.png",
            &put_length(&plain_png),
            Refusal::Content,
        ),
        refused(
            "jpeg without a frame",
            "a.jpg",
            b"\xff\xd8\xff\xd9",
            Refusal::Content,
        ),
        refused(
            "jpeg in jpeg",
            "a.jpg",
            &[&[0xff, 0xd8], &plain_jpeg[..]].concat(),
            Refusal::Content,
        ),
        refused(
            "jpeg with a part of no length",
            "a.jpg",
            b"\xff\xd8\xff\xe0\0\x01\xff\xd9",
            Refusal::Content,
        ),
        stripped(
            "an archive behind it is cut off",
            "a.png",
            &[&plain_png[..], &zip].concat(),
            &plain_png,
        ),
        stripped(
            "an archive behind it is cut off",
            "a.jpg",
            &[&plain_jpeg[..], &zip].concat(),
            &plain_jpeg,
        ),
        stripped(
            "a page behind it is cut off",
            "b.jpg",
            &[&plain_jpeg[..], b"<html>"].concat(),
            &plain_jpeg,
        ),
    ];
    for (width, height, refusal) in [
        (0, 1, Refusal::Content),
        (1, 0, Refusal::Content),
        (60_000, 60_000, Refusal::Bomb),
        (u32::MAX, 1, Refusal::Bomb),
        (u32::MAX, u32::MAX, Refusal::Bomb),
        (10_001, 10_000, Refusal::Bomb),
    ] {
        let what = format!("png of {width} x {height}");
        cases.push(refused(&what, "a.png", &png(width, height, &[]), refusal));
    }
    for (width, height, refusal) in [
        (0, 9, Refusal::Content),
        (9, 0, Refusal::Content),
        (65_535, 65_535, Refusal::Bomb),
        (65_000, 1_600, Refusal::Bomb),
    ] {
        let what = format!("jpeg of {width} x {height}");
        cases.push(refused(&what, "a.jpg", &jpeg(width, height, &[]), refusal));
    }
    for (what, content) in OTHERS {
        cases.push(refused(
            &format!("{what} called png"),
            "a.png",
            content,
            Refusal::Content,
        ));
        cases.push(refused(
            &format!("{what} called jpeg"),
            "a.jpeg",
            content,
            Refusal::Content,
        ));
    }
    for kind in [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"prVt"] {
        let content = png(3, 2, &[chunk(kind, canary)]);
        cases.push(stripped(
            "what does not draw it is left out",
            "a.png",
            &content,
            &plain_png,
        ));
    }
    for mark in [0xe1, 0xe3, 0xed, 0xef, 0xfe] {
        let content = jpeg(3, 2, &[segment(mark, canary)]);
        cases.push(stripped(
            "what does not draw it is left out",
            "a.jpg",
            &content,
            &plain_jpeg,
        ));
    }
    for eighth in 1..8 {
        let cut = &plain_png[..plain_png.len() * eighth / 8];
        cases.push(refused(
            &format!("png cut at {eighth} eighths"),
            "a.png",
            cut,
            Refusal::Content,
        ));
        let cut = &plain_jpeg[..plain_jpeg.len() * eighth / 8];
        cases.push(refused(
            &format!("jpeg cut at {eighth} eighths"),
            "a.jpg",
            cut,
            Refusal::Content,
        ));
    }
    cases
}

/// The lines of the picture said to be as long as nothing is.
fn put_length(png: &[u8]) -> Vec<u8> {
    let mut changed = png.to_vec();
    let at = changed
        .windows(4)
        .position(|window| window == b"IDAT")
        .unwrap();
    changed[at - 4..at].copy_from_slice(&u32::MAX.to_be_bytes());
    changed
}
