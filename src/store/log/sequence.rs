//! The Merkle tree over the log.
//!
//! It has a leaf for each entry in the order in which they were sequenced, a hash above each full tile, and signed
//! checkpoints. Adding leaves holds a lock, so that there is one order; reading a root or a proof reads a few hundred hashes at most.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{EntryRow, signing};
use crate::keys::Keys;
use crate::merkle::{self, Hash, TILE, Tiles};
use crate::proof::checkpoint::Checkpoint;
use crate::store::connection::DbConnection;
use crate::store::rounds::ROWS;
use crate::store::schema::{
    log_checkpoints, log_entries, log_head, log_keys, log_leaves, log_tiles, log_waiting,
};
use crate::store::{Store, StoreError, stored};

/// A checkpoint that was signed, with the key that checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// How much the log held, and its root.
    pub checkpoint: Checkpoint,
    /// The signed text.
    pub note: String,
    /// The public key as a PEM file.
    pub pem: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A key that signed, or signs.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct LogKey {
    /// SHA-256 of its 32 bytes.
    pub fingerprint: String,
    /// The public key as a PEM file.
    pub pem: String,
    /// First use.
    pub since: NaiveDateTime,
    /// Since when another key signs in its place.
    pub retired: Option<NaiveDateTime>,
}

/// Where an entry stands in the tree, with the proof.
pub(in crate::store) struct Place {
    pub(in crate::store) index: u64,
    pub(in crate::store) checkpoint: Checkpoint,
    pub(in crate::store) proof: Vec<Hash>,
    pub(in crate::store) entry: String,
    pub(in crate::store) body: String,
    pub(in crate::store) salt: Vec<u8>,
}

/// The hashes that are stored.
pub(super) struct Stored<'a>(pub(super) &'a mut DbConnection);

impl Tiles for Stored<'_> {
    type Error = StoreError;

    fn hashes(&mut self, level: u32, from: u64, count: u64) -> Result<Vec<Hash>, StoreError> {
        let (first, last) = (number(from)?, number(from + count)?);
        let hashes: Vec<Vec<u8>> = if level == 0 {
            log_leaves::table
                .filter(log_leaves::seq.ge(first).and(log_leaves::seq.lt(last)))
                .order(log_leaves::seq)
                .select(log_leaves::leaf)
                .load(self.0)?
        } else {
            log_tiles::table
                .filter(log_tiles::level.eq(i64::from(level)))
                .filter(log_tiles::place.ge(first).and(log_tiles::place.lt(last)))
                .order(log_tiles::place)
                .select(log_tiles::hash)
                .load(self.0)?
        };
        if u64::try_from(hashes.len()) != Ok(count) {
            return Err(missing(format!("level {level} from {from}")));
        }
        hashes.into_iter().map(hash).collect()
    }
}

fn hash(bytes: Vec<u8>) -> Result<Hash, StoreError> {
    bytes
        .try_into()
        .map_err(|_short| missing("a hash of 32 bytes".to_owned()))
}

fn missing(what: String) -> StoreError {
    StoreError::damaged("log", format!("its tree lacks {what}"))
}

fn number(count: u64) -> Result<i64, StoreError> {
    i64::try_from(count).map_err(|cause| StoreError::damaged("log", cause))
}

fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|cause| StoreError::damaged("log", cause))
}

/// Gives all entries that wait their place, and signs how much there is now. Holds the lock of the log until the transaction ends.
pub(in crate::store) fn sequence(
    conn: &mut DbConnection,
    keys: &Keys,
    at: NaiveDateTime,
) -> Result<Checkpoint, StoreError> {
    // An update that changes nothing locks the row on PostgreSQL; on SQLite there is one writer anyway.
    let before: i64 = diesel::update(log_head::table.find(1))
        .set(log_head::size.eq(log_head::size))
        .returning(log_head::size)
        .get_result(conn)?;
    let mut size = count(before)?;
    loop {
        let waiting: Vec<EntryRow> = log_waiting::table
            .inner_join(log_entries::table.on(log_entries::id.eq(log_waiting::entry)))
            .order(log_waiting::entry)
            .limit(i64::try_from(ROWS).unwrap_or(i64::MAX))
            .select(EntryRow::as_select())
            .load(conn)?;
        if waiting.is_empty() {
            break;
        }
        for entry in &waiting {
            let leaf = merkle::leaf(entry.canonical()?.as_bytes());
            diesel::insert_into(log_leaves::table)
                .values((
                    log_leaves::seq.eq(number(size)?),
                    log_leaves::entry.eq(entry.id),
                    log_leaves::leaf.eq(leaf.as_slice()),
                ))
                .execute(conn)?;
            size += 1;
            fill_tiles(conn, size)?;
        }
        let done: Vec<i64> = waiting.iter().map(|entry| entry.id).collect();
        diesel::delete(log_waiting::table.filter(log_waiting::entry.eq_any(done))).execute(conn)?;
    }
    diesel::update(log_head::table.find(1))
        .set(log_head::size.eq(number(size)?))
        .execute(conn)?;
    let root = merkle::root(&mut Stored(conn), size)?;
    let checkpoint = Checkpoint { size, root };
    keep(conn, keys, checkpoint, at)?;
    Ok(checkpoint)
}

/// Puts the hash above each tile that the last leaf filled.
fn fill_tiles(conn: &mut DbConnection, size: u64) -> Result<(), StoreError> {
    let (mut level, mut filled) = (0, size);
    while filled.is_multiple_of(TILE) {
        let place = filled / TILE - 1;
        let hashes = Stored(conn).hashes(level, place * TILE, TILE)?;
        diesel::insert_into(log_tiles::table)
            .values((
                log_tiles::level.eq(i64::from(level + 1)),
                log_tiles::place.eq(number(place)?),
                log_tiles::hash.eq(merkle::folded(hashes).as_slice()),
            ))
            .execute(conn)?;
        (level, filled) = (level + 1, filled / TILE);
    }
    Ok(())
}

/// Keeps the checkpoint, and the key that signed it, unless the same is there already.
fn keep(
    conn: &mut DbConnection,
    keys: &Keys,
    checkpoint: Checkpoint,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let fingerprint = keys.fingerprint();
    signing::may_sign(conn, keys, at)?;
    let size = number(checkpoint.size)?;
    let there: i64 = log_checkpoints::table
        .filter(log_checkpoints::size.eq(size))
        .filter(log_checkpoints::fingerprint.eq(&fingerprint))
        .count()
        .get_result(conn)?;
    if there == 0 {
        diesel::insert_into(log_checkpoints::table)
            .values((
                log_checkpoints::size.eq(size),
                log_checkpoints::root.eq(checkpoint.root.as_slice()),
                log_checkpoints::note.eq(checkpoint.sign(keys)),
                log_checkpoints::fingerprint.eq(&fingerprint),
                log_checkpoints::at.eq(at),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Sequences what waits, and proves that this entry is in the log.
pub(in crate::store) fn place(
    conn: &mut DbConnection,
    keys: &Keys,
    entry: i64,
    at: NaiveDateTime,
) -> Result<Place, StoreError> {
    let checkpoint = sequence(conn, keys, at)?;
    let (seq, row): (i64, EntryRow) = log_leaves::table
        .inner_join(log_entries::table)
        .filter(log_leaves::entry.eq(entry))
        .select((log_leaves::seq, EntryRow::as_select()))
        .first(conn)?;
    let index = count(seq)?;
    let gone = || missing(format!("the body of entry {entry}"));
    Ok(Place {
        index,
        checkpoint,
        proof: merkle::inclusion(&mut Stored(conn), index, checkpoint.size)?,
        entry: row.canonical()?,
        body: row.body.ok_or_else(gone)?,
        salt: row.salt.ok_or_else(gone)?,
    })
}

impl Store {
    /// Sequences what waits and signs a checkpoint: once an hour, so that no entry waits longer for its proof.
    ///
    /// # Errors
    /// If the log cannot be read or written.
    pub fn sign_log(
        &self,
        keys: std::sync::Arc<Keys>,
        at: DateTime<Utc>,
    ) -> Result<Checkpoint, StoreError> {
        let at = stored(at);
        self.write(move |conn| sequence(conn, &keys, at))
    }

    /// The root that the log had when it held so many entries; `None` if it never did.
    pub fn log_root(&self, size: u64) -> Result<Option<Hash>, StoreError> {
        self.read(|conn| {
            let held: i64 = log_head::table.find(1).select(log_head::size).first(conn)?;
            if size > count(held)? {
                return Ok(None);
            }
            merkle::root(&mut Stored(conn), size).map(Some)
        })
    }

    /// The latest checkpoint; anyone may see it. `None` before the first.
    pub fn latest_checkpoint(&self) -> Result<Option<SignedCheckpoint>, StoreError> {
        type Row = (i64, Vec<u8>, String, String, NaiveDateTime);
        let row: Option<Row> = self.read(|conn| {
            Ok(log_checkpoints::table
                .inner_join(
                    log_keys::table.on(log_keys::fingerprint.eq(log_checkpoints::fingerprint)),
                )
                .order(log_checkpoints::id.desc())
                .select((
                    log_checkpoints::size,
                    log_checkpoints::root,
                    log_checkpoints::note,
                    log_keys::pem,
                    log_checkpoints::at,
                ))
                .first(conn)
                .optional()?)
        })?;
        let read = |(size, root, note, pem, at): Row| {
            Ok(SignedCheckpoint {
                checkpoint: Checkpoint {
                    size: count(size)?,
                    root: hash(root)?,
                },
                note,
                pem,
                at: at.and_utc(),
            })
        };
        row.map(read).transpose()
    }

    /// All keys that ever signed, the newest first; anyone may see them.
    pub fn log_keys(&self) -> Result<Vec<LogKey>, StoreError> {
        self.read(|conn| {
            Ok(log_keys::table
                .order(log_keys::since.desc())
                .select((
                    log_keys::fingerprint,
                    log_keys::pem,
                    log_keys::since,
                    log_keys::retired,
                ))
                .load(conn)?)
        })
    }
}
