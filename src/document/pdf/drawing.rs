//! Drawings, and the contents of a document that has pages to go to.

use super::flow::{BODY, Flow, SECTION, SMALL, Set, lines_height_of};
use super::sheet::{BOTTOM, Ink, Op, PAGE, Role, TOP, WIDTH};
use crate::document::{Block, Drawing, Text};

/// Points a CSS pixel, in which drawings count.
const POINTS: f32 = 0.75;
/// A drawing is made no smaller than this: its letters could not be read.
const SMALLEST: f32 = 0.6;
/// Below a drawing, and below a note.
const BELOW: f32 = 6.0;
const AFTER: f32 = 2.0;
/// Room for the page of a section at the end of its line.
const NUMBER: f32 = 40.0;

impl Flow<'_> {
    /// Begins a page, but for the first thing on one.
    pub(super) fn new_page(&mut self) {
        if self.sheets.y > TOP {
            self.sheets.turn();
        }
    }

    /// A drawing in the middle of the page with its notes under it; made smaller where the page has no room for both.
    pub(super) fn drawing(&mut self, drawing: &Drawing) {
        let Some(tree) = self.drawings.pop_front() else {
            return;
        };
        let set = |note: &String| self.text(&Text::quiet(note), WIDTH, SMALL);
        let notes: Vec<Vec<Set>> = drawing.notes.iter().map(set).collect();
        let under: f32 = notes.iter().map(|set| lines_height_of(set) + AFTER).sum();
        let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
        if self.sheets.y > (TOP + BOTTOM) / 2.0 {
            self.sheets.need(height + under);
        }
        let scale = ((self.sheets.room() - under - BELOW) / height).clamp(SMALLEST, 1.0);
        let (width, height) = (width * scale, height * scale);
        let place = self.sheets.open(Role::Figure(drawing.alternative.clone()));
        self.sheets.draw(Op::Drawing {
            tree,
            at: ((PAGE.0 - width) / 2.0, self.sheets.y),
            size: (width, height),
            place,
        });
        self.sheets.close();
        self.sheets.y += height + BELOW;
        for set in notes {
            self.paragraph(set, 0.0, WIDTH, AFTER);
        }
    }

    /// The sections with their pages; these are known once the document has been laid out before.
    pub(super) fn contents(&mut self, title: &str) {
        self.heading(2, title, SECTION, 0.0, 6.0);
        self.sheets.open(Role::Contents);
        let sections = self.document.blocks.iter();
        let sections = sections.filter_map(|block| match block {
            Block::Section(words) => Some(words.as_str()),
            _ => None,
        });
        for (at, words) in sections.enumerate() {
            self.entry(words, self.pages.get(at).copied());
        }
        self.sheets.close();
    }

    /// A line of the contents, which leads to its page.
    fn entry(&mut self, words: &str, page: Option<usize>) {
        let set = |line| Set {
            line,
            kind: BODY,
            ink: Ink::Dark,
        };
        let lines = self.lines(words, 0, WIDTH - NUMBER, BODY);
        let height = lines.iter().map(|_| BODY.leading).sum();
        self.sheets.need(height);
        self.sheets.open(Role::Entry);
        self.sheets.open(Role::Reference);
        let place = self.sheets.open(Role::Link);
        let top = self.sheets.y;
        for line in lines {
            self.put_line(set(line), 0.0, WIDTH - NUMBER, place);
        }
        let y = self.sheets.y - BODY.leading;
        let number = page.map_or(0, |page| page + 1).to_string();
        for line in self.lines(&number, 0, NUMBER, BODY).into_iter().take(1) {
            let wide = line.width(BODY.size);
            self.put_line_at(&set(line), WIDTH - wide, wide, y, place);
        }
        if let Some(page) = page {
            self.sheets.draw(Op::Link {
                at: (self.sheets.left(0.0, WIDTH), top),
                size: (WIDTH, height),
                page,
                words: words.to_owned(),
                place,
            });
        }
        self.sheets.close();
        self.sheets.close();
        self.sheets.close();
        self.sheets.y += 1.0;
    }
}
