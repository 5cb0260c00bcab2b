//! Who replied, by group.

use super::{BuildError, Counted, Edition, Words, item};
use crate::chart::figure::{Cell, Role, Row, Series};
use crate::dataset::Set;
use crate::disclosure::{Cell as GateCell, Gate, ReplyRow};
use crate::form::name::{Code, QuestionName};

pub(super) fn count(
    edition: &Edition<'_>,
    words: &Words<'_>,
    fact: &str,
    naming: &QuestionName,
) -> Result<Counted, BuildError> {
    let round = edition.dataset.round();
    let column = edition.dataset.fact(fact)?;
    let sets = column.sets();
    let mut groups: Vec<(Option<&Code>, Set)> = Vec::new();
    let mut grouped = Set::default();
    for (group, members) in sets.sets() {
        grouped.add(members);
        groups.push((Some(group), members.clone()));
    }
    let everyone = Set::pack(edition.dataset.respondents().iter().map(|_| true));
    let others = everyone.and_not(&grouped);
    if others.count() > 0 {
        groups.push((None, others));
    }
    let mut merged = 0;
    let mut rows = Vec::new();
    let by_group = Gate::group(round).replies_by_group(edition.dataset, groups);
    for group in by_group.iter() {
        let (code, label) = match group.groups.as_slice() {
            [one] => {
                let code = one.map_or("none", Code::as_str);
                (code, words.group(fact, code))
            }
            several => {
                merged = several.len();
                ("merged", words.interface("chart-groups-merged"))
            }
        };
        rows.push(row(code, label, Role::Answer, &group.row));
    }
    let gate = Gate::world(round);
    let all = gate.replies(edition.dataset);
    rows.push(row("all", words.interface("chart-all"), Role::Total, &all));
    let series = |code: &str, role| Series {
        code: code.to_owned(),
        label: words.interface(&format!("chart-replies-{code}")),
        role,
    };
    let agreed = item(edition, naming, None)?.said_yes();
    Ok(Counted {
        series: vec![
            series("full", Role::Answer),
            series("short", Role::Answer),
            series("none", Role::NonResponse),
        ],
        rows,
        applied: None,
        merged,
        names: Some(gate.names(edition.dataset, &agreed)),
    })
}

fn row(code: &str, label: String, role: Role, counts: &ReplyRow) -> Row {
    let cell = |n| Cell::from(GateCell::Count(n));
    Row {
        code: code.to_owned(),
        label,
        role,
        base: cell(counts.members),
        cells: vec![cell(counts.full), cell(counts.short), cell(counts.none)],
    }
}
