//! Type check of function calls.

use super::compare::code_in_list;
use super::functions::{Argument, Call, FUNCTIONS, Function, Of, REFUSED, Takes, Times, find};
use super::near::did_you_mean;
use super::schema::{Codes, Outline, RowsOutline};
use super::syntax::{Row, Syntax, Term};
use super::tree::{Fold, Node, NodeOfRow, RowKey, Series};
use super::types::{Checked, Checker, STATUSES, Typed, as_condition, as_number, error};
use super::{ExpressionError, Part, Type};
use crate::form::name::{Code, QuestionName};

impl Checker<'_> {
    /// Checks a call.
    pub(super) fn call(&mut self, syntax: &Syntax, name: &str, arguments: &[Syntax]) -> Checked {
        let function = find(name).ok_or_else(|| unknown(syntax, name))?;
        count_arguments(syntax, function, arguments)?;
        match function.call {
            Call::Plain(plain) => {
                let nodes = self.arguments(function, arguments)?;
                let kind = function.result.unwrap_or(Type::Text);
                let can_be_empty = matches!(kind, Type::Text | Type::Date);
                Ok(Typed {
                    node: Node::Call(plain, nodes.into()),
                    kind,
                    codes: None,
                    can_be_empty,
                })
            }
            Call::Fold(fold) => self.fold(function, fold, arguments),
            Call::Count => self.count(arguments),
            Call::Concat => self.join(Node::Text("".into()), arguments),
            Call::Join => {
                let (separator, values) = split(syntax, arguments)?;
                let separator = self.check(separator)?.node;
                self.join(separator, values)
            }
            Call::If => self.choose(syntax, arguments),
            Call::Coalesce => {
                let [first, second] = exactly(syntax, arguments)?;
                let (one, other, kind) = self.same(first, second)?;
                Ok(either(one, other, kind))
            }
            Call::Once => {
                let [calculation] = exactly(syntax, arguments)?;
                let own = Syntax::new(syntax.at, Term::Own);
                let (one, other, kind) = self.same(&own, calculation)?;
                Ok(either(one, other, kind))
            }
            Call::Row => {
                let codes = self.rows_at_hand(syntax)?.codes().cloned();
                Ok(Typed::full(Node::Row, Type::Text).among(codes))
            }
            Call::Choice => {
                let codes = self.choices(syntax)?.clone();
                Ok(Typed::full(Node::Choice, Type::Text).among(Some(codes)))
            }
            Call::Position => {
                self.rows_at_hand(syntax)?;
                Ok(Typed::full(Node::Position, Type::Number))
            }
            Call::Previous => self.previous(syntax, arguments),
            Call::IndexedRepeat => self.indexed_repeat(syntax, arguments),
            Call::Rows => self.rows(syntax, arguments),
            Call::Status => {
                let (question, row) = self.answer(syntax, arguments)?;
                self.note(&question, Part::Status, &row, Vec::new());
                let codes = STATUSES
                    .iter()
                    .filter_map(|status| Code::parse(status).ok());
                Ok(Typed::maybe(
                    Node::Status(question, row),
                    Type::Text,
                    Some(codes.collect()),
                ))
            }
            Call::Comment => {
                let (question, row) = self.answer(syntax, arguments)?;
                self.note(&question, Part::Comment, &row, Vec::new());
                Ok(Typed::maybe(Node::Comment(question, row), Type::Text, None))
            }
            Call::Regex => self.regex(syntax, arguments),
            Call::FormatDate => self.format_date(syntax, arguments),
        }
    }

    fn choose(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked {
        let [condition, then, otherwise] = exactly(syntax, arguments)?;
        let condition = self.condition(condition)?;
        let (one, other, kind) = self.same(then, otherwise)?;
        Ok(Typed {
            can_be_empty: one.can_be_empty || other.can_be_empty,
            codes: both(&one, &other),
            node: Node::If(Box::new([condition, one.node, other.node])),
            kind,
        })
    }

    /// Arguments of a function that only looks at their values.
    fn arguments(&mut self, function: &Function, arguments: &[Syntax]) -> Checked<Vec<Node>> {
        let mut nodes = Vec::with_capacity(arguments.len());
        let mut choices: Option<Typed> = None;
        for (place, syntax) in arguments.iter().enumerate() {
            let argument = function.arguments.get(place).or(function.arguments.last());
            let typed = self.check(syntax)?;
            let node = match argument.map_or(Takes::Any, |argument| argument.takes) {
                Takes::Number => as_number(syntax, typed)?,
                Takes::Condition => as_condition(syntax, typed)?,
                Takes::Choices => {
                    if !matches!(typed.kind, Type::Codes | Type::Text) {
                        let message = format!("`{syntax}` is {}, not choices", typed.kind);
                        return Err(error(syntax, message));
                    }
                    let node = typed.node.clone();
                    choices = Some(typed);
                    node
                }
                Takes::Code => {
                    if typed.kind != Type::Text {
                        let message = format!(
                            "`{syntax}` is {}, not a code; put a code in quotes: `'x'`",
                            typed.kind
                        );
                        return Err(error(syntax, message));
                    }
                    if let Some(choices) = &choices {
                        code_in_list(syntax, &typed, choices)?;
                    }
                    typed.node
                }
                Takes::Any
                | Takes::Literal
                | Takes::Question
                | Takes::Parent
                | Takes::Rows(_)
                | Takes::Many(_) => typed.node,
            };
            nodes.push(node);
        }
        Ok(nodes)
    }

    /// Two parts of one type; a literal beside a number or a date becomes one.
    fn same(&mut self, one: &Syntax, other: &Syntax) -> Checked<(Typed, Typed, Type)> {
        let (first, second) = (self.check(one)?, self.check(other)?);
        if first.kind == second.kind {
            let kind = first.kind;
            return Ok((first, second, kind));
        }
        // Empty fits each type.
        if first.literal() == Some("") {
            let kind = second.kind;
            return Ok((first, second, kind));
        }
        if second.literal() == Some("") {
            let kind = first.kind;
            return Ok((first, second, kind));
        }
        let message = format!(
            "`{one}` is {} and `{other}` is {}; both must have one type: write `string(…)`, `number(…)` or `date(…)`",
            first.kind, second.kind
        );
        Err(error(other, message))
    }

    fn fold(&mut self, function: &Function, fold: Fold, arguments: &[Syntax]) -> Checked {
        let mut series = Vec::with_capacity(arguments.len());
        for syntax in arguments {
            let takes = function.arguments.first().map(|argument| argument.takes);
            let (of, rows) = match takes {
                Some(Takes::Rows(of)) => (of, true),
                Some(Takes::Many(of)) => (of, false),
                _ => (Of::Any, false),
            };
            let (one, _) = self.series_of(syntax, of)?;
            if rows {
                need_rows(syntax, function.name, &one)?;
            }
            series.push(one);
        }
        let kind = function.result.unwrap_or(Type::Number);
        Ok(Typed::full(Node::Fold(fold, series.into()), kind))
    }

    fn count(&mut self, arguments: &[Syntax]) -> Checked {
        let mut series = Vec::with_capacity(1);
        let mut fold = Fold::CountFilled;
        for syntax in arguments {
            let (one, kind) = self.series_of(syntax, Of::Any)?;
            need_rows(syntax, "count", &one)?;
            if kind == Type::Boolean {
                fold = Fold::CountTrue;
            }
            series.push(one);
        }
        Ok(Typed::full(Node::Fold(fold, series.into()), Type::Number))
    }

    fn join(&mut self, separator: Node, arguments: &[Syntax]) -> Checked {
        let mut series = Vec::with_capacity(arguments.len());
        for syntax in arguments {
            series.push(self.series_of(syntax, Of::Any)?.0);
        }
        let node = Node::Join(Box::new(separator), series.into());
        Ok(Typed::maybe(node, Type::Text, None))
    }

    fn previous(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked {
        let [argument] = exactly(syntax, arguments)?;
        let wrong = || {
            error(
                argument,
                "`previous` takes a question in the row at hand: `previous(${q}[row()])`, or in each row: `${q}[*]`",
            )
        };
        let Term::Question {
            name,
            row: Some(row),
            field,
        } = &argument.term
        else {
            return Err(wrong());
        };
        if matches!(row, Row::Named(_) | Row::Choice) {
            return Err(wrong());
        }
        let (question, outline) = self.outline(argument, name)?;
        let row = self.row(argument, &question, outline, row)?;
        self.field(
            argument,
            question,
            outline,
            RowKey::Before(Box::new(row)),
            field.as_deref(),
        )
    }

    fn indexed_repeat(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked {
        let [target, repeat, number] = exactly(syntax, arguments)?;
        let wrong = |part| {
            error(
                part,
                "write `indexed-repeat(${q}.field, ${q}, n)`, or name the row: `${q}['code'].field`",
            )
        };
        let Term::Question {
            name,
            row: None,
            field,
        } = &target.term
        else {
            return Err(wrong(target));
        };
        match &repeat.term {
            Term::Question {
                name: same,
                row: None,
                field: None,
            } if same == name => {}
            _ => return Err(wrong(repeat)),
        }
        let (question, outline) = self.outline(target, name)?;
        if outline.rows == RowsOutline::One {
            return Err(error(
                target,
                format!("`{question}` has no rows; write `${{{question}}}`"),
            ));
        }
        let number = self.number(number)?;
        let row = RowKey::Nth(Box::new(NodeOfRow(number)));
        self.field(target, question, outline, row, field.as_deref())
    }

    fn rows(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked {
        let [argument] = exactly(syntax, arguments)?;
        let Term::Question {
            name,
            row: None,
            field: None,
        } = &argument.term
        else {
            return Err(error(
                argument,
                "`rows` takes a question with rows: `rows(${q})`",
            ));
        };
        let (question, outline) = self.outline(argument, name)?;
        if outline.rows == RowsOutline::One {
            return Err(error(
                argument,
                format!("`{question}` has no rows; write `${{{question}}} != ''`"),
            ));
        }
        let fields: Vec<_> = outline
            .fields
            .iter()
            .map(|field| field.name.clone())
            .collect();
        // Named as a whole: a row more or less changes the number, so no single value is waited for.
        self.note(&question, Part::Rows, &RowKey::Each, fields.clone());
        Ok(Typed::full(
            Node::Rows(question, fields.into()),
            Type::Number,
        ))
    }

    /// The question, and the row, that `status` and `comment` are asked about.
    fn answer(&mut self, syntax: &Syntax, arguments: &[Syntax]) -> Checked<(QuestionName, RowKey)> {
        let [argument] = exactly(syntax, arguments)?;
        let Term::Question {
            name,
            row,
            field: None,
        } = &argument.term
        else {
            return Err(error(
                argument,
                "a status and a comment belong to a question or a row of it, not to a field: `status(${q})`, `status(${q}['code'])`",
            ));
        };
        let (question, outline): (QuestionName, &Outline) = self.outline(argument, name)?;
        let row = match row {
            Some(row) => self.row(argument, &question, outline, row)?,
            None => RowKey::Whole,
        };
        Ok((question, row))
    }
}

/// One or, if it is empty, the other.
fn either(one: Typed, other: Typed, kind: Type) -> Typed {
    Typed {
        can_be_empty: one.can_be_empty && other.can_be_empty,
        codes: both(&one, &other),
        node: Node::Coalesce(Box::new([one.node, other.node])),
        kind,
    }
}

/// The codes of the two, where they are the same.
fn both(one: &Typed, other: &Typed) -> Option<Codes> {
    one.codes.clone().filter(|_| one.codes == other.codes)
}

fn need_rows(syntax: &Syntax, function: &str, series: &Series) -> Checked<()> {
    if series.rows.is_empty() {
        let message = format!(
            "`{function}` goes over the rows of a question; name them with `[*]`: `{function}(${{q}}[*])`"
        );
        return Err(error(syntax, message));
    }
    Ok(())
}

fn unknown(syntax: &Syntax, name: &str) -> ExpressionError {
    if let Some((_, reason)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
        return error(syntax, format!("`{name}` is not taken: {reason}"));
    }
    let near = did_you_mean(name, FUNCTIONS.iter().map(|function| function.name));
    error(syntax, format!("there is no function `{name}`{near}"))
}

fn count_arguments(syntax: &Syntax, function: &Function, arguments: &[Syntax]) -> Checked<()> {
    let least = function
        .arguments
        .iter()
        .filter(|argument| argument.times != Times::Optional)
        .count();
    let repeated = |argument: &Argument| argument.times == Times::Repeated;
    let most = if function.arguments.last().is_some_and(repeated) {
        usize::MAX
    } else {
        function.arguments.len()
    };
    if (least..=most).contains(&arguments.len()) {
        return Ok(());
    }
    let given = arguments.len();
    Err(error(
        syntax,
        format!(
            "`{}` is written `{function}`; here it has {given} arguments",
            function.name
        ),
    ))
}

/// The arguments, as many as there must be.
pub(super) fn exactly<'s, const N: usize>(
    syntax: &Syntax,
    arguments: &'s [Syntax],
) -> Checked<&'s [Syntax; N]> {
    let exact = <&[Syntax; N]>::try_from(arguments).ok();
    exact.ok_or_else(|| error(syntax, format!("this function takes {N} arguments")))
}

fn split<'s>(syntax: &Syntax, arguments: &'s [Syntax]) -> Checked<(&'s Syntax, &'s [Syntax])> {
    arguments
        .split_first()
        .ok_or_else(|| error(syntax, "this function takes arguments"))
}
