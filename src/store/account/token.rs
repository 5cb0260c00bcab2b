//! Secrets that a browser holds: sign-in links, sessions, form tokens. The database holds only their digest.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;

use crate::store::StoreError;

/// Bytes of a secret: 256 bits cannot be guessed, so a plain digest of it is safe to store.
const BYTES: usize = 32;

/// A secret: 32 bytes from the operating system, written as 43 characters that need no escaping in an address.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one. Its randomness is no argument: nobody may choose a weaker source.
    pub(in crate::store) fn new() -> Result<Self, StoreError> {
        let mut bytes = [0; BYTES];
        SysRng
            .try_fill_bytes(&mut bytes)
            .map_err(|cause| StoreError::Random(cause.to_string()))?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Takes a text that came from outside for a token, if it has the shape of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    /// Its text, for a link, a cookie or a form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps of it.
    pub(in crate::store) fn digest(&self) -> String {
        crate::store::sha256(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_are_read_back() {
        let (one, two) = (Token::new().unwrap(), Token::new().unwrap());
        assert_ne!(one, two);
        assert_eq!(Token::parse(one.as_str()), Some(one.clone()));
        assert_eq!(one.as_str().len(), 43);
        assert!(!format!("{one:?}").contains(one.as_str()));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let long = "A".repeat(44);
        for text in [
            "",
            "abc",
            "é",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            long.as_str(),
        ] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
