//! `para11 dump`: the data package of a round.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::open;
use crate::access::{DumpRows, WholeRound, operator};
use crate::config::Config;
use crate::disclosure::rows::{self, release};
use crate::dump::{Package, Source};
use crate::form::name::Code;
use crate::release::Cut;
use crate::text::{Language, interface};

/// Write the data package of a round as a zip
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 dump --variant full --out full.zip\n  \
    para11 dump --round 2026 --variant public --out public.zip\n\n\
    Neither variant holds an answer for the Secretariat only. Check it with `sha256sum -c SHA256SUMS`.")]
pub(super) struct Dump {
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// For whom
    #[arg(long, value_enum)]
    variant: Variant,
    /// Language of labels
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = open::language)]
    lang: Language,
    /// The file to write; it must not exist
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Variant {
    /// Named rows, for the Secretariat's analysts
    Full,
    /// Only answers that may be attributed, of respondents that may be named and let their reply be published
    Public,
}

impl Dump {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, self.round)?;
        let cut = Cut::read(
            &store,
            &operator::<DumpRows>(WholeRound {
                round: round.code.clone(),
            }),
        )?;
        let variant = match self.variant {
            Variant::Full => rows::Variant::Full,
            Variant::Public => rows::Variant::Public,
        };
        let released = release(
            &cut.form,
            &cut.round,
            &cut.respondents,
            &cut.submissions,
            variant,
        );
        let arguments = cut.round.text_arguments("");
        let package = Package::build(&Source {
            form: &cut.form,
            texts: &cut.form.texts(self.lang, &arguments),
            words: interface(self.lang),
            form_files: &cut.form_files,
            round: &released,
            // The day of the latest reply, so that the same replies give the same bytes on any day.
            cut: cut.latest.unwrap_or(cut.round.opens),
        });
        let bytes = package.zip()?;
        let path = self.out.display().to_string();
        let file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&self.out);
        let mut file = file.with_context(|| {
            format!("cannot make {path}; name a file that does not exist with --out")
        })?;
        file.write_all(&bytes)
            .and_then(|()| file.sync_all())
            .with_context(|| format!("cannot write {path}"))?;
        let counts = released.counts();
        writeln!(
            out,
            "{path}: {}, {} of {} respondents replied, {} answers withheld, {} bytes",
            package.name(),
            counts.replied,
            counts.asked,
            counts.withheld,
            bytes.len()
        )?;
        Ok(())
    }
}
