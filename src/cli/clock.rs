//! The clock of the machine: only commands ask it, everything below is told the time.

use chrono::{DateTime, Utc};

/// The time now.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the clock"
)]
pub(super) fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}
