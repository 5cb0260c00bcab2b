//! All figures of the round on one page, and as one file.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::{drawing, position, with_results};
use crate::access::{Allow, SeeFigures};
use crate::chart::draw::Size;
use crate::chart::figure::Figure;
use crate::web::pages::figure_book::{Entry, FigureBookPage};
use crate::web::pages::{answer, attachment};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /{lang}/figures/book`: all figures, each with its numbers.
pub async fn show(allow: Allow<SeeFigures>, visit: Visit) -> Result<HttpResponse, Problem> {
    let language = visit.language;
    let (entries, position) = with_results(allow, &visit, move |results| {
        let entry = |figure: Figure| {
            Ok(Entry {
                wide: drawing(&figure, Size::Page, "wide-")?,
                narrow: drawing(&figure, Size::Phone, "narrow-")?,
                table: figure.table(),
                figure,
            })
        };
        let figures = results.figures(language);
        let figures = figures.map_err(|error| Problem::internal(&error))?;
        let entries: Result<Vec<_>, Problem> = figures.into_iter().map(entry).collect();
        Ok((entries?, position(results, language)))
    })
    .await?;
    let page = FigureBookPage {
        page: visit
            .page(visit.words.text("book-title"))
            .with_back(visit.to("/figures"), visit.words.text("figures-title")),
        position,
        entries,
    };
    answer(StatusCode::OK, &page)
}

/// `GET /{lang}/figures/book.pdf`: the same as a file.
pub async fn file(allow: Allow<SeeFigures>, visit: Visit) -> Result<HttpResponse, Problem> {
    let language = visit.language;
    let (name, bytes) = with_results(allow, &visit, move |results| {
        let figures = results.figures(language);
        let figures = figures.map_err(|error| Problem::internal(&error))?;
        let book = results.book(&figures, language);
        let bytes = book.pdf().map_err(|error| Problem::internal(&error))?;
        Ok((book.file_name(), bytes))
    })
    .await?;
    Ok(attachment("application/pdf", name).body(bytes))
}
