//! A questionnaire that is known to be sound.
//!
//! A [`Form`] comes only from [`file::load`], which reports every mistake of a folder at once. Its names are unique, its rules
//! parsed and typed, its texts complete in every language it is offered in. The format is described in `forms/README.md`.

pub mod behind;
pub mod catalog;
pub mod difference;
pub mod expression;
pub mod file;
pub mod marks;
pub mod name;
pub mod page;
pub mod show;
pub mod text;
pub mod version;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Language;
use name::{CheckName, Code, FieldName, FormName, ListName, QuestionName, SectionName};

/// Name of the list that the type `yes_no_unknown` chooses from; every form has it.
pub const YES_NO_UNKNOWN: &str = "yes_no_unknown";
/// What stands for a list where the rows are the years of the reference period.
const YEARS: &str = "years";

/// A questionnaire known to be sound. It comes only from [`file::load`].
#[derive(Debug)]
pub struct Form {
    /// Its name.
    pub name: FormName,
    /// Its version as its authors call it, for instance `2026.1`.
    pub version: String,
    /// The decision it serves.
    pub mandate: String,
    /// Languages it is offered in, each complete, in the order of its authors; English is among them.
    pub languages: Vec<Language>,
    /// The mark of an answer that sets none and whose respondent set no other default.
    pub default_mark: Mark,
    /// The question by which a respondent sets the mark of all answers that set none; a `single` question whose choices are the codes
    /// of the marks.
    pub default_mark_question: Option<QuestionName>,
    /// The question by which a respondent allows to be named among those that replied; a `single` question of `yes` and `no`.
    pub naming_question: Option<QuestionName>,
    /// The question by which a respondent allows its reply to be published; a `single` question whose choices are `no` and others.
    pub publishing_question: Option<QuestionName>,
    /// The list of those who are asked.
    pub respondents: ListName,
    /// Choice lists by name.
    pub lists: BTreeMap<ListName, List>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Where each question stands: its section and its place there.
    index: BTreeMap<QuestionName, (usize, usize)>,
    /// Its texts, read through [`Form::texts`].
    texts: text::Texts,
}

/// A choice list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: ListName,
    /// Where the list comes from.
    pub source: Option<String>,
    /// The column that labels the choices of a list built from data, `{lang}` for the language: `name_{lang}`. `None`: the labels
    /// stand in `lists.ftl`.
    pub label: Option<String>,
    /// Choices in order; never empty.
    pub choices: Vec<Choice>,
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its code, unique in the list.
    pub code: Code,
    /// The list that labels it: its own, or the one it was taken over from.
    pub origin: ListName,
    /// Note for the codebook.
    pub note: Option<String>,
    /// Further columns of a list built from data, for instance `un_group` of a State.
    pub facts: BTreeMap<String, String>,
}

/// A section: questions in order.
#[derive(Debug)]
pub struct Section {
    /// Its name.
    pub name: SectionName,
    /// Its number in the questionnaire, from 1.
    pub number: usize,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug)]
pub struct Question {
    /// Its name.
    pub name: QuestionName,
    /// Section it stands in.
    pub section: SectionName,
    /// Its number as printed, for instance `4.2`.
    pub number: String,
    /// Which rows it has.
    pub rows: Rows,
    /// Its fields; one named `value` unless it is a group. Never empty.
    pub fields: Vec<Field>,
    /// When it is asked; `None` is always.
    pub relevant: Option<expression::Expression>,
    /// Checks beyond those of the fields, in order.
    pub checks: Vec<Check>,
    /// Whether it belongs to the short reply.
    pub core: Core,
    /// What goes with an answer.
    pub with: With,
    /// The mark an answer begins with, where it differs from the form's.
    pub default_mark: Option<Mark>,
    /// The widest mark that holds for its answers, whatever a respondent sets.
    pub widest_mark: Mark,
    /// It speaks of the round's reference period.
    pub period: bool,
    /// It never leaves the store in a chart or dump.
    pub internal: bool,
    /// Its name in the last round, where it differs.
    pub last_round: Option<QuestionName>,
    /// Paragraph or resolution that it serves.
    pub serves: String,
    /// Note for the codebook.
    pub note: Option<String>,
}

/// The rows of a question.
#[derive(Debug)]
pub enum Rows {
    /// None: the question is answered once.
    One,
    /// One for each choice of a list for which the condition holds (a matrix, or a roster whose rows follow from earlier answers).
    List {
        /// The list.
        list: ListName,
        /// Asked only where true.
        only: Option<expression::Expression>,
    },
    /// One for each year of the round's reference period; codes are the years, `2021`.
    Years,
    /// Rows the respondent adds; codes are ordinals from `1`.
    Free {
        /// Fewest rows of a complete answer.
        min: usize,
        /// Most rows.
        max: usize,
    },
}

/// One field of a question: what a person fills in.
#[derive(Debug)]
pub struct Field {
    /// Its name, unique in the question.
    pub name: FieldName,
    /// What it takes.
    pub kind: FieldKind,
    /// A row (or the answer) is not complete without it.
    pub required: bool,
    /// The value it begins with, as it would be posted.
    pub default: Option<String>,
    /// Code of the unit of a number, for instance `hours`; its words are the text `unit`.
    pub unit: Option<Code>,
}

/// What a field takes. Bounds are inclusive.
#[derive(Debug)]
pub enum FieldKind {
    /// One choice.
    Single(Choices),
    /// Several choices.
    Multiple {
        /// From which.
        choices: Choices,
        /// Codes that exclude all others.
        exclusive: Vec<Code>,
        /// Fewest of a given answer.
        min: usize,
        /// Most.
        max: Option<usize>,
    },
    /// An order of choices, the first first, none twice.
    Ranked {
        /// From which.
        choices: Choices,
        /// Fewest of a given answer.
        min: usize,
        /// Most.
        max: usize,
    },
    /// One line of text.
    Text(Length),
    /// Several lines of text.
    LongText(Length),
    /// An address of electronic mail.
    Email,
    /// A whole number.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// A decimal number.
    Decimal {
        /// Least value.
        min: rust_decimal::Decimal,
        /// Greatest value.
        max: rust_decimal::Decimal,
    },
    /// A year.
    Year {
        /// First year allowed.
        min: i32,
        /// Last year allowed; `None` is the present year.
        max: Option<i32>,
    },
    /// A day.
    Date,
    /// A first and a last day.
    DateRange,
    /// A box that is ticked or not.
    Tick,
    /// A document.
    File,
    /// Set by the system, read only.
    Prefilled(ListName),
}

/// Choices of a field.
#[derive(Debug)]
pub struct Choices {
    /// The list.
    pub list: ListName,
    /// Offered only where true; `None` offers all.
    pub only: Option<expression::Expression>,
}

/// Bounds of a text in characters, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Fewest.
    pub min: usize,
    /// Most.
    pub max: usize,
}

/// A check of a question beyond the bounds of its fields.
#[derive(Debug)]
pub struct Check {
    /// Its name; its message is the text attribute `check-<name>`.
    pub name: CheckName,
    /// Whether it blocks.
    pub level: Level,
    /// Must be true.
    pub require: expression::Expression,
    /// Evaluated for each row.
    pub per_row: bool,
    /// Evaluated also while values of its own question that it names are empty.
    pub even_if_empty: bool,
}

/// Weight of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Submission is refused while it fails.
    Block,
    /// It may be kept with a comment.
    Warn,
}

/// Whether a question belongs to the short reply and so needs a value or a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Core {
    /// It does not.
    No,
    /// It does.
    Yes,
    /// These rows do.
    Rows(Vec<Code>),
}

/// What goes with an answer, on the whole question and on each row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// A status may stand instead of a value.
    pub status: bool,
    /// A comment.
    pub comment: bool,
    /// A source.
    pub source: bool,
    /// A mark.
    pub mark: bool,
    /// Documents.
    pub documents: bool,
}

/// How far an answer may be used (`conf_mark` of the questionnaire), from the widest to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// May be used with the name of the State.
    Attributable,
    /// May be used in totals and in text without the name.
    NotAttributable,
    /// For the Secretariat only: never in a table, chart, text or dump.
    SecretariatOnly,
}

impl Mark {
    /// All marks, widest first.
    pub const ALL: [Self; 3] = [
        Self::Attributable,
        Self::NotAttributable,
        Self::SecretariatOnly,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Attributable => "attributable",
            Self::NotAttributable => "not_attributable",
            Self::SecretariatOnly => "secretariat_only",
        }
    }

    /// The mark with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }
}

impl Form {
    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question of this name.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<&Question> {
        let (section, place) = self.index.get(name)?;
        self.sections.get(*section)?.questions.get(*place)
    }

    /// Place of a question in the questionnaire: its section and its place there, from 0. A smaller place comes before.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<(usize, usize)> {
        self.index.get(name).copied()
    }

    /// The section of this name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.name.as_str() == name)
    }

    /// The list of this name.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&List> {
        self.lists.get(name)
    }
}

impl List {
    /// The choice with this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Choice> {
        self.choices
            .iter()
            .find(|choice| choice.code.as_str() == code)
    }
}

impl FieldKind {
    /// The word for it in a questionnaire's files. A group has no kind of its own: its fields have.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Single(_) => "single",
            Self::Multiple { .. } => "multiple",
            Self::Ranked { .. } => "ranked",
            Self::Text(_) => "text",
            Self::LongText(_) => "long_text",
            Self::Email => "email",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Year { .. } => "year",
            Self::Date => "date",
            Self::DateRange => "date_range",
            Self::Tick => "tick",
            Self::File => "file",
            Self::Prefilled(_) => "prefilled",
        }
    }

    /// The list its value is chosen from, if it is.
    #[must_use]
    pub const fn list(&self) -> Option<&ListName> {
        match self {
            Self::Single(choices)
            | Self::Multiple { choices, .. }
            | Self::Ranked { choices, .. } => Some(&choices.list),
            Self::Prefilled(list) => Some(list),
            Self::Text(_)
            | Self::LongText(_)
            | Self::Email
            | Self::Integer { .. }
            | Self::Decimal { .. }
            | Self::Year { .. }
            | Self::Date
            | Self::DateRange
            | Self::Tick
            | Self::File => None,
        }
    }
}

impl Question {
    /// Whether it has several named fields. A group of one field named `value` does not exist: the loader refuses it.
    #[must_use]
    pub fn is_group(&self) -> bool {
        !matches!(self.fields.as_slice(), [field] if field.name.is_value())
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }

    /// Whether other answers decide if it is asked, or in which rows.
    #[must_use]
    pub const fn is_conditional(&self) -> bool {
        self.relevant.is_some() || matches!(self.rows, Rows::List { only: Some(_), .. })
    }

    /// Whether it has more than one row.
    #[must_use]
    pub const fn has_rows(&self) -> bool {
        !matches!(self.rows, Rows::One)
    }
}
