//! The answer of last time beside its question: shown, and confirmed or withdrawn by one press.

use std::collections::BTreeMap;

use crate::document::words as in_words;
use crate::form::name::Code;
use crate::form::text::FormTexts;
use crate::form::{Question, Rows};
use crate::reply::last::LastState;
use crate::reply::raw::{Posted, RawAnswers};
use crate::reply::{AnswerKey, Draft};
use crate::text::Catalogue;
use crate::web::pages::respond::{Last, Line};

use super::open::OpenReply;

/// What was pressed beside an answer of last time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    what: What,
    /// Name of the answer; of a question with rows that of all its rows.
    key: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Confirm,
    Withdraw,
}

impl Press {
    /// As a button posts it: `still.lnk_status.toc`, `gone.lnk_overview`.
    pub(super) fn parse(go: &str) -> Option<Self> {
        let (what, key) = go.split_once('.')?;
        let what = match what {
            "still" => What::Confirm,
            "gone" => What::Withdraw,
            _ => return None,
        };
        Some(Self {
            what,
            key: key.to_owned(),
        })
    }

    /// The place on the page to come back to, if it is one of last time.
    pub(super) fn place(&self, open: &OpenReply) -> Option<&str> {
        let name = self.key.split('.').next()?;
        let question = open.form.question(name)?;
        let mut known = open.last.keys(&question.name).into_iter();
        let is_known = self.key == name || known.any(|key| key.to_string() == self.key);
        is_known.then_some(&self.key)
    }

    /// Changes what was posted as the press says. `open` is afterwards as the person sees it.
    pub(super) fn add_to(&self, open: &mut OpenReply, posted: &mut Posted) {
        let typed = posted.answers.iter().map(|(key, raw)| {
            let revision = open.revision_of(key);
            (key.clone(), raw.clone(), revision)
        });
        let typed = typed.collect();
        open.overlay(typed);
        self.apply(open, &mut posted.answers);
        for key in posted.answers.keys() {
            // What was not on the page is changed as it is stored.
            let revision = open.revision_of(key);
            posted.seen.entry(key.clone()).or_insert(revision);
        }
    }

    /// Of a question with rows, rows at which nobody has looked yet.
    fn apply(&self, open: &OpenReply, typed: &mut RawAnswers) {
        let (form, draft, last) = (&open.form, &open.draft, &open.last);
        let name = self.key.split('.').next().unwrap_or_default();
        let Some(question) = form.question(name) else {
            return;
        };
        let all = self.key == name && question.has_rows();
        for key in last.keys(&question.name) {
            if !(all || key.to_string() == self.key) {
                continue;
            }
            let untouched = last.state(form, draft, key) == Some(LastState::Prefilled);
            if all && !untouched {
                continue;
            }
            let answer = match self.what {
                What::Confirm => last.confirmed(form, draft, key),
                What::Withdraw => last.withdrawn(draft, key),
            };
            if let Some(answer) = answer {
                typed.insert(key.clone(), answer);
            }
        }
    }
}

/// The answer of last time as its page shows it.
pub(super) fn shown(
    open: &OpenReply,
    draft: &Draft,
    question: &Question,
    key: &AnswerKey,
    (label, texts, words): (&str, &FormTexts<'_>, &Catalogue),
) -> Option<Last> {
    if open.last.is_empty() {
        return None;
    }
    let earlier = open.last.of(key);
    let state = open.last.state(&open.form, draft, key);
    let whole = key.row.is_none() && question.has_rows();
    let (lost, more) = if whole {
        (
            lost(open, question, words, texts),
            several(open, question) && open.is_draft(),
        )
    } else {
        (Vec::new(), false)
    };
    if earlier.is_none() && lost.is_empty() && !more {
        return None;
    }
    let mut lines: Vec<Line> = Vec::new();
    if let Some(earlier) = earlier {
        let said = in_words::earlier(earlier, texts, words);
        lines.extend(said.into_iter().map(|(label, words)| Line {
            label,
            words,
            quiet: false,
        }));
    }
    let can = state.is_some() && state != Some(LastState::Confirmed);
    let can_confirm = can && open.last.confirmed(&open.form, draft, key).is_some();
    Some(Last {
        key: key.to_string(),
        label: label.to_owned(),
        origin: earlier.map_or_else(String::new, |earlier| in_words::origin(earlier, words)),
        lines,
        state: state.map_or_else(String::new, |state| in_words::state(state, words)),
        colour: state.map_or("grey", colour),
        cannot: can && !can_confirm && state == Some(LastState::Prefilled),
        can_confirm,
        can_withdraw: state.is_some() && state != Some(LastState::Withdrawn),
        is_withdrawn: state == Some(LastState::Withdrawn),
        lost,
        all_rows: more,
    })
}

/// What became of the answers of last time to some questions, by the name of the answer: words and colour.
pub(super) fn states(
    open: &OpenReply,
    questions: &[&Question],
    words: &Catalogue,
) -> BTreeMap<String, (String, &'static str)> {
    let keys = questions
        .iter()
        .flat_map(|question| open.last.keys(&question.name));
    let states = keys.filter_map(|key| {
        let state = open.last.state(&open.form, &open.draft, key)?;
        Some((
            key.to_string(),
            (in_words::state(state, words), colour(state)),
        ))
    });
    states.collect()
}

/// Name of the colour of a state.
const fn colour(state: LastState) -> &'static str {
    match state {
        LastState::Prefilled => "yellow",
        LastState::Changed => "blue",
        LastState::Confirmed => "turquoise",
        LastState::Withdrawn => "grey",
    }
}

/// Whether several rows wait to be looked at.
fn several(open: &OpenReply, question: &Question) -> bool {
    let keys = open.last.keys(&question.name).into_iter();
    let waiting = keys.filter(|key| {
        key.row.is_some()
            && open.last.state(&open.form, &open.draft, key) == Some(LastState::Prefilled)
            && open.last.confirmed(&open.form, &open.draft, key).is_some()
    });
    waiting.count() > 1
}

/// What was answered last time in rows that there are no more.
fn lost(
    open: &OpenReply,
    question: &Question,
    words: &Catalogue,
    texts: &FormTexts<'_>,
) -> Vec<Line> {
    let Rows::List { list, .. } = &question.rows else {
        return Vec::new();
    };
    let exists = |row: &Code| {
        let list = open.form.list(list.as_str());
        list.is_some_and(|list| list.find(row.as_str()).is_some())
    };
    let mut lines = Vec::new();
    for key in open.last.keys(&question.name) {
        let (Some(row), Some(earlier)) = (&key.row, open.last.of(key)) else {
            continue;
        };
        if exists(row) {
            continue;
        }
        let said = in_words::earlier(earlier, texts, words);
        let said: Vec<_> = said.into_iter().map(|(_, words)| words).collect();
        lines.push(Line {
            label: in_words::earlier_row(earlier, row, texts),
            words: said.join(&words.text("respond-list")),
            quiet: true,
        });
    }
    lines
}
