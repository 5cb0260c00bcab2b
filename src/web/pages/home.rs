//! The start page of a person who is signed in, and the accessibility statement.

use askama::Template;

use super::Page;

/// What a person can do here.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub struct HomePage {
    /// What surrounds it.
    pub page: Page,
    /// Their role, in words.
    pub role: String,
    /// Addresses and names of what they may open.
    pub links: Vec<(String, String)>,
    /// Whether a text waits that was typed when the session had ended.
    pub parked: bool,
}

/// How far the service can be used by everyone, and whom to tell where it cannot.
#[derive(Debug, Template)]
#[template(path = "accessibility.html")]
pub struct AccessibilityPage {
    /// What surrounds it.
    pub page: Page,
}
