//! Accounts: proving who one is, signing in, invitations, letters.

mod confirm;
mod factors;
mod invitations;
mod journey;
mod letters;
mod people;
mod tokens;

use para11::access::{Allow, Delegate, ManageRespondents, OwnReply, Role, operator};
use para11::store::people::NewPerson;

use crate::support::store::{code, whole};

/// A person of the round `2026` who is to be invited.
pub(crate) fn invited(role: Role, respondent: &str, address: &str) -> NewPerson {
    NewPerson {
        name: format!("{} {respondent}", role.code()),
        email_address: Some(address.to_owned()),
        role,
        respondent: role.is_of_a_state().then(|| code(respondent)),
        round: code("2026"),
    }
}

/// Leave of the Secretariat for those who reply.
pub(crate) fn respondents() -> Allow<ManageRespondents> {
    operator(whole())
}

/// Leave of the focal point of a State.
pub(crate) fn delegate(respondent: &str) -> Allow<Delegate> {
    operator(OwnReply::whole(code("2026"), code(respondent)))
}
