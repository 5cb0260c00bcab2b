//! What the charts of a questionnaire say of a single respondent, if its answer were known: what the joint audit protects.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{
    Asked, Catalog, Chart, Columns, Condition, Lines, Place, Series, Statistic, Test,
};
use super::check::{codes, list_in, list_of};
use super::count::rows_of;
use crate::form::Form;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::reply::AnswerKey;
use crate::round::Round;

/// That a respondent named one of some choices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// In one of which answers: rows of one question, where a chart counts who named it in any of them.
    pub keys: Vec<AnswerKey>,
    /// In which field of it.
    pub field: FieldName,
    /// Which choices.
    pub choices: Vec<Code>,
}

/// What a chart counts of a question.
struct Named {
    question: QuestionName,
    field: FieldName,
    choices: Vec<Code>,
    /// Whether in any of its rows.
    anywhere: bool,
}

impl Catalog {
    /// All statements that charts count, each once, and what is left of answers beside them.
    #[must_use]
    pub fn statements(&self, form: &Form, round: &Round) -> BTreeSet<Statement> {
        let mut found = BTreeSet::new();
        let charts = self.charts().iter();
        let named: Vec<Named> = charts.flat_map(|chart| chart.named(form)).collect();
        let others = uncounted(form, &named);
        for Named {
            question,
            field,
            choices,
            anywhere,
        } in named.into_iter().chain(others)
        {
            let Some(question) = form.question(question.as_str()) else {
                continue;
            };
            let rows = rows_of(form, round, question).into_iter();
            let keys = rows.map(|row| AnswerKey {
                question: question.name.clone(),
                row,
            });
            let keys: Vec<AnswerKey> = keys.collect();
            let statement = |keys: Vec<AnswerKey>| Statement {
                keys,
                field: field.clone(),
                // Where the row at hand is the choice, each choice is a statement.
                choices: choices.clone(),
            };
            if anywhere && keys.len() > 1 {
                found.insert(statement(keys.clone()));
            }
            found.extend(keys.into_iter().map(|key| statement(vec![key])));
        }
        found
    }
}

/// Of fields of one choice that some chart counts, the choices that none does: of a State that answered and is in no number that is shown, a
/// reader has these left.
fn uncounted(form: &Form, named: &[Named]) -> Vec<Named> {
    let mut counted: BTreeMap<(&QuestionName, &FieldName), BTreeSet<&Code>> = BTreeMap::new();
    for one in named {
        let choices = counted.entry((&one.question, &one.field)).or_default();
        choices.extend(&one.choices);
    }
    let left = |((question, field), counted): ((&QuestionName, &FieldName), BTreeSet<&Code>)| {
        let kind = &form
            .question(question.as_str())?
            .field(field.as_str())?
            .kind;
        let (list, _) = list_in(kind).filter(|(_, several)| !several)?;
        let left = codes(form, list).filter(|code| !counted.contains(code));
        Some(Named {
            question: question.clone(),
            field: field.clone(),
            choices: left.cloned().collect(),
            anywhere: false,
        })
    };
    let left = counted.into_iter().filter_map(left);
    left.filter(|one| !one.choices.is_empty()).collect()
}

impl Chart {
    /// The questions whose answers it counts; none where it counts those to all.
    #[must_use]
    pub fn reads(&self, form: &Form) -> Option<BTreeSet<QuestionName>> {
        if let Statistic::Statuses | Statistic::Replies { .. } = self.statistic {
            return None;
        }
        let named = self.named(form).into_iter().map(|one| one.question);
        Some(named.chain(self.question().cloned()).collect())
    }

    /// Everything that it counts.
    fn named(&self, form: &Form) -> Vec<Named> {
        let mut found = Vec::new();
        // Rows that are no rows of the question stand for all of them.
        let all_rows = self
            .asked()
            .is_some_and(|asked| !matches!(asked.lines, Lines::Rows));
        let mut condition = |one: &Condition| {
            found.push(Named {
                question: one.question.clone(),
                field: one.field.clone(),
                choices: one.choices.clone(),
                anywhere: one.place == Place::Any || (all_rows && one.place == Place::Same),
            });
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
        let one = |question: &QuestionName, field: &FieldName, choices: &[Code]| Named {
            question: question.clone(),
            field: field.clone(),
            choices: choices.to_vec(),
            anywhere: all_rows,
        };
        let each = |question: &QuestionName, field: &FieldName| {
            let asked = form.question(question.as_str());
            let list = asked.and_then(|asked| list_of(asked, field.as_str()));
            let codes = list.into_iter().flat_map(|list| codes(form, list));
            let all = codes.map(|code| one(question, field, std::slice::from_ref(code)));
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
                            found.push(one(&asked.question, field, choices));
                        }
                        Test::Elsewhere(question, field, choices) if choices.is_empty() => {
                            found.extend(each(question, field));
                        }
                        Test::Elsewhere(question, field, choices) => {
                            found.push(one(question, field, choices));
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
            } => found.push(one(&asked.question, field, choices)),
            _ => {}
        }
        found
    }
}
