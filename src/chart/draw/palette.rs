//! Colours and patterns: apart for the colour-blind, apart in grey print, and never the only difference.
//!
//! Neighbours differ in lightness as well as in hue (Okabe and Ito's set, darkened for print).

use plotters::style::RGBColor;

use crate::chart::figure::{Role, Series};

/// Text and main lines.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Notes, units and heads.
pub(super) const GREY: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Rules and the grid.
pub(super) const RULE: RGBColor = RGBColor(0xC8, 0xC8, 0xC8);
/// The lines and edges of hatching.
pub(super) const HATCH: RGBColor = RGBColor(0x76, 0x76, 0x76);
/// Paper.
pub(super) const WHITE: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
/// The mark of what must not be taken for a published result.
pub(super) const VERMILION: RGBColor = RGBColor(0xC4, 0x4E, 0x1C);

/// The first of answers, and what has one colour only.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x5A, 0x9C);
/// The second of answers: light, under dark edges.
pub(super) const SKY: RGBColor = RGBColor(0x7F, 0xB8, 0xDE);
const GREEN: RGBColor = RGBColor(0x00, 0x7A, 0x5E);
const ORANGE: RGBColor = RGBColor(0xE6, 0x9F, 0x00);
const PURPLE: RGBColor = RGBColor(0x8E, 0x4A, 0x83);
const PEACH: RGBColor = RGBColor(0xEF, 0xB1, 0x8F);
const RUST: RGBColor = RGBColor(0x8A, 0x2F, 0x0B);

/// Answers one after the other: dark and light in turn.
const ANSWERS: [RGBColor; 5] = [BLUE, SKY, GREEN, ORANGE, PURPLE];
/// A row of answers that point neither way, where bars have one colour.
pub(super) const BETWEEN: RGBColor = RGBColor(0xBD, 0xBD, 0xBD);
/// Answers that point neither way.
const NEUTRAL: [RGBColor; 3] = [
    RGBColor(0xE4, 0xE4, 0xE4),
    RGBColor(0xBD, 0xBD, 0xBD),
    RGBColor(0x96, 0x96, 0x96),
];
/// Parts of one whole from the strongest answer to the weakest, by how many there are.
const GRADED: [&[RGBColor]; 5] = [
    &[BLUE],
    &[BLUE, SKY],
    &[SHADES[5], SHADES[4], SKY],
    &[SHADES[5], SHADES[4], SHADES[3], SHADES[2]],
    &[SHADES[5], SHADES[4], SHADES[3], SHADES[2], SHADES[1]],
];
/// The warm side of a scale, from its end to its middle, by how many steps it has.
const AGAINST: [&[RGBColor]; 3] = [&[VERMILION], &[VERMILION, PEACH], &[RUST, VERMILION, PEACH]];
/// The cool side of a scale, from its middle to its end, by how many steps it has.
const TOWARDS: [&[RGBColor]; 3] = [
    &[BLUE],
    &[SKY, BLUE],
    &[SKY, BLUE, RGBColor(0x08, 0x2C, 0x54)],
];
/// The shades of a heat table from few to many.
pub(super) const SHADES: [RGBColor; 6] = [
    RGBColor(0xF3, 0xF7, 0xFB),
    RGBColor(0xD2, 0xE3, 0xF1),
    RGBColor(0xA3, 0xC7, 0xE2),
    RGBColor(0x63, 0xA2, 0xCC),
    RGBColor(0x2A, 0x74, 0xAE),
    RGBColor(0x08, 0x3F, 0x7A),
];

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fill {
    /// A colour.
    Plain(RGBColor),
    /// White with slanted lines: no usable answer.
    Slanted,
    /// White with crossed lines: withheld.
    Crossed,
}

/// How the colours of answers follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hues {
    /// As different as they can be: bars and marks side by side.
    Apart,
    /// From dark to light: parts of one bar, whose order means something.
    Graded,
    /// From one end of a scale of opinion to the other.
    Scale,
}

/// The fill of each series, in their order.
pub(super) fn fills(series: &[Series], hues: Hues) -> Vec<Fill> {
    let count = |role| series.iter().filter(|s| s.role == role).count();
    let (answers, against) = (count(Role::Answer), count(Role::Against));
    let cool = match hues {
        Hues::Apart => None,
        Hues::Graded => steps(&GRADED, answers),
        Hues::Scale => steps(&TOWARDS, answers),
    };
    let cool = cool.unwrap_or(&ANSWERS);
    let warm = steps(&AGAINST, against).unwrap_or(&[RUST, VERMILION, PEACH]);
    let (mut cool, mut warm) = (cool.iter().cycle(), warm.iter().cycle());
    let mut neutral = NEUTRAL.iter().cycle();
    let mut next = |s: &Series| match s.role {
        Role::NonResponse => Fill::Slanted,
        Role::Neutral => Fill::Plain(*neutral.next().unwrap_or(&RULE)),
        Role::Against => Fill::Plain(*warm.next().unwrap_or(&VERMILION)),
        Role::Answer | Role::Column | Role::Value | Role::Total => {
            Fill::Plain(*cool.next().unwrap_or(&BLUE))
        }
    };
    series.iter().map(&mut next).collect()
}

fn steps(by_count: &[&'static [RGBColor]], count: usize) -> Option<&'static [RGBColor]> {
    by_count.get(count.checked_sub(1)?).copied()
}

/// Black or white, whichever reads better on `fill`.
pub(super) fn ink_on(fill: Fill) -> RGBColor {
    let Fill::Plain(RGBColor(r, g, b)) = fill else {
        return INK;
    };
    let light = (299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)) / 1000;
    if light < 130 { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of the Web Content Accessibility Guidelines 2.2.
    fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn numbers_can_be_read_on_every_fill() {
        let scales = AGAINST.iter().chain(&TOWARDS).chain(&GRADED);
        let scales = scales.flat_map(|c| c.iter());
        for fill in ANSWERS.iter().chain(&NEUTRAL).chain(&SHADES).chain(scales) {
            let ratio = contrast(ink_on(Fill::Plain(*fill)), *fill);
            assert!(ratio >= 4.5, "{fill:?}: {ratio}");
        }
        assert!(contrast(GREY, WHITE) >= 4.5 && contrast(HATCH, WHITE) >= 4.5);
    }

    #[test]
    fn neighbours_differ_in_grey() {
        let graded = GRADED.iter().flat_map(|c| c.windows(2));
        let answers = ANSWERS.windows(2).chain(NEUTRAL.windows(2));
        for pair in answers.chain(SHADES.windows(2)).chain(graded) {
            let ratio = contrast(pair[0], pair[1]);
            assert!(ratio >= 1.2, "{pair:?}: {ratio}");
        }
    }
}
