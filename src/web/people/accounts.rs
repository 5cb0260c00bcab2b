//! For administrators: accounts of staff; suspending anyone, ending any session.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use validator::ValidationErrors;

use super::{Deed, Invited, act, check, fields, invited_page, line, path_of, refused};
use crate::access::{Actor, Allow, ManageAccounts, Role};
use crate::store::account::people::NewPerson;
use crate::web::input::Posted;
use crate::web::pages::account::{Form, PeoplePage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Roles that administrators give.
const ROLES: [Role; 4] = [
    Role::Manager,
    Role::Analyst,
    Role::Drafter,
    Role::Administrator,
];

/// `GET /{lang}/accounts`.
pub async fn list(allow: Allow<ManageAccounts>, visit: Visit) -> Result<HttpResponse, Problem> {
    let (typed, errors) = (Invited::default(), ValidationErrors::new());
    page(&allow, &visit, StatusCode::OK, &typed, &errors).await
}

/// `POST /{lang}/accounts`: invites somebody of the staff to the administrator's own round.
pub async fn invite(
    allow: Allow<ManageAccounts>,
    visit: Visit,
    Posted(mut typed): Posted<Invited>,
) -> Result<HttpResponse, Problem> {
    typed.handover = "beside".to_owned();
    let failed = StatusCode::UNPROCESSABLE_ENTITY;
    let role = match check(&typed, &ROLES) {
        Ok(role) => role,
        Err(errors) => return page(&allow, &visit, failed, &typed, &errors).await,
    };
    let Some(session) = visit.session.clone() else {
        return Err(Problem::SignIn { back: None });
    };
    let new = NewPerson {
        name: typed.name.clone(),
        email_address: Some(typed.address.clone()),
        role,
        respondent: None,
        round: session.person().round.clone(),
    };
    let (state, own) = (visit.state.clone(), allow.clone());
    let done = web::block(move || state.store.invite(&own, new, state.clock.now())).await?;
    match done {
        Ok(invitation) => invited_page(&visit, invitation, "invitation", "/accounts"),
        Err(error) => {
            let errors = refused(error)?;
            page(&allow, &visit, failed, &typed, &errors).await
        }
    }
}

/// `POST /{lang}/accounts/{account}`: does something to an account.
pub async fn change(
    allow: Allow<ManageAccounts>,
    visit: Visit,
    path: web::Path<(String, String)>,
    Posted(deed): Posted<Deed>,
) -> Result<HttpResponse, Problem> {
    let person = path.1.parse().map_err(|_other| Problem::NotFound)?;
    let link = path_of(&deed);
    match act(allow, &visit, person, deed).await? {
        Some(invitation) => invited_page(&visit, invitation, link, "/accounts"),
        None => Ok(go_to(&visit.to("/accounts"))),
    }
}

async fn page(
    allow: &Allow<ManageAccounts>,
    visit: &Visit,
    status: StatusCode,
    typed: &Invited,
    errors: &ValidationErrors,
) -> Result<HttpResponse, Problem> {
    let (state, own) = (visit.state.clone(), allow.clone());
    let (accounts, waiting) = web::block(move || {
        let waiting = state.store.waiting_re_enrolments(&own)?;
        Ok::<_, Problem>((state.store.people(&own)?, waiting))
    })
    .await??;
    let words = visit.words;
    let mut page = visit
        .page(words.text("accounts-title"))
        .with_back(visit.to(""), words.text("home-title"));
    let own = match allow.who() {
        Actor::Person(person) => person.id,
        Actor::Operator => 0,
    };
    let form = Form {
        action: page.to("/accounts"),
        fields: fields(visit, &ROLES, typed, false, errors),
        button: words.text("others-invite").into_owned(),
        wrong: String::new(),
    };
    page.has_errors = form.has_errors();
    let people = accounts.iter();
    let page = PeoplePage {
        people: people
            .map(|account| line(visit, account, waiting.get(&account.person.id), own))
            .collect(),
        sends_letters: visit.state.store.sends_letters(),
        base: page.to("/accounts"),
        readers: page.to("/accounts/readers"),
        form,
        page,
    };
    answer(status, &page)
}
