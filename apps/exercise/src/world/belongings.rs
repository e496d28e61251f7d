//! What people own or use: each is one kind of thing that can be reported, traced or seized.

use crate::invention::places::{self, Place};
use crate::invention::{selectors, words};
use crate::random::Random;

/// An address: a house in an invented street of a real town.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) place: &'static Place,
    pub(crate) street: &'static str,
    pub(crate) house: usize,
}

impl Home {
    pub(crate) fn in_town(place: &'static Place, random: &mut Random) -> Self {
        let street = places::street(place.country, random);
        Self { place, street, house: 1 + random.below(140) }
    }

    /// The address as one line.
    pub(crate) fn line(&self) -> String {
        format!("{} {}, {}", self.house, self.street, self.place.name)
    }
}

/// An account on a service.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) service: &'static str,
    pub(crate) username: String,
}

/// An account at a bank.
#[derive(Debug, Clone)]
pub(crate) struct Bank {
    pub(crate) name: &'static str,
    pub(crate) iban: String,
}

/// A car, van or lorry.
#[derive(Debug, Clone)]
pub(crate) struct Vehicle {
    pub(crate) what: &'static str,
    pub(crate) plate: String,
}

/// A house where people wait.
#[derive(Debug, Clone)]
pub(crate) struct House {
    pub(crate) home: Home,
    pub(crate) capacity: usize,
}

/// A shop or an office under a name.
#[derive(Debug, Clone)]
pub(crate) struct Business {
    pub(crate) name: String,
    pub(crate) home: Home,
    pub(crate) registration: String,
}

/// A boat; only the larger ones are registered.
#[derive(Debug, Clone)]
pub(crate) struct Vessel {
    pub(crate) name: String,
    pub(crate) length: usize,
    pub(crate) engine: &'static str,
    pub(crate) registered: Option<Registration>,
}

/// What a registered vessel is known by.
#[derive(Debug, Clone)]
pub(crate) struct Registration {
    pub(crate) imo: String,
    pub(crate) mmsi: String,
}

impl Bank {
    pub(crate) fn random(random: &mut Random) -> Self {
        let banks = words::all("bank");
        let bank = random.below(banks.len());
        Self { name: banks[bank], iban: selectors::iban(bank, random) }
    }
}

impl Vehicle {
    pub(crate) fn random(random: &mut Random) -> Self {
        Self { what: words::pick("vehicle", random), plate: selectors::plate(random) }
    }
}

impl Business {
    pub(crate) fn random(kind: &str, family: &str, home: Home, random: &mut Random) -> Self {
        let name = format!("{family} {}", words::pick(kind, random));
        let registration = format!("ZX-{:07}", random.below(10_000_000));
        Self { name, home, registration }
    }
}

impl Vessel {
    /// A boat for a crossing: one in six is a trawler with a number, the others are inflatables
    /// that crews know by what is painted on them.
    pub(crate) fn random(random: &mut Random) -> Self {
        let name =
            format!("{} {}", words::pick("boat", random), words::pick("boat-second", random));
        let registered = random
            .chance(16)
            .then(|| Registration { imo: selectors::imo(random), mmsi: selectors::mmsi(random) });
        let length = if registered.is_some() { 14 + random.below(18) } else { 6 + random.below(6) };
        Self { name, length, engine: words::pick("engine", random), registered }
    }
}
