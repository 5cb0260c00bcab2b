//! Questionnaires of rounds, each version read once.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::problem::Problem;
use crate::form::Form;
use crate::form::version::Version;
use crate::round::Round;
use crate::store::Store;

/// Versions that were read already, by digest. A version never changes, so nothing has to be forgotten.
#[derive(Debug, Default)]
pub struct Forms(RwLock<BTreeMap<String, Arc<Form>>>);

/// A stored version that this program cannot read.
#[derive(Debug, thiserror::Error)]
enum FormError {
    #[error("the store has no version {0} of a questionnaire")]
    Missing(String),
    #[error("version {0} of a questionnaire is not UTF-8")]
    NotText(String),
    #[error("version {0} of a questionnaire holds mistakes, the first being: {1}")]
    Broken(String, String),
}

impl Forms {
    /// The questionnaire of a round. Blocks: call it inside [`actix_web::web::block`].
    ///
    /// # Errors
    /// If the store cannot be asked or holds no version that this program reads.
    pub fn of(&self, round: &Round, store: &Store) -> Result<Arc<Form>, Problem> {
        let digest = &round.form_version;
        if let Some(form) = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(digest)
        {
            return Ok(Arc::clone(form));
        }
        let form = read(digest, store)?;
        let mut forms = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(forms.entry(digest.clone()).or_insert(form)))
    }
}

fn read(digest: &str, store: &Store) -> Result<Arc<Form>, Problem> {
    let stored = store
        .form_version(digest)?
        .ok_or_else(|| Problem::internal(&FormError::Missing(digest.to_owned())))?;
    let bundle = String::from_utf8(stored.bundle)
        .map_err(|_bytes| Problem::internal(&FormError::NotText(digest.to_owned())))?;
    let version = Version::from_bundle(bundle).map_err(|error| Problem::internal(&error))?;
    let form = version.form().map_err(|mistakes| {
        let first = mistakes
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        Problem::internal(&FormError::Broken(digest.to_owned(), first))
    })?;
    Ok(Arc::new(form))
}
