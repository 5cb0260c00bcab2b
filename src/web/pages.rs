//! Pages: templates beside the plain structs that fill them. No rule and no query is here.
//!
//! A page's struct holds a [`Page`], what surrounds its content, and its template begins with `{% extends "layout.html" %}`.

pub mod account;
pub mod documents;
pub mod explore;
pub mod figure;
pub mod figure_book;
pub mod figures;
pub mod home;
pub mod life;
pub mod parked;
pub mod people;
pub mod problem;
pub mod progress;
pub mod releases;
pub mod respond;
pub mod sign_in;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    self, ContentDisposition, ContentType, DispositionParam, DispositionType,
};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;

use super::assets;
use super::problem::Problem;
use super::visit::Visit;
use crate::text::{Catalogue, Language};

/// What surrounds the content of a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Words of the interface in the language of the page.
    pub words: &'static Catalogue,
    /// Language of the page.
    pub language: Language,
    /// Its title, without what the layout adds.
    pub title: String,
    /// Whether something on it has to be mended: then its title begins so.
    pub has_errors: bool,
    /// Name of the institution that asks; may be empty.
    pub institution: String,
    /// Where people turn for help; may be empty.
    pub contact: String,
    /// The same page in every language offered.
    pub languages: Vec<LanguageLink>,
    /// Name of the person signed in; may be empty.
    pub person: String,
    /// Token that each form of the page carries; empty where nobody is signed in.
    pub form_token: String,
    /// Whether what it shows is invented.
    pub sample: bool,
    /// Where the link above the title leads, and its words.
    pub back: Option<(String, String)>,
    /// A notice that stands on every page of a questionnaire; may be empty.
    pub notice: String,
    /// Address of the style sheet.
    pub style: &'static str,
    /// Address of the script.
    pub script: &'static str,
}

/// A page in another language.
#[derive(Clone, Debug)]
pub struct LanguageLink {
    /// The language.
    pub language: Language,
    /// Where the page is.
    pub address: String,
    /// Whether it is this one.
    pub current: bool,
}

impl Page {
    pub(super) fn new(visit: &Visit, title: String) -> Self {
        let links = visit.state.offered.iter().map(|language| LanguageLink {
            language,
            address: visit.in_language(language),
            current: language == visit.language,
        });
        let session = visit.session.as_deref();
        Self {
            words: visit.words,
            language: visit.language,
            title,
            has_errors: false,
            institution: visit.state.institution.clone(),
            contact: visit.state.contact.clone(),
            languages: links.collect(),
            person: session
                .map(|session| session.person().name.clone())
                .unwrap_or_default(),
            form_token: session
                .map(|session| session.form_token().to_owned())
                .or_else(|| visit.begun.clone())
                .unwrap_or_default(),
            sample: session.is_some_and(super::session::Session::is_sample),
            back: None,
            notice: String::new(),
            style: assets::style(),
            script: assets::script(),
        }
    }

    /// With a link above the title that leads back.
    #[must_use]
    pub fn with_back(mut self, address: String, words: impl Into<String>) -> Self {
        self.back = Some((address, words.into()));
        self
    }

    /// As a page on which something has to be mended.
    #[must_use]
    pub const fn with_errors(mut self) -> Self {
        self.has_errors = true;
        self
    }

    /// The address of a page in this language: `page.to("/sign-in")` is `/en/sign-in`.
    #[must_use]
    pub fn to(&self, rest: &str) -> String {
        format!("/{}{rest}", self.language.code())
    }
}

/// Marks an answer that a handler wrote on purpose, whatever its status; all other failures are printed anew by `web::headers`.
#[derive(Clone, Copy, Debug)]
pub struct Written;

/// Answers with a page.
///
/// # Errors
/// If the template fails, which is a defect.
pub fn answer(status: StatusCode, page: &impl Template) -> Result<HttpResponse, Problem> {
    let body = page.render().map_err(|error| Problem::internal(&error))?;
    let mut answer = HttpResponse::build(status)
        .insert_header(ContentType::html())
        .body(body);
    answer.extensions_mut().insert(Written);
    Ok(answer)
}

/// Answers with a document for a program.
#[must_use]
pub fn json(status: StatusCode, document: &impl serde::Serialize) -> HttpResponse {
    let mut answer = HttpResponse::build(status).json(document);
    answer.extensions_mut().insert(Written);
    answer
}

/// Begins an answer with a file of our own making, to be saved under a name.
#[must_use]
pub fn attachment(media_type: &str, name: String) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![DispositionParam::Filename(name)],
        });
    answer
}

/// Sends to another page with GET, after something was done.
#[must_use]
pub fn go_to(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .finish()
}
