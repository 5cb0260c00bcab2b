//! Figures for those who analyse: the list, a page each with its table, files to take away.
//!
//! Everything shown was counted behind the disclosure gate: a page knows only [`Figure`]s.

pub mod book;
pub mod results;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::guard::Pending;
use super::pages::figure::{FigurePage, Neighbour};
use super::pages::figures::{Entry, FiguresPage};
use super::pages::{answer, attachment};
use super::problem::Problem;
use super::visit::Visit;
use crate::access::{Allow, SeeFigures};
use crate::chart::catalog::Chart;
use crate::chart::draw::{self, Size};
use crate::chart::export::Format;
use crate::chart::figure::Figure;
use crate::cut::CutError;
use crate::form::text::TextArguments;
use crate::text::{self, Arg, Language};
use results::{Results, ResultsError};

impl From<ResultsError> for Problem {
    fn from(error: ResultsError) -> Self {
        match error {
            ResultsError::Cut(CutError::Store(cause)) => cause.into(),
            other => Self::internal(&other),
        }
    }
}

/// Does work on the results of the round, off the threads that answer.
pub(super) fn with_results<T: Send + 'static>(
    allow: Allow<SeeFigures>,
    visit: &Visit,
    work: impl FnOnce(&Results) -> Result<T, Problem> + Send + 'static,
) -> Pending<T> {
    let state = visit.state.clone();
    let work = move || {
        let code = &allow.scope().round;
        let round = state.store.round(code)?.ok_or(Problem::NotFound)?;
        let form = state.forms.of(&round, &state.store)?;
        work(&*state.results.of(&state.store, form, &round, &allow)?)
    };
    Box::pin(async move { web::block(work).await? })
}

/// `GET /{lang}/figures`: the figures that are declared. Each has a small drawing, which is fetched when it comes into view.
pub async fn list(allow: Allow<SeeFigures>, visit: Visit) -> Result<HttpResponse, Problem> {
    let language = visit.language;
    let (entries, position) = with_results(allow, &visit, move |results| {
        let entry = |chart: &Chart| {
            let figure = figure(results, chart, language)?;
            Ok(Entry {
                address: format!("/{}/figures/{}", language.code(), figure.id),
                figure,
            })
        };
        let entries: Result<Vec<_>, Problem> = results.charts.charts().iter().map(entry).collect();
        Ok((entries?, position(results, language)))
    })
    .await?;
    let page = FiguresPage {
        page: visit
            .page(visit.words.text("figures-title"))
            .with_back(visit.to(""), visit.words.text("home-title")),
        position,
        entries,
    };
    answer(StatusCode::OK, &page)
}

/// `GET /{lang}/figures/{key}`: one figure, its numbers, what they rest on, files.
pub async fn show(
    allow: Allow<SeeFigures>,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (_, key) = path.into_inner();
    let page = visit
        .page("")
        .with_back(visit.to("/figures"), visit.words.text("figures-title"));
    let institution = visit.state.institution.clone();
    let page = with_results(allow, &visit, {
        let language = visit.language;
        move |results| {
            let charts = results.charts.charts();
            let at = charts.iter().position(|chart| chart.id() == key);
            let at = at.ok_or(Problem::NotFound)?;
            let chart = charts.get(at).ok_or(Problem::NotFound)?;
            let figure = figure(results, chart, language)?;
            let neighbour = |at: Option<usize>| {
                at.and_then(|at| charts.get(at)).map(|chart| Neighbour {
                    address: format!("/{}/figures/{}", language.code(), chart.id()),
                    title: text::interface(language).text(&chart.key()).into_owned(),
                })
            };
            Ok(Described {
                position: position(results, language),
                question: question(results, chart, language),
                citation: citation(results, &figure, language, &institution),
                previous: neighbour(at.checked_sub(1)),
                next: neighbour(at.checked_add(1)),
                wide: drawing(&figure, Size::Page, "wide-")?,
                narrow: drawing(&figure, Size::Phone, "narrow-")?,
                figure,
            })
        }
    })
    .await
    .map(|described| described.on(page))?;
    answer(StatusCode::OK, &page)
}

/// Which width of a figure to take away.
#[derive(Debug, Deserialize)]
pub struct Wish {
    /// `page` or `column`; the width of a page if it is not said.
    size: Option<String>,
}

/// `GET /{lang}/figures/{key}.{format}`: a figure as a file.
pub async fn file(
    allow: Allow<SeeFigures>,
    visit: Visit,
    path: web::Path<(String, String, String)>,
    wish: web::Query<Wish>,
) -> Result<HttpResponse, Problem> {
    let (_, key, format) = path.into_inner();
    let format = Format::find(&format).ok_or(Problem::NotFound)?;
    let size = match &wish.size {
        Some(code) => Size::find(code).ok_or(Problem::NotFound)?,
        None => Size::Page,
    };
    let language = visit.language;
    let (name, bytes) = with_results(allow, &visit, move |results| {
        let chart = results.charts.find(&key).ok_or(Problem::NotFound)?;
        let figure = figure(results, chart, language)?;
        let name = figure.file_name(results.round().code.as_str(), format, size);
        let bytes = figure.export(format, size);
        let bytes = bytes.map_err(|error| Problem::internal(&error))?;
        Ok((name, bytes))
    })
    .await?;
    Ok(attachment(format.media_type(), name).body(bytes))
}

/// What is on the page of a figure, but for what surrounds it.
struct Described {
    figure: Figure,
    position: String,
    question: Option<String>,
    citation: String,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    wide: String,
    narrow: String,
}

impl Described {
    fn on(self, mut page: super::pages::Page) -> FigurePage {
        page.title.clone_from(&self.figure.title);
        FigurePage {
            table: self.figure.table(),
            figure: self.figure,
            position: self.position,
            question: self.question,
            citation: self.citation,
            previous: self.previous,
            next: self.next,
            wide: self.wide,
            narrow: self.narrow,
            page,
        }
    }
}

pub(super) fn figure(
    results: &Results,
    chart: &Chart,
    language: Language,
) -> Result<Figure, Problem> {
    results
        .figure(chart, language)
        .map_err(|error| Problem::internal(&error))
}

pub(super) fn drawing(figure: &Figure, size: Size, prefix: &str) -> Result<String, Problem> {
    let prefix = format!("{prefix}{}", figure.id);
    draw::svg(figure, size, &prefix).map_err(|error| Problem::internal(&error))
}

/// How many replied, of how many, by when.
pub(super) fn position(results: &Results, language: Language) -> String {
    let count = |n: u64| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let day = text::date(language, results.as_of);
    let round = results.round().code.to_string();
    let words = text::interface(language);
    words
        .with(
            "figures-position",
            &[
                ("round", Arg::from(&round)),
                ("replied", count(results.dataset.replied().count())),
                ("asked", Arg::from(results.dataset.respondents().len())),
                ("date", Arg::from(&day)),
            ],
        )
        .into_owned()
}

/// The words in which the question was put.
fn question(results: &Results, chart: &Chart, language: Language) -> Option<String> {
    let question = results.form.question(chart.question()?.as_str())?;
    let arguments = results.round().text_arguments_of_all();
    let texts = results.form.texts(language, &arguments);
    Some(format!("{} {}", question.number, texts.question(question)))
}

/// How to name the figure as a source.
fn citation(results: &Results, figure: &Figure, language: Language, institution: &str) -> String {
    let words = text::interface(language);
    let arguments = TextArguments::named();
    let questionnaire = results.form.texts(language, &arguments).title();
    let product = words.text("product");
    let author = if institution.is_empty() {
        &product
    } else {
        institution
    };
    let (day, round) = (
        text::date(language, results.as_of),
        results.round().code.to_string(),
    );
    let number = figure.number.as_deref().unwrap_or(&figure.id);
    let stamps: Vec<&str> = figure.stamps.iter().map(|s| s.text.as_str()).collect();
    let stamps = stamps.join(", ");
    words
        .with(
            "figures-citation",
            &[
                ("author", Arg::from(author)),
                ("number", Arg::from(number)),
                ("title", Arg::from(&figure.title)),
                ("questionnaire", Arg::from(&*questionnaire)),
                ("round", Arg::from(&round)),
                ("date", Arg::from(&day)),
                ("stamps", Arg::from(&stamps)),
            ],
        )
        .into_owned()
}
