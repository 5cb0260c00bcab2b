//! Why numbers do not make a figure.

use thiserror::Error;

use super::Role;

/// Why numbers do not make a figure: a fault of the program that counted, never of a person.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FigureError {
    /// A row is not as wide as the series are many.
    #[error("row `{row}` has {found} cells where there are {expected} series")]
    Width {
        /// The code of the row.
        row: String,
        /// How many cells it has.
        found: usize,
        /// How many it must have.
        expected: usize,
    },
    /// More States gave an answer than could have.
    #[error(
        "row `{row}`, series `{series}`: {count} is more than the base, {base}; count each State once"
    )]
    OverBase {
        /// The code of the row.
        row: String,
        /// The code of the series.
        series: String,
        /// The count.
        count: u64,
        /// The base that it goes beyond.
        base: u64,
    },
    /// A series that adds up, or a row that is a column.
    #[error(
        "`{code}` cannot have the role {role:?}: `Total` is for rows, `Column` and `Against` for series"
    )]
    Role {
        /// The code of the row or series.
        code: String,
        /// The role that it has.
        role: Role,
    },
    /// A plot of a fixed number of series has another.
    #[error("the plot has {found} series where it needs {expected}")]
    Series {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// Rows and columns of a triangle are not the same.
    #[error(
        "row {at} of the triangle is `{row}` and column {at} is `{column}`; each choice is one row and one column"
    )]
    Unlike {
        /// The place, from nought.
        at: usize,
        /// The code of the row; empty if there is none.
        row: String,
        /// The code of the column; empty if there is none.
        column: String,
    },
    /// A code that must be the only one of its kind.
    #[error("`{code}` stands twice")]
    Twice {
        /// The code, or the codes of a combination joined by `+`.
        code: String,
    },
    /// A cell of the half of a triangle that must be empty.
    #[error("row `{row}`, column `{column}` is beyond the diagonal and must not apply")]
    BeyondDiagonal {
        /// The code of the row.
        row: String,
        /// The code of the column.
        column: String,
    },
    /// A combination of no choice, or of one that there is not.
    #[error("combination {at} has no choice, or one that is not among the {sets}")]
    Member {
        /// The place of the combination, from nought.
        at: usize,
        /// How many choices there are.
        sets: usize,
    },
    /// More States made a choice together with others than made it at all.
    #[error(
        "`{code}`: {count} is more than the {total} that chose `{choice}` at all; count each State once"
    )]
    OverTotal {
        /// The code of the combination or of the other choice.
        code: String,
        /// The code of the choice.
        choice: String,
        /// The count.
        count: u64,
        /// How many made the choice.
        total: u64,
    },
}
