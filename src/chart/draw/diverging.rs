//! One bar a row on a scale of opinion, its middle on a line down the page. Non-response stands apart.

use super::canvas::Canvas;
use super::palette;
use super::rows::{Column, Sheet};
use super::scale::{self, Scale};
use super::segments::{self, Segment};
use super::{Result, key, stacked};
use crate::chart::figure::{Grid, Role, Row};

/// How thick a bar is.
const THICK: i32 = 165;

/// Draws the plot. Lengths are numbers of States, not shares, since bases differ and may be small.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid) -> Result {
    let fills = palette::fills(grid.series(), palette::Hues::Scale);
    let mut entries = key::of_series(grid, &fills);
    entries.extend(key::of_signs(canvas, grid, false));
    key::draw(canvas, None, &entries)?;

    let aside = grid.series().iter().filter(|s| !on_scale(s.role));
    let mut columns: Vec<_> = aside.map(|s| Column::of_series(canvas, grid, s)).collect();
    columns.extend(Column::of_bases(canvas, grid));
    let mut sheet = Sheet::divide(canvas, grid, "", columns);

    // Halves of a State, so that a neutral part can lie across the middle.
    let sides = grid.rows().iter().map(|r| before(grid, r)).zip(grid.rows());
    let sides = sides.map(|(left, r)| (left, stacked::length(grid, r, on_scale) * 2 - left));
    let most = sides
        .map(|(left, right)| left.max(right))
        .max()
        .unwrap_or(0)
        .div_ceil(2);
    let step = scale::step(most, stacked::ticks(canvas) / 2 + 1);
    let top = most.max(1);
    let middle = i32::midpoint(sheet.left, sheet.right);
    let axis = Scale::new(top * 4, (middle * 2 - sheet.right, sheet.right));
    let whole = Scale::new(top * 2, (middle * 2 - sheet.right, sheet.right));
    let bars: Vec<Vec<Segment>> = grid
        .rows()
        .iter()
        .map(|row| {
            let mut parts = segments::of_row(canvas, (grid, row), &fills, &whole, on_scale);
            let shift = axis.at(top * 2) - axis.at(before(grid, row));
            for part in &mut parts {
                part.left += shift;
                part.right += shift;
            }
            parts
        })
        .collect();
    let crowns: Vec<_> = bars.iter().map(|b| segments::crown(canvas, b)).collect();
    sheet.place(canvas, grid, THICK, &crowns)?;

    let ticks: Vec<_> = (0..=top / step)
        .map(|n| n * step)
        .flat_map(|n| [(axis.at((top - n) * 2), n), (axis.at((top + n) * 2), n)])
        .skip(1)
        .collect();
    let head = &canvas.figure.words.count;
    scale::grid(canvas, &sheet, &ticks, head)?;
    sheet.axis(canvas, middle)?;
    for (parts, band) in bars.iter().zip(&sheet.bands) {
        segments::draw(canvas, parts, band)?;
    }
    Ok(())
}

const fn on_scale(role: Role) -> bool {
    !matches!(role, Role::NonResponse | Role::Column | Role::Value)
}

/// How many half States lie before the middle: all against, and one half of each neutral.
fn before(grid: &Grid, row: &Row) -> u64 {
    let halves = row
        .pairs(grid)
        .filter_map(|(series, cell)| match series.role {
            Role::Against => Some(cell.count()? * 2),
            Role::Neutral => cell.count(),
            Role::Answer | Role::NonResponse | Role::Column | Role::Value | Role::Total => None,
        });
    halves.sum()
}
