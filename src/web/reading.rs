//! A sealed reply, to be read: the answers as they were submitted, and what a version changed of the one before.

use actix_web::HttpResponse;

use super::pages::life::{Change, ChangesPage};
use super::pages::respond::{Answers, Item, Line};
use super::problem::Problem;
use super::respond::{mark_words, reason_words};
use super::visit::Visit;
use crate::document;
use crate::form::Question;
use crate::form::text::FormTexts;
use crate::reply::submission::{State, Submission, SubmittedItem};
use crate::reply::{Reason, versions};
use crate::text::Catalogue;

/// Makes lines of sealed answers.
pub struct SealedReader<'a> {
    /// The texts of the questionnaire they answer.
    pub texts: &'a FormTexts<'a>,
    /// Words of the interface.
    pub words: &'a Catalogue,
}

impl SealedReader<'_> {
    /// The answers by section and question; what was not asked is left out.
    #[must_use]
    pub fn sections<'i>(
        &self,
        items: impl Iterator<Item = &'i SubmittedItem> + Clone,
    ) -> Vec<Answers> {
        let sections = self.texts.form().sections.iter().map(|section| Answers {
            title: self.texts.section(section).into_owned(),
            items: section
                .questions
                .iter()
                .filter_map(|question| {
                    let own = items
                        .clone()
                        .filter(|item| item.key.question == question.name);
                    self.item(question, own)
                })
                .collect(),
        });
        sections
            .filter(|section| !section.items.is_empty())
            .collect()
    }

    fn item<'i>(
        &self,
        question: &Question,
        items: impl Iterator<Item = &'i SubmittedItem>,
    ) -> Option<Item> {
        let asked = items.filter(|item| item.state != State::Hidden);
        let lines: Vec<_> = asked
            .flat_map(|item| {
                let label = match &item.key.row {
                    Some(row) => self.texts.row(question, row).into_owned(),
                    None => String::new(),
                };
                let is_head = question.has_rows() && item.key.row.is_none();
                self.lines(question, item, &label, is_head)
            })
            .collect();
        (!lines.is_empty()).then(|| Item {
            id: question.name.to_string(),
            number: question.number.clone(),
            words: self.texts.question(question).into_owned(),
            address: String::new(),
            lines,
            notes: Vec::new(),
            documents: Vec::new(),
        })
    }

    /// The lines of one answer: its values or why there are none, then what goes with it. The head of a question with rows has no value.
    fn lines(
        &self,
        question: &Question,
        item: &SubmittedItem,
        label: &str,
        is_head: bool,
    ) -> Vec<Line> {
        let words = self.words;
        let with_label = |field: String| match (label, field.as_str()) {
            ("", _) => field,
            (_, "") => label.to_owned(),
            (_, _) => {
                let args = [("row", label.into()), ("field", (&field).into())];
                words.with("respond-row-field", &args).into_owned()
            }
        };
        let mut lines: Vec<_> = question
            .fields
            .iter()
            .filter_map(|field| {
                let value = item.values.get(&field.name)?;
                let name = if field.name.is_value() {
                    String::new()
                } else {
                    self.texts.field(question, field).into_owned()
                };
                Some(Line {
                    label: with_label(name),
                    words: document::words::value(field, value, self.texts, words),
                    quiet: false,
                })
            })
            .collect();
        let why = reason(item.state, words).filter(|_| lines.is_empty() && !is_head);
        lines.extend(why.map(|why| Line {
            label: label.to_owned(),
            words: why,
            quiet: true,
        }));
        let mut beside = |key: &str, said: String| {
            if !said.is_empty() {
                lines.push(Line {
                    label: with_label(words.text(key).into_owned()),
                    words: said,
                    quiet: true,
                });
            }
        };
        beside("respond-comment", item.comment.clone());
        beside("respond-source", item.source.clone());
        beside("respond-mark", mark_words(item.mark, words));
        lines
    }
}

/// Why there is no value; `None` if there is one, or the question was not asked.
fn reason(state: State, words: &Catalogue) -> Option<String> {
    let why = |reason| Some(reason_words(reason, words));
    match state {
        State::Answered => None,
        State::NotAvailable => why(Reason::NotAvailable),
        State::NotApplicable => why(Reason::NotApplicable),
        State::NotDisclosed => why(Reason::NotDisclosed),
        State::ToFollow => why(Reason::ToFollow),
        State::NoAnswer => Some(words.text("respond-no-answer").into_owned()),
        State::Hidden => Some(words.text("life-not-asked").into_owned()),
    }
}

/// The page of what `is` changed of `was`; `back` is the address and the key of the words of the page before.
#[must_use]
pub fn changes(
    visit: &Visit,
    texts: &FormTexts<'_>,
    (was, before): (&Submission, i64),
    (is, after): (&Submission, i64),
    back: (String, &str),
) -> ChangesPage {
    let words = visit.words;
    let reader = SealedReader { texts, words };
    let absent = || {
        vec![Line {
            words: words.text("life-not-asked").into_owned(),
            quiet: true,
            ..Line::default()
        }]
    };
    let changes: Vec<_> = versions::changed(was, is)
        .into_iter()
        .filter_map(|(key, change)| {
            let question = texts.form().question(key.question.as_str())?;
            let label = match &key.row {
                Some(row) => texts.row(question, row).into_owned(),
                None => String::new(),
            };
            let is_head = question.has_rows() && key.row.is_none();
            let lines = |item: Option<&SubmittedItem>| {
                item.map_or_else(absent, |item| reader.lines(question, item, "", is_head))
            };
            let name = texts.question(question);
            let title = if label.is_empty() {
                format!("{} {name}", question.number)
            } else {
                format!("{} {name} – {label}", question.number)
            };
            Some(Change {
                id: key.to_string(),
                title,
                was: lines(change.was),
                is: lines(change.is),
            })
        })
        .collect();
    let args = [("before", before.into()), ("after", after.into())];
    let count = [("count", changes.len().into())];
    ChangesPage {
        page: visit
            .page(words.text("life-changes-title"))
            .with_back(back.0, words.text(back.1)),
        versions: words.with("life-changes-versions", &args).into_owned(),
        count: words.with("life-changes-count", &count).into_owned(),
        changes,
    }
}

/// Answers with a file that is saved, not shown.
pub fn file(name: &str, kind: &str, bytes: Vec<u8>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((
            actix_web::http::header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(bytes))
}
