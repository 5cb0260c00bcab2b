//! From the parts of a document to what is drawn: headings, paragraphs, choices, lines to write on.

use std::collections::VecDeque;
use std::sync::Arc;

use krilla::tagging::ListNumbering;
use resvg::usvg::Tree;

use super::sheet::{BOTTOM, Ink, LEFT, Op, Place, Role, Sheets, TOP, WIDTH};
use super::typeset::{Line, Typesetter};
use crate::document::{Block, Choice, Document, Shape, Text, Tone};
use crate::text::Direction;

/// A size of type: its height, the distance of its lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub(super) size: f32,
    pub(super) leading: f32,
}

pub(super) const BODY: Type = Type {
    size: 9.5,
    leading: 13.5,
};
pub(super) const SMALL: Type = Type {
    size: 8.5,
    leading: 12.0,
};
const TITLE: Type = Type {
    size: 18.0,
    leading: 23.0,
};
pub(super) const SECTION: Type = Type {
    size: 13.5,
    leading: 18.0,
};
const QUESTION: Type = Type {
    size: 10.5,
    leading: 14.5,
};
/// Side of a box to tick.
pub(super) const SIDE: f32 = 8.0;
/// From the begin of a box to that of its label.
const HANG: f32 = 14.0;
/// Distance of lines to write on by hand.
pub(super) const RULING: f32 = 20.0;

/// A line set, to be put somewhere.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) line: Line,
    pub(super) kind: Type,
    pub(super) ink: Ink,
}

/// Lays a document out.
pub(super) struct Flow<'a> {
    pub(super) document: &'a Document,
    pub(super) setter: &'a Typesetter,
    pub(super) sheets: Sheets,
    /// The drawings that are still to come.
    pub(super) drawings: VecDeque<Arc<Tree>>,
    /// The page of each section, from nought, if that is known.
    pub(super) pages: &'a [usize],
    /// Whether a section is open.
    in_section: bool,
}

impl<'a> Flow<'a> {
    pub(super) fn new(
        document: &'a Document,
        setter: &'a Typesetter,
        drawings: &[Arc<Tree>],
        pages: &'a [usize],
    ) -> Self {
        Self {
            drawings: drawings.iter().cloned().collect(),
            pages,
            document,
            setter,
            sheets: Sheets::new(document.is_right_to_left()),
            in_section: false,
        }
    }

    /// Lays everything out.
    pub(super) fn run(mut self) -> Sheets {
        for (at, block) in self.document.blocks.iter().enumerate() {
            let next = self.document.blocks.get(at + 1);
            self.block(block, next);
        }
        self.sheets
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Title(words) => self.heading(1, words, TITLE, 0.0, 6.0),
            Block::Section(words) => {
                if self.in_section {
                    self.sheets.close();
                }
                self.sheets.open(Role::Section);
                self.in_section = true;
                self.sheets.need(150.0);
                self.sheets.mark(1, words);
                self.heading(2, words, SECTION, 20.0, 5.0);
            }
            Block::Question(words) => {
                let with = next.map_or(0.0, |next| self.least(next));
                let lines = self.lines(words, words.len(), WIDTH, QUESTION);
                let height = lines_height(&lines, QUESTION);
                self.sheets.need(14.0 + height + 3.0 + with);
                self.sheets.mark(2, words);
                self.heading(3, words, QUESTION, 14.0, 3.0);
            }
            Block::Paragraph(text) => {
                let kind = if text.tone == Tone::Quiet {
                    SMALL
                } else {
                    BODY
                };
                let set = self.text(text, WIDTH, kind);
                self.paragraph(set, 0.0, WIDTH, 3.0);
            }
            Block::Notice(words) => self.notice(words),
            Block::Facts(facts) => self.facts(facts),
            Block::Choices {
                label,
                items,
                in_line,
            } => {
                if !label.is_empty() {
                    let text = Text {
                        tone: Tone::Strong,
                        ..Text::plain(label)
                    };
                    self.sheets.need(3.0 * BODY.leading);
                    let set = self.text(&text, WIDTH, SMALL);
                    self.paragraph(set, 0.0, WIDTH, 1.0);
                }
                if *in_line {
                    self.choices_in_line(items);
                } else {
                    self.choices(items);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Break => self.new_page(),
            Block::Contents(words) => self.contents(words),
            Block::Drawing(drawing) => self.drawing(drawing),
            Block::Lines { label, count } => self.room_to_write(label, *count),
        }
    }

    /// About how much of a block should stand with what it belongs to.
    fn least(&self, block: &Block) -> f32 {
        match block {
            Block::Table(table) if table.is_whole => {
                let height = self.table_height(table);
                // One that fits on no page may as well begin here.
                if height > BOTTOM - TOP - 60.0 {
                    70.0
                } else {
                    height
                }
            }
            Block::Table(_) => 70.0,
            Block::Lines { count, .. } => RULING * f32::from((*count).min(3)) + BODY.leading,
            Block::Choices { items, .. } => {
                let lines = u8::try_from(items.len().min(4)).unwrap_or(4);
                BODY.leading * f32::from(lines)
            }
            _ => 2.0 * BODY.leading,
        }
    }

    /// Lines of the document's own words.
    pub(super) fn lines(&self, words: &str, bold: usize, width: f32, kind: Type) -> Vec<Line> {
        let direction = self.document.language.direction();
        let em = width / kind.size;
        self.setter.set(words, bold, em, Some(direction))
    }

    pub(super) fn heading(&mut self, level: u16, words: &str, kind: Type, before: f32, after: f32) {
        if self.sheets.y > TOP {
            self.sheets.y += before;
        }
        let lines = self.lines(words, words.len(), WIDTH, kind);
        let place = self.sheets.open(Role::Heading(level, words.to_owned()));
        let set = lines.into_iter().map(|line| Set {
            line,
            kind,
            ink: Ink::Dark,
        });
        self.put(set.collect(), 0.0, WIDTH, place);
        self.sheets.close();
        self.sheets.y += after;
    }

    /// Words set in lines: the label first, then what follows; what a respondent wrote runs in its own direction.
    pub(super) fn text(&self, text: &Text, width: f32, kind: Type) -> Vec<Set> {
        let own = self.document.language.direction();
        let ink = match text.tone {
            Tone::Quiet => Ink::Grey,
            Tone::Plain | Tone::Strong => Ink::Dark,
        };
        let mut set = Vec::new();
        let mut put = |lines: Vec<Line>| {
            set.extend(lines.into_iter().map(|line| Set { line, kind, ink }));
        };
        let em = width / kind.size;
        let mut label = text.label.clone();
        let mut words: Vec<&str> = text.words.lines().collect();
        if words.is_empty() {
            words.push("");
        }
        for words in words {
            let direction = if text.is_free {
                first_direction(words).unwrap_or(own)
            } else {
                own
            };
            if !label.is_empty() && direction != own {
                let label = std::mem::take(&mut label);
                put(self.setter.set(&label, label.len(), em, Some(own)));
            }
            let label = std::mem::take(&mut label);
            let (line, bold) = match (label.is_empty(), text.tone) {
                (true, Tone::Strong) => (words.to_owned(), words.len()),
                (true, Tone::Plain | Tone::Quiet) => (words.to_owned(), 0),
                (false, _) => (format!("{label} {words}"), label.len()),
            };
            put(self.setter.set(&line, bold, em, Some(direction)));
        }
        set
    }

    /// Puts lines as one paragraph.
    pub(super) fn paragraph(&mut self, set: Vec<Set>, indent: f32, width: f32, after: f32) {
        if set.is_empty() {
            return;
        }
        let place = self.sheets.open(Role::Paragraph);
        self.put(set, indent, width, place);
        self.sheets.close();
        self.sheets.y += after;
    }

    /// Puts lines one below the other, over as many pages as it takes.
    fn put(&mut self, set: Vec<Set>, indent: f32, width: f32, place: Place) {
        for line in set {
            self.sheets.need(line.kind.leading);
            self.put_line(line, indent, width, place);
        }
    }

    /// Puts a line where the page stands.
    pub(super) fn put_line(&mut self, set: Set, indent: f32, width: f32, place: Place) {
        let y = self.sheets.y;
        self.put_line_at(&set, indent, width, y, place);
        self.sheets.y = y + set.kind.leading;
    }

    /// Puts a line at a height.
    pub(super) fn put_line_at(&mut self, set: &Set, indent: f32, width: f32, y: f32, place: Place) {
        let left = self.sheets.left(indent, width);
        let x = if set.line.is_right_to_left {
            left + width - set.line.width(set.kind.size)
        } else {
            left
        };
        let baseline = y + (set.kind.leading + set.kind.size * 0.72) / 2.0;
        self.sheets.draw(Op::Text {
            line: set.line.clone(),
            x,
            baseline,
            size: set.kind.size,
            ink: set.ink,
            place,
        });
    }

    fn notice(&mut self, words: &str) {
        const PAD: f32 = 7.0;
        let set = self.text(&Text::plain(words), WIDTH - 2.0 * PAD, BODY);
        let lines: Vec<f32> = set.iter().map(|set| set.kind.leading).collect();
        let height = lines.iter().sum::<f32>() + 2.0 * PAD;
        self.sheets.need(height);
        let top = self.sheets.y;
        self.sheets.draw(Op::Area {
            at: (LEFT, top),
            size: (WIDTH, height),
        });
        self.sheets.y += PAD;
        self.paragraph(set, PAD, WIDTH - 2.0 * PAD, PAD + 6.0);
    }

    /// Choices one below the other.
    fn choices(&mut self, items: &[Choice]) {
        self.sheets.open(Role::List(ListNumbering::None));
        for item in items {
            let width = WIDTH - HANG;
            let label = Text {
                tone: if item.tick.is_ticked {
                    Tone::Strong
                } else {
                    Tone::Plain
                },
                ..Text::plain(&item.label)
            };
            let set = self.text(&label, width, BODY);
            let hint = if item.hint.is_empty() {
                Vec::new()
            } else {
                self.text(&Text::quiet(&item.hint), width, SMALL)
            };
            self.sheets
                .need(BODY.leading + if hint.is_empty() { 0.0 } else { SMALL.leading });
            self.sheets.open(Role::Item);
            let place = self.sheets.open(Role::Label);
            self.tick(item, 0.0, place);
            self.sheets.close();
            self.sheets.open(Role::Body);
            self.paragraph(set, HANG + wide(item), width - wide(item), 0.0);
            self.paragraph(hint, HANG + wide(item), width - wide(item), 0.0);
            self.sheets.close();
            self.sheets.close();
            self.sheets.y += 1.5;
        }
        self.sheets.close();
        self.sheets.y += 4.0;
    }

    fn tick(&mut self, item: &Choice, indent: f32, place: Place) {
        let side = SIDE + wide(item);
        let x = self.sheets.left(indent, side);
        let y = self.sheets.y + (BODY.leading - SIDE) / 2.0;
        self.sheets.draw(Op::Tick {
            tick: item.tick,
            x,
            y,
            side,
            place,
        });
    }

    /// Choices side by side, as many as fit on a line.
    fn choices_in_line(&mut self, items: &[Choice]) {
        const GAP: f32 = 16.0;
        self.sheets.open(Role::List(ListNumbering::None));
        let mut indent = 0.0;
        self.sheets.need(SMALL.leading);
        for item in items {
            let mut set = self.text(&Text::plain(&item.label), WIDTH - HANG, SMALL);
            let wide = set.first().map_or(0.0, |set| set.line.width(SMALL.size));
            if indent > 0.0 && (indent + HANG + wide > WIDTH || set.len() > 1) {
                indent = 0.0;
                self.sheets.y += SMALL.leading + 1.0;
                self.sheets.need(SMALL.leading);
            }
            self.sheets.open(Role::Item);
            let place = self.sheets.open(Role::Label);
            self.tick(item, indent, place);
            self.sheets.close();
            self.sheets.open(Role::Body);
            let place = self.sheets.open(Role::Paragraph);
            let last = set.pop();
            for line in set {
                self.put_line(line, HANG, WIDTH - HANG, place);
                self.sheets.need(SMALL.leading);
            }
            if let Some(last) = last {
                let y = self.sheets.y;
                let width = last.line.width(SMALL.size);
                self.put_line_at(&last, indent + HANG, width, y, place);
                indent += HANG + width + GAP;
            }
            self.sheets.close();
            self.sheets.close();
            self.sheets.close();
        }
        self.sheets.close();
        self.sheets.y += SMALL.leading + 4.0;
    }

    /// What is to be written, and lines to write it on.
    fn room_to_write(&mut self, label: &str, count: u8) {
        let text = Text {
            tone: Tone::Strong,
            ..Text::plain(label)
        };
        let set = if label.is_empty() {
            Vec::new()
        } else {
            self.text(&text, WIDTH, SMALL)
        };
        let height = lines_height_of(&set);
        self.sheets.need(height + RULING);
        // One line stands beside its label where there is room.
        if let ([one], 1) = (set.as_slice(), count) {
            let wide = one.line.width(SMALL.size) + 6.0;
            if wide < WIDTH * 0.55 {
                self.sheets.y += RULING - SMALL.leading - 2.0;
                self.paragraph(set, 0.0, WIDTH, 0.0);
                self.rule(wide, WIDTH - wide);
                self.sheets.y += 6.0;
                return;
            }
        }
        self.paragraph(set, 0.0, WIDTH, 0.0);
        for _ in 0..count {
            self.sheets.need(RULING);
            self.sheets.y += RULING;
            self.rule(0.0, WIDTH);
        }
        self.sheets.y += 6.0;
    }

    /// A line to write on where the page stands.
    fn rule(&mut self, indent: f32, width: f32) {
        let (x, y) = (self.sheets.left(indent, width), self.sheets.y);
        self.sheets.draw(Op::Rule {
            from: (x, y),
            to: (x + width, y),
            ink: Ink::Pale,
        });
    }
}

/// How much wider than others a box is.
const fn wide(item: &Choice) -> f32 {
    match item.tick.shape {
        Shape::Round | Shape::Square => 0.0,
        Shape::Place => 12.0,
    }
}

fn lines_height(lines: &[Line], kind: Type) -> f32 {
    lines.iter().map(|_| kind.leading).sum()
}

/// How high lines are together.
pub(super) fn lines_height_of(set: &[Set]) -> f32 {
    set.iter().map(|set| set.kind.leading).sum()
}

/// The direction of the first letter that has one.
fn first_direction(words: &str) -> Option<Direction> {
    use unicode_bidi::BidiClass;
    words
        .chars()
        .find_map(|c| match unicode_bidi::bidi_class(c) {
            BidiClass::L => Some(Direction::LeftToRight),
            BidiClass::R | BidiClass::AL => Some(Direction::RightToLeft),
            _ => None,
        })
}
