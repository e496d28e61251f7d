//! Ships that come to places that somebody watches.

use super::Stage;
use crate::ships::chart;
use crate::ships::geo::{KNOT, moved};
use crate::ships::order::Order;
use crate::ships::vessel::Sort;

/// A fast boat makes for the beaches, a fishing boat enters a forbidden field, a ship calls at a
/// port.
pub(super) fn visits(stage: &mut Stage<'_>) {
    beach_run(stage);
    forbidden_field(stage);
    port_call(stage);
}

fn beach_run(stage: &mut Stage<'_>) {
    let aside = f64::from(stage.random.between(-2000, 2000));
    let [begin, middle, beach] =
        [(50.80, 1.50), (50.89, 1.33), (50.975, 1.10)].map(|place| moved(place, 45.0, aside));
    let from = stage.start;
    let quickens = from + 15_600.0 / (5.0 * KNOT);
    let arrives = quickens + 18_800.0 / (22.0 * KNOT);
    let orders =
        [Order::Sail(middle, 5.0), Order::Sail(beach, 22.0), Order::Stay(arrives + 900.0, 0)];
    let boat = stage.vessel(Sort::Patrol, (from, begin, 5.0), orders);
    let story = "it goes slowly at first, then races for the beaches";
    let times = (quickens, arrives);
    stage.truth("speed_change", (boat, None), times, middle, story);
    let story = "it makes for the beaches";
    stage.truth("approach", (boat, None), times, middle, story);
    let reaches = (arrives - 1200.0, arrives + 900.0);
    stage.truth("zone_entry", (boat, None), reaches, beach, "it reaches the beaches");
    stage.truth("sudden_stop", (boat, None), reaches, beach, "it runs onto the beach");
}

fn forbidden_field(stage: &mut Stage<'_>) {
    let field = chart::nth("zone", 1 + stage.nth % 2);
    let (Some(low), Some(high)) = (field.positions.first(), field.positions.get(2)) else { return };
    let middle = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
    let begin = moved(middle, 270.0, 14_000.0);
    let through = moved(middle, 90.0, 14_000.0);
    let orders = [Order::Status(7), Order::Sail(middle, 6.0), Order::Sail(through, 6.0)];
    let boat = stage.vessel(Sort::Fishing, (stage.start, begin, 6.0), orders);
    let at = |metres: f64| stage.start + metres / (6.0 * KNOT);
    let (enters, leaves) = (at(5000.0), at(23_500.0));
    stage.truth("zone_entry", (boat, None), (enters, leaves), middle, "it trawls over a field");
    stage.truth("zone_exit", (boat, None), (enters, leaves), middle, "it leaves the field");
}

fn port_call(stage: &mut Stage<'_>) {
    let port = chart::nth("port", 2 + 5 * stage.nth);
    let berth = chart::position(port);
    let begin = moved(berth, port.seaward, 11_000.0);
    let from = stage.start + 1800.0;
    let until = stage.start + 8400.0;
    let orders = [
        Order::Sail(berth, 12.0),
        Order::Stay(until, 5),
        Order::Status(0),
        Order::Sail(begin, 10.0),
    ];
    let ship = stage.vessel(Sort::Cargo, (stage.start, begin, 12.0), orders);
    stage.truth("port_visit", (ship, None), (from, until), berth, "it calls at a port");
}
