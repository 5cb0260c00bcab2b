//! The page of all figures of a round.

use askama::Template;

use super::Page;
use crate::chart::figure::{Figure, Role, Table, TableRow, Value};

/// All figures, to be read in order and printed.
#[derive(Debug, Template)]
#[template(path = "figure_book.html")]
pub struct FigureBookPage {
    /// What surrounds it.
    pub page: Page,
    /// How many replied, of how many, by when.
    pub position: String,
    /// The figures, in their order.
    pub entries: Vec<Entry>,
}

/// A figure with its numbers.
#[derive(Debug)]
pub struct Entry {
    /// The figure.
    pub figure: Figure,
    /// Its numbers.
    pub table: Table,
    /// It drawn as wide as a page: SVG that holds nothing but what `chart::draw` wrote.
    pub wide: String,
    /// It drawn for a phone, likewise.
    pub narrow: String,
}

impl FigureBookPage {
    /// Where a figure has its own page.
    #[must_use]
    pub fn address(&self, entry: &Entry) -> String {
        self.page.to(&format!("/figures/{}", entry.figure.id))
    }

    /// Where all figures can be had as a file.
    #[must_use]
    pub fn file(&self) -> String {
        self.page.to("/figures/book.pdf")
    }

    /// A value of a table.
    #[must_use]
    pub fn value(&self, entry: &Entry, value: &Value) -> String {
        value.words(&entry.figure, self.page.language)
    }

    /// Whether a row adds up the others.
    #[must_use]
    pub fn is_total(&self, row: &TableRow) -> bool {
        row.role == Role::Total
    }
}
