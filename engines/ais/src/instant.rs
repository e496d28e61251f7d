//! Instants as AIS feeds write them: milliseconds since 1970, UTC, without leap seconds.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// The days from 1970-01-01 to a date of the proleptic Gregorian calendar (H. Hinnant,
/// "chrono-compatible low-level date algorithms", `days_from_civil`).
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a number of days from 1970-01-01 (as above, `civil_from_days`).
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// An instant from its parts, if they are a date and a time of day.
pub(crate) fn from_parts(date: [i64; 3], time: [i64; 3], millis: i64) -> Option<Millis> {
    let ([year, month, day], [hour, minute, second]) = (date, time);
    let sound = (1..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second)
        && (0..1000).contains(&millis);
    let seconds =
        || days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    sound.then(|| seconds() * 1000 + millis)
}

/// An instant from a count since 1970 in seconds, milliseconds or microseconds, told apart by
/// its size: as seconds the limit is the year 5138, as milliseconds the same.
pub(crate) fn from_epoch(count: i64) -> Millis {
    if count < 100_000_000_000 {
        count * 1000
    } else if count < 100_000_000_000_000 {
        count
    } else {
        count / 1000
    }
}

/// An instant written at the start of a line: a count since 1970, with or without decimals, or
/// year, month, day, hour, minute and second in this order with anything between them.
pub(crate) fn parse(text: &[u8]) -> Option<Millis> {
    let numbers = Numbers::read(text)?;
    match numbers.digits {
        [8..=18, 0, ..] if numbers.values[0] >= 100_000_000 => Some(from_epoch(numbers.values[0])),
        [9..=18, 1..=6, 0, ..] if !text.iter().any(|byte| matches!(byte, b'-' | b':' | b' ')) => {
            Some(from_epoch(numbers.values[0]) + numbers.millis(1))
        }
        [4, 2, 2, 2, 2, 2, ..] => {
            let [year, month, day, hour, minute, second, ..] = numbers.values;
            from_parts([year, month, day], [hour, minute, second], numbers.millis(6))
        }
        [8, 6, 0, ..] => {
            let [date, time, ..] = numbers.values;
            from_parts(split(date), split(time), 0)
        }
        _ => None,
    }
}

/// Four (or two), two and two digits of a number.
pub(crate) fn split(number: i64) -> [i64; 3] {
    [number / 10_000, number / 100 % 100, number % 100]
}

/// An instant written as text: a count since 1970, or a date and time of day, UTC.
pub fn parse_instant(text: &str) -> Option<Millis> {
    parse(text.as_bytes())
}

/// The numbers in a text and how many digits each has.
struct Numbers {
    values: [i64; 8],
    digits: [u8; 8],
}

impl Numbers {
    fn read(text: &[u8]) -> Option<Self> {
        let mut numbers = Self { values: [0; 8], digits: [0; 8] };
        let runs = text.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty());
        for (idx, run) in runs.enumerate() {
            if idx == 8 || run.len() > 18 {
                return None;
            }
            numbers.values[idx] = digits(run)?;
            numbers.digits[idx] = run.len() as u8;
        }
        Some(numbers)
    }

    /// The thousandths that a number says as decimals.
    fn millis(&self, idx: usize) -> i64 {
        match self.digits[idx] {
            0 => 0,
            1 => self.values[idx] * 100,
            2 => self.values[idx] * 10,
            digits => self.values[idx] / 10_i64.pow(u32::from(digits.min(18)) - 3),
        }
    }
}

/// A number of at most 18 digits.
pub(crate) fn digits(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 18 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(text.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0')))
}

/// An instant as RFC 3339 with milliseconds; years beyond four digits are written as they are.
pub fn rfc_3339(millis: Millis) -> String {
    let days = millis.div_euclid(86_400_000);
    let rest = millis.rem_euclid(86_400_000);
    let (year, month, day) = civil_from_days(days);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, millis) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

#[cfg(test)]
mod tests {
    use super::{civil_from_days, days_from_civil, parse, rfc_3339};

    #[test]
    fn dates_go_there_and_back() {
        for days in (-800_000..3_000_000).step_by(97) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
        assert_eq!(days_from_civil(2000, 3, 1), 11_017);
    }

    #[test]
    fn line_starts_are_read() {
        let said = "2010-06-11T11:46:11.390Z";
        let expected = 1_276_256_771_390;
        assert_eq!(rfc_3339(expected), said);
        for text in [
            said,
            "2010-06-11 11:46:11.39,",
            "[2010/06/11 11:46:11.390] ",
            "1276256771390 ",
            "1276256771.390;",
            "1276256771390000",
        ] {
            assert_eq!(parse(text.as_bytes()), Some(expected), "{text}");
        }
        assert_eq!(parse(b"20100611 114611 "), Some(1_276_256_771_000));
        for text in ["", "12", "2010-13-11 11:46:11", "99999999999999999999999", "a-b"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
