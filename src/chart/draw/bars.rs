//! Bars in rows: ranked answers, or a few series beside each other, with the count and its percentage at the end.

use super::Result;
use super::canvas::{Anchor, Canvas, NIL};
use super::key;
use super::palette::{self, Fill, INK};
use super::rows::{Column, Sheet};
use super::scale::Scale;
use super::segments::UNKNOWN;
use crate::chart::figure::{Cell, Grid, Role, Row, Series};

/// Between the bars of one row.
const GAP: i32 = 14;

/// One bar with the text at its end.
struct Bar {
    cell: Cell,
    fill: Fill,
    text: String,
}

/// Draws the plot.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid) -> Result {
    let fills = palette::fills(grid.series(), palette::Hues::Apart);
    let rows: Vec<Vec<Bar>> = grid
        .rows()
        .iter()
        .map(|r| bars(canvas, grid, r, &fills))
        .collect();
    let series = grid.series().iter().filter(|s| is_bar(s)).count();
    let mut entries = key::of_signs(canvas, grid, true);
    if series > 1 {
        let shown: Vec<_> = grid
            .series()
            .iter()
            .zip(&fills)
            .filter(|(s, _)| is_bar(s))
            .collect();
        let own = shown
            .into_iter()
            .map(|(s, fill)| (key::Mark::Fill(*fill), s.label.clone()));
        entries = own.chain(entries).collect();
    }
    key::draw(canvas, None, &entries)?;

    let aside = grid.series().iter().filter(|s| !is_bar(s));
    let mut columns: Vec<_> = aside.map(|s| Column::of_series(canvas, grid, s)).collect();
    columns.extend(Column::of_bases(canvas, grid));
    let words = &canvas.figure.words;
    let shares = rows.iter().flatten().any(|b| b.text.contains('('));
    let head = if shares {
        &words.count_and_per_cent
    } else {
        &words.count
    };
    let mut sheet = Sheet::divide(canvas, grid, head, columns);
    let thick = if series > 1 { 92 } else { 125 };
    let high = thick * super::units(series.max(1)) + GAP * super::units(series.max(1) - 1);
    sheet.place(canvas, grid, high, &[])?;

    let of = canvas.body();
    let ends = rows
        .iter()
        .flatten()
        .map(|b| canvas.ruler.width(&b.text, of))
        .max()
        .unwrap_or(0);
    let most = rows
        .iter()
        .flatten()
        .filter_map(|b| b.cell.count())
        .max()
        .unwrap_or(0);
    let scale = Scale::new(most, (sheet.left, sheet.right - ends - 50));
    for (bars, band) in rows.iter().zip(&sheet.bands) {
        let mut top = band.top;
        for bar in bars {
            let end = match bar.cell {
                Cell::Count(n) => scale.at(n),
                Cell::Withheld => sheet.left + UNKNOWN,
                Cell::NotApplicable => sheet.left,
            };
            if end > sheet.left {
                let fill = if bar.cell == Cell::Withheld {
                    Fill::Crossed
                } else {
                    bar.fill
                };
                canvas.area((sheet.left, top, end, top + thick), fill)?;
            }
            canvas.text(
                (end + 45, top + thick / 2),
                Anchor::Start,
                (of, INK),
                &bar.text,
            )?;
            top += thick + GAP;
        }
    }
    sheet.axis(canvas, sheet.left)
}

/// Whether a series is drawn as a bar; the others follow in columns.
const fn is_bar(series: &Series) -> bool {
    !matches!(series.role, Role::Column | Role::NonResponse)
}

fn bars(canvas: &Canvas<'_>, grid: &Grid, row: &Row, fills: &[Fill]) -> Vec<Bar> {
    let drawn = row.pairs(grid).zip(fills).filter(|((s, _), _)| is_bar(s));
    let bars = drawn.map(|((series, cell), fill)| {
        let text = match (cell, row.per_cent(series, cell)) {
            (Cell::Count(0), _) => NIL.to_owned(),
            (Cell::Count(n), Some(share)) => {
                format!("{} ({})", canvas.numeral(n), canvas.numeral(share))
            }
            _ => canvas.cell(cell),
        };
        let fill = match row.role {
            Role::NonResponse => Fill::Slanted,
            Role::Neutral => Fill::Plain(palette::BETWEEN),
            Role::Answer | Role::Against | Role::Column | Role::Value | Role::Total => *fill,
        };
        Bar { cell, fill, text }
    });
    bars.collect()
}
