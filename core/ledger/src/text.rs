//! Text as the index sees it: folded to lower case without marks, cut into words.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word the index keeps, in bytes; longer ones are cut at a character.
const LONGEST_WORD: usize = 40;

/// `text` in lower case, compatibility forms resolved (Unicode NFKD), without combining marks and
/// with the letters that Arabic-script languages write in several ways made one.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c) && *c != '\u{0640}');
    Cow::Owned(folded.flat_map(char::to_lowercase).map(one_letter).collect())
}

/// The words of folded text: runs of letters and digits.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(cut)
}

fn cut(word: &str) -> &str {
    if word.len() <= LONGEST_WORD {
        return word;
    }
    let end = (0..=LONGEST_WORD).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
    &word[..end]
}

/// Letters that are one letter to a reader: Arabic, Persian and Kurdish forms of yeh, kaf and heh,
/// Turkish dotless i, Slavic and Scandinavian strokes.
fn one_letter(c: char) -> char {
    match c {
        'ي' | 'ى' | 'ې' | 'ێ' => 'ی',
        'ك' | 'ګ' => 'ک',
        'ة' | 'ۀ' | 'ە' | 'ھ' => 'ه',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ё' => 'е',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_a_reader_takes_for_one_fold_to_one() {
        assert_eq!(fold("Łukasz ĐURĐEVIĆ"), "lukasz durdevic");
        assert_eq!(fold("عـلي"), fold("علی"));
        assert_eq!(fold("Nguyễn"), "nguyen");
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let found: Vec<_> = words("tarvand-oskel, +44 7700").collect();
        assert_eq!(found, ["tarvand", "oskel", "44", "7700"]);
        assert_eq!(words(&"é".repeat(100)).next().unwrap().len(), 40);
    }
}
