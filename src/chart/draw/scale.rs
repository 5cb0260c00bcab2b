//! Numbers to lengths, and the ticks under them.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordi64;

use super::Result;
use super::canvas::{Anchor, Canvas};
use super::palette::{GREY, RULE};
use super::rows::Sheet;
use crate::chart::figure::as_signed;

/// A straight scale between two places across the page.
pub(super) struct Scale {
    coordinate: RangedCoordi64,
    span: (i32, i32),
}

impl Scale {
    /// From nought at the first place to `top` at the second.
    pub(super) fn new(top: u64, span: (i32, i32)) -> Self {
        Self {
            coordinate: (0..as_signed(top.max(1))).into(),
            span,
        }
    }

    /// The place of a number.
    pub(super) fn at(&self, number: u64) -> i32 {
        self.coordinate.map(&as_signed(number), self.span)
    }
}

/// The smallest step that people count in of which `most` reach `top`.
pub(super) fn step(top: u64, most: u64) -> u64 {
    let decades = (0..=18).map(|power| 10_u64.pow(power));
    let mut steps = decades.flat_map(|one| [one, 2 * one, 5 * one / 2, 5 * one]);
    steps
        .find(|step| top.div_ceil(*step) <= most)
        .unwrap_or(u64::MAX)
}

/// Draws the lines of the grid at each tick, and below the plot the numbers and what they count. Moves the canvas.
pub(super) fn grid(
    canvas: &mut Canvas<'_>,
    sheet: &Sheet,
    ticks: &[(i32, u64)],
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
        assert_eq!(step(9_000_000, 4), 2_500_000);
        assert_eq!(step(9_007_199_254_740_991, 6), 2_000_000_000_000_000);
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
