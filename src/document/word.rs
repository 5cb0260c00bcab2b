//! A document as Word (`WordprocessingML`, ISO/IEC 29500): heading styles, tables whose heads are repeated, running heads and feet, language
//! and direction. The same document gives the same bytes.

mod body;
mod fixed;
mod xml;

use std::io::{Cursor, Write as _};

use thiserror::Error;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Document;

/// Why a document could not be written as Word: the parts could not be packed.
#[derive(Debug, Error)]
#[error("the document could not be written as Word: {0}; please report this")]
pub struct WordError(String);

/// Writes a document as Word.
///
/// # Errors
/// [`WordError`] if it is too large to be packed.
pub fn write(document: &Document) -> Result<Vec<u8>, WordError> {
    let parts = [
        ("[Content_Types].xml", fixed::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", fixed::RELATIONS.to_owned()),
        ("docProps/core.xml", fixed::properties(document)),
        ("word/document.xml", body::document(document)),
        ("word/styles.xml", fixed::styles(document)),
        ("word/settings.xml", fixed::settings(document)),
        ("word/header1.xml", body::header(document)),
        ("word/footer1.xml", body::footer(document)),
        (
            "word/_rels/document.xml.rels",
            fixed::DOCUMENT_RELATIONS.to_owned(),
        ),
    ];
    pack(&parts).map_err(|error| WordError(error.to_string()))
}

fn pack(parts: &[(&str, String)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
