//! The questionnaire and the reply as files to print and to keep: `GET /{lang}/reply/questionnaire.{format}`, `…/copy.{format}`.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use thiserror::Error;

use super::open::{attach, may_see, moment_in};
use crate::access::{Allow, Parts, SeeReply};
use crate::cut::{self, CutError};
use crate::document::about::About;
use crate::document::blank;
use crate::document::filled::{self, Seal};
use crate::document::pdf::PdfError;
use crate::document::word::WordError;
use crate::document::{Document, pdf, word};
use crate::form::Form;
use crate::form::behind::Behind;
use crate::form::name::QuestionName;
use crate::form::text::TextArguments;
use crate::reply::encoding::{SealError, Sealed, decode};
use crate::reply::raw::RawAnswers;
use crate::reply::{Draft, Facts};
use crate::round::Round;
use crate::store::reply::replies::State;
use crate::store::reply::submissions::Receipt;
use crate::store::{Store, StoreError};
use crate::text::{Language, interface};
use crate::web::forms::Forms;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Why there is no document.
#[derive(Debug, Error)]
pub enum CopyError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The questionnaire, or a reply of an earlier round.
    #[error(transparent)]
    Cut(#[from] CutError),
    /// The submission is not what was sealed.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// The reply is submitted and its submission is not there.
    #[error("the reply is submitted, but its submission is not there; restore it from a backup")]
    Gone,
    /// It cannot be written as PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// It cannot be written as Word.
    #[error(transparent)]
    Word(#[from] WordError),
}

impl From<CopyError> for Problem {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Store(error) => error.into(),
            CopyError::Cut(_)
            | CopyError::Sealed(_)
            | CopyError::Gone
            | CopyError::Pdf(_)
            | CopyError::Word(_) => Self::internal(&error),
        }
    }
}

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tagged PDF.
    Pdf,
    /// Word.
    Word,
}

impl Format {
    /// The format with this ending of names.
    #[must_use]
    pub fn find(ending: &str) -> Option<Self> {
        match ending {
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Word),
            _ => None,
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "docx",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// The bytes of a document. Characters that no font has are logged by their codes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(self, document: &Document) -> Result<Vec<u8>, CopyError> {
        match self {
            Self::Pdf => {
                let pdf = pdf::write(document)?;
                if !pdf.missing.is_empty() {
                    let codes = pdf.missing.iter();
                    let codes: Vec<_> = codes.map(|c| format!("U+{:04X}", u32::from(*c))).collect();
                    tracing::warn!(
                        codes = codes.join(" "),
                        "a document has characters that no embedded font has; they stand as codes"
                    );
                }
                Ok(pdf.bytes)
            }
            Self::Word => Ok(word::write(document)?),
        }
    }
}

/// A reply with its questionnaire, and the day.
struct Subject {
    form: Arc<Form>,
    round: Round,
    facts: Facts,
    arguments: TextArguments,
}

impl Subject {
    fn read(
        store: &Store,
        forms: &Forms,
        allow: &Allow<SeeReply>,
        language: Language,
        now: DateTime<Utc>,
    ) -> Result<Self, CopyError> {
        let scope = allow.scope();
        let round = store
            .round(&scope.round)?
            .ok_or_else(|| StoreError::NoRound(scope.round.to_string()))?;
        let form = forms.read(&round, store)?;
        let nameless = TextArguments::default();
        let name = form
            .texts(language, &nameless)
            .choice(&form.respondents, &scope.respondent)
            .into_owned();
        Ok(Self {
            arguments: round.text_arguments(&name),
            facts: Facts {
                period: round.period,
                today: now.date_naive(),
                respondent: scope.respondent.clone(),
            },
            form,
            round,
        })
    }

    fn about<'a>(
        &'a self,
        language: Language,
        within: &'a dyn Fn(&QuestionName) -> bool,
    ) -> About<'a> {
        About {
            texts: self.form.texts(language, &self.arguments),
            round: Some(&self.round),
            facts: &self.facts,
            respondent: Some(&self.arguments.state),
            within,
        }
    }
}

/// The questionnaire of the own reply, to be worked on; for a contributor the questions given to them. It blocks.
///
/// # Errors
/// If the store cannot be asked.
pub fn questionnaire_document(
    store: &Store,
    forms: &Forms,
    allow: &Allow<SeeReply>,
    language: Language,
    now: DateTime<Utc>,
) -> Result<(Document, String), CopyError> {
    let subject = Subject::read(store, forms, allow, language, now)?;
    let within = |question: &QuestionName| allow.scope().parts.contains(question);
    let document = blank::document(&subject.about(language, &within));
    let (form, round) = (&subject.form.name, &subject.round.code);
    let name = format!("{form}-{round}-{}", document.level.code());
    Ok((document, name))
}

/// The own reply, draft or submitted, as it stands; for a contributor the questions given to them. With it the name of its file, which
/// says how it is to be handled. It blocks.
///
/// # Errors
/// If there is no reply, or the store cannot be asked.
pub fn reply_document(
    store: &Store,
    forms: &Forms,
    allow: &Allow<SeeReply>,
    language: Language,
    now: DateTime<Utc>,
) -> Result<(Document, String), CopyError> {
    let subject = Subject::read(store, forms, allow, language, now)?;
    let within = |question: &QuestionName| allow.scope().parts.contains(question);
    let about = subject.about(language, &within);
    let last = cut::last_time(store, allow, &subject.form, |round| {
        forms.read(round, store)
    })?;
    let scope = allow.scope();
    let behind = match &scope.parts {
        Parts::Whole => Behind::default(),
        Parts::Questions(shown) => subject.form.behind(shown),
    };
    let (stored, background) = store.reply_and_background(allow, &behind)?;
    // Parts are written from the draft, which is what was submitted only if nothing changed since.
    let sealed = match &scope.parts {
        Parts::Whole => stored.state != State::Draft,
        Parts::Questions(_) => stored.state != State::Draft && !store.story(allow)?.draft_differs(),
    };
    let seal = store.receipt(allow)?.filter(|_| sealed);
    let seal = seal.map(|receipt| seal_of(language, receipt));
    let document = match (&scope.parts, &seal) {
        (Parts::Whole, Some(seal)) => {
            let sealed = store.submission(allow)?.ok_or(CopyError::Gone)?;
            let sealed = Sealed {
                bytes: sealed.bytes,
                sha256: seal.sha256.clone(),
            };
            let submission = decode(&subject.form, &sealed)?;
            filled::of_submission(&about, &submission, seal, &last)
        }
        (parts, seal) => {
            let mut raw: RawAnswers = stored
                .answers
                .into_iter()
                .map(|answer| (answer.key, answer.raw))
                .collect();
            let attached = attach(&store.documents(allow)?, &mut raw, |_key| true);
            let draft = match parts {
                Parts::Whole => Draft::check(&subject.form, &subject.facts, raw),
                Parts::Questions(shown) => {
                    let (form, facts) = (&subject.form, &subject.facts);
                    Draft::check_part(form, facts, raw, shown, &background)
                }
            };
            let draft = draft.with_documents(attached);
            filled::of_draft(&about, &draft, seal.as_ref(), &last)
        }
    };
    let version = seal.map_or_else(
        || "draft".to_owned(),
        |seal| format!("submission-{}", seal.version),
    );
    let name = format!(
        "{}-{}-{version}-{}",
        scope.respondent,
        scope.round,
        document.level.code()
    );
    Ok((document, name))
}

fn seal_of(language: Language, receipt: Receipt) -> Seal {
    Seal {
        version: receipt.version,
        day: receipt.at.date_naive(),
        received: moment_in(language, interface(language), receipt.at),
        sha256: receipt.sha256,
    }
}

/// `GET /{lang}/reply/questionnaire.{format}`: the questions, to be worked on.
pub async fn questionnaire(
    _allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    send(visit, request, questionnaire_document).await
}

/// `GET /{lang}/reply/copy.{format}`: the own reply as it stands.
pub async fn reply(
    _allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    send(visit, request, reply_document).await
}

type Make = fn(
    &Store,
    &Forms,
    &Allow<SeeReply>,
    Language,
    DateTime<Utc>,
) -> Result<(Document, String), CopyError>;

async fn send(visit: Visit, request: HttpRequest, make: Make) -> Result<HttpResponse, Problem> {
    let ending = request.match_info().get("format").unwrap_or_default();
    let format = Format::find(ending).ok_or(Problem::NotFound)?;
    let allow = may_see(&visit)?;
    let (state, language) = (visit.state.clone(), visit.language);
    let (bytes, name) = web::block(move || {
        let now = state.clock.now();
        let (document, name) = make(&state.store, &state.forms, &allow, language, now)?;
        Ok::<_, CopyError>((format.write(&document)?, name))
    })
    .await??;
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.ending());
    Ok(HttpResponse::Ok()
        .content_type(format.content_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(bytes))
}
