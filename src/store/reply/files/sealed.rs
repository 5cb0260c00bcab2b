//! A file of sealed pieces: each bound to its file, its place and to whether it is the last, so that none can be changed, moved, or cut off.
//!
//! A piece is a random nonce of 24 bytes, then the sealed bytes, 16 longer than the plain ones. All pieces but the last are equally long, so
//! each has its place before the others are there.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::TryRng;
use rand::rngs::SysRng;

use super::{FileError, disk};
use crate::keys::KeyError;
use crate::reply::document::{PIECE, pieces};

/// Bytes of a nonce.
const NONCE: u64 = 24;
/// Bytes by which a piece is longer when it is sealed.
const SEAL: u64 = NONCE + 16;

/// The key of the documents of a State in a round.
#[derive(Clone)]
pub(super) struct DataKey(XChaCha20Poly1305);

impl DataKey {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&bytes.into()))
    }

    fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut nonce = [0; 24];
        SysRng
            .try_fill_bytes(&mut nonce)
            .map_err(|cause| KeyError::Random(cause.to_string()))?;
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = self
            .0
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_too_long| KeyError::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn unseal(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(24)?;
        let nonce: [u8; 24] = nonce.try_into().ok()?;
        let payload = Payload {
            msg: sealed,
            aad: place.as_bytes(),
        };
        self.0.decrypt(&XNonce::from(nonce), payload).ok()
    }
}

/// Where a piece stands: what binds it to its file, its place and the end.
fn place(storage: &str, number: u64, last: bool) -> String {
    let more = if last { "last" } else { "more" };
    format!("document {storage} piece {number} {more}")
}

fn open_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes pieces at their places. They are on disk when [`Self::sync`] has returned.
pub(super) struct SealedWriter {
    path: PathBuf,
    file: File,
    key: DataKey,
    storage: String,
}

impl SealedWriter {
    pub(super) fn open(path: PathBuf, key: DataKey, storage: &str) -> Result<Self, FileError> {
        let file = open_new(&path).map_err(disk(&path))?;
        Ok(Self {
            file,
            path,
            key,
            storage: storage.to_owned(),
        })
    }

    pub(super) fn put(&mut self, number: u64, last: bool, plain: &[u8]) -> Result<(), FileError> {
        let sealed = self.key.seal(&place(&self.storage, number, last), plain)?;
        self.file
            .seek(SeekFrom::Start(number.saturating_mul(PIECE + SEAL)))
            .and_then(|_at| self.file.write_all(&sealed))
            .map_err(disk(&self.path))
    }

    pub(super) fn sync(&self) -> Result<(), FileError> {
        self.file.sync_all().map_err(disk(&self.path))
    }
}

/// Gathers a stream into pieces and seals them.
pub(super) struct SealedStream {
    writer: SealedWriter,
    waiting: Vec<u8>,
    next: u64,
    size: u64,
}

impl SealedStream {
    pub(super) const fn new(writer: SealedWriter) -> Self {
        Self {
            writer,
            waiting: Vec::new(),
            next: 0,
            size: 0,
        }
    }

    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.size = self
            .size
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.waiting.extend_from_slice(bytes);
        // The last piece is known as such only at the end: a full one waits until more comes.
        let whole = usize::try_from(PIECE).unwrap_or(usize::MAX);
        while self.waiting.len() > whole {
            let rest = self.waiting.split_off(whole);
            self.writer.put(self.next, false, &self.waiting)?;
            self.waiting = rest;
            self.next += 1;
        }
        Ok(())
    }

    /// Seals the last piece and waits until all are on disk.
    pub(super) fn finish(mut self) -> Result<u64, FileError> {
        self.writer.put(self.next, true, &self.waiting)?;
        self.writer.sync()?;
        Ok(self.size)
    }
}

impl Write for SealedStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a file of sealed pieces, one in memory at a time.
pub struct SealedReader {
    file: File,
    path: PathBuf,
    key: DataKey,
    storage: String,
    size: u64,
    at: u64,
    piece: Option<(u64, Vec<u8>)>,
    is_damaged: bool,
}

impl std::fmt::Debug for SealedReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedReader({} bytes)", self.size)
    }
}

impl SealedReader {
    pub(super) fn open(
        path: &Path,
        key: DataKey,
        storage: &str,
        size: u64,
    ) -> Result<Self, FileError> {
        let file = File::open(path).map_err(disk(path))?;
        Ok(Self {
            file,
            path: path.to_owned(),
            key,
            storage: storage.to_owned(),
            size,
            at: 0,
            piece: None,
            is_damaged: false,
        })
    }

    /// How many bytes it holds, plain.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// A piece, opened. Whoever reads it all has read exactly what was put there, or is told.
    ///
    /// # Errors
    /// [`FileError::Damaged`] if the piece was changed, cut or moved; [`FileError::Disk`].
    pub fn piece(&mut self, number: u64) -> Result<Vec<u8>, FileError> {
        let start = number.saturating_mul(PIECE);
        let length = self.size.saturating_sub(start).min(PIECE);
        let last = number + 1 == pieces(self.size);
        let mut sealed = Vec::new();
        self.file
            .seek(SeekFrom::Start(number.saturating_mul(PIECE + SEAL)))
            .and_then(|_at| (&self.file).take(length + SEAL).read_to_end(&mut sealed))
            .map_err(disk(&self.path))?;
        let plain = self
            .key
            .unseal(&place(&self.storage, number, last), &sealed)
            .filter(|plain| u64::try_from(plain.len()).is_ok_and(|found| found == length));
        if plain.is_none() {
            self.is_damaged = true;
        }
        plain.ok_or_else(|| self.damaged())
    }

    pub(super) fn damaged(&self) -> FileError {
        FileError::Damaged(self.storage.clone())
    }

    pub(super) fn failed(&self, cause: io::Error) -> FileError {
        disk(&self.path)(cause)
    }

    /// Whether a piece was found changed; who reads through [`Read`] learns only that reading failed.
    #[must_use]
    pub const fn is_damaged(&self) -> bool {
        self.is_damaged
    }
}

impl Read for SealedReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size || out.is_empty() {
            return Ok(0);
        }
        let number = self.at / PIECE;
        let plain = match self.piece.take() {
            Some((held, plain)) if held == number => plain,
            _ => self.piece(number).map_err(io::Error::other)?,
        };
        let from = usize::try_from(self.at % PIECE).map_err(io::Error::other)?;
        let copied = plain.get(from..).map_or(Ok(0), |mut rest| rest.read(out))?;
        self.piece = Some((number, plain));
        self.at += u64::try_from(copied).map_err(io::Error::other)?;
        Ok(copied)
    }
}

impl Seek for SealedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
