//! What a grid refuses, and when a percentage is given.

use super::*;

fn series(role: Role) -> Series {
    Series {
        code: "s".into(),
        label: "S".into(),
        role,
    }
}

fn row(base: u32, cells: Vec<Cell>) -> Row {
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
fn a_rate_is_given_only_if_every_answer_is_shown() {
    let heads = || {
        vec![
            series(Role::Answer),
            series(Role::Answer),
            series(Role::NonResponse),
        ]
    };
    let open = row(54, vec![Cell::Count(21), Cell::Count(9), Cell::Count(24)]);
    let shut = row(54, vec![Cell::Count(21), Cell::Withheld, Cell::Count(24)]);
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
