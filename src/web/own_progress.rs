//! `GET /{lang}/reply/progress`: how far the own State is, for its Permanent Mission too: dates and counts, no answer and no question.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::life::{last_day, said, stage, step};
use super::pages::answer;
use super::pages::life::OwnProgressPage;
use super::problem::Problem;
use super::respond::open::moment;
use super::visit::Visit;
use crate::access::{Allow, SeeOwnProgress};
use crate::form::text::TextArguments;
use crate::reply::{Draft, Facts, SectionState};

/// Shows it.
pub async fn show(allow: Allow<SeeOwnProgress>, visit: Visit) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let language = visit.language;
    let (story, receipts, name, ready, all) = web::block(move || {
        let scope = allow.scope();
        let round = state.store.round(&scope.round)?.ok_or(Problem::NotFound)?;
        let form = state.forms.of(&round, &state.store)?;
        let facts = Facts {
            period: round.period,
            today: state.clock.now().date_naive(),
            respondent: scope.respondent.clone(),
        };
        // Counted here and dropped: nothing of it reaches the page.
        let draft = Draft::check(&form, &facts, state.store.answers_to_count(&allow)?);
        let states = form
            .sections
            .iter()
            .map(|section| draft.progress(section).state());
        let asked: Vec<_> = states
            .filter(|state| *state != SectionState::NotAsked)
            .collect();
        let ready = asked
            .iter()
            .filter(|state| matches!(state, SectionState::Sufficient | SectionState::Complete))
            .count();
        let arguments = TextArguments::named();
        let texts = form.texts(language, &arguments);
        let name = texts
            .choice(&form.respondents, &scope.respondent)
            .into_owned();
        let story = state.store.own_progress(&allow)?;
        let receipts = state.store.receipt_dates(&allow)?;
        Ok::<_, Problem>((story, receipts, name, ready, asked.len()))
    })
    .await??;
    let args = [("ready", ready.into()), ("all", all.into())];
    let receipts = receipts.into_iter();
    let page = OwnProgressPage {
        page: visit
            .page(visit.words.text("life-own-progress"))
            .with_back(visit.to(""), visit.words.text("home-title")),
        respondent: name,
        stage: stage(&visit, &story),
        ready: visit
            .words
            .with("respond-sections-ready", &args)
            .into_owned(),
        last_day: last_day(&visit, &story),
        changed: story
            .changed
            .map(|at| moment(&visit, at))
            .unwrap_or_default(),
        taken: story
            .taken
            .iter()
            .map(|taken| said(&visit, taken))
            .collect(),
        receipts: receipts
            .map(|(act, at)| (step(&visit, act), moment(&visit, at)))
            .collect(),
    };
    answer(StatusCode::OK, &page)
}
