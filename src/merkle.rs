//! A Merkle tree over a growing list (RFC 6962): its root, proofs that something is in it and that it only grew, and their check.
//!
//! What is stored of it is a hash for each entry and, above each full group of 256 hashes, their common one ([`Tiles`]). A root or a proof
//! reads at most 255 hashes of each level, so it costs the same whether the list holds a thousand entries or a million.

use sha2::{Digest, Sha256};
use thiserror::Error;

/// SHA-256 of a part of the tree.
pub type Hash = [u8; 32];

/// Hashes of one level that have a common one on the level above.
pub const TILE: u64 = 256;

/// Levels of a tree of [`TILE`] that the height of one tile spans: 256 is two to the power of 8.
const HEIGHT: u32 = 8;

/// The hash of an entry.
#[must_use]
pub fn leaf(entry: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

/// The hash of two parts beside each other.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of an empty list.
#[must_use]
pub fn empty() -> Hash {
    Sha256::digest([]).into()
}

/// Where the hashes are kept: level 0 has one for each entry, each further level one for each full group of [`TILE`] of the level below.
pub trait Tiles {
    /// Why they cannot be read.
    type Error;

    /// `count` hashes of a level from a place on, all of which are there.
    ///
    /// # Errors
    /// If they cannot be read, or fewer are there.
    fn hashes(&mut self, level: u32, from: u64, count: u64) -> Result<Vec<Hash>, Self::Error>;
}

/// The root of the first `size` entries.
///
/// # Errors
/// If the hashes cannot be read.
pub fn root<T: Tiles>(tiles: &mut T, size: u64) -> Result<Hash, T::Error> {
    if size == 0 {
        return Ok(empty());
    }
    range(tiles, 0, size)
}

/// The proof that entry `index` is among the first `size`: the hashes beside its way to the root, lowest first. Empty if it is not.
///
/// # Errors
/// If the hashes cannot be read.
pub fn inclusion<T: Tiles>(tiles: &mut T, index: u64, size: u64) -> Result<Vec<Hash>, T::Error> {
    let mut proof = Vec::new();
    let (mut first, mut last) = (0, size);
    if index >= size {
        return Ok(proof);
    }
    while last - first > 1 {
        let middle = first + split(last - first);
        if index < middle {
            proof.push(range(tiles, middle, last)?);
            last = middle;
        } else {
            proof.push(range(tiles, first, middle)?);
            first = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that the first `old` of `size` entries are still what they were. Empty if there is nothing to prove.
///
/// # Errors
/// If the hashes cannot be read.
pub fn consistency<T: Tiles>(tiles: &mut T, old: u64, size: u64) -> Result<Vec<Hash>, T::Error> {
    let mut proof = Vec::new();
    if old == 0 || old >= size {
        return Ok(proof);
    }
    let (mut first, mut last, mut whole) = (0, size, true);
    while old != last {
        let middle = first + split(last - first);
        if old <= middle {
            proof.push(range(tiles, middle, last)?);
            last = middle;
        } else {
            proof.push(range(tiles, first, middle)?);
            first = middle;
            whole = false;
        }
    }
    if !whole {
        proof.push(range(tiles, first, last)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The largest power of two below a size of two or more.
fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// The hash of the entries from `first` to before `last`: a part of the tree that is full or reaches to the end.
fn range<T: Tiles>(tiles: &mut T, first: u64, last: u64) -> Result<Hash, T::Error> {
    let size = last - first;
    if size.is_power_of_two() {
        return full(tiles, first, size);
    }
    let middle = first + split(size);
    let left = range(tiles, first, middle)?;
    let right = range(tiles, middle, last)?;
    Ok(node(&left, &right))
}

/// The hash of a full part, of the highest level on which it is made of whole hashes.
fn full<T: Tiles>(tiles: &mut T, first: u64, size: u64) -> Result<Hash, T::Error> {
    let level = size.trailing_zeros() / HEIGHT;
    let shift = level * HEIGHT;
    let hashes = tiles.hashes(level, first >> shift, size >> shift)?;
    Ok(folded(hashes))
}

/// The common hash of two to some power hashes.
#[must_use]
pub fn folded(mut hashes: Vec<Hash>) -> Hash {
    while hashes.len() > 1 {
        let pairs = hashes.chunks(2).map(|pair| match pair {
            [left, right] => node(left, right),
            [one] => *one,
            _ => empty(),
        });
        hashes = pairs.collect();
    }
    hashes.pop().unwrap_or_else(empty)
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ProofError {
    /// It is not of the right length.
    #[error("the proof has not the length that fits its place and the size of the log")]
    Length,
    /// It leads to another root.
    #[error("the proof leads to another root than that of the log")]
    Root,
}

/// Checks that a leaf stands at `index` of the first `size` entries (RFC 9162, 2.1.3.2).
///
/// # Errors
/// [`ProofError`].
pub fn check_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Length);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for beside in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if place % 2 == 1 || place == last {
            hash = node(beside, &hash);
            while place.is_multiple_of(2) && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    match (last, hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        (_, _) => Err(ProofError::Length),
    }
}

/// Checks that the first `old` of `size` entries are what they were (RFC 9162, 2.1.4.2).
///
/// # Errors
/// [`ProofError`].
pub fn check_consistency(
    (old, old_root): (u64, &Hash),
    (size, root): (u64, &Hash),
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old == 0 || old == size {
        let same = old == 0 || old_root == root;
        return match (proof.is_empty(), same) {
            (true, true) => Ok(()),
            (true, false) => Err(ProofError::Root),
            (false, _) => Err(ProofError::Length),
        };
    }
    if old > size {
        return Err(ProofError::Length);
    }
    let mut proof = proof.iter();
    let begin = if old.is_power_of_two() {
        old_root
    } else {
        proof.next().ok_or(ProofError::Length)?
    };
    let (mut place, mut last) = (old - 1, size - 1);
    while place % 2 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut before, mut now) = (*begin, *begin);
    for beside in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if place % 2 == 1 || place == last {
            before = node(beside, &before);
            now = node(beside, &now);
            while place.is_multiple_of(2) && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            now = node(&now, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if before == *old_root && now == *root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

#[cfg(test)]
mod tests;
