//! `para11 form show`.

use std::io::Write;

use clap::Args;

use super::{folder, load};
use crate::form::show::show;
use crate::text::Language;

/// Print a questionnaire whole, as Markdown: questions, choices, rules
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  para11 form show para11\n  para11 form show forms/para11 --lang fr"
)]
pub(in crate::cli) struct Show {
    /// Its folder, or the name of one that comes with the program
    #[arg(value_name = "FORM", default_value = "para11")]
    form: String,
    /// Language: ar, zh, en, fr, ru or es
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
}

fn language(code: &str) -> Result<Language, String> {
    Language::find(code).ok_or_else(|| "the languages are ar, zh, en, fr, ru and es".to_owned())
}

impl Show {
    /// Prints it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let form = load(&self.form, &folder(&self.form)?)?;
        out.write_all(show(&form, self.lang).as_bytes())?;
        Ok(())
    }
}
