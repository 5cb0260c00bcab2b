//! How a reply came about: what the service knows of it, beside what its respondent answered.

use serde::{Deserialize, Serialize};

/// How a reply came about. None of this is an answer: that a reply came, and when, the Secretariat knows of every respondent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Days from the first day of the round to the first submission; 0 if it came on that day.
    pub days: u32,
    /// Clarifications that the Secretariat asked for.
    pub clarifications: u32,
}

/// What of it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// [`Course::days`].
    Days,
    /// [`Course::clarifications`].
    Clarifications,
}

impl Measure {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Clarifications => "clarifications",
        }
    }

    /// The number.
    #[must_use]
    pub const fn of(self, course: Course) -> u32 {
        match self {
            Self::Days => course.days,
            Self::Clarifications => course.clarifications,
        }
    }
}
