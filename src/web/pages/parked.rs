//! Pages of what was typed when the session had ended, and of what could not be kept.

use askama::Template;

use super::Page;

/// What cannot be kept, to be copied.
#[derive(Debug, Template)]
#[template(path = "lost.html")]
pub struct LostPage {
    /// What surrounds it.
    pub page: Page,
    /// Why.
    pub why: String,
    /// Whether signing in helps.
    pub sign_in: bool,
    /// What was typed.
    pub texts: Vec<Text>,
}

/// A text that was typed.
#[derive(Debug)]
pub struct Text {
    /// Which.
    pub number: usize,
    /// The text.
    pub words: String,
    /// Height of its box in lines.
    pub lines: usize,
}

/// Several kept posts.
#[derive(Debug, Template)]
#[template(path = "parked.html")]
pub struct ParkedPage {
    /// What surrounds it.
    pub page: Page,
    /// The posts, the oldest first.
    pub kept: Vec<ParkedLine>,
}

/// A kept post.
#[derive(Debug)]
pub struct ParkedLine {
    /// The section it was typed in; empty if in none.
    pub title: String,
    /// Where it is shown.
    pub address: String,
    /// Where it is discarded.
    pub discard: String,
    /// When it was sent.
    pub sent: String,
    /// How its first text begins.
    pub begin: String,
}

/// A kept post that belongs to no page of a section.
#[derive(Debug, Template)]
#[template(path = "parked_text.html")]
pub struct ParkedTextPage {
    /// What surrounds it.
    pub page: Page,
    /// Why it was not taken when it was sent again; empty before that.
    pub why: String,
    /// When it was sent.
    pub sent: String,
    /// Where it is sent again.
    pub address: String,
    /// Where it is discarded.
    pub discard: String,
    /// What was typed.
    pub texts: Vec<Text>,
    /// What is sent again.
    pub pairs: Vec<(String, String)>,
}
