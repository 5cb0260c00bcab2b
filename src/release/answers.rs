//! Answers by number, so that sets of them are bits: which of them a reply has, and which are not known to everybody.

use std::collections::{BTreeMap, BTreeSet};

use super::scene::Scene;
use crate::dataset::Set;
use crate::form::Form;
use crate::form::name::{Code, QuestionName, SectionName};
use crate::reply::AnswerKey;

/// The answers of all replies of a release.
pub(super) struct Answers {
    keys: Vec<AnswerKey>,
    numbers: BTreeMap<AnswerKey, usize>,
    /// By respondent: those that its reply has.
    present: Vec<Set>,
    /// By respondent: those that are not known to everybody.
    closed: Vec<Set>,
    /// By respondent: those that have a value.
    answered: Vec<Set>,
    by_question: BTreeMap<QuestionName, Set>,
    by_section: BTreeMap<SectionName, Set>,
    by_row: BTreeMap<Code, Set>,
}

impl Answers {
    /// Numbers the answers.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let places = 0..scene.replies.dataset.respondents().len();
        let all = places.clone().flat_map(|place| scene.keys(place));
        let keys: BTreeSet<&AnswerKey> = all.collect();
        let keys: Vec<AnswerKey> = keys.into_iter().cloned().collect();
        let closed = |place| Set::pack(keys.iter().map(|key| scene.is_free(place, key)));
        let answered = |place| Set::pack(keys.iter().map(|key| scene.answered(place, key)));
        let present = |place| {
            let own: BTreeSet<&AnswerKey> = scene.keys(place).collect();
            Set::pack(keys.iter().map(|key| own.contains(key)))
        };
        let mut answers = Self {
            numbers: keys.iter().cloned().zip(0..).collect(),
            present: places.clone().map(present).collect(),
            closed: places.clone().map(closed).collect(),
            answered: places.map(answered).collect(),
            by_question: BTreeMap::new(),
            by_section: BTreeMap::new(),
            by_row: BTreeMap::new(),
            keys,
        };
        answers.group(scene.replies.form);
        answers
    }

    fn group(&mut self, form: &Form) {
        for (number, key) in self.keys.iter().enumerate() {
            let question = self.by_question.entry(key.question.clone());
            question.or_default().put(number, true);
            if let Some(question) = form.question(key.question.as_str()) {
                let section = self.by_section.entry(question.section.clone());
                section.or_default().put(number, true);
            }
            if let Some(row) = &key.row {
                self.by_row
                    .entry(row.clone())
                    .or_default()
                    .put(number, true);
            }
        }
    }

    /// Whether an answer is in a set.
    pub(super) fn holds(&self, set: &Set, key: &AnswerKey) -> bool {
        self.numbers.get(key).is_some_and(|at| set.contains(*at))
    }

    /// The answers of a set.
    pub(super) fn keys(&self, set: &Set) -> BTreeSet<AnswerKey> {
        let keys = self.keys.iter().enumerate();
        let keys = keys.filter(|(at, _)| set.contains(*at));
        keys.map(|(_, key)| key.clone()).collect()
    }

    /// Those that one of two replies has and that are closed in the first.
    pub(super) fn closed(&self, one: usize, other: usize) -> Set {
        let (Some(closed), Some(present), Some(there)) = (
            self.closed.get(one),
            self.present.get(one),
            self.present.get(other),
        ) else {
            return Set::default();
        };
        let mut all = present.clone();
        all.add(there);
        all.and(closed)
    }

    /// Those that one of two replies has and that are closed in both.
    pub(super) fn both_closed(&self, one: usize, other: usize) -> Set {
        self.closed(one, other).and(&self.closed(other, one))
    }

    /// Those that have a value in both replies.
    pub(super) fn answered(&self, one: usize, other: usize) -> Set {
        let (one, other) = (self.answered.get(one), self.answered.get(other));
        one.zip(other)
            .map(|(one, other)| one.and(other))
            .unwrap_or_default()
    }

    /// An answer alone.
    pub(super) fn itself(&self, key: &AnswerKey) -> Set {
        let mut itself = Set::default();
        if let Some(at) = self.numbers.get(key) {
            itself.put(*at, true);
        }
        itself
    }

    /// The answers to the questions of its section in the row of an answer.
    pub(super) fn row(&self, form: &Form, key: &AnswerKey) -> Set {
        let question = form.question(key.question.as_str());
        let section = question.and_then(|question| self.by_section.get(&question.section));
        let row = key.row.as_ref().and_then(|row| self.by_row.get(row));
        section
            .zip(row)
            .map(|(section, row)| section.and(row))
            .unwrap_or_default()
    }

    /// Parts of a set with one answer in it, or with some rows of a question, the fewest first, since what they touch is counted again in
    /// few charts: itself, those to its question, those to the questions of its section in its row, those to all questions of its section.
    pub(super) fn parts(&self, form: &Form, keys: &[AnswerKey], all: &Set) -> Vec<Set> {
        let Some(key) = keys.iter().find(|key| self.holds(all, key)) else {
            return Vec::new();
        };
        let question = form.question(key.question.as_str());
        let section = question.and_then(|question| self.by_section.get(&question.section));
        let own = self.by_question.get(&key.question);
        let in_row = (keys.len() == 1 && key.row.is_some()).then(|| self.row(form, key));
        let mut those = Set::default();
        for key in keys {
            those.add(&self.itself(key));
        }
        let parts = [Some(those), own.cloned(), in_row, section.cloned()];
        let mut parts: Vec<Set> = parts
            .into_iter()
            .flatten()
            .map(|part| part.and(all))
            .collect();
        parts.dedup();
        parts
    }
}
