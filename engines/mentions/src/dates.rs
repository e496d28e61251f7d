//! Dates in figures and in words.

use jiff::civil::{Date, Weekday};

use crate::Context;
use crate::mention::{Candidate, Confidence, Kind};
use crate::token::{Shape, Tokens};
use crate::words::Classes;

/// Finds every date and range of dates.
pub(crate) fn find(tokens: &Tokens<'_>, context: &Context, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        match date_at(tokens, index, context) {
            Some((candidate, next)) => {
                found.push(candidate);
                index = next;
            }
            None => index += 1,
        }
    }
}

fn date_at(tokens: &Tokens<'_>, index: usize, context: &Context) -> Option<(Candidate, usize)> {
    let is_number = tokens.shape(index) == Shape::Number;
    if is_number && index > 0 && tokens.is_glued(index) && !is_opening(tokens.word(index - 1)) {
        return None;
    }
    if is_number && let Some(found) = in_figures(tokens, index, context) {
        return Some(found);
    }
    if is_number || is_weekday_or_month(tokens, index) {
        return in_words(tokens, index, context);
    }
    near_the_report(tokens, index, context)
}

fn is_opening(word: &str) -> bool {
    matches!(word, "(" | "[" | "“" | "\"" | "«" | ":" | "|")
}

/// The names of the days of the week and of the months.
pub(crate) fn calendar_words() -> impl Iterator<Item = &'static str> {
    let days = DAYS.iter().flat_map(|(_, names)| names.iter().copied());
    days.chain(MONTHS.iter().flat_map(|names| names.iter().copied()))
}

/// A day as far as the words say it.
#[derive(Debug, Clone, Copy, Default)]
struct Element {
    weekday: Option<Weekday>,
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    is_ordinal: bool,
    /// One past its last token.
    next: usize,
}

fn in_words(tokens: &Tokens<'_>, index: usize, context: &Context) -> Option<(Candidate, usize)> {
    let first = element(tokens, index)?;
    let introduced =
        index > 0 && tokens.is_any(index - 1, &["between", "from", "du", "vom", "entre", "del"]);
    if let Some(range) = range(tokens, index, first, introduced, context) {
        return Some(range);
    }
    first.month?;
    let follows_a_day = index > 0
        && (day_number(tokens, index - 1).is_some()
            || tokens.is_any(index - 1, &["st", "nd", "rd", "th"]));
    if first.day.is_none() && follows_a_day {
        // The day was not one of this month's: there is no such date.
        return None;
    }
    if first.day.is_none() && first.year.is_none() && !month_stands_alone(tokens, index) {
        return None;
    }
    let value = resolved(first, tokens, index, context)?;
    let confidence = if first.year.is_some() || first.day.is_some() {
        Confidence::Strong
    } else {
        Confidence::Fair
    };
    Some((candidate(tokens, index, first.next, value, confidence), first.next))
}

/// `8th and Sunday 12th January`, `3–5 May 2024`, `from March to June 2023`.
fn range(
    tokens: &Tokens<'_>,
    index: usize,
    first: Element,
    introduced: bool,
    context: &Context,
) -> Option<(Candidate, usize)> {
    let connector = first.next;
    let is_dash = matches!(tokens.word(connector), "-" | "–" | "—");
    let is_word = introduced && tokens.is_any(connector, &["and", "et", "und", "y", "al"])
        || tokens.is_any(connector, &["to", "until", "till", "au", "bis"]);
    if !is_dash && !is_word {
        return None;
    }
    if first.day.is_none() && first.month.is_none() && first.year.is_none() {
        return None;
    }
    let last = element(tokens, connector + 1).filter(|last| last.month.is_some())?;
    let first =
        Element { month: first.month.or(last.month), year: first.year.or(last.year), ..first };
    if first.day.is_some() != last.day.is_some() {
        return None;
    }
    let (from, to) =
        (resolved(first, tokens, index, context)?, resolved(last, tokens, index, context)?);
    let value = format!("{from}/{to}");
    Some((candidate(tokens, index, last.next, value, Confidence::Strong), last.next))
}

fn candidate(
    tokens: &Tokens<'_>,
    first: usize,
    next: usize,
    value: String,
    confidence: Confidence,
) -> Candidate {
    let start = tokens.get(first).map_or(0, |token| token.start as usize);
    let end = tokens.get(next - 1).map_or(start, |token| token.end as usize);
    Candidate::new(start, end, Kind::Date, value, confidence)
}

/// Reads weekday, day, month and year in any of their usual orders.
fn element(tokens: &Tokens<'_>, index: usize) -> Option<Element> {
    let mut element = Element { next: index, ..Element::default() };
    if let Some(weekday) = weekday(tokens, index) {
        element.weekday = Some(weekday);
        element.next += 1;
        skip_any(tokens, &mut element.next, &[",", "the", "le", "den", "der"]);
    }
    if let Some(month) = month(tokens, element.next) {
        element.month = Some(month);
        element.next += 1;
        day_after_month(tokens, &mut element);
    } else {
        element.day = Some(day_number(tokens, element.next)?);
        element.next += 1;
        element.is_ordinal = skip_ordinal(tokens, &mut element.next);
        let mut at = element.next;
        skip_any(tokens, &mut at, &["of", "de", "."]);
        if let Some(month) = month(tokens, at) {
            element.month = Some(month);
            element.next = at + 1;
        }
    }
    if element.month.is_some() {
        year_after(tokens, &mut element);
    }
    let is_bare = element.month.is_none() && element.weekday.is_none() && !element.is_ordinal;
    let dashed =
        matches!(tokens.word(element.next), "-" | "–" | "—") || tokens.is(element.next, "to");
    let ranged =
        dashed || tokens.is_any(element.next, &["and", "et", "und", "y", "au", "al", "bis"]);
    (!is_bare || ranged).then_some(element)
}

/// `December 6, 2024` and `December 6th`.
fn day_after_month(tokens: &Tokens<'_>, element: &mut Element) {
    if let Some(day) = day_number(tokens, element.next) {
        element.day = Some(day);
        element.next += 1;
        element.is_ordinal = skip_ordinal(tokens, &mut element.next);
    }
}

fn year_after(tokens: &Tokens<'_>, element: &mut Element) {
    let mut at = element.next;
    skip_any(tokens, &mut at, &[",", "of", "de", "del"]);
    if let Some(year) = year_number(tokens, at)
        && (at == element.next || tokens.gap(at).len() <= 1)
        && !tokens.gap(at).is_empty()
    {
        element.year = Some(year);
        element.next = at + 1;
    }
}

fn skip_any(tokens: &Tokens<'_>, at: &mut usize, words: &[&str]) {
    if tokens.is_any(*at, words) {
        *at += 1;
    }
}

fn skip_ordinal(tokens: &Tokens<'_>, at: &mut usize) -> bool {
    let is_ordinal =
        tokens.is_glued(*at) && tokens.is_any(*at, &["st", "nd", "rd", "th", "er", "e", "º"]);
    *at += usize::from(is_ordinal);
    is_ordinal
}

fn day_number(tokens: &Tokens<'_>, index: usize) -> Option<i8> {
    let word = tokens.word(index);
    let plain = tokens.shape(index) == Shape::Number && word.len() <= 2;
    plain.then(|| word.parse().ok())?.filter(|day| (1..=31).contains(day))
}

fn year_number(tokens: &Tokens<'_>, index: usize) -> Option<i16> {
    let word = tokens.word(index);
    let plain = tokens.shape(index) == Shape::Number && word.len() == 4;
    let is_decimal = tokens.is_glued(index + 1)
        && matches!(tokens.word(index + 1), "." | ",")
        && tokens.is_glued(index + 2)
        && tokens.shape(index + 2) == Shape::Number;
    plain.then(|| word.parse().ok())?.filter(|year| (1900..=2099).contains(year) && !is_decimal)
}

/// `2024-12-06`, `06/12/2024`, `6.12.24`.
fn in_figures(tokens: &Tokens<'_>, index: usize, context: &Context) -> Option<(Candidate, usize)> {
    let separator = tokens.word(index + 1);
    let joined = matches!(separator, "-" | "/" | ".")
        && (index + 1..index + 5).all(|at| tokens.is_glued(at))
        && tokens.word(index + 3) == separator;
    if !joined || goes_on(tokens, index + 5) {
        return lone_year(tokens, index);
    }
    let [first, second, third] = [index, index + 2, index + 4].map(|at| tokens.word(at));
    let number = |word: &str| word.parse::<i16>().ok().filter(|_| word.len() <= 4);
    let (a, b, c) = (number(first)?, number(second)?, number(third)?);
    let ((year, month, day), confidence) = if first.len() == 4 {
        ((a, b, c), Confidence::Strong)
    } else if third.len() == 4 || (third.len() == 2 && first.len() <= 2) {
        let year = if third.len() == 4 { c } else { century(c, context) };
        let month_first = b > 12 || (context.region.as_deref() == Some("US") && a <= 12);
        let is_certain = a > 12 || b > 12 || a == b || separator == ".";
        let (month, day) = if month_first { (a, b) } else { (b, a) };
        let sure =
            if third.len() == 4 && is_certain { Confidence::Strong } else { Confidence::Fair };
        ((year, month, day), sure)
    } else {
        return None;
    };
    let date = Date::new(year, month as i8, day as i8).ok().filter(|_| (1..=31).contains(&day))?;
    Some((candidate(tokens, index, index + 5, date.to_string(), confidence), index + 5))
}

fn century(year: i16, context: &Context) -> i16 {
    let latest = context.report_date.map_or(2029, |date| date.year() + 1);
    if 2000 + year > latest { 1900 + year } else { 2000 + year }
}

/// Whether the figures are part of something longer, such as a version or an address.
fn goes_on(tokens: &Tokens<'_>, index: usize) -> bool {
    let continues = |at: usize| tokens.is_glued(at) && tokens.shape(at) == Shape::Number;
    let joined = matches!(tokens.word(index), "-" | "/" | "." | ":");
    tokens.is_glued(index) && (continues(index) || (joined && continues(index + 1)))
}

/// `in 2021`, `since 2022`.
fn lone_year(tokens: &Tokens<'_>, index: usize) -> Option<(Candidate, usize)> {
    let year = year_number(tokens, index)?;
    let introduced = index > 0
        && tokens.is_any(
            index - 1,
            &[
                "in", "since", "during", "until", "from", "by", "en", "depuis", "seit", "desde",
                "early", "late", "mid",
            ],
        );
    let is_counted = tokens.shape(index + 1) == Shape::Lower
        && tokens.is_any(
            index + 1,
            &["people", "migrants", "men", "women", "euros", "pounds", "dollars"],
        );
    (introduced && !is_counted).then(|| {
        (candidate(tokens, index, index + 1, year.to_string(), Confidence::Fair), index + 1)
    })
}

/// `today`, `yesterday`, `on Monday`.
fn near_the_report(
    tokens: &Tokens<'_>,
    index: usize,
    context: &Context,
) -> Option<(Candidate, usize)> {
    let report = context.report_date?;
    let days_before = if tokens.is(index, "yesterday") {
        1
    } else if tokens.is(index, "today") {
        0
    } else {
        return None;
    };
    let date = report.checked_sub(jiff::Span::new().days(days_before)).ok()?;
    Some((candidate(tokens, index, index + 1, date.to_string(), Confidence::Weak), index + 1))
}

/// The date an element means: years left out are the latest that fit and are not after the report.
fn resolved(
    element: Element,
    tokens: &Tokens<'_>,
    index: usize,
    context: &Context,
) -> Option<String> {
    let Some(month) = element.month else {
        return element.year.map(|year| year.to_string());
    };
    let fits = |year: i16| {
        let date = Date::new(year, month, element.day.unwrap_or(1)).ok()?;
        let weekday_fits =
            element.day.is_none() || element.weekday.is_none_or(|day| date.weekday() == day);
        weekday_fits.then_some(date)
    };
    let written = |date: Date| match element.day {
        Some(_) => date.to_string(),
        None => format!("{:04}-{:02}", date.year(), date.month()),
    };
    if let Some(year) = element.year {
        // A weekday that does not fit a year is the author's slip, not another date.
        return Date::new(year, month, element.day.unwrap_or(1)).ok().map(written);
    }
    let Some(report) = context.report_date else {
        Date::new(2000, month, element.day.unwrap_or(1)).ok()?;
        return Some(match element.day {
            Some(day) => format!("--{month:02}-{day:02}"),
            None => format!("--{month:02}"),
        });
    };
    let year = report.year();
    let is_future =
        index > 0 && (index.saturating_sub(6)..index).any(|at| is_future_word(tokens, at));
    let mut candidates = [year, year - 1, year - 2, year - 3, year - 4, year - 5, year - 6];
    if is_future {
        candidates = [year, year + 1, year + 2, year + 3, year + 4, year + 5, year + 6];
    }
    candidates
        .into_iter()
        .filter_map(fits)
        .find(|&date| if is_future { date >= report } else { date <= report })
        .map(written)
}

fn is_future_word(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.is_any(index, &["will", "until", "due", "next", "scheduled"])
}

fn is_weekday_or_month(tokens: &Tokens<'_>, index: usize) -> bool {
    weekday(tokens, index).is_some() || month(tokens, index).is_some()
}

/// A month without day and year is a date only after a word of time: `may` and `march` are verbs.
fn month_stands_alone(tokens: &Tokens<'_>, index: usize) -> bool {
    index > 0
        && tokens.is_any(
            index - 1,
            &[
                "in", "since", "during", "last", "early", "late", "mid", "until", "from", "en",
                "depuis", "im",
            ],
        )
}

const DAYS: [(Weekday, [&str; 5]); 7] = [
    (Weekday::Monday, ["monday", "mon", "lundi", "montag", "lunes"]),
    (Weekday::Tuesday, ["tuesday", "tue", "mardi", "dienstag", "martes"]),
    (Weekday::Wednesday, ["wednesday", "wed", "mercredi", "mittwoch", "miercoles"]),
    (Weekday::Thursday, ["thursday", "thu", "jeudi", "donnerstag", "jueves"]),
    (Weekday::Friday, ["friday", "fri", "vendredi", "freitag", "viernes"]),
    (Weekday::Saturday, ["saturday", "sat", "samedi", "samstag", "sabado"]),
    (Weekday::Sunday, ["sunday", "sun", "dimanche", "sonntag", "domingo"]),
];

fn weekday(tokens: &Tokens<'_>, index: usize) -> Option<Weekday> {
    if !tokens.classes(index).has(Classes::CALENDAR) {
        return None;
    }
    let word = tokens.word(index);
    let is = |name: &&str| name.eq_ignore_ascii_case(word);
    DAYS.iter().find(|(_, names)| names.iter().any(is)).map(|(day, _)| *day)
}

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "januar", "januari", "enero", "gennaio", "ocak", "января"],
    &[
        "february",
        "feb",
        "février",
        "februar",
        "februari",
        "febrero",
        "febbraio",
        "şubat",
        "февраля",
    ],
    &["march", "mar", "mars", "märz", "maart", "marzo", "mart", "марта"],
    &["april", "apr", "avril", "abril", "aprile", "nisan", "апреля"],
    &["may", "mai", "mei", "mayo", "maggio", "mayıs", "мая"],
    &["june", "jun", "juin", "juni", "junio", "giugno", "haziran", "июня"],
    &["july", "jul", "juillet", "juli", "julio", "luglio", "temmuz", "июля"],
    &["august", "aug", "août", "augustus", "agosto", "ağustos", "августа"],
    &["september", "sep", "sept", "septembre", "septiembre", "settembre", "eylül", "сентября"],
    &["october", "oct", "octobre", "oktober", "octubre", "ottobre", "ekim", "октября"],
    &["november", "nov", "novembre", "noviembre", "kasım", "ноября"],
    &["december", "dec", "décembre", "dezember", "diciembre", "dicembre", "aralık", "декабря"],
];

fn month(tokens: &Tokens<'_>, index: usize) -> Option<i8> {
    if !tokens.classes(index).has(Classes::CALENDAR) {
        return None;
    }
    let word = tokens.word(index);
    // Months of English and German are capitalised; `may`, `mar` and `march` in lower case are not.
    let is_verb = matches!(word, "may" | "march" | "mar" | "mart" | "jun" | "sept" | "dec");
    let is = |name: &&str| {
        name.eq_ignore_ascii_case(word)
            || (!word.is_ascii() && name.to_lowercase() == word.to_lowercase())
    };
    let at = MONTHS.iter().position(|names| names.iter().any(is))?;
    (!is_verb).then_some(at as i8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        let tokens = Tokens::read(text);
        let context =
            Context { report_date: Some(Date::constant(2025, 3, 31)), ..Context::default() };
        let mut found = Vec::new();
        find(&tokens, &context, &mut found);
        found.into_iter().map(|candidate| candidate.value).collect()
    }

    #[test]
    fn years_left_out_are_those_before_the_report() {
        assert_eq!(dates("arrested on 6 December by officers"), ["2024-12-06"]);
        assert_eq!(dates("today (31 March)"), ["2025-03-31", "2025-03-31"]);
        assert_eq!(dates("on Monday 30 December"), ["2024-12-30"]);
        assert_eq!(dates("will appear on 5 May"), ["2025-05-05"]);
        assert_eq!(dates("in November"), ["2024-11"]);
    }

    #[test]
    fn ranges_share_what_they_leave_out() {
        assert_eq!(
            dates("between Wednesday 8th and Sunday 12th January,"),
            ["2025-01-08/2025-01-12"]
        );
        assert_eq!(dates("from 3 to 5 May 2024"), ["2024-05-03/2024-05-05"]);
        assert_eq!(dates("3–5 May 2024"), ["2024-05-03/2024-05-05"]);
        assert_eq!(dates("from March to June 2023"), ["2023-03/2023-06"]);
    }

    #[test]
    fn figures_and_words_in_several_languages() {
        assert_eq!(dates("2024-02-12 and 12/02/2024, 12.2.24"), ["2024-02-12"; 3]);
        assert_eq!(
            dates("12 February 2024; February 12, 2024; the 12th of February 2024"),
            ["2024-02-12"; 3]
        );
        assert_eq!(
            dates("le 12 février 2024, el 12 de febrero de 2024, am 12. Februar 2024"),
            ["2024-02-12"; 3]
        );
        assert_eq!(dates("November 2024 and in 2021"), ["2024-11", "2021"]);
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "31 February 2024",
            "30/02/2024",
            "they may march",
            "192.168.1.12",
            "2,024 people",
            "in 2000 people",
            "3 men and 5 women",
            "1.2.3.4",
        ] {
            assert_eq!(dates(text), [""; 0], "{text}");
        }
    }
}
