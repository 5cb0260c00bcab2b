//! Numbers to lengths, and the ticks under them.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordi32;

use super::canvas::{Anchor, Canvas};
use super::palette::{GREY, RULE};
use super::rows::Sheet;
use super::{Result, place};

/// Steps that people count in.
const STEPS: [u32; 14] = [
    1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000,
];

/// A straight scale between two places across the page.
pub(super) struct Scale {
    coordinate: RangedCoordi32,
    span: (i32, i32),
}

impl Scale {
    /// From nought at the first place to `top` at the second.
    pub(super) fn new(top: u32, span: (i32, i32)) -> Self {
        Self {
            coordinate: (0..place(top.max(1))).into(),
            span,
        }
    }

    /// The place of a number.
    pub(super) fn at(&self, number: u32) -> i32 {
        self.coordinate.map(&place(number), self.span)
    }
}

/// The smallest step that people count in of which `most` reach `top`.
pub(super) fn step(top: u32, most: u32) -> u32 {
    STEPS
        .into_iter()
        .find(|s| top.div_ceil(*s) <= most)
        .unwrap_or(10_000)
}

/// Draws the lines of the grid at each tick, and below the plot the numbers and what they count. Moves the canvas.
pub(super) fn grid(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet,
    ticks: &[(i32, u32)],
    head: &str,
) -> Result {
    let of = canvas.small();
    let leading = canvas.leading(of);
    let y = sheet.bottom + 20 + leading / 2;
    for (x, number) in ticks {
        for (top, bottom) in sheet.rails(canvas) {
            canvas.line((*x, top), (*x, bottom), RULE, 4)?;
        }
        let number = canvas.numeral(*number);
        let half = canvas.ruler.width(&number, of) / 2;
        let x = (*x).clamp(half, canvas.width() - half);
        canvas.text((x, y), Anchor::Middle, (of, GREY), &number)?;
    }
    let middle = i32::midpoint(sheet.left, sheet.right);
    canvas.text((middle, y + leading + 10), Anchor::Middle, (of, GREY), head)?;
    canvas.y = sheet.bottom + 30 + leading * 2;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(step(55, 6), 10);
        assert_eq!(step(60, 6), 10);
        assert_eq!(step(61, 6), 20);
        assert_eq!(step(3, 6), 1);
        assert_eq!(step(0, 6), 1);
        assert_eq!(step(193, 6), 50);
    }

    #[test]
    fn the_scale_reaches_both_ends() {
        let scale = Scale::new(84, (1000, 3000));
        assert_eq!(
            (scale.at(0), scale.at(42), scale.at(84)),
            (1000, 2000, 3000)
        );
        assert_eq!(Scale::new(0, (10, 20)).at(0), 10);
    }
}
