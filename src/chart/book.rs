//! All figures of a round as one document: a cover, contents, a page for each figure with its numbers.

use thiserror::Error;

use super::build::Edition;
use super::draw::{self, DrawError, Size};
use super::figure::{Figure, Stamp, StampKind};
use super::word;
use crate::disclosure::RULE;
use crate::document::pdf::{self, PdfError};
use crate::document::{Block, Document, Drawing, Level, Text, Tone};
use crate::form::text::{FormTexts, TextArguments};
use crate::text::{self, Arg};

/// The figures of a round, to be printed together.
#[derive(Clone, Copy, Debug)]
pub struct Book<'a> {
    /// Whose figures, for whom.
    pub edition: Edition<'a>,
    /// The figures, in their order.
    pub figures: &'a [Figure],
    /// How many replied.
    pub replied: u64,
    /// How many were asked.
    pub asked: u64,
}

/// Why figures do not become a book: a fault of the program.
#[derive(Debug, Error)]
pub enum BookError {
    /// One cannot be drawn.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// The document cannot be written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

impl Book<'_> {
    /// The book as tagged PDF; the same bytes for the same figures.
    ///
    /// # Errors
    /// [`BookError`], which would be a fault of the program.
    pub fn pdf(&self) -> Result<Vec<u8>, BookError> {
        Ok(pdf::write(&self.document()?)?.bytes)
    }

    /// The name of its file: it tells what it must not be taken for.
    #[must_use]
    pub fn file_name(&self) -> String {
        let (round, language) = (&self.edition.round.code, self.edition.language.code());
        let mut name = format!("para11-{round}-figures-{language}");
        for stamp in self.stamps() {
            name.push_str(match stamp.kind {
                StampKind::Sample => "-SAMPLE",
                StampKind::Internal => "-INTERNAL",
            });
        }
        name + ".pdf"
    }

    /// The book as a document.
    ///
    /// # Errors
    /// [`DrawError`], which would be a fault of the program.
    pub fn document(&self) -> Result<Document, DrawError> {
        let arguments = self.edition.round.text_arguments_of_all();
        let texts = self.texts(&arguments);
        let round = self.edition.round.code.to_string();
        let level = if self.edition.standing.is_internal() {
            Level::Internal
        } else {
            Level::Released
        };
        let mut blocks = self.cover(&texts);
        blocks.push(Block::Break);
        blocks.push(Block::Contents(self.word("book-contents")));
        for figure in self.figures {
            self.page(figure, &mut blocks)?;
        }
        let short = texts.short_title();
        let args = [
            ("questionnaire", Arg::from(&*short)),
            ("round", Arg::from(&round)),
        ];
        let words = self.edition.texts;
        let sample = self.edition.round.sample;
        Ok(Document {
            language: self.edition.language,
            title: self.word("book-title"),
            day: Some(self.edition.as_of),
            head: words.with("document-head-blank", &args).into_owned(),
            foot: self.source(),
            level,
            level_words: words
                .attribute("document-levels", level.code())
                .into_owned(),
            stamps: sample
                .then(|| self.word("document-sample"))
                .into_iter()
                .collect(),
            blocks,
        })
    }

    fn word(&self, key: &str) -> String {
        self.edition.texts.text(key).into_owned()
    }

    fn texts<'t>(&'t self, arguments: &'t TextArguments) -> FormTexts<'t> {
        self.edition.form.texts(self.edition.language, arguments)
    }

    /// The stamps of its figures, each once.
    fn stamps(&self) -> &[Stamp] {
        let first = self.figures.first();
        first.map_or(&[], |figure| figure.stamps.as_slice())
    }

    fn source(&self) -> String {
        let day = text::date(self.edition.language, self.edition.as_of);
        let round = self.edition.round.code.to_string();
        let args = [("round", Arg::from(&round)), ("date", Arg::from(&day))];
        self.edition.texts.with("chart-source", &args).into_owned()
    }

    /// What it is, of which replies, by which rule.
    fn cover(&self, texts: &FormTexts<'_>) -> Vec<Block> {
        let Edition {
            round, language, ..
        } = self.edition;
        let number = |n: u64| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
        let with = |key: &str, args: &[(&str, Arg<'_>)]| self.edition.texts.with(key, args);
        let replies = with(
            "book-replies-of",
            &[
                ("replied", number(self.replied)),
                ("asked", number(self.asked)),
            ],
        );
        let rule = with(
            "book-rule-words",
            &[
                ("rule", Arg::from(RULE)),
                ("k", number(round.threshold.into())),
                ("group", number(round.threshold_in_a_group().into())),
            ],
        );
        let fact = |key: &str, words: String| (self.word(key), vec![Text::plain(words)]);
        let mut blocks = vec![
            Block::Title(self.word("book-title")),
            Block::Paragraph(Text {
                tone: Tone::Strong,
                ..Text::plain(texts.title())
            }),
        ];
        if self.edition.standing.is_internal() {
            blocks.push(Block::Notice(self.word("figures-gated")));
        }
        if round.sample {
            blocks.push(Block::Notice(self.word("book-sample")));
        }
        blocks.push(Block::Facts(vec![
            fact("book-round", round.code.to_string()),
            fact("book-date", text::date(language, self.edition.as_of)),
            fact("book-replies", replies.into_owned()),
            fact("book-figures", self.figures.len().to_string()),
            fact("book-rule", rule.into_owned()),
        ]));
        blocks.push(Block::Paragraph(Text::quiet(
            self.word("figures-rule-words"),
        )));
        blocks
    }

    /// A figure on a page of its own, and its numbers.
    fn page(&self, figure: &Figure, blocks: &mut Vec<Block>) -> Result<(), DrawError> {
        blocks.push(Block::Break);
        blocks.push(Block::Section(word::heading(figure)));
        blocks.push(Block::Paragraph(Text::plain(word::under(figure))));
        blocks.push(Block::Drawing(Drawing {
            svg: draw::bare(figure, Size::Page, &figure.id)?,
            alternative: figure.alternative.clone(),
            notes: std::iter::once(&figure.source)
                .chain(&figure.notes)
                .cloned()
                .collect(),
        }));
        blocks.push(Block::Question(self.word("figures-table")));
        blocks.extend(word::tables(figure, self.edition.language));
        Ok(())
    }
}
