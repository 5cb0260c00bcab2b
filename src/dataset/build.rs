//! From replies to columns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{
    ChoicesColumn, Column, Dataset, DatasetError, Item, Missing, NumberColumn, RankedColumn, Set,
    State,
};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{Core, Field, FieldKind, Form, Mark, Question, Rows};
use crate::reply::submission::{self, Submission, SubmissionHead, SubmittedItem};
use crate::reply::{AnswerKey, Value};
use crate::round::{Respondent, Round};

impl Dataset {
    /// The columns of these replies, at most one a respondent.
    ///
    /// # Errors
    /// [`DatasetError`] where replies do not belong to the round, its respondents or the form.
    pub fn build(
        form: &Form,
        round: &Round,
        respondents: &[Respondent],
        submissions: &[Submission],
    ) -> Result<Self, DatasetError> {
        let replies = submissions.iter().map(|s| (s.head(), s.items()));
        Self::assemble(form, round, respondents, replies)
    }

    /// The columns of one reply, of these questions only.
    ///
    /// # Errors
    /// As of [`Self::build`].
    pub fn of_one(
        form: &Form,
        round: &Round,
        respondent: &Respondent,
        submission: &Submission,
        questions: &BTreeSet<&QuestionName>,
    ) -> Result<Self, DatasetError> {
        let respondents = std::slice::from_ref(respondent);
        let asked = form.questions();
        let asked = asked.filter(|question| questions.contains(&question.name));
        let mut columns = Columns::of(form, asked, round, respondents);
        columns.add(form, submission.head(), submission.items())?;
        Ok(columns.finish())
    }

    /// The columns of replies given as their heads and items.
    pub(super) fn assemble<'a>(
        form: &Form,
        round: &Round,
        respondents: &[Respondent],
        replies: impl IntoIterator<Item = (&'a SubmissionHead, &'a [SubmittedItem])>,
    ) -> Result<Self, DatasetError> {
        let mut columns = Columns::new(form, round, respondents);
        for (head, answers) in replies {
            columns.add(form, head, answers)?;
        }
        Ok(columns.finish())
    }
}

/// A dataset in the making: replies come one by one and need not be kept.
pub struct Columns<'a> {
    round: &'a Round,
    respondents: &'a [Respondent],
    places: BTreeMap<&'a Code, usize>,
    items: Builders,
    replied: Vec<bool>,
    full: Vec<bool>,
    named: Set,
}

impl<'a> Columns<'a> {
    /// Without a reply.
    #[must_use]
    pub fn new(form: &Form, round: &'a Round, respondents: &'a [Respondent]) -> Self {
        Self::of(form, form.questions(), round, respondents)
    }

    fn of<'q>(
        form: &Form,
        questions: impl Iterator<Item = &'q Question>,
        round: &'a Round,
        respondents: &'a [Respondent],
    ) -> Self {
        let places = respondents.iter().enumerate();
        Self {
            round,
            places: places.map(|(at, one)| (&one.code, at)).collect(),
            items: Builders::blank(form, questions, round, respondents.len()),
            replied: vec![false; respondents.len()],
            full: vec![false; respondents.len()],
            named: Set::default(),
            respondents,
        }
    }

    /// Takes a reply, given as its head and items.
    ///
    /// # Errors
    /// [`DatasetError`] if it does not belong to the round, its respondents or the form, or is the second of a respondent.
    pub fn add(
        &mut self,
        form: &Form,
        head: &SubmissionHead,
        answers: &[SubmittedItem],
    ) -> Result<(), DatasetError> {
        if head.round != self.round.code {
            return Err(DatasetError::OtherRound {
                respondent: head.respondent.clone(),
                found: head.round.clone(),
                expected: self.round.code.clone(),
            });
        }
        let place = self.places.get(&head.respondent).copied();
        let slots =
            place.and_then(|at| Some((at, self.replied.get_mut(at)?, self.full.get_mut(at)?)));
        let Some((at, has_replied, is_full)) = slots else {
            return Err(DatasetError::UnknownRespondent(head.respondent.clone()));
        };
        if std::mem::replace(has_replied, true) {
            return Err(DatasetError::TwoReplies(head.respondent.clone()));
        }
        let may_be_named = submission::may_be_named(form, answers);
        self.named.put(at, may_be_named);
        let widest = if may_be_named {
            Mark::Attributable
        } else {
            Mark::NotAttributable
        };
        for item in answers {
            let Some(builder) = self.items.find(&item.key) else {
                continue;
            };
            *is_full |= !builder.core
                && item.state == submission::State::Answered
                && item.mark != Mark::SecretariatOnly;
            builder
                .put(at, item, item.mark.max(widest))
                .ok_or_else(|| DatasetError::UnknownValue {
                    respondent: head.respondent.clone(),
                    answer: item.key.to_string(),
                })?;
        }
        Ok(())
    }

    /// The dataset of the replies that came.
    #[must_use]
    pub fn finish(self) -> Dataset {
        let items = self.items.list.into_iter();
        Dataset {
            round: Arc::new(self.round.clone()),
            respondents: self.respondents.into(),
            replied: Set::pack(self.replied),
            full: Set::pack(self.full),
            named: self.named,
            items: items
                .map(|(key, builder)| (key, Arc::new(builder.finish())))
                .collect(),
            courses: Arc::default(),
        }
    }
}

/// All items in the making.
#[derive(Default)]
struct Builders {
    list: Vec<(AnswerKey, Builder)>,
    places: BTreeMap<AnswerKey, usize>,
    /// The place after the item found last.
    next: usize,
}

/// An item in the making.
struct Builder {
    core: bool,
    states: Vec<State>,
    marks: Vec<Mark>,
    fields: BTreeMap<FieldName, Column>,
}

impl Builders {
    /// A builder for each item of some questions, in form order.
    fn blank<'q>(
        form: &Form,
        questions: impl Iterator<Item = &'q Question>,
        round: &Round,
        rows: usize,
    ) -> Self {
        let mut all = Self::default();
        for question in questions.filter(|question| !question.internal) {
            let mut add = |row: Option<Code>, fields: &[Field]| {
                let values = |field: &Field| (field.name.clone(), blank(form, field, rows));
                let builder = Builder {
                    core: is_core(question, row.as_ref()),
                    states: vec![State::Missing(Missing::NotReturned); rows],
                    marks: vec![Mark::SecretariatOnly; rows],
                    fields: fields.iter().map(values).collect(),
                };
                let key = AnswerKey {
                    question: question.name.clone(),
                    row,
                };
                all.places.insert(key.clone(), all.list.len());
                all.list.push((key, builder));
            };
            match &question.rows {
                Rows::One => add(None, &question.fields),
                Rows::List { list, .. } => {
                    add(None, &[]);
                    let list = form.list(list.as_str());
                    for choice in list.map(|list| list.choices.as_slice()).unwrap_or_default() {
                        add(Some(choice.code.clone()), &question.fields);
                    }
                }
                Rows::Years => {
                    add(None, &[]);
                    for year in round.period.years() {
                        add(Code::parse(&year.to_string()).ok(), &question.fields);
                    }
                }
                // The whole of a roster is an item, so that its state is known; its rows are not.
                Rows::Free { .. } => add(None, &[]),
            }
        }
        all
    }

    /// The builder of an item. Replies stand in form order, so it is nearly always the one after the last.
    fn find(&mut self, key: &AnswerKey) -> Option<&mut Builder> {
        let here = |at: usize| self.list.get(at).is_some_and(|(other, _)| other == key);
        let at = if here(self.next) {
            self.next
        } else {
            *self.places.get(key)?
        };
        self.next = at + 1;
        self.list.get_mut(at).map(|(_, builder)| builder)
    }
}

fn is_core(question: &Question, row: Option<&Code>) -> bool {
    match &question.core {
        Core::No => false,
        Core::Yes => true,
        // The whole of a question is answered if any of its rows is, so it tells nothing of the others.
        Core::Rows(rows) => row.is_none_or(|row| rows.contains(row)),
    }
}

/// The column of a field in which nobody said anything yet.
fn blank(form: &Form, field: &Field, rows: usize) -> Column {
    let choices = |list: &str| {
        let list = form.list(list).map(|list| list.choices.as_slice());
        let choices = list.unwrap_or_default().iter();
        ChoicesColumn::new(
            choices
                .map(|choice| (choice.code.clone(), Set::default()))
                .collect(),
        )
    };
    match &field.kind {
        // Which respondent it is: as many choices as respondents, and nothing to count.
        FieldKind::Prefilled(list) if *list == form.respondents => Column::Given,
        FieldKind::Prefilled(list) => Column::Choices(choices(list.as_str())),
        FieldKind::Single(of) | FieldKind::Multiple { choices: of, .. } => {
            Column::Choices(choices(of.list.as_str()))
        }
        FieldKind::Ranked {
            choices: of, max, ..
        } => Column::Ranked(RankedColumn {
            places: vec![choices(of.list.as_str()); *max],
        }),
        FieldKind::Integer { .. } | FieldKind::Decimal { .. } | FieldKind::Year { .. } => {
            Column::Number(NumberColumn {
                values: vec![None; rows],
            })
        }
        FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::Date
        | FieldKind::DateRange
        | FieldKind::Tick
        | FieldKind::File => Column::Given,
    }
}

const fn state(state: submission::State) -> State {
    match state {
        submission::State::Answered => State::Answered,
        submission::State::NotAvailable => State::Missing(Missing::NotAvailable),
        submission::State::NotApplicable => State::Missing(Missing::NotApplicable),
        submission::State::NotDisclosed => State::Missing(Missing::NotDisclosed),
        submission::State::ToFollow => State::Missing(Missing::ToFollow),
        submission::State::NoAnswer => State::Missing(Missing::NoAnswer),
        submission::State::Hidden => State::Missing(Missing::Hidden),
    }
}

impl Builder {
    /// Puts an answer in its place; `None` if it is none of those offered.
    fn put(&mut self, at: usize, item: &SubmittedItem, mark: Mark) -> Option<()> {
        *self.states.get_mut(at)? = state(item.state);
        *self.marks.get_mut(at)? = mark;
        for (field, value) in &item.values {
            // A field that the item has no column for belongs to a roster row or to the whole of a question: nothing to count.
            if let Some(column) = self.fields.get_mut(field) {
                column.note(at, value)?;
            }
        }
        Some(())
    }

    fn finish(self) -> Item {
        let marked = |mark| Set::pack(self.marks.iter().map(|one| *one == mark));
        let answered = self.states.iter().map(|state| *state == State::Answered);
        Item {
            core: self.core,
            answered: Set::pack(answered),
            open: marked(Mark::Attributable),
            secret: marked(Mark::SecretariatOnly),
            states: self.states,
            marks: self.marks,
            fields: self.fields,
        }
    }
}

impl Column {
    /// Notes what a respondent, by its place, gave; `None` if it is none of what is offered.
    fn note(&mut self, at: usize, value: &Value) -> Option<()> {
        match (self, value) {
            (Self::Choices(column), Value::Choice(code)) => column.add(at, code)?,
            (Self::Choices(column), Value::Choices(codes)) => {
                for code in codes {
                    column.add(at, code)?;
                }
            }
            (Self::Ranked(column), Value::Ranked(codes)) => {
                if codes.len() > column.places.len() {
                    return None;
                }
                for (place, code) in column.places.iter_mut().zip(codes) {
                    place.add(at, code)?;
                }
            }
            (Self::Number(column), value) => {
                let number = match value {
                    Value::Integer(number) => Decimal::from(*number),
                    Value::Year(year) => Decimal::from(*year),
                    Value::Decimal(number) => *number,
                    _ => return None,
                };
                *column.values.get_mut(at)? = Some(number);
            }
            (
                Self::Given,
                Value::Text(_)
                | Value::Date(_)
                | Value::DateRange(..)
                | Value::Tick
                | Value::Choice(_),
            ) => {}
            _ => return None,
        }
        Some(())
    }
}
