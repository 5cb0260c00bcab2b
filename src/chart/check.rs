//! From a file as it is written to charts that fit their questionnaire.

mod fits;
mod names;
mod series;

use std::collections::BTreeSet;

use toml::Spanned;

use super::catalog::{
    Asked, Chart, Columns, Condition, Lines, Only, Statistic, TURNED, Title, key, number_of,
};
use super::count::CLASSES;
use super::figure::Scale;
use super::file::{ChartFile, ConditionFile, Count, FigureFile, Findings, RowKind};
use super::numbers::Label;
use crate::form::name::Code;
use crate::form::{Form, Question, Rows};
use crate::text::Catalogue;
pub(super) use names::{codes, list_in, list_of};

/// What a chart is checked against, and the mistakes found.
struct Checker<'a, 'f> {
    form: &'a Form,
    texts: &'a Catalogue,
    findings: &'a mut Findings<'f>,
}

/// The sound charts of a file; where there are fewer than the file has, there are mistakes.
pub(super) fn charts(
    file: ChartFile,
    form: &Form,
    texts: &Catalogue,
    ids: &mut BTreeSet<String>,
    findings: &mut Findings<'_>,
) -> Vec<Chart> {
    let output = file.output.get_ref().clone();
    if !number_of(&output).is_some_and(|n| (1..=20).contains(&n)) {
        let cause = format!("`{output}` is no output of the analysis plan");
        findings.add(file.output.span().start, cause, "write `T1` to `T20`");
    }
    if file.figure.is_empty() {
        findings.add(
            file.output.span().start,
            "there is no figure",
            "add a table `[[figure]]`",
        );
    }
    let mut checker = Checker {
        form,
        texts,
        findings,
    };
    let mut charts = Vec::new();
    for figure in file.figure {
        if !ids.insert(figure.id.get_ref().clone()) {
            let cause = format!("the identifier `{}` stands twice", figure.id.get_ref());
            checker.add(&figure.id, cause, "give each figure its own");
        }
        charts.extend(checker.chart(&output, &figure));
    }
    charts
}

impl<'a> Checker<'a, '_> {
    fn add<T>(&mut self, at: &Spanned<T>, cause: impl Into<String>, remedy: impl Into<String>) {
        self.findings.add(at.span().start, cause, remedy);
    }

    /// `None` only together with a mistake.
    fn chart(&mut self, output: &str, file: &FigureFile) -> Option<Chart> {
        if Code::parse(file.id.get_ref()).is_err() {
            let cause = format!("`{}` cannot be an identifier", file.id.get_ref());
            self.add(&file.id, cause, "use letters, digits and `_`, at most 32");
            return None;
        }
        self.fits(file);
        let statistic = self.statistic(file)?;
        let series: Vec<String> = match &statistic {
            Statistic::Choices {
                asked:
                    Asked {
                        lines: Lines::Choices,
                        ..
                    },
                ..
            } => vec![TURNED.to_owned()],
            Statistic::Answers { series, .. }
            | Statistic::Choices {
                columns: Columns::Series(series, _),
                ..
            } => series.iter().map(|one| one.code.clone()).collect(),
            Statistic::Changes { .. } => CLASSES.map(|(code, _)| code.to_owned()).into(),
            _ => Vec::new(),
        };
        let order = file
            .order
            .iter()
            .filter_map(|code| self.place_of(code, &series))
            .collect();
        self.own_texts(file, &statistic);
        Some(Chart {
            id: file.id.get_ref().clone(),
            output: output.to_owned(),
            place: 0,
            of: 0,
            plot: *file.plot.get_ref(),
            scale: file.scale.unwrap_or(Scale::Count),
            // The most combinations are no limit to the choices that they are of.
            top: match statistic {
                Statistic::Combinations { .. } => None,
                _ => self.top(file.top.as_ref()),
            },
            statistic,
            order,
            last: self.last(file),
            notes: file
                .notes
                .iter()
                .map(|note| note.get_ref().clone())
                .collect(),
            mark_core: file.mark_core,
            only: self.only(file),
            title: Title::Own,
        })
    }

    fn statistic(&mut self, file: &FigureFile) -> Option<Statistic> {
        match file.count.get_ref() {
            Count::Replies => return self.replies(file),
            Count::Statuses => return Some(Statistic::Statuses),
            Count::Course => return self.course(file),
            _ => {}
        }
        let (question, asked) = self.asked(file)?;
        let name = file.question.as_ref()?;
        match file.count.get_ref() {
            Count::Answers => Some(Statistic::Answers {
                series: self.answers(file, question)?,
                precedence: file.precedence,
                asked,
            }),
            Count::Choices => Some(Statistic::Choices {
                columns: self.columns(file, question, asked.given.is_empty())?,
                asked,
            }),
            Count::Combinations => {
                let column = self.column(question, file.field.as_ref(), name)?;
                if !column.several || question.has_rows() {
                    let cause = format!("`{}` has no choices that go together", question.name);
                    self.add(
                        name,
                        cause,
                        "take a question of type `multiple` without rows",
                    );
                    return None;
                }
                Some(Statistic::Combinations {
                    asked,
                    field: column.field,
                    list: column.list,
                    most: self.top(file.top.as_ref()).unwrap_or(usize::MAX),
                })
            }
            Count::Together => {
                let condition = self.whole(file, question)?;
                if !question.has_rows() {
                    let cause = format!("`{}` has no rows", question.name);
                    self.add(name, cause, "take a question with rows from a list");
                    return None;
                }
                Some(Statistic::Together { asked, condition })
            }
            Count::Quartiles => Some(Statistic::Quartiles {
                field: self.number(question, file.field.as_ref(), name)?,
                asked,
            }),
            Count::Changes => {
                let Condition { field, choices, .. } = self.whole(file, question)?;
                Some(Statistic::Changes {
                    asked,
                    field,
                    choices,
                })
            }
            Count::Replies | Count::Statuses | Count::Course => None,
        }
    }

    /// What of the course of replies.
    fn course(&mut self, file: &FigureFile) -> Option<Statistic> {
        if file.measure.is_none() {
            let remedy = "add `measure = \"days\"` or `measure = \"clarifications\"`";
            self.add(&file.count, "there is no measure", remedy);
        }
        file.measure.map(Statistic::Course)
    }

    /// Whose answers to what.
    fn asked(&mut self, file: &FigureFile) -> Option<(&'a Question, Asked)> {
        let Some(name) = &file.question else {
            self.add(
                &file.count,
                "there is no question",
                "add `question = \"…\"`",
            );
            return None;
        };
        let question = self.question(name)?;
        let given = file
            .given
            .iter()
            .map(|given| self.condition(given, question));
        let given = given
            .collect::<Vec<_>>()
            .into_iter()
            .collect::<Option<Vec<_>>>()?;
        // Of changes the gate takes being asked as an answer by itself.
        let changes = *file.count.get_ref() == Count::Changes;
        if question.is_conditional() && given.is_empty() && !changes {
            let cause = format!("`{}` is not asked of all", question.name);
            let remedy = "say with `[[figure.given]]` of whom it is asked: being asked tells an answer, which must be protected";
            self.add(name, cause, remedy);
        }
        if matches!(question.rows, Rows::Free { .. }) {
            let cause = format!("the rows of `{}` are the respondent's own", question.name);
            self.add(
                name,
                cause,
                "take a question without rows or with rows from a list",
            );
            return None;
        }
        let lines = self.lines(file, question)?;
        Some((
            question,
            Asked {
                question: question.name.clone(),
                given,
                guarded: changes && question.is_conditional(),
                lines,
            },
        ))
    }

    fn lines(&mut self, file: &FigureFile, question: &Question) -> Option<Lines> {
        // Who would count once must have one answer.
        let answers = *file.count.get_ref() == Count::Answers;
        if answers && question.has_rows() && file.rows != RowKind::Rows {
            let cause = format!("`{}` has several answers of a State", question.name);
            self.add(&file.count, cause, "leave out `rows`, or count `choices`");
            return None;
        }
        match file.rows {
            RowKind::Rows => Some(Lines::Rows),
            RowKind::Choices => {
                if file.across.is_some() || !file.series.is_empty() {
                    self.add(
                        &file.count,
                        "choices as rows need no series and no `across`",
                        "leave out `rows`",
                    );
                }
                Some(Lines::Choices)
            }
            RowKind::Groups => {
                let Some(groups) = &file.groups else {
                    let remedy = "add `groups = \"…\"`, a fact of the respondents";
                    self.add(&file.count, "rows of groups need groups", remedy);
                    return None;
                };
                self.fact(groups)?;
                Some(Lines::Groups(groups.get_ref().clone()))
            }
            RowKind::Split => {
                let mut split = Vec::new();
                for row in &file.row {
                    let condition = ConditionFile {
                        question: row.question.clone(),
                        field: row.field.clone(),
                        choices: row.choices.clone(),
                    };
                    let condition = self.condition(&condition, question)?;
                    let code = row.code.get_ref().clone();
                    let label = Label::Own(format!("row-{code}"));
                    split.push((code, label, condition));
                }
                if split.is_empty() {
                    self.add(
                        &file.count,
                        "there are no rows",
                        "add a table `[[figure.row]]` for each",
                    );
                }
                Some(Lines::Split(split))
            }
        }
    }

    /// The choices of a figure that speaks of those who named one of them.
    fn whole(&mut self, file: &FigureFile, question: &Question) -> Option<Condition> {
        let condition = ConditionFile {
            question: file.question.clone()?,
            field: file.field.clone(),
            choices: file.choices.clone(),
        };
        self.condition(&condition, question)
    }

    fn replies(&mut self, file: &FigureFile) -> Option<Statistic> {
        let Some(groups) = &file.groups else {
            let remedy = "add `groups = \"…\"`, a fact of the respondents";
            self.add(&file.count, "replies need groups", remedy);
            return None;
        };
        if self.form.naming_question.is_none() {
            let cause = format!(
                "the questionnaire `{}` does not ask who may be named",
                self.form.name
            );
            self.add(&file.count, cause, "set `naming_question` in its form.toml");
            return None;
        }
        self.fact(groups)?;
        Some(Statistic::Replies {
            fact: groups.get_ref().clone(),
        })
    }

    fn top(&mut self, top: Option<&Spanned<usize>>) -> Option<usize> {
        let top = top?;
        if *top.get_ref() == 0 {
            self.add(top, "`top = 0` shows nothing", "write a number from 1");
        }
        Some(*top.get_ref())
    }

    /// Codes of rows; only where rows have an order and come from a list.
    fn last(&mut self, file: &FigureFile) -> Vec<String> {
        let question = file.question.as_ref();
        let question = question.and_then(|name| self.form.question(name.get_ref()));
        let list = question.and_then(|question| match (&question.rows, file.rows) {
            (Rows::List { list, .. }, RowKind::Rows) => Some(list),
            (_, RowKind::Choices) => {
                let field = file.field.as_ref().map_or("value", |one| one.get_ref());
                list_of(question, field)
            }
            _ => None,
        });
        let known: Vec<&Code> = list
            .map(|list| codes(self.form, list).collect())
            .unwrap_or_default();
        for code in &file.last {
            if file.order.is_empty() || !known.iter().any(|row| row.as_str() == code.get_ref()) {
                let cause = format!("`{}` cannot be put last", code.get_ref());
                self.add(code, cause, "name a row, and give rows an `order`");
            }
        }
        file.last
            .iter()
            .map(|code| code.get_ref().clone())
            .collect()
    }

    fn only(&mut self, file: &FigureFile) -> Option<Only> {
        let only = file.only.as_ref()?;
        let list = self.fact(&only.fact)?;
        let has = |value: &str| {
            list.choices.iter().any(|choice| {
                choice
                    .facts
                    .get(only.fact.get_ref())
                    .is_some_and(|v| v == value)
            })
        };
        match Code::parse(only.value.get_ref()) {
            Ok(value) if has(value.as_str()) => Some(Only {
                fact: only.fact.get_ref().clone(),
                value,
            }),
            _ => {
                let cause = format!(
                    "no respondent has `{}` as `{}`",
                    only.value.get_ref(),
                    only.fact.get_ref()
                );
                self.add(
                    &only.value,
                    cause,
                    "take a value from the list of respondents",
                );
                None
            }
        }
    }

    /// Whether the words of the figure are among the texts of the interface.
    fn own_texts(&mut self, file: &FigureFile, statistic: &Statistic) {
        let key = key(file.id.get_ref());
        let mut need = vec![(key.clone(), None), (key.clone(), Some("row".to_owned()))];
        if let Statistic::Answers { series, .. }
        | Statistic::Choices {
            columns: Columns::Series(series, _),
            ..
        } = statistic
        {
            let own = series
                .iter()
                .filter(|one| matches!(one.label, Label::Own(_)));
            need.extend(own.map(|one| (key.clone(), Some(format!("series-{}", one.code)))));
        }
        let rows = file.row.iter();
        need.extend(rows.map(|row| (key.clone(), Some(format!("row-{}", row.code.get_ref())))));
        need.extend(
            file.notes
                .iter()
                .map(|note| (format!("chart-note-{}", note.get_ref()), None)),
        );
        for (key, attribute) in need {
            if self.texts.find(&key, attribute.as_deref(), &[]).is_none() {
                let name = attribute.map_or(key.clone(), |attribute| format!("{key}.{attribute}"));
                self.add(
                    &file.id,
                    format!("the text `{name}` is missing"),
                    "write it in locales/en/charts.ftl",
                );
            }
        }
    }
}
