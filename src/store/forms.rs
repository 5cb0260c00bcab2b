//! Versions of questionnaires: kept for ever, named by the digest of their bytes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::dialect::on_each_backend;
use super::schema::form_versions;
use super::{Store, StoreError, sha256, stored};
use crate::form::name::FormName;

/// A version of a questionnaire with all its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormVersion {
    /// The questionnaire.
    pub form: FormName,
    /// The version as its authors call it.
    pub version: String,
    /// Its files in one piece, from which it can be loaded again.
    pub bundle: Vec<u8>,
}

impl Store {
    /// Keeps a version, if it is not there already; gives the SHA-256 of its bundle as hexadecimal digits.
    pub fn put_form_version(
        &self,
        version: FormVersion,
        at: DateTime<Utc>,
    ) -> Result<String, StoreError> {
        let digest = sha256(&version.bundle);
        let kept = digest.clone();
        self.write(move |conn| {
            let row = (
                form_versions::sha256.eq(kept),
                form_versions::form.eq(version.form.as_str()),
                form_versions::version.eq(version.version),
                form_versions::bundle.eq(version.bundle),
                form_versions::at.eq(stored(at)),
            );
            on_each_backend!(conn, |inner| {
                diesel::insert_into(form_versions::table)
                    .values(row)
                    .on_conflict_do_nothing()
                    .execute(inner)
            })?;
            Ok(())
        })?;
        Ok(digest)
    }

    /// The version with this digest, exactly as it was put.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if its bytes no longer have this digest.
    pub fn form_version(&self, digest: &str) -> Result<Option<FormVersion>, StoreError> {
        let row: Option<(String, String, Vec<u8>)> = self.read(|conn| {
            Ok(form_versions::table
                .find(digest)
                .select((
                    form_versions::form,
                    form_versions::version,
                    form_versions::bundle,
                ))
                .first(conn)
                .optional()?)
        })?;
        let Some((form, version, bundle)) = row else {
            return Ok(None);
        };
        let what = || format!("version {digest} of a questionnaire");
        if sha256(&bundle) != digest {
            return Err(StoreError::damaged(what(), "its digest differs"));
        }
        let form = FormName::parse(&form).map_err(|cause| StoreError::damaged(what(), cause))?;
        Ok(Some(FormVersion {
            form,
            version,
            bundle,
        }))
    }
}
