//! The page of those who follow a round.

use askama::Template;

use super::Page;

/// Who replied and when.
#[derive(Debug, Template)]
#[template(path = "progress.html")]
pub struct ProgressPage {
    /// What surrounds it.
    pub page: Page,
    /// How many of how many replies are submitted.
    pub position: String,
    /// The names of the stages of a reply, heads of the columns of counts.
    pub stages: Vec<String>,
    /// Counts by group, with a last row for all.
    pub groups: Vec<Group>,
    /// Where the form above the list leads.
    pub action: String,
    /// Groups to choose from.
    pub group_choices: Vec<Choice>,
    /// Stages to choose from.
    pub state_choices: Vec<Choice>,
    /// Orders to choose from.
    pub sort_choices: Vec<Choice>,
    /// How many respondents are listed, in words.
    pub shown: String,
    /// They.
    pub lines: Vec<Line>,
}

/// A row of counts.
#[derive(Debug)]
pub struct Group {
    /// Name of the group.
    pub name: String,
    /// Whether it adds up the others.
    pub is_total: bool,
    /// How many are at each stage, and how many there are.
    pub counts: Vec<String>,
}

/// One choice of a field.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice, and whether it is the wish.
    #[must_use]
    pub fn new(code: &str, name: String, wish: &str) -> Self {
        Self {
            code: code.to_owned(),
            name,
            chosen: code == wish,
        }
    }
}

/// A respondent.
#[derive(Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Its page.
    pub address: String,
    /// Name of its group.
    pub group: String,
    /// How far its reply is.
    pub stage: String,
    /// Whether it is submitted.
    pub is_submitted: bool,
    /// Day of the last change, if there was one.
    pub changed: Option<String>,
    /// Day of the latest submission, if there was one.
    pub submitted: Option<String>,
    /// How many times it was submitted.
    pub version: String,
}
