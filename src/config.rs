//! Settings, read once at start. The only module that reads the environment.
//!
//! A command's own options win over these. [`VARIABLES`] documents every variable; `para11 config` prints it.

pub mod address;
pub mod database;
pub mod mail;
pub mod oidc;
pub mod scanner;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use thiserror::Error;

use address::{AddressError, PublicUrl};
use database::{DatabaseUrl, DatabaseUrlError};
use mail::{Mail, Relay, RelayError};
use oidc::{Oidc, OidcSettingError};
use scanner::{ScannerAddress, ScannerAddressError};

/// A variable of the environment that para11 reads.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub says: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
}

/// Every variable that is read, in the order in which they are explained.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "DATABASE_URL",
        says: "Database of the service: `postgres://…` for PostgreSQL, `sqlite:PATH` for a file.",
        default: "a SQLite file in the data folder",
    },
    Variable {
        name: "PARA11_DATA",
        says: "Folder of the embedded database and of files; `--data` wins over it.",
        default: DEFAULT_DATA,
    },
    Variable {
        name: "PARA11_KEYS",
        says: "Folder of the keys that seal files and second factors and sign receipts. Keep it apart from backups of the data; instances that share a database share it.",
        default: "the folder `keys` of the data folder",
    },
    Variable {
        name: "PARA11_FILES",
        says: "Folder of the documents that go with replies, sealed with the keys; instances that share a database share it. Back it up with the database.",
        default: "the folder `files` of the data folder",
    },
    Variable {
        name: "PARA11_SCANNER",
        says: "Where clamd looks for malware in documents: `unix:PATH` of its socket, or its address and port on this machine. While it does not answer, documents stay closed.",
        default: "none; documents then open only for who attached them and for the focal point",
    },
    Variable {
        name: "PARA11_LISTEN",
        says: "Address and port to listen on; `--listen` wins over it.",
        default: DEFAULT_LISTEN,
    },
    Variable {
        name: "PARA11_PUBLIC_URL",
        says: "Address under which people reach the service, `https://…`; links are built from it and requests for another host are refused. `--public-url` wins over it.",
        default: "the address it listens on, on this machine only",
    },
    Variable {
        name: "PARA11_PROXY_HOPS",
        says: "How many reverse proxies stand before the service, one behind the other. With none, `X-Forwarded-For` is ignored.",
        default: "0",
    },
    Variable {
        name: "PARA11_PROXY",
        says: "Address from which the nearest reverse proxy connects; from elsewhere `X-Forwarded-For` is ignored.",
        default: "this machine itself",
    },
    Variable {
        name: "PARA11_INSTITUTION",
        says: "Name of the institution that puts the questions, shown beside the product's name on every page.",
        default: "none",
    },
    Variable {
        name: "PARA11_CONTACT",
        says: "Where people turn for help, for instance an address of electronic mail; shown on problem pages and in the accessibility statement.",
        default: "none; pages then say to write to the person who sent the link",
    },
    Variable {
        name: "PARA11_MAIL_RELAY",
        says: "Relay for letters: `smtps://user@host` (TLS), `smtp://user@host` (STARTTLS; to this machine itself without), or `folder:PATH` for a file a letter.",
        default: "none; no mail is sent, and commands print the links",
    },
    Variable {
        name: "PARA11_MAIL_FROM",
        says: "From whom letters come, for instance `Questionnaires <questionnaires@example.org>`; needed with a relay.",
        default: "none",
    },
    Variable {
        name: "PARA11_MAIL_PASSWORD_FILE",
        says: "File that holds the passphrase for the relay, readable by its owner alone.",
        default: "none",
    },
    Variable {
        name: "PARA11_OIDC_ISSUER",
        says: "Identity provider that people may sign in with (OpenID Connect), exactly as it names itself, for instance `https://id.example.org/realms/staff`. Needs a build with the feature `oidc`; register `/sign-in/provider` behind the public address there.",
        default: "none; people sign in with passphrase and authenticator",
    },
    Variable {
        name: "PARA11_OIDC_CLIENT",
        says: "Name under which the provider knows this service; needed with an issuer.",
        default: "none",
    },
    Variable {
        name: "PARA11_OIDC_SECRET_FILE",
        says: "File that holds the secret which goes with that name, readable by its owner alone.",
        default: "none; the code is then protected by PKCE alone",
    },
    Variable {
        name: "PARA11_OIDC_NAME",
        says: "What people call the provider, shown on the sign-in page.",
        default: "its host",
    },
    Variable {
        name: "PARA11_OIDC_HOSTS",
        says: "Further hosts of the provider, with spaces between, if its addresses lie elsewhere than its issuer; no other is asked.",
        default: "the host of the issuer alone",
    },
    Variable {
        name: "PARA11_OIDC_BOTH_FACTORS",
        says: "What the provider calls the ways of signing in (`acr`) that count as both factors, with spaces between. With any other a code is asked for here as well.",
        default: "none; a code is always asked for",
    },
    Variable {
        name: "PARA11_OIDC_MAX_AGE",
        says: "How many minutes ago at most a person may have signed in at the provider (`auth_time`).",
        default: oidc::DEFAULT_MAX_AGE,
    },
    Variable {
        name: "PARA11_LOG",
        says: "What to log to standard error, in the directives of tracing-subscriber, for instance `info` or `para11::web=debug`.",
        default: DEFAULT_LOG,
    },
    Variable {
        name: "PARA11_PSEUDO_LANGUAGES",
        says: "`on` offers two invented languages that show texts which are not translatable and layouts that break (`en-XA` longer, `ar-XB` right to left).",
        default: "off",
    },
];

const DEFAULT_DATA: &str = "./para11-data";
const DEFAULT_LISTEN: &str = "127.0.0.1:8011";
const DEFAULT_LOG: &str = "info";

/// Settings of one run.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database that `DATABASE_URL` names, if it does; else it is in the data folder.
    pub database: Option<DatabaseUrl>,
    /// Folder of the embedded database and of files.
    pub data: PathBuf,
    /// Folder of the keys, if it was said; else it is in the data folder.
    pub keys: Option<PathBuf>,
    /// Folder of the documents, if it was said; else it is in the data folder.
    pub files: Option<PathBuf>,
    /// The scanner for malware, if there is one.
    pub scanner: Option<ScannerAddress>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where people reach the service, if it was said.
    pub public_url: Option<PublicUrl>,
    /// How many reverse proxies stand before the service.
    pub proxy_hops: usize,
    /// From where the nearest of them connects, if it was said.
    pub proxy: Option<IpAddr>,
    /// Name of the institution, or empty.
    pub institution: String,
    /// Where people turn for help, or empty.
    pub contact: String,
    /// Letters, if they are sent.
    pub mail: Option<Mail>,
    /// The identity provider, if there is one.
    pub oidc: Option<Oidc>,
    /// Directives of the log.
    pub log: String,
    /// Whether the two pseudo-languages are offered.
    pub pseudo_languages: bool,
}

/// A variable holds what it may not.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ConfigError {
    /// Not text in UTF-8.
    #[error("{0} is not text in UTF-8")]
    NotText(&'static str),
    /// Not an address and port.
    #[error("{name} is `{value}`; give an address and a port, for instance `127.0.0.1:8011`")]
    Listen {
        /// The variable.
        name: &'static str,
        /// What it holds.
        value: String,
    },
    /// Not a relay.
    #[error("PARA11_MAIL_RELAY: {0}")]
    Relay(#[source] RelayError),
    /// A relay without a sender.
    #[error(
        "PARA11_MAIL_RELAY is set, but not PARA11_MAIL_FROM; say from whom letters come, for instance `Questionnaires <questionnaires@example.org>`"
    )]
    NoSender,
    /// Not an identity provider.
    #[error(transparent)]
    Oidc(#[from] OidcSettingError),
    /// Not a number.
    #[error("{name} is `{value}`; give a number, for instance `1`")]
    Number {
        /// The variable.
        name: &'static str,
        /// What it holds.
        value: String,
    },
    /// Not the address of a machine.
    #[error("{name} is `{value}`; give the address of a machine, for instance `192.0.2.1`")]
    Machine {
        /// The variable.
        name: &'static str,
        /// What it holds.
        value: String,
    },
    /// Not an address of a site.
    #[error("{name}: {source}")]
    PublicUrl {
        /// The variable.
        name: &'static str,
        /// Why not.
        source: AddressError,
    },
    /// Not a database.
    #[error("DATABASE_URL: {0}")]
    Database(#[source] DatabaseUrlError),
    /// Not an address of a scanner on this machine.
    #[error("PARA11_SCANNER: {0}")]
    Scanner(#[source] ScannerAddressError),
    /// Neither `on` nor `off`.
    #[error("{name} is `{value}`; say `on` or `off`")]
    Switch {
        /// The variable.
        name: &'static str,
        /// What it holds.
        value: String,
    },
}

impl Config {
    /// The database: the one that was named, or the one in the data folder.
    #[must_use]
    pub fn database(&self) -> DatabaseUrl {
        self.database
            .clone()
            .unwrap_or_else(|| DatabaseUrl::in_folder(&self.data))
    }

    /// The folder of the keys: the one that was named, or the one in the data folder.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("keys"))
    }

    /// The folder of the documents: the one that was named, or the one in the data folder.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.files
            .clone()
            .unwrap_or_else(|| self.data.join("files"))
    }

    /// The settings of this process. An empty variable counts as not set.
    ///
    /// # Errors
    /// Names the first variable that holds what it may not.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| std::env::var_os(name).map(std::ffi::OsString::into_string))
    }

    /// The settings that a look-up gives. `Some(Err(_))` is a value that is not UTF-8.
    fn from_lookup<E>(
        lookup: impl Fn(&str) -> Option<Result<String, E>>,
    ) -> Result<Self, ConfigError> {
        let read = |name: &'static str| match lookup(name) {
            None => Ok(None),
            Some(Err(_)) => Err(ConfigError::NotText(name)),
            Some(Ok(value)) if value.trim().is_empty() => Ok(None),
            Some(Ok(value)) => Ok(Some(value.trim().to_owned())),
        };
        let or = |value: Option<String>, default: &str| value.unwrap_or_else(|| default.to_owned());

        let database = read("DATABASE_URL")?.map(|url| DatabaseUrl::parse(&url));
        let listen = or(read("PARA11_LISTEN")?, DEFAULT_LISTEN);
        let (relay, from) = (read("PARA11_MAIL_RELAY")?, read("PARA11_MAIL_FROM")?);
        let password_file = read("PARA11_MAIL_PASSWORD_FILE")?;
        let provider = oidc::Typed {
            issuer: read("PARA11_OIDC_ISSUER")?,
            client: read("PARA11_OIDC_CLIENT")?,
            secret_file: read("PARA11_OIDC_SECRET_FILE")?,
            name: read("PARA11_OIDC_NAME")?,
            hosts: read("PARA11_OIDC_HOSTS")?,
            both_factors: read("PARA11_OIDC_BOTH_FACTORS")?,
            max_age: read("PARA11_OIDC_MAX_AGE")?,
        };
        let hops = or(read("PARA11_PROXY_HOPS")?, "0");
        let public_url = read("PARA11_PUBLIC_URL")?
            .map(|url| PublicUrl::parse(&url))
            .transpose();
        Ok(Self {
            database: database.transpose().map_err(ConfigError::Database)?,
            data: or(read("PARA11_DATA")?, DEFAULT_DATA).into(),
            keys: read("PARA11_KEYS")?.map(PathBuf::from),
            files: read("PARA11_FILES")?.map(PathBuf::from),
            scanner: read("PARA11_SCANNER")?
                .map(|address| ScannerAddress::parse(&address))
                .transpose()
                .map_err(ConfigError::Scanner)?,
            listen: listen.parse().map_err(|_unhelpful| ConfigError::Listen {
                name: "PARA11_LISTEN",
                value: listen.clone(),
            })?,
            public_url: public_url.map_err(|source| ConfigError::PublicUrl {
                name: "PARA11_PUBLIC_URL",
                source,
            })?,
            proxy_hops: hops.parse().map_err(|_unhelpful| ConfigError::Number {
                name: "PARA11_PROXY_HOPS",
                value: hops.clone(),
            })?,
            proxy: read("PARA11_PROXY")?.map(machine).transpose()?,
            institution: or(read("PARA11_INSTITUTION")?, ""),
            contact: or(read("PARA11_CONTACT")?, ""),
            mail: mail(relay, from, password_file.map(PathBuf::from))?,
            oidc: Oidc::read(provider)?,
            log: or(read("PARA11_LOG")?, DEFAULT_LOG),
            pseudo_languages: switch("PARA11_PSEUDO_LANGUAGES", read("PARA11_PSEUDO_LANGUAGES")?)?,
        })
    }
}

fn mail(
    relay: Option<String>,
    from: Option<String>,
    password_file: Option<PathBuf>,
) -> Result<Option<Mail>, ConfigError> {
    let Some(relay) = relay else {
        return Ok(None);
    };
    Ok(Some(Mail {
        relay: Relay::parse(&relay).map_err(ConfigError::Relay)?,
        from: from.ok_or(ConfigError::NoSender)?,
        password_file,
    }))
}

fn machine(value: String) -> Result<IpAddr, ConfigError> {
    value.parse().map_err(|_unhelpful| ConfigError::Machine {
        name: "PARA11_PROXY",
        value,
    })
}

fn switch(name: &'static str, value: Option<String>) -> Result<bool, ConfigError> {
    match value.as_deref() {
        None | Some("off") => Ok(false),
        Some("on") => Ok(true),
        Some(other) => Err(ConfigError::Switch {
            name,
            value: other.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};
    use std::convert::Infallible;

    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let pairs: BTreeMap<&str, &str> = pairs.iter().copied().collect();
        Config::from_lookup(|name| {
            pairs
                .get(name)
                .map(|value| Ok::<_, Infallible>((*value).to_owned()))
        })
    }

    #[test]
    fn every_variable_that_is_read_is_documented_and_the_other_way_round() {
        let asked = RefCell::new(BTreeSet::new());
        Config::from_lookup(|name| {
            asked.borrow_mut().insert(name.to_owned());
            None::<Result<String, Infallible>>
        })
        .unwrap();
        let documented: BTreeSet<String> = VARIABLES.iter().map(|v| v.name.to_owned()).collect();
        assert_eq!(asked.into_inner(), documented);
    }

    #[test]
    fn an_empty_variable_is_not_set_and_a_wrong_one_is_named() {
        assert_eq!(
            from(&[("PARA11_LISTEN", " ")]).unwrap().listen,
            DEFAULT_LISTEN.parse().unwrap()
        );
        let wrong = |name, value| from(&[(name, value)]).unwrap_err().to_string();
        assert!(
            wrong("PARA11_LISTEN", "8011")
                .contains("PARA11_LISTEN is `8011`; give an address and a port")
        );
        assert!(wrong("PARA11_PUBLIC_URL", "example.org").starts_with("PARA11_PUBLIC_URL: "));
        assert!(wrong("DATABASE_URL", "mysql://me:secret@host").starts_with("DATABASE_URL: "));
        assert!(!wrong("DATABASE_URL", "mysql://me:secret@host").contains("secret"));
        assert!(wrong("PARA11_MAIL_RELAY", "relay").starts_with("PARA11_MAIL_RELAY: "));
        assert!(wrong("PARA11_MAIL_RELAY", "folder:out").contains("not PARA11_MAIL_FROM"));
        assert!(wrong("PARA11_PROXY_HOPS", "-1").contains("`-1`; give a number"));
        assert!(wrong("PARA11_PROXY", "proxy").contains("give the address of a machine"));
        assert!(wrong("PARA11_PSEUDO_LANGUAGES", "yes").contains("say `on` or `off`"));
        let not_text = Config::from_lookup(|name| (name == "DATABASE_URL").then_some(Err(())));
        assert_eq!(not_text.unwrap_err(), ConfigError::NotText("DATABASE_URL"));
    }
}
