//! Changing what one signs in with. The guard has asked for a fresh proof with both factors before any of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::Source;
use crate::access::{Allow, ChangeCredentials};
use crate::store::account::credentials::Proved;
use crate::store::account::enrolment::Enrolled;
use crate::store::account::token::Token;
use crate::web::input::{Button, Posted};
use crate::web::pages::account::{Form, FormPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::sign_in;
use crate::web::sign_in::enrol::{
    Faults, NewPassphrase, authenticator, codes_page, passphrase_fields,
};
use crate::web::sign_in::steps::Code;
use crate::web::visit::Visit;

fn token(visit: &Visit) -> Result<Token, Problem> {
    let session = visit.session.as_deref();
    let token = session.map(|session| session.token().clone());
    token.ok_or(Problem::SignIn { back: None })
}

/// `GET /{lang}/account/passphrase`.
pub async fn ask_passphrase(
    _allow: Allow<ChangeCredentials>,
    visit: Visit,
) -> Result<HttpResponse, Problem> {
    passphrase_page(&visit, StatusCode::OK, [None, None])
}

/// `POST /{lang}/account/passphrase`: every other session ends, and this one goes on under a new secret.
pub async fn change_passphrase(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<NewPassphrase>,
) -> Result<HttpResponse, Problem> {
    let session = visit.session.clone();
    let name = session
        .as_deref()
        .map_or("", |session| &session.person().name);
    let chosen = match typed.check(&visit, &[name, &visit.state.institution]) {
        Ok(chosen) => chosen,
        Err(faults) => return passphrase_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, faults),
    };
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let renewed = web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        state.store.change_passphrase(&allow, &desk, &chosen, now)
    })
    .await??;
    let session = renewed.ok_or(Problem::NotFound)?;
    let mut answer = go_to(&visit.to("/account"));
    sign_in::open(&mut answer, &session, &visit)?;
    Ok(answer)
}

/// `POST /{lang}/account/authenticator`: makes the secret for another authenticator.
pub async fn prepare_authenticator(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let session = token(&visit)?;
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let prepared = web::block(move || {
        let desk = from.desk(&state);
        state.store.prepare_second_factor(&allow, &desk, &session)
    })
    .await??;
    if !prepared {
        return Err(Problem::NotFound);
    }
    Ok(go_to(&visit.to("/account/authenticator")))
}

/// `GET /{lang}/account/authenticator`: shows it.
pub async fn show_authenticator(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    authenticator_page(allow, &visit, &request, StatusCode::OK, String::new()).await
}

/// `POST /{lang}/account/authenticator/code`: a code shows that it is set up; it takes the place of the old one.
pub async fn change_authenticator(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    let session = token(&visit)?;
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let own = allow.clone();
    let proved = web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        let code = typed.into_code();
        state
            .store
            .change_second_factor(&own, &desk, &session, &code, now)
    })
    .await??;
    match proved {
        Proved::Right(enrolled) => codes_page(&visit, enrolled),
        Proved::Wrong | Proved::Wait { .. } => {
            let wrong = visit.words.text("enrol-code-wrong").into_owned();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            authenticator_page(allow, &visit, &request, status, wrong).await
        }
    }
}

/// `POST /{lang}/account/recovery-codes`: makes new ones and shows them, this once.
pub async fn renew_codes(
    allow: Allow<ChangeCredentials>,
    visit: Visit,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let session = token(&visit)?;
    let state = visit.state.clone();
    let codes = web::block(move || {
        let now = state.clock.now();
        state.store.renew_recovery_codes(&allow, now)
    })
    .await??;
    let codes = codes.ok_or(Problem::NotFound)?;
    codes_page(&visit, Enrolled { session, codes })
}

fn passphrase_page(
    visit: &Visit,
    status: StatusCode,
    faults: Faults,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let page = visit.page(words.text("change-passphrase-title"));
    let back = page.to("/account");
    let mut page = page.with_back(back, words.text("account-title"));
    let form = Form {
        action: page.to("/account/passphrase"),
        fields: passphrase_fields(visit, faults),
        button: words.text("reset-button").into_owned(),
        wrong: String::new(),
    };
    page.has_errors = form.has_errors();
    let page = FormPage {
        notice: String::new(),
        intro: vec![words.text("change-passphrase-what").into_owned()],
        name: String::new(),
        form,
        page,
        links: vec![],
        help: false,
    };
    answer(status, &page)
}

async fn authenticator_page(
    allow: Allow<ChangeCredentials>,
    visit: &Visit,
    request: &HttpRequest,
    status: StatusCode,
    wrong: String,
) -> Result<HttpResponse, Problem> {
    let session = token(visit)?;
    let (state, from) = (visit.state.clone(), Source::of(request, visit));
    let prepared = web::block(move || {
        let desk = from.desk(&state);
        state.store.prepared_second_factor(&allow, &desk, &session)
    })
    .await??;
    let Some((seed, address)) = prepared else {
        return Ok(go_to(&visit.to("/account")));
    };
    let words = visit.words;
    let page = visit.page(words.text("enrol-authenticator-title"));
    let back = page.to("/account");
    let mut page = page.with_back(back, words.text("account-title"));
    page.has_errors = !wrong.is_empty();
    let action = page.to("/account/authenticator/code");
    let page = authenticator(visit, page, (&seed, &address), &action, wrong)?;
    answer(status, &page)
}
