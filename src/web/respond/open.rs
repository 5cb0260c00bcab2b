//! A reply with its questionnaire, checked, as every page needs it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actix_web::web;
use chrono::{DateTime, Utc};

use super::kept::Ground;
use crate::access::{Action, Actor, Allow, Parts, SeeReply, permit};
use crate::cut;
use crate::form::Form;
use crate::form::name::QuestionName;
use crate::form::text::{FormTexts, TextArguments};
use crate::reply::document::Attached;
use crate::reply::last::LastTime;
use crate::reply::life::Opened;
use crate::reply::raw::{RawAnswer, RawAnswers};
use crate::reply::{AnswerKey, Background, Draft, Facts};
use crate::round::Round;
use crate::store::StoreError;
use crate::store::account::people::Author;
use crate::store::reply::files::{Document, Scan, Slot};
use crate::store::reply::life::Story;
use crate::store::reply::replies::{StoredAnswer, StoredReply};
use crate::text::{self, Catalogue, Language};
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::visit::Visit;

/// A reply with its questionnaire, checked.
#[derive(Debug)]
pub struct OpenReply {
    /// The version of the questionnaire that the round puts.
    pub form: Arc<Form>,
    /// The round.
    pub round: Round,
    /// Where the reply is in its life, and how it came there.
    pub story: Story,
    /// Whether answers may change now, and be changed by the one who looks.
    is_open: bool,
    /// Its revision.
    pub revision: i64,
    /// Times it was submitted.
    pub version: i64,
    /// When an answer was changed last.
    pub changed: Option<DateTime<Utc>>,
    /// The answers, checked.
    pub draft: Arc<Draft>,
    /// What was answered before.
    pub last: LastTime,
    changes: Arc<BTreeMap<AnswerKey, Change>>,
    arguments: TextArguments,
    seen: Seen,
}

/// The last change of an answer.
#[derive(Clone, Debug)]
pub struct Change {
    /// The reply's revision that it made.
    pub revision: i64,
    /// Who made it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Change {
    pub(super) fn of(answer: &StoredAnswer) -> Self {
        Self {
            revision: answer.revision,
            by: answer.by.clone(),
            at: answer.at,
        }
    }
}

/// What the person who opened it sees of it.
#[derive(Debug)]
struct Seen {
    parts: Parts,
    background: Background,
    documents: Vec<Document>,
}

impl Seen {
    /// Checks what was typed, with the documents that go with it.
    fn check(&self, form: &Form, facts: &Facts, mut raw: RawAnswers) -> Draft {
        let attached = attach(&self.documents, &mut raw, |_key| true);
        let draft = self.check_typed(form, facts, raw).with_documents(attached);
        draft.with_infected(form, &infected(&self.documents))
    }

    fn check_typed(&self, form: &Form, facts: &Facts, raw: RawAnswers) -> Draft {
        match &self.parts {
            Parts::Whole => Draft::check(form, facts, raw),
            Parts::Questions(shown) => Draft::check_part(form, facts, raw, shown, &self.background),
        }
    }
}

/// The documents of answers by answer. Where a field of one of these answers is a document, that becomes its value.
pub(super) fn attach(
    documents: &[Document],
    raw: &mut RawAnswers,
    is_one: impl Fn(&AnswerKey) -> bool,
) -> BTreeMap<AnswerKey, Vec<Attached>> {
    let mut attached: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for document in documents {
        let Slot { key, field } = &document.slot;
        if let Some(field) = field.as_ref().filter(|_| is_one(key)) {
            let answer = raw.entry(key.clone()).or_default();
            let sha256 = document.attached.sha256.clone();
            answer.values.insert(field.clone(), vec![sha256]);
        }
        let of_answer = attached.entry(key.clone()).or_default();
        of_answer.push(document.attached.clone());
    }
    attached
}

/// The answers with a document in which the scanner found something.
pub(super) fn infected(documents: &[Document]) -> BTreeSet<AnswerKey> {
    let infected = documents.iter().filter(|one| one.scan == Scan::Infected);
    infected.map(|one| one.slot.key.clone()).collect()
}

/// What there is of a reply, checked.
struct Found {
    /// Without its answers.
    stored: StoredReply,
    changed: Option<DateTime<Utc>>,
    draft: Arc<Draft>,
    changes: Arc<BTreeMap<AnswerKey, Change>>,
    background: Background,
}

impl Found {
    fn whole(
        state: &AppState,
        allow: &Allow<SeeReply>,
        ground: &Ground<'_>,
    ) -> Result<Self, StoreError> {
        let (stored, checked) = state.replies.of(&state.store, allow, ground)?;
        Ok(Self {
            stored,
            changed: checked.changed,
            draft: Arc::clone(&checked.draft),
            changes: Arc::clone(&checked.changes),
            background: Background::default(),
        })
    }

    fn part(
        state: &AppState,
        allow: &Allow<SeeReply>,
        ground: &Ground<'_>,
        shown: &BTreeSet<QuestionName>,
    ) -> Result<Self, StoreError> {
        let behind = ground.form.behind(shown);
        let (mut stored, background) = state.store.reply_and_background(allow, &behind)?;
        let mut raw = RawAnswers::new();
        let mut changes = BTreeMap::new();
        let changed = stored.answers.iter().map(|answer| answer.at).max();
        for answer in std::mem::take(&mut stored.answers) {
            changes.insert(answer.key.clone(), Change::of(&answer));
            raw.insert(answer.key, answer.raw);
        }
        let attached = attach(ground.documents, &mut raw, |_key| true);
        let draft = Draft::check_part(ground.form, ground.facts, raw, shown, &background)
            .with_documents(attached);
        Ok(Self {
            stored,
            changed,
            draft: Arc::new(draft.with_infected(ground.form, &infected(ground.documents))),
            changes: Arc::new(changes),
            background,
        })
    }
}

impl OpenReply {
    /// Opens the reply of the person signed in, off the threads that serve.
    ///
    /// # Errors
    /// If there is none, or the store cannot be asked.
    pub async fn of(visit: &Visit) -> Result<Self, Problem> {
        let allow = may_see(visit)?;
        let state = visit.state.clone();
        let language = visit.language;
        web::block(move || Self::open(&state, &allow, language)).await?
    }

    /// Opens a reply. It blocks.
    ///
    /// # Errors
    /// If there is none, or the store cannot be asked.
    pub fn open(
        state: &AppState,
        allow: &Allow<SeeReply>,
        language: Language,
    ) -> Result<Self, Problem> {
        let scope = allow.scope();
        let round = state
            .store
            .round(&scope.round)?
            .ok_or_else(|| StoreError::NoRound(scope.round.to_string()))?;
        let form = state.forms.of(&round, &state.store)?;
        let story = state.store.story(allow)?;
        let facts = Facts {
            period: round.period,
            today: state.clock.now().date_naive(),
            respondent: scope.respondent.clone(),
        };
        let nameless = TextArguments::default();
        let texts = form.texts(language, &nameless);
        let name = texts.choice(&form.respondents, &facts.respondent);
        let arguments = round.text_arguments(&name);
        let documents = state.files.list(allow)?;
        let ground = Ground {
            form: &form,
            form_version: &round.form_version,
            facts: &facts,
            documents: &documents,
        };
        let found = match &scope.parts {
            Parts::Whole => Found::whole(state, allow, &ground)?,
            Parts::Questions(shown) => Found::part(state, allow, &ground, shown)?,
        };
        let last = cut::last_time(&state.store, allow, &form, |round| {
            state.forms.read(round, &state.store)
        })
        .map_err(|error| Problem::internal(&error))?;
        Ok(Self {
            last,
            draft: found.draft,
            changes: found.changes,
            changed: found.changed,
            seen: Seen {
                parts: scope.parts.clone(),
                background: found.background,
                documents,
            },
            revision: found.stored.revision,
            version: found.stored.version,
            form,
            round,
            is_open: story.is_open(state.clock.now()) && may_edit(allow.who()),
            story,
            arguments,
        })
    }

    /// Puts what a person sees in the place of what is stored: text that stands against somebody else's, with the revision of theirs.
    pub fn overlay(&mut self, typed: Vec<(AnswerKey, RawAnswer, i64)>) {
        if typed.is_empty() {
            return;
        }
        let mut raw = self.draft.raw().clone();
        let changes = Arc::make_mut(&mut self.changes);
        for (key, answer, revision) in typed {
            if let Some(change) = changes.get_mut(&key) {
                change.revision = revision;
            }
            raw.insert(key, answer);
        }
        self.draft = Arc::new(self.seen.check(&self.form, self.draft.facts(), raw));
    }

    /// The documents that go with its answers.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.seen.documents
    }

    /// Which questions of the reply are shown.
    #[must_use]
    pub const fn parts(&self) -> &Parts {
        &self.seen.parts
    }

    /// The last changes of the answers to a question, row by row.
    pub fn changes_of<'a>(
        &'a self,
        question: &'a QuestionName,
    ) -> impl Iterator<Item = &'a Change> + 'a {
        let first = AnswerKey {
            question: question.clone(),
            row: None,
        };
        let changes = self.changes.range(first..);
        changes
            .take_while(move |(key, _)| key.question == *question)
            .map(|(_, change)| change)
    }

    /// The texts of the questionnaire in a language.
    #[must_use]
    pub fn texts(&self, language: Language) -> FormTexts<'_> {
        self.form.texts(language, &self.arguments)
    }

    /// Name of the respondent.
    #[must_use]
    pub fn respondent(&self) -> &str {
        &self.arguments.state
    }

    /// Revision of an answer; 0 if it was never saved.
    #[must_use]
    pub fn revision_of(&self, key: &AnswerKey) -> i64 {
        self.changes.get(key).map_or(0, |change| change.revision)
    }

    /// Whether the one who looks may change its answers now.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.is_open
    }

    /// Whether the answer to a question may change now: in a clarification, those that were asked about.
    #[must_use]
    pub fn may_change(&self, question: &QuestionName) -> bool {
        let opened = match self.story.life.opened {
            Opened::Whole => true,
            Opened::Questions => {
                let mut waiting = self
                    .story
                    .clarifications
                    .iter()
                    .filter(|asked| asked.waits());
                waiting.any(|asked| asked.opens.contains(question))
            }
        };
        self.is_open && opened
    }
}

/// Leave of the person signed in to see their reply; whoever may change or submit it may.
///
/// # Errors
/// If nobody is signed in or they have no reply.
pub fn may_see(visit: &Visit) -> Result<Allow<SeeReply>, Problem> {
    let session = visit.session.as_deref();
    session
        .and_then(|session| permit(session.person()))
        .ok_or(Problem::NotFound)
}

/// Whether somebody who sees a reply may change answers of it: who clears it reads.
fn may_edit(who: &Actor) -> bool {
    match who {
        Actor::Person(person) => Action::EditAnswers.may().contains(&person.role),
        Actor::Operator => true,
    }
}

/// Whether the person's role may do something.
#[must_use]
pub fn may(visit: &Visit, action: Action) -> bool {
    let session = visit.session.as_deref();
    session.is_some_and(|session| action.may().contains(&session.person().role))
}

/// A moment in words: `15 January 2026, 09:00 UTC`.
#[must_use]
pub fn moment(visit: &Visit, at: DateTime<Utc>) -> String {
    moment_in(visit.language, visit.words, at)
}

/// The same, in a language and its words.
pub(super) fn moment_in(language: Language, words: &Catalogue, at: DateTime<Utc>) -> String {
    let date = text::date(language, at.date_naive());
    let time = at.format("%H:%M").to_string();
    let args = [("date", (&date).into()), ("time", (&time).into())];
    words.with("respond-moment", &args).into_owned()
}
