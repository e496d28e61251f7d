//! Characters that a reader cannot see but that change what is read.

use std::fmt::Write as _;

/// Whether `text` holds control characters that reorder or hide text: bidi embeddings, overrides
/// and isolates (Unicode UAX #9), zero-width joiners outside words that need them, and C0/C1
/// controls other than tab and line ends.
///
/// The zero-width joiner and non-joiner are left alone: Persian, Kurdish and Indic names need them.
pub fn has_hidden_controls(text: &str) -> bool {
    text.chars().any(is_hidden_control)
}

/// `text` with each hidden control written out as `⟨U+202E⟩`, for messages and logs.
pub fn visible_controls(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden_control(c) {
            let _ = write!(shown, "⟨U+{:04X}⟩", c as u32);
        } else {
            shown.push(c);
        }
    }
    shown
}

pub(crate) fn is_hidden_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overrides_are_seen_and_joiners_are_kept() {
        assert!(has_hidden_controls("Oskel\u{202E}dnavraT"));
        assert!(!has_hidden_controls("می\u{200C}خواهم"));
        assert_eq!(visible_controls("a\u{202E}b"), "a⟨U+202E⟩b");
    }
}
