//! The identity provider that people may sign in with (`OpenID Connect`).

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::address::{AddressError, PublicUrl};

/// An identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oidc {
    /// Its issuer, exactly as it names itself, for instance `https://id.example.org/realms/staff`.
    pub issuer: String,
    /// The name under which it knows the service.
    pub client: String,
    /// File that holds the secret which goes with the name, if one does.
    pub secret_file: Option<PathBuf>,
    /// What people call it.
    pub name: String,
    /// Its hosts, with their ports: nothing else is asked.
    pub hosts: Vec<String>,
    /// What it calls the ways of signing in (`acr`) that count as both factors; with any other a code is asked for here as well.
    pub both_factors: Vec<String>,
    /// How long ago a person may have signed in there.
    pub max_age: Duration,
}

/// Why settings name no provider.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OidcSettingError {
    /// Not an issuer.
    #[error(
        "PARA11_OIDC_ISSUER is `{0}`; give the issuer exactly as the provider names itself, with nothing after its path, for instance `https://id.example.org/realms/staff`"
    )]
    Issuer(String),
    /// A line that others read.
    #[error("PARA11_OIDC_ISSUER: {0}")]
    Address(#[source] AddressError),
    /// An issuer without a client.
    #[error(
        "PARA11_OIDC_ISSUER is set, but not PARA11_OIDC_CLIENT; say under which name the provider knows this service"
    )]
    NoClient,
    /// Not a number of minutes.
    #[error("PARA11_OIDC_MAX_AGE is `{0}`; give minutes from 1 to 1440, for instance `60`")]
    MaxAge(String),
}

/// The variables as they stand in the environment.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) issuer: Option<String>,
    pub(super) client: Option<String>,
    pub(super) secret_file: Option<String>,
    pub(super) name: Option<String>,
    pub(super) hosts: Option<String>,
    pub(super) both_factors: Option<String>,
    pub(super) max_age: Option<String>,
}

impl Oidc {
    /// Of the variables; `None` without an issuer.
    pub(super) fn read(typed: Typed) -> Result<Option<Self>, OidcSettingError> {
        let Some(issuer) = typed.issuer else {
            return Ok(None);
        };
        let host = host(&issuer)?.to_owned();
        let words = |list: Option<String>| -> Vec<String> {
            let list = list.unwrap_or_default();
            list.split_whitespace().map(str::to_owned).collect()
        };
        let mut hosts = words(typed.hosts);
        hosts.push(host.clone());
        let minutes = typed.max_age.unwrap_or_else(|| DEFAULT_MAX_AGE.to_owned());
        let age = minutes
            .parse::<u64>()
            .ok()
            .filter(|minutes| (1..=1440).contains(minutes));
        let age = age.ok_or(OidcSettingError::MaxAge(minutes))?;
        Ok(Some(Self {
            client: typed.client.ok_or(OidcSettingError::NoClient)?,
            secret_file: typed.secret_file.map(PathBuf::from),
            name: typed.name.unwrap_or(host),
            hosts,
            both_factors: words(typed.both_factors),
            max_age: Duration::from_secs(age * 60),
            issuer,
        }))
    }
}

/// Minutes.
pub(super) const DEFAULT_MAX_AGE: &str = "60";

/// Host and port of an issuer.
fn host(issuer: &str) -> Result<&str, OidcSettingError> {
    let wrong = || OidcSettingError::Issuer(issuer.to_owned());
    let (scheme, rest) = issuer.split_once("://").ok_or_else(wrong)?;
    let host = rest.split('/').next().unwrap_or_default();
    let legal = |c: char| c.is_ascii_graphic() && !"?#@".contains(c);
    if !rest.chars().all(legal) {
        return Err(wrong());
    }
    PublicUrl::parse(&format!("{scheme}://{host}")).map_err(OidcSettingError::Address)?;
    Ok(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(issuer: &str, client: Option<&str>) -> Result<Option<Oidc>, OidcSettingError> {
        Oidc::read(Typed {
            issuer: Some(issuer.to_owned()),
            client: client.map(str::to_owned),
            hosts: Some("login.example.org  keys.example.org:8443".to_owned()),
            both_factors: Some("phr urn:two".to_owned()),
            ..Typed::default()
        })
    }

    #[test]
    fn settings_of_a_provider_are_whole_or_say_what_is_wrong() {
        assert_eq!(Oidc::read(Typed::default()), Ok(None));
        let read_well = read("https://id.example.org/realms/staff", Some("para11"));
        let oidc = read_well.unwrap().unwrap();
        assert_eq!(oidc.name, "id.example.org");
        assert_eq!(
            oidc.hosts,
            [
                "login.example.org",
                "keys.example.org:8443",
                "id.example.org"
            ]
        );
        assert_eq!(oidc.both_factors, ["phr", "urn:two"]);
        assert_eq!(oidc.max_age, Duration::from_secs(3600));
        assert_eq!(
            read("https://id.example.org", None),
            Err(OidcSettingError::NoClient)
        );
        assert_eq!(
            read("http://id.example.org", Some("para11")),
            Err(OidcSettingError::Address(AddressError::Unprotected))
        );
        assert!(read("http://127.0.0.1:9000", Some("para11")).is_ok());
        for wrong in [
            "id.example.org",
            "https://id.example.org/?realm=staff",
            "https://me@id.example.org",
            "https://id.example.org/a b",
        ] {
            assert_eq!(
                read(wrong, Some("para11")),
                Err(OidcSettingError::Issuer(wrong.to_owned()))
            );
        }
        for wrong in ["0", "1441", "an hour"] {
            let typed = Typed {
                issuer: Some("https://id.example.org".to_owned()),
                client: Some("para11".to_owned()),
                max_age: Some(wrong.to_owned()),
                ..Typed::default()
            };
            assert_eq!(
                Oidc::read(typed),
                Err(OidcSettingError::MaxAge(wrong.to_owned()))
            );
        }
    }
}
