//! The key of a figure: what each colour, pattern and sign stands for, on as many lines as it needs.

use super::Result;
use super::canvas::{Anchor, Canvas, NIL, NOT_APPLICABLE};
use super::marks::Shape;
use super::palette::{Fill, GREY, INK, RULE};
use super::ruler::Type;
use crate::chart::figure::{Cell, Grid, Role};

/// The width of the piece of colour before its words.
const SWATCH: i32 = 110;
/// Between that piece and the words.
const GAP: i32 = 35;
/// Between one entry and the next.
const BETWEEN: i32 = 130;

/// What stands before the words of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Mark {
    /// A piece of the colour or pattern.
    Fill(Fill),
    /// The printed sign.
    Sign(&'static str),
    /// What stands on a scale.
    Shape(Shape),
}

/// One entry of the key.
pub(super) type Entry = (Mark, String);

/// An entry for each series that is drawn.
pub(super) fn of_series(grid: &Grid, fills: &[Fill]) -> Vec<Entry> {
    let drawn = grid
        .series()
        .iter()
        .zip(fills)
        .filter(|(s, _)| s.role != Role::Column);
    drawn
        .map(|(s, fill)| (Mark::Fill(*fill), s.label.clone()))
        .collect()
}

/// Entries for the signs that the cells of `grid` need; `signs` tells whether dash and hyphen are printed.
pub(super) fn of_signs(canvas: &Canvas<'_>, grid: &Grid, signs: bool) -> Vec<Entry> {
    let words = &canvas.figure.words;
    let has = |cell| grid.rows().iter().any(|r| r.cells.contains(&cell));
    let mut entries = Vec::new();
    if has(Cell::Withheld) {
        entries.push((Mark::Fill(Fill::Crossed), words.withheld.clone()));
    }
    if signs && has(Cell::Count(0)) {
        entries.push((Mark::Sign(NIL), words.nil.clone()));
    }
    if signs && has(Cell::NotApplicable) {
        entries.push((Mark::Sign(NOT_APPLICABLE), words.not_applicable.clone()));
    }
    entries
}

/// Draws the entries from the line's start, and moves down past them.
pub(super) fn draw(canvas: &mut Canvas<'_>, head: Option<&str>, entries: &[Entry]) -> Result {
    if entries.is_empty() {
        return Ok(());
    }
    let (of, leading) = (canvas.body(), canvas.leading(canvas.body()));
    let (mut x, mut tallest) = (0, leading);
    if let Some(head) = head {
        let bold = Type {
            bold: true,
            ..canvas.small()
        };
        canvas.text(
            (0, canvas.y + leading / 2),
            Anchor::Start,
            (bold, GREY),
            head,
        )?;
        x = canvas.ruler.width(head, bold) + BETWEEN;
    }
    for (mark, label) in entries {
        let lines = canvas.ruler.wrap(label, of, canvas.width() - SWATCH - GAP);
        let words = lines
            .iter()
            .map(|l| canvas.ruler.width(l, of))
            .max()
            .unwrap_or(0);
        if x > 0 && x + SWATCH + GAP + words > canvas.width() {
            canvas.y += tallest + 20;
            (x, tallest) = (0, leading);
        }
        let middle = canvas.y + leading / 2;
        match mark {
            Mark::Fill(fill) => {
                let bounds = (x, middle - 38, x + SWATCH, middle + 38);
                canvas.area(bounds, *fill)?;
                if matches!(fill, Fill::Plain(_)) {
                    canvas.outline(bounds, RULE, 3)?;
                }
            }
            Mark::Shape(shape) => shape.draw(canvas, (x + SWATCH / 2, middle))?,
            Mark::Sign(sign) => {
                canvas.text((x + SWATCH / 2, middle), Anchor::Middle, (of, INK), sign)?;
            }
        }
        canvas.lines(
            (x + SWATCH + GAP, canvas.y),
            Anchor::Start,
            (of, INK),
            &lines,
        )?;
        tallest = tallest.max(canvas.height(&lines, of));
        x += SWATCH + GAP + words + BETWEEN;
    }
    canvas.y += tallest + 60;
    Ok(())
}
