//! `docs/expressions.md` says what the program does.

use std::fmt::Write;

use super::super::functions::{FUNCTIONS, REFUSED};
use super::*;

const DOCUMENT: &str = include_str!("../../../../docs/expressions.md");

/// What stands in the document between two marks.
fn part(name: &str) -> &'static str {
    let begin = format!("<!-- {name} -->\n");
    let (_, rest) = DOCUMENT
        .split_once(&begin)
        .expect("the mark stands in the document");
    rest.split_once("<!-- end -->")
        .expect("the part has an end")
        .0
}

#[test]
fn document_lists_the_functions() {
    let mut table = String::from("| function | arguments | gives | |\n|---|---|---|---|\n");
    for function in FUNCTIONS {
        let takes: Vec<String> = function
            .arguments
            .iter()
            .map(|argument| argument.takes.to_string())
            .collect();
        let gives = function.result.map_or("as its arguments", Type::name);
        writeln!(
            table,
            "| `{function}` | {} | {gives} | {} |",
            takes.join("; "),
            function.sentence
        )
        .unwrap();
    }
    assert_eq!(part("functions"), table, "the table should be:\n{table}");
}

#[test]
fn document_lists_what_is_refused() {
    let mut table = String::from("| refused | why, and what to write |\n|---|---|\n");
    for (name, reason) in REFUSED {
        writeln!(table, "| `{name}` | {reason} |").unwrap();
    }
    assert_eq!(part("refused"), table, "the table should be:\n{table}");
}

#[test]
fn examples_in_the_document_are_true() {
    let rows = part("examples").lines().skip(2);
    let mut seen = 0;
    for row in rows {
        let mut cells = row
            .trim_matches('|')
            .split(" | ")
            .map(|cell| cell.trim().trim_matches('`'));
        let (Some(source), Some(expected)) = (cells.next(), cells.next()) else {
            panic!("no example: {row}");
        };
        assert_eq!(shown(source), expected, "{source}");
        seen += 1;
    }
    assert!(seen >= 30, "{seen} examples");
}

#[test]
fn no_function_is_both_taken_and_refused() {
    let mut names: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    names.extend(REFUSED.iter().map(|(name, _)| name));
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}
