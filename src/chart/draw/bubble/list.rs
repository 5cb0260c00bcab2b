//! The rows whose labels or circles are not in the plot, with all their numbers.

use super::super::canvas::{Anchor, Canvas, NIL};
use super::super::palette::{Fill, GREY, INK, RULE};
use super::super::rows::heads;
use super::super::ruler::Type;
use super::super::{Result, units};
use crate::chart::figure::{Cell, Direction, Grid, Row, Scale};

/// Between columns.
const GAP: i32 = 36;

/// Places across the page.
struct Columns {
    /// The width of the labels.
    first: i32,
    /// The width of the column of a series.
    step: i32,
    /// The width of the column of bases; nought where all rows have the same.
    last: i32,
    /// How many series there are.
    count: usize,
    direction: Direction,
}

impl Columns {
    fn new(canvas: &Canvas<'_>, grid: &Grid) -> Self {
        let base = grid.rows().first().map(|r| r.base);
        let differ = grid.rows().iter().any(|r| Some(r.base) != base);
        let head = canvas.ruler.width(&canvas.figure.words.base, heads(canvas));
        let number = canvas.ruler.width("193", canvas.body());
        let last = if differ { 60 + number.max(head) } else { 0 };
        let part = if canvas.size.narrow() { 31 } else { 36 };
        let first = canvas.width() * part / 100;
        let count = grid.series().len();
        Self {
            first,
            step: (canvas.width() - first - last) / units(count).max(1),
            last,
            count,
            direction: canvas.figure.direction,
        }
    }

    /// Where the numbers of a column stand. Digits run from left to right in every language, so numbers end at the right
    /// on paper.
    fn at(&self, column: usize) -> (i32, Anchor) {
        let left = self.first + self.step * units(column);
        let wide = if column < self.count {
            self.step
        } else {
            self.last
        };
        match self.direction {
            Direction::LeftToRight => (left + wide, Anchor::End),
            Direction::RightToLeft => (left + GAP, Anchor::Start),
        }
    }
}

/// Draws the list: those that have a number in the plot instead of a label, and those that have no place in it.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    grid: &Grid,
    scale: Scale,
    listed: &[(Option<usize>, &Row)],
) -> Result {
    if listed.is_empty() {
        return Ok(());
    }
    let columns = Columns::new(canvas, grid);
    head(canvas, grid, scale, &columns)?;
    let (of, leading) = (canvas.body(), canvas.leading(canvas.body()));
    for (number, row) in listed {
        let indent = if number.is_some() { 130 } else { 0 };
        let y = canvas.y + leading / 2;
        if let Some(number) = number {
            let bold = heads(canvas);
            canvas.text((0, y), Anchor::Start, (bold, INK), &number.to_string())?;
        }
        let room = columns.first - 60 - indent;
        let lines = canvas.ruler.wrap(&row.label, of, room);
        let bottom = canvas.lines((indent, canvas.y), Anchor::Start, (of, INK), &lines)?;
        for (n, (series, cell)) in row.pairs(grid).enumerate() {
            let shares = scale == Scale::Share && n < 2;
            let share = row.per_cent(series, cell).filter(|_| shares);
            value(canvas, (columns.at(n), y), of, cell, share)?;
        }
        if columns.last > 0 {
            value(canvas, (columns.at(columns.count), y), of, row.base, None)?;
        }
        canvas.y = bottom.max(canvas.y + leading) + 16;
    }
    Ok(())
}

/// The heads of the columns and the rule under them.
fn head(canvas: &mut Canvas<'_>, grid: &Grid, scale: Scale, columns: &Columns) -> Result {
    let (bold, words) = (heads(canvas), &canvas.figure.words);
    let wrap = |text: &str, limit| canvas.ruler.wrap(text, bold, limit);
    let own = wrap(&words.row, columns.first - 60);
    let mut tops: Vec<_> = grid
        .series()
        .iter()
        .map(|s| wrap(&s.label, columns.step - GAP))
        .collect();
    if columns.last > 0 {
        tops.push(vec![words.base.clone()]);
    }
    if scale == Scale::Share {
        let at = (columns.first + GAP, canvas.y + canvas.leading(bold) / 2);
        let look = (bold, GREY);
        canvas.text(at, Anchor::Start, look, &words.count_and_per_cent)?;
        canvas.y += canvas.leading(bold) + 10;
    }
    let all = tops.iter().chain([&own]);
    let high = all.map(|lines| canvas.height(lines, bold)).max();
    let foot = canvas.y + high.unwrap_or(0);
    let top = foot - canvas.height(&own, bold);
    canvas.lines((0, top), Anchor::Start, (bold, GREY), &own)?;
    for (n, lines) in tops.iter().enumerate() {
        let (x, anchor) = columns.at(n);
        let top = foot - canvas.height(lines, bold);
        canvas.lines((x, top), anchor, (bold, GREY), lines)?;
    }
    canvas.y = foot + 20;
    canvas.line((0, canvas.y), (canvas.width(), canvas.y), RULE, 5)?;
    canvas.y += 20;
    Ok(())
}

/// A number, with its percentage if it has one.
fn value(
    canvas: &Canvas<'_>,
    ((x, anchor), y): ((i32, Anchor), i32),
    of: Type,
    cell: Cell,
    share: Option<u64>,
) -> Result {
    if cell == Cell::Withheld {
        let left = if anchor == Anchor::End { x - 110 } else { x };
        return canvas.area((left, y - 38, left + 110, y + 38), Fill::Crossed);
    }
    let text = match (cell, share) {
        (Cell::Count(0), _) => NIL.to_owned(),
        (Cell::Count(n), Some(share)) => {
            format!("{} ({})", canvas.numeral(n), canvas.numeral(share))
        }
        _ => canvas.cell(cell),
    };
    canvas.text((x, y), anchor, (of, INK), &text)
}
