//! States that named a choice: a State may count several times in a row.

use super::subject::{Subject, Subjects};
use super::{CountError, Source, counted, interface, item, question, row_words, rows, unused};
use crate::chart::catalog::{Asked, Chart, Columns, Condition, Lines, Series, TURNED, Test};
use crate::chart::figure::{Cell, Role};
use crate::chart::numbers::{Head, Line, Numbers};
use crate::dataset::Marked;
use crate::disclosure::{Choice, ChoiceRow, Choices, Gated, Relation, Unused};
use crate::form::name::Code;

pub(super) fn count(
    chart: &Chart,
    source: &Source<'_>,
    asked: &Asked,
    columns: &Columns,
) -> Result<Numbers, CountError> {
    let subjects = Subjects::of(chart, source, asked)?;
    let mut inside = Vec::new();
    for subject in &subjects.list {
        inside.push(match columns {
            Columns::Series(series, _) => series_row(source, subject, series)?,
            Columns::Across { condition, .. } => across_row(source, subject, condition)?,
        });
    }
    let none: &[Relation] = &[];
    let (relations, mut heads) = match columns {
        Columns::Series(series, relations) => (
            relations.as_slice(),
            series.iter().map(Series::head).collect::<Vec<_>>(),
        ),
        Columns::Across { condition, .. } => (none, across_heads(source, condition)?),
    };
    let table = subjects.gate.choices(&inside, relations);
    let lines = if matches!(asked.lines, Lines::Choices) {
        let lines = turn(heads, &table);
        heads = vec![Head {
            code: TURNED.to_owned(),
            label: interface("chart-states"),
            role: Role::Answer,
        }];
        lines
    } else {
        heads.push(unused(Unused::NoUsableAnswer));
        lines(subjects.list, &table)
    };
    Ok(Numbers {
        merged: subjects.merged,
        ..counted(source, heads, lines, &table.applied)
    })
}

/// The rows with those who have no usable answer.
fn lines(subjects: Vec<Subject<'_>>, table: &Gated<Choices>) -> Vec<Line> {
    let rows = subjects.into_iter().zip(&table.rows);
    rows.map(|(subject, gated)| {
        let cells = gated.cells.iter().chain([&gated.unused]);
        Line {
            code: subject.code,
            label: subject.label,
            role: Role::Answer,
            base: gated.base.into(),
            cells: cells.map(|cell| (*cell).into()).collect(),
        }
    })
    .collect()
}

fn series_row(
    source: &Source<'_>,
    subject: &Subject<'_>,
    series: &[Series],
) -> Result<ChoiceRow, CountError> {
    let base = subject.base();
    let plain = |at: usize| -> Result<Choice, CountError> {
        Ok(match series.get(at).map(|one| &one.test) {
            Some(Test::Named(field, choices)) => Choice {
                named: base.and(&subject.named(field, choices)),
                of: base.clone(),
            },
            Some(Test::Elsewhere(question, field, choices)) => {
                let other = item(source, question, None)?;
                let of = base.and(&other.usable());
                let row: Vec<Code> = subject.row.iter().cloned().collect();
                let choices = if choices.is_empty() { &row } else { choices };
                Choice {
                    named: of.and(&other.named(field, choices)),
                    of,
                }
            }
            Some(Test::Without { .. }) | None => Choice {
                named: Marked::default(),
                of: base.clone(),
            },
        })
    };
    let mut cells = Vec::new();
    for (at, one) in series.iter().enumerate() {
        cells.push(match one.test {
            Test::Named(..) | Test::Elsewhere(..) => plain(at)?,
            Test::Without { of, without } => Choice {
                named: plain(of)?.named.without(&plain(without)?.named),
                of: base.clone(),
            },
        });
    }
    Ok(ChoiceRow {
        cells,
        universe: subject.universe.clone(),
        base,
    })
}

/// The row against each row of another question: both answers must be usable.
fn across_row(
    source: &Source<'_>,
    subject: &Subject<'_>,
    condition: &Condition,
) -> Result<ChoiceRow, CountError> {
    let mut base = Marked::default();
    let mut cells = Vec::new();
    for row in rows(source, question(source, &condition.question)?) {
        let usable = item(source, &condition.question, row.as_ref())?.usable();
        let of = subject.universe.part(&usable);
        let named = of.and(&condition.holds(source, row.as_ref())?);
        base = base.or(&of);
        cells.push(Choice { named, of });
    }
    Ok(ChoiceRow {
        universe: subject.universe.clone(),
        base,
        cells,
    })
}

fn across_heads(source: &Source<'_>, condition: &Condition) -> Result<Vec<Head>, CountError> {
    let question = question(source, &condition.question)?;
    let head = |row: Option<Code>| {
        let (code, label) = row_words(question, row.as_ref());
        Head {
            code,
            label,
            role: Role::Answer,
        }
    };
    Ok(rows(source, question).into_iter().map(head).collect())
}

/// The one row as rows: a choice each, and those without a usable answer.
fn turn(heads: Vec<Head>, table: &Gated<Choices>) -> Vec<Line> {
    let Some(gated) = table.rows.first() else {
        return Vec::new();
    };
    let choices = heads.into_iter().zip(&gated.cells);
    let mut lines: Vec<_> = choices
        .map(|(head, cell)| Line {
            code: head.code,
            label: head.label,
            role: Role::Answer,
            base: gated.base.into(),
            cells: vec![(*cell).into()],
        })
        .collect();
    let silent = unused(Unused::NoUsableAnswer);
    lines.push(Line {
        code: silent.code,
        label: silent.label,
        role: Role::NonResponse,
        base: Cell::NotApplicable,
        cells: vec![gated.unused.into()],
    });
    lines
}
