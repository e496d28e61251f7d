//! When a zone is watched, as people write it: `Mon-Fri 22:00-05:00`, `Sat,Sun`, `06:00-18:00`.
//!
//! Days, a time or both; days are English, cut to three letters, single, in lists or in ranges that
//! may go over Sunday. A time that ends at or before its beginning ends on the next day. UTC.

use crossbearing_tracks::Window;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const ALL_DAYS: u8 = 0b111_1111;

/// Reads one window.
pub(crate) fn window(text: &str) -> Result<Window, String> {
    let mut window = Window { days: ALL_DAYS, from: 0, until: 0 };
    let parts: Vec<&str> = text.split_whitespace().collect();
    let (days, time) = match parts[..] {
        [time] if time.contains(':') => (None, Some(time)),
        [days] => (Some(days), None),
        [days, time] => (Some(days), Some(time)),
        _ => return Err(format!("`{text}` is no time of the week: write `Mon-Fri 22:00-05:00`")),
    };
    if let Some(days) = days {
        window.days =
            days.split(',').try_fold(0, |all, range| Ok::<_, String>(all | span(range)?))?;
    }
    if let Some(time) = time {
        let (from, until) = time
            .split_once('-')
            .ok_or_else(|| format!("`{time}` has no end: write `22:00-05:00`"))?;
        // Midnight ends a day as 24:00 and begins one as 00:00.
        (window.from, window.until) = (minute(from, 1439)?, minute(until, 1440)? % 1440);
    }
    Ok(window)
}

fn span(range: &str) -> Result<u8, String> {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (first, last) = (day(first)?, day(last)?);
    let n_days = (last + 7 - first) % 7;
    Ok((0..=n_days).fold(0, |days, ahead| days | 1 << ((first + ahead) % 7)))
}

fn day(name: &str) -> Result<usize, String> {
    let lower = name.to_ascii_lowercase();
    let known = DAYS.iter().position(|day| lower == *day);
    known.ok_or_else(|| format!("`{name}` is no day: write {}", DAYS.join(", ")))
}

fn minute(text: &str, last: u16) -> Result<u16, String> {
    let wrong = || format!("`{text}` is no time of day: write hours and minutes, such as 22:00");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let number = |digits: &str| {
        let plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten().ok_or_else(wrong)
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let minute = hours * 60 + minutes;
    if minutes < 60 && minute <= last { Ok(minute) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn times_of_the_week_are_read_as_people_write_them() {
        for (text, expected) in [
            ("Mon-Fri 22:00-05:00", (0b001_1111, 1320, 300)),
            ("sat,SUN", (0b110_0000, 0, 0)),
            ("Sat-Mon 06:30-24:00", (0b110_0001, 390, 0)),
            ("00:00-24:00", (0b111_1111, 0, 0)),
        ] {
            let window = window(text).expect(text);
            assert_eq!((window.days, window.from, window.until), expected, "{text}");
        }
        for bad in ["", "Mon 22-05", "Mond", "24:00-25:00", "22:00", "+1:00-02:00", "Mon Tue Wed"] {
            assert!(window(bad).is_err(), "{bad}");
        }
    }
}
