//! Pseudo-locales: English that can still be read, but is marked, accented and about 40 per cent longer.
//!
//! A page in a pseudo-locale shows at a glance what does not come from a catalogue, and what breaks when a translation is long.

use std::borrow::Cow;

/// Share of its letters by which a text grows, in per cent: what a short English label gains in French or Russian.
const GROWTH: usize = 40;

/// Length of the words by which it grows: that of a long word of a real language.
const WORD: usize = 12;

/// Opens a text.
pub(super) const OPEN: char = '⟦';
/// Closes a text.
pub(super) const CLOSE: char = '⟧';

/// The same text as a pseudo-locale shows it. What has no letter (a comma between two arguments) stays, as does space around.
pub(super) fn transform(text: &str) -> Cow<'_, str> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 {
        return Cow::Borrowed(text);
    }
    let body = text.trim();
    let (before, after) = text.split_once(body).unwrap_or_default();
    let padding = padding((letters * GROWTH).div_ceil(100));
    let accented: String = body.chars().map(accent).collect();
    Cow::Owned(format!("{before}{OPEN}{accented}{padding}{CLOSE}{after}"))
}

/// As many signs, in words of a length that lines can be broken between.
fn padding(signs: usize) -> String {
    let words = (0..signs).step_by(WORD);
    let words: Vec<String> = words.map(|at| "~".repeat(WORD.min(signs - at))).collect();
    words.join(" ")
}

const fn accent(letter: char) -> char {
    match letter {
        'a' => 'á',
        'c' => 'ç',
        'd' => 'ď',
        'e' => 'é',
        'g' => 'ĝ',
        'h' => 'ĥ',
        'i' => 'î',
        'j' => 'ĵ',
        'k' => 'ķ',
        'l' => 'ļ',
        'n' => 'ñ',
        'o' => 'ö',
        'r' => 'ŕ',
        's' => 'š',
        't' => 'ţ',
        'u' => 'û',
        'w' => 'ŵ',
        'y' => 'ý',
        'z' => 'ž',
        'A' => 'Á',
        'C' => 'Ç',
        'D' => 'Ď',
        'E' => 'É',
        'G' => 'Ĝ',
        'H' => 'Ĥ',
        'I' => 'Î',
        'J' => 'Ĵ',
        'K' => 'Ķ',
        'L' => 'Ļ',
        'N' => 'Ñ',
        'O' => 'Ö',
        'R' => 'Ŕ',
        'S' => 'Š',
        'T' => 'Ţ',
        'U' => 'Û',
        'W' => 'Ŵ',
        'Y' => 'Ý',
        'Z' => 'Ž',
        other => other,
    }
}
