//! Days as people write them.

use crate::day::Day;
use crate::invention::phrases::{Language, key};

/// `day` in words or digits, in one of several styles.
pub(crate) fn written(day: (i32, u32, u32), language: Language, style: usize) -> String {
    let (year, month, day) = day;
    match (language, style % 4) {
        (_, 0) => format!("{year:04}-{month:02}-{day:02}"),
        (_, 1) if language == Language::English => {
            format!("{} {day}, {year}", month_name(month, language))
        }
        _ => format!("{day} {} {year}", month_name(month, language)),
    }
}

/// `day` as an event's name carries it.
pub(crate) fn in_name(day: Day, language: Language) -> String {
    written(day.civil(), language, 2)
}

fn month_name(month: u32, language: Language) -> &'static str {
    const NUMBERS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
    let number = NUMBERS.get(month.wrapping_sub(1) as usize).copied().unwrap_or_default();
    language.phrase(key("month", number))
}
