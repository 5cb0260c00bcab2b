//! What has changed between two versions of a questionnaire, so that rounds compare.
//!
//! A name once published keeps its meaning: a question may be added, removed, moved or worded better, a code may be added. A question of
//! another type, or a code that is gone, breaks the series and is a [`Change::Meaning`].

use std::collections::BTreeSet;
use std::fmt;

use super::name::{Code, ListName, QuestionName};
use super::text::TextArguments;
use super::{Field, Form, Question, Rows};
use crate::text::Language;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A question that was not there.
    Added(QuestionName),
    /// A question that is gone.
    Removed(QuestionName),
    /// A question that stands in another section or order.
    Moved {
        /// The question.
        question: QuestionName,
        /// Its old number.
        from: String,
        /// Its new number.
        to: String,
    },
    /// The words of a question have changed in a language.
    Reworded {
        /// The question.
        question: QuestionName,
        /// The language.
        language: Language,
    },
    /// Codes of a list were added, or stand in another order.
    Recoded {
        /// The list.
        list: ListName,
        /// Codes that were not there.
        added: Vec<Code>,
    },
    /// The label of a choice has changed in a language.
    Relabelled {
        /// The list.
        list: ListName,
        /// The choice.
        code: Code,
        /// The language.
        language: Language,
    },
    /// A name has changed its meaning: the new version must not be published.
    Meaning {
        /// What has changed: a question, a field, a list.
        what: String,
        /// How.
        cause: String,
    },
}

impl Change {
    /// Whether the new version must not be published.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Meaning { .. })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(question) => write!(f, "added: {question}"),
            Self::Removed(question) => write!(f, "removed: {question}"),
            Self::Moved { question, from, to } => {
                write!(f, "moved: {question} from {from} to {to}")
            }
            Self::Reworded { question, language } => {
                write!(f, "reworded: {question} ({})", language.code())
            }
            Self::Recoded { list, added } if added.is_empty() => {
                write!(f, "recoded: {list}: another order")
            }
            Self::Recoded { list, added } => {
                let added: Vec<_> = added.iter().map(Code::as_str).collect();
                write!(f, "recoded: {list}: added {}", added.join(", "))
            }
            Self::Relabelled {
                list,
                code,
                language,
            } => write!(f, "reworded: {list}.{code} ({})", language.code()),
            Self::Meaning { what, cause } => {
                write!(
                    f,
                    "refused: {what}: {cause}; give it a new name, the old one keeps its meaning"
                )
            }
        }
    }
}

/// What has changed from one version to the next, in the order of the new one.
#[must_use]
pub fn difference(old: &Form, new: &Form) -> Vec<Change> {
    let mut changes = Vec::new();
    for question in old.questions() {
        if new.question(question.name.as_str()).is_none() {
            changes.push(Change::Removed(question.name.clone()));
        }
    }
    let in_order = order(old, new);
    for question in new.questions() {
        let Some(before) = old.question(question.name.as_str()) else {
            changes.push(Change::Added(question.name.clone()));
            continue;
        };
        if before.section != question.section || !in_order.contains(&question.name) {
            changes.push(Change::Moved {
                question: question.name.clone(),
                from: before.number.clone(),
                to: question.number.clone(),
            });
        }
        meaning(old, new, before, question, &mut changes);
        for language in languages(old, new) {
            if words(old, before, language) != words(new, question, language) {
                changes.push(Change::Reworded {
                    question: question.name.clone(),
                    language,
                });
            }
        }
    }
    lists(old, new, &mut changes);
    changes
}

fn languages(old: &Form, new: &Form) -> impl Iterator<Item = Language> {
    let both = |language: &Language| new.languages.contains(language);
    old.languages.iter().copied().filter(both)
}

/// The longest run of questions in the old order that ends with one.
struct Run<'a> {
    /// Its place in the old version.
    place: (usize, usize),
    name: &'a QuestionName,
    /// How many questions the run has.
    length: usize,
    /// The question before it in the run.
    before: Option<usize>,
}

/// The first of the longest runs among those that may be taken.
fn longest<'r>(runs: impl Iterator<Item = (&'r Run<'r>, bool)>) -> Option<usize> {
    let taken = runs.enumerate().filter(|(_, (_, may))| *may);
    taken
        .max_by_key(|(at, (run, _))| (run.length, std::cmp::Reverse(*at)))
        .map(|(at, _)| at)
}

/// Questions that kept their order: the longest run of names that stands in both in the same order, so that one question moved is one
/// change and not a change of all that follow.
fn order(old: &Form, new: &Form) -> BTreeSet<QuestionName> {
    // Longest increasing run of old places, the new order being given.
    let places = new.questions().filter_map(|question| {
        let place = old.place(question.name.as_str())?;
        Some((place, &question.name))
    });
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (place, name) in places {
        let before = longest(runs.iter().map(|run| (run, run.place < place)));
        let length = before
            .and_then(|at| runs.get(at))
            .map_or(1, |run| run.length + 1);
        runs.push(Run {
            place,
            name,
            length,
            before,
        });
    }
    let mut at = longest(runs.iter().map(|run| (run, true)));
    let mut kept = BTreeSet::new();
    while let Some(run) = at.and_then(|at| runs.get(at)) {
        kept.insert(run.name.clone());
        at = run.before;
    }
    kept
}

/// Refuses another meaning of a question: other rows, another type, another list, another unit.
fn meaning(old: &Form, new: &Form, before: &Question, after: &Question, changes: &mut Vec<Change>) {
    let mut refuse = |what: String, cause: String| changes.push(Change::Meaning { what, cause });
    let (from, to) = (rows(before), rows(after));
    if from != to {
        refuse(
            after.name.to_string(),
            format!("rows were {from}, are {to}"),
        );
    }
    for field in &before.fields {
        let what = if field.name.is_value() {
            after.name.to_string()
        } else {
            format!("{}.{}", after.name, field.name)
        };
        let Some(now) = after.field(field.name.as_str()) else {
            refuse(what, "the field is gone".to_owned());
            continue;
        };
        let (from, to) = (kind(field), kind(now));
        if from != to {
            refuse(what, format!("the type was {from}, is {to}"));
        } else if let (Some(list), Some(now)) = (field.kind.list(), now.kind.list())
            && list != now
        {
            // Another list is the same set of answers if it has every code of the old one.
            let gone = gone(old, list, new, now);
            if !gone.is_empty() {
                refuse(what, format!("the choices are now `{now}`, without {gone}"));
            }
        }
    }
}

fn rows(question: &Question) -> String {
    match &question.rows {
        Rows::One => "none".to_owned(),
        Rows::List { list, .. } => format!("`{list}`"),
        Rows::Years => "years".to_owned(),
        Rows::Free { .. } => "a roster".to_owned(),
    }
}

fn kind(field: &Field) -> String {
    match &field.unit {
        Some(unit) => format!("`{}` in `{unit}`", field.kind.code()),
        None => format!("`{}`", field.kind.code()),
    }
}

/// Codes of the old list that the new one lacks, in words.
fn gone(old: &Form, list: &ListName, new: &Form, now: &ListName) -> String {
    let now = new.lists.get(now);
    let old = old
        .lists
        .get(list)
        .into_iter()
        .flat_map(|list| &list.choices);
    let gone = old.filter(|choice| now.is_none_or(|now| now.find(choice.code.as_str()).is_none()));
    let gone: Vec<_> = gone.map(|choice| format!("`{}`", choice.code)).collect();
    gone.join(", ")
}

/// All words of a question.
fn words(form: &Form, question: &Question, language: Language) -> Vec<String> {
    let args = TextArguments::named();
    let texts = form.texts(language, &args);
    let mut words = vec![
        texts.question(question).into_owned(),
        texts.short(question).into_owned(),
    ];
    words.extend(texts.hint(question).map(String::from));
    for field in &question.fields {
        words.push(texts.field(question, field).into_owned());
        words.extend(texts.field_hint(question, field).map(String::from));
        words.extend(texts.unit(question, field).map(String::from));
    }
    let checks = question.checks.iter();
    words.extend(checks.map(|check| texts.check(question, &check.name).into_owned()));
    words
}

fn lists(old: &Form, new: &Form, changes: &mut Vec<Change>) {
    let args = TextArguments::named();
    for (name, list) in &new.lists {
        let Some(before) = old.lists.get(name) else {
            continue;
        };
        let gone = gone(old, name, new, name);
        if !gone.is_empty() {
            changes.push(Change::Meaning {
                what: name.to_string(),
                cause: format!("the list lost {gone}"),
            });
        }
        let is_new = |code: &Code| before.find(code.as_str()).is_none();
        let codes = list.choices.iter().map(|choice| &choice.code);
        let added: Vec<Code> = codes.clone().filter(|code| is_new(code)).cloned().collect();
        let kept: Vec<&Code> = codes.filter(|code| !is_new(code)).collect();
        let order = before.choices.iter().map(|choice| &choice.code);
        let same_order = order
            .filter(|code| list.find(code.as_str()).is_some())
            .eq(kept.iter().copied());
        if !added.is_empty() || !same_order {
            changes.push(Change::Recoded {
                list: name.clone(),
                added,
            });
        }
        for language in languages(old, new) {
            let (was, is) = (old.texts(language, &args), new.texts(language, &args));
            for code in &kept {
                if was.choice(name, code) != is.choice(name, code)
                    || was.choice_hint(name, code) != is.choice_hint(name, code)
                {
                    changes.push(Change::Relabelled {
                        list: name.clone(),
                        code: (*code).clone(),
                        language,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::file::tests::{changed, folder, form};
    use crate::form::file::{Folder, load};

    fn told(new: &Folder) -> Vec<String> {
        let new = load(new).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let changes = difference(&form(), &new);
        changes.iter().map(ToString::to_string).collect()
    }

    fn replace(folder: &mut Folder, path: &str, from: &str, to: &str) {
        let text = folder.get_mut(path).unwrap();
        assert!(text.contains(from), "{path}: {from}");
        *text = text.replacen(from, to, 1);
    }

    #[test]
    fn the_same_files_have_no_difference() {
        assert!(told(&folder()).is_empty());
    }

    #[test]
    fn another_wording_is_told_in_its_language() {
        let new = changed("text/fr/links.ftl", "FR What else?", "FR Autre chose ?");
        assert_eq!(told(&new), ["reworded: link_note (fr)"]);
        let new = changed("text/en/lists.ftl", "Drugs\n", "Illicit drugs\n");
        let expected = [
            "reworded: crime.drugs (en)",
            // The list that takes the choice over has its words from there.
            "reworded: crime_or_none.drugs (en)",
        ];
        assert_eq!(told(&new), expected);
    }

    #[test]
    fn a_question_that_comes_goes_or_moves_is_told() {
        let mut new = folder();
        let block = "[[question]]\nid = \"cleared\"\ntype = \"tick\"\n";
        replace(&mut new, "sections/about.toml", block, "");
        let first = format!("{block}\n[[question]]\nid = \"state\"");
        replace(
            &mut new,
            "sections/about.toml",
            "[[question]]\nid = \"state\"",
            &first,
        );
        assert_eq!(told(&new), ["moved: cleared from 1.9 to 1.1"]);

        let mut new = folder();
        replace(
            &mut new,
            "sections/about.toml",
            "\"cleared\"",
            "\"signed_off\"",
        );
        for path in ["text/en/about.ftl", "text/fr/about.ftl"] {
            replace(&mut new, path, "\ncleared = ", "\nsigned_off = ");
        }
        assert_eq!(told(&new), ["removed: cleared", "added: signed_off"]);
    }

    #[test]
    fn a_code_may_come_but_not_go() {
        let mut new = changed(
            "lists.toml",
            "\"yes\", \"no\",",
            "\"yes\", \"maybe\", \"no\",",
        );
        for path in ["text/en/lists.ftl", "text/fr/lists.ftl"] {
            replace(
                &mut new,
                path,
                "    .unknown",
                "    .maybe = Perhaps\n    .unknown",
            );
        }
        assert_eq!(told(&new), ["recoded: found: added maybe"]);

        let mut new = changed("lists.toml", "\"no\", \"unknown\"]", "\"no\"]");
        replace(
            &mut new,
            "text/en/lists.ftl",
            "    .unknown = Unknown\n",
            "",
        );
        replace(
            &mut new,
            "text/fr/lists.ftl",
            "    .unknown = FR Unknown\n",
            "",
        );
        let refused = "refused: found: the list lost `unknown`; give it a new name, the old one keeps its meaning";
        assert_eq!(told(&new), [refused]);
    }

    #[test]
    fn another_meaning_is_refused() {
        let cases = [
            (
                "sections/about.toml",
                "type = \"date\"",
                "type = \"year\"",
                "signed: the type was `date`, is `year`",
            ),
            (
                "sections/about.toml",
                "choices = \"mark\"",
                "choices = \"mark\"\nrows = \"found\"",
                "own_mark: rows were none, are `found`",
            ),
            (
                "sections/links.toml",
                "choices = \"found\"",
                "choices = \"crime\"",
                "link_status: the choices are now `crime`, without `yes`, `no`, `unknown`",
            ),
            (
                "sections/links.toml",
                "unit = \"usd\"",
                "unit = \"eur\"",
                "counts.worth: the type was `decimal` in `usd`, is `decimal` in `eur`",
            ),
        ];
        for (path, from, to, cause) in cases {
            let mut new = changed(path, from, to);
            // Rules and head that would not fit the changed question.
            for (path, text) in &mut new {
                if path.starts_with("sections/") {
                    *text = text
                        .replace(". <= today()", "true()")
                        .replace("] = 'yes'", "] != ''");
                }
                *text = text.replace("default_mark_question = \"own_mark\"\n", "");
            }
            let told = told(&new);
            let refused =
                format!("refused: {cause}; give it a new name, the old one keeps its meaning");
            assert_eq!(told, [refused]);
        }
    }
}
