//! The files of a questionnaire, and the one way from them to a [`Form`].
//!
//! [`load`] reads a folder given as texts, so that it can be tested and fuzzed without a disk, and tells every mistake at once, each with
//! file, line, cause and remedy. The format is described in `forms/README.md`.

mod field;
mod head;
mod list;
mod question;
mod rule;
mod source;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::Form;
use super::text::Texts;
pub(super) use list::column as label_column;
use source::Findings;

/// The files of a questionnaire: text by path inside its folder, parted by `/`, for instance `sections/m4_links.toml`.
pub type Folder = BTreeMap<String, String>;

/// Whether a file of a questionnaire's folder is part of it: structure, texts and data are; notes beside them are not.
#[must_use]
pub fn belongs(path: &str) -> bool {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let ends = |with: &str| path.ends_with(with);
    match folder {
        "" | "sections" => ends(".toml"),
        "data" => ends(".csv"),
        _ => folder.starts_with("text/") && ends(".ftl"),
    }
}

/// A mistake in a file of a questionnaire.
#[derive(Clone, Debug, Error, PartialEq, Eq, PartialOrd, Ord)]
#[error("{file}:{line}: {cause}; {remedy}")]
pub struct FormFileError {
    /// Path of the file inside the questionnaire's folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

/// Reads a questionnaire.
///
/// # Errors
/// Every mistake in the folder, by file and line. A mistake that hides others (a section that is not TOML) leaves those for the next time.
pub fn load(folder: &Folder) -> Result<Form, Vec<FormFileError>> {
    let findings = Findings::default();
    let form = read(folder, &findings);
    let mut errors = findings.into_errors();
    match form {
        Some(form) if errors.is_empty() => Ok(form),
        _ => {
            errors.sort();
            errors.dedup();
            Err(errors)
        }
    }
}

/// Sections of a questionnaire whose names stand for something else where it is to be shown.
///
/// # Errors
/// Each of them, where it is named.
pub fn check_sections(folder: &Folder, taken: &BTreeSet<&str>) -> Result<(), Vec<FormFileError>> {
    let findings = Findings::default();
    let head = head::read(folder, &findings);
    for section in head.into_iter().flat_map(|head| head.sections) {
        let name = section.value.as_str();
        if taken.contains(name) {
            let cause = format!("the section `{name}` would have the address of another page");
            let remedy = format!("give it another name, and its file: `{name}_1`");
            findings.add(head::PATH, section.line, cause, remedy);
        }
    }
    let errors = findings.into_errors();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// `None` only together with a finding.
fn read(folder: &Folder, findings: &Findings) -> Option<Form> {
    let head = head::read(folder, findings)?;
    let lists = list::read(folder, findings, &head.languages)?;
    let questions = question::read(folder, findings, &head, &lists);
    let mut sections = questions.sections;
    // What names a question that could not be read would be blamed for it.
    if questions.complete {
        rule::compile(&mut sections, &lists, questions.rules, findings);
        question::check_named(&sections, &lists, &head, findings);
    }
    words::check_files(folder, findings, &head);
    let mut index = BTreeMap::new();
    for (s, section) in sections.iter().enumerate() {
        for (q, question) in section.questions.iter().enumerate() {
            index.insert(question.name.clone(), (s, q));
        }
    }
    let form = Form {
        name: head.name,
        version: head.version,
        mandate: head.mandate,
        languages: head.languages,
        default_mark: head.default_mark,
        default_mark_question: head.default_mark_question.map(|name| name.value),
        naming_question: head.naming_question.map(|name| name.value),
        publishing_question: head.publishing_question.map(|name| name.value),
        respondents: head.respondents,
        lists,
        sections,
        index,
        texts: Texts::read(folder),
    };
    words::check(&form, folder, findings, questions.complete);
    Some(form)
}

#[cfg(test)]
pub(crate) mod tests;
