//! The page of a problem: what happened and what to do.

use actix_web::HttpResponse;
use askama::Template;

use super::{Page, answer};
use crate::web::problem::{Problem, Reference};
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    what: String,
    remedy: String,
    reference: String,
}

/// Shows it, with its own status.
///
/// # Errors
/// If the template fails, which is a defect.
pub fn show(visit: &Visit, problem: &Problem) -> Result<HttpResponse, Problem> {
    let key = format!("problem-{}", problem.name());
    let page = ProblemPage {
        page: visit.page(visit.words.attribute(&key, "title")),
        what: visit.words.text(&key).into_owned(),
        remedy: visit.words.attribute(&key, "remedy").into_owned(),
        reference: problem
            .reference()
            .map(Reference::as_str)
            .unwrap_or_default()
            .to_owned(),
    };
    answer(problem.status(), &page)
}
