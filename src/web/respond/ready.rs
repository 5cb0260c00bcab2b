//! The state of a section, or of somebody's part of it: not begun, in work, ready, returned.
//!
//! Ready is what somebody called so, while no answer of the part changed since; a save does not have to know of it.

use actix_web::{HttpRequest, HttpResponse, web};

use super::open::OpenReply;
use super::section::part;
use crate::access::{Allow, MarkReady};
use crate::form::name::QuestionName;
use crate::store::reply::delegation::{Ready, Said, Saying, SectionNames};
use crate::text::Catalogue;
use crate::web::input::{Pairs, Posted};
use crate::web::pages::go_to;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// The state of a part of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartState {
    NotBegun,
    InWork,
    Ready,
    Returned,
}

impl PartState {
    /// From what was last said of the part, and what its questions are.
    pub(super) fn of<'a>(
        open: &'a OpenReply,
        said: Option<&Said>,
        questions: impl Iterator<Item = &'a QuestionName>,
    ) -> Self {
        let changes = questions.flat_map(|question| open.changes_of(question));
        let last = changes.map(|change| change.revision).max();
        match said.map(|said| (said.saying, said.revision)) {
            Some((Saying::Returned, _)) => Self::Returned,
            Some((Saying::Ready, at)) if last.is_none_or(|last| last <= at) => Self::Ready,
            Some((Saying::Ready, _)) | None if last.is_some() => Self::InWork,
            Some((Saying::Ready, _)) | None => Self::NotBegun,
        }
    }

    /// In words, with the name of a colour.
    pub(super) fn words(self, words: &Catalogue) -> (String, &'static str) {
        let (key, colour) = match self {
            Self::NotBegun => ("not-begun", "grey"),
            Self::InWork => ("in-work", "blue"),
            Self::Ready => ("ready", "green"),
            Self::Returned => ("returned", "orange"),
        };
        let state = words.attribute("people-state", key).into_owned();
        (state, colour)
    }
}

/// What was last said of somebody's part of a section.
pub(super) fn said_of<'a>(said: &'a [Said], section: &str, person: i64) -> Option<&'a Said> {
    let mut said = said.iter();
    said.find(|said| said.section == section && said.person.id == person)
}

/// `POST /{lang}/reply/ready/{section}`: says that the section, or one's part of it, is ready, or that it is not any more.
pub async fn call(
    allow: Allow<MarkReady>,
    visit: Visit,
    request: HttpRequest,
    Posted(pairs): Posted<Pairs>,
) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let section = open.form.section(part(&request, "section"));
    let section = SectionNames::from(section.ok_or(Problem::NotFound)?);
    let ready = match pairs.first("ready") {
        Some("yes") => Ready::Yes,
        Some("no") => Ready::NoLonger,
        Some(_) | None => return Err(Problem::Unreadable),
    };
    let state = visit.state.clone();
    let at = state.clock.now();
    web::block(move || state.store.call_ready(&allow, section, ready, at)).await??;
    Ok(go_to(&visit.to("/reply")))
}
