//! Amounts of money: `£30 million`, `3,000 Euros`, `USD 1.500,00`, `5k€`.

use crate::people::Marked;
use crate::token::{Shape, Tokens};

/// Finds every amount with its currency; the value is code and amount, `EUR 3000`.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let money = currency_first(tokens, index).or_else(|| amount_first(tokens, index));
        index = money.as_ref().map_or(index + 1, |money| money.last + 1);
        found.extend(money);
    }
    found
}

fn currency_first(tokens: &Tokens<'_>, index: usize) -> Option<Marked> {
    if !matches!(tokens.shape(index), Shape::Mark | Shape::AllCaps | Shape::Capital) {
        return None;
    }
    let mut at = index;
    let prefix = matches!(tokens.word(at), "US" | "A" | "C" | "CA" | "AU" | "HK")
        && tokens.word(at + 1) == "$"
        && tokens.is_glued(at + 1);
    at += usize::from(prefix);
    let code = match tokens.word(at) {
        "$" if prefix && tokens.is_any(index, &["A", "AU"]) => "AUD",
        "$" if prefix && tokens.is_any(index, &["C", "CA"]) => "CAD",
        "$" if prefix && tokens.is(index, "HK") => "HKD",
        symbol => symbol_code(symbol).or_else(|| iso_code(symbol))?,
    };
    let amount = amount(tokens, at + 1)?;
    Some(marked(index, code, &amount))
}

fn amount_first(tokens: &Tokens<'_>, index: usize) -> Option<Marked> {
    if tokens.shape(index) != Shape::Number {
        return None;
    }
    let before_is_number = index > 0
        && tokens.is_glued(index)
        && (tokens.shape(index - 1) == Shape::Number
            || matches!(tokens.word(index - 1), "." | ","));
    if before_is_number || ends_date(tokens, index) {
        return None;
    }
    let amount = amount(tokens, index)?;
    let at = amount.last + 1;
    let is_near = tokens.gap(at).len() <= 1;
    let adjective = usize::from(
        tokens.is_any(at, &["US", "Iraqi", "Turkish", "British", "Canadian", "Libyan"]),
    );
    let unit = at + adjective;
    let code = named_code(tokens, unit, tokens.word(at))
        .or_else(|| symbol_code(tokens.word(at)))
        .or_else(|| iso_code(tokens.word(at)))
        .filter(|_| is_near)?;
    let last = if named_code(tokens, unit, tokens.word(at)).is_some() { unit } else { at };
    // `in 2024 $5` and `in 2024 EUR 500` are a year before another amount.
    let before_number = tokens.shape(at + 1) == Shape::Number;
    let is_symbol_of_next =
        before_number && symbol_code(tokens.word(at)).is_some() && tokens.is_glued(at + 1);
    let is_code_of_next = before_number
        && iso_code(tokens.word(at)).is_some()
        && amount.last == index
        && is_year(tokens.word(index));
    let is_of_next = is_symbol_of_next || is_code_of_next;
    (!is_of_next).then(|| Marked { last, ..marked(index, code, &amount) })
}

/// Whether the number is the last part of a date in figures: `2026-03-12`, `12/03/2026`.
fn ends_date(tokens: &Tokens<'_>, index: usize) -> bool {
    let follows_mark = |index: usize| {
        index >= 2
            && matches!(tokens.word(index - 1), "-" | "/")
            && tokens.is_glued(index)
            && tokens.is_glued(index - 1)
            && tokens.shape(index - 2) == Shape::Number
    };
    follows_mark(index) && follows_mark(index - 2)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

struct Amount {
    /// Decimal, without grouping.
    value: String,
    last: usize,
}

fn marked(first: usize, code: &str, amount: &Amount) -> Marked {
    Marked { first, last: amount.last, value: format!("{code} {}", amount.value) }
}

/// Figures with grouping and decimals, and a multiplier.
fn amount(tokens: &Tokens<'_>, index: usize) -> Option<Amount> {
    const LONGEST: usize = 9;
    if tokens.shape(index) != Shape::Number {
        return None;
    }
    let mut last = index;
    while last - index < LONGEST
        && matches!(tokens.word(last + 1), "." | "," | "'" | "’")
        && tokens.is_glued(last + 1)
        && tokens.is_glued(last + 2)
        && tokens.shape(last + 2) == Shape::Number
    {
        last += 2;
    }
    while last == index + 2 * ((last - index) / 2)
        && last - index < LONGEST
        && matches!(tokens.gap(last + 1), " " | "\u{a0}" | "\u{202f}")
        && tokens.shape(last + 1) == Shape::Number
        && tokens.word(last + 1).len() == 3
        && tokens.word(last).len() <= 3
    {
        last += 1;
        if tokens.word(last + 1).len() != 3 {
            break;
        }
    }
    let (figures, decimals) = figures(tokens.slice(index, last))?;
    let (power, last) = multiplier(tokens, last);
    Some(Amount { value: scaled(&figures, &decimals, power)?, last })
}

/// Whole figures and decimals of a written amount.
fn figures(text: &str) -> Option<(String, String)> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (first, rest) = parts.split_first()?;
    let last_mark = text.chars().rev().find(|c| !c.is_ascii_digit());
    let marks: Vec<char> = text.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let is_decimal = match rest.last() {
        None => false,
        Some(last) => {
            let differs = marks.len() > 1 && marks.last() != marks.first();
            (last.len() != 3 || differs) && matches!(last_mark, Some('.' | ','))
        }
    };
    let groups = if is_decimal { &rest[..rest.len() - 1] } else { rest };
    if groups.iter().any(|group| group.len() != 3) || (!groups.is_empty() && first.len() > 3) {
        return None;
    }
    let whole: String = std::iter::once(*first).chain(groups.iter().copied()).collect();
    let decimals = if is_decimal { (*rest.last()?).to_owned() } else { String::new() };
    (whole.len() <= 15 && decimals.len() <= 6).then_some((whole, decimals))
}

fn multiplier(tokens: &Tokens<'_>, last: usize) -> (usize, usize) {
    let at = last + 1;
    let at = if tokens.word(at) == "-" { at + 1 } else { at };
    let glued = tokens.is_glued(at);
    let power = match tokens.word(at).to_ascii_lowercase().as_str() {
        "k" if glued => 3,
        "m" if glued => 6,
        "thousand" | "mille" | "mil" | "tausend" => 3,
        "million" | "millions" | "mn" | "mln" | "millones" | "millionen" => 6,
        "billion" | "billions" | "bn" | "milliards" | "milliarden" => 9,
        "trillion" => 12,
        _ => return (0, last),
    };
    let next =
        if tokens.is_any(at + 1, &["de", "d", "of"]) && named_code(tokens, at + 2, "").is_some() {
            at + 1
        } else {
            at
        };
    (power, next)
}

/// The figures times ten to `power`, without trailing zeros after the point.
fn scaled(whole: &str, decimals: &str, power: usize) -> Option<String> {
    let mut digits = format!("{whole}{decimals}");
    let n_decimals = decimals.len();
    if power >= n_decimals {
        digits.extend(std::iter::repeat_n('0', power - n_decimals));
        let trimmed = digits.trim_start_matches('0');
        return Some(if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() });
    }
    let point = digits.len().checked_sub(n_decimals - power)?;
    let (whole, rest) = digits.split_at_checked(point)?;
    let whole = whole.trim_start_matches('0');
    let rest = rest.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

fn symbol_code(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "£" => "GBP",
        "€" => "EUR",
        "$" => "USD",
        "₺" => "TRY",
        "₽" => "RUB",
        "₹" => "INR",
        "₫" => "VND",
        "¥" => "JPY",
        _ => return None,
    })
}

fn iso_code(word: &str) -> Option<&'static str> {
    const CODES: [&str; 36] = [
        "EUR", "USD", "GBP", "CHF", "TRY", "IQD", "IRR", "AFN", "AED", "SAR", "SYP", "LBP", "JOD",
        "EGP", "LYD", "TND", "MAD", "DZD", "SDG", "ETB", "ERN", "PKR", "INR", "BDT", "VND", "CNY",
        "RUB", "UAH", "PLN", "RON", "BGN", "HUF", "RSD", "ALL", "SEK", "USDT",
    ];
    CODES.into_iter().find(|code| *code == word).filter(|code| *code != "ALL")
}

fn named_code(tokens: &Tokens<'_>, index: usize, adjective: &str) -> Option<&'static str> {
    let is = |words: &[&str]| tokens.is_any(index, words);
    Some(if is(&["euro", "euros"]) {
        "EUR"
    } else if is(&["pound", "pounds", "quid"]) {
        "GBP"
    } else if is(&["dollar", "dollars", "dólares"]) {
        if adjective.eq_ignore_ascii_case("canadian") { "CAD" } else { "USD" }
    } else if is(&["lira", "liras"]) {
        "TRY"
    } else if is(&["dinar", "dinars"]) {
        match adjective.to_ascii_lowercase().as_str() {
            "libyan" => "LYD",
            "iraqi" => "IQD",
            _ => return None,
        }
    } else if is(&["dirham", "dirhams"]) {
        "AED"
    } else if is(&["zloty", "zlotys"]) {
        "PLN"
    } else if is(&["rouble", "roubles", "ruble", "rubles"]) {
        "RUB"
    } else if is(&["dong"]) {
        "VND"
    } else if tokens.word(index) == "евро" || tokens.word(index) == "يورو" {
        "EUR"
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_their_usual_forms() {
        let money = |text: &str| -> Vec<String> {
            find(&Tokens::read(text)).into_iter().map(|money| money.value).collect()
        };
        assert_eq!(money("fined 3,000 Euros each"), ["EUR 3000"]);
        assert_eq!(
            money("£30 million and $10 billion, £1.5m"),
            ["GBP 30000000", "USD 10000000000", "GBP 1500000"]
        );
        assert_eq!(
            money("3.000 €, 1.500,50 EUR, EUR 2'000, 3 000 €"),
            ["EUR 3000", "EUR 1500.5", "EUR 2000", "EUR 3000"]
        );
        assert_eq!(
            money("US$500, 5k€, 12,000 Iraqi dinars, €0.50"),
            ["USD 500", "EUR 5000", "IQD 12000", "EUR 0.5"]
        );
        assert_eq!(money("On 2026-03-12 EUR 7,050 was sent"), ["EUR 7050"]);
        assert_eq!(money("on 12/03/2026 £5; in 2025 EUR 500"), ["GBP 5", "EUR 500"]);
        assert_eq!(money("100-200 EUR, 2000 EUR"), ["EUR 200", "EUR 2000"]);
        assert_eq!(money("3,000 people, 1,2,3 euros in all"), ["EUR 3"; 0].as_slice());
    }
}
