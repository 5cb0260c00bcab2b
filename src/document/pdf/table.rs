//! Tables: columns, rows that break over pages, heads that are repeated.

use krilla::tagging::TableHeaderScope;

use super::flow::{Flow, RULING, SIDE, SMALL, Set, lines_height_of};
use super::sheet::{Ink, LEFT, Op, Place, Role, TOP, WIDTH};
use crate::document::{Cell, Table, Text, Tick, Tone};

/// Between a rule and what stands in a cell.
const PAD: f32 = 4.0;
/// A row lower than this is never broken.
const WHOLE: f32 = 180.0;

/// A column: where it begins, how wide it is, what it holds.
#[derive(Clone, Copy)]
struct Column {
    indent: f32,
    width: f32,
    holds: Holds,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Words,
    /// Boxes: they and the head stand in the middle.
    Ticks,
    /// Room to write: a rule stands before it.
    Room,
    /// Numbers: they and the head stand at the end.
    Numbers,
}

/// A cell, set.
struct Filled {
    column: Column,
    /// The part of the document it is.
    node: Option<usize>,
    /// What is still to be put.
    lines: std::collections::VecDeque<Set>,
    tick: Option<(Tick, Place)>,
    /// Room that is only left free.
    free: f32,
    place: Place,
}

impl Filled {
    fn height(&self) -> f32 {
        let set: f32 = self.lines.iter().map(|set| set.kind.leading).sum();
        let tick = if self.tick.is_some() {
            SMALL.leading
        } else {
            0.0
        };
        set.max(tick).max(self.free)
    }
}

impl Flow<'_> {
    /// Facts stand as a table without a head, whose first column says what each is.
    pub(super) fn facts(&mut self, facts: &[(String, Vec<Text>)]) {
        let rows = facts.iter().map(|(name, texts)| {
            let words = Cell::Words(texts.clone());
            vec![Cell::plain(name), words]
        });
        let table = Table {
            heads: Vec::new(),
            widths: vec![30, 70],
            rows: rows.collect(),
            ..Table::default()
        };
        self.table(&table);
    }

    /// A table.
    pub(super) fn table(&mut self, table: &Table) {
        let columns = columns(table);
        self.sheets.y += 3.0;
        self.sheets.open(Role::Table);
        let heads: Vec<Vec<Set>> = table
            .heads
            .iter()
            .zip(&columns)
            .map(|(head, column)| {
                let text = Text {
                    tone: Tone::Strong,
                    ..Text::plain(head)
                };
                self.text(&text, column.width - 2.0 * PAD, SMALL)
            })
            .collect();
        let head = heads.iter().map(|set| lines_height_of(set));
        let head = head.fold(0.0, f32::max) + 2.0 * PAD;
        if !heads.is_empty() {
            self.sheets.need(head + 2.0 * RULING);
            self.sheets.open(Role::Head);
            self.sheets.open(Role::Row);
            self.head(&heads, &columns, head, true);
            self.sheets.close();
            self.sheets.close();
        }
        self.sheets.open(Role::Rows);
        for row in &table.rows {
            let page = self.sheets.pages.len();
            self.sheets.open(Role::Row);
            let cells = self.cells(row, &columns);
            let height = cells.iter().map(Filled::height).fold(0.0, f32::max) + 2.0 * PAD;
            if height <= WHOLE {
                self.sheets.need(height);
            }
            if self.sheets.pages.len() > page && !heads.is_empty() {
                self.head(&heads, &columns, head, false);
            }
            self.row(cells, &heads, &columns, head);
            self.sheets.close();
        }
        self.sheets.close();
        self.sheets.close();
        self.sheets.y += 8.0;
    }

    /// How high a table without boxes is, on a page of its own.
    pub(super) fn table_height(&self, table: &Table) -> f32 {
        let columns = columns(table);
        let high = |words: &str, column: &Column, tone| {
            let text = Text {
                tone,
                ..Text::plain(words)
            };
            lines_height_of(&self.text(&text, column.width - 2.0 * PAD, SMALL))
        };
        let heads = table.heads.iter().zip(&columns);
        let head = heads.map(|(words, column)| high(words, column, Tone::Strong));
        let row = |row: &Vec<Cell>| {
            let cells = row.iter().zip(&columns);
            let cells = cells.map(|(cell, column)| match cell {
                Cell::Words(texts) => texts
                    .iter()
                    .map(|text| high(&text.words, column, text.tone))
                    .sum(),
                Cell::Number(words) => high(words, column, Tone::Plain),
                Cell::Tick(_) | Cell::Room(_) => SMALL.leading,
            });
            cells.fold(0.0, f32::max) + 2.0 * PAD
        };
        let rows: f32 = table.rows.iter().map(row).sum();
        head.fold(0.0, f32::max) + 2.0 * PAD + rows + 11.0
    }

    /// The head; where it is repeated it belongs to the page only.
    fn head(&mut self, heads: &[Vec<Set>], columns: &[Column], height: f32, is_first: bool) {
        let top = self.sheets.y;
        self.sheets.draw(Op::Area {
            at: (LEFT, top),
            size: (WIDTH, height),
        });
        for (set, column) in heads.iter().zip(columns) {
            let place = if is_first {
                self.sheets.open(Role::HeadCell(TableHeaderScope::Column))
            } else {
                Place::Page
            };
            let mut y = top + PAD;
            for line in set {
                let room = column.width - 2.0 * PAD;
                let wide = line.line.width(line.kind.size);
                let (indent, width) = match column.holds {
                    Holds::Ticks => (column.indent + PAD + (room - wide) / 2.0, wide),
                    Holds::Numbers => (column.indent + PAD + room - wide, wide),
                    Holds::Words | Holds::Room => (column.indent + PAD, room),
                };
                self.put_line_at(line, indent, width, y, place);
                y += line.kind.leading;
            }
            if is_first {
                self.sheets.close();
            }
        }
        self.sheets.y = top + height;
        self.across();
    }

    fn cells(&mut self, row: &[Cell], columns: &[Column]) -> Vec<Filled> {
        let mut cells = Vec::with_capacity(row.len());
        for (at, (cell, column)) in row.iter().zip(columns).enumerate() {
            let role = if at == 0 {
                Role::HeadCell(TableHeaderScope::Row)
            } else {
                Role::Cell
            };
            let place = self.sheets.open(role);
            let node = self.sheets.current();
            let width = column.width - 2.0 * PAD;
            let mut filled = Filled {
                column: *column,
                node,
                lines: std::collections::VecDeque::new(),
                tick: None,
                free: 0.0,
                place,
            };
            match cell {
                Cell::Words(texts) => {
                    let set = texts.iter().flat_map(|text| self.text(text, width, SMALL));
                    filled.lines = set.collect();
                }
                Cell::Number(number) => {
                    filled.lines = self.text(&Text::plain(number), width, SMALL).into();
                }
                Cell::Tick(tick) => filled.tick = Some((*tick, place)),
                Cell::Room(lines) => filled.free = RULING * f32::from(*lines) - 2.0 * PAD,
            }
            if filled.lines.is_empty() && filled.tick.is_none() {
                let is_room = matches!(cell, Cell::Room(_));
                self.sheets.draw(Op::Blank { place, is_room });
            }
            self.sheets.close();
            cells.push(filled);
        }
        cells
    }

    /// A row, over as many pages as it takes.
    fn row(&mut self, mut cells: Vec<Filled>, heads: &[Vec<Set>], columns: &[Column], head: f32) {
        loop {
            let top = self.sheets.y + PAD;
            let room = self.sheets.room() - 2.0 * PAD;
            let mut lowest: f32 = 0.0;
            let mut is_done = true;
            for cell in &mut cells {
                lowest = lowest.max(self.slice(cell, top, room));
                is_done &= cell.lines.is_empty();
            }
            self.sheets.y = top + lowest + PAD;
            self.down(columns, top - PAD);
            self.across();
            if is_done {
                return;
            }
            self.sheets.turn();
            if !heads.is_empty() {
                self.head(heads, columns, head, false);
            }
        }
    }

    /// As much of a cell as fits; how high it is.
    fn slice(&mut self, cell: &mut Filled, top: f32, room: f32) -> f32 {
        let Column { indent, width, .. } = cell.column;
        let mut height = 0.0;
        if let Some((tick, place)) = cell.tick.take() {
            let x = self.sheets.left(indent + (width - SIDE) / 2.0, SIDE);
            self.sheets.draw(Op::Tick {
                tick,
                x,
                y: top + (SMALL.leading - SIDE) / 2.0,
                side: SIDE,
                place,
            });
            height = SMALL.leading;
        }
        let is_page_empty = top <= TOP + 2.0 * PAD;
        while let Some(set) = cell.lines.front() {
            let leading = set.kind.leading;
            if height + leading > room && !(is_page_empty && height == 0.0) {
                break;
            }
            let Some(set) = cell.lines.pop_front() else {
                break;
            };
            let before = self.sheets.resume(cell.node);
            let room = width - 2.0 * PAD;
            let (from, wide) = if cell.column.holds == Holds::Numbers {
                let wide = set.line.width(set.kind.size);
                (indent + PAD + room - wide, wide)
            } else {
                (indent + PAD, room)
            };
            self.put_line_at(&set, from, wide, top + height, cell.place);
            self.sheets.resume(before);
            height += leading;
        }
        let height = height.max(cell.free.min(room.max(0.0)));
        cell.free = 0.0;
        height
    }

    /// Rules before columns with room to write.
    fn down(&mut self, columns: &[Column], top: f32) {
        let bottom = self.sheets.y;
        let ruled = columns.iter().filter(|column| column.holds == Holds::Room);
        for column in ruled {
            let x = self.sheets.left(column.indent, 0.0);
            self.sheets.draw(Op::Rule {
                from: (x, top),
                to: (x, bottom),
                ink: Ink::Pale,
            });
        }
    }

    /// The rule below a row.
    fn across(&mut self) {
        let y = self.sheets.y;
        self.sheets.draw(Op::Rule {
            from: (LEFT, y),
            to: (LEFT + WIDTH, y),
            ink: Ink::Pale,
        });
    }
}

/// The columns of a table.
fn columns(table: &Table) -> Vec<Column> {
    let whole: f32 = table.widths.iter().copied().map(f32::from).sum();
    let mut indent = 0.0;
    let column = |(at, part): (usize, &u16)| {
        let width = WIDTH * f32::from(*part) / whole.max(1.0);
        let cells = || table.rows.iter().filter_map(|row| row.get(at));
        let holds = if cells().any(|cell| matches!(cell, Cell::Room(_))) {
            Holds::Room
        } else if cells().any(|cell| matches!(cell, Cell::Tick(_))) {
            Holds::Ticks
        } else if cells().any(|cell| matches!(cell, Cell::Number(_))) {
            Holds::Numbers
        } else {
            Holds::Words
        };
        let column = Column {
            indent,
            width,
            holds,
        };
        indent += width;
        column
    };
    table.widths.iter().enumerate().map(column).collect()
}
