//! A figure as a table: what stands beside it on the page, in the Word annex and in the CSV.

use super::{Cell, Combinations, Direction, Figure, Plot, Role, Row, Scale, Series, Words};
use crate::chart::count::{ONLY, OTHERS};
use crate::text::{self, Language};
use serde::Serialize;

/// The numbers of a figure, with percentages where the rules give them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What the rows are; the head over their labels.
    pub head: String,
    /// The other columns.
    pub columns: Vec<Column>,
    /// The rows, each with one value for each column.
    pub rows: Vec<TableRow>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// A name for machines, such as `established` or `established_per_cent`; unique in the table.
    pub code: String,
    /// The head for people: the series' label, with the word for per cent where it is one.
    pub label: String,
    /// What its values are.
    pub measure: Measure,
}

/// What the values of a [`Column`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Numbers of States.
    Count,
    /// Whole percentages of the row's base.
    PerCent,
    /// Bases of percentages.
    Base,
    /// Changes in number or in percentage points.
    Change,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// A name for machines.
    pub code: String,
    /// A name for people.
    pub label: String,
    /// What the row stands for.
    pub role: Role,
    /// One value for each column.
    pub values: Vec<Value>,
}

/// A value of a [`Table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A count or a whole percentage.
    Number(u64),
    /// From an earlier number to a later one.
    Change(i64),
    /// Held back by the disclosure rules.
    Withheld,
    /// No number can stand here, or the base is too small for a percentage.
    NotApplicable,
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Count(n) => Self::Number(n),
            Cell::Withheld => Self::Withheld,
            Cell::NotApplicable => Self::NotApplicable,
        }
    }
}

impl Value {
    /// The value as a table for people has it.
    #[must_use]
    pub fn words(self, figure: &Figure, language: Language) -> String {
        match self {
            Self::Number(n) => text::number(language, super::as_signed(n)),
            Self::Change(n) => signed(n, figure.direction),
            Self::Withheld => figure.words.withheld.clone(),
            Self::NotApplicable => "-".to_owned(),
        }
    }
}

/// A change as it is printed: with its sign before it, which is held there in Arabic too; no change is a nought.
#[must_use]
pub fn signed(change: i64, direction: Direction) -> String {
    let sign = match change {
        1.. => "+",
        0 => "",
        ..0 => "\u{2212}",
    };
    let mark = match direction {
        Direction::LeftToRight => "",
        Direction::RightToLeft => "\u{200E}",
    };
    format!("{mark}{sign}{}", change.unsigned_abs())
}

impl Words {
    /// The head of a column or axis of percentages: "Needed (per cent)".
    pub(in crate::chart) fn share_of(&self, label: &str) -> String {
        format!("{label} ({})", lower_first(&self.per_cent))
    }
}

/// One column in the making: where its values come from.
enum Plan {
    Count(usize),
    PerCent(usize),
    Rate,
    Change(Scale),
    Base,
}

impl Figure {
    /// The figure as a table: for each series its count and, where the plot speaks of shares, its percentage; then the
    /// rate of reply or the change, if that is what is shown; then the base.
    ///
    /// Combinations follow the single choices as rows: their code is `only:` and the codes of their choices joined by
    /// `+`, and their counts are in a column of their own.
    #[must_use]
    pub fn table(&self) -> Table {
        if let Plot::Combinations { sets } = &self.plot {
            return self.combined(sets);
        }
        let plan = self.plan();
        let grid = self.plot.grid();
        let columns = plan.iter().map(|p| self.column(p)).collect();
        let rows = grid.rows().iter().map(|row| TableRow {
            code: row.code.clone(),
            label: row.label.clone(),
            role: row.role,
            values: plan.iter().map(|p| self.value(p, row)).collect(),
        });
        Table {
            head: self.words.row.clone(),
            columns,
            rows: rows.collect(),
        }
    }

    fn plan(&self) -> Vec<Plan> {
        let shares = match self.plot {
            Plot::Bars { .. } | Plot::Stacked { .. } | Plot::Diverging { .. } => true,
            Plot::Heat { scale, .. }
            | Plot::Dot { scale, .. }
            | Plot::Dumbbell { scale, .. }
            | Plot::Bubble { scale, .. }
            | Plot::Triangle { scale, .. } => scale == Scale::Share,
            Plot::Response { .. } | Plot::Combinations { .. } => false,
        };
        let sized = matches!(self.plot, Plot::Bubble { .. });
        let mut plan = Vec::new();
        for (at, series) in self.plot.grid().series().iter().enumerate() {
            plan.push(Plan::Count(at));
            let area = sized && at == 2;
            let outside = [Role::NonResponse, Role::Column, Role::Value];
            if shares && !area && !outside.contains(&series.role) {
                plan.push(Plan::PerCent(at));
            }
        }
        if matches!(self.plot, Plot::Response { .. }) {
            plan.push(Plan::Rate);
        }
        if let Plot::Dumbbell { scale, .. } = self.plot {
            plan.push(Plan::Change(scale));
        }
        plan.push(Plan::Base);
        plan
    }

    fn column(&self, plan: &Plan) -> Column {
        let words = &self.words;
        let series = |at: &usize| self.plot.grid().series().get(*at);
        let code = |at| {
            series(at)
                .map(|s: &Series| s.code.clone())
                .unwrap_or_default()
        };
        let label = |at| {
            series(at)
                .map(|s: &Series| s.label.clone())
                .unwrap_or_default()
        };
        match plan {
            Plan::Count(at) => Column {
                code: code(at),
                label: label(at),
                measure: Measure::Count,
            },
            Plan::PerCent(at) => Column {
                code: format!("{}_per_cent", code(at)),
                label: words.share_of(&label(at)),
                measure: Measure::PerCent,
            },
            Plan::Rate => Column {
                code: "rate".into(),
                label: words.rate.clone(),
                measure: Measure::PerCent,
            },
            Plan::Change(scale) => Column {
                code: "change".into(),
                label: match scale {
                    Scale::Count => words.change.clone(),
                    Scale::Share => words.change_points.clone(),
                },
                measure: Measure::Change,
            },
            Plan::Base => Column {
                code: "base".into(),
                label: words.base.clone(),
                measure: Measure::Base,
            },
        }
    }

    fn value(&self, plan: &Plan, row: &Row) -> Value {
        let grid = self.plot.grid();
        let cell = |at: &usize| row.cells.get(*at).copied().unwrap_or(Cell::NotApplicable);
        // A percentage of a withheld count is as secret as the count.
        let share = |part: Option<u64>, cells: &[Cell]| match part {
            Some(n) => Value::Number(n),
            None if cells.contains(&Cell::Withheld) => Value::Withheld,
            None => Value::NotApplicable,
        };
        match plan {
            Plan::Count(at) => cell(at).into(),
            Plan::PerCent(at) => {
                let of = grid
                    .series()
                    .get(*at)
                    .and_then(|s| row.per_cent(s, cell(at)));
                // Outside the base there is no percentage, withheld or not.
                if row.role == Role::NonResponse {
                    Value::NotApplicable
                } else {
                    share(of, &[cell(at), row.base])
                }
            }
            Plan::Rate => share(
                row.rate(grid),
                &[row.cells.as_slice(), &[row.base]].concat(),
            ),
            Plan::Change(scale) => match &self.plot {
                Plot::Dumbbell { grid, .. } => grid.change(row, *scale),
                _ => Value::NotApplicable,
            },
            Plan::Base => row.base.into(),
        }
    }

    /// The choices, then their combinations, then the others.
    fn combined(&self, sets: &Combinations) -> Table {
        let mut plan = self.plan();
        let base = plan.pop();
        let mut columns: Vec<_> = plan.iter().map(|p| self.column(p)).collect();
        columns.push(Column {
            code: "combination".into(),
            label: sets.label().to_owned(),
            measure: Measure::Count,
        });
        columns.extend(base.iter().map(|p| self.column(p)));
        let choices = sets.sets().rows();
        let mut rows: Vec<_> = choices
            .iter()
            .map(|row| {
                let mut values: Vec<_> = plan.iter().map(|p| self.value(p, row)).collect();
                values.extend([Value::NotApplicable, row.base.into()]);
                TableRow {
                    code: row.code.clone(),
                    label: row.label.clone(),
                    role: row.role,
                    values,
                }
            })
            .collect();
        let together = |code, label, count: Cell| {
            let mut values = vec![Value::NotApplicable; plan.len()];
            values.extend([count.into(), Value::NotApplicable]);
            TableRow {
                code,
                label,
                role: Role::Answer,
                values,
            }
        };
        rows.extend(sets.combinations().iter().map(|c| {
            let code = format!("{ONLY}{}", c.code(choices));
            together(code, c.label(choices), c.count)
        }));
        rows.extend(
            sets.rest()
                .map(|rest| together(OTHERS.into(), rest.label.clone(), rest.count)),
        );
        Table {
            head: self.words.row.clone(),
            columns,
            rows,
        }
    }
}

/// "Per cent" inside brackets is "per cent". Scripts without case are unchanged.
fn lower_first(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::figure::{Direction, Grid, Words};

    fn figure(plot: fn(Grid) -> Plot) -> Figure {
        let series = |code: &str, role| Series {
            code: code.into(),
            label: code.to_uppercase(),
            role,
        };
        let row = |code: &str, base, cells| Row {
            code: code.into(),
            label: code.to_uppercase(),
            role: Role::Answer,
            base: Cell::Count(base),
            cells,
        };
        let grid = Grid::new(
            vec![
                series("yes", Role::Answer),
                series("silent", Role::NonResponse),
            ],
            vec![
                row("open", 84, vec![Cell::Count(61), Cell::Count(9)]),
                row("shut", 84, vec![Cell::Withheld, Cell::NotApplicable]),
                row("few", 12, vec![Cell::Count(5), Cell::Count(0)]),
            ],
        );
        let words = Words {
            row: "Form of crime".into(),
            count: "Number".into(),
            per_cent: "Per cent".into(),
            count_and_per_cent: "Number (per cent)".into(),
            base: "n".into(),
            rate: "Rate (per cent)".into(),
            withheld: "Withheld".into(),
            nil: "None".into(),
            not_applicable: "Not applicable".into(),
            change: "Change".into(),
            change_points: "Change (percentage points)".into(),
        };
        Figure {
            id: "f".into(),
            output: "T4".into(),
            number: None,
            language: "en".into(),
            direction: Direction::LeftToRight,
            title: "Title".into(),
            unit: "Number of States".into(),
            base: String::new(),
            notes: Vec::new(),
            source: "Source".into(),
            alternative: "Sentence.".into(),
            stamps: Vec::new(),
            words,
            plot: plot(grid.unwrap()),
        }
    }

    fn heads(figure: &Figure) -> Vec<String> {
        figure
            .table()
            .columns
            .into_iter()
            .map(|c| c.label)
            .collect()
    }

    #[test]
    fn bars_give_counts_percentages_and_base() {
        use Value::{NotApplicable, Number, Withheld};
        let figure = figure(|grid| Plot::Bars { grid });
        let table = figure.table();
        assert_eq!(table.head, "Form of crime");
        assert_eq!(heads(&figure), ["YES", "YES (per cent)", "SILENT", "n"]);
        let values: Vec<_> = table.rows.iter().map(|r| r.values.clone()).collect();
        assert_eq!(values[0], [Number(61), Number(73), Number(9), Number(84)]);
        assert_eq!(values[1], [Withheld, Withheld, NotApplicable, Number(84)]);
        assert_eq!(values[2], [Number(5), NotApplicable, Number(0), Number(12)]);
    }

    #[test]
    fn a_heat_table_shades_what_it_prints() {
        let counts = figure(|grid| Plot::Heat {
            grid,
            scale: Scale::Count,
        });
        assert_eq!(heads(&counts), ["YES", "SILENT", "n"]);
        let shares = figure(|grid| Plot::Heat {
            grid,
            scale: Scale::Share,
        });
        assert_eq!(heads(&shares), ["YES", "YES (per cent)", "SILENT", "n"]);
    }

    #[test]
    fn a_response_ends_with_its_rate() {
        let figure = figure(|grid| Plot::Response { grid });
        assert_eq!(heads(&figure), ["YES", "SILENT", "Rate (per cent)", "n"]);
        // All but the 9 of 84 who did not reply.
        let rates: Vec<_> = figure.table().rows.iter().map(|r| r.values[2]).collect();
        assert_eq!(
            rates,
            [Value::Number(89), Value::Withheld, Value::NotApplicable]
        );
    }

    #[test]
    fn a_figure_survives_being_written_and_read() {
        let figure = figure(|grid| Plot::Stacked {
            grid,
            scale: Scale::Share,
        });
        let text = serde_json::to_string(&figure).unwrap();
        assert_eq!(serde_json::from_str::<Figure>(&text).unwrap(), figure);
    }
}
