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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Cursor, Read, Seek, Write};

use chrono::NaiveDate;
use table::{Sheet, Sum, Summing};

use crate::disclosure::rows::{ReleasedReply, ReleasedRound, Status, Variant};
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

/// A data package in the making: replies go into its tables one by one and need not be kept.
pub struct Making<F: Write> {
    sheets: Vec<Sheet<F>>,
}

/// A data package: files by path.
#[derive(Debug)]
pub struct Package<F = Vec<u8>> {
    name: String,
    files: BTreeMap<String, (u64, F)>,
}

impl<F: Write> Making<F> {
    /// Begins the tables. Of the source are used the questionnaire, its texts, and of the round the names of facts; `file` gives a place
    /// to write a file of this path to.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn begin(
        source: &Source<'_>,
        mut file: impl FnMut(&str) -> io::Result<F>,
    ) -> io::Result<Self> {
        let tables = tables::build(source).into_iter();
        let sheets = tables.map(|table| {
            let file = file(&table.about.file)?;
            Sheet::begin(table, file)
        });
        Ok(Self {
            sheets: sheets.collect::<io::Result<_>>()?,
        })
    }

    /// Writes a reply into every table. They come by the code of their respondents.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn add(&mut self, reply: &ReleasedReply) -> io::Result<()> {
        self.sheets
            .iter_mut()
            .try_for_each(|sheet| sheet.add(reply))
    }

    /// Writes what describes the tables. The source holds the counts of all that was added.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn finish(
        self,
        source: &Source<'_>,
        mut file: impl FnMut(&str) -> io::Result<F>,
    ) -> io::Result<Package<F>> {
        let name = name(source);
        let mut files = BTreeMap::new();
        let mut sums = BTreeMap::new();
        let mut tables = Vec::new();
        for sheet in self.sheets {
            let (table, place) = sheet.finish()?;
            let path = table.about.file.clone();
            if files
                .insert(path.clone(), (table.sum.bytes, place))
                .is_some()
            {
                return Err(io::Error::other(format!(
                    "two tables are called {path}; give the question another name"
                )));
            }
            let mut names = BTreeSet::new();
            let mut columns = table.about.variables.iter();
            if let Some(twice) = columns.find(|one| !names.insert(one.name.as_str())) {
                return Err(io::Error::other(format!(
                    "{path} has two columns called {}; give the question, field or fact another name",
                    twice.name
                )));
            }
            sums.insert(path, table.sum.sha256.clone());
            tables.push(table);
        }
        let description = datapackage::build(source, &name, &tables);
        let readme = readme::build(source, &name, &tables);
        let mut texts = vec![
            (codebook::FILE.to_owned(), codebook::build(source, &tables)?),
            ("datapackage.json".to_owned(), description),
            ("README.txt".to_owned(), readme.into_bytes()),
        ];
        for (path, text) in source.form_files {
            let path = format!("forms/{}/{path}", source.form.name);
            texts.push((path, text.clone().into_bytes()));
        }
        for (path, bytes) in texts {
            let (sum, place) = written(file(&path)?, &bytes)?;
            files.insert(path.clone(), (sum.bytes, place));
            sums.insert(path, sum.sha256);
        }
        let path = "SHA256SUMS".to_owned();
        let (sum, place) = written(file(&path)?, checksums(&sums).as_bytes())?;
        files.insert(path, (sum.bytes, place));
        Ok(Package { name, files })
    }
}

fn written<F: Write>(file: F, bytes: &[u8]) -> io::Result<(Sum, F)> {
    let mut file = Summing::new(file);
    file.write_all(bytes)?;
    Ok(file.finish())
}

/// `<form>_<round>_<cut>_<variant>`.
fn name(source: &Source<'_>) -> String {
    let variant = match source.round.variant() {
        Variant::Full => "full",
        Variant::Public => "public",
    };
    let (form, round) = (&source.form.name, &source.round.round().code);
    format!("{form}_{round}_{}_{variant}", source.cut)
}

/// As `sha256sum` writes it.
fn checksums(sums: &BTreeMap<String, String>) -> String {
    sums.iter().fold(String::new(), |mut text, (path, sum)| {
        let _ = writeln!(text, "{sum}  {path}");
        text
    })
}

impl Package {
    /// Writes all files of the package in memory.
    ///
    /// # Errors
    /// None that memory gives.
    pub fn build(source: &Source<'_>) -> io::Result<Self> {
        let mut making = Making::begin(source, |_path| Ok(Vec::new()))?;
        for reply in source.round.replies() {
            making.add(reply)?;
        }
        making.finish(source, |_path| Ok(Vec::new()))
    }

    /// The bytes of its files, by path.
    #[must_use]
    pub fn files(&self) -> BTreeMap<&str, &[u8]> {
        let files = self.files.iter();
        files
            .map(|(path, (_, bytes))| (path.as_str(), bytes.as_slice()))
            .collect()
    }

    /// The package as one zip.
    ///
    /// # Errors
    /// As [`Package::zip_into`].
    pub fn zip(&self) -> io::Result<Vec<u8>> {
        let name = self.name.clone();
        let files = self.files.iter();
        let files = files.map(|(path, (size, bytes))| (path.clone(), (*size, bytes.as_slice())));
        let borrowed = Package {
            name,
            files: files.collect(),
        };
        Ok(borrowed.zip_into(Cursor::new(Vec::new()))?.into_inner())
    }
}

impl<F> Package<F> {
    /// Its name: `<form>_<round>_<cut>_<variant>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same files in other places.
    ///
    /// # Errors
    /// Those of `change`.
    pub fn map<G>(self, mut change: impl FnMut(F) -> io::Result<G>) -> io::Result<Package<G>> {
        let files = self.files.into_iter();
        let files = files.map(|(path, (size, file))| Ok((path, (size, change(file)?))));
        Ok(Package {
            name: self.name,
            files: files.collect::<io::Result<_>>()?,
        })
    }
}

impl<F: Read> Package<F> {
    /// The package as one zip, all files in one folder of its name. Times in it are fixed, so that the same files give the same bytes.
    ///
    /// # Errors
    /// Where a file cannot be read, or the zip not be written.
    pub fn zip_into<W: Write + Seek>(self, out: W) -> io::Result<W> {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        let mut zip = zip::ZipWriter::new(out);
        for (path, (size, mut file)) in self.files {
            let options = options.large_file(size > u64::from(u32::MAX));
            zip.start_file(format!("{}/{path}", self.name), options)?;
            io::copy(&mut file, &mut zip)?;
        }
        Ok(zip.finish()?)
    }
}
