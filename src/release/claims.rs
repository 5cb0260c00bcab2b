//! What must not follow: what charts count of single respondents, and that an answer exists and is not given.

use std::collections::BTreeSet;

use super::scene::{Other, Scene};
use crate::chart::statements::Statement;
use crate::dataset::{Dataset, Missing, Set, State};
use crate::form::Mark;
use crate::form::name::{Code, FieldName};
use crate::reply::AnswerKey;

/// Something that is true of some respondents and must not follow.
pub(super) struct Claim {
    /// In which answers it stands: one, or any of some rows of a question.
    pub(super) keys: Vec<AnswerKey>,
    /// Which choices were named in which field; none where it is that an answer exists and is not given.
    pub(super) named: Option<(FieldName, Vec<Code>)>,
    /// Of whom it is true.
    pub(super) whole: Set,
    /// Of whom it is true and not known to everybody.
    pub(super) closed: Set,
}

impl Claim {
    /// Whether it is true of a respondent, and is not in another reply of it.
    pub(super) fn is_refuted_by(&self, other: &Other, dataset: &Dataset) -> bool {
        let still = |key: &AnswerKey| {
            if other.keys.contains(key) {
                self.holds_in(&other.reply, 0, key)
            } else {
                self.holds_in(dataset, other.place, key)
            }
        };
        self.closed.contains(other.place)
            && self.keys.iter().any(|key| other.keys.contains(key))
            && !self.keys.iter().any(still)
    }

    /// Whether an answer of a respondent, by its place, makes it true.
    pub(super) fn holds_in(&self, dataset: &Dataset, place: usize, key: &AnswerKey) -> bool {
        let Some(item) = dataset.item(&key.question, key.row.as_ref()) else {
            return false;
        };
        match &self.named {
            Some((field, choices)) => item.gave(field, choices).contains(place),
            None => item.states().get(place) == Some(&State::Missing(Missing::NotDisclosed)),
        }
    }
}

/// What charts count of single respondents, and that an answer exists and is not given.
///
/// That an answer is not given cannot be kept from anybody where it is known to be one that would be told by name: where the question
/// takes no mark of its own and the respondent's answers are told by name.
pub(super) fn claims(scene: &Scene<'_>) -> Vec<Claim> {
    let replies = &scene.replies;
    let dataset = replies.dataset;
    let statements = replies.charts.statements(replies.form, dataset.round());
    let mut claims = Vec::new();
    let keys = statements.iter().flat_map(|one| one.keys.iter().cloned());
    let keys: BTreeSet<AnswerKey> = keys.collect();
    for Statement {
        keys,
        field,
        choices,
    } in statements
    {
        let (mut whole, mut known) = (Set::default(), Set::default());
        for key in &keys {
            if let Some(item) = dataset.item(&key.question, key.row.as_ref()) {
                // Who said it for the Secretariat only said it, too: a world in which only the mark is another one protects nobody.
                whole.add(&item.gave(&field, &choices));
                let named = item.named(&field, &choices);
                known.add(&named.usable().and_not(&named.closed()));
            }
        }
        claims.push(Claim {
            closed: whole.and_not(&known),
            whole,
            named: Some((field, choices)),
            keys,
        });
    }
    for key in keys {
        if let Some(item) = dataset.item(&key.question, key.row.as_ref()) {
            let silent = State::Missing(Missing::NotDisclosed);
            let whole = Set::pack(item.states().iter().map(|state| *state == silent));
            let question = replies.form.question(key.question.as_str());
            let takes_mark = question.is_some_and(|question| question.with.mark);
            let marks = item.marks().iter();
            let could_be = marks.map(|mark| takes_mark || *mark != Mark::Attributable);
            claims.push(Claim {
                closed: whole.and(&Set::pack(could_be)),
                keys: vec![key],
                named: None,
                whole,
            });
        }
    }
    claims
}
