//! International bank account numbers (ISO 13616), with the right length and check digits.

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::start;
use crate::token::{Shape, Tokens};

/// Finds every IBAN, written together or in groups.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    for index in 0..tokens.len().saturating_sub(1) {
        let country = tokens.word(index);
        let begins = country.len() == 2
            && tokens.shape(index) == Shape::AllCaps
            && tokens.is_glued(index + 1)
            && tokens.shape(index + 1) == Shape::Number;
        if begins {
            found.extend(length(country).and_then(|length| at(tokens, index, length)));
        }
    }
}

fn at(tokens: &Tokens<'_>, index: usize, length: usize) -> Option<Candidate> {
    const LONGEST: usize = 60;
    let from = start(tokens, index);
    let before = tokens.text[..from].chars().next_back();
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mut value = String::with_capacity(length);
    let mut stop = from;
    for (offset, byte) in tokens.text.as_bytes()[from..].iter().take(LONGEST).enumerate() {
        match byte {
            b'A'..=b'Z' | b'0'..=b'9' => {
                value.push(char::from(*byte));
                stop = from + offset + 1;
            }
            b' ' | b'-' | b'.' if stop == from + offset => {}
            _ => break,
        }
        if value.len() == length {
            break;
        }
    }
    let goes_on = tokens.text[stop..].chars().next().is_some_and(char::is_alphanumeric);
    (value.len() == length && !goes_on && remainder(&value) == 1)
        .then(|| Candidate::new(from, stop, Kind::Iban, value, Confidence::Strong))
}

/// ISO 7064 MOD 97-10 with the first four characters moved to the end.
fn remainder(value: &str) -> u32 {
    let (head, rest) = value.split_at(4);
    rest.chars()
        .chain(head.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0, |remainder, digit| (remainder * if digit > 9 { 100 } else { 10 } + digit) % 97)
}

/// The length that the country's numbers have, from the registry of ISO 13616.
fn length(country: &str) -> Option<usize> {
    const LENGTHS: [(usize, &str); 18] = [
        (15, "NO"),
        (16, "BE"),
        (18, "DK FI FO GL NL"),
        (19, "MK SI"),
        (20, "AT BA EE KZ LT LU XK"),
        (21, "CH CR HR LI LV"),
        (22, "BG BH DE GB GE IE ME RS"),
        (23, "AE GI IL IQ OM SO TL"),
        (24, "AD CZ ES MD PK RO SA SE SK TN VA"),
        (25, "LY PT ST"),
        (26, "IS TR"),
        (27, "BI FR GR IT MC MR SM"),
        (28, "AL AZ BY CY DO GT HU LB NI PL SV"),
        (29, "BR EG PS QA UA"),
        (30, "JO KW MU"),
        (31, "MT SC"),
        (32, "LC"),
        (33, "RU"),
    ];
    let of = |(_, countries): &&(usize, &str)| countries.split(' ').any(|known| known == country);
    LENGTHS.iter().find(of).map(|&(length, _)| length)
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn a_check_digit_decides() {
        assert_eq!(
            values("to GB82 WEST 1234 5698 7654 32, later", None),
            ["iban GB82WEST12345698765432"]
        );
        assert_eq!(values("BE68539007547034", None), ["iban BE68539007547034"]);
        assert_eq!(values("GB83 WEST 1234 5698 7654 32 and BE685390075470", None), [""; 0]);
    }
}
