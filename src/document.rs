//! A questionnaire or a reply as a document: to be printed and worked on in a ministry, read, signed, filed.
//!
//! A [`Document`] is data: what it says, in order, in one language. [`blank`] makes one of a questionnaire, [`filled`] one of a reply;
//! [`pdf`] and [`word`] write it. Nothing is decided there but how it looks, so both say the same.
//!
//! | file | what |
//! |---|---|
//! | [`about`] | whose it is, and what stands on every page |
//! | [`blank`] | the questions with boxes and lines to write on |
//! | [`filled`] | the answers of a draft or of a sealed reply |
//! | [`pdf`] | tagged PDF |
//! | [`word`] | Word |
//! | [`rule`] | when a question is to be answered, in words |
//! | [`words`] | answers in words |

pub mod about;
pub mod blank;
pub mod filled;
pub mod pdf;
pub mod rule;
pub mod word;
pub mod words;

use chrono::NaiveDate;

use crate::form::Mark;
use crate::text::{Direction, Language};

/// A document, ready to be written in any format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its language.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// The day of what it shows, where it is told apart from its words.
    pub day: Option<NaiveDate>,
    /// What stands at the head of each page: who replies, to what, in which round.
    pub head: String,
    /// What stands at the foot of each page: questionnaire and version.
    pub foot: String,
    /// How it is to be handled, by the narrowest mark of what it holds.
    pub level: Level,
    /// The same in words.
    pub level_words: String,
    /// What is to be seen on each page: that it is a draft, that it is a sample.
    pub stamps: Vec<String>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// How a document is to be handled (security design, section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It holds numbers that are released.
    Released,
    /// It holds numbers that are not released.
    Internal,
    /// It holds no answer.
    Unclassified,
    /// It holds answers, none of which is for the Secretariat only.
    Confidential,
    /// It holds an answer that is for the Secretariat only.
    SecretariatOnly,
}

impl Level {
    /// The level of what holds answers up to this mark.
    #[must_use]
    pub const fn of(narrowest: Option<Mark>) -> Self {
        match narrowest {
            None | Some(Mark::Attributable | Mark::NotAttributable) => Self::Confidential,
            Some(Mark::SecretariatOnly) => Self::SecretariatOnly,
        }
    }

    /// Its code, as it stands in the names of files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Internal => "internal",
            Self::Unclassified => "unclassified",
            Self::Confidential => "confidential",
            Self::SecretariatOnly => "secretariat-only",
        }
    }
}

/// Part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The title of the document.
    Title(String),
    /// The title of a section.
    Section(String),
    /// A question with its number.
    Question(String),
    /// A paragraph, or several.
    Paragraph(Text),
    /// What must be read first.
    Notice(String),
    /// Facts: what each is, and what it says.
    Facts(Vec<(String, Vec<Text>)>),
    /// Choices with their boxes; side by side where they are short.
    Choices {
        /// What they are, where the question does not say it.
        label: String,
        /// The choices.
        items: Vec<Choice>,
        /// Whether they stand side by side.
        in_line: bool,
    },
    /// A table. The first cell of each row is its head.
    Table(Table),
    /// A new page.
    Break,
    /// The sections that follow, each with its page, under this title.
    Contents(String),
    /// A drawing.
    Drawing(Drawing),
    /// Lines to write on.
    Lines {
        /// What is to be written.
        label: String,
        /// How many.
        count: u8,
    },
}

/// A drawing, as wide as the text or less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// It, as SVG in the fonts of the program.
    pub svg: String,
    /// It in words.
    pub alternative: String,
    /// What stands under it, on the same page.
    pub notes: Vec<String>,
}

/// Words with their weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What the words are; stands before them and stands out.
    pub label: String,
    /// The words; they may have several lines.
    pub words: String,
    /// How they sound.
    pub tone: Tone,
    /// A respondent wrote them: in any language, so in its direction.
    pub is_free: bool,
}

impl Text {
    /// Plain words of the document.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            ..Self::default()
        }
    }

    /// Words that stand back: a hint, a remark.
    #[must_use]
    pub fn quiet(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            tone: Tone::Quiet,
            ..Self::default()
        }
    }
}

/// How words sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    #[default]
    Plain,
    /// They stand out.
    Strong,
    /// They stand back.
    Quiet,
}

/// A choice with its box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The box.
    pub tick: Tick,
    /// The choice.
    pub label: String,
    /// Its definition.
    pub hint: String,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its shape.
    pub shape: Shape,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// The shape of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of several.
    Round,
    /// Any of several.
    Square,
    /// Room for a number: the place in an order.
    Place,
}

impl Tick {
    /// An empty box.
    #[must_use]
    pub const fn empty(shape: Shape) -> Self {
        Self {
            shape,
            is_ticked: false,
        }
    }
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Heads of the columns; the first is that of the heads of the rows and may be empty.
    pub heads: Vec<String>,
    /// How wide each column is, as parts of the whole.
    pub widths: Vec<u16>,
    /// The rows, as long as the heads.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it begins a page rather than break over two.
    pub is_whole: bool,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Words(Vec<Text>),
    /// A number, or what stands for one: at the end of the column.
    Number(String),
    /// A box.
    Tick(Tick),
    /// Room to write, in lines.
    Room(u8),
}

impl Cell {
    /// Plain words.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Words(vec![Text::plain(words)])
    }
}

impl Document {
    /// Whether its lines begin at the right.
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        self.language.direction() == Direction::RightToLeft
    }

    /// All its words in the order in which they are read, line by line, without the heads and feet of pages.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        fn put<'a>(all: &mut Vec<&'a str>, text: &'a Text) {
            all.push(&text.label);
            all.extend(text.words.lines());
        }
        let mut all = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Title(words)
                | Block::Section(words)
                | Block::Question(words)
                | Block::Contents(words)
                | Block::Notice(words) => all.push(words.as_str()),
                Block::Drawing(drawing) => {
                    all.push(&drawing.alternative);
                    all.extend(drawing.notes.iter().map(String::as_str));
                }
                Block::Break => {}
                Block::Paragraph(text) => put(&mut all, text),
                Block::Facts(facts) => {
                    for (name, texts) in facts {
                        all.push(name);
                        texts.iter().for_each(|text| put(&mut all, text));
                    }
                }
                Block::Choices { label, items, .. } => {
                    all.push(label);
                    for item in items {
                        all.push(&item.label);
                        all.push(&item.hint);
                    }
                }
                Block::Table(table) => {
                    all.extend(table.heads.iter().map(String::as_str));
                    for cell in table.rows.iter().flatten() {
                        match cell {
                            Cell::Words(texts) => texts.iter().for_each(|text| put(&mut all, text)),
                            Cell::Number(number) => all.push(number),
                            Cell::Tick(_) | Cell::Room(_) => {}
                        }
                    }
                }
                Block::Lines { label, .. } => all.push(label),
            }
        }
        all.retain(|words| !words.is_empty());
        all
    }
}

#[cfg(test)]
mod tests;
