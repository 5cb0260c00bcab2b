//! A figure: numbers and words, no pixels.
//!
//! A [`Figure`] is everything that a reader may learn from a chart, after the disclosure gate: it is drawn to SVG, PNG
//! and PDF, printed as a table and written as CSV, and all of them say the same because none of them counts anything.
//! Every word in it is already in the reader's language; the drawing adds none of its own.

mod combinations;
mod error;
mod points;
mod rounds;
mod table;
#[cfg(test)]
mod tests;
mod triangle;

pub use combinations::{Combination, Combinations, Rest};
pub use error::FigureError;
pub use points::Points;
pub use rounds::Rounds;
use serde::{Deserialize, Serialize};
pub use table::{Column, Measure, Table, TableRow, Value, signed};
pub use triangle::Triangle;

/// The smallest base on which a percentage is given; below it, only counts (counting rules of the analysis plan).
pub const SMALLEST_PERCENTAGE_BASE: u64 = 20;

/// A chart's numbers and words for one release in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The chart's identifier, as its file in `charts/` is named.
    pub id: String,
    /// The output of the analysis plan that it shows, such as `T4`.
    pub output: String,
    /// The printed number with its word, such as "Figure II"; none where a document has one figure only.
    pub number: Option<String>,
    /// BCP 47 tag of the language of every word in the figure.
    pub language: String,
    /// The direction that this language is read in; axes, order and legends follow it.
    pub direction: Direction,
    /// The title, in sentence case, without a full stop.
    pub title: String,
    /// What is counted, such as "Number of States".
    pub unit: String,
    /// How many answered of how many, such as "n = 61 of 84"; may be empty where the rows carry their own base.
    pub base: String,
    /// Notes printed under the rule, in this order.
    pub notes: Vec<String>,
    /// Where the numbers come from, with the round and date.
    pub source: String,
    /// The figure as a sentence made from its numbers, for those who cannot see it.
    pub alternative: String,
    /// Marks that are part of the drawing.
    pub stamps: Vec<Stamp>,
    /// The words of keys, heads and columns.
    pub words: Words,
    /// The numbers and the way they are drawn.
    pub plot: Plot,
}

/// The direction of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// English, French, Spanish, Russian, Chinese.
    LeftToRight,
    /// Arabic.
    RightToLeft,
}

/// A mark that goes wherever the figure goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// What the mark means.
    pub kind: StampKind,
    /// The printed word, such as "SAMPLE".
    pub text: String,
}

/// What a [`Stamp`] warns of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StampKind {
    /// Invented replies.
    Sample,
    /// Not released: for the secretariat only.
    Internal,
}

/// The words that tables, keys and column heads need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What a row is, such as "Form of crime"; the head of the table's first column.
    pub row: String,
    /// "Number".
    pub count: String,
    /// "Per cent", written out.
    pub per_cent: String,
    /// "Number (per cent)".
    pub count_and_per_cent: String,
    /// The head of the column of bases, such as "n".
    pub base: String,
    /// The head of the column of response rates, such as "Replied (per cent)".
    pub rate: String,
    /// The key of a withheld cell.
    pub withheld: String,
    /// The key of a nil, which is printed as a dash.
    pub nil: String,
    /// The key of a cell that cannot have a number, which is printed as a hyphen.
    pub not_applicable: String,
    /// The head of a column of changes in number, such as "Change".
    pub change: String,
    /// The head of a column of changes in percentage points, such as "Change (percentage points)".
    pub change_points: String,
}

/// How the numbers are drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Plot {
    /// One bar for each series in each row (ranked bars; need beside received; types beside types), count at its end.
    Bars {
        /// The numbers.
        grid: Grid,
    },
    /// One bar a row, made of the series.
    Stacked {
        /// The numbers.
        grid: Grid,
        /// Whether bars are as long as their counts or all of one length.
        scale: Scale,
    },
    /// One bar a row on a scale of opinion: [`Role::Against`] before the middle, [`Role::Answer`] after it,
    /// [`Role::Neutral`] across it.
    Diverging {
        /// The numbers, with the series in the order of the scale.
        grid: Grid,
    },
    /// Rows by columns (the series), each cell shaded and its number printed. A triangle of co-occurrence is one whose
    /// other half is [`Cell::NotApplicable`].
    Heat {
        /// The numbers.
        grid: Grid,
        /// Whether cells are shaded by their counts or by their share of the row's base.
        scale: Scale,
    },
    /// One bar a regional group: those who replied (in series), those who did not ([`Role::NonResponse`]), and the rate
    /// of reply. The base of a row is the group's membership; a row of [`Role::Total`] is printed below, without a bar.
    Response {
        /// The numbers.
        grid: Grid,
    },
    /// One line a row, one mark for each series, apart in shape as well as in colour, each with its number. On a scale
    /// of shares a row of too small a base has its counts printed and no mark.
    Dot {
        /// The numbers.
        grid: Grid,
        /// Whether marks stand at counts or at shares of the row's base.
        scale: Scale,
    },
    /// Two rounds: a ring for the earlier and a disc for the later in each row, a line between them, the change last.
    Dumbbell {
        /// The numbers of the same respondents in both rounds.
        grid: Rounds,
        /// Whether marks stand at counts or at shares of the row's base.
        scale: Scale,
    },
    /// Which choices were made together: a bar a combination over the choices it is of.
    Combinations {
        /// The numbers.
        sets: Combinations,
    },
    /// One circle a row, placed by two numbers, its area by a third.
    Bubble {
        /// The numbers.
        grid: Points,
        /// Whether circles stand at counts or at shares of the row's base; areas are counts always.
        scale: Scale,
    },
    /// Which choices were made together, two by two: half a table, its diagonal the States that made each at all.
    Triangle {
        /// The numbers.
        grid: Triangle,
        /// Whether cells are shaded by their counts or by their share of the row's base.
        scale: Scale,
    },
}

impl Plot {
    /// The numbers, however they are drawn; of combinations, those of the single choices.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        match self {
            Self::Bars { grid }
            | Self::Stacked { grid, .. }
            | Self::Diverging { grid }
            | Self::Heat { grid, .. }
            | Self::Response { grid }
            | Self::Dot { grid, .. } => grid,
            Self::Dumbbell { grid, .. } => grid.grid(),
            Self::Combinations { sets } => sets.sets(),
            Self::Bubble { grid, .. } => grid.grid(),
            Self::Triangle { grid, .. } => grid.grid(),
        }
    }
}

/// What lengths and shades stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Numbers of States.
    Count,
    /// Shares of the row's base.
    Share,
}

/// Rows by series. Made only by [`Grid::new`], so every row has one cell for each series and no count above its base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Grid {
    series: Vec<Series>,
    rows: Vec<Row>,
}

/// A [`Grid`] as it is written, before it is checked.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    series: Vec<Series>,
    rows: Vec<Row>,
}

/// One colour of bar, or one column of a heat table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// The code, for CSV.
    pub code: String,
    /// The words in the key or over the column.
    pub label: String,
    /// What it stands for, and so how it looks.
    pub role: Role,
}

/// One line of the figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The code, for CSV.
    pub code: String,
    /// The words beside the bar.
    pub label: String,
    /// What it stands for, and so how it looks.
    pub role: Role,
    /// What percentages are of; never printed where it is withheld or does not apply.
    pub base: Cell,
    /// One cell for each series, in their order.
    pub cells: Vec<Cell>,
}

/// What a series or a row stands for. The drawing chooses colour and pattern from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An answer, counted in the base.
    Answer,
    /// An answer that points neither way ("none found", "no view"): grey. Counted in the base.
    Neutral,
    /// An answer on the other side of a scale: warm colours. Counted in the base.
    Against,
    /// No usable answer, outside the base: white with slanted lines, never a colour.
    NonResponse,
    /// Series only: printed as a number in a column at the end, not drawn (the gap between need and help). Of the base.
    Column,
    /// Series only: a number that counts no States, such as a median. No percentage is given of it, and it may pass the base.
    Value,
    /// Rows only: the sum of the others, set apart.
    Total,
}

/// A number that may be shown, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// How many States, or an amount; nought is printed as a dash.
    Count(u64),
    /// Held back by the disclosure rules: hatched.
    Withheld,
    /// No number can stand here: a hyphen.
    NotApplicable,
}

/// A number of a figure as one that may be below nought. No answer and no count of answers is greater than either holds.
pub(super) fn as_signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Cell {
    /// The number, if it is shown.
    #[must_use]
    pub const fn count(self) -> Option<u64> {
        match self {
            Self::Count(n) => Some(n),
            Self::Withheld | Self::NotApplicable => None,
        }
    }

    /// The whole percentage that this cell is of `base`, halves upward; none unless both are shown and the base is at
    /// least [`SMALLEST_PERCENTAGE_BASE`].
    #[must_use]
    pub fn per_cent(self, base: Self) -> Option<u64> {
        let (part, whole) = (self.count()?, base.count()?);
        if whole < SMALLEST_PERCENTAGE_BASE {
            return None;
        }
        Some((part * 200 + whole) / (whole * 2))
    }
}

impl Grid {
    /// Checks that rows and series fit each other.
    ///
    /// # Errors
    /// [`FigureError`] where a row has too few or too many cells, an answer counts more than its base, or a role is out
    /// of place.
    pub fn new(series: Vec<Series>, rows: Vec<Row>) -> Result<Self, FigureError> {
        for s in &series {
            if s.role == Role::Total {
                return Err(FigureError::Role {
                    code: s.code.clone(),
                    role: s.role,
                });
            }
        }
        for row in &rows {
            if matches!(row.role, Role::Column | Role::Against | Role::Value) {
                return Err(FigureError::Role {
                    code: row.code.clone(),
                    role: row.role,
                });
            }
            if row.cells.len() != series.len() {
                return Err(FigureError::Width {
                    row: row.code.clone(),
                    found: row.cells.len(),
                    expected: series.len(),
                });
            }
            row.check(&series)?;
        }
        Ok(Self { series, rows })
    }

    /// The series, in the order of the key.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The rows, from the top.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

impl Row {
    /// Each cell with its series.
    pub fn pairs<'a>(&'a self, grid: &'a Grid) -> impl Iterator<Item = (&'a Series, Cell)> {
        grid.series.iter().zip(self.cells.iter().copied())
    }

    /// The percentage of a cell of this row, if the rules let it be given: none for what is outside the base.
    #[must_use]
    pub fn per_cent(&self, series: &Series, cell: Cell) -> Option<u64> {
        let outside = matches!(series.role, Role::NonResponse | Role::Value)
            || self.role == Role::NonResponse;
        if outside {
            None
        } else {
            cell.per_cent(self.base)
        }
    }

    /// The rate of reply: all but those who did not, of the base; all answers together where nobody is counted as having none. None if what
    /// it is counted from is withheld.
    #[must_use]
    pub fn rate(&self, grid: &Grid) -> Option<u64> {
        let sum = |fits: fn(Role) -> bool| {
            let cells = self.pairs(grid).filter(|(series, _)| fits(series.role));
            let mut counts = cells.map(|(_, cell)| cell.count());
            counts.try_fold(0_u64, |sum, n| sum.checked_add(n?))
        };
        let mut series = self.pairs(grid);
        let replied = if series.any(|(series, _)| series.role == Role::NonResponse) {
            let none = sum(|role| role == Role::NonResponse)?;
            self.base.count()?.checked_sub(none)?
        } else {
            sum(|role| matches!(role, Role::Answer | Role::Neutral | Role::Against))?
        };
        Cell::Count(replied).per_cent(self.base)
    }

    /// The place of a cell on a scale, and the number that it is placed by: none where it has no number, or where its
    /// share may not be given.
    #[must_use]
    pub fn on_scale(&self, scale: Scale, series: &Series, cell: Cell) -> Option<u64> {
        match scale {
            Scale::Count => cell.count(),
            Scale::Share => self.per_cent(series, cell),
        }
    }

    /// Refuses an answer that counts more States than the base holds.
    fn check(&self, series: &[Series]) -> Result<(), FigureError> {
        let Some(base) = self.base.count() else {
            return Ok(());
        };
        for (s, cell) in series.iter().zip(&self.cells) {
            let outside =
                matches!(s.role, Role::NonResponse | Role::Value) || self.role == Role::NonResponse;
            if let Some(count) = cell.count()
                && count > base
                && !outside
            {
                return Err(FigureError::OverBase {
                    row: self.code.clone(),
                    series: s.code.clone(),
                    count,
                    base,
                });
            }
        }
        Ok(())
    }
}

impl TryFrom<Parts> for Grid {
    type Error = FigureError;

    fn try_from(parts: Parts) -> Result<Self, FigureError> {
        Self::new(parts.series, parts.rows)
    }
}

impl From<Grid> for Parts {
    fn from(grid: Grid) -> Self {
        Self {
            series: grid.series,
            rows: grid.rows,
        }
    }
}
