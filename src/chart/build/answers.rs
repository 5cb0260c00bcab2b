//! Answers of which each State gave one: they add up.

use super::{BuildError, Counted, Edition, Words, item, question, rows, unused};
use crate::chart::catalog::{Chart, Condition, Series, Test};
use crate::chart::figure::{self, Role, Row};
use crate::disclosure::{Cell, ClassRow};
use crate::form::name::QuestionName;

pub(super) fn count(
    chart: &Chart,
    edition: &Edition<'_>,
    words: &Words<'_>,
    name: &QuestionName,
    given: &[Condition],
    series: &[Series],
) -> Result<Counted, BuildError> {
    let question = question(edition, name)?;
    let rows = rows(edition, question);
    let mut inside = Vec::new();
    for row in &rows {
        let item = item(edition, name, row.as_ref())?;
        let universe = chart.universe(edition, given, item, row.as_ref())?;
        let answers = series.iter().filter_map(|one| match &one.test {
            Test::Named(field, choices) => Some(item.named(field, choices)),
            // A difference is no answer; the check refuses it here.
            Test::Without { .. } => None,
        });
        inside.push(ClassRow::of(item, universe, &answers.collect::<Vec<_>>()));
    }
    let table = chart.gate(edition).classes(&inside);
    let mut heads: Vec<figure::Series> =
        series.iter().map(|one| words.series(chart, one)).collect();
    // A class that nobody is in, in any row, needs no place in the key.
    let is_used = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.unused.get(at));
        table.applied.folded || cells.into_iter().any(|cell| *cell != Cell::Count(0))
    };
    let used: Vec<usize> = (0..table.unused.len()).filter(|at| is_used(*at)).collect();
    heads.extend(
        used.iter()
            .filter_map(|at| Some(unused(words, *table.unused.get(*at)?))),
    );
    let lines = rows.iter().zip(&table.rows).map(|(row, gated)| {
        let silent = used.iter().filter_map(|at| gated.unused.get(*at));
        Row {
            code: words.row_code(question, row.as_ref()),
            label: words.row(chart, question, row.as_ref()),
            role: Role::Answer,
            base: gated.base.into(),
            cells: gated
                .answers
                .iter()
                .chain(silent)
                .map(|cell| (*cell).into())
                .collect(),
        }
    });
    Ok(Counted {
        rows: lines.collect(),
        series: heads,
        applied: Some(table.applied),
        names: None,
        merged: 0,
    })
}
