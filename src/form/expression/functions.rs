//! The functions of the language: one table of names, arguments, results and meaning. `docs/expressions.md` prints it.

use std::fmt;

use super::tree::{Fold, Plain};
use super::{Type, plain};

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Its arguments in order.
    pub arguments: &'static [Argument],
    /// Type of its result; `None` is the type of its arguments.
    pub result: Option<Type>,
    /// What it gives, in a sentence.
    pub sentence: &'static str,
    /// What it does.
    pub(super) call: Call,
}

/// An argument of a function.
#[derive(Debug)]
pub struct Argument {
    /// Its name in the documentation.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// How often it stands.
    pub times: Times,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Any value; text is made of it where text is needed.
    Any,
    /// A number, a day, true or false.
    Number,
    /// True or false.
    Condition,
    /// Several choices, one, or a text of codes with spaces between.
    Choices,
    /// A code of the choices in the first argument.
    Code,
    /// A text in quotes, known when the form is loaded.
    Literal,
    /// A question.
    Question,
    /// `..`
    Parent,
    /// Values of the rows of a question.
    Rows(Of),
    /// Values, or values of the rows of a question.
    Many(Of),
}

/// What the values of rows must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Anything.
    Any,
    /// Numbers.
    Numbers,
    /// True or false.
    Conditions,
}

/// How often an argument stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once.
    Once,
    /// Once or not at all.
    Optional,
    /// Once or more.
    Repeated,
}

/// How a function is carried out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Call {
    Plain(Plain),
    Fold(Fold),
    /// Counts what is true of conditions, and what is not empty of all else.
    Count,
    Concat,
    Join,
    If,
    Coalesce,
    Once,
    Row,
    Choice,
    Position,
    Previous,
    IndexedRepeat,
    Rows,
    Status,
    Comment,
    Regex,
    FormatDate,
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (place, argument) in self.arguments.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            let times = match argument.times {
                Times::Once => "",
                Times::Optional => "?",
                Times::Repeated => "…",
            };
            write!(f, "{comma}{}{times}", argument.name)?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any value",
            Self::Number => "a number",
            Self::Condition => "true or false",
            Self::Choices => "choices",
            Self::Code => "a code",
            Self::Literal => "a text in quotes",
            Self::Question => "a question",
            Self::Parent => "`..`",
            Self::Rows(Of::Any) => "rows of any values",
            Self::Rows(Of::Numbers) => "rows of numbers",
            Self::Rows(Of::Conditions) => "rows of true or false",
            Self::Many(Of::Any) => "values or rows",
            Self::Many(Of::Numbers) => "numbers or rows of numbers",
            Self::Many(Of::Conditions) => "true or false, or rows of these",
        })
    }
}

/// The function of this name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

const fn one(name: &'static str, takes: Takes) -> Argument {
    Argument {
        name,
        takes,
        times: Times::Once,
    }
}

const fn maybe(name: &'static str, takes: Takes) -> Argument {
    Argument {
        name,
        takes,
        times: Times::Optional,
    }
}

const fn many(name: &'static str, takes: Takes) -> Argument {
    Argument {
        name,
        takes,
        times: Times::Repeated,
    }
}

const TEXT: Option<Type> = Some(Type::Text);
const NUMBER: Option<Type> = Some(Type::Number);
const TRUTH: Option<Type> = Some(Type::Boolean);
const DATE: Option<Type> = Some(Type::Date);

const ANY: &[Argument] = &[one("x", Takes::Any)];
const X: &[Argument] = &[one("x", Takes::Number)];
const TEXTS: &[Argument] = &[one("text", Takes::Any), one("part", Takes::Any)];
const ROWS: &[Argument] = &[one("rows", Takes::Rows(Of::Any))];
const CONDITIONS: &[Argument] = &[one("rows", Takes::Rows(Of::Conditions))];
const NUMBERS: &[Argument] = &[many("x", Takes::Many(Of::Numbers))];
const QUESTION: &[Argument] = &[one("question", Takes::Question)];

/// Writes a function a line: name, arguments, type of the result, how it is carried out, what it gives.
macro_rules! functions {
    ($($name:literal, $arguments:expr, $result:expr, $call:expr, $sentence:literal;)*) => {
        /// All functions, in the order of the documentation.
        pub const FUNCTIONS: &[Function] = &[$(Function {
            name: $name,
            arguments: $arguments,
            result: $result,
            sentence: $sentence,
            call: $call,
        }),*];
    };
}

functions! {
    // Conditions
    "if", &[one("condition", Takes::Condition), one("then", Takes::Any), one("else", Takes::Any)], None, Call::If,
        "The second argument if the first is true, otherwise the third; only that one is evaluated. Both have one type.";
    "not", &[one("x", Takes::Condition)], TRUTH, Call::Plain(plain::not), "The opposite.";
    "true", &[], TRUTH, Call::Plain(plain::yes), "True.";
    "false", &[], TRUTH, Call::Plain(plain::no), "False.";
    "boolean", ANY, TRUTH, Call::Plain(plain::boolean),
        "Whether a text is not empty, a number neither 0 nor NaN, a choice made; `boolean('false')` is true.";
    "boolean-from-string", ANY, TRUTH, Call::Plain(plain::boolean_from_string),
        "True for `true` and `1`, spelt exactly so; false for all else, also `TRUE`.";
    "coalesce", &[one("x", Takes::Any), one("y", Takes::Any)], None, Call::Coalesce,
        "The first argument, or the second if the first is empty or NaN. Both have one type.";
    "once", ANY, None, Call::Once, "`.`, or the argument while `.` is empty; only where `.` may stand.";
    "checklist", &[one("min", Takes::Number), one("max", Takes::Number), many("condition", Takes::Condition)], TRUTH,
        Call::Plain(plain::checklist), "Whether at least `min` and at most `max` of the conditions are true; -1 is no bound.";
    // Choices
    "selected", &[one("choices", Takes::Choices), one("code", Takes::Code)], TRUTH, Call::Plain(plain::selected),
        "Whether the code is among the choices. A single choice is a set of one.";
    "selected-at", &[one("choices", Takes::Choices), one("n", Takes::Number)], TEXT, Call::Plain(plain::selected_at),
        "The code at place `n`, counted from 0; empty if there is none.";
    "count-selected", &[one("choices", Takes::Choices)], NUMBER, Call::Plain(plain::count_selected), "How many choices were made.";
    // Rows
    "any", CONDITIONS, TRUTH, Call::Fold(Fold::Any), "Whether it is true of a row; false without rows.";
    "all", CONDITIONS, TRUTH, Call::Fold(Fold::All), "Whether it is true of each row; true without rows.";
    "count", ROWS, NUMBER, Call::Count, "Of conditions, how many rows are true; of other values, how many are not empty.";
    "count-non-empty", ROWS, NUMBER, Call::Fold(Fold::CountFilled), "How many rows are not empty.";
    "sum", &[one("rows", Takes::Rows(Of::Numbers))], NUMBER, Call::Fold(Fold::Sum),
        "The sum over the rows; empty ones do not enter; 0 if none does.";
    "min", NUMBERS, NUMBER, Call::Fold(Fold::Min), "The least; empty ones do not enter; NaN if none does.";
    "max", NUMBERS, NUMBER, Call::Fold(Fold::Max), "The greatest; empty ones do not enter; NaN if none does.";
    "join", &[one("separator", Takes::Any), many("x", Takes::Many(Of::Any))], TEXT, Call::Join,
        "All values as texts with the separator between; empty ones too.";
    "row", &[], TEXT, Call::Row, "Code of the row at hand.";
    "choice", &[], TEXT, Call::Choice, "Code of the choice at hand, in `choices_where`.";
    "position", &[maybe("row", Takes::Parent)], NUMBER, Call::Position, "Which row of its question the row at hand is, from 1.";
    "previous", QUESTION, None, Call::Previous,
        "The value of the same field in the row before `${q}[row()]` or `${q}[*]`; empty in the first row.";
    "indexed-repeat", &[one("question", Takes::Question), one("question", Takes::Question), one("n", Takes::Number)], None,
        Call::IndexedRepeat, "The value of the first question (or field) in row `n` of the second, counted from 1; empty if there is none.";
    "rows", QUESTION, NUMBER, Call::Rows, "How many rows of the question have a value.";
    "status", QUESTION, TEXT, Call::Status,
        "The status that stands instead of a value, `answered` if there is a value, or empty; also of a row.";
    "comment", QUESTION, TEXT, Call::Comment, "The comment that goes with the answer, or empty; also of a row.";
    // Texts
    "string", ANY, TEXT, Call::Plain(plain::string),
        "As text: `true`, `1.5`, `NaN`, `2024-01-31`; several choices with spaces between.";
    "concat", &[many("x", Takes::Many(Of::Any))], TEXT, Call::Concat, "All values as texts, one after the other.";
    "contains", TEXTS, TRUTH, Call::Plain(plain::contains), "Whether the part occurs; capitals count.";
    "starts-with", TEXTS, TRUTH, Call::Plain(plain::starts_with), "Whether the text begins with the part.";
    "ends-with", TEXTS, TRUTH, Call::Plain(plain::ends_with), "Whether the text ends with the part.";
    "substr", &[one("text", Takes::Any), one("start", Takes::Number), maybe("end", Takes::Number)], TEXT, Call::Plain(plain::substr),
        "Characters from `start` (counted from 0) up to but without `end`; a negative place counts from the end; places outside are moved to the ends.";
    "substring-before", TEXTS, TEXT, Call::Plain(plain::substring_before), "What stands before the part; empty if it does not occur.";
    "substring-after", TEXTS, TEXT, Call::Plain(plain::substring_after), "What stands after the part; empty if it does not occur.";
    "string-length", &[one("text", Takes::Any)], NUMBER, Call::Plain(plain::string_length), "Its length in characters (Unicode scalar values).";
    "normalize-space", &[one("text", Takes::Any)], TEXT, Call::Plain(plain::normalize_space),
        "Without white space at its ends, and with single spaces within.";
    "translate", &[one("text", Takes::Any), one("from", Takes::Any), one("to", Takes::Any)], TEXT, Call::Plain(plain::translate),
        "Each character of `from` replaced by the one at its place in `to`, or dropped if there is none.";
    "regex", &[one("text", Takes::Any), one("pattern", Takes::Literal)], TRUTH, Call::Regex,
        "Whether the whole text matches the pattern, which begins with `^` and ends with `$`.";
    // Numbers
    "number", ANY, NUMBER, Call::Plain(plain::number), "As a number; days count from 1970-01-01; NaN if it is none.";
    "int", ANY, NUMBER, Call::Plain(plain::int), "As a number without what stands after the point: `int(-1.5)` is -1.";
    "round", &[one("x", Takes::Number), maybe("places", Takes::Number)], NUMBER, Call::Plain(plain::round),
        "Rounded to so many places (0 if not said, negative for tens); halves go up: `round(-1.5)` is -1.";
    "abs", X, NUMBER, Call::Plain(plain::abs), "Without its sign.";
    "pow", &[one("x", Takes::Number), one("y", Takes::Number)], NUMBER, Call::Plain(plain::pow), "x to the power of y.";
    "sqrt", X, NUMBER, Call::Plain(plain::sqrt), "The square root; NaN below 0.";
    "exp", X, NUMBER, Call::Plain(plain::exp), "e to the power of x.";
    "exp10", X, NUMBER, Call::Plain(plain::exp10), "10 to the power of x.";
    "log", X, NUMBER, Call::Plain(plain::log), "The natural logarithm.";
    "log10", X, NUMBER, Call::Plain(plain::log10), "The logarithm to base 10.";
    // Days
    "today", &[], DATE, Call::Plain(plain::today), "The day of the evaluation.";
    "date", ANY, DATE, Call::Plain(plain::date),
        "The day that a text (`2024-01-31`) or a number of days since 1970-01-01 names; empty if it names none.";
    "format-date", &[one("date", Takes::Any), one("format", Takes::Literal)], TEXT, Call::FormatDate,
        "The day written with `%Y` `%y` `%m` `%n` `%d` `%e` (year, its last two digits, month, without 0, day, without 0); empty if it is none.";
    "decimal-date-time", ANY, NUMBER, Call::Plain(plain::decimal_date_time), "Days since 1970-01-01; NaN if it is no day.";
    "narrowest_mark", &[], TEXT, Call::Plain(plain::narrowest_mark),
        "Code of the narrowest mark that answers set of their own or that their questions begin with; `attributable` if none is narrower.";
    "period_first", &[], NUMBER, Call::Plain(plain::period_first), "First year of the reference period.";
    "period_last", &[], NUMBER, Call::Plain(plain::period_last), "Last year of the reference period.";
}

/// Functions of XLSForm that are refused, and why.
pub const REFUSED: &[(&str, &str)] = &[
    (
        "random",
        "the same answers must give the same result on every save",
    ),
    (
        "randomize",
        "the same answers must give the same result on every save",
    ),
    (
        "uuid",
        "the same answers must give the same result on every save",
    ),
    (
        "now",
        "an evaluation knows the day, not the hour; write `today()`",
    ),
    (
        "date-time",
        "answers hold days, without a time; write `date(…)`",
    ),
    ("decimal-time", "answers hold days, without a time"),
    (
        "format-date-time",
        "answers hold days, without a time; write `format-date(…)`",
    ),
    (
        "instance",
        "a rule reads answers, not lists; write `choices_where` with `choice()` on the question that offers the list",
    ),
    (
        "current",
        "there are no paths; write `.`, `row()` or `choice()`",
    ),
    (
        "pulldata",
        "a rule reads answers, not tables; make the table a list of the form",
    ),
    (
        "search",
        "a rule reads answers, not tables; write `choices_where` with `choice()`",
    ),
    (
        "last-saved",
        "the reply of the last round is shown beside the question (`last_round`); rules read this reply only",
    ),
    (
        "jr:choice-name",
        "labels differ by language; compare the code",
    ),
    ("jr:itext", "labels differ by language; compare the code"),
    (
        "weighted-checklist",
        "write a sum: `if(a, 2, 0) + if(b, 1, 0) >= 2`",
    ),
    (
        "floor",
        "only one of the two ODK engines has it; write `int(x)`, or `round(x - 0.5)`",
    ),
    (
        "ceiling",
        "only one of the two ODK engines has it; write `-round(-x - 0.5)`",
    ),
    (
        "substring",
        "only one of the two ODK engines has it; write `substr(text, start, end)`, which counts from 0",
    ),
    ("is-selected", "write `selected(…)`"),
    ("digest", "it has no place in the rule of a questionnaire"),
    (
        "base64-decode",
        "it has no place in the rule of a questionnaire",
    ),
    (
        "extract-signed",
        "it has no place in the rule of a questionnaire",
    ),
    ("area", "no question takes a place on a map"),
    ("distance", "no question takes a place on a map"),
    ("geofence", "no question takes a place on a map"),
    ("intersects", "no question takes a place on a map"),
    (
        "sin",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "cos",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "tan",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "asin",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "acos",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "atan",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "atan2",
        "trigonometry has no place in the rule of a questionnaire",
    ),
    (
        "pi",
        "trigonometry has no place in the rule of a questionnaire",
    ),
];
