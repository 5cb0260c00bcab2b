//! What is found about the answers of a page, put where it is said.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::form::Level;
use crate::form::text::FormTexts;
use crate::reply::Draft;
use crate::reply::finding::{Finding, FindingKind, Part};
use crate::text::Catalogue;
use crate::web::pages::respond::Note;

/// What is said, by the id of the place.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<String, Note>);

impl Notes {
    /// What is found about some answers. That something is missing is not said on its page: no one wants to hear it before they came to
    /// it, and the check tells.
    pub(super) fn collect<'d>(
        draft: &'d Draft,
        texts: &FormTexts<'_>,
        words: &Catalogue,
        is_here: impl Fn(&Finding) -> bool + 'd,
    ) -> Self {
        let mut notes = BTreeMap::new();
        for finding in draft.findings().iter().filter(|found| !found.is_missing()) {
            if is_here(finding) {
                let note = note(finding, texts, words);
                let place: &mut Note = notes.entry(note.id.clone()).or_default();
                join(place, note);
            }
        }
        Self(notes)
    }

    /// What is said at a place; without words if nothing is.
    pub(super) fn at(&self, id: &str) -> Note {
        self.0.get(id).cloned().unwrap_or_else(|| Note {
            id: id.to_owned(),
            ..Note::default()
        })
    }

    /// Each of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Note> {
        self.0.values()
    }
}

/// Several things said at one place stand one after the other; one error among them makes it an error.
fn join(place: &mut Note, note: Note) {
    if place.words.is_empty() {
        *place = note;
    } else {
        place.is_warning &= note.is_warning;
        place.words.push(' ');
        place.words.push_str(&note.words);
    }
}

/// A finding as it is said.
pub(super) fn note(finding: &Finding, texts: &FormTexts<'_>, words: &Catalogue) -> Note {
    let message = message(finding, texts);
    let is_warning = finding.level == Level::Warn;
    Note {
        id: place(finding),
        words: if is_warning {
            let args = [("message", (&*message).into())];
            words.with("respond-warning", &args).into_owned()
        } else {
            message.into_owned()
        },
        is_warning,
    }
}

/// The words of a finding.
pub(super) fn message<'a>(finding: &Finding, texts: &FormTexts<'a>) -> Cow<'a, str> {
    if let FindingKind::Check(check) = &finding.kind
        && let Some(question) = texts.form().question(finding.key.question.as_str())
    {
        return texts.check(question, check);
    }
    let message = finding.kind.message(texts.language());
    message.unwrap_or_else(|| Cow::Owned(finding.kind.code().into_owned()))
}

/// The id of the element that says it: of a field of a group its own, else that of the answer.
fn place(finding: &Finding) -> String {
    match &finding.part {
        Part::Field(field) if !field.is_value() => finding.name(),
        Part::Field(_) | Part::Whole | Part::Status | Part::Mark | Part::Comment | Part::Source => {
            finding.key.to_string()
        }
    }
}

/// The id of the control to go to: that of the part, or the first of the answer.
pub(super) fn target(finding: &Finding, texts: &FormTexts<'_>) -> String {
    let question = texts.form().question(finding.key.question.as_str());
    match (&finding.part, question) {
        (Part::Whole, Some(question)) if question.has_rows() == finding.key.row.is_some() => {
            let first = question.fields.first();
            first.map_or_else(
                || finding.key.to_string(),
                |field| format!("{}.{}", finding.key, field.name),
            )
        }
        _ => finding.name(),
    }
}

/// Which question, and which row, something is about: `4.2, Organized criminal groups`.
pub(super) fn whereabouts(finding: &Finding, texts: &FormTexts<'_>, words: &Catalogue) -> String {
    let Some(question) = texts.form().question(finding.key.question.as_str()) else {
        return finding.key.to_string();
    };
    let short = texts.short(question);
    let number = &question.number;
    match &finding.key.row {
        None => {
            let args = [("number", number.into()), ("short", (&*short).into())];
            words.with("respond-place", &args).into_owned()
        }
        Some(row) => {
            let row = texts.row(question, row);
            let args = [
                ("number", number.into()),
                ("short", (&*short).into()),
                ("row", (&*row).into()),
            ];
            words.with("respond-place-row", &args).into_owned()
        }
    }
}
