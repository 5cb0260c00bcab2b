//! Rows: named, at hand, each, before.

use super::*;

#[test]
fn a_row_is_named() {
    check(&[
        ("${status}['toc']", "'established'"),
        ("${status}['drugs']", "''"),
        ("${status}['toc'] = 'established'", "true"),
        ("${need}['toc'].level", "3"),
        ("${need}['toc'].level + ${need}['corruption'].level", "4"),
        ("selected(${need}['toc'].kinds, 'law')", "true"),
        ("${cases}['2021']", "4"),
        ("${experts}['2'].person", "'Bo'"),
        ("${contact}.email", "'a@example.org'"),
        ("${contact}.since = ''", "true"),
        ("indexed-repeat(${experts}.person, ${experts}, 2)", "'Bo'"),
        ("indexed-repeat(${cases}, ${cases}, 1)", "4"),
        ("indexed-repeat(${experts}.person, ${experts}, 3)", "''"),
        ("indexed-repeat(${experts}.person, ${experts}, 0)", "''"),
    ]);
}

#[test]
fn functions_go_over_rows() {
    check(&[
        ("any(${status}[*] = 'established')", "true"),
        ("any(${status}[*] = 'indicated')", "false"),
        ("all(${status}[*] = 'established')", "false"),
        ("all(${status}[*] != 'indicated')", "true"),
        ("count(${status}[*])", "2"),
        ("count(${status}[*] = 'none')", "1"),
        ("count(${status}[*] = '')", "1"),
        ("count-non-empty(${status}[*])", "2"),
        ("rows(${status})", "2"),
        ("rows(${need})", "2"),
        ("rows(${regions})", "0"),
        ("sum(${cases}[*])", "50"),
        ("sum(${regions}[*])", "0"),
        ("min(${cases}[*])", "0"),
        ("max(${cases}[*])", "40"),
        ("max(${regions}[*])", "NaN"),
        ("max(-3, -2)", "-2"),
        ("min(3, ${blank}, 2)", "2"),
        ("max(${cases}[*], 99)", "99"),
        ("sum(${need}[*].level)", "4"),
        ("count(${cases}[*] > 5)", "2"),
        ("sum(${cases}[*] * 2)", "100"),
        ("any(selected(${need}[*].kinds, 'law'))", "true"),
        ("any(${regions}[*] = 1)", "false"),
        ("all(${regions}[*] = 1)", "false"),
        ("join(', ', ${experts}[*].person)", "'Ana, Bo'"),
        ("join('-', 'a', ${experts}[*].years, 'z')", "'a--7-z'"),
        ("concat(${experts}[*].person, '!')", "'AnaBo!'"),
        ("concat('a')", "'a'"),
    ]);
}

#[test]
fn comparisons_go_row_by_row() {
    check(&[
        (
            "count(${status}[*] = 'established' and ${need}[*].level > 2)",
            "1",
        ),
        (
            "any(${status}[*] = 'none' and ${need}[*].level > 2)",
            "false",
        ),
        ("any(${status}[*] = 'none' or ${need}[*].level > 2)", "true"),
        ("count(not(${status}[*] = 'none'))", "2"),
        (
            "any(${cases}[*] > 5 * previous(${cases}[*]) and previous(${cases}[*]) > 0)",
            "true",
        ),
        ("count(previous(${cases}[*]) = '')", "2"),
        ("count(${cases}[*] = max(${cases}[*]))", "1"),
        (
            "any(if(${cases}[*] = '', false(), ${cases}[*] > 39))",
            "true",
        ),
    ]);
}

fn at(source: &str, row: &str) -> String {
    let (question, row) = (question("status"), code(row));
    let here = Here {
        question: Some(&question),
        row: Some(&row),
        ..Here::default()
    };
    shown_value(
        &parsed(source, &in_row())
            .evaluate(&Sample::new(), here)
            .unwrap(),
    )
}

#[test]
fn the_row_at_hand() {
    assert_eq!(at("row()", "toc"), "'toc'");
    assert_eq!(at("row() = 'toc'", "drugs"), "false");
    assert_eq!(at("${status}[row()]", "corruption"), "'none'");
    assert_eq!(at("${need}[row()].level", "toc"), "3");
    assert_eq!(at(".", "toc"), "'established'");
    assert_eq!(at(". = 'established'", "corruption"), "false");
    assert_eq!(at("once('none')", "drugs"), "'none'");
    assert_eq!(at("once('none')", "toc"), "'established'");
    assert_eq!(at("position(..)", "toc"), "1");
    assert_eq!(at("position()", "drugs"), "3");
    assert_eq!(at("previous(${status}[row()])", "toc"), "''");
    assert_eq!(
        at("previous(${status}[row()])", "corruption"),
        "'established'"
    );
    assert_eq!(
        at(
            "previous(${need}[row()].level) > ${need}[row()].level",
            "corruption"
        ),
        "true"
    );
}

#[test]
fn the_choice_at_hand() {
    let place = Place {
        choices: Some(codes("toc drugs other")),
        ..anywhere()
    };
    let expression = Expression::parse_condition(
        "${status}[choice()] = 'established' or choice() = 'other'",
        &schema(),
        &place,
    )
    .unwrap();
    let offered = |choice: &str| {
        let choice = code(choice);
        let here = Here {
            choice: Some(&choice),
            ..Here::default()
        };
        expression.holds(&Sample::new(), here).unwrap()
    };
    assert!(offered("toc"));
    assert!(!offered("drugs"));
    assert!(offered("other"));
}

#[test]
fn a_check_waits_for_the_values_of_its_question() {
    let status = question("status");
    let waits = |source: &str, row: Option<&str>| {
        let row = row.map(code);
        let here = Here {
            question: Some(&status),
            row: row.as_ref(),
            ..Here::default()
        };
        parsed(source, &in_row())
            .waits(&Sample::new(), here)
            .unwrap()
    };
    assert!(!waits("${status}[row()] = 'none'", Some("toc")));
    assert!(waits("${status}[row()] = 'none'", Some("drugs")));
    assert!(waits(". = 'none'", Some("drugs")));
    assert!(!waits(". = 'none'", Some("toc")));
    assert!(waits("any(${status}[*] = 'none')", None));
    // Other questions, statuses, comments and the number of rows are not waited for.
    assert!(!waits("${blank} = 1", None));
    assert!(!waits("comment(${status}['drugs']) != ''", None));
    assert!(!waits("rows(${status}) > 1", None));
}

#[test]
fn what_is_named_is_known() {
    let expression = parsed(
        "${age} > 1 and ${age} < 9 and status(${status}) = '' and rows(${need}) > 1 and comment(${blank}) = ''",
        &anywhere(),
    );
    let named: Vec<(&str, Part)> = expression
        .questions()
        .iter()
        .map(|reference| (reference.question.as_str(), reference.part))
        .collect();
    let expected = [
        ("age", Part::Value),
        ("status", Part::Status),
        ("need", Part::Rows),
        ("blank", Part::Comment),
    ];
    assert_eq!(named, expected);
}
