//! What is known of one vessel by the feeds of one picture.

use crossbearing_tracks::Report;

use super::said::Particulars;

/// Changes of identity that are kept of a vessel.
const MOST_CHANGES: usize = 24;

/// A vessel as it was heard last.
#[derive(Debug, Clone, PartialEq)]
pub struct Vessel {
    /// Its MMSI.
    pub mmsi: u32,
    /// When it was heard last, in milliseconds since 1970.
    pub time: i64,
    /// Latitude and longitude in ten-millionths of a degree; none before the first position.
    pub position: Option<(i32, i32)>,
    /// Speed over ground in tenths of a knot.
    pub speed: Option<u16>,
    /// Course over ground in tenths of a degree.
    pub course: Option<u16>,
    /// Heading in degrees.
    pub heading: Option<u16>,
    /// Navigational status.
    pub status: Option<u8>,
    /// Type of ship and cargo (ITU-R M.1371-5, annex 8, table 53), 0 if it has not said.
    pub kind: u8,
    /// Metres from the antenna to bow, stern, port and starboard; zeros if it has not said.
    pub size: [u16; 4],
    /// Which feed heard it last, by its place among the picture's feeds.
    pub feed: u16,
    /// Position reports so far.
    pub n_reports: u32,
    /// The change of the picture that touched it last.
    pub changed: u64,
    /// The change of the picture that touched its name last.
    pub named: u64,
    /// Who it says it is; none before it has said anything.
    pub identity: Option<Box<Identity>>,
}

/// Who a vessel says it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Call sign.
    pub callsign: String,
    /// IMO number, whatever it is worth.
    pub imo: Option<u32>,
    /// Where it says it goes.
    pub destination: String,
    /// When it says it arrives there, `MM-DD hh:mm`.
    pub eta: String,
    /// Draught in metres.
    pub draught: Option<f32>,
    /// What it said differently before.
    pub changes: Vec<Change>,
}

/// A vessel said something else of itself than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When it first said so, in milliseconds since 1970.
    pub time: i64,
    /// What.
    pub what: &'static str,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

impl Vessel {
    pub(super) fn new(mmsi: u32) -> Self {
        Self {
            mmsi,
            time: i64::MIN,
            position: None,
            speed: None,
            course: None,
            heading: None,
            status: None,
            kind: 0,
            size: [0; 4],
            feed: 0,
            n_reports: 0,
            changed: 0,
            named: 0,
            identity: None,
        }
    }

    /// Its name, empty if it has not said one.
    pub fn name(&self) -> &str {
        self.identity.as_ref().map_or("", |identity| &identity.name)
    }

    /// Length in metres, 0 if it has not said.
    pub fn length(&self) -> u16 {
        self.size[0] + self.size[1]
    }

    /// Takes a report over; `false` if a later one was there.
    pub(super) fn report(&mut self, report: &Report, feed: u16) -> bool {
        if report.time <= self.time {
            return false;
        }
        self.time = report.time;
        if report.has_position() {
            self.position = Some((ten_millionths(report.lat), ten_millionths(report.lon)));
        }
        self.speed = report.speed.map(tenths);
        self.course = report.course.map(tenths);
        self.heading = report.heading.map(|heading| heading.clamp(0.0, 359.0) as u16);
        self.status = report.status.or(self.status);
        self.feed = feed;
        self.n_reports = self.n_reports.saturating_add(1);
        true
    }

    /// Takes particulars over; whether its name or anything else has changed.
    pub(super) fn particulars(&mut self, said: Particulars, time: i64) -> (bool, bool) {
        let before = (self.kind, self.size);
        self.kind = said.kind.unwrap_or(self.kind);
        self.size = said.size.unwrap_or(self.size);
        let identity = self.identity.get_or_insert_default();
        let named = identity.say("name", time, said.name, |it| &mut it.name);
        let called = identity.say("call sign", time, said.callsign, |it| &mut it.callsign);
        let imo = said.imo.filter(|imo| identity.imo != Some(*imo));
        if let Some(imo) = imo
            && let Some(before) = identity.imo.replace(imo)
        {
            identity.change("IMO number", time, before.to_string(), imo.to_string());
        }
        let bound = identity.say("destination", time, said.destination, |it| &mut it.destination);
        identity.eta = said.eta.unwrap_or_else(|| std::mem::take(&mut identity.eta));
        identity.draught = said.draught.or(identity.draught);
        let changed = named || called || imo.is_some() || bound || before != (self.kind, self.size);
        (named, changed)
    }
}

impl Identity {
    /// Takes a text over; whether it differs from what was said before.
    fn say(
        &mut self,
        what: &'static str,
        time: i64,
        said: Option<String>,
        place: impl Fn(&mut Self) -> &mut String,
    ) -> bool {
        let Some(said) = said.filter(|said| place(self) != said) else { return false };
        let before = std::mem::replace(place(self), said.clone());
        if !before.is_empty() {
            self.change(what, time, before, said);
        }
        true
    }

    fn change(&mut self, what: &'static str, time: i64, before: String, after: String) {
        if self.changes.len() >= MOST_CHANGES {
            self.changes.remove(0);
        }
        self.changes.push(Change { time, what, before, after });
    }
}

fn ten_millionths(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

fn tenths(value: f64) -> u16 {
    (value * 10.0).round().clamp(0.0, 65_000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::super::said::Particulars;
    use super::Vessel;

    #[test]
    fn a_new_name_is_kept_beside_the_old_one() {
        let mut vessel = Vessel::new(211_000_001);
        let said =
            |name: &str| Particulars { name: Some(name.to_owned()), ..Particulars::default() };
        assert_eq!(vessel.particulars(said("SILVER TERN"), 1), (true, true));
        assert_eq!(vessel.particulars(said("SILVER TERN"), 2), (false, false));
        assert_eq!(vessel.particulars(said("GREY HERON"), 3), (true, true));
        let changes = &vessel.identity.as_ref().expect("one").changes;
        assert_eq!((changes[0].before.as_str(), changes[0].time), ("SILVER TERN", 3));
        for idx in 0..1000 {
            vessel.particulars(said(&format!("NAME {idx}")), idx);
        }
        assert!(vessel.identity.expect("one").changes.len() <= super::MOST_CHANGES);
    }
}
