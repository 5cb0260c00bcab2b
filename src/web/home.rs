//! The start page and the accessibility statement.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::guard::{Access, Open};
use super::pages::home::{AccessibilityPage, HomePage};
use super::pages::{answer, go_to};
use super::park;
use super::problem::Problem;
use super::routes;
use super::visit::Visit;
use crate::access::Role;
use crate::text::Catalogue;

/// `GET /{lang}`: what the person may open; those who are not signed in are sent to sign in.
pub async fn show(_open: Open, visit: Visit) -> Result<HttpResponse, Problem> {
    let Some(session) = visit.session.as_deref() else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let role = session.person().role;
    let parked = park::waits(&visit).await?;
    let page = HomePage {
        page: visit.page(visit.words.text("home-title")),
        role: role_words(role, visit.words),
        links: links(&visit, role),
        parked,
    };
    answer(StatusCode::OK, &page)
}

/// A role in words.
pub(super) fn role_words(role: Role, words: &Catalogue) -> String {
    let role = role.code().replace('_', "-");
    words.attribute("role", &role).into_owned()
}

fn links(visit: &Visit, role: Role) -> Vec<(String, String)> {
    routes::all()
        .into_iter()
        .filter(|entry| match entry.access {
            Access::Open => true,
            Access::Only(action) => action.may().contains(&role),
        })
        .filter_map(|entry| {
            let rest = entry.path.strip_prefix("/{lang}")?;
            Some((visit.to(rest), visit.words.text(entry.menu?).into_owned()))
        })
        .collect()
}

/// `GET /{lang}/accessibility`.
pub async fn accessibility(_open: Open, visit: Visit) -> Result<HttpResponse, Problem> {
    let page = AccessibilityPage {
        page: visit.page(visit.words.text("accessibility-title")),
    };
    answer(StatusCode::OK, &page)
}
