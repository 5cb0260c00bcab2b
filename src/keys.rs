//! The keys of the service: one ring that seals what must not be read from the disk, one key that signs receipts and checkpoints.
//!
//! They are files that only the service may read, in a folder of their own, made at the first start: `wrapping-1.key` (32 random bytes in
//! hexadecimal digits; a higher number is newer and seals, the older ones still open) and `signing.pem` (Ed25519, PKCS #8). They are never
//! in the database, so a copy of the database opens nothing. How others take their place: [`rotation`].

pub mod passphrase;
pub mod rotation;
pub mod second_factor;

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Bytes of a nonce of `XChaCha20`: long enough to be drawn at random.
const NONCE: usize = 24;
/// Bytes that say which key of the ring sealed something.
const NAME: usize = 8;

/// The file of the key that signs.
const SIGNING: &str = "signing.pem";

/// Why there are no keys, or something cannot be opened.
#[derive(Debug, Error)]
pub enum KeyError {
    /// A file or folder cannot be read or made.
    #[error("the file {} cannot be read or made; check who owns it and its folder", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
    /// Others may read it.
    #[error("the file {} may be read by others: make it readable by its owner alone (`chmod 600`)", .0.display())]
    Exposed(PathBuf),
    /// It holds no key.
    #[error("{} holds no key of para11; restore it from where the keys are kept", .0.display())]
    NoKey(PathBuf),
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness, so no key can be made: {0}")]
    Random(String),
    /// It was not sealed by a key of this ring for this place, or was changed since.
    #[error(
        "what was sealed cannot be opened: its key is not in the ring, or it was changed or moved"
    )]
    Sealed,
    /// A library refuses what it was given, or what is kept.
    #[error("a hash or a code cannot be made or read: {0}")]
    Hash(String),
    /// Too many wait for a hash.
    #[error("too many people sign in at this moment; try again shortly")]
    Busy,
}

/// The keys, read.
pub struct Keys {
    /// The newest last.
    ring: Vec<Wrapping>,
    signing: SigningKey,
}

struct Wrapping {
    name: [u8; NAME],
    cipher: XChaCha20Poly1305,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({} in the ring)", self.ring.len())
    }
}

impl Keys {
    /// Reads the keys of a folder; makes the folder and what is missing in it.
    ///
    /// # Errors
    /// [`KeyError`], which names the file and the remedy.
    pub fn open(folder: &Path) -> Result<Self, KeyError> {
        Self::open_with(folder, SIGNING)
    }

    /// The same with the signing key of this file.
    fn open_with(folder: &Path, signing: &str) -> Result<Self, KeyError> {
        make_folder(folder)?;
        let mut found = wrapping_files(folder)?;
        if found.is_empty() {
            make_wrapping(folder, 1)?;
            found = wrapping_files(folder)?;
        }
        let ring = found
            .into_iter()
            .map(|(_, path)| wrapping(path))
            .collect::<Result<_, _>>()?;
        let path = folder.join(signing);
        if !path.exists() {
            let pem = SigningKey::from_bytes(&random()?)
                .to_pkcs8_pem(LineEnding::LF)
                .map_err(|_unwritable| KeyError::NoKey(path.clone()))?;
            make_file(&path, &pem)?;
        }
        let signing = SigningKey::from_pkcs8_pem(&read(&path)?)
            .map_err(|_unreadable| KeyError::NoKey(path.clone()))?;
        Ok(Self { ring, signing })
    }

    /// Seals bytes for one place, for instance `second factor of account 3`: they open nowhere else.
    ///
    /// # Errors
    /// [`KeyError::Random`]; [`KeyError::Sealed`] for more than 256 GiB.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let key = self.ring.last().ok_or(KeyError::Sealed)?;
        let nonce = random::<NONCE>()?;
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = key
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_too_long| KeyError::Sealed)?;
        Ok([key.name.as_slice(), &nonce, &sealed].concat())
    }

    /// Opens what [`Self::seal`] sealed for this place.
    ///
    /// # Errors
    /// [`KeyError::Sealed`].
    pub fn unseal(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (name, rest) = sealed.split_at_checked(NAME).ok_or(KeyError::Sealed)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE).ok_or(KeyError::Sealed)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_short| KeyError::Sealed)?;
        let mut ring = self.ring.iter();
        let key = ring.find(|key| key.name == name).ok_or(KeyError::Sealed)?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        key.cipher
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_forged| KeyError::Sealed)
    }

    /// The Ed25519 signature of bytes.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing.sign(bytes).to_bytes()
    }

    /// The public half of the signing key as a PEM file, with which anyone verifies.
    #[must_use]
    pub fn public_pem(&self) -> String {
        self.public().pem()
    }

    /// SHA-256 of the public key's 32 bytes in hexadecimal digits: what is told by another way, so that the key itself can be checked.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.public().fingerprint()
    }

    /// The public half of the signing key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.signing.verifying_key())
    }
}

/// A key with which signatures are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads it from a PEM file; `None` if it holds no Ed25519 key.
    #[must_use]
    pub fn from_pem(pem: &str) -> Option<Self> {
        VerifyingKey::from_public_key_pem(pem.trim()).ok().map(Self)
    }

    /// It as a PEM file.
    #[must_use]
    pub fn pem(&self) -> String {
        // The 32 bytes of a key always have a form: RFC 8410 puts 12 fixed bytes before them.
        self.0.to_public_key_pem(LineEnding::LF).unwrap_or_default()
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// SHA-256 of its bytes in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// Whether the signature is this key's over exactly these bytes.
    #[must_use]
    pub fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(bytes, &signature).is_ok())
    }
}

fn random<const N: usize>() -> Result<[u8; N], KeyError> {
    let mut bytes = [0; N];
    SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(|cause| KeyError::Random(cause.to_string()))?;
    Ok(bytes)
}

/// Makes the wrapping key of a number.
fn make_wrapping(folder: &Path, number: u32) -> Result<(), KeyError> {
    let path = folder.join(format!("wrapping-{number}.key"));
    make_file(&path, &format!("{}\n", hex::encode(random::<32>()?)))
}

/// The wrapping keys of a folder by number.
fn wrapping_files(folder: &Path) -> Result<Vec<(u32, PathBuf)>, KeyError> {
    let failed = |source| KeyError::File {
        path: folder.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let number = name
            .to_str()
            .and_then(|name| name.strip_prefix("wrapping-")?.strip_suffix(".key"))
            .and_then(|number| number.parse().ok());
        if let Some(number) = number {
            found.push((number, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn wrapping(path: PathBuf) -> Result<Wrapping, KeyError> {
    let text = read(&path)?;
    let bytes = hex::decode(text.trim()).ok();
    let bytes: [u8; 32] = bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(KeyError::NoKey(path))?;
    let mut name = [0; NAME];
    name.copy_from_slice(Sha256::digest(bytes).split_at(NAME).0);
    Ok(Wrapping {
        name,
        cipher: XChaCha20Poly1305::new(&bytes.into()),
    })
}

/// A secret that stands alone in a file, without the end of its line.
///
/// # Errors
/// [`KeyError::File`] if it cannot be read, [`KeyError::Exposed`] if others may read it.
pub fn secret(path: &Path) -> Result<String, KeyError> {
    Ok(read(path)?.trim_end_matches(['\r', '\n']).to_owned())
}

fn read(path: &Path) -> Result<String, KeyError> {
    let failed = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyError::Exposed(path.to_owned()));
        }
    }
    fs::read_to_string(path).map_err(failed)
}

fn make_folder(folder: &Path) -> Result<(), KeyError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| KeyError::File {
        path: folder.to_owned(),
        source,
    })
}

/// Writes a new file that only its owner may read, and has it on disk before anything is sealed with it. Of two processes that start at
/// once, one makes it and the other reads that one.
fn make_file(path: &Path, text: &str) -> Result<(), KeyError> {
    let write = || {
        let beside = path.with_extension(format!(
            "new-{}",
            hex::encode(random::<8>().unwrap_or_default())
        ));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // Unlike a rename, a link does not replace what another process made meanwhile.
        let linked = fs::hard_link(&beside, path);
        fs::remove_file(&beside)?;
        match linked {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        }
    };
    write().map_err(|source| KeyError::File {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only_and_after_a_new_key_was_added() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("keys");
        let keys = Keys::open(&folder).unwrap();
        let sealed = keys.seal("account 3", b"secret").unwrap();
        assert_eq!(keys.unseal("account 3", &sealed).unwrap(), b"secret");
        assert!(keys.unseal("account 4", &sealed).is_err());
        for byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[byte] ^= 1;
            assert!(keys.unseal("account 3", &changed).is_err(), "byte {byte}");
            assert!(keys.unseal("account 3", &sealed[..byte]).is_err());
        }
        make_file(&folder.join("wrapping-2.key"), &"ab".repeat(32)).unwrap();
        let newer = Keys::open(&folder).unwrap();
        assert_eq!(newer.unseal("account 3", &sealed).unwrap(), b"secret");
        let sealed = newer.seal("account 3", b"secret").unwrap();
        assert!(keys.unseal("account 3", &sealed).is_err());
        assert_eq!(keys.public_pem(), newer.public_pem());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_or_that_is_none_is_refused_by_name() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Keys::open(folder.path()).unwrap();
        let path = folder.path().join("signing.pem");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = Keys::open(folder.path()).unwrap_err().to_string();
        assert!(
            refused.contains("signing.pem") && refused.contains("chmod 600"),
            "{refused}"
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "no key").unwrap();
        let refused = Keys::open(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("signing.pem holds no key"), "{refused}");
    }
}
