//! Texts and tables: what is none, what some program would run, formulas; and honest ones in the writing of many countries.

use para11::reply::document::Refusal;

use super::{Case, refused, taken};

/// What is neither text nor table.
const NONE: [(&str, &[u8]); 22] = [
    ("a page", b"\n <!DOCTYPE html><html>"),
    ("a page behind a mark", b"\xef\xbb\xbf<html>"),
    ("a script", b"<script>alert(1)</script>"),
    ("a script later on", b"a\n<ScRiPt>alert(1)</script>"),
    ("a drawing", b"<svg onload=alert(1)>"),
    ("a comment of a page", b"<!-- a --><b>"),
    ("XML", b"<?xml version=\"1.0\"?><a/>"),
    ("PHP", b"<?php system('a');"),
    ("a script of a shell", b"#!/bin/sh\nrm a"),
    ("RTF", b"{\\rtf1 a}"),
    ("a program of Windows", b"MZ\x90\x00\x03"),
    ("a program of Linux", b"\x7fELF\x02\x01\x01\0"),
    ("PDF", b"%PDF-1.7\n%%EOF"),
    ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
    ("a zero", b"a;b\x00;c"),
    ("an escape", b"a\x1b[31mb"),
    ("a bell", b"a\x07b"),
    ("a delete", b"a\x7fb"),
    ("two bytes a letter", b"\xff\xfea\0;\0b\0\r\0\n\0"),
    ("two bytes a letter, the other way", b"\xfe\xff\0a\0;\0b"),
    ("four bytes a letter", b"\xff\xfe\0\0a\0\0\0"),
    ("an old text of Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
];

const FORMULAS: [&str; 14] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "a;=HYPERLINK(\"https://evil.example\")",
    "a,b\n\"=WEBSERVICE(1)\"",
    "a\t=1",
    " =1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@SUM(1)",
    "+HYPERLINK(1)",
    "\u{feff}=1",
    "a;\u{ff1d}cmd",
    "a\r=1",
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        refused("nothing", "a.csv", b"", Refusal::Empty),
        refused(
            "a control character far on",
            "a.txt",
            &[vec![b'a'; 100_000], vec![0x1b]].concat(),
            Refusal::Content,
        ),
        refused(
            "a control character far on",
            "a.csv",
            &[vec![b'a'; 100_000], vec![0x01]].concat(),
            Refusal::Content,
        ),
        refused(
            "a formula far on",
            "a.csv",
            &[vec![b'a'; 100_000], b";=1".to_vec()].concat(),
            Refusal::Formulas,
        ),
        refused(
            "a formula where the buffer ends",
            "a.csv",
            &[vec![b'a'; 64 * 1024 - 1], b";=1".to_vec()].concat(),
            Refusal::Formulas,
        ),
        taken("a text computes nothing", "a.txt", b"=1+1 is two"),
    ];
    for (what, content) in NONE {
        cases.push(refused(
            &format!("{what} called txt"),
            "a.txt",
            content,
            Refusal::Content,
        ));
        cases.push(refused(
            &format!("{what} called csv"),
            "a.csv",
            content,
            Refusal::Content,
        ));
    }
    for formula in FORMULAS {
        let what = format!("the formula {formula:?}");
        cases.push(refused(
            &what,
            "a.csv",
            formula.as_bytes(),
            Refusal::Formulas,
        ));
    }
    let sound: [(&str, &[u8]); 11] = [
        (
            "UTF-8 with a mark",
            "\u{feff}année;cas\r\n2024;7\r\n".as_bytes(),
        ),
        ("Arabic in UTF-8", "سنة;قضايا\n٢٠٢٤;٧\n".as_bytes()),
        ("Western Europe", b"ann\xe9e;cas\r\n2024;7\r\n"),
        (
            "Arabic of Windows",
            b"\xd3\xe4\xc9;\xde\xd6\xc7\xed\xc7\r\n",
        ),
        ("Cyrillic of Windows", b"\xe3\xee\xe4;\xe4\xe5\xeb\xe0\r\n"),
        ("Chinese (GB 18030)", b"\xc4\xea;\xb0\xb8\xbc\xfe\r\n"),
        ("Japanese (Shift-JIS)", b"\x94N;\x8c\x8f\x90\x94\r\n"),
        (
            "numbers below zero and telephones",
            b"a;b\n-5;+43 (1) 26060\n-1,5;@unodc\n-7 (provisional);--\n",
        ),
        ("formulas that were made words", b"a;'=1+1\n"),
        ("a rule of equal signs", b"a\n=====\n"),
        ("a word with an equal sign", b"a=b;c=d\n"),
    ];
    for (why, content) in sound {
        cases.push(taken(why, "a.csv", content));
    }
    cases
}
