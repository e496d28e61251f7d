//! Ships that say they are others.

use super::Stage;
use crate::ships::geo::moved;
use crate::ships::order::Order;
use crate::ships::vessel::{Particulars, Sort};

/// Two ships use one number; one of them also has an IMO number whose check digit is wrong.
pub(super) fn shared(stage: &mut Stage<'_>) {
    let (one, other) = (stage.spot(), stage.spot());
    let (from, until) = (stage.start, stage.start + 6000.0);
    let along = |place| [Order::Sail(moved(place, 60.0, 18_000.0), 9.0)];
    let owner = stage.vessel(Sort::Cargo, (from, one, 9.0), along(one));
    let clone = stage.vessel(Sort::Cargo, (from + 300.0, other, 9.0), along(other));
    stage.scenes.vessels[clone].mmsi = stage.scenes.vessels[owner].mmsi;
    stage.scenes.vessels[clone].particulars = stage.scenes.vessels[owner].particulars.clone();
    let story = "a second ship uses the number of the first";
    stage.truth("shared_identity", (owner, None), (from + 300.0, until), one, story);

    let place = stage.spot();
    let odd = stage.vessel(Sort::Cargo, (from, place, 9.0), along(place));
    stage.scenes.vessels[odd].particulars.imo += 3;
    let story = "the check digit of its IMO number is wrong";
    stage.truth("imo_number", (odd, None), (from, until), place, story);
}

/// A ship takes another name and call sign at sea.
pub(super) fn changed(stage: &mut Stage<'_>) {
    let (place, course) = (stage.spot(), stage.direction());
    let at = stage.start + 3000.0;
    let middle = moved(place, course, 3000.0 * 9.0 * 0.5144);
    let mut other = Particulars::new(Sort::Cargo, &mut stage.random);
    other.name = format!("{} X", other.name);
    let orders = [
        Order::Sail(middle, 9.0),
        Order::Become(Box::new(other)),
        Order::Sail(moved(middle, course, 18_000.0), 9.0),
    ];
    let ship = stage.vessel(Sort::Cargo, (stage.start, place, 9.0), orders);
    let story = "it takes another name, call sign and IMO number at sea";
    stage.truth("identity_change", (ship, None), (at, at + 3000.0), middle, story);
}
