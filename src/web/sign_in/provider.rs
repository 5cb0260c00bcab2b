//! Signing in with an identity provider, where the settings name one (`crate::oidc`).
//!
//! The browser goes there by a link and comes back with an answer that fits one request of this very browser, once. Where nothing of it
//! is configured, these addresses are not there.

use std::sync::Arc;

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::steps;
use crate::access::{Allow, ChangeCredentials};
use crate::oidc::{Answer, Identity, OidcError, Provider, Request};
use crate::store::account::credentials::Proved;
use crate::store::account::identities::{Asked, Awaited, Linked};
use crate::store::account::sessions::Level;
use crate::store::account::token::Token;
use crate::text::Arg;
use crate::web::account::{Source, wait};
use crate::web::guard::Open;
use crate::web::input::{Button, Posted};
use crate::web::pages::account::ProviderPage;
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::visit::Visit;
use crate::web::{client, language, session};

/// Where browsers come back to; it is registered with the provider, so it has no language.
pub const BACK: &str = "/sign-in/provider";

/// What is said on the page that a failed attempt leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The answer fits no request, or is none that can be relied on.
    Refused,
    /// No account is linked to the identity.
    Unknown,
    /// Another account is linked to it.
    Taken,
}

impl Failed {
    const ALL: [Self; 3] = [Self::Refused, Self::Unknown, Self::Taken];

    const fn code(self) -> &'static str {
        match self {
            Self::Refused => "provider-refused",
            Self::Unknown => "provider-unknown",
            Self::Taken => "provider-taken",
        }
    }

    /// The one that the query of an address names, in words; empty if it names none.
    #[must_use]
    pub fn said(request: &HttpRequest, visit: &Visit) -> String {
        let query = request.query_string();
        let failed = Self::ALL.into_iter().find(|failed| failed.code() == query);
        let provider = visit.state.provider.as_deref();
        let said = failed.zip(provider).map(|(failed, provider)| {
            let name = [("provider", Arg::from(provider.name()))];
            visit.words.with(failed.code(), &name).into_owned()
        });
        said.unwrap_or_default()
    }
}

/// The link on the sign-in page: where it leads, and its words.
#[must_use]
pub fn link(visit: &Visit) -> Option<(String, String)> {
    let provider = visit.state.provider.as_deref()?;
    let name = [("provider", Arg::from(provider.name()))];
    let words = visit.words.with("provider-sign-in", &name).into_owned();
    Some((visit.to("/sign-in/provider"), words))
}

/// `GET /{lang}/sign-in/provider`: sends the browser to the provider. A link, since browsers hold a form to our own addresses.
pub async fn begin(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (asked, address) = match ask(&visit, &request, None).await? {
        Proved::Right(found) => found,
        Proved::Wrong => return Ok(go_to(&failed(&visit, None, Failed::Refused))),
        Proved::Wait { seconds } => {
            let wrong = wait(&visit, seconds);
            return steps::first(&visit, StatusCode::TOO_MANY_REQUESTS, "", wrong, false);
        }
    };
    let mut answer = go_to(&address);
    super::set_cookie(&mut answer, &cookie(&visit.state, Some(&asked.browser)))?;
    Ok(answer)
}

/// `POST /{lang}/account/provider`: a page with the link that leads to the provider, to link the account with who comes back.
pub async fn begin_link(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let person = Some(allow.scope().person);
    let (asked, address) = match ask(&visit, &request, person).await? {
        Proved::Right(found) => found,
        Proved::Wrong | Proved::Wait { .. } => {
            return Ok(go_to(&failed(&visit, person, Failed::Refused)));
        }
    };
    let provider = provider(&visit.state)?;
    let name = [("provider", Arg::from(provider.name()))];
    let page = visit.page(visit.words.with("provider-link-title", &name));
    let back = page.to("/account");
    let page = ProviderPage {
        next: visit.words.with("provider-link-next", &name).into_owned(),
        page: page.with_back(back, visit.words.text("account-title")),
        address,
    };
    let mut answer = answer(StatusCode::OK, &page)?;
    super::set_cookie(&mut answer, &cookie(&visit.state, Some(&asked.browser)))?;
    Ok(answer)
}

/// `POST /{lang}/account/provider/unlink`.
pub async fn unlink(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    web::block(move || state.store.unlink_identity(&allow, state.clock.now())).await??;
    Ok(go_to(&visit.to("/account")))
}

/// `GET /sign-in/provider`: the browser comes back.
pub async fn finish(
    _open: Open,
    state: web::Data<AppState>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let provider = provider(&state)?;
    let session = session::find(&request).await?;
    let query: Vec<(String, String)> =
        serde_html_form::from_str(request.query_string()).unwrap_or_default();
    let value = |name: &str| {
        let mut values = query.iter().filter(|(known, _)| known == name);
        values.next().map(|(_, value)| value.clone())
    };
    let wanted = language::wanted(&state, &request);
    let visit = Visit::of(&request, state.clone(), wanted, session.clone());
    let browser = request.cookie(cookie_name(&state));
    let browser = browser.and_then(|cookie| Token::parse(cookie.value()));
    let known = value("state").and_then(|word| Token::parse(&word));
    let Some((known, browser)) = known.zip(browser) else {
        return Ok(go_to(&failed(&visit, None, Failed::Refused)));
    };
    let (token, store) = (known.clone(), state.clone());
    let awaited = web::block(move || {
        let now = store.clock.now();
        store.store.await_provider(&token, &browser, now)
    })
    .await??;
    let Some(awaited) = awaited else {
        return Ok(go_to(&failed(&visit, None, Failed::Refused)));
    };
    let visit = Visit::of(&request, state.clone(), awaited.language, session);
    let came = value("code").map(|code| Answer {
        code,
        issuer: value("iss"),
    });
    let person = awaited.person;
    let identity = match came {
        Some(came) => identify(provider, &state, known.clone(), awaited, came).await?,
        None => None,
    };
    let mut answer = match (identity, person) {
        (None, _) => go_to(&failed(&visit, person, Failed::Refused)),
        (Some(identity), None) => sign_in(&visit, &request, identity, known).await?,
        (Some(identity), Some(person)) => link_to(&visit, &request, identity, person).await?,
    };
    super::set_cookie(&mut answer, &cookie(&visit.state, None))?;
    Ok(answer)
}

/// Notes a request and says where the browser is to go. `Wrong` if the provider cannot be asked where that is.
async fn ask(
    visit: &Visit,
    request: &HttpRequest,
    person: Option<i64>,
) -> Result<Proved<(Asked, String)>, Problem> {
    let provider = provider(&visit.state)?;
    let client = client::address(request, &visit.state);
    let (state, language) = (visit.state.clone(), visit.language);
    web::block(move || {
        let now = state.clock.now();
        let asked = match state.store.ask_provider(&client, language, person, now)? {
            Proved::Right(asked) => asked,
            Proved::Wrong => return Ok(Proved::Wrong),
            Proved::Wait { seconds } => return Ok(Proved::Wait { seconds }),
        };
        let back = format!("{}{BACK}", state.public_url);
        let wish = Request {
            state: asked.state.as_str(),
            nonce: asked.nonce.as_str(),
            verifier: asked.verifier.as_str(),
            back: &back,
        };
        match provider.address(&wish, now) {
            Ok(address) => Ok(Proved::Right((asked, address))),
            Err(cause) => {
                log(&cause);
                Ok(Proved::Wrong)
            }
        }
    })
    .await?
}

/// Whom the provider sent back; `None`, with a line in the log, if that cannot be relied on.
async fn identify(
    provider: Arc<Provider>,
    state: &web::Data<AppState>,
    known: Token,
    awaited: Awaited,
    came: Answer,
) -> Result<Option<Identity>, Problem> {
    let state = state.clone();
    let identified = web::block(move || {
        let back = format!("{}{BACK}", state.public_url);
        let wish = Request {
            state: known.as_str(),
            nonce: &awaited.nonce,
            verifier: &awaited.verifier,
            back: &back,
        };
        provider.identify(&wish, &came, state.clock.now())
    })
    .await?;
    Ok(identified.inspect_err(log).ok())
}

async fn sign_in(
    visit: &Visit,
    request: &HttpRequest,
    identity: Identity,
    known: Token,
) -> Result<HttpResponse, Problem> {
    let (state, from) = (visit.state.clone(), Source::of(request, visit));
    let before = visit.session.as_deref();
    let before = before.map(|session| session.token().clone());
    let signed_in = web::block(move || {
        let now = state.clock.now();
        let (store, desk) = (&state.store, from.desk(&state));
        let signed_in = store.sign_in_by_provider(&desk, &identity, &known, now)?;
        if let (Some(_), Some(before)) = (&signed_in, before) {
            store.end_session(&before, now)?;
        }
        Ok::<_, Problem>(signed_in)
    })
    .await??;
    let Some((token, level)) = signed_in else {
        return Ok(go_to(&failed(visit, None, Failed::Unknown)));
    };
    let mut answer = if level == Level::Full {
        let back = super::back(request, visit);
        let mut answer = go_to(&back.unwrap_or_else(|| visit.to("")));
        super::forget_back(&mut answer, visit)?;
        answer
    } else {
        go_to(&visit.to("/sign-in/code"))
    };
    super::open(&mut answer, &token, visit)?;
    Ok(answer)
}

/// Links the account that asked for it, if its person still sits there and proved it within the last minutes.
async fn link_to(
    visit: &Visit,
    request: &HttpRequest,
    identity: Identity,
    person: i64,
) -> Result<HttpResponse, Problem> {
    let allow = visit.may::<ChangeCredentials>();
    let allow = allow.filter(|allow| allow.scope().person == person);
    let Some(allow) = allow else {
        return Ok(go_to(&failed(visit, Some(person), Failed::Refused)));
    };
    let (state, agent) = (visit.state.clone(), client::agent(request));
    let linked = web::block(move || {
        let now = state.clock.now();
        state.store.link_identity(&allow, &agent, &identity, now)
    })
    .await??;
    match linked {
        Linked::Yes(session) => {
            let mut answer = go_to(&visit.to("/account"));
            super::open(&mut answer, &session, visit)?;
            Ok(answer)
        }
        Linked::Taken => Ok(go_to(&failed(visit, Some(person), Failed::Taken))),
        Linked::NotEnrolled => Ok(go_to(&failed(visit, Some(person), Failed::Refused))),
    }
}

/// Where a failed attempt leads: to the page on which it began.
fn failed(visit: &Visit, person: Option<i64>, failed: Failed) -> String {
    let page = match person {
        Some(_) => visit.to("/account"),
        None => visit.to("/sign-in"),
    };
    format!("{page}?{}", failed.code())
}

fn provider(state: &AppState) -> Result<Arc<Provider>, Problem> {
    state.provider.clone().ok_or(Problem::NotFound)
}

fn log(cause: &OidcError) {
    tracing::warn!(%cause, "nobody was signed in with the identity provider");
}

/// The cookie that binds a request to the browser; without a secret, the one that takes it away.
fn cookie(state: &AppState, secret: Option<&Token>) -> Cookie<'static> {
    let value = secret.map(|secret| secret.as_str().to_owned());
    let mut cookie = Cookie::build(cookie_name(state), value.unwrap_or_default())
        .path("/")
        .secure(state.public_url.is_secure())
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::minutes(10))
        .finish();
    if secret.is_none() {
        cookie.make_removal();
    }
    cookie
}

const fn cookie_name(state: &AppState) -> &'static str {
    if state.public_url.is_secure() {
        "__Host-o"
    } else {
        "o"
    }
}
