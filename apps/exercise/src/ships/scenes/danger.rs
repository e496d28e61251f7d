//! People in danger, and ships that may soon be.

use super::Stage;
use crate::ships::chart::{self, Place, position};
use crate::ships::geo::{KNOT, Position, distance, moved};
use crate::ships::order::Order;
use crate::ships::vessel::Sort;

/// Somebody went over the side with a device on.
pub(super) fn man_overboard(stage: &mut Stage<'_>) {
    device(stage, Sort::ManOverboard, "somebody fell into the sea and wears a device");
}

/// A life raft with a transmitter, or a beacon.
pub(super) fn transmitter(stage: &mut Stage<'_>) {
    let sort = if stage.nth.is_multiple_of(2) { Sort::Sart } else { Sort::Beacon };
    device(stage, sort, "a life raft with a transmitter");
}

fn device(stage: &mut Stage<'_>, sort: Sort, story: &'static str) {
    // Devices reach as far as the nearest coast: they lie where a station can hear them.
    let (place, course) = (near_a_station(stage), stage.direction());
    let (from, until) = (stage.start, stage.start + 4500.0);
    let orders = [Order::Drift(until, course, 1.0, 0.0)];
    let device = stage.vessel(sort, (from, place, 0.5), orders);
    stage.truth("distress", (device, None), (from, until), place, story);
}

/// A device that is only tested.
pub(super) fn test(stage: &mut Stage<'_>) {
    let (place, from) = (near_a_station(stage), stage.start);
    let until = from + 300.0;
    let orders = [Order::Status(15), Order::Drift(until, 0.0, 0.1, 0.0)];
    let device = stage.vessel(Sort::Sart, (from, place, 0.0), orders);
    stage.truth("distress_test", (device, None), (from, until), place, "a yearly test on board");
}

fn near_a_station(stage: &mut Stage<'_>) -> Position {
    let is_heard = |port: &&Place| {
        chart::all("station").any(|it| distance(position(it), position(port)) < 8000.0)
    };
    let ports: Vec<&Place> = chart::all("port").filter(is_heard).collect();
    let port = stage.random.pick(&ports);
    let metres = f64::from(stage.random.between(5000, 9000));
    moved(position(port), port.seaward, metres)
}

/// An engine fails; wind and current take the ship.
pub(super) fn drift(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let from = stage.start + 1800.0;
    let until = from + 3000.0;
    let begin = moved(place, course + 180.0, 9000.0);
    let orders = [
        Order::Sail(place, 10.0),
        Order::Drift(until, course + 75.0, 2.4, -75.0),
        Order::Sail(moved(place, course, 9000.0), 10.0),
    ];
    let ship = stage.vessel(Sort::Cargo, (stage.start, begin, 10.0), orders);
    let story = "the engine fails for fifty minutes";
    stage.truth("drift", (ship, None), (from, until), place, story);
}

/// A ship stops within seconds, as on a sandbank.
pub(super) fn aground(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let begin = moved(place, course + 180.0, 9000.0);
    let from = stage.start + 9000.0 / (12.0 * KNOT);
    let until = stage.start + 6600.0;
    let orders = [Order::Sail(place, 12.0), Order::Halt, Order::Stay(until, 0)];
    // The stay is behind the halt, so that way is not lost gently before.
    let ship = stage.vessel(Sort::Cargo, (stage.start, begin, 12.0), orders);
    stage.truth("sudden_stop", (ship, None), (from, until), place, "it runs onto a sandbank");
}
