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

use crate::form::file::{Folder, FormFileError, belongs};
use crate::form::{Form, catalog, file};
use crate::web::routes;

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

/// The questionnaire in a folder, if it is sound and can be shown at the addresses of this program.
fn read(folder: &Folder) -> Result<Form, Vec<FormFileError>> {
    let form = file::load(folder)?;
    file::check_sections(folder, &routes::names_beside_sections())?;
    Ok(form)
}

/// The questionnaire in a folder.
pub(super) fn load(name: &str, folder: &Folder) -> anyhow::Result<Form> {
    read(folder).map_err(|mistakes| {
        let count = mistakes.len();
        anyhow::anyhow!("`{name}` holds {count} mistakes; `para11 form check {name}` lists them")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::file::tests::folder;
    use crate::form::name::SectionName;

    /// The small questionnaire, one section of which is called so.
    fn with_section(name: &str) -> Folder {
        let files = folder().into_iter().map(|(path, text)| {
            let path = path.replace("about.", &format!("{name}."));
            let text = match path.as_str() {
                "form.toml" => text.replace("\"about\"", &format!("\"{name}\"")),
                _ => text.replace("about = ", &format!("{name} = ")),
            };
            (path, text)
        });
        files.collect()
    }

    #[test]
    fn a_section_is_not_called_like_another_page_of_a_reply() {
        assert!(read(&folder()).is_ok() && read(&with_section("receipts_1")).is_ok());
        let names = routes::names_beside_sections().into_iter();
        let names = names.filter(|name| SectionName::parse(name).is_ok());
        let names: Vec<_> = names.collect();
        for known in [
            "people", "ready", "record", "review", "receipts", "check", "submit",
        ] {
            assert!(names.contains(&known), "{known}");
        }
        for name in names {
            let told = read(&with_section(name)).unwrap_err();
            let told: Vec<_> = told.iter().map(ToString::to_string).collect();
            let expected = format!(
                "form.toml:10: the section `{name}` would have the address of another page; give it another name, and its file: `{name}_1`"
            );
            assert_eq!(told, [expected]);
        }
    }
}
