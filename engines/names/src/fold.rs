//! Folding: one spelling for what a reader would call the same letters.
//!
//! Compatibility forms are composed (Unicode Standard Annex 15, NFKC), case is dropped, vowel signs
//! and other marks go, letters that differ only by keyboard or typeface become one (Persian and
//! Arabic yeh and kaf, final forms in Hebrew and Greek), and format characters (bidi controls, joiners, tatweel) vanish.
//! Latin keeps the few diacritics that change a sound, because a transliteration depends on them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::letters::{Form, letter};

/// Characters of a name that are read at all. Longer input is cut: no name is longer, and the cut
/// bounds the work that hostile input can cause.
pub(crate) const MAX_CHARS: usize = 512;

/// Folds a text: lower case, one form a letter, no marks. Separators are kept.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(MAX_CHARS));
    for c in text.chars().take(MAX_CHARS) {
        match letter(c).map(|letter| letter.folded) {
            Some(Form::One(c)) => folded.push(c),
            Some(Form::Nothing) => {}
            Some(Form::Unclear) | None => return fold_slowly(text),
        }
    }
    folded
}

/// The same without the table.
pub(crate) fn fold_slowly(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(MAX_CHARS));
    for c in text.chars().take(MAX_CHARS).nfkc().flat_map(char::to_lowercase) {
        fold_char(c, &mut folded);
    }
    folded
}

/// Folds Latin diacritics away as well: what is left is a to z where the letter has a base.
pub fn ascii(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match letter(c).map(|letter| letter.base) {
            Some(Form::One(base)) => out.push(base),
            Some(Form::Nothing) => {}
            Some(Form::Unclear) | None => push_plain(c, &mut out),
        }
    }
    out
}

/// The same without the table.
pub(crate) fn ascii_slowly(folded: &str) -> String {
    let mut out = String::new();
    folded.chars().for_each(|c| push_plain(c, &mut out));
    out
}

fn push_plain(c: char, out: &mut String) {
    match c {
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        _ if c.is_ascii() => out.push(c),
        _ => push_base(c, out),
    }
}

/// Letters that stay themselves although they decompose: Latin ones whose mark changes a sound,
/// Cyrillic ones, and Arabic ones with hamza, madda, or yeh without dots.
const KEPT: &str = "çčšžñöüğłåäøйёїўќѓأإآؤئىۍې";

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c);
        return;
    }
    match c {
        _ if KEPT.contains(c) => out.push(c),
        // Latin: the nearest kept letter.
        'ć' | 'ĉ' => out.push('č'),
        'ş' | 'ș' | 'ś' | 'ŝ' => out.push('š'),
        'ź' | 'ż' => out.push('ž'),
        'ő' => out.push('ö'),
        'ű' => out.push('ü'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ð' | 'đ' => out.push('d'),
        'ı' => out.push('i'),
        'ə' => out.push('a'),
        'ħ' => out.push('h'),
        'ŋ' => out.push_str("ng"),
        'ŧ' => out.push('t'),
        // Arabic script: one form for keyboard variants.
        'ی' | 'ۑ' => out.push('ي'),
        'ک' | 'ڪ' => out.push('ك'),
        'ہ' | 'ھ' | 'ۀ' | 'ۂ' => out.push('ه'),
        'ۃ' => out.push('ة'),
        'ٱ' => out.push('ا'),
        'ۇ' | 'ۈ' | 'ۋ' => out.push('و'),
        'ڭ' => out.push_str("نگ"),
        'ڨ' => out.push('گ'),
        'ς' => out.push('σ'),
        // Hebrew final forms and digraphs.
        'ך' => out.push('כ'),
        'ם' => out.push('מ'),
        'ן' => out.push('נ'),
        'ף' => out.push('פ'),
        'ץ' => out.push('צ'),
        'װ' => out.push_str("וו"),
        'ײ' => out.push_str("יי"),
        'ױ' => out.push_str("וי"),
        // Armenian and Georgian are read through their national romanisations.
        'ա'..='և' | 'ა'..='ჰ' => out.push_str(romanised_elsewhere(c)),
        // Typographic separators and quotes.
        '‐'..='―' | '־' | '−' => out.push('-'),
        '’' | '‘' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʹ' | '´' | '′' => out.push('\''),
        '׳' => out.push('׳'),
        '،' | '、' | '，' => out.push(','),
        'ـ'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{61c}' => {}
        _ => push_base(c, out),
    }
}

/// Pushes a character without the marks it decomposes into.
fn push_base(c: char, out: &mut String) {
    decompose_compatible(c, |part| {
        if !is_combining_mark(part) {
            out.extend(part.to_lowercase());
        }
    });
}

/// Armenian (ISO 9985, simplified) and Georgian (the 2002 national system) letters.
fn romanised_elsewhere(c: char) -> &'static str {
    const ARMENIAN: [&str; 39] = [
        "a", "b", "g", "d", "e", "z", "e", "y", "t", "zh", "i", "l", "kh", "ts", "k", "h", "dz",
        "gh", "ch", "m", "y", "n", "sh", "o", "ch", "p", "j", "r", "s", "v", "t", "r", "ts", "u",
        "p", "k", "o", "f", "ev",
    ];
    const GEORGIAN: [&str; 33] = [
        "a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "zh", "r", "s",
        "t", "u", "p", "k", "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h",
    ];
    let (table, first): (&[&'static str], u32) = match c {
        'ա'..='և' => (&ARMENIAN, 'ա' as u32),
        _ => (&GEORGIAN, 'ა' as u32),
    };
    table.get((c as u32).wrapping_sub(first) as usize).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHARS, ascii, fold};

    #[test]
    fn keyboards_typefaces_and_controls_fold_to_one_spelling() {
        assert_eq!(fold("زیارمل"), fold("زيارمل"));
        assert_eq!(fold("Zi\u{202e}armal"), "ziarmal");
        assert_eq!(fold("ﺯﻳﺎﺭ"), fold("زيار"));
        assert_eq!(fold("مُحَمَّد"), "محمد");
        assert_eq!(fold("Νίκος"), "νικοσ");
        assert_eq!(fold("Nguyễn Đức"), "nguyen duc");
        assert_eq!(fold("ЙОЖЕФ"), "йожеф");
    }

    #[test]
    fn sounds_keep_their_diacritic_until_ascii() {
        assert_eq!(fold("Şahin"), "šahin");
        assert_eq!(ascii("šahin"), "sahin");
    }

    #[test]
    fn floods_of_marks_and_long_names_are_bounded() {
        let flood: String =
            std::iter::once('a').chain(std::iter::repeat_n('\u{301}', 9_000)).collect();
        assert!(fold(&flood).chars().count() <= 2);
        assert!(fold(&"x".repeat(10_000)).len() <= MAX_CHARS);
    }
}
