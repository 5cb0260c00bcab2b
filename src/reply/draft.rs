//! Drafts: answers checked against their form, whatever state they are in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

use super::document::Attached;
use super::finding::{Finding, FindingKind, Part};
use super::raw::{RawAnswer, RawAnswers};
use super::{Answer, AnswerKey, Facts, Given, Value, check};
use crate::form::expression::{self, Answers, Here};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{Choice, Choices, FieldKind, Form, Level, List, Mark, Question};

/// Status of an answer that has a value, as expressions see it.
const ANSWERED: &str = "answered";

/// Answers checked against their form. It may be incomplete and hold mistakes, which are its findings.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) facts: Facts,
    pub(super) raw: RawAnswers,
    /// The questions that are asked, each with its rows.
    pub(super) asked: BTreeMap<QuestionName, Vec<Code>>,
    pub(super) answers: BTreeMap<AnswerKey, Answer>,
    pub(super) findings: Vec<Finding>,
    pub(super) documents: BTreeMap<AnswerKey, Vec<Attached>>,
    /// The questions that are shown; `None` is all.
    shown: Option<BTreeSet<QuestionName>>,
    /// What rules see of the others.
    behind: Unseen,
}

/// Answers that rules look at and nobody is shown: those of questions behind the ones that somebody was given.
#[derive(Clone, Debug, Default)]
pub struct Background(RawAnswers);

impl Background {
    /// Keeps answers as a background; there is no way to read them out again.
    #[must_use]
    pub const fn new(raw: RawAnswers) -> Self {
        Self(raw)
    }
}

/// The part of a checked background that rules look at.
#[derive(Clone, Debug, Default)]
struct Unseen {
    asked: BTreeMap<QuestionName, Vec<Code>>,
    answers: BTreeMap<AnswerKey, Answer>,
}

impl Draft {
    /// Checks what was typed: which questions and rows are asked, what each value is, and what is found.
    ///
    /// Answers to what is not asked are kept in [`Self::raw`] and are otherwise as if they were not there: rules do not see them.
    #[must_use]
    pub fn check(form: &Form, facts: &Facts, raw: RawAnswers) -> Self {
        check::check(form, facts, raw)
    }

    /// The draft with some answers typed anew. What they cannot have changed is not checked again.
    ///
    /// Only of a draft of all questions: one of some of them no longer has the background it was checked before.
    #[must_use]
    pub fn with(&self, form: &Form, typed: RawAnswers) -> Self {
        debug_assert!(self.shown.is_none());
        check::check_again(form, self, typed)
    }

    /// Checks what was typed for some questions before a background. The draft is of these questions only: of all others it shows
    /// neither answers nor findings, nor whether they are asked.
    #[must_use]
    pub fn check_part(
        form: &Form,
        facts: &Facts,
        raw: RawAnswers,
        shown: &BTreeSet<QuestionName>,
        background: &Background,
    ) -> Self {
        let mut all = background.0.clone();
        all.extend(raw);
        let mut draft = check::check(form, facts, all);
        let is_shown = |question: &QuestionName| shown.contains(question);
        draft.raw.retain(|key, _| is_shown(&key.question));
        draft.findings.retain(|found| is_shown(&found.key.question));
        let (asked, unseen) = draft
            .asked
            .into_iter()
            .partition(|(question, _)| is_shown(question));
        draft.asked = asked;
        draft.behind.asked = unseen;
        let (answers, unseen) = draft
            .answers
            .into_iter()
            .partition(|(key, _)| is_shown(&key.question));
        draft.answers = answers;
        draft.behind.answers = unseen;
        draft.shown = Some(shown.clone());
        draft
    }

    /// Whether a question is shown, asked or not.
    #[must_use]
    pub fn shows(&self, question: &QuestionName) -> bool {
        self.shown
            .as_ref()
            .is_none_or(|shown| shown.contains(question))
    }

    pub(super) fn new(facts: &Facts, raw: RawAnswers) -> Self {
        Self {
            facts: facts.clone(),
            raw,
            asked: BTreeMap::new(),
            answers: BTreeMap::new(),
            findings: Vec::new(),
            shown: None,
            behind: Unseen::default(),
            documents: BTreeMap::new(),
        }
    }

    /// An answer as rules see it, shown or not.
    pub(super) fn any_answer(
        &self,
        question: &QuestionName,
        row: Option<&Code>,
    ) -> Option<&Answer> {
        let key = AnswerKey {
            question: question.clone(),
            row: row.cloned(),
        };
        self.answers
            .get(&key)
            .or_else(|| self.behind.answers.get(&key))
    }

    /// The rows of a question as rules see them, shown or not.
    fn any_rows(&self, question: &QuestionName) -> &[Code] {
        self.asked
            .get(question)
            .or_else(|| self.behind.asked.get(question))
            .map_or(&[], Vec::as_slice)
    }

    /// What the check knew beside form and answers.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What was typed, also where it is not asked now.
    #[must_use]
    pub const fn raw(&self) -> &RawAnswers {
        &self.raw
    }

    /// What was typed for one answer, if anything was.
    #[must_use]
    pub fn raw_of(&self, key: &AnswerKey) -> Option<&RawAnswer> {
        self.raw.get(key).filter(|answer| !answer.is_blank())
    }

    /// The typed answers to what is asked, blank ones too. A value with a finding against it is not among them.
    #[must_use]
    pub const fn answers(&self) -> &BTreeMap<AnswerKey, Answer> {
        &self.answers
    }

    /// A typed answer.
    #[must_use]
    pub fn answer(&self, question: &QuestionName, row: Option<&Code>) -> Option<&Answer> {
        self.answers.get(&AnswerKey {
            question: question.clone(),
            row: row.cloned(),
        })
    }

    /// Whether a question is asked.
    #[must_use]
    pub fn asked(&self, question: &QuestionName) -> bool {
        self.asked.contains_key(question)
    }

    /// The rows of a question that are asked, in order; of free rows, those with something in them.
    #[must_use]
    pub fn rows(&self, question: &QuestionName) -> &[Code] {
        self.asked.get(question).map_or(&[], Vec::as_slice)
    }

    /// The choices a field offers, in order.
    #[must_use]
    pub fn choices<'f>(
        &self,
        form: &'f Form,
        question: &Question,
        field: &'f FieldKind,
        row: Option<&Code>,
    ) -> Vec<&'f Choice> {
        let Some((choices, list)) = choices_of(form, field) else {
            return Vec::new();
        };
        list.choices
            .iter()
            .filter(|choice| self.offers(question, choices, row, &choice.code))
            .collect()
    }

    /// Whether a choice is offered. A rule that takes too long offers it; the question has a finding then.
    pub(super) fn offers(
        &self,
        question: &Question,
        choices: &Choices,
        row: Option<&Code>,
        choice: &Code,
    ) -> bool {
        let here = Here {
            question: Some(&question.name),
            row,
            field: None,
            choice: Some(choice),
        };
        choices
            .only
            .as_ref()
            .is_none_or(|only| only.holds(self, here).unwrap_or(true))
    }

    /// With the documents that go with its answers.
    #[must_use]
    pub fn with_documents(mut self, documents: BTreeMap<AnswerKey, Vec<Attached>>) -> Self {
        self.documents = documents;
        self
    }

    /// With a finding at each answer with whose documents something is wrong: the reply is not submitted while it is there.
    #[must_use]
    pub fn with_infected(mut self, form: &Form, infected: &BTreeSet<AnswerKey>) -> Self {
        if infected.is_empty() {
            return self;
        }
        let is_old = |found: &Finding| found.kind == FindingKind::InfectedDocument;
        self.findings.retain(|found| !is_old(found));
        let is_asked = |key: &&AnswerKey| self.asked(&key.question);
        let found: Vec<_> = infected
            .iter()
            .filter(is_asked)
            .map(infected_document)
            .collect();
        self.findings.extend(found);
        let order: BTreeMap<&QuestionName, usize> = form
            .questions()
            .map(|question| &question.name)
            .zip(0..)
            .collect();
        self.findings
            .sort_by_key(|found| order.get(&found.key.question).copied());
        self
    }

    /// The documents that go with an answer.
    #[must_use]
    pub fn documents(&self, key: &AnswerKey) -> &[Attached] {
        self.documents.get(key).map_or(&[], Vec::as_slice)
    }

    /// What was found, in form order.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What was found about one answer.
    pub fn findings_of<'a>(&'a self, key: &'a AnswerKey) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |found| found.key == *key)
    }
}

fn infected_document(key: &AnswerKey) -> Finding {
    Finding {
        key: key.clone(),
        part: Part::Whole,
        kind: FindingKind::InfectedDocument,
        level: Level::Block,
        settled: false,
    }
}

/// The choices of a field and their list.
pub(super) fn choices_of<'f>(
    form: &'f Form,
    kind: &'f FieldKind,
) -> Option<(&'f Choices, &'f List)> {
    match kind {
        FieldKind::Single(choices)
        | FieldKind::Multiple { choices, .. }
        | FieldKind::Ranked { choices, .. } => Some((choices, form.list(choices.list.as_str())?)),
        FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::Integer { .. }
        | FieldKind::Decimal { .. }
        | FieldKind::Year { .. }
        | FieldKind::Date
        | FieldKind::DateRange
        | FieldKind::Tick
        | FieldKind::File
        | FieldKind::Prefilled(_) => None,
    }
}

/// What rules see: the answers to what is asked.
impl Answers for Draft {
    fn value(
        &self,
        question: &QuestionName,
        row: Option<&Code>,
        field: &FieldName,
    ) -> Option<expression::Value> {
        match &self.any_answer(question, row)?.given {
            Given::Values(values) => values.get(field).map(for_rules),
            Given::Blank | Given::NotGiven(_) => None,
        }
    }

    fn rows(&self, question: &QuestionName) -> Vec<Code> {
        self.any_rows(question).to_vec()
    }

    fn status(&self, question: &QuestionName, row: Option<&Code>) -> Option<&str> {
        let given = |row| self.any_answer(question, row).map(|answer| &answer.given);
        match given(row)? {
            Given::Values(_) => Some(ANSWERED),
            Given::NotGiven(reason) => Some(reason.code()),
            Given::Blank => match row {
                // What holds for the whole question holds for its blank rows.
                Some(_) => match given(None)? {
                    Given::NotGiven(reason) => Some(reason.code()),
                    Given::Blank | Given::Values(_) => None,
                },
                None => self.any_row_given(question).then_some(ANSWERED),
            },
        }
    }

    fn comment(&self, question: &QuestionName, row: Option<&Code>) -> &str {
        self.any_answer(question, row)
            .map_or("", |answer| answer.comment.as_str())
    }

    fn narrowest_mark(&self) -> Mark {
        let answers = self.answers.iter().chain(&self.behind.answers);
        let said = answers.filter(|(_, answer)| answer.says_something());
        said.filter_map(|(key, answer)| {
            let whole = || {
                let whole = key.row.as_ref().and(self.any_answer(&key.question, None));
                whole.and_then(|whole| whole.mark)
            };
            answer.mark.or_else(whole).or(answer.begins)
        })
        .max()
        .unwrap_or(Mark::Attributable)
    }

    fn today(&self) -> NaiveDate {
        self.facts.today
    }

    fn period(&self) -> (i32, i32) {
        (self.facts.period.first, self.facts.period.last)
    }
}

impl Draft {
    /// Whether a row of the question has a value.
    pub(super) fn any_row_given(&self, question: &QuestionName) -> bool {
        self.any_rows(question).iter().any(|row| {
            self.any_answer(question, Some(row))
                .is_some_and(|answer| matches!(answer.given, Given::Values(_)))
        })
    }
}

/// A value as expressions see it. A range is its ends parted by `/`, as ISO 8601 writes an interval.
fn for_rules(value: &Value) -> expression::Value {
    use expression::Value as Rule;
    match value {
        Value::Choice(code) => Rule::Text(code.to_string()),
        Value::Choices(codes) | Value::Ranked(codes) => Rule::Codes(codes.clone()),
        Value::Text(text) => Rule::Text(text.clone()),
        Value::Integer(number) => Rule::Number(number.to_f64().unwrap_or(f64::NAN)),
        Value::Decimal(number) => Rule::Number(number.to_f64().unwrap_or(f64::NAN)),
        Value::Year(year) => Rule::Number(f64::from(*year)),
        Value::Date(day) => Rule::Date(*day),
        Value::DateRange(first, last) => Rule::Text(format!("{first}/{last}")),
        Value::Tick => Rule::Boolean(true),
    }
}
