//! Small boats that appear beside a ship which has slowed down at sea, and make off.

use super::{Beginning, alert};
use crate::alert::{Alert, Rule, Severity};
use crate::config::MotherShip;
use crate::fleet::{Fleet, MOST_NEAR, Vessel};
use crate::report::Report;
use crate::sphere::{angle, bearing, distance};

/// The ship beside which a boat was first heard.
#[derive(Debug)]
pub(crate) struct Candidate {
    ship: u32,
    place: (f64, f64),
    /// How far from it.
    metres: f64,
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
    let lay_beside = |other: &Vessel| {
        let away = bearing(fleet.position(*other), report.position());
        metres(other) <= config.metres + made_off(config, report, away)
    };
    let ship = fleet
        .about(report.position())
        .take(MOST_NEAR)
        .filter(|other| {
            *other != vessel
                && report.time - fleet.time(*other) < 600_000
                && fleet.speed(*other) <= config.max_speed
                && !fleet.is_stopped(*other)
                && lay_beside(other)
                && has_slowed(*other)
        })
        .min_by(|one, other| metres(one).total_cmp(&metres(other)))?;
    let start = Beginning { line: fleet.line(ship).min(report.line), ..Beginning::of(report) };
    let place = fleet.position(ship);
    Some(Candidate { ship: fleet.mmsi(ship), place, metres: metres(&ship), start })
}

/// How far a boat that makes off in the direction `away` may have come since it lay beside the ship:
/// who lies still speaks seldom.
fn made_off(config: &MotherShip, report: &Report, away: f64) -> f64 {
    match (report.speed, report.course) {
        (Some(speed), Some(course))
            if speed >= config.min_speed && angle(course, away) <= config.angle =>
        {
            speed * 1852.0 / 3600.0 * config.silence
        }
        _ => 0.0,
    }
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
            "{} was first heard {:.0} m from it while it lay slowed down, and is now {:.1} km \
             away at {:.0} knots",
            report.mmsi,
            self.metres,
            metres / 1000.0,
            report.speed.unwrap_or_default()
        );
        let told = alert(Rule::MotherShip, Severity::Attention, self.start, report, reason);
        (false, Some(Alert { mmsi: self.ship, other: Some(report.mmsi), ..told }))
    }
}

#[cfg(test)]
mod tests {
    use super::beside;
    use crate::config::MotherShip;
    use crate::fleet::Fleet;
    use crate::fleet::tests::report;
    use crate::report::Report;

    /// Whether a boat that is first heard so far north of a ship that drifts came from it.
    fn came_from_it(metres: f64, speed: f64, course: f64) -> bool {
        let mut fleet = Fleet::default();
        fleet.take_in(&Report { speed: Some(0.8), ..report(211_000_001, 0, 50.0, 1.0) });
        let lat = 50.0 + metres / 111_195.0;
        let (speed, course) = (Some(speed), Some(course));
        let boat = Report { speed, course, ..report(211_000_002, 30, lat, 1.0) };
        let (vessel, _) = fleet.take_in(&boat).expect("room");
        beside(&MotherShip::default(), &fleet, vessel, &boat, |_| true).is_some()
    }

    #[test]
    fn a_boat_first_heard_on_its_way_off_lay_beside_the_ship() {
        assert!(came_from_it(900.0, 0.5, 0.0));
        assert!(came_from_it(2200.0, 18.0, 5.0));
        assert!(!came_from_it(2200.0, 18.0, 90.0), "passes");
        assert!(!came_from_it(2200.0, 5.0, 0.0), "is slow");
        assert!(!came_from_it(3500.0, 18.0, 0.0), "is too far");
    }
}
