//! The file that a State keeps: one zip with the reply as it was sealed, the receipt, its signature, the key, and how to check them.

use std::io::{self, Cursor, Read, Write};

use thiserror::Error;

use super::receipt::{Receipt, ReceiptError};
use crate::keys::PublicKey;

/// Most bytes that all parts together may have when they are unpacked: many times what a reply can be.
const MOST: u64 = 16 * 1024 * 1024;

/// The reply, exactly as it was sealed.
pub const DOCUMENT: &str = "reply.json";
/// What was received and when, with the proof from the log.
pub const TEXT: &str = "receipt.txt";
/// The signature over the bytes of [`TEXT`].
pub const SIGNATURE: &str = "receipt.sig";
/// The public key.
pub const KEY: &str = "key.pem";

const README: &str = "What this is\n\
    ============\n\n\
    reply.json   the reply, exactly as it was received\n\
    receipt.txt  what was received and when, its SHA-256, and the proof that the log of the service holds it\n\
    receipt.sig  the Ed25519 signature of the service over receipt.txt\n\
    key.pem      the public key that checks it; compare its fingerprint with the one you were told by another way\n\n\
    Check it with OpenSSL 3 alone:\n\n    \
    openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in receipt.txt -sigfile receipt.sig\n\n\
    The line `sha256` of receipt.txt is what `openssl dgst -sha256 reply.json` prints.\n\
    `para11 verify receipt FILE.zip` checks all of this and the proof from the log.\n";

/// A bundle, unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The reply.
    pub document: Vec<u8>,
    /// The receipt.
    pub text: String,
    /// Its signature.
    pub signature: Vec<u8>,
    /// The public key as a PEM file.
    pub pem: String,
}

/// Why a bundle proves nothing.
#[derive(Debug, Error)]
pub enum BundleError {
    /// Not a zip, or a part is missing.
    #[error("this is no file of a receipt: `{0}` is missing or cannot be unpacked")]
    Part(&'static str),
    /// Not a zip.
    #[error("this is no zip file")]
    Zip(#[from] zip::result::ZipError),
    /// A key that is none, or another than the receipt names.
    #[error("key.pem does not hold the key that the receipt names")]
    Key,
    /// The receipt does not hold.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
}

impl Bundle {
    /// The zip. Times in it are fixed, so that the same receipt gives the same bytes.
    ///
    /// # Errors
    /// If it is too large for a zip.
    pub fn zip(&self) -> io::Result<Vec<u8>> {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let parts: [(&str, &[u8]); 5] = [
            ("README.txt", README.as_bytes()),
            (DOCUMENT, &self.document),
            (TEXT, self.text.as_bytes()),
            (SIGNATURE, &self.signature),
            (KEY, self.pem.as_bytes()),
        ];
        for (name, bytes) in parts {
            zip.start_file(name, options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// Unpacks a zip.
    ///
    /// # Errors
    /// [`BundleError::Zip`], [`BundleError::Part`].
    pub fn unzip(bytes: &[u8]) -> Result<Self, BundleError> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
        let mut left = MOST;
        let mut part = |name: &'static str| {
            let file = archive
                .by_name(name)
                .map_err(|_missing| BundleError::Part(name))?;
            let mut bytes = Vec::new();
            // One byte more than may be, so that what is cut off is noticed.
            file.take(left + 1)
                .read_to_end(&mut bytes)
                .map_err(|_broken| BundleError::Part(name))?;
            let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            left = left.checked_sub(read).ok_or(BundleError::Part(name))?;
            Ok::<_, BundleError>(bytes)
        };
        let text =
            |name, bytes| String::from_utf8(bytes).map_err(|_not_text| BundleError::Part(name));
        Ok(Self {
            document: part(DOCUMENT)?,
            text: text(TEXT, part(TEXT)?)?,
            signature: part(SIGNATURE)?,
            pem: text(KEY, part(KEY)?)?,
        })
    }

    /// Checks all of it, with a key from elsewhere or the one in it.
    ///
    /// # Errors
    /// [`BundleError`], for the first that does not hold.
    pub fn check(&self, key: Option<&PublicKey>) -> Result<Receipt, BundleError> {
        let own = PublicKey::from_pem(&self.pem).ok_or(BundleError::Key)?;
        let receipt = self.check_any(&[key.unwrap_or(&own).clone()])?;
        // Of a key there is one way to write it, and it is the one that signed.
        if own.fingerprint() != receipt.key || own.pem() != self.pem {
            return Err(BundleError::Key);
        }
        Ok(receipt)
    }

    /// Checks receipt and reply with whichever of these keys the receipt names; the key in the bundle is not asked.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn check_any(&self, keys: &[PublicKey]) -> Result<Receipt, ReceiptError> {
        let document = Some(self.document.as_slice());
        Receipt::check_any(&self.text, &self.signature, keys, document)
    }
}
