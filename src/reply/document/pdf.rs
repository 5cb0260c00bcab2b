//! PDF files. What acts when one is opened, or carries another file, is refused however it is written.
//!
//! A PDF file is a heap of objects and a table of where they are; a reader that finds the table wanting looks through the heap. So every
//! place where an object can begin is looked at, whether a table names it or not, and so is every object that is packed into a stream
//! (ISO 32000-2, 7.5.7). Names are compared as a reader takes them, with `#4a` for `J` (7.3.5). What cannot be looked through is refused.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{InspectError, MOST_BYTES, Refusal};

mod token;

use token::{Cursor, Token};

/// Most bytes behind the end mark: a few line ends.
const MOST_TAIL: usize = 64;
/// Most bytes of an archive's end record with its comment: one that ends here is found by whoever opens the file as an archive.
const ARCHIVE_END: usize = 22 + 65_535;
/// Most bytes that all streams of objects unpack to.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Most brackets that stand in each other.
const DEEPEST: usize = 256;

/// Names of what runs, starts something, sends or fetches something, or carries a file.
const ACTIVE: [&[u8]; 15] = [
    b"JavaScript",
    b"JS",
    b"Launch",
    b"AA",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"EF",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"Rendition",
    b"Movie",
    b"Sound",
];
/// Names of what is no mere going to a page, in an action taken on opening.
const LEADS_OUT: [&[u8]; 5] = [b"URI", b"GoToR", b"Next", b"Named", b"Thread"];
/// Words behind which an object ends.
const ENDS: [&[u8]; 6] = [
    b"stream",
    b"endobj",
    b"obj",
    b"xref",
    b"trailer",
    b"startxref",
];

/// Looks through a whole file.
pub(super) fn inspect<R: Read>(content: &mut R) -> Result<(), InspectError> {
    let mut bytes = Vec::new();
    content.take(MOST_BYTES).read_to_end(&mut bytes)?;
    is_alone(&bytes)?;
    let mut look = Look::new(bytes.len());
    look.file(&bytes)?;
    look.opening()?;
    Ok(())
}

/// A PDF file begins and ends as one, and is no archive as well.
fn is_alone(bytes: &[u8]) -> Result<(), Refusal> {
    let end = bytes
        .windows(5)
        .rev()
        .take(MOST_TAIL + 1)
        .any(|window| window == b"%%EOF");
    let mut tail = bytes.windows(4).rev().take(ARCHIVE_END);
    if bytes.starts_with(b"%PDF-") && end && !tail.any(|window| window == b"PK\x05\x06") {
        Ok(())
    } else {
        Err(Refusal::Content)
    }
}

/// How far an object goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Up to one of [`ENDS`].
    Word,
    /// One value, its brackets closed as they were opened.
    Value,
}

/// What an object said of itself.
#[derive(Default)]
struct Object {
    /// It is a place in the document, or an action that goes to one.
    goes_to_page: bool,
    /// Where its stream begins.
    stream: Option<usize>,
    /// Where the first object stands in its stream, if it is a stream of objects.
    first: Option<Said>,
    /// How many objects its stream has.
    count: Option<Said>,
    filter: Filter,
}

/// A number that an object says.
#[derive(Clone, Copy)]
enum Said {
    /// Here.
    Here(usize),
    /// In another object, or in no way that is understood.
    Elsewhere,
}

/// How a stream is packed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Filter {
    #[default]
    None,
    Flate,
    /// In a way that is not looked through.
    Other,
}

/// What was found so far.
struct Look {
    /// Bytes that may still be read as objects: a file whose objects lie in each other is not read without end.
    budget: usize,
    unpacked: u64,
    /// Whether all objects of a number merely go to a page.
    going: BTreeMap<u64, bool>,
    /// Numbers of what is done on opening.
    opening: Vec<u64>,
}

impl Look {
    fn new(size: usize) -> Self {
        Self {
            budget: size.saturating_mul(8).saturating_add(1 << 16),
            unpacked: 0,
            going: BTreeMap::new(),
            opening: Vec::new(),
        }
    }

    fn file(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        for (at, window) in bytes.windows(3).enumerate() {
            let behind = at + 3;
            let begins = match window {
                b"obj" => begins_object(bytes, at),
                b"ler" => bytes.get(..behind).is_some_and(|b| b.ends_with(b"trailer")),
                _ => false,
            };
            if begins {
                let object = self.object(bytes, behind, Extent::Word)?;
                if let Some(number) = number_before(bytes, at) {
                    self.note(number, &object);
                }
                if let (Some(start), Some(first)) = (object.stream, object.first) {
                    let stream = bytes.get(start..).unwrap_or_default();
                    self.packed(stream, object.filter, (first, object.count))?;
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, number: u64, object: &Object) {
        let going = self.going.entry(number).or_insert(true);
        *going &= object.goes_to_page;
    }

    /// Objects packed into a stream: pairs of number and place, then the objects.
    fn packed(
        &mut self,
        stream: &[u8],
        filter: Filter,
        said: (Said, Option<Said>),
    ) -> Result<(), Refusal> {
        let (Said::Here(first), Some(Said::Here(count))) = said else {
            return Err(Refusal::ActivePdf);
        };
        let unpacked;
        let objects = match filter {
            Filter::Other => return Err(Refusal::ActivePdf),
            Filter::None => stream,
            Filter::Flate => {
                unpacked = self.unpack(stream)?;
                &unpacked
            }
        };
        let mut pairs = Cursor::new(objects, 0);
        for _ in 0..count {
            let (Some(number), Some(place)) = (pairs.number(), pairs.number()) else {
                return Err(Refusal::ActivePdf);
            };
            let place = usize::try_from(place)
                .ok()
                .and_then(|p| p.checked_add(first));
            let place = place.ok_or(Refusal::ActivePdf)?;
            let object = self.object(objects, place, Extent::Value)?;
            self.note(number, &object);
        }
        Ok(())
    }

    fn unpack(&mut self, stream: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let room = MOST_UNPACKED.saturating_sub(self.unpacked);
        ZlibDecoder::new(stream)
            .take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|_damaged| Refusal::ActivePdf)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > room {
            return Err(Refusal::Bomb);
        }
        self.unpacked += length;
        self.budget = self.budget.saturating_add(bytes.len().saturating_mul(2));
        Ok(bytes)
    }

    /// Reads one object from a place on.
    fn object(&mut self, bytes: &[u8], at: usize, extent: Extent) -> Result<Object, Refusal> {
        let mut cursor = Cursor::new(bytes, at);
        let mut reading = Reading::default();
        let mut outcome = Ok(());
        while let Some(token) = cursor.next() {
            if let Token::Word(word) = token
                && extent == Extent::Word
                && ENDS.contains(&word)
            {
                reading.object.stream = (word == b"stream").then(|| cursor.behind_line_end());
                break;
            }
            outcome = reading.take(token, extent);
            if outcome.is_err() || cursor.at.saturating_sub(at) > self.budget {
                break;
            }
            if extent == Extent::Value && reading.open.is_empty() {
                break;
            }
        }
        self.budget = self
            .budget
            .checked_sub(cursor.at.saturating_sub(at))
            .ok_or(Refusal::Bomb)?;
        outcome?;
        self.opening.append(&mut reading.opening);
        Ok(reading.finish())
    }

    /// What is done on opening is only to go to a page.
    fn opening(&self) -> Result<(), Refusal> {
        let goes = |number| self.going.get(number).copied().unwrap_or(false);
        if self.opening.iter().all(goes) {
            Ok(())
        } else {
            Err(Refusal::ActivePdf)
        }
    }
}

/// Whether an object begins behind `obj`: a number stands before it, the end of another object, or its value follows at once.
fn begins_object(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let behind = bytes.get(at + 3..).unwrap_or_default();
    let is_word = behind
        .first()
        .is_none_or(|&b| token::is_space(b) || token::is_delimiter(b) || b.is_ascii_digit());
    let trimmed = token::trim_end(before);
    let is_numbered =
        trimmed.len() < before.len() && trimmed.last().is_some_and(u8::is_ascii_digit);
    let value = token::trim_start(behind).first().copied();
    let has_value =
        trimmed.len() < before.len() && matches!(value, Some(b'<' | b'[' | b'/' | b'('));
    is_word && (is_numbered || has_value || before.ends_with(b"end"))
}

/// The number of the object whose `obj` stands here.
fn number_before(bytes: &[u8], at: usize) -> Option<u64> {
    let generation = token::trim_end(bytes.get(..at)?);
    let number = token::trim_end(token::trim_digits(generation));
    let start = token::trim_digits(number).len();
    std::str::from_utf8(number.get(start..)?).ok()?.parse().ok()
}

/// An object being read.
#[derive(Default)]
struct Reading {
    object: Object,
    /// Open brackets.
    open: Vec<u8>,
    has_begun: bool,
    begins_as_place: bool,
    goes: bool,
    leads_out: bool,
    /// The name before this token.
    key: Vec<u8>,
    /// How many words were read, and at which the last number stood that an object says of itself.
    words: usize,
    said: Option<usize>,
    opening: Vec<u64>,
    /// How many brackets were open when an action to take on opening began.
    action: Option<usize>,
    action_goes: bool,
    action_leads_out: bool,
}

impl Reading {
    fn take(&mut self, token: Token<'_>, extent: Extent) -> Result<(), Refusal> {
        if !self.has_begun {
            self.begins_as_place = matches!(token, Token::Open(b'['));
            self.has_begun = true;
        }
        let key = std::mem::take(&mut self.key);
        match token {
            Token::Name(name) => self.name(&key, name)?,
            Token::Open(bracket) => {
                if key == b"OpenAction" && bracket == b'<' {
                    self.action = Some(self.open.len());
                    (self.action_goes, self.action_leads_out) = (false, false);
                }
                if key == b"Filter" {
                    self.key = key;
                }
                self.open.push(bracket);
                if self.open.len() > DEEPEST {
                    return Err(Refusal::Bomb);
                }
            }
            Token::Close(bracket) => {
                let opened = self.open.pop();
                if extent == Extent::Value && opened != Some(bracket) {
                    return Err(Refusal::ActivePdf);
                }
                if self.action.is_some_and(|depth| self.open.len() <= depth) {
                    self.end_of_action()?;
                }
            }
            Token::Word(word) => self.word(&key, word),
            Token::Text => {}
        }
        Ok(())
    }

    fn name(&mut self, key: &[u8], name: Vec<u8>) -> Result<(), Refusal> {
        if name == b"Encrypt" {
            return Err(Refusal::Locked);
        }
        if ACTIVE.contains(&name.as_slice()) {
            return Err(Refusal::ActivePdf);
        }
        self.goes |= name == b"GoTo";
        self.leads_out |= LEADS_OUT.contains(&name.as_slice());
        self.action_goes |= name == b"GoTo";
        self.action_leads_out |= LEADS_OUT.contains(&name.as_slice());
        // More than one filter, and parameters of one, are not looked through; only a stream of objects has to be.
        let filter = &mut self.object.filter;
        match name.as_slice() {
            b"Filter" if *filter == Filter::None => *filter = Filter::Flate,
            b"FlateDecode" | b"Fl" if key == b"Filter" && *filter == Filter::Flate => {}
            b"Filter" | b"DecodeParms" | b"DP" => *filter = Filter::Other,
            b"Fl" | b"AHx" | b"A85" | b"RL" | b"LZW" => *filter = Filter::Other,
            other if other.ends_with(b"Decode") => *filter = Filter::Other,
            b"First" => self.object.first = Some(Said::Elsewhere),
            b"N" => self.object.count = Some(Said::Elsewhere),
            _ => {}
        }
        self.key = name;
        Ok(())
    }

    fn word(&mut self, key: &[u8], word: &[u8]) {
        self.words += 1;
        // `9 0 R` is a number that stands in another object.
        if word == b"R" && self.said.is_some_and(|at| at + 2 == self.words) {
            let object = &mut self.object;
            for said in [&mut object.first, &mut object.count].into_iter().flatten() {
                *said = Said::Elsewhere;
            }
        }
        let Some(number) = std::str::from_utf8(word).ok().and_then(|w| w.parse().ok()) else {
            return;
        };
        let here = usize::try_from(number).map_or(Said::Elsewhere, Said::Here);
        match key {
            b"First" => (self.object.first, self.said) = (Some(here), Some(self.words)),
            b"N" => (self.object.count, self.said) = (Some(here), Some(self.words)),
            b"OpenAction" => self.opening.push(number),
            _ => {}
        }
    }

    fn end_of_action(&mut self) -> Result<(), Refusal> {
        self.action = None;
        if self.action_goes && !self.action_leads_out {
            Ok(())
        } else {
            Err(Refusal::ActivePdf)
        }
    }

    fn finish(self) -> Object {
        Object {
            goes_to_page: self.begins_as_place || (self.goes && !self.leads_out),
            ..self.object
        }
    }
}
