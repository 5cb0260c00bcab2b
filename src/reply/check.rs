//! The check of a draft: question by question in form order, as rules look back only.

mod again;
mod personal;
mod value;

use std::collections::BTreeMap;

use super::draft::Draft;
use super::finding::{Finding, FindingKind, Part};
use super::raw::{RawAnswer, RawAnswers, ordinal};
use super::{Answer, AnswerKey, Facts, Given, Reason, Value};
use crate::form::expression::{Expression, Here};
use crate::form::name::{Code, FieldName};
use crate::form::{Check, Core, FieldKind, Form, Length, Level, Mark, Question, Rows};
pub(super) use again::check_again;
use value::Place;

/// Bounds of a comment and of a source.
const NOTE: Length = Length { min: 0, max: 1_000 };

/// Checks all questions.
pub(super) fn check(form: &Form, facts: &Facts, raw: RawAnswers) -> Draft {
    let mut checker = Checker::new(form, Draft::new(facts, raw));
    for question in form.questions() {
        checker.step(question);
    }
    checker.draft
}

/// Types one value as the check of a draft does.
pub(super) fn read_value(
    form: &Form,
    draft: &Draft,
    key: &AnswerKey,
    kind: &FieldKind,
    typed: &[String],
) -> Result<Value, FindingKind> {
    let question = form
        .question(key.question.as_str())
        .ok_or(FindingKind::ChoiceUnknown)?;
    let place = Place {
        form,
        draft,
        question,
        row: key.row.as_ref(),
    };
    value::read(place, kind, typed)
}

/// A check under way. What is known of the questions before is what the rules of the next one see.
pub(super) struct Checker<'f> {
    form: &'f Form,
    pub(super) draft: Draft,
    /// What is found at the question at hand.
    found: Vec<Finding>,
}

impl<'f> Checker<'f> {
    pub(super) const fn new(form: &'f Form, draft: Draft) -> Self {
        Self {
            form,
            draft,
            found: Vec::new(),
        }
    }

    /// Checks the next question.
    pub(super) fn step(&mut self, question: &'f Question) {
        if !self.open(question) {
            self.close(question, &[]);
            return;
        }
        let keys = self.keys(question);
        for key in &keys {
            let answer = self.answer(question, key);
            self.draft.answers.insert(key.clone(), answer);
        }
        self.check_rows(question);
        self.check_core(question, &keys);
        self.run_checks(question, &keys);
        self.close(question, &keys);
    }

    /// Finds whether the question is asked and with which rows. One whose rows are all excluded is not asked.
    pub(super) fn open(&mut self, question: &'f Question) -> bool {
        let here = Here {
            question: Some(&question.name),
            ..Here::default()
        };
        if let Some(rule) = &question.relevant
            && !self.holds(rule, here, question, None)
        {
            return false;
        }
        let rows = self.rows(question);
        if rows.is_empty() && matches!(question.rows, Rows::List { .. }) {
            return false;
        }
        self.draft.asked.insert(question.name.clone(), rows);
        true
    }

    /// Takes a question out again, as if it had not been checked.
    pub(super) fn take_back(&mut self, question: &Question) {
        for key in self.keys(question) {
            self.draft.answers.remove(&key);
        }
        self.draft.asked.remove(&question.name);
        self.draft
            .findings
            .retain(|found| found.key.question != question.name);
    }

    fn rows(&mut self, question: &Question) -> Vec<Code> {
        match &question.rows {
            Rows::One => Vec::new(),
            Rows::List { list, only } => {
                let list = self.form.list(list.as_str());
                let codes = list.into_iter().flat_map(|list| &list.choices);
                codes
                    .map(|choice| &choice.code)
                    .filter(|code| match only {
                        None => true,
                        Some(rule) => {
                            let here = Here {
                                question: Some(&question.name),
                                row: Some(code),
                                ..Here::default()
                            };
                            self.holds(rule, here, question, Some(code))
                        }
                    })
                    .cloned()
                    .collect()
            }
            Rows::Years => self
                .draft
                .facts
                .period
                .years()
                .filter_map(|year| Code::parse(&year.to_string()).ok())
                .collect(),
            Rows::Free { .. } => {
                let first = AnswerKey {
                    question: question.name.clone(),
                    row: None,
                };
                let answers = self.draft.raw.range(first..);
                let mut rows: Vec<(u32, &Code)> = answers
                    .take_while(|(key, _)| key.question == question.name)
                    .filter(|(_, answer)| !answer.says_nothing())
                    .filter_map(|(key, _)| key.row.as_ref())
                    .filter_map(|row| Some((ordinal(row.as_str())?, row)))
                    .collect();
                rows.sort_unstable();
                rows.into_iter().map(|(_, row)| row.clone()).collect()
            }
        }
    }

    /// The keys of a question in order: the whole, then its rows.
    fn keys(&self, question: &Question) -> Vec<AnswerKey> {
        let rows = self.draft.rows(&question.name).iter().cloned().map(Some);
        std::iter::once(None)
            .chain(rows)
            .map(|row| AnswerKey {
                question: question.name.clone(),
                row,
            })
            .collect()
    }

    /// Whether a rule holds. One that takes too long is taken to hold, and is told.
    fn holds(
        &mut self,
        rule: &Expression,
        here: Here<'_>,
        question: &Question,
        row: Option<&Code>,
    ) -> bool {
        rule.holds(&self.draft, here).unwrap_or_else(|_too_long| {
            let key = AnswerKey {
                question: question.name.clone(),
                row: row.cloned(),
            };
            self.find(&key, Part::Whole, FindingKind::RuleTooLong);
            true
        })
    }

    /// Types one answer.
    fn answer(&mut self, question: &Question, key: &AnswerKey) -> Answer {
        let raw = self.draft.raw.get(key).cloned().unwrap_or_default();
        let status = self.status(question, key, &raw);
        let mark = self.mark(question, key, &raw);
        let comment = self.note(question, key, Part::Comment, &raw.comment);
        let source = self.note(question, key, Part::Source, &raw.source);
        let has_values = key.row.is_some() == question.has_rows();
        let values = if has_values {
            self.values(question, key, &raw, status.is_some())
        } else {
            BTreeMap::new()
        };
        let given = match status {
            _ if !values.is_empty() => Given::Values(values),
            Some(reason) => Given::NotGiven(reason),
            None => Given::Blank,
        };
        Answer {
            given,
            mark,
            begins: question.default_mark,
            comment,
            source,
        }
    }

    fn status(&mut self, question: &Question, key: &AnswerKey, raw: &RawAnswer) -> Option<Reason> {
        let typed = raw.status.as_deref()?;
        let reason = Reason::find(typed);
        let kind = match reason {
            None => FindingKind::StatusUnknown,
            Some(_) if !question.with.status => FindingKind::StatusNotTaken,
            Some(_) if !raw.values.is_empty() => FindingKind::StatusWithValue,
            Some(_) => return reason,
        };
        self.find(key, Part::Status, kind);
        None
    }

    fn mark(&mut self, question: &Question, key: &AnswerKey, raw: &RawAnswer) -> Option<Mark> {
        let typed = raw.mark.as_deref()?;
        let mark = Mark::find(typed);
        let kind = match mark {
            None => FindingKind::MarkUnknown,
            Some(_) if !question.with.mark => FindingKind::MarkNotTaken,
            Some(_) => return mark,
        };
        self.find(key, Part::Mark, kind);
        None
    }

    /// A comment or a source.
    fn note(&mut self, question: &Question, key: &AnswerKey, part: Part, typed: &str) -> String {
        if typed.is_empty() {
            return String::new();
        }
        let (taken, kind) = match part {
            Part::Source => (question.with.source, FindingKind::SourceNotTaken),
            Part::Comment | Part::Whole | Part::Status | Part::Field(_) | Part::Mark => {
                (question.with.comment, FindingKind::CommentNotTaken)
            }
        };
        if !taken {
            self.find(key, part, kind);
            return String::new();
        }
        match value::lines(typed, NOTE) {
            Ok(text) => {
                if part == Part::Comment {
                    self.look_for_personal_data(question, key, &part, &text);
                }
                text
            }
            Err(kind) => {
                self.find(key, part, kind);
                String::new()
            }
        }
    }

    fn values(
        &mut self,
        question: &Question,
        key: &AnswerKey,
        raw: &RawAnswer,
        has_status: bool,
    ) -> BTreeMap<FieldName, Value> {
        let mut values = BTreeMap::new();
        let is_free = matches!(question.rows, Rows::Free { .. });
        let is_begun = question
            .fields
            .iter()
            .any(|field| !raw.field(field.name.as_str()).is_empty());
        for field in &question.fields {
            let place = Place {
                form: self.form,
                draft: &self.draft,
                question,
                row: key.row.as_ref(),
            };
            let part = Part::Field(field.name.clone());
            let typed = raw.field(field.name.as_str());
            if let FieldKind::Prefilled(list) = &field.kind {
                if let Some(value) = value::prefilled(place, list.as_str()) {
                    values.insert(field.name.clone(), value);
                }
            } else if typed.is_empty() {
                if field.required && !has_status && (is_begun || is_free) {
                    self.find(key, part, FindingKind::Required);
                }
            } else {
                match value::read(place, &field.kind, typed) {
                    Ok(value) => {
                        if let (FieldKind::Text(_) | FieldKind::LongText(_), Value::Text(text)) =
                            (&field.kind, &value)
                        {
                            self.look_for_personal_data(question, key, &part, text);
                        }
                        values.insert(field.name.clone(), value);
                    }
                    Err(kind) => self.find(key, part, kind),
                }
            }
        }
        values
    }

    fn look_for_personal_data(
        &mut self,
        question: &Question,
        key: &AnswerKey,
        part: &Part,
        text: &str,
    ) {
        if question.internal {
            return;
        }
        for kind in personal::look(text) {
            self.found.push(Finding {
                key: key.clone(),
                part: part.clone(),
                kind,
                level: Level::Warn,
                settled: true,
            });
        }
    }

    /// The number of free rows.
    fn check_rows(&mut self, question: &Question) {
        let Rows::Free { min, max } = question.rows else {
            return;
        };
        let count = self.draft.rows(&question.name).len();
        let whole = AnswerKey {
            question: question.name.clone(),
            row: None,
        };
        let needs_rows = count > 0 || question.core == Core::Yes;
        let least = if question.core == Core::Yes {
            min.max(1)
        } else {
            min
        };
        if count > max {
            self.find(&whole, Part::Whole, FindingKind::TooManyRows(max));
        } else if needs_rows && count < least && !self.has_status(&whole) {
            self.find(&whole, Part::Whole, FindingKind::TooFewRows(least));
        }
    }

    /// What the short reply needs: a value or a status, of the answer or of each row; a status of the whole stands for its blank rows.
    fn check_core(&mut self, question: &Question, keys: &[AnswerKey]) {
        if matches!(question.rows, Rows::Free { .. }) {
            return;
        }
        let Some((whole, rows)) = keys.split_first() else {
            return;
        };
        if self.has_status(whole) {
            return;
        }
        let keys = if question.has_rows() {
            rows
        } else {
            std::slice::from_ref(whole)
        };
        for key in keys {
            let needed = match (&question.core, &key.row) {
                (Core::No, _) => false,
                (Core::Yes, _) => true,
                (Core::Rows(core), Some(row)) => core.contains(row),
                (Core::Rows(_), None) => false,
            };
            let blank = self
                .draft
                .answers
                .get(key)
                .is_none_or(|answer| answer.given == Given::Blank);
            // What was typed and cannot be read has its own finding.
            let untyped = self.found.iter().any(|found| {
                found.key == *key && matches!(found.part, Part::Field(_) | Part::Status)
            });
            if needed && blank && !untyped {
                let kind = if question.with.status {
                    FindingKind::CoreMissing
                } else {
                    FindingKind::CoreValueMissing
                };
                self.find(key, Part::Whole, kind);
            }
        }
    }

    fn has_status(&self, key: &AnswerKey) -> bool {
        let answer = self.draft.answers.get(key);
        answer.is_some_and(|answer| matches!(answer.given, Given::NotGiven(_)))
    }

    fn run_checks(&mut self, question: &Question, keys: &[AnswerKey]) {
        for check in &question.checks {
            for key in keys {
                if key.row.is_some() == check.per_row {
                    self.run_check(question, check, key);
                }
            }
        }
    }

    fn run_check(&mut self, question: &Question, check: &Check, key: &AnswerKey) {
        let own = question.field(FieldName::value().as_str());
        let here = Here {
            question: Some(&question.name),
            row: key.row.as_ref(),
            field: own.map(|field| &field.name),
            choice: None,
        };
        let rule = &check.require;
        if !check.even_if_empty {
            match rule.waits(&self.draft, here) {
                Ok(false) => {}
                Ok(true) => return,
                Err(_too_long) => {
                    self.find(key, Part::Whole, FindingKind::RuleTooLong);
                    return;
                }
            }
        }
        if self.holds(rule, here, question, key.row.as_ref()) {
            return;
        }
        let commented = [key.row.as_ref(), None].into_iter().any(|row| {
            let answer = self.draft.answer(&question.name, row);
            answer.is_some_and(|answer| !answer.comment.is_empty())
        });
        self.found.push(Finding {
            key: key.clone(),
            part: Part::Whole,
            kind: FindingKind::Check(check.name.clone()),
            level: check.level,
            settled: check.level == Level::Warn && (commented || !question.with.comment),
        });
    }

    fn find(&mut self, key: &AnswerKey, part: Part, kind: FindingKind) {
        self.found.push(Finding {
            key: key.clone(),
            part,
            kind,
            level: Level::Block,
            settled: false,
        });
    }

    /// Puts what was found in order: by answer, then by part as the page shows them.
    fn close(&mut self, question: &Question, keys: &[AnswerKey]) {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_cached_key(|finding| {
            let answer = keys.iter().position(|key| *key == finding.key);
            let field = match &finding.part {
                Part::Field(name) => question.fields.iter().position(|field| field.name == *name),
                Part::Whole | Part::Status | Part::Mark | Part::Comment | Part::Source => None,
            };
            let part = match finding.part {
                Part::Field(_) => 0,
                Part::Whole => 1,
                Part::Status => 2,
                Part::Comment => 3,
                Part::Source => 4,
                Part::Mark => 5,
            };
            (answer, part, field)
        });
        self.draft.findings.append(&mut found);
    }
}

#[cfg(test)]
mod tests;
