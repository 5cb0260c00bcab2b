//! Sealed replies: the exact bytes of one document, with their SHA-256. Nothing changes them; a correction is a new version.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::clarifications;
use super::files::Scan;
use super::life::{Moving, in_time, life, tell};
use super::receipts::Signing;
use super::replies::row_text;
use super::replies::{State, find, lock};
use crate::access::{Act, Allow, DumpRows, Parts, SeeFigures, SeeReply, SubmitReply, WholeRound};
use crate::form::name::Code;
use crate::keys::Keys;
use crate::reply::encoding::{self, NamedDocument};
use crate::reply::life::Step;
use crate::round::Respondent;
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::request::{RequestKey, once};
use crate::store::rounds::respondent;
use crate::store::schema::{
    documents, replies, reply_steps, respondents, rounds, submissions, submitted_documents,
};
use crate::store::{Store, StoreError, sha256, stored};
use crate::text::hidden::debug_hiding;

/// Respondents whose submissions are held at a time.
const SOME: usize = 200;

/// Proof that a reply was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Number of the receipt.
    pub number: i64,
    /// Which submission of this respondent: 1, then one more after each reopening.
    pub version: i64,
    /// SHA-256 of the bytes as hexadecimal digits.
    pub sha256: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A sealed reply whose bytes have been found to have their digest.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSubmission {
    /// Whose.
    pub respondent: Code,
    /// Its receipt.
    pub receipt: Receipt,
    /// SHA-256 of the version of the form that it answers.
    pub form_version: String,
    /// The document, as it was submitted.
    pub bytes: Vec<u8>,
}

debug_hiding!(
    StoredSubmission,
    [respondent, receipt, form_version],
    [bytes]
);

/// Actions whose scope lets one read sealed replies of a round.
pub trait ReadsSubmissions: Act<Scope = WholeRound> {}
impl ReadsSubmissions for SeeFigures {}
impl ReadsSubmissions for DumpRows {}

#[derive(Queryable, Selectable)]
#[diesel(table_name = submissions)]
struct ReceiptRow {
    number: i64,
    version: i64,
    sha256: String,
    at: NaiveDateTime,
}

impl ReceiptRow {
    fn receipt(self) -> Receipt {
        Receipt {
            number: self.number,
            version: self.version,
            sha256: self.sha256,
            at: self.at.and_utc(),
        }
    }
}

type Row = (String, ReceiptRow, String, Vec<u8>);

fn sealed((respondent, receipt, form_version, bytes): Row) -> Result<StoredSubmission, StoreError> {
    let what = || format!("submission {} of {respondent}", receipt.number);
    if sha256(&bytes) != receipt.sha256 {
        return Err(StoreError::damaged(
            what(),
            "its bytes do not have the digest they were sealed with",
        ));
    }
    Ok(StoredSubmission {
        respondent: Code::parse(&respondent).map_err(|cause| StoreError::damaged(what(), cause))?,
        receipt: receipt.receipt(),
        form_version,
        bytes,
    })
}

/// A document to be sealed as the next version of a reply.
pub(in crate::store) struct Sealing<'a> {
    pub(in crate::store) reply: i64,
    /// Version before it; 0 if there is none.
    pub(in crate::store) before: i64,
    pub(in crate::store) bytes: Vec<u8>,
    /// The documents that the bytes name.
    pub(in crate::store) documents: Vec<NamedDocument>,
    pub(in crate::store) form_version: &'a str,
    pub(in crate::store) person: Option<i64>,
    pub(in crate::store) at: NaiveDateTime,
}

impl Sealing<'_> {
    /// Keeps the document; the step of the reply's life is the caller's.
    pub(in crate::store) fn seal(self, conn: &mut DbConnection) -> Result<Receipt, StoreError> {
        let version = self.before + 1;
        let receipt: ReceiptRow = diesel::insert_into(submissions::table)
            .values((
                submissions::reply.eq(self.reply),
                submissions::version.eq(version),
                submissions::sha256.eq(sha256(&self.bytes)),
                submissions::bytes.eq(self.bytes),
                submissions::form_version.eq(self.form_version),
                submissions::at.eq(self.at),
                submissions::person.eq(self.person),
            ))
            .returning((
                submissions::number,
                submissions::version,
                submissions::sha256,
                submissions::at,
            ))
            .get_result(conn)?;
        for named in &self.documents {
            hold(conn, self.reply, version, named)?;
        }
        Ok(receipt.receipt())
    }
}

/// Keeps a document that a submission names for good: a submission cannot name what is not there.
fn hold(
    conn: &mut DbConnection,
    reply: i64,
    version: i64,
    NamedDocument { key, attached, .. }: &NamedDocument,
) -> Result<(), StoreError> {
    let document: Option<(i64, String)> = documents::table
        .filter(documents::reply.eq(reply))
        .filter(documents::question.eq(key.question.as_str()))
        .filter(documents::row.eq(row_text(key)))
        .filter(documents::sha256.eq(&attached.sha256))
        .filter(documents::removed.is_null())
        .order(documents::id)
        .select((documents::id, documents::scan))
        .first(conn)
        .optional()?;
    let (document, scan) = document.ok_or_else(|| {
        StoreError::damaged(
            format!("submission of reply {reply}"),
            format!("it names a document of {key} that is not there"),
        )
    })?;
    if scan == Scan::Infected.code() {
        return Err(StoreError::InfectedDocument(key.clone()));
    }
    diesel::insert_into(submitted_documents::table)
        .values((
            submitted_documents::reply.eq(reply),
            submitted_documents::version.eq(version),
            submitted_documents::document.eq(document),
        ))
        .execute(conn)?;
    Ok(())
}

/// Which version of a reply stands, and is meant wherever others read "the reply": the one that `replies.standing` names. That is the
/// latest that was submitted and not withdrawn; none, if it was.
#[diesel::dsl::auto_type]
pub(in crate::store) fn stands() -> _ {
    submissions::version.nullable().eq(replies::standing)
}

/// A version of a reply with its bytes; `None` if there is none of this number.
pub(in crate::store) fn version_of(
    conn: &mut DbConnection,
    reply: i64,
    version: i64,
) -> Result<Option<StoredSubmission>, StoreError> {
    let row: Option<Row> = submissions::table
        .inner_join(replies::table)
        .filter(submissions::reply.eq(reply))
        .filter(submissions::version.eq(version))
        .select((
            replies::respondent,
            ReceiptRow::as_select(),
            submissions::form_version,
            submissions::bytes,
        ))
        .first(conn)
        .optional()?;
    row.map(sealed).transpose()
}

/// SHA-256 of a version of a reply.
pub(in crate::store) fn digest_of(
    conn: &mut DbConnection,
    reply: i64,
    version: i64,
) -> Result<String, StoreError> {
    Ok(submissions::table
        .filter(submissions::reply.eq(reply))
        .filter(submissions::version.eq(version))
        .select(submissions::sha256)
        .first(conn)?)
}

/// Refuses who cleared the reply: two persons are needed.
fn another_cleared(
    conn: &mut DbConnection,
    reply: i64,
    person: Option<i64>,
) -> Result<(), StoreError> {
    let cleared: Option<i64> = reply_steps::table
        .filter(reply_steps::reply.eq(reply))
        .filter(reply_steps::step.eq(Step::Clear.code()))
        .order(reply_steps::number.desc())
        .select(reply_steps::person)
        .first(conn)?;
    if cleared == person {
        return Err(StoreError::SamePerson);
    }
    Ok(())
}

/// The version of the form that a round puts.
pub(in crate::store) fn form_version(
    conn: &mut DbConnection,
    round: &Code,
) -> Result<String, StoreError> {
    rounds::table
        .find(round.as_str())
        .select(rounds::form_version)
        .first(conn)
        .optional()?
        .ok_or_else(|| StoreError::NoRound(round.to_string()))
}

impl Store {
    /// Seals the own draft, which another person has cleared: keeps exactly these bytes, closes the draft, signs a receipt.
    ///
    /// `checked` is the revision of the draft from which the bytes were made, so that what was checked is what is sealed. With a key, the
    /// same request sent again gives the same receipt.
    ///
    /// # Errors
    /// [`StoreError::NotDraft`] if it is submitted already, [`StoreError::DraftChanged`] if answers changed since, [`StoreError::NotNow`]
    /// if it is not cleared, [`StoreError::SamePerson`], [`StoreError::Closed`].
    pub fn submit(
        &self,
        allow: &Allow<SubmitReply>,
        bytes: Vec<u8>,
        checked: i64,
        key: Option<RequestKey>,
        keys: &Arc<Keys>,
        at: DateTime<Utc>,
    ) -> Result<Receipt, StoreError> {
        let scope = allow.scope().clone();
        let person = account(allow.who());
        let keys = Arc::clone(keys);
        let letters = self.letters();
        let at = stored(at);
        let documents = encoding::documents(&bytes);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let request = sha256(&bytes);
            once(
                conn,
                reply.id,
                key.as_ref(),
                request.as_bytes(),
                at,
                |conn| {
                    if State::find(&reply.state)? != State::Draft {
                        return Err(StoreError::NotDraft);
                    }
                    if reply.revision != checked {
                        return Err(StoreError::DraftChanged {
                            checked,
                            now: reply.revision,
                        });
                    }
                    let step = Step::Submit;
                    life(&reply)?.after(step)?;
                    another_cleared(conn, reply.id, person)?;
                    in_time(conn, &scope, &reply, at)?;
                    let form_version = form_version(conn, &scope.round)?;
                    let sealing = Sealing {
                        reply: reply.id,
                        before: reply.version,
                        bytes,
                        documents,
                        form_version: &form_version,
                        person,
                        at,
                    };
                    let receipt = sealing.seal(conn)?;
                    let moving = Moving {
                        step,
                        person,
                        at,
                        words: "",
                        due: None,
                        sha256: Some(&receipt.sha256),
                    };
                    let entry = moving.go(conn, &scope, &reply)?;
                    tell(conn, &letters, &scope, step, at)?;
                    clarifications::answer(conn, reply.id, receipt.version)?;
                    let signing = Signing {
                        reply: reply.id,
                        scope: &scope,
                        version: receipt.version,
                        step,
                        entry,
                        sha256: &receipt.sha256,
                        at,
                    };
                    signing.sign(conn, &keys)?;
                    Ok(receipt)
                },
            )
        })
    }

    /// A version of the own reply with its bytes; `None` if there is none of this number.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the bytes no longer have their digest.
    pub fn own_version(
        &self,
        allow: &Allow<SeeReply>,
        version: i64,
    ) -> Result<Option<StoredSubmission>, StoreError> {
        if allow.scope().parts != Parts::Whole {
            return Err(StoreError::NotGiven);
        }
        self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            version_of(conn, reply.id, version)
        })
    }

    /// The receipt of the own latest submission; `None` if there is none.
    pub fn receipt(&self, allow: &Allow<SeeReply>) -> Result<Option<Receipt>, StoreError> {
        self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            let row: Option<ReceiptRow> = submissions::table
                .filter(submissions::reply.eq(reply.id))
                .filter(submissions::version.eq(reply.version))
                .select(ReceiptRow::as_select())
                .first(conn)
                .optional()?;
            Ok(row.map(ReceiptRow::receipt))
        })
    }

    /// The own submission that stands, with its bytes; `None` if none does.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] for somebody who has parts of the reply only: the bytes are of the whole.
    /// [`StoreError::Damaged`] if the bytes no longer have their digest.
    pub fn submission(
        &self,
        allow: &Allow<SeeReply>,
    ) -> Result<Option<StoredSubmission>, StoreError> {
        if allow.scope().parts != Parts::Whole {
            return Err(StoreError::NotGiven);
        }
        self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            let Some(standing) = reply.standing else {
                return Ok(None);
            };
            version_of(conn, reply.id, standing)
        })
    }

    /// The receipts of the submissions that count in a round, the own or the one before that figures set beside it, by respondent: what [`Store::submissions`] would give, without its bytes.
    pub fn receipts<A: ReadsSubmissions>(
        &self,
        _allow: &Allow<A>,
        round: &Code,
    ) -> Result<BTreeMap<Code, Receipt>, StoreError> {
        let rows: Vec<(String, ReceiptRow)> = self.read(|conn| {
            Ok(submissions::table
                .inner_join(replies::table)
                .filter(replies::round.eq(round.as_str()))
                .filter(stands())
                .select((replies::respondent, ReceiptRow::as_select()))
                .load(conn)?)
        })?;
        let receipt = |(respondent, row): (String, ReceiptRow)| {
            let code = Code::parse(&respondent).map_err(|cause| {
                StoreError::damaged(format!("submission {} of {respondent}", row.number), cause)
            })?;
            Ok((code, row.receipt()))
        };
        rows.into_iter().map(receipt).collect()
    }

    /// The submission of each respondent of a round that counts, by code, all at once: none of who submitted nothing or withdrew.
    ///
    /// # Errors
    /// As [`Store::each_reply`].
    pub fn submissions<A: ReadsSubmissions>(
        &self,
        allow: &Allow<A>,
    ) -> Result<Vec<StoredSubmission>, StoreError> {
        let mut found = Vec::new();
        self.each_reply(allow, &allow.scope().round, |_respondent, submission| {
            found.extend(submission);
            Ok::<(), StoreError>(())
        })??;
        Ok(found)
    }

    /// Shows each respondent of a round, the own or the one before that figures set beside it, with the submission that stands, by code, until told to stop. Only some are held at a time, and all are
    /// of one state of the database.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the bytes of one no longer have their digest. The inner failure is that of the one who looks.
    pub fn each_reply<A: ReadsSubmissions, E>(
        &self,
        _allow: &Allow<A>,
        round: &Code,
        mut see: impl FnMut(Respondent, Option<StoredSubmission>) -> Result<(), E>,
    ) -> Result<Result<(), E>, StoreError> {
        let round = round.as_str();
        self.read(|conn| {
            let mut codes: Vec<String> = respondents::table
                .filter(respondents::round.eq(round))
                .select(respondents::code)
                .load(conn)?;
            // Not in the query: the databases may order letters differently.
            codes.sort_unstable();
            for some in codes.chunks(SOME) {
                let facts: Vec<(String, String)> = respondents::table
                    .filter(respondents::round.eq(round))
                    .filter(respondents::code.eq_any(some))
                    .select((respondents::code, respondents::facts))
                    .load(conn)?;
                let mut facts: BTreeMap<String, String> = facts.into_iter().collect();
                let mut sealed = submissions_of(conn, round, some)?;
                for code in some {
                    let facts = facts.remove(code).unwrap_or_default();
                    let submission = sealed.remove(code);
                    if let Err(stopped) = see(respondent(code, &facts)?, submission) {
                        return Ok(Err(stopped));
                    }
                }
            }
            Ok(Ok(()))
        })
    }
}

/// The submissions that count of some respondents of a round.
fn submissions_of(
    conn: &mut DbConnection,
    round: &str,
    some: &[String],
) -> Result<BTreeMap<String, StoredSubmission>, StoreError> {
    let rows: Vec<Row> = submissions::table
        .inner_join(replies::table)
        .filter(replies::round.eq(round))
        .filter(replies::respondent.eq_any(some))
        .filter(stands())
        .select((
            replies::respondent,
            ReceiptRow::as_select(),
            submissions::form_version,
            submissions::bytes,
        ))
        .load(conn)?;
    let found = rows.into_iter().map(sealed);
    found
        .map(|submission| submission.map(|one| (one.respondent.to_string(), one)))
        .collect()
}
