//! Bodies of requests: a form is read only after it is clear that one of our own pages posted it.
//!
//! Two lines of defence against forged requests, of which each would do: what the browser says of where the request comes from
//! (`Sec-Fetch-Site`, `Origin`), and a token in the form that only a page of this session holds. Then size, speed, number of fields and
//! characters are limited before anything looks at the content.

pub mod file;
pub mod parts;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_web::body::{BodyStream, MessageBody};
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::rt::time::{Instant, timeout};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use subtle::ConstantTimeEq;

use super::guard::Pending;
use super::problem::Problem;
use super::session;
use super::state::{AppState, Patience};
use crate::text::hidden::Hidden;

/// Most bytes of a form. Long answers in scripts that grow threefold in percent-encoding fit: a section with every text at its limit.
pub const MOST_BYTES: usize = 512 * 1024;
/// Most fields of a form.
pub const MOST_FIELDS: usize = 2_000;
/// Field that carries the token of the session.
pub const TOKEN_FIELD: &str = "form_token";
/// Kind of the body of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// A form that one of our own pages posted.
#[derive(Debug)]
pub struct Posted<T>(pub T);

/// What can be made of the fields of a form.
pub trait Fields: Sized + 'static {
    /// Takes what it knows; the rest is ignored.
    ///
    /// # Errors
    /// A problem only if the form can come from none of our pages. What a person typed wrong is not a problem: it is kept and shown.
    fn read(pairs: Pairs) -> Result<Self, Problem>;
}

/// The fields of a form in their order, names repeated as posted. Lines end in LF; there is no NUL.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl fmt::Debug for Pairs {
    /// How many there are: what is posted must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pairs({:?})", Hidden::of(&self.0))
    }
}

impl Pairs {
    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// [`Problem::Unreadable`] for bytes that are not UTF-8, a NUL, a broken escape or too many fields.
    pub fn decode(body: &[u8]) -> Result<Self, Problem> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        let mut pairs = Vec::new();
        for pair in body.split(|&byte| byte == b'&') {
            if pairs.len() == MOST_FIELDS {
                return Err(Problem::Unreadable);
            }
            let mut parts = pair.splitn(2, |&byte| byte == b'=');
            let name = unescape(parts.next().unwrap_or_default())?;
            let value = unescape(parts.next().unwrap_or_default())?;
            pairs.push((name, value.replace("\r\n", "\n")));
        }
        Ok(Self(pairs))
    }

    /// Those of a form that was kept.
    pub(super) const fn kept(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Each field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a field.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value)
    }
}

impl Fields for Pairs {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        Ok(pairs)
    }
}

/// A form that is only a button.
#[derive(Clone, Copy, Debug)]
pub struct Button;

impl Fields for Button {
    fn read(_pairs: Pairs) -> Result<Self, Problem> {
        Ok(Self)
    }
}

impl<T: Fields> FromRequest for Posted<T> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let state = sent_by_us(&request, FORM)?;
            let expected = match session::find(&request).await? {
                Some(session) => Some(session.form_token().to_owned()),
                None => session::begun(&request)
                    .await?
                    .map(|begun| begun.form_token().to_owned()),
            };
            let (token, pairs) = form(payload, state.patience).await?;
            if let Some(expected) = expected {
                is_token(&expected, &token)?;
            }
            T::read(pairs).map(Self)
        })
    }
}

/// The fields of a form whose session has ended, and the token it carried. Nobody is behind them: they may be kept or shown, not acted on.
pub(super) async fn unsigned(
    request: &HttpRequest,
    payload: Payload,
) -> Result<(String, Pairs), Problem> {
    let state = sent_by_us(request, FORM)?;
    form(payload, state.patience).await
}

/// The state of the service, once the head of a request says that a page of ours sent it, and a body of this kind. Nothing of the body has
/// been read then.
fn sent_by_us(request: &HttpRequest, kind: &str) -> Result<web::Data<AppState>, Problem> {
    let state = state(request)?;
    is_ours(
        request.headers(),
        &state,
        session::has_cookie(request, &state),
    )?;
    if request.content_type() == kind {
        Ok(state)
    } else {
        Err(Problem::Unreadable)
    }
}

/// The token of a form, empty if it has none, and its other fields.
async fn form(payload: Payload, patience: Patience) -> Result<(String, Pairs), Problem> {
    let body = read(payload, patience).await?;
    let mut pairs = Pairs::decode(&body)?;
    let token = pairs.first(TOKEN_FIELD).unwrap_or_default().to_owned();
    pairs.0.retain(|(name, _)| name != TOKEN_FIELD);
    Ok((token, pairs))
}

/// Whether a token is that of the session.
fn is_token(expected: &str, token: &str) -> Result<(), Problem> {
    if bool::from(token.as_bytes().ct_eq(expected.as_bytes())) {
        Ok(())
    } else {
        Err(Problem::Forged)
    }
}

/// The state of the service.
pub(super) fn state(request: &HttpRequest) -> Result<web::Data<AppState>, Problem> {
    request
        .app_data::<web::Data<AppState>>()
        .cloned()
        .ok_or_else(|| Problem::internal(&NoState))
}

#[derive(Debug, thiserror::Error)]
#[error("the application was built without its state")]
struct NoState;

/// Whether a request that changes something comes from a page of ours, by what the browser says of it.
///
/// The rule is that of Go's `http.CrossOriginProtection`, stricter in two points: `Origin` must name our scheme too, and a request with
/// our cookie but no word on where it comes from is refused.
fn is_ours(headers: &HeaderMap, state: &AppState, has_cookie: bool) -> Result<(), Problem> {
    let word = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = word(header::HOST).unwrap_or_default();
    let ours = state.public_url.origin(host);
    let site = word(header::HeaderName::from_static("sec-fetch-site"));
    let fits = match (site, word(header::ORIGIN)) {
        (Some(site), _) if site != "same-origin" && site != "none" => false,
        (_, Some(origin)) if origin == ours => true,
        // A page that hides its referrer sends `Origin: null`; the browser vouches for it by the other header.
        (Some(_), Some("null") | None) => true,
        (_, Some(_)) => false,
        (None, None) => !has_cookie,
    };
    if fits { Ok(()) } else { Err(Problem::Forged) }
}

/// The body, if it is small enough and comes fast enough.
async fn read(payload: Payload, patience: Patience) -> Result<Bytes, Problem> {
    let mut pace = Pace::new(patience);
    let mut stream = BodyStream::new(payload);
    let mut body = BytesMut::new();
    loop {
        let next = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx));
        match pace.wait(next).await? {
            None => return Ok(body.freeze()),
            Some(Err(_broken)) => return Err(Problem::Unreadable),
            Some(Ok(chunk)) if body.len() + chunk.len() > MOST_BYTES => {
                return Err(Problem::TooLarge);
            }
            Some(Ok(chunk)) => {
                pace.came(chunk.len());
                body.extend_from_slice(&chunk);
            }
        }
    }
}

/// How long one who sends a body may still be waited for: time is earned by sending.
struct Pace {
    patience: Patience,
    start: Instant,
    came: usize,
}

impl Pace {
    fn new(patience: Patience) -> Self {
        Self {
            patience,
            start: Instant::now(),
            came: 0,
        }
    }

    fn came(&mut self, bytes: usize) {
        self.came = self.came.saturating_add(bytes);
    }

    /// What comes next, if it comes fast enough.
    async fn wait<T>(&self, next: impl Future<Output = T>) -> Result<T, Problem> {
        let kib = u32::try_from(self.came / 1024).unwrap_or(u32::MAX);
        let patience = self.patience;
        let earned = patience.grace + patience.per_kib.saturating_mul(kib);
        let left = earned
            .min(patience.longest)
            .saturating_sub(self.start.elapsed());
        timeout(left, next)
            .await
            .map_err(|_elapsed| Problem::TooSlow)
    }
}

/// Undoes percent-encoding. The usual libraries turn bytes that are not UTF-8 into U+FFFD and so change what was typed; here they are refused.
fn unescape(word: &[u8]) -> Result<String, Problem> {
    let mut plain = Vec::with_capacity(word.len());
    let mut bytes = word.iter();
    while let Some(&byte) = bytes.next() {
        plain.push(match byte {
            b'+' => b' ',
            b'%' => match (bytes.next().and_then(digit), bytes.next().and_then(digit)) {
                (Some(high), Some(low)) => high * 16 + low,
                _ => return Err(Problem::Unreadable),
            },
            other => other,
        });
    }
    if plain.contains(&0) {
        return Err(Problem::Unreadable);
    }
    String::from_utf8(plain).map_err(|_not_utf8| Problem::Unreadable)
}

fn digit(byte: &u8) -> Option<u8> {
    char::from(*byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

/// Time that a whole head of a request may take.
pub const HEAD_TIME: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(body: &[u8]) -> Result<Vec<(String, String)>, Problem> {
        Pairs::decode(body).map(|pairs| pairs.0)
    }

    #[test]
    fn fields_keep_their_order_and_repetitions() {
        let pairs = Pairs::decode(b"a.b=1&a.b=2&c=x%0D%0Ay+z&d&=&e=%e2%82%ac%EF%BF%BD").unwrap();
        let expected = [
            ("a.b", "1"),
            ("a.b", "2"),
            ("c", "x\ny z"),
            ("d", ""),
            ("", ""),
            ("e", "€\u{fffd}"),
        ];
        assert_eq!(pairs.iter().collect::<Vec<_>>(), expected);
        assert_eq!((pairs.first("a.b"), pairs.first("z")), (Some("1"), None));
        assert_eq!(decode(b""), Ok(vec![]));
    }

    #[test]
    fn what_no_page_of_ours_posts_is_refused() {
        let many = "a=1&".repeat(MOST_FIELDS);
        for body in [
            &b"a=%ff"[..],
            b"a=\xff",
            b"a=%c0%80",
            b"a=%",
            b"a=%4",
            b"a=%zz",
            b"a=%00",
            b"a=\0",
            many.as_bytes(),
        ] {
            assert_eq!(decode(body), Err(Problem::Unreadable));
        }
        assert!(decode(many.trim_end_matches('&').as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_and_text_survives(bytes: Vec<u8>, text in "[^\r\0]*") {
            let _read_or_refused = Pairs::decode(&bytes);
            let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let pairs = Pairs::decode(format!("a={escaped}").as_bytes()).unwrap();
            prop_assert_eq!(pairs.first("a"), Some(text.as_str()));
        }
    }
}
