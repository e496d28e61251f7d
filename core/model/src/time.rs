//! Instants, dates known only in part, and periods.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

impl Instant {
    /// The earliest instant that has a date: the start of the year 1.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// The latest instant that has a date: the end of the year 9999, to the millisecond.
    pub const MAX: Self = Self(253_402_207_200_000 - 1);

    /// The instant at `millis` milliseconds since 1970, held within [`Self::MIN`] and [`Self::MAX`].
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The instant `millis` milliseconds later.
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The day in UTC, as `YYYY-MM-DD`.
    pub fn day(self) -> String {
        self.to_string()[..10].to_owned()
    }

    fn at_midnight(day: Date) -> Self {
        day.to_zoned(TimeZone::UTC)
            .map_or(Self::MIN, |zoned| Self::from_millis(zoned.timestamp().as_millisecond()))
    }
}

impl FromStr for Instant {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        text.parse::<Timestamp>()
            .map(|timestamp| Self::from_millis(timestamp.as_millisecond()))
            .map_err(|_| Error::malformed("time", text, "RFC 3339, such as 2026-05-01T12:00:00Z"))
    }
}

impl TryFrom<String> for Instant {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> Self {
        instant.to_string()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::MAX);
        if self.0 % 1000 == 0 { write!(f, "{timestamp:.0}") } else { write!(f, "{timestamp:.3}") }
    }
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// The year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// The time of day, in UTC.
    Time,
}

/// A date as precise as its source: `2024`, `2024-02`, `2024-02-12` or an RFC 3339 time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    start: Instant,
    precision: Precision,
}

impl PartialDate {
    /// How much of it is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first instant it can mean.
    pub fn earliest(self) -> Instant {
        self.start
    }

    /// The last instant it can mean, to the millisecond.
    pub fn latest(self) -> Instant {
        let day = self.first_day();
        let next = match self.precision {
            Precision::Year => date(day.year().saturating_add(1).min(9999), 1, 1),
            Precision::Month if day.month() == 12 => {
                date(day.year().saturating_add(1).min(9999), 1, 1)
            }
            Precision::Month => date(day.year(), day.month() + 1, 1),
            Precision::Day => day.tomorrow().unwrap_or(day),
            Precision::Time => return self.start,
        };
        let next = Instant::at_midnight(next);
        if next > self.start { next.plus_millis(-1) } else { Instant::MAX }
    }

    /// A day.
    pub fn day(year: i16, month: i8, day: i8) -> Result<Self> {
        let no_such_date = || Error::NoSuchDate { text: format!("{year:04}-{month:02}-{day:02}") };
        if year < 1 {
            return Err(no_such_date());
        }
        let date = Date::new(year, month, day).map_err(|_| no_such_date())?;
        Ok(Self { start: Instant::at_midnight(date), precision: Precision::Day })
    }

    /// A month.
    pub fn month(year: i16, month: i8) -> Result<Self> {
        Ok(Self { precision: Precision::Month, ..Self::day(year, month, 1)? })
    }

    /// A year.
    pub fn year(year: i16) -> Result<Self> {
        Ok(Self { precision: Precision::Year, ..Self::day(year, 1, 1)? })
    }

    fn first_day(self) -> Date {
        Timestamp::from_millisecond(self.start.millis())
            .map_or(Date::MAX, |timestamp| TimeZone::UTC.to_datetime(timestamp).date())
    }
}

impl From<Instant> for PartialDate {
    fn from(start: Instant) -> Self {
        Self { start, precision: Precision::Time }
    }
}

impl FromStr for PartialDate {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let no_such_date = || Error::NoSuchDate { text: text.chars().take(40).collect() };
        if text.len() > 10 {
            return text.parse::<Instant>().map(Self::from).map_err(|_| no_such_date());
        }
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Result<Option<i16>> {
            let Some(part) = parts.next() else { return Ok(None) };
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            let number = if plain { part.parse().ok() } else { None };
            number.map(Some).ok_or_else(no_such_date)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return Err(no_such_date());
        }
        match (year, month, day) {
            (Some(year), None, _) => Self::year(year),
            (Some(year), Some(month), None) => Self::month(year, month as i8),
            (Some(year), Some(month), Some(day)) => Self::day(year, month as i8, day as i8),
            (None, ..) => Err(no_such_date()),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first_day();
        match self.precision {
            Precision::Year => write!(f, "{:04}", day.year()),
            Precision::Month => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Precision::Day => write!(f, "{day}"),
            Precision::Time => self.start.fmt(f),
        }
    }
}

/// From when to when something held; either end may be unknown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Period {
    /// When it began, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// When it ended, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
}

impl Period {
    /// Whether nothing is known of it.
    pub fn is_unknown(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(from) = self.from {
            write!(f, "{from}")?;
        }
        f.write_str("/")?;
        if let Some(to) = self.to {
            write!(f, "{to}")?;
        }
        Ok(())
    }
}

impl FromStr for Period {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let end = |end: &str| if end.is_empty() { Ok(None) } else { end.parse().map(Some) };
        let Some((from, to)) = text.split_once('/') else {
            return Err(Error::malformed("period", text, "FROM/TO, either end may be empty"));
        };
        Ok(Self { from: end(from)?, to: end(to)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_the_precision_of_its_source() {
        for text in ["2024", "2024-02", "2024-02-29", "2024-02-29T23:59:58Z", "0001-01-01"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "2023-02-29",
            "2024-13",
            "24",
            "2024-2",
            "",
            "2024-02-30",
            "0000",
            "+024-01",
            "9999-99-99",
            "2024-02-29T25:00:00Z",
        ] {
            let message = text.parse::<PartialDate>().unwrap_err().to_string();
            assert!(message.contains("YYYY-MM-DD"), "{text}: {message}");
        }
    }

    #[test]
    fn a_partial_date_spans_what_it_can_mean() {
        let span = |text: &str| {
            let date: PartialDate = text.parse().unwrap();
            (date.earliest().to_string(), date.latest().to_string())
        };
        assert_eq!(span("2024").1, "2024-12-31T23:59:59.999Z");
        assert_eq!(
            span("2024-02"),
            ("2024-02-01T00:00:00Z".into(), "2024-02-29T23:59:59.999Z".into())
        );
        assert_eq!(span("2024-12").1, "2024-12-31T23:59:59.999Z");
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for text in ["9999", "9999-12", "9999-12-31", "0001"] {
            let date: PartialDate = text.parse().unwrap();
            assert!(date.latest() >= date.earliest(), "{text}");
            let _ = date.to_string();
        }
        let _ = Instant::from_millis(i64::MAX).to_string();
        let _ = Instant::from_millis(i64::MIN).to_string();
    }
}
