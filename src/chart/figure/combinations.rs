//! Choices as they were made together.

use serde::{Deserialize, Serialize};

use super::rounds::only_answers;
use super::{Cell, FigureError, Grid, Row};

/// Which choices of a question States made together. Made only by [`Combinations::new`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Combinations(Parts);

/// [`Combinations`] as they are written, before they are checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    sets: Grid,
    label: String,
    combinations: Vec<Combination>,
    rest: Option<Rest>,
}

/// Exactly these choices, and how many States made them and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// The places of the choices among the rows of the sets, from nought, rising.
    pub members: Vec<usize>,
    /// How many States.
    pub count: Cell,
}

/// The combinations that are not shown one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rest {
    /// What they are called in the table, such as "Other combinations (16)".
    pub label: String,
    /// What is printed over the plot, such as "Other combinations: 16, reported by 18 States".
    pub sentence: String,
    /// How many States made them, all together.
    pub count: Cell,
}

impl Combinations {
    /// Checks that combinations are of the choices. `sets` has a row for each choice and one series: how many States
    /// made it at all, labelled for instance "States in all". `label` is what the bars over the choices count, such as
    /// "Number of States with this combination".
    ///
    /// # Errors
    /// [`FigureError::Series`] unless there is one series, [`FigureError::Role`] unless it is an answer,
    /// [`FigureError::Member`] where a combination is of no choice or of one that is not there, [`FigureError::Twice`]
    /// where choices are named twice or out of order or two combinations are the same, [`FigureError::OverTotal`] where
    /// the combinations of a choice have more States together than made the choice.
    pub fn new(
        sets: Grid,
        label: String,
        combinations: Vec<Combination>,
        rest: Option<Rest>,
    ) -> Result<Self, FigureError> {
        only_answers(&sets, 1)?;
        let rows = sets.rows();
        for (at, combination) in combinations.iter().enumerate() {
            let members = &combination.members;
            if members.is_empty() || members.iter().any(|m| *m >= rows.len()) {
                return Err(FigureError::Member {
                    at,
                    sets: rows.len(),
                });
            }
            let rising = members
                .iter()
                .zip(members.iter().skip(1))
                .all(|(a, b)| a < b);
            let known = combinations.iter().take(at).any(|c| c.members == *members);
            if !rising || known {
                return Err(FigureError::Twice {
                    code: combination.code(rows),
                });
            }
        }
        for (place, row) in rows.iter().enumerate() {
            let of = combinations.iter().filter(|c| c.members.contains(&place));
            let count = of
                .filter_map(|c| c.count.count())
                .fold(0, u64::saturating_add);
            if let Some(total) = row.cells.first().and_then(|c| c.count())
                && count > total
            {
                return Err(FigureError::OverTotal {
                    code: "combinations".into(),
                    choice: row.code.clone(),
                    count,
                    total,
                });
            }
        }
        Ok(Self(Parts {
            sets,
            label,
            combinations,
            rest,
        }))
    }

    /// The choices, with how many States made each at all.
    #[must_use]
    pub const fn sets(&self) -> &Grid {
        &self.0.sets
    }

    /// What the counts of combinations are.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.0.label
    }

    /// The combinations, in the order that they are drawn in.
    #[must_use]
    pub fn combinations(&self) -> &[Combination] {
        &self.0.combinations
    }

    /// Those that are not shown one by one.
    #[must_use]
    pub const fn rest(&self) -> Option<&Rest> {
        self.0.rest.as_ref()
    }
}

impl Combination {
    /// The choices it is of.
    pub fn rows<'a>(&'a self, rows: &'a [Row]) -> impl Iterator<Item = &'a Row> {
        self.members.iter().filter_map(|m| rows.get(*m))
    }

    /// The codes of its choices, joined by `+`.
    #[must_use]
    pub fn code(&self, rows: &[Row]) -> String {
        let codes: Vec<_> = self.rows(rows).map(|r| r.code.as_str()).collect();
        codes.join("+")
    }

    /// The labels of its choices, joined by a plus sign.
    #[must_use]
    pub fn label(&self, rows: &[Row]) -> String {
        let labels: Vec<_> = self.rows(rows).map(|r| r.label.as_str()).collect();
        labels.join(" + ")
    }
}

impl TryFrom<Parts> for Combinations {
    type Error = FigureError;

    fn try_from(parts: Parts) -> Result<Self, FigureError> {
        Self::new(parts.sets, parts.label, parts.combinations, parts.rest)
    }
}

impl From<Combinations> for Parts {
    fn from(combinations: Combinations) -> Self {
        combinations.0
    }
}
