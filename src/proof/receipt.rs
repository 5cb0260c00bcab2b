//! Receipts: a text that says what was received and when, with the proof that the log holds it, and a detached Ed25519 signature over the
//! exact bytes of the text.
//!
//! The log's entry holds a commitment to its body, the body holds the SHA-256 of the document; so the text ties the document to the root
//! of the log. Each line is `name: value`; `proof` stands once for each hash of the proof.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::hash;
use crate::keys::PublicKey;
use crate::merkle::{self, Hash, ProofError};

/// First line of every receipt.
const HEAD: &str = "para11 receipt 1";

/// What the text of a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What was done: `submitted`, `validated` or `reopened`.
    pub act: String,
    /// The round.
    pub round: String,
    /// Code of the respondent.
    pub respondent: String,
    /// Its name; may be empty.
    pub name: String,
    /// Which version of the reply.
    pub version: u64,
    /// When, in UTC: `2026-01-15T09:00:00.000000Z`.
    pub at: String,
    /// SHA-256 of the document in hexadecimal digits.
    pub sha256: String,
    /// The log's entry of the act, as its leaf is made from.
    pub entry: String,
    /// The body of the entry.
    pub body: String,
    /// What was mixed with the body for the commitment, in hexadecimal digits.
    pub salt: String,
    /// Place of the entry in the log.
    pub index: u64,
    /// Entries of the log.
    pub size: u64,
    /// Root of the log.
    pub root: Hash,
    /// From the entry to the root.
    pub proof: Vec<Hash>,
    /// Fingerprint of the key that signs.
    pub key: String,
}

/// Why a receipt proves nothing. Each says which part does not hold.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ReceiptError {
    /// The lines are not those of a receipt.
    #[error("receipt.txt is no receipt of para11, or a line of it was changed")]
    Form,
    /// The key did not sign it.
    #[error(
        "the signature does not fit: receipt.txt or receipt.sig was changed, or another key signed it"
    )]
    Signature,
    /// The document is another one.
    #[error(
        "the reply does not have the SHA-256 that the receipt names: it was changed, or belongs to another receipt"
    )]
    Document,
    /// The entry of the log does not hold what the receipt says.
    #[error("the entry of the log does not hold what the receipt says")]
    Entry,
    /// The entry is not in the log.
    #[error("the entry is not in the log with this root: {0}")]
    Proof(#[from] ProofError),
}

impl Receipt {
    /// The text, as it is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        let (version, index, size) = (
            self.version.to_string(),
            self.index.to_string(),
            self.size.to_string(),
        );
        let root = hex::encode(self.root);
        let lines = [
            ("act", &self.act),
            ("round", &self.round),
            ("respondent", &self.respondent),
            ("name", &self.name),
            ("version", &version),
            ("time", &self.at),
            ("sha256", &self.sha256),
            ("log-entry", &self.entry),
            ("log-body", &self.body),
            ("log-salt", &self.salt),
            ("log-index", &index),
            ("log-size", &size),
            ("log-root", &root),
        ];
        for (name, value) in lines {
            // Writing to a string cannot fail.
            writeln!(text, "{name}: {value}").ok();
        }
        for hash in &self.proof {
            writeln!(text, "proof: {}", hex::encode(hash)).ok();
        }
        writeln!(text, "key: {}", self.key).ok();
        text
    }

    /// Reads the text. Only the one way to write a receipt is read.
    ///
    /// # Errors
    /// [`ReceiptError::Form`].
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let read = || {
            let mut lines = text.lines().skip(1);
            let mut value = |name: &str| {
                let line = lines.next()?;
                Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned())
            };
            let mut receipt = Self {
                act: value("act")?,
                round: value("round")?,
                respondent: value("respondent")?,
                name: value("name")?,
                version: value("version")?.parse().ok()?,
                at: value("time")?,
                sha256: value("sha256")?,
                entry: value("log-entry")?,
                body: value("log-body")?,
                salt: value("log-salt")?,
                index: value("log-index")?.parse().ok()?,
                size: value("log-size")?.parse().ok()?,
                root: hash(&value("log-root")?)?,
                proof: Vec::new(),
                key: String::new(),
            };
            for line in lines {
                match line.split_once(": ")? {
                    ("proof", digits) => receipt.proof.push(hash(digits)?),
                    ("key", digits) => digits.clone_into(&mut receipt.key),
                    _ => return None,
                }
            }
            (receipt.text() == text).then_some(receipt)
        };
        read().ok_or(ReceiptError::Form)
    }

    /// Checks everything that can be checked without the service: the signature, the entry, its place in the log and, if it is at hand,
    /// the document.
    ///
    /// # Errors
    /// [`ReceiptError`], for the first that does not hold.
    pub fn check(
        text: &str,
        signature: &[u8],
        key: &PublicKey,
        document: Option<&[u8]>,
    ) -> Result<Self, ReceiptError> {
        if !key.verifies(text.as_bytes(), signature) {
            return Err(ReceiptError::Signature);
        }
        let receipt = Self::parse(text)?;
        if receipt.key != key.fingerprint() {
            return Err(ReceiptError::Signature);
        }
        if document.is_some_and(|bytes| hex::encode(Sha256::digest(bytes)) != receipt.sha256) {
            return Err(ReceiptError::Document);
        }
        receipt.check_entry()?;
        let leaf = merkle::leaf(receipt.entry.as_bytes());
        merkle::check_inclusion(
            leaf,
            receipt.index,
            receipt.size,
            &receipt.proof,
            &receipt.root,
        )?;
        Ok(receipt)
    }

    /// The same with whichever of these keys the receipt names.
    ///
    /// # Errors
    /// [`ReceiptError`]; [`ReceiptError::Signature`] if it names none of them.
    pub fn check_any(
        text: &str,
        signature: &[u8],
        keys: &[PublicKey],
        document: Option<&[u8]>,
    ) -> Result<Self, ReceiptError> {
        let named = Self::parse(text)?.key;
        let key = keys.iter().find(|key| key.fingerprint() == named);
        Self::check(
            text,
            signature,
            key.ok_or(ReceiptError::Signature)?,
            document,
        )
    }

    /// That the entry is of this act on this reply, and its body names this document.
    fn check_entry(&self) -> Result<(), ReceiptError> {
        let salt = hex::decode(&self.salt).map_err(|_no_digits| ReceiptError::Entry)?;
        let commitment = hex::encode(commitment(&salt, &self.body));
        let entry: Entry =
            serde_json::from_str(&self.entry).map_err(|_other| ReceiptError::Entry)?;
        let body: Body = serde_json::from_str(&self.body).map_err(|_other| ReceiptError::Entry)?;
        let holds = entry.commitment == commitment
            && entry.at == self.at
            && entry.action == self.act
            && entry.round.as_deref() == Some(self.round.as_str())
            && entry.respondent.as_deref() == Some(self.respondent.as_str())
            && body.sha256 == self.sha256
            && body.version == self.version;
        if holds {
            Ok(())
        } else {
            Err(ReceiptError::Entry)
        }
    }
}

/// What binds the body of an entry to its row.
#[must_use]
pub fn commitment(salt: &[u8], body: &str) -> Hash {
    Sha256::new()
        .chain_update(salt)
        .chain_update(body)
        .finalize()
        .into()
}

/// A row of the log as its leaf is made from: one JSON array, so that there is one way to write it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(from = "EntryRow", into = "EntryRow")]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// When, in UTC: `2026-01-15T09:00:00.000000Z`.
    pub at: String,
    /// Number of the account that did it; none for the operator.
    pub person: Option<i64>,
    /// The round, if it concerns one.
    pub round: Option<String>,
    /// The respondent, if it concerns one.
    pub respondent: Option<String>,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// The commitment to the body, in hexadecimal digits.
    pub commitment: String,
}

type EntryRow = (
    i64,
    String,
    Option<i64>,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
);

impl From<EntryRow> for Entry {
    fn from((id, at, person, round, respondent, action, object, commitment): EntryRow) -> Self {
        Self {
            id,
            at,
            person,
            round,
            respondent,
            action,
            object,
            commitment,
        }
    }
}

impl From<Entry> for EntryRow {
    fn from(entry: Entry) -> Self {
        (
            entry.id,
            entry.at,
            entry.person,
            entry.round,
            entry.respondent,
            entry.action,
            entry.object,
            entry.commitment,
        )
    }
}

/// What a receipt needs of the body.
#[derive(serde::Deserialize)]
struct Body {
    sha256: String,
    version: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keys;

    pub(super) fn receipt(keys: &Keys, document: &[u8]) -> Receipt {
        let sha256 = hex::encode(Sha256::digest(document));
        let body = format!("{{\"sha256\":\"{sha256}\",\"version\":2,\"revision\":9}}");
        let at = "2026-01-15T09:00:00.000000Z".to_owned();
        let entry = serde_json::to_string(&Entry {
            id: 12,
            at: at.clone(),
            person: Some(3),
            round: Some("2026".into()),
            respondent: Some("AUT".into()),
            action: "submitted".into(),
            object: "version 2".into(),
            commitment: hex::encode(commitment(&[9; 32], &body)),
        });
        let entry = entry.unwrap();
        let leaves = [merkle::leaf(b"one"), merkle::leaf(entry.as_bytes())];
        Receipt {
            act: "submitted".into(),
            round: "2026".into(),
            respondent: "AUT".into(),
            name: "Austria".into(),
            version: 2,
            at,
            sha256,
            entry,
            body,
            salt: hex::encode([9; 32]),
            index: 1,
            size: 2,
            root: merkle::node(&leaves[0], &leaves[1]),
            proof: vec![leaves[0]],
            key: keys.fingerprint(),
        }
    }

    #[test]
    fn a_receipt_holds_and_no_changed_byte_of_it_passes() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let key = keys.public();
        let receipt = receipt(&keys, b"document");
        let text = receipt.text();
        let signature = keys.sign(text.as_bytes());
        let checked = Receipt::check(&text, &signature, &key, Some(b"document"));
        assert_eq!(checked, Ok(receipt.clone()));
        assert_eq!(
            Receipt::check(&text, &signature, &key, Some(b"documens")),
            Err(ReceiptError::Document)
        );
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(
                Receipt::check(&changed, &signature, &key, None).is_err(),
                "byte {at}"
            );
        }
        // Signed by the key, and yet the parts do not fit each other.
        let forge = |change: &dyn Fn(&mut Receipt)| {
            let mut forged = receipt.clone();
            change(&mut forged);
            let text = forged.text();
            Receipt::check(&text, &keys.sign(text.as_bytes()), &key, Some(b"document"))
        };
        assert_eq!(forge(&|r| r.version = 3), Err(ReceiptError::Entry));
        assert_eq!(
            forge(&|r| r.respondent = "BRA".into()),
            Err(ReceiptError::Entry)
        );
        assert_eq!(
            forge(&|r| r.salt = hex::encode([8; 32])),
            Err(ReceiptError::Entry)
        );
        assert_eq!(
            forge(&|r| r.root = [0; 32]),
            Err(ReceiptError::Proof(ProofError::Root))
        );
        assert_eq!(
            forge(&|r| r.key = "00".into()),
            Err(ReceiptError::Signature)
        );
        assert_eq!(forge(&|r| r.name = "A\nB".into()), Err(ReceiptError::Form));
    }
}
