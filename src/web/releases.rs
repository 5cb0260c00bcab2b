//! Releases: proposed by those who analyse, let leave by a manager, seen by those who draft.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, rt, web};

use crate::access::{Action, Allow, ApproveRelease, ProposeRelease, SeeReleased};
use crate::chart::draw::Size;
use crate::chart::export::Format;
use crate::cut::CutError;
use crate::form::name::Code;
use crate::release::audit::Search;
use crate::release::frozen::FrozenError;
use crate::release::gather::{ReleaseError, approve as let_leave, propose as make};
use crate::release::opened::Opened;
use crate::round::Round;
use crate::store::StoreError;
use crate::store::releases::{Approval, Listed};
use crate::text::Arg;
use crate::web::input::{Button, Fields, Pairs, Posted};
use crate::web::pages::figures::Entry;
use crate::web::pages::releases::{Approving, Line, ReleasePage, ReleasesPage};
use crate::web::pages::{answer, attachment, go_to};
use crate::web::problem::Problem;
use crate::web::respond::open::{may, moment};
use crate::web::state::AppState;
use crate::web::visit::Visit;

/// Longest name of a release, in characters.
const LONGEST: usize = 80;

/// How long a page is waited for until the audit goes on without it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The query of the list while an audit goes on.
const GOING: &str = "going";

/// What the list says of a proposal.
#[derive(Clone, Copy, Debug)]
enum Said {
    /// There was none.
    Nothing,
    /// What is wrong with it.
    Wrong(&'static str),
    /// Its audit goes on.
    Going,
}

/// Rounds of which an audit goes on in this process: each takes all processors for minutes, and another before it is done is of no use.
#[derive(Clone, Debug, Default)]
pub struct Audits(Arc<Mutex<BTreeSet<Code>>>);

/// An audit that goes on until this is dropped.
struct Going {
    audits: Audits,
    round: Code,
}

impl Audits {
    /// Begins one, unless one of the round goes on.
    fn begin(&self, round: &Code) -> Option<Going> {
        self.rounds().insert(round.clone()).then(|| Going {
            audits: self.clone(),
            round: round.clone(),
        })
    }

    fn rounds(&self) -> MutexGuard<'_, BTreeSet<Code>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Going {
    fn drop(&mut self) {
        self.audits.rounds().remove(&self.round);
    }
}

/// The name of a release that is to be proposed.
#[derive(Clone, Debug)]
pub struct Named(String);

impl Fields for Named {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let name = pairs.first("name").unwrap_or_default().trim();
        Ok(Self(name.chars().take(LONGEST).collect()))
    }
}

impl From<ReleaseError> for Problem {
    fn from(error: ReleaseError) -> Self {
        match error {
            ReleaseError::Store(cause) | ReleaseError::Cut(CutError::Store(cause)) => cause.into(),
            other => Self::internal(&other),
        }
    }
}

impl From<FrozenError> for Problem {
    fn from(error: FrozenError) -> Self {
        Self::internal(&error)
    }
}

/// Whether a person sees what has not left.
fn sees_proposals(visit: &Visit) -> bool {
    may(visit, Action::ProposeRelease) || may(visit, Action::ApproveRelease)
}

/// `GET /{lang}/releases`, with `?going` after a proposal whose audit goes on.
pub async fn list(
    allow: Allow<SeeReleased>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let said = if request.query_string() == GOING {
        Said::Going
    } else {
        Said::Nothing
    };
    page(allow, &visit, StatusCode::OK, said).await
}

/// `POST /{lang}/releases`: freezes, audits, proposes. An audit that takes longer than anybody waits for a page goes on by itself; what it
/// comes to stands in the list.
pub async fn propose(
    allow: Allow<ProposeRelease>,
    visit: Visit,
    Posted(Named(name)): Posted<Named>,
) -> Result<HttpResponse, Problem> {
    let see: Allow<SeeReleased> = visit.may().ok_or(Problem::Forbidden)?;
    if name.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(see, &visit, status, Said::Wrong("releases-no-name")).await;
    }
    let state = visit.state.clone();
    let known = web::block({
        let (state, name) = (state.clone(), name.clone());
        let see = see.clone();
        move || {
            let listed = state.store.releases(&see, true)?;
            Ok::<_, StoreError>(listed.iter().any(|one| one.name == name))
        }
    });
    if known.await?? {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(see, &visit, status, Said::Wrong("releases-name-taken")).await;
    }
    let going_on = || go_to(&visit.to(&format!("/releases?{GOING}")));
    let Some(going) = state.audits.begin(&allow.scope().round) else {
        return Ok(going_on());
    };
    let made = rt::spawn(web::block(move || {
        let _going = going;
        let now = state.clock.now();
        let made = make(&state.store, &allow, name, Search::default(), now);
        if let Err(error) = &made {
            tracing::warn!(%error, "a release was not proposed");
        }
        made
    }));
    let Ok(made) = rt::time::timeout(PATIENCE, made).await else {
        return Ok(going_on());
    };
    match made.map_err(|error| Problem::internal(&error))?? {
        Ok((id, _)) => Ok(go_to(&visit.to(&format!("/releases/{id}")))),
        Err(ReleaseError::Store(StoreError::Taken(_))) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(see, &visit, status, Said::Wrong("releases-name-taken")).await
        }
        Err(ReleaseError::Nothing(_)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(see, &visit, status, Said::Wrong("releases-nothing")).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(
    allow: Allow<SeeReleased>,
    visit: &Visit,
    status: StatusCode,
    said: Said,
) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let proposals = sees_proposals(visit);
    let listed = web::block(move || state.store.releases(&allow, proposals)).await??;
    let words = visit.words;
    let lines = listed.iter().map(|one| line(visit, one));
    let mut around = visit
        .page(words.text("releases-title"))
        .with_back(visit.to(""), words.text("home-title"));
    around.has_errors = matches!(said, Said::Wrong(_));
    let page = ReleasesPage {
        wrong: match said {
            Said::Wrong(key) => words.text(key).into_owned(),
            Said::Nothing | Said::Going => String::new(),
        },
        is_going: matches!(said, Said::Going),
        may_propose: may(visit, Action::ProposeRelease),
        longest: LONGEST,
        lines: lines.collect(),
        page: around,
    };
    answer(status, &page)
}

fn line(visit: &Visit, one: &Listed) -> Line {
    let nobody = || visit.words.text("releases-operator").into_owned();
    Line {
        address: visit.to(&format!("/releases/{}", one.id)),
        name: one.name.clone(),
        proposed: moment(visit, one.proposed),
        proposed_by: one.proposed_by.clone().unwrap_or_else(nobody),
        approved: one.approved.map(|at| moment(visit, at)).unwrap_or_default(),
        approved_by: one.approved_by.clone().unwrap_or_default(),
        sha256: one.sha256.clone(),
    }
}

/// Finds a release that the person may see. It blocks.
fn find(
    state: &AppState,
    allow: &Allow<SeeReleased>,
    id: i64,
    with_proposals: bool,
) -> Result<Opened, Problem> {
    let read = |round: &Round| state.forms.read(round, &state.store);
    let found = Opened::find(&state.store, allow, id, with_proposals, read)?;
    found.ok_or(Problem::NotFound)
}

fn number(text: &str) -> Result<i64, Problem> {
    text.parse().map_err(|_no_number| Problem::NotFound)
}

/// `GET /{lang}/releases/{release}`: what was done, and every figure.
pub async fn show(
    allow: Allow<SeeReleased>,
    visit: Visit,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    opened(allow, &visit, number(&path.1)?, StatusCode::OK, None).await
}

async fn opened(
    allow: Allow<SeeReleased>,
    visit: &Visit,
    id: i64,
    status: StatusCode,
    wrong: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let (state, language) = (visit.state.clone(), visit.language);
    let proposals = sees_proposals(visit);
    let (found, entries) = web::block(move || {
        let found = find(&state, &allow, id, proposals)?;
        let figures = found.figures(language, None)?.into_iter();
        let entries = figures.map(|figure| Entry {
            address: format!("/{}/releases/{id}/{}", language.code(), figure.id),
            figure,
        });
        let entries: Vec<Entry> = entries.collect();
        Ok::<_, Problem>((found, entries))
    })
    .await??;
    let words = visit.words;
    let own = visit.session.as_deref().map(|session| session.person().id);
    let report = &found.frozen.report;
    let shown = report.numbers - report.by_gate - report.by_audit;
    let done = words.with(
        "releases-report",
        &[
            ("replies", Arg::from(found.frozen.replies.replies.len())),
            ("numbers", Arg::from(report.numbers)),
            ("shown", Arg::from(shown)),
            ("gate", Arg::from(report.by_gate)),
            ("audit", Arg::from(report.by_audit)),
            ("back", Arg::from(report.given_back)),
            ("facts", Arg::from(report.facts)),
            ("silenced", Arg::from(report.silenced)),
            ("exposed", Arg::from(report.exposed_before)),
        ],
    );
    let mut around = visit
        .page(&found.listed.name)
        .with_back(visit.to("/releases"), words.text("releases-title"));
    around.has_errors = wrong.is_some();
    let page = ReleasePage {
        wrong: match wrong {
            Some(key) => words.text(key).into_owned(),
            None => String::new(),
        },
        // Counts over what is protected: for who made it, not for who reads it.
        report: if proposals {
            done.into_owned()
        } else {
            String::new()
        },
        line: line(visit, &found.listed),
        approval: if found.listed.approved.is_some() || !may(visit, Action::ApproveRelease) {
            Approving::No
        } else if own.is_some() && found.listed.proposer == own {
            Approving::Another
        } else {
            Approving::Yes
        },
        formats: Format::ALL.map(Format::code).to_vec(),
        entries,
        page: around,
    };
    answer(status, &page)
}

/// `POST /{lang}/releases/{release}/approve`: lets it leave.
pub async fn approve(
    allow: Allow<ApproveRelease>,
    visit: Visit,
    path: web::Path<(String, String)>,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let see: Allow<SeeReleased> = visit.may().ok_or(Problem::Forbidden)?;
    let id = number(&path.1)?;
    let state = visit.state.clone();
    let done = web::block(move || let_leave(&state.store, &allow, id, state.clock.now()));
    let wrong = match done.await??.ok_or(Problem::NotFound)? {
        // Pressed twice, it left once.
        Approval::Left | Approval::Before => {
            return Ok(go_to(&visit.to(&format!("/releases/{id}"))));
        }
        Approval::SamePerson => "releases-same-person",
        Approval::Overtaken => "releases-overtaken",
        Approval::Outdated => "releases-outdated",
    };
    opened(see, &visit, id, StatusCode::CONFLICT, Some(wrong)).await
}

/// `GET /{lang}/releases/{release}/{figure}.{format}`: a figure as a file.
pub async fn file(
    allow: Allow<SeeReleased>,
    visit: Visit,
    path: web::Path<(String, String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (_, id, key, format) = path.into_inner();
    let id = number(&id)?;
    let format = Format::find(&format).ok_or(Problem::NotFound)?;
    let (state, language) = (visit.state.clone(), visit.language);
    let proposals = sees_proposals(&visit);
    let (name, bytes) = web::block(move || {
        let found = find(&state, &allow, id, proposals)?;
        let figure = found.figures(language, Some(&key))?.into_iter().next();
        let figure = figure.ok_or(Problem::NotFound)?;
        let bytes = figure.export(format, Size::Page);
        let bytes = bytes.map_err(|error| Problem::internal(&error))?;
        let name = figure.file_name(found.round.code.as_str(), format, Size::Page);
        Ok::<_, Problem>((name, bytes))
    })
    .await??;
    Ok(attachment(format.media_type(), name).body(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_audit_of_a_round_goes_on_at_a_time() {
        let audits = Audits::default();
        let [one, other] = ["2026", "2024"].map(|code| Code::parse(code).unwrap());
        let first = audits.begin(&one).unwrap();
        assert!(audits.begin(&one).is_none());
        assert!(audits.begin(&other).is_some());
        drop(first);
        assert!(audits.begin(&one).is_some());
    }
}
