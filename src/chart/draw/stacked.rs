//! One bar a row made of parts: as long as its count, or all as long as each other.

use super::canvas::Canvas;
use super::palette;
use super::rows::{Column, Sheet};
use super::scale::{self, Scale};
use super::{Result, key, segments};
use crate::chart::figure::{self, Grid, Role, Row, SMALLEST_PERCENTAGE_BASE};

/// How thick a bar is.
const THICK: i32 = 165;
/// The same where there are many rows, so that they stand on one page.
const THIN: i32 = 115;
/// Many rows.
const MANY: usize = 24;

/// Draws the plot.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid, scale: figure::Scale) -> Result {
    let fills = palette::fills(grid.series(), palette::Hues::Graded);
    let mut entries = key::of_series(grid, &fills);
    entries.extend(key::of_signs(canvas, grid, false));
    key::draw(canvas, None, &entries)?;

    // Where bars are shares of the base, what is outside the base stands apart.
    let share = scale == figure::Scale::Share;
    let inside: fn(Role) -> bool = if share {
        |role| !matches!(role, Role::NonResponse | Role::Column)
    } else {
        |role| role != Role::Column
    };
    let aside = grid.series().iter().filter(|s| !inside(s.role));
    let mut columns: Vec<_> = aside.map(|s| Column::of_series(canvas, grid, s)).collect();
    columns.extend(Column::of_bases(canvas, grid));
    let mut sheet = Sheet::divide(canvas, grid, "", columns);

    let most = grid
        .rows()
        .iter()
        .map(|row| length(grid, row, inside))
        .max()
        .unwrap_or(0);
    let step = if share {
        20
    } else {
        scale::step(most, ticks(canvas))
    };
    let top = if share { 100 } else { most };
    let span = (sheet.left, sheet.right);
    let axis = Scale::new(top, span);
    let bars: Vec<_> = grid
        .rows()
        .iter()
        .map(|row| {
            let own = if share {
                Scale::new(length(grid, row, inside), span)
            } else {
                Scale::new(top, span)
            };
            segments::of_row(canvas, (grid, row), &fills, &own, inside)
        })
        .collect();
    let crowns: Vec<_> = bars.iter().map(|b| segments::crown(canvas, b)).collect();
    let thick = if grid.rows().len() > MANY {
        THIN
    } else {
        THICK
    };
    sheet.place(canvas, grid, thick, &crowns)?;

    let words = &canvas.figure.words;
    let enough = |r: &Row| {
        r.base
            .count()
            .is_some_and(|b| b >= SMALLEST_PERCENTAGE_BASE)
    };
    if !share || grid.rows().iter().any(enough) {
        let ticks: Vec<_> = (0..=top / step)
            .map(|n| (axis.at(n * step), n * step))
            .collect();
        let head = if share { &words.per_cent } else { &words.count };
        scale::grid(canvas, &sheet, &ticks, head)?;
    }
    for (parts, band) in bars.iter().zip(&sheet.bands) {
        segments::draw(canvas, parts, band)?;
    }
    sheet.axis(canvas, sheet.left)
}

/// How many States a bar stands for: all its parts, or its base where that is more because parts are withheld.
pub(super) fn length(grid: &Grid, row: &Row, inside: fn(Role) -> bool) -> u64 {
    let parts = row.pairs(grid).filter(|(s, _)| inside(s.role));
    let (mut answers, mut rest, mut hidden) = (0, 0, false);
    for (series, cell) in parts {
        match cell.count() {
            Some(n) if series.role == Role::NonResponse => rest += n,
            Some(n) => answers += n,
            None => hidden |= cell == figure::Cell::Withheld,
        }
    }
    let base = row.base.count().filter(|_| hidden).unwrap_or(0);
    answers.max(base) + rest
}

/// How many steps of the grid there is room for.
pub(super) const fn ticks(canvas: &Canvas<'_>) -> u64 {
    if canvas.size.narrow() { 4 } else { 6 }
}
