//! Ships that meet.

use super::Stage;
use crate::ships::chart;
use crate::ships::geo::{bearing, moved};
use crate::ships::order::Order;
use crate::ships::vessel::Sort;

/// Two ships lie beside each other for hours; afterwards one lies deeper.
pub(super) fn transfer(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let from = stage.start + 3000.0;
    let until = from + 9600.0;
    let towards = |side: f64| moved(place, course + side, 9500.0);
    let beside = moved(place, course, 130.0);
    let drifts = |until| Order::Drift(until, course + 40.0, 0.5, 0.0);
    let give = [Order::Sail(place, 7.0), drifts(until), Order::Sail(towards(200.0), 8.0)];
    let giver = stage.vessel(Sort::Cargo, (stage.start, towards(0.0), 7.0), give);
    let take = [Order::Sail(beside, 7.0), drifts(from + 8000.0)];
    let taker = stage.vessel(Sort::Tanker, (stage.start, towards(150.0), 7.0), take);
    let vessel = &mut stage.scenes.vessels[taker];
    let mut deeper = vessel.particulars.clone();
    deeper.draught = deeper.draught.saturating_add(18);
    let afterwards = vessel.orders.split_off(2);
    vessel.orders.extend([Order::Become(Box::new(deeper)), drifts(until)]);
    vessel.orders.extend(afterwards);
    let story = "a cargo changes ships at sea";
    stage.truth("encounter", (giver, Some(taker)), (from, until), place, story);
    let changes = (from + 8000.0, until);
    stage.truth("draught_change", (taker, None), changes, place, "it lies deeper than before");
}

/// A tug with a boat behind it.
pub(super) fn tow(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let (from, until) = (stage.start, stage.start + 7800.0);
    let orders = [Order::Sail(moved(place, course, 22_000.0), 5.0)];
    let tug = stage.vessel(Sort::Tug, (from, place, 5.0), orders);
    let behind = moved(place, course + 180.0, 220.0);
    let orders = [Order::Follow(tug, 220.0, until)];
    let boat = stage.vessel(Sort::Fishing, (from, behind, 5.0), orders);
    let story = "a boat without engine is towed";
    stage.truth("towing", (tug, Some(boat)), (from, until), place, story);
}

/// A ship slows down off the coast, and a small boat leaves it for the shore.
pub(super) fn mother_ship(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let from = stage.start + 2100.0;
    let until = from + 2700.0;
    let orders = [
        Order::Sail(place, 10.0),
        Order::Drift(until, course, 0.8, 0.0),
        Order::Sail(moved(place, course, 15_000.0), 10.0),
    ];
    let begin = moved(place, course + 160.0, 10_000.0);
    let ship = stage.vessel(Sort::Cargo, (stage.start, begin, 10.0), orders);
    let leaves = from + 1500.0;
    let port = chart::position(chart::nth("port", stage.nth));
    let shore = moved(place, bearing(place, port), 16_000.0);
    let orders = [
        Order::AppearBeside(ship, 90.0),
        Order::Drift(leaves + 120.0, course, 0.8, 0.0),
        Order::Sail(shore, 18.0),
    ];
    let boat = stage.vessel(Sort::Motorboat, (leaves, place, 0.8), orders);
    let story = "a small boat leaves a ship that has slowed down, for the shore";
    stage.truth("mother_ship", (ship, Some(boat)), (from, until), place, story);
}
