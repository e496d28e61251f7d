//! What an exercise at sea is to be like.

use crossbearing_model::Instant;

use crate::{Error, Result};

/// How many vessels, for how long, from when, and how often each scene is played.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShipsPlan {
    seed: u64,
    vessels: u32,
    minutes: u32,
    begins: Instant,
    scenes: u32,
}

impl ShipsPlan {
    /// The most ordinary vessels.
    pub const MOST_VESSELS: u32 = 1_000_000;
    /// The longest that an exercise goes on, in hours: thirty days.
    pub const MOST_HOURS: f64 = 720.0;
    /// Ordinary vessels of one strait; where there are more, the strait is repeated over the globe.
    pub(crate) const VESSELS_A_STRAIT: u32 = 1500;

    /// An exercise with so many ordinary vessels that goes on for so many hours from
    /// 2026-05-31 on; each scene is played once where there is time for it.
    pub fn new(seed: u64, vessels: u32, hours: f64) -> Result<Self> {
        if vessels > Self::MOST_VESSELS || !(hours > 0.0 && hours <= Self::MOST_HOURS) {
            return Err(Error::ShipsSize { vessels, hours: hours.to_string() });
        }
        let minutes = (hours * 60.0).ceil() as u32;
        let begins = Instant::from_millis(1_780_185_600_000);
        Ok(Self { seed, vessels, minutes, begins, scenes: 1 })
    }

    /// The same exercise from another time on.
    #[must_use]
    pub fn beginning(self, begins: Instant) -> Self {
        Self { begins, ..self }
    }

    /// The same exercise with every scene played so many times, at most 20.
    #[must_use]
    pub fn playing(self, scenes: u32) -> Self {
        Self { scenes: scenes.min(20), ..self }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// How many ordinary vessels there are.
    pub fn vessels(&self) -> u32 {
        self.vessels
    }

    /// When it begins.
    pub fn begins(&self) -> Instant {
        self.begins
    }

    /// When it ends.
    pub fn ends(&self) -> Instant {
        self.begins.plus_millis(i64::from(self.minutes) * 60_000)
    }

    /// How long it is, in seconds.
    pub(crate) fn seconds(&self) -> f64 {
        f64::from(self.minutes) * 60.0
    }

    pub(crate) fn scenes(&self) -> u32 {
        self.scenes
    }
}
