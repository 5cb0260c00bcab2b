//! For administrators: who may read answers for the Secretariat only. Naming somebody and ending it is logged, and each State sees who it is.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::access::{Allow, ManageAccounts, Role};
use crate::store::StoreError;
use crate::store::account::people::Account;
use crate::store::reply::readers::{NamedReader, Naming};
use crate::web::input::{Button, Fields, Pairs, Posted};
use crate::web::life::act;
use crate::web::pages::account::{Choice, Field, FieldKind, Form, ReaderLine, ReadersPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::respond::open::moment;
use crate::web::visit::Visit;

/// The officer who is to be named; `None` if nobody was chosen.
#[derive(Clone, Copy, Debug)]
pub struct Chosen(Option<i64>);

impl Fields for Chosen {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let number = pairs.first("account").map(str::parse).transpose();
        number.map(Self).map_err(|_no_number| Problem::Unreadable)
    }
}

/// `GET /{lang}/accounts/readers`.
pub async fn list(allow: Allow<ManageAccounts>, visit: Visit) -> Result<HttpResponse, Problem> {
    page(allow, &visit, StatusCode::OK, "").await
}

/// `POST /{lang}/accounts/readers`: names an officer.
pub async fn name(
    allow: Allow<ManageAccounts>,
    visit: Visit,
    Posted(Chosen(person)): Posted<Chosen>,
) -> Result<HttpResponse, Problem> {
    let Some(person) = person else {
        let failed = StatusCode::UNPROCESSABLE_ENTITY;
        return page(allow, &visit, failed, "readers-nobody-chosen").await;
    };
    change(allow, &visit, person, Naming::Name).await
}

/// `POST /{lang}/accounts/readers/{account}/end`: takes the right away.
pub async fn end(
    allow: Allow<ManageAccounts>,
    visit: Visit,
    path: web::Path<(String, String)>,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let person = path.1.parse().map_err(|_other| Problem::NotFound)?;
    change(allow, &visit, person, Naming::End).await
}

async fn change(
    allow: Allow<ManageAccounts>,
    visit: &Visit,
    person: i64,
    naming: Naming,
) -> Result<HttpResponse, Problem> {
    act(visit, move |store, _keys, now| {
        // Pressed twice, it is done once.
        store.name_reader(&allow, person, naming, now).map(drop)
    })
    .await?;
    Ok(go_to(&visit.to("/accounts/readers")))
}

async fn page(
    allow: Allow<ManageAccounts>,
    visit: &Visit,
    status: StatusCode,
    wrong: &str,
) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let (accounts, readers) = web::block(move || {
        let readers = state.store.named_readers(&allow)?;
        Ok::<_, StoreError>((state.store.people(&allow)?, readers))
    })
    .await??;
    let words = visit.words;
    let now: BTreeSet<i64> = readers
        .iter()
        .filter(|reader| reader.ended.is_none())
        .map(|reader| reader.person.id)
        .collect();
    let can_be_named = |account: &&Account| {
        let person = &account.person;
        let reads = person.role == Role::Manager && account.suspended.is_none();
        reads && !now.contains(&person.id)
    };
    let choices: Vec<_> = accounts
        .iter()
        .filter(can_be_named)
        .map(|account| Choice {
            value: account.person.id.to_string(),
            label: account.person.name.clone(),
            checked: false,
        })
        .collect();
    let field = Field::new(
        "account",
        words.text("readers-who"),
        FieldKind::Choice(choices.clone()),
    );
    let wrong = (!wrong.is_empty()).then(|| words.text(wrong).into_owned());
    let mut page = visit
        .page(words.text("readers-title"))
        .with_back(visit.to("/accounts"), words.text("accounts-title"));
    let form = Form {
        action: page.to("/accounts/readers"),
        fields: vec![field.with_wrong(wrong)],
        button: words.text("readers-name").into_owned(),
        wrong: String::new(),
    };
    page.has_errors = form.has_errors();
    let page = ReadersPage {
        readers: readers.iter().rev().map(|one| line(visit, one)).collect(),
        some: !choices.is_empty(),
        form,
        page,
    };
    answer(status, &page)
}

/// One who was named, in words.
pub(in crate::web) fn line(visit: &Visit, reader: &NamedReader) -> ReaderLine {
    let operator = || visit.words.text("respond-operator").into_owned();
    ReaderLine {
        id: reader.person.id,
        name: reader.person.name.clone(),
        by: reader
            .by
            .as_ref()
            .map_or_else(operator, |by| by.name.clone()),
        from: moment(visit, reader.at),
        until: reader.ended.map(|at| moment(visit, at)).unwrap_or_default(),
    }
}
