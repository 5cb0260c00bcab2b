//! From a [`Figure`] to SVG: the only user of plotters.
//!
//! A figure is drawn from the top down: number and title, unit and base, key, plot, and under a short rule the source
//! and the notes. One unit is a tenth of a point. Right-to-left figures are laid out like the others and mirrored by
//! the `backend`; nothing else knows of it. Every width is measured by shaping (`ruler`), every place is a whole
//! number, so the same figure gives the same bytes everywhere.

mod backend;
mod bars;
mod bubble;
mod canvas;
mod combinations;
mod diverging;
mod dot;
mod dumbbell;
mod heat;
mod key;
mod labels;
mod marks;
mod palette;
mod response;
mod rows;
mod ruler;
#[cfg(test)]
pub(super) mod samples;
mod scale;
mod segments;
mod stacked;
#[cfg(test)]
mod tests;
mod triangle;

use std::convert::Infallible;
use std::fmt::Write as _;

use backend::{Svg, escape};
use canvas::Canvas;
use plotters::drawing::DrawingAreaErrorKind;
use ruler::Ruler;
use thiserror::Error;

use super::figure::{Figure, Plot};
use crate::fonts;

/// The widths that a figure is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// The text width of a report, 174 mm.
    Page,
    /// One of two columns, 84 mm.
    Column,
    /// A phone held upright, 360 CSS pixels; larger letters than in print.
    Phone,
}

/// plotters could not place an element. It cannot happen with whole numbers on one backend, but plotters' signatures
/// say it may.
#[derive(Debug, Error)]
#[error("the figure could not be drawn: {0}; please report this with the name of the figure")]
pub struct DrawError(#[from] DrawingAreaErrorKind<Infallible>);

/// White round the drawing, so that no letter is cut at the edge of a picture.
const MARGIN: i32 = 40;

type Result<T = ()> = std::result::Result<T, DrawError>;

/// Draws `figure` as an SVG document.
///
/// `prefix` begins the identifiers of the document, so that several figures fit on one page; it must be an XML name
/// and differ between them. The SVG holds no style sheet, style attribute, script or reference.
///
/// # Errors
/// [`DrawError`], which would be a fault of the program.
pub fn svg(figure: &Figure, size: Size, prefix: &str) -> Result<String> {
    draw(figure, size, prefix, true)
}

/// Draws `figure` without what stands beside it as text: number, title, unit, base, source and notes. The stamps stay.
///
/// # Errors
/// As [`svg`].
pub fn bare(figure: &Figure, size: Size, prefix: &str) -> Result<String> {
    draw(figure, size, prefix, false)
}

fn draw(figure: &Figure, size: Size, prefix: &str, is_framed: bool) -> Result<String> {
    let ruler = Ruler::new(&figure.language);
    let mut body = String::new();
    let mut canvas = Canvas::new(
        Svg::new(&mut body, &ruler, size.width(), figure.direction),
        &ruler,
        figure,
        size,
    );
    if is_framed {
        canvas.head()?;
    } else {
        canvas.stamped()?;
    }
    match &figure.plot {
        Plot::Bars { grid } => bars::draw(&mut canvas, grid)?,
        Plot::Stacked { grid, scale } => stacked::draw(&mut canvas, grid, *scale)?,
        Plot::Diverging { grid } => diverging::draw(&mut canvas, grid)?,
        Plot::Heat { grid, scale } => heat::draw(&mut canvas, grid, *scale)?,
        Plot::Response { grid } => response::draw(&mut canvas, grid)?,
        Plot::Dot { grid, scale } => dot::draw(&mut canvas, grid, *scale)?,
        Plot::Dumbbell { grid, scale } => dumbbell::draw(&mut canvas, grid, *scale)?,
        Plot::Combinations { sets } => combinations::draw(&mut canvas, sets)?,
        Plot::Bubble { grid, scale } => bubble::draw(&mut canvas, grid, *scale)?,
        Plot::Triangle { grid, scale } => triangle::draw(&mut canvas, grid, *scale)?,
    }
    if is_framed {
        canvas.foot()?;
    }
    let height = canvas.y;
    drop(canvas);
    Ok(document(
        figure,
        (size.paper(), height + 2 * MARGIN),
        prefix,
        &body,
    ))
}

/// Wraps the elements in a document that says what it shows.
fn document(figure: &Figure, (width, height): (i32, i32), prefix: &str, body: &str) -> String {
    let title = figure
        .number
        .iter()
        .map(String::as_str)
        .chain([figure.title.as_str()]);
    let title = escape(&title.collect::<Vec<_>>().join(". "));
    let description = escape(&figure.alternative);
    let (prefix, language) = (escape(prefix), escape(&figure.language));
    let mut families = fonts::families(&figure.language).to_vec();
    families.push("sans-serif");
    let mut out = String::with_capacity(body.len() + 2000);
    // A string takes everything that is written to it.
    let _infallible = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" \
         width=\"{}.{}pt\" height=\"{}.{}pt\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" \
         xml:lang=\"{language}\" direction=\"ltr\" font-family=\"{}\">\n\
         <title id=\"{prefix}-title\">{title}</title>\n<desc id=\"{prefix}-desc\">{description}</desc>\n\
         <rect x=\"-{MARGIN}\" y=\"-{MARGIN}\" width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n{body}</svg>\n",
        width / 10,
        width % 10,
        height / 10,
        height % 10,
        families.join(", "),
    );
    out
}

impl Size {
    /// The width in tenths of a point, with its margins.
    const fn paper(self) -> i32 {
        match self {
            Self::Page => 4932,
            Self::Column => 2381,
            Self::Phone => 2700,
        }
    }

    /// The width in tenths of a point that may be drawn on.
    const fn width(self) -> i32 {
        self.paper() - 2 * MARGIN
    }

    /// The same for each width: a word of its own for file names and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Column => "column",
            Self::Phone => "phone",
        }
    }

    /// Whether labels stand above their bars, for want of room beside them.
    const fn narrow(self) -> bool {
        !matches!(self, Self::Page)
    }
}

/// A number of things as a length can be multiplied by it. No figure has more than a few hundred of anything.
fn units(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
