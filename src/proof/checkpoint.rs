//! Signed checkpoints of the log, in the text of C2SP `tlog-checkpoint` over `signed-note`: origin, size, root, an empty line, the signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::keys::{Keys, PublicKey};
use crate::merkle::Hash;

/// Name of the log, first line of each checkpoint.
pub const ORIGIN: &str = "para11/log";

/// Kind of key: Ed25519.
const ED25519: u8 = 1;

/// How much the log held, and its root then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

/// Why a text is no checkpoint of this log.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CheckpointError {
    /// The lines are not those of a checkpoint.
    #[error(
        "this is no checkpoint of the log of para11: it has the lines origin, size, root, an empty line and a signature"
    )]
    Form,
    /// The key did not sign it.
    #[error("the signature of the checkpoint is not that of this key over this text")]
    Signature,
}

impl Checkpoint {
    /// The lines that are signed.
    fn text(&self) -> String {
        format!("{ORIGIN}\n{}\n{}\n", self.size, STANDARD.encode(self.root))
    }

    /// The signed text.
    #[must_use]
    pub fn sign(&self, keys: &Keys) -> String {
        let text = self.text();
        let signature = keys.sign(text.as_bytes());
        let named = [key_id(&keys.public()).as_slice(), &signature].concat();
        format!("{text}\n\u{2014} {ORIGIN} {}\n", STANDARD.encode(named))
    }

    /// Reads a signed text, which must be signed by this key.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn open(note: &str, key: &PublicKey) -> Result<Self, CheckpointError> {
        let checkpoint = Self::read(note).ok_or(CheckpointError::Form)?;
        let (text, signatures) = note.split_once("\n\n").ok_or(CheckpointError::Form)?;
        let signed = signatures.lines().any(|line| {
            let named = line
                .strip_prefix("\u{2014} ")
                .and_then(|line| line.strip_prefix(ORIGIN)?.strip_prefix(' '))
                .and_then(|named| STANDARD.decode(named).ok());
            named.is_some_and(|named| {
                named
                    .strip_prefix(key_id(key).as_slice())
                    .is_some_and(|signature| {
                        key.verifies(format!("{text}\n").as_bytes(), signature)
                    })
            })
        });
        if signed {
            Ok(checkpoint)
        } else {
            Err(CheckpointError::Signature)
        }
    }

    /// Reads a text without asking who signed it. Only the one way to write a checkpoint is read.
    fn read(note: &str) -> Option<Self> {
        let (text, _signatures) = note.split_once("\n\n")?;
        let mut lines = text.lines().skip(1);
        let checkpoint = Self {
            size: lines.next()?.parse().ok()?,
            root: STANDARD.decode(lines.next()?).ok()?.try_into().ok()?,
        };
        (format!("{text}\n") == checkpoint.text()).then_some(checkpoint)
    }
}

/// First four bytes of `SHA-256(name || 0x0A || kind || key)`, by which a signature names its key.
fn key_id(key: &PublicKey) -> [u8; 4] {
    let digest: Hash = Sha256::new()
        .chain_update(ORIGIN)
        .chain_update([b'\n', ED25519])
        .chain_update(key.as_bytes())
        .finalize()
        .into();
    let mut id = [0; 4];
    id.copy_from_slice(digest.split_at(4).0);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_opens_with_its_key_and_no_changed_byte_passes() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(&folder.path().join("keys")).unwrap();
        let other = Keys::open(&folder.path().join("others")).unwrap();
        let checkpoint = Checkpoint {
            size: 17,
            root: [7; 32],
        };
        let note = checkpoint.sign(&keys);
        assert_eq!(Checkpoint::open(&note, &keys.public()), Ok(checkpoint));
        assert_eq!(
            Checkpoint::open(&note, &other.public()),
            Err(CheckpointError::Signature)
        );
        for at in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            let opened = Checkpoint::open(&changed, &keys.public());
            assert!(opened.is_err(), "byte {at}: {changed}");
        }
    }
}
