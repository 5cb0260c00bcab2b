//! A bar made of parts, each with its number: inside if it fits, above if not.

use super::Result;
use super::canvas::{Anchor, Canvas};
use super::palette::{Fill, INK, WHITE};
use super::rows::Band;
use super::ruler::Type;
use super::scale::Scale;
use crate::chart::figure::{Cell, Grid, Role, Row};

/// The width of the sign that stands for a withheld part of unknown length.
pub(super) const UNKNOWN: i32 = 120;

/// One part of a bar.
pub(super) struct Segment {
    /// Where it begins.
    pub(super) left: i32,
    /// Where it ends.
    pub(super) right: i32,
    /// Its look.
    pub(super) fill: Fill,
    /// Its number; empty for a withheld part.
    pub(super) text: String,
}

/// The parts of `row` one after the other from nought, for the series that `wanted` chooses: answers, then what is
/// withheld of them (as long as the base leaves room for, if the base is shown), then non-response.
pub(super) fn of_row(
    canvas: &Canvas<'_>,
    (grid, row): (&Grid, &Row),
    fills: &[Fill],
    scale: &Scale,
    wanted: fn(Role) -> bool,
) -> Vec<Segment> {
    let drawn = row
        .pairs(grid)
        .zip(fills)
        .filter(|((s, _), _)| wanted(s.role));
    let (answers, rest): (Vec<_>, Vec<_>) =
        drawn.partition(|((s, _), _)| s.role != Role::NonResponse);
    let mut segments = Vec::new();
    let mut sum = 0;
    let hidden = |cells: &[((_, Cell), _)]| cells.iter().any(|((_, c), _)| *c == Cell::Withheld);
    for part in [&answers, &rest] {
        for ((_, cell), fill) in part {
            if let Some(n) = cell.count().filter(|n| *n > 0) {
                let (left, right) = (scale.at(sum), scale.at(sum + n));
                segments.push(Segment {
                    left,
                    right,
                    fill: **fill,
                    text: canvas.numeral(n),
                });
                sum += n;
            }
        }
        if hidden(part) {
            let whole = row
                .base
                .count()
                .filter(|base| *base > sum && std::ptr::eq(part, &answers));
            let (left, right) = (scale.at(sum), whole.map(|base| scale.at(base)));
            let right = right.unwrap_or(left + UNKNOWN);
            segments.push(Segment {
                left,
                right,
                fill: Fill::Crossed,
                text: String::new(),
            });
            sum = whole.unwrap_or(sum);
        }
    }
    segments
}

/// Room that must be kept above a bar for the numbers that do not fit into it.
pub(super) fn crown(canvas: &Canvas<'_>, segments: &[Segment]) -> i32 {
    let inside = |s: &Segment| s.text.is_empty() || fitting(canvas, s).is_some();
    if segments.iter().all(inside) {
        0
    } else {
        canvas.leading(canvas.small())
    }
}

/// The largest type in which the number fits into its part.
fn fitting(canvas: &Canvas<'_>, segment: &Segment) -> Option<Type> {
    let room = segment.right - segment.left - 14;
    let mut types = [canvas.body(), canvas.small()].into_iter();
    types.find(|of| canvas.ruler.width(&segment.text, *of) <= room)
}

/// Draws the parts with white between them, and their numbers.
pub(super) fn draw(canvas: &Canvas<'_>, segments: &[Segment], band: &Band) -> Result {
    for s in segments {
        canvas.area((s.left, band.top, s.right, band.bottom), s.fill)?;
    }
    for pair in segments.windows(2) {
        if let [
            Segment {
                fill: Fill::Plain(_),
                right,
                ..
            },
            Segment {
                fill: Fill::Plain(_),
                ..
            },
        ] = pair
        {
            canvas.line((*right, band.top), (*right, band.bottom), WHITE, 8)?;
        }
    }
    let of = canvas.small();
    let above = band.top - canvas.leading(of) / 2;
    let mut free = -canvas.width();
    for s in segments.iter().filter(|s| !s.text.is_empty()) {
        if let Some(of) = fitting(canvas, s) {
            let bounds = (s.left, band.top, s.right, band.bottom);
            canvas.number_in(bounds, s.fill, of, &s.text)?;
        } else {
            let half = canvas.ruler.width(&s.text, of) / 2;
            let x = i32::midpoint(s.left, s.right).max(free + half + 24);
            canvas.text((x, above), Anchor::Middle, (of, INK), &s.text)?;
            free = x + half;
        }
    }
    Ok(())
}
