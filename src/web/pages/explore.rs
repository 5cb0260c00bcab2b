//! The page of the explorer.

use askama::Template;

use super::Page;
use crate::chart::figure::{Figure, Table};

/// What can be looked at, and what is.
#[derive(Debug, Template)]
#[template(path = "explore.html")]
pub struct ExplorePage {
    /// What surrounds it.
    pub page: Page,
    /// Why nothing is seen; empty if something is, or nothing was asked for.
    pub wrong: String,
    /// How many replied, of how many, by when.
    pub position: String,
    /// The questions.
    pub questions: Vec<Choice>,
    /// The fields of the question, if it has several.
    pub fields: Vec<Choice>,
    /// By what it can be looked at.
    pub by: Vec<Choice>,
    /// Groups that it can be narrowed to.
    pub only: Vec<Choice>,
    /// Whether combinations are looked at; none where there are none.
    pub together: Option<bool>,
    /// Whether the round before stands beside this one; none where there was none.
    pub rounds: Option<bool>,
    /// Code and address of each format of files.
    pub files: Vec<(&'static str, String)>,
    /// What is looked at.
    pub seen: Option<Seen>,
}

/// Something to choose.
#[derive(Debug)]
pub struct Choice {
    /// As it stands in the address.
    pub value: String,
    /// Words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A figure that was asked for.
#[derive(Debug)]
pub struct Seen {
    /// It.
    pub figure: Figure,
    /// Its numbers.
    pub table: Table,
    /// Drawn for a wide screen.
    pub wide: String,
    /// Drawn for a narrow one.
    pub narrow: String,
}
