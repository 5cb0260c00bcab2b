//! When a question is to be answered, in words made from its rule.
//!
//! The questionnaire may say it in words of its own. Else a rule over one question with choices is tried with each of them, so the
//! sentence says for which the question is asked, whatever the rule looks like; any other is told by the numbers of the questions it looks
//! at.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::form::expression::{Answers, Expression, Here, Part, Value};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::text::FormTexts;
use crate::form::{FieldKind, Mark, Question, Rows};
use crate::reply::Facts;
use crate::text::Catalogue;

/// The sentence for a question; empty for one that is always asked.
#[must_use]
pub fn sentence(
    question: &Question,
    texts: &FormTexts<'_>,
    words: &Catalogue,
    facts: &Facts,
) -> String {
    let only = match &question.rows {
        Rows::List { only, .. } => only.as_ref(),
        Rows::One | Rows::Years | Rows::Free { .. } => None,
    };
    let Some(rule) = question.relevant.as_ref().or(only) else {
        return String::new();
    };
    if let Some(when) = texts.when(question) {
        return when.into_owned();
    }
    if question.relevant.is_some()
        && let Some((other, labels)) = by_choice(question, rule, texts, facts)
    {
        let answers = labels.join(&words.text("respond-or-list"));
        let args = [
            ("number", (&other.number).into()),
            ("answers", (&answers).into()),
        ];
        return words.with("respond-only-if", &args).into_owned();
    }
    let form = texts.form();
    let numbers: BTreeSet<_> = rule
        .questions()
        .iter()
        .filter_map(|reference| form.place(reference.question.as_str()))
        .collect();
    let numbers: Vec<&str> = numbers
        .into_iter()
        .filter_map(|(section, at)| form.sections.get(section)?.questions.get(at))
        .map(|question| question.number.as_str())
        .collect();
    let numbers = numbers.join(&words.text("respond-and-list"));
    let args = [("numbers", (&numbers).into())];
    words.with("respond-depends", &args).into_owned()
}

/// The one question that a rule looks at, and the labels of the choices for which the rule is true.
fn by_choice<'a>(
    question: &Question,
    rule: &Expression,
    texts: &FormTexts<'a>,
    facts: &Facts,
) -> Option<(&'a Question, Vec<String>)> {
    let [reference] = rule.questions() else {
        return None;
    };
    let form = texts.form();
    let other = form.question(reference.question.as_str())?;
    let (Part::Value, [field], Rows::One) = (reference.part, other.fields.as_slice(), &other.rows)
    else {
        return None;
    };
    let FieldKind::Single(choices) = &field.kind else {
        return None;
    };
    let holds = |choice: Option<&Code>| {
        let trial = Trial {
            question: &other.name,
            choice,
            facts,
        };
        let here = Here {
            question: Some(&question.name),
            ..Here::default()
        };
        rule.holds(&trial, here).unwrap_or(true)
    };
    if holds(None) {
        // Asked also while there is no answer: then no list of answers tells the whole rule.
        return None;
    }
    let labels: Vec<_> = form
        .list(choices.list.as_str())?
        .choices
        .iter()
        .filter(|choice| holds(Some(&choice.code)))
        .map(|choice| texts.choice(&choices.list, &choice.code).into_owned())
        .collect();
    (!labels.is_empty()).then_some((other, labels))
}

/// Answers in which one question has one choice and nothing else is answered.
struct Trial<'a> {
    question: &'a QuestionName,
    choice: Option<&'a Code>,
    facts: &'a Facts,
}

impl Answers for Trial<'_> {
    fn value(
        &self,
        question: &QuestionName,
        _row: Option<&Code>,
        _field: &FieldName,
    ) -> Option<Value> {
        let choice = self.choice.filter(|_| question == self.question)?;
        Some(Value::Text(choice.to_string()))
    }

    fn rows(&self, _question: &QuestionName) -> Vec<Code> {
        Vec::new()
    }

    fn status(&self, _question: &QuestionName, _row: Option<&Code>) -> Option<&str> {
        None
    }

    fn comment(&self, _question: &QuestionName, _row: Option<&Code>) -> &str {
        ""
    }

    fn narrowest_mark(&self) -> Mark {
        Mark::Attributable
    }

    fn today(&self) -> NaiveDate {
        self.facts.today
    }

    fn period(&self) -> (i32, i32) {
        let period = self.facts.period;
        (period.first, period.last)
    }
}
