//! The parameters of the rules. Each default is that of the definition named.

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
    /// Approaches to zones.
    pub approach: Approach,
    /// Vessels that move as one.
    pub towing: Towing,
    /// Boats that leave a ship at sea.
    pub mother_ship: MotherShip,
    /// Sudden stops.
    pub sudden_stop: SuddenStop,
    /// Changes of speed.
    pub speed_change: SpeedChange,
    /// Visits to ports.
    pub port_visit: PortVisit,
    /// Positions on land.
    pub on_land: OnLand,
    /// Positions in circles.
    pub circle: Circle,
    /// Offsets that many have in common.
    pub common_offset: CommonOffset,
    /// Stations that cannot have heard.
    pub out_of_range: OutOfRange,
    /// What vessels say of themselves.
    pub particular: Particular,
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

/// A vessel approaches a zone if its course and speed would bring it there soon and have done so
/// for some minutes (dead reckoning; no published standard sets the times).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Approach {
    /// How far ahead is looked, in seconds.
    pub seconds: f64,
    /// For how long it must head there, in seconds.
    pub sustain: f64,
    /// Least speed in knots.
    pub min_speed: f64,
}

/// Two vessels move as one if they keep close together, at a nearly constant distance, on the same
/// course at the same towing speed (own definition; towing speeds after U.S. Navy Towing Manual,
/// 2002, chapter 6).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Towing {
    /// Greatest distance in metres.
    pub metres: f64,
    /// Greatest change of the distance in metres.
    pub slack: f64,
    /// For how long, in seconds.
    pub seconds: f64,
    /// Least speed in knots.
    pub min_speed: f64,
    /// Greatest speed in knots.
    pub max_speed: f64,
    /// Greatest difference of speeds in knots.
    pub knots: f64,
    /// Greatest difference of courses in degrees.
    pub angle: f64,
}

/// A boat that is first heard beside a ship which was under way and has slowed down at sea, and
/// makes off (own definition of the pattern that Frontex and EUROPOL describe in words).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MotherShip {
    /// Greatest distance of boat and ship at first, in metres.
    pub metres: f64,
    /// For how long a boat that makes off may have been silent before, in seconds; so much farther
    /// away it may be. Class B speaks every three minutes where it lies still (ITU-R M.1371-5).
    pub silence: f64,
    /// What its course and the direction away from the ship may differ by, in degrees.
    pub angle: f64,
    /// Greatest speed of the ship then, in knots.
    pub max_speed: f64,
    /// Least speed that the ship had before, in knots.
    pub was_fast: f64,
    /// How long before at most, in seconds.
    pub before: f64,
    /// How far away the boat must get, in metres.
    pub leaves: f64,
    /// At what speed at least, in knots.
    pub min_speed: f64,
    /// Within how many seconds.
    pub seconds: f64,
    /// For how long the watch must have listened, in seconds: at first everybody is new.
    pub listened: f64,
}

/// From speed to standstill faster than any engine brings it about (the idea is the sudden speed
/// change of the Danish Maritime Authority's `AisAbnormal`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SuddenStop {
    /// Least speed before, in knots.
    pub high: f64,
    /// Greatest speed after, in knots.
    pub low: f64,
    /// Within how many seconds.
    pub decay: f64,
    /// For how many seconds it stays so.
    pub sustain: f64,
    /// For how many seconds it must have been under way before.
    pub known: f64,
}

/// Much faster, all at once, than a long slow passage before (own definition).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpeedChange {
    /// How much faster, in knots.
    pub knots: f64,
    /// Least mean speed before, in knots.
    pub min_mean: f64,
    /// Greatest mean speed before, in knots.
    pub max_mean: f64,
    /// For how long it must be known, in seconds.
    pub known: f64,
    /// For how long it is faster, in seconds.
    pub sustain: f64,
}

/// A vessel that lies still in a port visits it (Global Fishing Watch, port visits: a stop between
/// entry and exit).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortVisit {
    /// Greatest speed of a stop, in knots.
    pub max_speed: f64,
    /// For how long, in seconds.
    pub seconds: f64,
}

/// Several reports in a row that say a moving vessel is well inland.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnLand {
    /// Least distance from the shore in metres: charts are coarse and harbours cut in.
    pub metres: f64,
    /// Least speed in knots.
    pub min_speed: f64,
    /// For how long, in seconds.
    pub seconds: f64,
    /// Least number of reports.
    pub reports: u32,
}

/// Positions that go round and round in one place, as false ones do (B. Bergman, "Systematic data
/// analysis reveals false vessel tracks", `SkyTruth`, 2021, describes them).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// How many times round.
    pub rounds: f64,
    /// Greatest distance from where it began, in metres.
    pub metres: f64,
    /// Within how many seconds.
    pub seconds: f64,
    /// Least speed in knots.
    pub min_speed: f64,
}

/// Several vessels whose positions jump by the same offset at about the same time: their receivers
/// are misled together (own definition).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CommonOffset {
    /// How much the offsets may differ, in metres.
    pub metres: f64,
    /// Within how many seconds.
    pub seconds: f64,
    /// Least number of vessels.
    pub vessels: usize,
}

/// Reports through a station from much farther away than anyone else whom it hears. Its reach is
/// learned: 99.5 % of what it hears, with a margin for days of ducting (ITU-R M.2123 on long range
/// reception; own thresholds).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutOfRange {
    /// The margin, as a factor.
    pub factor: f64,
    /// Least reach in metres.
    pub metres: f64,
    /// Least number of reports.
    pub reports: u32,
    /// Reports without which a station's reach is not known.
    pub known: u32,
    /// So many vessels within an hour make a distance usual.
    pub vessels: usize,
}

/// What a vessel says of itself. Draught that changes without a call at a port is among the
/// signs of a transfer at sea (U.S. Department of State and others, guidance on illicit shipping
/// practices, May 2020).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Particular {
    /// Least change of draught in metres.
    pub draught: f64,
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

impl Default for Approach {
    fn default() -> Self {
        Self { seconds: 900.0, sustain: 180.0, min_speed: 3.0 }
    }
}

impl Default for Towing {
    fn default() -> Self {
        Self {
            metres: 1000.0,
            slack: 150.0,
            seconds: 1800.0,
            min_speed: 1.5,
            max_speed: 8.0,
            knots: 0.7,
            angle: 15.0,
        }
    }
}

impl Default for MotherShip {
    fn default() -> Self {
        Self {
            metres: 1000.0,
            silence: 180.0,
            angle: 20.0,
            max_speed: 3.0,
            was_fast: 6.0,
            before: 10_800.0,
            leaves: 3000.0,
            min_speed: 8.0,
            seconds: 7200.0,
            listened: 1800.0,
        }
    }
}

impl Default for SuddenStop {
    fn default() -> Self {
        Self { high: 7.0, low: 1.0, decay: 60.0, sustain: 120.0, known: 1200.0 }
    }
}

impl Default for SpeedChange {
    fn default() -> Self {
        Self { knots: 10.0, min_mean: 2.0, max_mean: 7.0, known: 1200.0, sustain: 300.0 }
    }
}

impl Default for PortVisit {
    fn default() -> Self {
        Self { max_speed: 0.5, seconds: 1800.0 }
    }
}

impl Default for OnLand {
    fn default() -> Self {
        Self { metres: 1500.0, min_speed: 3.0, seconds: 180.0, reports: 5 }
    }
}

impl Default for Circle {
    fn default() -> Self {
        Self { rounds: 3.0, metres: 3000.0, seconds: 3600.0, min_speed: 3.0 }
    }
}

impl Default for CommonOffset {
    fn default() -> Self {
        Self { metres: 1000.0, seconds: 600.0, vessels: 4 }
    }
}

impl Default for OutOfRange {
    fn default() -> Self {
        Self { factor: 1.25, metres: 120_000.0, reports: 5, known: 1000, vessels: 3 }
    }
}

impl Default for Particular {
    fn default() -> Self {
        Self { draught: 0.5 }
    }
}
