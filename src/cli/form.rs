//! `para11 form`: questionnaires, read from a folder or from those that come with the program.

mod check;
mod evaluate;
mod export;
mod show;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::form::file::{Folder, belongs};
use crate::form::{Form, catalog, file};

/// Check questionnaires, show them, try out their rules
#[derive(Debug, Subcommand)]
pub(super) enum FormCommand {
    Check(check::Check),
    Evaluate(evaluate::Evaluate),
    Export(export::Export),
    Show(show::Show),
}

impl FormCommand {
    /// Does it.
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Check(command) => command.run(out),
            Self::Evaluate(command) => command.run(out),
            Self::Export(command) => command.run(out),
            Self::Show(command) => command.run(out),
        }
    }
}

/// The files of a questionnaire that is named by its folder, or by the name of one that comes with the program. A folder wins.
pub(super) fn folder(name: &str) -> anyhow::Result<Folder> {
    let path = Path::new(name);
    if path.is_dir() {
        let mut folder = Folder::new();
        collect(path, "", &mut folder)?;
        if !folder.contains_key("form.toml") {
            bail!("`{name}` is not the folder of a questionnaire: it has no form.toml");
        }
        return Ok(folder);
    }
    let mut shipped = catalog::shipped();
    shipped.remove(name).with_context(|| {
        let names: Vec<_> = shipped.into_keys().collect();
        format!(
            "`{name}` is neither a folder nor a questionnaire that comes with the program ({})",
            names.join(", ")
        )
    })
}

fn collect(folder: &Path, within: &str, found: &mut Folder) -> anyhow::Result<()> {
    let unreadable = || format!("{} cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let (path, inner) = (entry.path(), format!("{within}{name}"));
        if path.is_dir() {
            collect(&path, &format!("{inner}/"), found)?;
        } else if belongs(&inner) {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            found.insert(inner, text);
        }
    }
    Ok(())
}

/// The questionnaire in a folder.
pub(super) fn load(name: &str, folder: &Folder) -> anyhow::Result<Form> {
    file::load(folder).map_err(|mistakes| {
        let count = mistakes.len();
        anyhow::anyhow!("`{name}` holds {count} mistakes; `para11 form check {name}` lists them")
    })
}
