//! What is done to outside text before it is set: nothing that it holds may act on its
//! surroundings.
//!
//! Embeddings and overrides of direction would turn the words around them; they are shown as
//! replacement letters, so that a reader sees that something was there. Isolates are what this
//! crate itself puts around every span. Floods of combining marks are cut at three a letter.

use super::fonts::is_mark;

/// Combining marks that one letter may carry: pointed Hebrew and Vietnamese need two or three.
const MOST_MARKS: usize = 3;
/// Letters of one span; what is longer is cut, and how much says so.
pub(crate) const MOST_LETTERS: usize = 20_000;

/// The letters to set, with what stands for each in the text that is copied.
pub(crate) fn clean(text: &str) -> Vec<char> {
    let mut kept = Vec::new();
    let mut marks = 0;
    for letter in text.chars() {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        if marks > MOST_MARKS {
            continue;
        }
        if kept.len() == MOST_LETTERS {
            let rest = text.chars().count() - MOST_LETTERS;
            kept.extend(format!(" … ({rest} more letters)").chars());
            break;
        }
        kept.extend(tame(letter));
    }
    kept
}

fn tame(letter: char) -> Option<char> {
    Some(match letter {
        '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\u{2028}',
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\r'
        | '\u{200b}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}' => return None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => '\u{fffd}',
        control if control.is_control() => '\u{fffd}',
        letter => letter,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_of_direction_are_shown_and_floods_are_cut() {
        let cleaned = |text: &str| clean(text).into_iter().collect::<String>();
        assert_eq!(cleaned("a\u{202e}b\u{2067}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(cleaned(&format!("e{}x", "\u{301}".repeat(400))), "e\u{301}\u{301}\u{301}x");
        assert_eq!(cleaned("می\u{200c}روم"), "می\u{200c}روم");
        assert!(cleaned(&"x".repeat(MOST_LETTERS + 7)).ends_with("… (7 more letters)"));
    }
}
