//! What was answered before: in the last round, or by the Secretariat from its records.
//!
//! It is shown at its question and counts only once a person confirms it, changes it or says that it no longer holds (questionnaire rule 7).
//!
//! Only that an answer no longer holds is kept with it. Whether it was confirmed or changed follows from comparing the two, so neither can
//! disagree with what is there.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::raw::{RawAnswer, RawAnswers};
use super::submission::{State, Submission, default_mark};
use super::{AnswerKey, Draft, Facts, Given, Reason, Value, check, encoding};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{FieldKind, Form, Mark, Question, Rows};
use crate::text::hidden::debug_hiding;

/// What became of an answer of last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastState {
    /// Nobody has looked at it yet: it does not count.
    Prefilled,
    /// The same was answered now.
    Confirmed,
    /// Something else was answered now.
    Changed,
    /// A person said that it no longer holds, and gave nothing instead.
    Withdrawn,
}

impl LastState {
    /// All states.
    pub const ALL: [Self; 4] = [
        Self::Prefilled,
        Self::Confirmed,
        Self::Changed,
        Self::Withdrawn,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Prefilled => "prefilled",
            Self::Confirmed => "confirmed",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Where an earlier answer comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A sealed reply of the same respondent.
    Round {
        /// The round.
        code: Code,
        /// The questionnaire that was answered then: its words are those of the answer.
        form: Arc<Form>,
    },
    /// Records of the Secretariat.
    Secretariat,
}

/// An answer of last time.
#[derive(Clone)]
pub struct Earlier {
    /// Where it comes from.
    pub origin: Origin,
    /// Name of its question then.
    pub question: QuestionName,
    /// Values by field, as they were sealed.
    pub values: BTreeMap<FieldName, Value>,
    /// The status that stood instead.
    pub reason: Option<Reason>,
    /// Comment.
    pub comment: String,
    /// Source.
    pub source: String,
    /// The mark in force then.
    pub mark: Option<Mark>,
}

debug_hiding!(
    Earlier,
    [origin, question, values, reason, mark],
    [comment, source]
);

impl Earlier {
    fn is_blank(&self) -> bool {
        let Self {
            values,
            reason,
            comment,
            source,
            ..
        } = self;
        values.is_empty() && reason.is_none() && comment.is_empty() && source.is_empty()
    }
}

/// An answer that the Secretariat puts before a respondent, as it is stored.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefill {
    /// Values by field, as a sealed reply writes them.
    values: BTreeMap<FieldName, serde_json::Value>,
    /// Where they come from: depositary, register, date.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

debug_hiding!(Prefill, [], [values, source]);

impl Prefill {
    /// Types what was written for an answer: texts by field.
    ///
    /// # Errors
    /// Names what cannot be taken: a row the question does not have, a field, a value.
    pub fn parse(
        form: &Form,
        facts: &Facts,
        key: &AnswerKey,
        typed: &RawAnswer,
    ) -> Result<Self, String> {
        let question = form
            .question(key.question.as_str())
            .ok_or_else(|| format!("there is no question `{}`", key.question))?;
        if !has_row(form, facts, question, key.row.as_ref()) {
            return Err(format!("`{key}` is no answer of the questionnaire"));
        }
        let draft = Draft::check(form, facts, RawAnswers::new());
        let mut values = BTreeMap::new();
        for (name, typed) in &typed.values {
            let field = question
                .field(name.as_str())
                .filter(|field| is_copied(&field.kind))
                .ok_or_else(|| format!("`{key}` takes no `{name}`"))?;
            let value = check::read_value(form, &draft, key, &field.kind, typed)
                .map_err(|kind| format!("`{key}.{name}` is not taken: {}", kind.code()))?;
            values.insert(name.clone(), encoding::write(&value));
        }
        if values.is_empty() {
            return Err(format!("`{key}` has no value"));
        }
        Ok(Self {
            values,
            source: typed.source.clone(),
        })
    }
}

/// The answers of last time to the questions of a form, by the key they have now.
#[derive(Debug, Default)]
pub struct LastTime {
    answers: BTreeMap<AnswerKey, Earlier>,
    /// Questions that a reply of a later round has answered or left out.
    settled: Vec<QuestionName>,
}

impl LastTime {
    /// Adds the sealed reply of an earlier round, the latest round first: a question takes what the latest round that had it says.
    /// `within` says which questions are to be shown at all.
    pub fn add(
        &mut self,
        now: &Form,
        round: &Code,
        then: &Arc<Form>,
        reply: &Submission,
        within: impl Fn(&QuestionName) -> bool,
    ) {
        let mut items: BTreeMap<&QuestionName, Vec<_>> = BTreeMap::new();
        for item in reply.items() {
            items.entry(&item.key.question).or_default().push(item);
        }
        for question in now.questions() {
            let name = question.last_round.as_ref().unwrap_or(&question.name);
            let fixed = |kind: &FieldKind| matches!(kind, FieldKind::Prefilled(_));
            if question.fields.iter().all(|field| fixed(&field.kind))
                || then.question(name.as_str()).is_none()
                || self.settled.contains(&question.name)
            {
                continue;
            }
            self.settled.push(question.name.clone());
            if !within(&question.name) {
                continue;
            }
            let items = items.get(name).map_or(&[][..], Vec::as_slice);
            let whole = items.iter().find(|item| item.key.row.is_none());
            for item in items {
                let earlier = Earlier {
                    origin: Origin::Round {
                        code: round.clone(),
                        form: Arc::clone(then),
                    },
                    question: name.clone(),
                    values: item.values.clone(),
                    reason: reason(item.state),
                    comment: item.comment.clone(),
                    source: item.source.clone(),
                    mark: Some(item.mark),
                };
                // A reason for the whole question is sealed with each of its rows; it is said once.
                let inherited = item.key.row.is_some()
                    && earlier.reason.is_some()
                    && whole.is_some_and(|whole| whole.state == item.state);
                let is_said = !inherited || !earlier.comment.is_empty();
                if is_said && !earlier.is_blank() {
                    let key = AnswerKey {
                        question: question.name.clone(),
                        row: item.key.row.clone(),
                    };
                    self.answers.entry(key).or_insert(earlier);
                }
            }
        }
    }

    /// Puts an answer of the Secretariat's records in the place of what was answered last time.
    pub fn put(&mut self, now: &Form, key: AnswerKey, prefill: Prefill) {
        let Some(question) = now.question(key.question.as_str()) else {
            return;
        };
        let values = prefill.values.into_iter().filter_map(|(name, written)| {
            let field = question.field(name.as_str())?;
            let value = encoding::read(&field.kind, written)?;
            Some((name, value))
        });
        let earlier = Earlier {
            origin: Origin::Secretariat,
            question: key.question.clone(),
            values: values.collect(),
            reason: None,
            comment: String::new(),
            source: prefill.source,
            mark: None,
        };
        if !earlier.values.is_empty() {
            self.answers.insert(key, earlier);
        }
    }

    /// Whether there is nothing from before.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// The answer of last time.
    #[must_use]
    pub fn of(&self, key: &AnswerKey) -> Option<&Earlier> {
        self.answers.get(key)
    }

    /// The keys of a question that have an answer of last time, in the order of their codes; of rows that a respondent adds, in that of
    /// their numbers.
    #[must_use]
    pub fn keys(&self, question: &QuestionName) -> Vec<&AnswerKey> {
        let first = AnswerKey {
            question: question.clone(),
            row: None,
        };
        let keys = self.answers.range(first..).map(|(key, _)| key);
        let mut keys: Vec<_> = keys.take_while(|key| key.question == *question).collect();
        keys.sort_by_key(|key| {
            let row = key.row.as_ref().map(Code::as_str);
            row.and_then(super::raw::ordinal)
        });
        keys
    }

    /// What became of it in a draft; `None` if there was nothing, or if it is not asked now.
    #[must_use]
    pub fn state(&self, form: &Form, draft: &Draft, key: &AnswerKey) -> Option<LastState> {
        let earlier = self.of(key)?;
        let question = form.question(key.question.as_str())?;
        if !draft.asked(&key.question) {
            return None;
        }
        if let (Some(row), Rows::List { .. } | Rows::Years) = (&key.row, &question.rows)
            && !draft.rows(&key.question).contains(row)
        {
            return None;
        }
        let raw = draft.raw().get(key);
        let is_typed = raw.is_some_and(|raw| !raw.values.is_empty() || raw.status.is_some());
        if !is_typed {
            let noted = raw.is_some_and(|raw| !raw.comment.is_empty() || !raw.source.is_empty());
            let only_notes = earlier.values.is_empty() && earlier.reason.is_none();
            return Some(match raw {
                Some(raw) if raw.withdrawn => LastState::Withdrawn,
                Some(raw) if noted && only_notes => {
                    if raw.comment == earlier.comment && raw.source == earlier.source {
                        LastState::Confirmed
                    } else {
                        LastState::Changed
                    }
                }
                Some(_) | None => LastState::Prefilled,
            });
        }
        let given = draft.answer(&key.question, key.row.as_ref());
        let same = match given.map(|answer| &answer.given) {
            Some(Given::NotGiven(reason)) => earlier.reason == Some(*reason),
            Some(Given::Values(values)) => {
                let copied = |name: &FieldName| {
                    let field = question.field(name.as_str());
                    field.is_some_and(|field| is_copied(&field.kind))
                };
                let mut given = values.clone();
                given.retain(|name, _| copied(name));
                values_now(form, draft, key, question, earlier) == Some(given)
            }
            Some(Given::Blank) | None => false,
        };
        Some(if same {
            LastState::Confirmed
        } else {
            LastState::Changed
        })
    }

    /// The answer as it becomes when a person says that it is still true; `None` where it cannot: a choice is closed or unknown now, or
    /// the question takes something else.
    ///
    /// A comment or a source that was written now stays. The mark is never wider than it was.
    #[must_use]
    pub fn confirmed(&self, form: &Form, draft: &Draft, key: &AnswerKey) -> Option<RawAnswer> {
        let earlier = self.of(key)?;
        let question = form.question(key.question.as_str())?;
        let now = draft.raw().get(key).cloned().unwrap_or_default();
        values_now(form, draft, key, question, earlier)?;
        if earlier.reason.is_some() && !question.with.status {
            return None;
        }
        let copied = |name: &FieldName| {
            let field = question.field(name.as_str());
            field.is_some_and(|field| is_copied(&field.kind))
        };
        // A document stays with its reply; what is attached now stays as well.
        let mut values: BTreeMap<_, _> = now.values.clone();
        values.retain(|name, _| !copied(name));
        let earlier_values = earlier.values.iter().filter(|(name, _)| copied(name));
        values.extend(earlier_values.map(|(name, value)| (name.clone(), typed(value))));
        let kept = |now: String, then: &str, taken: bool| {
            if now.is_empty() && taken {
                then.to_owned()
            } else {
                now
            }
        };
        let default = default_mark(form, draft, question);
        let mark = match (earlier.mark, now.mark.as_deref().and_then(Mark::find)) {
            (Some(then), own) if question.with.mark && then > own.unwrap_or(default) => {
                Some(then.code().to_owned())
            }
            _ => now.mark.clone(),
        };
        Some(RawAnswer {
            values,
            status: earlier.reason.map(|reason| reason.code().to_owned()),
            mark,
            comment: kept(now.comment, &earlier.comment, question.with.comment),
            source: kept(now.source, &earlier.source, question.with.source),
            withdrawn: false,
        })
    }

    /// The answer as it becomes when a person says that it no longer holds.
    #[must_use]
    pub fn withdrawn(&self, draft: &Draft, key: &AnswerKey) -> Option<RawAnswer> {
        self.of(key)?;
        let now = draft.raw().get(key).cloned().unwrap_or_default();
        Some(RawAnswer {
            values: BTreeMap::new(),
            status: None,
            withdrawn: true,
            ..now
        })
    }
}

/// The values of an earlier answer as the question takes them now; `None` if it does not take one of them.
fn values_now(
    form: &Form,
    draft: &Draft,
    key: &AnswerKey,
    question: &Question,
    earlier: &Earlier,
) -> Option<BTreeMap<FieldName, Value>> {
    let mut values = BTreeMap::new();
    if key.row.is_some() && !has_row(form, draft.facts(), question, key.row.as_ref()) {
        return None;
    }
    for (name, value) in &earlier.values {
        let field = question.field(name.as_str())?;
        if is_copied(&field.kind) {
            let now = check::read_value(form, draft, key, &field.kind, &typed(value)).ok()?;
            values.insert(name.clone(), now);
        }
    }
    Some(values)
}

/// Whether a value of this kind is taken over. A document belongs to the reply it came with.
const fn is_copied(kind: &FieldKind) -> bool {
    !matches!(kind, FieldKind::File | FieldKind::Prefilled(_))
}

/// Whether a question has an answer of this row.
fn has_row(form: &Form, facts: &Facts, question: &Question, row: Option<&Code>) -> bool {
    match (&question.rows, row) {
        (Rows::One, None) => true,
        (Rows::List { list, .. }, Some(row)) => form
            .list(list.as_str())
            .is_some_and(|list| list.find(row.as_str()).is_some()),
        (Rows::Years, Some(row)) => {
            let mut years = facts.period.years();
            years.any(|year| year.to_string() == row.as_str())
        }
        (Rows::Free { .. }, Some(row)) => super::raw::ordinal(row.as_str()).is_some(),
        (Rows::One, Some(_)) | (Rows::List { .. } | Rows::Years | Rows::Free { .. }, None) => false,
    }
}

/// A value as a person would type it.
pub(super) fn typed(value: &Value) -> Vec<String> {
    let words = |codes: &[Code]| codes.iter().map(ToString::to_string).collect();
    match value {
        Value::Choice(code) => vec![code.to_string()],
        Value::Choices(codes) | Value::Ranked(codes) => words(codes),
        Value::Text(text) => vec![text.clone()],
        Value::Integer(number) => vec![number.to_string()],
        Value::Decimal(number) => vec![number.to_string()],
        Value::Year(year) => vec![year.to_string()],
        Value::Date(day) => vec![day.to_string()],
        Value::DateRange(first, last) => vec![first.to_string(), last.to_string()],
        Value::Tick => vec!["yes".to_owned()],
    }
}

/// Why there is no value, where a reason was given.
pub(super) const fn reason(state: State) -> Option<Reason> {
    match state {
        State::NotAvailable => Some(Reason::NotAvailable),
        State::NotApplicable => Some(Reason::NotApplicable),
        State::NotDisclosed => Some(Reason::NotDisclosed),
        State::ToFollow => Some(Reason::ToFollow),
        State::Answered | State::NoAnswer | State::Hidden => None,
    }
}

#[cfg(test)]
mod tests;
