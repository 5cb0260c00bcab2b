//! Accounts: proving who one is, signing in, invitations, letters.

mod confirm;
mod factors;
mod invitations;
pub(crate) mod journey;
mod letters;
#[cfg(feature = "oidc")]
mod oidc;
mod people;
mod smtp;
mod tokens;

use std::sync::Arc;

use para11::access::{
    Allow, InviteColleagues, ManageRespondents, OwnReply, Role, operator, permit,
};
use para11::keys::Keys;
use para11::keys::passphrase::Passphrases;
use para11::oidc::{Identity, Strength};
use para11::store::Store;
use para11::store::account::credentials::{Desk, Proved};
use para11::store::account::people::NewPerson;
use para11::store::account::sessions::Purpose;
use para11::text::Language;

use crate::support::store::{accounts, at, code, whole};

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
pub(crate) fn delegate(respondent: &str) -> Allow<InviteColleagues> {
    operator(OwnReply::whole(code("2026"), code(respondent)))
}

/// Puts a row into every table of accounts.
pub(crate) fn fill(store: &Store) {
    let folder = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::open(&folder.path().join("keys")).unwrap());
    let passphrases = Passphrases::with(64, 1).unwrap();
    store.queue_letters(Arc::clone(&keys));
    let desk = Desk {
        keys: &keys,
        passphrases: &passphrases,
        client: "198.51.100.1",
        agent: "a browser",
        language: Language::English,
    };
    let new = invited(Role::Analyst, "AUT", "ana@example.org");
    let invitation = store.invite(&accounts(), new, at(0)).unwrap();
    let opened = store.open_link(&desk, &invitation.token, Purpose::Invitation, "", at(1));
    let Proved::Right(Some(session)) = opened.unwrap() else {
        panic!("the invitation opened nothing");
    };
    let chosen = store.choose_passphrase(&desk, &session, journey::PASSPHRASE, at(2));
    assert!(chosen.unwrap());
    let enrolling = store.enrolling(&desk, &session, at(3)).unwrap().unwrap();
    let seconds = u64::try_from(at(3).timestamp()).unwrap();
    let code = enrolling.seed.unwrap().code(seconds).unwrap();
    let done = store
        .finish_enrolment(&desk, &session, &code, at(3))
        .unwrap();
    assert!(matches!(done, Proved::Right(_)));
    let identity = Identity {
        issuer: "https://id.example.org".to_owned(),
        subject: "ana".to_owned(),
        proved: at(3),
        strength: Strength::OneFactor,
    };
    let allow = permit(&invitation.person).unwrap();
    store.link_identity(&allow, "", &identity, at(3)).unwrap();
    store
        .ask_provider("198.51.100.1", Language::English, None, at(3))
        .unwrap();
    let person = invitation.person.id;
    store
        .ask_re_enrolment(&accounts(), person, "note verbale", at(4))
        .unwrap();
}
