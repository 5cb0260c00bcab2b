//! The list of figures.

use askama::Template;

use super::Page;
use crate::chart::figure::Figure;

/// The figures that are declared.
#[derive(Debug, Template)]
#[template(path = "figures.html")]
pub struct FiguresPage {
    /// What surrounds it.
    pub page: Page,
    /// How many replied, of how many, by when.
    pub position: String,
    /// The figures, in their order.
    pub entries: Vec<Entry>,
}

/// A figure of the list.
#[derive(Debug)]
pub struct Entry {
    /// Where its page is.
    pub address: String,
    /// The figure.
    pub figure: Figure,
}
