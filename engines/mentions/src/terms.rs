//! Lengths of imprisonment: `10 years`, `three years and six months`, `life`.

use crate::people::Marked;
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// Finds every length of time in years and months that is not an age, as an ISO 8601 duration.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let term = length_at(tokens, index).or_else(|| life_at(tokens, index));
        index = term.as_ref().map_or(index + 1, |term| term.last + 1);
        found.extend(term);
    }
    found
}

/// Words that say a length of time is one of imprisonment, within a few tokens after it.
pub(crate) fn says_imprisonment(tokens: &Tokens<'_>, last: usize) -> bool {
    const WORDS: [&str; 14] = [
        "imprisonment",
        "prison",
        "jail",
        "custody",
        "sentence",
        "sentences",
        "behind",
        "imprisoned",
        "suspended",
        "detention",
        "jailed",
        "incarceration",
        "term",
        "custodial",
    ];
    (last + 1..=last + 4)
        .take_while(|&at| tokens.is_word(at) || matches!(tokens.word(at), "'" | "’" | "-"))
        .any(|at| tokens.is_any(at, &WORDS))
}

fn length_at(tokens: &Tokens<'_>, index: usize) -> Option<Marked> {
    let (amount, after) = amount(tokens, index)?;
    let (unit, mut last) = unit(tokens, after)?;
    if is_age(tokens, last) {
        return None;
    }
    let mut value = format!("P{amount}{unit}");
    let joins = tokens.is(last + 1, "and") || tokens.word(last + 1) == ",";
    if unit == 'Y'
        && let Some((months, after)) = amount_if(tokens, last + 1 + usize::from(joins))
        && let Some(('M', end)) = self::unit(tokens, after)
    {
        value += &months.to_string();
        value.push('M');
        last = end;
    }
    Some(Marked { first: index, last, value })
}

fn amount_if(tokens: &Tokens<'_>, index: usize) -> Option<(u32, usize)> {
    amount(tokens, index)
}

fn is_age(tokens: &Tokens<'_>, last: usize) -> bool {
    let next = last + 1 + usize::from(tokens.word(last + 1) == "-");
    tokens.is(next, "old")
        || (tokens.is(next, "of") && tokens.is(next + 1, "age"))
        || tokens.is(next, "ago")
}

fn unit(tokens: &Tokens<'_>, index: usize) -> Option<(char, usize)> {
    let at = index + usize::from(tokens.word(index) == "-");
    let unit = if tokens
        .is_any(at, &["year", "years", "yrs", "ans", "años", "anni", "Jahre", "Jahren", "jaar"])
    {
        'Y'
    } else if tokens
        .is_any(at, &["month", "months", "mois", "meses", "mesi", "Monate", "Monaten", "maanden"])
    {
        'M'
    } else if tokens.is_any(at, &["week", "weeks"]) {
        'W'
    } else {
        return None;
    };
    Some((unit, at))
}

/// An amount in figures or words, and the token after it.
fn amount(tokens: &Tokens<'_>, index: usize) -> Option<(u32, usize)> {
    if tokens.shape(index) == Shape::Number {
        let glued_to_number = tokens.is_glued(index)
            && index > 0
            && matches!(tokens.word(index - 1), "." | "," | "/");
        let amount = tokens.word(index).parse().ok().filter(|amount| (1..=999).contains(amount))?;
        return (!glued_to_number && tokens.word(index).len() <= 3).then_some((amount, index + 1));
    }
    // Numbers in words are words of function.
    if !tokens.classes(index).has(Classes::FUNCTION) {
        return None;
    }
    let word = tokens.word(index);
    if let Some(ten) = position(&TENS, word) {
        let unit_at = index + 1 + usize::from(tokens.word(index + 1) == "-");
        let units = position(&UNITS, tokens.word(unit_at)).filter(|&units| units < 9);
        let tens = (ten as u32 + 2) * 10;
        return Some(match units {
            Some(units) => (tens + units as u32 + 1, unit_at + 1),
            None => (tens, index + 1),
        });
    }
    position(&UNITS, word).map(|units| (units as u32 + 1, index + 1))
}

fn position(list: &[&str], word: &str) -> Option<usize> {
    list.iter().position(|known| known.eq_ignore_ascii_case(word))
}

/// `life imprisonment`, `jailed for life`.
fn life_at(tokens: &Tokens<'_>, index: usize) -> Option<Marked> {
    let is_life = tokens.is(index, "life")
        && (tokens.is_any(index + 1, &["imprisonment", "sentence", "sentences"])
            || (index > 1
                && tokens.is_any(index - 1, &["for", "to"])
                && tokens.is_any(index - 2, &["jailed", "imprisoned", "sentenced"])));
    is_life.then(|| Marked { first: index, last: index, value: "life".to_owned() })
}

const UNITS: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_in_figures_and_words() {
        let terms = |text: &str| -> Vec<String> {
            find(&Tokens::read(text)).into_iter().map(|term| term.value).collect()
        };
        assert_eq!(terms("10 years imprisonment, three years in jail"), ["P10Y", "P3Y"]);
        assert_eq!(terms("two years and six months; an 18-month sentence"), ["P2Y6M", "P18M"]);
        assert_eq!(terms("twenty-two years, jailed for life"), ["P22Y", "life"]);
        assert_eq!(terms("a 20-year-old, 24 years old, five years ago, 2024 years"), [""; 0]);
    }
}
