//! Documents that go with answers: which kinds are taken, how they are called, what may not be in them.
//!
//! Nothing here touches a disk: content is anything that can be read and sought in. A file is what its content says, and its name has to
//! agree; what can run on the reader's machine, or unpacks to far more than it is, is refused with its reason.
//!
//! | file | what |
//! |---|---|
//! | `name` | a person's name for a file, cleaned: never a path, never a trick |
//! | `package` | text documents and workbooks, which are ZIP archives |
//! | `office` | what Word and Excel write into them |
//! | `open_document` | what OpenDocument programs write into them |
//! | `pdf` | what acts in PDF files |
//! | `image` | pictures, without what a camera wrote into them |
//! | `plain` | texts and tables |

mod image;
mod name;
mod office;
mod open_document;
mod package;
mod pdf;
mod plain;
#[cfg(test)]
mod tests;

use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use name::FileName;

/// Most bytes of a document.
pub const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// Most documents of a reply.
pub const MOST_FILES: u64 = 40;
/// Most bytes of all documents of a reply.
pub const MOST_TOTAL: u64 = 200 * 1024 * 1024;
/// Bytes of a piece, in which documents travel and are sealed; only the last is shorter.
pub const PIECE: u64 = 256 * 1024;

/// How many pieces a document of this many bytes has.
#[must_use]
pub const fn pieces(size: u64) -> u64 {
    size.div_ceil(PIECE)
}

/// A document as a submission names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    /// Its name, as the person who attached it called it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// How many bytes it has.
    pub size: u64,
    /// SHA-256 of its bytes as hexadecimal digits.
    pub sha256: String,
}

crate::text::hidden::debug_hiding!(Attached, [kind, size, sha256], [name]);

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// `OpenDocument` text.
    Odt,
    /// `OpenDocument` spreadsheet.
    Ods,
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// A table of values parted by commas.
    Csv,
    /// Plain text.
    Txt,
}

impl Kind {
    /// All that are taken.
    pub const ALL: [Self; 9] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Odt,
        Self::Ods,
        Self::Png,
        Self::Jpeg,
        Self::Csv,
        Self::Txt,
    ];

    /// Its code, which is also how its names end.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Csv => "csv",
            Self::Txt => "txt",
        }
    }

    /// The kind with this code, or whose names end so.
    #[must_use]
    pub fn find(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        if ending == "jpg" {
            return Some(Self::Jpeg);
        }
        Self::ALL.into_iter().find(|kind| kind.code() == ending)
    }

    /// The media type it is served with, whatever a browser called it when it came.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Csv => "text/csv",
            Self::Txt => "text/plain",
        }
    }
}

/// Why a document is not taken.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// No file was chosen, or it is empty.
    #[error("the file is empty or none was chosen")]
    Empty,
    /// It has more than [`MOST_BYTES`].
    #[error("the file is larger than 20 MiB")]
    TooLarge,
    /// Its name ends in none of the endings that are taken.
    #[error("files of this kind are not taken")]
    Kind,
    /// Its content is not what its name says.
    #[error("the content of the file is not what its name says")]
    Content,
    /// It holds macros, programs or embedded objects.
    #[error("the file holds macros, programs or embedded objects")]
    Active,
    /// It is a PDF file that runs something, carries other files, or cannot be looked through.
    #[error("the PDF file runs something, carries other files, or cannot be looked through")]
    ActivePdf,
    /// It fetches something from elsewhere when it is opened.
    #[error("the file fetches something from elsewhere when it is opened")]
    Linked,
    /// It is a table with formulas that a program for tables would compute.
    #[error("the table holds formulas")]
    Formulas,
    /// It is protected by a password, so that nobody can look for what may not be in it.
    #[error("the file is protected by a password")]
    Locked,
    /// It unpacks to far more than it is, or has too many parts.
    #[error("the file unpacks to more than is taken")]
    Bomb,
    /// The scanner found something.
    #[error("the scanner for malware found something in the file")]
    Infected,
    /// The reply holds [`MOST_FILES`] already.
    #[error("the reply holds 40 documents already")]
    TooMany,
    /// The reply's documents would have more than [`MOST_TOTAL`].
    #[error("the documents of the reply would be larger than 200 MiB together")]
    TooMuch,
    /// A field takes one document, and there is one.
    #[error("there is a document here already")]
    Taken,
    /// The same content is attached to this answer already.
    #[error("the same document is attached here already")]
    Same,
}

impl Refusal {
    /// Its code, under which its words stand.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::Kind => "kind",
            Self::Content => "content",
            Self::Active => "active",
            Self::ActivePdf => "active-pdf",
            Self::Linked => "linked",
            Self::Formulas => "formulas",
            Self::Locked => "locked",
            Self::Bomb => "bomb",
            Self::Infected => "infected",
            Self::TooMany => "too-many",
            Self::TooMuch => "too-much",
            Self::Taken => "taken",
            Self::Same => "same",
        }
    }
}

/// Why content was not taken.
#[derive(Debug, Error)]
pub enum InspectError {
    /// It is not a document we take.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be read.
    #[error("the content could not be read")]
    Read(#[from] io::Error),
}

/// Looks whether content is what its name says and holds nothing that is not taken.
///
/// # Errors
/// The refusal, or the failure of the reader.
pub fn inspect<R: Read + Seek>(kind: Kind, content: &mut R, size: u64) -> Result<(), InspectError> {
    if size == 0 {
        return Err(Refusal::Empty.into());
    }
    if size > MOST_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    content.seek(SeekFrom::Start(0))?;
    match kind {
        Kind::Pdf => pdf::inspect(content),
        Kind::Docx | Kind::Xlsx | Kind::Odt | Kind::Ods => {
            package::inspect(kind, content, size, package::Depth::Outer)
        }
        Kind::Png | Kind::Jpeg => {
            // What is copied is what is looked at.
            image::look(kind, content)
        }
        Kind::Csv | Kind::Txt => plain::inspect(kind, content),
    }
}

/// Whether a kind is kept without what a device wrote into it.
#[must_use]
pub const fn is_stripped(kind: Kind) -> bool {
    matches!(kind, Kind::Png | Kind::Jpeg)
}

/// Copies a picture without metadata, comments and whatever stands behind its end. One that its metadata say is to be turned is turned.
///
/// # Errors
/// The refusal of what is no picture, or the failure of the reader or writer.
pub fn strip<R: Read, W: Write>(
    kind: Kind,
    content: &mut R,
    out: &mut W,
) -> Result<(), InspectError> {
    image::strip(kind, content, out)
}

/// The first bytes, enough to know a kind by.
fn head<R: Read>(content: &mut R) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    content.take(8 * 1024).read_to_end(&mut head)?;
    Ok(head)
}
