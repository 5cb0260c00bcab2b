//! Values of the pinned semantics that the specification leaves open or that are ours.

use super::*;

#[test]
fn empty_is_the_empty_text_and_not_zero() {
    check(&[
        ("${blank} = ''", "true"),
        ("${blank} != ''", "false"),
        ("'' = ${blank}", "true"),
        ("${age} = ''", "false"),
        ("${blank} = 0", "false"),
        ("${blank} != 0", "true"),
        ("${blank} < 1", "false"),
        ("${blank} >= 0", "false"),
        ("${blank} + 1", "NaN"),
        ("${blank} * 0", "NaN"),
        ("-${blank}", "NaN"),
        ("${blank} + 1 = ${blank} + 1", "false"),
        ("${blank} = ${blank}", "true"),
        ("${blank} = ${age}", "false"),
        ("${blank} != ${age}", "true"),
        ("${blank_text}", "''"),
        ("${blank_text} = ${blank_text}", "true"),
        ("${no_crimes} = ''", "true"),
        ("${crimes} = ''", "false"),
        ("${blank_date} = ''", "true"),
        ("${blank_date} < today()", "false"),
        ("${declined} = ''", "true"),
        ("${declined} = false()", "true"),
        ("not(${declined})", "true"),
        ("${agreed} and not(${declined})", "true"),
        ("'' = ''", "true"),
    ]);
}

#[test]
fn choices_compare_by_code() {
    check(&[
        ("${risk} = 'high'", "true"),
        ("${risk} != 'high'", "false"),
        ("${risk} = \"low\"", "false"),
        ("${scale} = 2", "true"),
        ("${scale} = '2'", "true"),
        ("number(${scale}) > 1", "true"),
        ("selected(${risk}, 'high')", "true"),
        ("selected(${crimes}, 'drugs')", "true"),
        ("selected(${crimes}, 'corruption')", "false"),
        ("selected(${no_crimes}, 'toc')", "false"),
        ("selected('a bc', 'b')", "false"),
        ("selected('a bc', 'bc')", "true"),
        ("selected-at(${crimes}, 0)", "'toc'"),
        ("selected-at(${crimes}, 1)", "'drugs'"),
        ("selected-at(${crimes}, 2)", "''"),
        ("selected-at(${crimes}, -1)", "''"),
        ("count-selected(${crimes})", "2"),
        ("count-selected(${no_crimes})", "0"),
        ("count-selected(${risk})", "1"),
        ("string(${crimes})", "'toc drugs'"),
        ("boolean(${crimes})", "true"),
        ("boolean(${no_crimes})", "false"),
        (
            "checklist(1, 2, ${risk} = 'high', ${age} > 50, ${agreed})",
            "true",
        ),
        (
            "checklist(3, -1, ${risk} = 'high', ${age} > 50, ${agreed})",
            "false",
        ),
        ("checklist(-1, 1, ${risk} = 'high', ${agreed})", "false"),
    ]);
}

#[test]
fn days_are_compared_and_counted() {
    check(&[
        ("${signed}", "2024-02-29"),
        ("${signed} = '2024-02-29'", "true"),
        ("${signed} > '2024-02-28'", "true"),
        ("'2024-02-28' < ${signed}", "true"),
        ("${signed} <= today()", "true"),
        ("${signed} = date('2024-02-29')", "true"),
        ("number(${signed})", "19782"),
        ("${signed} + 1", "19783"),
        ("date(${signed} + 1)", "2024-03-01"),
        ("date(19783.9)", "2024-03-01"),
        ("today() - ${signed}", "731"),
        ("${signed} < today() - 365", "true"),
        ("date('2024-02-30')", "''"),
        ("date('yesterday')", "''"),
        ("date('')", "''"),
        ("date('2024-02-30') = ''", "true"),
        ("number(date('1970-01-01'))", "0"),
        ("number(date('1969-12-31'))", "-1"),
        ("date(0)", "1970-01-01"),
        ("decimal-date-time('2000-01-01')", "10957"),
        ("decimal-date-time('soon')", "NaN"),
        ("date(99999999)", "''"),
        ("format-date(${signed}, '%d/%m/%Y')", "'29/02/2024'"),
        ("format-date('2024-03-05', '%e.%n.%y')", "'5.3.24'"),
        ("format-date(${blank_date}, '%Y')", "''"),
        ("format-date(today(), 'in %Y')", "'in 2026'"),
        ("period_last() - period_first()", "4"),
        ("if(${signed} != '', ${signed}, today())", "2024-02-29"),
        ("coalesce(${blank_date}, today())", "2026-03-01"),
    ]);
}

#[test]
fn a_status_and_a_comment_can_be_read() {
    check(&[
        ("status(${blank})", "'not_available'"),
        ("status(${age}) = 'answered'", "true"),
        ("status(${name}) = ''", "true"),
        ("status(${status}['drugs']) = 'to_follow'", "true"),
        ("status(${status}['toc'])", "''"),
        ("status(${status})", "''"),
        ("count(status(${status}[*]) = 'to_follow')", "1"),
        ("comment(${blank}) != ''", "true"),
        ("string-length(comment(${status}['drugs']))", "9"),
        ("comment(${age}) = ''", "true"),
        ("narrowest_mark()", "'not_attributable'"),
    ]);
}

#[test]
fn a_loop_that_is_too_long_ends() {
    let mut sample = Sample::new();
    let many: Vec<Code> = (1..=400).map(|row: u32| code(&row.to_string())).collect();
    sample.rows.insert("experts".to_owned(), many);
    let nested =
        "count(count(count(${experts}[*].years = 1) = ${experts}[*].years) = ${experts}[*].years)";
    let expression = parsed(nested, &anywhere());
    assert_eq!(expression.evaluate(&sample, Here::default()), Err(TooLong));
    assert_eq!(
        expression.evaluate(&Sample::new(), Here::default()),
        Ok(Value::Number(0.0))
    );
}

#[test]
fn a_text_that_grows_too_long_ends() {
    let mut sample = Sample::new();
    let many: Vec<Code> = (1..=200).map(|row: u32| code(&row.to_string())).collect();
    for row in &many {
        sample.set("experts", row.as_str(), "person", text(&"x".repeat(2_000)));
    }
    sample.rows.insert("experts".to_owned(), many);
    let nested =
        "string-length(concat(if(${experts}[*].person = '', '', concat(${experts}[*].person))))";
    assert_eq!(
        parsed(nested, &anywhere()).evaluate(&sample, Here::default()),
        Err(TooLong)
    );
}

#[test]
fn standalone_reads_json() {
    let answers = serde_json::json!({
        "risk": "high", "crimes": ["toc", "drugs"], "age": 42, "ok": true, "day": "2024-01-31", "none": null,
        "status": {"toc": "none", "drugs": "established"},
        "need": {"toc": {"level": 3, "note": "x"}, "drugs": {"level": null}},
    });
    let shown = |source: &str| {
        let result = standalone::evaluate(source, &answers, day("2026-03-01"));
        result.map_or_else(
            |error| error.to_string(),
            |value| serde_json::to_string(&value).unwrap(),
        )
    };
    assert_eq!(shown("${risk}"), r#"{"value":"high","type":"text"}"#);
    assert_eq!(shown("${age} div 4"), r#"{"value":10.5,"type":"number"}"#);
    assert_eq!(
        shown("number(${none})"),
        r#"{"value":"NaN","type":"number"}"#
    );
    assert_eq!(
        shown("${crimes}"),
        r#"{"value":["toc","drugs"],"type":"codes"}"#
    );
    assert_eq!(
        shown("date(${day} + 1)"),
        r#"{"value":"2024-02-01","type":"date"}"#
    );
    assert_eq!(
        shown("any(${status}[*] = 'established')"),
        r#"{"value":true,"type":"boolean"}"#
    );
    assert_eq!(
        shown("sum(${need}[*].level)"),
        r#"{"value":3.0,"type":"number"}"#
    );
    assert_eq!(
        shown("status(${need}['drugs'])"),
        r#"{"value":"","type":"text"}"#
    );
    assert_eq!(shown("${age}"), r#"{"value":42.0,"type":"number"}"#);
    assert_eq!(
        shown("${aged}"),
        "at character 0: there is no question `aged`; did you mean `age`?"
    );
    assert_eq!(
        shown("row()").split(';').next(),
        Some("at character 0: there is no row at hand here")
    );
    let error =
        standalone::evaluate("1", &serde_json::json!({"A": 1}), day("2026-03-01")).unwrap_err();
    assert!(error.message.contains("cannot be read at `A`"), "{error}");
    let error = standalone::evaluate("1", &serde_json::json!([]), day("2026-03-01")).unwrap_err();
    assert!(error.message.contains("must be a JSON object"), "{error}");
}
