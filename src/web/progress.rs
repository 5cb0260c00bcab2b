//! Who replied and when, for those who follow a round: no answers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::pages::answer;
use super::pages::documents::{SubmittedDocumentsPage, SubmittedLine};
use super::pages::progress::{Choice, Group, Line, ProgressPage};
use super::problem::Problem;
use super::visit::Visit;
use super::{download, respond};
use crate::access::{Allow, ReadReplies, SeeProgress};
use crate::form::Form;
use crate::form::name::Code;
use crate::form::text::TextArguments;
use crate::reply::life::{self, Life};
use crate::round::Respondent;
use crate::store::reply::progress::Progress;
use crate::text::{self, Arg, Language, sort_by_name};

/// The fact of respondents by which they are counted.
const GROUP: &str = "un_group";

/// How far a reply is, for those who follow it: the stages of its life, of which the first and a correction are told apart from work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Nothing was saved yet.
    NotBegun,
    /// Something was saved, nothing submitted.
    Draft,
    /// Submitted before, open for correction or clarification now, or withdrawn.
    Reopened,
    /// With the official who clears it.
    Review,
    /// Cleared, not submitted.
    Cleared,
    /// Submitted.
    Received,
    /// Being checked.
    Checking,
    /// Done.
    Validated,
}

impl Stage {
    /// All stages, in the order of a reply's life.
    pub const ALL: [Self; 8] = [
        Self::NotBegun,
        Self::Draft,
        Self::Reopened,
        Self::Review,
        Self::Cleared,
        Self::Received,
        Self::Checking,
        Self::Validated,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotBegun => "not-begun",
            Self::Draft => "draft",
            Self::Reopened => "reopened",
            Self::Review => "review",
            Self::Cleared => "cleared",
            Self::Received => "submitted",
            Self::Checking => "checking",
            Self::Validated => "validated",
        }
    }

    /// Whether the reply is with the Secretariat.
    const fn is_submitted(self) -> bool {
        match self {
            Self::NotBegun | Self::Draft | Self::Reopened | Self::Review | Self::Cleared => false,
            Self::Received | Self::Checking | Self::Validated => true,
        }
    }

    /// By where a reply is in its life, and whether anything was saved.
    #[must_use]
    pub fn of(life: Life, is_begun: bool) -> Self {
        match life.stage {
            life::Stage::Work if life.standing != life::Standing::None => Self::Reopened,
            life::Stage::Work if is_begun => Self::Draft,
            life::Stage::Work => Self::NotBegun,
            life::Stage::Review => Self::Review,
            life::Stage::Cleared => Self::Cleared,
            life::Stage::Received => Self::Received,
            life::Stage::Checking => Self::Checking,
            life::Stage::Validated => Self::Validated,
        }
    }
}

/// In which order respondents stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Name,
    Changed,
    Submitted,
}

impl Order {
    const ALL: [Self; 3] = [Self::Name, Self::Changed, Self::Submitted];

    const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Changed => "changed",
            Self::Submitted => "submitted",
        }
    }
}

/// What the form above the list asks for. What it does not know shows everything.
#[derive(Debug, Default, Deserialize)]
pub struct Wish {
    /// Code of a regional group.
    #[serde(default)]
    group: String,
    /// Code of a [`Stage`].
    #[serde(default)]
    state: String,
    /// Code of an order.
    #[serde(default)]
    sort: String,
}

/// `GET /{lang}/replies/{respondent}/documents`: the documents that a submitted reply names.
pub async fn documents(
    allow: Allow<ReadReplies>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let respondent = download::respondent(&request)?;
    let (state, language) = (visit.state.clone(), visit.language);
    let found = web::block(move || {
        let code = &allow.scope().round;
        let round = state.store.round(code)?.ok_or(Problem::NotFound)?;
        let documents = state.files.submitted(&allow, &respondent)?;
        let form = state.forms.of(&round, &state.store)?;
        Ok::<_, Problem>((form, documents, respondent))
    });
    let (form, documents, respondent) = found.await??;
    let arguments = TextArguments::default();
    let texts = form.texts(language, &arguments);
    let lines = documents.iter().filter_map(|document| {
        let question = form.question(document.slot.key.question.as_str())?;
        Some(SubmittedLine {
            number: question.number.clone(),
            question: texts.short(question).into_owned(),
            document: respond::documents::for_the_secretariat(&visit, &respondent, document),
        })
    });
    let page = SubmittedDocumentsPage {
        page: visit
            .page(visit.words.text("documents-submitted-title"))
            .with_back(visit.to("/progress"), visit.words.text("progress-title")),
        respondent: texts.choice(&form.respondents, &respondent).into_owned(),
        documents: lines.collect(),
    };
    answer(StatusCode::OK, &page)
}

/// `GET /{lang}/progress`.
pub async fn show(
    allow: Allow<SeeProgress>,
    visit: Visit,
    wish: web::Query<Wish>,
) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let (form, respondents, progress) = web::block(move || {
        let code = &allow.scope().round;
        let round = state.store.round(code)?.ok_or(Problem::NotFound)?;
        let form = state.forms.of(&round, &state.store)?;
        let respondents = state.store.respondents(code)?;
        Ok::<_, Problem>((form, respondents, state.store.progress(&allow)?))
    })
    .await??;
    let followed = follow(&form, respondents, progress, visit.language);
    answer(StatusCode::OK, &page(&visit, &followed, &wish))
}

/// A respondent and how far it is.
struct Followed {
    name: String,
    group: String,
    stage: Stage,
    progress: Progress,
}

/// Joins respondents and their progress, in the order of their names.
fn follow(
    form: &Form,
    respondents: Vec<Respondent>,
    progress: Vec<Progress>,
    language: Language,
) -> Vec<Followed> {
    let arguments = TextArguments::named();
    let texts = form.texts(language, &arguments);
    let mut by_code: BTreeMap<Code, Progress> = progress
        .into_iter()
        .map(|one| (one.respondent.clone(), one))
        .collect();
    let followed = respondents.into_iter().filter_map(|respondent| {
        let progress = by_code.remove(&respondent.code)?;
        Some(Followed {
            name: texts
                .choice(&form.respondents, &respondent.code)
                .into_owned(),
            group: respondent.facts.get(GROUP).cloned().unwrap_or_default(),
            stage: Stage::of(progress.life, progress.changed.is_some()),
            progress,
        })
    });
    let mut followed: Vec<_> = followed.collect();
    sort_by_name(language, &mut followed, |one| &one.name);
    followed
}

fn page(visit: &Visit, followed: &[Followed], wish: &Wish) -> ProgressPage {
    let words = visit.words;
    let codes: BTreeMap<&str, String> = followed
        .iter()
        .map(|one| (one.group.as_str(), group_name(visit, &one.group)))
        .collect();
    let mut groups: Vec<(&str, String)> = codes.into_iter().collect();
    sort_by_name(visit.language, &mut groups, |(_, name)| name);

    let chosen = |one: &&Followed| {
        let group = wish.group.is_empty() || one.group == wish.group;
        group && (wish.state.is_empty() || one.stage.code() == wish.state)
    };
    let mut shown: Vec<&Followed> = followed.iter().filter(chosen).collect();
    let order = Order::ALL.into_iter().find(|o| o.code() == wish.sort);
    // The sort is stable: among equals the order of names stays.
    match order.unwrap_or(Order::Name) {
        Order::Name => {}
        Order::Changed => shown.sort_by_key(|one| Reverse(one.progress.changed)),
        Order::Submitted => shown.sort_by_key(|one| Reverse(one.progress.submitted)),
    }
    let submitted = followed.iter().filter(|one| one.stage.is_submitted());
    ProgressPage {
        page: visit
            .page(words.text("progress-title"))
            .with_back(visit.to(""), words.text("home-title")),
        position: words
            .with(
                "progress-position",
                &[
                    ("submitted", Arg::from(submitted.count())),
                    ("asked", Arg::from(followed.len())),
                ],
            )
            .into_owned(),
        stages: Stage::ALL.map(|stage| stage_name(visit, stage)).to_vec(),
        groups: counts(visit, followed, &groups),
        action: visit.to("/progress"),
        group_choices: groups
            .iter()
            .map(|(code, name)| Choice::new(code, name.clone(), &wish.group))
            .collect(),
        state_choices: Stage::ALL
            .map(|stage| Choice::new(stage.code(), stage_name(visit, stage), &wish.state))
            .to_vec(),
        sort_choices: Order::ALL
            .map(|order| {
                let name = words.attribute("progress-orders", order.code());
                Choice::new(order.code(), name.into_owned(), &wish.sort)
            })
            .to_vec(),
        shown: words
            .with("progress-shown", &[("count", Arg::from(shown.len()))])
            .into_owned(),
        lines: shown.into_iter().map(|one| line(visit, one)).collect(),
    }
}

fn group_name(visit: &Visit, code: &str) -> String {
    let code = if code.is_empty() { "none" } else { code };
    let name = visit
        .words
        .find(&format!("chart-fact-{GROUP}"), Some(code), &[]);
    name.map_or_else(|| code.to_owned(), std::borrow::Cow::into_owned)
}

/// The name of a stage.
#[must_use]
pub fn stage_name(visit: &Visit, stage: Stage) -> String {
    let name = visit.words.attribute("progress-states", stage.code());
    name.into_owned()
}

/// A row for each group and one for all: how many are at each stage, and how many there are.
fn counts(visit: &Visit, followed: &[Followed], groups: &[(&str, String)]) -> Vec<Group> {
    let row = |name: String, is_total: bool, within: &dyn Fn(&Followed) -> bool| {
        let count = |stage: Option<Stage>| {
            let at = |one: &&Followed| within(one) && stage.is_none_or(|stage| one.stage == stage);
            let count = followed.iter().filter(at).count();
            text::number(visit.language, i64::try_from(count).unwrap_or(i64::MAX))
        };
        let stages = Stage::ALL.into_iter().map(Some).chain([None]);
        Group {
            name,
            is_total,
            counts: stages.map(count).collect(),
        }
    };
    let all = row(
        visit.words.text("progress-total").into_owned(),
        true,
        &|_| true,
    );
    groups
        .iter()
        .map(|(code, name)| row(name.clone(), false, &|one| one.group == *code))
        .chain([all])
        .collect()
}

fn line(visit: &Visit, one: &Followed) -> Line {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| text::date(visit.language, at.date_naive()))
    };
    Line {
        name: one.name.clone(),
        group: group_name(visit, &one.group),
        stage: stage_name(visit, one.stage),
        is_submitted: one.stage.is_submitted(),
        address: visit.to(&format!("/states/{}", one.progress.respondent)),
        changed: day(one.progress.changed),
        submitted: day(one.progress.submitted),
        version: text::number(visit.language, one.progress.version),
    }
}
