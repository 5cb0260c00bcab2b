//! Inviting people of the own State: contributors, and the official who clears the reply.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use validator::{Validate, ValidationErrors};

use super::open::OpenReply;
use crate::access::{Allow, InviteColleagues, Role};
use crate::store::StoreError;
use crate::store::account::invitations::Invitation;
use crate::store::account::people::NewPerson;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::answer;
use crate::web::pages::people::{InvitePage, InvitedPage};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Somebody to be invited.
#[derive(Clone, Debug, Default, Validate)]
pub struct Wish {
    #[validate(length(min = 1, max = 200))]
    name: String,
    #[validate(email, length(max = 254))]
    email: String,
    #[validate(length(max = 200))]
    authority: String,
    /// Code of the role, of those that can be given here.
    #[validate(length(min = 1))]
    role: String,
}

impl Wish {
    fn role(&self) -> Option<Role> {
        [Role::Contributor, Role::ClearingOfficial]
            .into_iter()
            .find(|role| role.code() == self.role)
    }
}

impl Fields for Wish {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let first = |name| pairs.first(name).unwrap_or_default().trim().to_owned();
        let wish = Self {
            name: first("name"),
            email: first("email"),
            authority: first("authority"),
            role: first("role"),
        };
        if wish.role.is_empty() || wish.role().is_some() {
            Ok(wish)
        } else {
            Err(Problem::Unreadable)
        }
    }
}

/// What has to be mended: a field, and the key of the words.
type Mistakes = Vec<(&'static str, &'static str)>;

fn mistakes(checked: &ValidationErrors) -> Mistakes {
    let wrong = checked.field_errors();
    let all = [
        ("role", "invite-role-wrong"),
        ("name", "invite-name-wrong"),
        ("email", "invite-email-wrong"),
        ("authority", "invite-authority-wrong"),
    ];
    all.into_iter()
        .filter(|(field, _)| wrong.contains_key(*field))
        .collect()
}

/// `GET /{lang}/reply/people/invite`.
pub async fn ask(_allow: Allow<InviteColleagues>, visit: Visit) -> Result<HttpResponse, Problem> {
    let page = page(&visit, Wish::default(), Vec::new()).await?;
    answer(StatusCode::OK, &page)
}

/// `POST /{lang}/reply/people/invite`: makes the account and sends the letter; where no letters are sent, shows the link once.
pub async fn invite(
    allow: Allow<InviteColleagues>,
    visit: Visit,
    Posted(wish): Posted<Wish>,
) -> Result<HttpResponse, Problem> {
    let (Ok(()), Some(role)) = (wish.validate(), wish.role()) else {
        let wrong = wish.validate().err();
        let wrong = wrong.map(|wrong| mistakes(&wrong)).unwrap_or_default();
        let page = page(&visit, wish, wrong).await?;
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let scope = allow.scope().clone();
    let new = NewPerson {
        name: wish.name.clone(),
        email_address: Some(wish.email.clone()),
        role,
        respondent: Some(scope.respondent),
        round: scope.round,
    };
    let (state, authority) = (visit.state.clone(), wish.authority.clone());
    let done = web::block(move || {
        let invited = state.store.invite(&allow, new, state.clock.now())?;
        if role == Role::Contributor && !authority.is_empty() {
            let person = invited.person.id;
            state.store.set_authority(&allow, person, authority)?;
        }
        Ok(invited)
    });
    let wrong = match done.await? {
        Ok(invited) => return answer(StatusCode::OK, &invited_page(&visit, &wish, &invited)),
        Err(StoreError::NotAnAddress) => ("email", "invite-email-wrong"),
        Err(StoreError::AddressTaken) => ("email", "invite-email-taken"),
        Err(other) => return Err(other.into()),
    };
    let page = page(&visit, wish, vec![wrong]).await?;
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(visit: &Visit, wish: Wish, wrong: Mistakes) -> Result<InvitePage, Problem> {
    let open = OpenReply::of(visit).await?;
    let texts = open.texts(visit.language);
    let mut page = visit
        .page(visit.words.text("invite-title"))
        .with_back(visit.to("/reply/people"), visit.words.text("people-back"));
    page.notice = texts.notice().unwrap_or_default().into_owned();
    page.has_errors = !wrong.is_empty();
    Ok(InvitePage {
        page,
        name: wish.name,
        email: wish.email,
        authority: wish.authority,
        role: wish.role,
        wrong: wrong
            .into_iter()
            .map(|(field, key)| (field, visit.words.text(key).into_owned()))
            .collect(),
    })
}

fn invited_page(visit: &Visit, wish: &Wish, invited: &Invitation) -> InvitedPage {
    let words = visit.words;
    let args = [
        ("name", (&wish.name).into()),
        ("address", (&wish.email).into()),
    ];
    let (said, link) = if invited.letter {
        (words.with("invite-letter", &args), String::new())
    } else {
        let link = visit.to(&format!("/invitation/{}", invited.token.as_str()));
        let link = format!("{}{link}", visit.state.public_url);
        (words.with("invite-by-hand", &args), link)
    };
    InvitedPage {
        page: visit
            .page(words.text("invite-done"))
            .with_back(visit.to("/reply/people"), words.text("people-back")),
        said: said.into_owned(),
        link,
    }
}
