//! A reply as a document: what is asked, in the order of the questionnaire, with the answers of a draft or of a sealed submission.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::about::{About, heading};
use super::{Block, Cell, Choice, Document, Level, Shape, Table, Text, Tick, Tone, words};
use crate::form::name::{Code, FieldName};
use crate::form::{Field, FieldKind, Mark, Question, Rows};
use crate::reply::document::Attached;
use crate::reply::last::{LastState, LastTime};
use crate::reply::raw::RawAnswer;
use crate::reply::submission::{State, Submission, SubmittedItem, default_mark};
use crate::reply::{AnswerKey, Draft, Given, Reason, Value};

/// A list longer than this shows only what was chosen.
const LONG_LIST: usize = 12;

/// What is known of a sealed submission beside its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Which submission of this respondent.
    pub version: i64,
    /// The day it was received.
    pub day: NaiveDate,
    /// When it was received, in words.
    pub received: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The answers of a draft as a document, also where they were sealed since: somebody with parts of a reply has no right to its bytes. What was typed and is not taken is in it as well: nothing that somebody wrote is lost.
#[must_use]
pub fn of_draft(
    about: &About<'_>,
    draft: &Draft,
    seal: Option<&Seal>,
    last: &LastTime,
) -> Document {
    let form = about.form();
    let entry = |question: &Question, key: &AnswerKey| {
        let raw = draft.raw_of(key).cloned().unwrap_or_default();
        let answer = draft.answer(&question.name, key.row.as_ref());
        let (values, reason) = match answer.map(|answer| &answer.given) {
            Some(Given::Values(values)) => (values.clone(), None),
            Some(Given::NotGiven(reason)) => (BTreeMap::new(), Some(*reason)),
            Some(Given::Blank) | None => (BTreeMap::new(), None),
        };
        let mark = raw.mark.as_deref().and_then(Mark::find);
        Entry {
            untaken: untaken(question, &raw, &values, reason),
            values,
            reason,
            mark: mark.unwrap_or_else(|| default_mark(form, draft, question)),
            comment: raw.comment,
            source: raw.source,
            documents: names(draft.documents(key)),
            last_time: last.state(form, draft, key),
        }
    };
    let mut reply = Vec::new();
    for question in form.questions() {
        if !draft.asked(&question.name) || !(about.within)(&question.name) {
            continue;
        }
        let key = |row: Option<&Code>| AnswerKey {
            question: question.name.clone(),
            row: row.cloned(),
        };
        let whole = entry(question, &key(None));
        let rows = draft.rows(&question.name).iter().map(|row| {
            let mut row_entry = entry(question, &key(Some(row)));
            let own = draft.raw_of(&key(Some(row)));
            let own = own.and_then(|raw| raw.mark.as_deref()).and_then(Mark::find);
            // A row without a mark of its own has that of its question.
            row_entry.mark = own.unwrap_or(whole.mark);
            (row.clone(), row_entry)
        });
        let rows = rows.collect();
        reply.push(Answered {
            question,
            whole,
            rows,
        });
    }
    Writer { about, last }.document(reply, seal)
}

/// A sealed submission as a document.
#[must_use]
pub fn of_submission(
    about: &About<'_>,
    submission: &Submission,
    seal: &Seal,
    last: &LastTime,
) -> Document {
    let entry = |item: &SubmittedItem| Entry {
        values: item.values.clone(),
        reason: reason(item.state),
        mark: item.mark,
        comment: item.comment.clone(),
        source: item.source.clone(),
        untaken: Vec::new(),
        documents: names(&item.documents),
        last_time: item.last_time,
    };
    let mut items: BTreeMap<_, Vec<&SubmittedItem>> = BTreeMap::new();
    let asked = submission.items().iter();
    for item in asked.filter(|item| item.state != State::Hidden) {
        items.entry(&item.key.question).or_default().push(item);
    }
    let mut reply = Vec::new();
    for question in about.form().questions() {
        if !(about.within)(&question.name) {
            continue;
        }
        let Some(items) = items.get(&question.name) else {
            continue;
        };
        let whole = items.iter().find(|item| item.key.row.is_none());
        let Some(whole) = whole.map(|item| entry(item)) else {
            continue;
        };
        let rows = items.iter();
        let rows = rows.filter_map(|item| Some((item.key.row.clone()?, entry(item))));
        reply.push(Answered {
            question,
            rows: rows.collect(),
            whole,
        });
    }
    Writer { about, last }.document(reply, Some(seal))
}

fn names(documents: &[Attached]) -> Vec<String> {
    let names = documents.iter().map(|document| document.name.clone());
    names.collect()
}

const fn reason(state: State) -> Option<Reason> {
    match state {
        State::NotAvailable => Some(Reason::NotAvailable),
        State::NotApplicable => Some(Reason::NotApplicable),
        State::NotDisclosed => Some(Reason::NotDisclosed),
        State::ToFollow => Some(Reason::ToFollow),
        State::Answered | State::NoAnswer | State::Hidden => None,
    }
}

/// What was typed and is no value: it has a finding against it.
fn untaken(
    question: &Question,
    raw: &RawAnswer,
    values: &BTreeMap<FieldName, Value>,
    reason: Option<Reason>,
) -> Vec<(FieldName, Vec<String>)> {
    let taken = |name: &FieldName| {
        let fixed = |field: &Field| matches!(field.kind, FieldKind::Prefilled(_));
        values.contains_key(name) || question.field(name.as_str()).is_some_and(fixed)
    };
    let typed = raw.values.iter().filter(|(name, _)| !taken(name));
    let mut untaken: Vec<_> = typed
        .map(|(name, typed)| (name.clone(), typed.clone()))
        .collect();
    if let (Some(status), None) = (&raw.status, reason) {
        untaken.push((FieldName::value(), vec![status.clone()]));
    }
    untaken
}

/// An answer as it is written.
struct Entry {
    values: BTreeMap<FieldName, Value>,
    reason: Option<Reason>,
    mark: Mark,
    comment: String,
    source: String,
    untaken: Vec<(FieldName, Vec<String>)>,
    /// Names of documents.
    documents: Vec<String>,
    last_time: Option<LastState>,
}

impl Entry {
    /// What is said of a field. A document is named beside the answer, not by its digest.
    fn said(&self, field: &Field) -> Option<&Value> {
        let is_named = matches!(field.kind, FieldKind::File) && !self.documents.is_empty();
        self.values.get(&field.name).filter(|_| !is_named)
    }

    fn is_blank(&self) -> bool {
        self.values.is_empty() && self.reason.is_none() && self.untaken.is_empty()
    }
}

/// A question that is asked, with its answers.
struct Answered<'a> {
    question: &'a Question,
    whole: Entry,
    rows: Vec<(Code, Entry)>,
}

struct Writer<'a> {
    about: &'a About<'a>,
    last: &'a LastTime,
}

impl Writer<'_> {
    fn document(&self, reply: Vec<Answered<'_>>, seal: Option<&Seal>) -> Document {
        let about = self.about;
        let entries = reply.iter().flat_map(|answered| {
            let rows = answered.rows.iter().map(|(_, entry)| entry);
            std::iter::once(&answered.whole).chain(rows)
        });
        let level = Level::of(entries.map(|entry| entry.mark).max());
        let title = match about.respondent {
            Some(respondent) => format!("{respondent}: {}", about.texts.title()),
            None => about.texts.title().into_owned(),
        };
        let mut blocks = vec![
            Block::Title(title.clone()),
            Block::Facts(self.front(seal, level)),
        ];
        for section in &about.form().sections {
            let mut here = reply
                .iter()
                .filter(|answered| answered.question.section == section.name)
                .peekable();
            if here.peek().is_none() {
                continue;
            }
            let heading = format!("{}. {}", section.number, about.texts.section(section));
            blocks.push(Block::Section(heading));
            for answered in here {
                self.answered(answered, &mut blocks);
            }
        }
        let own: &[&str] = if seal.is_some() {
            &[]
        } else {
            &["document-draft"]
        };
        Document {
            language: about.texts.language(),
            title,
            day: Some(seal.map_or(about.facts.today, |seal| seal.day)),
            head: about.head(),
            foot: self.foot(seal),
            level,
            level_words: about.level_words(level),
            stamps: about.stamps(own),
            blocks,
        }
    }

    fn foot(&self, seal: Option<&Seal>) -> String {
        let Some(seal) = seal else {
            return self.about.foot();
        };
        let form = self.about.form();
        let number = seal.version.to_string();
        let digest: String = seal.sha256.chars().take(12).collect();
        let args = [
            ("name", form.name.as_str().into()),
            ("version", (&form.version).into()),
            ("number", (&number).into()),
            ("digest", (&digest).into()),
        ];
        let words = self.about.words();
        words.with("document-foot-submitted", &args).into_owned()
    }

    fn front(&self, seal: Option<&Seal>, level: Level) -> Vec<(String, Vec<Text>)> {
        let about = self.about;
        let mut front = about.front();
        let mut fact = |key: &str, said: String| {
            front.push((about.word(key), vec![Text::plain(said)]));
        };
        match seal {
            None => fact("document-state", about.word("document-is-draft")),
            Some(seal) => {
                fact("document-submission", seal.version.to_string());
                fact("document-received", seal.received.clone());
                fact("respond-receipt-digest", seal.sha256.clone());
            }
        }
        fact("document-level", about.level_words(level));
        let all = about.form().questions();
        if all
            .map(|question| &question.name)
            .any(|name| !(about.within)(name))
        {
            fact("document-parts", about.word("document-only-parts"));
        }
        front
    }

    fn answered(&self, answered: &Answered<'_>, blocks: &mut Vec<Block>) {
        let Answered {
            question,
            whole,
            rows,
        } = answered;
        blocks.push(Block::Question(heading(self.about, question)));
        if question.has_rows() {
            if !rows.is_empty() {
                blocks.push(Block::Table(self.table(question, whole, rows)));
            }
        } else {
            self.values(question, whole, blocks);
        }
        if whole.is_blank() && rows.is_empty() {
            let words = self.about.word("respond-no-answer");
            blocks.push(Block::Paragraph(Text::quiet(words)));
        }
        let whole_key = AnswerKey {
            question: question.name.clone(),
            row: None,
        };
        let said = self.beside(question, &whole_key, whole, question.with.mark);
        blocks.extend(said.into_iter().map(Block::Paragraph));
    }

    /// The answer to a question without rows.
    fn values(&self, question: &Question, entry: &Entry, blocks: &mut Vec<Block>) {
        for field in &question.fields {
            let Some(value) = entry.said(field) else {
                continue;
            };
            let label = self.label(question, field);
            if let Some(items) = self.choices(field, value) {
                blocks.push(Block::Choices {
                    label,
                    items,
                    in_line: false,
                });
            } else {
                blocks.push(Block::Paragraph(self.text(label, field, value)));
            }
        }
    }

    fn label(&self, question: &Question, field: &Field) -> String {
        if field.name.is_value() {
            return String::new();
        }
        format!("{}:", self.about.texts.field(question, field))
    }

    /// A value in words, with its unit.
    fn text(&self, label: String, field: &Field, value: &Value) -> Text {
        Text {
            label,
            words: words::value(field, value, &self.about.texts, self.about.words()),
            tone: Tone::Plain,
            is_free: words::is_free(value),
        }
    }

    /// All choices of a short list, those that were made ticked.
    fn choices(&self, field: &Field, value: &Value) -> Option<Vec<Choice>> {
        let (chosen, shape) = match value {
            Value::Choice(code) => (std::slice::from_ref(code), Shape::Round),
            Value::Choices(codes) => (codes.as_slice(), Shape::Square),
            _ => return None,
        };
        if matches!(field.kind, FieldKind::Prefilled(_)) {
            return None;
        }
        let list = self.about.form().list(field.kind.list()?.as_str())?;
        let short = list.choices.len() <= LONG_LIST;
        let shown = list
            .choices
            .iter()
            .filter(|choice| short || chosen.contains(&choice.code));
        let item = |code: &Code| Choice {
            tick: Tick {
                shape,
                is_ticked: chosen.contains(code),
            },
            label: self.about.texts.choice(&list.name, code).into_owned(),
            hint: String::new(),
        };
        Some(shown.map(|choice| item(&choice.code)).collect())
    }

    /// A row a row: what was answered, and below it what goes with the answer.
    fn table(&self, question: &Question, whole: &Entry, rows: &[(Code, Entry)]) -> Table {
        let about = self.about;
        let head = match &question.rows {
            Rows::List { list, .. } => about.texts.list(list).into_owned(),
            Rows::Years => about.word("document-year-row"),
            Rows::One | Rows::Free { .. } => about.word("document-entry"),
        };
        let row = |(code, entry): &(Code, Entry)| {
            let label = match &question.rows {
                Rows::Free { .. } => code.to_string(),
                Rows::One | Rows::List { .. } | Rows::Years => {
                    about.texts.row(question, code).into_owned()
                }
            };
            let values = question.fields.iter().filter_map(|field| {
                let value = entry.said(field)?;
                Some(self.text(self.label(question, field), field, value))
            });
            let mut texts: Vec<_> = values.collect();
            if entry.is_blank() {
                texts.push(Text::quiet(about.word("respond-no-answer")));
            }
            let key = AnswerKey {
                question: question.name.clone(),
                row: Some(code.clone()),
            };
            let has_own_mark = question.with.mark && entry.mark != whole.mark;
            texts.extend(self.beside(question, &key, entry, has_own_mark));
            vec![Cell::plain(label), Cell::Words(texts)]
        };
        Table {
            heads: vec![head, about.word("document-answer")],
            widths: vec![36, 64],
            rows: rows.iter().map(row).collect(),
            ..Table::default()
        }
    }

    /// What goes with an answer: why there is none, comment, source, documents, mark, what was answered last time.
    fn beside(&self, question: &Question, key: &AnswerKey, entry: &Entry, mark: bool) -> Vec<Text> {
        let about = self.about;
        let mut texts = Vec::new();
        let mut say = |label: String, words: String, tone: Tone, is_free: bool| {
            texts.push(Text {
                label: format!("{label}:"),
                words,
                tone,
                is_free,
            });
        };
        let typed = entry.untaken.iter();
        for (name, typed) in typed {
            let field = question.field(name.as_str());
            let label = field.map_or_else(String::new, |field| self.label(question, field));
            let label = format!("{} {label}", about.word("document-not-taken"));
            let label = label.trim_end().trim_end_matches(':').to_owned();
            say(label, typed.join("\n"), Tone::Plain, true);
        }
        if let Some(reason) = entry.reason {
            let key = if question.has_rows() && key.row.is_none() {
                "respond-status-rows"
            } else {
                "respond-status-given"
            };
            let reason = words::reason(reason, about.words());
            say(about.word(key), reason, Tone::Plain, false);
        }
        for (label, said) in [
            ("respond-comment", &entry.comment),
            ("respond-source", &entry.source),
        ] {
            if !said.is_empty() {
                say(about.word(label), said.clone(), Tone::Plain, true);
            }
        }
        if !entry.documents.is_empty() {
            let label = about.word("document-attached");
            say(label, entry.documents.join("\n"), Tone::Plain, true);
        }
        if mark {
            let words = words::mark(entry.mark, about.words());
            say(about.word("respond-mark"), words, Tone::Quiet, false);
        }
        let earlier = self.last.of(key);
        if let Some(state) = entry.last_time {
            let state = words::state(state, about.words());
            match earlier {
                Some(earlier) => {
                    let origin = words::origin(earlier, about.words());
                    let lines = words::earlier(earlier, &about.texts, about.words());
                    let lines = lines
                        .into_iter()
                        .map(|(label, words)| match label.as_str() {
                            "" => words,
                            _ => format!("{label}: {words}"),
                        });
                    let words = lines.chain(std::iter::once(state));
                    say(
                        origin,
                        words.collect::<Vec<_>>().join("\n"),
                        Tone::Quiet,
                        true,
                    );
                }
                None => say(about.word("respond-last-time"), state, Tone::Quiet, false),
            }
        }
        texts
    }
}
