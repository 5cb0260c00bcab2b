//! plotters' view of an SVG document: elements go in as whole tenths of a point and come out as text.
//!
//! Three things are done here so that no plot need know of them: the mirroring of right-to-left figures, the isolation
//! of their strings (viewers differ in what base direction they give to a line), and the rounding, by which the same
//! figure gives the same bytes.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};

use super::ruler::{Ruler, Type};
use crate::chart::figure::Direction;

/// No element is taller than this; the height of a figure is known only when it is drawn.
const TALL: u32 = 1_000_000;

/// Of discs, polygons and lines: whoever makes pixels of the drawing is to give them smooth edges. Of areas, their outlines and hatching
/// it may leave them.
const SMOOTH: &str = " shape-rendering=\"geometricPrecision\"";

type Result<T = ()> = std::result::Result<T, DrawingErrorKind<Infallible>>;

/// Writes the elements of one figure to a string.
pub(super) struct Svg<'a> {
    out: &'a mut String,
    ruler: &'a Ruler,
    width: i32,
    direction: Direction,
    /// Lines of one look that follow each other become one path: hatching is many short lines.
    lines: Option<(String, String)>,
}

impl<'a> Svg<'a> {
    /// A drawing of `width` tenths of a point.
    pub(super) const fn new(
        out: &'a mut String,
        ruler: &'a Ruler,
        width: i32,
        direction: Direction,
    ) -> Self {
        Self {
            out,
            ruler,
            width,
            direction,
            lines: None,
        }
    }

    /// Writes the lines that wait.
    fn flush(&mut self) {
        if let Some((look, path)) = self.lines.take() {
            self.write(format_args!("<path d=\"{path}\" fill=\"none\" {look}/>\n"));
        }
    }

    fn element(&mut self, element: std::fmt::Arguments<'_>) {
        self.flush();
        self.write(element);
    }

    /// A string takes everything that is written to it.
    fn write(&mut self, element: std::fmt::Arguments<'_>) {
        let _infallible = self.out.write_fmt(element);
    }

    const fn mirrors(&self) -> bool {
        matches!(self.direction, Direction::RightToLeft)
    }

    const fn x(&self, x: i32) -> i32 {
        if self.mirrors() { self.width - x } else { x }
    }
}

impl Drop for Svg<'_> {
    fn drop(&mut self) {
        self.flush();
    }
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (u32::try_from(self.width).unwrap_or(0), TALL)
    }

    fn ensure_prepared(&mut self) -> Result {
        Ok(())
    }

    fn present(&mut self) -> Result {
        self.flush();
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Result {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result {
        let (left, right) = (self.x(a.0).min(self.x(b.0)), self.x(a.0).max(self.x(b.0)));
        let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
        let look = if fill {
            format!("fill=\"{}\"", hex(style.color()))
        } else {
            format!("fill=\"none\" {}", stroke(style))
        };
        let (width, height) = (right - left, bottom - top);
        self.element(format_args!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" {look}/>\n"
        ));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        let hatching = matches!(*points, [(x, y), (right, foot)] if x != right && y != foot);
        let edges = if hatching { "" } else { SMOOTH };
        let look = format!("{}{edges}", stroke(style));
        if self.lines.as_ref().is_some_and(|(other, _)| *other != look) {
            self.flush();
        }
        let mut data = self.lines.take().map_or_else(String::new, |(_, data)| data);
        for (at, (x, y)) in points.into_iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            let _infallible = write!(data, "{command}{} {y}", self.x(x));
        }
        self.lines = Some((look, data));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result {
        let x = self.x(x);
        let look = if fill {
            format!("fill=\"{}\"", hex(style.color()))
        } else {
            format!("fill=\"none\" {}", stroke(style))
        };
        self.element(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {look}{SMOOTH}/>\n"
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result {
        let corners: Vec<_> = corners
            .into_iter()
            .map(|(x, y)| format!("{},{y}", self.x(x)))
            .collect();
        let (corners, fill) = (corners.join(" "), hex(style.color()));
        self.element(format_args!(
            "<polygon points=\"{corners}\" fill=\"{fill}\"{SMOOTH}/>\n"
        ));
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result {
        let (x, size) = (self.x(x), style.size());
        let turned = matches!(
            style.transform(),
            FontTransform::Rotate90 | FontTransform::Rotate270
        );
        // Turned text runs up the page in every language: its line does not mirror, only its place.
        let anchor = match (style.anchor().h_pos, self.mirrors() && !turned) {
            (HPos::Left, false) | (HPos::Right, true) => "",
            (HPos::Center, _) => " text-anchor=\"middle\"",
            (HPos::Right, false) | (HPos::Left, true) => " text-anchor=\"end\"",
        };
        // From the edge or middle of the line to its baseline: the height of capitals is 0.71 of the size.
        let drop = size
            * match style.anchor().v_pos {
                VPos::Top => 0.80,
                VPos::Center => 0.355,
                VPos::Bottom => -0.22,
            };
        let (x, y) = if turned {
            (f64::from(x) + drop, f64::from(y))
        } else {
            (f64::from(x), f64::from(y) + drop)
        };
        let turn = if turned {
            format!(" transform=\"rotate(-90 {x:.0} {y:.0})\"")
        } else {
            String::new()
        };
        let weight = if matches!(style.style(), FontStyle::Bold) {
            " font-weight=\"700\""
        } else {
            ""
        };
        let fill = hex(style.color());
        let words = escape(text);
        let (open, close) = if self.mirrors() {
            ("\u{2067}", "\u{2069}")
        } else {
            ("", "")
        };
        self.element(format_args!(
            "<text x=\"{x:.0}\" y=\"{y:.0}\" font-size=\"{size}\"{weight}{anchor}{turn} fill=\"{fill}\">{open}{words}{close}</text>\n"
        ));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32)> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let size = whole(style.size());
        let width = self.ruler.width(text, Type { size, bold });
        Ok((
            u32::try_from(width).unwrap_or(0),
            u32::try_from(size).unwrap_or(0),
        ))
    }
}

/// A size that plotters holds as a floating-point number, whole again as it went in.
fn whole(size: f64) -> i32 {
    (0..=2000).find(|n| f64::from(*n) >= size).unwrap_or(2000)
}

/// A colour as SVG writes it. Nothing here is transparent: print cannot be.
fn hex(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("#{r:02X}{g:02X}{b:02X}")
}

fn stroke<S: BackendStyle>(style: &S) -> String {
    format!(
        "stroke=\"{}\" stroke-width=\"{}\"",
        hex(style.color()),
        style.stroke_width()
    )
}

/// Text for the inside of an element or an attribute. Characters that XML 1.0 does not allow are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => out.push_str(if c.is_whitespace() { " " } else { "" }),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use plotters::prelude::*;
    use plotters::style::text_anchor::{HPos as H, Pos, VPos as V};

    use super::*;

    fn drawn(direction: Direction) -> String {
        let (mut out, ruler) = (String::new(), Ruler::new("ar"));
        {
            let area = Svg::new(&mut out, &ruler, 1000, direction).into_drawing_area();
            area.draw(&Rectangle::new([(100, 10), (300, 50)], RED.filled()))
                .unwrap();
            let style = ("sans-serif", 80)
                .into_font()
                .color(&BLACK)
                .pos(Pos::new(H::Left, V::Center));
            area.draw(&Text::new("a<b", (100, 100), style)).unwrap();
            for x in [0, 10] {
                area.draw(&PathElement::new(
                    [(x, 0), (x, 9)],
                    Color::stroke_width(&BLACK, 2),
                ))
                .unwrap();
            }
        }
        out
    }

    #[test]
    fn elements_come_out_in_tenths_of_a_point_and_lines_together() {
        insta::assert_snapshot!(drawn(Direction::LeftToRight), @r##"
        <rect x="100" y="10" width="200" height="40" fill="#FF0000"/>
        <text x="100" y="128" font-size="80" fill="#000000">a&lt;b</text>
        <path d="M0 0L0 9M10 0L10 9" fill="none" stroke="#000000" stroke-width="2" shape-rendering="geometricPrecision"/>
        "##);
    }

    #[test]
    fn right_to_left_mirrors_places_and_isolates_words() {
        let out = drawn(Direction::RightToLeft);
        assert!(out.contains(r#"<rect x="700" y="10" width="200""#), "{out}");
        assert!(
            out.contains(r#"<text x="900" y="128" font-size="80" text-anchor="end""#),
            "{out}"
        );
        assert!(out.contains("\u{2067}a&lt;b\u{2069}"), "{out}");
        assert!(out.contains("M1000 0L1000 9"), "{out}");
    }

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(
            escape("</text><script>\"&\u{0}\u{1b}\n"),
            "&lt;/text&gt;&lt;script&gt;&quot;&amp; "
        );
    }
}
