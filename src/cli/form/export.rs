//! `para11 form export`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::{folder, load};
use crate::cli::{clock, open};
use crate::document::about::About;
use crate::document::blank;
use crate::document::{pdf, word};
use crate::form::name::Code;
use crate::form::text::TextArguments;
use crate::reply::Facts;
use crate::round::Period;
use crate::text::Language;

/// Write a questionnaire as a document to be worked on: boxes to tick, lines to write on
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 form export para11 --format pdf --out questionnaire.pdf\n  \
    para11 form export forms/para11 --format docx --lang fr --out questionnaire.docx")]
pub(in crate::cli) struct Export {
    /// Its folder, or the name of one that comes with the program
    #[arg(value_name = "FORM")]
    form: String,
    /// Format of the file
    #[arg(long, value_enum)]
    format: Format,
    /// Language: ar, zh, en, fr, ru or es
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = open::language)]
    lang: Language,
    /// The file to write; it must not exist
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Tagged PDF
    Pdf,
    /// Word
    Docx,
}

impl Export {
    /// Does it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let form = load(&self.form, &folder(&self.form)?)?;
        if !form.languages.contains(&self.lang) {
            let offered: Vec<_> = form.languages.iter().map(|one| one.code()).collect();
            bail!(
                "`{}` is offered in {}; name one of these with --lang",
                self.form,
                offered.join(", ")
            );
        }
        let today = clock::now().date_naive();
        let period = Period::five_years_before(today);
        let arguments = TextArguments {
            year_first: period.first.to_string(),
            year_last: period.last.to_string(),
            ..TextArguments::named()
        };
        let facts = Facts {
            period,
            today,
            respondent: Code::parse("none")?,
        };
        let document = blank::document(&About {
            texts: form.texts(self.lang, &arguments),
            round: None,
            facts: &facts,
            respondent: None,
            within: &|_| true,
        });
        let (bytes, size) = match self.format {
            Format::Pdf => {
                let pdf = pdf::write(&document)?;
                (pdf.bytes, format!("{} pages, ", pdf.pages))
            }
            Format::Docx => (word::write(&document)?, String::new()),
        };
        open::write_new(&self.out, &bytes)?;
        let path = self.out.display();
        writeln!(out, "{path}: {size}{} bytes", bytes.len())?;
        Ok(())
    }
}
