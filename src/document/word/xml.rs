//! Writing XML: text that cannot break out of its place.

/// Text of an element or attribute. A character that XML does not allow stands as its code in brackets, so that it is not lost.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push(' '),
            c if is_allowed(c) => escaped.push(c),
            c => escaped.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    escaped
}

const fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_and_nothing_is_lost() {
        assert_eq!(
            escape("<a b=\"c\">&amp;\u{b}\u{ffff}ä字"),
            "&lt;a b=&quot;c&quot;&gt;&amp;amp;[U+000B][U+FFFF]ä字"
        );
    }
}
