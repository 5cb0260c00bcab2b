//! Rows of bars: labels beside or above them, columns of numbers after them.

use super::Result;
use super::canvas::{Anchor, Canvas};
use super::palette::{Fill, GREY, INK, RULE};
use super::ruler::Type;
use super::scale::Scale;
use crate::chart::figure::{Cell, Direction, Grid, Role, Row, Series};

/// Between the plot and a column, and between columns.
const GAP: i32 = 110;
/// Between rows.
const BETWEEN: i32 = 75;
/// The longest bar in a column of non-response.
const SMALL_BAR: i32 = 150;

/// A column after the plot.
pub(super) struct Column {
    head: Vec<String>,
    marks: Vec<Mark>,
    width: i32,
    left: i32,
}

/// What a column holds in one row.
pub(super) enum Mark {
    /// Text at the end of the column.
    Text(String),
    /// A hatched bar with its number.
    Bar(Cell),
}

/// Where a row's bar goes.
pub(super) struct Band {
    /// The top of the bar, with nothing above it that belongs to the row but its label.
    pub(super) top: i32,
    /// The bottom of the bar.
    pub(super) bottom: i32,
}

/// Places across and down the page.
pub(super) struct Sheet {
    /// Where bars begin.
    pub(super) left: i32,
    /// Where they must end.
    pub(super) right: i32,
    /// The upper end of the plot.
    pub(super) top: i32,
    /// The lower end of the plot.
    pub(super) bottom: i32,
    /// The lower end of the rows that are not totals.
    end: i32,
    /// One for each row.
    pub(super) bands: Vec<Band>,
    head: Vec<String>,
    columns: Vec<Column>,
    labels: Vec<Vec<String>>,
}

impl Column {
    /// A column of numbers or of small bars, headed `head`.
    pub(super) fn new(canvas: &Canvas<'_>, head: &str, marks: Vec<Mark>) -> Self {
        let (bold, body) = (heads(canvas), canvas.body());
        let limit = if canvas.size.narrow() { 480 } else { 640 };
        let limit = limit.max(canvas.ruler.widest_word(head, bold).min(800));
        let head = canvas.ruler.wrap(head, bold, limit);
        let widest = head
            .iter()
            .map(|l| canvas.ruler.width(l, bold))
            .max()
            .unwrap_or(0);
        let number = |cell: &Cell| canvas.ruler.width(&canvas.cell(*cell), body);
        let inside = marks.iter().map(|mark| match mark {
            Mark::Text(text) => canvas.ruler.width(text, Type { bold: true, ..body }),
            Mark::Bar(cell) => SMALL_BAR + 30 + number(cell),
        });
        let width = inside.max().unwrap_or(0).max(widest);
        Self {
            head,
            marks,
            width,
            left: 0,
        }
    }

    /// The column of a series: bars for non-response, numbers for the rest.
    pub(super) fn of_series(canvas: &Canvas<'_>, grid: &Grid, series: &Series) -> Self {
        let cell = |row: &Row| {
            row.pairs(grid)
                .find(|(s, _)| std::ptr::eq(*s, series))
                .map(|(_, cell)| cell)
        };
        let marks = grid.rows().iter().map(|row| {
            let cell = cell(row).unwrap_or(Cell::NotApplicable);
            if series.role == Role::NonResponse || cell == Cell::Withheld {
                Mark::Bar(cell)
            } else {
                Mark::Text(canvas.cell(cell))
            }
        });
        Self::new(canvas, &series.label, marks.collect())
    }

    /// The column of bases, if rows differ in theirs; else the figure's own line of the base says it.
    pub(super) fn of_bases(canvas: &Canvas<'_>, grid: &Grid) -> Option<Self> {
        let answers = grid.rows().iter().filter(|r| r.role != Role::NonResponse);
        let mut bases = answers.map(|r| r.base);
        let first = bases.next()?;
        if bases.all(|b| b == first) {
            return None;
        }
        let marks = grid.rows().iter().map(|r| match r.base {
            Cell::Withheld => Mark::Bar(Cell::Withheld),
            base => Mark::Text(canvas.cell(base)),
        });
        Some(Self::new(
            canvas,
            &canvas.figure.words.base,
            marks.collect(),
        ))
    }

    fn draw(&self, canvas: &Canvas<'_>, sheet: &Sheet, rows: &[Row]) -> Result {
        let texts = self.marks.iter().any(|m| matches!(m, Mark::Text(_)));
        // Digits run from left to right in every language, so numbers end at the right on paper.
        let (x, anchor) = match canvas.figure.direction {
            Direction::LeftToRight if texts => (self.left + self.width, Anchor::End),
            Direction::LeftToRight | Direction::RightToLeft => (self.left, Anchor::Start),
        };
        let bold = heads(canvas);
        let top = sheet.top - canvas.height(&self.head, bold) - 20;
        canvas.lines((x, top), anchor, (bold, GREY), &self.head)?;
        let counts = self.marks.iter().filter_map(|m| match m {
            Mark::Bar(cell) => cell.count(),
            Mark::Text(_) => None,
        });
        let scale = Scale::new(counts.max().unwrap_or(0), (0, SMALL_BAR));
        for ((mark, band), row) in self.marks.iter().zip(&sheet.bands).zip(rows) {
            let of = label_type(row, canvas.body());
            let middle = i32::midpoint(band.top, band.bottom);
            match mark {
                Mark::Text(text) => {
                    canvas.text((x, middle), anchor, (of, INK), text)?;
                }
                Mark::Bar(Cell::Withheld) => {
                    let left = if anchor == Anchor::Start {
                        x
                    } else {
                        x - SMALL_BAR
                    };
                    canvas.area(
                        (left, middle - 45, left + SMALL_BAR, middle + 45),
                        Fill::Crossed,
                    )?;
                }
                Mark::Bar(cell) => {
                    let end = self.left + scale.at(cell.count().unwrap_or(0));
                    if end > self.left {
                        canvas.area((self.left, middle - 45, end, middle + 45), Fill::Slanted)?;
                    }
                    let text = canvas.cell(*cell);
                    canvas.text(
                        (end + 25, middle),
                        Anchor::Start,
                        (canvas.body(), INK),
                        &text,
                    )?;
                }
            }
        }
        Ok(())
    }
}

/// The type of heads over columns.
pub(super) const fn heads(canvas: &Canvas<'_>) -> Type {
    Type {
        bold: true,
        ..canvas.small()
    }
}

impl Sheet {
    /// Divides the width: labels, plot (under `head`), columns. Places down the page are set by [`Self::place`].
    pub(super) fn divide(
        canvas: &Canvas<'_>,
        grid: &Grid,
        head: &str,
        mut columns: Vec<Column>,
    ) -> Self {
        let narrow = canvas.size.narrow();
        let limit = if narrow {
            canvas.width()
        } else {
            canvas.width() * 35 / 100
        };
        let of = canvas.body();
        let labels: Vec<_> = grid
            .rows()
            .iter()
            .map(|r| canvas.ruler.wrap(&r.label, label_type(r, of), limit))
            .collect();
        let widths = labels.iter().zip(grid.rows()).flat_map(|(lines, row)| {
            lines
                .iter()
                .map(move |l| canvas.ruler.width(l, label_type(row, of)))
        });
        let left = if narrow {
            0
        } else {
            widths.max().unwrap_or(0) + 80
        };
        let mut right = canvas.width();
        for column in columns.iter_mut().rev() {
            column.left = right - column.width;
            right = column.left - GAP;
        }
        let right = right.max(left + 300);
        let head = canvas.ruler.wrap(head, heads(canvas), right - left);
        Self {
            left,
            right,
            top: 0,
            bottom: 0,
            end: 0,
            bands: Vec::new(),
            head,
            columns,
            labels,
        }
    }

    /// The stretches down the page that lines of the grid cross: not totals, which are on no scale,
    /// and not labels that stand above their bars.
    pub(super) fn rails(&self, canvas: &Canvas<'_>) -> Vec<(i32, i32)> {
        if canvas.size.narrow() {
            let bars = self.bands.iter().filter(|b| b.bottom <= self.end);
            bars.map(|b| (b.top - 12, b.bottom + 12)).collect()
        } else {
            vec![(self.top, self.end)]
        }
    }

    /// Draws the line that bars begin at.
    pub(super) fn axis(&self, canvas: &Canvas<'_>, x: i32) -> Result {
        for (top, bottom) in self.rails(canvas) {
            canvas.line((x, top), (x, bottom), INK, 8)?;
        }
        Ok(())
    }

    /// Stacks the rows from the canvas's present place: each has a bar of `thickness` and above it `crowns` of room.
    /// Draws labels and columns, and moves the canvas past them.
    pub(super) fn place(
        &mut self,
        canvas: &mut Canvas<'_>,
        grid: &Grid,
        thickness: i32,
        crowns: &[i32],
    ) -> Result {
        let thick = vec![thickness; grid.rows().len()];
        self.place_each(canvas, grid, &thick, crowns)
    }

    /// The same for rows that differ in what they need.
    pub(super) fn place_each(
        &mut self,
        canvas: &mut Canvas<'_>,
        grid: &Grid,
        thickness: &[i32],
        crowns: &[i32],
    ) -> Result {
        let over = self.columns.iter().map(|c| &c.head).chain([&self.head]);
        let over = over
            .filter(|h| !h.is_empty())
            .map(|h| canvas.height(h, heads(canvas)) + 20);
        self.top = canvas.y + over.max().unwrap_or(0);
        let top = self.top - canvas.height(&self.head, heads(canvas)) - 20;
        canvas.lines(
            (self.left, top),
            Anchor::Start,
            (heads(canvas), GREY),
            &self.head,
        )?;
        let (of, narrow) = (canvas.body(), canvas.size.narrow());
        let mut y = self.top + if narrow { 20 } else { BETWEEN / 2 };
        let mut before = None;
        self.end = i32::MAX;
        for (index, (row, lines)) in grid.rows().iter().zip(&self.labels).enumerate() {
            let total = row.role == Role::Total;
            if total && before != Some(Role::Total) {
                self.end = y - BETWEEN / 2;
                canvas.line(
                    (0, y - BETWEEN / 2),
                    (canvas.width(), y - BETWEEN / 2),
                    RULE,
                    5,
                )?;
            } else if row.role == Role::NonResponse && before.is_some_and(|b| b != row.role) {
                y += BETWEEN / 2;
            }
            before = Some(row.role);
            let crown = crowns.get(index).copied().unwrap_or(0);
            let own = thickness.get(index).copied().unwrap_or(0);
            let thick = if total { canvas.leading(of) } else { own };
            let (tall, look) = (canvas.height(lines, of), (label_type(row, of), INK));
            let top = if narrow {
                canvas.lines((0, y), Anchor::Start, look, lines)? + crown + 12
            } else {
                // The gap above the row is room too.
                let room = tall.max(thick);
                y += (crown - (room - thick) / 2 - BETWEEN + 30).max(0);
                canvas.lines(
                    (self.left - 80, y + (room - tall) / 2),
                    Anchor::End,
                    look,
                    lines,
                )?;
                y + (room - thick) / 2
            };
            self.bands.push(Band {
                top,
                bottom: top + thick,
            });
            y = (top + thick).max(if narrow { 0 } else { y + tall }) + BETWEEN;
        }
        self.bottom = y - BETWEEN / 2;
        self.end = self.end.min(self.bottom);
        for column in &self.columns {
            column.draw(canvas, self, grid.rows())?;
        }
        canvas.y = self.bottom;
        Ok(())
    }
}

/// Totals are set in the heavier weight.
fn label_type(row: &Row, of: Type) -> Type {
    Type {
        bold: row.role == Role::Total,
        ..of
    }
}
