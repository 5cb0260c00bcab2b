//! `para11 files`: the documents that go with replies.

use std::io::Write;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{clock, open};
use crate::config::Config;
use crate::store::reply::files::scan::{Found, Scanned};

/// Look after the documents that go with replies
#[derive(Debug, Subcommand)]
pub(super) enum FilesCommand {
    Scan(Scan),
}

/// Have the scanner for malware look at every document again
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    para11 files scan\n\n\
    The scanner is that of PARA11_SCANNER. A document in which something is found is closed to everybody and those who lead the reply\n\
    are told; a reply that is not submitted cannot be submitted with it. A sealed reply stays as it is: only its document is closed.\n\
    The exit status is 1 if something was found, or not every document could be looked at.")]
pub(super) struct Scan {
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

impl FilesCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Scan(command) => command.run(config, out),
        }
    }
}

impl Scan {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        if config.scanner.is_none() {
            bail!("there is no scanner; say with PARA11_SCANNER where clamd listens");
        }
        let (store, keys) = (open::store(config)?, open::keys(config)?);
        let scanned = open::files(config, &store, &keys)?.scan_all(clock::now())?;
        if self.json {
            writeln!(out, "{}", as_json(&scanned))?;
        } else {
            say(&scanned, out)?;
        }
        out.flush()?;
        let (infected, damaged) = (scanned.infected.len(), scanned.damaged.len());
        if infected > 0 {
            bail!("something was found in {infected} documents; they are closed");
        }
        if damaged > 0 {
            bail!(
                "{damaged} documents cannot be read; restore the folder of the files from a backup"
            );
        }
        if scanned.unanswered > 0 {
            bail!(
                "the scanner did not answer; see that clamd runs and takes files of 20 MiB, then scan again"
            );
        }
        Ok(())
    }
}

fn as_json(scanned: &Scanned) -> serde_json::Value {
    json!({
        "clean": scanned.clean,
        "infected": scanned.infected,
        "damaged": scanned.damaged,
        "unanswered": scanned.unanswered,
    })
}

fn say(scanned: &Scanned, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} documents: {} clean, {} infected, {} cannot be read, {} without an answer",
        scanned.seen() + scanned.damaged.len() + scanned.unanswered,
        scanned.clean,
        scanned.infected.len(),
        scanned.damaged.len(),
        scanned.unanswered
    )?;
    for (what, all) in [
        ("infected", &scanned.infected),
        ("cannot be read", &scanned.damaged),
    ] {
        for found in all {
            writeln!(out, "{what}: {}", line(found))?;
        }
    }
    Ok(())
}

fn line(found: &Found) -> String {
    let Found {
        document,
        round,
        respondent,
        key,
        submitted,
    } = found;
    let state = if *submitted {
        "submitted"
    } else {
        "not submitted"
    };
    format!("document {document} of {key}, {respondent} in round {round}, {state}")
}
