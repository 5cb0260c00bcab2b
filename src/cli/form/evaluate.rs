//! `para11 form evaluate`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use clap::Args;

use crate::cli::clock;
use crate::form::expression::standalone::evaluate;

/// Try out an expression: its value and type, as JSON
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 form evaluate '1 + 2 * 3'\n  \
    para11 form evaluate \"selected(\\${settings}, 'prison')\" --answers answers.json\n\n\
    The file holds {\"question\": value}, {\"question\": {\"row\": value}} or {\"question\": {\"row\": {\"field\": value}}}.")]
pub(in crate::cli) struct Evaluate {
    /// The expression, as it stands in a questionnaire
    expression: String,
    /// Answers that it may name, as JSON
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
}

impl Evaluate {
    /// Evaluates it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let answers = match &self.answers {
            None => serde_json::json!({}),
            Some(path) => {
                let text =
                    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
                serde_json::from_slice(&text)
                    .with_context(|| format!("{} is not JSON", path.display()))?
            }
        };
        let value =
            evaluate(&self.expression, &answers, clock::now().date_naive()).map_err(|error| {
                let (position, expression) = (error.position, &self.expression);
                let mark = " ".repeat(position);
                anyhow!(
                    "at character {}: {}\n  {expression}\n  {mark}^",
                    position + 1,
                    error.message
                )
            })?;
        serde_json::to_writer(&mut *out, &value)?;
        writeln!(out)?;
        Ok(())
    }
}
