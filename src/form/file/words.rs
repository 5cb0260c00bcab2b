//! `text/<language>/*.ftl`: every text is there, none too many, with the same arguments in every language.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{ast, parser};

use super::source::{Findings, propose};
use super::{Folder, head, list, question};
use crate::form::text::{TextArguments, unit_attribute};
use crate::form::{Form, Question, Section};
use crate::text::Language;
use crate::text::catalogue::{line_at, line_of};

/// Refuses files that belong to nothing: they were forgotten in `form.toml`, or have a slip in their name.
pub(super) fn check_files(folder: &Folder, findings: &Findings, head: &head::Head) {
    let sections = || head.sections.iter().map(|section| section.value.as_str());
    for path in folder.keys() {
        let mut parts = path.split('/');
        let known = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(head::PATH | list::PATH), None, ..) | (Some("data"), Some(_), None, _) => true,
            (Some("sections"), Some(file), None, _) => {
                sections().any(|name| file.strip_suffix(".toml") == Some(name))
            }
            (Some("text"), Some(language), Some(file), None) => {
                let words = ["form", "lists"].into_iter().chain(sections());
                let mut names =
                    words.filter_map(|name| file.strip_suffix(".ftl").map(|f| f == name));
                Language::ALL.iter().any(|l| l.code() == language) && names.any(|equal| equal)
            }
            _ => !super::belongs(path),
        };
        if !known {
            let remedy = "remove it, or name its section in form.toml";
            findings.add(path, 1, "the file belongs to no section", remedy);
        }
    }
}

/// Checks the texts of every language that the form is offered in. `complete` says whether the form has its checks.
pub(super) fn check(form: &Form, folder: &Folder, findings: &Findings, complete: bool) {
    let expected = expected(form);
    let mut english = BTreeMap::new();
    let others = form.languages.iter().copied();
    let others = others.filter(|language| *language != Language::English);
    for language in std::iter::once(Language::English).chain(others) {
        for file in &expected {
            let path = format!("text/{}/{}", language.code(), file.name);
            let Some(text) = folder.get(&path) else {
                let cause = format!("the texts of {} are missing", file.structure);
                findings.add(&path, 1, cause, "add the file");
                continue;
            };
            Words {
                path: &path,
                text,
                findings,
                file,
                complete,
            }
            .check(&mut english);
        }
    }
}

/// A file of texts, as the form needs it.
struct File {
    /// Its name in the folder of a language.
    name: String,
    /// The file that it gives words to.
    structure: String,
    messages: Vec<Message>,
}

/// A message, as the form needs it.
struct Message {
    key: String,
    /// Attributes it must have.
    needed: Vec<String>,
    /// Attributes it may have.
    allowed: Vec<String>,
    arguments: Arguments,
}

/// Which arguments a message may name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arguments {
    All,
    /// A question that does not speak of the reference period names no years.
    NoYears,
    /// Labels of choices stand in charts too, where there is no respondent.
    None,
}

impl Message {
    fn new(key: &str, needed: &[&str], allowed: &[&str], arguments: Arguments) -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            key: key.to_owned(),
            needed: owned(needed),
            allowed: owned(allowed),
            arguments,
        }
    }
}

fn expected(form: &Form) -> Vec<File> {
    let optional = ["intro", "notice", "serves"];
    let head = File {
        name: "form.ftl".to_owned(),
        structure: head::PATH.to_owned(),
        messages: vec![Message::new("form", &["short"], &optional, Arguments::All)],
    };
    let lists = File {
        name: "lists.ftl".to_owned(),
        structure: list::PATH.to_owned(),
        messages: lists(form),
    };
    let sections = form.sections.iter().map(|section| File {
        name: format!("{}.ftl", section.name),
        structure: question::path(&section.name),
        messages: section_messages(section),
    });
    [head, lists].into_iter().chain(sections).collect()
}

fn lists(form: &Form) -> Vec<Message> {
    let named = form.lists.values();
    let named = named.filter(|list| list.name.as_str() != crate::form::YES_NO_UNKNOWN);
    let messages = named.map(|list| {
        let mut message = Message::new(list.name.as_str(), &[], &[], Arguments::None);
        let own = list
            .choices
            .iter()
            .filter(|choice| choice.origin == list.name);
        for choice in own.filter(|_| list.label.is_none()) {
            message.needed.push(choice.code.to_string());
            message.allowed.push(format!("{}-hint", choice.code));
        }
        message
    });
    messages.collect()
}

fn section_messages(section: &Section) -> Vec<Message> {
    let optional = ["intro", "answered-by"];
    let name = section.name.as_str();
    let head = Message::new(name, &[], &optional, Arguments::All);
    let questions = section.questions.iter().map(question_message);
    std::iter::once(head).chain(questions).collect()
}

fn question_message(question: &Question) -> Message {
    let arguments = if question.period {
        Arguments::All
    } else {
        Arguments::NoYears
    };
    let mut message = Message::new(question.name.as_str(), &["short"], &["hint"], arguments);
    if question.is_conditional() {
        message.allowed.push("when".to_owned());
    }
    for field in &question.fields {
        if !field.name.is_value() {
            message.needed.push(format!("field-{}", field.name));
            message.allowed.push(format!("field-{}-hint", field.name));
        }
        if field.unit.is_some() {
            message.needed.push(unit_attribute(field));
        }
    }
    let checks = question.checks.iter();
    message
        .needed
        .extend(checks.map(|check| format!("check-{}", check.name)));
    message
}

/// Arguments of a text by file, key and attribute.
type English = BTreeMap<(String, String, String), BTreeSet<String>>;

/// One file of texts.
struct Words<'a> {
    path: &'a str,
    text: &'a str,
    findings: &'a Findings,
    file: &'a File,
    /// Whether the form has its checks: without them their messages would look like too many.
    complete: bool,
}

impl Words<'_> {
    fn add(&self, line: usize, cause: impl Into<String>, remedy: impl Into<String>) {
        self.findings.add(self.path, line, cause, remedy);
    }

    fn check(&self, english: &mut English) {
        let resource = match parser::parse(self.text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let cause = format!("this is not Fluent: {}", error.kind);
                    let line = line_at(self.text, error.pos.start);
                    self.add(line, cause, "correct the syntax (projectfluent.org)");
                }
                resource
            }
        };
        let mut found: BTreeMap<&str, &ast::Message<&str>> = BTreeMap::new();
        for entry in &resource.body {
            match entry {
                ast::Entry::Message(message) => {
                    if found.insert(message.id.name, message).is_some() {
                        let line = line_of(self.text, message.id.name, None);
                        let cause = format!("the text `{}` stands twice", message.id.name);
                        self.add(line, cause, "remove one");
                    }
                }
                ast::Entry::Term(term) => {
                    let key = format!("-{}", term.id.name);
                    let cause = format!("`{key}` is a term");
                    let line = line_of(self.text, &key, None);
                    self.add(line, cause, "write the words out in each text");
                }
                ast::Entry::Comment(_)
                | ast::Entry::GroupComment(_)
                | ast::Entry::ResourceComment(_)
                | ast::Entry::Junk { .. } => {}
            }
        }
        for expected in &self.file.messages {
            match found.remove(expected.key.as_str()) {
                Some(message) => self.check_message(message, expected, english),
                None => self.missing(&expected.key, found.keys().copied()),
            }
        }
        // A structure that could not be read whole would make its texts look like too many.
        if !self.findings.concern(&self.file.structure) {
            for key in found.into_keys() {
                let keys = self
                    .file
                    .messages
                    .iter()
                    .map(|message| message.key.as_str());
                let cause = format!(
                    "the text `{key}` belongs to nothing in {}",
                    self.file.structure
                );
                let line = line_of(self.text, key, None);
                self.add(line, cause, propose(key, keys, "remove it"));
            }
        }
    }

    fn missing<'k>(&self, key: &str, others: impl Iterator<Item = &'k str>) {
        let cause = format!("the text `{key}` is missing");
        let near = crate::form::expression::near::nearest(key, others);
        let remedy = near.map_or_else(
            || format!("add `{key} = …`"),
            |near| format!("`{near}` should probably be `{key}`"),
        );
        self.add(1, cause, remedy);
    }

    fn check_message(
        &self,
        message: &ast::Message<&str>,
        expected: &Message,
        english: &mut English,
    ) {
        let key = message.id.name;
        let line = line_of(self.text, key, None);
        match &message.value {
            Some(value) => self.check_text(key, "", value, expected.arguments, english),
            None => self.add(
                line,
                format!("`{key}` has no words of its own"),
                format!("write `{key} = …`"),
            ),
        }
        let mut seen = BTreeSet::new();
        let known = || expected.needed.iter().chain(&expected.allowed);
        for attribute in &message.attributes {
            let name = attribute.id.name;
            let line = line_of(self.text, key, Some(name));
            if !seen.insert(name) {
                self.add(
                    line,
                    format!("`.{name}` stands twice in `{key}`"),
                    "remove one",
                );
            }
            if known().any(|known| known == name) {
                self.check_text(key, name, &attribute.value, expected.arguments, english);
            } else if !self.findings.concern(&self.file.structure)
                && (self.complete || !name.starts_with("check-"))
            {
                let cause = format!("`.{name}` belongs to nothing of `{key}`");
                let remedy = propose(name, known().map(String::as_str), "remove it");
                self.add(line, cause, remedy);
            }
        }
        for needed in &expected.needed {
            if !seen.contains(needed.as_str()) {
                let cause = format!("`{key}` lacks `.{needed}`");
                self.add(line, cause, format!("add `.{needed} = …`"));
            }
        }
    }

    /// Plain words and arguments only, those that are allowed, the same as in English.
    fn check_text(
        &self,
        key: &str,
        attribute: &str,
        pattern: &ast::Pattern<&str>,
        allowed: Arguments,
        english: &mut English,
    ) {
        let part = Some(attribute).filter(|attribute| !attribute.is_empty());
        let line = line_of(self.text, key, part);
        let mut arguments = BTreeSet::new();
        for element in &pattern.elements {
            match element {
                ast::PatternElement::TextElement { .. }
                | ast::PatternElement::Placeable {
                    expression: ast::Expression::Inline(ast::InlineExpression::StringLiteral { .. }),
                } => {}
                ast::PatternElement::Placeable {
                    expression:
                        ast::Expression::Inline(ast::InlineExpression::VariableReference { id }),
                } => {
                    arguments.insert(id.name.to_owned());
                }
                ast::PatternElement::Placeable { .. } => {
                    let cause = format!("`{key}` holds more than words and arguments");
                    self.add(
                        line,
                        cause,
                        "write the sentence out; choices between forms are not allowed here",
                    );
                }
            }
        }
        for argument in &arguments {
            self.check_argument(line, argument, allowed);
        }
        let place = (self.file.name.clone(), key.to_owned(), attribute.to_owned());
        if self.path.starts_with("text/en/") {
            english.insert(place, arguments);
        } else if let Some(wanted) = english.get(&place).filter(|wanted| **wanted != arguments) {
            let list = |names: &BTreeSet<String>| match names.len() {
                0 => "no argument".to_owned(),
                _ => names
                    .iter()
                    .map(|name| format!("`${name}`"))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            let cause = format!("the text names {}", list(&arguments));
            self.add(
                line,
                cause,
                format!("name what the English text names: {}", list(wanted)),
            );
        }
    }

    fn check_argument(&self, line: usize, argument: &str, allowed: Arguments) {
        let names = TextArguments::NAMES;
        let cause = format!("the argument `${argument}` is not allowed here");
        if allowed == Arguments::None {
            self.add(line, cause, "labels of choices take no arguments");
        } else if !names.contains(&argument) {
            let known = names.map(|name| format!("`${name}`")).join(", ");
            self.add(
                line,
                cause,
                propose(argument, names, &format!("the arguments are {known}")),
            );
        } else if allowed == Arguments::NoYears && argument.starts_with("year_") {
            self.add(line, cause, "set `period = true` on the question");
        }
    }
}
