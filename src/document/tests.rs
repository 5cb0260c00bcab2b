//! Documents of the trial questionnaire, which has every type of question.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::about::About;
use super::filled::of_draft;
use super::*;
use crate::form::name::QuestionName;
use crate::form::text::TextArguments;
use crate::reply::Draft;
use crate::reply::document::{Attached, Kind};
use crate::reply::last::LastTime;
use crate::reply::submission::Submission;
use crate::reply::trial::{LEAST, code, facts, form, key, read, round, typed};

fn shown(document: &Document) -> String {
    let blocks = document.blocks.iter().map(|block| format!("{block:?}"));
    let head = format!(
        "{} | {} | {:?} | {:?}",
        document.head, document.foot, document.level, document.stamps
    );
    std::iter::once(head)
        .chain(blocks)
        .collect::<Vec<_>>()
        .join("\n")
}

fn with<T>(within: &dyn Fn(&QuestionName) -> bool, make: impl FnOnce(&About<'_>) -> T) -> T {
    let arguments = TextArguments::default();
    let (facts, round) = (facts(), round());
    make(&About {
        texts: form().texts(Language::English, &arguments),
        round: Some(&round),
        facts: &facts,
        respondent: Some("Aland"),
        within,
    })
}

fn filled(answers: &[(&str, &str)], last: &LastTime) -> Document {
    let draft = Draft::check(form(), &facts(), typed(answers));
    let law = Attached {
        name: "law.pdf".to_owned(),
        kind: Kind::Pdf,
        size: 1,
        sha256: "0".repeat(64),
    };
    let draft = draft.with_documents(BTreeMap::from([(key("link"), vec![law])]));
    with(&|_| true, |about| of_draft(about, &draft, None, last))
}

#[test]
fn every_type_of_question_has_its_room_on_paper() {
    let document = with(&|_| true, blank::document);
    insta::assert_snapshot!(shown(&document));
}

#[test]
fn every_type_of_answer_is_told() {
    let answers = [
        ("mark:value", "attributable"),
        ("link:value", "not_examined"),
        ("link:comment", "two\nlines"),
        ("link:source", "Act 5"),
        ("link:mark", "secretariat_only"),
        ("why:value", "means|law"),
        ("name:value", "قانون"),
        ("contact:mail", "a@example.org"),
        ("count:value", "many"),
        ("share:value", "0.5"),
        ("since:status", "x"),
        ("day:value", "2025-12-31"),
        ("span:value", "2025-01-01|2025-12-31"),
        ("agree:value", "yes"),
        ("status.drugs:value", "established"),
        ("status.arms:status", "not_available"),
        ("status.arms:mark", "secretariat_only"),
        ("kind.drugs:value", "time"),
        ("order:value", "drugs"),
        ("cases.2021:opened", "3"),
        ("examples.2:title", "Report"),
        ("closed:value", "no"),
    ];
    let mut then = LEAST.to_vec();
    then.extend([("count:value", "12"), ("status.arms:value", "indicated")]);
    let then = Draft::check(form(), &facts(), typed(&then));
    let then = Submission::complete(form(), &round(), &then).unwrap();
    let mut last = LastTime::default();
    last.add(form(), &code("2021"), &Arc::new(read()), &then, |_| true);
    insta::assert_snapshot!(shown(&filled(&answers, &last)));
}

#[test]
fn the_level_is_that_of_the_narrowest_mark() {
    let none = LastTime::default();
    let level = |answers: &[(&str, &str)]| filled(answers, &none).level;
    // `closed` begins for the Secretariat only.
    assert_eq!(level(&[]), Level::SecretariatOnly);
    let open = [
        ("mark:value", "attributable"),
        ("closed:mark", "attributable"),
    ];
    assert_eq!(level(&open), Level::Confidential);
    let mut closed = open.to_vec();
    closed.push(("status.drugs:mark", "secretariat_only"));
    assert_eq!(level(&closed), Level::SecretariatOnly);
}

#[test]
fn only_ones_own_questions_are_in_it() {
    let own = |question: &QuestionName| question.as_str() == "count";
    let document = with(&own, blank::document);
    let questions = document.blocks.iter();
    let questions: Vec<_> = questions
        .filter(|block| matches!(block, Block::Question(_)))
        .collect();
    assert_eq!(questions.len(), 1);
}
