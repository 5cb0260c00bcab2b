//! What every plot draws with, and the frame round it: title above, source and notes below.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor};

use super::backend::Svg;
use super::palette::{self, Fill, GREY, HATCH, INK, VERMILION, WHITE};
use super::ruler::{Ruler, Type, block};
use super::{MARGIN, Result, Size, units};
use crate::chart::figure::{Cell, Direction, Figure, StampKind, as_signed};
use crate::text::{self, Language};

/// Nil, as United Nations tables print it.
pub(super) const NIL: &str = "—";
/// Not applicable, as United Nations tables print it.
pub(super) const NOT_APPLICABLE: &str = "-";

/// The least length that is a whole number of dots at 300 an inch, in tenths of a point: 5 dots.
const DOTS: i32 = 12;
/// Between the lines of a pattern: whole dots, so that every line is as wide as the next.
const SLANTED: i32 = 3 * DOTS;
/// The same of crossed lines: wide, for where much is withheld.
const CROSSED: i32 = 5 * DOTS;

/// The side of a cell cut down to whole dots, so that all rules between cells come out alike.
pub(super) const fn whole(side: i32) -> i32 {
    side / DOTS * DOTS
}

/// A rectangle: left, top, right, bottom.
pub(super) type Bounds = (i32, i32, i32, i32);

/// Where text stands in regard to its place: "start" is left, or right in a mirrored figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing in the making, filled from the top down.
pub(super) struct Canvas<'a> {
    area: DrawingArea<Svg<'a>, Shift>,
    pub(super) ruler: &'a Ruler,
    pub(super) figure: &'a Figure,
    pub(super) size: Size,
    /// Where the next thing begins.
    pub(super) y: i32,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(svg: Svg<'a>, ruler: &'a Ruler, figure: &'a Figure, size: Size) -> Self {
        Self {
            area: svg.into_drawing_area(),
            ruler,
            figure,
            size,
            y: 0,
        }
    }

    /// The width of the whole figure.
    pub(super) const fn width(&self) -> i32 {
        self.size.width()
    }

    /// The type of labels and numbers.
    pub(super) const fn body(&self) -> Type {
        let size = match self.size {
            Size::Page => 85,
            Size::Column => 75,
            Size::Phone => 95,
        };
        Type { size, bold: false }
    }

    /// The type of notes, heads and ticks.
    pub(super) const fn small(&self) -> Type {
        let size = match self.size {
            Size::Page => 76,
            Size::Column => 70,
            Size::Phone => 85,
        };
        Type { size, bold: false }
    }

    /// The distance between baselines: scripts with tall letters or none but tall ones need more.
    pub(super) fn leading(&self, of: Type) -> i32 {
        let hundredths = match self.figure.language.split('-').next() {
            Some("ar") => 150,
            Some("zh") => 140,
            _ => 128,
        };
        of.size * hundredths / 100
    }

    /// A number as the figure's language writes it. All six are printed with European digits; this is the one place to
    /// change if a house rule says otherwise.
    pub(super) fn numeral(&self, number: u64) -> String {
        Language::find(&self.figure.language).map_or_else(
            || number.to_string(),
            |language| text::number(language, as_signed(number)),
        )
    }

    /// A cell as it is printed: its number, a dash for nil, a hyphen for not applicable, nothing for withheld.
    pub(super) fn cell(&self, cell: Cell) -> String {
        match cell {
            Cell::Count(0) => NIL.to_owned(),
            Cell::Count(n) => self.numeral(n),
            Cell::NotApplicable => NOT_APPLICABLE.to_owned(),
            Cell::Withheld => String::new(),
        }
    }

    /// One line of text, `y` being the middle of the line.
    pub(super) fn text(
        &self,
        (x, y): (i32, i32),
        anchor: Anchor,
        (of, color): (Type, RGBColor),
        text: &str,
    ) -> Result {
        self.words((x, y), anchor, (of, color), text, FontTransform::None)
    }

    /// Lines of text that read upward from `bottom`, side by side round the middle `x`.
    pub(super) fn upright(
        &self,
        (x, bottom): (i32, i32),
        (of, color): (Type, RGBColor),
        lines: &[String],
    ) -> Result {
        let leading = self.leading(of);
        // The next line is to the right of the last on paper, also where the figure is mirrored.
        let step = match self.figure.direction {
            Direction::LeftToRight => leading,
            Direction::RightToLeft => -leading,
        };
        let mut x = x - step * (units(lines.len()) - 1) / 2;
        for line in lines {
            self.words(
                (x, bottom),
                Anchor::Start,
                (of, color),
                line,
                FontTransform::Rotate270,
            )?;
            x += step;
        }
        Ok(())
    }

    fn words(
        &self,
        at: (i32, i32),
        anchor: Anchor,
        (of, color): (Type, RGBColor),
        text: &str,
        turn: FontTransform,
    ) -> Result {
        let weight = if of.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let font = FontDesc::new(FontFamily::SansSerif, f64::from(of.size), weight).transform(turn);
        let side = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = font.color(&color).pos(Pos::new(side, VPos::Center));
        Ok(self.area.draw(&Text::new(text, at, style))?)
    }

    /// Lines of text under each other from `top`; returns their bottom.
    pub(super) fn lines(
        &self,
        (x, top): (i32, i32),
        anchor: Anchor,
        (of, color): (Type, RGBColor),
        lines: &[String],
    ) -> Result<i32> {
        let leading = self.leading(of);
        let mut y = top;
        for line in lines {
            self.text((x, y + leading / 2), anchor, (of, color), line)?;
            y += leading;
        }
        Ok(y)
    }

    /// An area. Patterns have an edge, colours none.
    pub(super) fn area(&self, bounds: Bounds, fill: Fill) -> Result {
        self.fill(bounds, fill)?;
        match fill {
            Fill::Plain(_) => Ok(()),
            Fill::Slanted | Fill::Crossed => self.outline(bounds, HATCH, 5),
        }
    }

    /// An area without an edge.
    pub(super) fn fill(&self, bounds: Bounds, fill: Fill) -> Result {
        let (left, top, right, bottom) = bounds;
        match fill {
            Fill::Plain(color) => Ok(self.area.draw(&Rectangle::new(
                [(left, top), (right, bottom)],
                color.filled(),
            ))?),
            Fill::Slanted => {
                self.fill(bounds, Fill::Plain(WHITE))?;
                self.hatch(bounds, SLANTED, false)
            }
            Fill::Crossed => {
                self.fill(bounds, Fill::Plain(WHITE))?;
                self.hatch(bounds, CROSSED, false)?;
                self.hatch(bounds, CROSSED, true)
            }
        }
    }

    /// The edge of an area.
    pub(super) fn outline(&self, bounds: Bounds, color: RGBColor, width: u32) -> Result {
        let (left, top, right, bottom) = bounds;
        let corners = [(left, top), (right, bottom)];
        Ok(self
            .area
            .draw(&Rectangle::new(corners, color.stroke_width(width)))?)
    }

    /// A filled circle.
    pub(super) fn disc(&self, middle: (i32, i32), radius: i32, color: RGBColor) -> Result {
        Ok(self
            .area
            .draw(&Circle::new(middle, radius, color.filled()))?)
    }

    /// The edge of a circle.
    pub(super) fn ring(
        &self,
        middle: (i32, i32),
        radius: i32,
        color: RGBColor,
        width: u32,
    ) -> Result {
        Ok(self
            .area
            .draw(&Circle::new(middle, radius, color.stroke_width(width)))?)
    }

    /// A filled area with straight edges, and an edge round it.
    pub(super) fn polygon(
        &self,
        corners: &[(i32, i32)],
        fill: RGBColor,
        (edge, width): (RGBColor, u32),
    ) -> Result {
        self.area.draw(&Polygon::new(corners, fill.filled()))?;
        // Two corners more than a round, so that the first is as sharp as the others.
        let round = corners.iter().chain(corners.iter().take(2)).copied();
        let path: Vec<_> = round.collect();
        Ok(self
            .area
            .draw(&PathElement::new(path, edge.stroke_width(width)))?)
    }

    /// A straight line.
    pub(super) fn line(
        &self,
        from: (i32, i32),
        to: (i32, i32),
        color: RGBColor,
        width: u32,
    ) -> Result {
        Ok(self
            .area
            .draw(&PathElement::new([from, to], color.stroke_width(width)))?)
    }

    /// Slanted lines cut off at the edges. Their places do not depend on the area's, so that patterns meet.
    fn hatch(&self, bounds: Bounds, step: i32, falling: bool) -> Result {
        let (left, top, right, bottom) = bounds;
        // Along a rising line x + y is the same, along a falling one x - y.
        let (first, last) = if falling {
            (left - bottom, right - top)
        } else {
            (left + top, right + bottom)
        };
        let phase = self.phase(falling);
        let mut at = phase + ((first - phase).div_euclid(step) + 1) * step;
        while at < last {
            let (from, to) = if falling {
                (left.max(at + top), right.min(at + bottom))
            } else {
                (left.max(at - bottom), right.min(at - top))
            };
            let y = |x: i32| if falling { x - at } else { at - x };
            if from < to {
                self.line((from, y(from)), (to, y(to)), HATCH, 3)?;
            }
            at += step;
        }
        Ok(())
    }

    /// Where lines of a pattern stand in regard to the dots of a PNG, of which twelve tenths of a point are five: as drawn, mirrored or not,
    /// each passes half a dot beside the middle of dots, so that rising and falling ones cover equally many.
    fn phase(&self, falling: bool) -> i32 {
        let half = DOTS / 2;
        match (self.figure.direction, falling) {
            (Direction::LeftToRight, false) => half - 2 * MARGIN,
            (Direction::LeftToRight, true) => half,
            (Direction::RightToLeft, false) => self.width() - half,
            (Direction::RightToLeft, true) => self.width() + 2 * MARGIN - half,
        }
    }

    /// A number inside a filled area: on a pattern it stands on a white ground.
    pub(super) fn number_in(&self, bounds: Bounds, fill: Fill, of: Type, text: &str) -> Result {
        let (left, top, right, bottom) = bounds;
        let (x, y) = (left + (right - left) / 2, top + (bottom - top) / 2);
        if !matches!(fill, Fill::Plain(_)) {
            let half = (self.ruler.width(text, of) / 2 + 12).min((right - left) / 2 - 4);
            let up = of.size / 2 + 4;
            self.area((x - half, y - up, x + half, y + up), Fill::Plain(WHITE))?;
        }
        self.text((x, y), Anchor::Middle, (of, palette::ink_on(fill)), text)
    }

    /// Stamps, number, title, unit and base.
    pub(super) fn head(&mut self) -> Result {
        let (title, unit) = match self.size {
            Size::Page => (112, 90),
            Size::Column => (95, 75),
            Size::Phone => (120, 95),
        };
        let (title, unit) = (
            Type {
                size: title,
                bold: true,
            },
            Type {
                size: unit,
                bold: false,
            },
        );
        let stamped = self.stamps()?;
        let beside = self.width() - if stamped > 0 { stamped + 120 } else { 0 };
        let room = if self.size.narrow() {
            self.width()
        } else {
            beside
        };
        if self.size.narrow() && stamped > 0 {
            self.y = self.leading(self.small()) + 60;
        }
        let figure = self.figure;
        for (text, of, color) in [
            (figure.number.as_deref().unwrap_or_default(), unit, INK),
            (figure.title.as_str(), title, INK),
            (figure.unit.as_str(), unit, GREY),
            (figure.base.as_str(), unit, GREY),
        ] {
            let lines = self.ruler.wrap(text, of, room);
            self.y = self.lines((0, self.y), Anchor::Start, (of, color), &lines)?;
            if of == title {
                self.y += 15;
            }
        }
        self.y += 70;
        Ok(())
    }

    /// Stamps alone, on a line of their own.
    pub(super) fn stamped(&mut self) -> Result {
        if self.stamps()? > 0 {
            self.y = self.leading(self.small()) + 80;
        }
        Ok(())
    }

    /// Draws the stamps in the upper corner at the end of the line; returns how wide they are together.
    fn stamps(&self) -> Result<i32> {
        let of = Type {
            bold: true,
            ..self.small()
        };
        let mut right = self.width();
        for stamp in &self.figure.stamps {
            let color = match stamp.kind {
                StampKind::Sample => GREY,
                StampKind::Internal => VERMILION,
            };
            let left = right - self.ruler.width(&stamp.text, of) - 90;
            let bottom = self.leading(of) + 30;
            self.outline((left, 5, right, bottom), color, 10)?;
            let middle = (left + (right - left) / 2, 5 + (bottom - 5) / 2);
            self.text(middle, Anchor::Middle, (of, color), &stamp.text)?;
            right = left - 60;
        }
        Ok(if self.figure.stamps.is_empty() {
            0
        } else {
            self.width() - right
        })
    }

    /// A short rule, the source, and the notes.
    pub(super) fn foot(&mut self) -> Result {
        self.y += 80;
        self.line((0, self.y), (700.min(self.width() / 4), self.y), GREY, 5)?;
        self.y += 30;
        let of = self.small();
        let figure = self.figure;
        for text in [&figure.source].into_iter().chain(&figure.notes) {
            let lines = self.ruler.fill(text, of, self.width());
            self.y = self.lines((0, self.y), Anchor::Start, (of, GREY), &lines)?;
        }
        self.y += 20;
        Ok(())
    }

    /// The height of wrapped text.
    pub(super) fn height(&self, lines: &[String], of: Type) -> i32 {
        block(lines.len(), self.leading(of))
    }
}
