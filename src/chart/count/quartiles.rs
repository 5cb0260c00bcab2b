//! Numbers: how many gave one, and the quartiles.

use super::subject::Subjects;
use super::{CountError, Source, counted, interface};
use crate::chart::catalog::{Asked, Chart};
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Label, Line, Numbers};
use crate::disclosure::{NumberRow, NumberTable};
use crate::form::name::FieldName;

pub(super) fn count(
    chart: &Chart,
    source: &Source<'_>,
    asked: &Asked,
    field: &FieldName,
) -> Result<Numbers, CountError> {
    let subjects = Subjects::of(chart, source, asked)?;
    let mut inside = Vec::new();
    for subject in &subjects.list {
        let item = subject.item(asked)?;
        inside.push(NumberRow::of(item, field, subject.universe.clone()));
    }
    let table = subjects.gate.numbers(&inside);
    let words = subjects.list.into_iter();
    let words = words.map(|subject| (subject.code, subject.label));
    Ok(Numbers {
        merged: subjects.merged,
        ..numbers(source, words, &table)
    })
}

/// A line for each row of a table, with these codes and labels.
pub(super) fn numbers(
    source: &Source<'_>,
    words: impl Iterator<Item = (String, Label)>,
    table: &NumberTable,
) -> Numbers {
    let head = |code: &str| Head {
        code: code.to_owned(),
        label: interface(&format!("chart-{}", code.replace('_', "-"))),
        role: Role::Value,
    };
    let lines = words.zip(&table.rows);
    let lines = lines.map(|((code, label), gated)| Line {
        code,
        label,
        role: Role::Answer,
        base: gated.given.into(),
        cells: gated.quartiles.map(Into::into).into(),
    });
    let heads = ["lower_quartile", "median", "upper_quartile"].map(head);
    counted(source, heads.into(), lines.collect(), &table.applied)
}
