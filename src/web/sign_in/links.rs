//! Links from letters. Each begins something, once; none signs in.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};

use super::steps::Code;
use crate::store::account::credentials::Proved;
use crate::store::account::enrolment::Opens;
use crate::store::account::sessions::Purpose;
use crate::store::account::token::Token;
use crate::store::letters::LetterKind;
use crate::web::account::{Source, wait};
use crate::web::guard::Open;
use crate::web::input::Posted;
use crate::web::pages::account::{Field, FieldKind, Form, FormPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// A link as its address names it: what it is for, and its secret.
#[derive(Clone, Debug)]
pub struct Link {
    purpose: Purpose,
    word: String,
}

impl FromRequest for Link {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let pattern = request.match_pattern().unwrap_or_default();
        let purpose = Purpose::ALL
            .into_iter()
            .find(|purpose| page_of(*purpose).is_some_and(|page| pattern.contains(page)));
        let word = request.match_info().get("token").map(str::to_owned);
        let link = purpose
            .zip(word)
            .map(|(purpose, word)| Self { purpose, word });
        ready(link.ok_or(Problem::NotFound))
    }
}

/// The page that a link of this purpose leads to, without the language and the secret; none for one that no letter brings.
fn page_of(purpose: Purpose) -> Option<&'static str> {
    purpose.letter().map(LetterKind::page)
}

/// `GET /{lang}/invitation/{token}`, `…/enrolment/…`, `…/passphrase/…`: it changes nothing.
pub async fn show(_open: Open, visit: Visit, link: Link) -> Result<HttpResponse, Problem> {
    let Some(token) = Token::parse(&link.word) else {
        return super::spent(&visit);
    };
    let Some(opens) = look(&visit, token, link.purpose).await? else {
        return super::spent(&visit);
    };
    page(&visit, &link, opens, StatusCode::OK, String::new())
}

/// `POST` to the same: uses it up.
pub async fn take(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    link: Link,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    let visit = &visit;
    let purpose = link.purpose;
    let Some(token) = Token::parse(&link.word) else {
        return super::spent(visit);
    };
    let (state, from) = (visit.state.clone(), Source::of(&request, visit));
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
    page(visit, &link, opens, status, wrong)
}

async fn look(visit: &Visit, token: Token, purpose: Purpose) -> Result<Option<Opens>, Problem> {
    let state = visit.state.clone();
    let now = state.clock.now();
    Ok(web::block(move || state.store.look_at_link(&token, purpose, now)).await??)
}

fn page(
    visit: &Visit,
    link: &Link,
    opens: Opens,
    status: StatusCode,
    wrong: String,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let title = match link.purpose {
        Purpose::Passphrase => words.text("reset-title"),
        Purpose::Invitation | Purpose::Enrolment | Purpose::SignIn => words.text("enrol-title"),
    };
    let path = page_of(link.purpose).unwrap_or_default();
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
            action: page.to(&format!("{path}{}", link.word)),
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
