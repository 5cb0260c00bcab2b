//! What goes with an answer, as its page shows it: status, comment, source, mark.

use crate::form::text::FormTexts;
use crate::form::{Mark, Question};
use crate::reply::finding::{Finding, Part};
use crate::reply::raw::RawAnswer;
use crate::reply::submission::default_mark;
use crate::reply::{AnswerKey, Draft, Reason};
use crate::text::Catalogue;
use crate::web::pages::respond::{Aside, Choice, Documents};

/// What goes with an answer.
pub(super) fn aside(
    question: &Question,
    key: &AnswerKey,
    raw: &RawAnswer,
    texts: &FormTexts<'_>,
    words: &Catalogue,
    draft: &Draft,
) -> Aside {
    let with = question.with;
    let choice = |part: &str, code: &str, label: String, checked: bool| Choice {
        id: format!("{key}.{part}-{code}"),
        value: code.to_owned(),
        label,
        hint: String::new(),
        checked,
    };
    let statuses = Reason::ALL.map(|reason| {
        let code = reason.code();
        let checked = raw.status.as_deref() == Some(code);
        choice("status", code, reason_words(reason, words), checked)
    });
    // A mark that would not hold is not offered.
    let marks = Mark::ALL
        .into_iter()
        .filter(|mark| *mark >= question.widest_mark);
    let marks = marks.map(|mark| {
        let code = mark.code();
        let checked = raw.mark.as_deref() == Some(code);
        choice("mark", code, mark_words(mark, words), checked)
    });
    let default = mark_words(default_mark(texts.form(), draft, question), words);
    let default = words.with("respond-mark-default", &[("mark", (&default).into())]);
    let default = choice("mark", "", default.into_owned(), raw.mark.is_none());
    let mended = |found: &Finding| {
        matches!(
            found.part,
            Part::Status | Part::Mark | Part::Comment | Part::Source
        )
    };
    Aside {
        key: key.to_string(),
        statuses: if with.status {
            statuses.into()
        } else {
            Vec::new()
        },
        status_words: words
            .text(if question.has_rows() && key.row.is_none() {
                "respond-status-all"
            } else {
                "respond-status"
            })
            .into_owned(),
        marks: if with.mark {
            std::iter::once(default).chain(marks).collect()
        } else {
            Vec::new()
        },
        comment: with.comment.then(|| raw.comment.clone()),
        source: with.source.then(|| raw.source.clone()),
        documents: with.documents.then(|| documents(draft, key)),
        words: title(question, key.row.is_some(), words),
        filled: raw.mark.is_some()
            || !raw.comment.is_empty()
            || !raw.source.is_empty()
            || (key.row.is_some() && raw.status.is_some())
            || (key.row.is_some() && with.documents && !draft.documents(key).is_empty()),
        open: draft.findings_of(key).any(mended),
    }
}

/// The documents of an answer.
pub(super) fn documents(draft: &Draft, key: &AnswerKey) -> Documents {
    let names = draft.documents(key).iter();
    Documents {
        go: format!("documents.{key}"),
        names: names.map(|document| document.name.clone()).collect(),
    }
}

/// What the button says: all that can be said behind it.
fn title(question: &Question, is_row: bool, words: &Catalogue) -> String {
    if is_row {
        return words.text("respond-row-more").into_owned();
    }
    let with = question.with;
    let parts = [
        (with.comment, "respond-comment"),
        (with.source, "respond-source"),
        (with.mark, "respond-mark"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(taken, _)| *taken)
        .map(|(_, key)| words.text(key).into_owned())
        .collect();
    parts.join(&words.text("respond-and-list"))
}

/// A status in words.
pub(in crate::web) fn reason_words(reason: Reason, words: &Catalogue) -> String {
    words
        .attribute("respond-reasons", reason.code())
        .into_owned()
}

/// A mark in words.
pub(in crate::web) fn mark_words(mark: Mark, words: &Catalogue) -> String {
    words.attribute("respond-marks", mark.code()).into_owned()
}
