//! A form with small files, from anyone: all of it is in memory, within narrow limits.

use std::future::poll_fn;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_core::Stream;

use super::{Pace, TOKEN_FIELD, is_token, sent_by_us};
use crate::web::guard::Pending;
use crate::web::problem::Problem;
use crate::web::session;

/// Most bytes of all parts together. The file that a State keeps of a long reply has a tenth of it.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Most parts.
const MOST_PARTS: usize = 10;

/// A form with small files that one of our own pages posted.
#[derive(Debug)]
pub struct PostedParts(pub Parts);

/// The parts of a form by name.
#[derive(Debug, Default)]
pub struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    /// The bytes of a part; none if it is not there, or no file was chosen.
    #[must_use]
    pub fn bytes(&self, name: &str) -> &[u8] {
        let part = self.0.iter().find(|(other, _)| other == name);
        part.map_or(&[], |(_, bytes)| bytes)
    }
}

impl FromRequest for PostedParts {
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
            let mut parts = Parts::default();
            let mut left = MOST_BYTES;
            loop {
                let next = poll_fn(|cx| Pin::new(&mut form).poll_next(cx));
                let Some(field) = pace.wait(next).await? else {
                    break;
                };
                let mut field = field.map_err(|_broken| Problem::Unreadable)?;
                let name = field.name().unwrap_or_default().to_owned();
                let bytes = pace.wait(field.bytes(left)).await?;
                let bytes = bytes
                    .map_err(|_too_long| Problem::TooLarge)?
                    .map_err(|_broken| Problem::Unreadable)?;
                pace.came(bytes.len());
                left = left.saturating_sub(bytes.len());
                if parts.0.len() == MOST_PARTS {
                    return Err(Problem::Unreadable);
                }
                parts.0.push((name, bytes.to_vec()));
            }
            if let Some(session) = session {
                let token = str::from_utf8(parts.bytes(TOKEN_FIELD)).unwrap_or_default();
                is_token(session.form_token(), token)?;
            }
            Ok(Self(parts))
        })
    }
}
