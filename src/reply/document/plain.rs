//! Texts and tables: characters and line ends, and nothing that a browser or a shell would take for a page or a program.

use std::io::Read;

use super::{InspectError, Refusal, head};

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
pub(super) fn inspect<R: Read>(content: &mut R) -> Result<(), InspectError> {
    let head = head(content)?;
    if infer::get(&head).is_some() {
        return Err(Refusal::Content.into());
    }
    let start = String::from_utf8_lossy(&head).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if ACTIVE.iter().any(|active| start.starts_with(active)) || start.contains("<script") {
        return Err(Refusal::Content.into());
    }
    if !is_text(&head) {
        return Err(Refusal::Content.into());
    }
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = content.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else {
            return Ok(());
        };
        if !is_text(part) {
            return Err(Refusal::Content.into());
        }
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| (*byte < 0x20 && !b"\t\n\r\x0c".contains(byte)) || *byte == 0x7f;
    !bytes.iter().any(is_control)
}
