//! The content of documents: sealed on disk beside the database, which holds what is known of them.
//!
//! Content lies in one folder that instances share, under random names; what a person calls a file is only a column. It is sealed piece by
//! piece with a key of the State and round, which the keys of the service wrap, so neither the disk nor the database opens it. A row is
//! acknowledged only when the content it speaks of is on disk, and content without a row is swept away.
//!
//! | file | what |
//! |---|---|
//! | `sealed` | a file of sealed pieces: written, read, sought in |
//! | `keyring` | the key of a State and round |
//! | `rows` | documents and uploads as the database keeps them |
//! | [`upload`] | documents on their way: by pieces, or in one stream |
//! | `attach` | from content on disk to a document of an answer |
//! | [`scan`] | the scanner for malware |
//! | `sweep` | what is left over |

mod attach;
pub(in crate::store) mod keyring;
mod rows;
pub mod scan;
mod sealed;
mod sweep;
pub mod upload;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use rand::TryRng;
use rand::rngs::SysRng;
use thiserror::Error;

pub use rows::{Document, Scan, Slot};
pub use sealed::SealedReader;

use super::life::Writable;
use super::readers::RESTRICTED_DOCUMENT;
use super::replies::{find, lock};
use crate::access::{Actor, Allow, AttachDocuments, ReadReplies, Role, SeeReply};
use crate::form::name::Code;
use crate::keys::{KeyError, Keys};
use crate::reply::AnswerKey;
use crate::reply::document::Refusal;
use crate::store::account::people::account;
use crate::store::log::Act;
use crate::store::schema::{documents, replies};
use crate::store::{Store, StoreError, stored};

use scan::Scanner;

/// Documents and their content. Cloning it is cheap.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    store: Store,
    folder: PathBuf,
    keys: Arc<Keys>,
    scanner: Option<Scanner>,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Files({})", self.0.folder.display())
    }
}

/// Why something was not done with a document. Unless a variant says otherwise, nothing was changed.
#[derive(Debug, Error)]
pub enum FileError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is not a document we take.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The folder of the files cannot be used, for instance because its disk is full.
    #[error("the file {} cannot be read or written; free space on its disk or see the cause", .path.display())]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// A key is missing.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The content on disk is not what was put there: changed, cut, or a piece in another's place.
    #[error(
        "the content of document {0} was changed on disk; restore the folder of the files from a backup"
    )]
    Damaged(String),
    /// A piece is not the one its digest says, or not of this upload.
    #[error("the piece does not have the digest or the length that was said")]
    Piece,
    /// Not all pieces are there.
    #[error("pieces are missing")]
    Unfinished,
    /// There is no such document or upload, or it is outside the permission.
    #[error("there is no such document")]
    Gone,
    /// It may not be opened now: it waits for the scanner, or something was found in it, or only its uploader and the focal point may.
    #[error("the document may not be opened")]
    Quarantined,
}

impl From<diesel::result::Error> for FileError {
    fn from(cause: diesel::result::Error) -> Self {
        Self::Store(cause.into())
    }
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    move |source| FileError::Disk { path, source }
}

impl Store {
    /// The documents of the own reply that are within the person's bounds, in the order of their answers: what is known of them, not their
    /// bytes.
    ///
    /// # Errors
    /// [`StoreError::NoReply`]; [`StoreError::Damaged`] if a row cannot be read back.
    pub fn documents(&self, allow: &Allow<SeeReply>) -> Result<Vec<Document>, StoreError> {
        let scope = allow.scope();
        let found = self.read(|conn| {
            let reply = find(conn, scope)?.id;
            rows::of_reply(conn, reply)
        })?;
        let within = |document: &Document| scope.parts.contains(&document.slot.key.question);
        Ok(found.into_iter().filter(within).collect())
    }
}

impl Files {
    /// Opens the folder of the files; makes it, readable by its owner alone, if it is missing.
    ///
    /// # Errors
    /// [`FileError::Disk`].
    pub fn open(
        store: Store,
        folder: &Path,
        keys: Arc<Keys>,
        scanner: Option<Scanner>,
    ) -> Result<Self, FileError> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(disk(folder))?;
        Ok(Self(Arc::new(Inner {
            store,
            folder: folder.to_owned(),
            keys,
            scanner,
        })))
    }

    /// Where the content of this name lies; while it is on its way, beside it.
    fn path(&self, storage: &str) -> PathBuf {
        self.0.folder.join(storage)
    }

    fn part(&self, storage: &str) -> PathBuf {
        self.0.folder.join(format!("{storage}.part"))
    }

    /// The documents of the own reply that are within the person's bounds, in the order of their answers.
    pub fn list(&self, allow: &Allow<SeeReply>) -> Result<Vec<Document>, FileError> {
        Ok(self.0.store.documents(allow)?)
    }

    /// A document of the own reply: one of the draft, or one that a submission names.
    fn own(&self, allow: &Allow<SeeReply>, id: i64) -> Result<Document, FileError> {
        let scope = allow.scope();
        let found = self.0.store.read(|conn| {
            let reply = find(conn, scope)?.id;
            let Some(found) = rows::find(conn, reply, id)? else {
                return Ok(None);
            };
            let held = rows::is_submitted(conn, id)?;
            Ok(Some(found).filter(|document| !document.removed || held))
        })?;
        found
            .filter(|document| scope.parts.contains(&document.slot.key.question))
            .ok_or(FileError::Gone)
    }

    /// Opens a document of the own reply to be read.
    ///
    /// # Errors
    /// [`FileError::Gone`] outside the permission; [`FileError::Quarantined`] while it may not be opened; [`FileError::Damaged`].
    pub fn read(
        &self,
        allow: &Allow<SeeReply>,
        id: i64,
    ) -> Result<(Document, SealedReader), FileError> {
        let document = self.own(allow, id)?;
        if !may_open(&document, allow.who()) {
            return Err(FileError::Quarantined);
        }
        let scope = allow.scope();
        let content = self.content(&scope.round, &scope.respondent, &document)?;
        Ok((document, content))
    }

    /// The documents that the submission of a respondent that stands names, without those of answers for the Secretariat only unless the
    /// reader was named for them.
    pub fn submitted(
        &self,
        allow: &Allow<ReadReplies>,
        respondent: &Code,
    ) -> Result<Vec<Document>, FileError> {
        let found = self.standing(allow, respondent)?.into_iter();
        Ok(found.map(|(document, _restricted)| document).collect())
    }

    fn standing(
        &self,
        allow: &Allow<ReadReplies>,
        respondent: &Code,
    ) -> Result<Vec<(Document, bool)>, FileError> {
        let (who, round) = (allow.who(), &allow.scope().round);
        let store = &self.0.store;
        Ok(store.read(|conn| rows::submitted(conn, who, round, respondent))?)
    }

    /// Opens a document that a submission names, for the Secretariat: only what the scanner found clean. Each opening is logged.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub fn read_submitted(
        &self,
        allow: &Allow<ReadReplies>,
        respondent: &Code,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<(Document, SealedReader), FileError> {
        let found = self.standing(allow, respondent)?;
        let found = found.into_iter().find(|(document, _)| document.id == id);
        let (document, restricted) = found.ok_or(FileError::Gone)?;
        if document.scan != Scan::Clean {
            return Err(FileError::Quarantined);
        }
        let content = self.content(&allow.scope().round, respondent, &document)?;
        let reply = crate::access::OwnReply::whole(allow.scope().round.clone(), respondent.clone());
        let (person, sha256) = (account(allow.who()), document.attached.sha256.clone());
        self.0.store.write(move |conn| {
            Act {
                person,
                reply: Some(&reply),
                action: if restricted {
                    RESTRICTED_DOCUMENT
                } else {
                    "document_opened"
                },
                object: format!("document {id}"),
                at: stored(at),
            }
            .log(conn, &serde_json::json!({ "sha256": sha256 }))
        })?;
        Ok((document, content))
    }

    /// The content of a document.
    fn content(
        &self,
        round: &Code,
        respondent: &Code,
        document: &Document,
    ) -> Result<SealedReader, FileError> {
        let key = self.key(round, respondent)?;
        let path = self.path(&document.storage);
        SealedReader::open(&path, key, &document.storage, document.attached.size)
    }

    /// Takes a document away from the own draft. Its content goes too, unless a submission names it.
    ///
    /// # Errors
    /// [`FileError::Gone`]; those of a save if what belongs to its question may not be written now.
    pub fn remove(
        &self,
        allow: &Allow<AttachDocuments>,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<Document, FileError> {
        let document = self.remove_where(allow, at, move |document| document.id == id)?;
        document.into_iter().next().ok_or(FileError::Gone)
    }

    /// Takes all documents of one answer away from the own draft, as its row goes.
    pub fn remove_of(
        &self,
        allow: &Allow<AttachDocuments>,
        key: AnswerKey,
        at: DateTime<Utc>,
    ) -> Result<Vec<Document>, FileError> {
        self.remove_where(allow, at, move |document| document.slot.key == key)
    }

    fn remove_where(
        &self,
        allow: &Allow<AttachDocuments>,
        at: DateTime<Utc>,
        which: impl Fn(&Document) -> bool + Send + 'static,
    ) -> Result<Vec<Document>, FileError> {
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let at = stored(at);
        let removed = self.0.store.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let found = rows::of_reply(conn, reply.id)?;
            let within = |document: &Document| {
                which(document) && scope.parts.contains(&document.slot.key.question)
            };
            let found: Vec<_> = found.into_iter().filter(within).collect();
            if found.is_empty() {
                return Ok(Vec::new());
            }
            let writable = Writable::now(conn, &scope, &reply, at)?;
            let mut removed = Vec::new();
            for document in found {
                writable.check(&document.slot.key.question)?;
                let held = rows::is_submitted(conn, document.id)?;
                let row = documents::table.find(document.id);
                if held {
                    diesel::update(row)
                        .set(documents::removed.eq(at))
                        .execute(conn)?;
                } else {
                    diesel::delete(row).execute(conn)?;
                }
                Act {
                    person,
                    reply: Some(&scope),
                    action: "document_removed",
                    object: format!("document {}", document.id),
                    at,
                }
                .log(conn, &rows::for_the_log(&document))?;
                removed.push((document, !held));
            }
            diesel::update(replies::table.find(reply.id))
                .set((
                    replies::revision.eq(reply.revision + 1),
                    replies::changed.eq(at),
                ))
                .execute(conn)?;
            Ok(removed)
        })?;
        for (document, goes) in &removed {
            if *goes {
                // What stays behind has no row any more: the sweep takes it.
                std::fs::remove_file(self.path(&document.storage)).ok();
            }
        }
        Ok(removed.into_iter().map(|(document, _)| document).collect())
    }
}

/// Whether a document may be opened by somebody of its State. Without a scanner only by those who know where it comes from.
#[must_use]
pub fn may_open(document: &Document, who: &Actor) -> bool {
    match document.scan {
        Scan::Clean => true,
        Scan::New | Scan::Infected => false,
        Scan::Unscanned => match who {
            Actor::Operator => true,
            Actor::Person(person) => {
                person.role == Role::FocalPoint
                    || document.by.as_ref().is_some_and(|by| by.id == person.id)
            }
        },
    }
}

/// A name that nobody can guess, for content on disk.
fn new_storage() -> Result<String, FileError> {
    let mut bytes = [0; 16];
    SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(|cause| StoreError::Random(cause.to_string()))?;
    Ok(hex::encode(bytes))
}
