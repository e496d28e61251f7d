//! Maritime mobile service identities: the numbers by which ship and coast radios call.

use std::fmt;
use std::str::FromStr;

use super::mids::MIDS;
use super::{Country, compact};
use crate::{Error, Result};

/// A maritime mobile service identity: nine digits (ITU-R M.585-9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mmsi(u32);

/// What kind of radio station has the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StationKind {
    /// A ship.
    Ship,
    /// A group of ships.
    Group,
    /// A station on the coast.
    Coast,
    /// An aircraft in search and rescue.
    Aircraft,
    /// A hand-held radio.
    Handheld,
    /// A craft that belongs to a ship.
    AssociatedCraft,
    /// A buoy, beacon or another aid to navigation.
    AidToNavigation,
    /// A search and rescue transmitter, man-overboard device or emergency beacon.
    Distress,
    /// A number in none of the ranges that are given out.
    Other,
}

impl Mmsi {
    /// The nine digits.
    pub fn number(self) -> u32 {
        self.0
    }

    /// What kind of station it belongs to, by its first digits.
    pub fn station(self) -> StationKind {
        match self.0 {
            200_000_000..=799_999_999 => StationKind::Ship,
            10_000_000..=99_999_999 => StationKind::Group,
            0..=9_999_999 => StationKind::Coast,
            111_000_000..=111_999_999 => StationKind::Aircraft,
            800_000_000..=899_999_999 => StationKind::Handheld,
            980_000_000..=989_999_999 => StationKind::AssociatedCraft,
            990_000_000..=999_999_999 => StationKind::AidToNavigation,
            970_000_000..=970_999_999 | 972_000_000..=972_999_999 | 974_000_000..=974_999_999 => {
                StationKind::Distress
            }
            _ => StationKind::Other,
        }
    }

    /// The country whose administration gave it out, if its three digits are assigned.
    pub fn country(self) -> Option<Country> {
        let country_digits = match self.station() {
            StationKind::Ship => self.0 / 1_000_000,
            StationKind::Group => self.0 / 100_000,
            StationKind::Coast => self.0 / 10_000,
            StationKind::Aircraft => self.0 / 1_000 % 1_000,
            StationKind::Handheld => self.0 / 100_000 % 1_000,
            StationKind::AssociatedCraft | StationKind::AidToNavigation => self.0 / 10_000 % 1_000,
            StationKind::Distress | StationKind::Other => return None,
        };
        let at = MIDS.binary_search_by_key(&(country_digits as u16), |&(mid, _)| mid).ok()?;
        MIDS.get(at)?.1.parse().ok()
    }
}

impl FromStr for Mmsi {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let given = compact(text);
        let digits = given.strip_prefix("MMSI").unwrap_or(&given).trim_start_matches([':', '#']);
        let bad = || Error::malformed("MMSI", text, "nine digits, such as 235009802");
        if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        digits.parse().map(Self).map_err(|_| bad())
    }
}

impl fmt::Display for Mmsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_digits_tell_station_and_country() {
        let cases = [
            ("235009802", StationKind::Ship, Some("gb")),
            ("MMSI 211 339 980", StationKind::Ship, Some("de")),
            ("002320001", StationKind::Coast, Some("gb")),
            ("023200001", StationKind::Group, Some("gb")),
            ("111232506", StationKind::Aircraft, Some("gb")),
            ("992351000", StationKind::AidToNavigation, Some("gb")),
            ("982350001", StationKind::AssociatedCraft, Some("gb")),
            ("823500001", StationKind::Handheld, Some("gb")),
            ("970123456", StationKind::Distress, None),
            ("100000000", StationKind::Other, None),
            ("799000000", StationKind::Ship, None),
        ];
        for (text, station, country) in cases {
            let mmsi: Mmsi = text.parse().unwrap();
            assert_eq!(mmsi.station(), station, "{text}");
            assert_eq!(mmsi.country().map(Country::code), country, "{text}");
        }
    }

    #[test]
    fn every_assigned_country_is_known() {
        assert!(MIDS.is_sorted());
        for (mid, country) in MIDS {
            assert!(country.parse::<Country>().is_ok(), "{mid}: {country}");
        }
    }

    #[test]
    fn other_lengths_are_refused() {
        for text in ["", "23500980", "2350098020", "23500980x"] {
            assert!(text.parse::<Mmsi>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(number in 0_u32..1_000_000_000) {
            let read: Mmsi = format!("{number:09}").parse().unwrap();
            proptest::prop_assert_eq!(read.to_string().parse::<Mmsi>().unwrap(), read);
            let _ = (read.country(), read.station());
        }
    }
}
