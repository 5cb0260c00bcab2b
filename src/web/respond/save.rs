//! What a save came to: for a page, and for the script that saves while one types.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::answers;
use super::aside::mark_words;
use super::both;
use super::last::{self, Press};
use super::notes::Notes;
use super::open::{OpenReply, may};
use super::steps::{Place, Step};
use crate::access::{Action, Allow, AttachDocuments, EditAnswers, LoosenMark, SeeReply};
use crate::form::{Form, Mark, Rows};
use crate::reply::AnswerKey;
use crate::reply::finding::Finding;
use crate::reply::raw::{Posted, RawAnswer};
use crate::store::RequestKey;
use crate::store::reply::marks::Marks;
use crate::store::reply::save::{AnswerChange, Saved};
use crate::text::Language;
use crate::text::hidden::debug_hiding;
use crate::web::pages::respond::Line;
use crate::web::problem::Problem;
use crate::web::state::AppState;
use crate::web::visit::Visit;

/// What was sent to be saved.
pub struct Sent {
    /// Page it was typed on.
    pub place: Place,
    /// Names and values.
    pub pairs: Vec<(String, String)>,
    /// Key that names the request, if it has one.
    pub key: Option<RequestKey>,
    /// Which of two answers the sender wants, by the name of the answer.
    pub choices: BTreeMap<String, Choice>,
    /// What was pressed beside an answer of last time.
    pub press: Option<Press>,
    /// Leave to loosen marks, if the sender has it at this moment.
    pub loosen: Option<Allow<LoosenMark>>,
    /// Leave to remove documents, with which they go as their rows go.
    pub attach: Option<Allow<AttachDocuments>>,
}

debug_hiding!(Sent, [place, key, choices, press, loosen, attach], [pairs]);

/// Which of two answers somebody wants who has seen both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Their own, in the place of the one of this revision.
    Mine(i64),
    /// The one that is stored.
    Theirs,
    /// Both: the sender's becomes a row of its own.
    Both,
}

impl Choice {
    /// Begin of the name of its controls; the name of the answer follows. No part of an answer is called so.
    pub(super) const NAME: &'static str = "choose:";

    /// As a page posts it: `mine.7`, `theirs.7`, `both.7`.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let (which, revision) = value.split_once('.')?;
        let revision = revision.parse().ok()?;
        match which {
            "mine" => Some(Self::Mine(revision)),
            "theirs" => Some(Self::Theirs),
            "both" => Some(Self::Both),
            _ => None,
        }
    }
}

/// What a save came to.
pub struct Outcome {
    /// The reply afterwards, as the sender sees it: with their own text where it stands against somebody else's.
    pub open: OpenReply,
    /// What the store did.
    pub saved: Saved,
    /// Answers of which the sender took the stored one.
    pub taken: Vec<AnswerKey>,
    /// Names that no page of the questionnaire posts.
    pub unknown: Vec<String>,
    /// When.
    pub at: DateTime<Utc>,
}

debug_hiding!(Outcome, [open, saved, taken, at], [unknown]);

impl Outcome {
    /// Saves what was typed, valid or not. It blocks.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if there is no such page, [`Problem::Conflict`] if the reply is submitted, [`Problem::Unreadable`] for what no
    /// page of ours posts.
    pub fn save(
        state: &AppState,
        edit: &Allow<EditAnswers>,
        see: &Allow<SeeReply>,
        mut sent: Sent,
        language: Language,
    ) -> Result<Self, Problem> {
        let rows = removed(&sent.pairs);
        let mut before = OpenReply::open(state, see, language)?;
        // Whoever is told that there is no such page has changed nothing.
        sent.place.find(&before)?;
        let pairs = std::mem::take(&mut sent.pairs);
        let mut posted = Posted::from_pairs(&before.form, before.draft.facts(), pairs);
        if !posted.problems.is_empty() {
            return Err(Problem::Unreadable);
        }
        if let Some(press) = &sent.press {
            press.add_to(&mut before, &mut posted);
        }
        both::set_apart(&before, &mut posted, &mut sent.choices);
        let choice = |key: &AnswerKey| sent.choices.get(&key.to_string()).copied();
        let (taken, typed): (BTreeMap<_, _>, BTreeMap<_, _>) = posted
            .answers
            .into_iter()
            .partition(|(key, _)| choice(key) == Some(Choice::Theirs));
        let changes = typed.iter().map(|(key, raw)| {
            let seen = posted.seen.get(key).copied().unwrap_or(0);
            AnswerChange {
                key: key.clone(),
                raw: raw.clone(),
                seen: match choice(key) {
                    Some(Choice::Mine(theirs)) => seen.max(theirs),
                    Some(Choice::Theirs | Choice::Both) | None => seen,
                },
            }
        });
        let at = state.clock.now();
        let marks = Marks {
            rules: before.form.mark_rules(),
            loosen: sent.loosen,
        };
        let saved = state
            .store
            .save(edit, marks, changes.collect(), sent.key, at)?;
        if let Some(attach) = &sent.attach {
            let held = before.documents().iter().map(|document| &document.slot.key);
            let gone: BTreeSet<_> = held
                .filter(|key| rows.contains(&key.to_string()) && typed.contains_key(key))
                .filter(|key| !saved.conflicts.iter().any(|conflict| conflict.key == **key))
                .collect();
            for key in gone {
                state.files.remove_of(attach, key.clone(), at)?;
            }
        }
        let mut open = OpenReply::open(state, see, language)?;
        open.overlay(in_conflict(&saved, &typed));
        let taken = taken.into_keys();
        Ok(Self {
            taken: taken
                .filter(|key| open.draft.shows(&key.question))
                .collect(),
            open,
            saved,
            unknown: posted.unknown,
            at,
        })
    }

    /// Whether the sender has to see the page again whatever they wanted: somebody else's text, a mark that stays, or something that was
    /// not saved.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        let Saved {
            conflicts, kept, ..
        } = &self.saved;
        !conflicts.is_empty() || !kept.is_empty() || !self.unknown.is_empty()
    }

    /// What is found about the answers of a page, and which marks stay there.
    pub(super) fn notes(&self, visit: &Visit, step: &Step<'_>) -> Notes {
        let texts = self.open.texts(visit.language);
        let is_here = |found: &Finding| is_on(step, found);
        let mut notes = Notes::collect(&self.open.draft, &texts, visit.words, is_here);
        for kept in &self.saved.kept {
            notes.say(&kept.key.to_string(), mark_stays(kept.mark, visit));
        }
        notes
    }

    /// Name and values of all that is posted of the answers that the page does not show as they are stored: those that were taken, and
    /// marks that stay.
    fn put(&self) -> BTreeMap<String, Vec<String>> {
        let mut put = BTreeMap::new();
        let stored = |key: &AnswerKey| self.open.draft.raw().get(key).cloned().unwrap_or_default();
        for key in &self.taken {
            put.extend(parts(&self.open.form, key, &stored(key)));
        }
        for kept in &self.saved.kept {
            let is_set = |name: &str| name.ends_with(".mark");
            let sets_all =
                self.open.form.default_mark_question.as_ref() == Some(&kept.key.question);
            let all = parts(&self.open.form, &kept.key, &stored(&kept.key));
            let all = all.into_iter();
            put.extend(all.filter(|(name, _)| sets_all || is_set(name)));
        }
        put
    }
}

/// The answers whose rows a person removed, by name.
fn removed(pairs: &[(String, String)]) -> BTreeSet<String> {
    let rows = pairs
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(".remove"));
    rows.map(str::to_owned).collect()
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

/// Everything that is posted of an answer, blank or not.
fn parts(form: &Form, key: &AnswerKey, raw: &RawAnswer) -> Vec<(String, Vec<String>)> {
    let question = form.question(key.question.as_str());
    let fields = question.into_iter().flat_map(|question| &question.fields);
    let mut all: Vec<_> = fields
        .map(|field| {
            let name = field.name.as_str();
            (format!("{key}.{name}"), raw.field(name).to_vec())
        })
        .collect();
    let one = |part: &str, said: &str| (format!("{key}.{part}"), vec![said.to_owned()]);
    all.extend([
        one("status", raw.status.as_deref().unwrap_or_default()),
        one("mark", raw.mark.as_deref().unwrap_or_default()),
        one("comment", &raw.comment),
        one("source", &raw.source),
    ]);
    all
}

/// That a mark stays as it was, and who can change that.
pub(super) fn mark_stays(mark: Mark, visit: &Visit) -> String {
    let key = if may(visit, Action::LoosenMark) {
        "respond-mark-stays-confirm"
    } else {
        "respond-mark-stays"
    };
    let mark = mark_words(mark, visit.words);
    let args = [("mark", (&mark).into())];
    visit.words.with(key, &args).into_owned()
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
    /// What fields have to show instead of what they do, by name.
    put: BTreeMap<String, Vec<String>>,
    /// What became of answers of last time, by answer: words, and the name of their colour.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    last: BTreeMap<String, (String, &'static str)>,
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
    at: String,
    revision: i64,
    /// Whether both can stand.
    both: bool,
    /// Label and words of each line.
    mine: Vec<[String; 2]>,
    theirs: Vec<[String; 2]>,
}

impl Told {
    /// What to tell of a save on a page.
    pub(super) fn of(outcome: &Outcome, step: &Step<'_>, visit: &Visit) -> Self {
        let open = &outcome.open;
        let texts = open.texts(visit.language);
        let words = visit.words;
        let notes = outcome.notes(visit, step);
        let findings = notes.iter().map(|note| ToldFinding {
            id: note.id.clone(),
            message: note.words.clone(),
            level: if note.is_warning { "warning" } else { "error" },
        });
        let saved = outcome.saved.revisions.iter();
        let taken = outcome.taken.iter();
        let revisions = saved
            .map(|(key, revision)| (key, *revision))
            .chain(taken.map(|key| (key, open.revision_of(key))));
        let lines = |lines: Vec<Line>| {
            let lines = lines.into_iter();
            lines.map(|line| [line.label, line.words]).collect()
        };
        let conflicts = outcome.saved.conflicts.iter().map(|stored| {
            let own = open.draft.raw().get(&stored.key).cloned();
            let own = own.unwrap_or_default();
            let both = both::is_possible(open, stored, &own);
            let conflict = answers::conflict(stored, &own, both, &texts, words);
            ToldConflict {
                key: conflict.key,
                who: conflict.who,
                at: conflict.at,
                revision: conflict.revision,
                both: conflict.both,
                mine: lines(conflict.mine),
                theirs: lines(conflict.theirs),
            }
        });
        let (shown, hidden) = shown_and_hidden(open, step);
        let time = outcome.at.format("%H:%M").to_string();
        let args = [("time", (&time).into())];
        Self {
            revisions: revisions
                .map(|(key, revision)| (key.to_string(), revision))
                .collect(),
            hidden,
            shown,
            findings: findings.collect(),
            conflicts: conflicts.collect(),
            put: outcome.put(),
            last: last::states(open, step.questions(), words),
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
