//! Pages around signing in: the page a one-time link opens, and the page of a link that opens nothing any more.

use askama::Template;

use super::Page;

/// The page that a one-time link opens: it changes nothing until its button is pressed.
#[derive(Debug, Template)]
#[template(path = "sign_in_link.html")]
pub struct LinkPage {
    /// What surrounds it.
    pub page: Page,
    /// Where its button posts to.
    pub action: String,
    /// For whom the link is.
    pub name: String,
}

/// The page of a link that was used, has expired or never existed; which of these it was is not told.
#[derive(Debug, Template)]
#[template(path = "sign_in_spent.html")]
pub struct SpentLinkPage {
    /// What surrounds it.
    pub page: Page,
}
