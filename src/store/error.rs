//! What can go wrong in the store, in words that say what to do.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use thiserror::Error;

use crate::reply::AnswerKey;
use crate::reply::encoding::Misread;
use crate::reply::life::{NotNow, Stage};

/// Why the store did not do what was asked. Unless a variant says otherwise, nothing was changed.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database cannot be opened or is not safe to use.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database refused a statement.
    #[error("the database refused: nothing was changed")]
    Database(#[from] diesel::result::Error),
    /// The transaction that the change shared with others could not be kept, for instance because the disk is full.
    #[error(
        "the change could not be written to disk and was not made; free space on the disk or see the cause, then try again"
    )]
    NotKept(#[source] Arc<diesel::result::Error>),
    /// Too many changes wait already.
    #[error("too many changes wait to be written; nothing was changed, try again in a moment")]
    Busy,
    /// No connection became free, or the server is gone.
    #[error(
        "no connection to the database became free; nothing was changed, try again in a moment"
    )]
    NoConnection(#[source] diesel::r2d2::PoolError),
    /// The writer ended before it could say whether the change was kept. Asking again with the same key tells.
    #[error(
        "the writer of the database stopped; whether the change was kept is not known, try again"
    )]
    Stopped,
    /// What is stored is not what was put there.
    #[error("the database holds a damaged {what}: {why}; restore it from a backup")]
    Damaged {
        /// Which row.
        what: String,
        /// What does not fit.
        why: String,
    },
    /// The scope names no reply.
    #[error("there is no reply of {respondent} in round {round}")]
    NoReply {
        /// The round.
        round: String,
        /// The respondent.
        respondent: String,
    },
    /// It is of a question that was not given to the person, or of a person who is not of this State.
    #[error("this part of the reply is not in the hands of the person who asks")]
    NotGiven,
    /// The round has a release of this name.
    #[error("there is a release `{0}` in this round; give this one another name")]
    Taken(String),
    /// There is no round of this code.
    #[error("there is no round {0}; `para11 round list` shows those there are")]
    NoRound(String),
    /// The reply is submitted: its answers do not change any more.
    #[error("the reply was submitted; it must be reopened before answers can change")]
    NotDraft,
    /// The official who clears has it, or has cleared it: its answers do not change until it is taken back or returned.
    #[error("the reply is in the stage `{}`; it must be taken back or returned before answers can change", .0.code())]
    Held(Stage),
    /// The round has not begun.
    #[error("the first day for replies is {0}; until then nothing can be written")]
    NotBegun(NaiveDate),
    /// The last day is over.
    #[error("the last day for this reply was {0}; the Secretariat can extend it")]
    Closed(NaiveDate),
    /// Only the questions that the Secretariat asked about are open.
    #[error(
        "only the questions that the Secretariat asked about can be changed; {0} is not one of them"
    )]
    NotAsked(String),
    /// The reply is elsewhere in its life.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Somebody moved the reply on after the page was made.
    #[error("somebody moved the reply on meanwhile; look at it again")]
    MovedOn,
    /// Two persons are needed.
    #[error("who cleared the reply cannot submit it as well; another person must")]
    SamePerson,
    /// The State has time yet to answer.
    #[error(
        "the State may answer until {0}; what was asked cannot be closed without its answer before"
    )]
    StillOpen(NaiveDate),
    /// A document that would be sealed is one in which the scanner found something.
    #[error("the scanner for malware found something in a document of {0}; remove it, then submit")]
    InfectedDocument(AnswerKey),
    /// Not every clarification is closed.
    #[error("a question to the State is still open; close each before the reply is validated")]
    OpenQuestions,
    /// The draft changed after it was checked.
    #[error(
        "the draft changed after it was checked (it was at revision {checked}, it is at {now}); check it again, then submit"
    )]
    DraftChanged {
        /// Revision that was checked.
        checked: i64,
        /// Revision now.
        now: i64,
    },
    /// The key stands for another request.
    #[error("this request carries the key of another one; send it with a new key")]
    KeyReused,
    /// Replies may be filed from outside only in a round of samples.
    #[error("round {0} is not marked as a sample: invented replies cannot be filed in it")]
    NotSample(String),
    /// There is already a round, version or account like this.
    #[error("there is already {0}")]
    Exists(String),
    /// There is no account of this number, or it is suspended.
    #[error("there is no account {0} that may sign in")]
    NoAccount(i64),
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness, so no secret can be made: {0}")]
    Random(String),
    /// Links that sign in are for rounds whose replies are invented.
    #[error(
        "a link signs in only where the round is marked as a sample; send an invitation instead (`para11 user invite`)"
    )]
    NoSignInLink,
    /// The one who asks may not give such an account.
    #[error("an account of the role {0} is not theirs to give")]
    OutOfBounds(&'static str),
    /// Not an address of electronic mail.
    #[error("an account needs an address of electronic mail, for instance `ana@example.org`")]
    NotAnAddress,
    /// Two accounts would sign in with one address.
    #[error("another account has this address; suspend it first, or take another address")]
    AddressTaken,
    /// The person signed in before.
    #[error(
        "account {0} has a passphrase and a second factor already; if one was lost, let it enrol anew (`para11 user reset`)"
    )]
    Enrolled(i64),
    /// Another officer has to ask, or to agree.
    #[error("this takes two officers: one asks, another agrees")]
    SecondPerson,
    /// The signing key is not the one in use.
    #[error(
        "the signing key {0} is not the one that signs this log: start anew if it was changed meanwhile, put `signing.pem` back if it was \
         replaced by mistake, or change the key if it was lost (`para11 keys rotate --lost`)"
    )]
    OtherKey(String),
    /// Something is sealed by a key that is not there.
    #[error(
        "the {0} cannot be opened: put the file of its key (`wrapping-N.key`) back from where copies of the keys are kept; nothing was changed"
    )]
    NotInRing(String),
    /// A key or a hash cannot be used.
    #[error(transparent)]
    Key(#[from] crate::keys::KeyError),
    /// A role of a State needs a State, a role of the staff has none.
    #[error("a role of a State needs a respondent, and a role of the staff has none")]
    RoleAndRespondent,
}

/// Why a database cannot be opened, or is not safe to use.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder of the file is missing.
    #[error("the folder {} does not exist; make it, or name another with --data", .0.display())]
    NoFolder(PathBuf),
    /// The file cannot be opened for writing.
    #[error("the database file {} cannot be opened for writing; check who owns it and whether its disk is read-only", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// The file is no database, or is locked, or cannot be written.
    #[error("the database file {} cannot be used: it must be a database of para11 that may be written to", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Cause.
        source: diesel::result::Error,
    },
    /// The name of the file is not Unicode.
    #[error("the name of the database file {} is not Unicode; name another", .0.display())]
    NotUnicode(PathBuf),
    /// The server cannot be reached or refuses.
    #[error("the PostgreSQL server cannot be used: {0}")]
    Server(String),
    /// The program was built without PostgreSQL.
    #[error(
        "this build has no PostgreSQL; build it with the feature `postgres`, or unset DATABASE_URL to use the embedded database"
    )]
    NoPostgres,
    /// A setting without which acknowledged answers could be lost.
    #[error("{setting} is {found}, needed is {needed}: {remedy}")]
    Unsafe {
        /// The setting.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        needed: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A statement while opening failed.
    #[error("the database could not be prepared")]
    Prepare(#[source] diesel::result::Error),
    /// A migration failed.
    #[error("the tables could not be brought up to date, and were left as they were: {0}")]
    Migrate(String),
    /// A newer para11 made the tables.
    #[error(
        "the database was made by a newer para11 (migration {0}); install that version or a later one"
    )]
    Newer(String),
    /// The thread of the writer could not be started.
    #[error("the writer of the database could not be started")]
    Writer(#[source] std::io::Error),
}

impl StoreError {
    /// A row that holds answers and cannot be read back: only where, since the reader's own words would repeat an answer.
    pub(super) fn misread(what: impl ToString, why: serde_json::Error) -> Self {
        Self::damaged(what, Misread::from(why))
    }

    /// A row that cannot be read back; `why` holds no answer.
    pub(super) fn damaged(what: impl ToString, why: impl ToString) -> Self {
        Self::Damaged {
            what: what.to_string(),
            why: why.to_string(),
        }
    }
}
