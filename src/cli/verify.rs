//! `para11 verify`: what anyone may check. A receipt needs nothing but its file; the log needs its database.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::open;
use crate::config::Config;
use crate::keys::PublicKey;
use crate::proof::bundle::Bundle;
use crate::proof::checkpoint::Checkpoint;

/// Check the log or a receipt
#[derive(Debug, Subcommand)]
pub(super) enum Verify {
    Log(Log),
    Receipt(Receipt),
}

/// Read all of the log and check that nothing was changed, removed or reordered
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 verify log\n  \
    para11 verify log --checkpoint kept.txt --receipt receipt-2026-AUT-1.zip")]
pub(super) struct Log {
    /// A signed checkpoint that was kept elsewhere, which the log must fit too
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// A receipt, whose root the log must fit too
    #[arg(long, value_name = "FILE.zip")]
    receipt: Vec<PathBuf>,
}

/// Check the file of a receipt, without the service
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 verify receipt receipt-2026-AUT-1.zip\n  \
    para11 verify receipt receipt-2026-AUT-1.zip --key key-of-the-service.pem")]
pub(super) struct Receipt {
    /// The file
    #[arg(value_name = "FILE.zip")]
    file: PathBuf,
    /// The public key as it was got by another way [default: the one in the file, which proves only that the file fits itself]
    #[arg(long, value_name = "FILE.pem")]
    key: Option<PathBuf>,
}

impl Verify {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Log(command) => command.run(config, out),
            Self::Receipt(command) => command.run(out),
        }
    }
}

impl Log {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let mut keys = Vec::new();
        for key in store.log_keys()? {
            keys.extend(PublicKey::from_pem(&key.pem));
        }
        let mut kept = Vec::new();
        for path in &self.checkpoint {
            let note = String::from_utf8(read(path)?)
                .with_context(|| format!("{} is not text", path.display()))?;
            let opened = keys
                .iter()
                .find_map(|key| Checkpoint::open(&note, key).ok());
            kept.push(opened.with_context(|| {
                let path = path.display();
                format!("{path} is no checkpoint that a key of this log signed")
            })?);
        }
        for path in &self.receipt {
            let receipt = bundle(path)?
                .check(None)
                .with_context(|| path.display().to_string())?;
            kept.push(Checkpoint {
                size: receipt.size,
                root: receipt.root,
            });
        }
        let holds = store.check_log(&kept)?;
        writeln!(
            out,
            "The log holds: {} entries, {} more wait for their place, {} checkpoints fit.\nRoot: {}",
            holds.size,
            holds.waiting,
            holds.checkpoints,
            hex::encode(holds.root)
        )?;
        Ok(())
    }
}

impl Receipt {
    fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let key = match &self.key {
            Some(path) => {
                let pem = String::from_utf8(read(path)?).unwrap_or_default();
                let Some(key) = PublicKey::from_pem(&pem) else {
                    bail!("{} holds no Ed25519 key", path.display());
                };
                Some(key)
            }
            None => None,
        };
        let receipt = bundle(&self.file)?
            .check(key.as_ref())
            .with_context(|| format!("{} does not hold", self.file.display()))?;
        writeln!(
            out,
            "The receipt holds: {} {}, version {} of round {}, {} at {}.\n\
            SHA-256 of the reply: {}\n\
            Entry {} of {} in the log with the root {}\n\
            Signed by the key {}",
            receipt.respondent,
            receipt.name,
            receipt.version,
            receipt.round,
            receipt.act,
            receipt.at,
            receipt.sha256,
            receipt.index + 1,
            receipt.size,
            hex::encode(receipt.root),
            receipt.key
        )?;
        if self.key.is_none() {
            writeln!(
                out,
                "The key is the one in the file: compare its fingerprint with the one you were told by another way, or give the key with --key."
            )?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

fn bundle(path: &Path) -> anyhow::Result<Bundle> {
    Bundle::unzip(&read(path)?).with_context(|| path.display().to_string())
}
