//! `para11 form show`.

use std::io::Write;

use clap::Args;

use super::{folder, load};
use crate::cli::clock;
use crate::form::expression::Expression;
use crate::form::text::{FormTexts, TextArguments};
use crate::form::{Choices, Field, FieldKind, Form, Question, Rows};
use crate::round::Period;
use crate::text::Language;

/// Print a questionnaire whole: questions, choices, rules
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  para11 form show para11\n  para11 form show forms/para11 --lang fr"
)]
pub(in crate::cli) struct Show {
    /// Its folder, or the name of one that comes with the program
    #[arg(value_name = "FORM", default_value = "para11")]
    form: String,
    /// Language: ar, zh, en, fr, ru or es
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
}

fn language(code: &str) -> Result<Language, String> {
    Language::find(code).ok_or_else(|| "the languages are ar, zh, en, fr, ru and es".to_owned())
}

impl Show {
    /// Prints it.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let form = load(&self.form, &folder(&self.form)?)?;
        let period = Period::five_years_before(clock::now().date_naive());
        let args = TextArguments {
            year_first: period.first.to_string(),
            year_last: period.last.to_string(),
            ..TextArguments::default()
        };
        print_form(&form, form.texts(self.lang, &args), out)
    }
}

fn print_form(form: &Form, texts: FormTexts<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}\n{} {}", texts.title(), form.name, form.version)?;
    for section in &form.sections {
        writeln!(out, "\n\n{}. {}", section.number, texts.section(section))?;
        for question in &section.questions {
            print_question(form, texts, question, out)?;
        }
    }
    Ok(())
}

fn print_question(
    form: &Form,
    texts: FormTexts<'_>,
    question: &Question,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "\n{}  {}  [{}]",
        question.number,
        texts.question(question),
        question.name
    )?;
    if let Some(hint) = texts.hint(question) {
        writeln!(out, "     {hint}")?;
    }
    if let Some(rule) = &question.relevant {
        writeln!(out, "     asked where: {}", rule.source())?;
    }
    match &question.rows {
        Rows::One => {}
        Rows::List { list, only } => {
            writeln!(
                out,
                "     a row for each of {list}{}",
                where_true(only.as_ref().map(Expression::source))
            )?;
            if let Some(list) = form.list(list.as_str()) {
                for choice in &list.choices {
                    writeln!(
                        out,
                        "       | {}  {}",
                        choice.code,
                        texts.choice(&list.name, &choice.code)
                    )?;
                }
            }
        }
        Rows::Years => writeln!(out, "     a row for each year of the reference period")?,
        Rows::Free { min, max } => writeln!(out, "     {min} to {max} rows")?,
    }
    for field in &question.fields {
        print_field(form, texts, question, field, out)?;
    }
    for check in &question.checks {
        let (name, rule) = (&check.name, check.require.source());
        writeln!(
            out,
            "     check {name}: {rule}\n       {}",
            texts.check(question, name)
        )?;
    }
    Ok(())
}

fn print_field(
    form: &Form,
    texts: FormTexts<'_>,
    question: &Question,
    field: &Field,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let kind = kind(&field.kind);
    let needed = if field.required { ", needed" } else { "" };
    if field.name.is_value() {
        writeln!(out, "     {kind}{needed}")?;
    } else {
        let label = texts.field(question, field);
        writeln!(out, "     {}: {label} ({kind}{needed})", field.name)?;
    }
    let Some(choices) = choices(&field.kind) else {
        return Ok(());
    };
    let only = choices.only.as_ref().map(Expression::source);
    if let Some(list) = form.list(choices.list.as_str()) {
        if list.choices.len() > LONG {
            writeln!(
                out,
                "       one of the {} of {}{}",
                list.choices.len(),
                list.name,
                where_true(only)
            )?;
            return Ok(());
        }
        for choice in &list.choices {
            writeln!(
                out,
                "       ( ) {}  {}",
                choice.code,
                texts.choice(&list.name, &choice.code)
            )?;
        }
        if only.is_some() {
            writeln!(out, "       offered{}", where_true(only))?;
        }
    }
    Ok(())
}

/// A list longer than this is named, not printed at each question.
const LONG: usize = 40;

fn where_true(rule: Option<&str>) -> String {
    rule.map(|rule| format!(" where {rule}"))
        .unwrap_or_default()
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

fn kind(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Single(_) => "one choice".to_owned(),
        FieldKind::Multiple { .. } => "several choices".to_owned(),
        FieldKind::Ranked { min, max, .. } => format!("an order of {min} to {max} choices"),
        FieldKind::Text(length) => format!("text, {} to {} characters", length.min, length.max),
        FieldKind::LongText(length) => {
            format!("long text, {} to {} characters", length.min, length.max)
        }
        FieldKind::Email => "address of electronic mail".to_owned(),
        FieldKind::Integer { min, max } => format!("whole number, {min} to {max}"),
        FieldKind::Decimal { min, max } => format!("number, {min} to {max}"),
        FieldKind::Year {
            min,
            max: Some(max),
        } => format!("year, {min} to {max}"),
        FieldKind::Year { min, max: None } => format!("year, {min} to this year"),
        FieldKind::Date => "day".to_owned(),
        FieldKind::DateRange => "first and last day".to_owned(),
        FieldKind::Tick => "box to tick".to_owned(),
        FieldKind::File => "document".to_owned(),
        FieldKind::Prefilled(list) => format!("set by the system, from {list}"),
    }
}
