//! Accounts of others: for officers those who reply, for administrators everybody.

pub mod accounts;
pub mod readers;
pub mod respondents;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use validator::{Validate, ValidationErrors};

use super::input::{Fields, Pairs};
use super::pages::account::{Choice, Field, FieldKind, InvitedPage, PersonLine};
use super::pages::answer;
use super::problem::Problem;
use super::visit::Visit;
use crate::access::{Person, Role};
use crate::store::StoreError;
use crate::store::account::invitations::{Handover, Invitation, Invite};
use crate::store::account::people::Account;

/// A person to be invited, as typed.
#[derive(Clone, Debug, Default, Validate)]
pub struct Invited {
    #[validate(length(min = 1, max = 200, code = "others-name-missing"))]
    name: String,
    #[validate(email(code = "others-address-wrong"))]
    address: String,
    role: String,
    /// Whose place is taken, and when that one goes; empty for nobody's.
    #[validate(custom(function = "is_handover"))]
    handover: String,
}

fn is_handover(word: &str) -> Result<(), validator::ValidationError> {
    if handover(word).is_some() {
        return Ok(());
    }
    Err(validator::ValidationError::new("others-handover-missing"))
}

/// What the choice means: `None` is no answer, `Some(None)` beside the one who is there.
fn handover(word: &str) -> Option<Option<Handover>> {
    match word {
        "accepted" => Some(Some(Handover::AtAcceptance)),
        "now" => Some(Some(Handover::Now)),
        "beside" => Some(None),
        _ => None,
    }
}

impl Fields for Invited {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let text = |name| pairs.first(name).unwrap_or_default().trim().to_owned();
        Ok(Self {
            name: text("name"),
            address: text("address"),
            role: text("role"),
            handover: text("handover"),
        })
    }
}

/// Something to do to an account.
#[derive(Clone, Debug)]
pub enum Deed {
    /// End its right to sign in.
    Suspend,
    /// End its sessions.
    EndSessions,
    /// Send a new invitation.
    InviteAgain,
    /// Ask that it may enrol anew.
    AskReEnrolment {
        /// Why.
        reason: String,
    },
    /// Agree to that.
    AgreeReEnrolment,
}

impl Fields for Deed {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        match pairs.first("deed") {
            Some("suspend") => Ok(Self::Suspend),
            Some("end-sessions") => Ok(Self::EndSessions),
            Some("invite-again") => Ok(Self::InviteAgain),
            Some("ask") => Ok(Self::AskReEnrolment {
                reason: pairs.first("reason").unwrap_or_default().to_owned(),
            }),
            Some("agree") => Ok(Self::AgreeReEnrolment),
            _ => Err(Problem::Unreadable),
        }
    }
}

/// Does it. An invitation, if one came of it: its code is shown once.
async fn act<A: Invite>(
    allow: crate::access::Allow<A>,
    visit: &Visit,
    person: i64,
    deed: Deed,
) -> Result<Option<Invitation>, Problem> {
    let state = visit.state.clone();
    let done = web::block(move || {
        let now = state.clock.now();
        let store = &state.store;
        match deed {
            Deed::Suspend => match store.suspend(&allow, person, now)? {
                true => Ok(None),
                false => Err(StoreError::NoAccount(person)),
            },
            Deed::EndSessions => store.end_sessions(&allow, person, now).map(|_count| None),
            Deed::InviteAgain => store.invite_again(&allow, person, now).map(Some),
            Deed::AskReEnrolment { reason } => store
                .ask_re_enrolment(&allow, person, &reason, now)
                .map(|()| None),
            Deed::AgreeReEnrolment => store.agree_re_enrolment(&allow, person, now).map(Some),
        }
    })
    .await?;
    Ok(done?)
}

/// The page after an invitation: what was sent, or the link where nothing is, and the code, this once.
fn invited_page(
    visit: &Visit,
    invitation: Invitation,
    path: &str,
    back: &str,
) -> Result<HttpResponse, Problem> {
    let words = visit.words;
    let page = visit.page(words.text("invited-title"));
    let back = page.to(back);
    let page = page.with_back(back, words.text("others-title"));
    let link = format!(
        "{}{}",
        visit.state.public_url,
        page.to(&format!("/{path}/{}", invitation.token.as_str()))
    );
    let page = InvitedPage {
        page,
        name: invitation.person.name,
        link: if invitation.letter {
            String::new()
        } else {
            link
        },
        code: invitation.code.unwrap_or_default(),
    };
    answer(StatusCode::OK, &page)
}

/// Where the link of an invitation leads after a deed.
const fn path_of(deed: &Deed) -> &'static str {
    match deed {
        Deed::AgreeReEnrolment => "enrolment",
        Deed::Suspend | Deed::EndSessions | Deed::InviteAgain | Deed::AskReEnrolment { .. } => {
            "invitation"
        }
    }
}

/// The fields of the form that invites, with what was typed and what is wrong with it.
fn fields(
    visit: &Visit,
    roles: &[Role],
    typed: &Invited,
    has_predecessor: bool,
    errors: &ValidationErrors,
) -> Vec<Field> {
    let words = visit.words;
    let errors = errors.field_errors();
    let wrong = |field: &str| {
        let found = errors.get(field)?.first()?;
        Some(words.text(&found.code).into_owned())
    };
    let name = FieldKind::Line {
        value: typed.name.clone(),
        filled: "off",
    };
    let address = FieldKind::Address {
        value: typed.address.clone(),
    };
    let choices = roles.iter().map(|role| Choice {
        value: role.code().to_owned(),
        label: visit.role(*role),
        checked: typed.role == role.code(),
    });
    let mut fields = vec![
        Field::new("name", words.text("others-name"), name).with_wrong(wrong("name")),
        Field::new("address", words.text("account-address"), address).with_wrong(wrong("address")),
        Field::new(
            "role",
            words.text("others-role"),
            FieldKind::Choice(choices.collect()),
        )
        .with_wrong(wrong("role")),
    ];
    if has_predecessor {
        let choice = |value: &str, label| Choice {
            value: value.to_owned(),
            label,
            checked: typed.handover == value,
        };
        let choices = vec![
            choice(
                "accepted",
                words.text("others-handover-accepted").into_owned(),
            ),
            choice("now", words.text("others-handover-now").into_owned()),
            choice("beside", words.text("others-handover-beside").into_owned()),
        ];
        let field = Field::new(
            "handover",
            words.text("others-handover"),
            FieldKind::Choice(choices),
        );
        fields.push(
            field
                .with_hint(words.text("others-handover-hint"))
                .with_wrong(wrong("handover")),
        );
    }
    fields
}

/// What was typed wrong, by field; the role must be one of these.
fn check(typed: &Invited, roles: &[Role]) -> Result<Role, ValidationErrors> {
    let mut errors = typed.validate().err().unwrap_or_default();
    let role = Role::find(&typed.role).filter(|role| roles.contains(role));
    if role.is_none() {
        errors.add(
            "role",
            validator::ValidationError::new("others-role-missing"),
        );
    }
    match role {
        Some(role) if errors.is_empty() => Ok(role),
        _ => Err(errors),
    }
}

/// What keeps an invitation from being made, where the person at the keyboard can mend it.
fn refused(error: StoreError) -> Result<ValidationErrors, Problem> {
    let mut errors = ValidationErrors::new();
    let code = match error {
        StoreError::AddressTaken => "others-address-taken",
        StoreError::NotAnAddress => "others-address-wrong",
        other => return Err(other.into()),
    };
    errors.add("address", validator::ValidationError::new(code));
    Ok(errors)
}

/// An account in words, with what can be done to it.
fn line(
    visit: &Visit,
    account: &Account,
    waiting: Option<&crate::store::account::re_enrolment::Waiting>,
    own: i64,
) -> PersonLine {
    let Person { id, name, role, .. } = &account.person;
    let words = visit.words;
    let state = if account.suspended.is_some() {
        words.text("others-suspended")
    } else if account.enrolled {
        words.text("others-enrolled")
    } else {
        words.text("others-invited")
    };
    PersonLine {
        id: *id,
        name: name.clone(),
        address: account.email_address.clone().unwrap_or_default(),
        role: visit.role(*role),
        state: state.into_owned(),
        trouble: account.trouble.map_or_else(String::new, |trouble| {
            words
                .attribute("others-trouble", trouble.code())
                .into_owned()
        }),
        suspended: account.suspended.is_some(),
        enrolled: account.enrolled,
        reason: waiting.map(|waiting| waiting.reason.clone()),
        may_agree: waiting.is_some_and(|waiting| waiting.asked_by.is_some_and(|by| by != own)),
        is_self: *id == own,
    }
}
