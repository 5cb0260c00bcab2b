//! What some questions of a form depend on.
//!
//! Somebody who was given a few questions answers them without seeing the rest. Whether a question is asked, in which rows, with which
//! choices, and what its checks find may still follow from answers to others: those are the questions behind.

use std::collections::BTreeSet;

use super::expression::Expression;
use super::name::QuestionName;
use super::{Choices, FieldKind, Form, Question, Rows};

/// The questions behind some others. It comes only from [`Form::behind`], or is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind(BTreeSet<QuestionName>);

impl Behind {
    /// Whether a question is among them.
    #[must_use]
    pub fn contains(&self, question: &QuestionName) -> bool {
        self.0.contains(question)
    }

    /// Each of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &QuestionName> {
        self.0.iter()
    }
}

impl Form {
    /// The questions, other than these, whose answers the rules and checks of these look at, and the rules of those in turn. The question
    /// that sets the mark of all answers is behind every one that takes a mark.
    #[must_use]
    pub fn behind(&self, shown: &BTreeSet<QuestionName>) -> Behind {
        let mut behind = BTreeSet::new();
        let mut open: Vec<&Question> = Vec::new();
        let mut meet = |name: &QuestionName, open: &mut Vec<_>| {
            if !shown.contains(name)
                && let Some(question) = self.question(name.as_str())
                && behind.insert(name.clone())
            {
                open.push(question);
            }
        };
        for question in shown.iter().filter_map(|name| self.question(name.as_str())) {
            for name in question.looks_at() {
                meet(name, &mut open);
            }
            if let Some(default) = self
                .default_mark_question
                .as_ref()
                .filter(|_| question.with.mark)
            {
                meet(default, &mut open);
            }
        }
        while let Some(question) = open.pop() {
            for name in named(rules(question)) {
                meet(name, &mut open);
            }
        }
        Behind(behind)
    }
}

impl Question {
    /// The questions at which its rules and checks look, itself perhaps among them; one may come twice.
    pub fn looks_at(&self) -> impl Iterator<Item = &QuestionName> {
        let checks = self.checks.iter().map(|check| &check.require);
        named(rules(self).chain(checks))
    }
}

/// The questions that some rules name.
fn named<'a>(
    rules: impl Iterator<Item = &'a Expression>,
) -> impl Iterator<Item = &'a QuestionName> {
    rules
        .flat_map(Expression::questions)
        .map(|reference| &reference.question)
}

/// The rules by which a question, its rows and its choices are offered.
fn rules(question: &Question) -> impl Iterator<Item = &Expression> {
    let rows = match &question.rows {
        Rows::List { only, .. } => only.as_ref(),
        Rows::One | Rows::Years | Rows::Free { .. } => None,
    };
    let choices = question.fields.iter().filter_map(|field| {
        let (FieldKind::Single(choices)
        | FieldKind::Multiple { choices, .. }
        | FieldKind::Ranked { choices, .. }) = &field.kind
        else {
            return None;
        };
        let Choices { only, .. } = choices;
        only.as_ref()
    });
    question.relevant.iter().chain(rows).chain(choices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{catalog, file};

    #[test]
    fn what_is_behind_a_question_is_found_through_the_rules_of_others() {
        let form = file::load(&catalog::shipped().remove("para11").unwrap()).unwrap();
        let behind = |name: &str| {
            let shown = [QuestionName::parse(name).unwrap()].into();
            let behind = form.behind(&shown);
            behind.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(behind("cls_hours"), Vec::<String>::new());
        assert_eq!(behind("frm_risk_year"), ["frm_risk"]);
        assert_eq!(behind("lnk_note"), ["lnk_status", "rep_default_mark"]);
        assert!(behind("cas_rules").contains(&"cas_kept".to_owned()));
        let all = form.questions().map(|question| question.name.clone());
        assert_eq!(form.behind(&all.collect()), Behind::default());
    }
}
