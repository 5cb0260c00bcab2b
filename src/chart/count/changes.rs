//! The round before beside this one: of those who answered in both, who named something then, now, in both, in neither.

use super::{CountError, Source, answers, interface, item, question, row_words, rows};
use crate::chart::catalog::Asked;
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Numbers};
use crate::disclosure::{ClassRow, Gate, Universe};
use crate::form::name::{Code, FieldName};

/// The classes, in the order of their series: they add up to those who answered in both rounds.
pub(in crate::chart) const CLASSES: [(&str, Role); 4] = [
    ("both", Role::Answer),
    ("new", Role::Answer),
    ("no_longer", Role::Against),
    ("neither", Role::Neutral),
];

pub(super) fn count(
    source: &Source<'_>,
    asked: &Asked,
    field: &FieldName,
    choices: &[Code],
) -> Result<Numbers, CountError> {
    let question = question(source, &asked.question)?;
    let mut inside = Vec::new();
    let mut words = Vec::new();
    for row in rows(source, question) {
        let now = item(source, &asked.question, row.as_ref())?;
        // A row that was not asked then has nobody to compare.
        let then = source
            .before
            .and_then(|(dataset, _)| Some((dataset, dataset.item(&asked.question, row.as_ref())?)));
        let Some((dataset, then)) = then else {
            continue;
        };
        let placed = |marked| source.dataset.placed(&marked, dataset);
        let asked_then = source.dataset.placed_set(&then.asked(), dataset);
        let universe = Universe::Known(now.asked().and(&asked_then));
        let base = universe.part(&now.usable().and(&placed(then.usable())));
        let (now, then) = (
            now.named(field, choices),
            placed(then.named(field, choices)),
        );
        let (now, then) = (base.and(&now), base.and(&then));
        let neither = base.without(&now).without(&then);
        let parts = vec![
            now.and(&then),
            now.without(&then),
            then.without(&now),
            neither,
        ];
        inside.push(ClassRow::together(universe, parts));
        words.push(row_words(question, row.as_ref()));
    }
    let gate = Gate::world(source.dataset.round());
    let heads = CLASSES.map(|(code, role)| Head {
        code: code.to_owned(),
        role,
        label: interface(&format!("chart-change-{}", code.replace('_', "-"))),
    });
    let table = gate.classes(&inside);
    Ok(answers::numbers(
        source,
        heads.into(),
        words.into_iter(),
        table,
    ))
}
