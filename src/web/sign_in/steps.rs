//! The two steps of signing in: address and passphrase, then a code.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::provider::{self, Failed};
use crate::store::account::credentials::Proved;
use crate::store::account::sessions::Level;
use crate::web::account::{Source, wait};
use crate::web::guard::Open;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::account::{Field, FieldKind, Form, FormPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::session;
use crate::web::visit::Visit;

/// An address and a passphrase as typed.
#[derive(Debug)]
pub struct SignIn {
    address: String,
    passphrase: String,
}

impl Fields for SignIn {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let text = |name| pairs.first(name).unwrap_or_default().to_owned();
        Ok(Self {
            address: text("address"),
            passphrase: text("passphrase"),
        })
    }
}

/// A code as typed.
#[derive(Debug)]
pub struct Code {
    pub(super) code: String,
}

impl Fields for Code {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let code = pairs.first("code").unwrap_or_default().to_owned();
        Ok(Self { code })
    }
}

impl Code {
    /// The code.
    pub(crate) fn into_code(self) -> String {
        self.code
    }
}

/// `GET /{lang}/sign-in`.
pub async fn explain(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let sent = request.query_string() == "sent";
    let wrong = Failed::said(&request, &visit);
    first(&visit, StatusCode::OK, "", wrong, sent)
}

/// `POST /{lang}/sign-in`: the first step. It begins a session that opens the page for the code, and nothing else.
pub async fn sign_in(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<SignIn>,
) -> Result<HttpResponse, Problem> {
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let before = visit
        .session
        .as_deref()
        .map(|session| session.token().clone());
    let address = typed.address.clone();
    let proved = web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        let proved = state
            .store
            .check_passphrase(&desk, &typed.address, &typed.passphrase, now)?;
        if let (Proved::Right(_), Some(before)) = (&proved, before) {
            state.store.end_session(&before, now)?;
        }
        Ok::<_, Problem>(proved)
    })
    .await??;
    match proved {
        Proved::Right(token) => {
            let mut answer = go_to(&visit.to("/sign-in/code"));
            super::open(&mut answer, &token, &visit)?;
            Ok(answer)
        }
        Proved::Wrong => {
            let wrong = visit.words.text("sign-in-wrong").into_owned();
            first(
                &visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                &address,
                wrong,
                false,
            )
        }
        Proved::Wait { seconds } => {
            let wrong = wait(&visit, seconds);
            first(
                &visit,
                StatusCode::TOO_MANY_REQUESTS,
                &address,
                wrong,
                false,
            )
        }
    }
}

/// `GET /{lang}/sign-in/code`.
pub async fn ask_code(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    second(&visit, &request, StatusCode::OK, String::new()).await
}

/// `POST /{lang}/sign-in/code`: the second step. A new session opens the rest.
pub async fn check_code(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    let Some(begun) = at_level(&request, Level::Code).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let token = begun.token().clone();
    let proved = web::block(move || {
        let desk = from.desk(&state);
        state
            .store
            .check_code(&desk, &token, &typed.code, state.clock.now())
    })
    .await??;
    match proved {
        Proved::Right(token) => {
            let back = super::back(&request, &visit);
            let mut answer = go_to(&back.unwrap_or_else(|| visit.to("")));
            super::forget_back(&mut answer, &visit)?;
            super::open(&mut answer, &token, &visit)?;
            Ok(answer)
        }
        Proved::Wrong => {
            let wrong = visit.words.text("sign-in-code-wrong").into_owned();
            second(&visit, &request, StatusCode::UNPROCESSABLE_ENTITY, wrong).await
        }
        Proved::Wait { seconds } => {
            let wrong = wait(&visit, seconds);
            second(&visit, &request, StatusCode::TOO_MANY_REQUESTS, wrong).await
        }
    }
}

/// The session of a request, if it opens just this.
pub(super) async fn at_level(
    request: &HttpRequest,
    level: Level,
) -> Result<Option<session::Begun>, Problem> {
    let begun = session::begun(request).await?;
    Ok(begun.filter(|begun| begun.level() == level))
}

pub(super) fn first(
    visit: &Visit,
    status: StatusCode,
    address: &str,
    wrong: String,
    sent: bool,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let mut page = visit.page(words.text("sign-in-title"));
    page.has_errors = !wrong.is_empty();
    let value = address.to_owned();
    let filled = "current-password";
    let address = words.text("account-address");
    let passphrase = words.text("account-passphrase");
    let lost = words.text("sign-in-lost").into_owned();
    let lost = (page.to("/sign-in/letter"), lost);
    let notice = sent.then(|| words.text("sign-in-sent").into_owned());
    let page = FormPage {
        notice: notice.unwrap_or_default(),
        intro: vec![words.text("sign-in-how").into_owned()],
        name: String::new(),
        form: Form {
            action: page.to("/sign-in"),
            fields: vec![
                Field::new("address", address, FieldKind::Address { value }),
                Field::new("passphrase", passphrase, FieldKind::Passphrase { filled }),
            ],
            button: words.text("sign-in-next").into_owned(),
            wrong,
        },
        links: provider::link(visit).into_iter().chain([lost]).collect(),
        page,
        help: true,
    };
    answer(status, &page)
}

async fn second(
    visit: &Visit,
    request: &HttpRequest,
    status: StatusCode,
    wrong: String,
) -> Result<HttpResponse, Problem> {
    if at_level(request, Level::Code).await?.is_none() {
        return Ok(go_to(&visit.to("/sign-in")));
    }
    let words = visit.words;
    let mut page = visit.page(words.text("sign-in-code-title"));
    page.has_errors = !wrong.is_empty();
    let code = Field::new("code", words.text("account-code"), FieldKind::Code);
    let page = FormPage {
        notice: String::new(),
        intro: vec![],
        name: String::new(),
        form: Form {
            action: page.to("/sign-in/code"),
            fields: vec![code.with_hint(words.text("account-code-hint"))],
            button: words.text("sign-in-button").into_owned(),
            wrong,
        },
        links: vec![(
            page.to("/sign-in"),
            words.text("sign-in-again").into_owned(),
        )],
        page,
        help: true,
    };
    answer(status, &page)
}
