//! A table of the package: described columns and rows of text.

use super::variable::Variable;

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    /// Path in the package.
    pub(super) file: String,
    /// What a row is, as a sentence.
    pub(super) description: String,
    /// Columns that together name a row.
    pub(super) key: Vec<&'static str>,
    /// Columns.
    pub(super) variables: Vec<Variable>,
    /// Rows: a cell for each column; what a person wrote has passed [`crate::text::guard`].
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as CSV: UTF-8, a head, lines that end in LF.
    pub(super) fn csv(&self) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        // Writing to memory cannot fail; a row of another length would, and `Table` has none.
        let names = self.variables.iter().map(|variable| variable.name.as_str());
        let mut outcome = writer.write_record(names);
        for row in &self.rows {
            outcome = outcome.and_then(|()| writer.write_record(row));
        }
        debug_assert!(outcome.is_ok(), "{outcome:?}");
        writer.into_inner().unwrap_or_default()
    }
}
