//! What is known of a vessel at one moment.

/// A position report, from AIS or from anything else that names the vessel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// The MMSI.
    pub mmsi: u32,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Speed over ground in knots.
    pub speed: Option<f64>,
    /// Course over ground in degrees.
    pub course: Option<f64>,
    /// Heading in degrees.
    pub heading: Option<f64>,
    /// Navigational status of message 1 (ITU-R M.1371-5, annex 8, table 47).
    pub status: Option<u8>,
    /// Where the report stands in its source, such as a line number; alerts cite it.
    pub line: u64,
}

/// Devices that only speak when someone is in danger (ITU-R M.585-9, annex 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// AIS search and rescue transmitter, MMSI 970.
    Sart,
    /// Man overboard device, MMSI 972.
    ManOverboard,
    /// Emergency position-indicating radio beacon with AIS, MMSI 974.
    Epirb,
}

/// What device an MMSI belongs to, if it is one for distress.
pub fn device_kind(mmsi: u32) -> Option<DeviceKind> {
    match mmsi / 1_000_000 {
        970 => Some(DeviceKind::Sart),
        972 => Some(DeviceKind::ManOverboard),
        974 => Some(DeviceKind::Epirb),
        _ => None,
    }
}

impl DeviceKind {
    /// The device in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sart => "a search and rescue transmitter",
            Self::ManOverboard => "a man overboard device",
            Self::Epirb => "an emergency beacon",
        }
    }
}

impl Report {
    /// Whether the position is one.
    pub fn has_position(&self) -> bool {
        self.lat.abs() <= 90.0 && self.lon.abs() <= 180.0
    }

    /// Latitude and longitude.
    pub fn position(&self) -> (f64, f64) {
        (self.lat, self.lon)
    }

    /// Whether the vessel says that it does not move: at anchor, moored or aground.
    pub(crate) fn is_stopped(&self) -> bool {
        matches!(self.status, Some(1 | 5 | 6))
    }

    /// Whether a ship sent it: MMSIs of ships start with 2 to 7, or with 98 if they belong to
    /// one (ITU-R M.585-9).
    pub(crate) fn is_vessel(&self) -> bool {
        (200_000_000..800_000_000).contains(&self.mmsi) || self.mmsi / 10_000_000 == 98
    }
}
