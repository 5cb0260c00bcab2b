//! Documents: what the store promises of their content, the scanner, and the pages on which they come and go.

mod clamd;
mod cut;
#[cfg(target_os = "linux")]
mod disk;
mod hostile;
mod pages;
mod scan_again;
mod scanner;
mod stored;

pub(crate) use pages::{form, page};

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use para11::access::{Allow, AttachDocuments, OwnReply, operator};
use para11::keys::Keys;
use para11::reply::AnswerKey;
use para11::reply::document::{FileName, Refusal};
use para11::store::Store;
use para11::store::reply::files::scan::Scanner;
use para11::store::reply::files::{Document, FileError, Files, Slot};
use sha2::{Digest, Sha256};

use crate::support::store::{at, code, key};

/// Longest silence of a scanner in tests.
const PATIENCE: Duration = Duration::from_millis(300);

/// Keys and a folder of files, beside a store.
struct Shelf {
    folder: tempfile::TempDir,
    files: Files,
}

impl Shelf {
    fn of(store: &Store, scanner: Option<Scanner>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = open(store, folder.path(), scanner);
        Self { folder, files }
    }

    /// The same folder, as another instance opens it.
    fn again(&self, store: &Store, scanner: Option<Scanner>) -> Files {
        open(store, self.folder.path(), scanner)
    }

    /// The names of what lies in the folder of the files.
    fn contents(&self) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(self.folder.path().join("files")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

fn open(store: &Store, folder: &Path, scanner: Option<Scanner>) -> Files {
    let keys = Arc::new(Keys::open(&folder.join("keys")).unwrap());
    Files::open(store.clone(), &folder.join("files"), keys, scanner).unwrap()
}

pub(crate) fn attach(respondent: &str) -> Allow<AttachDocuments> {
    operator(OwnReply::whole(code("2026"), code(respondent)))
}

pub(crate) fn slot(question: &str) -> Slot {
    let key = key(question);
    Slot { key, field: None }
}

pub(crate) fn name(text: &str) -> FileName {
    FileName::clean(text).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A text of so many bytes, no two pieces of which are equal.
fn long(bytes: usize) -> Vec<u8> {
    let lines = (0..).flat_map(|n: u32| format!("line {n} of a long text\n").into_bytes());
    lines.take(bytes).collect()
}

/// Attaches a document in one stream.
fn put(
    files: &Files,
    allow: &Allow<AttachDocuments>,
    place: Slot,
    called: &str,
    content: &[u8],
) -> Result<Document, FileError> {
    let mut incoming = files.receive(allow, place, name(called), at(5))?;
    for part in content.chunks(10_000) {
        incoming.push(part)?;
    }
    incoming.finish(at(6))
}

/// All of a document, read back.
pub(crate) fn read(
    files: &Files,
    allow: &Allow<para11::access::SeeReply>,
    id: i64,
) -> Result<Vec<u8>, FileError> {
    let (document, mut content) = files.read(allow, id)?;
    let mut bytes = Vec::new();
    for number in 0..para11::reply::document::pieces(document.attached.size) {
        bytes.extend(content.piece(number)?);
    }
    Ok(bytes)
}

fn refusal(outcome: Result<Document, FileError>) -> Refusal {
    match outcome {
        Err(FileError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn keyed(question: &str, row: &str) -> AnswerKey {
    AnswerKey {
        row: Some(code(row)),
        ..key(question)
    }
}

/// Puts a row into each table of documents; the bytes of a submission that names one.
pub(crate) fn fill(test: &crate::support::store::StoreUnderTest) -> Vec<u8> {
    let shelf = Shelf::of(&test.store, None);
    let document = put(&shelf.files, &attach("AUT"), slot("q"), "a.txt", b"a").unwrap();
    let new = para11::store::reply::files::upload::NewUpload {
        slot: slot("q"),
        name: name("b.txt"),
        size: 1,
    };
    let upload = shelf.files.begin(&attach("AUT"), new, at(2)).unwrap();
    shelf
        .files
        .put_piece(&attach("AUT"), upload.id, 0, &sha256(b"b"), b"b", at(2))
        .unwrap();
    submission(&document)
}

/// The bytes of a submission that names a document.
fn submission(document: &Document) -> Vec<u8> {
    marked(document, "attributable")
}

/// The same with a mark.
fn marked(document: &Document, mark: &str) -> Vec<u8> {
    let period = serde_json::json!({"first": 2021, "last": 2025});
    let head = serde_json::json!({
        "form": "para11", "form_version": "", "round": "2026", "respondent": "AUT", "period": period
    });
    let item = serde_json::json!({
        "question": document.slot.key.question, "state": "answered", "mark": mark, "documents": [document.attached]
    });
    let whole = serde_json::json!({"format": 1, "head": head, "items": [item]});
    whole.to_string().into_bytes()
}
