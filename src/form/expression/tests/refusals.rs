//! What is refused when a form is loaded: where, and with which remedy.

use super::*;

/// Expression, character of the error, a part of what is said.
fn refused(table: &[(&str, usize, &str)]) {
    refused_at(&anywhere(), table);
}

fn refused_at(place: &Place, table: &[(&str, usize, &str)]) {
    for (source, position, part) in table {
        let error = refusal(source, place);
        assert!(error.message.contains(part), "{source}: {error}");
        assert_eq!(error.position, *position, "{source}: {error}");
    }
}

#[test]
fn what_is_not_part_of_the_language() {
    refused(&[
        ("", 0, "is empty"),
        ("   ", 0, "is empty"),
        ("1 +", 3, "ends where a value"),
        ("(1", 2, "not closed"),
        ("1)", 1, "closes nothing"),
        ("1 2", 2, "side by side"),
        ("1, 2", 1, "separates the arguments"),
        ("'a", 0, "no closing"),
        ("${risk", 0, "`${name}`"),
        ("$risk", 0, "`${name}`"),
        ("/data/risk = 1", 0, "paths are not taken"),
        ("//risk", 0, "paths are not taken"),
        ("${age} / 2", 7, "write `div`"),
        ("../risk", 2, "paths are not taken"),
        ("..", 0, "only in `position(..)`"),
        ("child::risk", 5, "axes"),
        ("@risk", 0, "attributes"),
        ("${age} | ${share}", 7, "unions"),
        ("${age} == 1", 7, "single `=`"),
        ("${age} <> 1", 7, "`!=`"),
        ("${age} => 1", 7, "`>=`"),
        ("!${agreed}", 0, "`not(…)`"),
        ("${age} % 2", 7, "`mod`"),
        ("${agreed} && ${agreed}", 10, "`and`"),
        ("${risk} = ‘high’", 10, "straight quotes"),
        ("${risk} = high", 10, "write `'high'` for a text"),
        ("${agreed} AND ${agreed}", 10, "small letters: `and`"),
        ("${risk} in ('high')", 8, "there is no `in`"),
        ("and ${agreed}", 0, "needs a value before it"),
        ("${status}[1]", 10, "name the row"),
        ("${status}[position() = 1]", 10, "name the row"),
        ("(${status}) ['toc']", 12, "directly after its question"),
        ("é", 0, "put text in quotes"),
        ("'é' + é", 6, "put text in quotes"),
        ("#", 0, "`#` is not part"),
    ]);
}

#[test]
fn limits_of_length_and_depth() {
    let long = format!("'{}'", "x".repeat(4_000));
    assert!(
        refusal(&long, &anywhere())
            .message
            .contains("at most 4000 characters")
    );
    let digits = "9".repeat(400);
    assert!(refusal(&digits, &anywhere()).message.contains("too large"));
    for deep in [
        format!("{}1{}", "(".repeat(500), ")".repeat(500)),
        format!("{}1", "-".repeat(500)),
        format!("{}true(){}", "not(".repeat(500), ")".repeat(500)),
        vec!["1"; 500].join(" + "),
    ] {
        assert!(
            refusal(&deep, &anywhere()).message.contains("levels deep"),
            "{deep}"
        );
    }
    // What is just not too deep can be evaluated on the small stack of a thread.
    let nested = |open: &str, close: &str, levels: usize| {
        shown(&format!(
            "{}1 = 1{}",
            open.repeat(levels),
            close.repeat(levels)
        ))
    };
    assert_eq!(nested("not(", ")", 98), "true");
    assert_eq!(
        nested("boolean(join('', ${experts}[*].person, ", "))", 49),
        "true"
    );
    assert_eq!(
        nested("any(${status}[*] = 'indicated' or ", ")", 49),
        "true"
    );
    assert_eq!(nested("if(true(), ", ", false())", 98), "true");
    assert_eq!(shown(&vec!["1"; 90].join(" + ")), "90");
    assert_eq!(
        shown(&format!("{}1{}", "(".repeat(90), ")".repeat(90))),
        "1"
    );
}

#[test]
fn names_that_are_not_there() {
    refused(&[
        (
            "1 = ${agee}",
            4,
            "there is no question `agee`; did you mean `age`?",
        ),
        ("${Age} = 1", 0, "there is no question `Age`"),
        ("${later} = ''", 0, "does not come before"),
        (
            "${contact} = ''",
            0,
            "several fields; name one: `.email`, `.since`",
        ),
        ("${contact}.emial = ''", 0, "did you mean `email`?"),
        ("${age}.value = 1", 0, "has no fields"),
        ("${status} = 'none'", 0, "has rows"),
        (
            "${status}['tco'] = 'none'",
            0,
            "has no row `tco`; did you mean `toc`?",
        ),
        ("${cases}['last'] = 1", 0, "its rows are years"),
        ("${experts}['01'].person = ''", 0, "its rows are numbered"),
        ("${age}['x'] = 1", 0, "has no rows"),
        ("rows(${age})", 5, "has no rows"),
        ("${status}[*] = 'none'", 0, "put it into `any`"),
        (
            "any(${status}[*] = 'none') and ${status}[*] = 'none'",
            31,
            "put it into `any`",
        ),
        (
            "any(${status}[*] = 'none' and ${cases}[*] = 1)",
            30,
            "are different",
        ),
        ("any(${age} > 1)", 11, "name them with `[*]`"),
        ("sum(1)", 4, "name them with `[*]`"),
        ("row() = 'toc'", 0, "no row at hand"),
        ("position(..)", 0, "no row at hand"),
        ("choice() = 'toc'", 0, "no choice at hand"),
        ("${status}[row()]", 0, "no row at hand"),
        (". = 1", 0, "`.` has no meaning here"),
        ("once(1)", 0, "`.` has no meaning here"),
        ("previous(${age})", 9, "takes a question in the row at hand"),
        ("status(${contact}.email)", 7, "not to a field"),
    ]);
    refused_at(
        &in_row(),
        &[
            ("${cases}[row()]", 0, "not those at hand"),
            ("${regions}[row()]", 0, "not those at hand"),
            ("${status}[choice()]", 0, "no choice at hand"),
            ("row() = 'tco'", 8, "did you mean `toc`?"),
            (". = 'establisht'", 4, "did you mean `established`?"),
        ],
    );
}

#[test]
fn codes_that_their_list_does_not_have() {
    refused(&[
        (
            "${risk} = 'hihg'",
            10,
            "`hihg` is not in the list; did you mean `high`?",
        ),
        ("'x' != ${risk}", 0, "it has `none`, `low`, `high`"),
        ("selected(${crimes}, 'drug')", 20, "did you mean `drugs`?"),
        ("selected(${risk}, 'medium')", 18, "is not in the list"),
        (
            "any(selected(${need}[*].kinds, 'moeny'))",
            31,
            "did you mean `money`?",
        ),
        ("${risk} = ${scale}", 0, "no code in common"),
        ("${scale} = 4", 11, "`4` is not in the list"),
        ("status(${age}) = 'answerd'", 17, "did you mean `answered`?"),
        (
            "if(true(), ${risk}, ${risk}) = 'x'",
            31,
            "is not in the list",
        ),
    ]);
}

#[test]
fn types_that_do_not_fit() {
    refused(&[
        ("${name} + 1", 0, "is text, not a number; write `number(…)`"),
        ("${crimes} + 1", 0, "`count-selected(…)`"),
        ("${risk} > 1", 8, "make a number of the text"),
        ("${name} < 'b'", 8, "texts have no order"),
        ("${name} = 1", 8, "make a number of the text"),
        ("${crimes} = 'toc'", 10, "`selected(…, 'code')`"),
        ("${crimes} = ${no_crimes}", 10, "`selected(…, 'code')`"),
        ("${agreed} = 'true'", 10, "compare with `true()`"),
        ("${agreed} < ${declined}", 10, "have no order"),
        ("1 < 2 < 3", 6, "have no order"),
        ("${signed} > '29.2.2024'", 12, "'2024-01-31'"),
        ("${signed} > '2024-02-30'", 12, "'2024-01-31'"),
        ("${signed} = ${name}", 10, "`date(…)`"),
        ("${age} and true()", 0, "compare it"),
        ("not(${name})", 4, "`… != ''`"),
        ("not(${crimes})", 4, "`selected(…, 'code')`"),
        ("if(${age}, 1, 2)", 3, "compare it"),
        ("if(true(), 1, 'a')", 14, "both must have one type"),
        ("coalesce(${age}, 'none')", 17, "both must have one type"),
        ("any(${cases}[*])", 4, "compare it"),
        ("sum(${status}[*])", 4, "not a number"),
        ("${age} + 1 = ''", 7, "is never empty"),
        ("(1 = 1) = ''", 3, "is never empty"),
        ("selected(${age}, '1')", 9, "not choices"),
        ("selected(${crimes}, 1)", 20, "put a code in quotes"),
        ("format-date(${crimes}, '%Y')", 12, "is not a date"),
        ("format-date('soon', '%Y')", 12, "is not a date"),
        ("format-date(today(), ${name})", 21, "a text in quotes"),
        ("format-date(today(), '%b')", 21, "differ by language"),
        ("format-date(today(), '%H')", 21, "without a time"),
        ("format-date(today(), '%')", 21, "after `%`"),
        ("regex(${name}, ${note})", 15, "a text in quotes"),
        ("regex(${name}, '[0-9]+')", 15, "begins with `^`"),
        ("regex(${name}, '^a\\$')", 15, "begins with `^`"),
        ("regex(${name}, '^($')", 15, "no pattern"),
        ("regex(${name}, '^(?=a)$')", 15, "no pattern"),
        ("regex(${name}, '^(\\w{1000}){1000}$')", 15, "too large"),
    ]);
    let error = Expression::parse_condition("${age}", &schema(), &anywhere()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at character 0: `${age}` is a number, not true or false; compare it: `… > 0`"
    );
    let condition = Expression::parse_condition("${age} > 1", &schema(), &anywhere()).unwrap();
    assert_eq!(condition.holds(&Sample::new(), Here::default()), Ok(true));
    assert_eq!(condition.result_type(), Type::Boolean);
    assert_eq!(condition.to_string(), "${age} > 1");
}

#[test]
fn functions_that_are_refused_and_why() {
    refused(&[
        ("random()", 0, "the same result on every save"),
        ("now()", 0, "write `today()`"),
        ("uuid()", 0, "on every save"),
        ("1 + floor(1.5)", 4, "only one of the two ODK engines"),
        ("substring('abc', 1)", 0, "write `substr"),
        ("jr:choice-name('a', 'b')", 0, "labels differ by language"),
        ("instance('x')", 0, "`choices_where`"),
        ("string-lenght('a')", 0, "did you mean `string-length`?"),
        (
            "count_selected(${crimes})",
            0,
            "did you mean `count-selected`?",
        ),
        ("nonsense(1)", 0, "there is no function `nonsense`"),
        (
            "not()",
            0,
            "`not` is written `not(x)`; here it has 0 arguments",
        ),
        ("if(true(), 1)", 0, "`if(condition, then, else)`"),
        ("substr('a')", 0, "`substr(text, start, end?)`"),
        ("concat()", 0, "`concat(x…)`"),
        ("today(1)", 0, "`today()`"),
    ]);
}
