//! What a save came to: for a page, and for the script that saves while one types.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::answers;
use super::notes::Notes;
use super::open::OpenReply;
use super::steps::Step;
use crate::access::{Allow, EditAnswers, LoosenMark, SeeReply};
use crate::form::Rows;
use crate::reply::AnswerKey;
use crate::reply::finding::Finding;
use crate::reply::raw::{Posted, RawAnswer};
use crate::store::RequestKey;
use crate::store::marks::Marks;
use crate::store::save::{AnswerChange, Saved};
use crate::text::{Catalogue, Language};
use crate::web::problem::Problem;
use crate::web::state::AppState;

/// What was sent to be saved.
#[derive(Debug)]
pub struct Sent {
    /// Names and values.
    pub pairs: Vec<(String, String)>,
    /// Key that names the request, if it has one.
    pub key: Option<RequestKey>,
    /// Leave to loosen marks, if the sender has it at this moment.
    pub loosen: Option<Allow<LoosenMark>>,
}

/// What a save came to.
#[derive(Debug)]
pub struct Outcome {
    /// The reply afterwards, as the sender sees it: with their own text where it stands against somebody else's.
    pub open: OpenReply,
    /// What the store did.
    pub saved: Saved,
    /// Names that no page of the questionnaire posts.
    pub unknown: Vec<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Outcome {
    /// Saves what was typed, valid or not. It blocks.
    ///
    /// # Errors
    /// [`Problem::Conflict`] if the reply is submitted, [`Problem::Unreadable`] for what no page of ours posts.
    pub fn save(
        state: &AppState,
        edit: &Allow<EditAnswers>,
        see: &Allow<SeeReply>,
        sent: Sent,
        language: Language,
    ) -> Result<Self, Problem> {
        let before = OpenReply::open(state, see, language)?;
        let posted = Posted::from_pairs(&before.form, before.draft.facts(), sent.pairs);
        if !posted.problems.is_empty() {
            return Err(Problem::Unreadable);
        }
        let typed = posted.answers;
        let changes = typed.iter().map(|(key, raw)| AnswerChange {
            key: key.clone(),
            raw: raw.clone(),
            seen: posted.seen.get(key).copied().unwrap_or(0),
        });
        let at = state.clock.now();
        let marks = Marks {
            rules: before.form.mark_rules(),
            loosen: sent.loosen,
        };
        let saved = state
            .store
            .save(edit, marks, changes.collect(), sent.key, at)?;
        let mut open = OpenReply::open(state, see, language)?;
        open.overlay(in_conflict(&saved, &typed));
        Ok(Self {
            open,
            saved,
            unknown: posted.unknown,
            at,
        })
    }

    /// Whether the sender has to see the page again whatever they wanted: somebody else's text, or something that was not saved.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        !self.saved.conflicts.is_empty() || !self.unknown.is_empty()
    }
}

/// The sender's text of answers that somebody else changed as well, with the revision of theirs.
fn in_conflict(
    saved: &Saved,
    typed: &BTreeMap<AnswerKey, RawAnswer>,
) -> Vec<(AnswerKey, RawAnswer, i64)> {
    let conflicts = saved.conflicts.iter();
    conflicts
        .filter_map(|conflict| {
            let own = typed.get(&conflict.key)?.clone();
            Some((conflict.key.clone(), own, conflict.revision))
        })
        .collect()
}

/// What the script is told after a save (`assets/js/para11.js` says how it is used).
#[derive(Debug, Serialize)]
pub struct Told {
    /// Revisions by answer. That of an answer in conflict is not among them: only the page itself replaces what somebody else wrote.
    revisions: BTreeMap<String, i64>,
    /// Ids of questions and rows that are not asked.
    hidden: Vec<String>,
    /// Ids of questions and rows that are.
    shown: Vec<String>,
    /// What is said, by id.
    findings: Vec<ToldFinding>,
    /// What somebody else wrote.
    conflicts: Vec<ToldConflict>,
    /// The time, in words.
    saved_at: String,
}

#[derive(Debug, Serialize)]
struct ToldFinding {
    id: String,
    message: String,
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct ToldConflict {
    key: String,
    who: String,
    text: String,
}

impl Told {
    /// What to tell of a save on a page.
    pub(super) fn of(
        outcome: &Outcome,
        step: &Step<'_>,
        language: Language,
        words: &Catalogue,
    ) -> Self {
        let open = &outcome.open;
        let texts = open.texts(language);
        let notes = Notes::collect(&open.draft, &texts, words, |found| is_on(step, found));
        let findings = notes.iter().map(|note| ToldFinding {
            id: note.id.clone(),
            message: note.words.clone(),
            level: if note.is_warning { "warning" } else { "error" },
        });
        let revisions = outcome.saved.revisions.iter();
        let conflicts = outcome.saved.conflicts.iter().map(|stored| {
            let conflict = answers::conflict(stored, &texts, words);
            let lines: Vec<_> = conflict.lines.into_iter().map(|line| line.words).collect();
            ToldConflict {
                key: conflict.key,
                who: conflict.who,
                text: lines.join(&words.text("respond-list")),
            }
        });
        let (shown, hidden) = shown_and_hidden(open, step);
        let time = outcome.at.format("%H:%M").to_string();
        let args = [("time", (&time).into())];
        Self {
            revisions: revisions
                .map(|(key, revision)| (key.to_string(), *revision))
                .collect(),
            hidden,
            shown,
            findings: findings.collect(),
            conflicts: conflicts.collect(),
            saved_at: words.with("respond-time", &args).into_owned(),
        }
    }
}

/// Whether something was found on this page.
pub(super) fn is_on(step: &Step<'_>, found: &Finding) -> bool {
    let mut questions = step.questions().iter();
    questions.any(|question| question.name == found.key.question)
        && (step.row == found.key.row || !step.has_row_pages())
}

/// Ids of the questions of a page, and of their rows from a list, that are asked, and of those that are not.
fn shown_and_hidden(open: &OpenReply, step: &Step<'_>) -> (Vec<String>, Vec<String>) {
    let (mut shown, mut hidden) = (Vec::new(), Vec::new());
    let mut put = |asked: bool, key: AnswerKey| {
        let ids = if asked { &mut shown } else { &mut hidden };
        ids.push(key.to_string());
    };
    for question in step.questions() {
        let key = |row| AnswerKey {
            question: question.name.clone(),
            row,
        };
        let asked = open.draft.asked(&question.name);
        let rows = open.draft.rows(&question.name);
        if let Some(row) = &step.row {
            put(asked && rows.contains(row), key(Some(row.clone())));
            continue;
        }
        put(asked, key(None));
        if let Rows::List {
            list,
            only: Some(_),
        } = &question.rows
            && asked
        {
            let list = open.form.list(list.as_str());
            for choice in list.into_iter().flat_map(|list| &list.choices) {
                put(rows.contains(&choice.code), key(Some(choice.code.clone())));
            }
        }
    }
    (shown, hidden)
}
