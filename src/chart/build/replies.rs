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
    let gate = Gate::world(edition.dataset.round());
    let column = edition.dataset.fact(fact)?;
    let mut rows = Vec::new();
    let mut grouped = Set::default();
    for (group, members) in column.sets().sets() {
        grouped.add(members);
        rows.push(row(
            words,
            fact,
            Some(group),
            Role::Answer,
            &gate.replies(edition.dataset, members),
        ));
    }
    let everyone = Set::pack(edition.dataset.respondents().iter().map(|_| true));
    let others = everyone.and_not(&grouped);
    if others.count() > 0 {
        rows.push(row(
            words,
            fact,
            None,
            Role::Answer,
            &gate.replies(edition.dataset, &others),
        ));
    }
    let all = gate.replies(edition.dataset, &everyone);
    let mut total = row(words, fact, None, Role::Total, &all);
    "all".clone_into(&mut total.code);
    total.label = words.interface("chart-all");
    rows.push(total);
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
        names: Some(gate.names(edition.dataset, &agreed)),
    })
}

fn row(words: &Words<'_>, fact: &str, group: Option<&Code>, role: Role, counts: &ReplyRow) -> Row {
    let code = group.map_or("none", Code::as_str);
    let cell = |n| Cell::from(GateCell::Count(n));
    Row {
        code: code.to_owned(),
        label: words.group(fact, code),
        role,
        base: cell(counts.members),
        cells: vec![cell(counts.full), cell(counts.short), cell(counts.none)],
    }
}
