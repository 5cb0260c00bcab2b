//! States that named a choice: a State may count several times in a row.

use super::{BuildError, Counted, Edition, Words, item, question, rows, unused};
use crate::chart::catalog::{Chart, Columns, Condition, Series, TURNED, Test};
use crate::chart::figure::{self, Cell, Role, Row};
use crate::dataset::{Item, Marked};
use crate::disclosure::{Choice, ChoiceRow, Choices, Gated, Relation, Universe, Unused};
use crate::form::name::{Code, QuestionName};

pub(super) fn count(
    chart: &Chart,
    edition: &Edition<'_>,
    words: &Words<'_>,
    name: &QuestionName,
    given: &[Condition],
    columns: &Columns,
    turned: bool,
) -> Result<Counted, BuildError> {
    let question = question(edition, name)?;
    let rows = rows(edition, question);
    let mut inside = Vec::new();
    for row in &rows {
        let item = item(edition, name, row.as_ref())?;
        let universe = chart.universe(edition, given, item, row.as_ref())?;
        inside.push(match columns {
            Columns::Series(series, _) => series_row(item, universe, series),
            Columns::Across { condition, .. } => across_row(edition, universe, condition)?,
        });
    }
    let none: &[Relation] = &[];
    let (relations, heads) = match columns {
        Columns::Series(series, relations) => {
            let heads = series.iter().map(|one| words.series(chart, one));
            (relations.as_slice(), heads.collect())
        }
        Columns::Across { condition, .. } => (none, across_heads(edition, words, condition)?),
    };
    let table = chart.gate(edition).choices(&inside, relations);
    if turned {
        return Ok(turn(words, heads, &table));
    }
    let lines = rows.iter().zip(&table.rows).map(|(row, gated)| Row {
        code: words.row_code(question, row.as_ref()),
        label: words.row(chart, question, row.as_ref()),
        role: Role::Answer,
        base: gated.base.into(),
        cells: gated.cells.iter().map(|cell| (*cell).into()).collect(),
    });
    let mut counted = Counted {
        rows: lines.collect(),
        series: heads,
        applied: Some(table.applied),
        names: None,
        merged: 0,
    };
    if let Columns::Across { top: Some(top), .. } = columns {
        keep_columns(&mut counted, *top);
    }
    for (row, gated) in counted.rows.iter_mut().zip(&table.rows) {
        row.cells.push(gated.unused.into());
    }
    counted.series.push(unused(words, Unused::NoUsableAnswer));
    Ok(counted)
}

fn base(item: &Item, universe: &Universe) -> Marked {
    match universe {
        Universe::Known(set) => item.usable().within(set),
        Universe::Given(given) => item.usable().and(given),
    }
}

fn series_row(item: &Item, universe: Universe, series: &[Series]) -> ChoiceRow {
    let base = base(item, &universe);
    let plain = |at: usize| match series.get(at).map(|one| &one.test) {
        Some(Test::Named(field, choices)) => base.and(&item.named(field, choices)),
        Some(Test::Without { .. }) | None => Marked::default(),
    };
    let cells = series.iter().enumerate().map(|(at, one)| Choice {
        named: match one.test {
            Test::Named(..) => plain(at),
            Test::Without { of, without } => plain(of).without(&plain(without)),
        },
        of: base.clone(),
    });
    ChoiceRow {
        cells: cells.collect(),
        universe,
        base,
    }
}

/// The row against each row of another question: both answers must be usable.
fn across_row(
    edition: &Edition<'_>,
    universe: Universe,
    condition: &Condition,
) -> Result<ChoiceRow, BuildError> {
    let mut base = Marked::default();
    let mut cells = Vec::new();
    for row in rows(edition, question(edition, &condition.question)?) {
        let of = base_of(edition, &universe, condition, row.as_ref())?;
        let named = of.and(&condition.holds(edition, row.as_ref())?);
        base = base.or(&of);
        cells.push(Choice { named, of });
    }
    Ok(ChoiceRow {
        universe,
        base,
        cells,
    })
}

fn base_of(
    edition: &Edition<'_>,
    universe: &Universe,
    condition: &Condition,
    row: Option<&Code>,
) -> Result<Marked, BuildError> {
    Ok(base(item(edition, &condition.question, row)?, universe))
}

fn across_heads(
    edition: &Edition<'_>,
    words: &Words<'_>,
    condition: &Condition,
) -> Result<Vec<figure::Series>, BuildError> {
    let question = question(edition, &condition.question)?;
    let head = |row: Option<Code>| figure::Series {
        code: words.row_code(question, row.as_ref()),
        label: words.plain_row(question, row.as_ref()),
        role: Role::Answer,
    };
    Ok(rows(edition, question).into_iter().map(head).collect())
}

/// Keeps the columns with the largest sums of what may be shown, in their order.
fn keep_columns(counted: &mut Counted, top: usize) {
    let sum = |at: usize| -> u32 {
        let cells = counted
            .rows
            .iter()
            .filter_map(|row| row.cells.get(at)?.count());
        cells.fold(0, u32::saturating_add)
    };
    let mut by_size: Vec<usize> = (0..counted.series.len()).collect();
    by_size.sort_by_key(|at| std::cmp::Reverse(sum(*at)));
    by_size.truncate(top);
    let mut at = 0..;
    counted
        .series
        .retain(|_| at.next().is_some_and(|at| by_size.contains(&at)));
    for row in &mut counted.rows {
        let mut at = 0..;
        row.cells
            .retain(|_| at.next().is_some_and(|at| by_size.contains(&at)));
    }
}

/// The one row as rows: a choice each, and those without a usable answer.
fn turn(words: &Words<'_>, heads: Vec<figure::Series>, table: &Gated<Choices>) -> Counted {
    let mut rows = Vec::new();
    if let Some(gated) = table.rows.first() {
        rows.extend(heads.into_iter().zip(&gated.cells).map(|(head, cell)| Row {
            code: head.code,
            label: head.label,
            role: Role::Answer,
            base: gated.base.into(),
            cells: vec![(*cell).into()],
        }));
        let silent = unused(words, Unused::NoUsableAnswer);
        rows.push(Row {
            code: silent.code,
            label: silent.label,
            role: Role::NonResponse,
            base: Cell::NotApplicable,
            cells: vec![gated.unused.into()],
        });
    }
    Counted {
        rows,
        series: vec![figure::Series {
            code: TURNED.to_owned(),
            label: words.interface("chart-states"),
            role: Role::Answer,
        }],
        applied: Some(table.applied),
        names: None,
        merged: 0,
    }
}
