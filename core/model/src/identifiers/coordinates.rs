//! Points on the earth, in the notations that reports use.

use std::fmt;
use std::str::FromStr;

use super::{ascii_digit, grid};
use crate::{Error, Result};

/// A point on the earth (WGS 84), to a millionth of a degree: about a tenth of a metre.
///
/// Read are degrees (`51.0504, 2.3758`, `51.0504N 2.3758E`), degrees and minutes
/// (`51°03.02'N 002°22.55'E`), degrees, minutes and seconds (`51 03 01 N, 2 22 33 E`), UTM
/// (`31U 456266 5655529`) and MGRS (`31UDS5626655529`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinates {
    north: i32,
    east: i32,
}

const MILLIONTHS: f64 = 1e6;

impl Coordinates {
    /// The point at these degrees, if the earth has it.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        on_earth.then(|| Self {
            north: (latitude * MILLIONTHS).round() as i32,
            east: (longitude * MILLIONTHS).round() as i32,
        })
    }

    /// Degrees north of the equator.
    pub fn latitude(self) -> f64 {
        f64::from(self.north) / MILLIONTHS
    }

    /// Degrees east of Greenwich.
    pub fn longitude(self) -> f64 {
        f64::from(self.east) / MILLIONTHS
    }

    /// One latitude, in degrees or with minutes and seconds: `51°03.02'N`.
    pub fn read_latitude(text: &str) -> Result<f64> {
        one_angle(text, Axis::Latitude)
    }

    /// One longitude, in degrees or with minutes and seconds: `002°22.55'E`.
    pub fn read_longitude(text: &str) -> Result<f64> {
        one_angle(text, Axis::Longitude)
    }
}

/// The greatest length of a notation, in bytes.
const LIMIT: usize = 120;

impl FromStr for Coordinates {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || {
            Error::malformed(
                "position",
                text,
                "degrees such as 51.0504, 2.3758 or 51°03.02'N 2°22.55'E",
            )
        };
        if text.len() > LIMIT {
            return Err(bad());
        }
        if let Some(point) = grid::read(text) {
            return Ok(point);
        }
        let (first, second) = angles(text).ok_or_else(bad)?;
        let (latitude, longitude) = match (first.axis, second.axis) {
            (Some(Axis::Longitude), Some(Axis::Latitude)) => (second, first),
            (Some(Axis::Latitude), Some(Axis::Longitude)) | (None, None) => (first, second),
            _ => return Err(bad()),
        };
        Self::new(latitude.degrees, longitude.degrees).ok_or_else(bad)
    }
}

impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.latitude(), self.longitude())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Latitude,
    Longitude,
}

struct Angle {
    degrees: f64,
    axis: Option<Axis>,
}

fn one_angle(text: &str, axis: Axis) -> Result<f64> {
    let (what, limit) = match axis {
        Axis::Latitude => ("latitude", 90.0),
        Axis::Longitude => ("longitude", 180.0),
    };
    let tokens = if text.len() <= LIMIT { tokens(text) } else { None };
    tokens
        .and_then(|tokens| angle(&tokens))
        .filter(|angle| angle.axis.is_none_or(|given| given == axis))
        .map(|angle| angle.degrees)
        .filter(|degrees| degrees.abs() <= limit)
        .ok_or_else(|| {
            Error::malformed(
                what,
                text,
                "degrees, or degrees, minutes and seconds with N, S, E or W",
            )
        })
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(String),
    Hemisphere(char),
    Comma,
}

/// Numbers, hemispheres and the commas between angles; the signs of degrees, minutes and seconds
/// say nothing that the order does not say.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut number = String::new();
    let flush = |number: &mut String, tokens: &mut Vec<Token>| {
        if !number.is_empty() {
            tokens.push(Token::Number(std::mem::take(number)));
        }
    };
    for c in text.trim().chars() {
        if let Some(digit) = ascii_digit(c) {
            number.push(digit);
            continue;
        }
        match c {
            '.' => number.push('.'),
            '-' | '\u{2212}' | '+' if number.is_empty() => {
                number.push(if c == '+' { '+' } else { '-' });
            }
            _ => {
                flush(&mut number, &mut tokens);
                match c.to_ascii_uppercase() {
                    hemisphere @ ('N' | 'S' | 'E' | 'W') => {
                        tokens.push(Token::Hemisphere(hemisphere));
                    }
                    ',' | ';' | '/' => tokens.push(Token::Comma),
                    '°' | 'º' | '˚' | '\'' | '’' | '′' | '"' | '”' | '″' | ':' | '-' | '*' =>
                        {}
                    c if c.is_whitespace() => {}
                    _ => return None,
                }
            }
        }
    }
    flush(&mut number, &mut tokens);
    Some(tokens)
}

/// Splits a notation into its two angles: at the comma, or behind or before the hemispheres, or in
/// the middle.
fn angles(text: &str) -> Option<(Angle, Angle)> {
    let tokens = tokens(text)?;
    if let Some(at) = tokens.iter().position(|token| *token == Token::Comma) {
        return Some((angle(&tokens[..at])?, angle(&tokens[at + 1..])?));
    }
    let hemispheres: Vec<usize> =
        (0..tokens.len()).filter(|&at| matches!(tokens[at], Token::Hemisphere(_))).collect();
    let at = match hemispheres[..] {
        [] if tokens.len() % 2 == 0 => tokens.len() / 2,
        [0, second] => second,
        [first, last] if last + 1 == tokens.len() => first + 1,
        _ => return None,
    };
    Some((angle(&tokens[..at])?, angle(&tokens[at..])?))
}

fn angle(tokens: &[Token]) -> Option<Angle> {
    let (hemisphere, numbers) = match tokens {
        [Token::Hemisphere(c), numbers @ ..] | [numbers @ .., Token::Hemisphere(c)] => {
            (Some(*c), numbers)
        }
        numbers => (None, numbers),
    };
    let mut parts = numbers.iter().map(|token| match token {
        Token::Number(number) => number.parse::<f64>().ok().filter(|part| part.is_finite()),
        _ => None,
    });
    let degrees = parts.next()??;
    let minutes = parts.next().unwrap_or(Some(0.0))?;
    let seconds = parts.next().unwrap_or(Some(0.0))?;
    let sixtieth = |part: f64| (0.0..60.0).contains(&part);
    let whole_before = |part: f64, next: f64| next == 0.0 || part.fract() == 0.0;
    if parts.next().is_some()
        || !sixtieth(minutes)
        || !sixtieth(seconds)
        || !whole_before(degrees, minutes)
        || !whole_before(minutes, seconds)
    {
        return None;
    }
    let negative = matches!(&numbers[0], Token::Number(number) if number.starts_with('-'));
    if negative && hemisphere.is_some() {
        return None;
    }
    let size = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    let south_or_west = negative || matches!(hemisphere, Some('S' | 'W'));
    let axis =
        hemisphere.map(|c| if matches!(c, 'N' | 'S') { Axis::Latitude } else { Axis::Longitude });
    Some(Angle { degrees: if south_or_west { -size } else { size }, axis })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_notations_are_one_point() {
        for text in [
            "51.0504, 2.3758",
            "51.0504 2.3758",
            "51.0504N 2.3758E",
            "N51.0504 E2.3758",
            "2.3758E, 51.0504N",
            "51°03.024'N 002°22.548'E",
            "51°03'01.44\"N 2°22'32.88\"E",
            "51 03 01.44 N, 2 22 32.88 E",
            "51-03.024N 002-22.548E",
            "51°03′01.44″ 2°22′32.88″",
        ] {
            let point: Coordinates = text.parse().unwrap();
            assert_eq!(point.to_string(), "51.0504,2.3758", "{text}");
        }
        assert_eq!("33.5S 18.25W".parse::<Coordinates>().unwrap().to_string(), "-33.5,-18.25");
        assert_eq!("-33.5 -18.25".parse::<Coordinates>().unwrap().to_string(), "-33.5,-18.25");
    }

    #[test]
    fn one_angle_can_stand_alone() {
        let latitude = Coordinates::read_latitude("51°03.024'N").unwrap();
        assert!((latitude - 51.0504).abs() < 1e-9);
        assert!(Coordinates::read_longitude("-2.5").unwrap() < -2.4);
        assert!(Coordinates::read_latitude("2.5E").is_err());
        assert!(Coordinates::read_latitude("90.1").is_err());
    }

    #[test]
    fn points_off_the_earth_are_refused() {
        for text in [
            "",
            "91, 0",
            "0, 181",
            "51.5",
            "51 61 0 N 0 0 0 E",
            "-51N 2E",
            "a,b",
            "1 2 3 4 5",
            "N N",
            ",",
            "51.5N 0.1N",
            "1.5 30 N 2 E",
        ] {
            assert!(text.parse::<Coordinates>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64) {
            let point = Coordinates::new(latitude, longitude).unwrap();
            proptest::prop_assert_eq!(point.to_string().parse::<Coordinates>().unwrap(), point);
        }

        #[test]
        fn nothing_breaks_it(text in "[0-9NSEW°'\" ,.+-]{0,30}") {
            let _ = text.parse::<Coordinates>();
        }
    }
}
