//! A figure as a Word table: title, unit and base, numbers, notes and source, to be taken over into a report as they stand.

use super::figure::{Figure, Role, StampKind, Table};
use crate::document::word::{self, WordError};
use crate::document::{self, Block, Cell, Document, Level, Text, Tone};
use crate::text::Language;

/// Most columns beside the first in a table on paper; one with more is printed in several.
const MOST_COLUMNS: usize = 5;
/// Parts of the width for a column of numbers, of a hundred.
const COLUMN: u16 = 13;

/// The figure as a Word file; the same bytes for the same figure.
///
/// # Errors
/// [`WordError`], which would be a fault of the program.
pub fn write(figure: &Figure) -> Result<Vec<u8>, WordError> {
    word::write(&document(figure))
}

fn document(figure: &Figure) -> Document {
    let language = Language::find(&figure.language).unwrap_or(Language::English);
    let stamp = |kind| {
        let stamp = figure.stamps.iter().find(|stamp| stamp.kind == kind);
        stamp.map(|stamp| stamp.text.clone())
    };
    let internal = stamp(StampKind::Internal);
    let mut blocks = vec![
        Block::Section(heading(figure)),
        Block::Paragraph(Text::plain(under(figure))),
    ];
    blocks.extend(tables(figure, language));
    let notes = figure.notes.iter().chain([&figure.source]);
    blocks.extend(notes.map(|note| Block::Paragraph(Text::quiet(note))));
    Document {
        language,
        title: heading(figure),
        day: None,
        head: String::new(),
        foot: figure.source.clone(),
        level: match internal {
            Some(_) => Level::Internal,
            None => Level::Released,
        },
        level_words: internal.unwrap_or_default(),
        stamps: stamp(StampKind::Sample).into_iter().collect(),
        blocks,
    }
}

/// Number and title.
pub(super) fn heading(figure: &Figure) -> String {
    let number = figure.number.iter().map(String::as_str);
    let heading = number.chain([figure.title.as_str()]);
    heading.collect::<Vec<_>>().join(". ")
}

/// The numbers, in as many tables as their columns need.
pub(super) fn tables(figure: &Figure, language: Language) -> Vec<Block> {
    let table = figure.table();
    let all: Vec<usize> = (0..table.columns.len()).collect();
    // Parts of about the same width.
    let parts = all.len().div_ceil(MOST_COLUMNS).max(1);
    let most = all.len().div_ceil(parts).max(1);
    let part = |columns: &[usize]| Block::Table(table_of(figure, language, &table, columns));
    all.chunks(most).map(part).collect()
}

/// Some columns of a table.
fn table_of(
    figure: &Figure,
    language: Language,
    table: &Table,
    columns: &[usize],
) -> document::Table {
    let heads = columns.iter().filter_map(|at| table.columns.get(*at));
    let heads = heads.map(|column| column.label.clone());
    let rows = table.rows.iter().map(|row| {
        let label = Text {
            tone: if row.role == Role::Total {
                Tone::Strong
            } else {
                Tone::Plain
            },
            ..Text::plain(&row.label)
        };
        let values = columns.iter().filter_map(|at| row.values.get(*at));
        let values = values.map(|value| Cell::Number(value.words(figure, language)));
        std::iter::once(Cell::Words(vec![label]))
            .chain(values)
            .collect()
    });
    let numbers = columns.iter().map(|_| COLUMN);
    let taken: u16 = numbers.clone().sum();
    document::Table {
        heads: std::iter::once(table.head.clone()).chain(heads).collect(),
        widths: std::iter::once(100_u16.saturating_sub(taken).max(COLUMN))
            .chain(numbers)
            .collect(),
        rows: rows.collect(),
        is_whole: true,
    }
}

/// What stands under the title: unit and base.
pub(super) fn under(figure: &Figure) -> String {
    if figure.base.is_empty() {
        figure.unit.clone()
    } else {
        format!("{}; {}", figure.unit, figure.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::draw::samples::{Tongue, figure};

    #[test]
    fn a_word_table_holds_every_number_and_note_of_its_figure() {
        for kind in ["bars", "heat", "triangle"] {
            let figure = figure(kind, Tongue::Arabic);
            let document = document(&figure);
            let words = document.words();
            let table = figure.table();
            let labels = table.columns.iter().map(|column| &column.label);
            let labels = labels.chain(table.rows.iter().map(|row| &row.label));
            for word in labels.chain(&figure.notes).chain([&figure.source]) {
                assert!(words.contains(&word.as_str()), "{kind}: {word}");
            }
            let values = table.rows.iter().flat_map(|row| &row.values);
            let expected: Vec<String> = values
                .map(|value| value.words(&figure, document.language))
                .filter(|value| !value.is_empty())
                .collect();
            let found = words
                .iter()
                .filter(|word| expected.iter().any(|one| one == *word));
            assert!(found.count() >= expected.len(), "{kind}");
            assert!(document.is_right_to_left());
        }
    }
}
