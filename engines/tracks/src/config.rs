//! The parameters of the rules. Each default is that of the definition named.

use crate::error::Error;

/// All parameters.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Config {
    /// Drift.
    pub drift: Drift,
    /// Gaps.
    pub gap: Gap,
    /// Encounters.
    pub encounter: Encounter,
    /// Loitering.
    pub loitering: Loitering,
    /// Jumps and shared identities.
    pub identity: Identity,
}

/// A vessel drifts if course and heading differ while it moves slowly for long enough (Danish
/// Maritime Authority, `AisAbnormal`, drift analysis: 45 degrees, 1 to 5 knots, ten minutes and
/// 500 metres).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Least angle between course and heading, in degrees.
    pub angle: f64,
    /// Least speed in knots.
    pub min_speed: f64,
    /// Greatest speed in knots.
    pub max_speed: f64,
    /// For how long, in seconds.
    pub seconds: f64,
    /// How far from where it began, in metres.
    pub metres: f64,
}

/// A vessel goes dark if it is silent although it would be heard. For the open sea: twelve hours
/// (H. Welch et al., "Hot spots of unseen fishing vessels", Science Advances 8, 2022). For a coast
/// with receivers, the probability that all expected reports were missed is estimated from how
/// well the vessels around were received meanwhile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Silence that is long anywhere, in seconds.
    pub seconds: f64,
    /// Least silence where receivers are near, in seconds.
    pub coast_seconds: f64,
    /// Greatest probability that all reports were missed by chance.
    pub probability: f64,
    /// Least number of other vessels heard about its place during the silence.
    pub others: usize,
    /// Least speed before the silence in knots: vessels in port switch off.
    pub min_speed: f64,
}

/// Two vessels meet if they stay within 500 m of each other for two hours with a median speed
/// under 2 knots (N. Miller et al., "Identifying global patterns of transshipment behavior",
/// Frontiers in Marine Science 5, 2018). Where it is not known how far ports are, vessels that
/// say they are moored or anchored do not count, and both must have come from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Encounter {
    /// Greatest distance in metres.
    pub metres: f64,
    /// Least duration in seconds.
    pub seconds: f64,
    /// Greatest speed in knots.
    pub max_speed: f64,
    /// How far both must have moved before, in metres.
    pub approach: f64,
}

/// A vessel loiters if it moves slower than 2 knots on average for eight hours (Global Fishing
/// Watch, loitering events; N. Miller et al., 2018), here without saying that it is anchored,
/// moored or aground, and without leaving a circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loitering {
    /// Least duration in seconds.
    pub seconds: f64,
    /// Greatest mean speed in knots.
    pub max_speed: f64,
    /// Least mean speed in knots: what does not move at all is moored, whatever it says.
    pub min_speed: f64,
    /// Greatest distance from where it began, in metres.
    pub metres: f64,
}

/// A jump is faster than any vessel and is confirmed by further reports from the new place; an
/// identity is shared if it jumps to and fro.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Identity {
    /// Speed that no vessel has, in knots.
    pub max_speed: f64,
    /// Least distance of a jump in metres.
    pub metres: f64,
    /// Reports from the new place that confirm a jump.
    pub confirmations: u32,
    /// Returns to the old place that make it two vessels.
    pub returns: u32,
}

impl Default for Drift {
    fn default() -> Self {
        Self { angle: 45.0, min_speed: 1.0, max_speed: 5.0, seconds: 600.0, metres: 500.0 }
    }
}

impl Default for Gap {
    fn default() -> Self {
        Self {
            seconds: 43_200.0,
            coast_seconds: 1800.0,
            probability: 1e-6,
            others: 3,
            min_speed: 3.0,
        }
    }
}

impl Default for Encounter {
    fn default() -> Self {
        Self { metres: 500.0, seconds: 7200.0, max_speed: 2.0, approach: 5000.0 }
    }
}

impl Default for Loitering {
    fn default() -> Self {
        Self { seconds: 28_800.0, max_speed: 2.0, min_speed: 0.3, metres: 9260.0 }
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self { max_speed: 100.0, metres: 5000.0, confirmations: 3, returns: 2 }
    }
}

impl Config {
    /// Whether all parameters make sense.
    pub fn check(&self) -> Result<(), Error> {
        let positive = [
            ("drift.angle", self.drift.angle),
            ("drift.seconds", self.drift.seconds),
            ("gap.seconds", self.gap.seconds),
            ("gap.probability", self.gap.probability),
            ("encounter.metres", self.encounter.metres),
            ("encounter.seconds", self.encounter.seconds),
            ("loitering.seconds", self.loitering.seconds),
            ("identity.max_speed", self.identity.max_speed),
        ];
        match positive.iter().find(|(_, value)| !(value.is_finite() && *value > 0.0)) {
            Some((name, _)) => Err(Error::Parameter { name }),
            None => Ok(()),
        }
    }
}
