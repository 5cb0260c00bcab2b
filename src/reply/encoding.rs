//! Submissions as bytes: one canonical document, sealed by its SHA-256.
//!
//! Members stand in one fixed order, items in the order of the form, values under their fields; what is empty is left out. So equal
//! submissions give the same bytes. Values are written by the kind of their field: codes, texts and days as text, decimal numbers as
//! text (a program that reads JSON numbers as binary fractions would change them), several codes and the two ends of a range as arrays.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::document::Attached;
use super::last::LastState;
use super::submission::{State, Submission, SubmissionHead, SubmittedItem};
use super::{AnswerKey, Value};
use crate::form::name::{Code, FieldName, QuestionName};
use crate::form::{FieldKind, Form, Mark};
use crate::text::hidden::debug_hiding;

/// Version of a document without the name of who cleared it.
const UNCLEARED: u32 = 1;
/// Version of a document with it.
const CLEARED: u32 = 2;

/// The version in which a submission is written.
const fn format(head: &SubmissionHead) -> u32 {
    if head.cleared.is_some() {
        CLEARED
    } else {
        UNCLEARED
    }
}

/// The exact bytes of a submission and their SHA-256.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The document, in UTF-8.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
    pub sha256: String,
}

debug_hiding!(Sealed, [sha256], [bytes]);

/// Why bytes are no submission.
#[derive(Debug, Error)]
pub enum SealError {
    /// The bytes are not those that were sealed.
    #[error(
        "the bytes of the submission do not fit their SHA-256; they were changed, restore them from a backup or a receipt"
    )]
    Altered,
    /// The bytes are no such document.
    #[error("the submission cannot be read: {0}")]
    Document(Misread),
    /// The document is of another version.
    #[error(
        "the submission is written in format {0}, this program reads the formats 1 and 2, of which 2 names who cleared it; use a later program"
    )]
    Format(u32),
    /// The document answers another questionnaire.
    #[error(
        "the submission does not fit the questionnaire at `{0}`; read it with the version it names"
    )]
    Unfit(String),
}

/// Where JSON that holds answers cannot be read. The words of the reader are left out: they repeat what they did not understand, and an
/// answer must not reach a log.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("it is not as it was written, from line {line}, column {column}")]
pub struct Misread {
    line: usize,
    column: usize,
}

impl From<serde_json::Error> for Misread {
    fn from(error: serde_json::Error) -> Self {
        Self {
            line: error.line(),
            column: error.column(),
        }
    }
}

impl From<serde_json::Error> for SealError {
    fn from(error: serde_json::Error) -> Self {
        Self::Document(error.into())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: u32,
    head: SubmissionHead,
    items: Vec<Item>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    question: QuestionName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<Code>,
    state: State,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<FieldName, serde_json::Value>,
    mark: Mark,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    comment: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    documents: Vec<Attached>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_time: Option<LastState>,
}

/// Writes a submission and seals it.
///
/// # Errors
/// If it cannot be written as JSON, which none of our types can bring about.
pub fn encode(submission: &Submission) -> Result<Sealed, SealError> {
    let items = submission.items().iter().map(|item| Item {
        question: item.key.question.clone(),
        row: item.key.row.clone(),
        state: item.state,
        values: item
            .values
            .iter()
            .map(|(field, value)| (field.clone(), write(value)))
            .collect(),
        mark: item.mark,
        comment: item.comment.clone(),
        source: item.source.clone(),
        documents: item.documents.clone(),
        internal: item.internal,
        last_time: item.last_time,
    });
    let document = Document {
        format: format(submission.head()),
        head: submission.head().clone(),
        items: items.collect(),
    };
    let mut bytes = serde_json::to_vec(&document)?;
    bytes.push(b'\n');
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Ok(Sealed { bytes, sha256 })
}

/// Reads a sealed submission with the form it answers.
///
/// # Errors
/// If the bytes do not fit their SHA-256, or are no submission, or do not fit the form.
pub fn decode(form: &Form, sealed: &Sealed) -> Result<Submission, SealError> {
    if hex::encode(Sha256::digest(&sealed.bytes)) != sealed.sha256 {
        return Err(SealError::Altered);
    }
    let document: Document = serde_json::from_slice(&sealed.bytes)?;
    if document.format != format(&document.head) {
        return Err(SealError::Format(document.format));
    }
    if document.head.form != form.name {
        return Err(SealError::Unfit(document.head.form.to_string()));
    }
    let items = document.items.into_iter().map(|item| read_item(form, item));
    let items = items.collect::<Result<_, _>>()?;
    Ok(Submission::sealed(document.head, items))
}

/// A document that a submission names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDocument {
    /// The answer that it goes with.
    pub key: AnswerKey,
    /// It.
    pub attached: Attached,
}

/// The documents that the bytes of a submission name. Other bytes name none.
#[must_use]
pub fn documents(bytes: &[u8]) -> Vec<NamedDocument> {
    let Ok(document) = serde_json::from_slice::<Document>(bytes) else {
        return Vec::new();
    };
    let named = document.items.into_iter().flat_map(|item| {
        let key = AnswerKey {
            question: item.question,
            row: item.row,
        };
        let documents = item.documents.into_iter();
        documents.map(move |attached| NamedDocument {
            key: key.clone(),
            attached,
        })
    });
    named.collect()
}

/// How far each answer of the bytes of a submission may be used. Other bytes hold no answer.
#[must_use]
pub fn marks(bytes: &[u8]) -> BTreeMap<AnswerKey, Mark> {
    let Ok(document) = serde_json::from_slice::<Document>(bytes) else {
        return BTreeMap::new();
    };
    let items = document.items.into_iter();
    let marks = items.map(|item| {
        let key = AnswerKey {
            question: item.question,
            row: item.row,
        };
        (key, item.mark)
    });
    marks.collect()
}

fn read_item(form: &Form, item: Item) -> Result<SubmittedItem, SealError> {
    let key = AnswerKey {
        question: item.question,
        row: item.row,
    };
    let question = form
        .question(key.question.as_str())
        .ok_or_else(|| SealError::Unfit(key.to_string()))?;
    let mut values = BTreeMap::new();
    for (name, written) in item.values {
        let value = question
            .field(name.as_str())
            .and_then(|field| read(&field.kind, written))
            .ok_or_else(|| SealError::Unfit(format!("{key}.{name}")))?;
        values.insert(name, value);
    }
    Ok(SubmittedItem {
        key,
        state: item.state,
        values,
        mark: item.mark,
        comment: item.comment,
        source: item.source,
        documents: item.documents,
        internal: item.internal,
        last_time: item.last_time,
    })
}

/// A value as the document writes it.
pub(super) fn write(value: &Value) -> serde_json::Value {
    match value {
        Value::Choice(code) => json!(code),
        Value::Choices(codes) | Value::Ranked(codes) => json!(codes),
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(number) => json!(number.to_string()),
        Value::Year(year) => json!(year),
        Value::Date(day) => json!(day),
        Value::DateRange(first, last) => json!([first, last]),
        Value::Tick => json!(true),
    }
}

/// A value as the document writes it, if it is one of this kind.
pub(super) fn read(kind: &FieldKind, written: serde_json::Value) -> Option<Value> {
    fn plain<T: serde::de::DeserializeOwned>(written: serde_json::Value) -> Option<T> {
        serde_json::from_value(written).ok()
    }
    match kind {
        FieldKind::Single(_) | FieldKind::Prefilled(_) => plain(written).map(Value::Choice),
        FieldKind::Multiple { .. } => plain(written).map(Value::Choices),
        FieldKind::Ranked { .. } => plain(written).map(Value::Ranked),
        FieldKind::Text(_) | FieldKind::LongText(_) | FieldKind::Email | FieldKind::File => {
            plain(written).map(Value::Text)
        }
        FieldKind::Integer { .. } => plain(written).map(Value::Integer),
        FieldKind::Decimal { .. } => {
            let number: String = plain(written)?;
            Decimal::from_str_exact(&number).ok().map(Value::Decimal)
        }
        FieldKind::Year { .. } => plain(written).map(Value::Year),
        FieldKind::Date => plain(written).map(Value::Date),
        FieldKind::DateRange => {
            let (first, last): (NaiveDate, NaiveDate) = plain(written)?;
            Some(Value::DateRange(first, last))
        }
        FieldKind::Tick => plain::<bool>(written)?.then_some(Value::Tick),
    }
}

#[cfg(test)]
mod tests;
