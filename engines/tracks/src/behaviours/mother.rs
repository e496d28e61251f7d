//! Small boats that appear beside a ship which has slowed down at sea, and make off.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::MotherShip;
use crate::fleet::{Fleet, Vessel};
use crate::report::Report;
use crate::sphere::distance;

/// The ship beside which a boat was first heard.
#[derive(Debug)]
pub(crate) struct Candidate {
    ship: u32,
    place: (f64, f64),
    start: Beginning,
}

/// The ship beside which a boat that is heard for the first time appears; `has_slowed` says
/// whether a vessel was under way shortly before.
pub(crate) fn beside(
    config: &MotherShip,
    fleet: &Fleet,
    vessel: Vessel,
    report: &Report,
    has_slowed: impl Fn(Vessel) -> bool,
) -> Option<Candidate> {
    let metres = |other: &Vessel| distance(fleet.position(*other), report.position());
    let ship = fleet
        .near(report.position())
        .filter(|other| {
            *other != vessel
                && report.time - fleet.time(*other) < 600_000
                && fleet.speed(*other) <= config.max_speed
                && !fleet.is_stopped(*other)
                && metres(other) <= config.metres
                && has_slowed(*other)
        })
        .min_by(|one, other| metres(one).total_cmp(&metres(other)))?;
    let start = Beginning { line: fleet.line(ship).min(report.line), ..Beginning::of(report) };
    Some(Candidate { ship: fleet.mmsi(ship), place: fleet.position(ship), start })
}

impl Candidate {
    /// Whether the boat makes off: an alert about the ship, or `None`; `false` once nothing more
    /// can come of it.
    pub(crate) fn report(&self, config: &MotherShip, report: &Report) -> (bool, Option<Alert>) {
        if self.start.seconds_to(report.time) > config.seconds {
            return (false, None);
        }
        let metres = distance(self.place, report.position());
        let fast = report.speed.is_some_and(|speed| speed >= config.min_speed);
        if metres < config.leaves || !fast {
            return (true, None);
        }
        let reason = format!(
            "{} was first heard within {:.0} m of it while it lay slowed down, and is now {:.1} km \
             away at {:.0} knots",
            report.mmsi,
            config.metres,
            metres / 1000.0,
            report.speed.unwrap_or_default()
        );
        let told = alert(Rule::MotherShip, Severity::Attention, self.start, report, reason);
        (false, Some(Alert { mmsi: self.ship, other: Some(report.mmsi), ..told }))
    }
}
