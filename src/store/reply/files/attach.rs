//! From content on disk to a document of an answer: looked through, stripped, renamed, then acknowledged.

use std::fs::{self, File};
use std::io::Write;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::rows::{self, Document, Scan, Slot};
use super::sealed::{SealedReader, SealedStream, SealedWriter};
use super::upload::{Upload, forget, room};
use super::{FileError, Files, disk, new_storage};
use crate::access::{Allow, AttachDocuments};
use crate::reply::document::{
    Attached, FileName, InspectError, Refusal, inspect, is_stripped, pieces, strip,
};
use crate::store::account::people::account;
use crate::store::log::Act;
use crate::store::reply::life::Writable;
use crate::store::reply::replies::lock;
use crate::store::schema::{documents, replies, upload_pieces};
use crate::store::{StoreError, sha256, stored};

/// Content that has its last name on disk.
struct Content {
    storage: String,
    size: u64,
    sha256: String,
}

impl Files {
    /// Makes a document of content that is on disk under the name of content on its way.
    #[expect(clippy::too_many_arguments, reason = "what a document is made of")]
    pub(super) fn attach(
        &self,
        allow: &Allow<AttachDocuments>,
        slot: &Slot,
        name: &FileName,
        storage: &str,
        size: u64,
        upload: Option<&Upload>,
        at: DateTime<Utc>,
    ) -> Result<Document, FileError> {
        let content = self.take_in(allow, name, storage, size, upload, at)?;
        let kept = self.acknowledge(
            allow,
            slot,
            name,
            &content,
            upload.map(|upload| upload.id),
            at,
        );
        let document = match kept {
            Ok(document) => document,
            Err(cause) => {
                // A repetition finds an upload as it was.
                if content.storage == storage && upload.is_some() {
                    fs::rename(self.path(storage), self.part(storage)).ok();
                } else {
                    fs::remove_file(self.path(&content.storage)).ok();
                }
                return Err(cause);
            }
        };
        if content.storage != storage {
            fs::remove_file(self.part(storage)).ok();
        }
        self.scan_after(allow, document, at)
    }

    /// Looks a document through, strips it, gives it its last name and waits until all of it is on disk.
    fn take_in(
        &self,
        allow: &Allow<AttachDocuments>,
        name: &FileName,
        storage: &str,
        size: u64,
        upload: Option<&Upload>,
        at: DateTime<Utc>,
    ) -> Result<Content, FileError> {
        let scope = allow.scope();
        let key = self.key_or_new(&scope.round, &scope.respondent, at)?;
        let part = self.part(storage);
        let mut reader = SealedReader::open(&part, key.clone(), storage, size)?;
        let mut digest = self.digest(&mut reader, upload)?;
        looked_through(inspect(name.kind(), &mut reader, size), &reader)?;
        let (storage, size) = if is_stripped(name.kind()) {
            let kept = new_storage()?;
            let path = self.part(&kept);
            let stripped = (|| {
                let writer = SealedWriter::open(path.clone(), key.clone(), &kept)?;
                let mut stream = SealedStream::new(writer);
                std::io::Seek::rewind(&mut reader).map_err(disk(&part))?;
                looked_through(strip(name.kind(), &mut reader, &mut stream), &reader)?;
                stream.flush().map_err(disk(&path))?;
                let size = stream.finish()?;
                let mut reader = SealedReader::open(&path, key, &kept, size)?;
                Ok((size, self.digest(&mut reader, None)?))
            })();
            match stripped {
                Ok((size, stripped)) => {
                    digest = stripped;
                    (kept, size)
                }
                Err(cause) => {
                    fs::remove_file(&path).ok();
                    return Err(cause);
                }
            }
        } else {
            (storage.to_owned(), size)
        };
        let path = self.path(&storage);
        fs::rename(self.part(&storage), &path).map_err(disk(&path))?;
        self.sync_folder()?;
        Ok(Content {
            storage,
            size,
            sha256: digest,
        })
    }

    /// SHA-256 of all plain bytes. Pieces of an upload have to be those that were acknowledged; one that is not is sent again.
    fn digest(
        &self,
        reader: &mut SealedReader,
        upload: Option<&Upload>,
    ) -> Result<String, FileError> {
        let mut digest = Sha256::new();
        for number in 0..pieces(reader.size()) {
            let plain = reader.piece(number);
            let held = upload.and_then(|upload| Some((upload.id, upload.have.get(&number)?)));
            if let Some((id, held)) = held
                && !plain.as_ref().is_ok_and(|plain| sha256(plain) == *held)
            {
                let row = (id, i64::try_from(number).unwrap_or(i64::MAX));
                self.0.store.write(move |conn| {
                    diesel::delete(upload_pieces::table.find(row)).execute(conn)?;
                    Ok(())
                })?;
                return Err(FileError::Unfinished);
            }
            digest.update(plain?);
        }
        Ok(hex::encode(digest.finalize()))
    }

    /// Waits until names in the folder are on disk.
    pub(super) fn sync_folder(&self) -> Result<(), FileError> {
        let folder = &self.0.folder;
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(disk(folder))
    }

    /// Puts the row of a document whose content is on disk.
    fn acknowledge(
        &self,
        allow: &Allow<AttachDocuments>,
        slot: &Slot,
        name: &FileName,
        content: &Content,
        upload: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<Document, FileError> {
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let scan = match self.0.scanner {
            Some(_) => Scan::New,
            None => Scan::Unscanned,
        };
        let attached = Attached {
            name: name.as_str().to_owned(),
            kind: name.kind(),
            size: content.size,
            sha256: content.sha256.clone(),
        };
        let (slot, storage) = (slot.clone(), content.storage.clone());
        let size = i64::try_from(content.size).unwrap_or(i64::MAX);
        let at = stored(at);
        let done = self.0.store.write(move |conn| {
            let reply = lock(conn, &scope)?;
            Writable::now(conn, &scope, &reply, at)?.check(&slot.key.question)?;
            if let Err(refusal) = room(conn, &reply, &slot, attached.size, upload)? {
                return Ok(Err(refusal));
            }
            let held = rows::of_reply(conn, reply.id)?;
            let is_same = |other: &Document| {
                other.slot.key == slot.key && other.attached.sha256 == attached.sha256
            };
            if held.iter().any(is_same) {
                return Ok(Err(Refusal::Same));
            }
            let id: i64 = diesel::insert_into(documents::table)
                .values((
                    documents::reply.eq(reply.id),
                    documents::question.eq(slot.key.question.as_str()),
                    documents::row.eq(slot.row_text()),
                    documents::field.eq(slot.field_text()),
                    documents::storage.eq(storage),
                    documents::name.eq(&attached.name),
                    documents::kind.eq(attached.kind.code()),
                    documents::size.eq(size),
                    documents::sha256.eq(&attached.sha256),
                    documents::scan.eq(scan.code()),
                    documents::person.eq(person),
                    documents::at.eq(at),
                ))
                .returning(documents::id)
                .get_result(conn)?;
            let document = rows::find(conn, reply.id, id)?
                .ok_or_else(|| StoreError::damaged("document", "it is not there"))?;
            if let Some(upload) = upload {
                forget(conn, upload)?;
            }
            diesel::update(replies::table.find(reply.id))
                .set((
                    replies::revision.eq(reply.revision + 1),
                    replies::changed.eq(at),
                ))
                .execute(conn)?;
            Act {
                person,
                reply: Some(&scope),
                action: "document_attached",
                object: format!("document {}", document.id),
                at,
            }
            .log(conn, &rows::for_the_log(&document))?;
            Ok::<_, StoreError>(Ok(document))
        })?;
        Ok(done?)
    }
}

/// What looking through came to. That a piece was found changed says more than that reading failed.
fn looked_through(
    outcome: Result<(), InspectError>,
    reader: &SealedReader,
) -> Result<(), FileError> {
    match outcome {
        Ok(()) => Ok(()),
        Err(_) if reader.is_damaged() => Err(reader.damaged()),
        Err(InspectError::Refused(refusal)) => Err(refusal.into()),
        Err(InspectError::Read(cause)) => Err(reader.failed(cause)),
    }
}
