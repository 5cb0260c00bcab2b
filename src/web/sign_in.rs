//! Signing in and out.
//!
//! An address and a passphrase open the page for the code, and nothing else; the code opens the rest ([`steps`]). Links from letters
//! begin an account or a new passphrase and never sign in ([`links`], [`enrol`], [`reset`]). In a round of samples a one-time link signs
//! in by itself. A link opens a page that changes nothing: gateways of electronic mail open links to look at them. Only the button uses
//! it up.

pub mod enrol;
pub mod letter;
pub mod links;
pub mod provider;
pub mod reset;
pub mod steps;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::guard::Open;
use super::input::{Button, Posted};
use super::pages::sign_in::{LinkPage, SpentLinkPage};
use super::pages::{answer, go_to};
use super::problem::Problem;
use super::session;
use super::state::AppState;
use super::visit::Visit;
use crate::access::{Allow, SignOut};
use crate::store::account::sessions::Purpose;
use crate::store::account::token::Token;
use crate::text::Language;

/// `GET /{lang}/link/{token}`: the page of a link; it changes nothing.
pub async fn ask(
    _open: Open,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (_, word) = path.into_inner();
    let Some(token) = Token::parse(&word) else {
        return spent(&visit);
    };
    let state = visit.state.clone();
    let person = web::block(move || {
        state
            .store
            .peek_link(&token, Purpose::SignIn, state.clock.now())
    })
    .await??;
    let Some(person) = person else {
        return spent(&visit);
    };
    let page = LinkPage {
        page: visit.page(visit.words.text("sign-in-title")),
        action: visit.to(&format!("/link/{word}")),
        name: person.name,
    };
    answer(StatusCode::OK, &page)
}

/// `POST /{lang}/link/{token}`: uses the link up and begins a session under a new word. A session the browser had before ends.
pub async fn take(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let (_, word) = path.into_inner();
    let Some(link) = Token::parse(&word) else {
        return spent(&visit);
    };
    let state = visit.state.clone();
    let before = visit.session.clone();
    let before = before.as_deref().map(|session| session.token().clone());
    let signed_in = web::block(move || {
        let now = state.clock.now();
        let signed_in = state.store.redeem_link(&link, now)?;
        if let (Some(_), Some(before)) = (&signed_in, before) {
            state.store.end_session(&before, now)?;
        }
        Ok::<_, Problem>(signed_in)
    })
    .await??;
    let Some(signed_in) = signed_in else {
        return spent(&visit);
    };
    let mut answer = go_to(&back(&request, &visit).unwrap_or_else(|| visit.to("")));
    forget_back(&mut answer, &visit)?;
    open(&mut answer, &signed_in.session, &visit)?;
    Ok(answer)
}

/// Has the browser keep a session in the place of the one it had.
///
/// # Errors
/// If the cookie cannot be written, which is a defect.
pub fn open(answer: &mut HttpResponse, session: &Token, visit: &Visit) -> Result<(), Problem> {
    set_cookie(answer, &session::cookie(session, &visit.state))
}

/// `POST /{lang}/sign-out`: ends the session, and has the browser forget what it kept.
pub async fn leave(
    _allow: Allow<SignOut>,
    visit: Visit,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    if let Some(session) = visit.session.as_deref() {
        let (state, token) = (visit.state.clone(), session.token().clone());
        web::block(move || state.store.end_session(&token, state.clock.now())).await??;
    }
    let mut answer = go_to(&visit.to("/sign-in"));
    set_cookie(&mut answer, &session::no_cookie(&visit.state))?;
    answer.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
    );
    Ok(answer)
}

/// Sends somebody who is not signed in to the page that says how. The path they wanted is kept in a cookie, since the link that signs
/// them in comes by another way.
///
/// # Errors
/// If the cookie cannot be written, which is a defect.
pub fn redirect(
    state: &AppState,
    language: Language,
    back: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let page = format!("/{}/sign-in", language.code());
    let Some(back) = back else {
        return Ok(go_to(&page));
    };
    let mut answer = go_to(&format!("{page}?sent"));
    set_cookie(&mut answer, &keep_back(state, Some(back)))?;
    Ok(answer)
}

/// What somebody wanted who has to prove first who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A page.
    Page,
    /// Something that a button does: it has to be pressed again afterwards.
    Press,
    /// Something they wrote, which is kept and comes back afterwards.
    Kept,
}

impl Wanted {
    const ALL: [Self; 3] = [Self::Page, Self::Press, Self::Kept];

    /// How the address of the page that asks for the proof says it.
    const fn query(self) -> &'static str {
        match self {
            Self::Page => "",
            Self::Press => "posted",
            Self::Kept => "kept",
        }
    }

    /// What an address says.
    #[must_use]
    pub fn of(query: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|wanted| wanted.query() == query)
            .unwrap_or(Self::Page)
    }
}

/// Sends somebody who has not proved for a while who they are to the page that asks for it.
///
/// # Errors
/// If the cookie cannot be written, which is a defect.
pub fn redirect_to_confirm(
    state: &AppState,
    language: Language,
    back: Option<&str>,
    wanted: Wanted,
) -> Result<HttpResponse, Problem> {
    let page = format!("/{}/account/confirm", language.code());
    let mut answer = go_to(&match wanted.query() {
        "" => page,
        query => format!("{page}?{query}"),
    });
    set_cookie(&mut answer, &keep_back(state, back))?;
    Ok(answer)
}

/// The path that a person wanted before they were sent to prove who they are.
#[must_use]
pub fn back(request: &HttpRequest, visit: &Visit) -> Option<String> {
    let cookie = request.cookie(BACK)?;
    way_back(cookie.value(), visit)
}

/// Has the browser forget that path.
///
/// # Errors
/// If the cookie cannot be written, which is a defect.
pub fn forget_back(answer: &mut HttpResponse, visit: &Visit) -> Result<(), Problem> {
    set_cookie(answer, &keep_back(&visit.state, None))
}

/// Name of the cookie that keeps the path a person wanted before signing in.
const BACK: &str = "back";

fn keep_back(state: &AppState, path: Option<&str>) -> Cookie<'static> {
    let mut cookie = Cookie::build(BACK, path.unwrap_or_default().to_owned())
        .path("/")
        .secure(state.public_url.is_secure())
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish();
    if path.is_none() {
        cookie.make_removal();
    }
    cookie
}

/// The path to go back to, if it is a page of ours and nothing else: what browsers keep may have been changed.
fn way_back(path: &str, visit: &Visit) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
    let is_ours = visit.state.offered.of_path(path).is_some()
        && path.chars().all(plain)
        && !path.contains("//");
    is_ours.then(|| path.to_owned())
}

/// The page of a link that opens nothing any more.
fn spent(visit: &Visit) -> Result<HttpResponse, Problem> {
    let page = SpentLinkPage {
        page: visit.page(visit.words.text("sign-in-spent-title")),
    };
    answer(StatusCode::GONE, &page)
}

fn set_cookie(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), Problem> {
    answer
        .add_cookie(cookie)
        .map_err(|error| Problem::internal(&error))
}
