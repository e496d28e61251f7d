//! Vessels that enter zones, leave them, or head for them.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::Approach;
use crate::places::{Places, Zone};
use crate::report::Report;
use crate::sphere::ahead;

/// The zones that a vessel is in or heads for.
#[derive(Debug, Default)]
pub(crate) struct State {
    zones: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    zone: u32,
    is_inside: bool,
    /// Reports that say the opposite, one after the other.
    n_against: u8,
    against: Option<Beginning>,
    heading: Option<Beginning>,
    told: bool,
}

/// Reports that make an entry or exit sure.
const ENOUGH: u8 = 2;
/// Zones that a vessel is followed through; a vessel is near few.
const MAX_ZONES: usize = 64;

impl State {
    /// Takes a report.
    pub(crate) fn report(
        &mut self,
        config: &Approach,
        places: &Places,
        report: &Report,
        sink: &mut impl FnMut(Alert),
    ) {
        let near = places.zones_near(report.position());
        if near.is_empty() {
            if !self.zones.is_empty() {
                self.zones.clear();
            }
            return;
        }
        self.zones.retain(|entry| near.contains(&entry.zone));
        for number in near.iter().take(MAX_ZONES) {
            let zone = &places.zones()[*number as usize];
            let is_inside = zone.area.contains(report.position());
            let Some(entry) = self.zones.iter_mut().find(|entry| entry.zone == *number) else {
                // Where a vessel is when it is first heard is no entry.
                self.zones.push(Entry::new(*number, is_inside));
                continue;
            };
            if let Some(alert) = entry.crossing(zone, report, is_inside) {
                sink(alert);
            }
            let is_awaited = !is_inside && zone.approach && zone.is_watched(report.time);
            let told = is_awaited.then(|| entry.approach(config, zone, report)).flatten();
            told.into_iter().for_each(&mut *sink);
        }
    }
}

impl Entry {
    fn new(zone: u32, is_inside: bool) -> Self {
        Self { zone, is_inside, n_against: 0, against: None, heading: None, told: false }
    }

    fn crossing(&mut self, zone: &Zone, report: &Report, is_inside: bool) -> Option<Alert> {
        if is_inside == self.is_inside {
            (self.n_against, self.against) = (0, None);
            return None;
        }
        let against = *self.against.get_or_insert_with(|| Beginning::of(report));
        self.n_against += 1;
        if self.n_against < ENOUGH {
            return None;
        }
        (self.is_inside, self.n_against, self.against) = (is_inside, 0, None);
        let (rule, wanted, verb) = if is_inside {
            (Rule::ZoneEntry, zone.entry, "entered")
        } else {
            (Rule::ZoneExit, zone.exit, "left")
        };
        let knots = report.speed.map_or(String::new(), |speed| format!(" at {speed:.1} knots"));
        let reason = format!("it {verb} {}{knots}", zone.name);
        (wanted && zone.is_watched(report.time))
            .then(|| alert(rule, Severity::Attention, against, report, reason))
    }

    /// Whether its course and speed would bring it into the zone, for some minutes already.
    fn approach(&mut self, config: &Approach, zone: &Zone, report: &Report) -> Option<Alert> {
        let (course, speed) = (report.course?, report.speed?);
        let reaches =
            (speed >= config.min_speed).then(|| minutes(config, zone, report, course, speed));
        let Some(minutes) = reaches.flatten() else {
            self.heading = None;
            return None;
        };
        let heading = *self.heading.get_or_insert_with(|| Beginning::of(report));
        if self.told || heading.seconds_to(report.time) < config.sustain {
            return None;
        }
        self.told = true;
        let reason = format!(
            "on course {course:.0} at {speed:.1} knots it reaches {} in {minutes} minutes",
            zone.name
        );
        Some(alert(Rule::Approach, Severity::Attention, heading, report, reason))
    }
}

/// In how many minutes a vessel that keeps its course and speed is in the zone.
fn minutes(
    config: &Approach,
    zone: &Zone,
    report: &Report,
    course: f64,
    speed: f64,
) -> Option<u32> {
    let metres = speed * 1852.0 / 60.0;
    let last = (config.seconds / 60.0) as u32;
    (1..=last).find(|minute| {
        zone.area.contains(ahead(report.position(), course, metres * f64::from(*minute)))
    })
}

#[cfg(test)]
mod tests {
    use super::State;
    use crate::alert::Rule;
    use crate::config::Approach;
    use crate::fleet::tests::report;
    use crate::places::{Places, Polygon, Zone};

    #[test]
    fn a_vessel_heads_for_a_zone_enters_and_leaves_it() {
        let mut places = Places::default();
        let ring = vec![(50.10, -0.05), (50.10, 0.05), (50.20, 0.05), (50.20, -0.05)];
        places.add_zone(Zone {
            name: "the field".into(),
            area: Polygon::new(ring).expect("a polygon"),
            windows: Vec::new(),
            entry: true,
            exit: true,
            approach: true,
        });
        let (mut state, mut rules) = (State::default(), Vec::new());
        for step in 0..600_i64 {
            // Due north at 12 knots, with one wrong position.
            let lat =
                if step == 100 { 50.15 } else { 49.9 + step as f64 * 10.0 * 12.0 / 216_000.0 };
            let mut at = report(211_000_001, step * 10, lat, 0.0);
            at.speed = Some(12.0);
            state.report(&Approach::default(), &places, &at, &mut |alert| rules.push(alert.rule));
        }
        assert_eq!(rules, [Rule::Approach, Rule::ZoneEntry, Rule::ZoneExit]);
    }
}
