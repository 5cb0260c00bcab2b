//! Submissions: complete replies, sealed as they were sent.

mod mark;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use validator::ValidationErrors;

use super::document::Attached;
use super::draft::Draft;
use super::finding;
use super::last::{LastState, LastTime};
use super::{Answer, AnswerKey, Given, Reason, Value};
use crate::form::name::{Code, FieldName, FormName, QuestionName};
use crate::form::{Form, Mark, Question, Rows};
use crate::round::{Period, Round};
use crate::text::hidden::debug_hiding;

/// A reply that was complete when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    head: SubmissionHead,
    items: Vec<SubmittedItem>,
}

/// Whose reply it is, to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmissionHead {
    /// The questionnaire.
    pub form: FormName,
    /// SHA-256 of its version, as hexadecimal digits.
    pub form_version: String,
    /// The round.
    pub round: Code,
    /// Who replies.
    pub respondent: Code,
    /// Reference period of the round.
    pub period: Period,
    /// Who cleared it for submission; none for samples, and for what was sealed before clearing was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Clearance>,
}

/// Who cleared a reply, a second person beside the one who submits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clearance {
    /// Name of the person.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One answer of a submission, given or not.
#[derive(Clone, PartialEq)]
pub struct SubmittedItem {
    /// Which answer. A question with rows has one item for the whole question, then one for each row.
    pub key: AnswerKey,
    /// What there is. The whole of a question with rows is answered if one of its rows is.
    pub state: State,
    /// Values by field; none unless answered, and none for the whole of a question with rows.
    pub values: BTreeMap<FieldName, Value>,
    /// The mark in force: its own, or that of the whole question, or the default, but never wider than the question allows; narrowed where
    /// its being asked would tell an answer that is marked more narrowly.
    pub mark: Mark,
    /// Comment; empty if there is none.
    pub comment: String,
    /// Source; empty if there is none.
    pub source: String,
    /// The documents that go with it.
    pub documents: Vec<Attached>,
    /// It never leaves the store in a chart or dump.
    pub internal: bool,
    /// What became of the answer of last time, if there was one.
    pub last_time: Option<LastState>,
}

debug_hiding!(
    SubmittedItem,
    [key, state, values, mark, documents, internal, last_time],
    [comment, source]
);

/// State of an item: `ans_status`, as far as it is known when a reply is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is a value.
    Answered,
    /// No information.
    NotAvailable,
    /// Does not apply to the State.
    NotApplicable,
    /// The State prefers not to give it.
    NotDisclosed,
    /// Promised for later.
    ToFollow,
    /// Asked and left empty.
    NoAnswer,
    /// Not asked, by the rules of the form.
    Hidden,
}

impl State {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Answered,
        Self::NotAvailable,
        Self::NotApplicable,
        Self::NotDisclosed,
        Self::ToFollow,
        Self::NoAnswer,
        Self::Hidden,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::NotAvailable => Reason::NotAvailable.code(),
            Self::NotApplicable => Reason::NotApplicable.code(),
            Self::NotDisclosed => Reason::NotDisclosed.code(),
            Self::ToFollow => Reason::ToFollow.code(),
            Self::NoAnswer => "no_answer",
            Self::Hidden => "hidden",
        }
    }
}

impl From<Reason> for State {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NotAvailable => Self::NotAvailable,
            Reason::NotApplicable => Self::NotApplicable,
            Reason::NotDisclosed => Self::NotDisclosed,
            Reason::ToFollow => Self::ToFollow,
        }
    }
}

impl Submission {
    /// Makes a submission of a draft in which nothing stands in its way. What is not asked is in it without its answer.
    ///
    /// # Errors
    /// The findings that stand in its way, as [`finding::to_errors`] gives them.
    pub fn complete(form: &Form, round: &Round, draft: &Draft) -> Result<Self, ValidationErrors> {
        let errors = finding::to_errors(draft);
        if !errors.is_empty() {
            return Err(errors);
        }
        let facts = draft.facts();
        let head = SubmissionHead {
            form: form.name.clone(),
            form_version: round.form_version.clone(),
            round: round.code.clone(),
            respondent: facts.respondent.clone(),
            period: facts.period,
            cleared: None,
        };
        let collector = Collector {
            form,
            draft,
            default_mark: respondents_mark(form, draft),
        };
        let mut items: Vec<SubmittedItem> = form
            .questions()
            .flat_map(|question| collector.items(question))
            .collect();
        mark::narrow(form, draft, &mut items);
        Ok(Self { head, items })
    }

    /// Says of each answer what became of that of last time; not where this would tell more widely what was for the Secretariat only then.
    #[must_use]
    pub fn with_last_time(mut self, form: &Form, draft: &Draft, last: &LastTime) -> Self {
        for item in &mut self.items {
            let then = last.of(&item.key).and_then(|earlier| earlier.mark);
            item.last_time = last
                .state(form, draft, &item.key)
                .filter(|_| then != Some(Mark::SecretariatOnly) || then == Some(item.mark));
        }
        self
    }

    /// With who cleared it.
    #[must_use]
    pub fn cleared_by(mut self, clearance: Clearance) -> Self {
        self.head.cleared = Some(clearance);
        self
    }

    /// What of it fits: for a reader who may not read all of it.
    #[must_use]
    pub fn filtered(mut self, fits: impl Fn(&SubmittedItem) -> bool) -> Self {
        self.items.retain(|item| fits(item));
        self
    }

    /// A submission that was complete when it was sealed.
    pub(super) const fn sealed(head: SubmissionHead, items: Vec<SubmittedItem>) -> Self {
        Self { head, items }
    }

    /// Whose reply it is, to what.
    #[must_use]
    pub const fn head(&self) -> &SubmissionHead {
        &self.head
    }

    /// Its items in form order.
    #[must_use]
    pub fn items(&self) -> &[SubmittedItem] {
        &self.items
    }
}

/// The mark a respondent set for all answers that set none.
fn respondents_mark(form: &Form, draft: &Draft) -> Option<Mark> {
    let question = form.default_mark_question.as_ref()?;
    let Given::Values(values) = &draft.any_answer(question, None)?.given else {
        return None;
    };
    match values.get(&FieldName::value())? {
        Value::Choice(code) => Mark::find(code.as_str()),
        _ => None,
    }
}

/// The mark in force for an answer that sets none, as the draft stands.
#[must_use]
pub fn default_mark(form: &Form, draft: &Draft, question: &Question) -> Mark {
    narrower(form, question, respondents_mark(form, draft))
}

/// The mark of an answer that sets none. Where question and respondent both set one, the narrower holds: who lets all answers be named has
/// not yet said so of the one that begins closed.
fn narrower(form: &Form, question: &Question, respondent: Option<Mark>) -> Mark {
    let own = question.default_mark;
    let mark = own.max(respondent).unwrap_or(form.default_mark);
    mark.max(question.widest_mark)
}

/// Whether the respondent may be named: it answered `yes` where the form asks. No answer is no consent.
#[must_use]
pub fn may_be_named(form: &Form, items: &[SubmittedItem]) -> bool {
    let question = form.naming_question.as_ref();
    question.is_none_or(|question| said(items, question) == Some("yes"))
}

/// Whether its reply may be published, as far as marks allow: it may be named, and answered something else than `no` where the form asks.
/// No answer is no consent.
#[must_use]
pub fn may_be_published(form: &Form, items: &[SubmittedItem]) -> bool {
    let question = form.publishing_question.as_ref();
    let agrees = |question| said(items, question).is_some_and(|code| code != "no");
    may_be_named(form, items) && question.is_none_or(agrees)
}

/// The choice made at a question of one choice.
fn said<'a>(items: &'a [SubmittedItem], question: &QuestionName) -> Option<&'a str> {
    let mut items = items.iter();
    let item = items.find(|item| item.key.question == *question && item.key.row.is_none())?;
    match item.values.values().next()? {
        Value::Choice(code) => Some(code.as_str()),
        _ => None,
    }
}

struct Collector<'a> {
    form: &'a Form,
    draft: &'a Draft,
    default_mark: Option<Mark>,
}

impl Collector<'_> {
    fn items(&self, question: &Question) -> Vec<SubmittedItem> {
        let mut items = vec![self.item(question, None)];
        for row in self.all_rows(question) {
            items.push(self.item(question, Some(row)));
        }
        if let Some((whole, rows)) = items.split_first_mut()
            && question.has_rows()
            && whole.state != State::Hidden
        {
            whole.state = state_of_rows(whole.state, rows);
        }
        items
    }

    /// The rows of a question, also those that are not asked.
    fn all_rows(&self, question: &Question) -> Vec<Code> {
        match &question.rows {
            Rows::One => Vec::new(),
            Rows::List { list, .. } => {
                let list = self.form.list(list.as_str());
                let choices = list.into_iter().flat_map(|list| &list.choices);
                choices.map(|choice| choice.code.clone()).collect()
            }
            Rows::Years => {
                let years = self.draft.facts().period.years();
                years
                    .filter_map(|year| Code::parse(&year.to_string()).ok())
                    .collect()
            }
            Rows::Free { .. } => self.draft.rows(&question.name).to_vec(),
        }
    }

    fn item(&self, question: &Question, row: Option<Code>) -> SubmittedItem {
        let answer = self.draft.answer(&question.name, row.as_ref());
        let whole = self.draft.answer(&question.name, None);
        let own = |answer: Option<&Answer>| answer.and_then(|answer| answer.mark);
        let (state, values) = match (answer.map(|answer| &answer.given), whole.map(|w| &w.given)) {
            (None, _) => (State::Hidden, BTreeMap::new()),
            (Some(Given::Values(values)), _) => (State::Answered, values.clone()),
            (Some(Given::NotGiven(reason)), _)
            | (Some(Given::Blank), Some(Given::NotGiven(reason))) => {
                (State::from(*reason), BTreeMap::new())
            }
            (Some(Given::Blank), _) => (State::NoAnswer, BTreeMap::new()),
        };
        let key = AnswerKey {
            question: question.name.clone(),
            row,
        };
        SubmittedItem {
            // What is not asked is not in a submission.
            documents: match state {
                State::Hidden => Vec::new(),
                _ => self.draft.documents(&key).to_vec(),
            },
            key,
            state,
            values,
            mark: own(answer)
                .or(own(whole))
                .unwrap_or_else(|| narrower(self.form, question, self.default_mark))
                .max(question.widest_mark),
            comment: answer.map_or_else(String::new, |answer| answer.comment.clone()),
            source: answer.map_or_else(String::new, |answer| answer.source.clone()),
            internal: question.internal,
            last_time: None,
        }
    }
}

/// State of the whole of a question from its own and its rows': answered if a row is; hidden if all are; blank with one reason for all its rows, that reason.
fn state_of_rows(own: State, rows: &[SubmittedItem]) -> State {
    let mut states = rows
        .iter()
        .map(|row| row.state)
        .filter(|state| *state != State::Hidden);
    if rows.iter().any(|row| row.state == State::Answered) {
        return State::Answered;
    }
    if !rows.is_empty() && rows.iter().all(|row| row.state == State::Hidden) {
        return State::Hidden;
    }
    match states.next() {
        Some(first) if own == State::NoAnswer && states.all(|state| state == first) => first,
        Some(_) | None => own,
    }
}

#[cfg(test)]
mod tests;
