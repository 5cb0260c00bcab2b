//! Opening the database for a command.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::config::Config;
use crate::config::address::PublicUrl;
use crate::form::name::Code;
use crate::keys::Keys;
use crate::round::Round;
use crate::store::Store;
use crate::store::reply::files::Files;
use crate::store::reply::files::scan::Scanner;
use crate::text::Language;

/// Opens the database of the settings; makes the data folder and an embedded database if they are missing.
pub(super) fn store(config: &Config) -> anyhow::Result<Store> {
    if config.database.is_none() {
        fs::create_dir_all(&config.data).with_context(|| {
            let folder = config.data.display();
            format!("the data folder {folder} cannot be made; name another with --data")
        })?;
    }
    let store = Store::open(&config.database())?;
    if config.mail.is_some() {
        store.queue_letters(keys(config)?);
    }
    Ok(store)
}

/// The keys of the service.
pub(super) fn keys(config: &Config) -> anyhow::Result<Arc<Keys>> {
    Ok(Arc::new(Keys::open(&config.keys())?))
}

/// How long the scanner for malware may be silent. Documents wait for it meanwhile, and so does who attaches them.
const SCANNER_PATIENCE: Duration = Duration::from_secs(10);

/// The documents of the settings, with the scanner if there is one.
pub(super) fn files(config: &Config, store: &Store, keys: &Arc<Keys>) -> anyhow::Result<Files> {
    let scanner = config.scanner.clone();
    let scanner = scanner.map(|address| Scanner::new(address, SCANNER_PATIENCE));
    let folder = config.files();
    Ok(Files::open(
        store.clone(),
        &folder,
        Arc::clone(keys),
        scanner,
    )?)
}

/// Where people reach the service: what was said, else this machine.
pub(super) fn public_url(config: &Config) -> anyhow::Result<PublicUrl> {
    match &config.public_url {
        Some(url) => Ok(url.clone()),
        None => PublicUrl::of_this_machine(config.listen).with_context(|| {
            let listen = config.listen;
            format!(
                "other machines reach {listen}; say with --public-url under which https:// address"
            )
        }),
    }
}

/// The round of this code; without one, the only round there is.
pub(super) fn round(store: &Store, code: Option<Code>) -> anyhow::Result<Round> {
    if let Some(code) = code {
        let found = store.round(&code)?;
        return found.with_context(|| {
            format!("there is no round {code}; `para11 round list` shows the rounds")
        });
    }
    let mut rounds = store.rounds()?;
    match (rounds.pop(), rounds.is_empty()) {
        (Some(round), true) => Ok(round),
        (Some(_), false) => bail!("there are several rounds; name one with --round"),
        (None, _) => bail!("there is no round yet; make one with `para11 round create`"),
    }
}

/// Writes a file that does not exist yet, and waits until it is on disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = path.display();
    let file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path);
    let mut file = file.with_context(|| {
        format!("cannot make {name}; name a file that does not exist with --out")
    })?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .with_context(|| format!("cannot write {name}"))
}

/// The language of this code, for arguments.
pub(super) fn language(code: &str) -> Result<Language, String> {
    Language::find(code).ok_or_else(|| {
        let codes: Vec<_> = Language::ALL.into_iter().map(Language::code).collect();
        format!("the languages are {}", codes.join(", "))
    })
}
