//! Answers of every state, by section: how complete the replies are.

use super::{CountError, Source, counted, interface, item, rows, unused, used};
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Label, Line, Numbers};
use crate::disclosure::{Gate, Unused, VolumeRow};
use crate::form::Rows;

/// A line for each section; what is counted are answers, asked and given or not, and not respondents.
pub(super) fn count(source: &Source<'_>) -> Result<Numbers, CountError> {
    let mut inside = Vec::new();
    let mut sections = Vec::new();
    for section in &source.form.sections {
        let mut row = VolumeRow::default();
        for question in section.questions.iter().filter(|one| !one.internal) {
            // Rows that a respondent adds are as many as it has answers: the question counts once.
            let rows = match question.rows {
                Rows::Free { .. } => vec![None],
                _ => rows(source, question),
            };
            for code in rows {
                row.add(item(source, &question.name, code.as_ref())?);
            }
        }
        sections.push(section.name.clone());
        inside.push(row);
    }
    let table = Gate::world(source.dataset.round()).volumes(&inside);
    let answered = Head {
        code: "answered".to_owned(),
        label: interface("chart-status-answered"),
        role: Role::Answer,
    };
    let silent_cells = table.rows.iter().map(|row| &row.unused);
    let used = used(table.unused.len(), table.applied.folded, silent_cells);
    let classes = used.iter().filter_map(|at| table.unused.get(*at).copied());
    // All that was asked is the base here: a share of each state of all answers asked for.
    let silent = classes.map(|class: Unused| Head {
        role: Role::Neutral,
        ..unused(class)
    });
    let lines = sections.into_iter().zip(&table.rows).map(|(name, gated)| {
        let silent = used.iter().filter_map(|at| gated.unused.get(*at));
        let cells = std::iter::once(&gated.answered).chain(silent);
        Line {
            code: name.to_string(),
            label: Label::Section(name),
            role: Role::Answer,
            base: gated.base.into(),
            cells: cells.map(|cell| (*cell).into()).collect(),
        }
    });
    let heads = std::iter::once(answered).chain(silent).collect();
    Ok(counted(source, heads, lines.collect(), &table.applied))
}
