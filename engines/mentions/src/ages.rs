//! Ages in words and figures.

use crate::mention::{Candidate, Confidence, Kind};
use crate::token::{Shape, Tokens};

/// An age at tokens `first..=last`.
#[derive(Debug, Clone)]
pub(crate) struct AgeFound {
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// `24`, or `40/49`.
    pub(crate) value: String,
    /// Whether the form stands before the person it is of: `24-year-old`.
    pub(crate) stands_before: bool,
}

impl AgeFound {
    /// As a mention.
    pub(crate) fn candidate(&self, tokens: &Tokens<'_>) -> Candidate {
        let start = tokens.get(self.first).map_or(0, |token| token.start as usize);
        let end = tokens.get(self.last).map_or(start, |token| token.end as usize);
        Candidate::new(start, end, Kind::Age, self.value.clone(), Confidence::Strong)
    }
}

/// Finds every age whose words say that it is one; `, 24,` after a name is found with the name.
pub(crate) fn find(tokens: &Tokens<'_>) -> Vec<AgeFound> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let age = year_old(tokens, index)
            .or_else(|| aged(tokens, index))
            .or_else(|| decade(tokens, index))
            .or_else(|| other_language(tokens, index));
        index = age.as_ref().map_or(index + 1, |age| age.last + 1);
        found.extend(age);
    }
    found
}

/// The age in figures at `index`.
pub(crate) fn years(tokens: &Tokens<'_>, index: usize) -> Option<u8> {
    let plain = tokens.shape(index) == Shape::Number && tokens.word(index).len() <= 2;
    plain.then(|| tokens.word(index).parse().ok())?.filter(|years| (1..=99).contains(years))
}

/// `24-year-old`, `24 years old`, `24 years of age`.
fn year_old(tokens: &Tokens<'_>, index: usize) -> Option<AgeFound> {
    let years = years(tokens, index)?;
    let mut at = index + 1;
    at += usize::from(tokens.word(at) == "-");
    if tokens.is_any(at, &["yo", "yrs", "y"]) && tokens.is_glued(at) {
        return Some(found(index, at, years, true));
    }
    if !tokens.is_any(at, &["year", "years", "yr"]) {
        return None;
    }
    at += 1;
    at += usize::from(tokens.word(at) == "-");
    if tokens.is_any(at, &["old", "olds"]) {
        let is_adjective = tokens.is(at - 2, "year") || tokens.word(at - 1) == "-";
        return Some(found(index, at, years, is_adjective));
    }
    (tokens.is(at, "of") && tokens.is(at + 1, "age")).then(|| found(index, at + 1, years, false))
}

/// `aged 24`, `aged between 20 and 30`, `age: 24`.
fn aged(tokens: &Tokens<'_>, index: usize) -> Option<AgeFound> {
    if !tokens.is_any(index, &["aged", "age"]) {
        return None;
    }
    let mut at = index + 1;
    at += usize::from(matches!(tokens.word(at), ":" | "," | "about" | "around"));
    at += usize::from(tokens.is(at, "between"));
    let first = years(tokens, at)?;
    let joined = tokens.is_any(at + 1, &["and", "to", "-", "–"]);
    let second = years(tokens, at + 2).filter(|&second| joined && second > first);
    let (last, value) = match second {
        Some(second) if !tokens.is(index, "age") => (at + 2, format!("{first}/{second}")),
        _ => (at, first.to_string()),
    };
    let is_month = tokens.is_any(at + 1, &["months", "weeks", "days"]);
    (!is_month).then_some(AgeFound { first: index, last, value, stands_before: false })
}

/// `in his 40s`, `in her early thirties`.
fn decade(tokens: &Tokens<'_>, index: usize) -> Option<AgeFound> {
    if !tokens.is(index, "in") || !tokens.is_any(index + 1, &["his", "her", "their"]) {
        return None;
    }
    let part = tokens.word(index + 2).to_ascii_lowercase();
    let part = matches!(part.as_str(), "early" | "mid" | "late").then_some(part);
    let mut at = index + 2 + usize::from(part.is_some());
    at += usize::from(tokens.word(at) == "-");
    let (decade, last) = match years(tokens, at) {
        Some(decade) if decade % 10 == 0 && tokens.is(at + 1, "s") => (decade, at + 1),
        Some(_) => return None,
        None => (decade_word(tokens.word(at))?, at),
    };
    let (from, to) = match part.as_deref() {
        Some("early") => (decade, decade + 3),
        Some("mid") => (decade + 4, decade + 6),
        Some("late") => (decade + 7, decade + 9),
        _ => (decade, decade + 9),
    };
    Some(AgeFound { first: index, last, value: format!("{from}/{to}"), stands_before: false })
}

fn decade_word(word: &str) -> Option<u8> {
    const DECADES: [&str; 8] =
        ["teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"];
    DECADES.iter().position(|decade| decade.eq_ignore_ascii_case(word)).map(|at| at as u8 * 10 + 10)
}

/// `âgé de 24 ans`, `de 24 años`, `24 Jahre alt`, `24 лет`, `24 anni`.
fn other_language(tokens: &Tokens<'_>, index: usize) -> Option<AgeFound> {
    let years = years(tokens, index)?;
    let unit = tokens.word(index + 1);
    let introduced = index > 0 && tokens.is_any(index - 1, &["de", "di", "im", "(", ",", "von"]);
    let is_age = match unit {
        "ans" | "años" | "anni" | "anos" => introduced,
        "Jahre" => tokens.is(index + 2, "alt"),
        "лет" | "года" | "год" | "سنة" | "عاما" | "ساله" | "yaşında" | "yaşındaki" => {
            true
        }
        _ => false,
    };
    is_age.then(|| found(index, index + 1, years, false))
}

fn found(first: usize, last: usize, years: u8, stands_before: bool) -> AgeFound {
    AgeFound { first, last, value: years.to_string(), stands_before }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_their_usual_forms() {
        let ages = |text: &str| -> Vec<String> {
            find(&Tokens::read(text)).into_iter().map(|age| age.value).collect()
        };
        assert_eq!(ages("aged 24, a 20-year-old and one 31 years old"), ["24", "20", "31"]);
        assert_eq!(ages("aged in his 40s; in her early thirties"), ["40/49", "30/33"]);
        assert_eq!(
            ages("âgé de 24 ans, de 31 años, 45 Jahre alt, 27 лет"),
            ["24", "31", "45", "27"]
        );
        assert_eq!(ages("two years in jail, 24 men, page 24, in his 2 cars"), [""; 0]);
    }
}
