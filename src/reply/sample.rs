//! Invented replies, for demonstrations and tests: the same seed gives the same replies.
//!
//! A reply is made question by question with the machinery of the check, so it keeps to every rule of any form. How answers are spread
//! is the business of a [`Plan`]; nothing here names a question. All free text begins with `SAMPLE`.

mod dice;
mod fill;
mod plan;

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

pub use plan::{Plan, PlanError};

use super::check::Checker;
use super::draft::Draft;
use super::raw::{RawAnswer, RawAnswers};
use super::{AnswerKey, Facts, Reason};
use crate::form::name::Code;
use crate::form::{Core, FieldKind, Form, Level, Question, Rows};
use crate::round::Respondent;
use dice::Dice;

/// Most free rows that are made unless more are needed.
const MOST_ROWS: u64 = 3;

/// How often an answer that a rule refuses is made again, at last as plainly as can be.
const ATTEMPTS: u32 = 12;
/// From this attempt on only what is required is filled in.
const PLAIN: u32 = 6;
/// From this attempt on there is a status, or nothing.
const LAST: u32 = 9;

/// Why a reply cannot be made.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SampleError {
    /// The rules leave no answer that chance would find.
    #[error(
        "no sample answer to `{0}` keeps to the rules of the form; give it weights or ranges in the sample plan"
    )]
    Stuck(String),
}

/// Makes one reply. The facts name the respondent, whose own facts say how its answers are spread.
///
/// # Errors
/// If no answer is found to something the short reply needs.
pub fn reply(
    form: &Form,
    facts: &Facts,
    respondent: &Respondent,
    plan: &Plan,
    seed: u64,
) -> Result<RawAnswers, SampleError> {
    let mut dice = Dice::new(seed, &["reply", respondent.code.as_str()]);
    let mut maker = Maker {
        form,
        plan,
        respondent,
        seed,
        core_only: dice.chance(plan.core_only),
        dice,
        checker: Checker::new(form, Draft::new(facts, RawAnswers::new())),
    };
    for question in form.questions() {
        maker.question(question)?;
    }
    Ok(maker.checker.draft.raw)
}

/// Chooses who replies, in the order given, by the plan's weights of response.
#[must_use]
pub fn repliers<'a>(
    respondents: &'a [Respondent],
    plan: &Plan,
    count: usize,
    seed: u64,
) -> Vec<&'a Respondent> {
    let mut dice = Dice::new(seed, &["repliers"]);
    let mut weights: Vec<u64> = respondents
        .iter()
        .map(|respondent| plan.response(respondent))
        .collect();
    let mut chosen = vec![false; respondents.len()];
    for _ in 0..count {
        let Some(place) = dice.weigh(&weights) else {
            break;
        };
        if let (Some(weight), Some(chosen)) = (weights.get_mut(place), chosen.get_mut(place)) {
            (*weight, *chosen) = (0, true);
        }
    }
    let pairs = respondents.iter().zip(chosen);
    pairs
        .filter_map(|(respondent, chosen)| chosen.then_some(respondent))
        .collect()
}

/// When a reply came: in a stretch of time, more of them towards its end, to the second. Its end if it is empty.
#[must_use]
pub fn moment(respondent: &Respondent, within: Range<DateTime<Utc>>, seed: u64) -> DateTime<Utc> {
    let mut dice = Dice::new(seed, &["moment", respondent.code.as_str()]);
    let whole = within.end.signed_duration_since(within.start).num_seconds();
    let Ok(whole) = u64::try_from(whole) else {
        return within.end;
    };
    // The later of two throws.
    let seconds = dice.below(whole).max(dice.below(whole));
    let seconds = i64::try_from(seconds).unwrap_or_default();
    within.start + TimeDelta::seconds(seconds)
}

struct Maker<'f> {
    form: &'f Form,
    plan: &'f Plan,
    respondent: &'f Respondent,
    seed: u64,
    /// Only the short reply is given.
    core_only: bool,
    dice: Dice,
    checker: Checker<'f>,
}

impl<'f> Maker<'f> {
    fn question(&mut self, question: &'f Question) -> Result<(), SampleError> {
        if !self.checker.open(question) {
            return Ok(());
        }
        let is_core = question.core != Core::No;
        let is_left_out = self.core_only || needs_document(question);
        if is_core || !(is_left_out || self.dice.chance(self.plan.blank)) {
            for key in self.keys(question) {
                self.fill(question, key, 0);
            }
        }
        self.check_again(question);
        for attempt in 1..=ATTEMPTS {
            let blocked = self.blocked(question);
            if blocked.is_empty() {
                return Ok(());
            }
            for (key, is_warning) in blocked {
                self.mend(question, key, is_warning, attempt);
            }
            self.check_again(question);
        }
        match self.blocked(question).first() {
            None => Ok(()),
            Some((key, _)) => Err(SampleError::Stuck(key.to_string())),
        }
    }

    fn check_again(&mut self, question: &'f Question) {
        self.checker.take_back(question);
        self.checker.step(question);
    }

    /// The answers that cannot be submitted as they are, and whether only a warning stands in the way.
    fn blocked(&self, question: &Question) -> Vec<(AnswerKey, bool)> {
        let findings = self.checker.draft.findings().iter();
        let mut blocked: Vec<(AnswerKey, bool)> = Vec::new();
        for found in findings.filter(|f| f.blocks() && f.key.question == question.name) {
            let is_warning = found.level == Level::Warn;
            match blocked.iter_mut().find(|(key, _)| *key == found.key) {
                Some((_, all)) => *all &= is_warning,
                None => blocked.push((found.key.clone(), is_warning)),
            }
        }
        blocked
    }

    fn mend(&mut self, question: &'f Question, key: AnswerKey, is_warning: bool, attempt: u32) {
        // A warning is seldom kept: mostly the figures are put right.
        if is_warning && question.with.comment && (attempt > 2 || self.dice.chance(30)) {
            let comment = self.text("comment");
            self.raw(key).comment = comment;
        } else if key.row.is_none() && question.has_rows() {
            self.checker
                .draft
                .raw
                .retain(|key, _| key.question != question.name);
            for key in self.keys(question) {
                self.fill(question, key, attempt);
            }
        } else {
            self.fill(question, key, attempt);
        }
    }

    fn raw(&mut self, key: AnswerKey) -> &mut RawAnswer {
        self.checker.draft.raw.entry(key).or_default()
    }

    /// The keys to fill in: the whole and its rows; free rows as many as chance will have.
    fn keys(&mut self, question: &Question) -> Vec<AnswerKey> {
        let rows = match question.rows {
            Rows::One | Rows::List { .. } | Rows::Years => {
                self.checker.draft.rows(&question.name).to_vec()
            }
            Rows::Free { min, max } => {
                let least = if question.core == Core::Yes {
                    min.max(1)
                } else {
                    min
                };
                let least = u64::try_from(least).unwrap_or(1);
                let most = u64::try_from(max)
                    .unwrap_or(MOST_ROWS)
                    .min(MOST_ROWS.max(least));
                let count = least + self.dice.below(most.saturating_sub(least) + 1);
                (1..=count)
                    .filter_map(|row| Code::parse(&row.to_string()).ok())
                    .collect()
            }
        };
        std::iter::once(None)
            .chain(rows.into_iter().map(Some))
            .map(|row| AnswerKey {
                question: question.name.clone(),
                row,
            })
            .collect()
    }

    /// Makes one answer.
    fn fill(&mut self, question: &'f Question, key: AnswerKey, attempt: u32) {
        let mut raw = RawAnswer::default();
        let is_core = match (&question.core, &key.row) {
            (Core::No, _) => false,
            (Core::Yes, _) => true,
            (Core::Rows(core), Some(row)) => core.contains(row),
            (Core::Rows(_), None) => !question.has_rows(),
        };
        let has_values = key.row.is_some() == question.has_rows();
        let is_free = matches!(question.rows, Rows::Free { .. });
        let is_blank = !is_core
            && !is_free
            && (self.core_only || attempt >= LAST || self.dice.chance(self.plan.blank));
        if has_values && !is_blank {
            let status = question.with.status
                && !is_free
                && (attempt >= LAST || self.dice.chance(self.plan.status));
            if !status {
                raw.values = self.values(question, key.row.as_ref(), attempt >= PLAIN);
            }
            // Where earlier answers leave nothing to choose from there is a reason, too.
            if raw.values.is_empty() && question.with.status && !is_free {
                raw.status = Some(self.reason().to_owned());
            }
        }
        let said = raw.status.is_some() || !raw.values.is_empty();
        if said && question.with.comment && self.dice.chance(self.plan.comment) {
            raw.comment = self.text("comment");
        }
        if said && question.with.source && self.dice.chance(self.plan.comment) {
            raw.source = self.text("source");
        }
        // Mostly a mark is set on the whole of a question; on one row now and then.
        let share = if key.row.is_some() { 4 } else { 1 };
        if (said || !has_values)
            && question.with.mark
            && self.dice.chance(self.plan.own_mark / share)
        {
            let marks = &self.plan.marks;
            let weights: Vec<u64> = marks.iter().map(|(_, weight)| *weight).collect();
            let mark = self.dice.weigh(&weights).and_then(|place| marks.get(place));
            // A page offers none that is wider than the question allows.
            raw.mark = mark.map(|(mark, _)| (*mark).max(question.widest_mark).code().to_owned());
        }
        if raw.is_blank() {
            self.checker.draft.raw.remove(&key);
        } else {
            *self.raw(key) = raw;
        }
    }

    fn reason(&mut self) -> &'static str {
        // In the order of `Reason::ALL`: mostly there is no information.
        let place = self.dice.weigh(&[5, 2, 2, 1]).unwrap_or(0);
        Reason::ALL
            .get(place)
            .map_or(Reason::NotAvailable.code(), |reason| reason.code())
    }

    /// Text that says that it says nothing.
    fn text(&mut self, what: &str) -> String {
        format!("SAMPLE {what} {}", 1 + self.dice.below(999))
    }
}

/// Whether an answer needs a document, which cannot be invented.
fn needs_document(question: &Question) -> bool {
    let mut fields = question.fields.iter();
    fields.any(|field| field.required && matches!(field.kind, FieldKind::File))
}

#[cfg(test)]
mod tests;
