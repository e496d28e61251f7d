//! What is asked of every letter of every name, looked up instead of worked out: its folded form,
//! its form without diacritics, whether it is part of a word.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::fold::{ascii_slowly, fold_slowly};

/// Characters from here on are worked out.
const END: usize = 0x700;

/// Facts about one character.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    /// What it folds to.
    pub(crate) folded: Form,
    /// What is left of it without diacritics, once folded.
    pub(crate) base: Form,
    /// Whether it stands inside words.
    pub(crate) in_word: bool,
}

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One character.
    One(char),
    /// It vanishes.
    Nothing,
    /// More than one character, or it depends on its neighbours: to be worked out.
    Unclear,
}

/// The facts, if they are in the table.
#[inline]
pub(crate) fn letter(c: char) -> Option<Letter> {
    static LETTERS: LazyLock<Box<[Letter]>> =
        LazyLock::new(|| (0..END as u32).filter_map(char::from_u32).map(work_out).collect());
    LETTERS.get(c as usize).copied()
}

/// Whether a character stands inside words.
#[inline]
pub(crate) fn in_word(c: char) -> bool {
    letter(c).map_or_else(|| is_word(c), |letter| letter.in_word)
}

fn work_out(c: char) -> Letter {
    let alone = c.to_string();
    // Vowel signs vanish whatever stands beside them; other marks may compose with a letter.
    let vowel_sign = matches!(c, '\u{64b}'..='\u{652}' | '\u{670}');
    let folded = if is_combining_mark(c) && !vowel_sign {
        Form::Unclear
    } else {
        form(&fold_slowly(&alone))
    };
    Letter { folded, base: form(&ascii_slowly(&alone)), in_word: is_word(c) }
}

fn form(text: &str) -> Form {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Form::Nothing,
        (Some(letter), None) => Form::One(letter),
        _ => Form::Unclear,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '\'' || c == '׳'
}

#[cfg(test)]
mod tests {
    use crate::fold::{ascii, ascii_slowly, fold, fold_slowly};

    #[test]
    fn the_table_says_what_would_be_worked_out() {
        for first in (0..0x800u32).filter_map(char::from_u32) {
            for second in ['a', 'ا', '\u{301}', '\u{654}', '\u{64e}', 'Й'] {
                let text: String = [first, second, first].iter().collect();
                assert_eq!(fold(&text), fold_slowly(&text), "{text:?}");
                assert_eq!(ascii(&fold(&text)), ascii_slowly(&fold(&text)), "{text:?}");
            }
        }
    }
}
