//! `GET /{lang}/reply`: the list of sections.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::open::{OpenReply, may};
use super::people::of_section;
use super::ready::{PartState, said_of};
use super::{change, steps};
use crate::access::{Action, Allow, SeeReply};
use crate::form::Section;
use crate::reply::SectionState;
use crate::store::reply::delegation::Said;
use crate::text;
use crate::web::life::{last_word, question_state, status};
use crate::web::pages::answer;
use crate::web::pages::life::QuestionLine;
use crate::web::pages::respond::{OwnState, Task, TasksPage};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let state = visit.state.clone();
    let said = web::block(move || state.store.said(&allow)).await??;
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
    let mut page = visit
        .page(texts.title())
        .with_back(visit.to(""), visit.words.text("home-title"));
    page.notice = texts.notice().unwrap_or_default().into_owned();
    let page = TasksPage {
        page,
        intro: texts.intro().unwrap_or_default().into_owned(),
        serves: texts.serves().unwrap_or_default().into_owned(),
        deadline: deadline(&open, &visit),
        status: status(&visit, &open.story),
        last: last_word(&visit, &open.story),
        open: open.is_draft(),
        receipts: open.story.version > 0,
        change: change::possible(&visit, &open.story),
        log: may(&visit, Action::SeeOwnLog),
        questions: questions(&open, &visit),
        ready: visit
            .words
            .with("respond-sections-ready", &args)
            .into_owned(),
        sections: sections
            .into_iter()
            .map(|(section, state)| Task {
                said: own_state(&open, &visit, section, &said),
                ..task(&open, &visit, section, state)
            })
            .collect(),
        sees_people: may(&visit, Action::SeeDelegation),
        may_submit: may(&visit, Action::SubmitReply),
    };
    answer(StatusCode::OK, &page)
}

/// What was said of one's own part of a section, and what can be said; `None` for those who say nothing of it.
fn own_state(
    open: &OpenReply,
    visit: &Visit,
    section: &Section,
    said: &[Said],
) -> Option<OwnState> {
    let person = visit.session.as_deref()?.person();
    if !may(visit, Action::MarkReady) {
        return None;
    }
    let said = said_of(said, section.name.as_str(), person.id);
    let own = of_section(section).filter(|name| open.draft.shows(name));
    let state = PartState::of(open, said, own);
    let is_ready = state == PartState::Ready;
    let title = open.texts(visit.language).section(section).into_owned();
    let named = format!("{}. {title}", section.number);
    let args = [("section", (&named).into())];
    Some(OwnState {
        tag: matches!(state, PartState::Ready | PartState::Returned)
            .then(|| state.words(visit.words)),
        note: said
            .filter(|_| state == PartState::Returned)
            .map(|said| said.note.clone())
            .unwrap_or_default(),
        // Nothing is ready of which nothing was written.
        action: if open.is_draft() && state != PartState::NotBegun {
            visit.to(&format!("/reply/ready/{}", section.name))
        } else {
            String::new()
        },
        is_ready,
        section: visit.words.with("people-ready-section", &args).into_owned(),
    })
}

/// Whether a question of a section is in the person's hands.
fn is_shown(open: &OpenReply, section: &Section) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| open.draft.shows(&question.name))
}

/// Until when; empty once it is submitted.
fn deadline(open: &OpenReply, visit: &Visit) -> String {
    if open.story.life.stage.is_submitted() {
        return String::new();
    }
    let closes = text::date(visit.language, open.story.last_day);
    let args = [("date", (&closes).into())];
    visit.words.with("respond-deadline", &args).into_owned()
}

/// What the Secretariat asked, with the way to each answer; what was answered and closed is left out.
fn questions(open: &OpenReply, visit: &Visit) -> Vec<QuestionLine> {
    let texts = open.texts(visit.language);
    let asked = open.story.clarifications.iter();
    asked
        .filter(|asked| asked.closed.is_none() || asked.answered.is_none())
        .map(|asked| {
            let question = open.form.question(asked.question.as_str());
            let step = question
                .and_then(|question| steps::of_answer(&open.form, question, None, &open.draft));
            QuestionLine {
                id: asked.id,
                about: question.map_or_else(String::new, |question| {
                    format!("{} {}", question.number, texts.question(question))
                }),
                address: step.map_or_else(String::new, |step| {
                    format!("{}#{}", visit.to(&step.address()), asked.question)
                }),
                words: asked.words.clone(),
                state: question_state(visit, asked),
                close: false,
            }
        })
        .collect()
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
        said: None,
    }
}
