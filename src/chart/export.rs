//! A figure as a file: one list of formats for pages and command line, so that both give the same bytes under the same name.

use std::cell::OnceCell;

use thiserror::Error;

use super::draw::{self, DrawError, Size};
use super::figure::{Figure, StampKind};
use super::raster::{Drawing, RasterError};
use super::word;
use crate::document::word::WordError;

/// Begins the identifiers inside a drawing that is a file of its own.
const PREFIX: &str = "figure";

/// What a figure can be taken away as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A drawing whose letters are outlines: the same everywhere, without fonts.
    Svg,
    /// A picture of 300 dots an inch.
    Png,
    /// One page of PDF/UA.
    Pdf,
    /// The numbers.
    Csv,
    /// The numbers as a table of Word.
    Word,
}

/// Why a figure became no file: a fault of the program, told with what to do.
#[derive(Debug, Error)]
pub enum ExportError {
    /// It could not be drawn.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// Its drawing could not be turned into the format.
    #[error(transparent)]
    Raster(#[from] RasterError),
    /// Its table could not be written for Word.
    #[error(transparent)]
    Word(#[from] WordError),
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Svg, Self::Png, Self::Pdf, Self::Csv, Self::Word];

    /// Its code: the ending of file names and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Word => "docx",
        }
    }

    /// The format with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// Whether it has a width.
    #[must_use]
    pub const fn is_drawn(self) -> bool {
        !matches!(self, Self::Csv | Self::Word)
    }
}

impl Size {
    /// The widths for print: of the text, and of one of two columns.
    pub const PRINT: [Self; 2] = [Self::Page, Self::Column];

    /// The print width with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::PRINT.into_iter().find(|size| size.code() == code)
    }
}

/// A figure of one width, drawn when the first file asks for it.
#[derive(Debug)]
pub struct Files<'a> {
    figure: &'a Figure,
    size: Size,
    drawing: OnceCell<Drawing>,
}

impl Files<'_> {
    /// The bytes of a file.
    ///
    /// # Errors
    /// [`ExportError`], a fault of the program.
    pub fn bytes(&self, format: Format) -> Result<Vec<u8>, ExportError> {
        Ok(match format {
            Format::Svg => self.drawing()?.outlined().into_bytes(),
            Format::Png => self.drawing()?.png()?,
            Format::Pdf => self.drawing()?.pdf(self.figure)?,
            Format::Csv => self.figure.csv(),
            Format::Word => word::write(self.figure)?,
        })
    }

    fn drawing(&self) -> Result<&Drawing, ExportError> {
        if let Some(drawing) = self.drawing.get() {
            return Ok(drawing);
        }
        let drawing = Drawing::read(draw::svg(self.figure, self.size, PREFIX)?)?;
        Ok(self.drawing.get_or_init(|| drawing))
    }
}

impl Figure {
    /// The figure as the bytes of a file; the width matters only to what is drawn.
    ///
    /// # Errors
    /// [`ExportError`], a fault of the program.
    pub fn export(&self, format: Format, size: Size) -> Result<Vec<u8>, ExportError> {
        self.files(size).bytes(format)
    }

    /// The figure as files of several formats, for which it is drawn once.
    #[must_use]
    pub const fn files(&self, size: Size) -> Files<'_> {
        Files {
            figure: self,
            size,
            drawing: OnceCell::new(),
        }
    }

    /// The name of that file: what it shows, of which round, in which language, and what it must not be taken for, since a table has no
    /// room for a stamp: `para11-2026-T4-en-SAMPLE-INTERNAL.csv`.
    #[must_use]
    pub fn file_name(&self, round: &str, format: Format, size: Size) -> String {
        let mut parts = vec!["para11", round, &self.id, &self.language];
        if format.is_drawn() && size != Size::Page {
            parts.push(size.code());
        }
        parts.extend(self.stamps.iter().map(|stamp| match stamp.kind {
            StampKind::Sample => "SAMPLE",
            StampKind::Internal => "INTERNAL",
        }));
        format!("{}.{}", parts.join("-"), format.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::draw::samples::{Tongue, figure};
    use crate::chart::figure::Stamp;

    #[test]
    fn each_format_is_what_it_says() {
        let figure = figure("bars", Tongue::English);
        let begins = |format| {
            let bytes = figure.export(format, Size::Column).unwrap();
            String::from_utf8_lossy(&bytes).chars().take(5).collect()
        };
        let heads: Vec<String> = Format::ALL.into_iter().map(begins).collect();
        assert_eq!(
            heads,
            [
                "<svg ",
                "\u{fffd}PNG\r",
                "%PDF-",
                "row,l",
                "PK\u{3}\u{4}\u{14}"
            ]
        );
    }

    #[test]
    fn a_file_name_tells_what_it_must_not_be_taken_for() {
        let mut figure = figure("bars", Tongue::English);
        figure.stamps = [StampKind::Sample, StampKind::Internal]
            .map(|kind| Stamp {
                kind,
                text: String::new(),
            })
            .to_vec();
        let (id, language) = (figure.id.clone(), figure.language.clone());
        let named = |format, size| figure.file_name("2026", format, size);
        assert_eq!(
            named(Format::Csv, Size::Column),
            format!("para11-2026-{id}-{language}-SAMPLE-INTERNAL.csv")
        );
        assert_eq!(
            named(Format::Png, Size::Column),
            format!("para11-2026-{id}-{language}-column-SAMPLE-INTERNAL.png")
        );
    }
}
