//! Ships that go dark, and ships that wait.

use super::Stage;
use crate::ships::chart;
use crate::ships::geo::{KNOT, bearing, distance, moved};
use crate::ships::order::Order;
use crate::ships::traffic::beside;
use crate::ships::vessel::Sort;

/// A ship in a lane switches its station off, sails on, and comes back.
pub(super) fn dark_run(stage: &mut Stage<'_>) {
    let lane = &chart::nth("lane", stage.nth).positions;
    let aside = f64::from(stage.random.between(-1200, 1200));
    let places = beside(lane, aside);
    let [.., before, dark, between, light, last, _, _] = places[..] else { return };
    let begin = moved(dark, bearing(dark, before), 9000.0);
    let orders = [
        Order::Sail(dark, 12.0),
        Order::Silent(true),
        Order::Sail(between, 12.0),
        Order::Sail(light, 12.0),
        Order::Silent(false),
        Order::Sail(last, 12.0),
    ];
    let ship = stage.vessel(Sort::Tanker, (stage.start, begin, 12.0), orders);
    let seconds = |metres: f64| metres / (12.0 * KNOT);
    let from = stage.start + seconds(9000.0);
    let until = from + seconds(distance(dark, between) + distance(between, light));
    stage.truth("gap", (ship, None), (from, until), dark, "it switches its station off");
}

/// A ship waits for hours about one place without anchoring.
pub(super) fn loitering(stage: &mut Stage<'_>) {
    let (place, from) = (stage.spot(), stage.start + 1200.0);
    let until = from + 33_600.0;
    let mut orders = vec![Order::Sail(place, 9.0)];
    for nth in 0..30 {
        let on_circle = moved(place, f64::from(nth) * 36.0, 1800.0);
        orders.push(Order::Sail(on_circle, 1.2));
    }
    let begin = moved(place, 200.0, 6000.0);
    let ship = stage.vessel(Sort::Fishing, (stage.start, begin, 9.0), orders);
    stage.truth("loitering", (ship, None), (from, until), place, "it waits for somebody");
}
