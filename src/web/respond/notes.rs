//! What is found about the answers of a page, put where it is said.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::form::text::FormTexts;
use crate::form::{Field, Form, Level, Question};
use crate::reply::finding::{Finding, FindingKind, Part};
use crate::reply::{AnswerKey, Draft};
use crate::text::Catalogue;
use crate::web::pages::respond::Note;

use super::question::room;

/// What is said, by the id of the place.
#[derive(Debug, Default)]
pub(super) struct Notes {
    places: BTreeMap<String, Note>,
    /// Names of the controls that hold something wrong.
    wrong: BTreeSet<String>,
}

impl Notes {
    /// What is found about some answers. That something is missing is not said on its page: no one wants to hear it before they came to
    /// it, and the check tells.
    pub(super) fn collect<'d>(
        draft: &'d Draft,
        texts: &FormTexts<'_>,
        words: &Catalogue,
        is_here: impl Fn(&Finding) -> bool + 'd,
    ) -> Self {
        let mut notes = Self::default();
        for finding in draft.findings().iter().filter(|found| !found.is_missing()) {
            if is_here(finding) {
                let note = note(finding, texts, words);
                if !note.is_warning {
                    notes.wrong.insert(target(finding, texts));
                }
                let place = notes.places.entry(note.id.clone()).or_default();
                join(place, note);
            }
        }
        notes
    }

    /// Says something more at a place, to be looked at again.
    pub(super) fn say(&mut self, id: &str, words: String) {
        let note = Note {
            id: id.to_owned(),
            words,
            is_warning: true,
        };
        join(self.places.entry(note.id.clone()).or_default(), note);
    }

    /// What is said at a place; without words if nothing is.
    pub(super) fn at(&self, id: &str) -> Note {
        self.places.get(id).cloned().unwrap_or_else(|| Note {
            id: id.to_owned(),
            ..Note::default()
        })
    }

    /// Each of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Note> {
        self.places.values()
    }

    /// Whether a control holds something wrong.
    pub(super) fn is_wrong(&self, name: &str) -> bool {
        self.wrong.contains(name)
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
    let mut said = message(finding, texts).into_owned();
    let mut id = finding.key.to_string();
    let question = texts.form().question(finding.key.question.as_str());
    if let (Part::Field(name), Some(question)) = (&finding.part, question)
        && let Some(field) = question.field(name.as_str())
    {
        id = said_at(question, field, &finding.key, texts.form());
        if !name.is_value() && id == finding.key.to_string() {
            let label = texts.field(question, field);
            let args = [("label", (&*label).into()), ("words", (&said).into())];
            said = words.with("respond-labelled", &args).into_owned();
        }
    }
    let is_warning = finding.level == Level::Warn;
    if is_warning {
        let args = [("message", (&said).into())];
        said = words.with("respond-warning", &args).into_owned();
    }
    Note {
        id,
        words: said,
        is_warning,
    }
}

/// The id of the element that says what is found at a field: that of the answer, but for a group that is no row of a grid its own.
pub(super) fn said_at(question: &Question, field: &Field, key: &AnswerKey, form: &Form) -> String {
    if field.name.is_value() || room(form, question).is_some() {
        key.to_string()
    } else {
        format!("{key}.{}", field.name)
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

/// Which question something is about: `4.2 Links by form of crime`.
pub(super) fn question_place(
    finding: &Finding,
    texts: &FormTexts<'_>,
    words: &Catalogue,
) -> String {
    let Some(question) = texts.form().question(finding.key.question.as_str()) else {
        return finding.key.to_string();
    };
    let short = texts.short(question);
    let args = [
        ("number", (&question.number).into()),
        ("short", (&*short).into()),
    ];
    words.with("respond-place", &args).into_owned()
}

/// Which question, and which row, something is about: `4.2 Links by form of crime, Illicit drugs`.
pub(super) fn whereabouts(finding: &Finding, texts: &FormTexts<'_>, words: &Catalogue) -> String {
    let question = texts.form().question(finding.key.question.as_str());
    let (Some(question), Some(row)) = (question, &finding.key.row) else {
        return question_place(finding, texts, words);
    };
    let (short, row) = (texts.short(question), texts.row(question, row));
    let args = [
        ("number", (&question.number).into()),
        ("short", (&*short).into()),
        ("row", (&*row).into()),
    ];
    words.with("respond-place-row", &args).into_owned()
}
