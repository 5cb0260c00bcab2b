//! How far a translation has come, and which of its texts are older than the English they were made from.
//!
//! A translated message carries in a comment the hash of its English and its state: `# en 4f1c2a9b draft`. Fluent itself does not
//! remember what a text was translated from.

use std::collections::BTreeMap;
use std::fmt;

use fluent_syntax::{ast, parser, serializer};
use sha2::{Digest, Sha256};

/// State of one message in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The language does not have it.
    Missing,
    /// Its English has changed since, or it does not say what it was made from.
    Outdated,
    /// Translated, not yet approved.
    Draft,
    /// Approved.
    Approved,
    /// English does not have it.
    Extra,
}

impl State {
    /// All states.
    pub const ALL: [Self; 5] = [
        Self::Missing,
        Self::Outdated,
        Self::Draft,
        Self::Approved,
        Self::Extra,
    ];
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::Outdated => "outdated",
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Extra => "extra",
        })
    }
}

/// State of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file it stands in, without the folder of the language.
    pub file: String,
    /// Its key.
    pub key: String,
    /// Its state.
    pub state: State,
    /// Hash of the English as it is now; empty for a message that English does not have.
    pub hash: String,
}

/// States of all messages of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// In the order of English, those too many at the end.
    pub entries: Vec<Entry>,
}

impl Status {
    /// How many messages are in a state.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        let entries = self.entries.iter();
        entries.filter(|entry| entry.state == state).count()
    }
}

/// Hash of an English message: 8 hexadecimal digits of the SHA-256 of its canonical text.
#[must_use]
pub fn english_hash(message: &str) -> String {
    let digest = Sha256::digest(message.as_bytes());
    hex::encode(digest.iter().take(4).copied().collect::<Vec<u8>>())
}

/// Compares the files of a language with the English ones. Files are pairs of a name (equal in both languages) and a text.
#[must_use]
pub fn status<S: AsRef<str>, T: AsRef<str>>(
    english: &[(String, S)],
    other: &[(String, T)],
) -> Status {
    let mut translated: BTreeMap<(String, String), Message> = BTreeMap::new();
    for (file, text) in other {
        for message in messages(text.as_ref()) {
            translated.insert((file.clone(), message.key.clone()), message);
        }
    }
    let mut status = Status::default();
    for (file, text) in english {
        for message in messages(text.as_ref()) {
            let found = translated.remove(&(file.clone(), message.key.clone()));
            let hash = english_hash(&message.canonical);
            let state = found.map_or(State::Missing, |found| found.state(&message, &hash));
            status.entries.push(Entry {
                file: file.clone(),
                key: message.key,
                state,
                hash,
            });
        }
    }
    let extra = translated.into_keys().map(|(file, key)| Entry {
        file,
        key,
        state: State::Extra,
        hash: String::new(),
    });
    status.entries.extend(extra);
    status
}

/// A message as far as its state depends on it.
struct Message {
    key: String,
    /// The message without its comment, as Fluent writes it, so that spaces and line ends do not matter.
    canonical: String,
    /// Its parts: whether it has a value, and its attributes.
    parts: Vec<String>,
    comment: Vec<String>,
}

impl Message {
    /// State of this translation of `english`.
    fn state(&self, english: &Self, hash: &str) -> State {
        let note = self.comment.iter().find_map(|line| {
            let mut words = line.split_whitespace();
            let note = (words.next()?, words.next()?, words.next()?);
            (note.0 == "en" && words.next().is_none()).then_some((note.1, note.2))
        });
        let complete = english.parts.iter().all(|part| self.parts.contains(part));
        match note {
            Some((of, "approved")) if of == hash && complete => State::Approved,
            Some((of, "draft")) if of == hash && complete => State::Draft,
            Some(_) | None => State::Outdated,
        }
    }
}

/// The messages of a file in order. A broken one is left out: the catalogue tells of it.
fn messages(text: &str) -> Vec<Message> {
    let resource = match parser::parse(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let entries = resource.body.into_iter();
    entries
        .filter_map(|entry| match entry {
            ast::Entry::Message(message) => Some(read(message)),
            ast::Entry::Term(_)
            | ast::Entry::Comment(_)
            | ast::Entry::GroupComment(_)
            | ast::Entry::ResourceComment(_)
            | ast::Entry::Junk { .. } => None,
        })
        .collect()
}

fn read(mut message: ast::Message<&str>) -> Message {
    let comment = message.comment.take();
    let comment = comment.into_iter().flat_map(|comment| comment.content);
    let value = message.value.as_ref().map(|_| String::new());
    let attributes = message.attributes.iter();
    let parts = value
        .into_iter()
        .chain(attributes.map(|attribute| attribute.id.name.to_owned()));
    Message {
        key: message.id.name.to_owned(),
        parts: parts.collect(),
        comment: comment.map(str::to_owned).collect(),
        canonical: serializer::serialize(&ast::Resource {
            body: vec![ast::Entry::Message(message)],
        }),
    }
}
