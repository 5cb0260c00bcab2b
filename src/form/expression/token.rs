//! Words of an expression, each with the character it begins at.

use super::ExpressionError;

/// A word and where it begins, in characters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// First character.
    pub(super) at: usize,
    /// What it is.
    pub(super) word: Word,
}

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// `12.5`; never infinite.
    Number(f64),
    /// `'text'` or `"text"`.
    Text(String),
    /// `${name}`.
    Question(String),
    /// `.name` directly after a question or a `]`.
    Field(String),
    /// Name of a function, or `and`, `or`, `div`, `mod`.
    Name(String),
    /// `.`
    Own,
    /// `..`
    Parent,
    /// Any other sign.
    Sign(&'static str),
}

/// Signs, the longer first.
const SIGNS: [&str; 14] = [
    "!=", "<=", ">=", "(", ")", "[", "]", ",", "=", "<", ">", "+", "-", "*",
];

/// What people write from habit, and what to write instead; the longer first.
const REFUSED: [(&str, &str); 20] = [
    ("//", "paths are not taken; name a question: `${name}`"),
    (
        "/",
        "paths are not taken; name a question: `${name}`; to divide, write `div`",
    ),
    ("::", "axes are not taken; name a question: `${name}`"),
    ("@", "attributes are not taken; name a question: `${name}`"),
    ("||", "write `or`"),
    (
        "|",
        "unions of nodes are not taken; write `or`, or two rules",
    ),
    ("&&", "write `and`"),
    ("&", "write `and`; to join texts, `concat(a, b)`"),
    ("==", "write a single `=`"),
    ("<>", "write `!=`"),
    ("=<", "write `<=`"),
    ("=>", "write `>=`"),
    ("!", "write `not(…)` or `!=`"),
    ("%", "write `mod`"),
    ("^", "write `pow(x, y)`"),
    ("{", "a question is written `${name}`"),
    ("‘", "use straight quotes: `'`"),
    ("’", "use straight quotes: `'`"),
    ("“", "use straight quotes: `\"`"),
    ("”", "use straight quotes: `\"`"),
];

/// Cuts a text into words.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, ExpressionError> {
    let mut cutter = Cutter {
        rest: source,
        at: 0,
    };
    let mut tokens: Vec<Token> = Vec::new();
    loop {
        let before = cutter.at;
        cutter.skip_while(char::is_whitespace);
        let adjoins = cutter.at == before;
        let at = cutter.at;
        let after_row = tokens.last().is_some_and(|last| {
            adjoins && matches!(last.word, Word::Question(_) | Word::Sign("]"))
        });
        match cutter.word(after_row)? {
            Some(word) => tokens.push(Token { at, word }),
            None => return Ok(tokens),
        }
    }
}

struct Cutter<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Cutter<'a> {
    fn error(&self, message: impl Into<String>) -> ExpressionError {
        ExpressionError::new(self.at, message)
    }

    /// Takes as long as the condition holds.
    fn skip_while(&mut self, holds: impl Fn(char) -> bool) -> &'a str {
        let end = self
            .rest
            .find(|c: char| !holds(c))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.at += taken.chars().count();
        self.rest = rest;
        taken
    }

    /// Takes a sign if it is next.
    fn skip(&mut self, sign: &str) -> bool {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                self.at += sign.chars().count();
                true
            }
            None => false,
        }
    }

    /// The next word; a field name may follow `after_row` only.
    fn word(&mut self, after_row: bool) -> Result<Option<Word>, ExpressionError> {
        let mut ahead = self.rest.chars();
        let Some(first) = ahead.next() else {
            return Ok(None);
        };
        let second = ahead.next();
        let digit_next = second.is_some_and(|c| c.is_ascii_digit());
        let word = match first {
            '\'' | '"' => self.text(first)?,
            '$' => self.question()?,
            '.' if after_row && second.is_some_and(|c| c.is_ascii_lowercase()) => {
                self.skip(".");
                Word::Field(self.skip_while(is_of_name).to_owned())
            }
            '0'..='9' => self.number()?,
            '.' if digit_next => self.number()?,
            '.' if self.skip("..") => Word::Parent,
            '.' => {
                self.skip(".");
                Word::Own
            }
            'a'..='z' | 'A'..='Z' | '_' => self.name(),
            _ => self.sign(first)?,
        };
        Ok(Some(word))
    }

    fn text(&mut self, quote: char) -> Result<Word, ExpressionError> {
        let start = self.error(format!("this text has no closing {quote}"));
        let quotes = if quote == '"' { "\"" } else { "'" };
        self.skip(quotes);
        let text = self.skip_while(|c| c != quote).to_owned();
        if self.skip(quotes) {
            Ok(Word::Text(text))
        } else {
            Err(start)
        }
    }

    fn question(&mut self) -> Result<Word, ExpressionError> {
        let start = self.error("a question is written `${name}`");
        if !self.skip("${") {
            return Err(start);
        }
        self.skip_while(|c| c == ' ');
        let name = self.skip_while(|c| is_of_name(c) || c.is_ascii_uppercase() || c == '-');
        self.skip_while(|c| c == ' ');
        if name.is_empty() || !self.skip("}") {
            return Err(start);
        }
        Ok(Word::Question(name.to_owned()))
    }

    fn number(&mut self) -> Result<Word, ExpressionError> {
        let start = self.error("this number is too large");
        let mut digits = self.skip_while(|c| c.is_ascii_digit()).to_owned();
        if self.skip(".") {
            digits.push('.');
            digits.push_str(self.skip_while(|c| c.is_ascii_digit()));
        }
        match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Word::Number(number)),
            _ => Err(start),
        }
    }

    fn name(&mut self) -> Word {
        let mut name = String::new();
        loop {
            name.push_str(self.skip_while(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'));
            // `jr:choice-name` is one name, `parent::x` is not.
            let colon = self.rest.strip_prefix(':');
            if colon.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
                self.skip(":");
                name.push(':');
            } else {
                return Word::Name(name);
            }
        }
    }

    fn sign(&mut self, first: char) -> Result<Word, ExpressionError> {
        // A refused sign may begin like a known one (`==`) and the other way round (`!` and `!=`).
        let refused = REFUSED.iter().find(|(sign, _)| self.rest.starts_with(sign));
        let known = SIGNS.iter().find(|sign| self.rest.starts_with(**sign));
        match (known, refused) {
            (Some(sign), refused) if refused.is_none_or(|(long, _)| long.len() < sign.len()) => {
                self.skip(sign);
                Ok(Word::Sign(sign))
            }
            (_, Some((sign, remedy))) => {
                Err(self.error(format!("`{sign}` is not part of the language: {remedy}")))
            }
            _ => Err(self.error(format!(
                "`{}` is not part of the language; put text in quotes",
                first.escape_debug()
            ))),
        }
    }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}
