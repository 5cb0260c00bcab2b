//! A version of a questionnaire: its exact files, named by their SHA-256, so that an old reply is read with the questions it answered.

use sha2::{Digest, Sha256};

use super::Form;
use super::file::{self, Folder, FormFileError};

/// A version of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The files as one canonical JSON object, path to text, sorted by path.
    bundle: String,
    /// SHA-256 of the bundle, as hexadecimal digits.
    hash: String,
}

/// A stored bundle that cannot be read as one.
#[derive(Debug, thiserror::Error)]
#[error("the stored questionnaire is damaged: restore it from a backup")]
pub struct VersionError(#[source] serde_json::Error);

impl Version {
    /// The version that a folder holds. Files that are not part of the questionnaire are left out.
    #[must_use]
    pub fn of(folder: &Folder) -> Self {
        let files = folder.iter().filter(|(path, _)| file::belongs(path));
        let files: serde_json::Map<String, serde_json::Value> = files
            .map(|(path, text)| (path.clone(), text.as_str().into()))
            .collect();
        Self::seal(serde_json::Value::Object(files).to_string())
    }

    /// The version of a bundle that was stored.
    ///
    /// # Errors
    /// Where it is not a bundle.
    pub fn from_bundle(bundle: String) -> Result<Self, VersionError> {
        serde_json::from_str::<Folder>(&bundle).map_err(VersionError)?;
        Ok(Self::seal(bundle))
    }

    fn seal(bundle: String) -> Self {
        let hash = hex::encode(Sha256::digest(bundle.as_bytes()));
        Self { bundle, hash }
    }

    /// The files as one canonical JSON object, to be stored.
    #[must_use]
    pub fn bundle(&self) -> &str {
        &self.bundle
    }

    /// SHA-256 of the bundle, as hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Its files.
    #[must_use]
    pub fn folder(&self) -> Folder {
        serde_json::from_str(&self.bundle).unwrap_or_default()
    }

    /// The questionnaire.
    ///
    /// # Errors
    /// What this program refuses in it; a version that was published with another program may hold such.
    pub fn form(&self) -> Result<Form, Vec<FormFileError>> {
        file::load(&self.folder())
    }
}
