//! Which choices are named together: each respondent stands in one combination.

use std::collections::BTreeMap;

use super::subject::Subjects;
use super::{CountError, Source, counted, interface};
use crate::chart::catalog::{Asked, Chart, TURNED};
use crate::chart::figure::Role;
use crate::chart::numbers::{Head, Label, Line, Numbers};
use crate::dataset::{Marked, Set};
use crate::disclosure::{Choice, ChoiceRow, ClassRow, Universe};
use crate::form::name::{Code, FieldName, ListName};

/// With what the code of a combination begins, so that one of a single choice is not taken for the choice.
pub(in crate::chart) const ONLY: &str = "only:";

/// The code of the line of all other combinations.
pub(in crate::chart) const OTHERS: &str = "other_combinations";

pub(super) fn count(
    chart: &Chart,
    source: &Source<'_>,
    asked: &Asked,
    field: &FieldName,
    list: &ListName,
    most: usize,
) -> Result<Numbers, CountError> {
    let subjects = Subjects::of(chart, source, asked)?;
    let (Some(subject), Some(found)) = (subjects.list.first(), source.form.list(list.as_str()))
    else {
        return Err(CountError::Question(asked.question.clone()));
    };
    let codes: Vec<&Code> = found.choices.iter().map(|choice| &choice.code).collect();
    let base = subject.base();
    let named: Vec<Marked> = codes
        .iter()
        .map(|code| base.and(&subject.named(field, std::slice::from_ref(code))))
        .collect();
    let gate = subjects.gate;
    let row = totals(subject.universe.clone(), &base, &named);
    let totals = gate.choices(&[row], &[]);
    let combinations = apart(
        source,
        &base,
        &named,
        |part| gate.may_stand_apart(part),
        most,
    );
    let mut rest = base.clone();
    for (_, part) in &combinations {
        rest = rest.without(part);
    }
    let parts = combinations.iter().map(|(_, part)| part.clone());
    let classes = gate.classes(&[ClassRow::together(
        subject.universe.clone(),
        parts.chain([rest]).collect(),
    )]);
    let (Some(total), Some(class)) = (totals.rows.first(), classes.rows.first()) else {
        return Err(CountError::Question(asked.question.clone()));
    };
    let choices = codes.iter().map(|code| {
        let label = Label::Choice(list.clone(), (*code).clone());
        (code.to_string(), label)
    });
    let together = combinations.iter().map(|(at, _)| {
        let members = at.iter().filter_map(|at| codes.get(*at).copied().cloned());
        let members: Vec<Code> = members.collect();
        let code = members.iter().map(Code::as_str).collect::<Vec<_>>();
        let code = format!("{ONLY}{}", code.join("+"));
        (code, Label::Together(list.clone(), members))
    });
    let others = [(OTHERS.to_owned(), interface("chart-other-combinations"))];
    let cells = total.cells.iter().chain(&class.answers);
    let lines = choices.chain(together).chain(others).zip(cells);
    let lines = lines.map(|((code, label), cell)| Line {
        code,
        label,
        role: Role::Answer,
        base: total.base.into(),
        cells: vec![(*cell).into()],
    });
    let head = Head {
        code: TURNED.to_owned(),
        label: interface("chart-states"),
        role: Role::Answer,
    };
    let applied = totals.applied.and(&classes.applied);
    Ok(counted(source, vec![head], lines.collect(), &applied))
}

/// The choices by themselves.
fn totals(universe: Universe, base: &Marked, named: &[Marked]) -> ChoiceRow {
    let cells = named.iter().map(|named| Choice {
        named: named.clone(),
        of: base.clone(),
    });
    ChoiceRow {
        cells: cells.collect(),
        universe,
        base: base.clone(),
    }
}

/// The most frequent combinations that may stand apart, by the places of their choices; at most so many.
fn apart(
    source: &Source<'_>,
    base: &Marked,
    named: &[Marked],
    may_stand_apart: impl Fn(&Marked) -> bool,
    most: usize,
) -> Vec<(Vec<usize>, Marked)> {
    let places = 0..source.dataset.respondents().len();
    let mut members: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for place in places.clone().filter(|at| base.usable().contains(*at)) {
        let chosen = named.iter().enumerate();
        let chosen = chosen.filter(|(_, one)| one.usable().contains(place));
        let key = chosen.map(|(at, _)| at).collect();
        members.entry(key).or_default().push(place);
    }
    let mut all: Vec<(Vec<usize>, Marked)> = members
        .into_iter()
        .filter(|(key, _)| !key.is_empty())
        .map(|(key, members)| {
            let set = Set::pack(places.clone().map(|at| members.binary_search(&at).is_ok()));
            (key, base.within(&set))
        })
        .filter(|(_, part)| may_stand_apart(part))
        .collect();
    all.sort_by_key(|(_, part)| std::cmp::Reverse(part.count()));
    all.truncate(most);
    all
}
