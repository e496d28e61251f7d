//! Machine-readable zones of travel documents.

use std::fmt;
use std::str::FromStr;

use super::Country;
use crate::{Error, PartialDate, Result};

/// A machine-readable zone, its check digits verified (ICAO Doc 9303, parts 3 to 7).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mrz {
    format: MrzFormat,
    lines: Vec<String>,
}

/// The sizes that travel documents have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MrzFormat {
    /// Cards of the size of a bank card: three lines of 30.
    Td1,
    /// Larger cards: two lines of 36.
    Td2,
    /// Passports: two lines of 44.
    Td3,
    /// Visas of the size of a passport page: two lines of 44.
    MrvA,
    /// Smaller visas: two lines of 36.
    MrvB,
}

/// Where a part stands: line and first column from zero, and length.
type Place = (usize, usize, usize);

/// Where the parts of a format stand.
struct Layout {
    number: Place,
    nationality: Place,
    birth: Place,
    sex: Place,
    expiry: Place,
    name: Place,
    optional: &'static [Place],
    /// Parts that are followed by their check digit.
    checked: &'static [Place],
    /// Parts that the last check digit covers together, and where it stands.
    composite: Option<(&'static [Place], Place)>,
}

impl MrzFormat {
    fn layout(self) -> &'static Layout {
        match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA => &MRV_A,
            Self::MrvB => &MRV_B,
        }
    }

    fn of(lines: &[String]) -> Option<Self> {
        let visa = lines.first()?.starts_with('V');
        let of_length = |length| lines.iter().all(|line| line.len() == length);
        match lines.len() {
            3 if of_length(30) => Some(Self::Td1),
            2 if of_length(36) => Some(if visa { Self::MrvB } else { Self::Td2 }),
            2 if of_length(44) => Some(if visa { Self::MrvA } else { Self::Td3 }),
            _ => None,
        }
    }
}

const TD1: Layout = Layout {
    number: (0, 5, 9),
    nationality: (1, 15, 3),
    birth: (1, 0, 6),
    sex: (1, 7, 1),
    expiry: (1, 8, 6),
    name: (2, 0, 30),
    optional: &[(0, 15, 15), (1, 18, 11)],
    checked: &[(0, 5, 9), (1, 0, 6), (1, 8, 6)],
    composite: Some((&[(0, 5, 25), (1, 0, 7), (1, 8, 7), (1, 18, 11)], (1, 29, 1))),
};
const TD2: Layout = Layout {
    number: (1, 0, 9),
    nationality: (1, 10, 3),
    birth: (1, 13, 6),
    sex: (1, 20, 1),
    expiry: (1, 21, 6),
    name: (0, 5, 31),
    optional: &[(1, 28, 7)],
    checked: &[(1, 0, 9), (1, 13, 6), (1, 21, 6)],
    composite: Some((&[(1, 0, 10), (1, 13, 7), (1, 21, 14)], (1, 35, 1))),
};
const TD3: Layout = Layout {
    name: (0, 5, 39),
    optional: &[(1, 28, 14)],
    checked: &[(1, 0, 9), (1, 13, 6), (1, 21, 6), (1, 28, 14)],
    composite: Some((&[(1, 0, 10), (1, 13, 7), (1, 21, 22)], (1, 43, 1))),
    ..TD2
};
const MRV_A: Layout = Layout {
    name: (0, 5, 39),
    optional: &[(1, 28, 16)],
    checked: &[(1, 0, 9), (1, 13, 6), (1, 21, 6)],
    composite: None,
    ..TD2
};
const MRV_B: Layout = Layout { optional: &[(1, 28, 8)], composite: None, ..TD2 };

impl Mrz {
    /// The format, which also tells a visa from a passport.
    pub fn format(&self) -> MrzFormat {
        self.format
    }

    /// The lines as printed.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }

    /// The document's code, such as `P` or `ID`.
    pub fn document_code(&self) -> &str {
        self.part((0, 0, 2))
    }

    /// The country or organisation that issued it.
    pub fn issuer(&self) -> Option<Country> {
        Country::of_mrz(self.part((0, 2, 3)))
    }

    /// The document's number; the long numbers of cards continue in the optional part.
    pub fn document_number(&self) -> String {
        let number = self.part(self.layout().number);
        match self.long_number() {
            Some((rest, _)) => format!("{number}{rest}"),
            None => number.to_owned(),
        }
    }

    /// Family names; spaces stand where the zone has fillers.
    pub fn surname(&self) -> String {
        self.name_part(0)
    }

    /// Given names, if the zone has room for them.
    pub fn given_names(&self) -> String {
        self.name_part(1)
    }

    /// The nationality of the holder.
    pub fn nationality(&self) -> Option<Country> {
        Country::of_mrz(self.part(self.layout().nationality))
    }

    /// `male` or `female`; none if the document leaves it open.
    pub fn gender(&self) -> Option<&'static str> {
        match self.part(self.layout().sex) {
            "M" => Some("male"),
            "F" => Some("female"),
            _ => None,
        }
    }

    /// The date of birth, as far as given. The zone has two digits of the year: the century is the
    /// last in which the holder was born by the year `seen_in`.
    pub fn birth_date(&self, seen_in: i16) -> Option<PartialDate> {
        self.date(self.layout().birth, |year| year <= seen_in, seen_in / 100 * 100)
    }

    /// The last day of validity, within fifty years of the year `seen_in`.
    pub fn expiry_date(&self, seen_in: i16) -> Option<PartialDate> {
        self.date(self.layout().expiry, |year| year <= seen_in + 50, (seen_in + 50) / 100 * 100)
    }

    /// What the issuer printed besides: a personal number, as a rule.
    pub fn optional(&self) -> String {
        let parts = self.layout().optional.iter().map(|&place| self.part(place));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn layout(&self) -> &'static Layout {
        self.format.layout()
    }

    /// What stands at a place, with its fillers.
    fn printed(&self, (line, start, length): Place) -> &str {
        self.lines.get(line).and_then(|line| line.get(start..start + length)).unwrap_or_default()
    }

    fn part(&self, place: Place) -> &str {
        self.printed(place).trim_end_matches('<')
    }

    fn name_part(&self, at: usize) -> String {
        let name = self.part(self.layout().name);
        name.split("<<").nth(at).unwrap_or_default().replace('<', " ").trim().to_owned()
    }

    fn date(
        &self,
        place: Place,
        possible: impl Fn(i16) -> bool,
        century: i16,
    ) -> Option<PartialDate> {
        let digits = self.printed(place);
        let two = |at: usize| digits.get(at..at + 2)?.parse::<i16>().ok();
        let year = century + two(0)?;
        let year = if possible(year) { year } else { year - 100 };
        match (two(2), two(4)) {
            (Some(month), Some(day)) => PartialDate::day(year, month as i8, day as i8).ok(),
            (Some(month), None) => PartialDate::month(year, month as i8).ok(),
            (None, _) => PartialDate::year(year).ok(),
        }
    }

    /// On cards whose number is longer than nine signs, a filler stands at its check digit and the
    /// rest begins the optional part, its own check digit last (Doc 9303-5, 4.2.2.1 note j).
    fn long_number(&self) -> Option<(&str, char)> {
        let (line, start, length) = self.layout().number;
        if self.format != MrzFormat::Td1 || self.printed((line, start + length, 1)) != "<" {
            return None;
        }
        let rest = self.part((0, 15, 15)).split('<').next()?;
        let check = rest.chars().next_back()?;
        Some((rest.strip_suffix(check)?, check))
    }

    fn is_checked(&self) -> bool {
        let layout = self.layout();
        let each = layout.checked.iter().all(|&(line, start, length)| {
            let part = self.printed((line, start, length));
            let check = self.printed((line, start + length, 1));
            if (line, start, length) == layout.number
                && let Some((rest, check)) = self.long_number()
            {
                return check_digit(part.chars().chain(rest.chars())) == check;
            }
            let empty = part.bytes().all(|byte| byte == b'<') && check == "<";
            empty || check.starts_with(check_digit(part.chars()))
        });
        let together = layout.composite.is_none_or(|(parts, check)| {
            let content = parts.iter().flat_map(|&place| self.printed(place).chars());
            self.printed(check).starts_with(check_digit(content))
        });
        each && together
    }
}

/// The sum of the signs' values weighted 7, 3, 1, modulo ten (Doc 9303-3, 4.9).
fn check_digit(content: impl Iterator<Item = char>) -> char {
    let value = |c: char| c.to_digit(36).unwrap_or(0);
    let sum: u32 =
        content.zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

impl FromStr for Mrz {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || {
            Error::malformed(
                "machine-readable zone",
                text,
                "its lines as printed: three of 30, two of 36 or two of 44 signs",
            )
        };
        if text.len() > 400 {
            return Err(bad());
        }
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.replace([' ', '«'], "").to_ascii_uppercase())
            .filter(|line| !line.is_empty())
            .collect();
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<';
        if !lines.iter().all(|line| line.bytes().all(allowed)) {
            return Err(bad());
        }
        let format = MrzFormat::of(&lines).ok_or_else(bad)?;
        let zone = Self { format, lines };
        if zone.is_checked() {
            Ok(zone)
        } else {
            Err(Error::check_digit("machine-readable zone", text))
        }
    }
}

impl fmt::Display for Mrz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specimens of Doc 9303: nobody's documents.
    const PASSPORT: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    const CARD: &str = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    const LARGE_CARD: &str =
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6";
    const VISA: &str = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<";
    const SMALL_VISA: &str =
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<";

    #[test]
    fn a_passport_is_read() {
        let zone: Mrz = PASSPORT.parse().unwrap();
        assert_eq!(zone.format(), MrzFormat::Td3);
        assert_eq!((zone.surname(), zone.given_names()), ("ERIKSSON".into(), "ANNA MARIA".into()));
        assert_eq!(zone.document_number(), "L898902C3");
        assert_eq!(zone.birth_date(2026).unwrap().to_string(), "1974-08-12");
        assert_eq!(zone.expiry_date(2026).unwrap().to_string(), "2012-04-15");
        assert_eq!((zone.gender(), zone.optional()), (Some("female"), "ZE184226B".into()));
        assert_eq!(zone.issuer(), None, "Utopia is no country");
    }

    #[test]
    fn the_other_formats_are_told_apart() {
        let formats = [
            (CARD, MrzFormat::Td1, "D23145890"),
            (LARGE_CARD, MrzFormat::Td2, "D23145890"),
            (VISA, MrzFormat::MrvA, "L8988901C"),
            (SMALL_VISA, MrzFormat::MrvB, "L8988901C"),
        ];
        for (text, format, number) in formats {
            let zone: Mrz = text.parse().unwrap();
            assert_eq!((zone.format(), zone.document_number().as_str()), (format, number));
            assert_eq!(zone.surname(), "ERIKSSON");
            assert_eq!(zone.to_string(), text);
        }
    }

    #[test]
    fn a_long_number_goes_on_in_the_optional_part() {
        let first = format!("I<UTOD23145890<7349{}", "<".repeat(11));
        let content = "D23145890734";
        let check = check_digit(content.chars());
        let first = first.replace("7349", &format!("734{check}"));
        let second = "7408122F1204159UTO<<<<<<<<<<<";
        let composite = first[5..30]
            .chars()
            .chain(second[0..7].chars())
            .chain(second[8..15].chars())
            .chain(second[18..29].chars());
        let text =
            format!("{first}\n{second}{}\nERIKSSON<<ANNA<MARIA<<<<<<<<<<", check_digit(composite));
        assert_eq!(text.parse::<Mrz>().unwrap().document_number(), content);
    }

    #[test]
    fn a_changed_sign_is_refused() {
        let changed = PASSPORT.replace("740812", "740813");
        let message = changed.parse::<Mrz>().unwrap_err().to_string();
        assert!(message.contains("check digit"), "{message}");
        for text in ["", "P<UTO", "é", &PASSPORT[..80]] {
            assert!(text.parse::<Mrz>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(text in "[A-Z0-9<]{30}(\n[A-Z0-9<]{30}){2}|[VP][A-Z0-9<]{43}\n[A-Z0-9<]{44}|[A-Z0-9<]{36}\n[A-Z0-9<]{36}") {
            if let Ok(zone) = text.parse::<Mrz>() {
                proptest::prop_assert_eq!(zone.to_string().parse::<Mrz>().unwrap(), zone);
            }
        }
    }
}
