//! How invented answers are spread: `forms/<form>/sample/plan.toml`, or sensible defaults.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::dice::mix;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{Form, Mark, Question};
use crate::reply::draft::choices_of;
use crate::reply::{Draft, Given, Value};
use crate::round::Respondent;

/// How invented answers are spread. Shares are of a hundred; weights are relative to each other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// Share of replies that answer the core only.
    pub core_only: u64,
    /// Share of other questions, and of their rows, left blank.
    pub blank: u64,
    /// Share of answers that are a status where one is offered.
    pub status: u64,
    /// Share of answers with a comment, and with a source.
    pub comment: u64,
    /// Share of answers with a mark of their own.
    pub own_mark: u64,
    /// Weights of the marks that are set.
    #[serde(deserialize_with = "marks")]
    pub marks: Vec<(Mark, u64)>,
    /// Columns of the list of respondents by which answers vary: those alike in all of them answer alike on the whole.
    pub vary_by: Vec<String>,
    /// Weights of choices; where several fit, they multiply.
    pub weights: Vec<Weights>,
    /// Ranges of numbers; where several fit, the last holds.
    pub ranges: Vec<Range>,
    /// Weights of who replies; where several fit, they multiply.
    pub response: Vec<Response>,
}

/// Respondents with these facts.
type Where = BTreeMap<String, String>;

/// Weights of the choices of a field; a choice that is not named weighs 1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    question: QuestionName,
    #[serde(default = "FieldName::value")]
    field: FieldName,
    /// Which rows; none stands for all.
    #[serde(default)]
    rows: Vec<Code>,
    #[serde(default, rename = "where")]
    only: Where,
    /// What was answered before, in the row at hand where it has rows: one of these choices to each of these questions.
    #[serde(default)]
    given: BTreeMap<QuestionName, Vec<Code>>,
    choices: BTreeMap<Code, u64>,
}

impl Weights {
    fn is_given(&self, draft: &Draft, row: Option<&Code>) -> bool {
        let value = FieldName::value();
        self.given.iter().all(|(question, choices)| {
            let answered = [row, None].into_iter().find_map(|row| {
                let Given::Values(values) = &draft.answer(question, row)?.given else {
                    return None;
                };
                values.get(&value)
            });
            matches!(answered, Some(Value::Choice(code)) if choices.contains(code))
        })
    }
}

/// From where to where the numbers of a field lie.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    question: QuestionName,
    #[serde(default = "FieldName::value")]
    field: FieldName,
    #[serde(default, rename = "where")]
    only: Where,
    low: i64,
    high: i64,
}

/// How readily respondents reply.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    #[serde(default, rename = "where")]
    only: Where,
    weight: u64,
}

/// Why a text is no plan.
#[derive(Debug, Error)]
pub enum PlanError {
    /// It is no TOML of this shape.
    #[error("the sample plan cannot be read")]
    Toml(#[from] toml::de::Error),
    /// It names what the form does not have.
    #[error(
        "the sample plan names {what} `{name}`, which the form does not have; correct the name or take it out"
    )]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            core_only: 20,
            blank: 8,
            status: 6,
            comment: 6,
            own_mark: 30,
            marks: vec![
                (Mark::Attributable, 35),
                (Mark::NotAttributable, 35),
                (Mark::SecretariatOnly, 30),
            ],
            vary_by: Vec::new(),
            weights: Vec::new(),
            ranges: Vec::new(),
            response: Vec::new(),
        }
    }
}

impl Plan {
    /// Reads a plan for a form.
    ///
    /// # Errors
    /// If it is not TOML of this shape, or names what the form does not have.
    pub fn parse(form: &Form, text: &str) -> Result<Self, PlanError> {
        let plan: Self = toml::from_str(text)?;
        for weights in &plan.weights {
            know_choices(
                form,
                &weights.question,
                &weights.field,
                weights.choices.keys(),
            )?;
            for (question, choices) in &weights.given {
                know_choices(form, question, &FieldName::value(), choices.iter())?;
            }
        }
        for range in &plan.ranges {
            field_of(form, &range.question, &range.field)?;
        }
        let facts = plan.weights.iter().map(|weights| &weights.only);
        let facts = facts.chain(plan.ranges.iter().map(|range| &range.only));
        let facts = facts.chain(plan.response.iter().map(|response| &response.only));
        let columns = facts.flat_map(BTreeMap::keys).chain(&plan.vary_by);
        let respondents = form.list(form.respondents.as_str());
        for column in columns {
            let mut choices = respondents.into_iter().flat_map(|list| &list.choices);
            if !choices.any(|choice| choice.facts.contains_key(column)) {
                return Err(unknown("the column of respondents", column));
            }
        }
        Ok(plan)
    }

    /// Weight of a choice in the answers of a respondent.
    pub(super) fn weight(
        &self,
        seed: u64,
        respondent: &Respondent,
        draft: &Draft,
        (question, field, row): (&Question, &FieldName, Option<&Code>),
        choice: &Code,
    ) -> u64 {
        let alike = self.vary_by.iter();
        let alike = alike.map(|fact| respondent.facts.get(fact).map_or("", String::as_str));
        let words = [
            question.name.as_str(),
            field.as_str(),
            row.map_or("", Code::as_str),
            choice.as_str(),
        ];
        let own = 2 + mix(seed, alike.chain(words)) % 5;
        self.weights
            .iter()
            .filter(|weights| {
                weights.question == question.name
                    && weights.field == *field
                    && (weights.rows.is_empty()
                        || row.is_some_and(|row| weights.rows.contains(row)))
                    && fits(&weights.only, respondent)
                    && weights.is_given(draft, row)
            })
            .map(|weights| weights.choices.get(choice).copied().unwrap_or(1))
            .fold(own, u64::saturating_mul)
    }

    /// From where to where the numbers of a field lie for a respondent, if the plan says.
    pub(super) fn range(
        &self,
        respondent: &Respondent,
        question: &Question,
        field: &FieldName,
    ) -> Option<(i64, i64)> {
        let mut ranges = self.ranges.iter().rev();
        let range = ranges.find(|range| {
            range.question == question.name
                && range.field == *field
                && fits(&range.only, respondent)
        })?;
        Some((range.low, range.high))
    }

    /// How readily a respondent replies.
    pub(super) fn response(&self, respondent: &Respondent) -> u64 {
        self.response
            .iter()
            .filter(|response| fits(&response.only, respondent))
            .fold(1, |weight, response| weight.saturating_mul(response.weight))
    }
}

fn fits(only: &Where, respondent: &Respondent) -> bool {
    only.iter()
        .all(|(fact, value)| respondent.facts.get(fact) == Some(value))
}

/// Refuses codes that a field does not offer.
fn know_choices<'c>(
    form: &Form,
    question: &QuestionName,
    field: &FieldName,
    mut codes: impl Iterator<Item = &'c Code>,
) -> Result<(), PlanError> {
    let question = field_of(form, question, field)?;
    let field = question.field(field.as_str());
    let list = field.and_then(|field| choices_of(form, &field.kind));
    match codes.find(|code| list.is_none_or(|(_, list)| list.find(code.as_str()).is_none())) {
        None => Ok(()),
        Some(code) => Err(unknown("the choice", code)),
    }
}

fn field_of<'f>(
    form: &'f Form,
    question: &QuestionName,
    field: &FieldName,
) -> Result<&'f Question, PlanError> {
    let found = form
        .question(question.as_str())
        .ok_or_else(|| unknown("the question", question))?;
    match found.field(field.as_str()) {
        Some(_) => Ok(found),
        None => Err(unknown("the field", format!("{question}.{field}"))),
    }
}

fn unknown(what: &'static str, name: impl ToString) -> PlanError {
    PlanError::Unknown {
        what,
        name: name.to_string(),
    }
}

fn marks<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<(Mark, u64)>, D::Error> {
    let weights = BTreeMap::<Mark, u64>::deserialize(deserializer)?;
    Ok(weights.into_iter().collect())
}
