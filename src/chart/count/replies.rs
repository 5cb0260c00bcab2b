//! Who replied, by group.

use super::subject::{group_words, groups};
use super::{Source, interface};
use crate::chart::figure::{Cell, Role};
use crate::chart::numbers::{Head, Label, Line, Named, Numbers};
use crate::disclosure::{Cell as GateCell, Gate, ReplyRow};

pub(super) fn count(source: &Source<'_>, fact: &str) -> Numbers {
    let round = source.dataset.round();
    let mut merged = 0;
    let mut rows = Vec::new();
    let by_group =
        Gate::group(round).replies_by_group(source.dataset, groups(source.dataset, fact));
    for group in by_group.iter() {
        if group.groups.len() > 1 {
            merged = group.groups.len();
        }
        let (code, label) = group_words(fact, &group.groups);
        rows.push(row(&code, label, Role::Answer, &group.row));
    }
    let gate = Gate::world(round);
    let all = gate.replies(source.dataset);
    rows.push(row("all", interface("chart-all"), Role::Total, &all));
    let series = |code: &str, role| Head {
        code: code.to_owned(),
        label: interface(&format!("chart-replies-{code}")),
        role,
    };
    let names = gate.names(source.dataset);
    let codes = names.named.iter().map(|one| one.code.clone());
    Numbers {
        heads: vec![
            series("full", Role::Answer),
            series("short", Role::Answer),
            series("none", Role::NonResponse),
        ],
        lines: rows,
        applied: None,
        merged,
        replied: all.full + all.short,
        names: Some(Named {
            named: codes.collect(),
            more: names.more,
        }),
    }
}

fn row(code: &str, label: Label, role: Role, counts: &ReplyRow) -> Line {
    let cell = |n| Cell::from(GateCell::Count(n));
    Line {
        code: code.to_owned(),
        label,
        role,
        base: cell(counts.members),
        cells: vec![cell(counts.full), cell(counts.short), cell(counts.none)],
    }
}
