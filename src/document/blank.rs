//! A questionnaire to be worked on in a ministry: every question with its condition, boxes and lines to write on.

use super::about::{About, heading};
use super::{
    Block, Cell, Choice, Document, Level, Shape, Table, Text, Tick, Tone, rule, words as in_words,
};
use crate::form::expression::Expression;
use crate::form::name::Code;
use crate::form::text::FormTexts;
use crate::form::{Choices, Field, FieldKind, Mark, Question, Rows};
use crate::reply::Reason;

/// A list longer than this is named, not printed.
const LONG_LIST: usize = 24;
/// More choices than this do not stand beside each other as columns.
const MOST_COLUMNS: usize = 6;
/// Rows printed for what a respondent adds, at most.
const PRINTED_ROWS: usize = 4;

/// The questionnaire as a document; for somebody to whom some questions were given, these.
#[must_use]
pub fn document(about: &About<'_>) -> Document {
    let texts = about.texts;
    let title = texts.title().into_owned();
    let mut front = about.front();
    if let Some(round) = about.round {
        let closes = crate::text::date(texts.language(), round.closes);
        front.push((about.word("document-deadline"), vec![Text::plain(closes)]));
    }
    let mut blocks = vec![Block::Title(title.clone()), Block::Facts(front)];
    blocks.push(Block::Notice(about.word("document-how")));
    let said = [texts.intro(), texts.notice()].into_iter().flatten();
    blocks.extend(said.map(|words| Block::Paragraph(Text::plain(words))));
    let blank = Blank { about };
    for section in &about.form().sections {
        let asked = section.questions.iter();
        let questions: Vec<_> = asked
            .filter(|question| (about.within)(&question.name))
            .collect();
        if questions.is_empty() {
            continue;
        }
        let heading = format!("{}. {}", section.number, texts.section(section));
        blocks.push(Block::Section(heading));
        if let Some(intro) = texts.section_intro(section) {
            blocks.push(Block::Paragraph(Text::plain(intro)));
        }
        if let Some(who) = texts.answered_by(section) {
            blocks.push(Block::Paragraph(Text {
                label: about.word("respond-answered-by"),
                words: who.into_owned(),
                tone: Tone::Quiet,
                is_free: false,
            }));
        }
        for question in questions {
            blank.question(question, &mut blocks);
        }
    }
    Document {
        language: texts.language(),
        title,
        day: Some(about.facts.today),
        head: about.head(),
        foot: about.foot(),
        level: Level::Unclassified,
        level_words: about.level_words(Level::Unclassified),
        stamps: about.stamps(&["document-blank"]),
        blocks,
    }
}

struct Blank<'a> {
    about: &'a About<'a>,
}

impl Blank<'_> {
    fn texts(&self) -> FormTexts<'_> {
        self.about.texts
    }

    fn word(&self, key: &str) -> String {
        self.about.word(key)
    }

    fn question(&self, question: &Question, blocks: &mut Vec<Block>) {
        blocks.push(Block::Question(heading(self.about, question)));
        let condition = rule::sentence(
            question,
            &self.texts(),
            self.about.words(),
            self.about.facts,
        );
        let hint = self.texts().hint(question).unwrap_or_default().into_owned();
        for said in [condition, hint] {
            if !said.is_empty() {
                blocks.push(Block::Paragraph(Text::quiet(said)));
            }
        }
        match &question.rows {
            Rows::One => {
                for field in &question.fields {
                    self.field(question, field, blocks);
                }
            }
            Rows::List { .. } | Rows::Years => self.matrix(question, blocks),
            Rows::Free { max, .. } => self.roster(question, *max, blocks),
        }
        self.aside(question, blocks);
    }

    /// What is filled in.
    fn field(&self, question: &Question, field: &Field, blocks: &mut Vec<Block>) {
        let label = if field.name.is_value() {
            String::new()
        } else {
            self.texts().field(question, field).into_owned()
        };
        let unit = self.texts().unit(question, field).unwrap_or_default();
        let lines = |key: &str, count: u8| {
            let named = [label.clone(), self.word(key), unit.to_string()];
            let named: Vec<_> = named.into_iter().filter(|part| !part.is_empty()).collect();
            Block::Lines {
                label: named.join(", "),
                count,
            }
        };
        let plain = |count: u8| Block::Lines {
            label: label.clone(),
            count,
        };
        blocks.push(match &field.kind {
            FieldKind::Single(choices) => self.boxes(&label, choices, Shape::Round, None),
            FieldKind::Multiple { choices, max, .. } => {
                self.boxes(&label, choices, Shape::Square, *max)
            }
            FieldKind::Ranked { choices, max, .. } => {
                self.boxes(&label, choices, Shape::Place, Some(*max))
            }
            FieldKind::Text(_) => plain(1),
            FieldKind::LongText(length) => plain(if length.max > 600 { 7 } else { 4 }),
            FieldKind::Email if label.is_empty() => lines("document-email", 1),
            FieldKind::Email => plain(1),
            FieldKind::Integer { .. } | FieldKind::Decimal { .. } => lines("document-number", 1),
            FieldKind::Year { .. } => lines("document-year", 1),
            FieldKind::Date => lines("document-day", 1),
            FieldKind::DateRange => lines("document-days", 1),
            FieldKind::File => lines("document-file", 1),
            FieldKind::Tick => Block::Choices {
                label: String::new(),
                items: vec![Choice {
                    tick: Tick::empty(Shape::Square),
                    label: self.texts().field(question, field).into_owned(),
                    hint: String::new(),
                }],
                in_line: false,
            },
            FieldKind::Prefilled(list) => match self.about.respondent {
                Some(respondent) => Block::Paragraph(Text {
                    label,
                    words: respondent.to_owned(),
                    ..Text::default()
                }),
                None => Block::Lines {
                    label: self.texts().list(list).into_owned(),
                    count: 1,
                },
            },
        });
    }

    /// Choices with their boxes.
    fn boxes(&self, label: &str, choices: &Choices, shape: Shape, max: Option<usize>) -> Block {
        let instruction = match (shape, max) {
            (Shape::Round, _) => self.word("document-one"),
            (Shape::Square, None) => self.word("document-several"),
            (Shape::Square, Some(max)) => self.count("document-several-most", max),
            (Shape::Place, max) => self.count("document-ranked", max.unwrap_or(1)),
        };
        let parts = [label.to_owned(), instruction];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let label = parts.join(": ");
        if self.codes(choices).len() > LONG_LIST {
            let list = self.texts().list(&choices.list);
            let args = [("list", (&*list).into())];
            let see = self.about.words().with("document-see-list", &args);
            return Block::Lines {
                label: format!("{label}. {see}"),
                count: 2,
            };
        }
        let item = |code: &Code| Choice {
            tick: Tick::empty(shape),
            label: self.texts().choice(&choices.list, code).into_owned(),
            hint: self
                .texts()
                .choice_hint(&choices.list, code)
                .unwrap_or_default()
                .into_owned(),
        };
        let items: Vec<_> = self.codes(choices).iter().map(|code| item(code)).collect();
        Block::Choices {
            label,
            in_line: items.len() <= 4 && items.iter().all(|item| item.hint.is_empty()),
            items,
        }
    }

    fn count(&self, key: &str, max: usize) -> String {
        self.about
            .words()
            .with(key, &[("max", (&max.to_string()).into())])
            .into_owned()
    }

    fn codes(&self, choices: &Choices) -> Vec<&Code> {
        let list = self.about.form().list(choices.list.as_str());
        let choices = list.into_iter().flat_map(|list| &list.choices);
        choices.map(|choice| &choice.code).collect()
    }

    /// Rows with a column for each choice where there are few, else with room to write.
    fn matrix(&self, question: &Question, blocks: &mut Vec<Block>) {
        let rows = self.row_labels(question);
        if let Rows::List {
            only: Some(only), ..
        } = &question.rows
            && question.relevant.is_some()
        {
            blocks.push(Block::Paragraph(Text::quiet(self.row_rule(only))));
        }
        if let [field] = question.fields.as_slice()
            && let FieldKind::Single(choices) = &field.kind
            && self.codes(choices).len() <= MOST_COLUMNS
        {
            let label = |code: &&Code| self.texts().choice(&choices.list, code).into_owned();
            let codes = self.codes(choices);
            let heads = std::iter::once(String::new()).chain(codes.iter().map(label));
            let boxes = codes.iter().map(|_| Cell::Tick(Tick::empty(Shape::Round)));
            let boxes: Vec<_> = boxes.collect();
            let widths = std::iter::once(36).chain(codes.iter().map(|_| 12));
            let row = |label: &String| {
                let head = std::iter::once(Cell::plain(label));
                head.chain(boxes.iter().cloned()).collect()
            };
            blocks.push(Block::Table(Table {
                heads: heads.collect(),
                widths: widths.collect(),
                rows: rows.iter().map(row).collect(),
                ..Table::default()
            }));
            return;
        }
        self.legends(question, blocks);
        blocks.push(Block::Table(self.to_write(question, &rows)));
    }

    /// A table with room to write in every field of every row.
    fn to_write(&self, question: &Question, rows: &[String]) -> Table {
        let fields = &question.fields;
        let head = |field: &Field| {
            let label = self.texts().field(question, field).into_owned();
            match self.texts().unit(question, field) {
                Some(unit) => format!("{label} ({unit})"),
                None => label,
            }
        };
        let heads = std::iter::once(String::new()).chain(fields.iter().map(head));
        let is_long = |field: &Field| matches!(field.kind, FieldKind::LongText(_));
        let width = |field: &Field| if is_long(field) { 60 } else { 24 };
        let first = if fields.len() > 4 { 16 } else { 36 };
        let widths = std::iter::once(first).chain(fields.iter().map(width));
        let room = |field: &Field| match field.kind {
            FieldKind::LongText(_) => Cell::Room(4),
            FieldKind::Tick => Cell::Tick(Tick::empty(Shape::Square)),
            _ => Cell::Room(1),
        };
        let row = |label: &String| {
            let head = std::iter::once(Cell::plain(label));
            head.chain(fields.iter().map(room)).collect()
        };
        Table {
            heads: heads.collect(),
            widths: widths.collect(),
            rows: rows.iter().map(row).collect(),
            ..Table::default()
        }
    }

    /// The numbered choices of fields that are answered by writing a number.
    fn legends(&self, question: &Question, blocks: &mut Vec<Block>) {
        for field in &question.fields {
            let (choices, key) = match &field.kind {
                FieldKind::Single(choices) => (choices, "document-codes"),
                FieldKind::Multiple { choices, .. } | FieldKind::Ranked { choices, .. } => {
                    (choices, "document-code-several")
                }
                _ => continue,
            };
            let label = self.texts().field(question, field);
            let args = [("field", (&*label).into())];
            let head = self.about.words().with(key, &args).into_owned();
            let codes = self.codes(choices);
            let words = if codes.len() > LONG_LIST {
                let list = self.texts().list(&choices.list);
                let args = [("list", (&*list).into())];
                self.about
                    .words()
                    .with("document-see-list", &args)
                    .into_owned()
            } else {
                let label = |code: &&Code| self.texts().choice(&choices.list, code);
                let numbered = codes
                    .iter()
                    .enumerate()
                    .map(|(at, code)| format!("({}) {}", at + 1, label(code)));
                let between = self.about.words().text("respond-list");
                numbered.collect::<Vec<_>>().join(&between)
            };
            blocks.push(Block::Paragraph(Text {
                label: head,
                words,
                ..Text::default()
            }));
        }
    }

    fn roster(&self, question: &Question, max: usize, blocks: &mut Vec<Block>) {
        self.legends(question, blocks);
        let printed = max.min(PRINTED_ROWS);
        let entry = self.word("document-entry");
        if question.fields.len() <= MOST_COLUMNS {
            let rows = (1..=printed).map(|number| format!("{entry} {number}"));
            blocks.push(Block::Table(
                self.to_write(question, &rows.collect::<Vec<_>>()),
            ));
        } else {
            // A column an entry: there are more fields than fit beside each other.
            let heads = (1..=2).map(|number| format!("{entry} {number}"));
            let heads = std::iter::once(String::new()).chain(heads);
            let row = |field: &Field| {
                let label = self.texts().field(question, field);
                let lines = if matches!(field.kind, FieldKind::LongText(_)) {
                    3
                } else {
                    1
                };
                vec![Cell::plain(label), Cell::Room(lines), Cell::Room(lines)]
            };
            blocks.push(Block::Table(Table {
                heads: heads.collect(),
                widths: vec![30, 35, 35],
                rows: question.fields.iter().map(row).collect(),
                ..Table::default()
            }));
        }
        let most = self.count("document-rows-most", max);
        blocks.push(Block::Paragraph(Text::quiet(most)));
    }

    fn row_labels(&self, question: &Question) -> Vec<String> {
        match &question.rows {
            Rows::List { list, .. } => {
                let choices = self.about.form().list(list.as_str());
                let choices = choices.into_iter().flat_map(|list| &list.choices);
                choices
                    .map(|choice| self.texts().row(question, &choice.code).into_owned())
                    .collect()
            }
            Rows::Years => {
                let years = self.about.facts.period.years();
                years.map(|year| year.to_string()).collect()
            }
            Rows::One | Rows::Free { .. } => Vec::new(),
        }
    }

    /// Which rows are asked.
    fn row_rule(&self, only: &Expression) -> String {
        let form = self.about.form();
        let numbers = only.questions().iter().filter_map(|reference| {
            let question = form.question(reference.question.as_str())?;
            Some(question.number.clone())
        });
        let numbers: std::collections::BTreeSet<_> = numbers.collect();
        let numbers: Vec<_> = numbers.into_iter().collect();
        let between = self.about.words().text("respond-and-list");
        let numbers = numbers.join(&between);
        let args = [("numbers", (&numbers).into())];
        let condition = self.about.words().with("respond-depends", &args);
        let args = [("condition", (&*condition).into())];
        self.about
            .words()
            .with("document-row-rule", &args)
            .into_owned()
    }

    /// Status, mark, comment, source, documents.
    fn aside(&self, question: &Question, blocks: &mut Vec<Block>) {
        let with = question.with;
        let words = self.about.words();
        let in_line = |label: String, items: Vec<String>| Block::Choices {
            label,
            items: items
                .into_iter()
                .map(|label| Choice {
                    tick: Tick::empty(Shape::Round),
                    label,
                    hint: String::new(),
                })
                .collect(),
            in_line: true,
        };
        if with.status {
            let reasons = Reason::ALL.map(|reason| in_words::reason(reason, words));
            blocks.push(in_line(self.word("document-no-answer"), reasons.into()));
        }
        if with.comment {
            blocks.push(Block::Lines {
                label: self.word("document-comment"),
                count: 2,
            });
        }
        if with.source {
            blocks.push(Block::Lines {
                label: self.word("document-source"),
                count: 1,
            });
        }
        if with.documents {
            blocks.push(Block::Lines {
                label: self.word("document-documents"),
                count: 1,
            });
        }
        if with.mark {
            let marks = Mark::ALL.map(|mark| in_words::mark(mark, words));
            blocks.push(in_line(self.word("document-use"), marks.into()));
        }
        if question.has_rows() && (with.status || with.comment || with.mark || with.source) {
            blocks.push(Block::Paragraph(Text::quiet(
                self.word("document-rows-aside"),
            )));
        }
    }
}
