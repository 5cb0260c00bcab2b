//! Series: which answers they take together, and how they hang together.

use std::collections::BTreeSet;

use toml::Spanned;

use super::Checker;
use super::names::{Column, codes, did_you_mean};
use crate::chart::catalog::{Columns, Series, Test, key};
use crate::chart::figure::Role;
use crate::chart::file::{FigureFile, SeriesFile};
use crate::chart::numbers::Label;
use crate::disclosure::Relation;
use crate::form::name::Code;
use crate::form::{Question, Rows};

impl Checker<'_, '_> {
    /// Series in which each choice stands once, so that answers add up.
    pub(super) fn answers(
        &mut self,
        file: &FigureFile,
        question: &Question,
    ) -> Option<Vec<Series>> {
        let column = self.column(question, file.field.as_ref(), file.question.as_ref()?)?;
        if column.several && !file.precedence {
            let cause = format!(
                "`{}` takes several choices: its answers do not add up",
                question.name
            );
            let remedy = "count `choices`, or let the first series count with `precedence`";
            self.add(&file.count, cause, remedy);
            return None;
        }
        let series = self.series(file, question)?;
        let count_of = |code: &Code| {
            let has = |one: &&Series| matches!(&one.test, Test::Named(_, choices) if choices.contains(code));
            series.iter().filter(has).count()
        };
        let wrong: Vec<&Code> = codes(self.form, &column.list)
            .filter(|code| count_of(code) != 1)
            .collect();
        for code in &wrong {
            let cause = format!("`{code}` is in {} series", count_of(code));
            self.add(
                &file.count,
                cause,
                "put each choice into one series, so that answers add up",
            );
        }
        (wrong.is_empty()).then_some(series)
    }

    pub(super) fn columns(
        &mut self,
        file: &FigureFile,
        question: &Question,
        unconditional: bool,
    ) -> Option<Columns> {
        if let Some(across) = &file.across {
            if unconditional {
                self.add(
                    &across.question,
                    "rows need a condition of their own",
                    "add a table `[[figure.given]]`",
                );
            }
            if !file.series.is_empty() {
                self.add(
                    &file.count,
                    "columns are series or go across, not both",
                    "leave out one",
                );
            }
            let top = self.top(across.top.as_ref());
            let condition = self.across(across)?;
            return Some(Columns::Across { condition, top });
        }
        if !file.series.is_empty() {
            let series = self.series(file, question)?;
            let relations = self.relations(file, &series);
            return Some(Columns::Series(series, relations));
        }
        let Column { field, list, .. } =
            self.column(question, file.field.as_ref(), file.question.as_ref()?)?;
        let one = |code: &Code| Series {
            code: code.to_string(),
            role: Role::Answer,
            label: Label::Choice(list.clone(), code.clone()),
            test: Test::Named(field.clone(), vec![code.clone()]),
        };
        Some(Columns::Series(
            codes(self.form, &list).map(one).collect(),
            Vec::new(),
        ))
    }

    fn series(&mut self, file: &FigureFile, question: &Question) -> Option<Vec<Series>> {
        let known: Vec<String> = file
            .series
            .iter()
            .map(|one| one.code.get_ref().clone())
            .collect();
        let mut seen = BTreeSet::new();
        for one in &file.series {
            if !seen.insert(one.code.get_ref()) || Code::parse(one.code.get_ref()).is_err() {
                let cause = format!("`{}` cannot be the code of this series", one.code.get_ref());
                self.add(
                    &one.code,
                    cause,
                    "use letters, digits and `_`, each code once",
                );
            }
            if matches!(one.role, Role::Total | Role::NonResponse | Role::Value) {
                self.add(
                    &one.code,
                    "this role is not for declared series",
                    "leave it to the rows of totals and of those without an answer",
                );
            }
        }
        let series: Vec<_> = file
            .series
            .iter()
            .map(|one| self.one(file, one, question, &known))
            .collect();
        series.into_iter().collect()
    }

    fn one(
        &mut self,
        file: &FigureFile,
        one: &SeriesFile,
        question: &Question,
        known: &[String],
    ) -> Option<Series> {
        let series = |label, test| Series {
            code: one.code.get_ref().clone(),
            role: one.role,
            label,
            test,
        };
        let key = key(file.id.get_ref());
        let attribute = format!("series-{}", one.code.get_ref());
        match (&one.of, &one.without) {
            (None, None) => {}
            (Some(of), Some(without)) if one.choices.is_empty() && one.field.is_none() => {
                let (of, without) = (self.place_of(of, known)?, self.place_of(without, known)?);
                return Some(series(Label::Own(attribute), Test::Without { of, without }));
            }
            _ => {
                self.add(
                    &one.code,
                    "a difference has `of` and `without` and nothing else",
                    "name two other series, or give `choices`",
                );
                return None;
            }
        }
        if let Some(name) = &one.question {
            let test = self.elsewhere(one, name, question)?;
            return Some(series(Label::Own(attribute), test));
        }
        let field = one.field.as_ref().or(file.field.as_ref());
        let column = self.column(question, field, file.question.as_ref()?)?;
        let choices = self.choices(&one.choices, &column, &one.code)?;
        let label = match choices.as_slice() {
            [only] if self.texts.find(&key, Some(&attribute), &[]).is_none() => {
                Label::Choice(column.list.clone(), only.clone())
            }
            _ => Label::Own(attribute),
        };
        Some(series(label, Test::Named(column.field, choices)))
    }

    /// Who named something in another question: these choices, or the row at hand.
    fn elsewhere(
        &mut self,
        one: &SeriesFile,
        name: &Spanned<String>,
        rows_of: &Question,
    ) -> Option<Test> {
        let other = self.question(name)?;
        let column = self.column(other, one.field.as_ref(), name)?;
        if other.has_rows() {
            let cause = format!("`{}` has rows of its own", other.name);
            self.add(name, cause, "take a question without rows");
            return None;
        }
        let choices = if one.choices.is_empty() {
            let rows = match &rows_of.rows {
                Rows::List { list, .. } => Some(list),
                _ => None,
            };
            if rows != Some(&column.list) {
                let cause = format!("the choices of `{}` are not the rows", other.name);
                self.add(name, cause, "add `choices = [\"…\"]`");
                return None;
            }
            Vec::new()
        } else {
            self.choices(&one.choices, &column, &one.code)?
        };
        Some(Test::Elsewhere(other.name.clone(), column.field, choices))
    }

    /// How columns hang together: differences, and parts named as such.
    fn relations(&mut self, file: &FigureFile, series: &[Series]) -> Vec<Relation> {
        let codes: Vec<String> = series.iter().map(|one| one.code.clone()).collect();
        let mut relations = Vec::new();
        for (at, (one, written)) in series.iter().zip(&file.series).enumerate() {
            if let Test::Without { of, without } = one.test {
                let plain = |at: usize| {
                    matches!(
                        series.get(at).map(|one| &one.test),
                        Some(Test::Named(..) | Test::Elsewhere(..))
                    )
                };
                if !plain(of) || !plain(without) {
                    self.add(
                        &written.code,
                        "a difference of differences cannot be counted",
                        "name series that have `choices`",
                    );
                }
                relations.push(Relation::Difference { at, of, without });
            }
            if let Some(whole) = written
                .within
                .as_ref()
                .and_then(|whole| self.place_of(whole, &codes))
            {
                relations.push(Relation::Within { part: at, whole });
            }
        }
        relations
    }

    pub(super) fn place_of(&mut self, code: &Spanned<String>, known: &[String]) -> Option<usize> {
        let place = known.iter().position(|other| other == code.get_ref());
        if place.is_none() {
            let near = did_you_mean(code.get_ref(), known.iter().map(String::as_str));
            let cause = format!("there is no series `{}`", code.get_ref());
            self.add(code, cause, format!("name a series of this figure{near}"));
        }
        place
    }
}
