//! Questionnaires of rounds, each version read once.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::problem::Problem;
use crate::cut::{self, CutError};
use crate::form::Form;
use crate::round::Round;
use crate::store::Store;

/// Versions that were read already, by digest. A version never changes, so nothing has to be forgotten.
#[derive(Debug, Default)]
pub struct Forms(RwLock<BTreeMap<String, Arc<Form>>>);

impl Forms {
    /// The questionnaire of a round. Blocks: call it inside [`actix_web::web::block`].
    ///
    /// # Errors
    /// If the store cannot be asked or holds no version that this program reads.
    pub fn of(&self, round: &Round, store: &Store) -> Result<Arc<Form>, Problem> {
        let form = self.read(round, store);
        form.map_err(|error| Problem::internal(&error))
    }

    /// The same, for who tells errors otherwise.
    ///
    /// # Errors
    /// If the store cannot be asked or holds no version that this program reads.
    pub fn read(&self, round: &Round, store: &Store) -> Result<Arc<Form>, CutError> {
        let digest = &round.form_version;
        if let Some(form) = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(digest)
        {
            return Ok(Arc::clone(form));
        }
        let (_version, form) = cut::questionnaire(store, round)?;
        let mut forms = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(
            forms
                .entry(digest.clone())
                .or_insert_with(|| Arc::new(form)),
        ))
    }
}
