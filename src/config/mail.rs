//! The relay that letters are handed to.

use std::path::PathBuf;

use thiserror::Error;

/// Where letters go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relay {
    /// A server that passes them on (SMTP).
    Server {
        /// Its name.
        host: String,
        /// Its port, if it was said.
        port: Option<u16>,
        /// How the line is protected.
        protection: Protection,
        /// The name to sign in with, if it asks for one.
        user: Option<String>,
    },
    /// A folder, a file a letter: for trying out, and for another program that sends them.
    Folder(PathBuf),
}

/// How the line to a relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte (`smtps://`).
    Tls,
    /// TLS after a word in clear, and not without it (`smtp://`).
    StartTls,
    /// None: only to this machine itself.
    None,
}

/// Letters: where they go, and from whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Where they go.
    pub relay: Relay,
    /// From whom they come, for instance `Questionnaires <questionnaires@example.org>`.
    pub from: String,
    /// File that holds the passphrase for the relay.
    pub password_file: Option<PathBuf>,
}

/// Why a word names no relay.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum RelayError {
    /// None of the known beginnings.
    #[error(
        "a relay begins with `smtps://`, `smtp://` or `folder:`, for instance `smtps://user@relay.example.org`"
    )]
    Scheme,
    /// No host, or something after it.
    #[error(
        "a relay is a host and perhaps a user and a port, for instance `smtps://user@relay.example.org:465`"
    )]
    Host,
    /// Letters hold links that open accounts.
    #[error(
        "a passphrase does not belong here; write it into a file and name it in `PARA11_MAIL_PASSWORD_FILE`"
    )]
    Password,
}

impl Relay {
    /// Takes a word for a relay.
    ///
    /// # Errors
    /// As [`RelayError`] says.
    pub fn parse(word: &str) -> Result<Self, RelayError> {
        if let Some(folder) = word.strip_prefix("folder:") {
            let named = !folder.is_empty();
            return named
                .then(|| Self::Folder(folder.into()))
                .ok_or(RelayError::Host);
        }
        let (tls, rest) = match (word.strip_prefix("smtps://"), word.strip_prefix("smtp://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(RelayError::Scheme),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, server) = match rest.rsplit_once('@') {
            Some((user, server)) => (Some(user), server),
            None => (None, rest),
        };
        if user.is_some_and(|user| user.contains(':')) {
            return Err(RelayError::Password);
        }
        let (host, port) = match server.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().map_err(|_other| RelayError::Host)?)),
            None => (server, None),
        };
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if host.is_empty() || !host.chars().all(legal) || user == Some("") {
            return Err(RelayError::Host);
        }
        let here = host == "localhost" || host == "127.0.0.1";
        Ok(Self::Server {
            protection: match (tls, here) {
                (true, _) => Protection::Tls,
                (false, false) => Protection::StartTls,
                (false, true) => Protection::None,
            },
            host: host.to_owned(),
            port,
            user: user.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_to_this_machine_is_unprotected() {
        let protection = |word| match Relay::parse(word) {
            Ok(Relay::Server { protection, .. }) => protection,
            other => panic!("{other:?}"),
        };
        assert_eq!(protection("smtps://relay.example.org"), Protection::Tls);
        assert_eq!(protection("smtp://relay.example.org"), Protection::StartTls);
        assert_eq!(protection("smtp://127.0.0.1:2525"), Protection::None);
        let named = Relay::parse("smtps://me@example.org@relay.example.org:465/").unwrap();
        let Relay::Server {
            host, port, user, ..
        } = named
        else {
            panic!("{named:?}")
        };
        assert_eq!((host.as_str(), port), ("relay.example.org", Some(465)));
        assert_eq!(user.as_deref(), Some("me@example.org"));
        assert_eq!(
            Relay::parse("folder:out").unwrap(),
            Relay::Folder("out".into())
        );
        for (word, why) in [
            ("relay.example.org", RelayError::Scheme),
            ("folder:", RelayError::Host),
            ("smtp://", RelayError::Host),
            ("smtp://a b", RelayError::Host),
            ("smtp://relay:port", RelayError::Host),
            ("smtps://me:secret@relay.example.org", RelayError::Password),
        ] {
            assert_eq!(Relay::parse(word), Err(why), "{word}");
        }
    }
}
