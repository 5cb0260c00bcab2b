//! Marks in force: an answer's own, narrowed where its being asked would tell an answer that is marked more narrowly.
//!
//! Which links a State is asked about follows from which it reported. If the report is for the Secretariat only, an answer about that link
//! cannot be used more widely, whatever its own mark: it would tell the report. So a mark is narrowed until the rules by which the answer
//! was asked hold on answers of that mark or a wider one alone. What was not asked tells of every answer its rules name.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{State, SubmittedItem};
use crate::form::expression::{Answers, Expression, Here, Value};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{Choices, FieldKind, Form, Mark, Question, Rows};
use crate::reply::draft::Draft;
use crate::reply::{AnswerKey, Value as Given};

/// Narrows the marks of all items, which stand in form order: the whole of a question, then its rows.
pub(super) fn narrow(form: &Form, draft: &Draft, items: &mut [SubmittedItem]) {
    let mut marks = Marks::default();
    for items in items.chunk_by_mut(|one, next| one.key.question == next.key.question) {
        let Some((whole, rows)) = items.split_first_mut() else {
            continue;
        };
        let Some(question) = form.question(whole.key.question.as_str()) else {
            continue;
        };
        for row in &mut *rows {
            one(question, draft, row, &mut marks);
        }
        // The whole comes after its rows: no more can be said of it than of them.
        if let Some(mark) = of_rows(whole.state, rows) {
            whole.mark = whole.mark.max(mark);
        }
        one(question, draft, whole, &mut marks);
    }
}

/// How far it may be said of the whole of a question what there is: that it is answered, as far as of the row about which most can be said;
/// that it is not, as far as of every row.
fn of_rows(whole: State, rows: &[SubmittedItem]) -> Option<Mark> {
    if whole == State::Answered {
        let answered = rows.iter().filter(|row| row.state == State::Answered);
        answered.map(|row| row.mark).min()
    } else {
        rows.iter().map(told).max()
    }
}

/// How far it may be told what became of an answer: that it exists and is not given, of nobody by name, whatever the mark.
fn told(item: &SubmittedItem) -> Mark {
    if item.state == State::NotDisclosed {
        item.mark.max(Mark::NotAttributable)
    } else {
        item.mark
    }
}

fn one(question: &Question, draft: &Draft, item: &mut SubmittedItem, marks: &mut Marks) {
    if item.state == State::Hidden {
        let named = marks.narrowest(rules(question), item.key.row.as_ref());
        item.mark = item.mark.max(named);
    } else {
        let within = Mark::ALL.into_iter().filter(|mark| *mark >= item.mark);
        let open = within.into_iter().find(|mark| {
            let answers = Within {
                draft,
                marks,
                mark: *mark,
            };
            is_asked(question, item, &answers)
        });
        item.mark = open.unwrap_or(Mark::SecretariatOnly);
    }
    marks.put(item);
}

/// The rules by which a question, or a row of it, is asked.
fn rules(question: &Question) -> impl Iterator<Item = &Expression> {
    let rows = match &question.rows {
        Rows::List { only, .. } => only.as_ref(),
        Rows::One | Rows::Years | Rows::Free { .. } => None,
    };
    question.relevant.iter().chain(rows)
}

/// Whether it would be asked, and its choices offered, if there were these answers only.
fn is_asked(question: &Question, item: &SubmittedItem, answers: &Within<'_>) -> bool {
    let here = Here {
        question: Some(&question.name),
        row: item.key.row.as_ref(),
        field: None,
        choice: None,
    };
    let holds = |rule: &Expression, here: Here<'_>| rule.holds(answers, here).unwrap_or(false);
    // A rule about rows is asked of rows; the question as a whole is asked if one of them is.
    let asked = match (&question.rows, &item.key.row) {
        (
            Rows::List {
                only: Some(only), ..
            },
            Some(_),
        ) => holds(only, here),
        (
            Rows::List {
                only: Some(only), ..
            },
            None,
        ) => answers.draft.rows(&question.name).iter().any(|row| {
            holds(
                only,
                Here {
                    row: Some(row),
                    ..here
                },
            )
        }),
        (Rows::One | Rows::Years | Rows::Free { .. } | Rows::List { .. }, _) => true,
    };
    let relevant = question
        .relevant
        .as_ref()
        .is_none_or(|rule| holds(rule, here));
    let offered = question.fields.iter().all(|field| {
        let Some(Choices {
            only: Some(only), ..
        }) = choices(&field.kind)
        else {
            return true;
        };
        let codes = item.values.get(&field.name).map(codes).unwrap_or_default();
        codes.iter().all(|code| {
            holds(
                only,
                Here {
                    choice: Some(code),
                    ..here
                },
            )
        })
    });
    asked && relevant && offered
}

const fn choices(kind: &FieldKind) -> Option<&Choices> {
    match kind {
        FieldKind::Single(choices)
        | FieldKind::Multiple { choices, .. }
        | FieldKind::Ranked { choices, .. } => Some(choices),
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

fn codes(value: &Given) -> Vec<Code> {
    match value {
        Given::Choice(code) => vec![code.clone()],
        Given::Choices(codes) | Given::Ranked(codes) => codes.clone(),
        Given::Text(_)
        | Given::Integer(_)
        | Given::Decimal(_)
        | Given::Year(_)
        | Given::Date(_)
        | Given::DateRange(..)
        | Given::Tick => Vec::new(),
    }
}

/// The marks in force of the answers so far.
#[derive(Debug, Default)]
struct Marks {
    answers: BTreeMap<AnswerKey, Mark>,
    questions: BTreeMap<QuestionName, Mark>,
}

impl Marks {
    fn put(&mut self, item: &SubmittedItem) {
        let mark = told(item);
        self.answers.insert(item.key.clone(), mark);
        let narrowest = self
            .questions
            .entry(item.key.question.clone())
            .or_insert(mark);
        *narrowest = mark.max(*narrowest);
    }

    /// The narrowest of all answers that these rules name, where they stand in this row.
    fn narrowest<'a>(
        &self,
        rules: impl Iterator<Item = &'a Expression>,
        row: Option<&Code>,
    ) -> Mark {
        let named = rules.flat_map(Expression::questions);
        let marks = named.filter_map(|reference| match row {
            Some(row) if reference.is_at_hand() => self.answers.get(&AnswerKey {
                question: reference.question.clone(),
                row: Some(row.clone()),
            }),
            Some(_) | None => self.questions.get(&reference.question),
        });
        marks.copied().max().unwrap_or(Mark::Attributable)
    }
}

/// The answers of a draft that may be used at least as widely as a mark says.
struct Within<'a> {
    draft: &'a Draft,
    marks: &'a Marks,
    mark: Mark,
}

impl Within<'_> {
    fn open(&self, question: &QuestionName, row: Option<&Code>) -> bool {
        let key = AnswerKey {
            question: question.clone(),
            row: row.cloned(),
        };
        // An answer without a mark so far is the one at hand.
        self.marks
            .answers
            .get(&key)
            .is_none_or(|mark| *mark <= self.mark)
    }
}

impl Answers for Within<'_> {
    fn value(
        &self,
        question: &QuestionName,
        row: Option<&Code>,
        field: &FieldName,
    ) -> Option<Value> {
        self.open(question, row)
            .then(|| self.draft.value(question, row, field))
            .flatten()
    }

    fn rows(&self, question: &QuestionName) -> Vec<Code> {
        let rows = Answers::rows(self.draft, question);
        rows.into_iter()
            .filter(|row| self.open(question, Some(row)))
            .collect()
    }

    fn status(&self, question: &QuestionName, row: Option<&Code>) -> Option<&str> {
        self.open(question, row)
            .then(|| self.draft.status(question, row))
            .flatten()
    }

    fn comment(&self, question: &QuestionName, row: Option<&Code>) -> &str {
        if self.open(question, row) {
            self.draft.comment(question, row)
        } else {
            ""
        }
    }

    fn narrowest_mark(&self) -> Mark {
        self.draft.narrowest_mark()
    }

    fn today(&self) -> NaiveDate {
        self.draft.today()
    }

    fn period(&self) -> (i32, i32) {
        self.draft.period()
    }
}
