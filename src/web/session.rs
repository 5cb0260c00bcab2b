//! Sessions: who is behind a request.
//!
//! The browser keeps one secret in a cookie that no script can read; the store keeps only its digest, and says at each request whose
//! session it is and whether it still lives.

use std::rc::Rc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpMessage, HttpRequest, web};

use super::headers::NoState;
use super::problem::Problem;
use super::state::AppState;
use crate::access::Person;
use crate::store::account::sessions::Level;
use crate::store::account::token::Token;

/// A signed-in person at this request.
#[derive(Debug)]
pub struct Session {
    token: Token,
    form_token: Token,
    person: Person,
    sample: bool,
    confirmed: bool,
}

impl Session {
    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// Whether the round they work in holds invented replies.
    #[must_use]
    pub const fn is_sample(&self) -> bool {
        self.sample
    }

    /// Whether the person proved within the last minutes who they are.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    /// The secret in its cookie.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// What every form of this session carries.
    #[must_use]
    pub fn form_token(&self) -> &str {
        self.form_token.as_str()
    }
}

/// What was found for this request, so that the store is asked once.
#[derive(Clone)]
struct Found(Option<Rc<Session>>);

/// The session of a request, if there is one that has not ended.
///
/// # Errors
/// If the store cannot be asked.
pub async fn find(request: &HttpRequest) -> Result<Option<Rc<Session>>, Problem> {
    if let Some(Found(session)) = request.extensions().get::<Found>() {
        return Ok(session.clone());
    }
    let state = request
        .app_data::<web::Data<AppState>>()
        .cloned()
        .ok_or_else(|| Problem::internal(&NoState))?;
    let session = match token(request, &state) {
        Some(token) => look_up(token, state).await?.map(Rc::new),
        None => None,
    };
    request.extensions_mut().insert(Found(session.clone()));
    Ok(session)
}

/// The session of a request if it was looked up before.
#[must_use]
pub fn known(request: &HttpRequest) -> Option<Rc<Session>> {
    request
        .extensions()
        .get::<Found>()
        .and_then(|found| found.0.clone())
}

/// A session that does not open everything yet: of somebody who is signing in, or sets up an account.
#[derive(Debug)]
pub struct Begun {
    token: Token,
    found: crate::store::account::sessions::Begun,
}

impl Begun {
    /// The secret in its cookie.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.found.person
    }

    /// What it opens.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.found.level
    }

    /// What every form of this session carries.
    #[must_use]
    pub fn form_token(&self) -> &str {
        self.found.form_token.as_str()
    }
}

/// The session of a request that does not open everything yet, if there is one.
///
/// # Errors
/// If the store cannot be asked.
pub async fn begun(request: &HttpRequest) -> Result<Option<Begun>, Problem> {
    let state = request
        .app_data::<web::Data<AppState>>()
        .cloned()
        .ok_or_else(|| Problem::internal(&NoState))?;
    let Some(token) = token(request, &state) else {
        return Ok(None);
    };
    web::block(move || {
        let found = state.store.begun(&token, state.clock.now())?;
        Ok(found.map(|found| Begun { token, found }))
    })
    .await?
}

async fn look_up(token: Token, state: web::Data<AppState>) -> Result<Option<Session>, Problem> {
    web::block(move || {
        let now = state.clock.now();
        let Some(found) = state.store.session(&token, now)? else {
            return Ok(None);
        };
        let round = state.store.round(&found.person.round)?;
        Ok(Some(Session {
            token,
            confirmed: found.is_confirmed(now),
            form_token: found.form_token,
            sample: round.is_some_and(|round| round.sample),
            person: found.person,
        }))
    })
    .await?
}

/// The secret of the cookie, of a session that lives or of another.
pub(super) fn token(request: &HttpRequest, state: &AppState) -> Option<Token> {
    Token::parse(request.cookie(cookie_name(state))?.value())
}

/// Whether the request carries a cookie of ours, sound or not.
#[must_use]
pub fn has_cookie(request: &HttpRequest, state: &AppState) -> bool {
    request.cookie(cookie_name(state)).is_some()
}

/// The cookie that opens a session.
#[must_use]
pub fn cookie(token: &Token, state: &AppState) -> Cookie<'static> {
    built(state, token.as_str().to_owned())
}

/// The cookie that takes the session away from the browser.
#[must_use]
pub fn no_cookie(state: &AppState) -> Cookie<'static> {
    let mut cookie = built(state, String::new());
    cookie.make_removal();
    cookie
}

fn built(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(state), value)
        .path("/")
        .secure(state.public_url.is_secure())
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish()
}

/// `__Host-` makes browsers refuse the cookie unless it came by TLS from this very host. On one's own machine there is no TLS, and then
/// not every browser takes such a cookie.
const fn cookie_name(state: &AppState) -> &'static str {
    if state.public_url.is_secure() {
        "__Host-s"
    } else {
        "s"
    }
}
