//! Texts and tables: characters and line ends, and nothing that a browser, a shell or a program for tables would take for something to run.

use std::io::Read;

use super::{InspectError, Kind, Refusal, head};

/// How files begin that some program runs or shows although their name says they are text.
const ACTIVE: [&str; 10] = [
    "<!doctype",
    "<html",
    "<script",
    "<svg",
    "<?",
    "<!--",
    "#!",
    "{\\rtf",
    "mz",
    "<body",
];

/// Refuses what is no text. Texts need not be in UTF-8: tables that offices export often are not.
pub(super) fn inspect<R: Read>(kind: Kind, content: &mut R) -> Result<(), InspectError> {
    let head = head(content)?;
    if infer::get(&head).is_some() {
        return Err(Refusal::Content.into());
    }
    let start = String::from_utf8_lossy(&head).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if ACTIVE.iter().any(|active| start.starts_with(active)) || start.contains("<script") {
        return Err(Refusal::Content.into());
    }
    let mut buffer = vec![0; 64 * 1024];
    let mut cells = Cells::default();
    let mut content = head.as_slice().chain(content);
    loop {
        let read = content.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else {
            break;
        };
        if !is_text(part) {
            return Err(Refusal::Content.into());
        }
        if kind == Kind::Csv {
            part.iter().try_for_each(|&byte| cells.take(byte))?;
        }
    }
    Ok(cells.end()?)
}

fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| (*byte < 0x20 && !b"\t\n\r\x0c".contains(byte)) || *byte == 0x7f;
    !bytes.iter().any(is_control)
}

/// Most bytes of the beginning of a cell that are looked at.
const MOST_OF_A_CELL: usize = 256;

/// Looks for formulas, cell by cell. Which character parts cells is not known: each that any program takes for one ends a cell.
#[derive(Default)]
struct Cells {
    cell: Vec<u8>,
}

impl Cells {
    fn take(&mut self, byte: u8) -> Result<(), Refusal> {
        if matches!(byte, b',' | b';' | b'\t' | b'\n' | b'\r') {
            self.end()?;
            self.cell.clear();
        } else if self.cell.len() < MOST_OF_A_CELL {
            self.cell.push(byte);
        }
        Ok(())
    }

    /// A cell that begins with `=` is a formula; after `+`, `-` and `@` what calls something is one, while `-5`, `+43 (1) 26060` and
    /// `@unodc` are not. `'=` is how a formula is kept from being one.
    fn end(&self) -> Result<(), Refusal> {
        let cell = self
            .cell
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.cell);
        let start = cell.iter().position(|byte| !matches!(byte, b' ' | b'"'));
        let is_formula = match cell.get(start.unwrap_or(0)..).unwrap_or_default() {
            [b'=', next, ..] => *next != b'=',
            // The same sign in full width.
            [0xef, 0xbc, 0x9d, ..] => true,
            [b'+' | b'-' | b'@', rest @ ..] => {
                let calls =
                    |pair: &[u8]| matches!(pair, [name, b'('] if name.is_ascii_alphabetic());
                rest.contains(&b'|') || rest.windows(2).any(calls)
            }
            _ => false,
        };
        if is_formula {
            Err(Refusal::Formulas)
        } else {
            Ok(())
        }
    }
}
