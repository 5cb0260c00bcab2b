//! The table of a figure as CSV: the same numbers, for machines.

use super::figure::{Figure, Role, Value};
use crate::text::guard;

/// A value that was withheld; distinct from nought and from an empty cell, which cannot have a value.
pub const WITHHELD: &str = "withheld";

impl Figure {
    /// Its table: codes and labels of the rows, then a column for each count and percentage. Text that a spreadsheet would take for a
    /// formula is led by an apostrophe. UTF-8, lines end in CR LF.
    #[must_use]
    pub fn csv(&self) -> Vec<u8> {
        let table = self.table();
        let mut records = Vec::new();
        let mut head = vec!["row".to_owned(), "label".to_owned(), "role".to_owned()];
        head.extend(table.columns.iter().map(|column| column.code.clone()));
        records.push(head);
        for row in &table.rows {
            let mut record = vec![
                row.code.clone(),
                guard(&row.label),
                role(row.role).to_owned(),
            ];
            record.extend(row.values.iter().map(value));
            records.push(record);
        }
        write(&records)
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Number(n) => n.to_string(),
        Value::Change(n) => n.to_string(),
        Value::Withheld => WITHHELD.to_owned(),
        Value::NotApplicable => String::new(),
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Answer => "answer",
        Role::Neutral => "neutral",
        Role::Against => "against",
        Role::NonResponse => "non_response",
        Role::Column => "column",
        Role::Value => "value",
        Role::Total => "total",
    }
}

fn write(records: &[Vec<String>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut out);
    // Writing to memory fails only for records of different length; all have one value for each column.
    let written = records
        .iter()
        .try_for_each(|record| writer.write_record(record))
        .and_then(|()| Ok(writer.flush()?));
    debug_assert!(written.is_ok(), "{written:?}");
    drop(writer);
    out
}
