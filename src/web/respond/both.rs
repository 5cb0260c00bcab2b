//! Two people who each add a row to the same roster: both rows can stand.

use std::collections::BTreeMap;

use super::open::OpenReply;
use super::save::Choice;
use crate::form::Rows;
use crate::form::name::{Code, QuestionName};
use crate::reply::AnswerKey;
use crate::reply::raw::{Posted, RawAnswer};
use crate::store::reply::save::Conflict;

/// Whether two answers that stand against each other can both stand: rows of a roster that has room for one more.
pub(super) fn is_possible(open: &OpenReply, stored: &Conflict, own: &RawAnswer) -> bool {
    let question = &stored.key.question;
    let most = most(open, question);
    !own.says_nothing()
        && !stored.theirs.says_nothing()
        && most.is_some_and(|most| open.draft.rows(question).len() < most)
}

/// Most rows of a roster; `None` if the question is none.
fn most(open: &OpenReply, question: &QuestionName) -> Option<usize> {
    match open.form.question(question.as_str())?.rows {
        Rows::Free { max, .. } => Some(max),
        Rows::One | Rows::List { .. } | Rows::Years => None,
    }
}

/// Gives a row that is to stand beside somebody else's a place of its own; where it was typed, theirs stays. One that is there already,
/// since the page was sent twice, is not added again.
pub(super) fn set_apart(
    before: &OpenReply,
    posted: &mut Posted,
    choices: &mut BTreeMap<String, Choice>,
) {
    let wanted = |key: &&AnswerKey| choices.get(&key.to_string()) == Some(&Choice::Both);
    let wanted: Vec<AnswerKey> = posted.answers.keys().filter(wanted).cloned().collect();
    for key in wanted {
        let own = posted.answers.get(&key).cloned().unwrap_or_default();
        if own.says_nothing() || most(before, &key.question).is_none() {
            continue;
        }
        let mut stored = before.draft.raw().iter();
        if !stored.any(|(other, raw)| other.question == key.question && *raw == own) {
            let Some(apart) = free(before, posted, &key.question) else {
                continue;
            };
            posted
                .seen
                .insert(apart.clone(), before.revision_of(&apart));
            posted.answers.insert(apart, own);
        }
        choices.insert(key.to_string(), Choice::Theirs);
    }
}

/// The row after the last in which anything stands, stored or typed.
fn free(before: &OpenReply, posted: &Posted, question: &QuestionName) -> Option<AnswerKey> {
    let all = before.draft.raw().iter().chain(&posted.answers);
    let used = all.filter(|(key, raw)| key.question == *question && !raw.says_nothing());
    let last_time = before.last.keys(question);
    let rows = used
        .map(|(key, _)| key)
        .chain(last_time.iter().copied())
        .filter_map(|key| key.row.as_ref()?.as_str().parse::<u32>().ok());
    let row = Code::parse(&(rows.max()? + 1).to_string()).ok()?;
    Some(AnswerKey {
        question: question.clone(),
        row: Some(row),
    })
}
