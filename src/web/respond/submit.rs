//! The end of the journey: the check of the whole reply, its submission, its receipt.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};

use super::answers::Reader;
use super::mends;
use super::open::{OpenReply, may, may_see, moment};
use crate::access::{Action, Allow, SeeReply, SubmitReply};
use crate::reply::encoding::encode;
use crate::reply::submission::Submission;
use crate::store::{RequestKey, StoreError};
use crate::web::input::{Pairs, Posted};
use crate::web::pages::respond::{Answers, CheckPage, ReceiptPage, SubmitPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /{lang}/reply/check`: the whole reply on one page; first what stands in the way of submission.
pub async fn check(_allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let texts = open.texts(visit.language);
    let reader = Reader {
        draft: &open.draft,
        last: &open.last,
        texts,
        words: visit.words,
        change: open.is_draft().then(|| visit.to("")),
    };
    let sections = open.form.sections.iter().map(|section| {
        let questions: Vec<_> = section.questions.iter().collect();
        reader.section(section, &questions, None)
    });
    let (title, submitted) = if open.is_draft() {
        ("respond-check-title", String::new())
    } else {
        let submitted = visit.words.text("respond-submitted");
        ("respond-read-title", submitted.into_owned())
    };
    let mut page = visit
        .page(visit.words.text(title))
        .with_back(visit.to("/reply"), visit.words.text("respond-all-sections"));
    page.notice = texts.notice().unwrap_or_default().into_owned();
    let page = CheckPage {
        page,
        about: about(&open, &visit),
        blocking: mends::blocking(&open, &visit),
        warnings: mends::warnings(&open, &visit),
        submitted,
        sections: sections
            .filter(|section: &Answers| !section.items.is_empty())
            .collect(),
        may_submit: may(&visit, Action::SubmitReply),
    };
    answer(StatusCode::OK, &page)
}

/// Whose reply it is, to what, in which round, how far it is: on paper nothing else says so.
fn about(open: &OpenReply, visit: &Visit) -> String {
    let questionnaire = open.texts(visit.language).short_title();
    let args = [
        ("respondent", open.respondent().into()),
        ("questionnaire", (&*questionnaire).into()),
        ("round", open.round.code.as_str().into()),
    ];
    let head = visit.words.with("document-head", &args).into_owned();
    let draft = open
        .is_draft()
        .then(|| visit.words.text("document-draft").into_owned());
    let level = visit
        .words
        .attribute("document-levels", "confidential")
        .into_owned();
    let parts: Vec<_> = [Some(head), draft, Some(level)]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// `GET /{lang}/reply/submit`: the last step, which says what submission means.
pub async fn ask(_allow: Allow<SubmitReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    if !open.is_draft() {
        return Ok(go_to(&visit.to("/reply/receipt")));
    }
    answer(StatusCode::OK, &last_step(&open, &visit, Asked::First))
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
        count: visit
            .words
            .with("respond-section-count", &args)
            .into_owned(),
        respondent: open.respondent().to_owned(),
        revision: open.revision,
    }
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
        if !open.is_draft() {
            // Sent again, or by two people: the receipt tells. What was sealed is another state than what was checked only if the
            // revisions differ.
            return if open.revision == checked {
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
        let key = RequestKey::parse(&format!("submit-{}-{checked}", open.version)).ok();
        let sealed = encode(&submission).map_err(|error| Problem::internal(&error))?;
        let done = state
            .store
            .submit(&allow, sealed.bytes, checked, key, state.clock.now());
        match done {
            Ok(_receipt) => Ok((open, None)),
            Err(StoreError::DraftChanged { .. }) => {
                let open = OpenReply::open(&state, &see, language)?;
                Ok((open, Some(Asked::Changed)))
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

/// `GET /{lang}/reply/receipt`: proof that the reply was received.
pub async fn receipt(allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let state = visit.state.clone();
    let receipt = web::block(move || state.store.receipt(&allow)).await??;
    let receipt = receipt.ok_or(Problem::NotFound)?;
    let page = ReceiptPage {
        page: visit
            .page(visit.words.text("respond-receipt-title"))
            .with_back(visit.to("/reply"), visit.words.text("respond-all-sections")),
        respondent: open.respondent().to_owned(),
        questionnaire: open.texts(visit.language).title().into_owned(),
        round: open.round.code.to_string(),
        number: receipt.number,
        version: receipt.version,
        at: moment(&visit, receipt.at),
        sha256: receipt.sha256,
    };
    answer(StatusCode::OK, &page)
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
