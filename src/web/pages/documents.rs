//! The page of an answer's documents, and the list of a submitted reply's documents for the Secretariat.

use askama::Template;

use super::Page;
use crate::web::assets;

/// The documents of an answer.
#[derive(Debug, Template)]
#[template(path = "documents.html")]
pub struct DocumentsPage {
    /// What surrounds it.
    pub page: Page,
    /// Number of the question.
    pub number: String,
    /// The question.
    pub question: String,
    /// The row; empty if the question has none.
    pub row: String,
    /// Address of this page.
    pub address: String,
    /// Where the script begins to send.
    pub uploads_address: String,
    /// Why a document was not taken; may be empty.
    pub refused: String,
    /// Whether documents can be added and removed.
    pub may_change: bool,
    /// The places for documents.
    pub places: Vec<Place>,
}

impl DocumentsPage {
    /// Address of the script of this page.
    #[must_use]
    pub fn script(&self) -> &'static str {
        assets::documents_script()
    }
}

/// A place for documents.
#[derive(Debug)]
pub struct Place {
    /// Name of the field; empty for what goes with the answer.
    pub slot: String,
    /// Its title.
    pub title: String,
    /// Whether it takes no more.
    pub is_full: bool,
    /// What is there.
    pub documents: Vec<DocumentLine>,
    /// What is on its way.
    pub uploads: Vec<UploadLine>,
}

/// A document.
#[derive(Debug)]
pub struct DocumentLine {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Where it can be had; empty if it may not be opened.
    pub address: String,
    /// Where it is removed.
    pub remove: String,
    /// How large it is.
    pub size: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Who attached it.
    pub by: String,
    /// When.
    pub at: String,
    /// What the scanner said, where that matters.
    pub state: String,
}

/// A document on its way.
#[derive(Debug)]
pub struct UploadLine {
    /// Its name.
    pub name: String,
    /// How large it will be.
    pub size: String,
    /// How much of it is there.
    pub progress: String,
    /// Where it is given up.
    pub give_up: String,
}

/// The documents that a submitted reply names.
#[derive(Debug, Template)]
#[template(path = "documents_submitted.html")]
pub struct SubmittedDocumentsPage {
    /// What surrounds it.
    pub page: Page,
    /// Whose reply it is.
    pub respondent: String,
    /// The documents.
    pub documents: Vec<SubmittedLine>,
}

/// A document of a submitted reply.
#[derive(Debug)]
pub struct SubmittedLine {
    /// Number of its question.
    pub number: String,
    /// The question in a few words.
    pub question: String,
    /// The document.
    pub document: DocumentLine,
}
