//! Numbers to lengths, and the ticks under them.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordi32;

use super::canvas::{Anchor, Canvas};
use super::palette::GREY;
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

/// Draws the lines of the grid from `top` to `bottom` at each tick, and the numbers under them; returns what is below.
pub(super) fn grid(
    canvas: &Canvas<'_>,
    ticks: &[(i32, u32)],
    (top, bottom): (i32, i32),
    head: &str,
) -> Result<i32> {
    let of = canvas.small();
    let leading = canvas.leading(of);
    for (x, number) in ticks {
        canvas.grid_line(*x, top, bottom)?;
        let number = canvas.numeral(*number);
        canvas.text(
            (*x, bottom + 20 + leading / 2),
            Anchor::Middle,
            (of, GREY),
            &number,
        )?;
    }
    let (Some((first, _)), Some((last, _))) = (ticks.first(), ticks.last()) else {
        return Ok(bottom);
    };
    let middle = (first + last) / 2;
    canvas.text(
        (middle, bottom + 30 + leading * 3 / 2),
        Anchor::Middle,
        (of, GREY),
        head,
    )?;
    Ok(bottom + 30 + leading * 2)
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
