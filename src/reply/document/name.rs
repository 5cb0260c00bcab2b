//! What a person calls a file: kept to be shown and to be given back, never used as a path.

use super::{Kind, Refusal};
use crate::text::hidden::debug_hiding;

/// Most characters of a name, with its ending.
const LONGEST: usize = 120;

/// A name that is safe to show and to save under: one part, no control or direction characters, an ending that is taken.
#[derive(Clone, PartialEq, Eq)]
pub struct FileName {
    text: String,
    kind: Kind,
}

debug_hiding!(FileName, [kind], [text]);

impl FileName {
    /// Cleans what a browser sent. Folders before the name go, characters that no system or no reader should meet go, and a name that is
    /// empty then is called `document`.
    ///
    /// # Errors
    /// [`Refusal::Kind`] if it ends in nothing that is taken.
    pub fn clean(sent: &str) -> Result<Self, Refusal> {
        let last = sent.rsplit(['/', '\\', '\0']).next().unwrap_or_default();
        let shown: String = last.chars().filter(|&c| is_shown(c)).collect();
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let (stem, ending) = shown.rsplit_once('.').ok_or(Refusal::Kind)?;
        let kind = Kind::find(ending.trim()).ok_or(Refusal::Kind)?;
        let stem = stem.trim_matches(['.', ' ', '-', '~']);
        let ending = ending.trim().to_ascii_lowercase();
        let room = LONGEST - 1 - ending.len();
        let stem: String = stem.chars().take(room).collect();
        let stem = match stem.trim_end() {
            "" => "document",
            stem => stem,
        };
        let guard = if is_device(stem) { "_" } else { "" };
        Ok(Self {
            text: format!("{guard}{stem}.{ending}"),
            kind,
        })
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the file says it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

/// Whether a character may stand in a name: none that a system reserves, none that is not seen or that turns the direction of writing.
fn is_shown(c: char) -> bool {
    let is_invisible = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    let is_reserved = matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    c == ' ' || c == '\t' || !(c.is_control() || is_invisible || is_reserved)
}

/// Whether Windows would take the name for a device.
fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default();
    let first = first.trim().to_ascii_uppercase();
    let numbered = |name: &str| {
        first
            .strip_prefix(name)
            .is_some_and(|rest| rest.len() == 1 && rest.chars().all(|c| c.is_ascii_digit()))
    };
    matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(sent: &str) -> Result<String, Refusal> {
        FileName::clean(sent).map(|name| name.text)
    }

    #[test]
    fn a_name_is_never_a_path_and_shows_what_it_is() {
        let long = format!("{}.pdf", "é".repeat(300));
        for (sent, kept) in [
            ("law.pdf", "law.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\..\\windows\\system.ini.csv", "system.ini.csv"),
            ("/etc/cron.d/x.txt", "x.txt"),
            ("C:\\fakepath\\Loi n° 12.PDF", "Loi n° 12.pdf"),
            ("law.exe\0.pdf", "document.pdf"),
            ("\u{202e}fdp.exe.txt", "fdp.exe.txt"),
            ("law\u{202e}xcod.pdf", "lawxcod.pdf"),
            ("la\u{200b}w\r\nSet-Cookie: a.pdf", "lawSet-Cookie a.pdf"),
            ("  a \t b  .pdf ", "a b.pdf"),
            ("....pdf", "document.pdf"),
            (".pdf", "document.pdf"),
            ("CON.txt", "_CON.txt"),
            ("com1.tar.csv", "_com1.tar.csv"),
            ("قانون مكافحة الإرهاب.docx", "قانون مكافحة الإرهاب.docx"),
            ("<img src=x>.png", "img src=x.png"),
            ("a\"b.jpg", "ab.jpg"),
        ] {
            assert_eq!(clean(sent).as_deref(), Ok(kept), "{sent:?}");
        }
        assert_eq!(clean(&long).unwrap().chars().count(), LONGEST);
        assert_eq!(clean(&clean(&long).unwrap()), clean(&long));
    }

    #[test]
    fn a_name_that_ends_in_nothing_that_is_taken_is_refused() {
        for sent in [
            "",
            "law",
            "law.",
            "law.exe",
            "law.pdf.exe",
            "law.svg",
            "law.html",
            "law.docm",
            "law.xlsm",
            "law.zip",
            "pdf",
            "law.pdf/",
        ] {
            assert_eq!(clean(sent), Err(Refusal::Kind), "{sent:?}");
        }
    }
}
