//! A questionnaire whole, texts and rules together, for reading.

use std::fmt::{self, Write};

use super::text::{FormTexts, TextArguments};
use super::{Core, Field, FieldKind, Form, Level, Mark, Question, Rows, With};
use crate::text::Language;

/// The questionnaire in a language as Markdown, with its names, types, rules and checks.
#[must_use]
pub fn show(form: &Form, language: Language) -> String {
    let args = TextArguments::named();
    let texts = form.texts(language, &args);
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_form(&mut out, form, &texts);
    out
}

fn write_form(out: &mut String, form: &Form, texts: &FormTexts<'_>) -> fmt::Result {
    writeln!(out, "# {}\n", texts.title())?;
    writeln!(out, "`{}` {} · {}\n", form.name, form.version, form.mandate)?;
    for text in [texts.intro(), texts.notice()].into_iter().flatten() {
        writeln!(out, "{text}\n")?;
    }
    for section in &form.sections {
        writeln!(
            out,
            "## {} {} (`{}`)\n",
            section.number,
            texts.section(section),
            section.name
        )?;
        if let Some(intro) = texts.section_intro(section) {
            writeln!(out, "{intro}\n")?;
        }
        if let Some(who) = texts.answered_by(section) {
            writeln!(out, "*{who}*\n")?;
        }
        for question in &section.questions {
            write_question(out, form, texts, question)?;
        }
    }
    Ok(())
}

fn write_question(
    out: &mut String,
    form: &Form,
    texts: &FormTexts<'_>,
    question: &Question,
) -> fmt::Result {
    writeln!(
        out,
        "### {} {} (`{}`)\n",
        question.number,
        texts.question(question),
        question.name
    )?;
    for text in [texts.when(question), texts.hint(question)]
        .into_iter()
        .flatten()
    {
        writeln!(out, "{text}\n")?;
    }
    let mut fact = |name: &str, value: &str| writeln!(out, "- {name}: {value}");
    fact("in short", &texts.short(question))?;
    if let Some(rows) = rows(form, question) {
        fact("rows", &rows)?;
    }
    if !question.is_group()
        && let Some(field) = question.fields.first()
    {
        fact("type", &kind(form, field))?;
        if let Some(unit) = texts.unit(question, field) {
            fact("unit", &unit)?;
        }
    }
    if let Some(rule) = &question.relevant {
        fact("asked where", &code(rule.source()))?;
    }
    match &question.core {
        Core::No => {}
        Core::Yes => fact("core", "yes")?,
        Core::Rows(rows) => {
            let rows: Vec<_> = rows.iter().map(|row| format!("`{row}`")).collect();
            fact("core rows", &rows.join(", "))?;
        }
    }
    if let Some(with) = with(question.with) {
        fact("with", &with)?;
    }
    if let Some(mark) = question.default_mark {
        fact("default mark", &code(mark.code()))?;
    }
    if question.widest_mark != Mark::Attributable {
        fact("widest mark", &code(question.widest_mark.code()))?;
    }
    for (name, holds) in [
        ("reference period", question.period),
        ("internal", question.internal),
    ] {
        if holds {
            fact(name, "yes")?;
        }
    }
    if let Some(name) = &question.last_round {
        fact("in the last round", &code(name.as_str()))?;
    }
    if !question.serves.is_empty() {
        fact("serves", &question.serves)?;
    }
    if let Some(note) = &question.note {
        fact("note", note)?;
    }
    write_parts(out, form, texts, question)
}

/// The fields of a group, the checks and the choices.
fn write_parts(
    out: &mut String,
    form: &Form,
    texts: &FormTexts<'_>,
    question: &Question,
) -> fmt::Result {
    if question.is_group() {
        for field in &question.fields {
            let (label, kind) = (texts.field(question, field), kind(form, field));
            let needed = if field.required { ", needed" } else { "" };
            writeln!(out, "- field `{}`: {label} ({kind}{needed})", field.name)?;
        }
    }
    for check in &question.checks {
        let level = match check.level {
            Level::Block => "must hold",
            Level::Warn => "warns unless",
        };
        let rule = code(check.require.source());
        let row = if check.per_row { " in each row" } else { "" };
        let text = texts.check(question, &check.name);
        writeln!(
            out,
            "- check `{}`: {level}{row}: {rule}: {text}",
            check.name
        )?;
    }
    let row_list = match &question.rows {
        Rows::List { list, .. } => Some(list),
        Rows::One | Rows::Years | Rows::Free { .. } => None,
    };
    let lists = question.fields.iter().filter_map(|field| field.kind.list());
    let mut shown = Vec::new();
    for name in row_list.into_iter().chain(lists) {
        let Some(list) = form.lists.get(name).filter(|_| !shown.contains(&name)) else {
            continue;
        };
        shown.push(name);
        writeln!(out, "\n`{name}`: {}\n", texts.list(name))?;
        if let Some(pattern) = &list.label {
            writeln!(
                out,
                "- {} choices from data, labelled by `{pattern}`",
                list.choices.len()
            )?;
            continue;
        }
        for choice in &list.choices {
            let (label, hint) = (
                texts.choice(name, &choice.code),
                texts.choice_hint(name, &choice.code),
            );
            let hint = hint.map(|hint| format!(": {hint}")).unwrap_or_default();
            writeln!(out, "- `{}` {label}{hint}", choice.code)?;
        }
    }
    writeln!(out)
}

fn code(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    format!("`{}`", words.join(" "))
}

fn rows(form: &Form, question: &Question) -> Option<String> {
    match &question.rows {
        Rows::One => None,
        Rows::List { list, only } => {
            let count = form.lists.get(list).map_or(0, |list| list.choices.len());
            let only = only
                .as_ref()
                .map(|only| format!(", where {}", code(only.source())));
            Some(format!("{count} of `{list}`{}", only.unwrap_or_default()))
        }
        Rows::Years => Some("the years of the reference period".to_owned()),
        Rows::Free { min, max } => Some(format!("{min} to {max}, added by the respondent")),
    }
}

fn kind(form: &Form, field: &Field) -> String {
    let name = field.kind.code();
    let mut words = match &field.kind {
        FieldKind::Single(choices)
        | FieldKind::Multiple { choices, .. }
        | FieldKind::Ranked { choices, .. } => {
            let only = choices.only.as_ref();
            let only = only.map(|only| format!(", where {}", code(only.source())));
            let count = form
                .lists
                .get(&choices.list)
                .map_or(0, |list| list.choices.len());
            format!(
                "{name}, {count} choices of `{}`{}",
                choices.list,
                only.unwrap_or_default()
            )
        }
        FieldKind::Prefilled(list) => format!("{name} from `{list}`"),
        FieldKind::Text(length) | FieldKind::LongText(length) => {
            format!("{name}, {} to {} characters", length.min, length.max)
        }
        FieldKind::Integer { min, max } => format!("{name}, {min} to {max}"),
        FieldKind::Decimal { min, max } => format!("{name}, {min} to {max}"),
        FieldKind::Year { min, max } => {
            let max = max.map_or_else(|| "this year".to_owned(), |max| max.to_string());
            format!("{name}, {min} to {max}")
        }
        FieldKind::Email
        | FieldKind::Date
        | FieldKind::DateRange
        | FieldKind::Tick
        | FieldKind::File => name.to_owned(),
    };
    if let FieldKind::Multiple { min, max, .. } = &field.kind {
        words.push_str(&given(*min, *max));
    }
    if let FieldKind::Ranked { min, max, .. } = &field.kind {
        words.push_str(&given(*min, Some(*max)));
    }
    if let FieldKind::Multiple { exclusive, .. } = &field.kind {
        for code in exclusive {
            words.push_str(&format!(", `{code}` alone"));
        }
    }
    if let Some(default) = &field.default {
        words.push_str(&format!(", begins with `{default}`"));
    }
    words
}

fn given(min: usize, max: Option<usize>) -> String {
    match max {
        Some(max) => format!(", {min} to {max} given"),
        None => format!(", at least {min} given"),
    }
}

fn with(with: With) -> Option<String> {
    let parts = [
        ("status", with.status),
        ("comment", with.comment),
        ("source", with.source),
        ("mark", with.mark),
        ("documents", with.documents),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|part| part.1)
        .map(|part| part.0)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
