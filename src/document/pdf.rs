//! A document as tagged PDF: PDF/UA-1 and PDF/A-2a, A4.
//!
//! Every word is text in its reading order, in fonts that come with the program; the same document gives the same bytes.

mod drawing;
mod flow;
mod paint;
mod sheet;
mod table;
mod typeset;

use std::sync::Arc;

use chrono::Datelike as _;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use resvg::usvg::{self, Tree};
use thiserror::Error;

use super::{Block, Document};
use flow::Flow;
use typeset::Typesetter;

/// Why a document could not be written as PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// It would not be an accessible document.
    #[error("the document could not be written as PDF/UA and PDF/A: {0}; please report this")]
    Refused(String),
    /// One of its drawings is none.
    #[error("a drawing of the document cannot be read: {0}; please report this")]
    Drawing(#[from] usvg::Error),
}

impl From<KrillaError> for PdfError {
    fn from(error: KrillaError) -> Self {
        // The names of faults only: their details may quote what somebody wrote.
        Self::Refused(match error {
            KrillaError::Validation(faults) => {
                let names = faults.iter().map(|(fault, _)| {
                    let words = format!("{fault:?}");
                    let end = words.find(['(', '{', ' ']).unwrap_or(words.len());
                    words.get(..end).unwrap_or_default().to_owned()
                });
                let names: std::collections::BTreeSet<_> = names.collect();
                names.into_iter().collect::<Vec<_>>().join(", ")
            }
            _ => "a font or an object is not taken".to_owned(),
        })
    }
}

/// A document as PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// Characters that no font has; each stands in the document as its code in brackets.
    pub missing: Vec<char>,
}

/// Writes a document as PDF.
///
/// # Errors
/// [`PdfError`] if it would not be accessible.
pub fn write(document: &Document) -> Result<Pdf, PdfError> {
    let language = document.language.html_code();
    let setter = Typesetter::new(document.language.source().code());
    let drawings = drawings(document)?;
    let mut sheets = Flow::new(document, &setter, &drawings, &[]).run();
    let has_contents = |block: &Block| matches!(block, Block::Contents(_));
    if document.blocks.iter().any(has_contents) {
        // Numbers take no more room than none, so that nothing moves once they are known.
        let pages = sheets.sections();
        sheets = Flow::new(document, &setter, &drawings, &pages).run();
    }
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish();
    let mut pdf = krilla::Document::new_with(SerializeSettings {
        enable_tagging: true,
        configuration: configuration.unwrap_or_default(),
        ..SerializeSettings::default()
    });
    let pages = sheets.pages.len();
    paint::pages(&mut pdf, document, &setter, sheets, language);
    let direction = if document.is_right_to_left() {
        TextDirection::RightToLeft
    } else {
        TextDirection::LeftToRight
    };
    let metadata = Metadata::new()
        .title(document.title.clone())
        .description(document.level_words.clone())
        .keywords(vec![document.level.code().to_owned()])
        .language(language.to_owned())
        .text_direction(direction)
        .producer("para11".into());
    pdf.set_metadata(match document.day {
        Some(day) => metadata.creation_date(date(day)),
        None => metadata,
    });
    Ok(Pdf {
        bytes: pdf.finish()?,
        pages,
        missing: setter.missing(),
    })
}

/// Its drawings, in their order.
fn drawings(document: &Document) -> Result<Vec<Arc<Tree>>, usvg::Error> {
    let blocks = document.blocks.iter();
    let svg = blocks.filter_map(|block| match block {
        Block::Drawing(drawing) => Some(&drawing.svg),
        _ => None,
    });
    svg.map(|svg| crate::fonts::drawing(svg).map(Arc::new))
        .collect()
}

/// A day as PDF keeps it.
fn date(day: chrono::NaiveDate) -> DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or_default();
    DateTime::new(year)
        .month(small(day.month()))
        .day(small(day.day()))
}
