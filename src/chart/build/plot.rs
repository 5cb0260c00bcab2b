//! Grids as some plots need them.

use super::words::Words;
use crate::chart::count::{CLASSES, ONLY, OTHERS};
use crate::chart::figure::{
    Cell, Combination, Combinations, FigureError, Grid, Points, Rest, Role, Rounds, Row, Series,
};
use crate::text::Arg;

/// The classes of changes as two rounds: an end is withheld if a part of it is.
pub(super) fn rounds(grid: &Grid, words: &Words<'_>) -> Result<Rounds, FigureError> {
    let series = |code: &str| Series {
        code: code.to_owned(),
        label: words.interface(&format!("chart-round-{code}")),
        role: Role::Answer,
    };
    let cell = |row: &Row, code: &str| {
        let mut pairs = row.pairs(grid);
        let found = pairs.find(|(series, _)| series.code == code);
        found.map_or(Cell::NotApplicable, |(_, cell)| cell)
    };
    let [(both, _), (new, _), (no_longer, _), _] = CLASSES;
    let rows = grid.rows().iter().map(|row| {
        let both = cell(row, both);
        Row {
            cells: vec![sum(both, cell(row, no_longer)), sum(both, cell(row, new))],
            ..row.clone()
        }
    });
    Rounds::new(Grid::new(
        vec![series("before"), series("now")],
        rows.collect(),
    )?)
}

fn sum(one: Cell, other: Cell) -> Cell {
    match (one, other) {
        (Cell::Count(one), Cell::Count(other)) => Cell::Count(one.saturating_add(other)),
        (Cell::NotApplicable, _) | (_, Cell::NotApplicable) => Cell::NotApplicable,
        _ => Cell::Withheld,
    }
}

/// Three answers of each row; those without a usable answer have no place beside them.
pub(super) fn points(grid: &Grid) -> Result<Points, FigureError> {
    let answers = |series: &Series| series.role == Role::Answer;
    let rows = grid.rows().iter().map(|row| {
        let cells = row.pairs(grid).filter(|(series, _)| answers(series));
        Row {
            cells: cells.map(|(_, cell)| cell).collect(),
            ..row.clone()
        }
    });
    let series = grid.series().iter().filter(|one| answers(one));
    Points::new(Grid::new(series.cloned().collect(), rows.collect())?)
}

/// Rows of choices, then of combinations of these, whose codes are joined by `+`, then of all others.
pub(super) fn combinations(grid: &Grid, words: &Words<'_>) -> Result<Combinations, FigureError> {
    let first = |row: &Row| row.cells.first().copied().unwrap_or(Cell::NotApplicable);
    let is_rest = |row: &&Row| row.code == OTHERS;
    let rest = grid.rows().iter().find(is_rest).map(|row| Rest {
        label: row.label.clone(),
        sentence: match first(row) {
            Cell::Count(n) => words.with(
                "chart-other-combinations-sentence",
                &[("count", Arg::from(n))],
            ),
            Cell::Withheld | Cell::NotApplicable => {
                words.interface("chart-other-combinations-withheld")
            }
        },
        count: first(row),
    });
    let rows: Vec<&Row> = grid.rows().iter().filter(|row| !is_rest(row)).collect();
    // A row of a combination begins after the last choice: it is the first whose code is taken from those before.
    let sets: Vec<&Row> = rows
        .iter()
        .copied()
        .take_while(|row| !row.code.starts_with(ONLY))
        .collect();
    let place = |code: &str| sets.iter().position(|row| row.code == code);
    let combinations = rows.iter().skip(sets.len()).map(|row| {
        let codes = row.code.trim_start_matches(ONLY).split('+');
        let mut members: Vec<usize> = codes.filter_map(place).collect();
        members.sort_unstable();
        Combination {
            members,
            count: first(row),
        }
    });
    let combinations = combinations.collect();
    let sets = sets.iter().copied().cloned().collect();
    Combinations::new(
        Grid::new(grid.series().to_vec(), sets)?,
        words.interface("chart-combination"),
        combinations,
        rest,
    )
}
