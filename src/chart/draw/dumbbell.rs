//! Two rounds: where each row was and where it is, and by how much it changed.

use super::Result;
use super::canvas::{Anchor, Canvas, NIL, NOT_APPLICABLE};
use super::key;
use super::marks::{self, GAP, HALF, ROUNDS, Track};
use super::palette::BETWEEN;
use super::rows::{Column, Mark};
use crate::chart::figure::{Cell, Rounds, Row, Scale, Value, signed};

/// Half the height of a row.
const TALL: i32 = 75;
/// Between a label above a row and the row.
const CROWN: i32 = 14;

/// Draws the plot.
pub(super) fn draw(canvas: &mut Canvas<'_>, rounds: &Rounds, scale: Scale) -> Result {
    let (grid, words) = (rounds.grid(), &canvas.figure.words);
    let series = grid.series().iter().zip(ROUNDS);
    let mut entries: Vec<_> = series
        .map(|(s, shape)| (key::Mark::Shape(shape), s.label.clone()))
        .collect();
    let changes: Vec<_> = grid
        .rows()
        .iter()
        .map(|r| rounds.change(r, scale))
        .collect();
    entries.extend(key::of_signs(canvas, grid, true));
    let hyphen = (
        key::Mark::Sign(NOT_APPLICABLE),
        words.not_applicable.clone(),
    );
    if changes.contains(&Value::NotApplicable) && !entries.contains(&hyphen) {
        entries.push(hyphen);
    }
    key::draw(canvas, None, &entries)?;

    let direction = canvas.figure.direction;
    let change = changes.iter().map(|change| match change {
        Value::Change(n) => Mark::Text(signed(*n, direction)),
        Value::Withheld => Mark::Bar(Cell::Withheld),
        Value::Number(_) | Value::NotApplicable => Mark::Text(NOT_APPLICABLE.to_owned()),
    });
    let head = match scale {
        Scale::Count => &words.change,
        Scale::Share => &words.change_points,
    };
    let change = Column::new(canvas, head, change.collect());
    let columns: Vec<_> = Column::of_bases(canvas, grid)
        .into_iter()
        .chain([change])
        .collect();
    let of = canvas.body();
    let room = canvas.ruler.width("100", of) + HALF + GAP + 20;
    let mut track = Track::new(canvas, (grid, scale), ("", columns), &ROUNDS, (room, room));
    let crowns = vec![CROWN; grid.rows().len()];
    track.sheet.place(canvas, grid, TALL * 2, &crowns)?;
    track.draw(canvas)?;
    for (n, (row, band)) in grid.rows().iter().zip(&track.sheet.bands).enumerate() {
        if !track.is_whole(n) {
            ends(
                canvas,
                (rounds, row),
                scale,
                &track,
                i32::midpoint(band.top, band.bottom),
            )?;
        }
    }
    Ok(())
}

/// The two marks of a row with the line between them; the number of each is on its outer side.
fn ends(
    canvas: &Canvas<'_>,
    (rounds, row): (&Rounds, &Row),
    scale: Scale,
    track: &Track,
    y: i32,
) -> Result {
    let grid = rounds.grid();
    let pairs = row.pairs(grid).zip(ROUNDS);
    let mut found: Vec<_> = pairs
        .filter_map(|((s, cell), shape)| Some((row.on_scale(scale, s, cell)?, shape)))
        .collect();
    if let [(before, _), (after, _)] = found.as_slice() {
        let (from, to) = (track.axis.at(*before), track.axis.at(*after));
        canvas.line((from, y), (to, y), BETWEEN, 26)?;
    }
    for (number, shape) in &found {
        shape.draw(canvas, (track.axis.at(*number), y))?;
    }
    found.sort_by_key(|(number, _)| *number);
    found.dedup_by_key(|(number, _)| *number);
    for (n, (number, shape)) in found.iter().enumerate() {
        let text = if *number == 0 {
            NIL.to_owned()
        } else {
            canvas.numeral(*number)
        };
        let (x, away) = (track.axis.at(*number), shape.half().max(HALF) + GAP);
        let (x, anchor) = if n == 0 && found.len() > 1 {
            let width = canvas.ruler.width(&text, canvas.body());
            let crosses = (x - away - width - 12) < track.span.0;
            let end = if crosses {
                (x - away).min(track.span.0 - 16)
            } else {
                x - away
            };
            (end, Anchor::End)
        } else {
            (x + away, Anchor::Start)
        };
        marks::number(canvas, (x, y), anchor, canvas.body(), &text)?;
    }
    Ok(())
}
