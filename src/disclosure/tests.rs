//! The gate against an attacker who tries every world that fits what is shown, and who knows that noughts are shown.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const K: u64 = 3;

fn gate() -> Gate {
    Gate { k: K, silent: K }
}

/// Respondents `from..from + open + protected`, the first `open` of whom may be named.
fn marked(from: u64, open: u64, protected: u64) -> Marked {
    let to = from + open + protected;
    let usable = Set::pack((0..to).map(|row| row >= from));
    Marked::of(usable, &Set::pack((0..to).map(|row| row < from + open)))
}

/// A row whose answers have these parts that may be named and that are protected; `silent` more gave none.
fn class_row(parts: &[(u64, u64)], silent: [u64; 6]) -> ClassRow {
    let mut next = 0;
    let mut answers = Vec::new();
    for (open, protected) in parts {
        answers.push(marked(next, *open, *protected));
        next += open + protected;
    }
    let mut unused = Vec::new();
    for count in silent {
        unused.push(marked(next, 0, count));
        next += count;
    }
    ClassRow {
        universe: Universe::Known(Set::pack((0..next).map(|_| true))),
        answers,
        unused,
        sums: Vec::new(),
    }
}

fn numbers(cells: &[Cell]) -> Vec<Option<u64>> {
    cells.iter().map(|cell| cell.count()).collect()
}

fn answers(parts: &[(u64, u64)]) -> Vec<Option<u64>> {
    let table = gate().classes(&[class_row(parts, [0; 6])]);
    numbers(&table.rows[0].answers)
}

#[test]
fn figures_that_hide_nobody_are_shown() {
    // Enough protected answers, none at all, or only ones that may be named.
    assert_eq!(
        answers(&[(0, 3), (1, 4), (0, 0), (2, 0)]),
        [Some(3), Some(5), Some(0), Some(2)]
    );
}

#[test]
fn one_withheld_figure_takes_another_with_it() {
    // The two of the second answer would follow from the total: the last other goes too.
    assert_eq!(
        answers(&[(0, 9), (0, 2), (0, 4), (0, 0)]),
        [Some(9), None, None, Some(0)]
    );
    // One and three: who knows the rule knows that it was not two and two, and which is the one.
    assert_eq!(
        answers(&[(0, 1), (0, 4), (0, 3), (0, 0)]),
        [None, None, None, Some(0)]
    );
    // An answer of those who may be named is known, so it cannot stand in for another.
    assert_eq!(answers(&[(0, 9), (0, 2), (4, 0)]), [None, None, Some(4)]);
    // Two of one each are no secret: that none of them is nought is known. A third is needed.
    assert_eq!(
        answers(&[(0, 1), (0, 1), (0, 9), (0, 5)]),
        [None, None, Some(9), None]
    );
}

#[test]
fn a_row_in_which_all_agree_is_withheld() {
    assert_eq!(answers(&[(0, 9), (0, 0), (5, 0)]), [None, None, None]);
    let table = gate().classes(&[class_row(&[(0, 9), (0, 0), (5, 0)], [0; 6])]);
    assert_eq!(table.rows[0].base, Cell::Count(14));
}

#[test]
fn answers_that_add_up_to_another_are_looked_at_with_it() {
    let answers = |parts: [u64; 4]| {
        let row = ClassRow {
            sums: vec![vec![0, 2], vec![0, 1]],
            ..class_row(&parts.map(|part| (0, part)), [0; 6])
        };
        numbers(&gate().classes(&[row]).rows[0].answers)
    };
    assert_eq!(answers([5, 4, 3, 6]), [5, 4, 3, 6].map(Some));
    // All named it then; nobody did; all who named it then name it now, and none of the others.
    for parts in [[9, 0, 3, 0], [0, 4, 0, 8], [0, 0, 5, 7]] {
        assert_eq!(answers(parts), [None; 4], "{parts:?}");
    }
    // Two named it now.
    assert_eq!(answers([0, 2, 9, 9]), [None; 4]);
}

#[test]
fn a_row_of_too_few_has_no_base_either() {
    let table = gate().classes(&[class_row(&[(5, 1), (0, 1)], [4, 0, 0, 0, 0, 0])]);
    assert_eq!(table.rows[0].base, Cell::Withheld);
    assert_eq!(numbers(&table.rows[0].answers), [None, None]);
    assert!(
        table.rows[0]
            .unused
            .iter()
            .all(|cell| *cell == Cell::Withheld)
    );
    assert_eq!(table.applied.withheld, 9);
}

#[test]
fn rare_reasons_are_one_class() {
    let apart = gate().classes(&[class_row(&[(0, 9), (0, 9)], [4, 3, 0, 5, 8, 3])]);
    assert!(!apart.applied.folded);
    assert_eq!(numbers(&apart.rows[0].unused), [4, 3, 0, 5, 8, 3].map(Some));
    let rows = [
        class_row(&[(0, 9), (0, 9)], [4, 3, 0, 5, 8, 3]),
        class_row(&[(0, 9), (0, 9)], [4, 2, 0, 5, 8, 3]),
    ];
    let folded = gate().classes(&rows);
    assert!(folded.applied.folded);
    assert_eq!(folded.unused, [Unused::NoUsableAnswer]);
    assert_eq!(numbers(&folded.rows[0].unused), [Some(23)]);
    assert_eq!(numbers(&folded.rows[1].unused), [Some(22)]);
}

#[test]
fn reasons_are_hidden_beside_those_known_by_name_and_where_there_is_one_for_all() {
    // Three without information, two of them known by name: the third would be alone.
    let mut row = class_row(&[(0, 9), (0, 9)], [0; 6]);
    row.unused[0] = marked(18, 2, 1);
    row.universe = Universe::Known(Set::pack((0..21).map(|_| true)));
    assert!(gate().classes(&[row.clone()]).applied.folded);
    row.unused[0] = marked(18, 2, 3);
    row.universe = Universe::Known(Set::pack((0..23).map(|_| true)));
    assert!(!gate().classes(&[row]).applied.folded);
    // All answers are known by name, so everyone else gave one for the Secretariat only.
    let all = class_row(&[(5, 0), (4, 0)], [0, 0, 0, 0, 0, 4]);
    assert!(gate().classes(&[all]).applied.folded);
    let two = class_row(&[(5, 0), (4, 0)], [0, 0, 0, 0, 3, 4]);
    assert!(!gate().classes(&[two]).applied.folded);
}

#[test]
fn who_was_asked_only_for_an_answer_of_its_own_is_protected_too() {
    // Six linked States, two of them protected and silent on the nature of the link.
    let given = marked(0, 0, 6);
    let base = marked(0, 0, 4);
    let row = |named| ChoiceRow {
        universe: Universe::Given(given.clone()),
        base: base.clone(),
        cells: vec![Choice {
            named,
            of: base.clone(),
        }],
    };
    let table = gate().choices(&[row(marked(0, 0, 0))], &[]);
    assert_eq!(table.rows[0].unused, Cell::Withheld);
    assert_eq!(table.rows[0].base, Cell::Count(4));
    assert_eq!(numbers(&table.rows[0].cells), [Some(0)]);
    // Three of four named it: the one who did not would be known.
    let table = gate().choices(&[row(marked(0, 0, 3))], &[]);
    assert_eq!(numbers(&table.rows[0].cells), [None]);
}

#[test]
fn a_group_asks_for_more_and_never_for_less() {
    use crate::form::name::{Code, FormName};
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let mut round = Round {
        code: Code::parse("2026").unwrap(),
        form: FormName::parse("para11").unwrap(),
        form_version: String::new(),
        opens: day,
        closes: day,
        period: crate::round::Period::five_years_before(day),
        threshold: 3,
        group_threshold: 5,
        sample: false,
    };
    assert_eq!((Gate::world(&round).k, Gate::group(&round).k), (3, 5));
    round.group_threshold = 2;
    assert_eq!(Gate::group(&round).k, 3);
}

/// All ways to spread at most `most` respondents over `width` parts: every world that an attacker can think of.
fn worlds(width: usize, most: u64) -> Vec<Vec<u64>> {
    (0..width).fold(vec![Vec::new()], |worlds, _| {
        let longer = |world: &Vec<u64>| {
            let left = most - world.iter().sum::<u64>();
            (0..=left)
                .map(|n| [world.as_slice(), &[n]].concat())
                .collect::<Vec<_>>()
        };
        worlds.iter().flat_map(longer).collect()
    })
}

/// Worlds by what a reader sees of them: who knows the rules tells apart no more than this.
fn seen<T: Ord>(worlds: &[Vec<u64>], see: impl Fn(&[u64]) -> T) -> BTreeMap<T, Vec<&Vec<u64>>> {
    worlds.iter().fold(BTreeMap::new(), |mut seen, world| {
        seen.entry(see(world)).or_insert_with(Vec::new).push(world);
        seen
    })
}

#[test]
fn nobody_who_knows_the_rules_can_work_out_a_withheld_answer() {
    for width in 2..=4 {
        let worlds = worlds(width, 11);
        let see = |world: &[u64]| {
            let parts: Vec<_> = world.iter().map(|part| (0, *part)).collect();
            let table = gate().classes(&[class_row(&parts, [0; 6])]);
            let row = &table.rows[0];
            (row.base.count(), numbers(&row.answers))
        };
        for ((base, answers), alike) in seen(&worlds, see) {
            for (at, _) in answers.iter().enumerate().filter(|(_, n)| n.is_none()) {
                let possible: BTreeSet<u64> = alike.iter().map(|world| world[at]).collect();
                assert!(
                    possible.len() > 1,
                    "{base:?}, {answers:?} gives away answer {at}: {possible:?}"
                );
            }
        }
    }
}

#[test]
fn nobody_can_work_out_a_need_that_no_figure_may_show() {
    // The four kinds of States: need and help, need without help, help without need, neither.
    let worlds = worlds(4, 9);
    let sums: [&[usize]; 9] = [
        &[0],
        &[1],
        &[2],
        &[3],
        &[0, 1],
        &[0, 2],
        &[2, 3],
        &[1, 3],
        &[0, 3],
    ];
    let see = |world: &[u64]| {
        let base = marked(0, 0, world.iter().sum());
        let needs = marked(0, 0, world[0] + world[1]);
        let helped = marked(0, 0, world[0]).or(&marked(world[0] + world[1], 0, world[2]));
        let gap = needs.without(&helped);
        let of = base.clone();
        let row = ChoiceRow {
            universe: Universe::Known(base.usable().clone()),
            base,
            cells: [needs, helped, gap]
                .map(|named| Choice {
                    named,
                    of: of.clone(),
                })
                .to_vec(),
        };
        let (at, of, without) = (2, 0, 1);
        let table = gate().choices(&[row], &[Relation::Difference { at, of, without }]);
        (table.rows[0].base.count(), numbers(&table.rows[0].cells))
    };
    for (shown, alike) in seen(&worlds, see) {
        // What follows with certainty must be nought or enough to hide in.
        for sum in sums {
            let value = |world: &&Vec<u64>| sum.iter().map(|at| world[*at]).sum::<u64>();
            let possible: BTreeSet<u64> = alike.iter().map(value).collect();
            if let [only] = possible.iter().copied().collect::<Vec<_>>()[..] {
                assert!(
                    only == 0 || only >= K,
                    "{shown:?} gives away {sum:?} = {only}"
                );
            }
        }
    }
}

#[test]
fn a_choice_that_all_made_does_not_follow_from_the_others() {
    // Each of four named something, nobody the first two: the third must hold them all.
    let base = marked(0, 0, 4);
    let row = ChoiceRow {
        universe: Universe::Known(base.usable().clone()),
        cells: [0, 0, 4]
            .map(|named| Choice {
                named: marked(0, 0, named),
                of: base.clone(),
            })
            .to_vec(),
        base,
    };
    let table = gate().choices(&[row], &[]);
    assert_eq!(numbers(&table.rows[0].cells), [None, None, None]);
    assert_eq!(table.rows[0].base, Cell::Count(4));
}

proptest! {
    #[test]
    fn no_shown_figure_breaks_a_rule(
        rows in proptest::collection::vec(
            (proptest::collection::vec((0_u64..4, 0_u64..9), 2..6), proptest::array::uniform6(0_u64..6)), 1..4),
    ) {
        let inside: Vec<_> = rows.iter().map(|(parts, silent)| class_row(parts, *silent)).collect();
        let table = gate().classes(&inside);
        let mut withheld = 0;
        for (row, (parts, silent)) in table.rows.iter().zip(&rows) {
            let total: u64 = parts.iter().map(|(_, protected)| protected).sum();
            let everyone: u64 = parts.iter().map(|(open, protected)| open + protected).sum();
            prop_assert!(row.base == Cell::Count(everyone) || (row.base == Cell::Withheld && total > 0 && total < K));
            let mut hidden = (0, 0);
            for (cell, (open, protected)) in row.answers.iter().zip(parts) {
                match cell {
                    Cell::Count(n) => {
                        prop_assert_eq!(*n, open + protected);
                        prop_assert!(*protected == 0 || (*protected >= K && *protected < total));
                    }
                    Cell::Withheld => hidden = (hidden.0 + 1, hidden.1 + protected),
                }
            }
            let all = row.answers.iter().all(|cell| *cell == Cell::Withheld);
            prop_assert!(hidden.0 == 0 || all || (hidden.0 > 1 && hidden.1 >= K + 2), "{:?}", row);
            withheld += hidden.0 + usize::from(row.base == Cell::Withheld);
            withheld += row.unused.iter().filter(|cell| **cell == Cell::Withheld).count();
            if table.applied.folded && row.base != Cell::Withheld {
                prop_assert_eq!(numbers(&row.unused), vec![Some(silent.iter().sum::<u64>())]);
            }
        }
        prop_assert_eq!(table.applied.withheld, withheld);
        let folded = |(parts, silent): &(Vec<(u64, u64)>, [u64; 6])| {
            let answers: u64 = parts.iter().map(|(_, protected)| protected).sum();
            let all = answers + silent.iter().sum::<u64>();
            silent.iter().any(|n| *n > 0 && (*n < K || *n == all))
        };
        prop_assert_eq!(table.applied.folded, rows.iter().any(folded));
    }
}
