//! Names in a chart: questions, fields, choices and facts that must exist in the questionnaire.

use toml::Spanned;

use super::Checker;
use crate::chart::catalog::{Condition, Place};
use crate::chart::file::{AcrossFile, ConditionFile};
pub(super) use crate::form::expression::near::did_you_mean;
use crate::form::name::{Code, FieldName, ListName};
use crate::form::{FieldKind, Form, List, Question, Rows};

/// A field that takes choices.
pub(super) struct Column {
    pub(super) field: FieldName,
    pub(super) list: ListName,
    pub(super) several: bool,
}

/// The codes of a list, in order.
pub(in crate::chart) fn codes<'a>(
    form: &'a Form,
    list: &ListName,
) -> impl Iterator<Item = &'a Code> {
    let choices = form.list(list.as_str()).map(|list| list.choices.as_slice());
    choices
        .unwrap_or_default()
        .iter()
        .map(|choice| &choice.code)
}

/// The list of a field that takes choices.
pub(in crate::chart) fn list_in(kind: &FieldKind) -> Option<(&ListName, bool)> {
    match kind {
        FieldKind::Single(choices) => Some((&choices.list, false)),
        FieldKind::Prefilled(list) => Some((list, false)),
        FieldKind::Multiple { choices, .. } | FieldKind::Ranked { choices, .. } => {
            Some((&choices.list, true))
        }
        FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::Integer { .. }
        | FieldKind::Decimal { .. }
        | FieldKind::Year { .. }
        | FieldKind::Date
        | FieldKind::DateRange
        | FieldKind::Tick
        | FieldKind::File => None,
    }
}

/// The list of a field of a question, by the field's name.
pub(in crate::chart) fn list_of<'q>(question: &'q Question, field: &str) -> Option<&'q ListName> {
    Some(list_in(&question.field(field)?.kind)?.0)
}

impl<'a> Checker<'a, '_> {
    pub(super) fn question(&mut self, name: &Spanned<String>) -> Option<&'a Question> {
        let form = self.form;
        let Some(question) = form.question(name.get_ref()) else {
            let near = did_you_mean(name.get_ref(), form.questions().map(|q| q.name.as_str()));
            let cause = format!("there is no question `{}`", name.get_ref());
            self.add(
                name,
                cause,
                format!("name one of the questionnaire `{}`{near}", form.name),
            );
            return None;
        };
        if question.internal {
            let cause = format!("`{}` is internal and never leaves the store", question.name);
            self.add(name, cause, "take another question");
            return None;
        }
        Some(question)
    }

    /// The field of a question, if it takes choices; the only one where none is named.
    pub(super) fn column(
        &mut self,
        question: &Question,
        field: Option<&Spanned<String>>,
        at: &Spanned<String>,
    ) -> Option<Column> {
        let name = field.map_or("value", |field| field.get_ref());
        let at = field.unwrap_or(at);
        let Some(found) = question.field(name) else {
            let near = did_you_mean(name, question.fields.iter().map(|f| f.name.as_str()));
            let cause = format!("`{}` has no field `{name}`", question.name);
            self.add(
                at,
                cause,
                format!("name one of its fields with `field`{near}"),
            );
            return None;
        };
        let Some((list, several)) = list_in(&found.kind) else {
            let cause = format!(
                "`{}` takes no choices, so there is nothing to count",
                question.name
            );
            let remedy =
                "take a question of type `single`, `multiple`, `ranked` or `yes_no_unknown`";
            self.add(at, cause, remedy);
            return None;
        };
        Some(Column {
            field: found.name.clone(),
            list: list.clone(),
            several,
        })
    }

    /// The field of a question, if it takes numbers; the only one where none is named.
    pub(super) fn number(
        &mut self,
        question: &Question,
        field: Option<&Spanned<String>>,
        at: &Spanned<String>,
    ) -> Option<FieldName> {
        let name = field.map_or("value", |field| field.get_ref());
        let found = question.field(name);
        if let Some(found) = found
            && matches!(
                found.kind,
                FieldKind::Integer { .. } | FieldKind::Decimal { .. }
            )
        {
            return Some(found.name.clone());
        }
        let cause = format!("`{}` has no numbers in `{name}`", question.name);
        let remedy = "name with `field` one of type `integer` or `decimal`";
        self.add(field.unwrap_or(at), cause, remedy);
        None
    }

    /// Choices that are in the list of a field.
    pub(super) fn choices(
        &mut self,
        choices: &[Spanned<String>],
        column: &Column,
        at: &Spanned<String>,
    ) -> Option<Vec<Code>> {
        if choices.is_empty() {
            self.add(at, "there are no choices", "add `choices = [\"…\"]`");
            return None;
        }
        let form = self.form;
        let mut found = Vec::new();
        for choice in choices {
            let code = codes(form, &column.list).find(|code| code.as_str() == choice.get_ref());
            if code.is_none() {
                let near = did_you_mean(
                    choice.get_ref(),
                    codes(form, &column.list).map(Code::as_str),
                );
                let cause = format!(
                    "list `{}` has no choice `{}`",
                    column.list,
                    choice.get_ref()
                );
                self.add(choice, cause, format!("name one of its choices{near}"));
            }
            found.extend(code.cloned());
        }
        (found.len() == choices.len()).then_some(found)
    }

    /// A condition, for the rows of a question.
    pub(super) fn condition(
        &mut self,
        file: &ConditionFile,
        rows_of: &Question,
    ) -> Option<Condition> {
        let question = self.question(&file.question)?;
        let column = self.column(question, file.field.as_ref(), &file.question)?;
        let choices = self.choices(&file.choices, &column, &file.question)?;
        let place = match (&question.rows, &rows_of.rows) {
            (Rows::One, _) => Place::Whole,
            (Rows::List { list, .. }, Rows::List { list: other, .. }) if list == other => {
                Place::Same
            }
            (Rows::Years, Rows::Years) => Place::Same,
            (Rows::List { .. } | Rows::Years, _) => Place::Any,
            (Rows::Free { .. }, _) => {
                let cause = format!("the rows of `{}` are the respondent's own", question.name);
                self.add(
                    &file.question,
                    cause,
                    "take a question without rows or with rows from a list",
                );
                return None;
            }
        };
        Some(Condition {
            question: question.name.clone(),
            field: column.field,
            choices,
            place,
        })
    }

    /// The condition on each row of another question.
    pub(super) fn across(&mut self, file: &AcrossFile) -> Option<Condition> {
        let question = self.question(&file.question)?;
        if !matches!(question.rows, Rows::List { .. }) {
            let cause = format!("`{}` has no rows from a list to put across", question.name);
            self.add(
                &file.question,
                cause,
                "take a question with rows from a list",
            );
            return None;
        }
        let column = self.column(question, file.field.as_ref(), &file.question)?;
        let choices = self.choices(&file.choices, &column, &file.question)?;
        Some(Condition {
            question: question.name.clone(),
            field: column.field,
            choices,
            place: Place::Same,
        })
    }

    /// The list of respondents, if it has this fact.
    pub(super) fn fact(&mut self, name: &Spanned<String>) -> Option<&'a List> {
        let form = self.form;
        let list = form.list(form.respondents.as_str())?;
        if list
            .choices
            .iter()
            .any(|choice| choice.facts.contains_key(name.get_ref()))
        {
            return Some(list);
        }
        let known = list
            .choices
            .first()
            .into_iter()
            .flat_map(|choice| choice.facts.keys());
        let near = did_you_mean(name.get_ref(), known.map(String::as_str));
        let cause = format!("respondents have no fact `{}`", name.get_ref());
        self.add(
            name,
            cause,
            format!("name a column of the list `{}`{near}", form.respondents),
        );
        None
    }
}
