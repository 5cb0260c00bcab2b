//! The words of a document, and its running heads and feet, as `WordprocessingML`.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use super::fixed::{DECLARATION, NAMESPACE};
use super::xml::escape;
use crate::document::words::page_words;
use crate::document::{Block, Cell, Choice, Document, Shape, Table, Text, Tick, Tone};

/// Width of the text in twentieths of a point.
const WIDTH: u32 = 9_638;
/// A row with less XML than this is never broken, a list with no more choices neither.
const SHORT_ROW: usize = 6_000;
const SHORT_LIST: usize = 10;
/// What stands between choices side by side.
const BETWEEN: &str = "\u{2003}";

/// The main part.
pub(super) fn document(document: &Document) -> String {
    let writer = Writer { document };
    let blocks: String = document.blocks.iter().map(|b| writer.block(b)).collect();
    let bidi = if document.is_right_to_left() {
        "<w:bidi/>"
    } else {
        ""
    };
    format!(
        concat!(
            "{declaration}\n<w:document {namespace} ",
            r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{blocks}<w:sectPr>"#,
            r#"<w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>"#,
            r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
            r#"<w:pgMar w:top="1700" w:right="1134" w:bottom="1304" w:left="1134" w:header="680" w:footer="567" w:gutter="0"/>"#,
            "{bidi}</w:sectPr></w:body></w:document>\n",
        ),
        declaration = DECLARATION,
        namespace = NAMESPACE,
        blocks = blocks,
        bidi = bidi,
    )
}

/// What stands at the head of each page.
pub(super) fn header(document: &Document) -> String {
    let writer = Writer { document };
    let level = document.stamps.iter().chain([&document.level_words]);
    let level: Vec<&str> = level
        .map(String::as_str)
        .filter(|words| !words.is_empty())
        .collect();
    let head = writer.paragraph("Margin", "", &writer.runs(&document.head, 0, false));
    let level = level.join(" · ");
    let level = writer.paragraph("Margin", "", &writer.runs(&level, level.len(), false));
    format!("{DECLARATION}\n<w:hdr {NAMESPACE}>{head}{level}</w:hdr>\n")
}

/// What stands at its foot: the page is counted by the program that shows it.
pub(super) fn footer(document: &Document) -> String {
    const NUMBER: char = '\u{e001}';
    const COUNT: char = '\u{e002}';
    let writer = Writer { document };
    let pattern = page_words(document.language, &NUMBER.to_string(), &COUNT.to_string());
    let mut runs = writer.runs(&document.foot, 0, false);
    runs.push_str("<w:r><w:tab/></w:r>");
    let field = |name: &str| {
        format!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#)
    };
    let mut words = String::new();
    for c in pattern.chars() {
        let name = match c {
            NUMBER => "PAGE",
            COUNT => "NUMPAGES",
            _ => {
                words.push(c);
                continue;
            }
        };
        runs.push_str(&writer.runs(&std::mem::take(&mut words), 0, false));
        runs.push_str(&field(name));
    }
    runs.push_str(&writer.runs(&words, 0, false));
    let foot = writer.paragraph("Margin", "", &runs);
    format!("{DECLARATION}\n<w:ftr {NAMESPACE}>{foot}</w:ftr>\n")
}

struct Writer<'a> {
    document: &'a Document,
}

impl Writer<'_> {
    fn block(&self, block: &Block) -> String {
        match block {
            Block::Title(words) => self.said("Title", words),
            Block::Section(words) => self.said("Heading1", words),
            Block::Question(words) => self.said("Heading2", words),
            Block::Notice(words) => self.said("Notice", words),
            Block::Paragraph(text) => self.text(text, None),
            Block::Facts(facts) => {
                let rows = facts.iter().map(|(name, texts)| {
                    let words = Cell::Words(texts.clone());
                    vec![Cell::plain(name), words]
                });
                self.table(&Table {
                    heads: Vec::new(),
                    widths: vec![30, 70],
                    rows: rows.collect(),
                    ..Table::default()
                })
            }
            Block::Choices {
                label,
                items,
                in_line,
            } => self.choices(label, items, *in_line),
            Block::Table(table) => self.table(table),
            Block::Break => self.paragraph("Normal", "<w:pageBreakBefore/>", ""),
            Block::Contents(words) => {
                let sections = self.document.blocks.iter();
                let lines = sections.filter_map(|block| match block {
                    Block::Section(words) => Some(self.said("Normal", words)),
                    _ => None,
                });
                let head = self.said("Heading1", words);
                std::iter::once(head).chain(lines).collect()
            }
            // It is told in words.
            Block::Drawing(drawing) => {
                let notes = drawing.notes.iter();
                let words = std::iter::once(&drawing.alternative).chain(notes);
                words.map(|words| self.said("Normal", words)).collect()
            }
            Block::Lines { label, count } => {
                let line = "<w:r><w:tab/></w:r>";
                let first = match (label.is_empty(), *count) {
                    (true, _) => String::new(),
                    (false, 1) => {
                        let runs = self.runs(&format!("{label} "), label.len(), false);
                        return self.paragraph("ToWrite", "", &format!("{runs}{line}"));
                    }
                    (false, _) => {
                        let runs = self.runs(label, label.len(), false);
                        self.paragraph("ToWrite", "<w:keepNext/>", &runs)
                    }
                };
                let lines = (0..*count).map(|_| self.paragraph("ToWrite", "", line));
                std::iter::once(first).chain(lines).collect()
            }
        }
    }

    /// A paragraph of the document's own words.
    fn said(&self, style: &str, words: &str) -> String {
        self.paragraph(style, "", &self.runs(words, 0, false))
    }

    /// Words with their label; each line is a paragraph, in its own direction where a respondent wrote it.
    fn text(&self, text: &Text, style: Option<&str>) -> String {
        let style = style.unwrap_or(match text.tone {
            Tone::Quiet => "Hint",
            Tone::Plain | Tone::Strong => "Normal",
        });
        let own = self.document.is_right_to_left();
        let mut label = text.label.clone();
        let mut written = String::new();
        let mut lines: Vec<&str> = text.words.lines().collect();
        if lines.is_empty() {
            lines.push("");
        }
        for line in lines {
            let is_rtl = if text.is_free {
                runs_right_to_left(line).unwrap_or(own)
            } else {
                own
            };
            if !label.is_empty() && is_rtl != own {
                let label = std::mem::take(&mut label);
                written.push_str(&self.paragraph(
                    style,
                    "",
                    &self.runs(&label, label.len(), false),
                ));
            }
            let label = std::mem::take(&mut label);
            let (words, bold) = match (label.is_empty(), text.tone) {
                (true, Tone::Strong) => (line.to_owned(), line.len()),
                (true, Tone::Plain | Tone::Quiet) => (line.to_owned(), 0),
                (false, _) => (format!("{label} {line}"), label.len()),
            };
            let direction = match (is_rtl, own) {
                (true, false) => "<w:bidi/>",
                (false, true) => r#"<w:bidi w:val="0"/>"#,
                (true, true) | (false, false) => "",
            };
            let runs = self.runs(&words, bold, is_rtl);
            written.push_str(&self.paragraph(style, direction, &runs));
        }
        written
    }

    fn paragraph(&self, style: &str, properties: &str, runs: &str) -> String {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>"#)
    }

    /// Words as runs of one direction each; those before `bold` bytes are bold.
    fn runs(&self, words: &str, bold: usize, is_rtl: bool) -> String {
        let base = if is_rtl || self.document.is_right_to_left() {
            Level::rtl()
        } else {
            Level::ltr()
        };
        let bidi = BidiInfo::new(words, Some(base));
        let mut runs = String::new();
        let mut start = 0;
        let style = |at: usize| {
            let level = bidi.levels.get(at).copied().unwrap_or(base);
            (level.is_rtl(), at < bold)
        };
        let mut flush = |range: std::ops::Range<usize>| {
            let text = words.get(range.clone()).unwrap_or_default();
            if text.is_empty() {
                return;
            }
            let (is_rtl, is_bold) = style(range.start);
            let mut properties = String::new();
            if is_bold {
                properties.push_str("<w:b/><w:bCs/>");
            }
            if is_rtl {
                properties.push_str("<w:rtl/>");
            }
            runs.push_str(&format!(
                r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
                escape(text)
            ));
        };
        for (at, _) in words.char_indices() {
            if style(at) != style(start) {
                flush(start..at);
                start = at;
            }
        }
        flush(start..words.len());
        runs
    }

    fn choices(&self, label: &str, items: &[Choice], in_line: bool) -> String {
        let mut written = String::new();
        if in_line {
            let mut runs = String::new();
            if !label.is_empty() {
                runs.push_str(&self.runs(&format!("{label}: "), label.len(), false));
            }
            for item in items {
                runs.push_str(&tick(item.tick));
                runs.push_str(&self.runs(&format!(" {}{BETWEEN}", item.label), 0, false));
            }
            return self.paragraph("Hint", "", &runs);
        }
        if !label.is_empty() {
            let runs = self.runs(label, label.len(), false);
            written.push_str(&self.paragraph("Hint", "<w:keepNext/>", &runs));
        }
        for (at, item) in items.iter().enumerate() {
            // A short list stays on one page.
            let keep = if at + 1 < items.len() && items.len() <= SHORT_LIST {
                "<w:keepNext/>"
            } else {
                ""
            };
            let bold = if item.tick.is_ticked {
                item.label.len() + 1
            } else {
                0
            };
            let mut runs = tick(item.tick);
            runs.push_str(&self.runs(&format!(" {}", item.label), bold, false));
            if !item.hint.is_empty() {
                runs.push_str("<w:r><w:br/></w:r>");
                runs.push_str(&self.runs(&item.hint, 0, false));
            }
            written.push_str(&self.paragraph("Choice", keep, &runs));
        }
        written
    }

    fn table(&self, table: &Table) -> String {
        let whole: u32 = table.widths.iter().copied().map(u32::from).sum();
        let widths: Vec<u32> = table
            .widths
            .iter()
            .map(|part| WIDTH * u32::from(*part) / whole.max(1))
            .collect();
        let bidi = if self.document.is_right_to_left() {
            "<w:bidiVisual/>"
        } else {
            ""
        };
        let grid: String = widths
            .iter()
            .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
            .collect();
        let line = |side: &str| {
            format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8C9298"/>"#)
        };
        let has_room = |row: &Vec<Cell>| row.iter().any(|cell| matches!(cell, Cell::Room(_)));
        let mut borders: String = ["top", "bottom", "insideH"].map(line).concat();
        if table.rows.iter().any(has_room) {
            borders.push_str(&line("insideV"));
        }
        let head = if table.heads.is_empty() {
            String::new()
        } else {
            let holds_ticks = |at: usize| {
                let mut cells = table.rows.iter().filter_map(|row| row.get(at));
                cells.any(|cell| matches!(cell, Cell::Tick(_)))
            };
            let cells = table.heads.iter().zip(&widths).enumerate();
            let cells = cells.map(|(at, (head, width))| {
                let align = if holds_ticks(at) {
                    r#"<w:jc w:val="center"/>"#
                } else {
                    ""
                };
                let runs = self.runs(head, head.len(), false);
                let shade = r#"<w:shd w:val="clear" w:color="auto" w:fill="EEF1F3"/>"#;
                cell(*width, shade, &self.paragraph("Cell", align, &runs))
            });
            let cells: String = cells.collect();
            format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
        };
        let rows: String = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().zip(&widths);
                let cells: String = cells
                    .map(|(content, width)| cell(*width, "", &self.cell(content)))
                    .collect();
                let whole = if cells.len() < SHORT_ROW {
                    "<w:trPr><w:cantSplit/></w:trPr>"
                } else {
                    ""
                };
                format!("<w:tr>{whole}{cells}</w:tr>")
            })
            .collect();
        let has_head = u8::from(!table.heads.is_empty());
        format!(
            concat!(
                "<w:tbl><w:tblPr>{bidi}",
                r#"<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>"#,
                r#"<w:tblLook w:val="0480" w:firstRow="{has_head}" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>"#,
                "</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>",
                r#"<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p>"#,
            ),
            bidi = bidi,
            width = WIDTH,
            borders = borders,
            has_head = has_head,
            grid = grid,
            head = head,
            rows = rows,
        )
    }

    fn cell(&self, content: &Cell) -> String {
        match content {
            Cell::Words(texts) if texts.is_empty() => self.paragraph("Cell", "", ""),
            Cell::Words(texts) => texts
                .iter()
                .map(|text| self.text(text, Some("Cell")))
                .collect(),
            Cell::Number(number) => {
                let runs = self.runs(number, 0, false);
                self.paragraph("Cell", r#"<w:jc w:val="end"/>"#, &runs)
            }
            Cell::Tick(content) => {
                self.paragraph("Cell", r#"<w:jc w:val="center"/>"#, &tick(*content))
            }
            Cell::Room(lines) => (0..*lines)
                .map(|_| self.paragraph("Normal", "", ""))
                .collect(),
        }
    }
}

fn cell(width: u32, properties: &str, content: &str) -> String {
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>"#
    )
}

/// A box, as a letter of a font that has it.
fn tick(tick: Tick) -> String {
    let letter = match (tick.shape, tick.is_ticked) {
        (Shape::Round, false) => "\u{25cb}",
        (Shape::Round, true) => "\u{25c9}",
        (Shape::Square, false) => "\u{2610}",
        (Shape::Square, true) => "\u{2612}",
        (Shape::Place, _) => "____",
    };
    format!(
        r#"<w:r><w:rPr><w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:cs="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/></w:rPr><w:t>{letter}</w:t></w:r>"#
    )
}

/// The direction of the first letter that has one.
fn runs_right_to_left(words: &str) -> Option<bool> {
    words.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    })
}
