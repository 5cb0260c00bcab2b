//! One circle a row, placed by two numbers, its area by a third; what has no place, or no room for its label, is listed
//! below.

mod list;

use plotters::style::RGBColor;

use super::canvas::{Anchor, Canvas};
use super::labels::{self, Place, Point};
use super::palette::{BLUE, Fill, GREY, INK, RULE, WHITE};
use super::rows::heads;
use super::ruler::Type;
use super::scale::{Scale, step};
use super::stacked::ticks;
use super::{Result, key, units};
use crate::chart::figure::{Cell, Grid, Points, Row, Scale as Kind, Series};

/// The ground of circles.
const LIGHT: RGBColor = RGBColor(0xB4, 0xD3, 0xEA);
/// The smallest radius, and half the side of the sign of a withheld area.
const SMALLEST: i32 = 24;
/// Half the side of the sign of a withheld area.
const HIDDEN: i32 = 44;

/// A row that has a place.
struct Bubble<'a> {
    row: &'a Row,
    middle: (i32, i32),
    radius: i32,
    /// None where the area is withheld or does not apply.
    size: Option<u64>,
    /// Its label, broken as it may be set.
    labels: Vec<Vec<String>>,
}

/// The plot's place on the page and its scales.
struct Frame {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
    across: (Scale, u64),
    up: (Scale, u64),
}

/// Draws the plot, the key of its areas, and the list.
pub(super) fn draw(canvas: &mut Canvas<'_>, points: &Points, scale: Kind) -> Result {
    let grid = points.grid();
    let [x, y, area] = grid.series() else {
        return Ok(());
    };
    key::draw(canvas, None, &key::of_signs(canvas, grid, true))?;
    let words = &canvas.figure.words;
    let title = |s: &Series| match scale {
        Kind::Share => words.share_of(&s.label),
        Kind::Count => s.label.clone(),
    };
    let bold = heads(canvas);
    let lines = canvas.ruler.wrap(&title(y), bold, canvas.width() * 3 / 4);
    canvas.y = canvas.lines((0, canvas.y), Anchor::Start, (bold, GREY), &lines)? + 50;

    let most = areas(grid).max().unwrap_or(0);
    let frame = Frame::new(canvas, grid, scale);
    frame.grid(canvas)?;
    let mut bubbles = bubbles(canvas, (grid, scale), &frame, most);
    bubbles.sort_by_key(|b| std::cmp::Reverse(b.radius));
    circles(canvas, &bubbles)?;
    let named: Vec<_> = bubbles.iter().map(|b| point(canvas, b)).collect();
    let inside = (frame.left + 24, frame.top, frame.right, frame.bottom - 8);
    let places = labels::place(&named, inside);
    let mut listed = Vec::new();
    for (bubble, place) in bubbles.iter().zip(places) {
        let written = place.and_then(|place| Some((bubble.labels.get(place.size)?, place)));
        if let Some((lines, place)) = written {
            label(canvas, lines, &place, canvas.body())?;
            continue;
        }
        // A number stands for the label, which is in the list.
        listed.push((Some(listed.len() + 1), bubble.row));
        let text = listed.len().to_string();
        if let Some(place) = place {
            label(canvas, &[text], &place, bold)?;
        } else {
            canvas.disc(
                bubble.middle,
                canvas.ruler.width(&text, bold) / 2 + 22,
                WHITE,
            )?;
            canvas.text(bubble.middle, Anchor::Middle, (bold, INK), &text)?;
        }
    }
    let lines = canvas.ruler.wrap(&title(x), bold, frame.right - frame.left);
    let middle = i32::midpoint(frame.left, frame.right);
    canvas.y = frame.bottom + canvas.leading(canvas.small()) + 30;
    canvas.y = canvas.lines((middle, canvas.y), Anchor::Middle, (bold, GREY), &lines)? + 50;
    key_of_areas(canvas, &area.label, most)?;
    let drawn = |row: &Row| bubbles.iter().any(|b| std::ptr::eq(b.row, row));
    listed.extend(grid.rows().iter().filter(|r| !drawn(r)).map(|r| (None, r)));
    list::draw(canvas, grid, scale, &listed)
}

/// The areas that are shown.
fn areas(grid: &Grid) -> impl Iterator<Item = u64> {
    let cells = grid.rows().iter().filter_map(|r| r.cells.get(2));
    cells.filter_map(|c| c.count())
}

/// The longest radius, and the radius of a number where `most` has it: areas are as numbers are.
fn radius(canvas: &Canvas<'_>, number: u64, most: u64) -> i32 {
    let longest: u128 = if canvas.size.narrow() { 115 } else { 200 };
    let square = longest.pow(2) * u128::from(number) / u128::from(most.max(1));
    i32::try_from(square.isqrt()).unwrap_or(0).max(SMALLEST)
}

/// The two numbers that place a row.
fn numbers(grid: &Grid, row: &Row, scale: Kind) -> Option<(u64, u64)> {
    let number = |at: usize| {
        let (series, cell) = row.pairs(grid).nth(at)?;
        row.on_scale(scale, series, cell)
    };
    number(0).zip(number(1))
}

impl Frame {
    fn new(canvas: &Canvas<'_>, grid: &Grid, scale: Kind) -> Self {
        let placed = || grid.rows().iter().filter_map(|r| numbers(grid, r, scale));
        let most = (
            placed().map(|n| n.0).max().unwrap_or(0),
            placed().map(|n| n.1).max().unwrap_or(0),
        );
        let steps = |most: u64| match scale {
            Kind::Share => 20,
            Kind::Count => step(most, ticks(canvas)),
        };
        let top = |most: u64| most.div_ceil(steps(most)).max(1) * steps(most);
        let high = if canvas.size.narrow() { 2900 } else { 2600 };
        let left = canvas.ruler.width("100", canvas.small()) + 40;
        let (top_y, right) = (canvas.y, canvas.width() - 40);
        let bottom = top_y + high;
        let scales = |(l, b, r, t): (i32, i32, i32, i32)| {
            (
                Scale::new(top(most.0), (left + l, right - r)),
                Scale::new(top(most.1), (bottom - b, top_y + t)),
            )
        };
        // Circles at an edge stay inside: the scales begin and end that much further in.
        let (across, up) = scales((0, 0, 0, 0));
        let areas: u64 = areas(grid).max().unwrap_or(0);
        let mut room = (0, 0, 0, 0);
        for row in grid.rows() {
            let Some((x, y)) = numbers(grid, row, scale) else {
                continue;
            };
            let (x, y) = (across.at(x), up.at(y));
            let size = row.cells.get(2).and_then(|c| c.count());
            let r = size.map_or(HIDDEN, |n| radius(canvas, n, areas)) * 11 / 10 + 6;
            room.0 = room.0.max(r - (x - left));
            room.1 = room.1.max(r - (bottom - y));
            room.2 = room.2.max(r - (right - x));
            room.3 = room.3.max(r - (y - top_y));
        }
        // And labels have room above the uppermost.
        room.3 = room.3.max(0) + canvas.leading(canvas.body()) * 2;
        let (across, up) = scales(room);
        Self {
            left,
            top: top_y,
            right,
            bottom,
            across: (across, steps(most.0)),
            up: (up, steps(most.1)),
        }
    }

    /// Ticks of a scale as far as they are inside the frame.
    fn ticks(scale: &(Scale, u64), within: (i32, i32)) -> Vec<(i32, u64)> {
        let all = (0..=20).map(|n| (scale.0.at(n * scale.1), n * scale.1));
        all.filter(|(at, _)| (within.0..=within.1).contains(at))
            .collect()
    }

    /// Draws the lines of the grid, their numbers and the two axes.
    fn grid(&self, canvas: &Canvas<'_>) -> Result {
        let of = canvas.small();
        let below = self.bottom + 20 + canvas.leading(of) / 2;
        for (x, number) in Self::ticks(&self.across, (self.left, self.right)) {
            canvas.line((x, self.top), (x, self.bottom), RULE, 4)?;
            let number = canvas.numeral(number);
            canvas.text((x, below), Anchor::Middle, (of, GREY), &number)?;
        }
        for (y, number) in Self::ticks(&self.up, (self.top, self.bottom)) {
            canvas.line((self.left, y), (self.right, y), RULE, 4)?;
            let number = canvas.numeral(number);
            canvas.text((self.left - 22, y), Anchor::End, (of, GREY), &number)?;
        }
        canvas.line((self.left, self.top), (self.left, self.bottom), INK, 8)?;
        canvas.line(
            (self.left - 4, self.bottom),
            (self.right, self.bottom),
            INK,
            8,
        )
    }
}

/// The rows that have a place.
fn bubbles<'a>(
    canvas: &Canvas<'_>,
    (grid, scale): (&'a Grid, Kind),
    frame: &Frame,
    most: u64,
) -> Vec<Bubble<'a>> {
    let of = canvas.body();
    let limits: &[i32] = if canvas.size.narrow() {
        &[1000, 760, 560]
    } else {
        &[1250, 900, 640]
    };
    let placed = grid.rows().iter().filter_map(|row| {
        let (x, y) = numbers(grid, row, scale)?;
        let size = match row.cells.get(2)? {
            Cell::Count(n) => Some(*n),
            Cell::Withheld => None,
            Cell::NotApplicable => return None,
        };
        let mut labels: Vec<_> = limits
            .iter()
            .map(|limit| canvas.ruler.wrap(&row.label, of, *limit))
            .collect();
        labels.dedup();
        Some(Bubble {
            row,
            middle: (frame.across.0.at(x), frame.up.0.at(y)),
            radius: size.map_or(HIDDEN, |n| radius(canvas, n, most)),
            size,
            labels,
        })
    });
    placed.collect()
}

/// All grounds, the largest first, and then all edges, so that those below are seen.
fn circles(canvas: &Canvas<'_>, bubbles: &[Bubble<'_>]) -> Result {
    for b in bubbles.iter().filter(|b| b.size.is_some_and(|n| n > 0)) {
        canvas.disc(b.middle, b.radius, LIGHT)?;
    }
    for b in bubbles {
        match b.size {
            Some(0) => canvas.ring(b.middle, b.radius, BLUE, 8)?,
            Some(_) => canvas.ring(b.middle, b.radius, BLUE, 10)?,
            None => {
                let (x, y) = b.middle;
                let bounds = (x - HIDDEN, y - HIDDEN, x + HIDDEN, y + HIDDEN);
                canvas.area(bounds, Fill::Crossed)?;
            }
        }
    }
    Ok(())
}

/// What the label of a bubble needs.
fn point(canvas: &Canvas<'_>, bubble: &Bubble<'_>) -> Point {
    let of = canvas.body();
    let size = |lines: &Vec<String>| {
        let widths = lines.iter().map(|l| canvas.ruler.width(l, of));
        (widths.max().unwrap_or(0), canvas.height(lines, of))
    };
    let corner = if bubble.size.is_none() { HIDDEN / 2 } else { 0 };
    Point {
        middle: bubble.middle,
        radius: bubble.radius + corner,
        sizes: bubble.labels.iter().map(size).collect(),
        short: size(&vec!["00".to_owned()]),
    }
}

/// The label of a bubble, on white.
fn label(canvas: &Canvas<'_>, lines: &[String], place: &Place, of: Type) -> Result {
    if let Some((from, to)) = place.leader {
        canvas.line(from, to, GREY, 5)?;
    }
    let (left, top, right, _) = place.bounds;
    let x = match place.anchor {
        Anchor::Start => left,
        Anchor::Middle => i32::midpoint(left, right),
        Anchor::End => right,
    };
    for (n, line) in lines.iter().enumerate() {
        let middle = top + canvas.leading(of) * units(n) + canvas.leading(of) / 2;
        super::marks::number(canvas, (x, middle), place.anchor, of, line)?;
    }
    Ok(())
}

/// What areas stand for: a large circle and one of about a quarter of it, with their numbers.
fn key_of_areas(canvas: &mut Canvas<'_>, label: &str, most: u64) -> Result {
    if most == 0 {
        return Ok(());
    }
    let (bold, of) = (heads(canvas), canvas.body());
    let mut numbers = vec![round(most / 4), round(most)];
    numbers.retain(|n| *n > 0);
    numbers.dedup();
    let tall = numbers
        .iter()
        .map(|n| radius(canvas, *n, most))
        .max()
        .unwrap_or(0);
    let circles: i32 = numbers
        .iter()
        .map(|n| radius(canvas, *n, most) * 2 + 140 + canvas.ruler.width(&canvas.numeral(*n), of))
        .sum();
    let lines = canvas
        .ruler
        .wrap(label, bold, (canvas.width() - circles).max(400));
    let high = (tall * 2).max(canvas.height(&lines, bold));
    let middle = canvas.y + high / 2;
    let top = middle - canvas.height(&lines, bold) / 2;
    canvas.lines((0, top), Anchor::Start, (bold, GREY), &lines)?;
    let widths = lines.iter().map(|l| canvas.ruler.width(l, bold));
    let mut x = widths.max().unwrap_or(0) + 100;
    for n in numbers {
        let r = radius(canvas, n, most);
        canvas.disc((x + r, middle), r, LIGHT)?;
        canvas.ring((x + r, middle), r, BLUE, 10)?;
        let text = canvas.numeral(n);
        x += r * 2 + 30;
        canvas.text((x, middle), Anchor::Start, (of, INK), &text)?;
        x += canvas.ruler.width(&text, of) + 110;
    }
    canvas.y += high + 50;
    Ok(())
}

/// The largest number that people count in and that is not more than `number`.
fn round(number: u64) -> u64 {
    let steps = [
        5000, 2000, 1000, 500, 200, 100, 50, 40, 30, 20, 15, 10, 5, 4, 3, 2, 1,
    ];
    steps.into_iter().find(|n| *n <= number).unwrap_or(0)
}
