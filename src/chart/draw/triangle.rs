//! Choices two by two, like the distances on a road map: each label stands at the end of its row, on the diagonal, and so
//! over its column too; the other half of the table holds nothing else.

use super::canvas::{Anchor, Canvas, whole};
use super::heat::{self, Half, Shading};
use super::palette::INK;
use super::ruler::Type;
use super::{Result, units};
use crate::chart::figure::{Scale, Triangle};

/// The widest cell.
const WIDEST: i32 = 420;
/// Between the diagonal and a label.
const GAP: i32 = 40;

/// Draws the plot, then the key. Where the cells would be too narrow for their numbers, it is a table as of [`heat`]
/// whose other half is left empty.
pub(super) fn draw(canvas: &mut Canvas<'_>, triangle: &Triangle, scale: Scale) -> Result {
    let grid = triangle.grid();
    let of = canvas.body();
    let count = units(grid.rows().len()).max(1);
    let words = grid
        .rows()
        .iter()
        .map(|r| canvas.ruler.widest_word(&r.label, of));
    let last = words.max().unwrap_or(0).max(canvas.width() * 22 / 100);
    let least = heat::least(canvas, scale);
    let cell = whole(((canvas.width() - last - GAP) / count).min(WIDEST));
    if cell < least {
        return heat::draw_half(canvas, grid, scale, Half::Lower);
    }
    let shading = Shading::new(grid, scale);
    let cramped = heat::cramped(canvas, cell);
    let bold = Type { bold: true, ..of };
    for (at, row) in grid.rows().iter().enumerate() {
        let end = cell * units(at + 1);
        let lines = canvas
            .ruler
            .wrap(&row.label, of, (canvas.width() - end - GAP).min(1900));
        let tall = canvas.height(&lines, of);
        let high = whole(heat::tall(canvas, scale, cramped).max(tall + 36));
        for (place, (series, shown)) in row.pairs(grid).take(at + 1).enumerate() {
            let left = cell * units(place);
            let bounds = (left, canvas.y, left + cell, canvas.y + high);
            let own = if place == at { bold } else { of };
            heat::cell(
                canvas,
                &shading,
                (row, series, shown),
                bounds,
                (cramped, own),
            )?;
        }
        // The diagonal, how many made the choice at all, has an edge of its own.
        let inside = (end - cell + 5, canvas.y + 5, end - 5, canvas.y + high - 5);
        canvas.outline(inside, INK, 10)?;
        let top = canvas.y + (high - tall) / 2;
        canvas.lines((end + GAP, top), Anchor::Start, (of, INK), &lines)?;
        canvas.y += high;
    }
    heat::keys(canvas, grid, &shading, Half::Lower)
}
