//! What a tracker is told of sensor and vessels.

use crate::error::Error;

/// What the tracker is told of sensor and vessels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackerConfig {
    /// Standard deviation of a plot in each direction, in metres.
    pub position_noise: f64,
    /// Power spectral density of acceleration, in m²/s³.
    pub manoeuvre: f64,
    /// Standard deviation of a vessel's speed in each direction, in m/s.
    pub speed: f64,
    /// Probability that a vessel is detected in a scan.
    pub detection: f64,
    /// False plots for each square metre and scan.
    pub clutter: f64,
    /// New vessels for each square metre and scan.
    pub births: f64,
    /// How vessels turn now and then; without it all move as `manoeuvre` says.
    pub turns: Option<Turns>,
    /// How plots are given to tracks.
    pub association: Association,
    /// So many of the latest scans are remembered: as far back tracks are smoothed, and late scans
    /// are taken in.
    pub lag: usize,
}

/// What a sensor is like, where a tracker hears several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sensor {
    position_noise: f64,
    detection: f64,
    clutter: f64,
}

impl Sensor {
    /// A sensor: the standard deviation of a plot in each direction, in metres; the probability that
    /// it detects a vessel in a scan; its false plots for each square metre and scan.
    pub fn new(position_noise: f64, detection: f64, clutter: f64) -> Result<Self, Error> {
        let parameters =
            [("position_noise", position_noise), ("detection", detection), ("clutter", clutter)];
        check(&parameters)?;
        Ok(Self { position_noise, detection, clutter })
    }
}

/// Vessels that go straight for a time and turn for a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turns {
    /// Power spectral density of acceleration while turning, in m²/s³.
    pub manoeuvre: f64,
    /// How often a vessel begins to turn, a second.
    pub begins: f64,
    /// How often one that turns goes straight again, a second.
    pub ends: f64,
}

/// How plots are given to tracks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Association {
    /// The likeliest pairs first, each track and plot once.
    #[default]
    Nearest,
    /// Every track takes of each plot about it what is probably its own: probabilities by belief
    /// propagation, whose cost is linear in pairs.
    Beliefs,
}

impl TrackerConfig {
    /// A sensor and vessels of which nothing is said but what every tracker needs.
    pub fn new(position_noise: f64, detection: f64, clutter: f64, births: f64) -> Self {
        Self {
            position_noise,
            manoeuvre: 0.01,
            speed: 8.0,
            detection,
            clutter,
            births,
            turns: None,
            association: Association::Nearest,
            lag: 0,
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let turns = self.turns.unwrap_or(Turns { manoeuvre: 1.0, begins: 1.0, ends: 1.0 });
        let parameters = [
            ("position_noise", self.position_noise),
            ("manoeuvre", self.manoeuvre),
            ("speed", self.speed),
            ("detection", self.detection),
            ("clutter", self.clutter),
            ("births", self.births),
            ("turns.manoeuvre", turns.manoeuvre),
            ("turns.begins", turns.begins),
            ("turns.ends", turns.ends),
        ];
        check(&parameters)
    }

    /// The sensor that these are parameters of.
    pub(super) fn sensor(&self) -> Sensor {
        let Self { position_noise, detection, clutter, .. } = *self;
        Sensor { position_noise, detection, clutter }
    }

    /// The same vessels, seen by a sensor.
    pub(super) fn seen_by(&self, sensor: Sensor) -> Self {
        let Sensor { position_noise, detection, clutter } = sensor;
        Self { position_noise, detection, clutter, ..*self }
    }

    /// Variance of a plot in each direction.
    pub(super) fn noise(&self) -> f64 {
        self.position_noise * self.position_noise
    }
}

fn check(parameters: &[(&'static str, f64)]) -> Result<(), Error> {
    match parameters.iter().find(|(_, value)| !(value.is_finite() && *value > 0.0)) {
        Some((name, _)) => Err(Error::Parameter { name }),
        None => Ok(()),
    }
}
