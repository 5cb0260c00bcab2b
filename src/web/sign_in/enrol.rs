//! Setting up an account: a passphrase, an authenticator, recovery codes.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::steps::{Code, at_level};
use crate::keys::passphrase::{self, LONGEST, SHORTEST, Weakness};
use crate::keys::second_factor::Seed;
use crate::store::account::credentials::Proved;
use crate::store::account::enrolment::{Enrolled, Enrolling};
use crate::store::account::sessions::Level;
use crate::text::Arg;
use crate::web::account::Source;
use crate::web::guard::Open;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::account::{AuthenticatorPage, CodesPage, Field, FieldKind, Form, FormPage};
use crate::web::pages::{Page, answer, go_to};
use crate::web::problem::Problem;
use crate::web::session::Begun;
use crate::web::visit::Visit;

/// A new passphrase, twice, and a code where one is asked for too.
#[derive(Debug)]
pub struct NewPassphrase {
    passphrase: String,
    again: String,
    pub(super) code: String,
}

impl Fields for NewPassphrase {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let text = |name| pairs.first(name).unwrap_or_default().to_owned();
        Ok(Self {
            passphrase: text("passphrase"),
            again: text("again"),
            code: text("code"),
        })
    }
}

/// What is wrong with a new passphrase: in the first field, in the second.
pub(crate) type Faults = [Option<String>; 2];

impl NewPassphrase {
    /// The passphrase, if it will do for an account that these words would be guessed of; otherwise what is wrong.
    pub(crate) fn check(self, visit: &Visit, own: &[&str]) -> Result<String, Faults> {
        let number = |number| Arg::from(number);
        let words = visit.words;
        let weak = match passphrase::check(&self.passphrase, own) {
            Ok(()) => None,
            Err(Weakness::Short) => {
                Some(words.with("passphrase-short", &[("least", number(SHORTEST))]))
            }
            Err(Weakness::Long) => {
                Some(words.with("passphrase-long", &[("most", number(LONGEST))]))
            }
            Err(Weakness::Common) => Some(words.text("passphrase-common")),
        };
        let differs = self.passphrase != self.again;
        let differs = differs.then(|| words.text("passphrase-differs").into_owned());
        match (weak, differs) {
            (None, None) => Ok(self.passphrase),
            (weak, differs) => Err([weak.map(Into::into), differs]),
        }
    }
}

/// The two fields for a new passphrase.
pub(crate) fn passphrase_fields(visit: &Visit, [first, second]: Faults) -> Vec<Field> {
    let words = visit.words;
    let kind = || FieldKind::Passphrase {
        filled: "new-password",
    };
    let hint = words.with("passphrase-hint", &[("least", Arg::from(SHORTEST))]);
    vec![
        Field::new("passphrase", words.text("passphrase-new"), kind())
            .with_hint(hint)
            .with_wrong(first),
        Field::new("again", words.text("passphrase-again"), kind()).with_wrong(second),
    ]
}

/// The session in which an account is set up, and how far it is.
async fn enrolling(
    request: &HttpRequest,
    visit: &Visit,
) -> Result<Option<(Begun, Enrolling)>, Problem> {
    let Some(begun) = at_level(request, Level::Enrolling).await? else {
        return Ok(None);
    };
    let (state, from) = (visit.state.clone(), Source::of(request, visit));
    let token = begun.token().clone();
    let found = web::block(move || {
        let now = state.clock.now();
        state.store.enrolling(&from.desk(&state), &token, now)
    })
    .await??;
    Ok(found.map(|found| (begun, found)))
}

/// `GET /{lang}/enrol`: the passphrase.
pub async fn ask(_open: Open, visit: Visit, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let Some((begun, _)) = enrolling(&request, &visit).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    page(&visit, &begun, StatusCode::OK, [None, None])
}

/// `POST /{lang}/enrol`: keeps it until the rest is there.
pub async fn choose(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<NewPassphrase>,
) -> Result<HttpResponse, Problem> {
    let Some((begun, found)) = enrolling(&request, &visit).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let own = [
        found.address.as_str(),
        &found.person.name,
        &visit.state.institution,
    ];
    let chosen = match typed.check(&visit, &own) {
        Ok(chosen) => chosen,
        Err(faults) => return page(&visit, &begun, StatusCode::UNPROCESSABLE_ENTITY, faults),
    };
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let token = begun.token().clone();
    web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        state.store.choose_passphrase(&desk, &token, &chosen, now)
    })
    .await??;
    Ok(go_to(&visit.to("/enrol/code")))
}

/// `GET /{lang}/enrol/code`: the secret for the authenticator.
pub async fn show_secret(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    secret_page(&visit, &request, StatusCode::OK, String::new()).await
}

/// `POST /{lang}/enrol/code`: a code shows that it is set up. The person is signed in and sees the recovery codes, this once.
pub async fn finish(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    Posted(typed): Posted<Code>,
) -> Result<HttpResponse, Problem> {
    let Some(begun) = at_level(&request, Level::Enrolling).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let (state, from) = (visit.state.clone(), Source::of(&request, &visit));
    let token = begun.token().clone();
    let proved = web::block(move || {
        let now = state.clock.now();
        let desk = from.desk(&state);
        state
            .store
            .finish_enrolment(&desk, &token, &typed.code, now)
    })
    .await??;
    match proved {
        Proved::Right(enrolled) => codes_page(&visit, enrolled),
        Proved::Wrong | Proved::Wait { .. } => {
            let wrong = visit.words.text("enrol-code-wrong").into_owned();
            secret_page(&visit, &request, StatusCode::UNPROCESSABLE_ENTITY, wrong).await
        }
    }
}

/// The recovery codes, with the cookie of the session that begins.
pub(crate) fn codes_page(visit: &Visit, enrolled: Enrolled) -> Result<HttpResponse, Problem> {
    let page = visit.page(visit.words.text("codes-title"));
    let page = CodesPage {
        next: page.to(""),
        // The sessions of before have ended: their forms would be refused.
        page: Page {
            person: String::new(),
            form_token: String::new(),
            ..page
        },
        codes: enrolled.codes,
    };
    let mut answer = answer(StatusCode::OK, &page)?;
    super::open(&mut answer, &enrolled.session, visit)?;
    Ok(answer)
}

/// The page with a secret for an authenticator.
pub(crate) fn authenticator(
    visit: &Visit,
    page: Page,
    (seed, account): (&Seed, &str),
    action: &str,
    wrong: String,
) -> Result<AuthenticatorPage, Problem> {
    let words = visit.words;
    let institution = &visit.state.institution;
    let issuer = if institution.is_empty() {
        words.text("product").into_owned()
    } else {
        institution.clone()
    };
    let (_, drawn) = seed
        .picture(&issuer, account)
        .map_err(|cause| Problem::internal(&cause))?;
    let code = Field::new("code", words.text("account-code"), FieldKind::Code);
    Ok(AuthenticatorPage {
        picture: format!(
            "data:image/svg+xml;base64,{}",
            BASE64_STANDARD.encode(drawn)
        ),
        secret: seed.text(),
        form: Form {
            action: action.to_owned(),
            fields: vec![code.with_hint(words.text("enrol-code-hint"))],
            button: words.text("enrol-finish").into_owned(),
            wrong,
        },
        page,
    })
}

async fn secret_page(
    visit: &Visit,
    request: &HttpRequest,
    status: StatusCode,
    wrong: String,
) -> Result<HttpResponse, Problem> {
    let Some((_, found)) = enrolling(request, visit).await? else {
        return Ok(go_to(&visit.to("/sign-in")));
    };
    let Some(seed) = &found.seed else {
        return Ok(go_to(&visit.to("/enrol")));
    };
    let mut page = visit.page(visit.words.text("enrol-authenticator-title"));
    page.has_errors = !wrong.is_empty();
    let action = page.to("/enrol/code");
    let page = authenticator(visit, page, (seed, &found.address), &action, wrong)?;
    answer(status, &page)
}

fn page(
    visit: &Visit,
    begun: &Begun,
    status: StatusCode,
    faults: Faults,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let mut page = visit.page(words.text("enrol-title"));
    let form = Form {
        action: page.to("/enrol"),
        fields: passphrase_fields(visit, faults),
        button: words.text("sign-in-next").into_owned(),
        wrong: String::new(),
    };
    page.has_errors = form.has_errors();
    let page = FormPage {
        notice: String::new(),
        intro: vec![words.text("enrol-what").into_owned()],
        name: begun.person().name.clone(),
        form,
        page,
        links: vec![],
        help: false,
    };
    answer(status, &page)
}
