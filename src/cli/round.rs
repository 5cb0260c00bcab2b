//! `para11 round`: rounds and who is asked in them.

use std::io::Write;

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};

use super::{clock, form, open};
use crate::access::operator;
use crate::config::Config;
use crate::form::Form;
use crate::form::file::Folder;
use crate::form::name::Code;
use crate::form::version::Version;
use crate::round::{Period, Respondent, Round};
use crate::store::Store;
use crate::store::forms::FormVersion;

/// Make rounds and list them
#[derive(Debug, Subcommand)]
pub(super) enum RoundCommand {
    Create(Create),
    Extend(Extend),
    List(List),
}

/// Make a round: one questionnaire, put once to all respondents on its list
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    para11 round create 2026 --form para11 --opens 2026-01-15 --closes 2026-09-30")]
pub(super) struct Create {
    /// Its code, for instance 2026
    code: Code,
    /// Questionnaire: its folder, or the name of one that comes with the program
    #[arg(long)]
    form: String,
    /// First day
    #[arg(long, value_name = "YYYY-MM-DD")]
    opens: NaiveDate,
    /// Last day for replies
    #[arg(long, value_name = "YYYY-MM-DD")]
    closes: NaiveDate,
    /// First year of the reference period [default: the five full years before the first day]
    #[arg(long, value_name = "YEAR", requires = "period_last")]
    period_first: Option<i32>,
    /// Last year of the reference period
    #[arg(long, value_name = "YEAR", requires = "period_first")]
    period_last: Option<i32>,
    /// Fewest States in a published cell that holds an answer which may not be attributed
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    threshold: u32,
    /// The same inside a regional group
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    group_threshold: u32,
    /// Its replies are invented: everything made from it is marked SAMPLE
    #[arg(long)]
    sample: bool,
}

/// Move the last day of a round; after it nothing can be saved or submitted
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 round extend 2026 --closes 2026-10-31")]
pub(super) struct Extend {
    /// Its code
    code: Code,
    /// Last day for replies
    #[arg(long, value_name = "YYYY-MM-DD")]
    closes: NaiveDate,
}

/// List the rounds
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  para11 round list\n  para11 round list --json")]
pub(super) struct List {
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl RoundCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Create(command) => command.run(config, out),
            Self::Extend(command) => command.run(config, out),
            Self::List(command) => command.run(config, out),
        }
    }
}

impl Create {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.closes < self.opens {
            bail!(
                "the last day ({}) is before the first ({}); change --closes",
                self.closes,
                self.opens
            );
        }
        let period = match (self.period_first, self.period_last) {
            (Some(first), Some(last)) if first > last => {
                bail!(
                    "the reference period ends ({last}) before it begins ({first}); change --period-last"
                )
            }
            (Some(first), Some(last)) => Period { first, last },
            _ => Period::five_years_before(self.opens),
        };
        let folder = form::folder(&self.form)?;
        let questionnaire = form::load(&self.form, &folder)?;
        let store = open::store(config)?;
        let round = Round {
            code: self.code,
            form: questionnaire.name.clone(),
            form_version: Version::of(&folder).hash().to_owned(),
            opens: self.opens,
            closes: self.closes,
            period,
            threshold: self.threshold,
            group_threshold: self.group_threshold,
            sample: self.sample,
        };
        let asked = create(&store, &questionnaire, &folder, round.clone(), clock::now())?;
        let Round { code, form, .. } = round;
        writeln!(
            out,
            "Round {code}: questionnaire {form} {}, {asked} respondents.",
            questionnaire.version
        )?;
        Ok(())
    }
}

/// Keeps the version of the questionnaire, and makes the round with all on the list of respondents. How many are asked.
pub(super) fn create(
    store: &Store,
    form: &Form,
    folder: &Folder,
    round: Round,
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let list = form.list(form.respondents.as_str()).with_context(|| {
        format!(
            "the questionnaire has no list `{}` of respondents",
            form.respondents
        )
    })?;
    let asked: Vec<_> = list
        .choices
        .iter()
        .map(|choice| Respondent {
            code: choice.code.clone(),
            facts: choice.facts.clone(),
        })
        .collect();
    let count = asked.len();
    let version = FormVersion {
        form: form.name.clone(),
        version: form.version.clone(),
        bundle: Version::of(folder).bundle().as_bytes().to_vec(),
    };
    store.put_form_version(version, now)?;
    store.create_round(&operator(()), round, asked, now)?;
    Ok(count)
}

impl Extend {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, Some(self.code))?;
        if self.closes < round.opens {
            bail!(
                "the last day ({}) is before the first ({}); change --closes",
                self.closes,
                round.opens
            );
        }
        let now = clock::now();
        let before = store.extend_round(&operator(()), &round.code, self.closes, now)?;
        writeln!(
            out,
            "Round {}: the last day is {}, it was {before}.",
            round.code, self.closes
        )?;
        Ok(())
    }
}

impl List {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let rounds = open::store(config)?.rounds()?;
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &rounds)?;
            writeln!(out)?;
            return Ok(());
        }
        for round in rounds {
            let Round {
                code,
                form,
                opens,
                closes,
                period,
                ..
            } = round;
            let (code, form) = (code.as_str(), form.as_str());
            let sample = if round.sample { "  SAMPLE" } else { "" };
            writeln!(
                out,
                "{code:<8} {form:<12} {opens} to {closes}, on {} to {}{sample}",
                period.first, period.last
            )?;
        }
        Ok(())
    }
}
