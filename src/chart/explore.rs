//! Charts that nobody declared: any question, by itself, by group, against another question. For analysts, never released: each passes the
//! gate by itself and is marked as internal.

use thiserror::Error;

use super::catalog::{
    Asked, Chart, Columns, Condition, Lines, Only, Place, Series, Statistic, Test, Title,
};
use super::check::{codes, list_in};
use super::figure::{Role, Scale};
use super::file::PlotKind;
use super::numbers::Label;
use crate::form::name::{Code, FieldName, ListName};
use crate::form::{Field, FieldKind, Form, Question, Rows};

/// The identifier of such a chart, and with what the keys of its words begin.
pub const ID: &str = "explore";

/// Most answers that stand side by side in one bar, each in a colour of its own.
const MOST_PARTS: usize = 5;

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The question.
    pub question: String,
    /// The field, of a question with several; empty for the first that can be counted.
    pub field: String,
    /// By what: empty, a fact of the respondents, or another question.
    pub by: String,
    /// Only respondents with this fact, as `fact:value`; empty for all.
    pub only: String,
    /// Which choices were named together, instead of how often each was.
    pub together: bool,
    /// The round before beside this one: those who answered in both, by what they named then and now.
    pub rounds: bool,
}

/// Why there is nothing to see.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ExploreError {
    /// There is no such question, or it never leaves the store.
    #[error("there is no such question")]
    Question,
    /// Nothing of it can be counted: words, files, rows that respondents add.
    #[error("the question has nothing that can be counted")]
    Uncountable,
    /// It cannot be set against this.
    #[error("the question cannot be set against this")]
    By,
    /// Two rounds are set beside each other by choices, of all respondents and by nothing else, and only where there are two.
    #[error("the question cannot be compared with the round before in this way")]
    Rounds,
    /// There is no such group.
    #[error("there is no such group")]
    Only,
}

/// The questions that can be looked at, in form order: none that asks who replies, which would say by name what each answered.
pub fn questions(form: &Form) -> impl Iterator<Item = &Question> {
    let names =
        |field: &Field| list_in(&field.kind).is_some_and(|(list, _)| *list == form.respondents);
    form.questions().filter(move |question| {
        !question.internal
            && !question.fields.iter().any(names)
            && !matches!(question.rows, Rows::Free { .. })
            && fields(question).next().is_some()
    })
}

/// The fields of a question that can be counted: choices, or numbers. Where both stand in one answer the choice may say in what the numbers
/// are, as a currency does; then there is nothing to count.
pub fn fields(question: &Question) -> impl Iterator<Item = &Field> {
    let is_choice = |field: &Field| list_in(&field.kind).is_some();
    let both = question.fields.iter().any(is_choice) && question.fields.iter().any(is_number);
    let fields = question.fields.iter();
    fields.filter(move |field| !both && (is_choice(field) || is_number(field)))
}

/// Whether a question can stand on the other side.
#[must_use]
pub fn is_crossed(question: &Question) -> bool {
    !question.has_rows() && fields(question).any(|field| list_in(&field.kind).is_some())
}

const fn is_number(field: &Field) -> bool {
    matches!(
        field.kind,
        FieldKind::Integer { .. } | FieldKind::Decimal { .. }
    )
}

/// How answers that add up are drawn: of more parts than there are colours two would look alike.
const fn in_parts(parts: usize) -> PlotKind {
    if parts > MOST_PARTS {
        PlotKind::Heat
    } else {
        PlotKind::Stacked
    }
}

impl View {
    /// The chart of it.
    ///
    /// # Errors
    /// [`ExploreError`].
    pub fn chart(&self, form: &Form) -> Result<Chart, ExploreError> {
        let mut all = questions(form);
        let question = all.find(|one| one.name.as_str() == self.question);
        let question = question.ok_or(ExploreError::Question)?;
        let mut known = fields(question);
        let field = if self.field.is_empty() {
            known.next()
        } else {
            known.find(|one| one.name.as_str() == self.field)
        };
        let field = field.ok_or(ExploreError::Uncountable)?;
        if self.rounds {
            return self.beside(form, question, field);
        }
        let (lines, title) = self.lines(form, question)?;
        let plain = matches!(lines, Lines::Rows);
        let asked = |lines| Asked {
            question: question.name.clone(),
            given: Vec::new(),
            // Who was asked follows from other answers.
            guarded: question.is_conditional(),
            lines,
        };
        let name = field.name.clone();
        let (statistic, plot) = match list_in(&field.kind) {
            None => {
                if question.has_rows() && !plain {
                    return Err(ExploreError::By);
                }
                let statistic = Statistic::Quartiles {
                    asked: asked(lines),
                    field: name,
                };
                (statistic, PlotKind::Dot)
            }
            Some((list, true)) if self.together && plain && !question.has_rows() => {
                let statistic = Statistic::Combinations {
                    asked: asked(lines),
                    field: name,
                    list: list.clone(),
                    most: 12,
                };
                (statistic, PlotKind::Combinations)
            }
            Some((list, several)) => {
                let series = series(form, list, &name);
                let adds_up = !several && (plain || !question.has_rows());
                if adds_up {
                    let plot = in_parts(series.len());
                    let statistic = Statistic::Answers {
                        asked: asked(lines),
                        series,
                        precedence: false,
                    };
                    (statistic, plot)
                } else {
                    let (lines, plot) = if plain && !question.has_rows() {
                        (Lines::Choices, PlotKind::Bars)
                    } else {
                        (lines, PlotKind::Heat)
                    };
                    let statistic = Statistic::Choices {
                        asked: asked(lines),
                        columns: Columns::Series(series, Vec::new()),
                    };
                    (statistic, plot)
                }
            }
        };
        Ok(Chart {
            only: self.only(form)?,
            ..plain_chart(plot, statistic, title)
        })
    }

    /// Each choice of a question in the round before and in this one.
    fn beside(
        &self,
        form: &Form,
        question: &Question,
        field: &Field,
    ) -> Result<Chart, ExploreError> {
        let (list, _) = list_in(&field.kind).ok_or(ExploreError::Rounds)?;
        if !self.by.is_empty() || !self.only.is_empty() || self.together {
            return Err(ExploreError::Rounds);
        }
        let statistic = Statistic::Changes {
            asked: Asked {
                question: question.name.clone(),
                given: Vec::new(),
                guarded: question.is_conditional(),
                lines: Lines::Choices,
            },
            field: field.name.clone(),
            choices: codes(form, list).cloned().collect(),
        };
        let title = Title::Question(question.name.clone());
        Ok(Chart {
            notes: vec!["matched".to_owned()],
            ..plain_chart(PlotKind::Dumbbell, statistic, title)
        })
    }

    /// By what it is looked at.
    fn lines(&self, form: &Form, question: &Question) -> Result<(Lines, Title), ExploreError> {
        if self.by.is_empty() {
            return Ok((Lines::Rows, Title::Question(question.name.clone())));
        }
        let respondents = form.list(form.respondents.as_str());
        let mut choices = respondents.into_iter().flat_map(|list| &list.choices);
        if choices.any(|choice| choice.facts.contains_key(&self.by)) {
            let title = Title::Question(question.name.clone());
            return Ok((Lines::Groups(self.by.clone()), title));
        }
        let other = questions(form).find(|one| one.name.as_str() == self.by);
        let other = other.filter(|one| is_crossed(one) && one.name != question.name);
        let other = other.ok_or(ExploreError::By)?;
        let mut found = other.fields.iter().filter_map(|field| {
            let (list, _) = list_in(&field.kind)?;
            Some((field, list))
        });
        let (field, list) = found.next().ok_or(ExploreError::By)?;
        let split = codes(form, list).map(|code| {
            let condition = Condition {
                question: other.name.clone(),
                field: field.name.clone(),
                choices: vec![code.clone()],
                place: Place::Whole,
            };
            let label = Label::Choice(list.clone(), code.clone());
            (code.to_string(), label, condition)
        });
        let title = Title::Crossed(question.name.clone(), other.name.clone());
        Ok((Lines::Split(split.collect()), title))
    }

    fn only(&self, form: &Form) -> Result<Option<Only>, ExploreError> {
        if self.only.is_empty() {
            return Ok(None);
        }
        let (fact, value) = self.only.split_once(':').ok_or(ExploreError::Only)?;
        let respondents = form.list(form.respondents.as_str());
        let mut choices = respondents.into_iter().flat_map(|list| &list.choices);
        let is_known = choices.any(|one| one.facts.get(fact).is_some_and(|other| other == value));
        let value = Code::parse(value).ok().filter(|_| is_known);
        Ok(Some(Only {
            fact: fact.to_owned(),
            value: value.ok_or(ExploreError::Only)?,
        }))
    }
}

/// A chart that has no more than these.
fn plain_chart(plot: PlotKind, statistic: Statistic, title: Title) -> Chart {
    Chart {
        id: ID.to_owned(),
        output: String::new(),
        place: 0,
        of: 0,
        plot,
        scale: Scale::Count,
        statistic,
        order: Vec::new(),
        last: Vec::new(),
        top: None,
        notes: Vec::new(),
        mark_core: false,
        only: None,
        title,
    }
}

/// A series for each choice.
fn series(form: &Form, list: &ListName, field: &FieldName) -> Vec<Series> {
    codes(form, list)
        .map(|code| Series {
            code: code.to_string(),
            role: Role::Answer,
            label: Label::Choice(list.clone(), code.clone()),
            test: Test::Named(field.clone(), vec![code.clone()]),
        })
        .collect()
}
