//! `GET /{lang}/reply/readers`: who can see what of the own reply, under which mark; who the named readers are now, and how often they read.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::mark_words;
use super::open::moment;
use crate::access::{Allow, SeeReply};
use crate::form::Mark;
use crate::web::pages::answer;
use crate::web::pages::life::WhoReadsPage;
use crate::web::people::readers::line;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Shows it.
pub async fn show(allow: Allow<SeeReply>, visit: Visit) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let readers = web::block(move || state.store.readers(&allow)).await??;
    let words = visit.words;
    let marks = Mark::ALL.map(|mark| {
        let means = words.attribute("readers-see", mark.code()).into_owned();
        (mark_words(mark, words), means)
    });
    let args = [("count", readers.opened.into())];
    let page = WhoReadsPage {
        page: visit
            .page(words.text("readers-own-title"))
            .with_back(visit.to("/reply"), words.text("respond-all-sections")),
        marks: marks.to_vec(),
        readers: readers.now.iter().map(|one| line(&visit, one)).collect(),
        opened: words.with("readers-opened", &args).into_owned(),
        last: readers
            .last
            .map(|at| moment(&visit, at))
            .unwrap_or_default(),
    };
    answer(StatusCode::OK, &page)
}
