//! Asking for a letter oneself: an invitation that expired, a passphrase that was forgotten.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::web::account::wait;
use crate::web::client;
use crate::web::guard::Open;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::account::{Field, FieldKind, Form, FormPage};
use crate::web::pages::answer;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// An address as typed.
#[derive(Debug)]
pub struct Address {
    address: String,
}

impl Fields for Address {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let address = pairs.first("address").unwrap_or_default().to_owned();
        Ok(Self { address })
    }
}

/// `GET /{lang}/sign-in/letter`.
pub async fn ask(_open: Open, visit: Visit) -> Result<HttpResponse, Problem> {
    page(&visit, StatusCode::OK, "", "", String::new())
}

/// `POST /{lang}/sign-in/letter`: the same answer whether anybody has the address or not.
pub async fn send(
    _open: Open,
    visit: Visit,
    request: HttpRequest,
    Posted(Address { address }): Posted<Address>,
) -> Result<HttpResponse, Problem> {
    if !visit.state.store.sends_letters() {
        return page(&visit, StatusCode::OK, "", &address, String::new());
    }
    let client = client::address(&request, &visit.state);
    let (state, language, typed) = (visit.state.clone(), visit.language, address.clone());
    let waits = web::block(move || {
        let now = state.clock.now();
        state.store.ask_for_letter(&client, &typed, language, now)
    })
    .await??;
    if let Some(seconds) = waits {
        let wrong = wait(&visit, seconds);
        return page(&visit, StatusCode::TOO_MANY_REQUESTS, "", &address, wrong);
    }
    let sent = visit.words.text("letter-sent");
    page(&visit, StatusCode::OK, &sent, &address, String::new())
}

fn page(
    visit: &Visit,
    status: StatusCode,
    notice: &str,
    address: &str,
    wrong: String,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let mut page = visit.page(words.text("letter-title"));
    page.has_errors = !wrong.is_empty();
    let value = address.to_owned();
    let field = Field::new(
        "address",
        words.text("account-address"),
        FieldKind::Address { value },
    );
    let mut fields = vec![field];
    let mut button = words.text("letter-button").into_owned();
    let mut intro = vec![
        words.text("letter-what").into_owned(),
        words.text("letter-lost").into_owned(),
    ];
    if !visit.state.store.sends_letters() {
        intro = vec![words.text("letter-none").into_owned()];
        // Nothing can be asked for.
        fields.clear();
        button.clear();
    }
    let page = FormPage {
        notice: notice.to_owned(),
        intro,
        name: String::new(),
        form: Form {
            action: page.to("/sign-in/letter"),
            fields,
            button,
            wrong,
        },
        links: vec![(
            page.to("/sign-in"),
            words.text("sign-in-title").into_owned(),
        )],
        page,
        help: true,
    };
    answer(status, &page)
}
