//! What the charts of a questionnaire say of a single respondent, if its answer were known: what the joint audit protects.

use std::collections::BTreeSet;

use super::catalog::{Asked, Catalog, Chart, Columns, Condition, Lines, Series, Statistic, Test};
use super::check::list_in;
use super::count::rows_of;
use crate::form::Form;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::reply::AnswerKey;
use crate::round::Round;

/// That a respondent named one of some choices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// In which answer.
    pub key: AnswerKey,
    /// In which field of it.
    pub field: FieldName,
    /// Which choices.
    pub choices: Vec<Code>,
}

impl Catalog {
    /// All statements that charts count, each once.
    #[must_use]
    pub fn statements(&self, form: &Form, round: &Round) -> BTreeSet<Statement> {
        let mut found = BTreeSet::new();
        for chart in self.charts() {
            for (question, field, choices) in chart.named(form) {
                let Some(question) = form.question(question.as_str()) else {
                    continue;
                };
                for row in rows_of(form, round, question) {
                    found.insert(Statement {
                        key: AnswerKey {
                            question: question.name.clone(),
                            row: row.clone(),
                        },
                        field: field.clone(),
                        // Where the row at hand is the choice, each choice is a statement.
                        choices: choices.clone(),
                    });
                }
            }
        }
        found
    }
}

impl Chart {
    /// The questions whose answers it counts; none where it counts those to all.
    #[must_use]
    pub fn reads(&self, form: &Form) -> Option<BTreeSet<QuestionName>> {
        if let Statistic::Statuses | Statistic::Replies { .. } = self.statistic {
            return None;
        }
        let named = self.named(form).into_iter().map(|(question, ..)| question);
        Some(named.chain(self.question().cloned()).collect())
    }

    /// Question, field and choices of everything that it counts.
    fn named(&self, form: &Form) -> Vec<(QuestionName, FieldName, Vec<Code>)> {
        let mut found = Vec::new();
        let mut condition = |one: &Condition| {
            found.push((one.question.clone(), one.field.clone(), one.choices.clone()));
        };
        if let Some(Asked { given, lines, .. }) = self.asked() {
            given.iter().for_each(&mut condition);
            if let Lines::Split(rows) = lines {
                rows.iter().for_each(|(.., one)| condition(one));
            }
        }
        match &self.statistic {
            Statistic::Together { condition: one, .. }
            | Statistic::Choices {
                columns: Columns::Across { condition: one, .. },
                ..
            } => condition(one),
            _ => {}
        }
        let each = |question: &QuestionName, field: &FieldName| {
            let field_of = form.question(question.as_str());
            let field_of = field_of.and_then(|one| one.field(field.as_str()));
            let list = field_of.and_then(|one| list_in(&one.kind));
            let list = list.and_then(|(list, _)| form.list(list.as_str()));
            let choices = list.map(|list| list.choices.as_slice()).unwrap_or_default();
            let all = choices.iter().map(|choice| {
                let choices = vec![choice.code.clone()];
                (question.clone(), field.clone(), choices)
            });
            all.collect::<Vec<_>>()
        };
        match &self.statistic {
            Statistic::Answers { asked, series, .. }
            | Statistic::Choices {
                asked,
                columns: Columns::Series(series, _),
            } => {
                for Series { test, .. } in series {
                    match test {
                        Test::Named(field, choices) => {
                            found.push((asked.question.clone(), field.clone(), choices.clone()));
                        }
                        Test::Elsewhere(question, field, choices) if choices.is_empty() => {
                            found.extend(each(question, field));
                        }
                        Test::Elsewhere(question, field, choices) => {
                            found.push((question.clone(), field.clone(), choices.clone()));
                        }
                        Test::Without { .. } => {}
                    }
                }
            }
            Statistic::Combinations { asked, field, .. } => {
                found.extend(each(&asked.question, field));
            }
            Statistic::Changes {
                asked,
                field,
                choices,
            } => found.push((asked.question.clone(), field.clone(), choices.clone())),
            _ => {}
        }
        found
    }
}
