//! `para11 reply`: the reply of one respondent.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};

use super::{clock, open};
use crate::access::{Allow, OwnReply, SeeReply, operator};
use crate::config::Config;
use crate::form::name::Code;
use crate::store::Store;
use crate::text::Language;
use crate::web::forms::Forms;
use crate::web::respond::copy::{self, Format};

/// Write the reply of one respondent to a file
#[derive(Debug, Subcommand)]
pub(super) enum ReplyCommand {
    Export(Export),
}

/// Write a reply as PDF or Word, as it stands; or the exact bytes that were sealed
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 reply export --round 2026 --respondent AUT --format pdf --out AUT.pdf\n  \
    para11 reply export --respondent AUT --format json --out AUT.json")]
pub(super) struct Export {
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// Whose reply, for instance AUT
    #[arg(long, value_name = "CODE")]
    respondent: Code,
    /// Format of the file
    #[arg(long, value_enum)]
    format: Kind,
    /// Language: ar, zh, en, fr, ru or es
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = open::language)]
    lang: Language,
    /// The file to write; it must not exist
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// The document that was sealed, byte for byte
    Json,
    /// Tagged PDF of the draft, or of what was submitted
    Pdf,
    /// The same as Word
    Docx,
}

impl ReplyCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Export(command) => command.run(config, out),
        }
    }
}

impl Export {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, self.round.clone())?;
        let scope = OwnReply::whole(round.code, self.respondent.clone());
        let allow: Allow<SeeReply> = operator(scope);
        let bytes = match self.format {
            Kind::Json => {
                let sealed = store.submission(&allow)?;
                let sealed = sealed.with_context(|| {
                    format!(
                        "no submission of {} stands; write it with --format pdf or docx",
                        self.respondent
                    )
                })?;
                sealed.bytes
            }
            Kind::Pdf => self.document(&store, &allow, Format::Pdf)?,
            Kind::Docx => self.document(&store, &allow, Format::Word)?,
        };
        open::write_new(&self.out, &bytes)?;
        writeln!(out, "{}: {} bytes", self.out.display(), bytes.len())?;
        Ok(())
    }

    fn document(
        &self,
        store: &Store,
        allow: &Allow<SeeReply>,
        format: Format,
    ) -> anyhow::Result<Vec<u8>> {
        let now = clock::now();
        let made = copy::reply_document(store, &Forms::default(), allow, self.lang, now);
        let (document, _name) = made?;
        Ok(format.write(&document)?)
    }
}
