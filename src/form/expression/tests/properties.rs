//! Properties over random texts, trees and answers.

use proptest::prelude::*;

use super::super::parse::parse;
use super::super::syntax::{Operator, Row, Syntax, Term};
use super::*;

const OPERATORS: [Operator; 13] = [
    Operator::Or,
    Operator::And,
    Operator::Equal,
    Operator::Unequal,
    Operator::Less,
    Operator::LessOrEqual,
    Operator::Greater,
    Operator::GreaterOrEqual,
    Operator::Plus,
    Operator::Minus,
    Operator::Times,
    Operator::Divide,
    Operator::Modulo,
];

fn made(term: Term) -> Syntax {
    Syntax::new(0, term)
}

/// Any tree that can be written.
fn trees() -> impl Strategy<Value = Syntax> {
    let row = prop_oneof![
        Just(None),
        Just(Some(Row::Each)),
        Just(Some(Row::AtHand)),
        Just(Some(Row::Choice)),
        "[a-z0-9_]{1,4}".prop_map(|code| Some(Row::Named(code))),
    ];
    let question = (
        "[a-z][a-z0-9_]{0,5}",
        row,
        proptest::option::of("[a-z][a-z0-9_]{0,5}"),
    );
    let leaf = prop_oneof![
        (0.0..1e9_f64).prop_map(Term::Number),
        (0_u32..100).prop_map(|number| Term::Number(f64::from(number))),
        "[^']{0,8}".prop_map(Term::Text),
        "[^\"]{0,8}".prop_map(Term::Text),
        Just(Term::Own),
        Just(Term::Parent),
        question.prop_map(|(name, row, field)| Term::Question { name, row, field }),
    ];
    leaf.prop_map(made).prop_recursive(6, 40, 3, |inner| {
        prop_oneof![
            inner
                .clone()
                .prop_map(|part| made(Term::Negate(Box::new(part)))),
            (
                proptest::sample::select(&OPERATORS[..]),
                inner.clone(),
                inner.clone()
            )
                .prop_map(|(operator, left, right)| made(Term::Binary(
                    operator,
                    Box::new(left),
                    Box::new(right)
                ))),
            (
                "[a-z][a-z0-9-]{0,8}",
                proptest::collection::vec(inner, 0..3)
            )
                .prop_map(|(name, arguments)| made(Term::Call { name, arguments })),
        ]
    })
}

/// Texts that are often sound expressions of the questionnaire of these tests.
fn sources() -> impl Strategy<Value = String> {
    const NUMBERS: &[&str] = &[
        "1",
        "0",
        "-2.5",
        "${age}",
        "${blank}",
        "${cases}['2021']",
        "sum(${cases}[*])",
        "rows(${need})",
        "number(today())",
        "count-selected(${crimes})",
        "number(${name})",
        "string-length(comment(${blank}))",
        "1 div 0",
        "number(${signed})",
    ];
    const TEXTS: &[&str] = &[
        "${name}",
        "''",
        "'é 😀'",
        "${risk}",
        "join('x', ${experts}[*].person)",
        "${blank_text}",
        "string(1 div 0)",
    ];
    const CONDITIONS: &[&str] = &[
        "${agreed}",
        "true()",
        "any(${status}[*] = 'none')",
        "selected(${crimes}, 'toc')",
        "${blank} = ''",
    ];
    let number = proptest::sample::select(NUMBERS).prop_map(str::to_owned);
    let text = proptest::sample::select(TEXTS).prop_map(str::to_owned);
    let condition = proptest::sample::select(CONDITIONS).prop_map(str::to_owned);
    let made = (number, text, condition).prop_recursive(5, 60, 3, |inner| {
        let shape = 0_usize..8;
        (inner.clone(), inner, shape).prop_map(|((n, t, c), (m, u, d), shape)| {
            let number = match shape {
                0 => format!("({n} + {m})"),
                1 => format!("({n} mod {m})"),
                2 => format!("if({c}, {n}, {m})"),
                3 => format!("round({n}, {m})"),
                4 => format!("pow({n}, {m})"),
                5 => format!("max({n}, ${{need}}[*].level * {m})"),
                6 => format!("number(date({n}))"),
                _ => format!("count(${{cases}}[*] > {n})"),
            };
            let text = match shape {
                0 => format!("concat({t}, {n}, {c})"),
                1 => format!("substr({t}, {n}, {m})"),
                2 => format!("translate({t}, {u}, {t})"),
                3 => format!("substring-after({t}, {u})"),
                4 => format!("selected-at({t}, {n})"),
                5 => format!("join({t}, {u}, ${{experts}}[*].person)"),
                6 => format!("format-date({t}, '%Y-%m')"),
                _ => format!("normalize-space({t})"),
            };
            let condition = match shape {
                0 => format!("({c} and not({d}))"),
                1 => format!("({n} < {m})"),
                2 => format!("({n} = {m} or {c})"),
                3 => format!("contains({t}, {u})"),
                4 => format!("regex({t}, '^.*$')"),
                5 => format!("all(${{cases}}[*] >= {n} or {c})"),
                6 => format!("boolean({t})"),
                _ => format!("checklist({n}, {m}, {c}, {d})"),
            };
            (number, text, condition)
        })
    });
    made.prop_map(|(number, text, condition)| format!("concat({number}, {text}, {condition})"))
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<f64>().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Boolean),
        ".{0,12}".prop_map(Value::Text),
        (-200_000_i64..200_000)
            .prop_map(|days| Value::Date(day("1970-01-01") + chrono::TimeDelta::days(days))),
        Just(Value::Codes(vec![code("toc"), code("none")])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parser_never_panics(source in ".{0,60}") {
        let _ = Expression::parse(&source, &schema(), &in_row());
    }

    #[test]
    fn parser_never_panics_on_its_own_words(
        words in proptest::collection::vec(proptest::sample::select(&[
            "${age}", "${status}", "[*]", "[row()]", "['toc']", ".level", ".", "..", "(", ")", ",", "=", "<", "-", "*", "and", "div",
            "if(", "any(", "count(", "previous(", "status(", "regex(", "'a'", "'^a$'", "1", " ",
        ][..]), 0..16)
    ) {
        let source = words.concat();
        if let Err(error) = Expression::parse(&source, &schema(), &in_row()) {
            prop_assert!(error.position <= source.chars().count());
            prop_assert!(!error.message.is_empty());
        }
    }

    #[test]
    fn what_is_written_is_read_back(tree in trees()) {
        let written = tree.to_string();
        let read = parse(&written);
        prop_assert_eq!(read.as_ref(), Ok(&tree), "{}", written);
        prop_assert_eq!(read.unwrap().to_string(), written);
    }

    /// Answers of any type, also of another than the form says, as an old reply might hold.
    #[test]
    fn evaluating_never_panics(source in sources(), given in proptest::collection::vec(values(), 12)) {
        let mut sample = Sample::new();
        for (key, value) in sample.values.values_mut().zip(given) {
            *key = value;
        }
        match Expression::parse(&source, &schema(), &anywhere()) {
            Ok(expression) => {
                let once = expression.evaluate(&sample, Here::default());
                prop_assert_eq!(&once, &expression.evaluate(&sample, Here::default()));
                if let Ok(value) = once {
                    prop_assert_eq!(value.kind(), expression.result_type());
                }
            }
            Err(error) => {
                let limit = source.chars().count() > super::super::parse::LONGEST || error.message.contains("levels deep");
                let literal = error.message.contains("is not a date");
                prop_assert!(limit || literal, "{}: {}", source, error);
            }
        }
    }
}
