//! Rows by columns: each cell shaded by its number or its share, and the number printed.

use super::canvas::{Anchor, Bounds, Canvas};
use super::key::{self, Entry};
use super::palette::{self, Fill, GREY, INK, RULE, SHADES, WHITE};
use super::rows::heads;
use super::ruler::Type;
use super::scale::step;
use super::{Result, units};
use crate::chart::figure::{self, Cell, Direction, Grid, Role, Row, Series};

/// The widest cell: a table of two columns need not fill the page.
const WIDEST: i32 = 800;
/// Between the shaded cells and what is not shaded.
const APART: i32 = 60;
/// How tall a turned head may be.
const TALLEST: i32 = 1100;

/// Where the columns are, and how they are headed.
struct Columns {
    left: i32,
    cell: i32,
    /// Whether heads read upward because a word is wider than its column.
    upright: bool,
    /// Where numbers of the column of bases are set, if there is one.
    base: Option<(i32, Anchor)>,
}

/// How numbers become shades.
struct Shading {
    scale: figure::Scale,
    step: u32,
    most: u32,
}

/// Draws the plot, then the key.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid, scale: figure::Scale) -> Result {
    let shading = Shading::new(grid, scale);
    let of = canvas.body();
    let limit = canvas.width() * if canvas.size.narrow() { 36 } else { 34 } / 100;
    let labels: Vec<_> = grid
        .rows()
        .iter()
        .map(|r| canvas.ruler.wrap(&r.label, weight(r, of), limit))
        .collect();
    let ruler = canvas.ruler;
    let widths = labels
        .iter()
        .zip(grid.rows())
        .flat_map(|(lines, row)| lines.iter().map(move |l| ruler.width(l, weight(row, of))));
    let columns = Columns::new(canvas, grid, widths.max().unwrap_or(0) + 70);
    top(canvas, grid, &columns)?;

    let shares = scale == figure::Scale::Share;
    let least = if shares && !columns.cramped(canvas) {
        260
    } else {
        190
    };
    let mut before = None;
    for (row, lines) in grid.rows().iter().zip(&labels) {
        if before.is_some_and(|role| role != row.role) {
            canvas.y += APART;
        }
        before = Some(row.role);
        let tall = canvas.height(lines, of);
        let high = least.max(tall + 50);
        let label = (columns.left - 70, canvas.y + (high - tall) / 2);
        canvas.lines(label, Anchor::End, (weight(row, of), INK), lines)?;
        for (index, (series, cell)) in row.pairs(grid).enumerate() {
            let left = columns.at(grid, index);
            let bounds = (left, canvas.y, left + columns.cell, canvas.y + high);
            self::cell(
                canvas,
                &shading,
                (row, series, cell),
                bounds,
                columns.cramped(canvas),
            )?;
        }
        if let Some((x, anchor)) = columns.base {
            let base = canvas.cell(row.base);
            canvas.text(
                (x, canvas.y + high / 2),
                anchor,
                (weight(row, of), INK),
                &base,
            )?;
        }
        canvas.y += high;
    }
    canvas.y += 90;
    let mut entries = shading.key(canvas);
    entries.extend(key::of_signs(canvas, grid, true));
    let words = &canvas.figure.words;
    let head = if shares {
        &words.per_cent
    } else {
        &words.count
    };
    key::draw(canvas, Some(head), &entries)?;
    canvas.y -= 40;
    Ok(())
}

impl Columns {
    fn new(canvas: &Canvas<'_>, grid: &Grid, left: i32) -> Self {
        let bases = grid.rows().iter().map(|r| r.base);
        let same = bases
            .clone()
            .all(|b| grid.rows().first().is_some_and(|r| r.base == b));
        let number = bases
            .map(|b| canvas.ruler.width(&canvas.cell(b), canvas.body()))
            .max();
        let head = canvas
            .ruler
            .widest_word(&canvas.figure.words.base, heads(canvas));
        let base = if same {
            0
        } else {
            number.unwrap_or(0).max(head) + APART
        };
        let gap = if grid.series().iter().all(|s| shaded(s.role)) {
            0
        } else {
            APART
        };
        let room = canvas.width() - left - base - gap;
        let cell = (room / units(grid.series().len().max(1))).min(WIDEST);
        let words = grid.series().iter();
        let widest = words
            .map(|s| canvas.ruler.widest_word(&s.label, heads(canvas)))
            .max();
        let upright = widest.unwrap_or(0) + 20 > cell;
        let end = left + cell * units(grid.series().len()) + gap + base;
        // Digits run from left to right in every language, so numbers end at the right on paper.
        let place = match canvas.figure.direction {
            Direction::LeftToRight => (end, Anchor::End),
            Direction::RightToLeft => (end - base + APART, Anchor::Start),
        };
        Self {
            left,
            cell,
            upright,
            base: (!same).then_some(place),
        }
    }

    /// Where a column begins; those that are not shaded stand apart.
    fn at(&self, grid: &Grid, index: usize) -> i32 {
        let aside = grid.series().get(index).is_some_and(|s| !shaded(s.role));
        self.left + self.cell * units(index) + if aside { APART } else { 0 }
    }

    /// Whether a count and its percentage do not fit beside each other.
    fn cramped(&self, canvas: &Canvas<'_>) -> bool {
        self.cell < canvas.ruler.width("100 (100)", canvas.body()) + 20
    }
}

/// The heads, which stand on the table.
fn top(canvas: &mut Canvas<'_>, grid: &Grid, columns: &Columns) -> Result {
    let of = heads(canvas);
    let wrap = |limit| -> Vec<_> {
        grid.series()
            .iter()
            .map(|s| canvas.ruler.wrap(&s.label, of, limit))
            .collect()
    };
    let all = if columns.upright {
        // As short as the lines that fit side by side into a column allow.
        let most = usize::try_from(columns.cell / canvas.leading(of))
            .unwrap_or(0)
            .max(1);
        let words = grid
            .series()
            .iter()
            .map(|s| canvas.ruler.widest_word(&s.label, of));
        let mut limit = words.max().unwrap_or(0).min(TALLEST);
        while limit < TALLEST && wrap(limit).iter().any(|lines| lines.len() > most) {
            limit += 50;
        }
        wrap(limit)
    } else {
        wrap(columns.cell - 20)
    };
    let long = |lines: &[String]| {
        lines
            .iter()
            .map(|l| canvas.ruler.width(l, of))
            .max()
            .unwrap_or(0)
    };
    let tall = if columns.upright {
        all.iter().map(|l| long(l)).max().unwrap_or(0)
    } else {
        all.iter().map(|l| canvas.height(l, of)).max().unwrap_or(0)
    };
    let bottom = canvas.y + tall + 20;
    for (index, lines) in all.iter().enumerate() {
        let middle = columns.at(grid, index) + columns.cell / 2;
        if columns.upright {
            canvas.upright((middle, bottom - 20), (of, INK), lines)?;
        } else {
            let top = bottom - 20 - canvas.height(lines, of);
            canvas.lines((middle, top), Anchor::Middle, (of, INK), lines)?;
        }
    }
    if let Some((x, anchor)) = columns.base {
        let y = bottom - 20 - canvas.leading(of) / 2;
        canvas.text((x, y), anchor, (of, GREY), &canvas.figure.words.base)?;
    }
    canvas.y = bottom;
    Ok(())
}

fn cell(
    canvas: &Canvas<'_>,
    shading: &Shading,
    (row, series, cell): (&Row, &Series, Cell),
    bounds: Bounds,
    cramped: bool,
) -> Result {
    let plain = !shaded(series.role) || row.role != Role::Answer;
    let fill = match cell {
        Cell::Withheld => Fill::Crossed,
        Cell::Count(_) | Cell::NotApplicable if plain => Fill::Plain(WHITE),
        Cell::Count(_) | Cell::NotApplicable => shading
            .shade(row, series, cell)
            .map_or(Fill::Plain(WHITE), Fill::Plain),
    };
    canvas.area(bounds, fill)?;
    canvas.outline(bounds, RULE, 5)?;
    let (left, top, right, bottom) = bounds;
    let (x, y) = (i32::midpoint(left, right), i32::midpoint(top, bottom));
    let (ink, of) = (palette::ink_on(fill), canvas.body());
    let share = row
        .per_cent(series, cell)
        .filter(|_| shading.scale == figure::Scale::Share);
    let share = share
        .filter(|_| cell != Cell::Count(0))
        .map(|n| canvas.numeral(n));
    match share {
        Some(share) if cramped => {
            let step = canvas.leading(of) * 9 / 20;
            canvas.text((x, y - step), Anchor::Middle, (of, ink), &canvas.cell(cell))?;
            canvas.text(
                (x, y + step),
                Anchor::Middle,
                (canvas.small(), ink),
                &format!("({share})"),
            )
        }
        Some(share) => {
            let text = format!("{} ({share})", canvas.cell(cell));
            canvas.text((x, y), Anchor::Middle, (of, ink), &text)
        }
        None => canvas.text((x, y), Anchor::Middle, (of, ink), &canvas.cell(cell)),
    }
}

impl Shading {
    fn new(grid: &Grid, scale: figure::Scale) -> Self {
        let answers = grid.rows().iter().filter(|r| r.role == Role::Answer);
        let numbers = answers.flat_map(|row| {
            let cells = row.pairs(grid).filter(|(s, _)| shaded(s.role));
            cells.filter_map(move |(s, cell)| Self::number(scale, row, s, cell))
        });
        let most = numbers.max().unwrap_or(0);
        Self {
            scale,
            step: step(most, 6),
            most,
        }
    }

    fn number(scale: figure::Scale, row: &Row, series: &Series, cell: Cell) -> Option<u32> {
        match scale {
            figure::Scale::Count => cell.count(),
            figure::Scale::Share => row.per_cent(series, cell),
        }
    }

    /// The shade of a cell; none for nil, and none for a share of too small a base.
    fn shade(&self, row: &Row, series: &Series, cell: Cell) -> Option<plotters::style::RGBColor> {
        if cell == Cell::Count(0) {
            return None;
        }
        let number = Self::number(self.scale, row, series, cell)?;
        SHADES
            .get(usize::try_from(number.saturating_sub(1) / self.step).ok()?)
            .copied()
    }

    /// An entry for each shade in use: "1–10".
    fn key(&self, canvas: &Canvas<'_>) -> Vec<Entry> {
        let classes = SHADES
            .iter()
            .zip(0_u32..)
            .take_while(|(_, n)| n * self.step < self.most);
        let entries = classes.map(|(shade, n)| {
            let (first, last) = (n * self.step + 1, (n + 1) * self.step);
            let (first, last) = (canvas.numeral(first), canvas.numeral(last));
            let range = if first == last {
                first
            } else {
                format!("{first}–{last}")
            };
            (key::Mark::Fill(Fill::Plain(*shade)), range)
        });
        entries.collect()
    }
}

const fn shaded(role: Role) -> bool {
    !matches!(role, Role::NonResponse | Role::Column)
}

/// Totals are set in the heavier weight.
fn weight(row: &Row, of: Type) -> Type {
    Type {
        bold: row.role == Role::Total,
        ..of
    }
}
