//! From words to a tree: recursive descent, with a limit to how deep.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::ExpressionError;
use super::syntax::{Operator, Row, Syntax, Term};
use super::token::{Token, Word, tokens};

/// Longest expression, in characters.
pub(super) const LONGEST: usize = 4_000;
/// Most levels of a tree, so that neither parsing nor evaluating can run out of stack.
pub(super) const DEEPEST: usize = 100;

/// Parses a text; says what is wrong at which character.
pub(super) fn parse(source: &str) -> Result<Syntax, ExpressionError> {
    if source.chars().count() > LONGEST {
        let message = format!("an expression has at most {LONGEST} characters; make two of it");
        return Err(ExpressionError::new(LONGEST, message));
    }
    let mut parser = Parser {
        end: source.chars().count(),
        tokens: tokens(source)?.into_iter().peekable(),
        open: 0,
    };
    if parser.tokens.peek().is_none() {
        return Err(ExpressionError::new(
            0,
            "the expression is empty; write one or leave the key out",
        ));
    }
    let tree = parser.binary(1)?;
    match parser.tokens.next() {
        None => Ok(tree),
        Some(token) => Err(unexpected_after_value(&token)),
    }
}

fn unexpected_after_value(token: &Token) -> ExpressionError {
    let message = match &token.word {
        Word::Sign(")") => "this `)` closes nothing; take it away".to_owned(),
        Word::Sign(",") => {
            "`,` separates the arguments of a function; write `and` or `or`".to_owned()
        }
        Word::Sign("[") => {
            "a row is named directly after its question: `${name}['code']`".to_owned()
        }
        Word::Name(name) if name == "in" => {
            "there is no `in`; write `x = 'a' or x = 'b'`, or `selected(…)`".to_owned()
        }
        Word::Name(name) if Operator::find(&name.to_ascii_lowercase()).is_some() => {
            format!(
                "operators are written in small letters: `{}`",
                name.to_ascii_lowercase()
            )
        }
        _ => "two values stand side by side; put an operator between them (`and`, `=`, `+`, …)"
            .to_owned(),
    };
    ExpressionError::new(token.at, message)
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    /// Position of the end of the text.
    end: usize,
    /// Parentheses, calls and signs open at this point.
    open: usize,
}

impl Parser {
    fn at(&mut self) -> usize {
        self.tokens.peek().map_or(self.end, |token| token.at)
    }

    /// Takes a sign if it is next.
    fn skip(&mut self, sign: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(token.word, Word::Sign(found) if found == sign))
            .is_some()
    }

    fn expect(&mut self, sign: &str, message: &str) -> Result<(), ExpressionError> {
        let at = self.at();
        if self.skip(sign) {
            Ok(())
        } else {
            Err(ExpressionError::new(at, message))
        }
    }

    fn made(at: usize, term: Term) -> Result<Syntax, ExpressionError> {
        let syntax = Syntax::new(at, term);
        if syntax.depth > DEEPEST {
            Err(too_deep(at))
        } else {
            Ok(syntax)
        }
    }

    fn operator(&mut self, least: u8) -> Option<(usize, Operator)> {
        let found = |token: &Token| {
            let operator = match &token.word {
                Word::Sign(sign) => Operator::find(sign),
                Word::Name(name) => Operator::find(name),
                Word::Number(_)
                | Word::Text(_)
                | Word::Question(_)
                | Word::Field(_)
                | Word::Own
                | Word::Parent => None,
            };
            operator.filter(|operator| operator.strength() >= least)
        };
        let token = self.tokens.next_if(|token| found(token).is_some())?;
        found(&token).map(|operator| (token.at, operator))
    }

    /// A chain of operators that bind at least so strongly; each is left-associative.
    fn binary(&mut self, least: u8) -> Result<Syntax, ExpressionError> {
        let mut left = self.unary()?;
        while let Some((at, operator)) = self.operator(least) {
            let right = self.binary(operator.strength().saturating_add(1))?;
            left = Self::made(at, Term::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Syntax, ExpressionError> {
        let at = self.at();
        self.open = self.open.saturating_add(1);
        if self.open > DEEPEST {
            return Err(too_deep(at));
        }
        let part = if self.skip("-") {
            let part = self.unary()?;
            Self::made(at, Term::Negate(Box::new(part)))?
        } else {
            self.primary(at)?
        };
        self.open = self.open.saturating_sub(1);
        Ok(part)
    }

    fn primary(&mut self, at: usize) -> Result<Syntax, ExpressionError> {
        let Some(token) = self.tokens.next() else {
            return Err(ExpressionError::new(
                at,
                "the expression ends where a value should follow",
            ));
        };
        let term = match token.word {
            Word::Number(number) => Term::Number(number),
            Word::Text(text) => Term::Text(text),
            Word::Own => Term::Own,
            Word::Parent => Term::Parent,
            Word::Question(name) => self.question(name)?,
            Word::Name(name) => self.call(at, name)?,
            Word::Sign("(") => {
                let inner = self.binary(1)?;
                self.expect(")", "a `(` is not closed; put `)` here")?;
                return Ok(inner);
            }
            Word::Field(_) | Word::Sign(_) => {
                return Err(ExpressionError::new(
                    at,
                    "a value should stand here: a question, a text in quotes, a number or a function",
                ));
            }
        };
        Self::made(at, term)
    }

    fn question(&mut self, name: String) -> Result<Term, ExpressionError> {
        let row = if self.skip("[") {
            Some(self.row()?)
        } else {
            None
        };
        let field = self
            .tokens
            .next_if(|token| matches!(token.word, Word::Field(_)));
        let field = field.and_then(|token| match token.word {
            Word::Field(field) => Some(field),
            _ => None,
        });
        Ok(Term::Question { name, row, field })
    }

    /// What stands in brackets, and the closing one.
    fn row(&mut self) -> Result<Row, ExpressionError> {
        let at = self.at();
        let wrong = || {
            ExpressionError::new(
                at,
                "name the row: `['code']`, `[row()]`, `[choice()]`, or `[*]` for all; rows have no numbers and no conditions",
            )
        };
        let row = match self.tokens.next().map(|token| token.word) {
            Some(Word::Sign("*")) => Row::Each,
            Some(Word::Text(code)) if !code.contains('\'') => Row::Named(code),
            Some(Word::Name(name)) if name == "row" || name == "choice" => {
                if !(self.skip("(") && self.skip(")")) {
                    return Err(wrong());
                }
                if name == "row" {
                    Row::AtHand
                } else {
                    Row::Choice
                }
            }
            _ => return Err(wrong()),
        };
        if self.skip("]") {
            Ok(row)
        } else {
            Err(wrong())
        }
    }

    fn call(&mut self, at: usize, name: String) -> Result<Term, ExpressionError> {
        if !self.skip("(") {
            let message = if Operator::find(&name).is_some() {
                format!("`{name}` needs a value before it")
            } else {
                format!(
                    "`{name}` stands alone; write `'{name}'` for a text, `${{{name}}}` for a question, `{name}(…)` for a function"
                )
            };
            return Err(ExpressionError::new(at, message));
        }
        let mut arguments = Vec::new();
        if self.skip(")") {
            return Ok(Term::Call { name, arguments });
        }
        loop {
            arguments.push(self.binary(1)?);
            if !self.skip(",") {
                self.expect(
                    ")",
                    "the arguments of a function end with `)` and are separated by `,`",
                )?;
                return Ok(Term::Call { name, arguments });
            }
        }
    }
}

fn too_deep(at: usize) -> ExpressionError {
    let message = format!("more than {DEEPEST} levels deep; make several rules of it");
    ExpressionError::new(at, message)
}
