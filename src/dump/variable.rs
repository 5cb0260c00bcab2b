//! Variables: the one description from which every file of the package is written.

use std::collections::BTreeMap;

use crate::disclosure::rows::Status;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::text::FormTexts;
use crate::form::{Field, FieldKind, Form, Question, Rows};

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// Its name, the same in every file.
    pub(super) name: String,
    /// Its label, in the language of the package.
    pub(super) label: String,
    /// What its cells hold.
    pub(super) kind: Kind,
    /// The question it comes from.
    pub(super) question: Option<QuestionName>,
    /// Whether a status number may stand instead of a value.
    pub(super) may_miss: bool,
}

/// What cells hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A code of these, with their labels.
    Coded(Vec<(Code, String)>),
    /// Several codes with a space between.
    Codes(Vec<(Code, String)>),
    /// 1 ticked, 0 asked and not ticked.
    Flag,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A year.
    Year,
    /// A day, `2026-11-24`.
    Date,
    /// Text.
    Text,
}

impl Variable {
    /// A column that comes from no question.
    pub(super) fn plain(name: &str, label: String, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            label,
            kind,
            question: None,
            may_miss: false,
        }
    }
}

impl Variable {
    /// The codes that the codebook lists for it, each with none given yet.
    pub(super) fn listed_codes(&self) -> BTreeMap<String, usize> {
        let codes: Vec<String> = match &self.kind {
            Kind::Coded(choices) | Kind::Codes(choices) => {
                choices.iter().map(|(code, _)| code.to_string()).collect()
            }
            Kind::Flag => ["0", "1"].map(str::to_owned).into(),
            Kind::Integer | Kind::Decimal | Kind::Year | Kind::Date | Kind::Text => Vec::new(),
        };
        let missing = Status::MISSING.iter().filter(|_| self.may_miss);
        let missing = missing.filter_map(|status| Some(status.number()?.to_string()));
        codes
            .into_iter()
            .chain(missing)
            .map(|code| (code, 0))
            .collect()
    }
}

/// How a field is spread over columns.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The column.
    pub(super) variable: Variable,
    /// The field.
    pub(super) field: FieldName,
    /// Which part of its value the column holds.
    pub(super) role: Role,
}

/// Which part of a value a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// All of it.
    Whole,
    /// Whether this choice is among those given.
    Ticked(Code),
    /// The choice at this place of an order, from 0.
    Place(usize),
    /// The first day.
    First,
    /// The last day.
    Last,
}

/// The choices of a list, with their labels.
pub(super) fn labelled(
    form: &Form,
    texts: &FormTexts<'_>,
    list: &crate::form::name::ListName,
) -> Vec<(Code, String)> {
    let choices = form
        .list(list.as_str())
        .map(|list| list.choices.as_slice())
        .unwrap_or_default();
    choices
        .iter()
        .map(|choice| {
            (
                choice.code.clone(),
                texts.choice(list, &choice.code).into_owned(),
            )
        })
        .collect()
}

/// The columns of a question, in order. `prefix` begins their names.
pub(super) fn parts(
    form: &Form,
    texts: &FormTexts<'_>,
    question: &Question,
    prefix: &str,
) -> Vec<Part> {
    question
        .fields
        .iter()
        .flat_map(|field| field_parts(form, texts, question, field, prefix))
        .collect()
}

fn field_parts(
    form: &Form,
    texts: &FormTexts<'_>,
    question: &Question,
    field: &Field,
    prefix: &str,
) -> Vec<Part> {
    let column = Column::of(texts, question, field, prefix);
    let list = |list| labelled(form, texts, list);
    match &field.kind {
        FieldKind::Single(choices) => vec![column.whole(Kind::Coded(list(&choices.list)))],
        FieldKind::Prefilled(name) => vec![column.whole(Kind::Coded(list(name)))],
        FieldKind::Multiple { choices, .. } => {
            let choices = list(&choices.list);
            let whole = column.whole(Kind::Codes(choices.clone()));
            let ticked = choices.into_iter().map(|(code, label)| {
                column.part(
                    code.as_str(),
                    &label,
                    Kind::Flag,
                    Role::Ticked(code.clone()),
                )
            });
            std::iter::once(whole).chain(ticked).collect()
        }
        FieldKind::Ranked { choices, max, .. } => {
            let choices = list(&choices.list);
            let whole = column.whole(Kind::Codes(choices.clone()));
            let places = (0..*max).map(|place| {
                let number = (place + 1).to_string();
                column.part(
                    &number,
                    &number,
                    Kind::Coded(choices.clone()),
                    Role::Place(place),
                )
            });
            std::iter::once(whole).chain(places).collect()
        }
        FieldKind::Text(_) | FieldKind::LongText(_) | FieldKind::Email | FieldKind::File => {
            vec![column.whole(Kind::Text)]
        }
        FieldKind::Integer { .. } => vec![column.whole(Kind::Integer)],
        FieldKind::Decimal { .. } => vec![column.whole(Kind::Decimal)],
        FieldKind::Year { .. } => vec![column.whole(Kind::Year)],
        FieldKind::Date => vec![column.whole(Kind::Date)],
        FieldKind::DateRange => vec![
            column.part("first", "", Kind::Date, Role::First),
            column.part("last", "", Kind::Date, Role::Last),
        ],
        FieldKind::Tick => vec![column.whole(Kind::Flag)],
    }
}

/// Name and label that the columns of a field begin with.
struct Column<'a> {
    question: &'a Question,
    field: &'a Field,
    name: String,
    label: String,
}

impl<'a> Column<'a> {
    fn of(texts: &FormTexts<'_>, question: &'a Question, field: &'a Field, prefix: &str) -> Self {
        let short = texts.short(question);
        let (name, label) = if field.name.is_value() {
            (prefix.to_owned(), short.into_owned())
        } else {
            let name = joined(prefix, field.name.as_str());
            (name, format!("{short}: {}", texts.field(question, field)))
        };
        Self {
            question,
            field,
            name,
            label,
        }
    }

    fn whole(&self, kind: Kind) -> Part {
        self.named(self.name.clone(), self.label.clone(), kind, Role::Whole)
    }

    fn part(&self, name: &str, label: &str, kind: Kind, role: Role) -> Part {
        let label = if label.is_empty() {
            self.label.clone()
        } else {
            format!("{}: {label}", self.label)
        };
        self.named(joined(&self.name, name), label, kind, role)
    }

    fn named(&self, name: String, label: String, kind: Kind, role: Role) -> Part {
        let question = Some(self.question.name.clone());
        let variable = Variable {
            name,
            label,
            kind,
            question,
            may_miss: true,
        };
        Part {
            variable,
            field: self.field.name.clone(),
            role,
        }
    }
}

/// Two parts of a name of a variable.
fn joined(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}__{name}")
    }
}

/// The rows a question may have in any reply, with their labels; none for rows that a respondent adds.
pub(super) fn fixed_rows(
    form: &Form,
    texts: &FormTexts<'_>,
    question: &Question,
    years: &[i32],
) -> Vec<(Code, String)> {
    match &question.rows {
        Rows::One | Rows::Free { .. } => Vec::new(),
        Rows::List { list, .. } => labelled(form, texts, list),
        Rows::Years => {
            let codes = years
                .iter()
                .filter_map(|year| Code::parse(&year.to_string()).ok());
            codes.map(|code| (code.clone(), code.to_string())).collect()
        }
    }
}
