//! Rows by columns: each cell shaded by its number or its share, and the number printed.

mod columns;

use columns::Columns;
use plotters::style::RGBColor;

use super::Result;
use super::canvas::{Anchor, Bounds, Canvas, NOT_APPLICABLE, whole};
use super::key::{self, Entry};
use super::palette::{self, Fill, INK, RULE, SHADES, WHITE};
use super::ruler::Type;
use crate::chart::figure::{self, Cell, Grid, Role, Row, Series};

/// Between the shaded cells and what is not shaded.
const APART: i32 = 60;

/// How many shades there are.
const CLASSES: u64 = 6;
/// How many numbers may share a shade.
const STEPS: [u64; 13] = [1, 2, 3, 4, 5, 8, 10, 12, 15, 20, 25, 30, 40];

/// Which cells of a table are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// All.
    Both,
    /// The diagonal and what is below it.
    Lower,
}

/// How numbers become shades.
pub(super) struct Shading {
    scale: figure::Scale,
    step: u64,
    classes: u64,
}

/// Draws the plot, then the key. Where a cell would be too narrow for its number, the columns are divided among
/// several tables below each other, each with all the rows.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid, scale: figure::Scale) -> Result {
    draw_half(canvas, grid, scale, Half::Both)
}

/// Draws the plot as [`draw`] does, or half of it: then nothing stands beyond the diagonal.
pub(super) fn draw_half(
    canvas: &mut Canvas<'_>,
    grid: &Grid,
    scale: figure::Scale,
    half: Half,
) -> Result {
    let shading = Shading::new(grid, scale);
    let of = canvas.body();
    let limit = canvas.width() * if canvas.size.narrow() { 36 } else { 34 } / 100;
    let wrap = |r: &Row| canvas.ruler.wrap(&r.label, weight(r, of), limit);
    let labels: Vec<_> = grid.rows().iter().map(wrap).collect();
    let columns = Columns::new(canvas, grid, &labels, scale);
    let series: Vec<_> = (0..grid.series().len()).collect();
    for (n, part) in series.chunks(columns.a_table).enumerate() {
        if n > 0 {
            canvas.y += APART * 2;
        }
        columns.draw_heads(canvas, grid, part)?;
        rows(canvas, (grid, &labels), (&columns, part), (&shading, half))?;
    }
    keys(canvas, grid, &shading, half)
}

/// The key: shades, then signs.
pub(super) fn keys(canvas: &mut Canvas<'_>, grid: &Grid, shading: &Shading, half: Half) -> Result {
    canvas.y += 90;
    let mut entries = shading.key(canvas);
    let mut shown = grid.rows().iter().enumerate().flat_map(|(at, row)| {
        let drawn = if half == Half::Both {
            usize::MAX
        } else {
            at + 1
        };
        row.cells.iter().take(drawn)
    });
    let hyphens = shown.any(|cell| *cell == Cell::NotApplicable);
    let not_applicable = key::Mark::Sign(NOT_APPLICABLE);
    let signs = key::of_signs(canvas, grid, true).into_iter();
    entries.extend(signs.filter(|(mark, _)| hyphens || *mark != not_applicable));
    let words = &canvas.figure.words;
    let shares = shading.scale == figure::Scale::Share;
    let head = if shares {
        &words.per_cent
    } else {
        &words.count
    };
    key::draw(canvas, Some(head), &entries)?;
    canvas.y -= 40;
    Ok(())
}

/// The rows of one table, for the series whose places are in `part`.
fn rows(
    canvas: &mut Canvas<'_>,
    (grid, labels): (&Grid, &[Vec<String>]),
    (columns, part): (&Columns, &[usize]),
    (shading, half): (&Shading, Half),
) -> Result {
    let of = canvas.body();
    let cramped = columns.cramped(canvas);
    let least = tall(canvas, shading.scale, cramped);
    let mut before = None;
    for (at, (row, lines)) in grid.rows().iter().zip(labels).enumerate() {
        if before.is_some_and(|role| role != row.role) {
            canvas.y += APART;
        }
        before = Some(row.role);
        let tall = canvas.height(lines, of);
        let high = whole(least.max(tall + 50));
        let (middle, look) = (canvas.y + high / 2, (weight(row, of), INK));
        canvas.lines(
            (columns.left - 70, middle - tall / 2),
            Anchor::End,
            look,
            lines,
        )?;
        for (place, index) in part.iter().enumerate() {
            let Some((series, shown)) = row.pairs(grid).nth(*index) else {
                continue;
            };
            if half == Half::Lower && *index > at {
                continue;
            }
            let left = columns.at(series, place);
            let bounds = (left, canvas.y, left + columns.cell, canvas.y + high);
            cell(canvas, shading, (row, series, shown), bounds, (cramped, of))?;
        }
        if let Some((x, anchor)) = columns.base(canvas, grid, part) {
            canvas.text((x, middle), anchor, look, &canvas.cell(row.base))?;
        }
        canvas.y += high;
    }
    Ok(())
}

/// How tall a cell must be.
pub(super) fn tall(canvas: &Canvas<'_>, scale: figure::Scale, cramped: bool) -> i32 {
    match (scale, cramped) {
        (figure::Scale::Share, true) => canvas.leading(canvas.body()) * 2 + 20,
        (figure::Scale::Share, false) => 230,
        (figure::Scale::Count, _) => 190,
    }
}

/// How wide a cell must be.
pub(super) fn least(canvas: &Canvas<'_>, scale: figure::Scale) -> i32 {
    let number = canvas.ruler.width("193", canvas.body()) + 24;
    let share = canvas.ruler.width("(100)", canvas.small()) + 20;
    match scale {
        figure::Scale::Share => number.max(share),
        figure::Scale::Count => number,
    }
}

/// Whether a count and its percentage do not fit beside each other into a cell of this width.
pub(super) fn cramped(canvas: &Canvas<'_>, cell: i32) -> bool {
    cell < canvas.ruler.width("100 (100)", canvas.body()) + 20
}

/// Draws one cell, its number in the type `of`.
pub(super) fn cell(
    canvas: &Canvas<'_>,
    shading: &Shading,
    (row, series, cell): (&Row, &Series, Cell),
    bounds: Bounds,
    (cramped, of): (bool, Type),
) -> Result {
    let plain = !shaded(series.role) || row.role != Role::Answer;
    let fill = match cell {
        Cell::Withheld => Fill::Crossed,
        Cell::Count(_) | Cell::NotApplicable if plain => Fill::Plain(WHITE),
        Cell::Count(_) | Cell::NotApplicable => shading
            .shade(row, series, cell)
            .map_or(Fill::Plain(WHITE), Fill::Plain),
    };
    canvas.fill(bounds, fill)?;
    canvas.outline(bounds, RULE, 5)?;
    let (left, top, right, bottom) = bounds;
    let (x, y) = (i32::midpoint(left, right), i32::midpoint(top, bottom));
    let ink = palette::ink_on(fill);
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
    pub(super) fn new(grid: &Grid, scale: figure::Scale) -> Self {
        let answers = grid.rows().iter().filter(|r| r.role == Role::Answer);
        let numbers = answers.flat_map(|row| {
            let cells = row.pairs(grid).filter(|(s, _)| shaded(s.role));
            cells.filter_map(move |(s, cell)| Self::number(scale, row, s, cell))
        });
        let most = numbers.max().unwrap_or(0);
        let step = STEPS.into_iter().find(|s| most.div_ceil(*s) <= CLASSES);
        let step = step.unwrap_or(most.div_ceil(CLASSES));
        Self {
            scale,
            step,
            classes: most.div_ceil(step),
        }
    }

    fn number(scale: figure::Scale, row: &Row, series: &Series, cell: Cell) -> Option<u64> {
        match scale {
            figure::Scale::Count => cell.count(),
            figure::Scale::Share => row.per_cent(series, cell),
        }
    }

    /// The shade of a cell; none for nil, and none for a share of too small a base.
    fn shade(&self, row: &Row, series: &Series, cell: Cell) -> Option<RGBColor> {
        if cell == Cell::Count(0) {
            return None;
        }
        let number = Self::number(self.scale, row, series, cell)?;
        self.of_class(number.saturating_sub(1) / self.step)
    }

    /// The shade of a class: a few are as far apart as they can be.
    fn of_class(&self, class: u64) -> Option<RGBColor> {
        let shade = match self.classes.checked_sub(1) {
            Some(last) if last > 0 => class * (CLASSES - 1) / last,
            _ => CLASSES / 2,
        };
        SHADES.get(usize::try_from(shade).ok()?).copied()
    }

    /// An entry for each class: "1–10".
    fn key(&self, canvas: &Canvas<'_>) -> Vec<Entry> {
        let classes = (0..self.classes).filter_map(|n| Some((n, self.of_class(n)?)));
        let entries = classes.map(|(n, shade)| {
            let (first, last) = (n * self.step + 1, (n + 1) * self.step);
            let (first, last) = (canvas.numeral(first), canvas.numeral(last));
            let range = if first == last {
                first
            } else {
                format!("{first}–{last}")
            };
            (key::Mark::Fill(Fill::Plain(shade)), range)
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
