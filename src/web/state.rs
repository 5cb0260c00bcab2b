//! What every request may use: the store, the settings of the service, the clock.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::client::Proxies;
use super::figures::results::Kept;
use super::forms::Forms;
use super::language::Offered;
use super::releases::Audits;
use super::respond::kept::Replies;
use crate::config::address::PublicUrl;
use crate::keys::Keys;
use crate::keys::passphrase::Passphrases;
use crate::oidc::Provider;
use crate::store::Store;
use crate::store::reply::files::Files;

/// What every request may use. Made once, before the workers start.
#[derive(Debug)]
pub struct AppState {
    /// The door to the database. Its functions block: call them inside [`actix_web::web::block`].
    pub store: Store,
    /// Documents. Its functions block too.
    pub files: Files,
    /// What seals and signs.
    pub keys: Arc<Keys>,
    /// Hashes passphrases, a few at a time.
    pub passphrases: Arc<Passphrases>,
    /// The identity provider that people may sign in with, if there is one.
    pub provider: Option<Arc<Provider>>,
    /// Questionnaires of rounds.
    pub forms: Forms,
    /// Replies that were checked.
    pub replies: Replies,
    /// Results of rounds.
    pub results: Kept,
    /// Audits of releases that go on.
    pub audits: Audits,
    /// Where people reach the service.
    pub public_url: PublicUrl,
    /// Reverse proxies before the service.
    pub proxies: Proxies,
    /// Name of the institution that asks; may be empty.
    pub institution: String,
    /// Where people turn for help; may be empty.
    pub contact: String,
    /// Languages of pages.
    pub offered: Offered,
    /// How long to wait for slow senders.
    pub patience: Patience,
    /// What time it is.
    pub clock: Clock,
}

/// Tells the time. A test stops it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// A clock that asks this function.
    pub fn new(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// How long to wait for the body of a request. A flat limit would turn away people with slow lines, so time is earned by sending.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Given to everybody.
    pub grace: Duration,
    /// Given for each KiB that has arrived.
    pub per_kib: Duration,
    /// Never longer than this.
    pub longest: Duration,
}

impl Default for Patience {
    /// 30 seconds and 15 more for each KiB, at most half an hour: 64 kbit/s needs a hundredth of it.
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(30),
            per_kib: Duration::from_secs(15),
            longest: Duration::from_secs(30 * 60),
        }
    }
}
