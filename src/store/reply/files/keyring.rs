//! The key that seals the documents of a State in a round: made at the first document, kept wrapped by the keys of the service.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use rand::TryRng;
use rand::rngs::SysRng;

use super::sealed::DataKey;
use super::{FileError, Files};
use crate::form::name::Code;
use crate::keys::KeyError;
use crate::store::dialect::on_each_backend;
use crate::store::schema::data_keys;
use crate::store::{StoreError, stored};

/// What binds a wrapped key to its State and round.
pub(in crate::store) fn place(round: &str, respondent: &str) -> String {
    format!("documents of {respondent} in round {round}")
}

impl Files {
    /// The key of a State and round that has documents.
    pub(super) fn key(&self, round: &Code, respondent: &Code) -> Result<DataKey, FileError> {
        let wrapped: Option<Vec<u8>> = self.0.store.read(|conn| {
            Ok(data_keys::table
                .find((round.as_str(), respondent.as_str()))
                .select(data_keys::wrapped)
                .first(conn)
                .optional()?)
        })?;
        let wrapped = wrapped.ok_or(KeyError::Sealed)?;
        let plain = self
            .0
            .keys
            .unseal(&place(round.as_str(), respondent.as_str()), &wrapped)?;
        let plain: [u8; 32] = plain.try_into().map_err(|_other| KeyError::Sealed)?;
        Ok(DataKey::new(plain))
    }

    /// The key of a State and round; made if there is none. Of two that make one at once, the first stands.
    pub(super) fn key_or_new(
        &self,
        round: &Code,
        respondent: &Code,
        at: DateTime<Utc>,
    ) -> Result<DataKey, FileError> {
        let held: i64 = self.0.store.read(|conn| {
            Ok(data_keys::table
                .find((round.as_str(), respondent.as_str()))
                .count()
                .get_result(conn)?)
        })?;
        if held == 0 {
            let mut plain = [0; 32];
            SysRng
                .try_fill_bytes(&mut plain)
                .map_err(|cause| StoreError::Random(cause.to_string()))?;
            let wrapped = self
                .0
                .keys
                .seal(&place(round.as_str(), respondent.as_str()), &plain)?;
            let row = (round.to_string(), respondent.to_string());
            self.0.store.write(move |conn| {
                let values = (
                    data_keys::round.eq(row.0),
                    data_keys::respondent.eq(row.1),
                    data_keys::wrapped.eq(wrapped),
                    data_keys::created.eq(stored(at)),
                );
                on_each_backend!(conn, |inner| diesel::insert_into(data_keys::table)
                    .values(values)
                    .on_conflict_do_nothing()
                    .execute(inner)?);
                Ok(())
            })?;
        }
        self.key(round, respondent)
    }
}
