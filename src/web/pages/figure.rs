//! The page of one figure: drawing, files, the same numbers as a table, what they rest on.

use askama::Template;

use super::Page;
use crate::chart::export::Format;
use crate::chart::figure::{Figure, Role, Table, TableRow, Value};

/// One figure.
#[derive(Debug, Template)]
#[template(path = "figure.html")]
pub struct FigurePage {
    /// What surrounds it.
    pub page: Page,
    /// The figure.
    pub figure: Figure,
    /// Its numbers.
    pub table: Table,
    /// How many replied, of how many, by when.
    pub position: String,
    /// The question as it was put, with its number; none where the figure counts replies.
    pub question: Option<String>,
    /// How to name it as a source.
    pub citation: String,
    /// The figure before it.
    pub previous: Option<Neighbour>,
    /// The figure after it.
    pub next: Option<Neighbour>,
    /// It drawn as wide as a page: SVG that holds nothing but what `chart::draw` wrote.
    pub wide: String,
    /// It drawn for a phone, likewise.
    pub narrow: String,
}

/// The figure before or after this one.
#[derive(Debug)]
pub struct Neighbour {
    /// Where its page is.
    pub address: String,
    /// Its title.
    pub title: String,
}

impl FigurePage {
    /// Where it can be had as a file: `…/T4.svg`.
    #[must_use]
    pub fn address(&self, format: &Format) -> String {
        let rest = format!("/figures/{}.{}", self.figure.id, format.code());
        self.page.to(&rest)
    }

    /// The formats that are drawn.
    pub fn drawn(&self) -> impl Iterator<Item = Format> + use<> {
        Format::ALL.into_iter().filter(|format| format.is_drawn())
    }

    /// The formats of numbers.
    pub fn numbers(&self) -> impl Iterator<Item = Format> + use<> {
        Format::ALL.into_iter().filter(|format| !format.is_drawn())
    }

    /// Name of a format.
    #[must_use]
    pub fn format(&self, format: &Format) -> String {
        let name = self.page.words.attribute("figures-format", format.code());
        name.into_owned()
    }

    /// A value of the table.
    #[must_use]
    pub fn value(&self, value: &Value) -> String {
        value.words(&self.figure, self.page.language)
    }

    /// Whether the table has a sign that needs its key.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        let mut values = self.table.rows.iter().flat_map(|row| &row.values);
        values.any(|value| *value == Value::NotApplicable)
    }

    /// Whether a row adds up the others.
    #[must_use]
    pub fn is_total(&self, row: &TableRow) -> bool {
        row.role == Role::Total
    }
}
