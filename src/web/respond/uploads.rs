//! Documents by pieces, as the script sends them: begun, sent piece by piece, finished or given up.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::documents::{address, find, number, refusal_words, slot};
use super::open::OpenReply;
use crate::access::{Allow, AttachDocuments};
use crate::reply::document::{FileName, PIECE, Refusal, pieces};
use crate::store::reply::files::FileError;
use crate::store::reply::files::upload::{NewUpload, Upload};
use crate::text::hidden::debug_hiding;
use crate::web::input::file::PostedPiece;
use crate::web::input::{Button, Fields, Pairs, Posted};
use crate::web::pages::{go_to, json};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// What the script says of a document that it is about to send.
pub struct Begin {
    question: String,
    row: Option<String>,
    slot: String,
    name: String,
    size: u64,
}

debug_hiding!(Begin, [question, row, slot, size], [name]);

impl Fields for Begin {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let word = |name| pairs.first(name).unwrap_or_default().to_owned();
        let size = word("size")
            .parse()
            .map_err(|_no_number| Problem::Unreadable)?;
        Ok(Self {
            question: word("question"),
            row: Some(word("row")).filter(|row| !row.is_empty()),
            slot: word("slot"),
            name: word("name"),
            size,
        })
    }
}

/// What the script is told of an upload.
#[derive(Debug, Serialize)]
struct Told {
    upload: i64,
    pieces: u64,
    piece: u64,
    /// SHA-256 of each piece that is on disk, by number.
    have: BTreeMap<u64, String>,
}

impl From<Upload> for Told {
    fn from(upload: Upload) -> Self {
        Self {
            upload: upload.id,
            pieces: pieces(upload.size),
            piece: PIECE,
            have: upload.have,
        }
    }
}

/// What the script is told when a document is not taken.
#[derive(Debug, Serialize)]
struct NotTaken {
    code: &'static str,
    message: String,
}

fn not_taken(visit: &Visit, refusal: Refusal) -> HttpResponse {
    let told = NotTaken {
        code: refusal.code(),
        message: refusal_words(visit, refusal),
    };
    json(StatusCode::UNPROCESSABLE_ENTITY, &told)
}

/// `POST /{lang}/uploads`: begins to take a document by pieces, or goes on with one.
pub async fn begin(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    Posted(begin): Posted<Begin>,
) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let key = find(&open, &begin.question, begin.row.as_deref())?;
    let slot = slot(&open, &key, &begin.slot)?;
    let name = match FileName::clean(&begin.name) {
        Ok(name) => name,
        Err(refusal) => return Ok(not_taken(&visit, refusal)),
    };
    let new = NewUpload {
        slot,
        name,
        size: begin.size,
    };
    let state = visit.state.clone();
    let begun = web::block(move || state.files.begin(&allow, new, state.clock.now())).await?;
    match begun {
        Ok(upload) => Ok(json(StatusCode::OK, &Told::from(upload))),
        Err(FileError::Refused(refusal)) => Ok(not_taken(&visit, refusal)),
        Err(other) => Err(other.into()),
    }
}

/// `GET /{lang}/uploads/{upload}`: which pieces are on disk.
pub async fn state(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id = number(&request, "upload")?;
    let state = visit.state.clone();
    let upload = web::block(move || state.files.upload(&allow, id)).await??;
    Ok(json(StatusCode::OK, &Told::from(upload)))
}

/// `POST /{lang}/uploads/{upload}/{piece}`: takes a piece; it is on disk when this answers.
pub async fn piece(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    request: HttpRequest,
    piece: PostedPiece,
) -> Result<HttpResponse, Problem> {
    let id = number(&request, "upload")?;
    let at = u64::try_from(number(&request, "piece")?).map_err(|_negative| Problem::NotFound)?;
    let state = visit.state.clone();
    let put = move || {
        let now = state.clock.now();
        state
            .files
            .put_piece(&allow, id, at, &piece.sha256, &piece.bytes, now)
    };
    web::block(put).await??;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /{lang}/uploads/{upload}/finish`: makes a document of the pieces.
pub async fn finish(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let id = number(&request, "upload")?;
    let state = visit.state.clone();
    let done = web::block(move || state.files.finish(&allow, id, state.clock.now())).await?;
    match done {
        Ok(_document) => Ok(HttpResponse::NoContent().finish()),
        Err(FileError::Refused(refusal)) => Ok(not_taken(&visit, refusal)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /{lang}/uploads/{upload}/give-up`.
pub async fn give_up(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let id = number(&request, "upload")?;
    let state = visit.state.clone();
    let upload = web::block(move || state.files.give_up(&allow, id, state.clock.now())).await??;
    Ok(go_to(&visit.to(&address(&upload.slot.key))))
}
