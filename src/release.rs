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
use crate::store::submissions::ReadsSubmissions;
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
        "version {0} of the questionnaire is missing or cannot be read by this program; restore it from a backup"
    )]
    Form(String),
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
        let version = version(store, &round)?;
        let unreadable = |_mistakes| CutError::Form(round.form_version.clone());
        let form = version.form().map_err(unreadable)?;
        let stored = store.submissions(allow)?;
        let latest = stored
            .iter()
            .map(|reply| reply.receipt.at.date_naive())
            .max();
        let mut submissions = BTreeMap::new();
        for reply in stored {
            if reply.form_version != round.form_version {
                return Err(CutError::OtherVersion(reply.respondent));
            }
            let sealed = Sealed {
                bytes: reply.bytes,
                sha256: reply.receipt.sha256,
            };
            let submission = decode(&form, &sealed).map_err(|source| CutError::Sealed {
                respondent: reply.respondent.clone(),
                source,
            })?;
            submissions.insert(reply.respondent, submission);
        }
        Ok(Self {
            form,
            form_files: version.folder(),
            respondents: store.respondents(code)?,
            round,
            submissions: submissions.into_values().collect(),
            latest,
        })
    }
}

fn version(store: &Store, round: &Round) -> Result<Version, CutError> {
    let lost = || CutError::Form(round.form_version.clone());
    let stored = store.form_version(&round.form_version)?.ok_or_else(lost)?;
    let bundle = String::from_utf8(stored.bundle).map_err(|_bytes| lost())?;
    Version::from_bundle(bundle).map_err(|_error| lost())
}
