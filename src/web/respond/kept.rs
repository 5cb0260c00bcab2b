//! Checked replies, kept until an answer changes.
//!
//! The store says at each request at which revision a reply is; equal revisions have equal answers, whichever process wrote them. So a
//! page costs no check, and a save only a check of what it changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::open::{Change, attach, infected};
use crate::access::{Allow, OwnReply, SeeReply};
use crate::form::Form;
use crate::form::name::Code;
use crate::reply::raw::RawAnswers;
use crate::reply::{AnswerKey, Draft, Facts};
use crate::store::reply::files::Document;
use crate::store::reply::replies::StoredReply;
use crate::store::{Store, StoreError};

/// Most replies that are kept; one with all its answers takes some hundred kilobytes.
const MOST: usize = 32;

/// Replies by round and respondent: the ones asked for last.
#[derive(Debug, Default)]
pub struct Replies(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    replies: BTreeMap<(Code, Code), (u64, Arc<Checked>)>,
    /// Grows with each use.
    clock: u64,
}

/// What a reply is checked against, beside its answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    pub(super) form: &'a Form,
    /// SHA-256 of the version of the form.
    pub(super) form_version: &'a str,
    pub(super) facts: &'a Facts,
    /// The documents that go with the answers.
    pub(super) documents: &'a [Document],
}

/// A whole reply at one revision, checked.
#[derive(Debug)]
pub(super) struct Checked {
    /// SHA-256 of the version of the form it was checked against.
    form_version: String,
    documents: Vec<Document>,
    revision: i64,
    /// When an answer was changed last.
    pub(super) changed: Option<DateTime<Utc>>,
    /// The answers.
    pub(super) draft: Arc<Draft>,
    /// Who changed the answers last, and when.
    pub(super) changes: Arc<BTreeMap<AnswerKey, Change>>,
}

impl Checked {
    /// A reply of these answers.
    fn new(ground: &Ground<'_>, stored: &mut StoredReply) -> Self {
        let answers = std::mem::take(&mut stored.answers);
        let mut raw = RawAnswers::new();
        let mut changes = BTreeMap::new();
        let changed = answers.iter().map(|answer| answer.at).max();
        for answer in answers {
            changes.insert(answer.key.clone(), Change::of(&answer));
            raw.insert(answer.key, answer.raw);
        }
        let attached = attach(ground.documents, &mut raw, |_key| true);
        let draft = Draft::check(ground.form, ground.facts, raw)
            .with_documents(attached)
            .with_infected(ground.form, &infected(ground.documents));
        Self {
            form_version: ground.form_version.to_owned(),
            documents: ground.documents.to_vec(),
            revision: stored.revision,
            changed,
            draft: Arc::new(draft),
            changes: Arc::new(changes),
        }
    }

    /// Whether the check would be the same but for answers that changed since.
    fn is_of(&self, ground: &Ground<'_>) -> bool {
        self.form_version == ground.form_version
            && self.draft.facts() == ground.facts
            && self.documents == ground.documents
    }

    /// The reply with the answers that changed since.
    fn with(&self, ground: &Ground<'_>, stored: &mut StoredReply) -> Self {
        let mut changes = BTreeMap::clone(&self.changes);
        let mut typed = RawAnswers::new();
        let mut changed = self.changed;
        for answer in std::mem::take(&mut stored.answers) {
            changed = changed.max(Some(answer.at));
            changes.insert(answer.key.clone(), Change::of(&answer));
            typed.insert(answer.key, answer.raw);
        }
        let keys: BTreeSet<AnswerKey> = typed.keys().cloned().collect();
        attach(&self.documents, &mut typed, |key| keys.contains(key));
        Self {
            form_version: self.form_version.clone(),
            documents: self.documents.clone(),
            revision: stored.revision,
            changed,
            // It keeps the documents that it has.
            draft: Arc::new(
                self.draft
                    .with(ground.form, typed)
                    .with_infected(ground.form, &infected(&self.documents)),
            ),
            changes: Arc::new(changes),
        }
    }
}

impl Replies {
    /// A whole reply as it is stored now, without its answers, and checked. Blocks.
    ///
    /// # Errors
    /// If the store cannot be asked.
    pub(super) fn of(
        &self,
        store: &Store,
        allow: &Allow<SeeReply>,
        ground: &Ground<'_>,
    ) -> Result<(StoredReply, Arc<Checked>), StoreError> {
        let OwnReply {
            round, respondent, ..
        } = allow.scope();
        let place = (round.clone(), respondent.clone());
        let kept = self.find(&place).filter(|kept| kept.is_of(ground));
        let mut stored = store.reply_since(allow, kept.as_ref().map_or(0, |kept| kept.revision))?;
        let checked = match kept {
            Some(kept) if stored.revision == kept.revision => return Ok((stored, kept)),
            Some(kept) if stored.revision > kept.revision => kept.with(ground, &mut stored),
            Some(_) => {
                // The database was put back to an earlier state: nothing that is kept is of it.
                stored = store.reply_since(allow, 0)?;
                Checked::new(ground, &mut stored)
            }
            None => Checked::new(ground, &mut stored),
        };
        let checked = Arc::new(checked);
        self.keep(place, Arc::clone(&checked));
        Ok((stored, checked))
    }

    fn find(&self, place: &(Code, Code)) -> Option<Arc<Checked>> {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.clock += 1;
        let now = shelf.clock;
        let (used, kept) = shelf.replies.get_mut(place)?;
        *used = now;
        Some(Arc::clone(kept))
    }

    fn keep(&self, place: (Code, Code), checked: Arc<Checked>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.clock += 1;
        let now = shelf.clock;
        shelf.replies.insert(place, (now, checked));
        if shelf.replies.len() > MOST {
            let oldest = shelf.replies.iter().min_by_key(|(_, (used, _))| *used);
            if let Some(place) = oldest.map(|(place, _)| place.clone()) {
                shelf.replies.remove(&place);
            }
        }
    }
}
