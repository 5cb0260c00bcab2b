//! `para11 sample`: invented replies for a round that is marked as a sample.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::anyhow;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

use super::{clock, open};
use crate::access::{ManageRounds, operator};
use crate::config::Config;
use crate::cut::questionnaire;
use crate::form::Form;
use crate::form::catalog::sample_plan;
use crate::form::name::Code;
use crate::reply::sample::{self, Plan};
use crate::reply::submission::Submission;
use crate::reply::{Draft, Facts, encoding};
use crate::round::{Respondent, Round};
use crate::store::Store;
use crate::store::reply::samples::SampleReply;

/// Make invented replies
#[derive(Debug, Subcommand)]
pub(super) enum Sample {
    Replies(Replies),
}

/// Make sample replies that obey every rule of the form, the same for a seed
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  para11 sample replies --round trial --count 84 --seed 1\n\n\
    The round has to be made with --sample: invented replies never stand beside real ones."
)]
pub(super) struct Replies {
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// How many respondents reply
    #[arg(long, default_value_t = 84)]
    count: usize,
    /// Another seed makes other replies
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Sample {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let Self::Replies(command) = self;
        let store = open::store(config)?;
        let round = open::round(&store, command.round)?;
        let (_version, form) = questionnaire(&store, &round)?;
        let made = fill(
            &store,
            &form,
            &round,
            command.count,
            command.seed,
            clock::now(),
        )?;
        writeln!(out, "{} sample replies in round {}", made.len(), round.code)?;
        Ok(())
    }
}

/// Makes replies and submits them; who replied.
pub(super) fn fill(
    store: &Store,
    form: &Form,
    round: &Round,
    count: usize,
    seed: u64,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Code>> {
    let plan = match sample_plan(form.name.as_str()) {
        Some(text) => Plan::parse(form, text)?,
        None => Plan::default(),
    };
    let respondents = store.respondents(&round.code)?;
    let mut samples = BTreeMap::new();
    for respondent in sample::repliers(&respondents, &plan, count, seed) {
        samples.insert(
            respondent.code.clone(),
            reply(form, round, respondent, &plan, seed, now)?,
        );
    }
    let codes = samples.keys().cloned().collect();
    store.file_samples(
        &operator::<ManageRounds>(()),
        round.code.clone(),
        samples,
        now,
    )?;
    Ok(codes)
}

fn reply(
    form: &Form,
    round: &Round,
    respondent: &Respondent,
    plan: &Plan,
    seed: u64,
    now: DateTime<Utc>,
) -> anyhow::Result<SampleReply> {
    let at = sample::moment(respondent, round.opening()..now, seed);
    let facts = Facts {
        period: round.period,
        today: at.date_naive(),
        respondent: respondent.code.clone(),
    };
    let answers = sample::reply(form, &facts, respondent, plan, seed)?;
    let draft = Draft::check(form, &facts, answers.clone());
    let submission = Submission::complete(form, round, &draft).map_err(|errors| {
        anyhow!(
            "the sample reply of {} is not complete: {errors}",
            respondent.code
        )
    })?;
    let sealed = encoding::encode(&submission)?;
    Ok(SampleReply {
        answers,
        bytes: sealed.bytes,
        at,
    })
}
