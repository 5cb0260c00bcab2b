//! Tables of numbers: how many respondents gave one, and the quartiles of what they gave. No sum, no smallest and no largest value.
//!
//! Quartiles need ten respondents, and ten of those whose numbers are protected if there are any: with fewer, a quartile is near a single
//! answer. They are rounded to two significant digits. Source: rules for numbers of the security design; quartiles by linear
//! interpolation, type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Applied, Cell, Gate, Universe};
use crate::dataset::{Item, Marked, Set};
use crate::form::name::FieldName;

/// The fewest respondents behind a quartile.
pub const FEWEST: u64 = 10;

/// A row before the gate.
#[derive(Clone, Debug)]
pub struct NumberRow {
    universe: Universe,
    given: Marked,
    values: Vec<Decimal>,
}

impl NumberRow {
    /// The numbers that those of whom it speaks gave in a field and let be used.
    #[must_use]
    pub fn of(item: &Item, field: &FieldName, universe: Universe) -> Self {
        let given = universe.part(&item.numbered(field));
        let mut values = item.numbers(field, given.usable());
        values.sort_unstable();
        Self {
            universe,
            given,
            values,
        }
    }

    /// Numbers that the service itself has of these respondents, all of them: that it has one is known, so only the quartiles are guarded.
    #[must_use]
    pub fn known(of: Set, mut values: Vec<Decimal>) -> Self {
        values.sort_unstable();
        Self {
            given: Universe::Known(of.clone()).part(&Marked::known(of.clone())),
            universe: Universe::Known(of),
            values,
        }
    }
}

/// A table after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberTable {
    /// The rows.
    pub rows: Vec<GatedNumberRow>,
    /// What was done.
    pub applied: Applied,
}

/// A row after the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatedNumberRow {
    /// How many gave a number.
    pub given: Cell,
    /// Lower quartile, median and upper quartile.
    pub quartiles: [Cell; 3],
}

pub(super) fn gate(gate: Gate, rows: &[NumberRow]) -> NumberTable {
    let rows: Vec<_> = rows.iter().map(|row| gate_row(gate, row)).collect();
    let cells = rows
        .iter()
        .flat_map(|row| row.quartiles.iter().chain([&row.given]));
    NumberTable {
        applied: gate.applied(cells, true),
        rows,
    }
}

fn gate_row(gate: Gate, row: &NumberRow) -> GatedNumberRow {
    // That a number was given is an answer, and so is that none was: where all or nearly all did the same, it is withheld.
    let protected = row.given.protected();
    let silent = match &row.universe {
        Universe::Known(set) => set.and_not(row.given.usable()).count(),
        Universe::Given(of) => of.without(&row.given).protected(),
    };
    let shows = protected == 0 || (gate.passes(protected) && silent >= gate.k);
    let has_many = row.given.count() >= FEWEST && (protected == 0 || protected >= FEWEST);
    let quartile = |quarters: u32| match quartile(&row.values, quarters) {
        Some(value) if shows && has_many => Cell::Count(value),
        _ => Cell::Withheld,
    };
    GatedNumberRow {
        given: if shows {
            Cell::Count(row.given.count())
        } else {
            Cell::Withheld
        },
        quartiles: [quartile(1), quartile(2), quartile(3)],
    }
}

/// A quartile of sorted numbers, rounded to two significant digits and to a whole number, halves upward; none of nothing, and none below
/// nought.
fn quartile(sorted: &[Decimal], quarters: u32) -> Option<u64> {
    let last = sorted.len().checked_sub(1)?;
    let place = Decimal::from(last) * Decimal::from(quarters) / Decimal::from(4);
    let below = sorted.get(usize::try_from(place.trunc()).ok()?)?;
    let above = sorted
        .get(usize::try_from(place.ceil()).ok()?)
        .unwrap_or(below);
    let value = below + (above - below) * place.fract();
    let half_up = RoundingStrategy::MidpointAwayFromZero;
    let value = value.round_sf_with_strategy(2, half_up)?;
    u64::try_from(value.round_dp_with_strategy(0, half_up)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quartiles(values: &[i64]) -> [Option<u64>; 3] {
        let mut values: Vec<_> = values.iter().map(|n| Decimal::from(*n)).collect();
        values.sort_unstable();
        [1, 2, 3].map(|quarters| quartile(&values, quarters))
    }

    #[test]
    fn quartiles_interpolate_as_most_programs_do() {
        // `quantile(x, c(.25, .5, .75))` of R, and pandas: 3.25, 5.5, 7.75.
        assert_eq!(
            quartiles(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            [Some(3), Some(6), Some(8)]
        );
        assert_eq!(quartiles(&[7]), [Some(7); 3]);
        assert_eq!(quartiles(&[]), [None; 3]);
        // 1234 is 1200 in two digits; 996 is 1000.
        assert_eq!(
            quartiles(&[1234, 1234, 996, 0]),
            [Some(750), Some(1100), Some(1200)]
        );
    }
}
