//! Telephone numbers: international, and national where the country of the report is known.

use crate::Context;
use crate::mention::{Candidate, Confidence, Kind};
use crate::places::Gazetteer;
use crate::selectors::{end, follows_word, start};
use crate::token::{Shape, Tokens};

/// Finds numbers that begin with `+`, `00` or, with a word or a country behind them, `0`.
pub(crate) fn find(tokens: &Tokens<'_>, context: &Context, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        let number = international(tokens, index).or_else(|| national(tokens, index, context));
        let Some((candidate, next)) = number else {
            index += 1;
            continue;
        };
        found.push(candidate);
        index = next;
    }
}

/// `+44 20 7946 0000`, `0044 (0)20 7946 0000`.
fn international(tokens: &Tokens<'_>, index: usize) -> Option<(Candidate, usize)> {
    let is_plus = matches!(tokens.word(index), "+" | "＋")
        && tokens.shape(index + 1) == Shape::Number
        && tokens.gap(index + 1).len() <= 1;
    let is_double_zero = tokens.shape(index) == Shape::Number
        && tokens.word(index).starts_with("00")
        && tokens.word(index).len() > 3
        && begins(tokens, index);
    if !is_plus && !is_double_zero {
        return None;
    }
    let first = index + usize::from(is_plus);
    let skipped = if is_double_zero { 2 } else { 0 };
    let most = most_digits(tokens.word(first).get(skipped..)?) + skipped;
    let (digits, last) = groups(tokens, first, most)?;
    let digits = digits.get(skipped..)?;
    let is_number =
        (8..=15).contains(&digits.len()) && Gazetteer::bundled().has_calling_code(digits);
    let candidate = || {
        Candidate::new(
            start(tokens, index),
            end(tokens, last),
            Kind::Phone,
            format!("+{digits}"),
            Confidence::Strong,
        )
    };
    is_number.then(|| (candidate(), last + 1))
}

/// A number with a leading zero, of a length that the country's numbers have.
fn national(tokens: &Tokens<'_>, index: usize, context: &Context) -> Option<(Candidate, usize)> {
    const WORDS: [&str; 22] = [
        "tel",
        "telephone",
        "phone",
        "phones",
        "mobile",
        "mobiles",
        "mob",
        "cell",
        "call",
        "called",
        "calls",
        "whatsapp",
        "viber",
        "signal",
        "number",
        "numbers",
        "contact",
        "text",
        "sim",
        "téléphone",
        "portable",
        "fax",
    ];
    let first = index + usize::from(tokens.word(index) == "(");
    let begins_with_zero = tokens.shape(first) == Shape::Number
        && tokens.word(first).starts_with('0')
        && !tokens.word(first).starts_with("00")
        && begins(tokens, index);
    if !begins_with_zero {
        return None;
    }
    let is_named = follows_word(tokens, index, 5, &WORDS);
    let plan = context.region.as_deref().and_then(plan);
    let most = plan.map_or(11, |(_, _, most)| most);
    let (digits, last) = groups(tokens, first, most)?;
    let span = (start(tokens, index), end(tokens, last));
    let candidate = |value: String, confidence| {
        (Candidate::new(span.0, span.1, Kind::Phone, value, confidence), last + 1)
    };
    match plan {
        Some((calling_code, shortest, longest)) if (shortest..=longest).contains(&digits.len()) => {
            let confidence = if is_named { Confidence::Strong } else { Confidence::Fair };
            Some(candidate(format!("+{calling_code}{}", &digits[1..]), confidence))
        }
        _ if is_named && (9..=11).contains(&digits.len()) => {
            Some(candidate(digits, Confidence::Weak))
        }
        _ => None,
    }
}

/// Whether a number begins here: it does not go on from letters, figures or a decimal.
fn begins(tokens: &Tokens<'_>, index: usize) -> bool {
    if !tokens.is_glued(index) {
        let after_number = index > 0 && tokens.shape(index - 1) == Shape::Number;
        return !after_number;
    }
    index > 0 && matches!(tokens.word(index - 1), "(" | ":" | "[" | "/" | ";" | "“" | "\"" | "=")
}

/// The digits of groups with one mark or space between them, and the last token; `(0)` after a
/// calling code is left out.
fn groups(tokens: &Tokens<'_>, first: usize, most: usize) -> Option<(String, usize)> {
    const MOST_TOKENS: usize = 24;
    let mut digits = tokens.word(first).to_owned();
    let mut last = first;
    let mut at = first + 1;
    while at < first + MOST_TOKENS {
        let is_near = tokens.gap(at).len() <= 1 && !tokens.gap(at).contains('\n');
        if !is_near {
            break;
        }
        if tokens.shape(at) == Shape::Number {
            let is_trunk_zero = tokens.word(at) == "0" && tokens.word(at - 1) == "(";
            if digits.len() + tokens.word(at).len() > most {
                break;
            }
            if !is_trunk_zero {
                digits.push_str(tokens.word(at));
            }
            last = at;
        } else if !matches!(tokens.word(at), "-" | "." | "(" | ")" | "/" | "–") || at > last + 2 {
            break;
        } else if tokens.word(at) == ")" {
            last = at;
        }
        at += 1;
    }
    // A date or a range of years has the same look.
    (digits.len() >= 8).then_some((digits, last))
}

/// The most digits of an international number by its calling code; 15 by E.164 where not known.
fn most_digits(digits: &str) -> usize {
    const MOST: [(&str, usize); 24] = [
        ("44", 12),
        ("33", 11),
        ("32", 11),
        ("31", 11),
        ("49", 14),
        ("39", 13),
        ("34", 11),
        ("30", 12),
        ("90", 12),
        ("964", 13),
        ("98", 12),
        ("93", 11),
        ("92", 12),
        ("963", 12),
        ("216", 11),
        ("218", 12),
        ("213", 12),
        ("212", 12),
        ("20", 12),
        ("84", 12),
        ("355", 12),
        ("381", 12),
        ("387", 12),
        ("1", 11),
    ];
    MOST.iter().find(|(code, _)| digits.starts_with(code)).map_or(15, |&(_, most)| most)
}

/// Calling code and lengths, with the leading zero, of a country's numbers.
fn plan(region: &str) -> Option<(&'static str, usize, usize)> {
    Some(match region.to_ascii_uppercase().as_str() {
        "GB" => ("44", 11, 11),
        "IE" => ("353", 9, 10),
        "FR" => ("33", 10, 10),
        "BE" => ("32", 9, 10),
        "NL" => ("31", 10, 10),
        "DE" => ("49", 10, 12),
        "TR" => ("90", 11, 11),
        "IQ" => ("964", 11, 11),
        "IR" => ("98", 11, 11),
        "AF" => ("93", 10, 10),
        "VN" => ("84", 10, 10),
        "AL" => ("355", 9, 10),
        "RS" => ("381", 9, 10),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn international_numbers() {
        for text in
            ["+44 20 7946 0000", "+44 (0)20 7946 0000", "0044 20-7946-0000", "+442079460000"]
        {
            assert_eq!(values(text, None), ["phone +442079460000"], "{text}");
        }
        assert_eq!(values("+44 20 7946 0000 20 people", None), ["phone +442079460000"]);
        assert_eq!(
            values("+33 1 99 00 12 34, +32 2 555 12 12", None),
            ["phone +33199001234", "phone +3225551212"]
        );
    }

    #[test]
    fn national_numbers_with_the_country_of_the_report() {
        assert_eq!(values("call 020 7946 0000", Some("GB")), ["phone +442079460000"]);
        assert_eq!(values("01 99 00 12 34", Some("FR")), ["phone +33199001234"]);
        assert_eq!(values("phone 020 7946 0000", None), ["phone 02079460000"]);
    }

    #[test]
    fn other_figures_are_no_numbers() {
        for text in [
            "2,000,000 people",
            "06/12/2024",
            "0.123456789",
            "in 2024 2025",
            "+1",
            "007",
            "192.168.0.1",
            "+5000000",
        ] {
            assert_eq!(values(text, Some("GB")), [""; 0], "{text}");
        }
    }
}
