//! What a client may learn about a failure.
//!
//! Handlers and extractors fail with a [`Problem`]. The outermost layer (`web::headers`) prints it: as a page in the language of the
//! address, or as `application/problem+json` (RFC 9457) where a program asks. The words are ours and fixed; what a cause says goes to the
//! log, once, under a reference that the person may quote.

use std::error::Error;
use std::fmt;

use actix_web::error::{BlockingError, PayloadError};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use rand::TryRng;
use rand::rngs::SysRng;
use serde::Serialize;

use super::sign_in::Wanted;
use crate::keys::KeyError;
use crate::store::StoreError;

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody is signed in. A page sends to the sign-in page instead, with this address to come back to.
    SignIn {
        /// Path to come back to, if it was a page that was asked for.
        back: Option<String>,
    },
    /// The person has not proved for some minutes who they are. A page sends to where that is done, and back.
    Confirm {
        /// Path to come back to.
        back: Option<String>,
        /// What they wanted.
        wanted: Wanted,
    },
    /// The person's role may not do this.
    Forbidden,
    /// The request comes from another site, or from a page of a session that has ended.
    Forged,
    /// The document waits for the scanner, or something was found in it.
    Quarantined,
    /// There is no such thing, or it is not the person's.
    NotFound,
    /// The address exists, but not for this method.
    Method,
    /// The request cannot be read: not a form, not UTF-8, a NUL, too many fields.
    Unreadable,
    /// The request is addressed to another host.
    Host,
    /// Something else happened meanwhile: the reply was submitted, or changed after it was checked.
    Conflict,
    /// More was sent than is taken.
    TooLarge,
    /// The body came too slowly.
    TooSlow,
    /// The store is busy, full, or read only; later it may work.
    Unavailable {
        /// Under which the cause is in the log.
        reference: Reference,
    },
    /// A defect of ours.
    Internal {
        /// Under which the cause is in the log.
        reference: Reference,
    },
}

/// What a person quotes and an operator finds in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    fn new() -> Self {
        let mut bytes = [0; 4];
        // Without randomness references repeat, which only makes the log harder to search.
        SysRng.try_fill_bytes(&mut bytes).ok();
        Self(hex::encode(bytes))
    }

    /// The eight digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A problem as a program reads it (RFC 9457).
#[derive(Debug, Serialize)]
pub struct Details<'a> {
    /// Stable name of the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}

impl Problem {
    /// A defect: logs its causes once.
    pub fn internal(cause: &(dyn Error + 'static)) -> Self {
        let reference = Reference::new();
        tracing::error!(
            reference = reference.as_str(),
            cause = chain(cause),
            "a request failed"
        );
        Self::Internal { reference }
    }

    /// Something outside that may pass: logs its causes once.
    pub fn unavailable(cause: &(dyn Error + 'static)) -> Self {
        let reference = Reference::new();
        tracing::warn!(
            reference = reference.as_str(),
            cause = chain(cause),
            "a request could not be done now"
        );
        Self::Unavailable { reference }
    }

    /// The problem behind a status that some other layer answered with. Its words are dropped: they may tell too much.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::SignIn { back: None },
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::CONFLICT => Self::Conflict,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            other if other.is_client_error() => Self::Unreadable,
            other => Self::internal(&Unexplained(other)),
        }
    }

    /// Its stable name: the last part of `type`, and the stem of its texts.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign-in",
            Self::Confirm { .. } => "confirm",
            Self::Forbidden => "forbidden",
            Self::Forged => "forged",
            Self::Quarantined => "quarantined",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Unreadable => "unreadable",
            Self::Host => "host",
            Self::Conflict => "conflict",
            Self::TooLarge => "too-large",
            Self::TooSlow => "too-slow",
            Self::Unavailable { .. } => "unavailable",
            Self::Internal { .. } => "internal",
        }
    }

    /// Its status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Self::Confirm { .. } | Self::Forbidden | Self::Forged | Self::Quarantined => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the person quotes, if the log holds more.
    #[must_use]
    pub const fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Unavailable { reference } | Self::Internal { reference } => Some(reference),
            Self::SignIn { .. }
            | Self::Confirm { .. }
            | Self::Forbidden
            | Self::Forged
            | Self::Quarantined
            | Self::NotFound
            | Self::Method
            | Self::Unreadable
            | Self::Host
            | Self::Conflict
            | Self::TooLarge
            | Self::TooSlow => None,
        }
    }

    /// As a program reads it; `title` is in the person's language.
    #[must_use]
    pub fn details<'a>(&'a self, title: &'a str) -> Details<'a> {
        Details {
            kind: format!("/problems/{}", self.name()),
            title,
            status: self.status().as_u16(),
            reference: self.reference().map(Reference::as_str),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// An empty answer that carries the problem to the outermost layer, which knows the language.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status());
        response.extensions_mut().insert(self.clone());
        response
    }
}

impl From<BlockingError> for Problem {
    /// The work panicked or the pool is gone; the library's own words would say so to the client.
    fn from(error: BlockingError) -> Self {
        Self::internal(&error)
    }
}

impl From<StoreError> for Problem {
    /// What a person cannot mend is a defect or an outage; handlers that know better match before this.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy
            | StoreError::Key(KeyError::Busy)
            | StoreError::NoConnection(_)
            | StoreError::NotKept(_)
            | StoreError::Stopped => Self::unavailable(&error),
            StoreError::NoReply { .. }
            | StoreError::NotGiven
            | StoreError::NoRound(_)
            | StoreError::NoAccount(_) => Self::NotFound,
            StoreError::OutOfBounds(_) => Self::Forbidden,
            StoreError::SecondPerson
            | StoreError::Enrolled(_)
            | StoreError::NotDraft
            | StoreError::Held(_)
            | StoreError::NotBegun(_)
            | StoreError::Closed(_)
            | StoreError::NotAsked(_)
            | StoreError::NotNow(_)
            | StoreError::MovedOn
            | StoreError::SamePerson
            | StoreError::InfectedDocument(_)
            | StoreError::OpenQuestions
            | StoreError::StillOpen(_)
            | StoreError::DraftChanged { .. }
            | StoreError::Taken(_)
            | StoreError::KeyReused => Self::Conflict,
            error @ (StoreError::Open(_)
            | StoreError::Database(_)
            | StoreError::Damaged { .. }
            | StoreError::NotSample(_)
            | StoreError::Exists(_)
            | StoreError::Random(_)
            | StoreError::OtherKey(_)
            | StoreError::NotInRing(_)
            | StoreError::Key(_)
            | StoreError::NoSignInLink
            | StoreError::NotAnAddress
            | StoreError::AddressTaken
            | StoreError::RoleAndRespondent) => Self::internal(&error),
        }
    }
}

impl From<PayloadError> for Problem {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::Overflow => Self::TooLarge,
            _ => Self::Unreadable,
        }
    }
}

/// A layer below answered with a server error of its own.
#[derive(Debug, thiserror::Error)]
#[error("a layer below answered {0}")]
struct Unexplained(StatusCode);

fn chain(cause: &(dyn Error + 'static)) -> String {
    let mut words = cause.to_string();
    let mut next = cause.source();
    while let Some(source) = next {
        words.push_str(": ");
        words.push_str(&source.to_string());
        next = source.source();
    }
    words
}
