//! From a drawn SVG to files that look the same everywhere.
//!
//! PNG for screens and slides, tagged PDF for print, and SVG with its letters as outlines for layout programs; all three
//! come from the one drawing, in the embedded fonts.

use std::collections::HashMap;

use krilla::SerializeSettings;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{Point, Size};
use krilla::metadata::{Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{ContentTag, Identifier, Tag, TagGroup, TagTree};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{self, Tree};
use thiserror::Error;

use super::figure::{Direction, Figure};
use crate::fonts;

/// Dots an inch of every PNG, for print.
const DOTS_AN_INCH: f32 = 300.0;
/// The same in dots a metre, as PNG counts.
const DOTS_A_METRE: u32 = 11_811;
/// CSS pixels an inch, in which a parsed SVG counts.
const PIXELS_AN_INCH: f32 = 96.0;
/// Points an inch, in which PDF counts.
const POINTS_AN_INCH: f32 = 72.0;

/// Why a drawing could not be turned into a file.
#[derive(Debug, Error)]
pub enum RasterError {
    /// The SVG is not one that [`super::draw::svg`] makes.
    #[error("the figure's SVG cannot be read: {0}; pass it as it was drawn")]
    Svg(#[from] usvg::Error),
    /// The picture has more pixels than memory.
    #[error("a figure of {width} by {height} CSS pixels is too large; give it fewer rows")]
    Size {
        /// Across.
        width: f32,
        /// Down.
        height: f32,
    },
    /// The pixels could not be written.
    #[error(
        "the figure could not be written as PNG: {0}; please report this with the name of the figure"
    )]
    Png(String),
    /// The document would not be an accessible one.
    #[error(
        "the figure could not be written as accessible PDF: {0}; give it a title and an alternative text"
    )]
    Pdf(#[from] KrillaError),
}

/// A drawing read once, for files of every format.
#[derive(Debug)]
pub struct Drawing {
    svg: String,
    tree: Tree,
}

impl Drawing {
    /// Reads an SVG that [`super::draw::svg`] made.
    ///
    /// # Errors
    /// [`RasterError`] where `svg` is not a drawing.
    pub fn read(svg: String) -> Result<Self, RasterError> {
        let tree = fonts::drawing(&svg)?;
        Ok(Self { svg, tree })
    }

    /// What is drawn.
    #[cfg(test)]
    pub(super) const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The drawing as PNG, 300 dots an inch on white, with its size in print set.
    ///
    /// # Errors
    /// [`RasterError`] where it is too large.
    pub fn png(&self) -> Result<Vec<u8>, RasterError> {
        let scale = DOTS_AN_INCH / PIXELS_AN_INCH;
        let size = self.tree.size();
        let large = || RasterError::Size {
            width: size.width(),
            height: size.height(),
        };
        let pixels = size.scale_by(scale).ok_or_else(large)?.to_int_size();
        let mut picture = Pixmap::new(pixels.width(), pixels.height()).ok_or_else(large)?;
        picture.fill(Color::WHITE);
        resvg::render(
            &self.tree,
            Transform::from_scale(scale, scale),
            &mut picture.as_mut(),
        );
        encoded(&picture).map_err(|error| RasterError::Png(error.to_string()))
    }

    /// The drawing as one page of PDF/UA-1.
    ///
    /// It is tagged as a figure with its alternative text; its title and language are set. Text can be selected, except in right-to-left figures, whose letters are outlines: Arabic fonts draw some letters from
    /// parts that stand for no character, which the standard does not allow.
    ///
    /// # Errors
    /// [`RasterError`] where the figure has no title or alternative text.
    pub fn pdf(&self, figure: &Figure) -> Result<Vec<u8>, RasterError> {
        let tree = &self.tree;
        let (width, height) = (tree.size().width(), tree.size().height());
        let scale = POINTS_AN_INCH / PIXELS_AN_INCH;
        let large = || RasterError::Size { width, height };
        let size = Size::from_wh(width * scale, height * scale).ok_or_else(large)?;
        let right_to_left = figure.direction == Direction::RightToLeft;

        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish();
        let mut document = krilla::Document::new_with(SerializeSettings {
            enable_tagging: true,
            configuration: configuration.unwrap_or_default(),
            ..SerializeSettings::default()
        });
        let settings = PageSettings::from_wh(size.width(), size.height()).ok_or_else(large)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let drawing: Identifier = surface.start_tagged(ContentTag::Other);
        surface
            .draw_svg(
                tree,
                size,
                SvgSettings {
                    embed_text: !right_to_left,
                    ..SvgSettings::default()
                },
            )
            .ok_or_else(large)?;
        surface.end_tagged();
        surface.finish();
        page.finish();

        let alternative = Some(figure.alternative.clone()).filter(|text| !text.is_empty());
        let mut tags = TagTree::new().with_lang(Some(figure.language.clone()));
        tags.push(TagGroup::with_children(
            Tag::Figure(alternative),
            vec![drawing.into()],
        ));
        document.set_tag_tree(tags);
        let mut outline = Outline::new();
        let start = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(figure.title.clone(), start));
        document.set_outline(outline);
        let direction = if right_to_left {
            TextDirection::RightToLeft
        } else {
            TextDirection::LeftToRight
        };
        document.set_metadata(
            Metadata::new()
                .title(figure.title.clone())
                .description(figure.alternative.clone())
                .language(figure.language.clone())
                .text_direction(direction)
                .producer("para11".into()),
        );
        Ok(document.finish()?)
    }

    /// The drawing as SVG that needs no font: every letter is an outline. Title and description are kept.
    #[must_use]
    pub fn outlined(&self) -> String {
        let options = usvg::WriteOptions {
            coordinates_precision: 2,
            transforms_precision: 5,
            indent: usvg::Indent::None,
            ..usvg::WriteOptions::default()
        };
        // How to fill shapes is for whoever makes pixels of it to say.
        let plain = self.tree.to_string(&options);
        let plain = plain.replace(" shape-rendering=\"crispEdges\"", "");
        let svg = &self.svg;
        // The parser drops what is not drawn: put the words for those who cannot see the drawing back at its head.
        let words = svg
            .split_once("<title")
            .and_then(|(_, rest)| rest.split_once("</desc>"));
        let attributes = svg
            .split_once("role=")
            .and_then(|(_, rest)| rest.split_once(" direction="));
        match (plain.split_once('>'), words, attributes) {
            (Some((root, body)), Some((words, _)), Some((attributes, _))) => {
                format!("{root} role={attributes}><title{words}</desc>{body}")
            }
            _ => plain,
        }
    }
}

/// A picture without a hole in it, so that it needs no transparency. What is drawn is flat: it has few colours, a byte of a palette each;
/// filters, made for photographs, make it larger, and more compression takes three times as long for a tenth.
fn encoded(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let (pixels, _) = picture.data().as_chunks::<4>();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_depth(png::BitDepth::Eight);
    let data = if let Some((palette, places)) = indexed(pixels) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette);
        places
    } else {
        encoder.set_color(png::ColorType::Rgb);
        pixels
            .iter()
            .flat_map(|[r, g, b, _]| [*r, *g, *b])
            .collect()
    };
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(3));
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: DOTS_A_METRE,
        yppu: DOTS_A_METRE,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(file)
}

/// The colours of a picture in the order in which they first occur (three bytes each), and for each pixel the place of its own; `None` where
/// there are more than a byte can tell apart.
fn indexed(pixels: &[[u8; 4]]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut palette = Vec::new();
    let mut known: HashMap<[u8; 4], u8> = HashMap::new();
    let mut places = Vec::with_capacity(pixels.len());
    // Most pixels are like the one before.
    for run in pixels.chunk_by(|a, b| a == b) {
        let colour = run.first()?;
        let place = if let Some(place) = known.get(colour) {
            *place
        } else {
            let place = u8::try_from(known.len()).ok()?;
            known.insert(*colour, place);
            palette.extend(colour.iter().take(3));
            place
        };
        places.resize(places.len() + run.len(), place);
    }
    Some((palette, places))
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{ColorU8, PremultipliedColorU8};
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::chart::draw::{self, samples};

    fn drawn(kind: &str, tongue: samples::Tongue) -> (Figure, Drawing) {
        let figure = samples::figure(kind, tongue);
        let svg = draw::svg(&figure, draw::Size::Column, "f").unwrap();
        (figure, Drawing::read(svg).unwrap())
    }

    #[test]
    fn a_png_is_as_large_as_its_drawing_and_says_so() {
        let (_, drawing) = drawn("response", samples::Tongue::English);
        let png = drawing.png().unwrap();
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        // 84 mm at 300 dots an inch.
        assert_eq!((&png[12..16], number(16)), (b"IHDR".as_slice(), 992));
        assert_eq!(
            (number(33), &png[37..41], number(41), number(45), png[49]),
            (9, b"pHYs".as_slice(), 11_811, 11_811, 1)
        );
        let pixmap = Pixmap::decode_png(&png).unwrap();
        let ink = pixmap.pixels().iter().filter(|p| p.red() < 100).count();
        assert!(ink > 5000, "{ink}");
    }

    #[test]
    fn pixels_come_back_as_they_were_with_few_colours_and_with_many() {
        for colours in [1_u32, 256, 257, 5000] {
            let mut picture = Pixmap::new(100, 60).unwrap();
            let shade = |n: u32| u8::try_from(n % 251).unwrap();
            for (at, pixel) in (0..).zip(picture.pixels_mut()) {
                let n = at / 3 % colours;
                *pixel = ColorU8::from_rgba(shade(n), shade(n / 251), 7, 255).premultiply();
            }
            let file = encoded(&picture).unwrap();
            let kind = if colours <= 256 { 3 } else { 2 };
            assert_eq!(file[25], kind, "{colours}");
            assert_eq!(Pixmap::decode_png(&file).unwrap().data(), picture.data());
        }
    }

    #[test]
    fn lines_of_a_pattern_are_two_dots_wide_whichever_way_they_run() {
        for tongue in [samples::Tongue::English, samples::Tongue::Arabic] {
            let (_, drawing) = drawn("heat", tongue);
            let picture = Pixmap::decode_png(&drawing.png().unwrap()).unwrap();
            let width = usize::try_from(picture.width()).unwrap();
            let colour = PremultipliedColorU8::from_rgba(0x76, 0x76, 0x76, 255).unwrap();
            // Runs along a row of one dot, of two, and of more, where lines cross.
            let mut runs = [0; 3];
            for row in picture.pixels().chunks(width) {
                for run in row.chunk_by(|a, b| a == b).filter(|run| run[0] == colour) {
                    runs[run.len().min(3) - 1] += 1;
                }
            }
            assert!(runs[1] > 1000 && runs[0] * 4 < runs[1], "{runs:?}");
        }
    }

    #[test]
    fn files_are_the_same_on_every_run() {
        let hash = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
        for (kind, tongue) in [
            ("heat", samples::Tongue::English),
            ("bars", samples::Tongue::Arabic),
        ] {
            let (figure, drawing) = drawn(kind, tongue);
            let (_, again) = drawn(kind, tongue);
            assert_eq!(hash(&drawing.png().unwrap()), hash(&again.png().unwrap()));
            assert_eq!(
                hash(&drawing.pdf(&figure).unwrap()),
                hash(&again.pdf(&figure).unwrap())
            );
            assert_eq!(drawing.outlined(), again.outlined());
        }
    }

    #[test]
    fn every_language_makes_an_accessible_pdf() {
        for (language, tongue) in samples::TONGUES {
            let (figure, drawing) = drawn("stacked", tongue);
            let pdf = drawing.pdf(&figure).unwrap();
            let text = String::from_utf8_lossy(&pdf);
            assert!(text.starts_with("%PDF-1.7"), "{language}");
            for part in [
                "/StructTreeRoot",
                "/Figure",
                "/Alt",
                "pdfuaid:part",
                "/MarkInfo",
            ] {
                assert!(text.contains(part), "{language}: {part}");
            }
        }
    }

    #[test]
    fn a_pdf_without_an_alternative_text_is_refused() {
        let (mut figure, drawing) = drawn("bars", samples::Tongue::English);
        figure.alternative.clear();
        assert!(matches!(drawing.pdf(&figure), Err(RasterError::Pdf(_))));
    }

    #[test]
    fn an_outlined_svg_has_no_text_but_keeps_its_words() {
        let (figure, drawing) = drawn("bars", samples::Tongue::Chinese);
        let outlined = drawing.outlined();
        assert!(!outlined.contains("<text") && !outlined.contains("style="));
        assert!(outlined.contains("role=\"img\"") && outlined.contains("xml:lang=\"zh\""));
        assert!(outlined.contains(&format!(
            "<desc id=\"f-desc\">{}</desc>",
            figure.alternative
        )));
        assert!(!outlined.contains("crispEdges"));
        let read = Drawing::read(outlined).unwrap();
        assert_eq!(read.tree.size(), drawing.tree.size());
    }

    #[test]
    fn what_is_not_svg_is_refused() {
        for text in ["<html></html>", ""] {
            let read = Drawing::read(text.to_owned());
            assert!(matches!(read, Err(RasterError::Svg(_))), "{text}");
        }
    }
}
