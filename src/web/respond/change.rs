//! After submission: to withdraw the reply, to ask to correct it, what differs between its versions.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use validator::ValidationErrors;

use super::open::{OpenReply, may_see};
use crate::access::{Allow, SeeReply, WithdrawReply};
use crate::reply::encoding::{Sealed, decode};
use crate::reply::life::Step;
use crate::store::StoreError;
use crate::store::reply::life::{Press, Story};
use crate::web::input::Posted;
use crate::web::life::{Posting, act, may, said};
use crate::web::pages::life::ChangePage;
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::reading;
use crate::web::visit::Visit;

/// `GET /{lang}/reply/change`: both ways to change what was submitted.
pub async fn ask(_allow: Allow<WithdrawReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let page = page(&visit).await?;
    answer(StatusCode::OK, &page)
}

/// Whether the person signed in can withdraw the reply or ask to correct it now.
pub(super) fn possible(visit: &Visit, story: &Story) -> bool {
    let can = |step| story.life.allows(step);
    may::<WithdrawReply>(visit).is_some()
        && (can(Step::Withdraw) || can(Step::AskToCorrect) || story.life.requested)
}

async fn page(visit: &Visit) -> Result<ChangePage, Problem> {
    let allow = may_see(visit)?;
    let state = visit.state.clone();
    let story = web::block(move || state.store.story(&allow)).await??;
    let life = story.life;
    let waits = story.latest(Step::AskToCorrect).filter(|_| life.requested);
    Ok(ChangePage {
        page: visit
            .page(visit.words.text("life-change-title"))
            .with_back(visit.to("/reply"), visit.words.text("respond-all-sections")),
        seen: story.seen(),
        correct: life.allows(Step::AskToCorrect),
        withdraw: life.allows(Step::Withdraw),
        waits: waits.map(|taken| said(visit, taken)),
        sent: "",
        wordless: false,
        unconfirmed: false,
        words: String::new(),
    })
}

async fn again(
    visit: &Visit,
    sent: &'static str,
    posting: Posting,
    said: &Result<Press, ValidationErrors>,
) -> Result<HttpResponse, Problem> {
    let mut page = page(visit).await?;
    page.page.has_errors = true;
    page.sent = sent;
    page.wordless = said.is_err();
    page.unconfirmed = sent == "withdraw" && !posting.confirmed;
    page.words = posting.words;
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /{lang}/reply/withdraw`: at once.
pub async fn withdraw(
    allow: Allow<WithdrawReply>,
    visit: Visit,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let said = posting.said();
    match &said {
        Ok(press) if posting.confirmed => {
            let press = press.clone();
            act(&visit, move |store, _keys, now| -> Result<(), StoreError> {
                store.withdraw(&allow, press, now)
            })
            .await?;
            Ok(go_to(&visit.to("/reply")))
        }
        _ => again(&visit, "withdraw", posting, &said).await,
    }
}

/// `POST /{lang}/reply/correct`: asks the Secretariat to open it.
pub async fn correct(
    allow: Allow<WithdrawReply>,
    visit: Visit,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let said = posting.said();
    match &said {
        Ok(press) => {
            let press = press.clone();
            act(&visit, move |store, _keys, now| {
                store.ask_to_correct(&allow, press, now)
            })
            .await?;
            Ok(go_to(&visit.to("/reply/change")))
        }
        Err(_) => again(&visit, "correct", posting, &said).await,
    }
}

/// `GET /{lang}/reply/changes`: answer by answer, what the latest version changed of the one before.
pub async fn difference(_allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let see = may_see(&visit)?;
    let (state, version) = (visit.state.clone(), open.version);
    let both = web::block(move || {
        let mut both = BTreeMap::new();
        for version in [version - 1, version] {
            if let Some(stored) = state.store.own_version(&see, version)? {
                let sealed = Sealed {
                    bytes: stored.bytes,
                    sha256: stored.receipt.sha256,
                };
                both.insert(version, sealed);
            }
        }
        Ok::<_, StoreError>(both)
    })
    .await??;
    let read = |version: i64| {
        let sealed = both.get(&version).ok_or(Problem::NotFound)?;
        decode(&open.form, sealed).map_err(|error| Problem::internal(&error))
    };
    let (was, is) = (read(version - 1)?, read(version)?);
    let texts = open.texts(visit.language);
    let back = (visit.to("/reply/receipt"), "life-receipts");
    let page = reading::changes(&visit, &texts, (&was, version - 1), (&is, version), back);
    answer(StatusCode::OK, &page)
}
