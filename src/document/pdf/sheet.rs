//! Pages being filled: what is drawn where, and which part of the document's structure it belongs to.

use std::sync::Arc;

use krilla::tagging::{ListNumbering, TableHeaderScope};

use resvg::usvg::Tree;

use super::typeset::Line;
use crate::document::Tick;

/// Size of a page, A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// Where the text of a page begins and ends.
pub(super) const LEFT: f32 = 56.0;
pub(super) const TOP: f32 = 78.0;
pub(super) const BOTTOM: f32 = 772.0;
/// Width of the text.
pub(super) const WIDTH: f32 = PAGE.0 - 2.0 * LEFT;

/// Something drawn.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// A line of text: where it begins at the left, on which baseline, how large.
    Text {
        line: Line,
        x: f32,
        baseline: f32,
        size: f32,
        ink: Ink,
        place: Place,
    },
    /// A box, by its left upper corner and side.
    Tick {
        tick: Tick,
        x: f32,
        y: f32,
        side: f32,
        place: Place,
    },
    /// A drawing: its left upper corner and how large it is.
    Drawing {
        tree: Arc<Tree>,
        at: (f32, f32),
        size: (f32, f32),
        place: Place,
    },
    /// A cell without ink: room to write, or nothing.
    Blank { place: Place, is_room: bool },
    /// A rule; it stands for nothing.
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        ink: Ink,
    },
    /// A shaded area; it stands for nothing.
    Area { at: (f32, f32), size: (f32, f32) },
    /// An area that leads to the top of a page, from nought, and the words for it.
    Link {
        at: (f32, f32),
        size: (f32, f32),
        page: usize,
        words: String,
        place: Place,
    },
}

/// Where something belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To this part of the document.
    Part(usize),
    /// To the page only.
    Page,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// For text.
    Dark,
    /// For what stands back; still easy to read.
    Grey,
    /// For rules.
    Pale,
}

/// A part of the document's structure.
#[derive(Clone, Debug)]
pub(super) enum Role {
    Document,
    Section,
    /// Level and words.
    Heading(u16, String),
    Paragraph,
    Contents,
    Entry,
    Reference,
    Link,
    /// What it shows, in words.
    Figure(String),
    List(ListNumbering),
    Item,
    Label,
    Body,
    Table,
    Head,
    Rows,
    Row,
    HeadCell(TableHeaderScope),
    Cell,
}

/// A part and what is in it, in order.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) parent: Option<usize>,
}

/// A place to go to.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) level: u16,
    pub(super) words: String,
    pub(super) page: usize,
    pub(super) y: f32,
}

/// Pages being filled.
pub(super) struct Sheets {
    pub(super) pages: Vec<Vec<Op>>,
    pub(super) nodes: Vec<Node>,
    pub(super) marks: Vec<Mark>,
    /// Where the next line begins, from the top.
    pub(super) y: f32,
    /// Whether the page runs from right to left.
    pub(super) is_right_to_left: bool,
    /// The part that new parts belong to.
    current: Option<usize>,
}

impl Sheets {
    /// One empty page.
    pub(super) fn new(is_right_to_left: bool) -> Self {
        let mut sheets = Self {
            pages: vec![Vec::new()],
            nodes: Vec::new(),
            marks: Vec::new(),
            y: TOP,
            is_right_to_left,
            current: None,
        };
        sheets.open(Role::Document);
        sheets
    }

    /// Opens a part inside the current one.
    pub(super) fn open(&mut self, role: Role) -> Place {
        let node = self.nodes.len();
        self.nodes.push(Node {
            role,
            parent: self.current,
        });
        self.current = Some(node);
        Place::Part(node)
    }

    /// Closes the current part.
    pub(super) fn close(&mut self) {
        let current = self.current.and_then(|at| self.nodes.get(at));
        self.current = current.and_then(|node| node.parent);
    }

    /// Goes back to a part that was opened before; gives the one that was current.
    pub(super) fn resume(&mut self, part: Option<usize>) -> Option<usize> {
        std::mem::replace(&mut self.current, part)
    }

    /// The current part.
    pub(super) const fn current(&self) -> Option<usize> {
        self.current
    }

    /// Room left on the page.
    pub(super) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Begins a page unless this one has room for this much or is empty.
    pub(super) fn need(&mut self, height: f32) {
        if self.room() < height && self.y > TOP {
            self.turn();
        }
    }

    /// Begins a page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    pub(super) fn draw(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    /// Where an area begins at the left that begins this far from the margin at which lines begin.
    pub(super) fn left(&self, indent: f32, width: f32) -> f32 {
        if self.is_right_to_left {
            PAGE.0 - LEFT - indent - width
        } else {
            LEFT + indent
        }
    }

    /// The page of each section, from nought.
    pub(super) fn sections(&self) -> Vec<usize> {
        let sections = self.marks.iter().filter(|mark| mark.level == 1);
        sections.map(|mark| mark.page).collect()
    }

    /// Remembers a place to go to.
    pub(super) fn mark(&mut self, level: u16, words: &str) {
        self.marks.push(Mark {
            level,
            words: words.to_owned(),
            page: self.pages.len().saturating_sub(1),
            y: self.y,
        });
    }
}
