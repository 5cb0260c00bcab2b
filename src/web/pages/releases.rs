//! Pages of releases.

use askama::Template;

use super::Page;
use super::figures::Entry;

/// The list of releases.
#[derive(Debug, Template)]
#[template(path = "releases.html")]
pub struct ReleasesPage {
    /// What surrounds it.
    pub page: Page,
    /// What stands in the way of a proposal; empty if nothing does.
    pub wrong: String,
    /// Whether one was proposed whose audit still goes on.
    pub is_going: bool,
    /// Whether the reader can propose one.
    pub may_propose: bool,
    /// Most characters of a name.
    pub longest: usize,
    /// The releases, the last first.
    pub lines: Vec<Line>,
}

/// A release of the list.
#[derive(Debug)]
pub struct Line {
    /// Where its page is.
    pub address: String,
    /// Its name.
    pub name: String,
    /// When it was proposed.
    pub proposed: String,
    /// By whom.
    pub proposed_by: String,
    /// When it left; empty while it is a proposal.
    pub approved: String,
    /// Who let it.
    pub approved_by: String,
    /// The digest of what it holds.
    pub sha256: String,
}

/// Whether a reader can let a release leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approving {
    /// It left, or others do that.
    No,
    /// Another has to: the reader proposed it.
    Another,
    /// The reader can.
    Yes,
}

/// One release.
#[derive(Debug, Template)]
#[template(path = "release.html")]
pub struct ReleasePage {
    /// What surrounds it.
    pub page: Page,
    /// Why it did not leave; empty if nobody asked.
    pub wrong: String,
    /// What was withheld and why, in a sentence.
    pub report: String,
    /// The release.
    pub line: Line,
    /// Whether the reader can let it leave.
    pub approval: Approving,
    /// Formats of files.
    pub formats: Vec<&'static str>,
    /// Its figures.
    pub entries: Vec<Entry>,
}
