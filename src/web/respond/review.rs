//! National review: the whole reply on one page, sent to the official who clears it, cleared or returned.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::answers::Reader;
use super::mends;
use super::open::OpenReply;
use crate::access::{Allow, ClearReply, SeeReply, SendToReview, SubmitReply};
use crate::reply::life::{Stage, Step};
use crate::store::StoreError;
use crate::web::input::Posted;
use crate::web::life::{Posting, act, last_word, may, status};
use crate::web::pages::life::Panel;
use crate::web::pages::respond::{Answers, CheckPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /{lang}/reply/check`: the whole reply on one page, to check, to read, to print; first what stands in the way of submission, then
/// what it is ready for.
pub async fn check(_allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let panel = panel(&visit, &open);
    answer(StatusCode::OK, &page(&visit, &open, panel))
}

/// What can be done with the reply now, by the person signed in.
pub(super) fn panel(visit: &Visit, open: &OpenReply) -> Panel {
    let story = &open.story;
    let life = story.life;
    let sends = may::<SendToReview>(visit).is_some();
    let clears = may::<ClearReply>(visit).is_some();
    let complete = mends::blocking(open, visit).is_empty();
    Panel {
        status: status(visit, story),
        last: last_word(visit, story),
        seen: story.seen(),
        revision: story.revision,
        send: sends && complete && life.allows(Step::SendToReview),
        take_back: sends && life.allows(Step::TakeBack),
        submit: may::<SubmitReply>(visit).is_some() && life.allows(Step::Submit),
        clear: clears && life.allows(Step::Clear),
        put_back: clears && life.allows(Step::Return),
        receipts: story.version > 0,
        ..Panel::default()
    }
}

fn page(visit: &Visit, open: &OpenReply, panel: Panel) -> CheckPage {
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
    let title = match open.story.life.stage {
        Stage::Work => "respond-check-title",
        Stage::Review | Stage::Cleared => "life-review-title",
        Stage::Received | Stage::Checking | Stage::Validated => "respond-read-title",
    };
    let mut page = visit
        .page(visit.words.text(title))
        .with_back(visit.to("/reply"), visit.words.text("respond-all-sections"));
    page.notice = texts.notice().unwrap_or_default().into_owned();
    page.has_errors = panel.unconfirmed || panel.wordless;
    CheckPage {
        page,
        about: about(open, visit),
        blocking: mends::blocking(open, visit),
        warnings: mends::warnings(open, visit),
        draft: open.story.life.stage == Stage::Work,
        panel,
        sections: sections
            .filter(|section: &Answers| !section.items.is_empty())
            .collect(),
    }
}

/// `POST /{lang}/reply/review`: puts the draft before the official who clears it.
pub async fn send(
    allow: Allow<SendToReview>,
    visit: Visit,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let in_work = open.story.life.stage == Stage::Work;
    if in_work && !mends::blocking(&open, &visit).is_empty() {
        let panel = panel(&visit, &open);
        return answer(
            StatusCode::UNPROCESSABLE_ENTITY,
            &page(&visit, &open, panel),
        );
    }
    act(&visit, move |store, _keys, now| {
        store.send_to_review(&allow, posting.revision, posting.press(), now)
    })
    .await?;
    Ok(go_to(&visit.to("/reply/check")))
}

/// `POST /{lang}/reply/review/back`: takes it back.
pub async fn take_back(
    allow: Allow<SendToReview>,
    visit: Visit,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    act(&visit, move |store, _keys, now| {
        store.take_back(&allow, posting.press(), now)
    })
    .await?;
    Ok(go_to(&visit.to("/reply")))
}

/// `POST /{lang}/reply/clear`: clears exactly what was read.
pub async fn clear(
    allow: Allow<ClearReply>,
    visit: Visit,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    if !posting.confirmed {
        let open = OpenReply::of(&visit).await?;
        let panel = Panel {
            unconfirmed: true,
            ..panel(&visit, &open)
        };
        return answer(
            StatusCode::UNPROCESSABLE_ENTITY,
            &page(&visit, &open, panel),
        );
    }
    act(&visit, move |store, _keys, now| {
        store.clear(&allow, posting.revision, posting.press(), now)
    })
    .await?;
    Ok(go_to(&visit.to("/reply/check")))
}

/// `POST /{lang}/reply/return`: returns it to those who work on it, with a note.
pub async fn put_back(
    allow: Allow<ClearReply>,
    visit: Visit,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let Ok(press) = posting.said() else {
        let open = OpenReply::of(&visit).await?;
        let panel = Panel {
            wordless: true,
            words: posting.words,
            ..panel(&visit, &open)
        };
        return answer(
            StatusCode::UNPROCESSABLE_ENTITY,
            &page(&visit, &open, panel),
        );
    };
    act(&visit, move |store, _keys, now| -> Result<(), StoreError> {
        store.return_to_work(&allow, press, now)
    })
    .await?;
    Ok(go_to(&visit.to("/reply/check")))
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
    let draft = (!open.story.life.stage.is_submitted())
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
