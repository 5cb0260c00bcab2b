//! Files from a page of ours: whole, as a form sends them, or by pieces, as the script does. The locks are those of forms.
//!
//! A form sends the token of its session before the file, so that nothing of a file is read for a forged request. A file is handed on as it
//! comes and is never in memory as a whole.

use std::future::poll_fn;
use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_core::Stream;

use super::{Pace, Pairs, TOKEN_FIELD, is_token, read, sent_by_us};
use crate::reply::document::{self, PIECE};
use crate::web::guard::Pending;
use crate::web::problem::Problem;
use crate::web::session;

/// Name of the field that holds the file.
pub const FILE_FIELD: &str = "file";
/// Most bytes of a field before it, and most of such fields.
const MOST_TEXT: usize = 1024;
const MOST_TEXTS: usize = 10;
/// Most bytes of a whole request: a document, and what stands around it.
const MOST_BYTES: u64 = document::MOST_BYTES + 64 * 1024;

/// A form with a file, read up to where the file begins.
pub struct PostedFile {
    /// The fields before it, without the token.
    pub pairs: Pairs,
    /// What the browser calls it; empty if none was chosen.
    pub name: String,
    field: Field,
    // What holds the rest of the body must live as long as the field.
    _form: Multipart,
    pace: Pace,
    came: u64,
    is_over: bool,
}

impl std::fmt::Debug for PostedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostedFile")
    }
}

impl PostedFile {
    /// What comes next of the file; `None` at its end.
    ///
    /// # Errors
    /// If it comes too slowly, is more than is taken, or is cut off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        // A field that has ended must not be asked again.
        if self.is_over {
            return Ok(None);
        }
        let field = &mut self.field;
        let next = poll_fn(|cx| Pin::new(&mut *field).poll_next(cx));
        let Some(chunk) = self.pace.wait(next).await? else {
            self.is_over = true;
            return Ok(None);
        };
        let chunk = chunk.map_err(|_broken| Problem::Unreadable)?;
        self.pace.came(chunk.len());
        self.came = self
            .came
            .saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if self.came > MOST_BYTES {
            return Err(Problem::TooLarge);
        }
        Ok(Some(chunk))
    }
}

impl FromRequest for PostedFile {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let state = sent_by_us(&request, "multipart/form-data")?;
            let session = session::find(&request).await?;
            let mut form = Multipart::new(request.headers(), payload);
            let mut pace = Pace::new(state.patience);
            let mut pairs = Vec::new();
            let mut is_of_us = false;
            loop {
                let next = poll_fn(|cx| Pin::new(&mut form).poll_next(cx));
                let field = pace.wait(next).await?.ok_or(Problem::Unreadable)?;
                let mut field = field.map_err(|_broken| Problem::Unreadable)?;
                let name = field.name().unwrap_or_default().to_owned();
                if name == FILE_FIELD {
                    if !is_of_us {
                        return Err(Problem::Forged);
                    }
                    let about = field.content_disposition();
                    let name = about.and_then(|about| about.get_filename());
                    return Ok(Self {
                        pairs: Pairs(pairs),
                        // Browsers write a quotation mark of a name so.
                        name: name.unwrap_or_default().replace("%22", "\""),
                        field,
                        _form: form,
                        pace,
                        came: 0,
                        is_over: false,
                    });
                }
                let bytes = pace.wait(field.bytes(MOST_TEXT)).await?;
                let bytes = bytes
                    .map_err(|_too_long| Problem::Unreadable)?
                    .map_err(|_broken| Problem::Unreadable)?;
                pace.came(bytes.len());
                let value =
                    String::from_utf8(bytes.to_vec()).map_err(|_not_utf8| Problem::Unreadable)?;
                if name == TOKEN_FIELD {
                    if let Some(session) = &session {
                        is_token(session.form_token(), &value)?;
                        is_of_us = true;
                    }
                } else if pairs.len() < MOST_TEXTS {
                    pairs.push((name, value));
                } else {
                    return Err(Problem::Unreadable);
                }
            }
        })
    }
}

/// A piece of a file, as the script sends it.
#[derive(Debug)]
pub struct PostedPiece {
    /// Its bytes.
    pub bytes: Bytes,
    /// Its SHA-256 as the sender says it, in hexadecimal digits.
    pub sha256: String,
}

impl FromRequest for PostedPiece {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let state = sent_by_us(&request, "application/octet-stream")?;
            let word = |name: &str| {
                let value = request.headers().get(name);
                value
                    .and_then(|value| value.to_str().ok())
                    .unwrap_or_default()
            };
            if let Some(session) = session::find(&request).await? {
                is_token(session.form_token(), word("x-form-token"))?;
            }
            let bytes = read(payload, state.patience).await?;
            if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > PIECE {
                return Err(Problem::TooLarge);
            }
            Ok(Self {
                bytes,
                sha256: word("x-sha256").to_owned(),
            })
        })
    }
}
