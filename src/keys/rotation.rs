//! Other keys in the place of those that are in use: for the turn of a round or a year, and after one was lost or stolen.
//!
//! A new signing key waits beside the present one (`signing-next.pem`) until the log has announced it. A new wrapping key seals from then
//! on; what the older ones sealed is sealed anew before their files go.

use std::fs;
use std::path::Path;

use super::{KeyError, Keys, NAME, SIGNING, make_wrapping, wrapping_files};

/// The file of a signing key that waits to be announced.
const NEXT: &str = "signing-next.pem";

impl Keys {
    /// The keys of a folder with the signing key that is to come; made if there is none.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub fn open_next(folder: &Path) -> Result<Self, KeyError> {
        Self::open_with(folder, NEXT)
    }

    /// What was sealed for a place, sealed by the newest key; `None` if it is already.
    ///
    /// # Errors
    /// [`KeyError::Sealed`] if its key is not in the ring.
    pub fn reseal(&self, place: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, KeyError> {
        let newest = self.ring.last().map(|key| key.name.as_slice());
        if sealed.split_at_checked(NAME).map(|(name, _)| name) == newest {
            return Ok(None);
        }
        let plain = self.unseal(place, sealed)?;
        self.seal(place, &plain).map(Some)
    }

    /// Names of the keys of the ring, the newest last: the first bytes of their SHA-256, which stand before all that they seal.
    #[must_use]
    pub fn ring(&self) -> Vec<String> {
        self.ring.iter().map(|key| hex::encode(key.name)).collect()
    }
}

/// Puts the signing key that waits in the place of the present one, whose file is gone then.
///
/// # Errors
/// [`KeyError::File`].
pub fn promote_signing(folder: &Path) -> Result<(), KeyError> {
    let (next, path) = (folder.join(NEXT), folder.join(SIGNING));
    fs::rename(&next, &path)
        .and_then(|()| sync(folder))
        .map_err(|source| KeyError::File { path: next, source })
}

/// Adds a key to the ring of a folder, which seals from then on: its number.
///
/// # Errors
/// [`KeyError`].
pub fn add_wrapping(folder: &Path) -> Result<u32, KeyError> {
    let number = wrapping_files(folder)?
        .last()
        .map_or(1, |(last, _)| last + 1);
    make_wrapping(folder, number)?;
    Ok(number)
}

/// Removes the files of all keys of the ring but the newest: how many.
///
/// # Errors
/// [`KeyError::File`].
pub fn drop_older(folder: &Path) -> Result<usize, KeyError> {
    let mut files = wrapping_files(folder)?;
    files.pop();
    for (_, path) in &files {
        fs::remove_file(path).map_err(|source| KeyError::File {
            path: path.clone(),
            source,
        })?;
    }
    sync(folder).map_err(|source| KeyError::File {
        path: folder.to_owned(),
        source,
    })?;
    Ok(files.len())
}

/// Has what changed in a folder on disk.
fn sync(folder: &Path) -> std::io::Result<()> {
    // Only a file can be opened where folders are not files.
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_wrapping_key_seals_and_the_old_one_opens_until_all_is_sealed_anew() {
        let folder = tempfile::tempdir().unwrap();
        let old = Keys::open(folder.path()).unwrap();
        let sealed = old.seal("account 3", b"secret").unwrap();
        assert_eq!(old.reseal("account 3", &sealed).unwrap(), None);
        assert_eq!(add_wrapping(folder.path()).unwrap(), 2);
        let both = Keys::open(folder.path()).unwrap();
        assert_eq!(both.ring().first(), old.ring().first());
        let anew = both.reseal("account 3", &sealed).unwrap().unwrap();
        assert_eq!(both.reseal("account 3", &anew).unwrap(), None);
        assert!(both.reseal("account 4", &sealed).is_err());
        assert_eq!(drop_older(folder.path()).unwrap(), 1);
        let newest = Keys::open(folder.path()).unwrap();
        assert_eq!(newest.unseal("account 3", &anew).unwrap(), b"secret");
        // A thief with the old key opens nothing of what is sealed now.
        assert!(old.unseal("account 3", &anew).is_err());
        assert!(newest.unseal("account 3", &sealed).is_err());
    }

    #[test]
    fn a_signing_key_waits_beside_the_present_one_until_it_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let before = Keys::open(folder.path()).unwrap();
        let after = Keys::open_next(folder.path()).unwrap();
        assert_ne!(before.fingerprint(), after.fingerprint());
        let again = Keys::open_next(folder.path()).unwrap();
        assert_eq!(again.fingerprint(), after.fingerprint());
        assert_eq!(
            Keys::open(folder.path()).unwrap().fingerprint(),
            before.fingerprint()
        );
        promote_signing(folder.path()).unwrap();
        assert_eq!(
            Keys::open(folder.path()).unwrap().fingerprint(),
            after.fingerprint()
        );
        assert!(promote_signing(folder.path()).is_err());
    }
}
