//! Answers of which each State gave one: they add up.

use super::subject::Subjects;
use super::{CountError, Source, counted, unused, used};
use crate::chart::catalog::{Asked, Chart, Series, Test};
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Label, Line, Numbers};
use crate::dataset::Marked;
use crate::disclosure::{ClassRow, Classes, Gated};

pub(super) fn count(
    chart: &Chart,
    source: &Source<'_>,
    asked: &Asked,
    series: &[Series],
    precedence: bool,
) -> Result<Numbers, CountError> {
    let subjects = Subjects::of(chart, source, asked)?;
    let mut inside = Vec::new();
    for subject in &subjects.list {
        let item = subject.item(asked)?;
        let mut answers: Vec<Marked> = Vec::new();
        let mut earlier = Marked::default();
        for one in series {
            // A difference, or another question, is no answer; the check refuses it here.
            let Test::Named(field, choices) = &one.test else {
                continue;
            };
            let named = item.named(field, choices);
            if precedence {
                answers.push(named.without(&earlier));
                earlier = earlier.or(&named);
            } else {
                answers.push(named);
            }
        }
        inside.push(ClassRow::of(item, subject.universe.clone(), &answers));
    }
    let table = subjects.gate.classes(&inside);
    let words = subjects.list.into_iter();
    let words = words.map(|subject| (subject.code, subject.label));
    let heads = series.iter().map(Series::head).collect();
    Ok(Numbers {
        merged: subjects.merged,
        ..numbers(source, heads, words, table)
    })
}

/// The table with the classes without a usable answer that somebody is in.
pub(super) fn numbers(
    source: &Source<'_>,
    mut heads: Vec<Head>,
    words: impl Iterator<Item = (String, Label)>,
    table: Gated<Classes>,
) -> Numbers {
    let rows = table.rows.iter().map(|row| &row.unused);
    let used = used(table.unused.len(), table.applied.folded, rows);
    let classes = used.iter().filter_map(|at| table.unused.get(*at));
    heads.extend(classes.map(|class| unused(*class)));
    let lines = words.zip(&table.rows).map(|((code, label), gated)| {
        let silent = used.iter().filter_map(|at| gated.unused.get(*at));
        let cells = gated.answers.iter().chain(silent);
        Line {
            code,
            label,
            role: Role::Answer,
            base: gated.base.into(),
            cells: cells.map(|cell| (*cell).into()).collect(),
        }
    });
    counted(source, heads, lines.collect(), &table.applied)
}
