//! Rows as points: two numbers that place them, one that sizes them.

use serde::{Deserialize, Serialize};

use super::rounds::only_answers;
use super::{FigureError, Grid};

/// Numbers of points: a [`Grid`] of exactly three series, in this order: across, up, area.
///
/// All are of [`Role::Answer`](super::Role::Answer). All are numbers of States of the row's base. Made only by [`Points::new`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Grid", into = "Grid")]
pub struct Points(Grid);

impl Points {
    /// Checks that each row has its three numbers.
    ///
    /// # Errors
    /// [`FigureError::Series`] unless there are three series, [`FigureError::Role`] unless all are answers.
    pub fn new(grid: Grid) -> Result<Self, FigureError> {
        only_answers(&grid, 3)?;
        Ok(Self(grid))
    }

    /// The numbers.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.0
    }
}

impl TryFrom<Grid> for Points {
    type Error = FigureError;

    fn try_from(grid: Grid) -> Result<Self, FigureError> {
        Self::new(grid)
    }
}

impl From<Points> for Grid {
    fn from(points: Points) -> Self {
        points.0
    }
}
