//! From the tree as written to the typed tree: every name is there, every code is in its list, every type fits.

use super::functions::Of;
use super::near::did_you_mean;
use super::schema::{Codes, Outline, Place, RowsOutline, Schema, share};
use super::syntax::{Operator, Row, Syntax, Term};
use super::tree::{Arithmetic, Comparison, Node, RowKey, Series};
use super::value::text_number;
use super::{ExpressionError, Part, Reference, Type};
use crate::form::name::{Code, FieldName, QuestionName};

/// What a status can be.
pub(super) const STATUSES: [&str; 5] = [
    "answered",
    "not_available",
    "not_applicable",
    "not_disclosed",
    "to_follow",
];

/// A node, its type and what else is known of it.
pub(super) struct Typed {
    pub(super) node: Node,
    pub(super) kind: Type,
    /// Codes it can be or hold, if it is a choice.
    pub(super) codes: Option<Codes>,
    /// Whether it can be empty.
    pub(super) can_be_empty: bool,
}

pub(super) type Checked<T = Typed> = Result<T, ExpressionError>;

/// Checks the types of one expression.
pub(super) struct Checker<'a> {
    pub(super) schema: &'a dyn Schema,
    pub(super) place: &'a Place,
    /// Questions named with `[*]` in the argument at hand, with their rows; `None` where `[*]` has no meaning.
    each: Option<Vec<(QuestionName, RowsOutline)>>,
    references: Vec<Reference>,
    names_own: bool,
}

impl Typed {
    /// Something that is never empty.
    pub(super) const fn full(node: Node, kind: Type) -> Self {
        Self {
            node,
            kind,
            codes: None,
            can_be_empty: false,
        }
    }

    /// Something that may be empty.
    pub(super) const fn maybe(node: Node, kind: Type, codes: Option<Codes>) -> Self {
        Self {
            node,
            kind,
            codes,
            can_be_empty: true,
        }
    }

    /// The same, known to be one of these codes.
    pub(super) fn among(self, codes: Option<Codes>) -> Self {
        Self { codes, ..self }
    }

    /// The text, if it is one in quotes.
    pub(super) fn literal(&self) -> Option<&str> {
        match &self.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
}

pub(super) fn error(syntax: &Syntax, message: impl Into<String>) -> ExpressionError {
    ExpressionError::new(syntax.at, message)
}

impl<'a> Checker<'a> {
    pub(super) const fn new(schema: &'a dyn Schema, place: &'a Place) -> Self {
        Self {
            schema,
            place,
            each: None,
            references: Vec::new(),
            names_own: false,
        }
    }

    /// What was named: questions in order of appearance, and whether `.` was.
    pub(super) fn finish(self) -> (Vec<Reference>, bool) {
        (self.references, self.names_own)
    }

    /// Checks a part.
    pub(super) fn check(&mut self, syntax: &Syntax) -> Checked {
        match &syntax.term {
            Term::Number(number) => Ok(Typed::full(Node::Number(*number), Type::Number)),
            Term::Text(text) => Ok(Typed::maybe(
                Node::Text(text.as_str().into()),
                Type::Text,
                None,
            )),
            Term::Own => self.own(syntax),
            Term::Parent => Err(error(
                syntax,
                "`..` stands only in `position(..)`; name a question: `${name}`",
            )),
            Term::Question { .. } => self.question(syntax),
            Term::Call { name, arguments } => self.call(syntax, name, arguments),
            Term::Negate(part) => {
                let node = self.number(part)?;
                Ok(Typed::full(Node::Negate(Box::new(node)), Type::Number))
            }
            Term::Binary(operator, left, right) => self.binary(syntax, *operator, left, right),
        }
    }

    fn own(&mut self, syntax: &Syntax) -> Checked {
        let Some(own) = &self.place.own else {
            let message = "`.` has no meaning here: it is the value that a check belongs to, of a question that is no group; write `${name}` or `${name}.field`";
            return Err(error(syntax, message));
        };
        self.names_own = true;
        Ok(Typed::maybe(Node::Own, own.kind, own.codes.clone()))
    }

    /// The question of this name, if it may be named here.
    pub(super) fn outline(
        &self,
        syntax: &Syntax,
        name: &str,
    ) -> Checked<(QuestionName, &'a Outline)> {
        let unknown = || {
            let near = did_you_mean(name, self.schema.names());
            error(syntax, format!("there is no question `{name}`{near}"))
        };
        let outline = self.schema.find(name).ok_or_else(unknown)?;
        let known = QuestionName::parse(name).ok().ok_or_else(unknown)?;
        if outline.index >= self.place.before {
            let message = format!(
                "`{name}` does not come before this rule; a rule may name only questions before its own, a check also its own"
            );
            return Err(error(syntax, message));
        }
        Ok((known, outline))
    }

    /// Notes that something was named.
    pub(super) fn note(
        &mut self,
        question: &QuestionName,
        part: Part,
        row: &RowKey,
        fields: Vec<FieldName>,
    ) {
        let reference = Reference {
            question: question.clone(),
            part,
            fields,
            row: row.clone(),
        };
        if !self.references.contains(&reference) {
            self.references.push(reference);
        }
    }

    fn question(&mut self, syntax: &Syntax) -> Checked {
        let Term::Question { name, row, field } = &syntax.term else {
            return Err(error(syntax, "a question should stand here: `${name}`"));
        };
        let (question, outline) = self.outline(syntax, name)?;
        let key = match row {
            Some(row) => self.row(syntax, &question, outline, row)?,
            None if outline.rows == RowsOutline::One => RowKey::Whole,
            None => {
                let message = format!(
                    "`{name}` has rows; name one (`${{{name}}}['code']`, `${{{name}}}[row()]`) or take all in `any`, `all`, `count`, `sum`, …: `any(${{{name}}}[*] = …)`"
                );
                return Err(error(syntax, message));
            }
        };
        self.field(syntax, question, outline, key, field.as_deref())
    }

    /// The value of a field in a row.
    pub(super) fn field(
        &mut self,
        syntax: &Syntax,
        question: QuestionName,
        outline: &Outline,
        row: RowKey,
        field: Option<&str>,
    ) -> Checked {
        let names = || outline.fields.iter().map(|field| field.name.as_str());
        let single = names().eq([FieldName::value().as_str()]);
        let found = match field {
            None if single => outline.fields.first(),
            None => {
                let all: Vec<String> = names().map(|name| format!("`.{name}`")).collect();
                let message = format!(
                    "`{question}` has several fields; name one: {}",
                    all.join(", ")
                );
                return Err(error(syntax, message));
            }
            Some(name) if single => {
                let message = format!("`{question}` has no fields; leave `.{name}` out");
                return Err(error(syntax, message));
            }
            Some(name) => outline
                .fields
                .iter()
                .find(|field| field.name.as_str() == name),
        };
        let Some(found) = found else {
            let name = field.unwrap_or_default();
            let near = did_you_mean(name, names());
            return Err(error(
                syntax,
                format!("`{question}` has no field `{name}`{near}"),
            ));
        };
        self.note(&question, Part::Value, &row, vec![found.name.clone()]);
        let node = Node::Value {
            question,
            row,
            field: found.name.clone(),
        };
        Ok(Typed::maybe(node, found.kind, found.codes.clone()))
    }

    /// The row that stands in brackets.
    pub(super) fn row(
        &mut self,
        syntax: &Syntax,
        question: &QuestionName,
        outline: &Outline,
        row: &Row,
    ) -> Checked<RowKey> {
        if outline.rows == RowsOutline::One {
            return Err(error(
                syntax,
                format!("`{question}` has no rows; leave the brackets out"),
            ));
        }
        match row {
            Row::Each => self.each_row(syntax, question, outline),
            Row::AtHand => {
                self.rows_at_hand(syntax)?;
                if self.place.rows.fits(&outline.rows) {
                    Ok(RowKey::AtHand)
                } else {
                    Err(error(
                        syntax,
                        format!(
                            "the rows of `{question}` are not those at hand, so `row()` names none of them"
                        ),
                    ))
                }
            }
            Row::Choice => {
                let choices = self.choices(syntax)?;
                let fits = outline
                    .rows
                    .codes()
                    .is_some_and(|codes| share(codes, choices));
                if fits {
                    Ok(RowKey::Choice)
                } else {
                    Err(error(
                        syntax,
                        format!(
                            "the rows of `{question}` are none of the choices, so `choice()` names none of them"
                        ),
                    ))
                }
            }
            Row::Named(code) => named_row(syntax, question, &outline.rows, code).map(RowKey::Named),
        }
    }

    fn each_row(
        &mut self,
        syntax: &Syntax,
        question: &QuestionName,
        outline: &Outline,
    ) -> Checked<RowKey> {
        let Some(each) = &mut self.each else {
            let message = "all rows at once are no single value; put it into `any`, `all`, `count`, `sum`, `min`, `max`, `join` or `concat`: `any(${q}[*] = 'x')`";
            return Err(error(syntax, message));
        };
        if let Some((other, rows)) = each.first()
            && other != question
            && !rows.fits(&outline.rows)
        {
            let message = format!(
                "the rows of `{question}` and `{other}` are different, so they cannot go row by row"
            );
            return Err(error(syntax, message));
        }
        if !each.iter().any(|(other, _)| other == question) {
            each.push((question.clone(), outline.rows.clone()));
        }
        Ok(RowKey::Each)
    }

    /// The rows that `row()` runs over.
    pub(super) fn rows_at_hand(&self, syntax: &Syntax) -> Checked<&'a RowsOutline> {
        match &self.place.rows {
            RowsOutline::One => Err(error(
                syntax,
                "there is no row at hand here; `row()` and `position(..)` stand in `rows_where`, in `choices_where` of a question with rows, and in checks with `per_row = true`",
            )),
            rows @ (RowsOutline::List(_) | RowsOutline::Years | RowsOutline::Free) => Ok(rows),
        }
    }

    /// The codes that `choice()` runs over.
    pub(super) fn choices(&self, syntax: &Syntax) -> Checked<&'a Codes> {
        let none = || {
            error(
                syntax,
                "there is no choice at hand here; `choice()` stands in `choices_where`",
            )
        };
        self.place.choices.as_ref().ok_or_else(none)
    }

    /// A part with the rows it goes over; none if it names no `[*]`.
    pub(super) fn series(&mut self, syntax: &Syntax) -> Checked<(Series, Typed)> {
        let outer = self.each.replace(Vec::new());
        let checked = self.check(syntax);
        let rows = self.each.take().unwrap_or_default();
        self.each = outer;
        let mut typed = checked?;
        let series = Series {
            each: std::mem::replace(&mut typed.node, Node::Row),
            rows: rows.into_iter().map(|(question, _)| question).collect(),
        };
        Ok((series, typed))
    }

    /// Makes the values of a series what they must be.
    pub(super) fn series_of(&mut self, syntax: &Syntax, of: Of) -> Checked<(Series, Type)> {
        let (series, typed) = self.series(syntax)?;
        let Series { each, rows } = series;
        let typed = Typed {
            node: each,
            ..typed
        };
        let kind = typed.kind;
        let each = match of {
            Of::Any => typed.node,
            Of::Numbers => as_number(syntax, typed)?,
            Of::Conditions => as_condition(syntax, typed)?,
        };
        Ok((Series { each, rows }, kind))
    }

    /// A part that must be true or false.
    pub(super) fn condition(&mut self, syntax: &Syntax) -> Checked<Node> {
        let typed = self.check(syntax)?;
        as_condition(syntax, typed)
    }

    /// A part that must be a number.
    pub(super) fn number(&mut self, syntax: &Syntax) -> Checked<Node> {
        let typed = self.check(syntax)?;
        as_number(syntax, typed)
    }

    fn binary(
        &mut self,
        syntax: &Syntax,
        operator: Operator,
        left: &Syntax,
        right: &Syntax,
    ) -> Checked {
        let arithmetic = match operator {
            Operator::And | Operator::Or => {
                let sides = Box::new([self.condition(left)?, self.condition(right)?]);
                let node = if operator == Operator::And {
                    Node::And(sides)
                } else {
                    Node::Or(sides)
                };
                return Ok(Typed::full(node, Type::Boolean));
            }
            Operator::Equal => return self.compare(syntax, Comparison::Equal, left, right),
            Operator::Unequal => return self.compare(syntax, Comparison::Unequal, left, right),
            Operator::Less => return self.compare(syntax, Comparison::Less, left, right),
            Operator::LessOrEqual => {
                return self.compare(syntax, Comparison::LessOrEqual, left, right);
            }
            Operator::Greater => return self.compare(syntax, Comparison::Greater, left, right),
            Operator::GreaterOrEqual => {
                return self.compare(syntax, Comparison::GreaterOrEqual, left, right);
            }
            Operator::Plus => Arithmetic::Plus,
            Operator::Minus => Arithmetic::Minus,
            Operator::Times => Arithmetic::Times,
            Operator::Divide => Arithmetic::Divide,
            Operator::Modulo => Arithmetic::Modulo,
        };
        let sides = Box::new([self.number(left)?, self.number(right)?]);
        Ok(Typed::full(
            Node::Arithmetic(arithmetic, sides),
            Type::Number,
        ))
    }
}

fn named_row(
    syntax: &Syntax,
    question: &QuestionName,
    rows: &RowsOutline,
    code: &str,
) -> Checked<Code> {
    let legal = match rows {
        RowsOutline::One => false,
        RowsOutline::List(codes) => codes.iter().any(|row| row.as_str() == code),
        RowsOutline::Years => code.len() == 4 && code.chars().all(|c| c.is_ascii_digit()),
        RowsOutline::Free => !code.starts_with('0') && code.chars().all(|c| c.is_ascii_digit()),
    };
    let wrong = || {
        let remedy = match rows {
            RowsOutline::One => String::new(),
            RowsOutline::List(codes) => did_you_mean(code, codes.iter().map(Code::as_str)),
            RowsOutline::Years => "; its rows are years: `['2021']`".to_owned(),
            RowsOutline::Free => "; its rows are numbered: `['1']`".to_owned(),
        };
        error(syntax, format!("`{question}` has no row `{code}`{remedy}"))
    };
    let parsed = Code::parse(code).ok().filter(|_| legal);
    parsed.ok_or_else(wrong)
}

/// The node as a condition, if it is one.
pub(super) fn as_condition(syntax: &Syntax, typed: Typed) -> Checked<Node> {
    let remedy = match typed.kind {
        Type::Boolean => return Ok(typed.node),
        Type::Codes => "; write `selected(…, 'code')`, or `… != ''` for any",
        Type::Text | Type::Date => "; write `… != ''`, or compare it with a value",
        Type::Number => "; compare it: `… > 0`",
    };
    Err(error(
        syntax,
        format!("`{syntax}` is {}, not true or false{remedy}", typed.kind),
    ))
}

/// The node as a number, if it can be one.
pub(super) fn as_number(syntax: &Syntax, typed: Typed) -> Checked<Node> {
    let remedy = match typed.kind {
        Type::Number | Type::Date | Type::Boolean => return Ok(typed.node),
        Type::Text => {
            if let Some(number) = typed
                .literal()
                .map(text_number)
                .filter(|number| !number.is_nan())
            {
                return Ok(Node::Number(number));
            }
            "; write `number(…)`"
        }
        Type::Codes => "; write `count-selected(…)` for how many",
    };
    Err(error(
        syntax,
        format!("`{syntax}` is {}, not a number{remedy}", typed.kind),
    ))
}

#[cfg(test)]
mod tests {
    use super::STATUSES;
    use crate::reply::Reason;

    #[test]
    fn statuses_are_those_a_reply_can_have() {
        let reasons = Reason::ALL.map(Reason::code);
        assert_eq!(STATUSES.first(), Some(&"answered"));
        assert_eq!(STATUSES.get(1..), Some(&reasons[..]));
    }
}
