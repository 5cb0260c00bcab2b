//! The codec of posted answers: pairs of names and values, and documents of the API.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use thiserror::Error;

use super::{RawAnswer, RawAnswers};
use crate::form::name::Code;
use crate::form::{Field, FieldKind, Form, Question, Rows};
use crate::reply::{AnswerKey, Facts};
use crate::text::hidden::debug_hiding;

/// Highest ordinal of a row that a respondent adds.
const LAST_ORDINAL: u32 = 9_999;
/// What is posted of an answer of last time that no longer holds.
const WITHDRAWN: &str = "withdrawn";

/// Answers as a page or a program posted them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Posted {
    /// The answers that were on the page, also those that are blank now.
    pub answers: RawAnswers,
    /// The revision of each of them that the person saw.
    pub seen: BTreeMap<AnswerKey, i64>,
    /// Names that are not of the form, as they were posted.
    pub unknown: Vec<String>,
    /// What cannot be taken; with one of these nothing should be saved.
    pub problems: Vec<PostedProblem>,
}

debug_hiding!(Posted, [answers, seen, problems], [unknown]);

/// Something posted that no page of ours posts. It names the input, never its value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PostedProblem {
    /// A value holds the character NUL, which no database keeps.
    #[error("`{name}` holds the character NUL; remove it")]
    Nul {
        /// Name of the input.
        name: String,
    },
    /// A revision is no number, or negative.
    #[error("`{name}` is a whole number from 0; post the revision the page was made from")]
    Revision {
        /// Name of the input.
        name: String,
    },
    /// Parts of an answer without its revision.
    #[error("`{name}` is missing; post the revision the page was made from, 0 for a new answer")]
    NoRevision {
        /// Name of the input.
        name: String,
    },
    /// A part that is single came twice.
    #[error("`{name}` came more than once; post it once")]
    Repeated {
        /// Name of the input.
        name: String,
    },
}

/// A part of an answer, as its name ends.
#[derive(Clone, Copy)]
enum Part<'f> {
    Field(&'f Field),
    Status,
    Mark,
    Comment,
    Source,
    LastTime,
    Revision,
    Remove,
}

impl Posted {
    /// Sorts posted pairs into answers. Names are taken from the form, never from the request.
    #[must_use]
    pub fn from_pairs<I>(form: &Form, facts: &Facts, pairs: I) -> Self
    where
        I: IntoIterator<Item = (String, String)>,
    {
        let mut reading = Reading::new(form, facts);
        for (name, value) in pairs {
            reading.take(name, &value);
        }
        reading.finish()
    }

    /// Reads a document of the API: an object `answers` with a member for each answer, `lnk_overview` or `lnk_status.toc`, that holds
    /// `values` (an array of texts for each field) and the other parts.
    ///
    /// # Errors
    /// If it is not such a document.
    pub fn from_json(
        form: &Form,
        facts: &Facts,
        document: &[u8],
    ) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_slice(document)?;
        let mut reading = Reading::new(form, facts);
        for (key, parts) in document.answers.0 {
            reading.take_parts(&key, parts);
        }
        Ok(reading.finish())
    }
}

struct Reading<'f> {
    questions: BTreeMap<&'f str, &'f Question>,
    form: &'f Form,
    facts: &'f Facts,
    removed: BTreeSet<AnswerKey>,
    posted: Posted,
}

impl<'f> Reading<'f> {
    fn new(form: &'f Form, facts: &'f Facts) -> Self {
        Self {
            questions: form.questions().map(|q| (q.name.as_str(), q)).collect(),
            form,
            facts,
            removed: BTreeSet::new(),
            posted: Posted::default(),
        }
    }

    fn take_parts(&mut self, key: &str, parts: Parts) {
        for (field, values) in parts.values.0 {
            for value in values {
                // A point in the name of a field would make a name of another shape.
                if field.contains('.') {
                    self.posted.unknown.push(format!("{key}.{field}"));
                } else {
                    self.take(format!("{key}.{field}"), &value);
                }
            }
        }
        let revision = parts.revision.map(|number| number.to_string());
        let remove = parts.remove.filter(|remove| *remove);
        let others = [
            ("status", parts.status),
            ("mark", parts.mark),
            ("comment", parts.comment),
            ("source", parts.source),
            ("last_time", parts.last_time),
            ("revision", revision),
            ("remove", remove.map(|_| "yes".to_owned())),
        ];
        for (part, value) in others {
            if let Some(value) = value {
                self.take(format!("{key}.{part}"), &value);
            }
        }
    }

    fn take(&mut self, name: String, value: &str) {
        let Some((key, part)) = self.locate(&name) else {
            self.posted.unknown.push(name);
            return;
        };
        if value.contains('\0') {
            self.posted.problems.push(PostedProblem::Nul { name });
            return;
        }
        let value = value.replace("\r\n", "\n").replace('\r', "\n");
        let value = value.trim();
        let answer = self.posted.answers.entry(key.clone()).or_default();
        let is_new = match part {
            Part::Field(field) => {
                // A blank end of a range keeps its place until all is read.
                if !value.is_empty() || matches!(field.kind, FieldKind::DateRange) {
                    let values = answer.values.entry(field.name.clone()).or_default();
                    values.push(value.to_owned());
                }
                true
            }
            Part::Status => set_code(&mut answer.status, value),
            Part::Mark => set_code(&mut answer.mark, value),
            Part::Comment => set_text(&mut answer.comment, value),
            Part::Source => set_text(&mut answer.source, value),
            Part::LastTime => {
                answer.withdrawn |= value == WITHDRAWN;
                true
            }
            Part::Remove => {
                if !value.is_empty() {
                    self.removed.insert(key);
                }
                true
            }
            Part::Revision => match value.parse::<i64>() {
                Ok(revision) if revision >= 0 => self.posted.seen.insert(key, revision).is_none(),
                Ok(_) | Err(_) => {
                    self.posted.problems.push(PostedProblem::Revision { name });
                    return;
                }
            },
        };
        if !is_new {
            self.posted.problems.push(PostedProblem::Repeated { name });
        }
    }

    /// The answer and the part that a name stands for.
    fn locate(&self, name: &str) -> Option<(AnswerKey, Part<'f>)> {
        let (question, rest) = name.split_once('.')?;
        let question = *self.questions.get(question)?;
        let (row, part) = match rest.split_once('.') {
            Some((row, part)) => (Some(self.row(question, row)?), part),
            None => (None, rest),
        };
        let part = match part {
            "status" => Part::Status,
            "mark" => Part::Mark,
            "comment" => Part::Comment,
            "source" => Part::Source,
            "last_time" => Part::LastTime,
            "revision" => Part::Revision,
            "remove" if row.is_some() && matches!(question.rows, Rows::Free { .. }) => Part::Remove,
            // The whole of a question with rows has no values of its own.
            field if row.is_some() == question.has_rows() => Part::Field(question.field(field)?),
            _ => return None,
        };
        let question = question.name.clone();
        Some((AnswerKey { question, row }, part))
    }

    fn row(&self, question: &Question, row: &str) -> Option<Code> {
        let exists = match &question.rows {
            Rows::One => false,
            Rows::List { list, .. } => self
                .form
                .list(list.as_str())
                .is_some_and(|list| list.find(row).is_some()),
            Rows::Years => self
                .facts
                .period
                .years()
                .any(|year| year.to_string() == row),
            Rows::Free { .. } => ordinal(row).is_some(),
        };
        exists.then(|| Code::parse(row).ok()).flatten()
    }

    fn finish(mut self) -> Posted {
        for (key, answer) in &mut self.posted.answers {
            if self.removed.contains(key) {
                *answer = RawAnswer::default();
            }
            answer
                .values
                .retain(|_, values| values.iter().any(|value| !value.is_empty()));
            // Something else is given instead.
            answer.withdrawn &= answer.values.is_empty() && answer.status.is_none();
            if let Some(question) = self.questions.get(key.question.as_str()) {
                sort_ticks(self.form, question, answer);
            }
        }
        let (seen, problems) = (&self.posted.seen, &mut self.posted.problems);
        self.posted.answers.retain(|key, _| {
            let known = seen.contains_key(key);
            if !known {
                let name = format!("{key}.revision");
                // A revision that is no number was told already.
                if !problems.contains(&PostedProblem::Revision { name: name.clone() }) {
                    problems.push(PostedProblem::NoRevision { name });
                }
            }
            known
        });
        self.posted
    }
}

/// Brings ticked boxes into the order of their list: they come in any, and the same ticks are the same answer.
fn sort_ticks(form: &Form, question: &Question, answer: &mut RawAnswer) {
    for (name, values) in &mut answer.values {
        let field = question.field(name.as_str());
        let Some(FieldKind::Multiple { choices, .. }) = field.map(|field| &field.kind) else {
            continue;
        };
        let list = form.list(choices.list.as_str()).into_iter();
        let places: BTreeMap<&str, usize> = list
            .flat_map(|list| &list.choices)
            .enumerate()
            .map(|(place, choice)| (choice.code.as_str(), place))
            .collect();
        // What is no choice of the list goes last; the check says so.
        values.sort_by_key(|value| places.get(value.as_str()).copied().unwrap_or(usize::MAX));
    }
}

/// The number of a row that a respondent added, if the word is one: `1`, not `01`.
pub(in crate::reply) fn ordinal(row: &str) -> Option<u32> {
    let number: u32 = row.parse().ok()?;
    ((1..=LAST_ORDINAL).contains(&number) && number.to_string() == row).then_some(number)
}

fn set_code(place: &mut Option<String>, value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    place.replace(value.to_owned()).is_none()
}

fn set_text(place: &mut String, value: &str) -> bool {
    if value.is_empty() {
        return true;
    }
    std::mem::replace(place, value.to_owned()).is_empty()
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    answers: Members<Parts>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    #[serde(default)]
    values: Members<Vec<String>>,
    status: Option<String>,
    mark: Option<String>,
    comment: Option<String>,
    source: Option<String>,
    last_time: Option<String>,
    revision: Option<i64>,
    remove: Option<bool>,
}

/// The members of an object as they stand, so that a name that comes twice is not lost without a word.
struct Members<V>(Vec<(String, V)>);

impl<V> Default for Members<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Members<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AllMembers(PhantomData))
    }
}

struct AllMembers<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for AllMembers<V> {
    type Value = Members<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
