//! What figures and data packages are made from: the replies of a round at one moment, each read with its own questionnaire.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use thiserror::Error;

use crate::access::Allow;
use crate::form::Form;
use crate::form::file::Folder;
use crate::form::name::Code;
use crate::form::version::Version;
use crate::reply::encoding::{SealError, Sealed, decode};
use crate::reply::submission::Submission;
use crate::round::{Respondent, Round};
use crate::store::submissions::{ReadsSubmissions, Receipt};
use crate::store::{Store, StoreError};

/// The submitted replies of a round: the latest of each respondent.
#[derive(Debug)]
pub struct Cut {
    /// The questionnaire.
    pub form: Form,
    /// Its files, by path.
    pub form_files: Folder,
    /// The round.
    pub round: Round,
    /// All who were asked.
    pub respondents: Vec<Respondent>,
    /// Their replies.
    pub submissions: Vec<Submission>,
    /// The day of the latest reply; none where there is no reply.
    pub latest: Option<NaiveDate>,
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
    /// Reads them.
    ///
    /// # Errors
    /// [`CutError`] where one cannot be read: nothing is left out silently.
    pub fn read<A: ReadsSubmissions>(store: &Store, allow: &Allow<A>) -> Result<Self, CutError> {
        let code = &allow.scope().round;
        let round = store
            .round(code)?
            .ok_or_else(|| CutError::NoRound(code.clone()))?;
        let (version, form) = questionnaire(store, &round)?;
        let submissions = submissions(store, &form, &round, allow)?;
        let latest = submissions.iter().map(|(receipt, _)| receipt.at).max();
        Ok(Self {
            form,
            form_files: version.folder(),
            respondents: store.respondents(code)?,
            round,
            submissions: submissions.into_iter().map(|(_, reply)| reply).collect(),
            latest: latest.map(|at| at.date_naive()),
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

/// The latest submission of each respondent of a round, with its receipt, by the code of the respondent.
///
/// # Errors
/// [`CutError`] where one cannot be read.
pub fn submissions<A: ReadsSubmissions>(
    store: &Store,
    form: &Form,
    round: &Round,
    allow: &Allow<A>,
) -> Result<Vec<(Receipt, Submission)>, CutError> {
    let mut read = BTreeMap::new();
    for reply in store.submissions(allow)? {
        let respondent = reply.respondent;
        if reply.form_version != round.form_version {
            return Err(CutError::OtherVersion(respondent));
        }
        let sealed = Sealed {
            bytes: reply.bytes,
            sha256: reply.receipt.sha256.clone(),
        };
        match decode(form, &sealed) {
            Ok(submission) => read.insert(respondent, (reply.receipt, submission)),
            Err(source) => return Err(CutError::Sealed { respondent, source }),
        };
    }
    Ok(read.into_values().collect())
}
