//! Reports that come through a station which cannot have heard them.

use std::collections::HashMap;

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::OutOfRange;
use crate::report::Report;
use crate::sphere::distance;

/// What each station hears.
#[derive(Debug, Default)]
pub(crate) struct Stations {
    stations: HashMap<u32, Station>,
    /// Reports from too far away, by station and vessel.
    doubtful: HashMap<(u32, u32), (Beginning, u32)>,
}

#[derive(Debug)]
struct Station {
    /// The middle of what it hears.
    middle: (f64, f64),
    n_reports: u32,
    /// Reports by how far from the middle they come, in steps of ten kilometres.
    reach: [u32; STEPS],
}

const STEPS: usize = 100;
const STEP: f64 = 10_000.0;
/// Stations and pairs that are kept.
const MAX_STATIONS: usize = 10_000;

impl Stations {
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
        let new = || Station { middle: report.position(), n_reports: 0, reach: [0; STEPS] };
        let station = self.stations.entry(number).or_insert_with(new);
        let metres = distance(station.middle, report.position());
        let reach = station.reaches(config);
        // What comes from too far away is learned too: on a day of ducting it becomes usual.
        station.learn(report.position(), metres);
        if reach.is_none_or(|reach| metres <= reach) {
            return None;
        }
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
            reach.unwrap_or_default() / 1000.0
        );
        Some(alert(Rule::OutOfRange, Severity::Attention, *start, report, reason))
    }
}

impl Station {
    /// How far it can hear, if that is known.
    fn reaches(&self, config: &OutOfRange) -> Option<f64> {
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

    fn learn(&mut self, position: (f64, f64), metres: f64) {
        let step = ((metres / STEP) as usize).min(STEPS - 1);
        self.reach[step] = self.reach[step].saturating_add(1);
        self.n_reports = self.n_reports.saturating_add(1);
        // The middle settles, so that distances stay comparable.
        let part = 1.0 / f64::from(self.n_reports.min(1000));
        let lon = (position.1 - self.middle.1 + 180.0).rem_euclid(360.0) - 180.0;
        self.middle.0 += part * (position.0 - self.middle.0);
        self.middle.1 += part * lon;
    }
}
