//! Days of the calendar, counted.

use std::fmt;

use crossbearing_model::Instant;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A day, counted from 1970-01-01. Displayed as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Day(i32);

impl Day {
    pub(crate) fn of(instant: Instant) -> Self {
        Self(instant.millis().div_euclid(MILLIS_PER_DAY) as i32)
    }

    pub(crate) fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// The instant at this hour and minute of the day, UTC.
    pub(crate) fn at(self, hour: i32, minute: i32) -> Instant {
        let minutes = i64::from(hour * 60 + minute);
        Instant::from_millis(i64::from(self.0) * MILLIS_PER_DAY + minutes * 60_000)
    }

    /// Year, month and day of month in the Gregorian calendar (H. Hinnant, "chrono-compatible
    /// low-level date algorithms", `civil_from_days`: years that begin in March, in eras of 400).
    pub(crate) fn civil(self) -> (i32, u32, u32) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month as u32, day as u32)
    }

    /// Whole years from this day to `later`.
    pub(crate) fn years_until(self, later: Self) -> i32 {
        let (from, to) = (self.civil(), later.civil());
        to.0 - from.0 - i32::from((to.1, to.2) < (from.1, from.2))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_agree_with_the_models_calendar() {
        for number in (-40_000..40_000).step_by(37) {
            let day = Day(number);
            assert_eq!(day.at(0, 0).day(), day.to_string());
            assert_eq!(Day::of(day.at(23, 59)), day);
        }
    }

    #[test]
    fn a_birthday_counts_on_its_day() {
        let day = |text: &str| Day::of(format!("{text}T00:00:00Z").parse().unwrap());
        assert_eq!(day("2008-02-29").years_until(day("2026-02-28")), 17);
        assert_eq!(day("2008-02-29").years_until(day("2026-03-01")), 18);
    }
}
