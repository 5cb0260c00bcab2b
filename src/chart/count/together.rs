//! Rows of a question against each other: in how many answers something holds in both. A triangle, its diagonal the rows themselves.

use super::subject::Subjects;
use super::{CountError, Source, replied};
use crate::chart::catalog::{Asked, Chart, Condition};
use crate::chart::figure::{Cell, Role};
use crate::chart::numbers::{Head, Line, Numbers};
use crate::dataset::Marked;
use crate::disclosure::{Applied, Choice, ChoiceRow, Relation};

pub(super) fn count(
    chart: &Chart,
    source: &Source<'_>,
    asked: &Asked,
    condition: &Condition,
) -> Result<Numbers, CountError> {
    let subjects = Subjects::of(chart, source, asked)?;
    let mut known: Vec<(Marked, Marked)> = Vec::new();
    for subject in &subjects.list {
        let base = subject.base();
        let holds = subject.named(&condition.field, &condition.choices);
        known.push((base.and(&holds), base));
    }
    let width = known.len();
    let mut lines = Vec::new();
    let mut applied: Option<Applied> = None;
    for (at, subject) in subjects.list.iter().enumerate() {
        let Some((own, base)) = known.get(at) else {
            continue;
        };
        let pair = |(other, of): &(Marked, Marked)| Choice {
            named: own.and(other),
            of: base.and(of),
        };
        let row = ChoiceRow {
            universe: subject.universe.clone(),
            base: base.clone(),
            cells: known.iter().take(at + 1).map(pair).collect(),
        };
        // Both hold only where the one does.
        let relations: Vec<_> = (0..at)
            .map(|part| Relation::Within { part, whole: at })
            .collect();
        let table = subjects.gate.choices(&[row], &relations);
        let Some(gated) = table.rows.first() else {
            continue;
        };
        let shown = gated.cells.iter().map(|cell| (*cell).into());
        let empty = std::iter::repeat_n(Cell::NotApplicable, width.saturating_sub(at + 1));
        lines.push(Line {
            code: subject.code.clone(),
            label: subject.label.clone(),
            role: Role::Answer,
            base: gated.base.into(),
            cells: shown.chain(empty).collect(),
        });
        applied = Some(match applied {
            Some(before) => before.and(&table.applied),
            None => table.applied.clone(),
        });
    }
    let heads = subjects.list.into_iter().map(|subject| Head {
        code: subject.code,
        label: subject.label,
        role: Role::Answer,
    });
    Ok(Numbers {
        heads: heads.collect(),
        lines,
        applied,
        names: None,
        merged: subjects.merged,
        replied: replied(source),
    })
}
