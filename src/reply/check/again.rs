//! The check of a draft in which some answers changed: only of what these answers can have changed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Answer, AnswerKey};
use super::{Checker, Draft, RawAnswers};
use crate::form::Form;
use crate::form::name::QuestionName;

/// Checks a draft again with some answers typed anew. It gives what a check of everything would: a question comes out as before if nothing
/// of it was typed anew and none that its rules look at came out otherwise.
pub(in crate::reply) fn check_again(form: &Form, before: &Draft, typed: RawAnswers) -> Draft {
    let mut draft = before.clone();
    let mut touched = BTreeSet::new();
    for (key, raw) in typed {
        touched.insert(key.question.clone());
        draft.raw.insert(key, raw);
    }
    let mut findings = std::mem::take(&mut draft.findings).into_iter().peekable();
    let mut checker = Checker::new(form, draft);
    let mut moved: BTreeSet<&QuestionName> = BTreeSet::new();
    for question in form.questions() {
        let name = &question.name;
        let of_this = std::iter::from_fn(|| findings.next_if(|found| found.key.question == *name));
        let stays = !touched.contains(name)
            && (moved.is_empty() || !question.looks_at().any(|other| moved.contains(other)));
        if stays {
            checker.draft.findings.extend(of_this);
            continue;
        }
        of_this.for_each(drop);
        let rows = checker.draft.asked.remove(name);
        let answers = take_answers(&mut checker.draft.answers, name);
        checker.step(question);
        let now = &checker.draft;
        if now.asked.get(name) != rows.as_ref() || !answers_of(&now.answers, name).eq(&answers) {
            moved.insert(name);
        }
    }
    checker.draft
}

fn answers_of<'a>(
    answers: &'a BTreeMap<AnswerKey, Answer>,
    question: &'a QuestionName,
) -> impl Iterator<Item = (&'a AnswerKey, &'a Answer)> {
    let first = AnswerKey {
        question: question.clone(),
        row: None,
    };
    let answers = answers.range(first..);
    answers.take_while(move |(key, _)| key.question == *question)
}

fn take_answers(
    answers: &mut BTreeMap<AnswerKey, Answer>,
    question: &QuestionName,
) -> BTreeMap<AnswerKey, Answer> {
    let keys: Vec<_> = answers_of(answers, question)
        .map(|(key, _)| key.clone())
        .collect();
    keys.into_iter()
        .filter_map(|key| answers.remove_entry(&key))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{catalog, file};
    use crate::reply::Facts;
    use crate::reply::sample::{self, Plan};
    use crate::reply::trial;
    use crate::round::Respondent;

    /// What two States typed into the shipped questionnaire.
    struct Two {
        form: Form,
        facts: Facts,
        one: RawAnswers,
        other: RawAnswers,
    }

    fn two() -> Two {
        let form = file::load(&catalog::shipped().remove("para11").unwrap()).unwrap();
        let plan = Plan::parse(&form, catalog::sample_plan("para11").unwrap()).unwrap();
        let facts = trial::facts();
        let typed = |seed| {
            let states = form.list(form.respondents.as_str()).unwrap();
            let choice = &states.choices[0];
            let respondent = Respondent {
                code: choice.code.clone(),
                facts: choice.facts.clone(),
            };
            let facts = Facts {
                respondent: respondent.code.clone(),
                ..facts.clone()
            };
            sample::reply(&form, &facts, &respondent, &plan, seed).unwrap()
        };
        let (one, other) = (typed(1), typed(2));
        Two {
            form,
            facts,
            one,
            other,
        }
    }

    /// Everything that a draft holds.
    fn all(draft: &Draft) -> String {
        format!("{draft:#?}")
    }

    #[test]
    fn a_check_after_each_change_gives_what_a_check_of_everything_gives() {
        let two = two();
        let mut draft = Draft::check(&two.form, &two.facts, two.one.clone());
        let keys: BTreeSet<_> = two.one.keys().chain(two.other.keys()).cloned().collect();
        let mut steps = 0;
        // One State's reply becomes the other's, answer by answer, from the end and from the start: rules look back.
        for key in keys.iter().rev().step_by(3).chain(keys.iter()) {
            let raw = two.other.get(key).cloned().unwrap_or_default();
            if draft.raw().get(key) == Some(&raw) {
                continue;
            }
            draft = draft.with(&two.form, [(key.clone(), raw)].into());
            let whole = Draft::check(&two.form, &two.facts, draft.raw().clone());
            assert!(all(&draft) == all(&whole), "after {key}");
            steps += 1;
        }
        assert!(steps > 100, "the two replies hardly differ: {steps}");
    }

    #[test]
    fn what_looks_at_no_changed_question_is_not_checked_again() {
        let two = two();
        let mut draft = Draft::check(&two.form, &two.facts, two.one.clone());
        // A trace that a check of everything would wipe out.
        draft.findings.clear();
        let (key, raw) = two.other.iter().next().unwrap();
        let again = draft.with(&two.form, [(key.clone(), raw.clone())].into());
        let whole = Draft::check(&two.form, &two.facts, again.raw().clone());
        assert!(again.findings().len() < whole.findings().len());
    }
}
