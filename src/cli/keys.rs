//! `para11 keys`: other keys in the place of those in use, for the turn of a round or a year, and after one was lost or stolen.

use std::io::Write;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{clock, open};
use crate::config::Config;
use crate::keys::{Keys, rotation};
use crate::text;
use crate::text::Language;

/// Show the keys, and put others in their place
#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    Show(Show),
    Rotate(Rotate),
    Rewrap(Rewrap),
    Drop(DropOlder),
}

/// Print the fingerprints of the keys: what a note verbale tells
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 keys show")]
pub(super) struct Show {}

/// Sign receipts and checkpoints with a new key from now on
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  para11 keys rotate\n  para11 keys rotate --lost\n\n\
    The log announces the new key: the old one signs that as its last, the new one as its first. Old receipts are still checked with the \
    old public key, which stays published. Stop the service before and start it after; then tell the new fingerprint by note verbale."
)]
pub(super) struct Rotate {
    /// The old key is lost, so it cannot sign the announcement
    #[arg(long)]
    lost: bool,
}

/// Make a new wrapping key, and seal with it what older ones sealed
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 keys rewrap\n\n\
    Stop the service before and start it after, since it knows only the keys there were when it started. Older keys open still, until \
    `para11 keys drop` removes their files.")]
pub(super) struct Rewrap {}

/// Remove the files of the older wrapping keys, once nothing is sealed with them
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 keys drop\n\n\
    A backup of the database from before needs the old keys: keep copies of them with it, or destroy them if they were stolen.")]
pub(super) struct DropOlder {}

impl KeysCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Show(Show {}) => show(config, out),
            Self::Rotate(Rotate { lost }) => rotate(config, lost, out),
            Self::Rewrap(Rewrap {}) => rewrap(config, out),
            Self::Drop(DropOlder {}) => drop_older(config, out),
        }
    }
}

fn show(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let (store, keys) = (open::store(config)?, open::keys(config)?);
    writeln!(out, "Signs: {}", keys.fingerprint())?;
    for key in store.log_keys()? {
        let day = |at: chrono::NaiveDateTime| text::date(Language::English, at.date());
        let until = key
            .retired
            .map(|at| format!(" until {}", day(at)))
            .unwrap_or_default();
        let since = day(key.since);
        writeln!(out, "  {} since {since}{until}", key.fingerprint)?;
    }
    writeln!(out, "Seals, the newest last: {}", keys.ring().join(", "))?;
    store.check_signing_key(&keys)?;
    Ok(())
}

fn rotate(config: &Config, lost: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let folder = config.keys();
    let store = open::store(config)?;
    let before = if lost {
        None
    } else {
        Some(open::keys(config)?)
    };
    let after = Arc::new(Keys::open_next(&folder)?);
    let fingerprint = after.fingerprint();
    let checkpoint = store.change_signing_key(before, after, clock::now())?;
    // Should this fail, the same command goes on from here.
    rotation::promote_signing(&folder)?;
    writeln!(
        out,
        "The key {fingerprint} signs from now on; its first checkpoint is over {} entries.\n\
        Start the service anew, and tell this fingerprint by note verbale.",
        checkpoint.size
    )?;
    Ok(())
}

fn rewrap(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let store = open::store(config)?;
    open::keys(config)?;
    let number = rotation::add_wrapping(&config.keys())?;
    let renewed = store.rewrap(open::keys(config)?, clock::now())?;
    writeln!(
        out,
        "wrapping-{number}.key seals from now on; {renewed} secrets were sealed anew with it.\n\
        Keep a copy of it apart from the data, start the service anew, then run `para11 keys drop`."
    )?;
    Ok(())
}

fn drop_older(config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let store = open::store(config)?;
    // What the service sealed with an older key meanwhile is not left behind.
    let renewed = store.rewrap(open::keys(config)?, clock::now())?;
    let dropped = rotation::drop_older(&config.keys())?;
    writeln!(
        out,
        "{renewed} secrets were sealed anew, {dropped} older keys are gone."
    )?;
    Ok(())
}
