//! Receipts of the own reply: their page, and the file that proves each without the service.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::open::{OpenReply, moment};
use crate::access::{Allow, SeeReply};
use crate::proof::bundle::Bundle;
use crate::web::life::{status, step};
use crate::web::pages::answer;
use crate::web::pages::life::ReceiptLine;
use crate::web::pages::respond::ReceiptPage;
use crate::web::problem::Problem;
use crate::web::reading::file;
use crate::web::visit::Visit;

/// `GET /{lang}/reply/receipt`: proof that the reply was received.
pub async fn show(allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let state = visit.state.clone();
    let (receipt, signed) = web::block(move || {
        let receipt = state.store.receipt(&allow)?;
        Ok::<_, Problem>((receipt, state.store.signed_receipts(&allow)?))
    })
    .await??;
    let receipt = receipt.ok_or(Problem::NotFound)?;
    let lines = signed.iter().rev().map(|one| ReceiptLine {
        what: step(&visit, one.act),
        version: one.version,
        at: moment(&visit, one.at),
        address: visit.to(&format!("/reply/receipts/{}.zip", one.id)),
    });
    let page = ReceiptPage {
        page: visit
            .page(visit.words.text("respond-receipt-title"))
            .with_back(visit.to("/reply"), visit.words.text("respond-all-sections")),
        status: if open.story.standing.is_none() {
            let words = visit.words.attribute("life-status", "withdrawn");
            words.into_owned()
        } else {
            status(&visit, &open.story)
        },
        stands: open.story.standing.is_some(),
        respondent: open.respondent().to_owned(),
        questionnaire: open.texts(visit.language).title().into_owned(),
        round: open.round.code.to_string(),
        number: receipt.number,
        version: receipt.version,
        at: moment(&visit, receipt.at),
        sha256: receipt.sha256,
        signed: lines.collect(),
        fingerprint: visit.state.keys.fingerprint(),
        change: super::change::possible(&visit, &open.story),
    };
    answer(StatusCode::OK, &page)
}

/// `GET /{lang}/reply/receipts/{id}.zip`: the reply, the receipt, its signature and the key.
pub async fn bundle(
    allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id: i64 = request
        .match_info()
        .get("id")
        .and_then(|id| id.parse().ok())
        .ok_or(Problem::NotFound)?;
    let scope = allow.scope();
    let name = format!("receipt-{}-{}-{id}.zip", scope.round, scope.respondent);
    let state = visit.state.clone();
    let found = web::block(move || state.store.signed_receipt(&allow, id)).await??;
    let (receipt, document) = found.ok_or(Problem::NotFound)?;
    let bundle = Bundle {
        document,
        text: receipt.text,
        signature: receipt.signature,
        pem: receipt.pem,
    };
    let bytes = bundle.zip().map_err(|error| Problem::internal(&error))?;
    file(&name, "application/zip", bytes)
}
