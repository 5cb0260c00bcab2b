//! Invented values of fields.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::prelude::ToPrimitive;

use super::Maker;
use super::dice::Dice;
use crate::form::name::{Code, FieldName};
use crate::form::{Choice, Field, FieldKind, Length, Question};

/// Share of fields that are not required and are filled in all the same.
const OPTIONAL: u64 = 75;
/// Greatest distance of a number from its least value, where no plan says more.
const USUAL: i64 = 2_000;
/// Most boxes that are ticked of many.
const MOST_BOXES: usize = 4;
/// How much more than another the choice weighs that a field begins with.
const DEFAULT: u64 = 4;

impl<'f> Maker<'f> {
    /// Values of one answer; if `plain`, of required fields only.
    pub(super) fn values(
        &mut self,
        question: &'f Question,
        row: Option<&Code>,
        plain: bool,
    ) -> BTreeMap<FieldName, Vec<String>> {
        let mut values = BTreeMap::new();
        let is_single = question.fields.len() == 1;
        for field in &question.fields {
            let wanted = field.required || is_single || !plain && self.dice.chance(OPTIONAL);
            if wanted && let Some(value) = self.value(question, field, row) {
                values.insert(field.name.clone(), value);
            }
        }
        // An answer is not nothing but left-out options.
        if values.is_empty() {
            let field = question.fields.iter().find_map(|field| {
                let value = self.value(question, field, row)?;
                Some((field.name.clone(), value))
            });
            values.extend(field);
        }
        values
    }

    /// A value; `None` where nothing can be chosen or invented.
    fn value(
        &mut self,
        question: &'f Question,
        field: &'f Field,
        row: Option<&Code>,
    ) -> Option<Vec<String>> {
        let one = |value: String| Some(vec![value]);
        match &field.kind {
            FieldKind::Single(_) => self
                .choose(question, field, row, 1)
                .into_iter()
                .next()
                .and_then(one),
            FieldKind::Multiple {
                exclusive,
                min,
                max,
                ..
            } => {
                let most = max.unwrap_or(MOST_BOXES).min(MOST_BOXES.max(*min));
                let count = self.count((*min).max(1), most);
                let mut chosen = self.choose(question, field, row, count);
                let excludes = |code: &String| exclusive.iter().any(|other| other.as_str() == code);
                match chosen.first() {
                    Some(first) if excludes(first) => chosen.truncate(1),
                    _ => chosen.retain(|code| !excludes(code)),
                }
                Some(chosen).filter(|chosen| !chosen.is_empty())
            }
            FieldKind::Ranked { min, max, .. } => {
                let count = self.count((*min).max(1), *max);
                let chosen = self.choose(question, field, row, count);
                Some(chosen).filter(|chosen| !chosen.is_empty() && chosen.len() >= *min)
            }
            FieldKind::Text(length) => one(self.words("text", *length)),
            FieldKind::LongText(length) => one(self.words(
                "account, made by a program; it says nothing about any respondent:",
                *length,
            )),
            FieldKind::Email => one("SAMPLE@example.org".to_owned()),
            FieldKind::Integer { min, max } => {
                one(self.number(question, field, row, *min, *max).to_string())
            }
            FieldKind::Decimal { min, max } => {
                let (least, most) = (
                    min.ceil().to_i64()?,
                    max.floor().to_i64().unwrap_or(i64::MAX),
                );
                one(self.number(question, field, row, least, most).to_string())
            }
            FieldKind::Year { min, max } => {
                let facts = self.checker.draft.facts();
                let last = max
                    .unwrap_or(facts.period.last)
                    .min(facts.period.last)
                    .max(*min);
                let first = facts.period.first.max(*min).min(last);
                one(self.dice.between(first.into(), last.into()).to_string())
            }
            FieldKind::Date => one(self.day().to_string()),
            FieldKind::DateRange => {
                let (one, other) = (self.day(), self.day());
                Some(vec![one.min(other).to_string(), one.max(other).to_string()])
            }
            FieldKind::Tick => one("yes".to_owned()),
            FieldKind::File | FieldKind::Prefilled(_) => None,
        }
    }

    fn count(&mut self, least: usize, most: usize) -> usize {
        let span = most.saturating_sub(least).saturating_add(1);
        let more = self.dice.below(u64::try_from(span).unwrap_or(1));
        least.saturating_add(usize::try_from(more).unwrap_or(0))
    }

    /// So many of the choices offered, by their weights, none twice; fewer if fewer are offered.
    fn choose(
        &mut self,
        question: &'f Question,
        field: &'f Field,
        row: Option<&Code>,
        count: usize,
    ) -> Vec<String> {
        let offered: Vec<&Choice> =
            self.checker
                .draft
                .choices(self.form, question, &field.kind, row);
        let place = (question, &field.name, row);
        let mut weights: Vec<u64> = offered
            .iter()
            .map(|choice| {
                let weight = self.plan.weight(
                    self.seed,
                    self.respondent,
                    &self.checker.draft,
                    place,
                    &choice.code,
                );
                let is_default = field.default.as_deref() == Some(choice.code.as_str());
                weight.saturating_mul(if is_default { DEFAULT } else { 1 })
            })
            .collect();
        let mut chosen = Vec::new();
        while chosen.len() < count
            && let Some(place) = self.dice.weigh(&weights)
        {
            if let (Some(weight), Some(choice)) = (weights.get_mut(place), offered.get(place)) {
                *weight = 0;
                chosen.push(choice.code.to_string());
            }
        }
        chosen
    }

    fn words(&mut self, what: &str, length: Length) -> String {
        let mut text = self.text(what);
        while text.chars().count() < length.min {
            text.push_str(" SAMPLE");
        }
        let text: String = text.chars().take(length.max).collect();
        text.trim_end().to_owned()
    }

    /// A number within bounds. The rows of one field lie near each other, as figures of following years do; small numbers are as likely
    /// as large ones.
    fn number(
        &mut self,
        question: &Question,
        field: &Field,
        row: Option<&Code>,
        min: i64,
        max: i64,
    ) -> i64 {
        let usual = (min, max.min(min.saturating_add(USUAL)));
        let planned = self.plan.range(self.respondent, question, &field.name);
        let (low, high) = planned.map_or(usual, |(low, high)| {
            (low.clamp(min, max), high.clamp(min, max))
        });
        let words = [
            self.respondent.code.as_str(),
            question.name.as_str(),
            field.name.as_str(),
        ];
        let mut base = Dice::new(self.seed, &words);
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        let bits = u64::from(u64::BITS - span.leading_zeros());
        let reach = 1_u64
            .checked_shl(u32::try_from(base.below(bits + 1)).unwrap_or(0))
            .unwrap_or(1);
        let distance = base.below(reach).min(span);
        let distance = match row {
            Some(_) => distance.saturating_mul(60 + self.dice.below(80)) / 100,
            None => distance,
        };
        low.saturating_add_unsigned(distance.min(span))
    }

    /// A day of the reference period, not after the day of the check.
    fn day(&mut self) -> NaiveDate {
        let facts = self.checker.draft.facts();
        let today = facts.today;
        let first =
            NaiveDate::from_ymd_opt(facts.period.first.min(today.year()), 1, 1).unwrap_or(today);
        let days = u64::try_from((today - first).num_days()).unwrap_or(0);
        let back = Days::new(self.dice.below(days.saturating_add(1)));
        today.checked_sub_days(back).unwrap_or(today)
    }
}
