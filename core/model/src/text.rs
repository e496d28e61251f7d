//! Characters that a reader cannot see but that change what is read.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

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

/// `text` without hidden controls and without spaces around it.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !has_hidden_controls(text) {
        return Cow::Borrowed(text);
    }
    let visible: String = text.chars().filter(|&c| !is_hidden_control(c)).collect();
    Cow::Owned(visible.trim().to_owned())
}

/// `text` on one line: as [`clean`] gives it, each run of white space one space, letters composed
/// (Unicode NFC).
pub(crate) fn squeeze(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && is_squeezed(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let visible = clean(text);
    let spaces_are_single =
        !visible.contains("  ") && !visible.chars().any(|c| c != ' ' && c.is_whitespace());
    if spaces_are_single && is_nfc(&visible) {
        return visible;
    }
    let mut squeezed = String::with_capacity(visible.len());
    for word in visible.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.extend(word.nfc());
    }
    Cow::Owned(squeezed)
}

/// Whether ASCII text has only visible characters and single spaces between them.
fn is_squeezed(text: &[u8]) -> bool {
    let mut before = b' ';
    for &byte in text {
        if !(0x20..0x7F).contains(&byte) || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
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

    #[test]
    fn one_line_has_single_spaces_and_composed_letters() {
        let cases = [
            ("Tarvand Oskel", "Tarvand Oskel"),
            ("  Tarvand \t\nOskel ", "Tarvand Oskel"),
            ("Oske\u{301}l", "Oskél"),
            ("\u{200F}تروند\u{200E}", "تروند"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("\u{7}bell", "bell"),
            ("a\u{A0}b", "a b"),
            ("", ""),
            (" ", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(squeeze(given), expected, "{given:?}");
        }
    }
}
