//! The tables of answers: one row a respondent, one a row of a matrix or roster, one an answer.

use std::collections::BTreeMap;

use crate::disclosure::rows::{ReleasedItem, ReleasedReply, Status};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{Question, Rows};
use crate::reply::{AnswerKey, Value};
use crate::text::guard;

use super::Source;
use super::table::{About, Table};
use super::variable::{Kind, Part, Role, Variable, fixed_rows, labelled, parts};

/// All tables of answers: `replies.csv`, a table for each question with rows, `answers_long.csv`.
pub(super) fn build(source: &Source<'_>) -> Vec<Table> {
    let mut tables = vec![replies(source)];
    for question in exported(source) {
        match question.rows {
            Rows::One => {}
            Rows::List { .. } | Rows::Years => tables.push(matrix(source, question)),
            Rows::Free { .. } => tables.push(roster(source, question)),
        }
    }
    tables.push(answers_long(source));
    tables
}

fn exported<'a>(source: &Source<'a>) -> impl Iterator<Item = &'a Question> {
    source
        .form
        .questions()
        .filter(|question| !question.internal)
}

/// The respondent's code, as a coded column.
fn respondent(source: &Source<'_>) -> Variable {
    let choices = labelled(source.form, source.texts, &source.form.respondents);
    Variable::plain(
        "respondent",
        source.word("dump-column-respondent"),
        Kind::Coded(choices),
    )
}

/// Facts of the respondents that are not names in some language.
fn facts(source: &Source<'_>) -> Vec<String> {
    let names = source.round.facts().iter();
    let names = names.filter(|name| !name.starts_with("name_"));
    names.cloned().collect()
}

/// A row a respondent.
fn replies(source: &Source<'_>) -> Table {
    let facts = facts(source);
    let mut variables = vec![
        respondent(source),
        Variable::plain("round", source.word("dump-column-round"), Kind::Text),
        Variable::plain(
            "form_version",
            source.word("dump-column-form-version"),
            Kind::Text,
        ),
        Variable::plain("returned", source.word("dump-column-returned"), Kind::Flag),
    ];
    let label = |fact: &String| format!("{} `{fact}`", source.word("dump-column-fact"));
    variables.extend(
        facts
            .iter()
            .map(|fact| Variable::plain(fact, label(fact), Kind::Text)),
    );
    let single = exported(source).filter(|question| !question.has_rows());
    let columns: Vec<(AnswerKey, Part)> = single
        .flat_map(|question| {
            let key = AnswerKey {
                question: question.name.clone(),
                row: None,
            };
            let parts = parts(source.form, source.texts, question, question.name.as_str());
            parts.into_iter().map(move |part| (key.clone(), part))
        })
        .collect();
    variables.extend(columns.iter().map(|(_, part)| part.variable.clone()));
    let round = source.round.round();
    let (code, version) = (round.code.to_string(), round.form_version.clone());
    let row = move |reply: &ReleasedReply| {
        let index = reply.index();
        let mut row = vec![
            reply.respondent().code.to_string(),
            code.clone(),
            version.clone(),
            u8::from(reply.returned()).to_string(),
        ];
        row.extend(facts.iter().map(|fact| {
            reply
                .respondent()
                .facts
                .get(fact)
                .cloned()
                .unwrap_or_default()
        }));
        row.extend(
            columns
                .iter()
                .map(|(key, part)| cell(reply, index.get(key).copied(), part)),
        );
        vec![row]
    };
    Table {
        about: About {
            file: "replies.csv".to_owned(),
            description: source.word("dump-table-replies"),
            key: vec!["respondent"],
            variables,
        },
        rows: Box::new(row),
    }
}

/// A matrix in long form: a row a respondent, row and column.
fn matrix(source: &Source<'_>, question: &Question) -> Table {
    let round = source.round.round();
    let years: Vec<i32> = round.period.years().collect();
    let codes = fixed_rows(source.form, source.texts, question, &years);
    let parts = parts(source.form, source.texts, question, "");
    let parts: Vec<Part> = parts
        .into_iter()
        .filter(|part| !matches!(part.role, Role::Place(_)))
        .collect();
    let mut value = Variable::plain(
        "value",
        source.texts.short(question).into_owned(),
        Kind::Text,
    );
    value.question = Some(question.name.clone());
    value.may_miss = true;
    let names = parts.iter().filter_map(|part| {
        Some((
            Code::parse(&column_name(part)).ok()?,
            part.variable.label.clone(),
        ))
    });
    let variables = vec![
        respondent(source),
        Variable::plain(
            "row",
            source.word("dump-column-row"),
            Kind::Coded(codes.clone()),
        ),
        Variable::plain(
            "column",
            source.word("dump-column-column"),
            Kind::Coded(names.collect()),
        ),
        value,
    ];
    let about = About {
        file: format!("{}_long.csv", question.name),
        description: format!(
            "{} {}",
            source.word("dump-table-matrix"),
            source.texts.short(question)
        ),
        key: vec!["respondent", "row", "column"],
        variables,
    };
    let name = question.name.clone();
    let rows = move |reply: &ReleasedReply| {
        let index = reply.index();
        let mut rows = Vec::with_capacity(codes.len() * parts.len());
        for (code, _) in &codes {
            let key = AnswerKey {
                question: name.clone(),
                row: Some(code.clone()),
            };
            let item = index.get(&key).copied();
            rows.extend(parts.iter().map(|part| {
                let value = cell(reply, item, part);
                vec![
                    reply.respondent().code.to_string(),
                    code.to_string(),
                    column_name(part),
                    value,
                ]
            }));
        }
        rows
    };
    Table {
        about,
        rows: Box::new(rows),
    }
}

/// Name of the column of a matrix: the field, and the choice for several.
fn column_name(part: &Part) -> String {
    match &part.role {
        Role::Whole | Role::Place(_) => part.field.to_string(),
        Role::Ticked(code) if part.field.is_value() => code.to_string(),
        Role::Ticked(code) => format!("{}__{code}", part.field),
        Role::First => format!("{}__first", part.field),
        Role::Last => format!("{}__last", part.field),
    }
}

/// A roster: a row for each row a respondent added.
fn roster(source: &Source<'_>, question: &Question) -> Table {
    let parts = parts(source.form, source.texts, question, "");
    let mut variables = vec![
        respondent(source),
        Variable::plain("row", source.word("dump-column-row"), Kind::Integer),
    ];
    variables.extend(parts.iter().map(|part| part.variable.clone()));
    let about = About {
        file: format!("{}.csv", question.name),
        description: format!(
            "{} {}",
            source.word("dump-table-roster"),
            source.texts.short(question)
        ),
        key: vec!["respondent", "row"],
        variables,
    };
    let name = question.name.clone();
    let rows = move |reply: &ReleasedReply| {
        let mut rows = Vec::new();
        for item in reply.items().filter(|item| item.key().question == name) {
            if let Some(code) = &item.key().row {
                let mut row = vec![reply.respondent().code.to_string(), code.to_string()];
                row.extend(parts.iter().map(|part| cell(reply, Some(item), part)));
                rows.push(row);
            }
        }
        rows
    };
    Table {
        about,
        rows: Box::new(rows),
    }
}

/// A row an answer (and field), with its status, mark, source and comment.
fn answers_long(source: &Source<'_>) -> Table {
    let column = |name: &str, key: &str, kind: Kind| Variable::plain(name, source.word(key), kind);
    let variables = vec![
        respondent(source),
        column("question", "dump-column-question", Kind::Text),
        column("row", "dump-column-row", Kind::Text),
        column("field", "dump-column-field", Kind::Text),
        column("value", "dump-column-value", Kind::Text),
        column("status", "dump-column-status", Kind::Text),
        column("status_number", "dump-column-status-number", Kind::Integer),
        column("mark", "dump-column-mark", Kind::Text),
        column("source", "dump-column-source", Kind::Text),
        column("comment", "dump-column-comment", Kind::Text),
        column("last_time", "dump-column-last-time", Kind::Text),
        column("form_version", "dump-column-form-version", Kind::Text),
    ];
    let version = source.round.round().form_version.clone();
    // Of each question whether it has rows, and its fields.
    let shapes = source.form.questions().map(|question| {
        let fields = question.fields.iter().map(|field| field.name.clone());
        let shape = (question.has_rows(), fields.collect::<Vec<_>>());
        (question.name.clone(), shape)
    });
    let shapes: BTreeMap<QuestionName, (bool, Vec<FieldName>)> = shapes.collect();
    let rows = move |reply: &ReleasedReply| {
        let mut rows = Vec::new();
        let code = reply.respondent().code.to_string();
        for item in reply.items() {
            let Some((has_rows, fields)) = shapes.get(&item.key().question) else {
                continue;
            };
            let fields: Vec<&str> = if *has_rows && item.key().row.is_none() {
                vec![""]
            } else {
                fields.iter().map(FieldName::as_str).collect()
            };
            for field in fields {
                let value = item.value(field).map(written).unwrap_or_default();
                let number = item
                    .status()
                    .number()
                    .map(|number| number.to_string())
                    .unwrap_or_default();
                let mark = item
                    .mark()
                    .map(|mark| mark.code().to_owned())
                    .unwrap_or_default();
                let row = item
                    .key()
                    .row
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                rows.push(vec![
                    code.clone(),
                    item.key().question.to_string(),
                    row,
                    field.to_owned(),
                    value,
                    item.status().code().to_owned(),
                    number,
                    mark,
                    guard(item.source()),
                    guard(item.comment()),
                    last_time(item),
                    version.clone(),
                ]);
            }
        }
        rows
    };
    Table {
        about: About {
            file: "answers_long.csv".to_owned(),
            description: source.word("dump-table-answers"),
            key: vec!["respondent", "question", "row", "field"],
            variables,
        },
        rows: Box::new(rows),
    }
}

/// What became of the answer of last time.
fn last_time(item: &ReleasedItem) -> String {
    let state = item.last_time();
    state.map_or_else(String::new, |state| state.code().to_owned())
}

/// A cell: the part of the value, or the number of the status that stands instead.
///
/// A field left empty in an answer that has other fields is left empty, but for boxes: there 0 says asked and not ticked.
fn cell(reply: &ReleasedReply, item: Option<&ReleasedItem>, part: &Part) -> String {
    let missing = |status: Status| {
        status
            .number()
            .map(|number| number.to_string())
            .unwrap_or_default()
    };
    let Some(item) = item else {
        return missing(if reply.returned() {
            Status::Hidden
        } else {
            Status::NotReturned
        });
    };
    if item.status() != Status::Answered {
        return missing(item.status());
    }
    let value = item.value(part.field.as_str());
    match (&part.role, value) {
        (Role::Whole, Some(value)) => written(value),
        (Role::Whole, None) if part.variable.kind == Kind::Flag => "0".to_owned(),
        (Role::Ticked(code), Some(Value::Choices(codes))) => {
            u8::from(codes.contains(code)).to_string()
        }
        (Role::Place(place), Some(Value::Ranked(codes))) => codes
            .get(*place)
            .map(ToString::to_string)
            .unwrap_or_default(),
        (Role::First, Some(Value::DateRange(first, _))) => first.to_string(),
        (Role::Last, Some(Value::DateRange(_, last))) => last.to_string(),
        (Role::Whole | Role::Ticked(_) | Role::Place(_) | Role::First | Role::Last, _) => {
            String::new()
        }
    }
}

/// A value as data: codes, ISO dates, plain numbers; several codes with a space between.
fn written(value: &Value) -> String {
    let joined = |codes: &[Code]| codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
    match value {
        Value::Choice(code) => code.to_string(),
        Value::Choices(codes) | Value::Ranked(codes) => joined(codes),
        Value::Text(text) => guard(text),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Year(year) => year.to_string(),
        Value::Date(day) => day.to_string(),
        Value::DateRange(first, last) => format!("{first}/{last}"),
        Value::Tick => "1".to_owned(),
    }
}
