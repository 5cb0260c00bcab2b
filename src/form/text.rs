//! The texts of a questionnaire in a language.

use std::borrow::Cow;
use std::sync::Arc;

use super::file::{Folder, label_column};
use super::name::{CheckName, Code, ListName};
use super::{Choice, Field, Form, Question, Rows, Section, YES_NO_UNKNOWN};
use crate::text::{Arg, Catalogue, Language, interface, pseudo_text};

/// What the texts of a questionnaire may name: the round at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextArguments {
    /// First year of the reference period, `{ $year_first }`.
    pub year_first: String,
    /// Its last year, `{ $year_last }`.
    pub year_last: String,
    /// Name of the respondent, `{ $state }`.
    pub state: String,
    /// The round, `{ $round }`.
    pub round: String,
}

impl TextArguments {
    /// Names of the arguments.
    pub const NAMES: [&'static str; 4] = ["year_first", "year_last", "state", "round"];

    /// Each argument as its name in braces, where no round is at hand.
    #[must_use]
    pub fn named() -> Self {
        Self {
            year_first: "{year_first}".to_owned(),
            year_last: "{year_last}".to_owned(),
            state: "{state}".to_owned(),
            round: "{round}".to_owned(),
        }
    }

    fn args(&self) -> [(&'static str, Arg<'_>); 4] {
        let values = [&self.year_first, &self.year_last, &self.state, &self.round];
        let mut values = values.into_iter().map(Arg::from);
        Self::NAMES.map(|name| (name, values.next().unwrap_or(Arg::Text(""))))
    }
}

/// The files of texts of a language in a folder by name (`lists.ftl`, the same in every language), in order.
#[must_use]
pub fn files(folder: &Folder, language: Language) -> Vec<(String, &str)> {
    let root = format!("text/{}/", language.source().code());
    let files = folder.iter().filter_map(|(path, text)| {
        let name = path.strip_prefix(&root)?;
        Some((name.to_owned(), text.as_str()))
    });
    files.collect()
}

/// All texts of a questionnaire. Three name spaces, since a list may have the name of a question.
#[derive(Debug)]
pub(super) struct Texts(Vec<InLanguage>);

#[derive(Debug)]
struct InLanguage {
    language: Language,
    form: Arc<Catalogue>,
    lists: Arc<Catalogue>,
    sections: Arc<Catalogue>,
}

impl Texts {
    /// Reads the texts of all languages and of the pseudo-locales. Mistakes are told by the loader's checks.
    pub(super) fn read(folder: &Folder) -> Self {
        let english = InLanguage::read(folder, Language::English, None);
        let others = Language::every().filter(|language| *language != Language::English);
        let others: Vec<_> = others
            .map(|language| InLanguage::read(folder, language, Some(&english)))
            .collect();
        Self(std::iter::once(english).chain(others).collect())
    }

    fn of(&self, language: Language) -> Option<&InLanguage> {
        let found = self.0.iter().find(|texts| texts.language == language);
        found.or_else(|| self.0.first())
    }
}

impl InLanguage {
    fn read(folder: &Folder, language: Language, english: Option<&Self>) -> Self {
        let (mut form, mut lists, mut sections) = (Vec::new(), Vec::new(), Vec::new());
        for (name, text) in files(folder, language) {
            let files = match name.as_str() {
                "form.ftl" => &mut form,
                "lists.ftl" => &mut lists,
                _ => &mut sections,
            };
            files.push((name, text));
        }
        let build = |files: &[(String, &str)], fallback: Option<&Arc<Catalogue>>| {
            Arc::new(Catalogue::build(language, files, fallback.cloned()).0)
        };
        Self {
            language,
            form: build(&form, english.map(|english| &english.form)),
            lists: build(&lists, english.map(|english| &english.lists)),
            sections: build(&sections, english.map(|english| &english.sections)),
        }
    }
}

/// The texts of a questionnaire in one language, for one respondent and round.
#[derive(Clone, Copy, Debug)]
pub struct FormTexts<'a> {
    form: &'a Form,
    language: Language,
    args: &'a TextArguments,
}

impl Form {
    /// Its texts in a language it is offered in, or a pseudo-locale; in another language what is translated, and English.
    #[must_use]
    pub const fn texts<'a>(&'a self, language: Language, args: &'a TextArguments) -> FormTexts<'a> {
        FormTexts {
            form: self,
            language,
            args,
        }
    }
}

/// Which catalogue.
#[derive(Clone, Copy)]
enum Space {
    Form,
    Lists,
    Sections,
}

impl<'a> FormTexts<'a> {
    /// The questionnaire.
    #[must_use]
    pub const fn form(&self) -> &'a Form {
        self.form
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> Cow<'a, str> {
        self.need(Space::Form, "form", None)
    }

    /// Its title in a few words.
    #[must_use]
    pub fn short_title(&self) -> Cow<'a, str> {
        self.need(Space::Form, "form", Some("short"))
    }

    /// What stands at its head.
    #[must_use]
    pub fn intro(&self) -> Option<Cow<'a, str>> {
        self.find(Space::Form, "form", Some("intro"))
    }

    /// What stands on every page.
    #[must_use]
    pub fn notice(&self) -> Option<Cow<'a, str>> {
        self.find(Space::Form, "form", Some("notice"))
    }

    /// The decision it serves, in words.
    #[must_use]
    pub fn serves(&self) -> Option<Cow<'a, str>> {
        self.find(Space::Form, "form", Some("serves"))
    }

    /// Title of a section.
    #[must_use]
    pub fn section(&self, section: &Section) -> Cow<'a, str> {
        self.need(Space::Sections, section.name.as_str(), None)
    }

    /// What stands at the head of a section.
    #[must_use]
    pub fn section_intro(&self, section: &Section) -> Option<Cow<'a, str>> {
        self.find(Space::Sections, section.name.as_str(), Some("intro"))
    }

    /// Who usually answers a section.
    #[must_use]
    pub fn answered_by(&self, section: &Section) -> Option<Cow<'a, str>> {
        self.find(Space::Sections, section.name.as_str(), Some("answered-by"))
    }

    /// The question as it is put.
    #[must_use]
    pub fn question(&self, question: &Question) -> Cow<'a, str> {
        self.need(Space::Sections, question.name.as_str(), None)
    }

    /// The question in a few words, for charts, summaries and codebooks.
    #[must_use]
    pub fn short(&self, question: &Question) -> Cow<'a, str> {
        self.need(Space::Sections, question.name.as_str(), Some("short"))
    }

    /// Hint of a question.
    #[must_use]
    pub fn hint(&self, question: &Question) -> Option<Cow<'a, str>> {
        self.find(Space::Sections, question.name.as_str(), Some("hint"))
    }

    /// When a question is to be answered, if its rule is told in words of its own.
    #[must_use]
    pub fn when(&self, question: &Question) -> Option<Cow<'a, str>> {
        self.find(Space::Sections, question.name.as_str(), Some("when"))
    }

    /// Label of a field: of a group its own, else the short text of the question.
    #[must_use]
    pub fn field(&self, question: &Question, field: &Field) -> Cow<'a, str> {
        if field.name.is_value() {
            return self.short(question);
        }
        let attribute = format!("field-{}", field.name);
        self.need(Space::Sections, question.name.as_str(), Some(&attribute))
    }

    /// Hint of a field of a group.
    #[must_use]
    pub fn field_hint(&self, question: &Question, field: &Field) -> Option<Cow<'a, str>> {
        let attribute = format!("field-{}-hint", field.name);
        self.find(Space::Sections, question.name.as_str(), Some(&attribute))
    }

    /// Unit of a field that has one.
    #[must_use]
    pub fn unit(&self, question: &Question, field: &Field) -> Option<Cow<'a, str>> {
        field.unit.as_ref()?;
        let attribute = unit_attribute(field);
        self.find(Space::Sections, question.name.as_str(), Some(&attribute))
    }

    /// What a person reads when a check fails.
    #[must_use]
    pub fn check(&self, question: &Question, check: &CheckName) -> Cow<'a, str> {
        let attribute = format!("check-{check}");
        self.need(Space::Sections, question.name.as_str(), Some(&attribute))
    }

    /// Name of a list.
    #[must_use]
    pub fn list(&self, list: &ListName) -> Cow<'a, str> {
        if list.as_str() == YES_NO_UNKNOWN {
            return interface(self.language).text("yes-no-unknown");
        }
        self.need(Space::Lists, list.as_str(), None)
    }

    /// Label of a choice; a code that the list does not have stands for itself.
    #[must_use]
    pub fn choice(&self, list: &ListName, code: &Code) -> Cow<'a, str> {
        let Some(choice) = self.find_choice(list, code) else {
            return Cow::Owned(code.to_string());
        };
        if choice.origin.as_str() == YES_NO_UNKNOWN {
            return interface(self.language).attribute("yes-no-unknown", code.as_str());
        }
        let origin = self.form.lists.get(&choice.origin);
        match origin.and_then(|origin| origin.label.as_deref()) {
            Some(pattern) => self.data_label(pattern, choice),
            None => self.need(Space::Lists, choice.origin.as_str(), Some(code.as_str())),
        }
    }

    /// Definition of a choice.
    #[must_use]
    pub fn choice_hint(&self, list: &ListName, code: &Code) -> Option<Cow<'a, str>> {
        let choice = self.find_choice(list, code)?;
        let attribute = format!("{code}-hint");
        self.find(Space::Lists, choice.origin.as_str(), Some(&attribute))
    }

    /// Label of a row: the choice, the year, or the number of a row that the respondent added.
    #[must_use]
    pub fn row(&self, question: &Question, row: &Code) -> Cow<'a, str> {
        match &question.rows {
            Rows::List { list, .. } => self.choice(list, row),
            Rows::One | Rows::Years | Rows::Free { .. } => Cow::Owned(row.to_string()),
        }
    }

    fn find_choice(&self, list: &ListName, code: &Code) -> Option<&'a Choice> {
        self.form.lists.get(list)?.find(code.as_str())
    }

    /// Label from a column of data; English where the language has no column.
    fn data_label(&self, pattern: &str, choice: &'a Choice) -> Cow<'a, str> {
        let cell = |language| choice.facts.get(&label_column(pattern, language));
        let label = cell(self.language).or_else(|| cell(Language::English));
        let label = label.map_or(choice.code.as_str(), String::as_str);
        if self.language.is_pseudo() {
            pseudo_text(label)
        } else {
            Cow::Borrowed(label)
        }
    }

    fn find(&self, space: Space, key: &str, attribute: Option<&str>) -> Option<Cow<'a, str>> {
        let texts = self.form.texts.of(self.language)?;
        let catalogue = match space {
            Space::Form => &texts.form,
            Space::Lists => &texts.lists,
            Space::Sections => &texts.sections,
        };
        catalogue.find(key, attribute, &self.args.args())
    }

    /// A text that a sound form has.
    fn need(&self, space: Space, key: &str, attribute: Option<&str>) -> Cow<'a, str> {
        self.find(space, key, attribute).unwrap_or_else(|| {
            let key = attribute.map_or_else(|| key.to_owned(), |part| format!("{key}.{part}"));
            tracing::error!(key, form = %self.form.name, "a text of the questionnaire is missing");
            Cow::Owned(format!("[{key}]"))
        })
    }
}

/// Name of the attribute that holds the unit of a field.
pub(super) fn unit_attribute(field: &Field) -> String {
    if field.name.is_value() {
        "unit".to_owned()
    } else {
        format!("field-{}-unit", field.name)
    }
}
