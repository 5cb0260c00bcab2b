//! Where the columns of a heat table are, and how they are headed.

use super::super::canvas::{Anchor, Canvas, whole};
use super::super::palette::{GREY, INK};
use super::super::rows::heads;
use super::super::{Result, units};
use super::{APART, shaded, weight};
use crate::chart::figure::{Direction, Grid, Role, Scale, Series};

/// The widest cell: a table of two columns need not fill the page.
const WIDEST: i32 = 800;
/// How tall a turned head may be, if its words let it.
const TALLEST: i32 = 1500;

/// The columns of every table that the series are divided among.
pub(super) struct Columns {
    /// Where cells begin, after the labels.
    pub(super) left: i32,
    /// The width of a cell.
    pub(super) cell: i32,
    /// How many series are in a table.
    pub(super) a_table: usize,
    /// Whether heads read upward because a word is wider than its column.
    upright: bool,
    /// The room for bases after the cells; none if all rows have the same.
    base: Option<i32>,
}

impl Columns {
    pub(super) fn new(
        canvas: &Canvas<'_>,
        grid: &Grid,
        labels: &[Vec<String>],
        scale: Scale,
    ) -> Self {
        let body = canvas.body();
        let lines = labels.iter().zip(grid.rows());
        let widths = lines.flat_map(|(lines, row)| {
            lines
                .iter()
                .map(move |l| canvas.ruler.width(l, weight(row, body)))
        });
        let left = widths.max().unwrap_or(0) + 70;
        let base = base(canvas, grid);
        let apart = grid.series().iter().any(|s| !shaded(s.role));
        let taken = base.unwrap_or(0) + if apart { APART } else { 0 };
        let room = (canvas.width() - left - taken).max(1);

        let least = super::least(canvas, scale);
        let words = grid
            .series()
            .iter()
            .map(|s| canvas.ruler.widest_word(&s.label, heads(canvas)));
        let widest = words.max().unwrap_or(0) + 20;
        // A turned head needs room for one line, for two if it is long, and for as many as it has where it is as tall as may be.
        let turned = grid.series().iter().map(|s| {
            let long = canvas.ruler.width(&s.label, heads(canvas)) > TALLEST * 2 / 3;
            let lines = canvas.ruler.wrap(&s.label, heads(canvas), TALLEST).len();
            lines.max(if long { 2 } else { 1 })
        });
        let lines = units(turned.max().unwrap_or(1));
        let least = least.max(widest.min(canvas.leading(heads(canvas)) * lines));
        let count = grid.series().len().max(1);
        let most = usize::try_from(room / least).unwrap_or(1).max(1);
        let a_table = count.div_ceil(count.div_ceil(most));
        let side = (room / units(a_table)).min(WIDEST);
        let cell = whole(side).max(least.min(side));
        Self {
            left,
            cell,
            a_table,
            upright: widest > cell,
            base,
        }
    }

    /// Where the column of a series begins that has this `place` in its table; those not shaded stand apart.
    pub(super) fn at(&self, series: &Series, place: usize) -> i32 {
        self.left + self.cell * units(place) + if shaded(series.role) { 0 } else { APART }
    }

    /// Where bases are set after the cells of one table.
    pub(super) fn base(
        &self,
        canvas: &Canvas<'_>,
        grid: &Grid,
        part: &[usize],
    ) -> Option<(i32, Anchor)> {
        let apart = part
            .iter()
            .filter_map(|n| grid.series().get(*n))
            .any(|s| !shaded(s.role));
        let end = self.left + self.cell * units(part.len()) + if apart { APART } else { 0 };
        // Digits run from left to right in every language, so numbers end at the right on paper.
        let base = self.base?;
        Some(match canvas.figure.direction {
            Direction::LeftToRight => (end + base, Anchor::End),
            Direction::RightToLeft => (end + APART, Anchor::Start),
        })
    }

    /// Whether a count and its percentage do not fit beside each other.
    pub(super) fn cramped(&self, canvas: &Canvas<'_>) -> bool {
        super::cramped(canvas, self.cell)
    }

    /// Draws the heads of one table, which stand on its cells, and moves the canvas to these.
    pub(super) fn draw_heads(
        &self,
        canvas: &mut Canvas<'_>,
        grid: &Grid,
        part: &[usize],
    ) -> Result {
        let of = heads(canvas);
        let series: Vec<_> = part.iter().filter_map(|n| grid.series().get(*n)).collect();
        let lines = self.wrap(canvas, &series);
        let long = |lines: &Vec<String>| lines.iter().map(|l| canvas.ruler.width(l, of)).max();
        let tall = |lines: &Vec<String>| match self.upright {
            true => long(lines).unwrap_or(0),
            false => canvas.height(lines, of),
        };
        let foot = canvas.y + lines.iter().map(tall).max().unwrap_or(0);
        for (place, (series, lines)) in series.iter().zip(&lines).enumerate() {
            let middle = self.at(series, place) + self.cell / 2;
            if self.upright {
                canvas.upright((middle, foot), (of, INK), lines)?;
            } else {
                let top = foot - canvas.height(lines, of);
                canvas.lines((middle, top), Anchor::Middle, (of, INK), lines)?;
            }
        }
        if let Some((x, anchor)) = self.base(canvas, grid, part) {
            let y = foot - canvas.leading(of) / 2;
            canvas.text((x, y), anchor, (of, GREY), &canvas.figure.words.base)?;
        }
        canvas.y = foot + 20;
        Ok(())
    }

    fn wrap(&self, canvas: &Canvas<'_>, series: &[&Series]) -> Vec<Vec<String>> {
        let of = heads(canvas);
        let wrap = |limit| -> Vec<_> {
            series
                .iter()
                .map(|s| canvas.ruler.wrap(&s.label, of, limit))
                .collect()
        };
        if !self.upright {
            return wrap(self.cell - 20);
        }
        // As short as the lines that fit side by side into a column allow.
        let most = usize::try_from(self.cell / canvas.leading(of))
            .unwrap_or(1)
            .max(1);
        let words = series
            .iter()
            .map(|s| canvas.ruler.widest_word(&s.label, of));
        let mut limit = words.max().unwrap_or(0).min(TALLEST);
        while limit < TALLEST && wrap(limit).iter().any(|lines| lines.len() > most) {
            limit += 50;
        }
        wrap(limit)
    }
}

/// The room for the column of bases; none if all rows have the same, which the figure's line of the base then says.
fn base(canvas: &Canvas<'_>, grid: &Grid) -> Option<i32> {
    let rows = || grid.rows().iter().filter(|r| r.role != Role::NonResponse);
    let first = rows().next()?.base;
    if rows().all(|r| r.base == first) {
        return None;
    }
    let numbers = rows().map(|r| canvas.ruler.width(&canvas.cell(r.base), canvas.body()));
    let head = canvas.ruler.width(&canvas.figure.words.base, heads(canvas));
    Some(numbers.max().unwrap_or(0).max(head) + APART)
}
