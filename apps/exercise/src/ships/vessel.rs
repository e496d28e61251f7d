//! Vessels: what they are, what they say they are, and where they are.

use std::collections::VecDeque;

use super::geo::Position;
use super::order::Order;
use super::traffic::Habit;
use crate::invention::words;
use crate::random::Random;

/// What sort of vessel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Cargo,
    Tanker,
    Ferry,
    Fishing,
    Sailing,
    Motorboat,
    Tug,
    Patrol,
    /// A search and rescue transmitter, 970.
    Sart,
    /// A man overboard device, 972.
    ManOverboard,
    /// An emergency beacon, 974.
    Beacon,
}

impl Sort {
    /// Whether it has a class A station.
    pub(crate) fn is_class_a(self) -> bool {
        !matches!(self, Self::Sailing | Self::Motorboat)
    }

    pub(crate) fn is_device(self) -> bool {
        matches!(self, Self::Sart | Self::ManOverboard | Self::Beacon)
    }

    /// The ship type of message 5 (ITU-R M.1371-5, annex 8, table 53).
    pub(crate) fn code(self) -> u64 {
        match self {
            Self::Cargo => 70,
            Self::Tanker => 80,
            Self::Ferry => 60,
            Self::Fishing => 30,
            Self::Sailing => 36,
            Self::Motorboat => 37,
            Self::Tug => 52,
            Self::Patrol => 55,
            Self::Sart | Self::ManOverboard | Self::Beacon => 0,
        }
    }

    /// Least and greatest length in metres.
    fn lengths(self) -> (i32, i32) {
        match self {
            Self::Cargo | Self::Tanker => (90, 330),
            Self::Ferry => (130, 215),
            Self::Fishing => (10, 35),
            Self::Sailing | Self::Motorboat => (7, 16),
            Self::Tug => (24, 40),
            Self::Patrol => (18, 60),
            Self::Sart | Self::ManOverboard | Self::Beacon => (0, 0),
        }
    }

    /// How fast it gains or loses speed, in knots a second.
    pub(crate) fn acceleration(self) -> f64 {
        match self {
            Self::Cargo | Self::Tanker => 0.02,
            Self::Ferry => 0.05,
            Self::Motorboat | Self::Patrol => 0.5,
            _ => 0.1,
        }
    }

    /// How fast it turns, in degrees a second.
    pub(crate) fn turning(self) -> f64 {
        match self {
            Self::Cargo | Self::Tanker => 0.5,
            Self::Ferry => 1.0,
            _ => 3.0,
        }
    }
}

/// What a vessel says in its static messages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Particulars {
    pub(crate) name: String,
    pub(crate) callsign: String,
    pub(crate) imo: u32,
    pub(crate) length: u16,
    pub(crate) beam: u8,
    /// In tenths of metres.
    pub(crate) draught: u8,
    pub(crate) destination: &'static str,
}

/// What a vessel says of where it is, if it is not where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Lie {
    /// It is in another place, shifted by metres east and north.
    Shift(f64, f64),
    /// It sails round and round a place.
    Circle(Position, f64),
}

/// One vessel.
#[derive(Debug)]
pub(crate) struct Vessel {
    pub(crate) mmsi: u32,
    pub(crate) sort: Sort,
    pub(crate) particulars: Particulars,
    pub(crate) random: Random,
    pub(crate) habit: Habit,
    pub(crate) orders: VecDeque<Order>,
    /// Seconds since the exercise began at which the rest holds.
    pub(crate) time: f64,
    pub(crate) position: Position,
    pub(crate) speed: f64,
    pub(crate) course: f64,
    /// Heading less course.
    pub(crate) leeway: f64,
    pub(crate) status: u64,
    pub(crate) silent: bool,
    pub(crate) lie: Option<Lie>,
    /// Heard by a station that cannot have heard it.
    pub(crate) heard_afar: bool,
    pub(crate) gone: bool,
    pub(crate) next_particulars: f64,
}

impl Vessel {
    /// A vessel of a sort; `number` makes its MMSI one of its own.
    pub(crate) fn new(sort: Sort, number: u32, mut random: Random) -> Self {
        let particulars = Particulars::new(sort, &mut random);
        let next_particulars = random.between(0, 360).into();
        Self {
            mmsi: mmsi(sort, number),
            sort,
            particulars,
            random,
            habit: Habit::None,
            orders: VecDeque::new(),
            time: 0.0,
            position: (0.0, 0.0),
            speed: 0.0,
            course: 0.0,
            leeway: 0.0,
            status: if sort.is_device() { 14 } else { 0 },
            silent: false,
            lie: None,
            heard_afar: false,
            gone: false,
            next_particulars,
        }
    }
}

impl Particulars {
    pub(crate) fn new(sort: Sort, random: &mut Random) -> Self {
        const PLACES: [&str; 6] =
            ["LANTERN BAY", "SALT QUAY", "FARSHORE", "", "ORDERS", "GREYHAVEN"];
        let (least, most) = sort.lengths();
        let length = random.between(least, most) as u16;
        let name =
            format!("{} {}", words::pick("boat", random), words::pick("boat-second", random));
        let suffix = ["", " II", " III", " IV", " V", " STAR", " BAY", " SKY"][random.below(8)];
        let is_large = length >= 80;
        Self {
            name: format!("{name}{suffix}").to_uppercase(),
            callsign: format!("XZ{:04}", random.below(10_000)),
            imo: if is_large { imo(300_000 + random.below(100_000) as u32) } else { 0 },
            length,
            beam: (f64::from(length) / 6.5).round() as u8,
            draught: if is_large { random.between(60, 130) } else { random.between(8, 30) } as u8,
            destination: if is_large { random.pick(&PLACES) } else { "" },
        }
    }
}

/// An IMO number of a range never issued, with its check digit (IMO Resolution A.1117(30)).
fn imo(body: u32) -> u32 {
    let digits = (0..6_u32).map(|place| body / 10_u32.pow(5 - place) % 10 * (7 - place));
    body * 10 + digits.sum::<u32>() % 10
}

/// A number that belongs to nobody: lands without ports (see `invention::selectors`), and devices
/// of a maker that is none.
fn mmsi(sort: Sort, number: u32) -> u32 {
    match sort {
        Sort::Sart => 970_990_000 + number % 10_000,
        Sort::ManOverboard => 972_990_000 + number % 10_000,
        Sort::Beacon => 974_990_000 + number % 10_000,
        _ => {
            // A step that shares no factor with the count visits every number once.
            let body = (u64::from(number) * 7919) % 2_700_000;
            let land = [618_000_000, 607_000_000, 501_000_000][(body / 900_000) as usize % 3];
            land + 100_000 + (body % 900_000) as u32
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_are_of_one_vessel_each() {
        let numbers: BTreeSet<u32> = (0..300_000).map(|it| mmsi(Sort::Cargo, it)).collect();
        assert_eq!(numbers.len(), 300_000);
        assert_eq!(imo(307_456) / 10, 307_456);
    }
}
