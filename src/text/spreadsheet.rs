//! Text that people open in a spreadsheet.

/// Puts `'` before a text that a spreadsheet would take for a formula, and before one that begins with `'`, so that it can be undone.
#[must_use]
pub fn guard(text: &str) -> String {
    let first = text.chars().next();
    let risky = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '\'' | '＝' | '＋' | '－' | '＠'
        )
    };
    if first.is_some_and(risky) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::guard;

    proptest! {
        #[test]
        fn a_guarded_text_starts_no_formula_and_can_be_undone(text in "[=+@'\\-a\\t\\r\\n]{0,4}") {
            let guarded = guard(&text);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            let undone = guarded.strip_prefix('\'').unwrap_or(&guarded);
            prop_assert_eq!(undone, text);
        }
    }
}
