//! Numbers of passports, cards, permits and licences, after the word that says what they are.

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::{end, glued_run, is_alphanumeric, start};
use crate::token::Tokens;

/// Finds numbers that follow the word for a document.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        let number = is_document(tokens, index).then(|| number_after(tokens, index)).flatten();
        let Some((first, last)) = number else {
            index += 1;
            continue;
        };
        let written = tokens.slice(first, last);
        let value: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
        let (from, to) = (start(tokens, first), end(tokens, last));
        found.push(Candidate::new(
            from,
            to,
            Kind::Document,
            value.to_ascii_uppercase(),
            Confidence::Strong,
        ));
        index = last + 1;
    }
}

fn is_document(tokens: &Tokens<'_>, index: usize) -> bool {
    const WORDS: [&str; 14] = [
        "passport",
        "passeport",
        "pasaporte",
        "pasaport",
        "reisepass",
        "passaporto",
        "visa",
        "permit",
        "tazkira",
        "taskera",
        "laissez-passer",
        "licence",
        "license",
        "personalausweis",
    ];
    if !tokens.is_word(index) || tokens.word(index).len() < 4 {
        return false;
    }
    let is_card = tokens.is_any(index, &["card", "carte"])
        && index > 0
        && (index.saturating_sub(2)..index + 3).any(|at| {
            tokens.is_any(at, &["id", "identity", "identité", "identification", "residence"])
        });
    let is_driving = !tokens.is_any(index, &["licence", "license"])
        || (index > 0 && tokens.is_any(index - 1, &["driving", "driver", "drivers", "s"]));
    (tokens.is_any(index, &WORDS) && is_driving)
        || is_card
        || (tokens.is(index, "document")
            && index > 0
            && tokens.is_any(index - 1, &["travel", "identity"]))
}

/// A number within a few words: five to twenty letters and figures, three figures among them.
fn number_after(tokens: &Tokens<'_>, index: usize) -> Option<(usize, usize)> {
    const FURTHEST: usize = 6;
    for at in index + 1..=index + FURTHEST {
        if !is_alphanumeric(tokens, at) {
            if matches!(tokens.word(at), ";" | "\"") {
                return None;
            }
            continue;
        }
        let last = glued_run(tokens, at);
        let written = tokens.slice(at, last);
        let n_digits = written.bytes().filter(u8::is_ascii_digit).count();
        let has_lower = written.bytes().any(|byte| byte.is_ascii_lowercase());
        if (5..=20).contains(&written.len()) && n_digits >= 3 && !has_lower {
            return Some((at, last));
        }
        let is_filler = tokens.is_any(
            at,
            &[
                "number",
                "no",
                "nr",
                "num",
                "numbered",
                "is",
                "was",
                "of",
                "n",
                "ref",
                "card",
                "with",
                "bearing",
                "the",
                "d",
                "identité",
            ],
        );
        if !is_filler {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn numbers_after_the_word_for_a_document() {
        assert_eq!(values("passport no. P1234567, issued", None), ["document P1234567"]);
        assert_eq!(
            values("driving licence number OSKEL905036T99AB", None),
            ["document OSKEL905036T99AB"]
        );
        assert_eq!(values("identity card: 12-345", None), [""; 0]);
        assert_eq!(values("his passport was found in 2024 at 12345 Road", None), [""; 0]);
    }
}
