//! Two rounds, row by row.

use serde::{Deserialize, Serialize};

use super::{Cell, FigureError, Grid, Role, Row, Scale, Value};

/// Numbers of two rounds: a [`Grid`] of exactly two series, the earlier round first, both of [`Role::Answer`].
///
/// The base of a row is of both rounds, so that the same respondents are compared. Made only by [`Rounds::new`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Grid", into = "Grid")]
pub struct Rounds(Grid);

impl Rounds {
    /// Checks that there are two rounds.
    ///
    /// # Errors
    /// [`FigureError::Series`] unless there are two series, [`FigureError::Role`] unless both are answers.
    pub fn new(grid: Grid) -> Result<Self, FigureError> {
        only_answers(&grid, 2)?;
        Ok(Self(grid))
    }

    /// The numbers.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.0
    }

    /// From the earlier number of a row to the later: of States, or in percentage points between the printed, whole
    /// percentages, so that a figure agrees with itself. Withheld where either number or a base that it needs is; not
    /// applicable where either does not apply or the base is too small for a percentage.
    #[must_use]
    pub fn change(&self, row: &Row, scale: Scale) -> Value {
        let number = |at: usize| {
            let (series, cell) = row.pairs(&self.0).nth(at)?;
            row.on_scale(scale, series, cell).map(super::as_signed)
        };
        let change = number(0).zip(number(1));
        let change = change.map(|(before, after)| after - before);
        let hidden = row.cells.contains(&Cell::Withheld)
            || (scale == Scale::Share && row.base == Cell::Withheld);
        match change {
            Some(change) => Value::Change(change),
            None if hidden => Value::Withheld,
            None => Value::NotApplicable,
        }
    }
}

/// Refuses any other number of series, and series that are no answers.
pub(super) fn only_answers(grid: &Grid, expected: usize) -> Result<(), FigureError> {
    let series = grid.series();
    if series.len() != expected {
        return Err(FigureError::Series {
            found: series.len(),
            expected,
        });
    }
    let other = series.iter().find(|s| s.role != Role::Answer);
    other.map_or(Ok(()), |s| {
        Err(FigureError::Role {
            code: s.code.clone(),
            role: s.role,
        })
    })
}

impl TryFrom<Grid> for Rounds {
    type Error = FigureError;

    fn try_from(grid: Grid) -> Result<Self, FigureError> {
        Self::new(grid)
    }
}

impl From<Rounds> for Grid {
    fn from(rounds: Rounds) -> Self {
        rounds.0
    }
}
