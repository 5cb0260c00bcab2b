//! In a build without the feature there is no provider, and none can be made.

use chrono::{DateTime, Utc};

use super::{Answer, Identity, OidcError, Request};
use crate::config::oidc::Oidc;

/// An identity provider: there is none in this build.
#[derive(Debug)]
pub enum Provider {}

impl Provider {
    /// Refuses.
    ///
    /// # Errors
    /// [`OidcError::NotBuilt`].
    pub const fn new(_settings: &Oidc) -> Result<Self, OidcError> {
        Err(OidcError::NotBuilt)
    }

    /// What people call it.
    #[must_use]
    pub const fn name(&self) -> &str {
        match *self {}
    }

    /// Its issuer.
    #[must_use]
    pub const fn issuer(&self) -> &str {
        match *self {}
    }

    /// Where the browser is to go.
    ///
    /// # Errors
    /// None: there is no provider.
    pub const fn address(
        &self,
        _request: &Request<'_>,
        _at: DateTime<Utc>,
    ) -> Result<String, OidcError> {
        match *self {}
    }

    /// Who came back.
    ///
    /// # Errors
    /// None: there is no provider.
    pub const fn identify(
        &self,
        _request: &Request<'_>,
        _answer: &Answer,
        _at: DateTime<Utc>,
    ) -> Result<Identity, OidcError> {
        match *self {}
    }
}
