//! How far a section of a draft has come.

use super::{AnswerKey, Draft, Given};
use crate::form::{FieldKind, Question, Section};

/// How far a section has come; counts are questions, except of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions asked, without those whose answer stands already.
    pub asked: usize,
    /// Of these, questions with a value or a status, in one row at least.
    pub answered: usize,
    /// Points in which something of the short reply is missing.
    pub core_missing: usize,
    /// Other points that stand in the way of submission.
    pub blocking: usize,
    /// Questions in which something was typed.
    pub begun: usize,
}

/// State of a section on the list of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionState {
    /// None of its questions is asked.
    NotAsked,
    /// Nothing was typed.
    NotBegun,
    /// Something stands in the way of submission.
    InWork,
    /// Nothing stands in the way of submission, and some questions are empty.
    Sufficient,
    /// Every question asked has a value or a status, and nothing stands in the way of submission.
    Complete,
}

impl Progress {
    /// The state that follows.
    #[must_use]
    pub const fn state(&self) -> SectionState {
        if self.asked == 0 {
            SectionState::NotAsked
        } else if self.begun == 0 {
            SectionState::NotBegun
        } else if self.core_missing > 0 || self.blocking > 0 {
            SectionState::InWork
        } else if self.answered < self.asked {
            SectionState::Sufficient
        } else {
            SectionState::Complete
        }
    }
}

/// Whether nobody can type anything in it.
fn is_prefilled(question: &Question) -> bool {
    let mut fields = question.fields.iter();
    !question.fields.is_empty() && fields.all(|field| matches!(field.kind, FieldKind::Prefilled(_)))
}

impl Draft {
    /// How far a section has come.
    #[must_use]
    pub fn progress(&self, section: &Section) -> Progress {
        let mut progress = Progress::default();
        for question in &section.questions {
            if self.asked(&question.name) && !is_prefilled(question) {
                progress.asked += 1;
                progress.answered += usize::from(self.is_answered(question));
                progress.begun += usize::from(self.is_begun(question));
            }
        }
        let is_here = |name: &str| section.questions.iter().any(|q| q.name.as_str() == name);
        for point in self.points(|found| found.blocks() && is_here(found.key.question.as_str())) {
            if point.first.is_missing() {
                progress.core_missing += 1;
            } else {
                progress.blocking += 1;
            }
        }
        progress
    }

    /// Whether a question has a value or a status, in one row at least.
    fn is_answered(&self, question: &Question) -> bool {
        self.keys(question).any(|key| {
            self.answers
                .get(&key)
                .is_some_and(|answer| answer.given != Given::Blank)
        })
    }

    /// Whether anything was typed for a question.
    fn is_begun(&self, question: &Question) -> bool {
        self.keys(question).any(|key| self.raw_of(&key).is_some())
    }

    fn keys(&self, question: &Question) -> impl Iterator<Item = AnswerKey> {
        let key = |row| AnswerKey {
            question: question.name.clone(),
            row,
        };
        let rows = self.rows(&question.name).iter().cloned().map(Some);
        std::iter::once(None).chain(rows).map(key)
    }
}
