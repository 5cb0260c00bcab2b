//! From words to lines of glyphs: fonts, directions, line breaks.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Face, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::fonts;
use crate::text::Direction;

/// Glyphs of one font and direction, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) font: Font,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// In ems.
    width: f32,
}

impl Run {
    /// Its width at a size.
    pub(super) const fn width(&self, size: f32) -> f32 {
        self.width * size
    }
}

/// A line, its runs from left to right.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// Whether it begins at the right.
    pub(super) is_right_to_left: bool,
    width: f32,
}

impl Line {
    /// Its width at a size.
    pub(super) const fn width(&self, size: f32) -> f32 {
        self.width * size
    }
}

/// One weight of the fonts, in the order in which they are looked in.
struct Weight(Vec<(&'static Face<'static>, Font)>);

/// Sets words in the fonts of a language.
pub(super) struct Typesetter {
    regular: Weight,
    bold: Weight,
    missing: RefCell<BTreeSet<char>>,
}

/// A paragraph to be set: the first bytes may be bold.
struct Paragraph<'t> {
    text: &'t str,
    bold: usize,
}

/// A stretch of one font.
struct Stretch {
    range: Range<usize>,
    face: &'static Face<'static>,
    font: Font,
}

impl Typesetter {
    /// For a language.
    pub(super) fn new(language: &str) -> Self {
        let weight = |bold| Weight(fonts::embedded(language, bold));
        Self {
            regular: weight(false),
            bold: weight(true),
            missing: RefCell::default(),
        }
    }

    /// The characters that no font has; they were set as their codes.
    pub(super) fn missing(&self) -> Vec<char> {
        self.missing.borrow().iter().copied().collect()
    }

    /// Sets a paragraph in lines of this width in ems; words before `bold` bytes are bold. Without a direction the words have their own.
    pub(super) fn set(
        &self,
        words: &str,
        bold: usize,
        width: f32,
        direction: Option<Direction>,
    ) -> Vec<Line> {
        let (head, rest) = words.split_at_checked(bold).unwrap_or((words, ""));
        let head = self.printable(head);
        let text = format!("{head}{}", self.printable(rest));
        let paragraph = Paragraph {
            text: &text,
            bold: head.len(),
        };
        let level = direction.map(|direction| match direction {
            Direction::LeftToRight => Level::ltr(),
            Direction::RightToLeft => Level::rtl(),
        });
        let bidi = BidiInfo::new(&text, level);
        self.ranges(&paragraph, width)
            .into_iter()
            .map(|range| self.line(&paragraph, &bidi, range))
            .collect()
    }

    /// Writes what cannot be printed as its code, and remembers it.
    fn printable(&self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                printable.push(' ');
            } else if is_invisible(c) || (self.regular.has(c) && self.bold.has(c) && !is_private(c))
            {
                printable.push(c);
            } else {
                self.missing.borrow_mut().insert(c);
                printable.push_str(&format!("[U+{:04X}]", u32::from(c)));
            }
        }
        printable
    }

    /// Where lines begin and end.
    fn ranges(&self, paragraph: &Paragraph<'_>, width: f32) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let (mut start, mut end, mut filled) = (0, 0, 0.0);
        for (at, kind) in linebreaks(paragraph.text) {
            let piece = end..at;
            let visible = trimmed(paragraph.text, piece.clone());
            let advance = self.advance(paragraph, visible.clone());
            if filled + advance > width && start < end {
                lines.push(trimmed(paragraph.text, start..end));
                (start, filled) = (end, 0.0);
            }
            if advance > width {
                // One word is wider than the line: it is cut.
                let cuts = self.cuts(paragraph, visible, width);
                for cut in cuts {
                    lines.push(start..cut);
                    start = cut;
                }
                filled = self.advance(paragraph, start..at);
            } else {
                filled += self.advance(paragraph, piece);
            }
            end = at;
            if kind == BreakOpportunity::Mandatory {
                lines.push(trimmed(paragraph.text, start..end));
                (start, filled) = (end, 0.0);
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// The places at which a word is cut so that each part fits.
    fn cuts(&self, paragraph: &Paragraph<'_>, word: Range<usize>, width: f32) -> Vec<usize> {
        let mut cuts = Vec::new();
        let mut start = word.start;
        let text = paragraph.text.get(word.clone()).unwrap_or_default();
        for (at, c) in text.char_indices() {
            let (at, next) = (word.start + at, word.start + at + c.len_utf8());
            let joins = is_invisible(c) || is_mark(c);
            if at > start && !joins && self.advance(paragraph, start..next) > width {
                cuts.push(at);
                start = at;
            }
        }
        cuts
    }

    /// The width of a stretch of text in ems, as if it stood alone.
    fn advance(&self, paragraph: &Paragraph<'_>, range: Range<usize>) -> f32 {
        let stretches = self.stretches(paragraph, range);
        let runs = stretches.into_iter().map(|s| shape(paragraph, s, None));
        runs.map(|run| run.width).sum()
    }

    fn line(&self, paragraph: &Paragraph<'_>, bidi: &BidiInfo<'_>, range: Range<usize>) -> Line {
        let mut runs = Vec::new();
        let inside = |info: &&unicode_bidi::ParagraphInfo| info.range.contains(&range.start);
        let info = bidi.paragraphs.iter().find(inside);
        let base = info.map_or_else(Level::ltr, |info| info.level);
        if let Some(info) = info {
            let (levels, visual) = bidi.visual_runs(info, range);
            for stretch in visual {
                let level = levels.get(stretch.start).copied().unwrap_or(base);
                let mut parts = self.stretches(paragraph, stretch);
                if level.is_rtl() {
                    parts.reverse();
                }
                let shaped = parts
                    .into_iter()
                    .map(|part| shape(paragraph, part, Some(level.is_rtl())));
                runs.extend(shaped);
            }
        }
        Line {
            width: runs.iter().map(|run| run.width).sum(),
            runs,
            is_right_to_left: base.is_rtl(),
        }
    }

    /// Cuts text where another font or weight must take over.
    fn stretches(&self, paragraph: &Paragraph<'_>, range: Range<usize>) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut current: Option<(usize, bool)> = None;
        let text = paragraph.text.get(range.clone()).unwrap_or_default();
        for (at, c) in text.char_indices() {
            let at = range.start + at;
            let is_bold = at < paragraph.bold;
            let weight = if is_bold { &self.bold } else { &self.regular };
            let place = weight.place(c, current.map(|(place, _)| place));
            let next = at + c.len_utf8();
            if current == Some((place, is_bold))
                && let Some(last) = stretches.last_mut()
            {
                last.range.end = next;
            } else if let Some((face, font)) = weight.0.get(place) {
                stretches.push(Stretch {
                    range: at..next,
                    face,
                    font: font.clone(),
                });
                current = Some((place, is_bold));
            }
        }
        stretches
    }
}

impl Weight {
    fn has(&self, c: char) -> bool {
        self.0.iter().any(|(face, _)| face.glyph_index(c).is_some())
    }

    /// Which font sets a character. What joins to the character before, and what stands in every font, stays with the one before.
    fn place(&self, c: char, before: Option<usize>) -> usize {
        let in_font = |place: usize| {
            let font = self.0.get(place);
            font.is_some_and(|(face, _)| face.glyph_index(c).is_some())
        };
        let stays = is_invisible(c) || is_mark(c) || c == ' ';
        match before {
            Some(before) if stays && (is_invisible(c) || in_font(before)) => before,
            _ => (0..self.0.len()).find(|place| in_font(*place)).unwrap_or(0),
        }
    }
}

/// Shapes a stretch; without a direction in that of its script.
fn shape(paragraph: &Paragraph<'_>, stretch: Stretch, is_right_to_left: Option<bool>) -> Run {
    let text = paragraph.text.get(stretch.range).unwrap_or_default();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    match is_right_to_left {
        Some(true) => buffer.set_direction(rustybuzz::Direction::RightToLeft),
        Some(false) => buffer.set_direction(rustybuzz::Direction::LeftToRight),
        None => {}
    }
    let shaped = rustybuzz::shape(stretch.face, &[], buffer);
    let em = small(stretch.face.units_per_em());
    let infos = shaped.glyph_infos();
    let starts: BTreeSet<usize> = infos.iter().map(|info| place(info.cluster)).collect();
    let end = |start: usize| {
        let next = starts.range(start + 1..).next();
        next.copied().unwrap_or(text.len())
    };
    let glyphs: Vec<_> = infos
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| {
            let start = place(info.cluster);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                small(position.x_advance) / em,
                small(position.x_offset) / em,
                small(position.y_offset) / em,
                small(position.y_advance) / em,
                start..end(start),
                None,
            )
        })
        .collect();
    Run {
        font: stretch.font,
        width: glyphs.iter().map(|glyph| glyph.x_advance).sum(),
        text: text.to_owned(),
        glyphs,
    }
}

/// The range without the blanks at its end.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    range.start..range.start + words.trim_end_matches(' ').len()
}

/// A number of font units: far below the limit.
fn small(number: i32) -> f32 {
    f32::from(i16::try_from(number).unwrap_or(i16::MAX))
}

fn place(cluster: u32) -> usize {
    usize::try_from(cluster).unwrap_or(usize::MAX)
}

/// Directs how its neighbours are set and is not seen: joiners, marks of direction, soft hyphen, word joiner, variation selectors.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}'
    )
}

/// Joins to the letter before: accents, vowel signs.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{20d0}'..='\u{20ff}'
    )
}

/// Means nothing outside of one house; PDF/A does not allow it.
const fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{feff}' | '\u{fffe}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Option<Direction> = Some(Direction::LeftToRight);

    fn text(lines: &[Line]) -> Vec<String> {
        let line = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect();
        lines.iter().map(line).collect()
    }

    #[test]
    fn lines_fit_and_hold_every_word() {
        let setter = Typesetter::new("en");
        let words = "Exchange of information between law enforcement and intelligence services";
        let lines = setter.set(words, 0, 14.0, LEFT);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| line.width(1.0) <= 14.0));
        assert_eq!(text(&lines).join(" "), words);
        assert!(setter.set("", 0, 14.0, LEFT).is_empty());
    }

    #[test]
    fn a_word_that_is_too_wide_is_cut_and_nothing_is_lost() {
        let setter = Typesetter::new("en");
        let word = "Counterterrorismfinancing".repeat(3);
        let words = format!("of {word} by");
        let lines = setter.set(&words, 0, 6.0, LEFT);
        assert!(lines.iter().all(|line| line.width(1.0) <= 6.0));
        assert_eq!(
            text(&lines).concat().replace(' ', ""),
            words.replace(' ', "")
        );
        // A width below any letter still ends.
        assert_eq!(text(&setter.set("abc", 0, 0.1, LEFT)), ["a", "b", "c"]);
    }

    #[test]
    fn bold_and_plain_are_set_in_their_own_fonts() {
        let setter = Typesetter::new("en");
        let line = setter.set("Comment: words", 8, 40.0, LEFT).remove(0);
        let parts: Vec<_> = line.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(parts, ["Comment:", " words"]);
        assert!(line.runs[0].font != line.runs[1].font);
    }

    #[test]
    fn text_that_runs_both_ways_stands_as_it_is_seen() {
        let setter = Typesetter::new("ar");
        let line = setter.set("عام 2025 (UN)", 0, 40.0, None).remove(0);
        assert!(line.is_right_to_left);
        let seen: Vec<_> = line.runs.iter().map(|run| run.text.trim()).collect();
        let place = |word: &str| seen.iter().position(|run| run.contains(word)).unwrap();
        assert!(
            place("UN") < place("2025") && place("2025") < place("عام"),
            "{seen:?}"
        );
        // The same words in a document from left to right begin there.
        let line = setter.set("عام 2025 (UN)", 0, 40.0, LEFT).remove(0);
        assert!(!line.is_right_to_left);
    }

    #[test]
    fn every_glyph_stands_for_some_text() {
        let setter = Typesetter::new("ar");
        for line in setter.set("الجريمة المنظمة لا ينطبق", 0, 10.0, None) {
            for run in line.runs {
                assert!(run.glyphs.iter().all(|glyph| !glyph.text_range.is_empty()));
            }
        }
    }
}
