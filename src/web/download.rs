//! Documents on their way to a reader: sent piece by piece, always to be saved and never shown by the browser, under our own media type.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};

use super::problem::Problem;
use super::visit::Visit;
use crate::access::{Allow, ReadReplies, SeeReply};
use crate::form::name::Code;
use crate::reply::document::{Attached, pieces};
use crate::store::reply::files::{FileError, SealedReader};

/// What may be done with a document where a browser shows it all the same: nothing.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// `GET /{lang}/document/{document}`: a document of the own reply.
pub async fn own(
    allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    is_asked_by_a_person(&request)?;
    let id = number(&request)?;
    let state = visit.state.clone();
    let (document, content) = web::block(move || state.files.read(&allow, id)).await??;
    Ok(send(&document.attached, content))
}

/// `GET /{lang}/replies/{respondent}/documents/{document}`: a document that a submitted reply names, for the Secretariat.
pub async fn submitted(
    allow: Allow<ReadReplies>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    is_asked_by_a_person(&request)?;
    let id = number(&request)?;
    let respondent = respondent(&request)?;
    let state = visit.state.clone();
    let read = move || {
        let now = state.clock.now();
        state.files.read_submitted(&allow, &respondent, id, now)
    };
    let (document, content) = web::block(read).await??;
    Ok(send(&document.attached, content))
}

/// The respondent in an address.
pub(super) fn respondent(request: &HttpRequest) -> Result<Code, Problem> {
    let code = request.match_info().get("respondent").unwrap_or_default();
    Code::parse(code).map_err(|_none| Problem::NotFound)
}

fn number(request: &HttpRequest) -> Result<i64, Problem> {
    let number = request.match_info().get("document");
    number
        .and_then(|number| number.parse().ok())
        .ok_or(Problem::NotFound)
}

/// Whether a person follows a link of ours, as far as the browser says: no page of another site, no frame, picture or script asks.
fn is_asked_by_a_person(request: &HttpRequest) -> Result<(), Problem> {
    let word = |name: &str| {
        let value = request.headers().get(name);
        value.map(|value| value.to_str().unwrap_or("?"))
    };
    let is_ours = matches!(word("sec-fetch-site"), None | Some("same-origin" | "none"));
    let is_page = matches!(word("sec-fetch-dest"), None | Some("document" | "empty"));
    if is_ours && is_page {
        Ok(())
    } else {
        Err(Problem::Forged)
    }
}

fn send(attached: &Attached, content: SealedReader) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(attached.kind.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition(&attached.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        // As it is: what is packed already only gets larger.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .body(Pieces {
            left: 0..pieces(content.size()),
            size: content.size(),
            state: State::Idle(content),
        })
}

/// To be saved, under its name: in plain letters for old browsers, in full for all others (RFC 6266).
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            ' ' | '(' | ')' | '+' | ',' | '-' | '.' | '_' => c,
            c if c.is_ascii_alphanumeric() => c,
            _ => '_',
        })
        .collect();
    let full: String = name
        .bytes()
        .map(|byte| match byte {
            b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

type Opening = Pin<Box<dyn Future<Output = Result<(SealedReader, Vec<u8>), Problem>>>>;

/// Content sent as it is opened, one piece in memory at a time.
struct Pieces {
    left: std::ops::Range<u64>,
    size: u64,
    state: State,
}

enum State {
    Idle(SealedReader),
    Opening(Opening),
    Over,
}

impl MessageBody for Pieces {
    type Error = Problem;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Problem>>> {
        if let State::Idle(_) = self.state {
            let Some(number) = self.left.next() else {
                self.state = State::Over;
                return Poll::Ready(None);
            };
            if let State::Idle(reader) = std::mem::replace(&mut self.state, State::Over) {
                self.state = State::Opening(Box::pin(open(reader, number)));
            }
        }
        let State::Opening(opening) = &mut self.state else {
            return Poll::Ready(None);
        };
        match opening.as_mut().poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok((reader, plain))) => {
                self.state = State::Idle(reader);
                Poll::Ready(Some(Ok(plain.into())))
            }
            // The answer is cut off: a reader sees that it is not whole.
            Poll::Ready(Err(problem)) => {
                self.state = State::Over;
                Poll::Ready(Some(Err(problem)))
            }
        }
    }
}

async fn open(mut reader: SealedReader, number: u64) -> Result<(SealedReader, Vec<u8>), Problem> {
    web::block(move || {
        let plain = reader.piece(number)?;
        Ok::<_, FileError>((reader, plain))
    })
    .await?
    .map_err(Problem::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_in_plain_letters_and_in_full() {
        for (name, told) in [
            (
                "law 12.pdf",
                "attachment; filename=\"law 12.pdf\"; filename*=UTF-8''law%2012.pdf",
            ),
            (
                "قانون.pdf",
                "attachment; filename=\"_____.pdf\"; filename*=UTF-8''%D9%82%D8%A7%D9%86%D9%88%D9%86.pdf",
            ),
            (
                "a\";b'%.csv",
                "attachment; filename=\"a__b__.csv\"; filename*=UTF-8''a%22%3Bb%27%25.csv",
            ),
        ] {
            assert_eq!(disposition(name), told);
        }
    }
}
