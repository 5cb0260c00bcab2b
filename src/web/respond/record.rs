//! The record of a question: who wrote what and when, and what is said about it inside the State.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::answers;
use super::compare;
use super::open::{OpenReply, may_see, moment};
use super::section::part;
use super::steps;
use crate::access::{Allow, Discuss, SeeReply, permit};
use crate::form::name::{Code, QuestionName};
use crate::form::{Question, Rows};
use crate::reply::AnswerKey;
use crate::reply::raw::RawAnswer;
use crate::store::reply::remarks::Remark as Stored;
use crate::store::reply::replies::StoredAnswer;
use crate::text::Catalogue;
use crate::text::hidden::debug_hiding;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::people::{Changed, RecordPage, Remark, Talk};
use crate::web::pages::respond::{Line, Mend};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Most characters of a remark.
const LONGEST: u64 = 2_000;

/// A remark to be written.
#[derive(validator::Validate)]
pub struct NewRemark {
    /// On a row; empty for the question as a whole.
    row: String,
    #[validate(length(min = 1, max = LONGEST))]
    body: String,
    after: Option<i64>,
}

debug_hiding!(NewRemark, [row, after], [body]);

impl Fields for NewRemark {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let first = |name| pairs.first(name).unwrap_or_default().trim().to_owned();
        Ok(Self {
            row: first("row"),
            body: first("body"),
            after: after(&pairs, ""),
        })
    }
}

/// The last remark that the page showed on which something was written.
fn after(pairs: &Pairs, question: &str) -> Option<i64> {
    pairs.first(&format!("{AFTER}{question}"))?.parse().ok()
}

/// `GET /{lang}/reply/record/{question}`.
pub async fn show(
    _allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let page = page(&visit, &request, None).await?;
    answer(StatusCode::OK, &page)
}

/// `POST /{lang}/reply/record/{question}`: adds a remark.
pub async fn remark(
    allow: Allow<Discuss>,
    visit: Visit,
    request: HttpRequest,
    Posted(new): Posted<NewRemark>,
) -> Result<HttpResponse, Problem> {
    if validator::Validate::validate(&new).is_err() {
        let page = page(&visit, &request, Some(new.body)).await?;
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let open = OpenReply::of(&visit).await?;
    let question = find(&open, &request)?;
    let row = match new.row.as_str() {
        "" => None,
        row => {
            let mut rows = rows(&open, question).into_iter();
            let row = rows.find(|code| code.as_str() == row);
            Some(row.ok_or(Problem::NotFound)?)
        }
    };
    let key = AnswerKey {
        question: question.name.clone(),
        row,
    };
    let back = visit.to(&format!("/reply/record/{}#talk", question.name));
    let state = visit.state.clone();
    let at = state.clock.now();
    web::block(move || state.store.remark(&allow, key, new.body, new.after, at)).await??;
    Ok(go_to(&back))
}

/// The question of the address, if it is in the person's hands.
fn find<'a>(open: &'a OpenReply, request: &HttpRequest) -> Result<&'a Question, Problem> {
    let question = open.form.question(part(request, "question"));
    question
        .filter(|question| open.draft.shows(&question.name))
        .ok_or(Problem::NotFound)
}

async fn page(
    visit: &Visit,
    request: &HttpRequest,
    wrong: Option<String>,
) -> Result<RecordPage, Problem> {
    let open = OpenReply::of(visit).await?;
    let question = find(&open, request)?;
    let (see, name) = (may_see(visit)?, question.name.clone());
    let discuss = may_discuss(visit);
    let state = visit.state.clone();
    let asked = web::block(move || {
        let history = state.store.history_of(&see, &name)?;
        let remarks = discuss
            .map(|allow| state.store.remarks(&allow))
            .transpose()?;
        Ok::<_, Problem>((history, remarks))
    });
    let (history, remarks) = asked.await??;
    let texts = open.texts(visit.language);
    let step = steps::of_answer(&open.form, question, None, &open.draft);
    let (back, key) = match step {
        Some(step) => (
            format!("{}#{}", visit.to(&step.address()), question.name),
            "documents-back",
        ),
        None => (visit.to("/reply"), "respond-all-sections"),
    };
    let mut page = visit
        .page(visit.words.text("record-title"))
        .with_back(back, visit.words.text(key));
    page.notice = texts.notice().unwrap_or_default().into_owned();
    page.has_errors = wrong.is_some();
    Ok(RecordPage {
        page,
        number: question.number.clone(),
        question: texts.question(question).into_owned(),
        changes: changes(&open, visit, question, history),
        talk: remarks.map(|remarks| {
            let is_own = |remark: &Stored| remark.key.question == question.name;
            let talk = talk(&open, visit, question, remarks.iter().filter(|r| is_own(r)));
            Talk {
                wrong: wrong.is_some(),
                typed: wrong.unwrap_or_default(),
                ..talk
            }
        }),
    })
}

/// Leave to read and write remarks, if the person has it.
pub(super) fn may_discuss(visit: &Visit) -> Option<Allow<Discuss>> {
    permit(visit.session.as_deref()?.person())
}

/// What is said about a question, or about one row of it.
pub(super) fn talk<'r>(
    open: &OpenReply,
    visit: &Visit,
    question: &Question,
    remarks: impl Iterator<Item = &'r Stored>,
) -> Talk {
    let texts = open.texts(visit.language);
    let remarks: Vec<_> = remarks.collect();
    let after = remarks.last().map_or(0, |remark| remark.id);
    let remarks: Vec<_> = remarks
        .into_iter()
        .map(|remark| Remark {
            who: who(visit, remark.by.as_ref().map(|author| author.name.as_str())),
            at: moment(visit, remark.at),
            row: row_words(open, visit, question, remark.key.row.as_ref()),
            line: Line {
                words: remark.body.clone(),
                ..Line::default()
            },
        })
        .collect();
    let rows = rows(open, question).into_iter();
    let args = [("count", remarks.len().into())];
    Talk {
        typed: String::new(),
        wrong: false,
        after,
        key: question.name.to_string(),
        action: visit.to(&format!("/reply/record/{}", question.name)),
        count: visit.words.with("talk-count", &args).into_owned(),
        remarks,
        rows: rows
            .map(|row| {
                let label = match &question.rows {
                    Rows::Free { .. } => row_words(open, visit, question, Some(&row)),
                    Rows::One | Rows::List { .. } | Rows::Years => {
                        texts.row(question, &row).into_owned()
                    }
                };
                (row.to_string(), label)
            })
            .collect(),
    }
}

/// The rows of a question that something can be said about: those that are asked.
fn rows(open: &OpenReply, question: &Question) -> Vec<Code> {
    open.draft.rows(&question.name).to_vec()
}

fn row_words(open: &OpenReply, visit: &Visit, question: &Question, row: Option<&Code>) -> String {
    match (row, &question.rows) {
        (None, _) => String::new(),
        (Some(row), Rows::Free { .. }) => {
            let args = [("number", row.as_str().into())];
            visit.words.with("respond-row", &args).into_owned()
        }
        (Some(row), _) => open.texts(visit.language).row(question, row).into_owned(),
    }
}

fn who(visit: &Visit, name: Option<&str>) -> String {
    let nobody = visit.words.text("respond-operator");
    name.map_or_else(|| nobody.into_owned(), str::to_owned)
}

/// The changes of a question, the latest first, each with what it made different.
fn changes(
    open: &OpenReply,
    visit: &Visit,
    question: &Question,
    history: Vec<StoredAnswer>,
) -> Vec<Changed> {
    let texts = open.texts(visit.language);
    let mut before: BTreeMap<Option<Code>, RawAnswer> = BTreeMap::new();
    let mut changes: Vec<_> = history
        .into_iter()
        .map(|change| {
            let blank = RawAnswer::default();
            let lines = |raw: &RawAnswer| {
                let is_blank = *raw == blank;
                let typed = answers::typed(&change.key, raw, &texts, visit.words);
                if is_blank { Vec::new() } else { typed }
            };
            let earlier = before.get(&change.key.row).unwrap_or(&blank);
            let changed = Changed {
                who: who(visit, change.by.as_ref().map(|author| author.name.as_str())),
                at: moment(visit, change.at),
                row: row_words(open, visit, question, change.key.row.as_ref()),
                lines: compare::lines(&lines(earlier), &lines(&change.raw)),
            };
            before.insert(change.key.row.clone(), change.raw);
            changed
        })
        .collect();
    changes.reverse();
    changes
}

/// A remark that was typed on a page of a section.
#[derive(Clone)]
pub(super) struct Typed {
    /// On which question, or row of it.
    pub(super) key: AnswerKey,
    pub(super) body: String,
    after: Option<i64>,
}

debug_hiding!(Typed, [key, after], [body]);

impl Typed {
    /// Those that are not blank, on a page of this row.
    pub(super) fn read(pairs: &Pairs, row: Option<&Code>) -> Vec<Self> {
        let remarks = pairs.iter().filter_map(|(name, value)| {
            let question = QuestionName::parse(name.strip_prefix(NAME)?).ok()?;
            let after = after(pairs, question.as_str());
            let body = value.trim().to_owned();
            let row = row.cloned();
            let key = AnswerKey { question, row };
            (!body.is_empty()).then_some(Self { key, body, after })
        });
        remarks.collect()
    }

    /// Whether it is too long to be taken.
    pub(super) fn is_too_long(&self) -> bool {
        u64::try_from(self.body.chars().count()).is_ok_and(|length| length > LONGEST)
    }
}

/// What is said about the questions of a page of a section.
#[derive(Debug, Default)]
pub(super) struct PageTalk {
    /// What was said so far; `None` for those who take no part in it.
    said: Option<Vec<Stored>>,
    /// What was typed and is not written: too long, or kept since its session had ended.
    wrong: Vec<Typed>,
}

impl PageTalk {
    /// Reads what was said.
    pub(super) async fn read(visit: &Visit, wrong: Vec<Typed>) -> Result<Self, Problem> {
        let Some(allow) = may_discuss(visit) else {
            return Ok(Self::default());
        };
        let state = visit.state.clone();
        let said = web::block(move || state.store.remarks(&allow)).await??;
        Ok(Self {
            said: Some(said),
            wrong,
        })
    }

    /// Writes what was typed, but for what is too long. Without anything to write it does not ask the store.
    pub(super) async fn write(visit: &Visit, typed: Vec<Typed>) -> Result<Self, Problem> {
        let (wrong, fit): (Vec<_>, Vec<_>) = typed.into_iter().partition(Typed::is_too_long);
        if let Some(allow) = may_discuss(visit).filter(|_| !fit.is_empty()) {
            let state = visit.state.clone();
            let done = web::block(move || {
                let at = state.clock.now();
                fit.into_iter().try_for_each(|Typed { key, body, after }| {
                    state.store.remark(&allow, key, body, after, at)
                })
            });
            done.await??;
        }
        Self::read(visit, wrong).await
    }

    /// Whether something was not taken.
    pub(super) fn is_to_mend(&self) -> bool {
        self.wrong.iter().any(Typed::is_too_long)
    }

    /// What has to be mended.
    pub(super) fn mends(&self, words: &Catalogue) -> impl Iterator<Item = Mend> {
        let wrong = self.wrong.iter().filter(|typed| typed.is_too_long());
        wrong.map(|typed| Mend {
            address: format!("#{NAME}{}", typed.key.question),
            words: words.text("talk-wrong").into_owned(),
            is_warning: false,
        })
    }

    /// What is said about a question; on the page of a row, about that row.
    pub(super) fn of(
        &self,
        open: &OpenReply,
        visit: &Visit,
        question: &Question,
        row: Option<&Code>,
    ) -> Option<Talk> {
        let said = self.said.as_ref()?;
        let is_here = |key: &AnswerKey| {
            key.question == question.name && (row.is_none() || key.row.as_ref() == row)
        };
        let here = said.iter().filter(|remark| is_here(&remark.key));
        let wrong = self.wrong.iter().find(|typed| is_here(&typed.key));
        Some(Talk {
            wrong: wrong.is_some_and(Typed::is_too_long),
            typed: wrong.map(|typed| typed.body.clone()).unwrap_or_default(),
            ..talk(open, visit, question, here)
        })
    }
}

/// Begin of the names under which a page says which remark was the last that it showed, so that one sent again is not written again; on a
/// page of a section the name of the question follows.
pub(super) const AFTER: &str = "said:";

/// Begin of the names of remarks on a page of a section; the name of the question follows. No part of an answer is called so.
pub(super) const NAME: &str = "remark:";
