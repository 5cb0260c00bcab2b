//! Letters that wait to be sent.
//!
//! A letter is queued in the transaction of the act that it tells of, so that neither is there without the other, and is sent later by
//! whichever instance takes it first. No answer is ever in one. Its secret, a link that works once, is sealed while it waits and gone
//! once it is sent. Where no relay for electronic mail is configured nothing is queued: pages and commands say so.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::account::sessions::moved;
use super::account::token::Token;
use super::connection::DbConnection;
use super::schema::{letters, people};
use super::{Store, StoreError, stored};
use crate::keys::Keys;
use crate::text::Language;

/// How long one instance has to send a letter before another may try: longer than any relay is waited for.
const TAKEN: Duration = Duration::minutes(10);
/// How often sending is tried.
const MOST_TRIES: i64 = 14;
/// The first wait after a failure; each is twice the last, up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::minutes(1);
/// The longest wait after a failure. With it the last try is about two days after the first.
const LONGEST_WAIT: Duration = Duration::hours(6);
/// How long letters that were sent or given up are kept, without their secret.
const KEEP: Duration = Duration::days(90);

/// Why a letter was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The relay says that its address will never take it.
    Refused,
    /// It could not be handed over in two days.
    Unsent,
    /// Its secret was sealed with keys that are not there.
    Sealed,
    /// Its row cannot be read.
    Damaged,
}

impl Trouble {
    const ALL: [Self; 4] = [Self::Refused, Self::Unsent, Self::Sealed, Self::Damaged];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unsent => "unsent",
            Self::Sealed => "sealed",
            Self::Damaged => "damaged",
        }
    }
}

/// What a letter says: its words are `letter-…` in `locales/en/letters.ftl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// An account was made: a link to begin with.
    Invitation,
    /// A new passphrase was asked for: a link to choose it.
    Passphrase,
    /// Two officers let a person enrol anew: a link to begin with.
    Enrolment,
    /// The passphrase or the second factor was changed.
    AccessChanged,
    /// Somebody else leads the reply from now on.
    Succeeded,
    /// The reply was received.
    ReplyReceived,
    /// The Secretariat asked about answers.
    ClarificationAsked,
    /// It waits for the answer no longer.
    ClarificationClosed,
    /// The reply was opened for correction.
    ReplyReopened,
    /// It was not opened.
    CorrectionDeclined,
    /// The reply was validated.
    ReplyValidated,
    /// The scanner found something in a document that was attached before.
    DocumentInfected,
}

impl LetterKind {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Invitation,
        Self::Passphrase,
        Self::Enrolment,
        Self::AccessChanged,
        Self::Succeeded,
        Self::ReplyReceived,
        Self::ClarificationAsked,
        Self::ClarificationClosed,
        Self::ReplyReopened,
        Self::CorrectionDeclined,
        Self::ReplyValidated,
        Self::DocumentInfected,
    ];

    /// Its code, and the stem of its words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Passphrase => "passphrase",
            Self::Enrolment => "enrolment",
            Self::AccessChanged => "access-changed",
            Self::Succeeded => "succeeded",
            Self::ReplyReceived => "reply-received",
            Self::ClarificationAsked => "clarification-asked",
            Self::ClarificationClosed => "clarification-closed",
            Self::ReplyReopened => "reply-reopened",
            Self::CorrectionDeclined => "correction-declined",
            Self::ReplyValidated => "reply-validated",
            Self::DocumentInfected => "document-infected",
        }
    }

    /// The page it leads to, without the language; a secret stands at its end.
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation/",
            Self::Passphrase => "/passphrase/",
            Self::Enrolment => "/enrolment/",
            Self::AccessChanged | Self::Succeeded => "/sign-in",
            Self::ReplyReceived
            | Self::ClarificationAsked
            | Self::ClarificationClosed
            | Self::ReplyReopened
            | Self::CorrectionDeclined
            | Self::ReplyValidated
            | Self::DocumentInfected => "/reply",
        }
    }
}

/// A letter to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The account it is for; its letters are not sent any more once it is suspended. `None` for a letter about a suspension.
    pub person: Option<i64>,
    /// Where it goes.
    pub address: String,
    /// Language of its words.
    pub language: Language,
    /// What it says.
    pub kind: LetterKind,
    /// What its words name. Never an answer.
    pub arguments: BTreeMap<String, String>,
    /// What stands at the end of its link.
    pub secret: Option<Token>,
}

/// A letter that this instance is to send.
#[derive(Clone, Debug)]
pub struct TakenLetter {
    /// Its number.
    pub id: i64,
    /// The letter.
    pub letter: Letter,
    tries: i64,
}

/// The box that letters are put into, for use inside transactions.
#[derive(Clone)]
pub(super) struct Letters(Option<Arc<Keys>>);

impl Letters {
    /// Queues a letter. Whether it will be sent: not where no relay is configured.
    pub(super) fn queue(
        &self,
        conn: &mut DbConnection,
        letter: &Letter,
        at: NaiveDateTime,
    ) -> Result<bool, StoreError> {
        let Some(keys) = &self.0 else {
            return Ok(false);
        };
        let secret = letter.secret.as_ref();
        let sealed = secret
            .map(|secret| {
                keys.seal(
                    &place(letter.kind.code(), &letter.address),
                    secret.as_str().as_bytes(),
                )
            })
            .transpose()?;
        let arguments = serde_json::to_string(&letter.arguments)
            .map_err(|cause| StoreError::damaged("letter", cause))?;
        diesel::insert_into(letters::table)
            .values((
                letters::person.eq(letter.person),
                letters::address.eq(&letter.address),
                letters::language.eq(letter.language.code()),
                letters::kind.eq(letter.kind.code()),
                letters::arguments.eq(arguments),
                letters::secret.eq(sealed),
                letters::created.eq(at),
                letters::due.eq(at),
            ))
            .execute(conn)?;
        Ok(true)
    }
}

/// What a secret is sealed for.
pub(super) fn place(kind: &str, address: &str) -> String {
    format!("letter {kind} to {address}")
}

/// In which language a person is written to.
pub(super) fn language_of(conn: &mut DbConnection, person: i64) -> Result<Language, StoreError> {
    let code: String = people::table
        .find(person)
        .select(people::language)
        .first(conn)?;
    Ok(read_language(&code))
}

/// A language by its code; English where its texts are gone.
pub(super) fn read_language(code: &str) -> Language {
    Language::find(code).unwrap_or(Language::English)
}

/// Writes to a person in this language from now on.
pub(super) fn write_in(
    conn: &mut DbConnection,
    person: i64,
    language: Language,
) -> Result<(), StoreError> {
    let other = people::table
        .find(person)
        .filter(people::language.ne(language.code()));
    diesel::update(other)
        .set(people::language.eq(language.code()))
        .execute(conn)?;
    Ok(())
}

/// Of each account whose newest letter was given up, why.
pub(super) fn troubles(conn: &mut DbConnection) -> Result<BTreeMap<i64, Trouble>, StoreError> {
    let rows: Vec<(Option<i64>, Option<String>)> = letters::table
        .order(letters::id)
        .select((letters::person, letters::trouble))
        .load(conn)?;
    let newest: BTreeMap<i64, Option<String>> = rows
        .into_iter()
        .filter_map(|(person, trouble)| Some((person?, trouble)))
        .collect();
    let named = |code: String| Trouble::ALL.into_iter().find(|known| known.code() == code);
    let troubles = newest.into_iter();
    Ok(troubles
        .filter_map(|(person, trouble)| Some((person, named(trouble?)?)))
        .collect())
}

/// Drops the letters of an account that wait.
pub(super) fn drop_waiting(conn: &mut DbConnection, person: i64) -> Result<(), StoreError> {
    let waiting = letters::table
        .filter(letters::person.eq(person))
        .filter(letters::sent.is_null());
    diesel::delete(waiting).execute(conn)?;
    Ok(())
}

/// Drops what was sent or given up long ago. How many.
pub(super) fn sweep(conn: &mut DbConnection, at: NaiveDateTime) -> Result<usize, StoreError> {
    let over = letters::sent
        .is_not_null()
        .or(letters::given_up.is_not_null());
    let old = letters::table
        .filter(letters::created.lt(moved(at, -KEEP)))
        .filter(over);
    Ok(diesel::delete(old).execute(conn)?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = letters)]
struct Row {
    id: i64,
    person: Option<i64>,
    address: String,
    language: String,
    kind: String,
    arguments: String,
    secret: Option<Vec<u8>>,
    tries: i64,
}

impl Row {
    fn letter(self, keys: &Keys) -> Result<TakenLetter, StoreError> {
        let damaged = |why: &str| StoreError::damaged(format!("letter {}", self.id), why);
        let kind = LetterKind::ALL
            .into_iter()
            .find(|kind| kind.code() == self.kind)
            .ok_or_else(|| damaged("its kind is none"))?;
        let secret = match self.secret {
            Some(sealed) => {
                let plain = keys.unseal(&place(&self.kind, &self.address), &sealed)?;
                let text = String::from_utf8(plain).map_err(|_other| damaged("its secret"))?;
                Some(Token::parse(&text).ok_or_else(|| damaged("its secret is none"))?)
            }
            None => None,
        };
        let arguments = serde_json::from_str(&self.arguments)
            .map_err(|_unreadable| damaged("its arguments cannot be read"))?;
        Ok(TakenLetter {
            id: self.id,
            tries: self.tries,
            letter: Letter {
                person: self.person,
                address: self.address,
                language: read_language(&self.language),
                kind,
                arguments,
                secret,
            },
        })
    }
}

impl Store {
    /// Has letters queued from now on, their secrets sealed with these keys. Said once, at the start, where a relay is configured.
    pub fn queue_letters(&self, keys: Arc<Keys>) {
        // Said twice it is the same.
        self.0.letters.set(keys).ok();
    }

    /// Whether letters are sent.
    #[must_use]
    pub fn sends_letters(&self) -> bool {
        self.0.letters.get().is_some()
    }

    /// The box for letters, to be moved into a transaction.
    pub(super) fn letters(&self) -> Letters {
        Letters(self.0.letters.get().cloned())
    }

    /// A letter that is due, for this instance alone to send within ten minutes; the try is counted. `None` if none waits. One that
    /// cannot be read, such as one whose secret was sealed with other keys, is given up: no later try would read it.
    pub fn take_letter(&self, at: DateTime<Utc>) -> Result<Option<TakenLetter>, StoreError> {
        let Some(keys) = self.0.letters.get().cloned() else {
            return Ok(None);
        };
        while let Some(row) = self.take_row(at)? {
            let (id, tries) = (row.id, row.tries);
            match row.letter(&keys) {
                Ok(taken) => return Ok(Some(taken)),
                Err(StoreError::Key(_)) => {
                    self.give_up(id, tries, Trouble::Sealed, at)?;
                    tracing::error!(
                        letter = id,
                        "a letter was given up: its secret was sealed with keys that are not in the folder of the keys (PARA11_KEYS); \
                         put them back, then invite the person again"
                    );
                }
                Err(cause @ StoreError::Damaged { .. }) => {
                    self.give_up(id, tries, Trouble::Damaged, at)?;
                    tracing::error!(letter = id, %cause, "a letter was given up");
                }
                Err(other) => return Err(other),
            }
        }
        Ok(None)
    }

    fn take_row(&self, at: DateTime<Utc>) -> Result<Option<Row>, StoreError> {
        let now = stored(at);
        self.write(move |conn| {
            let free = letters::taken.is_null().or(letters::taken.le(now));
            let waiting: Vec<Row> = letters::table
                .filter(letters::sent.is_null())
                .filter(letters::given_up.is_null())
                .filter(letters::due.le(now))
                .filter(free)
                .order((letters::due, letters::id))
                .limit(8)
                .select(Row::as_select())
                .load(conn)?;
            for mut row in waiting {
                // One statement decides: of two instances that see the letter, one counts a row.
                let free = letters::taken.is_null().or(letters::taken.le(now));
                let still = letters::table
                    .find(row.id)
                    .filter(letters::tries.eq(row.tries))
                    .filter(letters::sent.is_null())
                    .filter(free);
                row.tries += 1;
                let values = (
                    letters::tries.eq(row.tries),
                    letters::taken.eq(moved(now, TAKEN)),
                );
                if diesel::update(still).set(values).execute(conn)? == 1 {
                    return Ok(Some(row));
                }
            }
            Ok(None)
        })
    }

    /// Notes that a letter was sent; its secret goes.
    pub fn letter_sent(&self, taken: &TakenLetter, at: DateTime<Utc>) -> Result<(), StoreError> {
        let (id, tries) = (taken.id, taken.tries);
        self.write(move |conn| {
            let mine = letters::table.find(id).filter(letters::tries.eq(tries));
            let values = (
                letters::sent.eq(stored(at)),
                letters::secret.eq(None::<Vec<u8>>),
            );
            diesel::update(mine).set(values).execute(conn)?;
            Ok(())
        })
    }

    /// Notes that a letter could not be sent: it is tried again later. After the last try it is given up, and its secret goes. Whether it
    /// will be tried again.
    pub fn letter_failed(
        &self,
        taken: &TakenLetter,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (id, tries) = (taken.id, taken.tries);
        if tries >= MOST_TRIES {
            self.give_up(id, tries, Trouble::Unsent, at)?;
            return Ok(false);
        }
        self.write(move |conn| {
            let mine = letters::table.find(id).filter(letters::tries.eq(tries));
            let values = (
                letters::due.eq(moved(stored(at), wait(tries))),
                letters::taken.eq(None::<NaiveDateTime>),
            );
            diesel::update(mine).set(values).execute(conn)?;
            Ok(true)
        })
    }

    /// Notes that the address of a letter will never take it: it is given up.
    pub fn letter_refused(&self, taken: &TakenLetter, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.give_up(taken.id, taken.tries, Trouble::Refused, at)
    }

    fn give_up(
        &self,
        id: i64,
        tries: i64,
        trouble: Trouble,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write(move |conn| {
            let mine = letters::table.find(id).filter(letters::tries.eq(tries));
            let values = (
                letters::given_up.eq(stored(at)),
                letters::trouble.eq(trouble.code()),
                letters::secret.eq(None::<Vec<u8>>),
            );
            diesel::update(mine).set(values).execute(conn)?;
            Ok(())
        })
    }
}

/// How long to wait after so many tries.
fn wait(tries: i64) -> Duration {
    let doubled = u32::try_from(tries - 1)
        .ok()
        .and_then(|n| 2_i32.checked_pow(n));
    let wait = doubled.and_then(|times| FIRST_WAIT.checked_mul(times));
    wait.unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
}
