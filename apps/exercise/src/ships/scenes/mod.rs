//! Scenes that are played in the traffic, each with what is true about it.

mod danger;
mod false_positions;
mod identities;
mod meetings;
mod places;
mod silence;

use super::geo::{Position, distance};
use super::order::Order;
use super::traffic::scattered;
use super::vessel::{Sort, Vessel};
use super::{ShipEvent, ShipsPlan, chart};
use crate::random::Random;

/// All vessels and what is true of them.
pub(crate) struct Scenes {
    pub(crate) vessels: Vec<Vessel>,
    pub(crate) jammings: Vec<Jamming>,
    pub(crate) truth: Vec<ShipEvent>,
}

/// Satellite positions that are wrong by the same offset for everyone around.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jamming {
    from: f64,
    until: f64,
    centre: Position,
    metres: f64,
    /// Metres east and north.
    pub(crate) offset: (f64, f64),
}

impl Jamming {
    /// Whether a receiver at a position is misled.
    pub(crate) fn reaches(&self, time: f64, position: Position) -> bool {
        (self.from..self.until).contains(&time) && distance(self.centre, position) < self.metres
    }
}

/// A scene: how many seconds it takes, and what puts it on the stage.
type Scene = (f64, fn(&mut Stage<'_>));

const SCENES: [Scene; 18] = [
    (5_400.0, danger::man_overboard),
    (5_400.0, danger::transmitter),
    (2_400.0, danger::test),
    (7_200.0, danger::drift),
    (7_200.0, danger::aground),
    (14_400.0, silence::dark_run),
    (16_200.0, meetings::transfer),
    (9_000.0, meetings::tow),
    (10_800.0, meetings::mother_ship),
    (36_000.0, silence::loitering),
    (7_200.0, false_positions::jump),
    (5_400.0, false_positions::circle),
    (7_200.0, false_positions::overland),
    (4_800.0, false_positions::jamming),
    (5_400.0, false_positions::afar),
    (7_200.0, identities::shared),
    (7_200.0, identities::changed),
    (10_800.0, places::visits),
];

/// Plays every scene as often as the plan says, where there is time for it.
pub(crate) fn all(plan: &ShipsPlan, vessels: Vec<Vessel>) -> Scenes {
    let scenes = Scenes { vessels, jammings: Vec::new(), truth: Vec::new() };
    let random = Random::of(plan.seed(), &[super::log::STREAM, u64::from(u32::MAX)]);
    let mut stage = Stage { plan, scenes, random, start: 0.0, n_spots: 0, nth: 0 };
    for nth in 0..plan.scenes() {
        for (seconds, play) in SCENES {
            let spare = plan.seconds() - seconds;
            if spare < 0.0 {
                continue;
            }
            stage.nth = nth as usize;
            stage.start = stage.random.below(spare as usize + 1) as f64;
            play(&mut stage);
        }
    }
    stage.scenes.truth.sort_by_key(|event| (event.start, event.mmsi));
    stage.scenes
}

/// Where a scene is set up.
pub(crate) struct Stage<'a> {
    plan: &'a ShipsPlan,
    scenes: Scenes,
    random: Random,
    /// When the scene begins, in seconds.
    start: f64,
    n_spots: usize,
    /// How often the scene has been played before.
    nth: usize,
}

impl Stage<'_> {
    /// A vessel that is at a place from some time on, at a speed, and does as it is told.
    fn vessel(
        &mut self,
        sort: Sort,
        (time, place, speed): (f64, Position, f64),
        orders: impl IntoIterator<Item = Order>,
    ) -> usize {
        let number = self.scenes.vessels.len() as u32;
        let random = Random::of(self.random.next(), &[number.into()]);
        let mut vessel = Vessel::new(sort, number, random);
        (vessel.time, vessel.position, vessel.speed) = (time, place, speed);
        vessel.next_particulars = time;
        vessel.orders.extend(orders);
        // Afterwards a vessel makes for the nearest port and stays; a device falls silent.
        let last = vessel.orders.iter().rev().find_map(|order| match order {
            Order::Sail(to, _) => Some(*to),
            _ => None,
        });
        let metres = |port: &chart::Place| distance(chart::position(port), last.unwrap_or(place));
        let port = chart::all("port")
            .min_by(|one, other| metres(one).total_cmp(&metres(other)))
            .unwrap_or_else(|| chart::nth("port", 0));
        if sort.is_device() {
            vessel.orders.push_back(Order::Leave);
        } else {
            let berth = chart::position(port);
            vessel.orders.extend([Order::Sail(berth, 9.0), Order::Stay(f64::INFINITY, 5)]);
        }
        if let Some(Order::Sail(to, _)) =
            vessel.orders.iter().find(|order| matches!(order, Order::Sail(..)))
        {
            vessel.course = super::geo::bearing(place, *to);
        }
        self.scenes.vessels.push(vessel);
        self.scenes.vessels.len() - 1
    }

    /// Says what is true.
    fn truth(
        &mut self,
        kind: &'static str,
        vessels: (usize, Option<usize>),
        (from, until): (f64, f64),
        position: Position,
        story: &'static str,
    ) {
        let at = |seconds: f64| self.plan.begins().plus_millis((seconds * 1000.0) as i64);
        let mmsi = |idx: usize| self.scenes.vessels.get(idx).map_or(0, |vessel| vessel.mmsi);
        self.scenes.truth.push(ShipEvent {
            kind,
            mmsi: mmsi(vessels.0),
            other: vessels.1.map(mmsi),
            start: at(from),
            end: at(until),
            position,
            story,
        });
    }

    /// A place on the open sea, not the same one for a while.
    fn spot(&mut self) -> Position {
        let area = &chart::nth("open", self.n_spots).positions;
        let cell = self.n_spots / 2 * 7 % 20;
        self.n_spots += 1;
        let (Some(low), Some(high)) = (area.first(), area.last()) else { return (0.0, 0.0) };
        let along = |from: f64, to: f64, part: f64| from + (to - from) * part;
        let place = (
            along(low.0, high.0, (cell / 5) as f64 / 4.0 + 0.125),
            along(low.1, high.1, (cell % 5) as f64 / 5.0 + 0.1),
        );
        scattered(place, 1500, &mut self.random)
    }

    /// A direction.
    fn direction(&mut self) -> f64 {
        f64::from(self.random.between(0, 359))
    }
}
