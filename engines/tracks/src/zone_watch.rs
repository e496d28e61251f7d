//! Zones that are watched by themselves: nothing of them touches the other rules, or other zones.

use std::sync::Arc;

use crate::alert::Alert;
use crate::behaviours::zones::State;
use crate::config::Approach;
use crate::map::Map;
use crate::places::Places;
use crate::report::Report;

/// Vessels near zones that are followed at a time.
const MOST: usize = 200_000;

/// Tells entries, exits and approaches of some zones.
#[derive(Debug)]
pub struct ZoneWatch {
    places: Arc<Places>,
    config: Approach,
    /// Vessels near a zone, by MMSI, and when they were heard last.
    vessels: Map<u32, (i64, State)>,
}

impl ZoneWatch {
    /// A watch that has seen nothing.
    pub fn new(places: Arc<Places>, config: Approach) -> Self {
        Self { places, config, vessels: Map::default() }
    }

    /// Takes a position report. Late ones, and those of devices and stations, change nothing.
    pub fn report(&mut self, report: &Report, mut sink: impl FnMut(Alert)) {
        if !report.has_position() || !report.is_vessel() {
            return;
        }
        if self.places.zones_near(report.position()).is_empty() {
            self.vessels.remove(&report.mmsi);
            return;
        }
        if self.vessels.len() >= MOST && !self.vessels.contains_key(&report.mmsi) {
            return;
        }
        let (last, state) =
            self.vessels.entry(report.mmsi).or_insert_with(|| (i64::MIN, State::default()));
        if report.time > *last {
            *last = report.time;
            state.report(&self.config, &self.places, report, &mut sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::ZoneWatch;
    use crate::alert::Rule;
    use crate::config::Approach;
    use crate::fleet::tests::report;
    use crate::places::{Places, Polygon, Zone};

    #[test]
    fn a_hole_in_a_zone_is_outside() {
        let square = |half: f64| {
            let ring = [(-half, -half), (-half, half), (half, half), (half, -half)];
            let about = |(lat, lon): (f64, f64)| (50.0 + lat, lon);
            Polygon::new(ring.into_iter().map(about).collect()).expect("a polygon")
        };
        let mut places = Places::default();
        places.add_zone(Zone {
            name: "the ring".into(),
            area: square(0.2).without(vec![square(0.1)]),
            windows: Vec::new(),
            entry: true,
            exit: true,
            approach: false,
        });
        let mut watch = ZoneWatch::new(Arc::new(places), Approach::default());
        let mut rules = Vec::new();
        for step in 0..60_i64 {
            let at = report(211_000_001, step * 60, 50.0, -0.3 + step as f64 * 0.01);
            watch.report(&at, |alert| rules.push(alert.rule));
            // The same once more, through another receiver.
            watch.report(&at, |alert| rules.push(alert.rule));
        }
        assert_eq!(rules, [Rule::ZoneEntry, Rule::ZoneExit, Rule::ZoneEntry, Rule::ZoneExit]);
    }
}
