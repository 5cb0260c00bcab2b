//! A new passphrase after a letter: a code of the second factor is asked for as well, so a letter alone opens nothing.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::enrol::{Faults, NewPassphrase, passphrase_fields};
use super::steps::at_level;
use crate::store::account::credentials::Proved;
use crate::store::account::sessions::Level;
use crate::web::account::{Source, wait};
use crate::web::guard::Open;
use crate::web::input::Posted;
use crate::web::pages::account::{Field, FieldKind, Form, FormPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /{lang}/sign-in/passphrase`.
pub async fn ask(_open: Open, visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    page(&visit, &request, StatusCode::OK, [None, None], None).await
}

/// `POST /{lang}/sign-in/passphrase`: the person is signed in, and every other session ends.
pub async fn change(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<NewPassphrase>,
) -> Result<HttpResponse, Problem> {
    let Some(begun) = at_level(&request, Level::Reset).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let code = typed.code.clone();
    let own = [begun.person().name.as_str(), &visit.state.institution];
    let chosen = match typed.check(&visit, &own) {
        Ok(chosen) => chosen,
        Err(faults) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&visit, &request, status, faults, None).await;
        }
    };
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let token = begun.token().clone();
    let proved = web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        state
            .store
            .reset_passphrase(&desk, &token, &chosen, &code, now)
    })
    .await??;
    let (status, wrong) = match proved {
        Proved::Right(session) => {
            let mut answer = go_to(&visit.to(""));
            super::open(&mut answer, &session, &visit)?;
            return Ok(answer);
        }
        Proved::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            visit.words.text("sign-in-code-wrong").into_owned(),
        ),
        Proved::Wait { seconds } => (StatusCode::TOO_MANY_REQUESTS, wait(&visit, seconds)),
    };
    page(&visit, &request, status, [None, None], Some(wrong)).await
}

async fn page(
    visit: &Visit,
    request: &HttpRequest,
    status: StatusCode,
    faults: Faults,
    wrong_code: Option<String>,
) -> Result<HttpResponse, Problem> {
    let Some(begun) = at_level(request, Level::Reset).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let words = visit.words;
    let mut page = visit.page(words.text("reset-title"));
    let code = Field::new("code", words.text("account-code"), FieldKind::Code);
    let mut fields = passphrase_fields(visit, faults);
    fields.push(
        code.with_hint(words.text("account-code-hint"))
            .with_wrong(wrong_code),
    );
    let form = Form {
        action: page.to("/sign-in/passphrase"),
        fields,
        button: words.text("reset-button").into_owned(),
        wrong: String::new(),
    };
    page.has_errors = form.has_errors();
    let page = FormPage {
        notice: String::new(),
        intro: vec![words.text("reset-what").into_owned()],
        name: begun.person().name.clone(),
        form,
        page,
        links: vec![],
        help: true,
    };
    answer(status, &page)
}
