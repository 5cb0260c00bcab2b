//! An expression as written: the tree the parser makes, before names and types are looked at.

use std::fmt;

/// A part of an expression.
#[derive(Clone, Debug)]
pub(super) struct Syntax {
    /// The character of the source that stands for it in an error.
    pub(super) at: usize,
    /// Levels of the tree from here down, at least 1.
    pub(super) depth: usize,
    /// What it is.
    pub(super) term: Term,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `.`
    Own,
    /// `..`
    Parent,
    /// `${question}[row].field`
    Question {
        /// Name of the question.
        name: String,
        /// Its row.
        row: Option<Row>,
        /// Name of the field.
        field: Option<String>,
    },
    /// `name(arguments)`
    Call {
        /// Name of the function.
        name: String,
        /// Its arguments.
        arguments: Vec<Syntax>,
    },
    /// `-x`
    Negate(Box<Syntax>),
    /// `left operator right`
    Binary(Operator, Box<Syntax>, Box<Syntax>),
}

/// Which row of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row {
    /// `[*]`
    Each,
    /// `[row()]`
    AtHand,
    /// `[choice()]`
    Choice,
    /// `['code']`
    Named(String),
}

/// An operator of two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
}

impl Operator {
    /// All, with the way each is written and how strongly it binds.
    const ALL: [(Self, &'static str, u8); 13] = [
        (Self::Or, "or", 1),
        (Self::And, "and", 2),
        (Self::Equal, "=", 3),
        (Self::Unequal, "!=", 3),
        (Self::Less, "<", 4),
        (Self::LessOrEqual, "<=", 4),
        (Self::Greater, ">", 4),
        (Self::GreaterOrEqual, ">=", 4),
        (Self::Plus, "+", 5),
        (Self::Minus, "-", 5),
        (Self::Times, "*", 6),
        (Self::Divide, "div", 6),
        (Self::Modulo, "mod", 6),
    ];

    /// The operator written so.
    pub(super) fn find(word: &str) -> Option<Self> {
        let found = Self::ALL
            .into_iter()
            .find(|(_, written, _)| *written == word);
        found.map(|(operator, _, _)| operator)
    }

    fn entry(self) -> (&'static str, u8) {
        let found = Self::ALL
            .into_iter()
            .find(|(operator, _, _)| *operator == self);
        found.map_or(("", 0), |(_, written, strength)| (written, strength))
    }

    /// How it is written.
    pub(super) fn written(self) -> &'static str {
        self.entry().0
    }

    /// How strongly it binds: `or` 1 to `*` 6.
    pub(super) fn strength(self) -> u8 {
        self.entry().1
    }
}

impl Syntax {
    /// A part whose depth follows from its parts.
    pub(super) fn new(at: usize, term: Term) -> Self {
        let below = match &term {
            Term::Number(_) | Term::Text(_) | Term::Own | Term::Parent | Term::Question { .. } => 0,
            Term::Call { arguments, .. } => {
                arguments.iter().map(|part| part.depth).max().unwrap_or(0)
            }
            Term::Negate(part) => part.depth,
            Term::Binary(_, left, right) => left.depth.max(right.depth),
        };
        Self {
            at,
            depth: below.saturating_add(1),
            term,
        }
    }

    fn strength(&self) -> u8 {
        match &self.term {
            Term::Binary(operator, ..) => operator.strength(),
            Term::Negate(_) => 7,
            Term::Number(_)
            | Term::Text(_)
            | Term::Own
            | Term::Parent
            | Term::Question { .. }
            | Term::Call { .. } => 8,
        }
    }

    /// Writes it, in parentheses if it binds less strongly than `least`.
    fn write(&self, f: &mut fmt::Formatter<'_>, least: u8) -> fmt::Result {
        if self.strength() < least {
            write!(f, "({self})")
        } else {
            write!(f, "{self}")
        }
    }
}

/// Two parts are equal if they mean the same, wherever they stand.
impl PartialEq for Syntax {
    fn eq(&self, other: &Self) -> bool {
        self.term == other.term
    }
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.term {
            Term::Number(number) => write!(f, "{number}"),
            Term::Text(text) if text.contains('\'') => write!(f, "\"{text}\""),
            Term::Text(text) => write!(f, "'{text}'"),
            Term::Own => f.write_str("."),
            Term::Parent => f.write_str(".."),
            Term::Question { name, row, field } => {
                write!(f, "${{{name}}}")?;
                match row {
                    Some(Row::Each) => f.write_str("[*]")?,
                    Some(Row::AtHand) => f.write_str("[row()]")?,
                    Some(Row::Choice) => f.write_str("[choice()]")?,
                    Some(Row::Named(code)) => write!(f, "['{code}']")?,
                    None => {}
                }
                field.iter().try_for_each(|field| write!(f, ".{field}"))
            }
            Term::Call { name, arguments } => {
                write!(f, "{name}(")?;
                for (place, argument) in arguments.iter().enumerate() {
                    let comma = if place == 0 { "" } else { ", " };
                    write!(f, "{comma}{argument}")?;
                }
                f.write_str(")")
            }
            Term::Negate(part) => {
                f.write_str("-")?;
                part.write(f, 7)
            }
            Term::Binary(operator, left, right) => {
                left.write(f, operator.strength())?;
                write!(f, " {} ", operator.written())?;
                right.write(f, operator.strength().saturating_add(1))
            }
        }
    }
}
