//! Choices two by two.

use serde::{Deserialize, Serialize};

use super::{Cell, FigureError, Grid};

/// How often choices were made together: a [`Grid`] whose rows and series are the same choices in the same order.
///
/// What is beyond the diagonal (a series after its row) is [`Cell::NotApplicable`]; the diagonal is how many made the choice
/// at all. Made only by [`Triangle::new`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Grid", into = "Grid")]
pub struct Triangle(Grid);

impl Triangle {
    /// Checks that rows and series are the same choices, each once, and that half of the cells are empty.
    ///
    /// # Errors
    /// [`FigureError::Unlike`] where a row and its series have different codes, [`FigureError::Twice`] where a choice
    /// stands twice, [`FigureError::BeyondDiagonal`] where the other half is not empty, [`FigureError::OverTotal`] where
    /// more States made two choices than made one of them.
    pub fn new(grid: Grid) -> Result<Self, FigureError> {
        let (rows, series) = (grid.rows(), grid.series());
        for at in 0..rows.len().max(series.len()) {
            let row = rows.get(at).map_or("", |r| &r.code);
            let column = series.get(at).map_or("", |s| &s.code);
            if row != column || row.is_empty() {
                return Err(FigureError::Unlike {
                    at,
                    row: row.to_owned(),
                    column: column.to_owned(),
                });
            }
            if rows.iter().take(at).any(|r| r.code == row) {
                return Err(FigureError::Twice {
                    code: row.to_owned(),
                });
            }
        }
        let total = |at: usize| rows.get(at)?.cells.get(at)?.count();
        for (down, row) in rows.iter().enumerate() {
            for (across, (series, cell)) in row.pairs(&grid).enumerate() {
                if across > down && cell != Cell::NotApplicable {
                    return Err(FigureError::BeyondDiagonal {
                        row: row.code.clone(),
                        column: series.code.clone(),
                    });
                }
                let totals = [(down, &row.code), (across, &series.code)];
                for (at, choice) in totals {
                    if let (Some(count), Some(total)) = (cell.count(), total(at))
                        && count > total
                    {
                        return Err(FigureError::OverTotal {
                            code: format!("{}+{}", row.code, series.code),
                            choice: choice.clone(),
                            count,
                            total,
                        });
                    }
                }
            }
        }
        Ok(Self(grid))
    }

    /// The numbers.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.0
    }
}

impl TryFrom<Grid> for Triangle {
    type Error = FigureError;

    fn try_from(grid: Grid) -> Result<Self, FigureError> {
        Self::new(grid)
    }
}

impl From<Triangle> for Grid {
    fn from(triangle: Triangle) -> Self {
        triangle.0
    }
}
