//! A release as it is kept: everything that its figures are made from, and their numbers, in one document with a digest.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::audit::{Report, Withheld};
use crate::chart::build::{Edition, Standing};
use crate::chart::catalog::{Catalog, Chart, ChartFileError};
use crate::chart::figure::{Figure, FigureError};
use crate::chart::numbers::{Numbers, Spot};
use crate::form::Form;
use crate::form::name::Code;
use crate::reply::course::Course;
use crate::round::{Respondent, Round};
use crate::text::{self, Catalogue, Language};

/// Name of the file of the interface that holds the words of charts.
const WORDS: &str = "charts.ftl";

/// What a release holds. Written as JSON: the same release gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// The replies that it speaks of.
    pub replies: FrozenReplies,
    /// Those of the round before that it compares them with.
    pub before: Option<FrozenReplies>,
    /// The day of the last reply.
    pub as_of: NaiveDate,
    /// The disclosure rules.
    pub rule: String,
    /// The version of the program.
    pub program: String,
    /// The files of the charts.
    pub charts: BTreeMap<String, String>,
    /// The words of charts, by language.
    pub texts: BTreeMap<String, String>,
    /// What the joint audit withheld.
    pub withheld: Withheld,
    /// What the joint audit did.
    pub report: Report,
    /// The numbers of each chart.
    pub tables: BTreeMap<String, Numbers>,
}

/// Replies of a round, named and not copied: they never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenReplies {
    /// The round.
    pub round: Code,
    /// SHA-256 of the version of its questionnaire.
    pub form_version: String,
    /// Who was asked.
    pub respondents: Vec<Respondent>,
    /// Who replied.
    pub replies: Vec<FrozenReply>,
}

/// A version of a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenReply {
    /// Whose.
    pub respondent: Code,
    /// Which version.
    pub version: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How it came about when it was frozen; not known of the round before, nor in releases that are older than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
}

/// Why what is kept makes no figure.
#[derive(Debug, Error)]
pub enum FrozenError {
    /// It cannot be read.
    #[error("the release cannot be read: {0}; use the program that it was made with, version {1}")]
    Unreadable(serde_json::Error, String),
    /// Its charts do not fit its questionnaire in this program.
    #[error("the charts of the release are not taken by this program: {0}; use version {1}")]
    Charts(String, String),
    /// Its numbers contradict each other.
    #[error("the numbers of the release: {0}")]
    Figure(#[from] FigureError),
}

/// The words of charts as they are now, by language.
#[must_use]
pub fn words_now() -> BTreeMap<String, String> {
    let words = Language::every().filter_map(|language| {
        let files = text::interface_files(language);
        let (_, text) = files.into_iter().find(|(name, _)| name == WORDS)?;
        Some((language.code().to_owned(), text.to_owned()))
    });
    words.collect()
}

impl Frozen {
    /// As it is kept.
    ///
    /// # Errors
    /// Never for what was made by this program; otherwise that of the writer.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads it again.
    ///
    /// # Errors
    /// [`FrozenError::Unreadable`].
    pub fn read(bytes: &[u8]) -> Result<Self, FrozenError> {
        serde_json::from_slice(bytes).map_err(|error| {
            /// Only this much is read of what cannot be read.
            #[derive(Deserialize)]
            struct Made {
                program: String,
            }
            let made = serde_json::from_slice::<Made>(bytes);
            FrozenError::Unreadable(error, made.map(|made| made.program).unwrap_or_default())
        })
    }

    /// Its words in a language; what is missing there is in English.
    #[must_use]
    pub fn words(&self, language: Language) -> Catalogue {
        let build = |language: Language, fallback| {
            let text = self.texts.get(language.code());
            let files: Vec<_> = text
                .map(|text| (WORDS.to_owned(), text))
                .into_iter()
                .collect();
            // What has a mistake was told when the program was made; the sound messages are used.
            Catalogue::build(language, &files, fallback).0
        };
        let english = build(Language::English, None);
        if language == Language::English {
            english
        } else {
            build(language, Some(Arc::new(english)))
        }
    }

    /// Its charts that have something to count, numbered without gaps.
    ///
    /// # Errors
    /// [`FrozenError::Charts`].
    pub fn catalog(&self, form: &Form) -> Result<Catalog, FrozenError> {
        let english = self.words(Language::English);
        let all = Catalog::load(&self.charts, form, &english);
        let all = all.map(|charts| charts.for_round(self.before.is_some()));
        all.map_err(|errors: Vec<ChartFileError>| {
            let first = errors.first().map(ToString::to_string);
            FrozenError::Charts(first.unwrap_or_default(), self.program.clone())
        })
    }

    /// A figure of it; none if it has no numbers of this chart.
    ///
    /// # Errors
    /// [`FrozenError::Figure`].
    pub fn figure(
        &self,
        chart: &Chart,
        form: &Form,
        round: &Round,
        language: Language,
        texts: &Catalogue,
        standing: Standing,
    ) -> Result<Option<Figure>, FrozenError> {
        let Some(numbers) = self.tables.get(chart.id()) else {
            return Ok(None);
        };
        let edition = Edition {
            round,
            form,
            language,
            texts,
            as_of: self.as_of,
            standing,
        };
        Ok(Some(chart.figure_of(numbers.clone(), &edition)?))
    }

    /// What is other in this one than in an earlier one: numbers by chart; none where a chart is only in one, or has other rows.
    #[must_use]
    pub fn difference(&self, earlier: &Self) -> BTreeMap<String, Option<Vec<Spot>>> {
        let both = self.tables.keys().chain(earlier.tables.keys());
        let differs = both.filter_map(|id| {
            let pair = self.tables.get(id).zip(earlier.tables.get(id));
            let spots = pair.and_then(|(here, there)| here.differences(there));
            let is_same = spots.as_ref().is_some_and(Vec::is_empty);
            (!is_same).then(|| (id.clone(), spots))
        });
        differs.collect()
    }
}
