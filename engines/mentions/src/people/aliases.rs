//! "X also known as Y" in its usual forms.

use crate::fold::fold;
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// The words that say that another name follows, by folded words; the longest match counts.
const MARKERS: &[&str] = &[
    // English
    "aka",
    "a k a",
    "also known as",
    "known as",
    "better known as",
    "otherwise known as",
    "commonly known as",
    "also called",
    "alias",
    "aliases",
    "nicknamed",
    "nickname",
    "dubbed",
    "nee",
    "born as",
    "formerly known as",
    "going by",
    "goes by",
    "went by",
    "using the name",
    "using the alias",
    "under the name",
    "under the alias",
    "who calls himself",
    "calling himself",
    "street name",
    "true name",
    "real name",
    // French
    "dit",
    "dite",
    "alias",
    "surnomme",
    "surnommee",
    "connu sous le nom de",
    "connue sous le nom de",
    "egalement connu sous le nom de",
    "ne sous le nom de",
    "dit aussi",
    // Spanish and Portuguese
    "conocido como",
    "conocida como",
    "tambien conocido como",
    "apodado",
    "apodada",
    "conhecido como",
    "vulgo",
    // German, Dutch, Italian
    "genannt",
    "auch bekannt als",
    "bekannt als",
    "auch genannt",
    "bijgenaamd",
    "ook bekend als",
    "detto",
    "conosciuto come",
    // Turkish
    "namidiger",
    "nam i diger",
    "lakapli",
    "takma adi",
    // Russian
    "он же",
    "она же",
    "известный как",
    "также известный как",
    "по прозвищу",
    "по кличке",
    // Arabic
    "المعروف باسم",
    "المعروف ب",
    "الملقب ب",
    "الملقب",
    "الشهير ب",
    "المكني",
    // Persian
    "معروف به",
    "ملقب به",
];

/// A marker at tokens `first..=last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Whether several names may follow.
    pub(crate) is_plural: bool,
}

/// The first words of all markers.
pub(crate) fn first_words() -> impl Iterator<Item = &'static str> {
    MARKERS.iter().filter_map(|marker| marker.split(' ').next())
}

/// The marker that begins at `index`, if one does.
pub(crate) fn marker_at(tokens: &Tokens<'_>, index: usize) -> Option<Marker> {
    if !tokens.classes(index).has(Classes::MARKER) {
        return None;
    }
    let mut key = String::new();
    let mut longest = None;
    let mut at = index;
    for _ in 0..LONGEST {
        if !tokens.is_word(at) {
            break;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&fold(tokens.word(at)));
        let is_dotted = tokens.word(at + 1) == "." && tokens.is_glued(at + 1) && key.len() < 6;
        let last = at + usize::from(is_dotted);
        if MARKERS.contains(&key.as_str()) {
            longest = Some(Marker { first: index, last, is_plural: key == "aliases" });
        }
        at = last + 1;
        if let Some(marker) = by_interposed(tokens, index, at, &key) {
            longest = Some(marker);
        }
    }
    longest
}

/// Whether a marker ends at `index`, opening quotes before the name left aside.
pub(crate) fn marker_ends_at(tokens: &Tokens<'_>, index: usize) -> bool {
    let index = if is_open_quote(tokens.word(index)) { index.saturating_sub(1) } else { index };
    (index.saturating_sub(LONGEST + 1)..=index)
        .any(|first| marker_at(tokens, first).is_some_and(|marker| marker.last == index))
}

/// The names after a marker, as token ranges with their first and last word.
pub(crate) fn names_after(tokens: &Tokens<'_>, marker: Marker) -> Vec<(usize, usize)> {
    const MOST: usize = 8;
    let mut names = Vec::new();
    let mut at = marker.last + 1;
    if matches!(tokens.word(at), ":" | "," | "(") {
        at += 1;
    }
    while names.len() < MOST {
        let Some((first, last, quoted)) = name_at(tokens, at) else { break };
        names.push((first, last));
        at = last + 1 + usize::from(quoted);
        let joins = matches!(
            tokens.word(at),
            "," | "/" | ";" | "and" | "or" | "et" | "y" | "und" | "и" | "و"
        );
        let goes_on =
            joins && (marker.is_plural || quoted || tokens.word(at) == "/" || tokens.is(at, "or"));
        if !goes_on {
            break;
        }
        at += 1;
        at += usize::from(tokens.is_any(at, &["and", "or"]));
        if !marker.is_plural
            && !is_open_quote(tokens.word(at))
            && tokens.word(at - 1) != "/"
            && !tokens.is(at - 1, "or")
        {
            break;
        }
    }
    names
}

/// A name in quotes, in capitals, or, in scripts without case, up to three words.
pub(crate) fn name_at(tokens: &Tokens<'_>, index: usize) -> Option<(usize, usize, bool)> {
    if let Some((first, last)) = quoted_at(tokens, index) {
        return Some((first, last, true));
    }
    let index = index
        + usize::from(
            tokens.is_any(index, &["the", "le", "la", "el", "der", "die"])
                && is_capital(tokens, index + 1),
        );
    if tokens.shape(index) == Shape::Uncased {
        return uncased_name_at(tokens, index).map(|(first, last)| (first, last, false));
    }
    if !is_capital(tokens, index) {
        return None;
    }
    let mut last = index;
    while last - index < 8 {
        let next = last + 1;
        let is_joint = tokens.is_glued(next)
            && matches!(tokens.word(next), "-" | "'" | "’")
            && tokens.is_glued(next + 1);
        let next = if is_joint { next + 1 } else { next };
        // `Shwan the Tall`.
        let is_epithet = tokens.is(next, "the") && is_capital(tokens, next + 1) && last == index;
        let next = if is_epithet { next + 1 } else { next };
        let is_near = is_joint || matches!(tokens.gap(next), " " | "\n");
        let particle = tokens.classes(next).has(Classes::PARTICLE)
            && !tokens.is_any(next, &["e", "la", "le", "at", "an"])
            && is_capital(tokens, next + 1);
        if !is_near || !(is_capital(tokens, next) || particle) {
            break;
        }
        last = next;
    }
    (!tokens.classes(index).has(Classes::ORGANISATION)).then_some((index, last, false))
}

/// The words inside quotes that open at `index`.
pub(crate) fn quoted_at(tokens: &Tokens<'_>, index: usize) -> Option<(usize, usize)> {
    const LONGEST_NAME: usize = 6;
    let close = closing(tokens.word(index))?;
    let first = index + 1;
    let end = (first + 1..=first + LONGEST_NAME).find(|&at| close.contains(&tokens.word(at)))?;
    let same_sentence = tokens.get(first)?.sentence == tokens.get(end)?.sentence;
    (same_sentence && tokens.is_word(first)).then_some((first, end - 1))
}

fn uncased_name_at(tokens: &Tokens<'_>, index: usize) -> Option<(usize, usize)> {
    let is_part = |at: usize| {
        tokens.shape(at) == Shape::Uncased
            && !tokens.classes(at).has(Classes::FUNCTION.or(Classes::PLACE_PREPOSITION))
    };
    let end = (index..index + 3).find(|&at| !is_part(at) || (at > index && tokens.gap(at) != " "));
    let last = end.unwrap_or(index + 3).checked_sub(1)?;
    (last >= index).then_some((index, last))
}

/// `known by those he smuggled as`: a marker with words between.
fn by_interposed(tokens: &Tokens<'_>, first: usize, at: usize, key: &str) -> Option<Marker> {
    const FURTHEST: usize = 7;
    if key != "known" || !tokens.is_any(at, &["by", "to", "in", "among", "locally", "online", "on"])
    {
        return None;
    }
    let last = (at + 1..at + 1 + FURTHEST)
        .take_while(|&at| tokens.is_word(at))
        .find(|&at| tokens.is(at, "as"))?;
    Some(Marker { first, last, is_plural: false })
}

const LONGEST: usize = 6;

fn is_capital(tokens: &Tokens<'_>, index: usize) -> bool {
    matches!(tokens.shape(index), Shape::Capital | Shape::AllCaps)
}

fn is_open_quote(word: &str) -> bool {
    closing(word).is_some()
}

fn closing(open: &str) -> Option<&'static [&'static str]> {
    Some(match open {
        "\"" => &["\"", "”"],
        "“" | "„" | "”" => &["”", "“", "\""],
        "'" | "‘" => &["'", "’"],
        "«" => &["»"],
        "‹" => &["›"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let tokens = Tokens::read(text);
        let mut index = 0;
        let mut found = Vec::new();
        while index < tokens.len() {
            if let Some(marker) = marker_at(&tokens, index) {
                let names = names_after(&tokens, marker);
                found.extend(
                    names.iter().map(|&(first, last)| tokens.slice(first, last).to_owned()),
                );
                index = marker.last;
            }
            index += 1;
        }
        found
    }

    #[test]
    fn the_usual_forms() {
        for text in [
            "Tarvand Oskel (AKA Velmo Kasht and in the clip)",
            "Tarvand Oskel a.k.a. Velmo Kasht, 24",
            "Tarvand Oskel, also known as “Velmo Kasht”,",
            "Tarvand Oskel alias Velmo Kasht was",
            "Oskel was known by those he smuggled as Velmo Kasht, advertised",
            "Oskel, nicknamed 'Velmo Kasht',",
            "Tarvand Oskel, dit « Velmo Kasht », a été",
            "Tarvand Oskel, connu sous le nom de Velmo Kasht, a",
            "Tarvand Oskel, conocido como Velmo Kasht, fue",
            "Tarvand Oskel, genannt Velmo Kasht, wurde",
        ] {
            assert_eq!(names(text), ["Velmo Kasht"], "{text}");
        }
    }

    #[test]
    fn other_scripts() {
        assert_eq!(names("Тарванд Оскел, он же Велмо Кашт, был"), ["Велмо Кашт"]);
        assert_eq!(names("Оскел по прозвищу «Капитан»"), ["Капитан"]);
        assert_eq!(names("المدعو تروند اوسكل الملقب بـ«ابو كاشت» في"), ["ابو كاشت"]);
        assert_eq!(names("تروند اوسکل معروف به کاشت ولمو، در"), ["کاشت ولمو"]);
    }

    #[test]
    fn several_names() {
        assert_eq!(
            names("aliases Velmo Kasht, Dorran Pell and Isk"),
            ["Velmo Kasht", "Dorran Pell", "Isk"]
        );
        assert_eq!(names("AKA ‘Velmo’ or ‘Isk’"), ["Velmo", "Isk"]);
        assert_eq!(names("commonly known as hawala"), [""; 0]);
    }
}
