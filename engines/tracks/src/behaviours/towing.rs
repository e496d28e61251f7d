//! Two vessels that move as one.

use super::pairs::Pairs;
use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::Towing;
use crate::fleet::{Fleet, Vessel};
use crate::report::Report;
use crate::sphere::{ahead, angle, distance};

/// All pairs that move alike.
#[derive(Debug, Default)]
pub(crate) struct State {
    pairs: Pairs<Pair, PARTED>,
}

#[derive(Debug)]
struct Pair {
    start: Beginning,
    nearest: f64,
    farthest: f64,
    told: bool,
}

/// A pair that does not move alike for so long has parted, in milliseconds.
const PARTED: i64 = 300_000;

impl State {
    /// Takes a report; `course` says where another vessel was heading.
    pub(crate) fn report(
        &mut self,
        config: &Towing,
        fleet: &Fleet,
        vessel: Vessel,
        report: &Report,
        course: impl Fn(Vessel) -> f64,
    ) -> Option<Alert> {
        let (speed, own) = (report.speed?, report.course?);
        if !(config.min_speed..=config.max_speed).contains(&speed) || report.status == Some(7) {
            return None;
        }
        let mut told = None;
        for other in fleet.near(report.position()) {
            let seconds = (report.time - fleet.time(other)) as f64 / 1000.0;
            let alike = other != vessel
                && seconds < 120.0
                && (fleet.speed(other) - speed).abs() <= config.knots
                && angle(course(other), own) <= config.angle;
            if !alike {
                continue;
            }
            let sailed = fleet.speed(other) * 1852.0 / 3600.0 * seconds;
            let metres =
                distance(ahead(fleet.position(other), course(other), sailed), report.position());
            if metres <= config.metres {
                told = self.pair(config, fleet, (vessel, other), report, metres).or(told);
            }
        }
        told
    }

    fn pair(
        &mut self,
        config: &Towing,
        fleet: &Fleet,
        (vessel, other): (Vessel, Vessel),
        report: &Report,
        metres: f64,
    ) -> Option<Alert> {
        let start = Beginning::of(report);
        let new = || Pair { start, nearest: metres, farthest: metres, told: false };
        let pair = self.pairs.together((vessel, other), report.time, new)?;
        pair.nearest = pair.nearest.min(metres);
        pair.farthest = pair.farthest.max(metres);
        if pair.farthest - pair.nearest > config.slack {
            *pair = new();
        }
        let seconds = pair.start.seconds_to(report.time);
        if pair.told || seconds < config.seconds {
            return None;
        }
        pair.told = true;
        let reason = format!(
            "for {:.0} minutes it has moved as one with {}, {:.0} to {:.0} m apart at {:.1} knots",
            seconds / 60.0,
            fleet.mmsi(other),
            pair.nearest,
            pair.farthest,
            report.speed.unwrap_or_default()
        );
        let told = alert(Rule::Towing, Severity::Attention, pair.start, report, reason);
        Some(Alert { other: Some(fleet.mmsi(other)), ..told })
    }
}
