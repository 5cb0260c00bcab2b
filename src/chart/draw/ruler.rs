//! How wide text is, and where it breaks: measured by shaping it with the fonts that will draw it.
//!
//! Lengths are whole tenths of a point, advances whole font units, so that no rounding differs between machines.

use std::cell::RefCell;
use std::collections::HashMap;

use rustybuzz::{Face, UnicodeBuffer};
use unicode_linebreak::linebreaks;

use super::units;
use crate::fonts;

/// Font units in an em, to which the advances of every font are brought.
const EM: i32 = 1000;

/// A size and weight of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Type {
    /// Tenths of a point.
    pub(super) size: i32,
    /// Whether it is the heavier weight.
    pub(super) bold: bool,
}

/// Measures text in one language.
pub(super) struct Ruler {
    regular: Weight,
    bold: Weight,
}

/// One weight: its faces, first choice first, and what has been measured in it.
struct Weight {
    faces: Vec<&'static Face<'static>>,
    known: RefCell<HashMap<String, i32>>,
}

/// A piece of text between two places where a line may break.
struct Piece<'a> {
    text: &'a str,
    /// Without the space at its end, which does not count at the end of a line.
    width: i32,
    /// With that space.
    advance: i32,
    /// Whether the line must end after it.
    last: bool,
}

impl Ruler {
    pub(super) fn new(language: &str) -> Self {
        let weight = |bold| Weight {
            faces: fonts::faces(language, bold),
            known: RefCell::new(HashMap::new()),
        };
        Self {
            regular: weight(false),
            bold: weight(true),
        }
    }

    /// The width of a line of text, rounded up.
    pub(super) fn width(&self, text: &str, of: Type) -> i32 {
        let weight = if of.bold { &self.bold } else { &self.regular };
        let advance = weight.advance(text);
        (advance * of.size + EM - 1) / EM
    }

    /// Breaks text into lines no wider than `limit`, by the rules of its script, each as full as it can be: for notes. A
    /// word wider than `limit` is broken inside.
    pub(super) fn fill(&self, text: &str, of: Type, limit: i32) -> Vec<String> {
        fill(&self.pieces(text.trim(), of, limit), limit)
    }

    /// Breaks text like [`Self::fill`], and then evens the lines out: the narrowest that need no more of them.
    pub(super) fn wrap(&self, text: &str, of: Type, limit: i32) -> Vec<String> {
        let pieces = self.pieces(text.trim(), of, limit);
        let lines = fill(&pieces, limit);
        let (mut low, mut high) = (pieces.iter().map(|p| p.width).max().unwrap_or(0), limit);
        while high - low > 10 {
            let middle = low + (high - low) / 2;
            if fill(&pieces, middle).len() > lines.len() {
                low = middle;
            } else {
                high = middle;
            }
        }
        fill(&pieces, high)
    }

    /// The width of the widest part of `text` that cannot be broken.
    pub(super) fn widest_word(&self, text: &str, of: Type) -> i32 {
        self.pieces(text.trim(), of, i32::MAX)
            .iter()
            .map(|p| p.width)
            .max()
            .unwrap_or(0)
    }

    fn pieces<'a>(&self, text: &'a str, of: Type, limit: i32) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (end, kind) in linebreaks(text) {
            let part = text.get(start..end).unwrap_or_default();
            start = end;
            let last = kind == unicode_linebreak::BreakOpportunity::Mandatory;
            if self.width(part.trim_end(), of) <= limit {
                pieces.push(self.piece(part, of, last));
            } else {
                self.break_word(part, of, limit, &mut pieces);
                if let Some(piece) = pieces.last_mut() {
                    piece.last = last;
                }
            }
        }
        pieces
    }

    fn piece<'a>(&self, text: &'a str, of: Type, last: bool) -> Piece<'a> {
        let width = self.width(text.trim_end(), of);
        Piece {
            text,
            width,
            advance: self.width(text, of),
            last,
        }
    }

    /// The last resort: cuts a word where it stops fitting.
    fn break_word<'a>(&self, word: &'a str, of: Type, limit: i32, into: &mut Vec<Piece<'a>>) {
        let mut rest = word;
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            let fitting = ends.take_while(|end| {
                rest.get(..*end)
                    .is_some_and(|part| self.width(part.trim_end(), of) <= limit)
            });
            let one = rest.chars().next().map_or(0, char::len_utf8);
            let (part, after) = rest.split_at(fitting.last().unwrap_or(one));
            into.push(self.piece(part, of, false));
            rest = after;
        }
    }
}

impl Weight {
    /// The advance of a line in font units.
    fn advance(&self, text: &str) -> i32 {
        if let Some(known) = self.known.borrow().get(text) {
            return *known;
        }
        let total = self
            .runs(text)
            .iter()
            .map(|(face, run)| shape(face, run))
            .sum();
        self.known.borrow_mut().insert(text.to_owned(), total);
        total
    }

    /// Cuts text where another font must take over. A character that no font has goes with its neighbours.
    fn runs<'t>(&self, text: &'t str) -> Vec<(&'static Face<'static>, &'t str)> {
        let has = |face: &&'static Face<'static>, c| face.glyph_index(c).is_some();
        let mut runs: Vec<(&'static Face<'static>, &'t str)> = Vec::new();
        let Some(first) = self.faces.first() else {
            return runs;
        };
        let (mut start, mut current) = (0, *first);
        for (at, c) in text.char_indices() {
            let face = self
                .faces
                .iter()
                .find(|f| has(f, c))
                .copied()
                .unwrap_or(current);
            if !std::ptr::eq(face, current) {
                runs.push((current, text.get(start..at).unwrap_or_default()));
                (start, current) = (at, face);
            }
        }
        runs.push((current, text.get(start..).unwrap_or_default()));
        runs
    }
}

/// The advance of one run in one font, in units of [`EM`].
fn shape(face: &Face<'static>, run: &str) -> i32 {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(run);
    let glyphs = rustybuzz::shape(face, &[], buffer);
    let advance: i32 = glyphs.glyph_positions().iter().map(|p| p.x_advance).sum();
    advance * EM / face.units_per_em().max(1)
}

/// Puts pieces on lines as long as they fit.
fn fill(pieces: &[Piece<'_>], limit: i32) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut width) = (String::new(), 0);
    for piece in pieces {
        if !line.is_empty() && width + piece.width > limit {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        line.push_str(piece.text);
        width += piece.advance;
        if piece.last {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// The height of a number of lines that are `leading` apart.
pub(super) fn block(lines: usize, leading: i32) -> i32 {
    units(lines) * leading
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Type = Type {
        size: 85,
        bold: false,
    };

    #[test]
    fn widths_are_those_of_the_fonts_tables() {
        let ruler = Ruler::new("en");
        // Noto Sans: digits are 572 units of 1000 wide, a space 260.
        assert_eq!(
            ruler.width(
                "0",
                Type {
                    size: 1000,
                    bold: false
                }
            ),
            572
        );
        assert_eq!(
            ruler.width(
                "61",
                Type {
                    size: 100,
                    bold: false
                }
            ),
            115
        );
        assert_eq!(
            ruler.width(
                " ",
                Type {
                    size: 1000,
                    bold: false
                }
            ),
            260
        );
        assert_eq!(ruler.width("", BODY), 0);
        // An ideograph is as wide as it is high, in every language's list of fonts.
        assert_eq!(ruler.width("国", BODY), 85);
        assert_eq!(Ruler::new("zh").width("国家", BODY), 170);
        assert!(ruler.width("States", Type { bold: true, ..BODY }) > ruler.width("States", BODY));
    }

    #[test]
    fn arabic_is_measured_joined() {
        let ruler = Ruler::new("ar");
        let apart: i32 = "الجريمة"
            .chars()
            .map(|c| ruler.width(&c.to_string(), BODY))
            .sum();
        let joined = ruler.width("الجريمة", BODY);
        assert!(joined < apart * 9 / 10, "{joined} against {apart}");
    }

    #[test]
    fn lines_fit_and_are_even() {
        let ruler = Ruler::new("en");
        let text = "Insufficient exchange of information between law enforcement and intelligence services";
        let lines = ruler.wrap(text, BODY, 1600);
        let widths: Vec<_> = lines.iter().map(|l| ruler.width(l, BODY)).collect();
        assert_eq!(lines.join(" "), text);
        assert!(widths.iter().all(|w| *w <= 1600), "{widths:?}");
        // No narrower limit, within a point, would do with as many lines.
        let most = widths.iter().max().unwrap();
        assert!(
            ruler.wrap(text, BODY, most - 10).len() > lines.len(),
            "{lines:?} {widths:?}"
        );
    }

    #[test]
    fn a_word_too_wide_is_broken_and_nothing_is_lost() {
        let ruler = Ruler::new("en");
        let lines = ruler.wrap("Counterterrorismfinancing by", BODY, 300);
        assert_eq!(
            lines.concat().replace(' ', ""),
            "Counterterrorismfinancingby"
        );
        assert!(
            lines.iter().all(|l| ruler.width(l, BODY) <= 300),
            "{lines:?}"
        );
        // A limit below any letter still ends.
        assert_eq!(ruler.wrap("abc", BODY, 1), ["a", "b", "c"]);
    }

    #[test]
    fn chinese_breaks_between_ideographs_but_not_before_a_full_stop() {
        let lines = Ruler::new("zh").wrap("与恐怖主义有关的有组织犯罪。", BODY, 85 * 7);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|l| !l.starts_with('。')), "{lines:?}");
    }

    #[test]
    fn empty_text_has_no_lines() {
        assert!(Ruler::new("en").wrap("  ", BODY, 500).is_empty());
    }
}
