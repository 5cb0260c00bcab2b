//! Whether the service works, for the machine that watches it.

use actix_web::{HttpResponse, web};

use super::guard::Open;
use super::problem::Problem;
use super::state::AppState;

/// `GET /health`: `ok` when the store answers.
pub async fn show(_open: Open, state: web::Data<AppState>) -> Result<HttpResponse, Problem> {
    web::block(move || state.store.rounds()).await??;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n"))
}
