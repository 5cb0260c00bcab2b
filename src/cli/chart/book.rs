//! `para11 chart book`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;

use super::draw::language;
use crate::access::{SeeFigures, WholeRound, operator};
use crate::cli::open;
use crate::config::Config;
use crate::cut::questionnaire;
use crate::form::name::Code;
use crate::text::Language;
use crate::web::figures::results::Results;

/// Write all figures of a round into one PDF, a page each with its numbers, marked as internal: they are not released
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 chart book --out figures.pdf\n  \
    para11 chart book --round 2026 --lang ar --out figures-ar.pdf")]
pub(in crate::cli) struct Book {
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// Language of the words
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    lang: Language,
    /// The file
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Book {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, self.round)?;
        let (_version, form) = questionnaire(&store, &round)?;
        let allow = operator::<SeeFigures>(WholeRound {
            round: round.code.clone(),
        });
        let results = Results::build(&store, Arc::new(form), &round, &allow)?;
        let figures = results.figures(self.lang)?;
        let bytes = results.book(&figures, self.lang).pdf()?;
        fs::write(&self.out, bytes)
            .with_context(|| format!("{} cannot be written", self.out.display()))?;
        writeln!(out, "{}: {} figures", self.out.display(), figures.len())?;
        Ok(())
    }
}
