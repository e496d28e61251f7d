//! What a watch officer is told.

/// Something that a vessel did.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Which rule says so.
    pub rule: Rule,
    /// How urgent it is.
    pub severity: Severity,
    /// The vessel.
    pub mmsi: u32,
    /// The other vessel, if two are concerned.
    pub other: Option<u32>,
    /// When it began, in milliseconds since 1970.
    pub start: i64,
    /// When the rule was sure.
    pub time: i64,
    /// Where, in degrees.
    pub position: (f64, f64),
    /// Why, in words, with the numbers that decided.
    pub reason: String,
    /// The first and last report on which it rests, by line.
    pub lines: (u64, u64),
    /// The station on whose reach it rests, if it rests on one's.
    pub reach: Option<Reach>,
}

/// How far a station hears: told, or learned from all that it heard. A watch that is told it
/// ([`set_station`](crate::Watch::set_station)) comes to the same without hearing all that again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The station's number.
    pub station: u32,
    /// Where it stands, or the middle of what it hears, in degrees.
    pub position: (f64, f64),
    /// How far it hears, in metres.
    pub metres: f64,
}

/// The rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A distress device speaks, or a vessel says that it is one.
    Distress,
    /// A vessel moves sideways, as one without power does.
    Drift,
    /// A vessel fell silent where others are heard.
    Gap,
    /// Two vessels stay beside each other at sea.
    Encounter,
    /// A vessel stays about one place without anchoring.
    Loitering,
    /// A position that the vessel cannot have reached.
    Jump,
    /// One identity in two places in turn.
    SharedIdentity,
    /// A vessel entered a zone.
    ZoneEntry,
    /// A vessel left a zone.
    ZoneExit,
    /// A vessel heads for a zone.
    Approach,
    /// Two vessels move as one.
    Towing,
    /// A small boat left a ship that had slowed down at sea.
    MotherShip,
    /// A vessel stopped within seconds.
    SuddenStop,
    /// A vessel goes much faster than before.
    SpeedChange,
    /// A vessel lies deeper or higher without having been in a port.
    DraughtChange,
    /// A vessel lies in a port.
    PortVisit,
    /// Positions move over land.
    OnLand,
    /// Positions go round and round.
    Circle,
    /// Positions of many vessels are shifted alike.
    CommonOffset,
    /// Reports come through a station that cannot have heard them.
    OutOfRange,
    /// An IMO number whose check digit is wrong.
    ImoNumber,
    /// A vessel says that it is another.
    IdentityChange,
}

/// How urgent an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Known to be harmless, such as a test; for the record.
    Note,
    /// To look at.
    Attention,
    /// People may be in danger: first in the queue, always.
    Danger,
}

impl Rule {
    /// The rule's name in output and configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Distress => "distress",
            Self::Drift => "drift",
            Self::Gap => "gap",
            Self::Encounter => "encounter",
            Self::Loitering => "loitering",
            Self::Jump => "jump",
            Self::SharedIdentity => "shared_identity",
            Self::ZoneEntry => "zone_entry",
            Self::ZoneExit => "zone_exit",
            Self::Approach => "approach",
            Self::Towing => "towing",
            Self::MotherShip => "mother_ship",
            Self::SuddenStop => "sudden_stop",
            Self::SpeedChange => "speed_change",
            Self::DraughtChange => "draught_change",
            Self::PortVisit => "port_visit",
            Self::OnLand => "on_land",
            Self::Circle => "circle",
            Self::CommonOffset => "common_offset",
            Self::OutOfRange => "out_of_range",
            Self::ImoNumber => "imo_number",
            Self::IdentityChange => "identity_change",
        }
    }
}

impl Severity {
    /// The severity's name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Attention => "attention",
            Self::Danger => "danger",
        }
    }
}
