//! Vehicle registration plates: after the word for one, or in the British form, which is safe by
//! itself.

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::{end, follows_word, glued_run, is_alphanumeric, start};
use crate::token::{Shape, Tokens};

/// Finds plates.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        let plate = british(tokens, index)
            .map(|last| (last, Confidence::Fair))
            .or_else(|| named(tokens, index).map(|last| (last, Confidence::Strong)));
        let Some((last, confidence)) = plate else {
            index += 1;
            continue;
        };
        let written = tokens.slice(index, last);
        let value: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
        found.push(Candidate::new(
            start(tokens, index),
            end(tokens, last),
            Kind::Plate,
            value,
            confidence,
        ));
        index = last + 1;
    }
}

/// Two letters, two figures, three letters, since 2001: `AB12 CDE`.
fn british(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    let is_caps = |at: usize, length: usize| {
        tokens.shape(at) == Shape::AllCaps
            && tokens.word(at).len() == length
            && tokens.word(at).is_ascii()
    };
    let begins = index == 0 || !tokens.is_glued(index) || tokens.shape(index - 1) == Shape::Mark;
    let fits = begins
        && is_caps(index, 2)
        && tokens.is_glued(index + 1)
        && tokens.shape(index + 1) == Shape::Number
        && tokens.word(index + 1).len() == 2
        && is_caps(index + 2, 3)
        && matches!(tokens.gap(index + 2), "" | " ");
    let ends = !tokens.is_glued(index + 3) || tokens.shape(index + 3) == Shape::Mark;
    let is_money = tokens.is_any(index + 2, &["EUR", "USD", "GBP"]);
    (fits && ends && !is_money).then_some(index + 2)
}

/// Four to nine capitals and figures, both of them, just after a word for a plate.
fn named(tokens: &Tokens<'_>, index: usize) -> Option<usize> {
    const WORDS: [&str; 12] = [
        "registration",
        "reg",
        "vrm",
        "plate",
        "plates",
        "registered",
        "immatriculé",
        "immatriculée",
        "kennzeichen",
        "plaque",
        "matrícula",
        "targa",
    ];
    const MOST_GROUPS: usize = 3;
    if !matches!(tokens.shape(index), Shape::AllCaps | Shape::Number | Shape::Capital)
        || !is_alphanumeric(tokens, index)
        || tokens.is_glued(index)
        || !follows_word(tokens, index, 4, &WORDS)
    {
        return None;
    }
    let mut last = None;
    let mut at = index;
    for _ in 0..MOST_GROUPS {
        let group = glued_run(tokens, at);
        let is_group = tokens
            .slice(at, group)
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !is_alphanumeric(tokens, at) || !is_group || tokens.word(at).is_empty() {
            break;
        }
        let written: Vec<u8> =
            tokens.slice(index, group).bytes().filter(u8::is_ascii_alphanumeric).collect();
        let has_both =
            written.iter().any(u8::is_ascii_digit) && written.iter().any(u8::is_ascii_uppercase);
        if written.len() > 9 {
            break;
        }
        if has_both && written.len() >= 4 {
            last = Some(group);
        }
        at = group + 1;
        let joined = tokens.word(at) == "-" && tokens.is_glued(at) && tokens.is_glued(at + 1);
        at += usize::from(joined);
        if !joined && tokens.gap(at) != " " {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn plates_in_safe_forms() {
        assert_eq!(values("a van, AB12 CDE, was", None), ["plate AB12CDE"]);
        assert_eq!(values("a Ford with Belgian plates 1-ABC-234 left", None), ["plate 1ABC234"]);
        assert_eq!(values("véhicule immatriculé AB-123-CD à", None), ["plate AB123CD"]);
        assert_eq!(values("the registration of 200 people in UK", None), [""; 0]);
    }
}
