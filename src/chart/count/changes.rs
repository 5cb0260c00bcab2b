//! The round before beside this one: of those who answered in both, who named something then, now, in both, in neither.

use super::{CountError, Source, answers, interface, item, question, row_words, rows};
use crate::chart::catalog::{Asked, Lines};
use crate::chart::check::list_of;
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Label, Numbers};
use crate::dataset::{Marked, Set};
use crate::disclosure::{ClassRow, Gate};
use crate::form::name::{Code, FieldName};

/// The classes, in the order of their series: they add up to those who answered in both rounds.
pub(in crate::chart) const CLASSES: [(&str, Role); 4] = [
    ("both", Role::Answer),
    ("new", Role::Answer),
    ("no_longer", Role::Against),
    ("neither", Role::Neutral),
];

/// A row of a figure: its words, the rows of the question that count in it, and what must have been named there.
type Wanted<'a> = (String, Label, Vec<Option<Code>>, &'a [Code]);

pub(super) fn count(
    source: &Source<'_>,
    asked: &Asked,
    field: &FieldName,
    choices: &[Code],
) -> Result<Numbers, CountError> {
    let question = question(source, &asked.question)?;
    let rows = rows(source, question);
    let wanted: Vec<Wanted<'_>> = match (&asked.lines, list_of(question, field.as_str())) {
        (Lines::Choices, Some(list)) => {
            let each = choices.iter().map(|choice| {
                let label = Label::Choice(list.clone(), choice.clone());
                let named = std::slice::from_ref(choice);
                (choice.to_string(), label, rows.clone(), named)
            });
            each.collect()
        }
        _ => {
            let each = rows.into_iter().map(|row| {
                let (code, label) = row_words(question, row.as_ref());
                (code, label, vec![row], choices)
            });
            each.collect()
        }
    };
    let mut inside = Vec::new();
    let mut words = Vec::new();
    for (code, label, rows, choices) in wanted {
        if let Some(row) = line(source, asked, &rows, field, choices)? {
            inside.push(row);
            words.push((code, label));
        }
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

/// Those who answered in both rounds, in any of these rows, by what they named there; none where no row was asked then: nobody can be
/// compared.
fn line(
    source: &Source<'_>,
    asked: &Asked,
    rows: &[Option<Code>],
    field: &FieldName,
    choices: &[Code],
) -> Result<Option<ClassRow>, CountError> {
    let Some((before, _)) = source.before else {
        return Ok(None);
    };
    let placed = |marked| source.dataset.placed(&marked, before);
    let mut any = false;
    let (mut asked_of, mut base) = (Set::default(), Marked::default());
    let (mut named_now, mut named_then) = (Marked::default(), Marked::default());
    for row in rows {
        let now = item(source, &asked.question, row.as_ref())?;
        let Some(then) = before.item(&asked.question, row.as_ref()) else {
            continue;
        };
        any = true;
        let asked_then = source.dataset.placed_set(&then.asked(), before);
        asked_of.add(&now.asked().and(&asked_then));
        // Only what a State answered in both rounds is compared, row by row.
        let both = now.usable().and(&placed(then.usable()));
        named_now = named_now.or(&both.and(&now.named(field, choices)));
        named_then = named_then.or(&both.and(&placed(then.named(field, choices))));
        base = base.or(&both);
    }
    if !any {
        return Ok(None);
    }
    let universe = asked.of(asked_of);
    let base = universe.part(&base);
    let (now, then) = (base.and(&named_now), base.and(&named_then));
    let neither = base.without(&now).without(&then);
    let parts = vec![
        now.and(&then),
        now.without(&then),
        then.without(&now),
        neither,
    ];
    Ok(Some(ClassRow {
        // Both and no longer named it then, both and new name it now.
        sums: vec![vec![0, 2], vec![0, 1]],
        ..ClassRow::together(universe, parts)
    }))
}
