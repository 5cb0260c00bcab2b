//! What the default questionnaire asks: its core, and its rules on answers that are hard to give.

use std::sync::LazyLock;

use para11::form::name::FieldName;
use para11::form::{Core, Form, Level, catalog, file};
use para11::reply::raw::{RawAnswer, RawAnswers};
use para11::reply::{AnswerKey, Draft, Facts};
use para11::round::Period;

use super::support::store::{at, code, key};

static FORM: LazyLock<Form> =
    LazyLock::new(|| file::load(&catalog::shipped().remove("para11").unwrap()).unwrap());

/// Answers as `question[.row]:part`, several values parted by `|`, a part being a field or `status`, `mark`, `comment`.
fn typed(answers: &[(&str, &str)]) -> RawAnswers {
    let mut raw = RawAnswers::new();
    for (name, typed) in answers {
        let (name, part) = name.split_once(':').unwrap();
        let answer: &mut RawAnswer = raw.entry(of(name)).or_default();
        match part {
            "status" => answer.status = Some((*typed).to_owned()),
            "mark" => answer.mark = Some((*typed).to_owned()),
            "comment" => (*typed).clone_into(&mut answer.comment),
            field => {
                let values = typed.split('|').map(str::to_owned).collect();
                let field = FieldName::parse(field).unwrap();
                answer.values.insert(field, values);
            }
        }
    }
    raw
}

/// The answer called `question` or `question.row`.
fn of(name: &str) -> AnswerKey {
    let (question, row) = match name.split_once('.') {
        Some((question, row)) => (question, Some(code(row))),
        None => (name, None),
    };
    AnswerKey {
        row,
        ..key(question)
    }
}

fn draft(answers: &[(&str, &str)]) -> Draft {
    let today = at(0).date_naive();
    let facts = Facts {
        period: Period::five_years_before(today),
        today,
        respondent: code("AUT"),
    };
    Draft::check(&FORM, &facts, typed(answers))
}

/// What stands in the way of submission and is more than a lack of answers, as `answer code`.
fn wrong(draft: &Draft) -> Vec<String> {
    let findings = draft.findings().iter();
    findings
        .filter(|found| found.blocks() && !found.is_missing())
        .map(|found| format!("{} {}", found.name(), found.kind.code()))
        .collect()
}

/// The shortest reply: no link found, no need, party to everything.
fn shortest() -> Vec<(&'static str, &'static str)> {
    vec![
        ("rep_lead:value", "Ministry of Justice"),
        ("rep_contact:name", "A person"),
        ("rep_contact:email", "a@example.org"),
        ("rep_contributors.1:name", "Ministry of Justice"),
        ("rep_contributors.1:kind", "justice"),
        ("rep_contributors.1:modules", "m1|m2"),
        ("rep_language:value", "fr"),
        ("rep_period:value", "same"),
        ("rep_default_mark:value", "attributable"),
        ("ins_party:status", "to_follow"),
        ("ins_domestic:status", "to_follow"),
        ("frm_tf:value", "yes_all"),
        ("frm_strategy:value", "none"),
        ("frm_coord:value", "none"),
        ("frm_risk:value", "none"),
        ("lnk_overview:value", "none_found"),
        ("lnk_status.toc:value", "none_found"),
        ("lnk_status.drugs:value", "none_found"),
        ("lnk_status.ml:value", "none_found"),
        ("lnk_status.arms:value", "none_found"),
        ("lnk_status.cbrn:value", "none_found"),
        ("pat_cbrn:value", "none"),
        ("cas_kept:value", "no"),
        ("cop_authority:value", "same"),
        ("cop_channels:status", "not_available"),
        ("cop_obstacles:status", "not_available"),
        ("ta_matrix:status", "not_applicable"),
        ("ta_crimes:status", "not_applicable"),
        ("ta_share:value", "nobody"),
        ("hr_review:value", "none"),
        ("hr_safeguards:status", "not_disclosed"),
        ("cls_proposals:value", "None"),
        ("cls_named:value", "yes"),
        ("cls_signoff:name", "An official"),
        ("cls_signoff:post", "Permanent Secretary"),
        ("cls_signoff:cleared_on", "2026-01-02"),
    ]
}

fn blocking(draft: &Draft) -> Vec<String> {
    let points = draft
        .points(para11::reply::finding::Finding::blocks)
        .into_iter();
    points
        .map(|point| format!("{} {}", point.first.name(), point.first.kind.code()))
        .collect()
}

#[test]
fn it_has_ten_sections_and_a_core_of_thirty_six_questions() {
    assert_eq!(FORM.sections.len(), 10);
    assert_eq!(FORM.questions().count(), 88);
    let core = FORM
        .questions()
        .filter(|question| question.core != Core::No);
    assert_eq!(core.count(), 36);
}

#[test]
fn a_state_without_links_gives_a_valid_short_reply() {
    let short = draft(&shortest());
    assert_eq!(blocking(&short), [""; 0]);
    // Of the core it is asked neither about links nor about priorities, and of all it need answer no more.
    let core = FORM
        .questions()
        .filter(|question| question.core != Core::No);
    let asked = core.filter(|question| short.asked(&question.name)).count();
    assert_eq!(asked, 28);
    for question in ["lnk_type", "lnk_why_not", "pat_rank", "ta_priority"] {
        assert!(!short.asked(&key(question).question), "{question}");
    }
}

#[test]
fn who_examined_nothing_says_why() {
    let mut answers = shortest();
    answers.push(("lnk_status.som:value", "not_examined"));
    assert_eq!(blocking(&draft(&answers)), ["lnk_why_not core-missing"]);
    answers.push(("lnk_why_not:value", "capacity|no_data"));
    assert_eq!(blocking(&draft(&answers)), [""; 0]);
}

#[test]
fn links_seen_and_none_found_overall_contradict_each_other_once() {
    let mut answers = shortest();
    for row in [
        "lnk_status.som:value",
        "lnk_status.oth:value",
        "lnk_status.tip:value",
    ] {
        answers.push((row, "indicated"));
    }
    let found = draft(&answers);
    assert_eq!(wrong(&found), ["lnk_status check-overview"]);
    let mut findings = found.findings().iter().filter(|found| found.blocks());
    assert!(findings.any(|found| found.level == Level::Warn));
    let kept = ("lnk_status:comment", "seen in other States only");
    assert_eq!(wrong(&draft(&[&answers[..], &[kept]].concat())), [""; 0]);
    answers.push(("lnk_overview:value", "indicated"));
    assert_eq!(wrong(&draft(&answers)), [""; 0]);
}

#[test]
fn a_reply_is_posted_whole_only_if_no_answer_is_marked_more_narrowly() {
    let said = |more: &[(&'static str, &'static str)]| {
        let answers = [&shortest()[..], &[("cls_publish:value", "whole")], more].concat();
        wrong(&draft(&answers))
    };
    let refused = ["cls_publish check-marks"];
    // An answer on dangerous material begins with the narrowest mark, whatever the default of the reply.
    assert_eq!(said(&[]), refused);
    let open = ("pat_cbrn:mark", "attributable");
    assert_eq!(said(&[open]), [""; 0]);
    assert_eq!(said(&[open, ("frm_tf:mark", "not_attributable")]), refused);
    let row = ("lnk_status.ml:mark", "secretariat_only");
    assert_eq!(said(&[open, row]), refused);
    // A mark on rows as a whole holds for those that set none.
    assert_eq!(
        said(&[open, ("lnk_status:mark", "not_attributable")]),
        refused
    );
    let default = ("rep_default_mark:value", "not_attributable");
    assert_eq!(said(&[open, default]), refused);
    let part = [("cls_publish:value", "attributable_only")];
    assert_eq!(said(&part), [""; 0]);
}

#[test]
fn parts_of_a_state_are_described() {
    let mut answers = vec![("rep_scope:value", "parts")];
    assert_eq!(wrong(&draft(&answers)), ["rep_scope check-parts"]);
    answers.push(("rep_scope:comment", "All provinces but two"));
    assert_eq!(wrong(&draft(&answers)), [""; 0]);
}

#[test]
fn every_rule_that_looks_at_rows_is_told_in_a_sentence() {
    use para11::form::text::TextArguments;
    use para11::text::Language;
    let args = TextArguments::named();
    let texts = FORM.texts(Language::English, &args);
    let rows = |question: &&para11::form::Question| {
        let named = question
            .relevant
            .iter()
            .flat_map(para11::form::expression::Expression::questions);
        let mut named = named.filter_map(|other| FORM.question(other.question.as_str()));
        question.relevant.is_none() || named.any(para11::form::Question::has_rows)
    };
    let told = FORM
        .questions()
        .filter(|question| question.is_conditional());
    for question in told.filter(rows) {
        let when = texts.when(question).unwrap_or_default();
        assert!(when.starts_with("Answer only if "), "{}", question.name);
        assert!(when.ends_with('.'), "{}", question.name);
    }
}
