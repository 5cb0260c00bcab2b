//! Whether the log still holds.
//!
//! It does if every row gives its leaf, every body its commitment, the leaves are in one unbroken order and give every
//! root that was ever signed, and nothing stands in the table that is in no tree.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use thiserror::Error;

use super::EntryRow;
use super::signing::{CHANGED, announced};
use crate::keys::PublicKey;
use crate::merkle::{self, Hash, TILE};
use crate::proof::checkpoint::Checkpoint;
use crate::proof::receipt::commitment;
use crate::store::connection::DbConnection;
use crate::store::schema::{
    log_checkpoints, log_entries, log_head, log_keys, log_leaves, log_tiles, log_waiting,
};
use crate::store::{Store, StoreError};

/// Rows read at a time.
const ROWS: i64 = 2_000;

/// What a check of the log found to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHolds {
    /// Entries in the tree.
    pub size: u64,
    /// Entries that wait for their place.
    pub waiting: i64,
    /// Checkpoints that fit.
    pub checkpoints: usize,
    /// The root over all entries in the tree.
    pub root: Hash,
}

/// What does not hold.
#[derive(Debug, Error)]
pub enum LogFault {
    /// It cannot be read at all.
    #[error("the log cannot be read")]
    Unreadable(#[from] StoreError),
    /// A row was changed.
    #[error("entry {0} of the log was changed: it no longer gives the leaf that was made from it")]
    Entry(i64),
    /// A body was changed.
    #[error("the body of entry {0} was changed: it no longer gives its commitment")]
    Body(i64),
    /// A leaf is missing or out of order.
    #[error("place {0} of the log is missing or out of order")]
    Order(u64),
    /// The size that was noted is another.
    #[error("the log says that it holds {noted} entries and holds {found}")]
    Size {
        /// What the log says.
        noted: i64,
        /// What it holds.
        found: u64,
    },
    /// Entries are in no tree and do not wait either.
    #[error("{0} entries are neither in the tree nor waiting for it: leaves were removed")]
    Loose(i64),
    /// A hash above the leaves does not fit them.
    #[error("the hash at place {1} of level {0} does not fit the leaves below it")]
    Tile(i64, i64),
    /// A checkpoint of another history.
    #[error(
        "the checkpoint over {0} entries does not fit the log: history was rewritten, or the checkpoint is another log's"
    )]
    Checkpoint(u64),
    /// A key that nothing announced.
    #[error(
        "the key {0} signed for the log, and no entry of it says that the key took the place of another"
    )]
    Key(String),
    /// A checkpoint of a key after its time.
    #[error(
        "the checkpoint over {0} entries was signed by a key after another had taken its place"
    )]
    Retired(i64),
    /// A checkpoint that its key did not sign.
    #[error("the checkpoint over {0} entries is not signed by the key it names")]
    Signature(i64),
}

/// Roots of a growing list: one hash for each full part, the largest first.
#[derive(Default)]
struct Roots(Vec<(u32, Hash)>);

impl Roots {
    fn push(&mut self, leaf: Hash) {
        let (mut height, mut hash) = (0, leaf);
        while let Some((_, left)) = self.0.pop_if(|(other, _)| *other == height) {
            hash = merkle::node(&left, &hash);
            height += 1;
        }
        self.0.push((height, hash));
    }

    fn root(&self) -> Hash {
        let mut parts = self.0.iter().rev().map(|(_, hash)| *hash);
        let Some(last) = parts.next() else {
            return merkle::empty();
        };
        parts.fold(last, |right, left| merkle::node(&left, &right))
    }
}

impl From<diesel::result::Error> for LogFault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Unreadable(error.into())
    }
}

impl Store {
    /// Reads all of the log, as it is at one moment, and checks it; `kept` are checkpoints from outside, for instance from receipts or from
    /// paper.
    ///
    /// # Errors
    /// [`LogFault`], for the first that does not hold.
    pub fn check_log(&self, kept: &[Checkpoint]) -> Result<LogHolds, LogFault> {
        self.read(|conn| Ok(check(conn, kept)))?
    }
}

fn check(conn: &mut DbConnection, kept: &[Checkpoint]) -> Result<LogHolds, LogFault> {
    let signed = signed_checkpoints(conn)?;
    let mut wanted: BTreeMap<u64, Vec<Hash>> = BTreeMap::new();
    for checkpoint in signed.iter().chain(kept) {
        let roots = wanted.entry(checkpoint.size).or_default();
        roots.push(checkpoint.root);
    }
    let mut roots = Roots::default();
    let mut tiles: BTreeMap<(i64, i64), Hash> = BTreeMap::new();
    let mut size = 0_u64;
    let fits = |size: u64, root: Hash| match wanted.get(&size) {
        Some(wanted) if wanted.iter().any(|wanted| *wanted != root) => {
            Err(LogFault::Checkpoint(size))
        }
        _ => Ok(()),
    };
    fits(0, merkle::empty())?;
    let mut level: Vec<Vec<Hash>> = vec![Vec::new()];
    loop {
        let rows = leaves_from(conn, size)?;
        if rows.is_empty() {
            break;
        }
        for (seq, leaf, entry) in rows {
            if u64::try_from(seq) != Ok(size) {
                return Err(LogFault::Order(size));
            }
            check_entry(&entry, &leaf)?;
            let leaf = leaf
                .try_into()
                .map_err(|_short| LogFault::Entry(entry.id))?;
            roots.push(leaf);
            stack(&mut level, &mut tiles, leaf);
            size += 1;
            if wanted.contains_key(&size) {
                fits(size, roots.root())?;
            }
        }
    }
    if let Some(beyond) = wanted.keys().find(|wanted| **wanted > size) {
        return Err(LogFault::Checkpoint(*beyond));
    }
    let waiting = check_rest(conn, size, &tiles)?;
    Ok(LogHolds {
        size,
        waiting,
        checkpoints: signed.len() + kept.len(),
        root: roots.root(),
    })
}

/// The checkpoints that are kept, each found to be signed by the key it names.
fn signed_checkpoints(conn: &mut DbConnection) -> Result<Vec<Checkpoint>, LogFault> {
    type Row = (
        i64,
        Vec<u8>,
        String,
        NaiveDateTime,
        String,
        Option<NaiveDateTime>,
    );
    check_keys(conn)?;
    let rows: Vec<Row> = log_checkpoints::table
        .inner_join(log_keys::table.on(log_keys::fingerprint.eq(log_checkpoints::fingerprint)))
        .order(log_checkpoints::id)
        .select((
            log_checkpoints::size,
            log_checkpoints::root,
            log_checkpoints::note,
            log_checkpoints::at,
            log_keys::pem,
            log_keys::retired,
        ))
        .load(conn)?;
    let read = |(size, root, note, at, pem, retired): Row| {
        if retired.is_some_and(|retired| at > retired) {
            return Err(LogFault::Retired(size));
        }
        let checkpoint = PublicKey::from_pem(&pem)
            .and_then(|key| Checkpoint::open(&note, &key).ok())
            .ok_or(LogFault::Signature(size))?;
        let same = u64::try_from(size) == Ok(checkpoint.size) && checkpoint.root[..] == root[..];
        if same {
            Ok(checkpoint)
        } else {
            Err(LogFault::Signature(size))
        }
    };
    rows.into_iter().map(read).collect()
}

/// That each key but the first was announced, and is the one that its fingerprint names.
fn check_keys(conn: &mut DbConnection) -> Result<(), LogFault> {
    let keys: Vec<(String, String)> = log_keys::table
        .order((log_keys::since, log_keys::fingerprint))
        .select((log_keys::fingerprint, log_keys::pem))
        .load(conn)?;
    let mut first = true;
    for (fingerprint, pem) in keys {
        let named = PublicKey::from_pem(&pem).is_some_and(|key| key.fingerprint() == fingerprint);
        let entries: i64 = log_entries::table
            .filter(log_entries::action.eq(CHANGED))
            .filter(log_entries::object.eq(announced(&fingerprint)))
            .count()
            .get_result(conn)?;
        let announced = entries > 0 || std::mem::take(&mut first);
        if !named || !announced {
            return Err(LogFault::Key(fingerprint));
        }
    }
    Ok(())
}

fn leaves_from(
    conn: &mut DbConnection,
    size: u64,
) -> Result<Vec<(i64, Vec<u8>, EntryRow)>, LogFault> {
    let from = i64::try_from(size).map_err(|_large| LogFault::Order(size))?;
    Ok(log_leaves::table
        .inner_join(log_entries::table)
        .filter(log_leaves::seq.ge(from))
        .order(log_leaves::seq)
        .limit(ROWS)
        .select((log_leaves::seq, log_leaves::leaf, EntryRow::as_select()))
        .load(conn)?)
}

/// That nothing is beside the tree: the size that is noted, the hashes above the leaves, entries without a leaf. How many wait.
fn check_rest(
    conn: &mut DbConnection,
    size: u64,
    tiles: &BTreeMap<(i64, i64), Hash>,
) -> Result<i64, LogFault> {
    let stored: Vec<(i64, i64, Vec<u8>)> = log_tiles::table
        .select((log_tiles::level, log_tiles::place, log_tiles::hash))
        .load(conn)?;
    let noted: i64 = log_head::table.find(1).select(log_head::size).first(conn)?;
    let entries: i64 = log_entries::table.count().get_result(conn)?;
    let waiting: i64 = log_waiting::table.count().get_result(conn)?;
    let leaves: i64 = log_leaves::table.count().get_result(conn)?;
    if u64::try_from(noted) != Ok(size) || leaves != noted {
        return Err(LogFault::Size { noted, found: size });
    }
    if entries != leaves + waiting {
        return Err(LogFault::Loose(entries - leaves - waiting));
    }
    let mut left = tiles.clone();
    for (level, place, hash) in stored {
        if left
            .remove(&(level, place))
            .is_none_or(|wanted| wanted[..] != hash[..])
        {
            return Err(LogFault::Tile(level, place));
        }
    }
    match left.first_key_value() {
        Some(((level, place), _)) => Err(LogFault::Tile(*level, *place)),
        None => Ok(waiting),
    }
}

/// That a row gives its leaf, and its body the commitment of the row.
fn check_entry(entry: &EntryRow, leaf: &[u8]) -> Result<(), LogFault> {
    if merkle::leaf(entry.canonical()?.as_bytes())[..] != *leaf {
        return Err(LogFault::Entry(entry.id));
    }
    match (&entry.body, &entry.salt) {
        // Both went when their time was over.
        (None, None) => Ok(()),
        (Some(body), Some(salt)) if commitment(salt, body)[..] == entry.commitment[..] => Ok(()),
        _ => Err(LogFault::Body(entry.id)),
    }
}

/// Adds a leaf, and the hashes above the tiles it fills.
fn stack(levels: &mut Vec<Vec<Hash>>, tiles: &mut BTreeMap<(i64, i64), Hash>, leaf: Hash) {
    let tile = usize::try_from(TILE).unwrap_or(usize::MAX);
    let (mut at, mut hash) = (0_usize, leaf);
    loop {
        if levels.len() == at {
            levels.push(Vec::new());
        }
        let Some(level) = levels.get_mut(at) else {
            return;
        };
        level.push(hash);
        if level.len() < tile {
            return;
        }
        hash = merkle::folded(std::mem::take(level));
        at += 1;
        let above = i64::try_from(at).unwrap_or(i64::MAX);
        let next = tiles.range((above, 0)..(above + 1, 0)).count();
        tiles.insert((above, i64::try_from(next).unwrap_or(i64::MAX)), hash);
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn entry(number: i64) -> EntryRow {
        let at = DateTime::from_timestamp(1_768_467_600 + number, 123_000).unwrap();
        let body = format!("{{\"sha256\":\"{number:064x}\"}}");
        let salt = vec![u8::try_from(number % 251).unwrap(); 32];
        EntryRow {
            id: number,
            at: at.naive_utc(),
            person: (number % 3 > 0).then_some(number),
            round: Some("2026".into()),
            respondent: (number % 2 > 0).then(|| "AUT".into()),
            action: "answers_saved".into(),
            object: format!("revision {number}"),
            commitment: commitment(&salt, &body).to_vec(),
            body: Some(body),
            salt: Some(salt),
        }
    }

    /// All that differ from a text by one bit of one byte and are text still.
    fn flipped(text: &str) -> impl Iterator<Item = String> {
        (0..text.len()).filter_map(move |at| {
            let mut bytes = text.to_owned().into_bytes();
            *bytes.get_mut(at)? ^= 1;
            String::from_utf8(bytes).ok()
        })
    }

    fn flipped_bytes(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
        (0..bytes.len()).map(move |at| {
            let mut other = bytes.to_vec();
            other[at] ^= 1;
            other
        })
    }

    /// All that one changed byte can make of an entry.
    fn changed(entry: &EntryRow) -> Vec<EntryRow> {
        let mut all = Vec::new();
        let mut put = |change: &dyn Fn(&mut EntryRow)| {
            let mut other = entry.clone();
            change(&mut other);
            all.push(other);
        };
        for id in flipped(&entry.id.to_string()).filter_map(|id| id.parse().ok()) {
            put(&|row| row.id = id);
        }
        let format = "%Y-%m-%d %H:%M:%S%.6f";
        for at in flipped(&entry.at.format(format).to_string()) {
            // What is no time any more cannot be read at all.
            if let Ok(at) = NaiveDateTime::parse_from_str(&at, format) {
                put(&|row| row.at = at);
            }
        }
        let person = entry
            .person
            .map(|person| person.to_string())
            .unwrap_or_default();
        for person in flipped(&person).filter_map(|person| person.parse().ok()) {
            put(&|row| row.person = Some(person));
        }
        put(&|row| row.person = if row.person.is_some() { None } else { Some(1) });
        for round in flipped(entry.round.as_deref().unwrap_or_default()) {
            put(&|row| row.round = Some(round.clone()));
        }
        put(&|row| row.round = None);
        for respondent in flipped(entry.respondent.as_deref().unwrap_or_default()) {
            put(&|row| row.respondent = Some(respondent.clone()));
        }
        for action in flipped(&entry.action) {
            put(&|row| row.action = action.clone());
        }
        for object in flipped(&entry.object) {
            put(&|row| row.object = object.clone());
        }
        for body in flipped(entry.body.as_deref().unwrap_or_default()) {
            put(&|row| row.body = Some(body.clone()));
        }
        put(&|row| row.body = None);
        for salt in flipped_bytes(entry.salt.as_deref().unwrap_or_default()) {
            put(&|row| row.salt = Some(salt.clone()));
        }
        put(&|row| row.salt = None);
        for commitment in flipped_bytes(&entry.commitment) {
            put(&|row| row.commitment = commitment.clone());
        }
        all
    }

    #[test]
    fn every_byte_of_two_hundred_entries_is_held() {
        let mut tried = 0;
        for entry in (1..=200).map(entry) {
            let leaf = merkle::leaf(entry.canonical().unwrap().as_bytes());
            check_entry(&entry, &leaf).unwrap();
            for other in changed(&entry) {
                assert!(check_entry(&other, &leaf).is_err(), "{other:?}");
                tried += 1;
            }
            for other in flipped_bytes(&leaf) {
                assert!(check_entry(&entry, &other).is_err());
            }
            // The control: what may go does.
            let gone = EntryRow {
                body: None,
                salt: None,
                ..entry
            };
            check_entry(&gone, &leaf).unwrap();
        }
        assert!(tried > 30_000, "{tried}");
    }
}
