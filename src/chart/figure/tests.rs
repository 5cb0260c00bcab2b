//! What a grid refuses, and when a percentage is given.

use super::*;

fn series(role: Role) -> Series {
    Series {
        code: "s".into(),
        label: "S".into(),
        role,
    }
}

fn row(base: u64, cells: Vec<Cell>) -> Row {
    Row {
        code: "r".into(),
        label: "R".into(),
        role: Role::Answer,
        base: Cell::Count(base),
        cells,
    }
}

#[test]
fn percentages_round_halves_upward_and_need_a_base_of_twenty() {
    assert_eq!(Cell::Count(61).per_cent(Cell::Count(84)), Some(73));
    assert_eq!(Cell::Count(1).per_cent(Cell::Count(200)), Some(1));
    assert_eq!(Cell::Count(0).per_cent(Cell::Count(20)), Some(0));
    assert_eq!(Cell::Count(19).per_cent(Cell::Count(19)), None);
    assert_eq!(Cell::Withheld.per_cent(Cell::Count(84)), None);
    assert_eq!(Cell::Count(61).per_cent(Cell::Withheld), None);
}

#[test]
fn what_is_outside_the_base_has_no_percentage() {
    let row = row(84, vec![Cell::Count(61), Cell::Count(90)]);
    assert_eq!(
        row.per_cent(&series(Role::Answer), Cell::Count(61)),
        Some(73)
    );
    assert_eq!(
        row.per_cent(&series(Role::NonResponse), Cell::Count(61)),
        None
    );
    assert!(
        Grid::new(
            vec![series(Role::Answer), series(Role::NonResponse)],
            vec![row]
        )
        .is_ok()
    );
}

#[test]
fn a_rate_follows_from_those_who_did_not_reply() {
    let heads = || {
        vec![
            series(Role::Answer),
            series(Role::Answer),
            series(Role::NonResponse),
        ]
    };
    let open = row(54, vec![Cell::Count(21), Cell::Count(9), Cell::Count(24)]);
    let shut = row(54, vec![Cell::Count(21), Cell::Count(9), Cell::Withheld]);
    let grid = Grid::new(heads(), vec![open, shut]).unwrap();
    assert_eq!(grid.rows()[0].rate(&grid), Some(56));
    assert_eq!(grid.rows()[1].rate(&grid), None);
}

#[test]
fn a_grid_refuses_what_does_not_fit() {
    let wide = Grid::new(
        vec![series(Role::Answer)],
        vec![row(84, vec![Cell::Count(1), Cell::Count(2)])],
    );
    assert!(matches!(
        wide,
        Err(FigureError::Width {
            found: 2,
            expected: 1,
            ..
        })
    ));
    let over = Grid::new(
        vec![series(Role::Answer)],
        vec![row(84, vec![Cell::Count(85)])],
    );
    assert!(matches!(
        over,
        Err(FigureError::OverBase {
            count: 85,
            base: 84,
            ..
        })
    ));
    let total = Grid::new(vec![series(Role::Total)], Vec::new());
    assert!(matches!(
        total,
        Err(FigureError::Role {
            role: Role::Total,
            ..
        })
    ));
}

#[test]
fn a_grid_read_back_is_checked_again() {
    let grid = Grid::new(
        vec![series(Role::Answer)],
        vec![row(84, vec![Cell::Count(61)])],
    )
    .unwrap();
    let text = serde_json::to_string(&grid).unwrap();
    assert_eq!(serde_json::from_str::<Grid>(&text).unwrap(), grid);
    let spoilt = text.replace("\"cells\":[{\"count\":61}]", "\"cells\":[{\"count\":99}]");
    assert_ne!(spoilt, text);
    let refusal = serde_json::from_str::<Grid>(&spoilt)
        .unwrap_err()
        .to_string();
    assert!(
        refusal.contains("99 is more than the base, 84"),
        "{refusal}"
    );
}

fn named(codes: &[&str], rows: Vec<(&str, Vec<Cell>)>) -> Grid {
    let series = codes.iter().map(|code| Series {
        code: (*code).into(),
        ..series(Role::Answer)
    });
    let rows = rows.into_iter().map(|(code, cells)| Row {
        code: code.into(),
        ..row(84, cells)
    });
    Grid::new(series.collect(), rows.collect()).unwrap()
}

#[test]
fn two_rounds_are_two_and_points_have_three_numbers() {
    let of = |count: usize| named(&["a", "b", "c", "d"][..count], Vec::new());
    assert!(Rounds::new(of(2)).is_ok() && Points::new(of(3)).is_ok());
    let wrong = FigureError::Series {
        found: 3,
        expected: 2,
    };
    assert_eq!(Rounds::new(of(3)), Err(wrong));
    assert!(matches!(
        Points::new(of(2)),
        Err(FigureError::Series { found: 2, .. })
    ));
    let silent = Grid::new(
        vec![series(Role::Answer), series(Role::NonResponse)],
        Vec::new(),
    );
    assert!(matches!(
        Rounds::new(silent.unwrap()),
        Err(FigureError::Role { .. })
    ));
}

#[test]
fn a_change_is_hidden_with_either_end() {
    let change = |base, cells: [Cell; 2], scale| {
        let mut row = row(0, cells.to_vec());
        row.base = base;
        let two = vec![series(Role::Answer), series(Role::Answer)];
        let rounds = Rounds::new(Grid::new(two, vec![row]).unwrap()).unwrap();
        rounds.change(&rounds.grid().rows()[0], scale)
    };
    let (all, few) = (Cell::Count(57), Cell::Count(12));
    let (was, is) = (Cell::Count(9), Cell::Count(4));
    assert_eq!(change(all, [was, is], Scale::Count), Value::Change(-5));
    assert_eq!(change(all, [was, is], Scale::Share), Value::Change(-9));
    assert_eq!(change(few, [was, is], Scale::Share), Value::NotApplicable);
    assert_eq!(
        change(all, [was, Cell::Withheld], Scale::Count),
        Value::Withheld
    );
    assert_eq!(
        change(Cell::Withheld, [was, is], Scale::Share),
        Value::Withheld
    );
    assert_eq!(
        change(all, [Cell::NotApplicable, is], Scale::Count),
        Value::NotApplicable
    );
    assert_eq!(signed(21, Direction::LeftToRight), "+21");
    assert_eq!(signed(-4, Direction::RightToLeft), "\u{200E}\u{2212}4");
    assert_eq!(signed(0, Direction::LeftToRight), "0");
}

#[test]
fn a_triangle_is_the_same_choices_twice_and_half_of_them() {
    let (no, ten, nine) = (Cell::NotApplicable, Cell::Count(10), Cell::Count(9));
    let two = |a, b, first: [Cell; 2], second: [Cell; 2]| {
        let rows = vec![(a, first.to_vec()), (b, second.to_vec())];
        Triangle::new(named(&["a", "b"], rows))
    };
    assert!(two("a", "b", [ten, no], [nine, ten]).is_ok());
    assert!(two("a", "b", [Cell::Withheld, no], [ten, ten]).is_ok());
    assert!(matches!(
        two("b", "a", [ten, no], [nine, ten]),
        Err(FigureError::Unlike { at: 0, .. })
    ));
    assert!(matches!(
        two("a", "b", [ten, nine], [nine, ten]),
        Err(FigureError::BeyondDiagonal { .. })
    ));
    assert!(matches!(
        two("a", "b", [ten, Cell::Withheld], [nine, ten]),
        Err(FigureError::BeyondDiagonal { .. })
    ));
    for (first, second) in [(nine, ten), (ten, nine)] {
        let refused = two("a", "b", [first, no], [ten, second]);
        assert!(matches!(
            refused,
            Err(FigureError::OverTotal {
                count: 10,
                total: 9,
                ..
            })
        ));
    }
    let twice = named(
        &["a", "a"],
        vec![("a", vec![ten, no]), ("a", vec![nine, ten])],
    );
    assert_eq!(
        Triangle::new(twice),
        Err(FigureError::Twice { code: "a".into() })
    );
    let fewer = named(&["a", "b"], vec![("a", vec![ten, no])]);
    assert!(matches!(
        Triangle::new(fewer),
        Err(FigureError::Unlike { at: 1, .. })
    ));
}

#[test]
fn combinations_are_of_choices_each_once() {
    let make = |all: &[(&[usize], u64)]| {
        let rows = vec![("a", vec![Cell::Count(10)]), ("b", vec![Cell::Withheld])];
        let all = all.iter().map(|(members, count)| Combination {
            members: members.to_vec(),
            count: Cell::Count(*count),
        });
        Combinations::new(
            named(&["all"], rows),
            "Together".into(),
            all.collect(),
            None,
        )
    };
    assert!(make(&[(&[0], 4), (&[0, 1], 6), (&[1], 60)]).is_ok());
    for outside in [&[][..], &[2], &[0, 2]] {
        assert!(matches!(
            make(&[(&[0], 1), (outside, 1)]),
            Err(FigureError::Member { at: 1, sets: 2 })
        ));
    }
    for twice in [
        &[(&[0, 1][..], 1), (&[0, 1], 1)][..],
        &[(&[1, 0], 1)],
        &[(&[0, 0], 1)],
    ] {
        assert!(matches!(make(twice), Err(FigureError::Twice { .. })));
    }
    assert!(matches!(
        make(&[(&[0], 5), (&[0, 1], 6)]),
        Err(FigureError::OverTotal {
            count: 11,
            total: 10,
            ..
        })
    ));
    let good = make(&[(&[0], 4), (&[0, 1], 6)]).unwrap();
    let text = serde_json::to_string(&good).unwrap();
    assert_eq!(serde_json::from_str::<Combinations>(&text).unwrap(), good);
    let spoilt = text.replace("[0,1]", "[0,7]");
    assert!(serde_json::from_str::<Combinations>(&spoilt).is_err());
}
