//! Proving once more who sits before a session, before what wants a fresh proof.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::{Source, wait};
use crate::access::{Allow, OwnAccess};
use crate::store::account::credentials::Proved;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::account::{Field, FieldKind, Form, FormPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::sign_in::{self, Wanted};
use crate::web::visit::Visit;

/// What is posted: nothing where a button is enough.
#[derive(Debug)]
pub struct Proof {
    passphrase: String,
    code: String,
}

impl Fields for Proof {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let text = |name| pairs.first(name).unwrap_or_default().to_owned();
        Ok(Self {
            passphrase: text("passphrase"),
            code: text("code"),
        })
    }
}

/// `GET /{lang}/account/confirm`.
pub async fn ask(
    allow: Allow<OwnAccess>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let wanted = Wanted::of(request.query_string());
    page(&allow, &visit, StatusCode::OK, String::new(), wanted).await
}

/// `POST /{lang}/account/confirm`: leads back to what was asked for.
pub async fn confirm(
    allow: Allow<OwnAccess>,
    visit: Visit,
    request: HttpRequest,
    Posted(proof): Posted<Proof>,
) -> Result<HttpResponse, Problem> {
    let Some(session) = visit.session.clone() else {
        return Err(Problem::SignIn { back: None });
    };
    let (state, token) = (visit.state.clone(), session.token().clone());
    let (own, from) = (allow.clone(), Source::of(&request, &visit));
    let proved = web::block(move || {
        let now = state.clock.now();
        let store = &state.store;
        if store.confirm_by_button(&own, &token, now)? {
            return Ok(Proved::Right(()));
        }
        let desk = from.desk(&state);
        store.confirm(&own, &desk, &token, &proof.passphrase, &proof.code, now)
    })
    .await??;
    let (status, wrong) = match proved {
        Proved::Right(()) => {
            let back = sign_in::back(&request, &visit);
            let mut answer = go_to(&back.unwrap_or_else(|| visit.to("")));
            sign_in::forget_back(&mut answer, &visit)?;
            return Ok(answer);
        }
        Proved::Wrong => (
            StatusCode::UNPROCESSABLE_ENTITY,
            visit.words.text("confirm-wrong").into_owned(),
        ),
        Proved::Wait { seconds } => (StatusCode::TOO_MANY_REQUESTS, wait(&visit, seconds)),
    };
    page(&allow, &visit, status, wrong, Wanted::Page).await
}

async fn page(
    allow: &Allow<OwnAccess>,
    visit: &Visit,
    status: StatusCode,
    wrong: String,
    wanted: Wanted,
) -> Result<HttpResponse, Problem> {
    let (state, own) = (visit.state.clone(), allow.clone());
    let by_button = web::block(move || state.store.confirms_by_button(&own)).await??;
    let words = visit.words;
    let mut page = visit.page(words.text("confirm-title"));
    page.has_errors = !wrong.is_empty();
    let (intro, fields) = if by_button {
        (words.text("confirm-sample"), vec![])
    } else {
        let filled = "current-password";
        let passphrase = words.text("account-passphrase");
        let code = Field::new("code", words.text("account-code"), FieldKind::Code);
        let fields = vec![
            Field::new("passphrase", passphrase, FieldKind::Passphrase { filled }),
            code.with_hint(words.text("account-code-hint")),
        ];
        (words.text("confirm-why"), fields)
    };
    let notice = match wanted {
        Wanted::Page => String::new(),
        Wanted::Press => words.text("confirm-again").into_owned(),
        Wanted::Kept => words.text("confirm-kept").into_owned(),
    };
    let page = FormPage {
        notice,
        intro: vec![intro.into_owned()],
        name: String::new(),
        form: Form {
            action: page.to("/account/confirm"),
            fields,
            button: words.text("confirm-button").into_owned(),
            wrong,
        },
        links: vec![(page.to(""), words.text("home-title").into_owned())],
        page,
        help: false,
    };
    answer(status, &page)
}
