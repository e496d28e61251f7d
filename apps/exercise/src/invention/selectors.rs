//! Numbers that look right, pass their checks, and belong to nobody.
//!
//! | selector | why it belongs to nobody |
//! |---|---|
//! | phone | the ranges that regulators keep for drama: France 06 39 98 (ARCEP), United Kingdom 07700 900 and its regional ranges (Ofcom), Australia 5550 and 7010 (ACMA); beyond those +888, an ITU code given back in 2015 |
//! | IBAN | true check digits over bank codes that no bank has |
//! | IMO number | true check digit in the thousands 3000 to 3999, never issued |
//! | MMSI | the country digits of lands without ports: Crozet (618), Saint Paul and Amsterdam (607), Adélie Land (501) |

use crate::random::Random;

/// A phone number in E.164.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhoneNumber {
    country: &'static str,
    national: String,
}

impl PhoneNumber {
    /// The number at `position` of the numbers kept for fiction: other positions, other numbers.
    pub(crate) fn at(seed: u64, position: u64) -> Self {
        let mut rest = position;
        if rest < HANDSETS {
            // A step that shares no factor with the count visits every number once.
            rest = (rest * 7_919 + seed % HANDSETS) % HANDSETS;
        }
        for (country, prefix, digits) in RANGES {
            let size = 10_u64.pow(*digits as u32);
            if rest < size {
                let national = format!("{prefix}{rest:0width$}", width = *digits);
                return Self { country, national };
            }
            rest -= size;
        }
        Self { country: "888", national: format!("{:011}", rest % 100_000_000_000) }
    }

    pub(crate) fn e164(&self) -> String {
        format!("+{}{}", self.country, self.national)
    }

    /// The number as a person writes it, in one of several ways.
    pub(crate) fn written(&self, style: usize) -> String {
        let national = &self.national;
        let half = national.len() / 2;
        match style % 3 {
            0 => format!("+{} {} {}", self.country, &national[..half], &national[half..]),
            1 => format!("+{}{national}", self.country),
            _ => {
                let (first, rest) = (&national[..3], &national[3..]);
                let (middle, last) = rest.split_at(rest.len() / 2);
                format!("00{} {first} {middle} {last}", self.country)
            }
        }
    }
}

/// Country, digits in front, and how many digits are free. Handsets first.
const RANGES: &[(&str, &str, usize)] = &[
    ("33", "63998", 4),
    ("44", "7700900", 3),
    ("33", "19900", 4),
    ("33", "26191", 4),
    ("33", "35301", 4),
    ("33", "46571", 4),
    ("33", "53649", 4),
    ("61", "25550", 4),
    ("61", "35550", 4),
    ("61", "75550", 4),
    ("61", "85550", 4),
    ("61", "27010", 4),
    ("61", "37010", 4),
    ("61", "77010", 4),
    ("61", "87010", 4),
    ("44", "2079460", 3),
    ("44", "1632960", 3),
];

/// The numbers of the first two ranges.
const HANDSETS: u64 = 11_000;

/// An IBAN of the bank numbered `bank`.
pub(crate) fn iban(bank: usize, random: &mut Random) -> String {
    let number = random.next() % 100_000_000;
    let (country, account) = match bank % 4 {
        0 => ("FR", format!("00099{:05}{number:011}00", bank % 100_000)),
        1 => ("GB", format!("ZZFX{:06}{number:08}", bank % 1000)),
        2 => ("DE", format!("0000{:04}{number:010}", bank % 10_000)),
        _ => ("TR", format!("999990{number:016}")),
    };
    let check = 98 - remainder_97(&format!("{account}{country}00"));
    format!("{country}{check:02}{account}")
}

/// ISO 7064 MOD 97-10 over letters as two digits (ISO 13616).
fn remainder_97(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |remainder, value| {
        let shifted = if value < 10 { remainder * 10 } else { remainder * 100 };
        (shifted + value) % 97
    })
}

/// An IBAN in groups of four, as on paper.
pub(crate) fn grouped(iban: &str) -> String {
    let mut written = String::with_capacity(iban.len() + 8);
    for (at, c) in iban.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            written.push(' ');
        }
        written.push(c);
    }
    written
}

/// An IMO number: six digits, and the last digit of their sum weighted 7 to 2 (IMO Resolution
/// A.1117(30)).
pub(crate) fn imo(random: &mut Random) -> String {
    let body = 300_000 + random.below(100_000);
    let sum: usize = format!("{body}")
        .bytes()
        .zip((2..=7).rev())
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    format!("IMO{body}{}", sum % 10)
}

/// A Maritime Mobile Service Identity of a ship (ITU-R M.585).
pub(crate) fn mmsi(random: &mut Random) -> String {
    format!("{}{:06}", random.pick(&["618", "607", "501"]), 100_000 + random.below(900_000))
}

/// A number plate of no country's form.
pub(crate) fn plate(random: &mut Random) -> String {
    let letters = |random: &mut Random| -> String {
        (0..2).map(|_| char::from(random.pick(b"BCDFGHJKLMNPRSTVXZ"))).collect()
    };
    let first = letters(random);
    let digits = 100 + random.below(900);
    format!("X{first}{digits}{}", letters(random))
}

/// A passport number: two letters and seven digits.
pub(crate) fn passport(random: &mut Random) -> String {
    format!("ZX{:07}", random.below(10_000_000))
}

/// A handle made of a nickname: lower case, no spaces, two digits.
pub(crate) fn handle(nickname: &str, random: &mut Random) -> String {
    let plain: String =
        nickname.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    format!("{plain}_{:03}", random.below(1000))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_positions_share_a_phone_number() {
        let numbers: BTreeSet<_> =
            (0..300_000).map(|position| PhoneNumber::at(42, position).e164()).collect();
        assert_eq!(numbers.len(), 300_000);
        assert!(numbers.iter().all(|number| (11..=15).contains(&number.len())));
    }

    #[test]
    fn check_digits_hold() {
        let mut random = Random::of(3, &[]);
        for bank in 0..40 {
            let iban = iban(bank, &mut random);
            assert_eq!(remainder_97(&format!("{}{}", &iban[4..], &iban[..4])), 1, "{iban}");
            let length = match &iban[..2] {
                "FR" => 27,
                "TR" => 26,
                _ => 22,
            };
            assert_eq!(iban.len(), length, "{iban}");
        }
        let imo = imo(&mut random);
        let sum: u32 = imo
            .chars()
            .skip(3)
            .take(6)
            .zip(2..8)
            .map(|(c, i)| c.to_digit(10).unwrap() * (9 - i))
            .sum();
        assert_eq!(imo.chars().last().unwrap().to_digit(10).unwrap(), sum % 10);
    }

    #[test]
    fn a_written_number_has_the_same_digits() {
        for style in 0..3 {
            let number = PhoneNumber::at(1, 77);
            let digits: String =
                number.written(style).chars().filter(char::is_ascii_digit).collect();
            assert!(format!("00{}", &number.e164()[1..]).ends_with(digits.trim_start_matches('0')));
        }
    }
}
