//! A catalogue: the messages of one language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast;
use intl_memoizer::concurrent::IntlLangMemoizer;
use thiserror::Error;

use super::{Language, number, pseudo};

/// The messages of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Names of the attributes by key.
    keys: BTreeMap<String, Vec<String>>,
    fallback: Option<Arc<Self>>,
}

/// What stands in a message for one of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words, also a year.
    Text(&'a str),
    /// A count: it chooses the plural form and is written with the separators of the language.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(count: i64) -> Self {
        Self::Number(count)
    }
}

impl From<u64> for Arg<'_> {
    fn from(count: u64) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg<'_> {
    fn from(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl<'a> From<Arg<'a>> for FluentValue<'a> {
    fn from(arg: Arg<'a>) -> Self {
        match arg {
            Arg::Text(text) => Self::String(Cow::Borrowed(text)),
            Arg::Number(count) => Self::from(count),
        }
    }
}

/// A mistake in a file of messages.
#[derive(Clone, Debug, Error, PartialEq, Eq, PartialOrd, Ord)]
#[error("{file}:{line}: {cause}")]
pub struct CatalogueError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub cause: String,
}

impl Catalogue {
    /// Reads the messages of some files, given with their names. All mistakes are told; what is sound can be used all the same.
    /// A key missing here is looked for in `fallback`.
    pub fn build<S: AsRef<str>>(
        language: Language,
        files: &[(String, S)],
        fallback: Option<Arc<Self>>,
    ) -> (Self, Vec<CatalogueError>) {
        let mut bundle = FluentBundle::new_concurrent(vec![language.plural_rules()]);
        // Isolation marks are wrong in file names, CSV and charts; pages put `<bdi>` where it is needed.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(formatter(language)));
        if language.is_pseudo() {
            bundle.set_transform(Some(pseudo::transform));
        }
        let mut keys = BTreeMap::new();
        let mut errors = Vec::new();
        for (file, text) in files {
            let text = text.as_ref();
            let resource = match FluentResource::try_new(text.to_owned()) {
                Ok(resource) => resource,
                Err((resource, found)) => {
                    errors.extend(found.iter().map(|error| CatalogueError {
                        file: file.clone(),
                        line: line_at(text, error.pos.start),
                        cause: error.kind.to_string(),
                    }));
                    resource
                }
            };
            for entry in resource.entries() {
                let ast::Entry::Message(message) = entry else {
                    continue;
                };
                let attributes = message.attributes.iter();
                let attributes = attributes.map(|a| a.id.name.to_owned()).collect();
                if keys
                    .insert(message.id.name.to_owned(), attributes)
                    .is_some()
                {
                    errors.push(CatalogueError {
                        file: file.clone(),
                        line: line_of(text, message.id.name, None),
                        cause: format!("the key `{}` stands twice", message.id.name),
                    });
                }
            }
            bundle.add_resource_overriding(resource);
        }
        let catalogue = Self {
            language,
            bundle,
            keys,
            fallback,
        };
        (catalogue, errors)
    }

    /// Its language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Its keys in order, each with the names of its attributes. Those of the fallback are not among them.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.keys
            .iter()
            .map(|(key, attributes)| (key.as_str(), attributes.as_slice()))
    }

    /// Whether it has the key, or its fallback has.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key) || self.fallback.as_ref().is_some_and(|other| other.has(key))
    }

    /// The text of a key. A key that is nowhere is a fault of the program: it is logged and shown as `[key]`.
    #[must_use]
    pub fn text(&self, key: &str) -> Cow<'_, str> {
        self.with(key, &[])
    }

    /// The text of a key with its arguments.
    #[must_use]
    pub fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Cow<'_, str> {
        self.find(key, None, args)
            .unwrap_or_else(|| self.missing(key))
    }

    /// The text of an attribute of a key.
    #[must_use]
    pub fn attribute(&self, key: &str, attribute: &str) -> Cow<'_, str> {
        self.find(key, Some(attribute), &[])
            .unwrap_or_else(|| self.missing(&format!("{key}.{attribute}")))
    }

    /// The text of a key or of one of its attributes, here or in the fallback, if there is one.
    #[must_use]
    pub fn find(
        &self,
        key: &str,
        attribute: Option<&str>,
        args: &[(&str, Arg<'_>)],
    ) -> Option<Cow<'_, str>> {
        let args: FluentArgs<'_> = args.iter().copied().collect();
        let mut catalogue = self;
        loop {
            if let Some(text) = catalogue.format(key, attribute, &args) {
                return Some(text);
            }
            catalogue = catalogue.fallback.as_deref()?;
        }
    }

    fn format(
        &self,
        key: &str,
        attribute: Option<&str>,
        args: &FluentArgs<'_>,
    ) -> Option<Cow<'_, str>> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        for error in errors {
            tracing::error!(%error, key, language = self.language.code(), "a text lacks an argument");
        }
        Some(text)
    }

    fn missing(&self, key: &str) -> Cow<'static, str> {
        tracing::error!(key, language = self.language.code(), "a text is missing");
        Cow::Owned(format!("[{key}]"))
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue")
            .field("language", &self.language)
            .field("keys", &self.keys.len())
            .finish_non_exhaustive()
    }
}

/// Line of a byte of a text, from 1.
#[must_use]
pub fn line_at(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().iter().take(byte);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// Line of a message, or of one of its attributes, in a text, from 1; 1 if it is not there.
///
/// The syntax tree of Fluent keeps no positions. A message begins in the first column and an attribute with a point, and no
/// continued text may begin so, therefore the lines tell.
#[must_use]
pub fn line_of(text: &str, key: &str, attribute: Option<&str>) -> usize {
    let names = |rest: &str, name: &str| {
        rest.strip_prefix(name)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let mut message = 0;
    for (number, line) in (1..).zip(text.lines()) {
        if message == 0 || attribute.is_none() {
            // The last one of two messages with one key: that is the one too many.
            if names(line, key) {
                message = number;
            }
        } else if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            break;
        } else if let (Some(rest), Some(attribute)) =
            (line.trim_start().strip_prefix('.'), attribute)
            && names(rest, attribute)
        {
            return number;
        }
    }
    message.max(1)
}

type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

/// Writes counts with the separators of the language. A plain function a language, since a bundle takes no closure.
fn formatter(language: Language) -> Formatter {
    const fn count(value: &FluentValue<'_>) -> Option<f64> {
        match value {
            FluentValue::Number(FluentNumber { value, .. }) => Some(*value),
            _ => None,
        }
    }
    macro_rules! plain {
        ($language:ident) => {
            |value, _| count(value).map(|n| number::count(Language::$language, n))
        };
    }
    match language {
        Language::Arabic => plain!(Arabic),
        Language::Chinese => plain!(Chinese),
        Language::English => plain!(English),
        Language::French => plain!(French),
        Language::Russian => plain!(Russian),
        Language::Spanish => plain!(Spanish),
        Language::Accented => plain!(Accented),
        Language::Mirrored => plain!(Mirrored),
    }
}
