//! `para11 dump`: the data package of a round.

use std::fs;
use std::io::{BufWriter, IntoInnerError, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::open;
use crate::access::{Allow, DumpRows, WholeRound, operator};
use crate::config::Config;
use crate::cut::{self, Cut};
use crate::disclosure::rows::{self, Gate, ReleasedRound};
use crate::dump::{Making, Source};
use crate::form::name::Code;
use crate::form::text::FormTexts;
use crate::store::Store;
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
        let round = open::round(&store, self.round.clone())?;
        let allow = operator::<DumpRows>(WholeRound {
            round: round.code.clone(),
        });
        let cut = Cut::of(&store, &allow)?;
        let path = self.out.display().to_string();
        let file = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&self.out);
        let file = file.with_context(|| {
            format!("cannot make {path}; name a file that does not exist with --out")
        })?;
        let written = self.write(&store, &allow, &cut, file);
        if written.is_err() {
            // Half a package is none. That it cannot be taken away says less than why it is half.
            fs::remove_file(&self.out).ok();
        }
        let Written {
            name,
            counts,
            bytes,
        } = written.with_context(|| format!("cannot write {path}"))?;
        writeln!(
            out,
            "{path}: {name}, {} of {} respondents replied, {} answers withheld, {bytes} bytes",
            counts.replied, counts.asked, counts.withheld
        )?;
        Ok(())
    }

    fn source<'a>(
        &self,
        cut: &'a Cut,
        texts: &'a FormTexts<'a>,
        round: &'a ReleasedRound,
        latest: Option<NaiveDate>,
    ) -> Source<'a> {
        Source {
            form: &cut.form,
            texts,
            words: interface(self.lang),
            form_files: &cut.form_files,
            round,
            // The day of the latest reply, so that the same replies give the same bytes on any day.
            cut: latest.unwrap_or(cut.round.opens),
        }
    }

    /// Writes the tables reply by reply into files beside the package, so that a round of any size fits into memory, and packs them.
    fn write(
        &self,
        store: &Store,
        allow: &Allow<DumpRows>,
        cut: &Cut,
        out: fs::File,
    ) -> anyhow::Result<Written> {
        let variant = match self.variant {
            Variant::Full => rows::Variant::Full,
            Variant::Public => rows::Variant::Public,
        };
        let (asked, facts) = store.fact_names(&cut.round.code)?;
        let facts = facts.into_iter().collect();
        let mut gate = Gate::new(&cut.form, &cut.round, variant, (asked, facts));
        let arguments = cut.round.text_arguments("");
        let texts = cut.form.texts(self.lang, &arguments);
        let beside = self
            .out
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let beside = beside.unwrap_or(Path::new("."));
        let place = |_path: &str| Ok(BufWriter::new(tempfile::tempfile_in(beside)?));
        let mut making = Making::begin(&self.source(cut, &texts, gate.released(), None), place)?;
        let mut latest = None;
        cut::each_reply(store, &cut.form, &cut.round, allow, |respondent, reply| {
            let (receipt, submission) = reply.unzip();
            latest = latest.max(receipt.map(|receipt| receipt.at.date_naive()));
            if let Some(reply) = gate.pass(&respondent, submission.as_ref()) {
                making.add(&reply)?;
            }
            Ok::<(), anyhow::Error>(())
        })?;
        let package = making.finish(&self.source(cut, &texts, gate.released(), latest), place)?;
        let name = package.name().to_owned();
        let package = package.map(|file| {
            let mut file = file.into_inner().map_err(IntoInnerError::into_error)?;
            file.rewind()?;
            Ok(file)
        })?;
        let out = package.zip_into(BufWriter::new(out))?;
        let out = out.into_inner().map_err(IntoInnerError::into_error)?;
        out.sync_all()?;
        Ok(Written {
            name,
            counts: gate.released().counts(),
            bytes: out.metadata()?.len(),
        })
    }
}

/// A package that was written.
struct Written {
    name: String,
    counts: rows::Counts,
    bytes: u64,
}
