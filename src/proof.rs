//! What proves to others that the log holds something: checkpoints of the whole log, receipts of single acts. Both are short texts with an
//! Ed25519 signature, and are checked without the service.

pub mod bundle;
pub mod checkpoint;
pub mod receipt;

use crate::merkle::Hash;

/// A hash in 64 hexadecimal digits.
fn hash(digits: &str) -> Option<Hash> {
    hex::decode(digits).ok()?.try_into().ok()
}
