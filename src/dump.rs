//! The data package: what leaves the system as data, for drafters, analysts, statistical offices and archives.
//!
//! Everything is written from one description of the variables (`variable`), which comes from the form, so names, order, codes and
//! labels agree in every file. The same release gives the same bytes. `docs/data-package.md` describes the files for their readers.

mod codebook;
mod datapackage;
mod readme;
mod table;
mod tables;
mod variable;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::disclosure::rows::{ReleasedRound, Status, Variant};
use crate::form::Form;
use crate::form::text::FormTexts;
use crate::text::Catalogue;

/// Version of the package's own layout: file names, columns and codes.
pub const LAYOUT: &str = "1";

/// What a package is made from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The questionnaire.
    pub form: &'a Form,
    /// Its texts in the language of the labels.
    pub texts: &'a FormTexts<'a>,
    /// Words of the interface in the same language.
    pub words: &'a Catalogue,
    /// The files of the questionnaire, by path.
    pub form_files: &'a BTreeMap<String, String>,
    /// The replies, through the gate.
    pub round: &'a ReleasedRound,
    /// The day up to which replies are in it.
    pub cut: NaiveDate,
}

impl Source<'_> {
    /// A word of the interface.
    fn word(&self, key: &str) -> String {
        self.words.text(key).into_owned()
    }

    /// What a status says, in words.
    fn status(&self, status: Status) -> String {
        self.word(&format!("dump-status-{}", status.code().replace('_', "-")))
    }
}

/// A data package: files by path.
#[derive(Debug)]
pub struct Package {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Writes all files of the package.
    #[must_use]
    pub fn build(source: &Source<'_>) -> Self {
        let variant = match source.round.variant() {
            Variant::Full => "full",
            Variant::Public => "public",
        };
        let name = format!(
            "{}_{}_{}_{variant}",
            source.form.name,
            source.round.round().code,
            source.cut
        );
        let tables = tables::build(source);
        let mut files = BTreeMap::new();
        for table in &tables {
            files.insert(table.file.clone(), table.csv());
        }
        files.insert(
            "codebook.csv".to_owned(),
            codebook::build(source, &tables).csv(),
        );
        files.insert(
            "datapackage.json".to_owned(),
            datapackage::build(source, &name, &tables),
        );
        files.insert(
            "README.txt".to_owned(),
            readme::build(source, &name, &tables).into_bytes(),
        );
        for (path, text) in source.form_files {
            files.insert(
                format!("forms/{}/{path}", source.form.name),
                text.clone().into_bytes(),
            );
        }
        files.insert("SHA256SUMS".to_owned(), checksums(&files).into_bytes());
        Self { name, files }
    }

    /// Its name: `<form>_<round>_<cut>_<variant>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its files, by path.
    #[must_use]
    pub const fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// The package as one zip, all files in one folder of its name. Times in it are fixed, so that the same files give the same bytes.
    ///
    /// # Errors
    /// Where a file is too large for a zip.
    pub fn zip(&self) -> io::Result<Vec<u8>> {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in &self.files {
            zip.start_file(format!("{}/{path}", self.name), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// As `sha256sum` writes it.
fn checksums(files: &BTreeMap<String, Vec<u8>>) -> String {
    files.iter().fold(String::new(), |mut sums, (path, bytes)| {
        let _ = writeln!(sums, "{}  {path}", hex::encode(Sha256::digest(bytes)));
        sums
    })
}
