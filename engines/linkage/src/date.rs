//! Dates as records hold them: whole or in part, with day and month swapped, on the first of January when
//! only the year was known, and in the Gregorian, the Islamic or the Solar Hijri calendar.

/// A date as written, in whichever calendar it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, 0 if unknown.
    pub month: u8,
    /// The day, 0 if unknown.
    pub day: u8,
}

/// How far two dates agree, from not at all to the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Nothing in common.
    Different,
    /// Years that are near.
    NearYear,
    /// The same day and month in another year, or a year with one slip.
    SameDayOtherYear,
    /// The same year.
    SameYear,
    /// One of them is the first of January of the same year, the mark of an unknown day; or only a year.
    FirstOfJanuary,
    /// One slip, or day and month swapped.
    Slip,
    /// The same day, in one calendar or two.
    Same,
}

impl Date {
    /// Reads `1987-05-21`, `19870521`, `1987`, `1987-05`, `21.05.1987` or `21/05/1987`.
    pub fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|s| !s.is_empty()).collect();
        let number = |text: &str| text.parse::<i32>().ok();
        let date = match numbers.as_slice() {
            [all] if all.len() == 8 && all.is_ascii() => {
                (number(&all[..4])?, number(&all[4..6])?, number(&all[6..])?)
            }
            [year] if year.len() == 4 => (number(year)?, 0, 0),
            [year, month] if year.len() == 4 => (number(year)?, number(month)?, 0),
            [year, month, day, ..] if year.len() == 4 => {
                (number(year)?, number(month)?, number(day)?)
            }
            [day, month, year] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
            _ => return None,
        };
        let part = |value: i32| u8::try_from(value).ok().filter(|value| *value <= 99);
        Some(Self { year: date.0, month: part(date.1)?, day: part(date.2)? })
    }

    /// Compares two dates; `calendars` also reads each as Islamic or Solar Hijri where its year
    /// can be.
    pub fn agreement(self, other: Self, calendars: bool) -> Agreement {
        let plain = self.in_one_calendar(other);
        if !calendars || plain >= Agreement::SameYear {
            return plain;
        }
        let (old, new) = if self.year < other.year { (self, other) } else { (other, self) };
        if !(1250..1500).contains(&old.year) || new.year < 1850 {
            return plain;
        }
        let converted = [old.from_solar_hijri(), old.from_islamic()];
        let best = converted.into_iter().flatten().map(|date| date.nearly(new)).max();
        plain.max(best.unwrap_or(Agreement::Different))
    }

    fn in_one_calendar(self, other: Self) -> Agreement {
        if self == other {
            return if self.day == 0 { Agreement::FirstOfJanuary } else { Agreement::Same };
        }
        let vague = |date: Self| date.day == 0 || (date.day, date.month) == (1, 1);
        if self.year == other.year {
            let swapped = (self.day, self.month) == (other.month, other.day);
            let slip = self.month == other.month && one_digit(self.day.into(), other.day.into())
                || self.day == other.day && one_digit(self.month.into(), other.month.into());
            return match () {
                () if swapped || slip => Agreement::Slip,
                () if vague(self) || vague(other) => Agreement::FirstOfJanuary,
                () => Agreement::SameYear,
            };
        }
        let slip = one_digit(self.year, other.year);
        if (self.day, self.month) == (other.day, other.month) && !vague(self) {
            return if slip { Agreement::Slip } else { Agreement::SameDayOtherYear };
        }
        if self.year.abs_diff(other.year) <= 2 || slip {
            return Agreement::NearYear;
        }
        Agreement::Different
    }

    /// After a conversion a day's difference is no difference.
    fn nearly(self, other: Self) -> Agreement {
        let days = |date: Self| {
            i64::from(date.year) * 372 + i64::from(date.month) * 31 + i64::from(date.day)
        };
        match days(self).abs_diff(days(other)) {
            0..=1 => Agreement::Same,
            _ => self.in_one_calendar(other).min(Agreement::FirstOfJanuary),
        }
    }

    /// From the Solar Hijri calendar (Iran, Afghanistan), by the 33-year cycle that holds for the
    /// years 1244 to 1502 (Borkowski 1996).
    pub fn from_solar_hijri(self) -> Option<Self> {
        let month = i64::from(self.month.clamp(1, 12));
        let day = i64::from(self.day.clamp(1, 31));
        let year = i64::from(self.year);
        let leaps = (8 * year + 21) / 33;
        let before = (month - 1) * 31 - (month - 7).max(0);
        // 1 Farvardin 1 is day 226,895 of the proleptic Gregorian calendar's count from year 1.
        Self::from_day_count(226_894 + (year - 1) * 365 + leaps + before + day)
    }

    /// From the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24,
    /// 26 and 29 of each 30).
    pub fn from_islamic(self) -> Option<Self> {
        let month = i64::from(self.month.clamp(1, 12));
        let day = i64::from(self.day.clamp(1, 30));
        let year = i64::from(self.year);
        let before = (59 * (month - 1) + 1) / 2;
        Self::from_day_count(227_014 + (year - 1) * 354 + (3 + 11 * year) / 30 + before + day)
    }

    /// From days since 31 December of the year 0 (Gregorian, proleptic).
    fn from_day_count(days: i64) -> Option<Self> {
        // Civil from days, with years that begin in March.
        let shifted = days + 305;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march + 2) / 5 + 1;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Some(Self {
            year: i32::try_from(year).ok()?,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
        })
    }
}

/// Whether two numbers differ in one decimal digit, or in two neighbours swapped.
fn one_digit(a: i32, b: i32) -> bool {
    let digits = |n: i32| [n / 1000 % 10, n / 100 % 10, n / 10 % 10, n % 10];
    let (a, b) = (digits(a), digits(b));
    let differing: Vec<usize> = (0..4).filter(|place| a[*place] != b[*place]).collect();
    match differing.as_slice() {
        [] | [_] => true,
        [first, second] => {
            second - first == 1 && a[*first] == b[*second] && a[*second] == b[*first]
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Date};

    fn agree(a: &str, b: &str) -> Agreement {
        let (a, b) = (Date::parse(a), Date::parse(b));
        a.zip(b).map_or(Agreement::Different, |(a, b)| a.agreement(b, true))
    }

    #[test]
    fn levels() {
        assert_eq!(agree("1987-05-21", "19870521"), Agreement::Same);
        assert_eq!(agree("1987-05-12", "1987-12-05"), Agreement::Slip);
        assert_eq!(agree("1987-05-12", "1987-01-01"), Agreement::FirstOfJanuary);
        assert_eq!(agree("1987-05-12", "1978-05-12"), Agreement::Slip);
        assert_eq!(agree("1987-05-12", "1987-08-30"), Agreement::SameYear);
        assert_eq!(agree("1987-05-12", "1945-08-30"), Agreement::Different);
    }

    #[test]
    fn calendars_meet() {
        // Nowruz 1404 was 21 March 2025; 1 Muharram 1446 was 7 or 8 July 2024.
        assert_eq!(agree("1404-01-01", "2025-03-21"), Agreement::Same);
        assert_eq!(agree("1446-01-01", "2024-07-08"), Agreement::Same);
        assert_eq!(agree("1365-06-10", "1986-09-01"), Agreement::Same);
    }

    #[test]
    fn nonsense_is_no_date() {
        for text in ["", "x", "99999999999", "1", "12-34", "0000-00-00-00"] {
            let _ = Date::parse(text);
        }
        assert_eq!(Date::parse("unknown"), None);
    }
}
