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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::file::tests::{changed, folder};

    #[test]
    fn a_version_is_its_files_and_nothing_else() {
        let version = Version::of(&folder());
        assert_eq!(version.hash().len(), 64);
        let mut noted = folder();
        noted.insert("README.md".to_owned(), "A note".to_owned());
        assert_eq!(Version::of(&noted), version);
        let reworded = changed("text/en/links.ftl", "What else?", "What more?");
        assert_ne!(Version::of(&reworded).hash(), version.hash());
    }

    #[test]
    fn a_stored_version_gives_the_same_questionnaire() {
        let version = Version::of(&folder());
        let stored = Version::from_bundle(version.bundle().to_owned()).unwrap();
        assert_eq!(stored, version);
        assert_eq!(stored.folder(), folder());
        assert_eq!(stored.form().unwrap().questions().count(), 15);
        assert!(Version::from_bundle("[]".to_owned()).is_err());
        assert!(Version::from_bundle("{\"form.toml\": 1}".to_owned()).is_err());
    }
}
