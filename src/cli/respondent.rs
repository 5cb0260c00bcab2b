//! `para11 respondent`: those who are asked.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde::Deserialize;

use super::{clock, open};
use crate::access::operator;
use crate::config::Config;
use crate::cut::questionnaire;
use crate::form::Form;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::reply::last::Prefill;
use crate::reply::raw::RawAnswer;
use crate::reply::{AnswerKey, Facts};
use crate::round::Round;

/// Most mistakes of a file that are told at once.
const MOST_MISTAKES: usize = 20;

/// Put before respondents what the Secretariat knows of them
#[derive(Debug, Subcommand)]
pub(super) enum RespondentCommand {
    Prefill(PrefillFile),
}

/// Put answers from records before respondents, each to be confirmed or corrected
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    para11 respondent prefill treaties.csv --round 2026\n\n\
    The file has the columns respondent, question, row, field, value, source. `row` is empty for a question without rows, `field`\n\
    for one without fields of its own; a day is written 2019-05-31. Nothing counts as an answer before a person has confirmed it.")]
pub(super) struct PrefillFile {
    /// The file, as CSV in UTF-8
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    respondent: String,
    question: String,
    #[serde(default)]
    row: String,
    #[serde(default)]
    field: String,
    value: String,
    #[serde(default)]
    source: String,
}

impl RespondentCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Prefill(command) => command.run(config, out),
        }
    }
}

impl PrefillFile {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let path = self.file.display();
        let text = fs::read(&self.file).with_context(|| format!("{path} cannot be read"))?;
        let store = open::store(config)?;
        let round = open::round(&store, self.round.clone())?;
        let (_, form) = questionnaire(&store, &round)?;
        let typed = read(&text).with_context(|| format!("{path} is not such a file"))?;
        let (answers, mistakes) = parse(&form, &round, typed);
        if !mistakes.is_empty() {
            let shown: Vec<_> = mistakes.iter().take(MOST_MISTAKES).cloned().collect();
            let all = mistakes.len();
            bail!(
                "{path} holds {all} mistakes, nothing was put:\n  {}",
                shown.join("\n  ")
            );
        }
        let count: usize = answers.values().map(BTreeMap::len).sum();
        let respondents = answers.len();
        store.put_prefills(&operator(()), &round.code, answers, clock::now())?;
        writeln!(
            out,
            "{count} answers put before {respondents} respondents of round {}",
            round.code
        )?;
        Ok(())
    }
}

/// What was written for an answer, with the line it begins on.
type Typed = BTreeMap<(String, String, String), (u64, RawAnswer)>;

fn read(text: &[u8]) -> anyhow::Result<Typed> {
    let mut typed = Typed::new();
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text);
    let heads = reader.headers()?.clone();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let Record {
            respondent,
            question,
            row,
            field,
            value,
            source,
        } = record
            .deserialize(Some(&heads))
            .with_context(|| format!("line {line}"))?;
        let place = (respondent, question, row);
        let (_, answer) = typed
            .entry(place)
            .or_insert_with(|| (line, RawAnswer::default()));
        let field = if field.is_empty() {
            FieldName::value()
        } else {
            FieldName::parse(&field).with_context(|| format!("line {line}: field"))?
        };
        let values = value
            .split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let values: Vec<_> = values.map(str::to_owned).collect();
        if !values.is_empty() && answer.values.insert(field, values).is_some() {
            bail!("line {line}: the same answer stands twice");
        }
        if !source.is_empty() {
            answer.source = source;
        }
    }
    Ok(typed)
}

type Answers = BTreeMap<Code, BTreeMap<AnswerKey, Prefill>>;

fn parse(form: &Form, round: &Round, typed: Typed) -> (Answers, Vec<String>) {
    let mut answers = Answers::new();
    let mut mistakes = Vec::new();
    for ((respondent, question, row), (line, typed)) in typed {
        let parsed = || -> Result<(Code, AnswerKey, Prefill), String> {
            let words = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
            let code = Code::parse(&respondent).map_err(|error| words("respondent", &error))?;
            let known = form.list(form.respondents.as_str());
            if known.is_none_or(|list| list.find(code.as_str()).is_none()) {
                return Err(format!("`{code}` is no respondent"));
            }
            let key = AnswerKey {
                question: QuestionName::parse(&question)
                    .map_err(|error| words("question", &error))?,
                row: match row.as_str() {
                    "" => None,
                    row => Some(Code::parse(row).map_err(|error| words("row", &error))?),
                },
            };
            let facts = Facts {
                period: round.period,
                today: round.closes,
                respondent: code.clone(),
            };
            let prefill = Prefill::parse(form, &facts, &key, &typed)?;
            Ok((code, key, prefill))
        };
        match parsed() {
            Ok((code, key, prefill)) => {
                answers.entry(code).or_default().insert(key, prefill);
            }
            Err(mistake) => mistakes.push(format!("line {line}: {mistake}")),
        }
    }
    (answers, mistakes)
}
