//! `para11 chart list`.

use std::io::Write;

use anyhow::anyhow;
use clap::Args;
use serde::Serialize;

use crate::chart::catalog::{self, Catalog};
use crate::text::{self, Language};

/// List the charts: identifier, output of the analysis plan, questionnaire, question, title
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  para11 chart list\n  para11 chart list --json")]
pub(in crate::cli) struct List {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// A chart, as another program reads it.
#[derive(Serialize)]
struct Line {
    chart: String,
    output: String,
    form: String,
    question: Option<String>,
    /// Whether it sets this round beside the one before, and is drawn only where there is one.
    needs_round_before: bool,
    title: String,
}

impl List {
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let texts = text::interface(Language::English);
        let mut lines = Vec::new();
        for form in super::forms()? {
            let charts = Catalog::load(&catalog::shipped(), &form, texts).map_err(|_told| {
                anyhow!("the charts hold mistakes; `para11 chart check` lists them")
            })?;
            lines.extend(charts.charts().iter().map(|chart| Line {
                chart: chart.id().to_owned(),
                output: chart.output().to_owned(),
                form: form.name.to_string(),
                question: chart.question().map(ToString::to_string),
                needs_round_before: !chart.applies(false),
                title: texts.text(&chart.key()).into_owned(),
            }));
        }
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &lines)?;
            writeln!(out)?;
            return Ok(());
        }
        for line in lines {
            let question = line.question.as_deref().unwrap_or("-");
            let Line {
                chart, form, title, ..
            } = &line;
            let needs = if line.needs_round_before {
                " [only after an earlier round]"
            } else {
                ""
            };
            writeln!(out, "{chart:<16} {form:<10} {question:<16} {title}{needs}")?;
        }
        Ok(())
    }
}
