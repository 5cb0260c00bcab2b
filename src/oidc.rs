//! Signing in with an identity provider (`OpenID Connect`): the one party that the service asks about people.
//!
//! Built with the feature `oidc` only. Without it [`Provider`] is a type without values, so all that is about one is there and can never
//! be reached.

#[cfg(not(feature = "oidc"))]
mod absent;
#[cfg(feature = "oidc")]
mod client;

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::keys::KeyError;

#[cfg(not(feature = "oidc"))]
pub use absent::Provider;
#[cfg(feature = "oidc")]
pub use client::Provider;

/// What is sent along with a request, so that its answer fits no other.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Comes back with the answer.
    pub state: &'a str,
    /// Stands in the signed identity.
    pub nonce: &'a str,
    /// Must be shown to redeem the answer (RFC 7636).
    pub verifier: &'a str,
    /// Where the browser comes back to.
    pub back: &'a str,
}

/// What the browser brings back from the provider.
#[derive(Clone, Debug)]
pub struct Answer {
    /// To be redeemed for the identity.
    pub code: String,
    /// Who says that it is theirs (RFC 9207), if it is said.
    pub issuer: Option<String>,
}

/// Who somebody is, as the provider signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The person there: a name that is never given to another.
    pub subject: String,
    /// When they proved it there.
    pub proved: DateTime<Utc>,
    /// How.
    pub strength: Strength,
}

/// How somebody proved to the provider who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// In a way that the settings count as both factors.
    BothFactors,
    /// In another way: a code is asked for here as well.
    OneFactor,
}

/// Why nobody can be signed in with the provider.
#[derive(Debug, Error)]
pub enum OidcError {
    /// The program was built without it.
    #[error(
        "this build has no identity provider; build it with the feature `oidc`, or unset PARA11_OIDC_ISSUER"
    )]
    NotBuilt,
    /// An address cannot be read.
    #[error("{0} is no address")]
    Address(String),
    /// The file of the secret.
    #[error(transparent)]
    Secret(#[from] KeyError),
    /// It does not say where its pages and keys are, or says what is not allowed.
    #[error("the identity provider does not tell its settings: {0}")]
    Settings(String),
    /// It does not redeem the code.
    #[error("the identity provider does not redeem the code: {0}")]
    Code(String),
    /// What it gives is not an identity that can be relied on.
    #[error("the identity cannot be relied on: {0}")]
    Identity(String),
}
