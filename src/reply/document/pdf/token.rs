//! The words of a PDF file (ISO 32000-2, 7.2).

/// A word.
pub(super) enum Token<'a> {
    /// A name, its escapes undone.
    Name(Vec<u8>),
    /// `[`, or `<` for `<<`.
    Open(u8),
    /// What closes it, by what opened it.
    Close(u8),
    /// A number or a word of the language.
    Word(&'a [u8]),
    /// A string, or what belongs to nothing.
    Text,
}

pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

pub(super) const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

pub(super) fn trim_start(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && is_space(*first)
    {
        bytes = rest;
    }
    bytes
}

fn trim_end_where(mut bytes: &[u8], goes: impl Fn(u8) -> bool) -> &[u8] {
    while let [rest @ .., last] = bytes
        && goes(*last)
    {
        bytes = rest;
    }
    bytes
}

pub(super) fn trim_end(bytes: &[u8]) -> &[u8] {
    trim_end_where(bytes, is_space)
}

pub(super) fn trim_digits(bytes: &[u8]) -> &[u8] {
    trim_end_where(bytes, |byte| byte.is_ascii_digit())
}

/// Reads words one by one.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn while_is(&mut self, goes_on: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(&goes_on) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// The next word, if it is a whole number.
    pub(super) fn number(&mut self) -> Option<u64> {
        match self.next()? {
            Token::Word(word) => std::str::from_utf8(word).ok()?.parse().ok(),
            Token::Name(_) | Token::Open(_) | Token::Close(_) | Token::Text => None,
        }
    }

    /// Where a stream begins whose word was just read.
    pub(super) fn behind_line_end(&self) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(b"\r\n") {
            self.at + 2
        } else {
            self.at + usize::from(rest.starts_with(b"\n") || rest.starts_with(b"\r"))
        }
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.while_is(|byte| !is_space(byte) && !is_delimiter(byte));
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, behind @ ..] = rest {
            let escaped = match rest {
                [b'#', high, low, ..] => digit(*high).zip(digit(*low)),
                _ => None,
            };
            rest = match escaped {
                Some((high, low)) => {
                    name.push(high * 16 + low);
                    behind.get(2..).unwrap_or_default()
                }
                None => {
                    name.push(*first);
                    behind
                }
            };
        }
        name
    }

    /// Passes over a string whose first bracket was read.
    fn string(&mut self) {
        let mut depth = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// `<<` and `>>`, or a string of hexadecimal digits.
    fn angle(&mut self, byte: u8) -> Token<'a> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return match byte {
                b'<' => Token::Open(b'<'),
                _ => Token::Close(b'<'),
            };
        }
        if byte == b'<' {
            self.while_is(|byte| is_space(byte) || byte.is_ascii_hexdigit());
            if self.peek() == Some(b'>') {
                self.at += 1;
            }
        }
        Token::Text
    }
}

impl<'a> Iterator for Cursor<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.while_is(is_space);
            if self.peek()? != b'%' {
                break;
            }
            self.while_is(|byte| byte != b'\n' && byte != b'\r');
        }
        let byte = self.peek()?;
        if !is_delimiter(byte) {
            let word = self.while_is(|byte| !is_space(byte) && !is_delimiter(byte));
            return Some(Token::Word(word));
        }
        self.at += 1;
        Some(match byte {
            b'/' => Token::Name(self.name()),
            b'[' => Token::Open(b'['),
            b']' => Token::Close(b'['),
            b'<' | b'>' => self.angle(byte),
            b'(' => {
                self.string();
                Token::Text
            }
            _ => Token::Text,
        })
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
