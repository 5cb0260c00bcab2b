//! A table of the package: described columns, and rows of text that go to its file as replies come.

use std::collections::BTreeMap;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::variable::{Kind, Variable};
use crate::disclosure::rows::ReleasedReply;

/// A table: what it is, and how a reply is written into it.
pub(super) struct Table {
    pub(super) about: About,
    /// The rows of a reply: a cell for each column; what a person wrote has passed [`crate::text::guard`].
    pub(super) rows: Rows,
}

/// Gives the rows of a reply.
pub(super) type Rows = Box<dyn Fn(&ReleasedReply) -> Vec<Vec<String>>>;

/// What a table is.
#[derive(Debug)]
pub(super) struct About {
    /// Path in the package.
    pub(super) file: String,
    /// What a row is, as a sentence.
    pub(super) description: String,
    /// Columns that together name a row.
    pub(super) key: Vec<&'static str>,
    /// Columns.
    pub(super) variables: Vec<Variable>,
}

/// A table in its file. Its rows went there; here is what other files of the package say of them.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) about: About,
    /// How many there are.
    pub(super) rows: usize,
    /// Of each column, how often each code was given that the codebook lists.
    pub(super) counts: Vec<BTreeMap<String, usize>>,
    pub(super) sum: Sum,
}

/// A file as others of the package name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub(super) sha256: String,
}

/// Counts and digests what goes into a file.
#[derive(Debug)]
pub(super) struct Summing<F> {
    file: F,
    bytes: u64,
    digest: Sha256,
}

impl<F: Write> Summing<F> {
    pub(super) fn new(file: F) -> Self {
        Self {
            file,
            bytes: 0,
            digest: Sha256::new(),
        }
    }

    pub(super) fn finish(self) -> (Sum, F) {
        let sum = Sum {
            bytes: self.bytes,
            sha256: hex::encode(self.digest.finalize()),
        };
        (sum, self.file)
    }
}

impl<F: Write> Write for Summing<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(bytes.get(..count).unwrap_or(bytes));
        self.bytes += u64::try_from(count).unwrap_or(u64::MAX);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A table that is being written: CSV in UTF-8, a head, lines that end in LF.
pub(super) struct Sheet<F: Write> {
    table: Table,
    rows: usize,
    counts: Vec<BTreeMap<String, usize>>,
    csv: csv::Writer<Summing<F>>,
}

impl<F: Write> Sheet<F> {
    pub(super) fn begin(table: Table, file: F) -> io::Result<Self> {
        let mut csv = csv::WriterBuilder::new().from_writer(Summing::new(file));
        let variables = &table.about.variables;
        csv.write_record(variables.iter().map(|variable| variable.name.as_str()))?;
        let counts = variables.iter().map(Variable::listed_codes);
        Ok(Self {
            counts: counts.collect(),
            table,
            rows: 0,
            csv,
        })
    }

    pub(super) fn add(&mut self, reply: &ReleasedReply) -> io::Result<()> {
        for row in (self.table.rows)(reply) {
            self.csv.write_record(&row)?;
            self.rows += 1;
            let variables = self.table.about.variables.iter();
            for ((variable, counts), cell) in variables.zip(&mut self.counts).zip(&row) {
                let mut count = |code: &str| {
                    if let Some(count) = counts.get_mut(code) {
                        *count += 1;
                    }
                };
                match variable.kind {
                    Kind::Codes(_) => cell.split(' ').for_each(count),
                    Kind::Coded(_)
                    | Kind::Flag
                    | Kind::Integer
                    | Kind::Decimal
                    | Kind::Year
                    | Kind::Date
                    | Kind::Text => count(cell),
                }
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<(Filled, F)> {
        let file = self
            .csv
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        let (sum, file) = file.finish();
        let filled = Filled {
            about: self.table.about,
            rows: self.rows,
            counts: self.counts,
            sum,
        };
        Ok((filled, file))
    }
}

/// Rows under a head, as CSV.
pub(super) fn csv<'a>(
    head: impl IntoIterator<Item = &'a str>,
    rows: &[Vec<String>],
) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
