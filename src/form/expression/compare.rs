//! Type check of comparisons.

use super::ExpressionError;
use super::Type;
use super::near::did_you_mean;
use super::schema::share;
use super::syntax::Syntax;
use super::tree::{Comparison, Node, Sides};
use super::types::{Checked, Checker, Typed, error};
use super::value::{number_text, text_date, text_number};
use crate::form::name::Code;

impl Checker<'_> {
    /// Checks that two parts can be compared.
    pub(super) fn compare(
        &mut self,
        syntax: &Syntax,
        comparison: Comparison,
        left: &Syntax,
        right: &Syntax,
    ) -> Checked {
        let (one, other) = (self.check(left)?, self.check(right)?);
        let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
        if equality {
            for (side, empty) in [((left, &one), &other), ((right, &other), &one)] {
                if empty.literal() == Some("") {
                    return emptiness(side.0, side.1, comparison);
                }
            }
        }
        let one = literal_as(left, one, right, &other)?;
        let other = literal_as(right, other, left, &one)?;
        let (one, other) = if equality {
            codes_of(one, other)
        } else {
            (one, other)
        };
        let sides = match (one.kind, other.kind) {
            (Type::Number | Type::Date, Type::Number | Type::Date) => Sides::Numbers,
            (Type::Boolean, Type::Boolean) if equality => Sides::Conditions,
            (Type::Text, Type::Text) if equality => {
                code_in_list(left, &one, &other)?;
                code_in_list(right, &other, &one)?;
                Sides::Texts
            }
            _ => {
                return Err(incomparable(
                    syntax,
                    (left, &one),
                    (right, &other),
                    equality,
                ));
            }
        };
        let node = Node::Compare(comparison, sides, Box::new([one.node, other.node]));
        Ok(Typed::full(node, Type::Boolean))
    }
}

/// Whether a part is empty, or is not.
fn emptiness(syntax: &Syntax, typed: &Typed, comparison: Comparison) -> Checked {
    if !typed.can_be_empty {
        return Err(error(
            syntax,
            format!("`{syntax}` is never empty; compare the answers it is made of with ''"),
        ));
    }
    let part = Box::new(typed.node.clone());
    let node = if comparison == Comparison::Equal {
        Node::Empty(part)
    } else {
        Node::Filled(part)
    };
    Ok(Typed::full(node, Type::Boolean))
}

/// A literal as the type of the other side: `'2024-01-31'` beside a date, `'5'` beside a number.
fn literal_as(syntax: &Syntax, typed: Typed, other_syntax: &Syntax, other: &Typed) -> Checked {
    match (&typed.node, other.kind) {
        (Node::Text(text), Type::Date) => match text_date(text) {
            Some(date) => Ok(Typed::full(Node::Date(date), Type::Date)),
            None => Err(error(
                syntax,
                format!(
                    "`{other_syntax}` is a date; write the other as '2024-01-31' or with `date(…)`"
                ),
            )),
        },
        (Node::Text(text), Type::Number)
            if text_date(text).is_none() && !text_number(text).is_nan() =>
        {
            Ok(Typed::full(Node::Number(text_number(text)), Type::Number))
        }
        _ => Ok(typed),
    }
}

/// A number in the form beside a choice is the code of these digits.
fn codes_of(one: Typed, other: Typed) -> (Typed, Typed) {
    let as_code =
        |number: f64| Typed::maybe(Node::Text(number_text(number).into()), Type::Text, None);
    match (&one.node, &other.node) {
        (Node::Number(number), _) if other.codes.is_some() => (as_code(*number), other),
        (_, Node::Number(number)) if one.codes.is_some() => {
            let code = as_code(*number);
            (one, code)
        }
        _ => (one, other),
    }
}

/// Refuses a code that the choice on the other side can never be.
pub(super) fn code_in_list(syntax: &Syntax, code: &Typed, choice: &Typed) -> Checked<()> {
    let Some(codes) = &choice.codes else {
        return Ok(());
    };
    if let Some(others) = &code.codes {
        return if share(codes, others) {
            Ok(())
        } else {
            Err(error(
                syntax,
                "the two lists have no code in common, so this can never be true",
            ))
        };
    }
    let Some(word) = code.literal() else {
        return Ok(());
    };
    if codes.iter().any(|known| known.as_str() == word) {
        return Ok(());
    }
    let near = did_you_mean(word, codes.iter().map(Code::as_str));
    let known = if near.is_empty() && codes.len() <= 12 {
        let all: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
        format!("; it has {}", all.join(", "))
    } else {
        near
    };
    Err(error(syntax, format!("`{word}` is not in the list{known}")))
}

fn incomparable(
    syntax: &Syntax,
    one: (&Syntax, &Typed),
    other: (&Syntax, &Typed),
    equality: bool,
) -> ExpressionError {
    let has = |kind| one.1.kind == kind || other.1.kind == kind;
    let remedy = if has(Type::Codes) {
        "compare several choices with `selected(…, 'code')`, `count-selected(…)`, or with '' for none"
    } else if has(Type::Boolean) && !equality {
        "true and false have no order"
    } else if has(Type::Boolean) {
        "compare with `true()` or `false()`, or leave the comparison out"
    } else if !equality && one.1.kind == Type::Text && other.1.kind == Type::Text {
        "texts have no order; make numbers of them with `number(…)`"
    } else if has(Type::Date) {
        "make a date of the text with `date(…)`"
    } else {
        "make a number of the text with `number(…)`, or put the number in quotes"
    };
    let message = format!(
        "`{}` is {} and `{}` is {}: {remedy}",
        one.0, one.1.kind, other.0, other.1.kind
    );
    error(syntax, message)
}
