//! A name taken apart: its tokens, what each is, and everything a comparison needs of them.

use std::sync::OnceLock;

use crate::fold::{ascii, fold};
use crate::hashed::hash;
use crate::letters::in_word;
use crate::model::Model;
use crate::script::Script;
use crate::sounds::Shape;
use crate::spelling::Spelling;
use crate::words::Role;

/// Tokens of a name that are compared; more are left out, which bounds a comparison's cost.
pub(crate) const MAX_TOKENS: usize = 12;

/// What a part of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Given name, or the first of a name without a known order.
    Given,
    /// A name after the given one: the father's where the custom is so, or a middle name.
    Middle,
    /// Family name, or the last of a name without a known order.
    Family,
    /// A family name made of a place or a people, with the article (al-Masri).
    Nisba,
    /// A family name that is a tribe's (-zai, -khel).
    Tribe,
    /// Abu or Umm with a child's name.
    Kunya,
    /// A Slavic patronymic.
    Patronymic,
    /// One letter for a name.
    Initial,
    /// Digits.
    Number,
    /// A word that many organisations share.
    Generic,
}

impl Part {
    /// The word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Middle => "middle or father's",
            Self::Family => "family",
            Self::Nisba => "nisba",
            Self::Tribe => "tribe",
            Self::Kunya => "kunya",
            Self::Patronymic => "patronymic",
            Self::Initial => "initial",
            Self::Number => "number",
            Self::Generic => "generic",
        }
    }

    /// Whether it names a family.
    pub fn is_family(self) -> bool {
        matches!(self, Self::Family | Self::Nisba | Self::Tribe)
    }
}

/// A token ready to be compared.
///
/// What turns a stranger away (all down to `has_bare`) lies in one cache line, what most comparisons
/// need besides in the next: comparing a name with many others is bound by memory.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub struct Token {
    pub(crate) plain: u64,
    seldom: Box<Seldom>,
    /// Minus the logarithm of how common it is, in nats.
    pub rarity: f32,
    pub(crate) shape: Shape,
    /// The script it is in.
    pub script: Script,
    /// What it is.
    pub part: Part,
    /// Whether a hypocoristic or another form of it is known.
    pub(crate) has_groups: bool,
    has_bare: bool,
    pub(crate) spelling: Spelling,
}

/// What few comparisons ask of a token.
#[derive(Debug, Clone)]
struct Seldom {
    bare: Option<Box<Spelling>>,
    groups: Box<[u16]>,
    latin: OnceLock<Box<Spelling>>,
    text: String,
}

/// A name as a comparison walks over it: prepared on its own, or held by an index.
pub trait Tokens {
    /// How many tokens it has.
    fn count(&self) -> usize;
    /// The token in a place below [`Tokens::count`].
    fn token(&self, place: usize) -> &Token;
    /// What the token in a place is in this name.
    fn part(&self, place: usize) -> Part;
    /// Whether the family name is known to stand first.
    fn family_first(&self) -> bool;
}

/// A name ready to be compared.
#[derive(Debug, Clone)]
pub struct Name {
    /// The tokens that carry identity, in their order.
    pub tokens: Vec<Token>,
    /// Words set aside: honorifics, articles, particles, legal forms.
    pub asides: Vec<(String, Role)>,
    /// Whether the family name is known to stand first (a comma said so, or a naming custom).
    pub family_first: bool,
}

impl Tokens for Name {
    fn count(&self) -> usize {
        self.tokens.len()
    }

    fn token(&self, place: usize) -> &Token {
        &self.tokens[place]
    }

    fn part(&self, place: usize) -> Part {
        self.tokens[place].part
    }

    fn family_first(&self) -> bool {
        self.family_first
    }
}

/// A word with what the list says of it.
struct Word<'a> {
    text: &'a str,
    role: Option<Role>,
    before_comma: bool,
}

impl Name {
    pub(crate) fn new(model: &Model, text: &str) -> Self {
        let folded = fold(text);
        let (words, comma) = split(&folded, model);
        let mut asides = Vec::new();
        let mut pieces = join(&words, &mut asides);
        if comma {
            complete_family(&mut pieces);
        }
        if pieces.is_empty() {
            pieces.extend(words.iter().map(|word| Piece::plain(word.text, word.before_comma)));
            asides.clear();
        }
        pieces.truncate(MAX_TOKENS);
        let family_first = comma || starts_with_family(&pieces);
        let labels = Labels::new(&pieces, comma, family_first);
        let tokens = pieces.into_iter().enumerate();
        let tokens = tokens.map(|(place, piece)| {
            let part = labels.part(place, &piece);
            Token::new(model, piece.text, part)
        });
        Self { tokens: tokens.collect(), asides, family_first }
    }
}

impl Token {
    fn new(model: &Model, text: String, part: Part) -> Self {
        let script = text.chars().map(Script::of).find(|s| *s != Script::Other);
        let script = script.unwrap_or(Script::Other);
        let folded = hash(&text);
        let plain = if text.is_ascii() { folded } else { hash(&ascii(&text)) };
        let spelling = model.spell(&text, script);
        let rest = bare(&text, script);
        let bare = rest.map(|rest| Box::new(model.spell(rest, script)));
        let rarity = match (part, rest) {
            (Part::Generic, _) => 4.0,
            (_, Some(rest)) => model.rarity(folded, plain).min(model.rarity_of(rest) + LONGER_FORM),
            _ => model.rarity(folded, plain),
        };
        let groups = model.nickname_groups(plain);
        Self {
            plain,
            rarity,
            shape: Shape::new(script, &spelling),
            script,
            part,
            has_groups: !groups.is_empty(),
            has_bare: bare.is_some(),
            spelling,
            seldom: Box::new(Seldom { bare, groups: groups.into(), latin: OnceLock::new(), text }),
        }
    }

    /// Reads from each of the token's cache lines, so that they are there when they are needed:
    /// fetching many tokens together waits for memory once, and not once a token.
    #[inline]
    pub(crate) fn fetch(&self) -> u64 {
        self.plain ^ u64::from(self.spelling.far())
    }

    /// The folded letters.
    pub fn text(&self) -> &str {
        &self.seldom.text
    }

    /// How many letters are compared.
    pub(crate) fn letters(&self) -> u8 {
        self.spelling.len() as u8
    }

    /// The spelling without a leading article or servant-of, or without a tail.
    pub(crate) fn bare(&self) -> Option<&Spelling> {
        if self.has_bare { self.seldom.bare.as_deref() } else { None }
    }

    /// The letters of that.
    pub(crate) fn bare_text(&self) -> Option<&str> {
        if self.has_bare { bare(self.text(), self.script) } else { None }
    }

    /// The groups of hypocoristics it is in.
    pub(crate) fn groups(&self) -> &[u16] {
        if self.has_groups { &self.seldom.groups } else { &[] }
    }

    /// The likeliest Latin spelling, found when first needed.
    pub(crate) fn latin(&self, find: impl FnOnce() -> Spelling) -> &Spelling {
        self.seldom.latin.get_or_init(|| Box::new(find()))
    }
}

/// How much rarer than the rest of it a name with an article or another customary part may be.
const LONGER_FORM: f32 = 1.5;

/// What is left of a token without what custom adds and leaves out: a leading Arabic article,
/// servant-of (Abd al-), a tail (-uddin, -ullah), where enough is left.
fn bare(text: &str, script: Script) -> Option<&str> {
    let (heads, tails, fewest): (&[&str], &[&str], usize) = match script {
        Script::Arabic => (&["عبدال", "عبد", "ال"], &["الدين"], 3),
        Script::Latin => (
            &["abdul", "abdal", "abdel", "abdol", "abdur", "abdou", "abd", "al", "el"],
            &["uddin", "eddin", "eddine", "aldin", "aldeen", "ullah", "ollah"],
            4,
        ),
        Script::Cyrillic => (&["абдул", "абдель", "абд", "аль", "эль"], &["уддин", "улла"], 4),
        _ => return None,
    };
    let head = heads.iter().find_map(|head| text.strip_prefix(head));
    let rest = head.or_else(|| tails.iter().find_map(|tail| text.strip_suffix(tail)))?;
    (rest.chars().count() >= fewest).then_some(rest)
}

/// Splits into words. Apostrophes inside a word vanish; the flag says whether a comma was there.
fn split<'a>(folded: &'a str, model: &Model) -> (Vec<Word<'a>>, bool) {
    let comma = folded.find([',', ';']).unwrap_or(0);
    let mut words = Vec::with_capacity(4);
    let mut start = None;
    let ends = folded.char_indices().map(|(place, c)| (place, in_word(c)));
    for (place, in_word) in ends.chain([(folded.len(), false)]) {
        match (start, in_word) {
            (None, true) => start = Some(place),
            (Some(from), false) => {
                start = None;
                let text = folded.get(from..place).unwrap_or_default().trim_matches('\'');
                if !text.is_empty() {
                    let role = model.role(hash(text));
                    words.push(Word { text, role, before_comma: from < comma });
                }
                if words.len() >= MAX_TOKENS * 3 {
                    break;
                }
            }
            _ => {}
        }
    }
    let comma = words.iter().any(|w| w.before_comma) && words.iter().any(|w| !w.before_comma);
    (words, comma)
}

/// Words that make one token.
struct Piece {
    text: String,
    kind: Kind,
    article: bool,
    before_comma: bool,
    /// Whether it is the beginning of a name, such as Abd or Abu, with nothing behind it.
    wants_more: bool,
}

/// What the word list said of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Kunya,
    Generic,
}

impl Piece {
    fn plain(text: &str, before_comma: bool) -> Self {
        let text = if text.contains('\'') { text.replace('\'', "") } else { text.to_owned() };
        Self { text, kind: Kind::Name, article: false, before_comma, wants_more: false }
    }
}

/// Sets aside what is no name and joins what is written apart: Abd al-Rahman, Abu Bakr, Nur ud-Din.
fn join(words: &[Word<'_>], asides: &mut Vec<(String, Role)>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(words.len().min(MAX_TOKENS));
    let mut pending: Option<(String, Kind)> = None;
    let mut article: Option<&str> = None;
    for (place, word) in words.iter().enumerate() {
        let last = place + 1 == words.len();
        match word.role {
            Some(Role::Honorific | Role::Legal | Role::Particle) if pending.is_none() => {
                asides.extend(word.role.map(|role| (word.text.to_owned(), role)));
            }
            Some(Role::Article) if !last => {
                if let Some((text, _)) = &mut pending {
                    text.push_str(word.text);
                } else {
                    article = Some(word.text);
                    asides.push((word.text.to_owned(), Role::Article));
                }
            }
            Some(Role::Tail) if pending.is_none() && !pieces.is_empty() => {
                if let Some(before) = pieces.last_mut() {
                    before.text.push_str(article.take().unwrap_or(""));
                    before.text.push_str(word.text);
                }
            }
            Some(Role::Kunya | Role::Compound) if !last && pending.is_none() => {
                let kunya = word.role == Some(Role::Kunya);
                let kind = if kunya { Kind::Kunya } else { Kind::Name };
                pending = Some((word.text.to_owned(), kind));
                article = None;
            }
            role => {
                let mut piece = Piece::plain(word.text, word.before_comma);
                if role == Some(Role::Generic) {
                    piece.kind = Kind::Generic;
                }
                piece.article = article.take().is_some();
                piece.wants_more =
                    pending.is_none() && matches!(role, Some(Role::Kunya | Role::Compound));
                if role == Some(Role::Kunya) && piece.wants_more {
                    piece.kind = Kind::Kunya;
                }
                if let Some((start, kind)) = pending.take() {
                    piece.text.insert_str(0, &start);
                    piece.kind = kind;
                }
                pieces.push(piece);
            }
        }
    }
    pieces
}

/// Lists write the end of a name first: in "Rahman, Hafiz Abdul" the last word wants the first.
fn complete_family(pieces: &mut Vec<Piece>) {
    let Some(last) = pieces.pop_if(|last| last.wants_more && !last.before_comma) else { return };
    match pieces.first_mut() {
        Some(first) if first.before_comma => {
            first.text.insert_str(0, &last.text);
            first.kind = last.kind;
        }
        _ => pieces.push(last),
    }
}

/// What the parts of a name are, by their place and their form.
struct Labels {
    last: usize,
    comma: bool,
    family_first: bool,
    /// The place of the given name after a comma.
    given: Option<usize>,
}

impl Labels {
    fn new(pieces: &[Piece], comma: bool, family_first: bool) -> Self {
        let given = if comma { pieces.iter().position(|piece| !piece.before_comma) } else { None };
        Self { last: pieces.len().saturating_sub(1), comma, family_first, given }
    }

    fn part(&self, place: usize, piece: &Piece) -> Part {
        match () {
            () if piece.kind == Kind::Generic => Part::Generic,
            () if piece.kind == Kind::Kunya => Part::Kunya,
            () if piece.text.bytes().all(|c| c.is_ascii_digit()) => Part::Number,
            () if piece.text.chars().nth(1).is_none() => Part::Initial,
            () if is_patronymic(&piece.text) => Part::Patronymic,
            () if is_tribe(&piece.text) => Part::Tribe,
            () if is_nisba(piece) => Part::Nisba,
            () if self.comma && piece.before_comma => Part::Family,
            () if self.comma && Some(place) == self.given => Part::Given,
            () if self.comma => Part::Middle,
            () if self.family_first && place == 0 => Part::Family,
            () if self.family_first && place == self.last => Part::Given,
            () if self.family_first => Part::Middle,
            () if place == 0 => Part::Given,
            () if place == self.last => Part::Family,
            () => Part::Middle,
        }
    }
}

fn is_patronymic(text: &str) -> bool {
    const ENDINGS: [&str; 8] = ["ovich", "evich", "ovna", "evna", "ович", "евич", "овна", "евна"];
    text.len() > 6 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

fn is_tribe(text: &str) -> bool {
    const ENDINGS: [&str; 6] = ["zai", "zay", "khel", "زي", "زى", "خيل"];
    text.len() > 4 && ENDINGS.iter().any(|ending| text.ends_with(ending))
}

fn is_nisba(piece: &Piece) -> bool {
    let latin = piece.article && piece.text.ends_with(['i', 'y']);
    latin || (piece.text.starts_with("ال") && piece.text.ends_with(['ي', 'ى']))
}

/// Vietnamese custom: the family name stands first, and a few names cover most people.
fn starts_with_family(pieces: &[Piece]) -> bool {
    const VIETNAMESE: [&str; 16] = [
        "nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do",
        "ho", "ngo", "duong", "ly",
    ];
    let Some(first) = pieces.first() else { return false };
    (2..=5).contains(&pieces.len()) && VIETNAMESE.contains(&first.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn what_turns_strangers_away_lies_in_one_cache_line() {
        assert!(std::mem::offset_of!(Token, spelling) < 64);
        assert_eq!(size_of::<Token>(), 128);
    }

    #[test]
    fn lists_that_write_the_family_name_first_cut_names_in_two() {
        let model = crate::Model::shipped();
        let texts = |name: &str| -> Vec<String> {
            model.prepare(name).tokens.iter().map(|token| token.text().to_owned()).collect()
        };
        assert_eq!(texts("ZIARMAL, Hafiz Abdul"), ["abdulziarmal"]);
        assert_eq!(texts("ZIARMAL, Karvan Abu"), ["abuziarmal", "karvan"]);
        assert_eq!(texts("ZIARMAL, Abdul Karvan"), ["ziarmal", "abdulkarvan"]);
        assert_eq!(texts("Karvan Abdul"), ["karvan", "abdul"]);
    }
}
