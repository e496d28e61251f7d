//! Ships that are not where they say.

use super::{Jamming, Stage};
use crate::ships::geo::{KNOT, Position, moved};
use crate::ships::order::Order;
use crate::ships::vessel::{Lie, Sort};

/// A ship is somewhere else all at once.
pub(super) fn jump(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let at = stage.start + 2400.0;
    let middle = moved(place, course, 2400.0 * 11.0 * KNOT);
    let orders = [
        Order::Sail(middle, 11.0),
        Order::Lie(Some(Lie::Shift(-9000.0, 14_000.0))),
        Order::Sail(moved(middle, course, 20_000.0), 11.0),
    ];
    let ship = stage.vessel(Sort::Cargo, (stage.start, place, 11.0), orders);
    let story = "it gives positions 17 km from where it is";
    stage.truth("jump", (ship, None), (at, at + 3600.0), middle, story);
}

/// A ship seems to sail round and round.
pub(super) fn circle(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let from = stage.start + 1200.0;
    let until = from + 2400.0;
    let middle = moved(place, course, 1200.0 * 9.0 * KNOT);
    let orders = [
        Order::Sail(middle, 9.0),
        Order::Lie(Some(Lie::Circle(middle, 450.0))),
        Order::Drift(until, course, 0.4, 0.0),
        Order::Lie(None),
        Order::Sail(moved(middle, course, 17_000.0), 9.0),
    ];
    let ship = stage.vessel(Sort::Cargo, (stage.start, place, 9.0), orders);
    let story = "its positions go round in circles as from a spoofed receiver";
    stage.truth("circle", (ship, None), (from, until), middle, story);
}

/// A ship that somebody made up sails over land.
pub(super) fn overland(stage: &mut Stage<'_>) {
    const WAY: [Position; 3] = [(50.62, 0.55), (50.95, 0.62), (51.12, 0.80)];
    let aside = f64::from(stage.random.between(-9000, 4000));
    let [begin, inland, last] = WAY.map(|place| moved(place, 90.0, aside));
    let orders = [Order::Sail(inland, 15.0), Order::Sail(last, 15.0)];
    let ship = stage.vessel(Sort::Cargo, (stage.start, begin, 15.0), orders);
    let times = (stage.start + 3000.0, stage.start + 7200.0);
    stage.truth("on_land", (ship, None), times, inland, "somebody makes up a ship");
}

/// All satellite receivers about a place are misled by the same offset.
pub(super) fn jamming(stage: &mut Stage<'_>) {
    let (from, until) = (stage.start + 1800.0, stage.start + 4200.0);
    let offset = (f64::from(stage.random.between(7000, 11_000)), -6500.0);
    let centre = (51.04, 1.55);
    stage.scenes.jammings.push(Jamming { from, until, centre, metres: 14_000.0, offset });
    let story = "satellite positions are shifted for every ship in the strait";
    stage.truth("common_offset", (usize::MAX, None), (from, until), centre, story);
}

/// A station far away says that it hears a ship.
pub(super) fn afar(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let from = stage.start + 1200.0;
    let until = from + 2400.0;
    let middle = moved(place, course, 6000.0);
    let orders = [
        Order::Sail(middle, 10.0),
        Order::HeardAfar(true),
        Order::Sail(moved(middle, course, 2400.0 * 10.0 * KNOT), 10.0),
        Order::HeardAfar(false),
        Order::Sail(moved(middle, course, 16_000.0), 10.0),
    ];
    let ship = stage.vessel(Sort::Cargo, (stage.start, place, 10.0), orders);
    let story = "its reports come through a station that cannot hear it";
    stage.truth("out_of_range", (ship, None), (from, until), middle, story);
}
