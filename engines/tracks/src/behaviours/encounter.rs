//! Vessels that stay beside each other at sea.

use super::Beginning;
use super::pairs::Pairs;
use crate::alert::{Alert, Rule, Severity};
use crate::config::Encounter;
use crate::fleet::{Fleet, Vessel};
use crate::report::Report;
use crate::sphere::{distance, is_within};

/// A pair that is not seen together for so long has parted, in milliseconds.
const PARTED: i64 = 900_000;

/// All pairs that are beside each other.
#[derive(Debug, Default)]
pub(crate) struct State {
    pairs: Pairs<Pair, PARTED>,
}

#[derive(Debug)]
struct Pair {
    start: Beginning,
    alerted: bool,
}

impl State {
    /// Takes a report; `has_come` says whether a vessel has come from elsewhere.
    pub(crate) fn report(
        &mut self,
        config: &Encounter,
        fleet: &Fleet,
        vessel: Vessel,
        report: &Report,
        has_come: impl Fn(Vessel) -> bool,
    ) -> Option<Alert> {
        let slow = report.speed.is_some_and(|speed| speed < config.max_speed);
        if !slow || report.is_stopped() {
            return None;
        }
        let others: Vec<Vessel> = fleet
            .near(report.position())
            .filter(|other| {
                *other != vessel
                    && report.time - fleet.time(*other) < PARTED
                    && fleet.speed(*other) < config.max_speed
                    && !fleet.is_stopped(*other)
                    && is_within(fleet.position(*other), report.position(), config.metres)
            })
            .collect();
        let met = others.into_iter().filter_map(|other| {
            let alert = self.pair(config, fleet, (vessel, other), report)?;
            (has_come(vessel) && has_come(other)).then_some(alert)
        });
        met.last()
    }

    /// Two vessels that are beside each other now.
    fn pair(
        &mut self,
        config: &Encounter,
        fleet: &Fleet,
        (vessel, other): (Vessel, Vessel),
        report: &Report,
    ) -> Option<Alert> {
        let new = || Pair { start: Beginning::of(report), alerted: false };
        let pair = self.pairs.together((vessel, other), report.time, new)?;
        let seconds = pair.start.seconds_to(report.time);
        if pair.alerted || seconds < config.seconds {
            return None;
        }
        pair.alerted = true;
        let metres = distance(fleet.position(other), report.position());
        Some(Alert {
            rule: Rule::Encounter,
            severity: Severity::Attention,
            mmsi: report.mmsi,
            other: Some(fleet.mmsi(other)),
            start: pair.start.time,
            time: report.time,
            position: report.position(),
            reason: format!(
                "it has been within {:.0} m of {} for {:.1} hours, both slower than {:.0} knots and \
                 neither anchored nor moored; now {metres:.0} m",
                config.metres,
                fleet.mmsi(other),
                seconds / 3600.0,
                config.max_speed
            ),
            lines: (pair.start.line, report.line),
            reach: None,
        })
    }
}
