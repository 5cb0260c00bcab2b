//! What a document is about: questionnaire, round, respondent, and what stands on every page.

use super::{Level, Text};
use crate::form::name::QuestionName;
use crate::form::text::FormTexts;
use crate::form::{Core, Form, Question};
use crate::reply::Facts;
use crate::round::Round;
use crate::text::{Catalogue, interface};

/// What a document is about.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// The questionnaire in a language.
    pub texts: FormTexts<'a>,
    /// The round, if one puts it.
    pub round: Option<&'a Round>,
    /// Period and day for its rules.
    pub facts: &'a Facts,
    /// Name of the respondent, if it is somebody's.
    pub respondent: Option<&'a str>,
    /// Which questions somebody may see.
    pub within: &'a dyn Fn(&QuestionName) -> bool,
}

impl<'a> About<'a> {
    pub(super) fn form(&self) -> &'a Form {
        self.texts.form()
    }

    pub(super) fn words(&self) -> &'static Catalogue {
        interface(self.texts.language())
    }

    pub(super) fn word(&self, key: &str) -> String {
        self.words().text(key).into_owned()
    }

    /// What stands at the head of each page.
    pub(super) fn head(&self) -> String {
        let questionnaire = self.texts.short_title();
        let round = self.round.map(|round| round.code.to_string());
        let (key, round) = match (&round, self.respondent) {
            (Some(round), Some(_)) => ("document-head", round.as_str()),
            (Some(round), None) => ("document-head-blank", round.as_str()),
            (None, _) => ("document-head-form", ""),
        };
        let args = [
            ("respondent", self.respondent.unwrap_or_default().into()),
            ("questionnaire", (&*questionnaire).into()),
            ("round", round.into()),
        ];
        self.words().with(key, &args).into_owned()
    }

    /// What stands at its foot.
    pub(super) fn foot(&self) -> String {
        let form = self.form();
        let args = [
            ("name", form.name.as_str().into()),
            ("version", (&form.version).into()),
        ];
        self.words().with("document-foot", &args).into_owned()
    }

    /// Facts about questionnaire and round.
    pub(super) fn front(&self) -> Vec<(String, Vec<Text>)> {
        let fact = |key: &str, said: String| (self.word(key), vec![Text::plain(said)]);
        let mut facts = Vec::new();
        if let Some(respondent) = self.respondent {
            facts.push(fact("document-respondent", respondent.to_owned()));
        }
        facts.push(fact(
            "document-questionnaire",
            self.texts.title().into_owned(),
        ));
        if let Some(serves) = self.texts.serves() {
            facts.push(fact("document-mandate", serves.into_owned()));
        }
        if let Some(round) = self.round {
            facts.push(fact("document-round", round.code.to_string()));
        }
        let period = self.facts.period;
        let (first, last) = (period.first.to_string(), period.last.to_string());
        let args = [("first", (&first).into()), ("last", (&last).into())];
        let period = self.words().with("respond-range", &args);
        facts.push(fact("document-period", period.into_owned()));
        facts
    }

    /// What is stamped on each page.
    pub(super) fn stamps(&self, own: &[&str]) -> Vec<String> {
        let sample = self.round.is_some_and(|round| round.sample);
        let sample = sample.then_some("document-sample");
        let keys = own.iter().copied().chain(sample);
        keys.map(|key| self.word(key)).collect()
    }

    pub(super) fn level_words(&self, level: Level) -> String {
        self.words()
            .attribute("document-levels", level.code())
            .into_owned()
    }
}

/// A question as it stands in a heading: its number, its words, whether the short reply needs it.
pub(super) fn heading(about: &About<'_>, question: &Question) -> String {
    let words = about.texts.question(question);
    let number = &question.number;
    match question.core {
        Core::No => format!("{number} {words}"),
        Core::Yes | Core::Rows(_) => {
            format!("{number} {words} ({})", about.word("document-core"))
        }
    }
}
