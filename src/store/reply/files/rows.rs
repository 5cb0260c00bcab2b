//! Documents and uploads as the database keeps them.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::access::Actor;
use crate::form::Mark;
use crate::form::name::{Code, FieldName, QuestionName};
use crate::reply::AnswerKey;
use crate::reply::document::{Attached, Kind};
use crate::reply::encoding::marks;
use crate::store::StoreError;
use crate::store::account::people::Author;
use crate::store::connection::DbConnection;
use crate::store::reply::readers::sees_restricted;
use crate::store::reply::replies::row_text;
use crate::store::reply::submissions::stands;
use crate::store::schema::{documents, people, replies, submissions, submitted_documents};

/// Where a document belongs: an answer, and its field if it is the value of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The answer.
    pub key: AnswerKey,
    /// The field whose value it is; `None` if it goes with the answer.
    pub field: Option<FieldName>,
}

impl Slot {
    /// The column that says which field.
    pub(super) fn field_text(&self) -> &str {
        self.field.as_ref().map_or("", FieldName::as_str)
    }

    /// The column that says which row.
    pub(super) fn row_text(&self) -> &str {
        row_text(&self.key)
    }

    pub(super) fn read(question: &str, row: &str, field: &str) -> Result<Self, StoreError> {
        let what = || format!("document of {question} {row}");
        let damaged = |cause: crate::form::name::NameError| StoreError::damaged(what(), cause);
        let some = |text: &str| !text.is_empty();
        Ok(Self {
            key: AnswerKey {
                question: QuestionName::parse(question).map_err(damaged)?,
                row: Some(row)
                    .filter(|row| some(row))
                    .map(Code::parse)
                    .transpose()
                    .map_err(damaged)?,
            },
            field: Some(field)
                .filter(|field| some(field))
                .map(FieldName::parse)
                .transpose()
                .map_err(damaged)?,
        })
    }
}

/// What the scanner for malware said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// It waits for the scanner: nobody may open it.
    New,
    /// Nothing was found.
    Clean,
    /// Something was found: nobody may open it.
    Infected,
    /// There is no scanner: only its uploader and the focal point may open it.
    Unscanned,
}

impl Scan {
    const ALL: [Self; 4] = [Self::New, Self::Clean, Self::Infected, Self::Unscanned];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Unscanned => "unscanned",
        }
    }

    fn find(code: &str) -> Result<Self, StoreError> {
        let mut all = Self::ALL.into_iter();
        all.find(|scan| scan.code() == code).ok_or_else(|| {
            StoreError::damaged("document", format!("no state of a scan is called {code}"))
        })
    }
}

/// A document of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number.
    pub id: i64,
    /// Where it belongs.
    pub slot: Slot,
    /// Name, kind, size and digest.
    pub attached: Attached,
    /// What the scanner said.
    pub scan: Scan,
    /// Who attached it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of its content on disk.
    pub(super) storage: String,
    /// Whether it is of the draft no longer, and kept because a submission names it.
    pub(super) removed: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = documents)]
pub(super) struct DocumentRow {
    id: i64,
    question: String,
    row: String,
    field: String,
    storage: String,
    name: String,
    kind: String,
    size: i64,
    sha256: String,
    scan: String,
    person: Option<i64>,
    at: NaiveDateTime,
    removed: Option<NaiveDateTime>,
}

type Row = (DocumentRow, Option<String>);

impl DocumentRow {
    pub(super) fn document(self, author: Option<String>) -> Result<Document, StoreError> {
        let what = || format!("document {}", self.id);
        Ok(Document {
            slot: Slot::read(&self.question, &self.row, &self.field)?,
            attached: Attached {
                kind: Kind::find(&self.kind).ok_or_else(|| {
                    StoreError::damaged(what(), format!("no kind is called {}", self.kind))
                })?,
                size: u64::try_from(self.size)
                    .map_err(|cause| StoreError::damaged(what(), cause))?,
                name: self.name,
                sha256: self.sha256,
            },
            scan: Scan::find(&self.scan)?,
            by: self
                .person
                .zip(author)
                .map(|(id, name)| Author { id, name }),
            at: self.at.and_utc(),
            storage: self.storage,
            removed: self.removed.is_some(),
            id: self.id,
        })
    }
}

fn all(rows: Vec<Row>) -> Result<Vec<Document>, StoreError> {
    let mut found = rows
        .into_iter()
        .map(|(row, author)| row.document(author))
        .collect::<Result<Vec<_>, _>>()?;
    // Not in the query: the databases may order letters differently.
    found.sort_by(|one, other| (&one.slot, one.id).cmp(&(&other.slot, other.id)));
    Ok(found)
}

/// The documents of a draft.
pub(super) fn of_reply(conn: &mut DbConnection, reply: i64) -> Result<Vec<Document>, StoreError> {
    all(documents::table
        .left_join(people::table)
        .filter(documents::reply.eq(reply))
        .filter(documents::removed.is_null())
        .select((DocumentRow::as_select(), people::name.nullable()))
        .load(conn)?)
}

/// A document of a reply, also one that is of its draft no longer.
pub(super) fn find(
    conn: &mut DbConnection,
    reply: i64,
    id: i64,
) -> Result<Option<Document>, StoreError> {
    let row: Option<Row> = documents::table
        .left_join(people::table)
        .filter(documents::reply.eq(reply))
        .filter(documents::id.eq(id))
        .select((DocumentRow::as_select(), people::name.nullable()))
        .first(conn)
        .optional()?;
    row.map(|(row, author)| row.document(author)).transpose()
}

/// Whether a submission names a document.
pub(super) fn is_submitted(conn: &mut DbConnection, document: i64) -> Result<bool, StoreError> {
    let named: i64 = submitted_documents::table
        .filter(submitted_documents::document.eq(document))
        .count()
        .get_result(conn)?;
    Ok(named > 0)
}

/// The documents that the submission of a respondent that stands names, as far as somebody may see them: those of answers for the
/// Secretariat only are for named readers. Each with whether it is such a one.
pub(super) fn submitted(
    conn: &mut DbConnection,
    who: &Actor,
    round: &Code,
    respondent: &Code,
) -> Result<Vec<(Document, bool)>, StoreError> {
    let standing: Option<(i64, i64, Vec<u8>)> = replies::table
        .inner_join(submissions::table)
        .filter(stands())
        .filter(replies::round.eq(round.as_str()))
        .filter(replies::respondent.eq(respondent.as_str()))
        .select((replies::id, submissions::version, submissions::bytes))
        .first(conn)
        .optional()?;
    let Some((reply, version, bytes)) = standing else {
        return Ok(Vec::new());
    };
    let named: Vec<i64> = submitted_documents::table
        .filter(submitted_documents::reply.eq(reply))
        .filter(submitted_documents::version.eq(version))
        .select(submitted_documents::document)
        .load(conn)?;
    let documents = all(documents::table
        .left_join(people::table)
        .filter(documents::reply.eq(reply))
        .filter(documents::id.eq_any(named))
        .select((DocumentRow::as_select(), people::name.nullable()))
        .load(conn)?)?;
    let marks = marks(&bytes);
    let sees_all = sees_restricted(conn, who)?;
    let with_mark = documents.into_iter().map(|document| {
        let restricted = marks
            .get(&document.slot.key)
            .is_none_or(|mark| *mark == Mark::SecretariatOnly);
        (document, restricted)
    });
    Ok(with_mark
        .filter(|(_, restricted)| sees_all || !restricted)
        .collect())
}

/// What the log says of a document: where, how large, its digest; not its name, which may say what is in it.
pub(super) fn for_the_log(document: &Document) -> serde_json::Value {
    serde_json::json!({
        "answer": document.slot.key.to_string(),
        "size": document.attached.size,
        "sha256": document.attached.sha256,
    })
}
