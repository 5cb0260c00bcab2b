//! The log: the acts on the own reply, those of the round, and the latest checkpoint for anyone.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::guard::Open;
use super::pages::answer;
use super::pages::life::{ActLine, CheckpointPage, KeyLine, LogPage};
use super::problem::Problem;
use super::respond::open::moment;
use super::visit::Visit;
use crate::access::{Allow, SeeLog, SeeOwnLog};
use crate::form::name::Code;
use crate::form::text::TextArguments;
use crate::store::log::acts::{LoggedAct, PAGE};
use crate::text;

/// From where on the acts are shown.
#[derive(Debug, Default, Deserialize)]
pub struct From {
    /// Only acts before this number.
    before: Option<i64>,
}

/// `GET /{lang}/reply/log`: the acts on the own reply.
pub async fn own(
    allow: Allow<SeeOwnLog>,
    visit: Visit,
    from: web::Query<From>,
) -> Result<HttpResponse, Problem> {
    let (state, before) = (visit.state.clone(), from.before);
    let acts = web::block(move || state.store.own_acts(&allow, before)).await??;
    let back = (visit.to("/reply"), "respond-all-sections");
    answer(StatusCode::OK, &page(&visit, &acts, back, "/reply/log"))
}

/// `GET /{lang}/log`: the acts of the round.
pub async fn round(
    allow: Allow<SeeLog>,
    visit: Visit,
    from: web::Query<From>,
) -> Result<HttpResponse, Problem> {
    let (state, before) = (visit.state.clone(), from.before);
    let language = visit.language;
    let acts = web::block(move || {
        let mut acts = state.store.acts(&allow, before)?;
        let round = &allow.scope().round;
        let round = state.store.round(round)?.ok_or(Problem::NotFound)?;
        let form = state.forms.of(&round, &state.store)?;
        let arguments = TextArguments::named();
        let texts = form.texts(language, &arguments);
        for code in acts.iter_mut().filter_map(|act| act.respondent.as_mut()) {
            if let Ok(known) = Code::parse(code) {
                *code = texts.choice(&form.respondents, &known).into_owned();
            }
        }
        Ok::<_, Problem>(acts)
    })
    .await??;
    let back = (visit.to(""), "home-title");
    answer(StatusCode::OK, &page(&visit, &acts, back, "/log"))
}

fn page(visit: &Visit, acts: &[LoggedAct], back: (String, &str), path: &str) -> LogPage {
    let nobody = visit.words.text("respond-operator");
    let line = |act: &LoggedAct| ActLine {
        at: moment(visit, act.at),
        who: act
            .by
            .as_ref()
            .map_or_else(|| nobody.clone().into_owned(), |by| by.name.clone()),
        respondent: act.respondent.clone().unwrap_or_default(),
        action: said(visit, &act.action),
        object: act.object.clone(),
    };
    let full = i64::try_from(acts.len()) == Ok(PAGE);
    let earlier = acts.last().filter(|_| full);
    LogPage {
        page: visit
            .page(visit.words.text("life-log-title"))
            .with_back(back.0, visit.words.text(back.1)),
        of_round: path == "/log",
        acts: acts.iter().map(line).collect(),
        earlier: earlier
            .map(|act| visit.to(&format!("{path}?before={}", act.number)))
            .unwrap_or_default(),
    }
}

/// What was done, in words: a step of the reply, or another act. An act that has none is shown as it stands in the log.
fn said(visit: &Visit, action: &str) -> String {
    let name = action.replace('_', "-");
    let find = |key| visit.words.find(key, Some(&name), &[]);
    find("life-step")
        .or_else(|| find("life-act"))
        .map_or_else(|| action.to_owned(), Cow::into_owned)
}

/// `GET /{lang}/checkpoint`: the latest checkpoint and all keys, for anyone.
pub async fn checkpoint(_open: Open, visit: Visit) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let (latest, mut known) = web::block(move || {
        let latest = state.store.latest_checkpoint()?;
        Ok::<_, Problem>((latest, state.store.log_keys()?))
    })
    .await??;
    let keys = &visit.state.keys;
    let fingerprint = keys.fingerprint();
    let mut shown = Vec::new();
    if !known.iter().any(|key| key.fingerprint == fingerprint) {
        shown.push(KeyLine {
            fingerprint,
            pem: keys.public_pem(),
            ..KeyLine::default()
        });
    }
    shown.extend(known.drain(..).map(|key| {
        let day = |at: NaiveDateTime| text::date(visit.language, at.date());
        KeyLine {
            since: day(key.since),
            until: key.retired.map(day).unwrap_or_default(),
            fingerprint: key.fingerprint,
            pem: key.pem,
        }
    }));
    let page = CheckpointPage {
        page: visit
            .page(visit.words.text("life-checkpoint-title"))
            .with_back(visit.to(""), visit.words.text("home-title")),
        at: latest
            .as_ref()
            .map(|signed| moment(&visit, signed.at))
            .unwrap_or_default(),
        note: latest.map(|signed| signed.note).unwrap_or_default(),
        keys: shown,
    };
    answer(StatusCode::OK, &page)
}
