//! A round: one questionnaire put to respondents once, and those respondents.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::form::name::{Code, FormName};
use crate::form::text::TextArguments;

/// The years a round speaks of, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First year.
    pub first: i32,
    /// Last year.
    pub last: i32,
}

impl Period {
    /// The five full calendar years before a day (questionnaire rule 9).
    #[must_use]
    pub fn five_years_before(day: NaiveDate) -> Self {
        use chrono::Datelike;
        Self {
            first: day.year() - 5,
            last: day.year() - 1,
        }
    }

    /// Its years in order, as row codes.
    pub fn years(self) -> impl Iterator<Item = i32> {
        self.first..=self.last
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its code, for instance `2026`.
    pub code: Code,
    /// The questionnaire.
    pub form: FormName,
    /// SHA-256 of the questionnaire's version, as hexadecimal digits.
    pub form_version: String,
    /// First day.
    pub opens: NaiveDate,
    /// Last day for replies.
    pub closes: NaiveDate,
    /// Reference period.
    pub period: Period,
    /// Fewest States in a published cell that holds an answer which may not be attributed (`k`).
    pub threshold: u32,
    /// The same inside a regional group.
    pub group_threshold: u32,
    /// The round holds invented replies: everything made from it says so.
    pub sample: bool,
}

impl Round {
    /// Fewest States in such a cell inside a regional group: never fewer than over all.
    #[must_use]
    pub fn threshold_in_a_group(&self) -> u32 {
        self.group_threshold.max(self.threshold)
    }

    /// The moment its first day begins.
    #[must_use]
    pub fn opening(&self) -> DateTime<Utc> {
        self.opens.and_time(NaiveTime::MIN).and_utc()
    }

    /// What the questionnaire's texts may name, for a respondent of this name.
    #[must_use]
    pub fn text_arguments(&self, respondent: &str) -> TextArguments {
        TextArguments {
            year_first: self.period.first.to_string(),
            year_last: self.period.last.to_string(),
            state: respondent.to_owned(),
            round: self.code.to_string(),
        }
    }

    /// The same for readers of all respondents: where a text names the own one, it says that a name belongs there.
    #[must_use]
    pub fn text_arguments_of_all(&self) -> TextArguments {
        self.text_arguments(&TextArguments::named().state)
    }
}

/// Whether a first day has begun. It begins when it begins anywhere on Earth: at ten, universal time, of the day before.
#[must_use]
pub fn has_begun(first_day: NaiveDate, now: DateTime<Utc>) -> bool {
    (now + Duration::hours(14)).date_naive() >= first_day
}

/// Whether a last day is over. It ends when it ends everywhere on Earth: at noon, universal time, of the day after.
#[must_use]
pub fn is_over(last_day: NaiveDate, now: DateTime<Utc>) -> bool {
    (now - Duration::hours(12)).date_naive() > last_day
}

/// One who is asked: a Member State, an observer, an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Respondent {
    /// Its code: ISO 3166 alpha-3 for a State.
    pub code: Code,
    /// Facts of the list of respondents: `un_group`, `m49`, `name_en`, …
    pub facts: BTreeMap<String, String>,
}
