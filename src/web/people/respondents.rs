//! For officers: who replies for each State; inviting, replacing and suspending them.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use validator::ValidationErrors;

use super::{Deed, Invited, act, check, fields, handover, invited_page, line, path_of, refused};
use crate::access::{Actor, Allow, ManageRespondents, Role};
use crate::form::name::Code;
use crate::round::Respondent;
use crate::store::account::people::{Account, NewPerson};
use crate::text::sort_by_name;
use crate::web::input::Posted;
use crate::web::pages::account::{Form, PeoplePage, StateLine, StatesPage};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Roles that officers give.
const ROLES: [Role; 3] = [Role::FocalPoint, Role::ClearingOfficial, Role::Mission];

/// `GET /{lang}/people`: the States, and who leads their replies.
pub async fn list(allow: Allow<ManageRespondents>, visit: Visit) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let (respondents, accounts) = web::block(move || {
        let round = &allow.scope().round;
        let respondents = state.store.respondents(round)?;
        Ok::<_, Problem>((respondents, state.store.respondents_people(&allow)?))
    })
    .await??;
    let mut leads: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    for account in &accounts {
        let person = &account.person;
        if let (Role::FocalPoint, None, Some(code)) =
            (person.role, account.suspended, &person.respondent)
        {
            leads
                .entry(code.clone())
                .or_default()
                .push(person.name.clone());
        }
    }
    let mut states: Vec<_> = respondents
        .iter()
        .map(|respondent| StateLine {
            address: visit.to(&format!("/people/{}", respondent.code)),
            leads: leads.get(&respondent.code).cloned().unwrap_or_default(),
            name: name(respondent),
        })
        .collect();
    sort_by_name(visit.language, &mut states, |state| &state.name);
    let page = StatesPage {
        page: visit
            .page(visit.words.text("others-title"))
            .with_back(visit.to(""), visit.words.text("home-title")),
        sends_letters: visit.state.store.sends_letters(),
        states,
    };
    answer(StatusCode::OK, &page)
}

/// `GET /{lang}/people/{respondent}`: the people of one State.
pub async fn show(
    allow: Allow<ManageRespondents>,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let shown = look(&allow, &visit, &path.1).await?;
    page(
        &allow,
        &visit,
        shown,
        StatusCode::OK,
        &Invited::default(),
        &ValidationErrors::new(),
    )
}

/// `POST /{lang}/people/{respondent}`: invites somebody.
pub async fn invite(
    allow: Allow<ManageRespondents>,
    visit: Visit,
    path: web::Path<(String, String)>,
    Posted(mut typed): Posted<Invited>,
) -> Result<HttpResponse, Problem> {
    let shown = look(&allow, &visit, &path.1).await?;
    let before = shown.lead().map(|account| account.person.id);
    let succeeds = before.filter(|_| typed.role == Role::FocalPoint.code());
    if succeeds.is_none() {
        typed.handover = "beside".to_owned();
    }
    let failed = StatusCode::UNPROCESSABLE_ENTITY;
    let role = match check(&typed, &ROLES) {
        Ok(role) => role,
        Err(errors) => return page(&allow, &visit, shown, failed, &typed, &errors),
    };
    let new = NewPerson {
        name: typed.name.clone(),
        email_address: Some(typed.address.clone()),
        role,
        respondent: Some(shown.respondent.code.clone()),
        round: allow.scope().round.clone(),
    };
    let predecessor = succeeds.zip(handover(&typed.handover).flatten());
    let (state, own) = (visit.state.clone(), allow.clone());
    let done = web::block(move || {
        let now = state.clock.now();
        state.store.invite_in_place_of(&own, new, predecessor, now)
    })
    .await?;
    match done {
        Ok(invitation) => {
            let back = format!("/people/{}", shown.respondent.code);
            invited_page(&visit, invitation, "invitation", &back)
        }
        Err(error) => {
            let errors = refused(error)?;
            page(&allow, &visit, shown, failed, &typed, &errors)
        }
    }
}

/// `POST /{lang}/people/{respondent}/{account}`: does something to an account of the State.
pub async fn change(
    allow: Allow<ManageRespondents>,
    visit: Visit,
    path: web::Path<(String, String, String)>,
    Posted(deed): Posted<Deed>,
) -> Result<HttpResponse, Problem> {
    let shown = look(&allow, &visit, &path.1).await?;
    let person = path.2.parse().map_err(|_other| Problem::NotFound)?;
    // Looked up through the State of the path.
    if !shown
        .accounts
        .iter()
        .any(|account| account.person.id == person)
    {
        return Err(Problem::NotFound);
    }
    let (link, back) = (path_of(&deed), format!("/people/{}", shown.respondent.code));
    match act(allow, &visit, person, deed).await? {
        Some(invitation) => invited_page(&visit, invitation, link, &back),
        None => Ok(go_to(&visit.to(&back))),
    }
}

/// A State, and the accounts of it that are the officer's to manage.
struct Shown {
    respondent: Respondent,
    accounts: Vec<Account>,
    waiting: BTreeMap<i64, crate::store::account::re_enrolment::Waiting>,
}

impl Shown {
    /// The one who leads the reply now.
    fn lead(&self) -> Option<&Account> {
        self.accounts
            .iter()
            .find(|account| account.person.role == Role::FocalPoint && account.suspended.is_none())
    }
}

async fn look(
    allow: &Allow<ManageRespondents>,
    visit: &Visit,
    code: &str,
) -> Result<Shown, Problem> {
    let code = Code::parse(code).map_err(|_other| Problem::NotFound)?;
    let (state, allow) = (visit.state.clone(), allow.clone());
    web::block(move || {
        let round = &allow.scope().round;
        let mut respondents = state.store.respondents(round)?.into_iter();
        let respondent = respondents.find(|respondent| respondent.code == code);
        let mut accounts = state.store.respondents_people(&allow)?;
        accounts.retain(|account| account.person.respondent.as_ref() == Some(&code));
        Ok(Shown {
            respondent: respondent.ok_or(Problem::NotFound)?,
            waiting: state.store.waiting_re_enrolments(&allow)?,
            accounts,
        })
    })
    .await?
}

fn name(respondent: &Respondent) -> String {
    let name = respondent.facts.get("name_en").map(String::as_str);
    name.unwrap_or(respondent.code.as_str()).to_owned()
}

fn page(
    allow: &Allow<ManageRespondents>,
    visit: &Visit,
    shown: Shown,
    status: StatusCode,
    typed: &Invited,
    errors: &ValidationErrors,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let page = visit.page(name(&shown.respondent));
    let back = page.to("/people");
    let mut page = page.with_back(back, words.text("others-title"));
    let own = match allow.who() {
        Actor::Person(person) => person.id,
        Actor::Operator => 0,
    };
    let action = page.to(&format!("/people/{}", shown.respondent.code));
    let form = Form {
        fields: fields(visit, &ROLES, typed, shown.lead().is_some(), errors),
        button: words.text("others-invite").into_owned(),
        wrong: String::new(),
        action: action.clone(),
    };
    page.has_errors = form.has_errors();
    let people = shown.accounts.iter();
    let page = PeoplePage {
        readers: String::new(),
        people: people
            .map(|account| line(visit, account, shown.waiting.get(&account.person.id), own))
            .collect(),
        sends_letters: visit.state.store.sends_letters(),
        base: action,
        form,
        page,
    };
    answer(status, &page)
}
