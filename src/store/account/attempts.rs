//! Failed attempts, counted in the database so that several instances count together: who fails waits longer each time.
//!
//! Nobody is ever locked out. Three counts stand side by side: of one client at one account, of one account, of one client. The first
//! grows fast. The second is short, so that strangers cannot keep the owner away, and does not hold for a client that signed in to this
//! very account before. The third is lenient, since a ministry may share one address.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::sessions::moved;
use crate::store::connection::DbConnection;
use crate::store::dialect::on_each_backend;
use crate::store::schema::attempts;
use crate::store::{StoreError, sha256};

/// After how long without an attempt failures are forgotten.
const FORGET: Duration = Duration::hours(1);
/// For how long a client that signed in to an account is known there.
const KNOWN: Duration = Duration::days(90);

/// What was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Tried {
    /// A passphrase.
    Passphrase,
    /// A code of a second factor.
    Code,
    /// The code that goes with an invitation.
    ToldCode,
    /// To have a letter sent.
    Letter,
    /// To sign in with the identity provider.
    Provider,
}

impl Tried {
    const fn code(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Code => "code",
            Self::ToldCode => "told_code",
            Self::Letter => "letter",
            Self::Provider => "provider",
        }
    }
}

/// How many failures are free, and how many seconds the wait grows to.
#[derive(Clone, Copy)]
struct Rule {
    free: i64,
    longest: i64,
}

const PAIR: Rule = Rule {
    free: 4,
    longest: 300,
};
const ACCOUNT: Rule = Rule {
    free: 20,
    longest: 10,
};
const CLIENT: Rule = Rule {
    free: 60,
    longest: 60,
};

/// Letters fill somebody's box, so few are sent; nobody is kept away by waiting for the next.
const LETTERS: Rule = Rule {
    free: 3,
    longest: 1800,
};

impl Rule {
    /// Seconds to wait after so many failures: none, then one, and twice as many each time.
    fn delay(self, failures: i64) -> i64 {
        let Ok(beyond) = u32::try_from(failures - self.free) else {
            return 0;
        };
        let doubled = 2_i64.checked_pow(beyond.saturating_sub(1));
        let delay = if beyond == 0 {
            0
        } else {
            doubled.unwrap_or(self.longest)
        };
        delay.min(self.longest)
    }
}

/// An attempt by a client at an account, which is named by anything that stands for it: a digest of the typed address, a number.
pub(in crate::store) struct Attempt {
    pair: String,
    account: String,
    client: String,
    rule: Rule,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = attempts)]
struct Row {
    failures: i64,
    last: NaiveDateTime,
    succeeded: Option<NaiveDateTime>,
}

impl Attempt {
    pub(in crate::store) fn new(tried: Tried, account: &str, client: &str) -> Self {
        let rule = match tried {
            Tried::Letter => LETTERS,
            Tried::Passphrase | Tried::Code | Tried::ToldCode | Tried::Provider => ACCOUNT,
        };
        let tried = tried.code();
        let key = |words: &str| format!("{tried}:{}", sha256(words));
        Self {
            pair: key(&format!("pair\n{account}\n{client}")),
            account: key(&format!("account\n{account}")),
            client: key(&format!("client\n{client}")),
            rule,
        }
    }

    /// Counts the attempt as failed before it is looked at, so that many at once count as many. Or says for how many seconds to wait.
    pub(in crate::store) fn admit(
        &self,
        conn: &mut DbConnection,
        at: NaiveDateTime,
    ) -> Result<Option<i64>, StoreError> {
        // Always in the same order, so that two attempts never wait for each other.
        let mut keys = [&self.pair, &self.account, &self.client];
        keys.sort();
        for key in keys {
            touch(conn, key, at)?;
        }
        let pair = row(conn, &self.pair)?;
        let known = pair
            .succeeded
            .is_some_and(|succeeded| at < moved(succeeded, KNOWN));
        let mut rules = vec![(&self.pair, PAIR)];
        if !known {
            rules.extend([(&self.account, self.rule), (&self.client, CLIENT)]);
        }
        let mut wait = 0;
        for (key, rule) in &rules {
            let Row { failures, last, .. } = row(conn, key)?;
            let since = at.signed_duration_since(last);
            // A clock that was set back must not make anybody wait until it is there again.
            if since >= Duration::zero() && since < FORGET {
                wait = wait.max(rule.delay(failures) - since.num_seconds());
            }
        }
        if wait > 0 {
            return Ok(Some(wait));
        }
        for key in [&self.pair, &self.account, &self.client] {
            let Row { failures, last, .. } = row(conn, key)?;
            let since = at.signed_duration_since(last);
            let before = if since < FORGET { failures } else { 0 };
            diesel::update(attempts::table.find(key))
                .set((attempts::failures.eq(before + 1), attempts::last.eq(at)))
                .execute(conn)?;
        }
        Ok(None)
    }

    /// Takes the failure back: it was none. The client is known at this account from now on.
    pub(in crate::store) fn succeeded(
        &self,
        conn: &mut DbConnection,
        at: NaiveDateTime,
    ) -> Result<(), StoreError> {
        diesel::update(attempts::table.find(&self.pair))
            .set((attempts::failures.eq(0), attempts::succeeded.eq(at)))
            .execute(conn)?;
        for key in [&self.account, &self.client] {
            let counted = attempts::table.find(key).filter(attempts::failures.gt(0));
            diesel::update(counted)
                .set(attempts::failures.eq(attempts::failures - 1))
                .execute(conn)?;
        }
        Ok(())
    }
}

/// Makes the row if it is missing, and locks it until the transaction ends.
fn touch(conn: &mut DbConnection, key: &str, at: NaiveDateTime) -> Result<(), StoreError> {
    on_each_backend!(conn, |inner| diesel::insert_into(attempts::table)
        .values((
            attempts::key.eq(key),
            attempts::failures.eq(0_i64),
            attempts::last.eq(at),
        ))
        .on_conflict(attempts::key)
        .do_update()
        .set(attempts::key.eq(key))
        .execute(inner))?;
    Ok(())
}

fn row(conn: &mut DbConnection, key: &str) -> Result<Row, StoreError> {
    Ok(attempts::table
        .find(key)
        .select(Row::as_select())
        .first(conn)?)
}

/// Forgets what is long over. How many rows.
pub(in crate::store) fn sweep(
    conn: &mut DbConnection,
    at: NaiveDateTime,
) -> Result<usize, StoreError> {
    let old = attempts::table.filter(attempts::last.lt(moved(at, -KNOWN)));
    Ok(diesel::delete(old).execute(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_none_then_double_up_to_their_limit() {
        let waits: Vec<i64> = (0..=8).map(|failures| PAIR.delay(failures)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8]);
        assert_eq!(PAIR.delay(1_000_000), PAIR.longest);
        assert_eq!(ACCOUNT.delay(1_000_000), ACCOUNT.longest);
    }
}
