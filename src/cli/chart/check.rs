//! `para11 chart check`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use crate::chart::catalog;
use crate::text::{self, Language};

/// Verify charts against their questionnaires: file, line, what is wrong and what to do
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  para11 chart check\n  para11 chart check charts")]
pub(in crate::cli) struct Check {
    /// A folder of charts [default: those that come with the program]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Check {
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let files = match &self.folder {
            Some(folder) => read(folder)?,
            None => catalog::shipped(),
        };
        let forms = super::forms()?;
        let forms: Vec<_> = forms.iter().collect();
        let mistakes = catalog::check(&files, &forms, text::interface(Language::English));
        for mistake in &mistakes {
            writeln!(out, "{mistake}")?;
        }
        match mistakes.len() {
            0 => writeln!(out, "{} files of charts: sound.", files.len())?,
            1 => bail!("1 mistake; the charts cannot be used before it is mended"),
            count => bail!("{count} mistakes; the charts cannot be used before they are mended"),
        }
        Ok(())
    }
}

fn read(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            files.insert(path.display().to_string(), text);
        }
    }
    if files.is_empty() {
        bail!("{} holds no charts, which end in .toml", folder.display());
    }
    Ok(files)
}
