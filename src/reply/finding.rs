//! Findings: what a check has to say about a draft.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::json;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

use super::{AnswerKey, Draft};
use crate::form::Level;
use crate::form::name::{CheckName, FieldName};
use crate::text::{self, Arg, Language};

/// Something to be put right, or to be looked at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which answer.
    pub key: AnswerKey,
    /// Which part of it.
    pub part: Part,
    /// What is found.
    pub kind: FindingKind,
    /// How much it weighs.
    pub level: Level,
    /// A warning that stands in nobody's way: it is kept with a comment, or is advice only.
    pub settled: bool,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All of it.
    Whole,
    /// The status instead of a value.
    Status,
    /// A field.
    Field(FieldName),
    /// The mark.
    Mark,
    /// The comment.
    Comment,
    /// The source.
    Source,
}

impl Part {
    /// Its name in what is posted; the whole has none.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Whole => None,
            Self::Status => Some("status"),
            Self::Field(name) => Some(name.as_str()),
            Self::Mark => Some("mark"),
            Self::Comment => Some("comment"),
            Self::Source => Some("source"),
        }
    }
}

/// What can be found. None of these holds what the person typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// Needed for the row, or for the answer.
    Required,
    /// Needed for the short reply: a value or, where it is offered, a status.
    CoreMissing,
    /// Needed for the short reply: a value; no status is offered.
    CoreValueMissing,
    /// Too few rows.
    TooFewRows(usize),
    /// Too many rows.
    TooManyRows(usize),
    /// A status and a value.
    StatusWithValue,
    /// No such status.
    StatusUnknown,
    /// A status where none is taken.
    StatusNotTaken,
    /// No such mark.
    MarkUnknown,
    /// A mark where none is taken.
    MarkNotTaken,
    /// A comment where none is taken.
    CommentNotTaken,
    /// A source where none is taken.
    SourceNotTaken,
    /// More than one value where one is taken.
    OneValue,
    /// No such choice.
    ChoiceUnknown,
    /// A choice that earlier answers exclude.
    ChoiceNotOffered,
    /// A choice that excludes all others, with others.
    ChoiceExclusive,
    /// Fewer choices than asked for.
    TooFewChoices(usize),
    /// More choices than allowed.
    TooManyChoices(usize),
    /// A choice ranked twice.
    RankedTwice,
    /// Fewer characters than asked for.
    TooShort(usize),
    /// More characters than allowed.
    TooLong(usize),
    /// More than one line.
    OneLine,
    /// A character that is no text.
    ControlCharacter,
    /// No address of electronic mail.
    NotEmail,
    /// No whole number.
    NotInteger,
    /// No number.
    NotDecimal,
    /// Less than the least value.
    TooSmall(Decimal),
    /// More than the greatest value.
    TooLarge(Decimal),
    /// No year.
    NotYear,
    /// Before the first year.
    YearTooEarly(i32),
    /// After the last year.
    YearTooLate(i32),
    /// No day.
    NotDate,
    /// One end of a range is missing.
    RangeOpen,
    /// A range ends before it begins.
    RangeReversed,
    /// A box that is neither ticked nor empty.
    NotTick,
    /// No document of ours.
    NotDocument,
    /// A document in which the scanner for malware found something.
    InfectedDocument,
    /// A check of the form fails.
    Check(CheckName),
    /// A rule of the form took too long, so nothing is known.
    RuleTooLong,
    /// Looks like an address of electronic mail.
    PersonalEmail,
    /// Looks like a telephone number.
    PersonalTelephone,
    /// Looks like the number of a person or an account.
    PersonalNumber,
}

/// A bound, as it goes into a message.
enum Bound {
    Count(usize),
    Number(Decimal),
    Year(i32),
}

impl FindingKind {
    /// Its code, and after `finding-` the key of its message. A check has its own message in the form.
    #[must_use]
    pub fn code(&self) -> Cow<'static, str> {
        let code = match self {
            Self::Required => "required",
            Self::CoreMissing => "core-missing",
            Self::CoreValueMissing => "core-value-missing",
            Self::TooFewRows(_) => "too-few-rows",
            Self::TooManyRows(_) => "too-many-rows",
            Self::StatusWithValue => "status-with-value",
            Self::StatusUnknown => "status-unknown",
            Self::StatusNotTaken => "status-not-taken",
            Self::MarkUnknown => "mark-unknown",
            Self::MarkNotTaken => "mark-not-taken",
            Self::CommentNotTaken => "comment-not-taken",
            Self::SourceNotTaken => "source-not-taken",
            Self::OneValue => "one-value",
            Self::ChoiceUnknown => "choice-unknown",
            Self::ChoiceNotOffered => "choice-not-offered",
            Self::ChoiceExclusive => "choice-exclusive",
            Self::TooFewChoices(_) => "too-few-choices",
            Self::TooManyChoices(_) => "too-many-choices",
            Self::RankedTwice => "ranked-twice",
            Self::TooShort(_) => "too-short",
            Self::TooLong(_) => "too-long",
            Self::OneLine => "one-line",
            Self::ControlCharacter => "control-character",
            Self::NotEmail => "not-email",
            Self::NotInteger => "not-integer",
            Self::NotDecimal => "not-decimal",
            Self::TooSmall(_) => "too-small",
            Self::TooLarge(_) => "too-large",
            Self::NotYear => "not-year",
            Self::YearTooEarly(_) => "year-too-early",
            Self::YearTooLate(_) => "year-too-late",
            Self::NotDate => "not-date",
            Self::RangeOpen => "range-open",
            Self::RangeReversed => "range-reversed",
            Self::NotTick => "not-tick",
            Self::NotDocument => "not-document",
            Self::InfectedDocument => "infected-document",
            Self::Check(name) => return format!("check-{name}").into(),
            Self::RuleTooLong => "rule-too-long",
            Self::PersonalEmail => "personal-email",
            Self::PersonalTelephone => "personal-telephone",
            Self::PersonalNumber => "personal-number",
        };
        code.into()
    }

    /// The message in a language; `None` for a check, whose message stands in the form.
    #[must_use]
    pub fn message(&self, language: Language) -> Option<Cow<'static, str>> {
        if matches!(self, Self::Check(_)) {
            return None;
        }
        let key = format!("finding-{}", self.code());
        let texts = text::interface(language);
        Some(match self.bound() {
            None => texts.text(&key),
            Some(Bound::Count(count)) => texts.with(&key, &[("bound", count.into())]),
            Some(Bound::Number(number)) => {
                let number = text::decimal(language, number);
                texts.with(&key, &[("bound", Arg::Text(&number))])
            }
            Some(Bound::Year(year)) => texts.with(&key, &[("bound", Arg::Text(&year.to_string()))]),
        })
        .map(|text| Cow::Owned(text.into_owned()))
    }

    const fn bound(&self) -> Option<Bound> {
        match self {
            Self::TooFewRows(count)
            | Self::TooManyRows(count)
            | Self::TooFewChoices(count)
            | Self::TooManyChoices(count)
            | Self::TooShort(count)
            | Self::TooLong(count) => Some(Bound::Count(*count)),
            Self::TooSmall(number) | Self::TooLarge(number) => Some(Bound::Number(*number)),
            Self::YearTooEarly(year) | Self::YearTooLate(year) => Some(Bound::Year(*year)),
            Self::Required
            | Self::CoreMissing
            | Self::CoreValueMissing
            | Self::StatusWithValue
            | Self::StatusUnknown
            | Self::StatusNotTaken
            | Self::MarkUnknown
            | Self::MarkNotTaken
            | Self::CommentNotTaken
            | Self::SourceNotTaken
            | Self::OneValue
            | Self::ChoiceUnknown
            | Self::ChoiceNotOffered
            | Self::ChoiceExclusive
            | Self::RankedTwice
            | Self::OneLine
            | Self::ControlCharacter
            | Self::NotEmail
            | Self::NotInteger
            | Self::NotDecimal
            | Self::NotYear
            | Self::NotDate
            | Self::RangeOpen
            | Self::RangeReversed
            | Self::NotTick
            | Self::NotDocument
            | Self::InfectedDocument
            | Self::Check(_)
            | Self::RuleTooLong
            | Self::PersonalEmail
            | Self::PersonalTelephone
            | Self::PersonalNumber => None,
        }
    }
}

impl Finding {
    /// Whether the reply cannot be submitted while this stands.
    #[must_use]
    pub fn blocks(&self) -> bool {
        !self.settled
    }

    /// Whether it says only that something needed is not there yet, which no one wants to hear before they came to it.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(
            self.kind,
            FindingKind::CoreMissing | FindingKind::CoreValueMissing | FindingKind::TooFewRows(_)
        )
    }

    /// The name of the input it belongs to; for the whole of an answer the name of the answer.
    #[must_use]
    pub fn name(&self) -> String {
        match self.part.name() {
            Some(part) => format!("{}.{part}", self.key),
            None => self.key.to_string(),
        }
    }

    fn to_error(&self) -> ValidationError {
        let params = self.kind.bound().map(|bound| {
            let bound = match bound {
                Bound::Count(count) => json!(count),
                Bound::Number(number) => json!(number.to_string()),
                Bound::Year(year) => json!(year),
            };
            (Cow::Borrowed("bound"), bound)
        });
        ValidationError {
            code: self.kind.code(),
            message: None,
            params: params.into_iter().collect(),
        }
    }
}

/// Name under which the errors of the whole of something stand, as `validator` calls it.
const WHOLE: &str = "__all__";

/// The findings that stand in the way of submission, as validation errors.
///
/// A member for each question, in it one for each part; `rows` holds a list by the place of the row among the rows asked. The errors
/// hold codes and bounds, never what was typed.
#[must_use]
pub fn to_errors(draft: &Draft) -> ValidationErrors {
    let mut questions: BTreeMap<String, Parts> = BTreeMap::new();
    for finding in draft.findings().iter().filter(|finding| finding.blocks()) {
        let parts = questions
            .entry(finding.key.question.to_string())
            .or_default();
        let place = match &finding.key.row {
            None => &mut parts.whole,
            Some(row) => {
                let rows = draft.rows(&finding.key.question);
                let index = rows.iter().position(|code| code == row).unwrap_or(0);
                parts.rows.entry(index).or_default()
            }
        };
        let name = finding.part.name().unwrap_or(WHOLE).to_owned();
        place.entry(name).or_default().push(finding.to_error());
    }
    let questions = questions.into_iter().map(|(question, parts)| {
        let mut errors = fields(parts.whole);
        if !parts.rows.is_empty() {
            let rows = parts.rows.into_iter();
            let rows = rows.map(|(index, row)| (index, Box::new(fields(row))));
            let rows = ValidationErrorsKind::List(rows.collect());
            errors.errors_mut().insert(Cow::Borrowed("rows"), rows);
        }
        let errors = ValidationErrorsKind::Struct(Box::new(errors));
        (Cow::Owned(question), errors)
    });
    ValidationErrors(questions.collect())
}

type Named = BTreeMap<String, Vec<ValidationError>>;

#[derive(Default)]
struct Parts {
    whole: Named,
    rows: BTreeMap<usize, Named>,
}

fn fields(named: Named) -> ValidationErrors {
    let named = named.into_iter();
    let fields =
        named.map(|(name, errors)| (Cow::Owned(name), ValidationErrorsKind::Field(errors)));
    ValidationErrors(fields.collect())
}
