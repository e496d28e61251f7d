//! What an exercise is to be like.

use std::ops::Range;

use crossbearing_model::Instant;
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::{Error, Result};

/// The size of an exercise, its seed and its last day.
///
/// Two equal plans give the same exercise, byte for byte, on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    seed: u64,
    persons: u32,
    today: Instant,
}

impl Plan {
    /// The fewest persons of an exercise: one network.
    pub const LEAST_PERSONS: u32 = 50;
    /// The most persons of an exercise.
    pub const MOST_PERSONS: u32 = 1_000_000;
    /// How many days an exercise tells of.
    pub const DAYS: i32 = 540;

    /// An exercise of `persons` persons that ends on 2026-06-01.
    pub fn new(seed: u64, persons: u32) -> Result<Self> {
        if !(Self::LEAST_PERSONS..=Self::MOST_PERSONS).contains(&persons) {
            return Err(Error::Size { persons });
        }
        Ok(Self { seed, persons, today: Instant::from_millis(1_780_272_000_000) })
    }

    /// The same exercise moved so that it ends on the day of `today`: what it reports lies before,
    /// its embargoes lie around it, its reviews and expiries mostly after it.
    #[must_use]
    pub fn ending(self, today: Instant) -> Self {
        Self { today: Day::of(today).at(0, 0), ..self }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The number of true persons.
    pub fn persons(&self) -> u32 {
        self.persons
    }

    /// Midnight (UTC) at the beginning of the exercise's last day.
    pub fn today(&self) -> Instant {
        self.today
    }

    pub(crate) fn last_day(&self) -> Day {
        Day::of(self.today)
    }

    /// The networks: each has 50 persons, the last one also what is left over.
    pub(crate) fn cells(&self) -> Range<u32> {
        0..self.persons / Self::LEAST_PERSONS
    }

    pub(crate) fn persons_in(&self, cell: u32) -> usize {
        let whole = Self::LEAST_PERSONS;
        let last = cell + 1 == self.persons / whole;
        (whole + if last { self.persons % whole } else { 0 }) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_person_is_in_one_cell() {
        for persons in [50, 99, 100, 149, 1_000_000] {
            let plan = Plan::new(1, persons).unwrap();
            let total: usize = plan.cells().map(|cell| plan.persons_in(cell)).sum();
            assert_eq!(total, persons as usize);
        }
    }

    #[test]
    fn sizes_out_of_range_say_which_are_in_range() {
        let message = Plan::new(1, 49).unwrap_err().to_string();
        assert!(message.contains("50 to 1000000"), "{message}");
        assert!(Plan::new(1, 1_000_001).is_err());
    }

    #[test]
    fn an_exercise_ends_at_midnight() {
        let plan = Plan::new(1, 50).unwrap().ending("2026-11-23T06:35:28Z".parse().unwrap());
        assert_eq!(plan.today().to_string(), "2026-11-23T00:00:00Z");
    }
}
