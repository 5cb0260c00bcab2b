//! The reply, to be read: the answers of a section, line by line.

use crate::document::words;
use crate::form::name::{Code, FieldName};
use crate::form::text::FormTexts;
use crate::form::{Field, FieldKind, Mark, Question, Section};
use crate::reply::finding::Finding;
use crate::reply::last::LastTime;
use crate::reply::raw::RawAnswer;
use crate::reply::{AnswerKey, Draft, Given, Reason};
use crate::store::reply::save::Conflict as Stored;
use crate::text::Catalogue;
use crate::web::pages::respond::{Answers, Conflict, Item, Line, Note};

use super::aside::{mark_words, reason_words};
use super::documents;
use super::notes;
use super::open::moment_in;
use super::steps;

/// Makes answers to be read.
pub(super) struct Reader<'a> {
    pub(super) draft: &'a Draft,
    pub(super) texts: FormTexts<'a>,
    pub(super) words: &'a Catalogue,
    /// What was answered before.
    pub(super) last: &'a LastTime,
    /// Begin of the addresses at which answers can be changed; `None` if they cannot.
    pub(super) change: Option<String>,
}

impl<'a> Reader<'a> {
    /// The answers to some questions of a section that are asked; on a page of one row, of that row.
    pub(super) fn section(
        &self,
        section: &Section,
        questions: &[&'a Question],
        row: Option<&Code>,
    ) -> Answers {
        let asked = questions
            .iter()
            .filter(|question| self.draft.asked(&question.name));
        Answers {
            title: self.texts.section(section).into_owned(),
            items: asked.map(|question| self.item(question, row)).collect(),
        }
    }

    fn item(&self, question: &'a Question, row: Option<&Code>) -> Item {
        let mut lines = Vec::new();
        let keys = self.keys(question, row);
        for key in &keys {
            let raw = self.draft.raw_of(key).cloned().unwrap_or_default();
            let label = match &key.row {
                Some(code) if row.is_none() => self.texts.row(question, code).into_owned(),
                _ => String::new(),
            };
            let is_whole = question.has_rows() && key.row.is_none();
            lines.extend(self.lines(question, key, &raw, &label, is_whole));
            lines.extend(self.earlier(key, &label));
        }
        if lines.is_empty() {
            lines.push(Line {
                words: self.words.text("respond-no-answer").into_owned(),
                quiet: true,
                ..Line::default()
            });
        }
        let notes = self.draft.findings().iter();
        let notes = notes.filter(|finding| keys.contains(&finding.key));
        Item {
            id: question.name.to_string(),
            number: question.number.clone(),
            words: self.texts.question(question).into_owned(),
            address: self.address(question, row),
            lines,
            notes: notes.map(|finding| self.note(question, finding)).collect(),
            documents: keys.iter().flat_map(|key| self.documents(key)).collect(),
        }
    }

    /// The documents of an answer by name, with the page on which they are.
    fn documents(&self, key: &AnswerKey) -> Vec<(String, String)> {
        let language = self.texts.language().code();
        let page = format!("/{language}{}", documents::address(key));
        let documents = self.draft.documents(key).iter();
        documents
            .map(|document| (page.clone(), document.name.clone()))
            .collect()
    }

    /// What was answered last time and what became of it.
    fn earlier(&self, key: &AnswerKey, label: &str) -> Option<Line> {
        let earlier = self.last.of(key)?;
        let state = self.last.state(self.texts.form(), self.draft, key)?;
        let said = words::earlier(earlier, &self.texts, self.words);
        let said = said.into_iter().map(|(_, words)| words);
        let state = words::state(state, self.words);
        let said: Vec<_> = said.chain(std::iter::once(state)).collect();
        let origin = words::origin(earlier, self.words);
        let args = [("row", label.into()), ("field", (&origin).into())];
        Some(Line {
            label: if label.is_empty() {
                origin
            } else {
                self.words.with("respond-row-field", &args).into_owned()
            },
            words: said.join(&self.words.text("respond-list")),
            quiet: true,
        })
    }

    fn note(&self, question: &Question, finding: &Finding) -> Note {
        let note = notes::note(finding, &self.texts, self.words);
        let Some(row) = &finding.key.row else {
            return note;
        };
        let label = self.texts.row(question, row);
        let args = [("label", (&*label).into()), ("words", (&note.words).into())];
        Note {
            words: self.words.with("respond-labelled", &args).into_owned(),
            ..note
        }
    }

    fn address(&self, question: &'a Question, row: Option<&Code>) -> String {
        let Some(language) = &self.change else {
            return String::new();
        };
        let step = steps::of_answer(self.texts.form(), question, row, self.draft);
        step.map_or_else(String::new, |step| {
            format!("{language}{}#{}", step.address(), question.name)
        })
    }

    fn keys(&self, question: &Question, row: Option<&Code>) -> Vec<AnswerKey> {
        let key = |row: Option<&Code>| AnswerKey {
            question: question.name.clone(),
            row: row.cloned(),
        };
        match row {
            Some(row) => vec![key(Some(row))],
            None => std::iter::once(key(None))
                .chain(
                    self.draft
                        .rows(&question.name)
                        .iter()
                        .map(|row| key(Some(row))),
                )
                .collect(),
        }
    }

    /// The lines of one answer: values, or the reason why there are none, then what goes with it.
    fn lines(
        &self,
        question: &Question,
        key: &AnswerKey,
        raw: &RawAnswer,
        label: &str,
        is_whole: bool,
    ) -> Vec<Line> {
        let typed = self.draft.answer(&question.name, key.row.as_ref());
        let mut lines = Vec::new();
        for field in &question.fields {
            let value = match typed.map(|answer| &answer.given) {
                Some(Given::Values(values)) => values.get(&field.name),
                _ => None,
            };
            let shown = match value {
                Some(value) => vec![words::value(field, value, &self.texts, self.words)],
                None => raw_values(field, raw, &self.texts, self.words),
            };
            let label = match (is_named(&field.name), label) {
                (false, label) => label.to_owned(),
                (true, "") => self.texts.field(question, field).into_owned(),
                (true, label) => {
                    let field = self.texts.field(question, field);
                    let args = [("row", label.into()), ("field", (&*field).into())];
                    self.words.with("respond-row-field", &args).into_owned()
                }
            };
            lines.extend(shown.into_iter().map(|words| Line {
                label: label.clone(),
                words,
                quiet: false,
            }));
        }
        lines.extend(beside(raw, label, is_whole, self.words));
        lines
    }
}

/// Whether a field has a label of its own.
fn is_named(name: &FieldName) -> bool {
    !name.is_value()
}

/// What was typed, in words where it was chosen: labels of choices, places of a ranking, first and last day.
fn raw_values(
    field: &Field,
    raw: &RawAnswer,
    texts: &FormTexts<'_>,
    words: &Catalogue,
) -> Vec<String> {
    let typed = raw.field(field.name.as_str());
    let choice = |typed: &String| match (field.kind.list(), Code::parse(typed)) {
        (Some(list), Ok(code)) => texts.choice(list, &code).into_owned(),
        _ => typed.clone(),
    };
    let given = typed.iter().filter(|typed| !typed.is_empty());
    match &field.kind {
        FieldKind::Ranked { .. } => given
            .enumerate()
            .map(|(at, typed)| format!("{}. {}", at + 1, choice(typed)))
            .collect(),
        FieldKind::DateRange => {
            let days = ["respond-first-day", "respond-last-day"];
            let days = days.into_iter().zip(typed);
            days.filter(|(_, day)| !day.is_empty())
                .map(|(key, day)| {
                    let label = words.text(key);
                    let args = [("label", (&*label).into()), ("words", day.into())];
                    words.with("respond-labelled", &args).into_owned()
                })
                .collect()
        }
        FieldKind::Tick => given
            .map(|_| words.text("respond-ticked").into_owned())
            .collect(),
        FieldKind::Single(_) | FieldKind::Multiple { .. } => given.map(choice).collect(),
        FieldKind::Prefilled(_)
        | FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::Integer { .. }
        | FieldKind::Decimal { .. }
        | FieldKind::Year { .. }
        | FieldKind::Date
        | FieldKind::File => given.cloned().collect(),
    }
}

/// What goes with an answer. The codes of a status or mark that does not exist are shown as typed.
fn beside(raw: &RawAnswer, label: &str, is_whole: bool, words: &Catalogue) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut say = |key: &str, said: &str| {
        if !said.is_empty() {
            let name = words.text(key);
            let label = if label.is_empty() {
                name.into_owned()
            } else {
                let args = [("row", label.into()), ("field", (&*name).into())];
                words.with("respond-row-field", &args).into_owned()
            };
            lines.push(Line {
                label,
                words: said.to_owned(),
                quiet: true,
            });
        }
    };
    let status = raw.status.as_deref().unwrap_or_default();
    let status = Reason::find(status).map_or_else(|| status.to_owned(), |r| reason_words(r, words));
    let whole = if is_whole {
        "respond-status-rows"
    } else {
        "respond-status-given"
    };
    say(whole, &status);
    say("respond-comment", &raw.comment);
    say("respond-source", &raw.source);
    let mark = raw.mark.as_deref().unwrap_or_default();
    let mark = Mark::find(mark).map_or_else(|| mark.to_owned(), |mark| mark_words(mark, words));
    say("respond-mark", &mark);
    lines
}

/// What somebody else wrote and one's own answer, to choose from.
pub(super) fn conflict(
    stored: &Stored,
    own: &RawAnswer,
    both: bool,
    texts: &FormTexts<'_>,
    words: &Catalogue,
) -> Conflict {
    let nobody = words.text("respond-operator");
    let who = stored.by.as_ref().map_or(&*nobody, |author| &author.name);
    Conflict {
        key: stored.key.to_string(),
        who: who.to_owned(),
        at: moment_in(texts.language(), words, stored.at),
        revision: stored.revision,
        both,
        mine: typed(&stored.key, own, texts, words),
        theirs: typed(&stored.key, &stored.theirs, texts, words),
    }
}

/// The lines of an answer as it was typed, valid or not.
pub(super) fn typed(
    key: &AnswerKey,
    raw: &RawAnswer,
    texts: &FormTexts<'_>,
    words: &Catalogue,
) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(question) = texts.form().question(key.question.as_str()) {
        for field in &question.fields {
            let label = if is_named(&field.name) {
                texts.field(question, field).into_owned()
            } else {
                String::new()
            };
            let values = raw_values(field, raw, texts, words).into_iter();
            lines.extend(values.map(|words| Line {
                label: label.clone(),
                words,
                quiet: false,
            }));
        }
    }
    lines.extend(beside(raw, "", false, words));
    if lines.is_empty() {
        lines.push(Line {
            words: words.text("respond-emptied").into_owned(),
            ..Line::default()
        });
    }
    lines
}
