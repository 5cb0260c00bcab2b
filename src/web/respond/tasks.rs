//! `GET /{lang}/reply`: the list of sections.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::open::OpenReply;
use super::steps;
use crate::access::{Allow, SeeReply};
use crate::form::Section;
use crate::reply::SectionState;
use crate::text;
use crate::web::pages::answer;
use crate::web::pages::respond::{Task, TasksPage};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(_allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let texts = open.texts(visit.language);
    let sections: Vec<_> = open
        .form
        .sections
        .iter()
        .filter(|section| is_shown(&open, section))
        .map(|section| (section, open.draft.progress(section).state()))
        .collect();
    let is_ready =
        |state: &SectionState| matches!(state, SectionState::Sufficient | SectionState::Complete);
    let asked = sections
        .iter()
        .filter(|(_, state)| *state != SectionState::NotAsked);
    let args = [
        (
            "ready",
            sections
                .iter()
                .filter(|(_, state)| is_ready(state))
                .count()
                .into(),
        ),
        ("all", asked.count().into()),
    ];
    let mut page = visit.page(texts.title());
    page.notice = texts.notice().unwrap_or_default().into_owned();
    let page = TasksPage {
        page,
        intro: texts.intro().unwrap_or_default().into_owned(),
        serves: texts.serves().unwrap_or_default().into_owned(),
        deadline: deadline(&open, &visit),
        submitted: !open.is_draft(),
        ready: visit
            .words
            .with("respond-sections-ready", &args)
            .into_owned(),
        sections: sections
            .into_iter()
            .map(|(section, state)| task(&open, &visit, section, state))
            .collect(),
    };
    answer(StatusCode::OK, &page)
}

/// Whether a question of a section is in the person's hands.
fn is_shown(open: &OpenReply, section: &Section) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| open.draft.shows(&question.name))
}

/// Until when; once it is submitted, that it was.
fn deadline(open: &OpenReply, visit: &Visit) -> String {
    if !open.is_draft() {
        return visit.words.text("respond-submitted").into_owned();
    }
    let closes = text::date(visit.language, open.round.closes);
    let args = [("date", (&closes).into())];
    visit.words.with("respond-deadline", &args).into_owned()
}

fn task(open: &OpenReply, visit: &Visit, section: &Section, state: SectionState) -> Task {
    let texts = open.texts(visit.language);
    let progress = open.draft.progress(section);
    let first = steps::of_section(&open.form, section, &open.draft);
    let needed = progress.core_missing + progress.blocking;
    let args = [
        ("answered", progress.answered.into()),
        ("asked", progress.asked.into()),
        ("needed", needed.into()),
    ];
    let count = match (state, needed) {
        (SectionState::NotAsked, _) => visit.words.text("respond-section-not-asked"),
        (_, 0) => visit.words.with("respond-section-count", &args),
        (_, _) => visit.words.with("respond-section-count-needed", &args),
    };
    let (key, colour) = match state {
        SectionState::NotAsked => ("not-asked", ""),
        SectionState::NotBegun => ("not-begun", "grey"),
        SectionState::InWork => ("in-work", "blue"),
        SectionState::Sufficient => ("sufficient", "turquoise"),
        SectionState::Complete => ("complete", ""),
    };
    Task {
        number: section.number,
        title: texts.section(section).into_owned(),
        address: first
            .first()
            .map(|step| visit.to(&step.address()))
            .unwrap_or_default(),
        answered_by: texts.answered_by(section).unwrap_or_default().into_owned(),
        count: count.into_owned(),
        state: visit.words.attribute("respond-section", key).into_owned(),
        colour,
    }
}
