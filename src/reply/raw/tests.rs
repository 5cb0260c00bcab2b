//! Tests of the codec.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::form::Rows;
use crate::reply::Draft;
use crate::reply::trial::{facts, form, key, typed};

fn pairs(pairs: &[(&str, &str)]) -> Posted {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Posted::from_pairs(form(), &facts(), pairs)
}

fn json(document: &serde_json::Value) -> Posted {
    Posted::from_json(form(), &facts(), document.to_string().as_bytes()).unwrap()
}

/// Pairs as a page would post them.
fn as_pairs(answers: &RawAnswers) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (key, answer) in answers {
        for (field, values) in &answer.values {
            pairs.extend(
                values
                    .iter()
                    .map(|value| (format!("{key}.{field}"), value.clone())),
            );
        }
        let parts = [
            ("status", answer.status.as_deref().unwrap_or("")),
            ("mark", answer.mark.as_deref().unwrap_or("")),
            ("comment", &answer.comment),
            ("source", &answer.source),
            ("revision", "3"),
        ];
        pairs.extend(parts.map(|(part, value)| (format!("{key}.{part}"), value.to_owned())));
    }
    pairs
}

/// The document of the API that says the same.
fn as_json(answers: &RawAnswers) -> serde_json::Value {
    let answers = answers.iter().map(|(key, answer)| {
        let mut parts = serde_json::to_value(answer).unwrap();
        parts["revision"] = json!(3);
        (key.to_string(), parts)
    });
    json!({ "answers": serde_json::Map::from_iter(answers) })
}

#[test]
fn a_page_and_a_document_say_the_same() {
    let page = pairs(&[
        ("link.value", " established "),
        ("link.comment", "one\r\ntwo\rthree\n"),
        ("link.mark", "attributable"),
        ("link.revision", "3"),
        ("why.value", "law"),
        ("why.value", ""),
        ("why.value", "means"),
        ("why.revision", "0"),
        ("span.value", ""),
        ("span.value", "2025-12-31"),
        ("span.revision", "0"),
        ("kind.drugs.value", "law"),
        ("kind.drugs.revision", "1"),
        ("status.comment", "on all"),
        ("status.revision", "0"),
        ("cases.2021.opened", "5"),
        ("cases.2021.revision", "0"),
    ]);
    let document = json(&json!({"answers": {
        "link": {"values": {"value": ["established"]}, "comment": "one\ntwo\nthree", "mark": "attributable", "revision": 3},
        "why": {"values": {"value": ["law", "means"]}, "revision": 0},
        "span": {"values": {"value": ["", "2025-12-31"]}, "revision": 0},
        "kind.drugs": {"values": {"value": ["law"]}, "revision": 1},
        "status": {"comment": "on all", "revision": 0},
        "cases.2021": {"values": {"opened": ["5"]}, "revision": 0},
    }}));
    assert_eq!(page, document);
    assert_eq!((page.unknown.len(), page.problems.len()), (0, 0));
    assert_eq!(page.seen[&key("link")], 3);
    let expected = typed(&[
        ("link:value", "established"),
        ("link:comment", "one\ntwo\nthree"),
        ("link:mark", "attributable"),
        // Ticks in the order of their list, however they came.
        ("why:value", "means|law"),
        ("span:value", "|2025-12-31"),
        ("kind.drugs:value", "law"),
        ("status:comment", "on all"),
        ("cases.2021:opened", "5"),
    ]);
    assert_eq!(page.answers, expected);
}

#[test]
fn what_was_on_the_page_and_is_not_posted_is_empty() {
    let page = pairs(&[
        ("agree.revision", "4"),
        ("link.value", "  "),
        ("link.revision", "1"),
    ]);
    assert_eq!(page.answers.len(), 2);
    assert!(page.answers.values().all(RawAnswer::is_blank));
    assert!(!page.answers.contains_key(&key("count")));
}

#[test]
fn a_row_can_be_removed() {
    let page = pairs(&[
        ("examples.2.title", "x"),
        ("examples.2.remove", "yes"),
        ("examples.2.revision", "7"),
    ]);
    assert!(page.answers[&key("examples.2")].is_blank());
    assert_eq!(page.seen[&key("examples.2")], 7);
    let document = json(
        &json!({"answers": {"examples.2": {"values": {"title": ["x"]}, "remove": true, "revision": 7}}}),
    );
    assert_eq!(page, document);
}

#[test]
fn names_that_are_not_of_the_form_are_told() {
    let names = [
        "lnk.value",
        "link",
        "link.values",
        "link.drugs.value",
        "status.value",
        "status.tobacco.value",
        "cases.2020.opened",
        "examples.0.title",
        "examples.01.title",
        "examples.10000.title",
        "link.remove",
        "kind.drugs.remove",
        "link.value.value",
        "",
        "csrf",
    ];
    let page = pairs(&names.map(|name| (name, "x")));
    assert_eq!(page.unknown, names);
    assert!(page.answers.is_empty() && page.problems.is_empty());
}

#[test]
fn wrong_codes_are_kept_as_typed() {
    let page = pairs(&[
        ("link.value", "maybe"),
        ("link.status", "lost"),
        ("link.revision", "0"),
    ]);
    assert_eq!(
        page.answers,
        typed(&[("link:value", "maybe"), ("link:status", "lost")])
    );
}

#[test]
fn what_no_page_posts_is_refused() {
    let name = |name: &str| name.to_owned();
    let cases = [
        (
            vec![("link.value", "a\0b"), ("link.revision", "0")],
            PostedProblem::Nul {
                name: name("link.value"),
            },
        ),
        (
            vec![("link.value", "a"), ("link.revision", "x")],
            PostedProblem::Revision {
                name: name("link.revision"),
            },
        ),
        (
            vec![("link.revision", "-1")],
            PostedProblem::Revision {
                name: name("link.revision"),
            },
        ),
        (
            vec![("link.value", "a")],
            PostedProblem::NoRevision {
                name: name("link.revision"),
            },
        ),
        (
            vec![
                ("link.status", "a"),
                ("link.status", "b"),
                ("link.revision", "0"),
            ],
            PostedProblem::Repeated {
                name: name("link.status"),
            },
        ),
        (
            vec![("link.revision", "0"), ("link.revision", "1")],
            PostedProblem::Repeated {
                name: name("link.revision"),
            },
        ),
    ];
    for (posted, problem) in cases {
        assert_eq!(pairs(&posted).problems, [problem]);
    }
    let twice = br#"{"answers": {"link": {"revision": 0}, "link": {"revision": 0}}}"#;
    let twice = Posted::from_json(form(), &facts(), twice).unwrap();
    assert_eq!(
        twice.problems,
        [PostedProblem::Repeated {
            name: name("link.revision")
        }]
    );
    for document in [
        r#"{"answer": {}}"#,
        r#"{"answers": {"link": {"value": "x"}}}"#,
        "[]",
        "",
    ] {
        assert!(
            Posted::from_json(form(), &facts(), document.as_bytes()).is_err(),
            "{document}"
        );
    }
}

#[test]
fn a_point_in_the_name_of_a_field_makes_no_row() {
    let posted =
        json(&json!({"answers": {"kind": {"values": {"drugs.value": ["law"]}, "revision": 0}}}));
    assert_eq!(posted.unknown, ["kind.drugs.value"]);
    assert!(posted.answers[&key("kind")].is_blank());
}

/// Names of the form, a few that are not, and anything.
fn name() -> impl Strategy<Value = String> {
    let form = form();
    let mut names = BTreeSet::from(["nothing.value".to_owned()]);
    for question in form.questions() {
        let rows: Vec<String> = match &question.rows {
            Rows::One => Vec::new(),
            Rows::List { list, .. } => {
                let list = form.list(list.as_str()).unwrap();
                list.choices
                    .iter()
                    .map(|choice| format!(".{}", choice.code))
                    .collect()
            }
            Rows::Years => (2020..=2025).map(|year| format!(".{year}")).collect(),
            Rows::Free { .. } => (0..=3).map(|row| format!(".{row}")).collect(),
        };
        let fields = question.fields.iter().map(|field| field.name.to_string());
        let parts = [
            "status",
            "mark",
            "comment",
            "source",
            "last_time",
            "revision",
            "remove",
        ]
        .map(str::to_owned);
        for part in fields.chain(parts) {
            names.insert(format!("{}.{part}", question.name));
            names.extend(
                rows.iter()
                    .map(|row| format!("{}{row}.{part}", question.name)),
            );
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    prop_oneof![9 => proptest::sample::select(names), 1 => any::<String>()]
}

/// Values that fit somewhere, and anything.
fn value() -> impl Strategy<Value = String> {
    let codes = [
        "",
        "0",
        "1",
        "13",
        "14",
        "1,5",
        "2024",
        "2025-12-31",
        "yes",
        "no",
        "established",
        "none_found",
        "not_examined",
        "law",
        "unknown",
        "drugs",
        "oth",
        "attributable",
        "not_available",
        "a@b.org",
        " x\r\ny ",
        "\0",
        "+43 1 26060 0",
    ];
    prop_oneof![4 => proptest::sample::select(codes.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #[test]
    fn anything_can_be_posted_kept_and_checked(posted in prop::collection::vec((name(), value()), 0..60)) {
        let posted = Posted::from_pairs(form(), &facts(), posted);
        for answer in posted.answers.values() {
            prop_assert_eq!(&RawAnswer::from_text(&answer.to_text()).unwrap(), answer);
        }
        let again = Posted::from_pairs(form(), &facts(), as_pairs(&posted.answers));
        prop_assert_eq!(&again.answers, &posted.answers);
        let document = as_json(&posted.answers).to_string();
        let document = Posted::from_json(form(), &facts(), document.as_bytes()).unwrap();
        prop_assert_eq!(&document, &again);

        let draft = Draft::check(form(), &facts(), posted.answers.clone());
        prop_assert_eq!(draft.raw(), &posted.answers);
        for key in draft.answers().keys() {
            prop_assert!(draft.asked(&key.question));
        }
        let errors = crate::reply::finding::to_errors(&draft);
        let blocks = draft.findings().iter().any(crate::reply::finding::Finding::blocks);
        prop_assert_eq!(errors.is_empty(), !blocks);
    }
}
