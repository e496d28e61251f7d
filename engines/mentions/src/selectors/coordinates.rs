//! Positions: decimal degrees, degrees and minutes, degrees, minutes and seconds.

use crate::mention::{Candidate, Confidence, Kind};
use crate::selectors::{follows_word, start};
use crate::token::{Shape, Tokens};

/// Finds pairs of latitude and longitude; the value is `51.05040,2.40830`.
pub(crate) fn find(tokens: &Tokens<'_>, found: &mut Vec<Candidate>) {
    let mut index = 0;
    while index < tokens.len() {
        let Some((candidate, stop)) = pair_at(tokens, index) else {
            index += 1;
            continue;
        };
        found.push(candidate);
        while tokens.get(index).is_some_and(|token| (token.start as usize) < stop) {
            index += 1;
        }
    }
}

/// An angle as it is written.
#[derive(Debug, Clone, Copy)]
struct Angle {
    degrees: f64,
    /// `N`, `S`, `E` or `W`, where it is written.
    hemisphere: Option<u8>,
    /// Decimals of a plain number of degrees; none where minutes follow.
    decimals: Option<usize>,
    end: usize,
}

fn pair_at(tokens: &Tokens<'_>, index: usize) -> Option<(Candidate, usize)> {
    let is_number = tokens.shape(index) == Shape::Number && tokens.word(index).len() <= 3;
    let is_letter = matches!(tokens.word(index), "N" | "S" | "-" | "−");
    let is_inside = index > 0
        && tokens.is_glued(index)
        && !matches!(tokens.word(index - 1), "(" | "[" | ":" | "@" | "\"");
    if !(is_number || is_letter) || is_inside {
        return None;
    }
    let from = start(tokens, index);
    let bytes = tokens.text.as_bytes();
    let latitude = angle(bytes, from)?;
    let between = separator(bytes, latitude.end)?;
    let longitude = angle(bytes, between)?;
    let letters = match (latitude.hemisphere, longitude.hemisphere) {
        (Some(b'N' | b'S'), Some(b'E' | b'W')) => true,
        (None, None) => false,
        _ => return None,
    };
    let named = follows_word(
        tokens,
        index,
        6,
        &["position", "coordinates", "coords", "location", "lat", "latitude", "at", "gps"],
    );
    let least = if named { 3 } else { 4 };
    let is_decimal = |angle: Angle| angle.decimals.is_some_and(|decimals| decimals >= least);
    let are_decimal = is_decimal(latitude) && is_decimal(longitude);
    if !(letters || are_decimal) {
        return None;
    }
    let goes_on =
        bytes.get(longitude.end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'%')
            || (matches!(bytes.get(longitude.end), Some(b'.' | b','))
                && bytes.get(longitude.end + 1).is_some_and(u8::is_ascii_digit));
    if goes_on || latitude.degrees.abs() > 90.0 || longitude.degrees.abs() > 180.0 {
        return None;
    }
    let value = format!("{:.5},{:.5}", latitude.degrees, longitude.degrees);
    let confidence = if letters || named { Confidence::Strong } else { Confidence::Fair };
    Some((Candidate::new(from, longitude.end, Kind::Coordinates, value, confidence), longitude.end))
}

/// `N51°03.2'`, `51°03'12.5"N`, `51 03.2N`, `-1.4567`.
fn angle(bytes: &[u8], from: usize) -> Option<Angle> {
    let mut at = from;
    let mut hemisphere = letter(bytes, at);
    if hemisphere.is_some() {
        at = spaces(bytes, at + 1);
    }
    let (is_negative, after_sign) = sign(bytes, at);
    at = after_sign;
    let (whole, decimals, next) = number(bytes, at)?;
    at = next;
    let mut degrees = whole;
    let mut plain = Some(decimals);
    let after_degrees = mark(bytes, at, &["°", "º", "deg", "d"]);
    let minutes_at = after_degrees.map_or(at, |after| spaces(bytes, after));
    let separated =
        after_degrees.is_some() || (minutes_at == at && matches!(bytes.get(at), Some(b' ' | b'-')));
    let minutes_at = if after_degrees.is_none() && separated { at + 1 } else { minutes_at };
    at = after_degrees.unwrap_or(at);
    if decimals == 0
        && separated
        && let Some((minutes, minute_decimals, next)) =
            number(bytes, minutes_at).filter(|(minutes, ..)| *minutes < 60.0)
    {
        let after_mark = mark(bytes, next, &["'", "′", "’", "min", "m"]);
        let ended = after_mark.unwrap_or(next);
        let has_letter = letter(bytes, spaces(bytes, ended)).is_some();
        if after_mark.is_some() || has_letter || hemisphere.is_some() {
            degrees += minutes / 60.0;
            plain = None;
            at = ended;
            let seconds_at = spaces(bytes, ended);
            let seconds = number(bytes, seconds_at)
                .filter(|(seconds, ..)| *seconds < 60.0 && minute_decimals == 0);
            if let Some((seconds, _, next)) = seconds
                && let Some(after) = mark(bytes, next, &["\"", "″", "”", "''", "′′", "sec"])
            {
                degrees += seconds / 3600.0;
                at = after;
            }
        }
    }
    let letter_at = spaces(bytes, at);
    if hemisphere.is_none()
        && let Some(found) = letter(bytes, letter_at)
    {
        hemisphere = Some(found);
        at = letter_at + 1;
    }
    let is_south_or_west = matches!(hemisphere, Some(b'S' | b'W'));
    let degrees = if is_negative || is_south_or_west { -degrees } else { degrees };
    Some(Angle { degrees, hemisphere, decimals: plain, end: at })
}

/// A letter of the compass that is not the beginning of a word.
fn letter(bytes: &[u8], at: usize) -> Option<u8> {
    let found = *bytes.get(at).filter(|byte| matches!(byte, b'N' | b'S' | b'E' | b'W'))?;
    let is_word = bytes.get(at + 1).is_some_and(|byte| {
        byte.is_ascii_alphabetic() || *byte >= 0x80 && !bytes[at + 1..].starts_with("°".as_bytes())
    });
    (!is_word).then_some(found)
}

fn sign(bytes: &[u8], at: usize) -> (bool, usize) {
    if bytes[at..].starts_with("−".as_bytes()) {
        return (true, at + "−".len());
    }
    match bytes.get(at) {
        Some(b'-') => (true, at + 1),
        Some(b'+') => (false, at + 1),
        _ => (false, at),
    }
}

/// Up to three figures and up to eight decimals.
fn number(bytes: &[u8], at: usize) -> Option<(f64, usize, usize)> {
    let digits = |from: usize| {
        bytes[from.min(bytes.len())..]
            .iter()
            .take(9)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let whole = digits(at);
    if whole == 0 || whole > 3 {
        return None;
    }
    let mut end = at + whole;
    let mut decimals = 0;
    if bytes.get(end) == Some(&b'.') {
        decimals = digits(end + 1);
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    let text = std::str::from_utf8(&bytes[at..end]).ok()?;
    Some((text.parse().ok()?, decimals, end))
}

fn mark(bytes: &[u8], at: usize, marks: &[&str]) -> Option<usize> {
    marks
        .iter()
        .find(|mark| bytes[at.min(bytes.len())..].starts_with(mark.as_bytes()))
        .map(|mark| at + mark.len())
}

fn spaces(bytes: &[u8], at: usize) -> usize {
    let n_spaces =
        bytes[at.min(bytes.len())..].iter().take(2).take_while(|byte| **byte == b' ').count();
    at + n_spaces
}

/// Between latitude and longitude: a comma, a semicolon, a slash or spaces.
fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at.min(bytes.len())..];
    let length =
        rest.iter().take(4).take_while(|byte| matches!(byte, b' ' | b',' | b';' | b'/')).count();
    (length > 0).then_some(at + length)
}

#[cfg(test)]
mod tests {
    use crate::selectors::values;

    #[test]
    fn positions_in_the_usual_notations() {
        for text in [
            "51.0504, 2.4083",
            "51.0504 N, 2.4083 E",
            "51°03.024'N 002°24.498'E",
            "51°03'01.44\"N 2°24'29.88\"E",
            "N51 03.024 E002 24.498",
            "51 03.024N 002 24.498E",
        ] {
            assert_eq!(values(text, None), ["coordinates 51.05040,2.40830"], "{text}");
        }
        assert_eq!(values("at 50.905, -1.404.", None), ["coordinates 50.90500,-1.40400"]);
    }

    #[test]
    fn other_pairs_are_no_positions() {
        for text in [
            "1.5, 2.5",
            "3,000, 2.4083",
            "91.1234, 2.4083",
            "2 of 51 03",
            "10.1234 N",
            "51.0504.2.4083",
            "N 5 E",
        ] {
            assert_eq!(values(text, None), [""; 0], "{text}");
        }
    }
}
