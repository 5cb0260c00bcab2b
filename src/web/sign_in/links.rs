//! Links from letters. Each begins something, once; none signs in.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::steps::Code;
use crate::store::credentials::Proved;
use crate::store::enrolment::Opens;
use crate::store::sessions::Purpose;
use crate::store::token::Token;
use crate::web::account::{Source, wait};
use crate::web::guard::Open;
use crate::web::input::Posted;
use crate::web::pages::account::{Field, FieldKind, Form, FormPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /{lang}/invitation/{token}`: it changes nothing.
pub async fn invitation(
    _open: Open,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    show(&visit, &path.1, Purpose::Invitation).await
}

/// `POST /{lang}/invitation/{token}`: uses it up.
pub async fn accept_invitation(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    take(&visit, &request, &path.1, Purpose::Invitation, typed).await
}

/// `GET /{lang}/enrolment/{token}`: it changes nothing.
pub async fn enrolment(
    _open: Open,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    show(&visit, &path.1, Purpose::Enrolment).await
}

/// `POST /{lang}/enrolment/{token}`: uses it up.
pub async fn accept_enrolment(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    take(&visit, &request, &path.1, Purpose::Enrolment, typed).await
}

/// `GET /{lang}/passphrase/{token}`: it changes nothing.
pub async fn passphrase(
    _open: Open,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    show(&visit, &path.1, Purpose::Passphrase).await
}

/// `POST /{lang}/passphrase/{token}`: uses it up.
pub async fn accept_passphrase(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    take(&visit, &request, &path.1, Purpose::Passphrase, typed).await
}

async fn look(visit: &Visit, token: Token, purpose: Purpose) -> Result<Option<Opens>, Problem> {
    let state = visit.state.clone();
    let now = state.clock.now();
    Ok(web::block(move || state.store.look_at_link(&token, purpose, now)).await??)
}

async fn show(visit: &Visit, word: &str, purpose: Purpose) -> Result<HttpResponse, Problem> {
    let Some(token) = Token::parse(word) else {
        return super::spent(visit);
    };
    let Some(opens) = look(visit, token, purpose).await? else {
        return super::spent(visit);
    };
    page(visit, word, purpose, opens, StatusCode::OK, String::new())
}

async fn take(
    visit: &Visit,
    request: &HttpRequest,
    word: &str,
    purpose: Purpose,
    typed: Code,
) -> Result<HttpResponse, Problem> {
    let Some(token) = Token::parse(word) else {
        return super::spent(visit);
    };
    let (state, from) = (visit.state.clone(), Source::of(request, visit));
    let before = visit
        .session
        .as_deref()
        .map(|session| session.token().clone());
    let used = token.clone();
    let proved = web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        let proved = state
            .store
            .open_link(&desk, &used, purpose, &typed.code, now)?;
        if let (Proved::Right(Some(_)), Some(before)) = (&proved, before) {
            state.store.end_session(&before, now)?;
        }
        Ok::<_, Problem>(proved)
    })
    .await??;
    let (status, wrong) = match proved {
        Proved::Right(Some(session)) => {
            let next = match purpose {
                Purpose::Passphrase => "/sign-in/passphrase",
                Purpose::Invitation | Purpose::Enrolment | Purpose::SignIn => "/enrol",
            };
            let mut answer = go_to(&visit.to(next));
            super::open(&mut answer, &session, visit)?;
            return Ok(answer);
        }
        Proved::Right(None) => return super::spent(visit),
        Proved::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            visit.words.text("link-code-wrong").into_owned(),
        ),
        Proved::Wait { seconds } => (StatusCode::TOO_MANY_REQUESTS, wait(visit, seconds)),
    };
    let Some(opens) = look(visit, token, purpose).await? else {
        return super::spent(visit);
    };
    page(visit, word, purpose, opens, status, wrong)
}

fn page(
    visit: &Visit,
    word: &str,
    purpose: Purpose,
    opens: Opens,
    status: StatusCode,
    wrong: String,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let (title, path) = match purpose {
        Purpose::Passphrase => (words.text("reset-title"), "/passphrase/"),
        Purpose::Enrolment => (words.text("enrol-title"), "/enrolment/"),
        Purpose::Invitation | Purpose::SignIn => (words.text("enrol-title"), "/invitation/"),
    };
    let mut page = visit.page(title);
    page.has_errors = !wrong.is_empty();
    let mut fields = Vec::new();
    if opens.needs_code {
        let code = Field::new("code", words.text("link-code"), FieldKind::Code);
        fields.push(code.with_hint(words.text("link-code-hint")));
    }
    let page = FormPage {
        notice: String::new(),
        intro: vec![
            words.text("link-once").into_owned(),
            words.text("sign-in-link-for").into_owned(),
        ],
        name: opens.person.name,
        form: Form {
            action: page.to(&format!("{path}{word}")),
            fields,
            button: words.text("link-begin").into_owned(),
            wrong,
        },
        page,
        links: vec![],
        help: true,
    };
    answer(status, &page)
}
