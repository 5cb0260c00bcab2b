//! Numbers: how many gave one, and the quartiles.

use super::subject::Subjects;
use super::{CountError, Source, counted, interface};
use crate::chart::catalog::{Asked, Chart};
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Line, Numbers};
use crate::disclosure::NumberRow;
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
    let head = |code: &str| Head {
        code: code.to_owned(),
        label: interface(&format!("chart-{}", code.replace('_', "-"))),
        role: Role::Value,
    };
    let lines = subjects.list.into_iter().zip(&table.rows);
    let lines = lines.map(|(subject, gated)| Line {
        code: subject.code,
        label: subject.label,
        role: Role::Answer,
        base: gated.given.into(),
        cells: gated.quartiles.map(Into::into).into(),
    });
    let heads = ["lower_quartile", "median", "upper_quartile"].map(head);
    Ok(Numbers {
        merged: subjects.merged,
        ..counted(source, heads.into(), lines.collect(), &table.applied)
    })
}
