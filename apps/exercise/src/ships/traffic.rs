//! Ordinary traffic: lanes, ferries, fishing, pleasure craft, ships at anchor.

use super::chart::{self, Place, position};
use super::geo::{KNOT, Position, bearing, distance, moved, shifted};
use super::order::Order;
use super::vessel::{Sort, Vessel};
use crate::random::Random;

/// What a vessel does when it has nothing else to do.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Habit {
    /// Nothing.
    None,
    /// To and fro on a ferry line, from its first port if `true`.
    Ferry(&'static Place, bool, Shift),
    /// Trawling on a ground.
    Fishing(Position),
    /// Day trips from a port.
    Trips(&'static Place, Shift),
    /// At anchor.
    Anchored,
}

/// Where a strait lies: degrees added to the latitude and longitude of the one on the chart.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Shift(pub(crate) f64, pub(crate) f64);

impl Shift {
    /// Where the strait of a number lies; 0 is the one on the chart.
    pub(crate) fn of(strait: u32) -> Self {
        // Rows of sixty straits, six degrees apart; twenty rows, five degrees apart.
        Self(-5.0 * f64::from(strait / 60 % 20), 6.0 * f64::from(strait % 60))
    }

    pub(crate) fn apply(self, position: Position) -> Position {
        let lon = position.1 + self.1;
        (position.0 + self.0, (lon + 180.0).rem_euclid(360.0) - 180.0)
    }
}

impl Habit {
    /// The next orders.
    pub(crate) fn next(&mut self, random: &mut Random, at: Position, time: f64) -> Vec<Order> {
        match *self {
            Self::None => Vec::new(),
            Self::Ferry(line, outward, shift) => {
                *self = Self::Ferry(line, !outward, shift);
                crossing(line, outward, shift, random, time)
            }
            Self::Fishing(ground) => trawl(ground, random),
            Self::Trips(port, shift) => trip(port, shift, random, at, time),
            Self::Anchored => {
                // It swings with the tide.
                let course = f64::from(random.between(0, 359));
                vec![Order::Drift(time + 900.0, course, 0.1, 0.0), Order::Stay(time + 3600.0, 1)]
            }
        }
    }
}

/// An ordinary vessel: its number decides what it is. The exercise goes on for `seconds`.
pub(crate) fn vessel(number: u32, shift: Shift, seconds: f64, mut random: Random) -> Vessel {
    match number % 20 {
        0..=8 => in_lane(number, shift, seconds, random),
        9 | 10 => {
            let line = chart::nth("ferry", random.below(16) / 2);
            let mut vessel = Vessel::new(Sort::Ferry, number, random);
            let outward = number.is_multiple_of(2);
            let first = if outward { line.positions.first() } else { line.positions.last() };
            vessel.position = shift.apply(first.copied().unwrap_or_default());
            let waits = f64::from(vessel.random.between(60, 3000));
            vessel.orders.push_back(Order::Stay(waits, 5));
            vessel.habit = Habit::Ferry(line, outward, shift);
            vessel
        }
        11..=13 => {
            let ground = shift.apply(position(chart::nth("ground", random.below(12))));
            let ground = scattered(ground, 6000, &mut random);
            let mut vessel = Vessel::new(Sort::Fishing, number, random);
            vessel.position = scattered(ground, 3000, &mut vessel.random);
            vessel.status = 7;
            vessel.habit = Habit::Fishing(ground);
            vessel
        }
        14..=16 => {
            let port = chart::nth("port", random.below(64));
            let sort = if number.is_multiple_of(2) { Sort::Sailing } else { Sort::Motorboat };
            let mut vessel = Vessel::new(sort, number, random);
            vessel.position = scattered(shift.apply(position(port)), 200, &mut vessel.random);
            let waits = vessel.random.below(seconds as usize + 1) as f64 * 0.7;
            vessel.orders.push_back(Order::Stay(waits, 0));
            vessel.habit = Habit::Trips(port, shift);
            vessel
        }
        17 | 18 => {
            let place = shift.apply(position(chart::nth("anchorage", random.below(8))));
            let mut vessel = Vessel::new(Sort::Cargo, number, random);
            vessel.position = scattered(place, 4000, &mut vessel.random);
            vessel.status = 1;
            vessel.habit = Habit::Anchored;
            vessel
        }
        _ => {
            let port = chart::nth("port", random.below(64));
            let mut vessel = Vessel::new(Sort::Patrol, number, random);
            vessel.position = scattered(shift.apply(position(port)), 100, &mut vessel.random);
            vessel.habit = Habit::Trips(port, shift);
            vessel
        }
    }
}

/// A cargo ship or tanker that passes through a lane once. Some are in the strait from the start.
fn in_lane(number: u32, shift: Shift, seconds: f64, random: Random) -> Vessel {
    let sort = if number.is_multiple_of(3) { Sort::Tanker } else { Sort::Cargo };
    let mut vessel = Vessel::new(sort, number, random);
    let random = &mut vessel.random;
    let lane = &chart::nth("lane", number as usize / 9).positions;
    let speed = f64::from(random.between(95, 175)) / 10.0;
    let aside = f64::from(random.between(-1500, 1500));
    let metres: f64 = lane.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let passage = metres / (speed * KNOT);
    let enters = random.below((seconds + passage) as usize) as f64 - passage;
    vessel.time = enters;
    let places = beside(lane, aside).into_iter().map(|place| shift.apply(place));
    vessel.orders.extend(places.map(|place| Order::Sail(place, speed)));
    if let Some(Order::Sail(first, _)) = vessel.orders.pop_front() {
        vessel.position = first;
        if let Some(Order::Sail(second, _)) = vessel.orders.front() {
            vessel.course = bearing(first, *second);
        }
    }
    vessel.speed = speed;
    vessel.orders.push_back(Order::Leave);
    let nobody = vessel.as_leader();
    vessel.advance(0.0, |_| nobody);
    vessel
}

/// The places of a lane, moved so many metres to the right of the way.
pub(crate) fn beside(lane: &[Position], metres: f64) -> Vec<Position> {
    let course = match lane {
        [first, .., last] => bearing(*first, *last),
        _ => 0.0,
    };
    lane.iter().map(|place| moved(*place, course + 90.0, metres)).collect()
}

fn crossing(
    line: &Place,
    outward: bool,
    shift: Shift,
    random: &mut Random,
    time: f64,
) -> Vec<Order> {
    let aside = f64::from(random.between(-400, 400));
    let speed = f64::from(random.between(165, 200)) / 10.0;
    let n_places = line.positions.len();
    let mut places: Vec<Position> = line
        .positions
        .iter()
        .enumerate()
        .map(|(idx, place)| {
            let is_end = idx == 0 || idx + 1 == n_places;
            shift.apply(if is_end { *place } else { shifted(*place, 0.0, aside) })
        })
        .collect();
    if !outward {
        places.reverse();
    }
    let metres: f64 = places.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let arrives = time + metres / (speed * KNOT) + 600.0;
    let stays = arrives + f64::from(random.between(2400, 4200));
    let mut orders = vec![Order::Status(0)];
    orders.extend(places.into_iter().skip(1).map(|place| Order::Sail(place, speed)));
    orders.push(Order::Stay(stays, 5));
    orders
}

fn trawl(ground: Position, random: &mut Random) -> Vec<Order> {
    let speed = f64::from(random.between(28, 40)) / 10.0;
    let to = scattered(ground, 4000, random);
    vec![Order::Status(7), Order::Sail(to, speed)]
}

fn trip(port: &Place, shift: Shift, random: &mut Random, at: Position, time: f64) -> Vec<Order> {
    let sea = port.seaward;
    let speed = f64::from(random.between(45, 120)) / 10.0;
    let metres = f64::from(random.between(4000, 11_000));
    let out = moved(shift.apply(position(port)), sea + f64::from(random.between(-35, 35)), metres);
    let on = moved(out, sea + f64::from(random.between(-90, 90)), 2000.0);
    let rests = time + 3.0 * metres / speed + f64::from(random.between(3600, 14_400));
    vec![
        Order::Silent(false),
        Order::Sail(out, speed),
        Order::Sail(on, speed),
        Order::Sail(at, speed),
        Order::Stay(rests, 0),
    ]
}

/// A place at most so many metres away in each direction.
pub(crate) fn scattered(place: Position, metres: i32, random: &mut Random) -> Position {
    let east = f64::from(random.between(-metres, metres));
    shifted(place, east, f64::from(random.between(-metres, metres)))
}
