//! The tags of XML that is too long to be held: cut out of a stream one by one.

use crate::reply::document::Refusal;

/// Most bytes of a tag.
const MOST_OF_A_TAG: usize = 1024 * 1024;
/// Most bytes of the text between two tags that are handed on.
const MOST_OF_A_TEXT: usize = 1024;

/// Cuts tags out of what comes.
#[derive(Default)]
pub(super) struct Tags {
    begun: bool,
    /// A tag whose end has not come.
    open: Option<Vec<u8>>,
    /// The quote in which one stands.
    quote: Option<u8>,
    /// The beginning of the text before it.
    text: Vec<u8>,
}

impl Tags {
    /// Takes what comes next, at first the beginning alone, and hands on each tag between its brackets with the text before it, in small letters.
    pub(super) fn take(
        &mut self,
        bytes: &[u8],
        mut look: impl FnMut(&str, &str) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        if !self.begun {
            self.begun = true;
            is_utf8(bytes)?;
        }
        for &byte in bytes {
            let Some(tag) = &mut self.open else {
                if byte == b'<' {
                    self.open = Some(Vec::new());
                } else if self.text.len() < MOST_OF_A_TEXT {
                    self.text.push(byte);
                }
                continue;
            };
            // In a comment and in plain text that is marked as such quotes mean nothing; their end is at the latest a bracket all the same.
            match (self.quote, byte) {
                (None, b'>') => {
                    let tag = std::mem::take(tag);
                    self.open = None;
                    look(&small(&tag), &small(&self.text))?;
                    self.text.clear();
                    continue;
                }
                (None, b'"' | b'\'') if !tag.starts_with(b"!") => self.quote = Some(byte),
                (Some(quote), byte) if quote == byte => self.quote = None,
                _ => {}
            }
            tag.push(byte);
            if tag.len() > MOST_OF_A_TAG {
                return Err(Refusal::Bomb);
            }
        }
        Ok(())
    }

    /// Nothing may be open at the end.
    pub(super) fn end(&self) -> Result<(), Refusal> {
        match self.open {
            None => Ok(()),
            Some(_) => Err(Refusal::Content),
        }
    }
}

fn small(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_lowercase()
}

/// Other ways to write characters hide from who looks for letters; no program for offices uses them.
fn is_utf8(head: &[u8]) -> Result<(), Refusal> {
    let said = String::from_utf8_lossy(head).to_lowercase();
    let encoding = said.split_once("encoding=").map(|(_, behind)| {
        let behind = behind.trim_start_matches(['"', '\'']);
        behind.split(['"', '\'', '?']).next().unwrap_or_default()
    });
    let is_known =
        encoding.is_none_or(|encoding| matches!(encoding, "utf-8" | "us-ascii" | "ascii"));
    let is_wide =
        head.contains(&0) || head.starts_with(&[0xfe, 0xff]) || head.starts_with(&[0xff, 0xfe]);
    if is_known && !is_wide {
        Ok(())
    } else {
        Err(Refusal::Content)
    }
}

/// The name of a tag without its prefix.
pub(in crate::reply::document) fn local_name(tag: &str) -> &str {
    let name = tag.trim_start_matches('/');
    let end = name.find(|c: char| c.is_whitespace() || c == '/');
    let name = end.and_then(|end| name.get(..end)).unwrap_or(name);
    name.rsplit(':').next().unwrap_or_default()
}

/// The value of the attribute of this name, whatever its prefix.
pub(in crate::reply::document) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = behind.get(1..)?.split_once(quote)?;
        let before = before.trim_end();
        let called = before.rsplit([' ', '\t', '\n', '\r']).next()?;
        if called.rsplit(':').next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}
