//! Marks on a scale: apart in shape as well as in colour. And what stands for a mark that has no place on the scale.

use plotters::style::RGBColor;

use super::Result;
use super::canvas::{Anchor, Canvas};
use super::palette::{self, BLUE, Fill, GREY, INK, RULE, WHITE};
use super::rows::{Band, Column, Sheet};
use super::ruler::Type;
use super::scale::{self, Scale};
use super::stacked::ticks;
use crate::chart::figure::{self, Cell, Grid, Role, Row, Series};

/// Half the width of a mark.
pub(super) const HALF: i32 = 40;
/// The width of the sign of a withheld number.
const BOX: i32 = 100;
/// Between a mark and its number.
pub(super) const GAP: i32 = 22;
/// Between one mark with its number and the next.
const BETWEEN: i32 = 60;

/// The outline of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outline {
    Disc,
    Diamond,
    Square,
    Triangle,
    Turned,
    Ring,
}

/// Neighbours are as different as they can be.
const OUTLINES: [Outline; 5] = [
    Outline::Disc,
    Outline::Diamond,
    Outline::Square,
    Outline::Triangle,
    Outline::Turned,
];

/// How a series is marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    outline: Outline,
    color: RGBColor,
}

/// The mark of each series, in their order.
pub(super) fn of_series(series: &[Series]) -> Vec<Shape> {
    let fills = palette::fills(series, palette::Hues::Apart);
    let colors = fills.into_iter().map(|fill| match fill {
        Fill::Plain(color) => color,
        Fill::Slanted | Fill::Crossed => WHITE,
    });
    let marks = colors.zip(OUTLINES.into_iter().cycle());
    marks
        .map(|(color, outline)| Shape { outline, color })
        .collect()
}

/// The marks of two rounds: hollow for what was, full for what is.
pub(super) const ROUNDS: [Shape; 2] = [
    Shape {
        outline: Outline::Ring,
        color: BLUE,
    },
    Shape {
        outline: Outline::Disc,
        color: BLUE,
    },
];

impl Shape {
    /// The mark in a row that has no answers, or answers that point neither way.
    pub(super) const fn in_row(self, role: Role) -> Self {
        let color = match role {
            Role::NonResponse => WHITE,
            Role::Neutral => palette::BETWEEN,
            Role::Answer | Role::Against | Role::Column | Role::Value | Role::Total => self.color,
        };
        Self { color, ..self }
    }

    /// Half the width of the mark.
    pub(super) const fn half(self) -> i32 {
        match self.outline {
            // So large that a disc at the same place leaves it seen.
            Outline::Ring => 57,
            Outline::Disc => HALF,
            Outline::Diamond | Outline::Square | Outline::Triangle | Outline::Turned => HALF + 10,
        }
    }

    /// Draws the mark. Light colours have a dark edge.
    pub(super) fn draw(self, canvas: &Canvas<'_>, (x, y): (i32, i32)) -> Result {
        let dark = palette::ink_on(Fill::Plain(self.color)) == WHITE;
        let edge = (if dark { self.color } else { INK }, 7);
        let h = HALF - 2;
        // Outlines with corners look smaller than a disc of their width.
        let (wide, flat) = (h + 8, h * 9 / 10);
        match self.outline {
            Outline::Disc => {
                canvas.disc((x, y), h, self.color)?;
                canvas.ring((x, y), h, edge.0, edge.1)
            }
            Outline::Ring => {
                canvas.disc((x, y), 50, WHITE)?;
                canvas.ring((x, y), 50, self.color, 13)
            }
            Outline::Diamond => {
                let corners = [(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)];
                canvas.polygon(&corners, self.color, edge)
            }
            Outline::Square => {
                let (left, top, right, bottom) = (x - flat, y - flat, x + flat, y + flat);
                let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
                canvas.polygon(&corners, self.color, edge)
            }
            Outline::Triangle => {
                let corners = [(x, y - wide), (x + wide, y + h), (x - wide, y + h)];
                canvas.polygon(&corners, self.color, edge)
            }
            Outline::Turned => {
                let corners = [(x, y + wide), (x + wide, y - h), (x - wide, y - h)];
                canvas.polygon(&corners, self.color, edge)
            }
        }
    }
}

/// Marks side by side, each followed by its number or by the sign why there is none.
pub(super) type Strip = Vec<(Shape, Cell)>;

/// Whether a series has a mark; the others follow in columns.
pub(super) const fn is_mark(series: &Series) -> bool {
    !matches!(series.role, Role::Column | Role::NonResponse)
}

/// What is not on the scale in a row: all its cells where its share may not be given or it is a total, else those that
/// have no number.
pub(super) fn strip(
    grid: &Grid,
    row: &Row,
    scale: figure::Scale,
    shapes: &[Shape],
) -> (Strip, bool) {
    let drawn = || row.pairs(grid).zip(shapes).filter(|((s, _), _)| is_mark(s));
    let off =
        |s: &Series, cell: Cell| cell.count().is_some() && row.on_scale(scale, s, cell).is_none();
    let whole = row.role == Role::Total || drawn().any(|((s, cell), _)| off(s, cell));
    let cells = drawn().filter(|((_, cell), _)| whole || cell.count().is_none());
    (
        cells
            .map(|((_, cell), shape)| (shape.in_row(row.role), cell))
            .collect(),
        whole,
    )
}

/// How wide a strip is.
pub(super) fn width(canvas: &Canvas<'_>, strip: &Strip, of: Type) -> i32 {
    let one = |(shape, cell): &(Shape, Cell)| {
        let number = match cell {
            Cell::Withheld => BOX,
            Cell::Count(_) | Cell::NotApplicable => canvas.ruler.width(&canvas.cell(*cell), of),
        };
        shape.half() * 2 + GAP + number + BETWEEN
    };
    let all: i32 = strip.iter().map(one).sum();
    (all - BETWEEN).max(0)
}

/// Draws a strip from `x` on.
pub(super) fn draw(canvas: &Canvas<'_>, (x, y): (i32, i32), strip: &Strip, of: Type) -> Result {
    let mut x = x;
    for (shape, cell) in strip {
        shape.draw(canvas, (x + shape.half(), y))?;
        x += shape.half() * 2 + GAP;
        if *cell == Cell::Withheld {
            canvas.area((x, y - 40, x + BOX, y + 40), Fill::Crossed)?;
            x += BOX;
        } else {
            let text = canvas.cell(*cell);
            canvas.text((x, y), Anchor::Start, (of, INK), &text)?;
            x += canvas.ruler.width(&text, of);
        }
        x += BETWEEN;
    }
    Ok(())
}

/// A sheet with a scale across: marks on it, and after it what has no place on it.
pub(super) struct Track {
    /// Labels and columns.
    pub(super) sheet: Sheet,
    /// The scale.
    pub(super) axis: Scale,
    /// Its ends.
    pub(super) span: (i32, i32),
    top: u64,
    scale: figure::Scale,
    /// For each row, what is not on the scale, and whether that is the whole row.
    strips: Vec<(Strip, bool)>,
    /// Where that begins in rows that have marks too.
    after: i32,
}

impl Track {
    /// Divides the width. `ends` is the room that numbers need before the first mark and after the last; the scale is as
    /// long as that lets it be.
    pub(super) fn new(
        canvas: &Canvas<'_>,
        (grid, scale): (&Grid, figure::Scale),
        (head, columns): (&str, Vec<Column>),
        shapes: &[Shape],
        ends: (i32, i32),
    ) -> Self {
        let sheet = Sheet::divide(canvas, grid, head, columns);
        let strips: Vec<_> = grid
            .rows()
            .iter()
            .map(|row| strip(grid, row, scale, shapes))
            .collect();
        let after = strips
            .iter()
            .filter(|(strip, whole)| !whole && !strip.is_empty());
        let after = after.map(|(strip, _)| width(canvas, strip, canvas.body()) + BETWEEN);
        let after = after.max().unwrap_or(0);
        let placed = grid.rows().iter().filter(|r| r.role != Role::Total);
        let placed = placed.flat_map(|row| {
            let cells = row.pairs(grid).filter(|(s, _)| is_mark(s));
            cells.filter_map(|(s, cell)| row.on_scale(scale, s, cell))
        });
        let placed: Vec<_> = placed.collect();
        let (least, most) = (placed.iter().min(), placed.iter().max());
        let (least, most) = (least.copied().unwrap_or(0), most.copied().unwrap_or(0));
        let top = match scale {
            figure::Scale::Share => 100,
            figure::Scale::Count => {
                let step = scale::step(most, ticks(canvas));
                most.div_ceil(step).max(1) * step
            }
        };
        let (left, right) = (sheet.left, (sheet.right - after).max(sheet.left + 300));
        let whole = Scale::new(top, (left, right));
        // A number before a mark stands wholly before the axis or wholly after it.
        let near = whole.at(least) - left < ends.0;
        let before = if near { ends.0 } else { 0 };
        let beyond = (ends.1 - (right - whole.at(most))).max(0);
        let span = (left + before, (right - beyond).max(left + before + 150));
        Self {
            sheet,
            axis: Scale::new(top, span),
            span,
            top,
            scale,
            strips,
            after: right + BETWEEN,
        }
    }

    /// Draws the lines of the grid, a line for each row, and what is not on the scale.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>) -> Result {
        let any = self.strips.iter().any(|(_, whole)| !whole);
        if any {
            let step = match self.scale {
                figure::Scale::Share => 20,
                figure::Scale::Count => scale::step(self.top, ticks(canvas)),
            };
            let ticks: Vec<_> = (0..=self.top / step)
                .map(|n| (self.axis.at(n * step), n * step))
                .collect();
            let words = &canvas.figure.words;
            let head = match self.scale {
                figure::Scale::Share => &words.per_cent,
                figure::Scale::Count => &words.count,
            };
            scale::grid(canvas, &self.sheet, &ticks, head)?;
        }
        for ((strip, whole), band) in self.strips.iter().zip(&self.sheet.bands) {
            let y = i32::midpoint(band.top, band.bottom);
            if *whole {
                self.counts(canvas, strip, band)?;
            } else {
                canvas.line((self.span.0, y), (self.span.1, y), RULE, 4)?;
                draw(canvas, (self.after, y), strip, canvas.body())?;
            }
        }
        if any {
            self.sheet.axis(canvas, self.span.0)?;
        }
        Ok(())
    }

    /// The counts of a row that has no place on the scale, on white, so that they are not read off it.
    fn counts(&self, canvas: &Canvas<'_>, strip: &Strip, band: &Band) -> Result {
        let (y, of, small) = (
            i32::midpoint(band.top, band.bottom),
            canvas.body(),
            canvas.small(),
        );
        let left = self.span.0 + 20;
        let words = &canvas.figure.words.count;
        let head = canvas.ruler.width(words, small) + BETWEEN;
        let room = self.sheet.right - left;
        let whole = width(canvas, strip, of);
        let head = if head + whole <= room { head } else { 0 };
        let tall = canvas.leading(of) / 2 + 12;
        let ground = (left - 8, y - tall, left + head + whole + 20, y + tall);
        canvas.area(ground, Fill::Plain(WHITE))?;
        if head > 0 {
            canvas.text((left, y), Anchor::Start, (small, GREY), words)?;
        }
        draw(canvas, (left + head, y), strip, of)
    }

    /// Whether nothing of a row stands on the scale.
    pub(super) fn is_whole(&self, row: usize) -> bool {
        self.strips.get(row).is_none_or(|(_, whole)| *whole)
    }
}

/// A number beside a mark, on white, so that lines of the grid do not cross it.
pub(super) fn number(
    canvas: &Canvas<'_>,
    (x, y): (i32, i32),
    anchor: Anchor,
    of: Type,
    text: &str,
) -> Result {
    let width = canvas.ruler.width(text, of);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2,
        Anchor::End => x - width,
    };
    let tall = of.size * 45 / 100;
    canvas.area(
        (left - 6, y - tall, left + width + 6, y + tall),
        Fill::Plain(WHITE),
    )?;
    canvas.text((x, y), anchor, (of, INK), text)
}
