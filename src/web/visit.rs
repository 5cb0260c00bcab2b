//! What a page needs to know of the request: the language, the person, the state of the service.

use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest, web};

use super::guard::Pending;
use super::headers::NoState;
use super::pages::Page;
use super::problem::Problem;
use super::routes;
use super::session::{self, Session};
use super::state::AppState;
use crate::access::{Act, Allow, Role, permit};
use crate::text::{self, Catalogue, Language};

/// What a page needs to know of the request. A path without an offered language is not found.
#[derive(Clone, Debug)]
pub struct Visit {
    /// State of the service.
    pub state: web::Data<AppState>,
    /// Language of the page.
    pub language: Language,
    /// Words of the interface in it.
    pub words: &'static Catalogue,
    /// Who is signed in.
    pub session: Option<Rc<Session>>,
    /// Token that forms carry where no session is full: of somebody who is signing in, or sets up an account.
    pub begun: Option<String>,
    /// Where the page is shown: what answers a post need not be at an address that can be asked for.
    path: String,
}

/// The path of a request, if a page can be asked for there; otherwise nothing.
fn shown_at(request: &HttpRequest) -> String {
    let pattern = request.match_pattern();
    if request.method() != Method::POST || pattern.as_deref().is_some_and(routes::can_be_asked) {
        request.path().to_owned()
    } else {
        String::new()
    }
}

impl Visit {
    /// A visit in a language that was found some other way.
    #[must_use]
    pub fn of(
        request: &HttpRequest,
        state: web::Data<AppState>,
        language: Language,
        session: Option<Rc<Session>>,
    ) -> Self {
        Self {
            state,
            language,
            words: text::interface(language),
            session,
            begun: None,
            path: shown_at(request),
        }
    }

    /// A role in words.
    #[must_use]
    pub fn role(&self, role: Role) -> String {
        let key = role.code().replace('_', "-");
        self.words.attribute("role", &key).into_owned()
    }

    /// Leave for something beside what the request is for, if the person has it now: not while a confirmation that it needs is lacking.
    #[must_use]
    pub fn may<A: Act>(&self) -> Option<Allow<A>> {
        let session = self.session.as_deref()?;
        let enough = session.is_confirmed() || !A::ACTION.needs_confirmation();
        enough.then(|| permit(session.person()))?
    }

    /// The address of a page in this language: `visit.to("/sign-in")` is `/en/sign-in`.
    #[must_use]
    pub fn to(&self, rest: &str) -> String {
        format!("/{}{rest}", self.language.code())
    }

    /// The same page in another language; its start page if this one has none.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let own = format!("/{}", self.language.code());
        let rest = self.path.strip_prefix(&own).unwrap_or_default();
        format!("/{}{rest}", language.code())
    }

    /// What surrounds the content of a page with this title.
    #[must_use]
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page::new(self, title.into())
    }
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let state = request
                .app_data::<web::Data<AppState>>()
                .cloned()
                .ok_or_else(|| Problem::internal(&NoState))?;
            let language = state
                .offered
                .of_path(request.path())
                .ok_or(Problem::NotFound)?;
            let session = session::find(&request).await?;
            let mut visit = Self::of(&request, state, language, session);
            if visit.session.is_none() {
                let begun = session::begun(&request).await?;
                visit.begun = begun.map(|begun| begun.form_token().to_owned());
            }
            Ok(visit)
        })
    }
}
