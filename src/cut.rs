//! What figures and data packages are made from: the replies of a round at one moment, each read with its own questionnaire.

use std::sync::Arc;

use thiserror::Error;

use crate::access::{Allow, SeeReply};
use crate::form::Form;
use crate::form::file::Folder;
use crate::form::name::Code;
use crate::form::version::Version;
use crate::reply::encoding::{SealError, Sealed, decode};
use crate::reply::last::LastTime;
use crate::reply::submission::Submission;
use crate::round::{Respondent, Round};
use crate::store::reply::submissions::{ReadsSubmissions, Receipt, StoredSubmission};
use crate::store::{Store, StoreError};

/// A round whose replies are to be read.
#[derive(Debug)]
pub struct Cut {
    /// The questionnaire.
    pub form: Form,
    /// Its files, by path.
    pub form_files: Folder,
    /// The round.
    pub round: Round,
}

/// Why the replies of a round cannot be read.
#[derive(Debug, Error)]
pub enum CutError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such round.
    #[error("there is no round `{0}`; `para11 round list` shows the rounds")]
    NoRound(Code),
    /// The version of the questionnaire is not there, or is no questionnaire that this program reads.
    #[error(
        "version {0} of the questionnaire cannot be read: {1}; restore it from a backup, or use the program that the round was made with"
    )]
    Form(String, String),
    /// A reply is not what was sealed.
    #[error("the reply of `{respondent}`: {source}")]
    Sealed {
        /// Whose.
        respondent: Code,
        /// What is wrong.
        source: SealError,
    },
    /// A reply answers another version than its round.
    #[error("the reply of `{0}` answers another version of the questionnaire than its round")]
    OtherVersion(Code),
}

impl Cut {
    /// Finds it.
    ///
    /// # Errors
    /// [`CutError::NoRound`], [`CutError::Form`].
    pub fn of<A: ReadsSubmissions>(store: &Store, allow: &Allow<A>) -> Result<Self, CutError> {
        let code = &allow.scope().round;
        let round = store
            .round(code)?
            .ok_or_else(|| CutError::NoRound(code.clone()))?;
        let (version, form) = questionnaire(store, &round)?;
        Ok(Self {
            form,
            form_files: version.folder(),
            round,
        })
    }
}

/// The questionnaire of a round, in the version that was put.
///
/// # Errors
/// [`CutError::Form`] where it is missing or no questionnaire that this program reads.
pub fn questionnaire(store: &Store, round: &Round) -> Result<(Version, Form), CutError> {
    let digest = &round.form_version;
    let broken = |cause: String| CutError::Form(digest.clone(), cause);
    let stored = store
        .form_version(digest)?
        .ok_or_else(|| broken("it is not in the database".to_owned()))?;
    let bundle = String::from_utf8(stored.bundle).map_err(|error| broken(error.to_string()))?;
    let version = Version::from_bundle(bundle).map_err(|error| broken(error.to_string()))?;
    let form = version.form().map_err(|mistakes| {
        let first = mistakes.first().map(ToString::to_string);
        broken(first.unwrap_or_default())
    })?;
    Ok((version, form))
}

/// Shows each respondent of a round, the own or the one before it, with its latest submission and the receipt, by code; only some are held at
/// a time.
///
/// # Errors
/// [`CutError`] where one cannot be read: nothing is left out silently. Otherwise that of the one who looks.
pub fn each_reply<A: ReadsSubmissions, E: From<CutError>>(
    store: &Store,
    form: &Form,
    round: &Round,
    allow: &Allow<A>,
    mut see: impl FnMut(Respondent, Option<(Receipt, Submission)>) -> Result<(), E>,
) -> Result<(), E> {
    let outcome = store.each_reply(allow, &round.code, |respondent, sealed| {
        let reply = sealed.map(|sealed| opened(form, round, sealed));
        see(respondent, reply.transpose()?)
    });
    outcome.map_err(CutError::from)?
}

fn opened(
    form: &Form,
    round: &Round,
    reply: StoredSubmission,
) -> Result<(Receipt, Submission), CutError> {
    let respondent = reply.respondent;
    if reply.form_version != round.form_version {
        return Err(CutError::OtherVersion(respondent));
    }
    let sealed = Sealed {
        bytes: reply.bytes,
        sha256: reply.receipt.sha256.clone(),
    };
    match decode(form, &sealed) {
        Ok(submission) => Ok((reply.receipt, submission)),
        Err(source) => Err(CutError::Sealed { respondent, source }),
    }
}

/// What was answered before to the questions of the own reply, as far as it is within the bounds.
///
/// That is what the Secretariat put there, else what the latest earlier round has sealed. `read` gives the questionnaire of a round.
///
/// # Errors
/// [`CutError`] where something cannot be read: nothing is left out silently.
pub fn last_time(
    store: &Store,
    allow: &Allow<SeeReply>,
    now: &Form,
    read: impl Fn(&Round) -> Result<Arc<Form>, CutError>,
) -> Result<LastTime, CutError> {
    let mut last = LastTime::default();
    for reply in store.earlier_replies(allow)? {
        let code = reply.round();
        let round = store
            .round(code)?
            .ok_or_else(|| CutError::NoRound(code.clone()))?;
        let respondent = || allow.scope().respondent.clone();
        if reply.form_version() != round.form_version {
            return Err(CutError::OtherVersion(respondent()));
        }
        let then = read(&round)?;
        reply
            .add_to(&mut last, now, &then)
            .map_err(|source| CutError::Sealed {
                respondent: respondent(),
                source,
            })?;
    }
    for (key, prefill) in store.prefills(allow)? {
        last.put(now, key, prefill);
    }
    Ok(last)
}
