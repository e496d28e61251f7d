//! A picture on its way to a browser: compact records, all of them or those that have changed.
//!
//! ```text
//! "CBP1" | cursor length u16 | n records u32 | n names u32 | n left out u32 | clock i64 | cursor …
//! record, 32 bytes:
//!   mmsi u32 | latitude i32 | longitude i32 (1e-7 degrees) | age u32 (seconds) |
//!   speed u16 (0.1 knots) | course u16 (0.1 degrees) | heading u16 (degrees) | (65535: unknown)
//!   to bow u16 | to stern u16 | to port u8 | to starboard u8 (metres) | type u8 |
//!   status u8 (255: unknown) | flags u16
//! name: mmsi u32 | length u8 | UTF-8 …
//! ```
//!
//! All numbers are little endian. Flags: 1 somebody is in danger, 2 an alert is open, 4 the vessel
//! was told as one of a watch list.

use crate::picture::Vessel;

/// Stands for a number that is not known.
const UNKNOWN: u16 = u16::MAX;

/// What stands in a record's flags.
pub(crate) const DANGER: u16 = 1;
pub(crate) const ALERT: u16 = 2;
pub(crate) const WATCHED: u16 = 4;

/// A picture in the making.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    records: Vec<u8>,
    names: Vec<u8>,
    n_records: u32,
    n_names: u32,
    pub(crate) n_left_out: u32,
}

impl Snapshot {
    /// Adds a vessel, if it has a position.
    pub(crate) fn vessel(&mut self, vessel: &Vessel, clock: i64, flags: u16) {
        let Some((lat, lon)) = vessel.position else { return };
        let age = (clock.saturating_sub(vessel.time).max(0) / 1000).min(i64::from(u32::MAX)) as u32;
        let [bow, stern, port, starboard] = vessel.size;
        let out = &mut self.records;
        out.extend_from_slice(&vessel.mmsi.to_le_bytes());
        out.extend_from_slice(&lat.to_le_bytes());
        out.extend_from_slice(&lon.to_le_bytes());
        out.extend_from_slice(&age.to_le_bytes());
        let numbers = [vessel.speed, vessel.course, vessel.heading].map(|it| it.unwrap_or(UNKNOWN));
        for number in numbers.into_iter().chain([bow, stern]) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let narrow = |side: u16| side.min(255) as u8;
        let status = vessel.status.unwrap_or(255);
        out.extend_from_slice(&[narrow(port), narrow(starboard), vessel.kind, status]);
        out.extend_from_slice(&flags.to_le_bytes());
        self.n_records += 1;
    }

    /// Adds a vessel's name, as the viewer may read it.
    pub(crate) fn name(&mut self, mmsi: u32, name: &str) {
        let end = name.len().min(255);
        let end = (0..=end).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
        self.names.extend_from_slice(&mmsi.to_le_bytes());
        self.names.push(end as u8);
        self.names.extend_from_slice(&name.as_bytes()[..end]);
        self.n_names += 1;
    }

    /// The bytes of the whole, with the cursor from which the next goes on.
    pub(crate) fn finish(self, cursor: &str, clock: i64) -> Vec<u8> {
        let mut out = Vec::with_capacity(26 + cursor.len() + self.records.len() + self.names.len());
        out.extend_from_slice(b"CBP1");
        out.extend_from_slice(&(cursor.len() as u16).to_le_bytes());
        for number in [self.n_records, self.n_names, self.n_left_out] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&clock.to_le_bytes());
        out.extend_from_slice(cursor.as_bytes());
        out.extend_from_slice(&self.records);
        out.extend_from_slice(&self.names);
        out
    }
}
