//! One line a row, one mark a series, each mark with its number.

use super::Result;
use super::canvas::{Anchor, Bounds, Canvas, NIL};
use super::key;
use super::labels::meet;
use super::marks::{self, GAP, HALF, Shape, Track, is_mark};
use super::palette::RULE;
use super::rows::Column;
use super::ruler::Type;
use super::scale::Scale;
use crate::chart::figure::{Cell, Grid, Row, Scale as Kind, Series};

/// One mark with its number, its place given from the middle of the row's line.
struct Dot {
    shape: Shape,
    at: (i32, i32),
    text: String,
    number: Bounds,
    /// Whether the number stands away from its mark, with a line between them.
    led: bool,
}

/// Draws the plot.
pub(super) fn draw(canvas: &mut Canvas<'_>, grid: &Grid, scale: Kind) -> Result {
    let shapes = marks::of_series(grid.series());
    let several = grid.series().iter().filter(|s| is_mark(s)).count() > 1;
    let mut entries = Vec::new();
    if several {
        let shown = grid
            .series()
            .iter()
            .zip(&shapes)
            .filter(|(s, _)| is_mark(s));
        entries.extend(shown.map(|(s, shape)| (key::Mark::Shape(*shape), s.label.clone())));
    }
    entries.extend(key::of_signs(canvas, grid, true));
    key::draw(canvas, None, &entries)?;

    let aside = grid.series().iter().filter(|s| !is_mark(s));
    let mut columns: Vec<_> = aside.map(|s| Column::of_series(canvas, grid, s)).collect();
    columns.extend(Column::of_bases(canvas, grid));
    let both = !several && scale == Kind::Share;
    let (of, words) = (
        if several {
            canvas.small()
        } else {
            canvas.body()
        },
        &canvas.figure.words,
    );
    let head = if both {
        words.count_and_per_cent.as_str()
    } else {
        ""
    };
    let widest = canvas
        .ruler
        .width(if both { "100 (100)" } else { "100" }, of);
    // Beside a narrow plot there are no labels, so that a mark at nought would leave the paper.
    let first = if canvas.size.narrow() { HALF + 10 } else { 0 };
    let last = if several {
        widest / 2
    } else {
        widest + HALF + GAP
    };
    let ends = (first, last.max(HALF + 10));
    let mut track = Track::new(canvas, (grid, scale), (head, columns), &shapes, ends);
    let rows = grid.rows().iter().enumerate().map(|(n, row)| {
        if track.is_whole(n) {
            return Vec::new();
        }
        let drawn = row
            .pairs(grid)
            .zip(&shapes)
            .filter(|((s, _), _)| is_mark(s));
        let found = drawn.filter_map(|((s, cell), shape)| {
            let number = row.on_scale(scale, s, cell)?;
            let text = text(canvas, (row, s, cell), (scale, both));
            Some((shape.in_row(row.role), number, text))
        });
        layout(canvas, &track.axis, found.collect(), (of, several))
    });
    let rows: Vec<_> = rows.collect();
    let (up, down) = (extent(&rows, true), extent(&rows, false));
    let half: Vec<_> = down.iter().map(|n| (*n).max(HALF + 20)).collect();
    let thick: Vec<_> = half.iter().map(|n| n * 2).collect();
    let crowns: Vec<_> = up
        .iter()
        .zip(&half)
        .map(|(up, half)| (up - half + 16).max(14))
        .collect();
    track.sheet.place_each(canvas, grid, &thick, &crowns)?;
    track.draw(canvas)?;
    for (dots, band) in rows.iter().zip(&track.sheet.bands) {
        row_of(canvas, dots, i32::midpoint(band.top, band.bottom), of)?;
    }
    Ok(())
}

/// The number of a mark: its count, its percentage, or `both`.
fn text(
    canvas: &Canvas<'_>,
    (row, series, cell): (&Row, &Series, Cell),
    (scale, both): (Kind, bool),
) -> String {
    match (cell, row.per_cent(series, cell)) {
        (Cell::Count(0), _) => NIL.to_owned(),
        (Cell::Count(n), Some(share)) if both => {
            format!("{} ({})", canvas.numeral(n), canvas.numeral(share))
        }
        (Cell::Count(_), Some(share)) if scale == Kind::Share => canvas.numeral(share),
        _ => canvas.cell(cell),
    }
}

/// Places the marks of a row, one above the other where they would cover each other, and finds room for their numbers:
/// above, below, beside, or ever further above.
fn layout(
    canvas: &Canvas<'_>,
    axis: &Scale,
    found: Vec<(Shape, u64, String)>,
    (of, several): (Type, bool),
) -> Vec<Dot> {
    let mut dots: Vec<_> = found
        .into_iter()
        .map(|(shape, number, text)| Dot {
            shape,
            at: (axis.at(number), 0),
            text,
            number: (0, 0, 0, 0),
            led: false,
        })
        .collect();
    dots.sort_by_key(|dot| dot.at.0);
    let (apart, step) = (HALF * 2 + 6, HALF * 2 + 10);
    let mut rest = dots.as_mut_slice();
    while !rest.is_empty() {
        let places: Vec<_> = rest.iter().map(|d| d.at.0).collect();
        let close = places
            .iter()
            .zip(places.iter().skip(1))
            .take_while(|(a, b)| *b - *a < apart);
        let (pile, after) = rest.split_at_mut(close.count() + 1);
        let whole = step * super::units(pile.len() - 1);
        for (n, dot) in pile.iter_mut().enumerate() {
            dot.at.1 = step * super::units(n) - whole / 2;
        }
        rest = after;
    }
    let zero = axis.at(0);
    let mut taken: Vec<Bounds> = dots
        .iter()
        .map(|Dot { at: (x, y), .. }| (x - HALF, y - HALF, x + HALF, y + HALF))
        .collect();
    taken.push((zero - 200, -10_000, zero + 8, 10_000));
    for dot in &mut dots {
        let (x, y) = dot.at;
        let (half, tall) = (
            canvas.ruler.width(&dot.text, of) / 2 + 2,
            of.size * 45 / 100,
        );
        let above = |n: i32| (x, y - HALF - tall - 8 - n * (tall * 2 + 6));
        let beside = [(x + HALF + GAP + half, y), (x - HALF - GAP - half, y)];
        let near = [above(0), (x, y + HALF + tall + 8), beside[0], beside[1]];
        let near = near.into_iter().skip(if several { 0 } else { 2 });
        let far = (1..40).map(above);
        let all = near.map(|at| (at, false)).chain(far.map(|at| (at, true)));
        let bounds = |(x, y): (i32, i32)| (x - half, y - tall, x + half, y + tall);
        let free = |at: &((i32, i32), bool)| {
            let own = bounds(at.0);
            own.2 <= canvas.width() && !taken.iter().any(|other| meet(own, *other))
        };
        if let Some((at, led)) = all.into_iter().find(free) {
            (dot.number, dot.led) = (bounds(at), led);
            taken.push(dot.number);
        }
    }
    dots
}

/// How far each row reaches from its line, up or down.
fn extent(rows: &[Vec<Dot>], up: bool) -> Vec<i32> {
    let reach = |dot: &Dot| {
        if up {
            (HALF - dot.at.1).max(-dot.number.1)
        } else {
            (HALF + dot.at.1).max(dot.number.3)
        }
    };
    rows.iter()
        .map(|dots| dots.iter().map(reach).max().unwrap_or(0))
        .collect()
}

fn row_of(canvas: &Canvas<'_>, dots: &[Dot], y: i32, of: Type) -> Result {
    if let (Some(first), Some(last)) = (dots.first(), dots.last()) {
        canvas.line((first.at.0, y), (last.at.0, y), RULE, 14)?;
    }
    for dot in dots {
        let (left, top, right, bottom) = dot.number;
        if dot.led {
            canvas.line((dot.at.0, y + bottom), (dot.at.0, y + dot.at.1), RULE, 5)?;
        }
        let middle = (i32::midpoint(left, right), y + i32::midpoint(top, bottom));
        marks::number(canvas, middle, Anchor::Middle, of, &dot.text)?;
    }
    for dot in dots {
        dot.shape.draw(canvas, (dot.at.0, y + dot.at.1))?;
    }
    Ok(())
}
