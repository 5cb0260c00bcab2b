//! The end of the journey: the submission of what was cleared.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};

use super::mends;
use super::open::{OpenReply, may_see};
use crate::access::{Allow, SeeReply, SubmitReply};
use crate::reply::encoding::encode;
use crate::reply::life::{Stage, Step};
use crate::reply::submission::{Clearance, Submission};
use crate::store::{RequestKey, StoreError};
use crate::text;
use crate::web::input::{Pairs, Posted};
use crate::web::life::said;
use crate::web::pages::respond::SubmitPage;
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /{lang}/reply/submit`: the last step, which says what submission means.
pub async fn ask(_allow: Allow<SubmitReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    match open.story.life.stage {
        Stage::Cleared => answer(StatusCode::OK, &last_step(&open, &visit, Asked::First)),
        Stage::Work | Stage::Review => Ok(go_to(&visit.to("/reply/check"))),
        Stage::Received | Stage::Checking | Stage::Validated => {
            Ok(go_to(&visit.to("/reply/receipt")))
        }
    }
}

/// Why the last step is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// It is come to.
    First,
    /// The confirmation is missing.
    Unconfirmed,
    /// Answers changed since the page was made.
    Changed,
    /// Something stands in the way.
    Blocked,
    /// The last day is over.
    Late,
    /// The person who would submit it cleared it.
    Alone,
}

fn last_step(open: &OpenReply, visit: &Visit, asked: Asked) -> SubmitPage {
    let texts = open.texts(visit.language);
    let progress = open.form.sections.iter();
    let (answered, all) = progress
        .map(|section| open.draft.progress(section))
        .fold((0, 0), |(answered, all), progress| {
            (answered + progress.answered, all + progress.asked)
        });
    let args = [("answered", answered.into()), ("asked", all.into())];
    let mut page = visit
        .page(visit.words.text("respond-submit-title"))
        .with_back(
            visit.to("/reply/check"),
            visit.words.text("respond-back-to-check"),
        );
    page.notice = texts.notice().unwrap_or_default().into_owned();
    page.has_errors = asked != Asked::First;
    SubmitPage {
        page,
        blocking: mends::blocking(open, visit),
        changed: asked == Asked::Changed,
        unconfirmed: asked == Asked::Unconfirmed,
        late: late(visit, open, asked),
        alone: asked == Asked::Alone,
        count: visit
            .words
            .with("respond-section-count", &args)
            .into_owned(),
        respondent: open.respondent().to_owned(),
        cleared: open
            .story
            .latest(Step::Clear)
            .map(|taken| said(visit, taken)),
        revision: open.revision,
    }
}

/// That the last day is over, if it is or was when the button was pressed.
fn late(visit: &Visit, open: &OpenReply, asked: Asked) -> String {
    if asked != Asked::Late && !open.story.is_over(visit.state.clock.now()) {
        return String::new();
    }
    let day = text::date(visit.language, open.story.last_day);
    let args = [("day", (&day).into())];
    visit.words.with("life-over", &args).into_owned()
}

/// `POST /{lang}/reply/submit`: seals exactly what was checked. Sent twice, it is done once.
pub async fn submit(
    allow: Allow<SubmitReply>,
    visit: Visit,
    Posted(pairs): Posted<Pairs>,
) -> Result<HttpResponse, Problem> {
    let see = may_see(&visit)?;
    let checked: i64 = pairs
        .first("checked")
        .and_then(|revision| revision.parse().ok())
        .ok_or(Problem::Unreadable)?;
    let confirmed = pairs.first("confirmed") == Some("yes");
    let (state, language) = (visit.state.clone(), visit.language);
    let outcome = web::block(move || {
        let open = OpenReply::open(&state, &see, language)?;
        if open.story.life.stage.is_submitted() {
            // Sent again, or by two people: the receipt tells. What was sealed is another state than what was checked only if the
            // revisions differ.
            let sealed = open.story.latest(Step::Submit);
            return if sealed.is_some_and(|taken| taken.revision == checked) {
                Ok((open, None))
            } else {
                Err(Problem::Conflict)
            };
        }
        if !confirmed {
            return Ok((open, Some(Asked::Unconfirmed)));
        }
        if open.revision != checked {
            return Ok((open, Some(Asked::Changed)));
        }
        let Ok(submission) = Submission::complete(&open.form, &open.round, &open.draft) else {
            return Ok((open, Some(Asked::Blocked)));
        };
        let submission = submission.with_last_time(&open.form, &open.draft, &open.last);
        let cleared = open.story.latest(Step::Clear).and_then(|taken| {
            Some(Clearance {
                by: taken.by.as_ref()?.name.clone(),
                at: taken.at,
            })
        });
        let submission = submission.cleared_by(cleared.ok_or(Problem::Conflict)?);
        let key = RequestKey::parse(&format!("submit-{}-{checked}", open.version)).ok();
        let sealed = encode(&submission).map_err(|error| Problem::internal(&error))?;
        let done = state.store.submit(
            &allow,
            sealed.bytes,
            checked,
            key,
            &state.keys,
            state.clock.now(),
        );
        match done {
            Ok(_receipt) => Ok((open, None)),
            Err(StoreError::DraftChanged { .. }) => {
                let open = OpenReply::open(&state, &see, language)?;
                Ok((open, Some(Asked::Changed)))
            }
            Err(StoreError::Closed(_)) => Ok((open, Some(Asked::Late))),
            Err(StoreError::SamePerson) => Ok((open, Some(Asked::Alone))),
            // It was found since the reply was opened.
            Err(StoreError::InfectedDocument(_)) => {
                let open = OpenReply::open(&state, &see, language)?;
                Ok((open, Some(Asked::Blocked)))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await??;
    match outcome {
        (_, None) => Ok(go_to(&visit.to("/reply/receipt"))),
        (open, Some(asked)) => {
            let page = last_step(&open, &visit, asked);
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `GET /{lang}/reply/submission.json`: the exact bytes that were sealed.
pub async fn download(allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let stored = web::block(move || state.store.submission(&allow)).await??;
    let stored = stored.ok_or(Problem::NotFound)?;
    let name = format!(
        "attachment; filename=\"submission-{}-{}.json\"",
        stored.respondent, stored.receipt.number
    );
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(stored.bytes))
}
