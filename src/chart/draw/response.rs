//! Replies by regional group: who replied, how fully, and who did not, out of each group's members.

use super::canvas::{Anchor, Canvas};
use super::palette::{self, Fill, INK};
use super::rows::{Column, Mark, Sheet};
use super::ruler::Type;
use super::scale::Scale;
use super::{Result, key, segments, stacked};
use crate::chart::figure::{Grid, Role, Row};

/// How thick a bar is.
const THICK: i32 = 165;

/// Draws the plot.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid) -> Result {
    let fills = palette::fills(grid.series(), palette::Hues::Apart);
    let mut entries = key::of_series(grid, &fills);
    entries.extend(key::of_signs(canvas, grid, false));
    key::draw(canvas, None, &entries)?;

    let words = &canvas.figure.words;
    let numbers = |of: &dyn Fn(&Row) -> String| {
        grid.rows()
            .iter()
            .map(|r| Mark::Text(of(r)))
            .collect::<Vec<_>>()
    };
    let members = numbers(&|r| canvas.cell(r.base));
    let rates = numbers(&|r| r.rate(grid).map(|n| canvas.numeral(n)).unwrap_or_default());
    let columns = vec![
        Column::new(canvas, &words.base, members),
        Column::new(canvas, &words.rate, rates),
    ];
    let mut sheet = Sheet::divide(canvas, grid, "", columns);

    let groups = || grid.rows().iter().filter(|r| r.role != Role::Total);
    let most = groups()
        .map(|r| stacked::length(grid, r, drawn))
        .max()
        .unwrap_or(0);
    let axis = Scale::new(most, (sheet.left, sheet.right));
    let part = |row: &Row| match row.role {
        Role::Total => Vec::new(),
        _ => segments::of_row(canvas, (grid, row), &fills, &axis, drawn),
    };
    let bars: Vec<_> = grid.rows().iter().map(part).collect();
    let crowns: Vec<_> = bars.iter().map(|b| segments::crown(canvas, b)).collect();
    sheet.place(canvas, grid, THICK, &crowns)?;

    for ((row, parts), band) in grid.rows().iter().zip(&bars).zip(&sheet.bands) {
        segments::draw(canvas, parts, band)?;
        if row.role == Role::Total {
            total(
                canvas,
                (grid, row),
                &fills,
                (sheet.left, i32::midpoint(band.top, band.bottom)),
            )?;
        }
    }
    sheet.axis(canvas, sheet.left)
}

const fn drawn(role: Role) -> bool {
    !matches!(role, Role::Column | Role::Total)
}

/// The numbers of a total, each after a piece of its colour.
fn total(
    canvas: &Canvas<'_>,
    (grid, row): (&Grid, &Row),
    fills: &[Fill],
    (left, middle): (i32, i32),
) -> Result {
    let of = Type {
        bold: true,
        ..canvas.body()
    };
    let mut x = left + 30;
    for ((series, cell), fill) in row.pairs(grid).zip(fills) {
        if drawn(series.role) {
            let text = canvas.cell(cell);
            let fill = if text.is_empty() {
                Fill::Crossed
            } else {
                *fill
            };
            canvas.area((x, middle - 32, x + 64, middle + 32), fill)?;
            canvas.text((x + 90, middle), Anchor::Start, (of, INK), &text)?;
            x += 90 + canvas.ruler.width(&text, of) + 110;
        }
    }
    Ok(())
}
