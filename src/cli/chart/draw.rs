//! `para11 chart draw`.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;

use crate::access::{SeeFigures, WholeRound, operator};
use crate::chart::catalog::Chart;
use crate::chart::draw::Size;
use crate::chart::export::Format;
use crate::cli::open;
use crate::config::Config;
use crate::cut::questionnaire;
use crate::form::name::Code;
use crate::text::Language;
use crate::web::figures::results::Results;

/// Draw figures of the submitted replies of a round, marked as internal: they are not released
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 chart draw --out figures\n  \
    para11 chart draw T4 T15 --round 2026 --lang fr --format pdf --size column --out figures")]
pub(in crate::cli) struct Draw {
    /// Identifiers of charts, or outputs of the analysis plan [default: all]
    #[arg(value_name = "CHART")]
    charts: Vec<String>,
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// Language of the words
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    lang: Language,
    /// Format of the files: svg, png, pdf, csv or docx
    #[arg(long, default_value = "svg", value_parser = format)]
    format: Format,
    /// Width of drawings: page (174 mm) or column (84 mm)
    #[arg(long, default_value = "page", value_parser = size)]
    size: Size,
    /// Folder for the files; it is made if it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn language(code: &str) -> Result<Language, String> {
    Language::find(code).ok_or_else(|| {
        let codes: Vec<_> = Language::every().map(Language::code).collect();
        format!("the languages are {}", codes.join(", "))
    })
}

fn format(code: &str) -> Result<Format, String> {
    Format::find(code).ok_or_else(|| {
        let codes = Format::ALL.map(Format::code);
        format!("the formats are {}", codes.join(", "))
    })
}

fn size(code: &str) -> Result<Size, String> {
    Size::find(code).ok_or_else(|| {
        let codes = Size::PRINT.map(Size::code);
        format!("the widths are {}", codes.join(", "))
    })
}

impl Draw {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, self.round)?;
        let (_version, form) = questionnaire(&store, &round)?;
        let form = Arc::new(form);
        let allow = operator::<SeeFigures>(WholeRound {
            round: round.code.clone(),
        });
        let results = Results::build(&store, form, &round, &allow)?;
        let charts = choose(results.charts.charts(), &self.charts)?;
        fs::create_dir_all(&self.out)
            .with_context(|| format!("the folder {} cannot be made", self.out.display()))?;
        let progress = Progress::new(charts.len());
        for (at, chart) in charts.into_iter().enumerate() {
            progress.show(at, chart.id());
            let figure = results.figure(chart, self.lang)?;
            let bytes = figure.export(self.format, self.size)?;
            let name = figure.file_name(round.code.as_str(), self.format, self.size);
            let path = self.out.join(name);
            write(&path, &bytes)?;
            progress.clear();
            writeln!(out, "{}", path.display())?;
        }
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))
}

/// The charts that were named, in their own order.
fn choose<'a>(charts: &'a [Chart], named: &[String]) -> anyhow::Result<Vec<&'a Chart>> {
    let is = |chart: &Chart, name: &String| chart.id() == name || chart.output() == name;
    for name in named {
        if !charts.iter().any(|chart| is(chart, name)) {
            let ids: Vec<_> = charts.iter().map(Chart::id).collect();
            bail!("there is no chart `{name}`; there are {}", ids.join(", "));
        }
    }
    let wanted = |chart: &&Chart| named.is_empty() || named.iter().any(|name| is(chart, name));
    Ok(charts.iter().filter(wanted).collect())
}

/// A line that says what is being drawn, for people at a terminal.
struct Progress {
    of: usize,
    shown: bool,
}

impl Progress {
    fn new(of: usize) -> Self {
        Self {
            of,
            shown: io::stderr().is_terminal(),
        }
    }

    fn show(&self, done: usize, id: &str) {
        if self.shown {
            // Nothing is lost where it cannot be shown.
            write!(io::stderr(), "\r\x1b[K{} of {}: {id}", done + 1, self.of).ok();
        }
    }

    fn clear(&self) {
        if self.shown {
            write!(io::stderr(), "\r\x1b[K").ok();
        }
    }
}
