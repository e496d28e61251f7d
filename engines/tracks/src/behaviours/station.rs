//! Reports that come through a station which cannot have heard them.
//!
//! How far a station hears is learned. On a day of ducting many vessels are heard far away, and that
//! becomes usual; one that is heard from where nobody else is does not, however often it speaks.

use super::{Beginning, alert};
use crate::alert::{Alert, Reach, Rule, Severity};
use crate::config::OutOfRange;
use crate::map::Map;
use crate::report::Report;
use crate::sphere::distance;

/// What each station hears.
#[derive(Debug, Default)]
pub(crate) struct Stations {
    stations: Map<u32, Station>,
    /// Reports from too far away, by station and vessel.
    doubtful: Map<(u32, u32), (Beginning, u32)>,
}

#[derive(Debug)]
struct Station {
    /// Where it stands, or the middle of what it hears.
    middle: (f64, f64),
    /// Somebody said where it stands.
    is_placed: bool,
    /// How far it hears, in metres, if somebody said so.
    metres: Option<f64>,
    n_reports: u32,
    /// Reports by how far from the middle they come, in steps of five kilometres.
    reach: [u32; STEPS],
    /// Vessels lately heard from too far away, and when.
    far: Vec<(u32, i64)>,
}

const STEPS: usize = 200;
/// Vessels heard from far away that a station remembers.
const MAX_FAR: usize = 15;
const STEP: f64 = 5_000.0;
/// For how long a vessel heard from far away is company to others, in milliseconds.
const LATELY: i64 = 3_600_000;
/// Stations and pairs that are kept.
const MAX_STATIONS: usize = 10_000;

impl Stations {
    /// Takes over where a station stands.
    pub(crate) fn set(&mut self, number: u32, position: (f64, f64), metres: Option<f64>) {
        if self.stations.len() < MAX_STATIONS || self.stations.contains_key(&number) {
            let placed = Station { is_placed: true, metres, ..Station::new(position) };
            self.stations.insert(number, placed);
        }
    }

    /// Takes a report that came through a station.
    pub(crate) fn report(
        &mut self,
        config: &OutOfRange,
        number: u32,
        report: &Report,
    ) -> Option<Alert> {
        if self.stations.len() >= MAX_STATIONS && !self.stations.contains_key(&number) {
            return None;
        }
        let new = || Station::new(report.position());
        let station = self.stations.entry(number).or_insert_with(new);
        let metres = distance(station.middle, report.position());
        // No station is thought to hear less far than that, unless somebody said so.
        let is_near = metres <= config.metres && station.metres.is_none();
        let reach = if is_near { None } else { station.reaches(config) };
        let exceeded = reach.filter(|reach| metres > *reach);
        let Some(reach) = exceeded.filter(|_| station.far_with(report) < config.vessels) else {
            station.learn(report.position(), metres);
            return None;
        };
        if self.doubtful.len() >= MAX_STATIONS {
            self.doubtful.clear();
        }
        let first = (Beginning::of(report), 0);
        let (start, n_reports) = self.doubtful.entry((number, report.mmsi)).or_insert(first);
        *n_reports += 1;
        if *n_reports != config.reports {
            return None;
        }
        let reason = format!(
            "{n_reports} reports came through a station {:.0} km away, which hears nobody else \
             beyond {:.0} km",
            metres / 1000.0,
            reach / 1000.0
        );
        let told = alert(Rule::OutOfRange, Severity::Attention, *start, report, reason);
        let reach = Reach { station: number, position: station.middle, metres: reach };
        Some(Alert { reach: Some(reach), ..told })
    }
}

impl Station {
    fn new(middle: (f64, f64)) -> Self {
        Self {
            middle,
            is_placed: false,
            metres: None,
            n_reports: 0,
            reach: [0; STEPS],
            far: Vec::new(),
        }
    }

    /// How far it can hear, if that is known.
    fn reaches(&self, config: &OutOfRange) -> Option<f64> {
        if self.metres.is_some() {
            return self.metres;
        }
        if self.n_reports < config.known {
            return None;
        }
        let most = (f64::from(self.n_reports) * 0.995) as u32;
        let mut seen = 0;
        let steps = self.reach.iter().take_while(|count| {
            seen += **count;
            seen <= most
        });
        Some(((steps.count() + 1) as f64 * STEP * config.factor).max(config.metres))
    }

    /// How many vessels have lately been heard from too far away, with this one.
    fn far_with(&mut self, report: &Report) -> usize {
        let since = report.time.saturating_sub(LATELY);
        self.far.retain(|(mmsi, time)| *mmsi != report.mmsi && *time >= since);
        // Who comes when there are many is the latest of them.
        self.far.truncate(MAX_FAR);
        self.far.insert(0, (report.mmsi, report.time));
        self.far.len()
    }

    fn learn(&mut self, position: (f64, f64), metres: f64) {
        let step = ((metres / STEP) as usize).min(STEPS - 1);
        self.reach[step] = self.reach[step].saturating_add(1);
        self.n_reports = self.n_reports.saturating_add(1);
        if self.is_placed {
            return;
        }
        // The middle settles, so that distances stay comparable.
        let part = 1.0 / f64::from(self.n_reports.min(1000));
        let lon = (position.1 - self.middle.1 + 180.0).rem_euclid(360.0) - 180.0;
        self.middle.0 += part * (position.0 - self.middle.0);
        self.middle.1 += part * lon;
    }
}

#[cfg(test)]
mod tests {
    use super::Stations;
    use crate::config::OutOfRange;
    use crate::fleet::tests::report;

    #[test]
    fn a_station_whose_place_and_reach_are_known_needs_no_learning() {
        let config = OutOfRange::default();
        let mut stations = Stations::default();
        stations.set(1, (50.0, 1.0), Some(80_000.0));
        let mut fired = 0;
        for step in 0..10 {
            // 111 km and 56 km north of it.
            for lat in [51.0, 50.5] {
                let far = report(211_000_001 + u32::from(lat < 51.0), step * 10, lat, 1.0);
                fired += u32::from(stations.report(&config, 1, &far).is_some());
            }
        }
        assert_eq!(fired, 1);
    }
    /// A station about 50 north hears what is near; then some report from 300 km away.
    fn heard_from_afar(vessels: &[u32]) -> Vec<u32> {
        let config = OutOfRange::default();
        let mut stations = Stations::default();
        for step in 0..2000 {
            let near = report(211_000_000 + step as u32 % 50, step, 50.0 + step as f64 * 1e-4, 1.0);
            assert!(stations.report(&config, 1, &near).is_none());
        }
        let mut told = Vec::new();
        for step in 2000..4000 {
            for mmsi in vessels {
                let far = report(*mmsi, step, 53.0, 1.0);
                told.extend(stations.report(&config, 1, &far).map(|alert| alert.mmsi));
            }
        }
        told
    }

    /// What was learned, told to a station that has heard nothing, gives the same alert.
    #[test]
    fn a_reach_that_was_learned_is_enough_for_the_same_alert() {
        let config = OutOfRange::default();
        let mut learned = Stations::default();
        for step in 0..2000 {
            let near = report(211_000_000 + step as u32 % 50, step, 50.0 + step as f64 * 1e-4, 1.0);
            assert!(learned.report(&config, 1, &near).is_none());
        }
        let fires = |stations: &mut Stations| {
            (2000..2010)
                .find_map(|step| stations.report(&config, 1, &report(211_000_900, step, 53.0, 1.0)))
        };
        let alert = fires(&mut learned).expect("it is far away");
        let reach = alert.reach.expect("it rests on the station");
        let mut told = Stations::default();
        told.set(1, reach.position, Some(reach.metres));
        assert_eq!(fires(&mut told), Some(alert));
    }

    #[test]
    fn one_vessel_does_not_make_a_distance_usual_and_many_do() {
        assert_eq!(heard_from_afar(&[211_000_001]), [211_000_001]);
        assert_eq!(heard_from_afar(&[211_000_001, 211_000_002]), [211_000_001, 211_000_002]);
        assert_eq!(heard_from_afar(&[211_000_001, 211_000_002, 211_000_003, 211_000_004]), [0; 0]);
    }
}
