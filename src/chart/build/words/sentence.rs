//! The figure as a sentence, made from its numbers, for those who cannot see it.

use std::cmp::Reverse;

use super::{Words, number};
use crate::chart::catalog::Chart;
use crate::chart::figure::{Cell, Grid, Role, Row, Series};
use crate::text::Arg;

/// Most numbers that a sentence names: the table has them all.
const MOST: usize = 5;

impl Words<'_> {
    /// Title, unit and base; the largest numbers; how many are withheld.
    pub(super) fn sentence(
        &self,
        chart: &Chart,
        title: &str,
        unit: &str,
        base: &str,
        grid: &Grid,
    ) -> String {
        let mut cells: Vec<(u32, &Row, &Series)> = Vec::new();
        for row in grid.rows().iter().filter(|row| row.role == Role::Answer) {
            let pairs = row.pairs(grid).enumerate();
            for (at, (series, cell)) in pairs {
                // Where rows are in order by some series, the sentence speaks of these.
                let wanted = series.role != Role::NonResponse
                    && (chart.order.is_empty() || chart.order.contains(&at));
                cells.extend(cell.count().filter(|_| wanted).map(|n| (n, row, series)));
            }
        }
        let all = cells.len();
        cells.sort_by_key(|(count, ..)| Reverse(*count));
        cells.truncate(MOST);
        let rows = grid
            .rows()
            .iter()
            .filter(|row| row.role == Role::Answer)
            .count();
        let item = |(count, row, series): &(u32, &Row, &Series)| {
            let key = match (rows, grid.series().len()) {
                (1, _) => "chart-sentence-series",
                (_, 1) => "chart-sentence-row",
                _ => "chart-sentence-cell",
            };
            let args = [
                ("row", Arg::from(&row.label)),
                ("series", Arg::from(&series.label)),
                ("count", number(*count)),
            ];
            self.with(key, &args)
        };
        let list = self.list(cells.iter().map(item));
        let withheld = grid
            .rows()
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|cell| **cell == Cell::Withheld)
            .count();
        let args = [
            ("title", Arg::from(title)),
            ("unit", Arg::from(unit)),
            ("base", Arg::from(base)),
            ("list", Arg::from(list.as_str())),
            ("withheld", Arg::from(withheld)),
        ];
        let key = match (cells.len(), all > MOST) {
            (0, _) => "chart-sentence-empty",
            (_, true) => "chart-sentence-largest",
            (_, false) => "chart-sentence",
        };
        self.with(key, &args)
    }
}
