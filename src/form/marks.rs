//! How far answers may be used before they say so themselves: what of a form decides it.

use std::collections::BTreeMap;

use super::name::QuestionName;
use super::{Form, Mark};

/// What of a form decides the mark in force of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRules {
    default: Mark,
    question: Option<QuestionName>,
    own: BTreeMap<QuestionName, Own>,
}

/// What a question says of the marks of its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Own {
    /// Whether they take one.
    takes: bool,
    /// The one they begin with, where it differs from the form's.
    default: Option<Mark>,
    /// None of them is wider.
    widest: Mark,
}

impl Form {
    /// What of it decides the mark in force of an answer.
    #[must_use]
    pub fn mark_rules(&self) -> MarkRules {
        let own = |question: &super::Question| {
            let own = Own {
                takes: question.with.mark,
                default: question.default_mark,
                widest: question.widest_mark,
            };
            (question.name.clone(), own)
        };
        MarkRules {
            default: self.default_mark,
            question: self.default_mark_question.clone(),
            own: self.questions().map(own).collect(),
        }
    }
}

impl MarkRules {
    /// Those of a form of which nothing is known but the mark its answers begin with.
    #[must_use]
    pub const fn plain(default: Mark) -> Self {
        Self {
            default,
            question: None,
            own: BTreeMap::new(),
        }
    }

    /// The question by which a respondent sets the mark of all answers that set none.
    #[must_use]
    pub const fn question(&self) -> Option<&QuestionName> {
        self.question.as_ref()
    }

    /// Whether answers to a question take a mark of their own.
    #[must_use]
    pub fn takes(&self, question: &QuestionName) -> bool {
        self.own.get(question).is_none_or(|own| own.takes)
    }

    /// The mark of an answer that sets none, if the respondent set this one for all. Where question and respondent both set one, the
    /// narrower holds: who lets all answers be named has not yet said so of the one that begins closed.
    #[must_use]
    pub fn default(&self, question: &QuestionName, respondent: Option<Mark>) -> Mark {
        let own = self.own.get(question).and_then(|own| own.default);
        own.max(respondent).unwrap_or(self.default)
    }

    /// What a mark comes to at a question: never wider than it allows.
    #[must_use]
    pub fn force(&self, question: &QuestionName, mark: Mark) -> Mark {
        let own = self.own.get(question);
        own.map_or(mark, |own| mark.max(own.widest))
    }

    /// Whether some answers that set no mark may be used more widely if the respondent's mark for all changes so: from which mark to which.
    #[must_use]
    pub fn widened(&self, before: Option<Mark>, after: Option<Mark>) -> Option<(Mark, Mark)> {
        let plain = Own {
            takes: true,
            default: None,
            widest: Mark::Attributable,
        };
        let own = self.own.values().copied().chain([plain]);
        own.map(|own| {
            let force = |respondent: Option<Mark>| {
                let mark = own.default.max(respondent);
                mark.unwrap_or(self.default).max(own.widest)
            };
            (force(before), force(after))
        })
        .find(|(before, after)| after < before)
    }
}
