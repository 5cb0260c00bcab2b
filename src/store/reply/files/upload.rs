//! Documents on their way: by pieces that may come again after a cut line, or in one stream.
//!
//! An upload by pieces is a row, so that it can be gone on with after a reload or on another day. A piece is acknowledged when it is on disk;
//! the upload says which it has, with their digests, so that a sender finds out whether it holds the same file.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{Document, Slot};
use super::sealed::{SealedStream, SealedWriter};
use super::{FileError, Files, new_storage};
use crate::access::{Allow, AttachDocuments};
use crate::reply::document::{
    FileName, MOST_BYTES, MOST_FILES, MOST_TOTAL, PIECE, Refusal, pieces,
};
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::dialect::on_each_backend;
use crate::store::reply::life::Writable;
use crate::store::reply::replies::{ReplyRow, find, lock};
use crate::store::schema::{documents, upload_pieces, uploads};
use crate::store::{StoreError, sha256, stored};
use crate::text::hidden::debug_hiding;

/// A document that somebody begins to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    /// Where it belongs.
    pub slot: Slot,
    /// Its name.
    pub name: FileName,
    /// How many bytes it will have.
    pub size: u64,
}

/// A document on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its number.
    pub id: i64,
    /// Where it belongs.
    pub slot: Slot,
    /// Its name.
    pub name: String,
    /// How many bytes it will have.
    pub size: u64,
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// The pieces that are on disk, with the SHA-256 of each.
    pub have: BTreeMap<u64, String>,
    pub(super) storage: String,
}

debug_hiding!(Upload, [id, slot, size, at, have, storage], [name]);

#[derive(Queryable, Selectable)]
#[diesel(table_name = uploads)]
struct UploadRow {
    id: i64,
    question: String,
    row: String,
    field: String,
    storage: String,
    name: String,
    size: i64,
    at: NaiveDateTime,
}

impl UploadRow {
    fn upload(self, conn: &mut DbConnection) -> Result<Upload, StoreError> {
        let what = format!("upload {}", self.id);
        let have: Vec<(i64, String)> = upload_pieces::table
            .filter(upload_pieces::upload.eq(self.id))
            .select((upload_pieces::number, upload_pieces::sha256))
            .load(conn)?;
        let count =
            |number: i64| u64::try_from(number).map_err(|cause| StoreError::damaged(&what, cause));
        Ok(Upload {
            slot: Slot::read(&self.question, &self.row, &self.field)?,
            size: count(self.size)?,
            have: have
                .into_iter()
                .map(|(number, sha256)| Ok((count(number)?, sha256)))
                .collect::<Result<_, StoreError>>()?,
            id: self.id,
            name: self.name,
            at: self.at.and_utc(),
            storage: self.storage,
        })
    }
}

/// The uploads of one person to a reply.
fn of_person(
    conn: &mut DbConnection,
    reply: i64,
    person: Option<i64>,
) -> Result<Vec<Upload>, StoreError> {
    let all = uploads::table
        .filter(uploads::reply.eq(reply))
        .order(uploads::id)
        .select(UploadRow::as_select());
    let rows: Vec<UploadRow> = match person {
        Some(person) => all.filter(uploads::person.eq(person)).load(conn)?,
        None => all.filter(uploads::person.is_null()).load(conn)?,
    };
    rows.into_iter().map(|row| row.upload(conn)).collect()
}

/// Deletes an upload's rows.
pub(super) fn forget(conn: &mut DbConnection, upload: i64) -> Result<(), StoreError> {
    diesel::delete(upload_pieces::table.filter(upload_pieces::upload.eq(upload))).execute(conn)?;
    diesel::delete(uploads::table.find(upload)).execute(conn)?;
    Ok(())
}

/// Whether a reply has room for one more document of this size at this place, beside the others and those on their way.
pub(super) fn room(
    conn: &mut DbConnection,
    reply: &ReplyRow,
    slot: &Slot,
    size: u64,
    own: Option<i64>,
) -> Result<Result<(), Refusal>, StoreError> {
    let held: Vec<(i64, String, String, String)> = documents::table
        .filter(documents::reply.eq(reply.id))
        .filter(documents::removed.is_null())
        .select((
            documents::size,
            documents::question,
            documents::row,
            documents::field,
        ))
        .load(conn)?;
    let coming: Vec<i64> = uploads::table
        .filter(uploads::reply.eq(reply.id))
        .filter(uploads::id.ne(own.unwrap_or(0)))
        .select(uploads::size)
        .load(conn)?;
    let is_taken = slot.field.is_some()
        && held.iter().any(|(_, question, row, field)| {
            slot.key.question.as_str() == question
                && slot.row_text() == row
                && slot.field_text() == field
        });
    let count = u64::try_from(held.len() + coming.len()).unwrap_or(u64::MAX);
    let sizes = held.iter().map(|(size, ..)| size).chain(&coming);
    let total: u64 = sizes
        .map(|size| u64::try_from(*size).unwrap_or(u64::MAX))
        .sum();
    Ok(if is_taken {
        Err(Refusal::Taken)
    } else if count >= MOST_FILES {
        Err(Refusal::TooMany)
    } else if total.saturating_add(size) > MOST_TOTAL {
        Err(Refusal::TooMuch)
    } else {
        Ok(())
    })
}

fn check_size(size: u64) -> Result<(), Refusal> {
    match size {
        0 => Err(Refusal::Empty),
        1..=MOST_BYTES => Ok(()),
        _ => Err(Refusal::TooLarge),
    }
}

/// How many bytes a piece has.
fn length(size: u64, number: u64) -> u64 {
    size.saturating_sub(number.saturating_mul(PIECE)).min(PIECE)
}

impl Files {
    /// Begins to take a document by pieces. The same person's upload of a file of the same name and size to the same place is gone on with.
    ///
    /// # Errors
    /// [`FileError::Refused`] if it is too large or there is no room, [`FileError::Gone`] outside the permission.
    pub fn begin(
        &self,
        allow: &Allow<AttachDocuments>,
        new: NewUpload,
        at: DateTime<Utc>,
    ) -> Result<Upload, FileError> {
        self.within(allow, &new.slot)?;
        check_size(new.size)?;
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let storage = new_storage()?;
        let size = i64::try_from(new.size).unwrap_or(i64::MAX);
        let begun = self.0.store.write(move |conn| {
            let reply = lock(conn, &scope)?;
            Writable::now(conn, &scope, &reply, stored(at))?.check(&new.slot.key.question)?;
            let own = of_person(conn, reply.id, person)?;
            let same = own.into_iter().find(|upload| {
                (&upload.slot, upload.name.as_str(), upload.size)
                    == (&new.slot, new.name.as_str(), new.size)
            });
            if let Some(same) = same {
                return Ok(Ok(same));
            }
            if let Err(refusal) = room(conn, &reply, &new.slot, new.size, None)? {
                return Ok(Err(refusal));
            }
            let id: i64 = diesel::insert_into(uploads::table)
                .values((
                    uploads::reply.eq(reply.id),
                    uploads::question.eq(new.slot.key.question.as_str()),
                    uploads::row.eq(new.slot.row_text()),
                    uploads::field.eq(new.slot.field_text()),
                    uploads::storage.eq(storage),
                    uploads::name.eq(new.name.as_str()),
                    uploads::size.eq(size),
                    uploads::person.eq(person),
                    uploads::at.eq(stored(at)),
                    uploads::touched.eq(stored(at)),
                ))
                .returning(uploads::id)
                .get_result(conn)?;
            let row: UploadRow = uploads::table
                .find(id)
                .select(UploadRow::as_select())
                .first(conn)?;
            row.upload(conn).map(Ok)
        })?;
        Ok(begun?)
    }

    /// What the person has begun to send to the own reply and not finished.
    pub fn uploads(&self, allow: &Allow<AttachDocuments>) -> Result<Vec<Upload>, FileError> {
        let scope = allow.scope();
        let person = account(allow.who());
        let found = self.0.store.read(|conn| {
            let reply = find(conn, scope)?.id;
            of_person(conn, reply, person)
        })?;
        let within = |upload: &Upload| scope.parts.contains(&upload.slot.key.question);
        Ok(found.into_iter().filter(within).collect())
    }

    /// One of [`Self::uploads`].
    ///
    /// # Errors
    /// [`FileError::Gone`].
    pub fn upload(&self, allow: &Allow<AttachDocuments>, id: i64) -> Result<Upload, FileError> {
        let own = self.uploads(allow)?;
        let mut own = own.into_iter();
        own.find(|upload| upload.id == id).ok_or(FileError::Gone)
    }

    /// Takes a piece; it is on disk when this returns. The same piece again changes nothing, another in its place replaces it.
    ///
    /// # Errors
    /// [`FileError::Piece`] if it has not the length of its place or not the digest that was said.
    pub fn put_piece(
        &self,
        allow: &Allow<AttachDocuments>,
        id: i64,
        number: u64,
        digest: &str,
        bytes: &[u8],
        at: DateTime<Utc>,
    ) -> Result<(), FileError> {
        let upload = self.upload(allow, id)?;
        let is_whole = u64::try_from(bytes.len()).is_ok_and(|l| l == length(upload.size, number));
        if number >= pieces(upload.size) || !is_whole || sha256(bytes) != digest {
            return Err(FileError::Piece);
        }
        if upload.have.get(&number).is_some_and(|held| held == digest) {
            return Ok(());
        }
        let row = (id, i64::try_from(number).unwrap_or(i64::MAX));
        if upload.have.contains_key(&number) {
            // Until the other is on disk neither is there.
            let (scope, question) = (allow.scope().clone(), upload.slot.key.question.clone());
            self.0.store.write(move |conn| {
                let reply = lock(conn, &scope)?;
                Writable::now(conn, &scope, &reply, stored(at))?.check(&question)?;
                diesel::delete(upload_pieces::table.find(row)).execute(conn)?;
                Ok(())
            })?;
        }
        let scope = allow.scope();
        let key = self.key_or_new(&scope.round, &scope.respondent, at)?;
        let mut writer = SealedWriter::open(self.part(&upload.storage), key, &upload.storage)?;
        writer.put(number, number + 1 == pieces(upload.size), bytes)?;
        writer.sync()?;
        self.sync_folder()?;
        let (digest, scope) = (digest.to_owned(), scope.clone());
        let question = upload.slot.key.question;
        self.0.store.write(move |conn| {
            let reply = lock(conn, &scope)?;
            Writable::now(conn, &scope, &reply, stored(at))?.check(&question)?;
            let still = diesel::update(uploads::table.find(id))
                .set(uploads::touched.eq(stored(at)))
                .execute(conn)?;
            if still == 1 {
                let values = (
                    upload_pieces::upload.eq(row.0),
                    upload_pieces::number.eq(row.1),
                    upload_pieces::sha256.eq(digest),
                );
                on_each_backend!(conn, |inner| diesel::insert_into(upload_pieces::table)
                    .values(values)
                    .on_conflict_do_nothing()
                    .execute(inner)?);
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Makes a document of an upload whose pieces are all there.
    ///
    /// # Errors
    /// [`FileError::Unfinished`]; [`FileError::Refused`] if the content is not taken: then the upload is given up.
    pub fn finish(
        &self,
        allow: &Allow<AttachDocuments>,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<Document, FileError> {
        let upload = self.upload(allow, id)?;
        let all = (0..pieces(upload.size)).all(|number| upload.have.contains_key(&number));
        if !all {
            return Err(FileError::Unfinished);
        }
        let name = FileName::clean(&upload.name)?;
        let done = self.attach(
            allow,
            &upload.slot,
            &name,
            &upload.storage,
            upload.size,
            Some(&upload),
            at,
        );
        if let Err(FileError::Refused(_)) = done {
            self.give_up(allow, id, at)?;
        }
        done
    }

    /// Gives up a document on its way.
    ///
    /// # Errors
    /// [`FileError::Gone`]; those of a save if what belongs to its question may not be written now.
    pub fn give_up(
        &self,
        allow: &Allow<AttachDocuments>,
        id: i64,
        at: DateTime<Utc>,
    ) -> Result<Upload, FileError> {
        let upload = self.upload(allow, id)?;
        let scope = allow.scope().clone();
        let question = upload.slot.key.question.clone();
        self.0.store.write(move |conn| {
            let reply = lock(conn, &scope)?;
            Writable::now(conn, &scope, &reply, stored(at))?.check(&question)?;
            forget(conn, id)
        })?;
        // What stays behind has no row any more: the sweep takes it.
        std::fs::remove_file(self.part(&upload.storage)).ok();
        Ok(upload)
    }

    /// Begins to take a document in one stream, from a page without a script.
    ///
    /// # Errors
    /// [`FileError::Gone`] outside the permission, [`FileError::Refused`] if there is no room for anything.
    pub fn receive(
        &self,
        allow: &Allow<AttachDocuments>,
        slot: Slot,
        name: FileName,
        at: DateTime<Utc>,
    ) -> Result<Incoming, FileError> {
        self.within(allow, &slot)?;
        let scope = allow.scope();
        let room = self.0.store.read(|conn| {
            let reply = find(conn, scope)?;
            Writable::now(conn, scope, &reply, stored(at))?.check(&slot.key.question)?;
            room(conn, &reply, &slot, 1, None)
        })?;
        room?;
        let storage = new_storage()?;
        let key = self.key_or_new(&scope.round, &scope.respondent, at)?;
        let writer = SealedWriter::open(self.part(&storage), key, &storage)?;
        Ok(Incoming {
            files: self.clone(),
            allow: allow.clone(),
            slot,
            name,
            storage,
            stream: Some(SealedStream::new(writer)),
        })
    }

    /// Whether a place is within a permission.
    fn within(&self, allow: &Allow<AttachDocuments>, slot: &Slot) -> Result<(), FileError> {
        if allow.scope().parts.contains(&slot.key.question) {
            Ok(())
        } else {
            Err(FileError::Gone)
        }
    }
}

/// A document that comes in one stream. Dropped before its end it leaves nothing.
pub struct Incoming {
    files: Files,
    allow: Allow<AttachDocuments>,
    slot: Slot,
    name: FileName,
    storage: String,
    stream: Option<SealedStream>,
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Incoming({})", self.storage)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Attached, it has another name by now.
        std::fs::remove_file(self.files.part(&self.storage)).ok();
    }
}

impl Incoming {
    /// Takes what comes next.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] as soon as it is more than is taken; [`FileError::Disk`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        let stream = self.stream.as_mut().ok_or(FileError::Gone)?;
        stream.push(bytes)?;
        if stream.size() > MOST_BYTES {
            return Err(Refusal::TooLarge.into());
        }
        Ok(())
    }

    /// Makes a document of it.
    ///
    /// # Errors
    /// [`FileError::Refused`] if the content is not taken.
    pub fn finish(mut self, at: DateTime<Utc>) -> Result<Document, FileError> {
        let stream = self.stream.take().ok_or(FileError::Gone)?;
        check_size(stream.size())?;
        let size = stream.finish()?;
        let Self {
            files,
            allow,
            slot,
            name,
            storage,
            ..
        } = &self;
        files.attach(allow, slot, name, storage, size, None, at)
    }
}
