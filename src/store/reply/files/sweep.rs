//! What is left over: uploads that nobody goes on with, content whose row never came or is gone.

use std::collections::BTreeSet;
use std::fs;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

use super::upload::forget;
use super::{FileError, Files, disk};
use crate::store::schema::{documents, uploads};
use crate::store::stored;

/// How long an upload that nobody goes on with is kept.
const KEEP_UPLOADS: Duration = Duration::days(7);
/// How long content without a row is kept: longer than any request takes.
const KEEP_CONTENT: Duration = Duration::days(1);

/// What a sweep took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads.
    pub uploads: usize,
    /// Files.
    pub files: usize,
}

impl Files {
    /// Takes away what is left over.
    pub fn sweep(&self, at: DateTime<Utc>) -> Result<Swept, FileError> {
        let before = stored(at - KEEP_UPLOADS);
        let stale = self.0.store.write(move |conn| {
            let stale: Vec<i64> = uploads::table
                .filter(uploads::touched.lt(before))
                .select(uploads::id)
                .load(conn)?;
            for upload in &stale {
                forget(conn, *upload)?;
            }
            Ok(stale.len())
        })?;
        Ok(Swept {
            uploads: stale,
            files: self.sweep_folder(at)?,
        })
    }

    /// Deletes files of no row. The names are read before the rows: a file that is new by then is not looked at.
    fn sweep_folder(&self, at: DateTime<Utc>) -> Result<usize, FileError> {
        let folder = &self.0.folder;
        let mut old = Vec::new();
        for entry in fs::read_dir(folder).map_err(disk(folder))? {
            let entry = entry.map_err(disk(folder))?;
            let changed = entry.metadata().and_then(|about| about.modified());
            let changed = changed.map_err(disk(&entry.path()))?;
            if at - KEEP_CONTENT > DateTime::<Utc>::from(changed) {
                old.push(entry);
            }
        }
        let held: BTreeSet<String> = self.0.store.read(|conn| {
            let documents: Vec<String> = documents::table.select(documents::storage).load(conn)?;
            let uploads: Vec<String> = uploads::table.select(uploads::storage).load(conn)?;
            Ok(documents.into_iter().chain(uploads).collect())
        })?;
        let mut taken = 0;
        for entry in old {
            let name = entry.file_name();
            // What does not have a name of ours is somebody else's.
            let Some(name) = name.to_str() else { continue };
            let storage = name.strip_suffix(".part").unwrap_or(name);
            let is_ours = storage.len() == 32 && storage.chars().all(|c| c.is_ascii_hexdigit());
            if is_ours && !held.contains(storage) {
                fs::remove_file(entry.path()).map_err(disk(&entry.path()))?;
                taken += 1;
            }
        }
        Ok(taken)
    }
}
