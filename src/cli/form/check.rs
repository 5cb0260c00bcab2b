//! `para11 form check`.

use std::io::Write;

use anyhow::bail;
use clap::Args;
use serde::Serialize;

use super::{folder, read};
use crate::form::catalog;
use crate::form::version::Version;

/// Verify questionnaires: file, line, what is wrong and what to do
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 form check\n  \
    para11 form check forms/para11\n  \
    para11 form check forms/para11 forms/other --json")]
pub(in crate::cli) struct Check {
    /// Folders, or names of questionnaires that come with the program [default: all of these]
    #[arg(value_name = "FORM")]
    forms: Vec<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What was found, as another program reads it.
#[derive(Serialize)]
struct Report {
    form: String,
    version: Option<String>,
    sha256: String,
    sections: usize,
    questions: usize,
    mistakes: Vec<Mistake>,
}

#[derive(Serialize)]
struct Mistake {
    file: String,
    line: usize,
    cause: String,
    remedy: String,
}

impl Check {
    /// Checks them all before it ends.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let names = if self.forms.is_empty() {
            catalog::shipped().into_keys().collect()
        } else {
            self.forms
        };
        let reports = names
            .into_iter()
            .map(report)
            .collect::<Result<Vec<_>, _>>()?;
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &reports)?;
            writeln!(out)?;
        } else {
            for report in &reports {
                print(report, out)?;
            }
        }
        match reports
            .iter()
            .map(|report| report.mistakes.len())
            .sum::<usize>()
        {
            0 => Ok(()),
            1 => bail!("1 mistake; the questionnaire cannot be used before it is mended"),
            count => {
                bail!("{count} mistakes; the questionnaire cannot be used before they are mended")
            }
        }
    }
}

fn report(name: String) -> anyhow::Result<Report> {
    let folder = folder(&name)?;
    let mut report = Report {
        form: name,
        version: None,
        sha256: Version::of(&folder).hash().to_owned(),
        sections: 0,
        questions: 0,
        mistakes: Vec::new(),
    };
    match read(&folder) {
        Ok(form) => {
            report.sections = form.sections.len();
            report.questions = form.questions().count();
            report.version = Some(form.version);
        }
        Err(mistakes) => {
            let mistakes = mistakes.into_iter().map(|mistake| Mistake {
                file: mistake.file,
                line: mistake.line,
                cause: mistake.cause,
                remedy: mistake.remedy,
            });
            report.mistakes = mistakes.collect();
        }
    }
    Ok(report)
}

fn print(report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    let form = &report.form;
    if let Some(version) = &report.version {
        let (sections, questions) = (report.sections, report.questions);
        writeln!(
            out,
            "{form}: sound. Version {version}, {sections} sections, {questions} questions."
        )?;
    }
    for Mistake {
        file,
        line,
        cause,
        remedy,
    } in &report.mistakes
    {
        writeln!(out, "{form}/{file}:{line}: {cause}; {remedy}")?;
    }
    Ok(())
}
