//! The address under which people reach the service.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use thiserror::Error;

/// Scheme and authority of the service: `https://questionnaires.example.org`, or `http://127.0.0.1:8011` on one's own machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    secure: bool,
    authority: String,
}

/// Why a word cannot be the address of the service.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// Neither `https://` nor `http://` stands before it.
    #[error("an address begins with `https://`, for instance `https://questionnaires.example.org`")]
    Scheme,
    /// Something other than a host and a port follows.
    #[error(
        "an address is a host and perhaps a port, with nothing after it, for instance `https://questionnaires.example.org`"
    )]
    Authority,
    /// Answers would travel unprotected.
    #[error(
        "only `https://` is allowed, except for this machine itself (`http://127.0.0.1`, `http://localhost`): answers would travel unprotected"
    )]
    Unprotected,
}

impl PublicUrl {
    /// Takes a word for the address of the service.
    ///
    /// # Errors
    /// As [`AddressError`] says.
    pub fn parse(word: &str) -> Result<Self, AddressError> {
        let (secure, rest) = match (word.strip_prefix("https://"), word.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(AddressError::Scheme),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let (host, port) = split(&authority).ok_or(AddressError::Authority)?;
        if host.is_empty() || port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return Err(AddressError::Authority);
        }
        if !secure && !is_this_machine(host) {
            return Err(AddressError::Unprotected);
        }
        Ok(Self { secure, authority })
    }

    /// The address of a service that only this machine reaches.
    ///
    /// # Errors
    /// [`AddressError::Unprotected`] if other machines reach it too: then its address must be said, with `https://`.
    pub fn of_this_machine(listen: SocketAddr) -> Result<Self, AddressError> {
        if !listen.ip().is_loopback() {
            return Err(AddressError::Unprotected);
        }
        Ok(Self {
            secure: false,
            authority: listen.to_string(),
        })
    }

    /// Whether browsers reach it through TLS.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether a `Host` header names this service. On one's own machine any name of the machine will do, with the same port.
    #[must_use]
    pub fn is_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        if host == self.authority {
            return true;
        }
        let (Some((ours, port)), Some((theirs, their_port))) =
            (split(&self.authority), split(&host))
        else {
            return false;
        };
        !self.secure && port == their_port && is_this_machine(ours) && is_this_machine(theirs)
    }

    /// The origin of a page of ours that was asked for under this (checked) host.
    #[must_use]
    pub fn origin(&self, host: &str) -> String {
        format!("{}://{}", self.scheme(), host.to_ascii_lowercase())
    }

    const fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.authority)
    }
}

/// Host and port of an authority without user information; brackets of an IPv6 address stay.
fn split(authority: &str) -> Option<(&str, Option<&str>)> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    if !authority.chars().all(legal) {
        return None;
    }
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            (!host.contains(':') || host.ends_with(']')).then_some((host, Some(port)))
        }
        _ => Some((authority, None)),
    }
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_leaves_the_machine() {
        let refused = |word| PublicUrl::parse(word).unwrap_err();
        assert_eq!(refused("example.org"), AddressError::Scheme);
        assert_eq!(refused("ftp://example.org"), AddressError::Scheme);
        assert_eq!(refused("https://"), AddressError::Authority);
        assert_eq!(
            refused("https://example.org/questionnaires"),
            AddressError::Authority
        );
        assert_eq!(refused("https://me@example.org"), AddressError::Authority);
        assert_eq!(
            refused("https://example.org:99999"),
            AddressError::Authority
        );
        assert_eq!(refused("http://example.org"), AddressError::Unprotected);
        assert_eq!(refused("http://192.0.2.1"), AddressError::Unprotected);
        for (given, shown) in [
            ("https://Example.org/", "https://example.org"),
            ("http://localhost:80", "http://localhost:80"),
            ("http://[::1]:8011", "http://[::1]:8011"),
        ] {
            assert_eq!(PublicUrl::parse(given).unwrap().to_string(), shown);
        }
        assert!(PublicUrl::of_this_machine("0.0.0.0:80".parse().unwrap()).is_err());
    }

    #[test]
    fn a_host_is_ours_by_its_whole_name() {
        let public = PublicUrl::parse("https://example.org").unwrap();
        assert!(public.is_host("EXAMPLE.org"));
        for other in [
            "example.org.evil.test",
            "evil.test",
            "example.org:444",
            "localhost",
            "",
        ] {
            assert!(!public.is_host(other), "{other}");
        }
        let own = PublicUrl::of_this_machine("127.0.0.1:8011".parse().unwrap()).unwrap();
        assert!(
            own.is_host("localhost:8011")
                && own.is_host("127.0.0.1:8011")
                && own.is_host("[::1]:8011")
        );
        for other in [
            "localhost",
            "localhost:8012",
            "evil.test:8011",
            "127.0.0.1.evil.test:8011",
        ] {
            assert!(!own.is_host(other), "{other}");
        }
        assert_eq!(own.origin("LOCALHOST:8011"), "http://localhost:8011");
    }
}
