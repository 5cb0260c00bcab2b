//! Tests of the rules of the check.

use super::*;
use crate::reply::trial::{LEAST, code, facts, form, key, typed};
use crate::text::Language;

fn draft(answers: &[(&str, &str)]) -> Draft {
    Draft::check(form(), &facts(), typed(answers))
}

/// What is found, as `name code`.
fn found(draft: &Draft) -> Vec<String> {
    let findings = draft.findings().iter();
    findings
        .map(|found| format!("{} {}", found.name(), found.kind.code()))
        .collect()
}

/// What is found beyond what an empty reply lacks.
fn found_about(answers: &[(&str, &str)]) -> Vec<String> {
    let all: Vec<_> = LEAST.iter().chain(answers).copied().collect();
    found(&draft(&all))
}

fn value(answers: &[(&str, &str)], name: &str) -> Option<Value> {
    let draft = draft(answers);
    match &draft.answers().get(&key(name))?.given {
        Given::Values(values) => values.get(&FieldName::value()).cloned(),
        Given::Blank | Given::NotGiven(_) => None,
    }
}

#[test]
fn an_empty_reply_lacks_the_core_and_nothing_else() {
    let draft = draft(&[]);
    let missing = [
        "mark core-value-missing",
        "link core-missing",
        "status.drugs core-missing",
        "closed core-missing",
    ];
    assert_eq!(found(&draft), missing);
    assert!(draft.findings().iter().all(Finding::is_missing));
    assert_eq!(found_about(&[]), [""; 0]);
}

#[test]
fn the_account_says_whose_reply_it_is() {
    let expected = Some(Value::Choice(code("AAA")));
    assert_eq!(value(&[], "state"), expected);
    assert_eq!(value(&[("state:value", "BBB")], "state"), expected);
}

#[test]
fn what_is_not_asked_is_kept_and_not_seen() {
    let answers = [
        ("link:value", "established"),
        ("why:value", "law|staff"),
        ("name:value", "The act"),
    ];
    let draft = draft(&answers);
    let (why, name) = (key("why"), key("name"));
    assert!(!draft.asked(&why.question));
    // `why` says `law`, but it is hidden, so `name` does not see it.
    assert!(!draft.asked(&name.question));
    assert!(draft.raw_of(&why).is_some());
    assert!(draft.answers().get(&why).is_none());
}

#[test]
fn rows_follow_from_earlier_answers() {
    let draft = draft(&[
        ("status.arms:value", "established"),
        ("status.oth:value", "established"),
        ("status.drugs:value", "indicated"),
        ("kind.drugs:value", "law"),
    ]);
    let kind = form().question("kind").unwrap();
    assert_eq!(draft.rows(&kind.name), [code("arms"), code("oth")]);
    assert!(!draft.answers().contains_key(&key("kind.drugs")));
    let order = form().question("order").unwrap();
    let offered = draft.choices(form(), order, &order.fields[0].kind, None);
    let offered: Vec<_> = offered.iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(offered, ["arms", "oth"]);
    let none = self::draft(&[("status.drugs:value", "indicated")]);
    assert!(!none.asked(&kind.name), "all its rows are excluded");
}

#[test]
fn values_are_typed() {
    let of = |name: &str, typed: &str| value(&[(&format!("{name}:value"), typed)], name);
    assert_eq!(of("count", "1000"), Some(Value::Integer(1000)));
    assert_eq!(of("count", "١٢"), Some(Value::Integer(12)));
    assert_eq!(of("count", "0"), Some(Value::Integer(0)));
    let half = of("share", "0.50");
    assert_eq!(half, of("share", "0,5"));
    assert!(matches!(half, Some(Value::Decimal(half)) if half.to_string() == "0.5"));
    assert_eq!(of("since", "2026"), Some(Value::Year(2026)));
    let day = chrono::NaiveDate::from_ymd_opt(2025, 12, 31).unwrap();
    assert_eq!(of("day", "31/12/2025"), Some(Value::Date(day)));
    let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    assert_eq!(
        of("span", "2025-01-01|2025-12-31"),
        Some(Value::DateRange(first, day))
    );
    assert_eq!(of("agree", "yes"), Some(Value::Tick));
    assert_eq!(of("note", "x"), Some(Value::Text("x".to_owned())));
    let digest = "0a".repeat(32);
    assert_eq!(of("paper", &digest), Some(Value::Text(digest.clone())));
}

#[test]
fn boxes_are_kept_in_the_order_of_the_list() {
    let answers = [
        ("link:value", "not_examined"),
        ("why:value", "staff|means|staff"),
    ];
    let expected = Value::Choices(vec![code("means"), code("staff")]);
    assert_eq!(value(&answers, "why"), Some(expected));
}

#[test]
fn what_cannot_be_a_value_is_told_at_its_field() {
    let long = "x".repeat(2_001);
    let cases = [
        ("link:value", "maybe", "link.value choice-unknown"),
        (
            "link:value",
            "established|indicated",
            "link.value one-value",
        ),
        ("note:value", &long, "note.value too-long"),
        ("note:value", "a\u{7}b", "note.value control-character"),
        (
            "count:value",
            "approx. twelve hundred",
            "count.value not-integer",
        ),
        ("count:value", "-1", "count.value too-small"),
        ("count:value", "1001", "count.value too-large"),
        ("count:value", "1|2", "count.value one-value"),
        ("count:value", "14", "count check-even"),
        ("share:value", "half", "share.value not-decimal"),
        ("share:value", "100.01", "share.value too-large"),
        ("since:value", "2000", "since.value year-too-early"),
        ("since:value", "2027", "since.value year-too-late"),
        ("since:value", "last", "since.value not-year"),
        ("day:value", "31/02/2025", "day.value not-date"),
        ("day:value", "2026-03-02", "day check-future"),
        ("span:value", "2025-01-01|", "span.value range-open"),
        (
            "span:value",
            "2025-01-02|2025-01-01",
            "span.value range-reversed",
        ),
        ("agree:value", "on", "agree.value not-tick"),
        ("paper:value", "report.pdf", "paper.value not-document"),
        ("contact:mail", "nobody", "contact.mail not-email"),
        ("contact:remark", "a\nb", "contact.remark one-line"),
        ("cases.2021:ended", "3", "cases.2021.opened required"),
        ("examples.1:title", "x", "examples.1.public required"),
        ("link:mark", "public", "link.mark mark-unknown"),
        ("day:mark", "attributable", "day.mark mark-not-taken"),
        (
            "link:status",
            "not_available",
            "link.status status-with-value",
        ),
        ("count:status", "lost", "count.status status-unknown"),
        ("day:status", "not_available", "day.status status-not-taken"),
        ("day:comment", "x", "day.comment comment-not-taken"),
        ("count:source", "x", "count.source source-not-taken"),
        ("note:comment", &long, "note.comment too-long"),
    ];
    for (name, typed, expected) in cases {
        let told = found_about(&[(name, typed)]);
        assert!(told.contains(&expected.to_owned()), "{name}: {told:?}");
        let blocks = draft(&[(name, typed)])
            .findings()
            .iter()
            .any(Finding::blocks);
        assert!(blocks, "{name}");
    }
}

#[test]
fn choices_keep_their_bounds() {
    let why = |typed| found_about(&[("link:value", "not_examined"), ("why:value", typed)]);
    assert_eq!(why("means"), ["why.value too-few-choices"]);
    assert_eq!(why("means|law|staff|time"), ["why.value too-many-choices"]);
    assert_eq!(why("means|unknown"), ["why.value choice-exclusive"]);
    assert_eq!(why("unknown"), [""; 0]);
    let order = |typed| {
        found_about(&[
            ("status.drugs:value", "established"),
            ("kind.drugs:value", "law"),
            ("order:value", typed),
        ])
    };
    assert_eq!(order("drugs"), [""; 0]);
    assert_eq!(order("drugs|drugs"), ["order.value ranked-twice"]);
    assert_eq!(order("arms"), ["order.value choice-not-offered"]);
}

#[test]
fn a_reason_stands_for_a_value_and_that_of_the_whole_for_its_rows() {
    let mut answers = LEAST.to_vec();
    answers[2] = ("status:status", "not_disclosed");
    let draft = draft(&answers);
    assert_eq!(found(&draft), [""; 0]);
    use crate::form::expression::Answers;
    let (question, row) = (key("status").question, code("drugs"));
    assert_eq!(draft.status(&question, None), Some("not_disclosed"));
    assert_eq!(draft.status(&question, Some(&row)), Some("not_disclosed"));
    assert_eq!(draft.status(&key("link").question, None), Some("answered"));
    assert_eq!(draft.status(&key("count").question, None), None);
}

#[test]
fn a_warning_is_kept_with_a_comment() {
    let bare = draft(&[("count:value", "13")]);
    let warning = |draft: &Draft| {
        let mut findings = draft.findings().iter();
        let found = findings.find(|found| matches!(found.kind, FindingKind::Check(_)));
        found.cloned().unwrap()
    };
    assert_eq!(warning(&bare).level, Level::Warn);
    assert!(warning(&bare).blocks());
    let kept = draft(&[("count:value", "13"), ("count:comment", "counted twice")]);
    assert!(!warning(&kept).blocks());
    let answers = [
        ("cases.2022:opened", "1"),
        ("cases.2022:ended", "2"),
        ("cases:comment", "cases of earlier years"),
    ];
    assert!(
        !warning(&draft(&answers)).blocks(),
        "a comment on the whole will do"
    );
    assert_eq!(found_about(&answers[..2]), ["cases.2022 check-ended"]);
}

#[test]
fn a_check_waits_for_the_values_it_names() {
    assert_eq!(found_about(&[("cases.2022:opened", "1")]), [""; 0]);
    assert_eq!(
        found_about(&[("cases.2022:opened", "1"), ("cases.2022:ended", "x")]),
        ["cases.2022.ended not-integer"]
    );
}

#[test]
fn free_rows_keep_their_number_and_order() {
    let row = |n: u32| {
        [
            (format!("examples.{n}:title"), "x"),
            (format!("examples.{n}:public"), "yes"),
        ]
    };
    let rows: Vec<_> = [10, 2, 1].into_iter().flat_map(row).collect();
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, typed)| (name.as_str(), *typed))
        .collect();
    let draft = draft(&rows);
    let examples = key("examples").question;
    assert_eq!(draft.rows(&examples), [code("1"), code("2"), code("10")]);
    assert!(found(&draft).contains(&"examples too-many-rows".to_owned()));
    assert_eq!(found_about(&rows[..4]), [""; 0]);
}

#[test]
fn personal_data_is_advice_except_where_it_belongs() {
    let told = found_about(&[
        ("note:value", "ask a@b.org"),
        ("link:comment", "call +43 1 26060 0"),
    ]);
    assert_eq!(
        told,
        [
            "link.comment personal-telephone",
            "note.value personal-email"
        ]
    );
    let draft = draft(&[("note:value", "ask a@b.org")]);
    let note = key("note");
    let advice: Vec<_> = draft.findings_of(&note).map(Finding::blocks).collect();
    assert_eq!(advice, [false]);
    let contact = [
        ("contact:mail", "a@b.org"),
        ("contact:remark", "or c@d.org"),
    ];
    assert_eq!(found_about(&contact), [""; 0]);
}

#[test]
fn sections_tell_how_far_they_are() {
    use crate::reply::SectionState;
    let section = form().section("rows").unwrap();
    let state = |answers: &[(&str, &str)]| draft(answers).progress(section).state();
    assert_eq!(state(&[]), SectionState::NotBegun);
    assert_eq!(state(&[("closed:value", "no")]), SectionState::InWork);
    assert_eq!(state(&LEAST), SectionState::Sufficient);
    let all = [
        ("status.drugs:value", "none_found"),
        ("cases:status", "not_available"),
        ("examples.1:title", "x"),
        ("examples.1:public", "yes"),
        ("closed:value", "no"),
    ];
    assert_eq!(state(&all), SectionState::Complete);
    let progress = draft(&all).progress(section);
    assert_eq!((progress.asked, progress.answered), (4, 4));
    assert_eq!(draft(&[]).progress(section).core_missing, 2);
}

#[test]
fn rows_that_lack_an_answer_are_one_point() {
    let points = |answers: &[(&str, &str)]| -> Vec<(String, usize)> {
        let draft = draft(answers);
        let points = draft.points(Finding::blocks).into_iter();
        points
            .map(|point| (point.first.name(), point.count))
            .collect()
    };
    let three = [
        ("status.drugs:value", "established"),
        ("status.arms:value", "established"),
        ("status.oth:value", "established"),
        ("order:value", "arms"),
    ];
    let all: Vec<_> = LEAST.iter().chain(&three).copied().collect();
    assert_eq!(points(&all), [("kind.drugs".to_owned(), 3)]);
    // What is wrong in a row is no lack of an answer.
    let wrong = ("kind.arms:value", "nothing_of_ours");
    let mended: Vec<_> = all.iter().copied().chain([wrong]).collect();
    let expected = [
        ("kind.drugs".to_owned(), 2),
        ("kind.arms.value".to_owned(), 1),
    ];
    assert_eq!(points(&mended), expected);
    // Wrong rows stay apart: each is put right by itself.
    let both = [wrong, ("kind.oth:value", "nothing_of_ours")];
    let both: Vec<_> = all.iter().copied().chain(both).collect();
    assert_eq!(points(&both).len(), 3);
    let section = form().section("rows").unwrap();
    assert_eq!(draft(&all).progress(section).core_missing, 1);
}

#[test]
fn every_finding_has_its_message() {
    use rust_decimal::Decimal;
    let kinds = [
        FindingKind::Required,
        FindingKind::CoreMissing,
        FindingKind::CoreValueMissing,
        FindingKind::TooFewRows(2),
        FindingKind::TooManyRows(1),
        FindingKind::StatusWithValue,
        FindingKind::StatusUnknown,
        FindingKind::StatusNotTaken,
        FindingKind::MarkUnknown,
        FindingKind::MarkNotTaken,
        FindingKind::CommentNotTaken,
        FindingKind::SourceNotTaken,
        FindingKind::OneValue,
        FindingKind::ChoiceUnknown,
        FindingKind::ChoiceNotOffered,
        FindingKind::ChoiceExclusive,
        FindingKind::TooFewChoices(2),
        FindingKind::TooManyChoices(3),
        FindingKind::RankedTwice,
        FindingKind::TooShort(3),
        FindingKind::TooLong(1_000),
        FindingKind::OneLine,
        FindingKind::ControlCharacter,
        FindingKind::NotEmail,
        FindingKind::NotInteger,
        FindingKind::NotDecimal,
        FindingKind::TooSmall(Decimal::ZERO),
        FindingKind::TooLarge(Decimal::ONE_THOUSAND),
        FindingKind::NotYear,
        FindingKind::YearTooEarly(2001),
        FindingKind::YearTooLate(2026),
        FindingKind::NotDate,
        FindingKind::RangeOpen,
        FindingKind::RangeReversed,
        FindingKind::NotTick,
        FindingKind::NotDocument,
        FindingKind::InfectedDocument,
        FindingKind::RuleTooLong,
        FindingKind::PersonalEmail,
        FindingKind::PersonalTelephone,
        FindingKind::PersonalNumber,
    ];
    let messages: Vec<String> = kinds
        .iter()
        .map(|kind| kind.message(Language::English).unwrap().into_owned())
        .collect();
    insta::assert_snapshot!(messages.join("\n"));
    let keys = crate::text::interface(Language::English);
    let written = keys.keys().filter(|(key, _)| key.starts_with("finding-"));
    assert_eq!(written.count(), kinds.len(), "a message too many");
}
