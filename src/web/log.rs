//! The log: the acts on the own reply, those of the round, the latest checkpoint for anyone, and the check of a receipt by anyone.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::guard::Open;
use super::input::{Fields, Pairs, Posted};
use super::pages::answer;
use super::pages::life::{ActLine, CheckReceiptPage, CheckpointPage, Found, LogPage};
use super::problem::Problem;
use super::respond::open::moment;
use super::visit::Visit;
use crate::access::{Allow, SeeLog, SeeOwnLog};
use crate::keys::PublicKey;
use crate::proof::receipt::{Receipt, ReceiptError};
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
    let acts = web::block(move || state.store.acts(&allow, before)).await??;
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
        action: act.action.clone(),
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
        let pem = keys
            .public_pem()
            .map_err(|error| Problem::internal(&error))?;
        shown.push((fingerprint, pem, String::new()));
    }
    shown.extend(known.drain(..).map(|key| {
        let since = text::date(visit.language, key.since.date());
        (key.fingerprint, key.pem, since)
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

/// A receipt that somebody wants to be checked.
#[derive(Debug)]
pub struct Claim {
    text: String,
    signature: String,
}

impl Fields for Claim {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let field = |name| pairs.first(name).unwrap_or_default().to_owned();
        Ok(Self {
            text: field("text"),
            signature: field("signature"),
        })
    }
}

fn check_page(visit: &Visit, claim: Claim, found: Option<Found>) -> CheckReceiptPage {
    let mut page = visit
        .page(visit.words.text("life-check-title"))
        .with_back(visit.to(""), visit.words.text("home-title"));
    page.has_errors = found.as_ref().is_some_and(|found| !found.holds);
    CheckReceiptPage {
        page,
        found,
        text: claim.text,
        signature: claim.signature,
    }
}

/// `GET /{lang}/check-receipt`, for anyone.
pub async fn ask_receipt(_open: Open, visit: Visit) -> Result<HttpResponse, Problem> {
    let empty = Claim {
        text: String::new(),
        signature: String::new(),
    };
    answer(StatusCode::OK, &check_page(&visit, empty, None))
}

/// `POST /{lang}/check-receipt`, for anyone: nothing of it is kept.
pub async fn check_receipt(
    _open: Open,
    visit: Visit,
    Posted(claim): Posted<Claim>,
) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let known = web::block(move || state.store.log_keys()).await??;
    let mut keys: Vec<PublicKey> = known
        .iter()
        .filter_map(|key| PublicKey::from_pem(&key.pem))
        .collect();
    keys.push(visit.state.keys.public());
    let found = found(&visit, &claim, &keys);
    let status = if found.holds {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    answer(status, &check_page(&visit, claim, Some(found)))
}

fn found(visit: &Visit, claim: &Claim, keys: &[PublicKey]) -> Found {
    let digits: String = claim.signature.split_whitespace().collect();
    let signature = STANDARD.decode(digits).unwrap_or_default();
    // A text area drops the line end at the end of the text, or keeps it.
    let text = format!("{}\n", claim.text.trim_end());
    let checked = keys
        .iter()
        .map(|key| Receipt::check(&text, &signature, key, None))
        .reduce(|one, other| if one.is_ok() { one } else { other });
    let words = visit.words;
    match checked {
        Some(Ok(receipt)) => {
            let says = [
                ("life-receipt-act", receipt.act),
                (
                    "respond-receipt-for",
                    format!("{} {}", receipt.respondent, receipt.name),
                ),
                ("life-receipt-round", receipt.round),
                ("respond-receipt-version", receipt.version.to_string()),
                ("respond-receipt-time", receipt.at),
                ("respond-receipt-digest", receipt.sha256),
            ];
            Found {
                holds: true,
                words: words.text("life-check-holds").into_owned(),
                says: says
                    .into_iter()
                    .map(|(key, value)| (words.text(key).into_owned(), value))
                    .collect(),
            }
        }
        Some(Err(error)) => Found {
            holds: false,
            words: words.attribute("life-check-why", why(error)).into_owned(),
            says: Vec::new(),
        },
        None => Found {
            holds: false,
            words: words.attribute("life-check-why", "signature").into_owned(),
            says: Vec::new(),
        },
    }
}

const fn why(error: ReceiptError) -> &'static str {
    match error {
        ReceiptError::Form => "form",
        ReceiptError::Signature => "signature",
        ReceiptError::Document => "document",
        ReceiptError::Entry => "entry",
        ReceiptError::Proof(_) => "proof",
    }
}
