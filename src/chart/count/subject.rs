//! The rows of a chart before they are counted: whose answers, to what.

use super::{CountError, Source, interface, item, question, row_words, rows};
use crate::chart::catalog::{Asked, Chart, Lines};
use crate::chart::numbers::Label;
use crate::dataset::{Dataset, Item, Marked, Set};
use crate::disclosure::{Gate, Universe};
use crate::form::name::{Code, FieldName};

/// A row.
pub(super) struct Subject<'a> {
    pub(super) code: String,
    pub(super) label: Label,
    /// The row of the question, where it is one.
    pub(super) row: Option<Code>,
    /// Answers that count in it: those to one row, or to all rows of the question.
    items: Vec<&'a Item>,
    /// Of whom it speaks.
    pub(super) universe: Universe,
}

impl Subject<'_> {
    /// The only item, where answers add up: one answer a respondent. The check lets no question with rows be taken together there.
    pub(super) fn item(&self, asked: &Asked) -> Result<&Item, CountError> {
        match self.items.as_slice() {
            [item] => Ok(item),
            _ => Err(CountError::Question(asked.question.clone())),
        }
    }

    /// Those who gave a usable answer, in any of its rows.
    fn usable(&self) -> Marked {
        let items = self.items.iter();
        items.fold(Marked::default(), |all, item| all.or(&item.usable()))
    }

    /// Those who named one of these choices, in any of its rows.
    pub(super) fn named(&self, field: &FieldName, choices: &[Code]) -> Marked {
        let items = self.items.iter();
        items.fold(Marked::default(), |all, item| {
            all.or(&item.named(field, choices))
        })
    }

    /// Those of whom it speaks who gave a usable answer.
    pub(super) fn base(&self) -> Marked {
        self.universe.part(&self.usable())
    }
}

/// The rows of a chart with the gate that fits those of whom they speak.
pub(super) struct Subjects<'a> {
    pub(super) list: Vec<Subject<'a>>,
    pub(super) gate: Gate,
    /// How many groups of respondents are in the row of those shown as one.
    pub(super) merged: usize,
}

impl<'a> Subjects<'a> {
    pub(super) fn of(
        chart: &Chart,
        source: &Source<'a>,
        asked: &Asked,
    ) -> Result<Self, CountError> {
        let round = source.dataset.round();
        let question = question(source, &asked.question)?;
        let rows = rows(source, question);
        let group = match &chart.only {
            Some(only) => {
                let fact = source.dataset.fact(&only.fact);
                Some(fact.any_of(std::slice::from_ref(&only.value)))
            }
            None => None,
        };
        let world = if group.is_some() {
            Gate::group(round)
        } else {
            Gate::world(round)
        };
        let all = || -> Result<Vec<&'a Item>, CountError> {
            let items = rows.iter();
            items
                .map(|row| item(source, &asked.question, row.as_ref()))
                .collect()
        };
        let subject = |code, label, row: Option<Code>, items: Vec<&'a Item>| {
            let mut universe = universe(source, asked, &items, row.as_ref())?;
            if let Some(group) = &group {
                universe = narrowed(universe, group);
            }
            Ok::<_, CountError>(Subject {
                code,
                label,
                row,
                items,
                universe,
            })
        };
        let mut merged = 0;
        let (list, gate) = match &asked.lines {
            Lines::Rows => {
                let rows = rows.iter().map(|row| {
                    let (code, label) = row_words(question, row.as_ref());
                    let items = vec![item(source, &asked.question, row.as_ref())?];
                    subject(code, label, row.clone(), items)
                });
                (rows.collect::<Result<_, _>>()?, world)
            }
            Lines::Choices => {
                let (code, label) = row_words(question, None);
                (vec![subject(code, label, None, all()?)?], world)
            }
            Lines::Groups(fact) => {
                let gate = Gate::group(round);
                let mut list = Vec::new();
                for (code, label, members, several) in by_group(source.dataset, gate, fact) {
                    merged = merged.max(several);
                    let mut one = subject(code, label, None, all()?)?;
                    one.universe = narrowed(one.universe, &members);
                    list.push(one);
                }
                (list, gate)
            }
            Lines::Split(conditions) => {
                let mut list = Vec::new();
                for (code, label, condition) in conditions {
                    let mut one = subject(code.clone(), label.clone(), None, all()?)?;
                    let holds = condition.holds(source, None)?;
                    one.universe = Universe::Given(one.universe.part(&holds));
                    list.push(one);
                }
                (list, world)
            }
        };
        Ok(Self { list, gate, merged })
    }
}

impl Asked {
    /// Those who were asked, as a row may speak of them.
    pub(super) fn of(&self, all: Set) -> Universe {
        if self.guarded {
            Universe::Given(Marked::guarded(all))
        } else {
            Universe::Known(all)
        }
    }
}

/// Of whom a row speaks: those asked, or those of whom one of the conditions holds.
fn universe(
    source: &Source<'_>,
    asked: &Asked,
    items: &[&Item],
    row: Option<&Code>,
) -> Result<Universe, CountError> {
    let given = &asked.given;
    if given.is_empty() {
        let mut all = Set::default();
        for item in items {
            all.add(&item.asked());
        }
        return Ok(asked.of(all));
    }
    let mut any = Marked::default();
    for condition in given {
        any = any.or(&condition.holds(source, row)?);
    }
    Ok(Universe::Given(any))
}

fn narrowed(universe: Universe, group: &Set) -> Universe {
    match universe {
        Universe::Known(set) => Universe::Known(set.and(group)),
        Universe::Given(marked) => Universe::Given(marked.within(group)),
    }
}

/// Groups of respondents as they are shown: code, label, members, and how many groups are in it if it is several.
fn by_group(dataset: &Dataset, gate: Gate, fact: &str) -> Vec<(String, Label, Set, usize)> {
    let merged = gate.merged(dataset, groups(dataset, fact));
    let shown = merged.into_iter().map(|group| {
        let (codes, sets): (Vec<_>, Vec<_>) = group.into_iter().unzip();
        let (code, label) = group_words(fact, &codes);
        let mut members = Set::default();
        sets.iter().for_each(|set| members.add(set));
        let several = if codes.len() > 1 { codes.len() } else { 0 };
        (code, label, members, several)
    });
    shown.collect()
}

/// The respondents by a fact, its values in order; those without it last.
pub(super) fn groups(dataset: &Dataset, fact: &str) -> Vec<(Option<Code>, Set)> {
    let sets = dataset.fact(fact);
    let mut groups: Vec<(Option<Code>, Set)> = Vec::new();
    let mut grouped = Set::default();
    for (group, members) in sets.sets() {
        grouped.add(members);
        groups.push((Some(group.clone()), members.clone()));
    }
    let everyone = Set::pack(dataset.respondents().iter().map(|_| true));
    let others = everyone.and_not(&grouped);
    if others.count() > 0 {
        groups.push((None, others));
    }
    groups
}

/// Code and label of one group, or of several shown as one.
pub(super) fn group_words(fact: &str, codes: &[Option<Code>]) -> (String, Label) {
    match codes {
        [one] => {
            let code = one.as_ref().map_or("none", Code::as_str).to_owned();
            (code.clone(), Label::Group(fact.to_owned(), code))
        }
        _ => ("merged".to_owned(), interface("chart-groups-merged")),
    }
}
