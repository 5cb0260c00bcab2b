//! `para11 text`: translations.

use std::io::Write;

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::form::catalog;
use crate::form::file::Folder;
use crate::text::status::{State, Status, status};
use crate::text::{Language, interface_files};

/// See how far the translations are
#[derive(Debug, Subcommand)]
pub(super) enum TextCommand {
    Status(ShowStatus),
}

/// Count per language what is approved, draft, outdated, missing or too much
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  para11 text status\n  para11 text status --json")]
pub(super) struct ShowStatus {
    /// As JSON, with the key of every text that is not approved
    #[arg(long)]
    json: bool,
}

/// Counts of one set of texts in one language.
#[derive(Serialize)]
struct Line {
    texts: String,
    language: &'static str,
    approved: usize,
    draft: usize,
    outdated: usize,
    missing: usize,
    extra: usize,
    open: Vec<Open>,
}

/// A text that is not approved.
#[derive(Serialize)]
struct Open {
    file: String,
    key: String,
    state: String,
}

impl TextCommand {
    /// Does it.
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Status(command) => command.run(out),
        }
    }
}

impl ShowStatus {
    fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let others = || {
            Language::ALL
                .into_iter()
                .filter(|language| *language != Language::English)
        };
        let english = of_interface(Language::English);
        let mut lines: Vec<Line> = others()
            .map(|language| {
                line(
                    "interface",
                    language,
                    &status(&english, &of_interface(language)),
                )
            })
            .collect();
        for (name, folder) in catalog::shipped() {
            let english = of_form(&folder, Language::English);
            let of = |language| {
                line(
                    &name,
                    language,
                    &status(&english, &of_form(&folder, language)),
                )
            };
            lines.extend(others().map(of));
        }
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &lines)?;
            writeln!(out)?;
            return Ok(());
        }
        writeln!(
            out,
            "{:<12} lang  approved  draft  outdated  missing  extra",
            "texts"
        )?;
        for Line {
            texts,
            language,
            approved,
            draft,
            outdated,
            missing,
            extra,
            ..
        } in lines
        {
            writeln!(
                out,
                "{texts:<12} {language:<4}  {approved:>8}  {draft:>5}  {outdated:>8}  {missing:>7}  {extra:>5}"
            )?;
        }
        Ok(())
    }
}

/// Files of the interface, without the folder of the language.
fn of_interface(language: Language) -> Vec<(String, String)> {
    let files = interface_files(language).into_iter();
    let within = format!("{}/", language.code());
    files
        .map(|(file, text)| (file.trim_start_matches(&within).to_owned(), text.to_owned()))
        .collect()
}

/// Texts of a questionnaire, without the folder of the language.
fn of_form(folder: &Folder, language: Language) -> Vec<(String, String)> {
    let within = format!("text/{}/", language.code());
    folder
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix(&within)?.to_owned(), text.clone())))
        .collect()
}

fn line(texts: &str, language: Language, status: &Status) -> Line {
    let open = status
        .entries
        .iter()
        .filter(|entry| entry.state != State::Approved);
    Line {
        texts: texts.to_owned(),
        language: language.code(),
        approved: status.count(State::Approved),
        draft: status.count(State::Draft),
        outdated: status.count(State::Outdated),
        missing: status.count(State::Missing),
        extra: status.count(State::Extra),
        open: open
            .map(|entry| Open {
                file: entry.file.clone(),
                key: entry.key.clone(),
                state: entry.state.to_string(),
            })
            .collect(),
    }
}
