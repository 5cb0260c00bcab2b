//! The own account: proving who one is, passphrase, second factor, sessions.

pub mod change;
pub mod confirm;
pub mod own;

use actix_web::HttpRequest;

use super::client;
use super::state::AppState;
use super::visit::Visit;
use crate::store::account::credentials::Desk;
use crate::text::{Arg, Language};

/// From where a proof comes, kept while the store is asked on another thread.
#[derive(Clone, Debug)]
pub struct Source {
    client: String,
    agent: String,
    language: Language,
}

impl Source {
    /// Of this request.
    #[must_use]
    pub fn of(request: &HttpRequest, visit: &Visit) -> Self {
        Self {
            client: client::address(request, &visit.state),
            agent: client::agent(request),
            language: visit.language,
        }
    }

    /// What the store checks proofs with.
    #[must_use]
    pub fn desk<'a>(&'a self, state: &'a AppState) -> Desk<'a> {
        Desk {
            keys: &state.keys,
            passphrases: &state.passphrases,
            client: &self.client,
            agent: &self.agent,
            language: self.language,
        }
    }
}

/// What is said when there were too many attempts.
#[must_use]
pub fn wait(visit: &Visit, seconds: i64) -> String {
    let arguments = [("seconds", Arg::Number(seconds))];
    visit.words.with("account-wait", &arguments).into_owned()
}
