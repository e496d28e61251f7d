//! Words, numbers and marks of a text, with sentences and paragraphs.

use crate::fold::fold;
use crate::words::{Classes, classes};

/// How a token is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Begins with a capital and goes on in lower case (or is a single capital).
    Capital,
    /// Two capitals or more and nothing else.
    AllCaps,
    /// Begins in lower case.
    Lower,
    /// Letters of a script without case (Arabic, Hebrew, Chinese ...).
    Uncased,
    /// Decimal digits.
    Number,
    /// One mark.
    Mark,
}

/// One word, number or mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) shape: Shape,
    pub(crate) classes: Classes,
    /// Counted from 0.
    pub(crate) sentence: u32,
    /// Counted from 0.
    pub(crate) paragraph: u32,
}

/// A text and its tokens.
pub(crate) struct Tokens<'t> {
    pub(crate) text: &'t str,
    pub(crate) list: Vec<Token>,
    /// For each sentence, its first token; one more entry at the end.
    pub(crate) sentences: Vec<usize>,
}

impl<'t> Tokens<'t> {
    /// Reads a text of at most 4 GiB. One pass.
    pub(crate) fn read(text: &'t str) -> Self {
        let mut list = Vec::with_capacity(text.len() / 5);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            let end = at + token_length(&text[at..], c);
            list.push(token(text, at, end, c));
            at = end;
        }
        let mut tokens = Self { text, list, sentences: Vec::new() };
        tokens.mark_sentences();
        tokens
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at `index`, if there is one.
    pub(crate) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    /// The text of the token at `index`; empty past the end.
    pub(crate) fn word(&self, index: usize) -> &'t str {
        self.list
            .get(index)
            .map_or("", |token| &self.text[token.start as usize..token.end as usize])
    }

    /// The classes of the token at `index`; none past the end.
    pub(crate) fn classes(&self, index: usize) -> Classes {
        self.list.get(index).map_or(Classes::default(), |token| token.classes)
    }

    /// The shape of the token at `index`; a mark past the end.
    pub(crate) fn shape(&self, index: usize) -> Shape {
        self.list.get(index).map_or(Shape::Mark, |token| token.shape)
    }

    /// Whether the token at `index` is written in letters.
    pub(crate) fn is_word(&self, index: usize) -> bool {
        !matches!(self.shape(index), Shape::Number | Shape::Mark)
    }

    /// Whether the word at `index` is `word` in any case (ASCII).
    pub(crate) fn is(&self, index: usize, word: &str) -> bool {
        self.word(index).eq_ignore_ascii_case(word)
    }

    /// Whether the word at `index` is one of `words` in any case (ASCII).
    pub(crate) fn is_any(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(index, word))
    }

    /// Whether nothing stands between the token at `index` and the one before it.
    pub(crate) fn is_glued(&self, index: usize) -> bool {
        match (index.checked_sub(1).and_then(|before| self.get(before)), self.get(index)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    /// What stands between the token at `index` and the one before it.
    pub(crate) fn gap(&self, index: usize) -> &'t str {
        let from = index.checked_sub(1).and_then(|before| self.get(before)).map_or(0, |t| t.end);
        let to = self.get(index).map_or(self.text.len(), |token| token.start as usize);
        &self.text[from as usize..to]
    }

    /// Whether the token at `index` begins a sentence, opening quotes and brackets left aside.
    pub(crate) fn begins_sentence(&self, index: usize) -> bool {
        let Some(sentence) = self.get(index).map(|token| token.sentence) else { return false };
        let mut first = self.sentences[sentence as usize];
        while first < index && self.shape(first) == Shape::Mark {
            first += 1;
        }
        first == index
    }

    /// The token range of a sentence.
    pub(crate) fn sentence(&self, sentence: u32) -> std::ops::Range<usize> {
        let at = sentence as usize;
        match (self.sentences.get(at), self.sentences.get(at + 1)) {
            (Some(&from), Some(&to)) => from..to,
            _ => 0..0,
        }
    }

    /// The bytes from the start of token `first` to the end of token `last`.
    pub(crate) fn slice(&self, first: usize, last: usize) -> &'t str {
        match (self.get(first), self.get(last)) {
            (Some(first), Some(last)) => &self.text[first.start as usize..last.end as usize],
            _ => "",
        }
    }

    fn mark_sentences(&mut self) {
        let (mut sentence, mut paragraph, mut length) = (0, 0, 0);
        let mut line = 0;
        if !self.list.is_empty() {
            self.sentences.push(0);
        }
        for index in 0..self.list.len() {
            if index > 0 {
                let gap = self.gap(index);
                let ends = self.ends_sentence(index - 1);
                let is_paragraph = gap.contains('\n') && self.breaks_paragraph(index, line, ends);
                let is_break = is_paragraph || (ends && !gap.is_empty() && self.may_begin(index));
                if gap.contains('\n') {
                    line = index;
                }
                length += 1;
                if is_break || length > LONGEST_SENTENCE {
                    sentence += 1;
                    length = 0;
                    self.sentences.push(index);
                }
                if is_paragraph {
                    paragraph += 1;
                }
            }
            self.list[index].sentence = sentence;
            self.list[index].paragraph = paragraph;
        }
        self.sentences.push(self.list.len());
    }

    /// Whether the token at `index`, or the one before closing quotes and brackets, ends a sentence.
    fn ends_sentence(&self, index: usize) -> bool {
        let mut at = index;
        while at > 0
            && index - at < 3
            && matches!(self.word(at), ")" | "\"" | "”" | "’" | "»" | "]" | "*" | "'")
        {
            at -= 1;
        }
        match self.word(at) {
            "!" | "?" | "…" | "؟" | "۔" | "。" => true,
            "." => at == 0 || !self.is_abbreviation(at - 1),
            _ => false,
        }
    }

    fn is_abbreviation(&self, index: usize) -> bool {
        let word = self.word(index);
        let single = word.chars().count() == 1 && self.shape(index) == Shape::Capital;
        single || self.is_any(index, &ABBREVIATIONS)
    }

    fn may_begin(&self, index: usize) -> bool {
        match self.shape(index) {
            Shape::Lower => false,
            Shape::Mark => !matches!(self.word(index), "," | ";" | ":" | ")" | "]"),
            _ => true,
        }
    }

    /// Whether a line end before the token at `index` is more than wrapped text.
    fn breaks_paragraph(&self, index: usize, line: usize, ends: bool) -> bool {
        if ends || self.gap(index).bytes().filter(|&byte| byte == b'\n').count() > 1 {
            return true;
        }
        let length = self.list[index - 1].end - self.list[line.min(index - 1)].start;
        let is_label = (index + 1..index + 5)
            .take_while(|&at| !self.gap(at).contains('\n'))
            .any(|at| self.word(at) == ":");
        let is_bullet = matches!(self.word(index), "-" | "*" | "•" | "–" | "#" | "|");
        is_label || is_bullet || (length < SHORT_LINE && self.shape(index) != Shape::Lower)
    }
}

/// A sentence is cut after so many tokens, so that work on one is bounded.
const LONGEST_SENTENCE: usize = 250;

/// A line shorter than this many bytes was not wrapped: it ended.
const SHORT_LINE: u32 = 50;

const ABBREVIATIONS: [&str; 24] = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Det", "Insp", "Supt", "Sgt", "Lt", "Col", "Gen", "Capt",
    "Prof", "Rev", "Hon", "No", "approx", "ca", "v", "vs", "nr", "tel", "art",
];

fn token(text: &str, start: usize, end: usize, first: char) -> Token {
    let word = &text[start..end];
    let shape = shape(word, first);
    let classes = match shape {
        Shape::Mark | Shape::Number => Classes::default(),
        _ => classes_of(word),
    };
    Token { start: start as u32, end: end as u32, shape, classes, sentence: 0, paragraph: 0 }
}

fn classes_of(word: &str) -> Classes {
    const LONGEST_WORD: usize = 64;
    let mut buffer = [0; LONGEST_WORD];
    if word.len() > LONGEST_WORD {
        return Classes::default();
    }
    if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let buffer = &mut buffer[..word.len()];
        buffer.copy_from_slice(word.as_bytes());
        buffer.make_ascii_lowercase();
        return std::str::from_utf8(buffer).map_or(Classes::default(), classes);
    }
    classes(&fold(word))
}

fn shape(word: &str, first: char) -> Shape {
    if first.is_ascii_digit() {
        return Shape::Number;
    }
    if !first.is_alphabetic() {
        return Shape::Mark;
    }
    if first.is_lowercase() {
        return Shape::Lower;
    }
    if !first.is_uppercase() {
        return Shape::Uncased;
    }
    let all_caps = word.chars().nth(1).is_some() && !word.chars().any(char::is_lowercase);
    if all_caps { Shape::AllCaps } else { Shape::Capital }
}

fn token_length(rest: &str, first: char) -> usize {
    if first.is_ascii_digit() {
        return rest.bytes().take_while(u8::is_ascii_digit).count();
    }
    if !first.is_alphabetic() {
        return first.len_utf8();
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_part = c.is_alphabetic() || is_word_sign(c);
        let joins = matches!(c, '\'' | '’')
            && chars.peek().is_some_and(|(_, next)| next.is_alphabetic())
            && !is_possessive(&rest[at + c.len_utf8()..]);
        if !is_part && !joins {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether an apostrophe before `rest` makes a possessive: an `s` that ends its word.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphabetic)
}

/// Vowel signs, accents written apart, and the joiners inside words.
fn is_word_sign(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}' | '\u{200C}' | '\u{200D}' | '\u{0900}'..='\u{0903}' | '\u{093A}'..='\u{094F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let tokens = Tokens::read(text);
        (0..tokens.len()).map(|index| tokens.word(index).to_owned()).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        assert_eq!(
            words("O'Neill's 20-year-old"),
            ["O'Neill", "'", "s", "20", "-", "year", "-", "old"]
        );
        assert_eq!(words("8th, £30m"), ["8", "th", ",", "£", "30", "m"]);
        assert_eq!(words("می‌خواهم"), ["می‌خواهم"]);
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let count = |text: &str| Tokens::read(text).sentences.len() - 1;
        assert_eq!(count("Mr. Oskel was seen. He left."), 2);
        assert_eq!(count("J. Oskel left at 9.30 on Monday."), 1);
        assert_eq!(count("“Go on.” He left."), 2);
        assert_eq!(count("Name: Oskel\nAge: 24\nPlace: Calais"), 3);
        assert_eq!(
            count("a line of text that was wrapped by whoever sent it and goes\non here"),
            1
        );
        assert_eq!(count(""), 0);
    }
}
