//! The documents of an answer: a page of their own, since a file in the form of a section would end saving while one types.
//!
//! Without a script a document comes in one form; with it by pieces (`uploads`), so that a cut line or a reload costs one piece.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::open::{OpenReply, may_see, moment};
use super::steps;
use crate::access::{Allow, AttachDocuments, SeeReply};
use crate::form::name::Code;
use crate::form::{FieldKind, Question, Rows};
use crate::reply::AnswerKey;
use crate::reply::document::{FileName, Refusal, pieces};
use crate::store::reply::files::upload::Upload;
use crate::store::reply::files::{Document, FileError, Scan, Slot, may_open};
use crate::text;
use crate::web::input::file::PostedFile;
use crate::web::input::{Button, Posted};
use crate::web::pages::documents::{DocumentLine, DocumentsPage, Place, UploadLine};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Store(cause) => cause.into(),
            FileError::Gone => Self::NotFound,
            FileError::Quarantined => Self::Quarantined,
            FileError::Piece => Self::Unreadable,
            FileError::Unfinished => Self::Conflict,
            FileError::Refused(Refusal::TooLarge) => Self::TooLarge,
            error @ FileError::Disk { .. } => Self::unavailable(&error),
            error @ (FileError::Refused(_) | FileError::Key(_) | FileError::Damaged(_)) => {
                Self::internal(&error)
            }
        }
    }
}

/// Where the documents of an answer are.
pub(super) fn address(key: &AnswerKey) -> String {
    match &key.row {
        Some(row) => format!("/documents/{}/{row}", key.question),
        None => format!("/documents/{}", key.question),
    }
}

/// The places for documents of an answer: the fields that are documents, then what goes with the answer.
fn slots(question: &Question, key: &AnswerKey) -> Vec<Slot> {
    let slot = |field| Slot {
        key: key.clone(),
        field,
    };
    let takes_fields = question.has_rows() == key.row.is_some();
    let fields = question
        .fields
        .iter()
        .filter(|field| takes_fields && matches!(field.kind, FieldKind::File));
    let fields = fields.map(|field| slot(Some(field.name.clone())));
    let with = question.with.documents.then(|| slot(None));
    fields.chain(with).collect()
}

/// The answer of an address, if documents can go with it and it is within the person's bounds.
pub(super) fn find(
    open: &OpenReply,
    question: &str,
    row: Option<&str>,
) -> Result<AnswerKey, Problem> {
    let question = open.form.question(question).ok_or(Problem::NotFound)?;
    if !open.draft.shows(&question.name) {
        return Err(Problem::NotFound);
    }
    let row = match row {
        None => None,
        Some(row) => Some(self::row(open, question, row).ok_or(Problem::NotFound)?),
    };
    let key = AnswerKey {
        question: question.name.clone(),
        row,
    };
    if slots(question, &key).is_empty() {
        return Err(Problem::NotFound);
    }
    Ok(key)
}

/// The row of a question with this code; of rows that the respondent adds, also one that is not there yet.
fn row(open: &OpenReply, question: &Question, row: &str) -> Option<Code> {
    let code = Code::parse(row).ok()?;
    let is_row = match &question.rows {
        Rows::One => false,
        Rows::List { list, .. } => {
            let list = open.form.list(list.as_str())?;
            list.choices.iter().any(|choice| choice.code == code)
        }
        Rows::Years => {
            let mut years = open.draft.facts().period.years();
            years.any(|year| year.to_string() == row)
        }
        Rows::Free { max, .. } => {
            let rows = open.draft.rows(&question.name);
            let ordinal: u16 = row.parse().ok()?;
            rows.contains(&code)
                || (rows.len() < *max && (1..=9_999).contains(&ordinal) && !row.starts_with('0'))
        }
    };
    is_row.then_some(code)
}

/// Which answer an address names.
fn named(request: &HttpRequest) -> (String, Option<String>) {
    let part = |name| request.match_info().get(name).map(str::to_owned);
    (part("question").unwrap_or_default(), part("row"))
}

pub(super) fn number(request: &HttpRequest, name: &str) -> Result<i64, Problem> {
    let number = request.match_info().get(name).and_then(|n| n.parse().ok());
    number.ok_or(Problem::NotFound)
}

/// What can be seen of an answer's documents.
struct Seen {
    open: OpenReply,
    key: AnswerKey,
    uploads: Vec<Upload>,
    allow: Allow<SeeReply>,
}

impl Seen {
    async fn of(
        visit: &Visit,
        question: &str,
        row: Option<&str>,
        attach: Option<&Allow<AttachDocuments>>,
    ) -> Result<Self, Problem> {
        let open = OpenReply::of(visit).await?;
        let key = find(&open, question, row)?;
        let allow = may_see(visit)?;
        let (state, attach) = (visit.state.clone(), attach.cloned());
        let uploads = match attach.filter(|_| open.is_draft()) {
            Some(attach) => web::block(move || state.files.uploads(&attach)).await??,
            None => Vec::new(),
        };
        let of_this = |upload: &Upload| upload.slot.key == key;
        Ok(Self {
            uploads: uploads.into_iter().filter(of_this).collect(),
            open,
            key,
            allow,
        })
    }

    fn page(&self, visit: &Visit, refused: Option<Refusal>) -> DocumentsPage {
        let texts = self.open.texts(visit.language);
        let words = visit.words;
        let question = self.open.form.question(self.key.question.as_str());
        let step = question.and_then(|question| {
            steps::of_answer(
                &self.open.form,
                question,
                self.key.row.as_ref(),
                &self.open.draft,
            )
        });
        let back = step.map_or_else(
            || visit.to("/reply"),
            |step| format!("{}#{}", visit.to(&step.address()), self.key.question),
        );
        let mut page = visit
            .page(words.text("documents-title"))
            .with_back(back, words.text("documents-back"));
        page.notice = texts.notice().unwrap_or_default().into_owned();
        page.has_errors = refused.is_some();
        let label = match (question, &self.key.row) {
            (Some(question), Some(row)) => match &question.rows {
                Rows::Free { .. } => {
                    let args = [("number", row.as_str().into())];
                    words.with("respond-row", &args).into_owned()
                }
                Rows::One | Rows::List { .. } | Rows::Years => {
                    texts.row(question, row).into_owned()
                }
            },
            _ => String::new(),
        };
        let slots = question.map_or_else(Vec::new, |question| slots(question, &self.key));
        DocumentsPage {
            page,
            number: question.map_or_else(String::new, |question| question.number.clone()),
            question: question
                .map(|question| texts.question(question).into_owned())
                .unwrap_or_default(),
            row: label,
            address: visit.to(&address(&self.key)),
            uploads_address: visit.to("/uploads"),
            refused: refused
                .map(|refusal| refusal_words(visit, refusal))
                .unwrap_or_default(),
            may_change: self.open.may_change(&self.key.question),
            places: slots.iter().map(|slot| self.place(visit, slot)).collect(),
        }
    }

    fn place(&self, visit: &Visit, slot: &Slot) -> Place {
        let texts = self.open.texts(visit.language);
        let question = self.open.form.question(self.key.question.as_str());
        let field = slot.field.as_ref();
        let title = question.zip(field).and_then(|(question, name)| {
            let field = question.field(name.as_str())?;
            Some(texts.field(question, field).into_owned())
        });
        let held = self.open.documents().iter();
        let held: Vec<_> = held.filter(|document| document.slot == *slot).collect();
        let uploads = self.uploads.iter().filter(|upload| upload.slot == *slot);
        Place {
            slot: field.map_or_else(String::new, ToString::to_string),
            title: title.unwrap_or_else(|| visit.words.text("documents-with-answer").into_owned()),
            is_full: field.is_some() && !held.is_empty(),
            documents: held
                .iter()
                .map(|document| self.line(visit, document))
                .collect(),
            uploads: uploads.map(|upload| upload_line(visit, upload)).collect(),
        }
    }

    fn line(&self, visit: &Visit, document: &Document) -> DocumentLine {
        let words = visit.words;
        let opens = may_open(document, self.allow.who());
        let state = match document.scan {
            Scan::Clean => "",
            Scan::New => "documents-scan-new",
            Scan::Infected => "documents-scan-infected",
            Scan::Unscanned if opens => "documents-scan-unscanned",
            Scan::Unscanned => "documents-scan-closed",
        };
        let by = document.by.as_ref().map(|by| by.name.clone());
        DocumentLine {
            id: document.id,
            name: document.attached.name.clone(),
            address: if opens {
                visit.to(&format!("/document/{}", document.id))
            } else {
                String::new()
            },
            remove: visit.to(&format!("/document/{}/remove", document.id)),
            size: size_words(visit, document.attached.size),
            sha256: document.attached.sha256.clone(),
            by: by.unwrap_or_else(|| words.text("respond-operator").into_owned()),
            at: moment(visit, document.at),
            state: if state.is_empty() {
                String::new()
            } else {
                words.text(state).into_owned()
            },
        }
    }
}

/// A document of a submitted reply, as the Secretariat sees it: opened only once it was found clean.
pub(in crate::web) fn for_the_secretariat(
    visit: &Visit,
    respondent: &Code,
    document: &Document,
) -> DocumentLine {
    let is_clean = document.scan == Scan::Clean;
    let is_infected = document.scan == Scan::Infected;
    let address = format!("/replies/{respondent}/documents/{}", document.id);
    let state = visit.words.text(if is_infected {
        "documents-scan-infected-submitted"
    } else {
        "documents-scan-not-clean"
    });
    DocumentLine {
        id: document.id,
        name: document.attached.name.clone(),
        address: if is_clean {
            visit.to(&address)
        } else {
            String::new()
        },
        remove: String::new(),
        size: size_words(visit, document.attached.size),
        sha256: document.attached.sha256.clone(),
        by: String::new(),
        at: String::new(),
        state: if is_clean {
            String::new()
        } else {
            state.into_owned()
        },
    }
}

fn upload_line(visit: &Visit, upload: &Upload) -> UploadLine {
    let args = [
        ("have", upload.have.len().into()),
        (
            "all",
            usize::try_from(pieces(upload.size))
                .unwrap_or(usize::MAX)
                .into(),
        ),
    ];
    UploadLine {
        name: upload.name.clone(),
        size: size_words(visit, upload.size),
        progress: visit.words.with("documents-progress", &args).into_owned(),
        give_up: visit.to(&format!("/uploads/{}/give-up", upload.id)),
    }
}

/// Why a document is not taken, in words.
pub(super) fn refusal_words(visit: &Visit, refusal: Refusal) -> String {
    let key = "documents-refused";
    visit.words.attribute(key, refusal.code()).into_owned()
}

/// `312 kB`, `4.2 MB`: as precise as somebody needs to know which file it is.
pub(super) fn size_words(visit: &Visit, size: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = size.saturating_mul(10).div_ceil(unit);
        rust_decimal::Decimal::new(i64::try_from(tenths).unwrap_or(i64::MAX), 1).normalize()
    };
    let (key, value) = if size < 1_000_000 {
        let whole = i64::try_from(size.div_ceil(1000)).unwrap_or(i64::MAX);
        ("documents-kilobytes", text::number(visit.language, whole))
    } else {
        (
            "documents-megabytes",
            text::decimal(visit.language, tenths(1_000_000)),
        )
    };
    visit
        .words
        .with(key, &[("size", (&value).into())])
        .into_owned()
}

/// `GET /{lang}/documents/{question}` and `…/{row}`.
pub async fn show(
    _allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (question, row) = named(&request);
    let session = visit.session.as_deref();
    let attach = session.and_then(|session| crate::access::permit(session.person()));
    let seen = Seen::of(&visit, &question, row.as_deref(), attach.as_ref()).await?;
    let mut page = seen.page(&visit, None);
    page.may_change &= attach.is_some();
    answer(StatusCode::OK, &page)
}

/// `POST /{lang}/documents/{question}` and `…/{row}`: takes a document in one stream. One that is not taken is said on the same page.
pub async fn add(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    request: HttpRequest,
    mut posted: PostedFile,
) -> Result<HttpResponse, Problem> {
    let (question, row) = named(&request);
    let seen = Seen::of(&visit, &question, row.as_deref(), Some(&allow)).await?;
    let slot = slot(
        &seen.open,
        &seen.key,
        posted.pairs.first("slot").unwrap_or_default(),
    )?;
    match receive(&visit, allow, slot, &mut posted).await {
        Ok(_document) => Ok(go_to(&visit.to(&address(&seen.key)))),
        Err(Receiving::Refused(refusal)) => {
            // The rest of the file is read and dropped: a browser that still sends does not look at the answer.
            while posted.next().await?.is_some() {}
            let page = seen.page(&visit, Some(refusal));
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(Receiving::Failed(problem)) => Err(problem),
    }
}

/// The place of an answer that a form names.
pub(super) fn slot(open: &OpenReply, key: &AnswerKey, name: &str) -> Result<Slot, Problem> {
    let question = open
        .form
        .question(key.question.as_str())
        .ok_or(Problem::NotFound)?;
    let mut slots = slots(question, key).into_iter();
    slots
        .find(|slot| slot.field.as_ref().map_or("", |field| field.as_str()) == name)
        .ok_or(Problem::Unreadable)
}

/// Why a document did not come in.
enum Receiving {
    Refused(Refusal),
    Failed(Problem),
}

impl From<Problem> for Receiving {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl From<FileError> for Receiving {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Refused(refusal) => Self::Refused(refusal),
            other => Self::Failed(other.into()),
        }
    }
}

impl From<actix_web::error::BlockingError> for Receiving {
    fn from(error: actix_web::error::BlockingError) -> Self {
        Self::Failed(error.into())
    }
}

async fn receive(
    visit: &Visit,
    allow: Allow<AttachDocuments>,
    slot: Slot,
    posted: &mut PostedFile,
) -> Result<Document, Receiving> {
    if posted.name.is_empty() {
        return Err(Receiving::Refused(Refusal::Empty));
    }
    let name = FileName::clean(&posted.name).map_err(Receiving::Refused)?;
    let state = visit.state.clone();
    let begun = move || state.files.receive(&allow, slot, name, state.clock.now());
    let mut incoming = web::block(begun).await??;
    let mut waiting = Vec::new();
    while let Some(chunk) = posted.next().await? {
        waiting.extend_from_slice(&chunk);
        if waiting.len() >= 256 * 1024 {
            let bytes = std::mem::take(&mut waiting);
            incoming = web::block(move || incoming.push(&bytes).map(|()| incoming)).await??;
        }
    }
    let state = visit.state.clone();
    let document = web::block(move || {
        incoming.push(&waiting)?;
        incoming.finish(state.clock.now())
    });
    Ok(document.await??)
}

/// `POST /{lang}/document/{document}/remove`.
pub async fn remove(
    allow: Allow<AttachDocuments>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let id = number(&request, "document")?;
    let state = visit.state.clone();
    let removed = web::block(move || state.files.remove(&allow, id, state.clock.now())).await??;
    Ok(go_to(&visit.to(&address(&removed.slot.key))))
}
