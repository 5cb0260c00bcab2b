//! How far answers may be used before they say so themselves: what of a form decides it.

use std::collections::BTreeMap;

use super::name::QuestionName;
use super::{Form, Mark};

/// What of a form decides the mark in force of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkRules {
    default: Mark,
    question: Option<QuestionName>,
    /// Of each question: whether its answers take a mark, and the mark they begin with, where it differs.
    own: BTreeMap<QuestionName, (bool, Option<Mark>)>,
}

impl Form {
    /// What of it decides the mark in force of an answer.
    #[must_use]
    pub fn mark_rules(&self) -> MarkRules {
        let own = |question: &super::Question| {
            let own = (question.with.mark, question.default_mark);
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
        self.own.get(question).is_none_or(|(takes, _)| *takes)
    }

    /// The mark of an answer that sets none, if the respondent set this one for all. Where question and respondent both set one, the
    /// narrower holds: who lets all answers be named has not yet said so of the one that begins closed.
    #[must_use]
    pub fn default(&self, question: &QuestionName, respondent: Option<Mark>) -> Mark {
        let own = self.own.get(question).and_then(|(_, own)| *own);
        own.max(respondent).unwrap_or(self.default)
    }

    /// Whether some answers that set no mark may be used more widely if the respondent's mark for all changes so: from which mark to which.
    #[must_use]
    pub fn widened(&self, before: Option<Mark>, after: Option<Mark>) -> Option<(Mark, Mark)> {
        let own = self.own.values().map(|(_, own)| *own);
        own.chain([None])
            .map(|own| {
                let force = |respondent: Option<Mark>| own.max(respondent).unwrap_or(self.default);
                (force(before), force(after))
            })
            .find(|(before, after)| after < before)
    }
}
