//! The figure as a sentence, made from its numbers, for those who cannot see it.

use std::cmp::Reverse;

use super::{Words, number};
use crate::chart::catalog::{Chart, Statistic};
use crate::chart::figure::{
    Cell, Combinations, Grid, Plot, Points, Role, Rounds, Row, Scale, Series, Triangle, Value,
    signed,
};
use crate::text::{Arg, Direction};

/// Most numbers that a sentence names: the table has them all.
const MOST: usize = 5;

/// What a sentence may say, and by what it is chosen: the largest first.
type Items = Vec<(u64, String)>;

impl Words<'_> {
    /// Title, unit and base; the largest numbers; how many are withheld.
    pub(super) fn sentence(
        &self,
        chart: &Chart,
        title: &str,
        unit: &str,
        base: &str,
        plot: &Plot,
    ) -> String {
        let (kind, mut items) = match plot {
            _ if matches!(
                chart.statistic,
                Statistic::Quartiles { .. } | Statistic::Course(_)
            ) =>
            {
                ("quartiles", self.quartiles(plot.grid()))
            }
            Plot::Combinations { sets } => self.combinations(sets),
            Plot::Dumbbell { grid, scale } => ("changes", self.changes(grid, *scale)),
            Plot::Triangle { grid, .. } => ("pairs", self.pairs(grid)),
            Plot::Bubble { grid, .. } => ("points", self.points(grid)),
            _ => ("numbers", self.cells(chart, plot.grid())),
        };
        let all = items.len();
        // Rows of quartiles are years, which stay in their order.
        if kind != "quartiles" {
            items.sort_by_key(|(size, _)| Reverse(*size));
        }
        items.truncate(MOST);
        let named = items.len();
        let list = self.list(items.into_iter().map(|(_, item)| item));
        let is_withheld = |cell: &&Cell| **cell == Cell::Withheld;
        let rows = plot.grid().rows().iter();
        let mut withheld = rows.flat_map(|row| &row.cells).filter(is_withheld).count();
        if let Plot::Combinations { sets } = plot {
            let apart = sets.combinations().iter().map(|one| &one.count);
            let rest = sets.rest().map(|rest| &rest.count);
            withheld += apart.chain(rest).filter(is_withheld).count();
        }
        let args = [
            ("title", Arg::from(title)),
            ("unit", Arg::from(unit)),
            ("base", Arg::from(base)),
            ("kind", Arg::from(kind)),
            ("list", Arg::from(list.as_str())),
            ("withheld", Arg::from(withheld)),
        ];
        // Combinations and changes are always some of what there is to say.
        let some = all > MOST || !matches!(kind, "numbers" | "quartiles");
        let key = match (named, some) {
            (0, _) => "chart-sentence-empty",
            (_, true) => "chart-sentence-largest",
            (_, false) => "chart-sentence",
        };
        self.with(key, &args)
    }

    /// Each number that is shown.
    fn cells(&self, chart: &Chart, grid: &Grid) -> Items {
        let rows = || grid.rows().iter().filter(|row| row.role == Role::Answer);
        let key = match (rows().count(), grid.series().len()) {
            (1, _) => "chart-sentence-series",
            (_, 1) => "chart-sentence-row",
            _ => "chart-sentence-cell",
        };
        let mut items = Items::new();
        for row in rows() {
            for (at, (series, cell)) in row.pairs(grid).enumerate() {
                // Where rows are in order by some series, the sentence speaks of these.
                let wanted = series.role != Role::NonResponse
                    && (chart.order.is_empty() || chart.order.contains(&at));
                if let Some(count) = cell.count().filter(|_| wanted) {
                    items.push((count, self.cell(key, row, series, count)));
                }
            }
        }
        items
    }

    fn cell(&self, key: &str, row: &Row, series: &Series, count: u64) -> String {
        let args = [
            ("row", Arg::from(&row.label)),
            ("series", Arg::from(&series.label)),
            ("count", number(count)),
        ];
        self.with(key, &args)
    }

    /// Each combination; the single choices, where no combination is shown.
    fn combinations(&self, sets: &Combinations) -> (&'static str, Items) {
        let rows = sets.sets().rows();
        let row = |label: &str, count: u64| {
            let args = [("row", Arg::from(label)), ("count", number(count))];
            (count, self.with("chart-sentence-row", &args))
        };
        let apart = sets.combinations().iter();
        let items: Items = apart
            .filter_map(|one| Some(row(&one.label(rows), one.count.count()?)))
            .collect();
        if !items.is_empty() {
            return ("combinations", items);
        }
        let counts = rows.iter().map(|one| (one, one.cells.first()));
        let single = counts.filter_map(|(one, cell)| Some(row(&one.label, cell?.count()?)));
        ("numbers", single.collect())
    }

    /// What each row was and is; the change by its size.
    fn changes(&self, rounds: &Rounds, scale: Scale) -> Items {
        let grid = rounds.grid();
        let right_to_left = self.language.direction() == Direction::RightToLeft;
        let direction = if right_to_left {
            crate::chart::figure::Direction::RightToLeft
        } else {
            crate::chart::figure::Direction::LeftToRight
        };
        let row = |row: &Row| {
            let mut ends = row.pairs(grid);
            let mut end = || {
                let (series, cell) = ends.next()?;
                row.on_scale(scale, series, cell)
            };
            let (before, now) = (end()?, end()?);
            let Value::Change(change) = rounds.change(row, scale) else {
                return None;
            };
            let change_words = signed(change, direction);
            let args = [
                ("row", Arg::from(&row.label)),
                ("before", number(before)),
                ("now", number(now)),
                ("change", Arg::from(&change_words)),
            ];
            let words = self.with("chart-sentence-change", &args);
            Some((change.unsigned_abs(), words))
        };
        grid.rows().iter().filter_map(row).collect()
    }

    /// Two rows each, not the diagonal.
    fn pairs(&self, triangle: &Triangle) -> Items {
        let grid = triangle.grid();
        let mut items = Items::new();
        for (down, row) in grid.rows().iter().enumerate() {
            for (series, cell) in row.pairs(grid).take(down) {
                if let Some(count) = cell.count() {
                    items.push((count, self.cell("chart-sentence-pair", row, series, count)));
                }
            }
        }
        items
    }

    /// The three numbers of each point, the largest by its area.
    fn points(&self, points: &Points) -> Items {
        let grid = points.grid();
        let [across, up, area] = grid.series() else {
            return Items::new();
        };
        let row = |row: &Row| {
            let [x, y, size] = row.cells.as_slice() else {
                return None;
            };
            let (x, y, size) = (x.count()?, y.count()?, size.count()?);
            let args = [
                ("row", Arg::from(&row.label)),
                ("across", Arg::from(&across.label)),
                ("x", number(x)),
                ("up", Arg::from(&up.label)),
                ("y", number(y)),
                ("area", Arg::from(&area.label)),
                ("size", number(size)),
            ];
            Some((size, self.with("chart-sentence-point", &args)))
        };
        grid.rows().iter().filter_map(row).collect()
    }

    /// The median of each row with its quartiles.
    fn quartiles(&self, grid: &Grid) -> Items {
        let row = |row: &Row| {
            let [lower, median, upper] = row.cells.as_slice() else {
                return None;
            };
            let (lower, median, upper) = (lower.count()?, median.count()?, upper.count()?);
            let args = [
                ("row", Arg::from(&row.label)),
                ("median", number(median)),
                ("lower", number(lower)),
                ("upper", number(upper)),
            ];
            Some((median, self.with("chart-sentence-quartiles", &args)))
        };
        grid.rows().iter().filter_map(row).collect()
    }
}
