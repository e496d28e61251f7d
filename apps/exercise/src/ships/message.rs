//! What vessels say, as AIS messages (ITU-R M.1371-5, annex 8).

use crossbearing_ais::Payload;

use super::geo::{KNOT, Position, moved, offset, shifted};
use super::vessel::{Lie, Particulars, Sort, Vessel};

/// How long a false circle takes, in seconds.
const ROUND: f64 = 300.0;

/// A position report: message 1, or 18 for class B.
pub(crate) fn position(vessel: &mut Vessel, second: u64) -> Payload {
    let (lat, lon, course) = said(vessel);
    let knots = match vessel.lie {
        Some(Lie::Circle(_, metres)) => metres * std::f64::consts::TAU / ROUND / KNOT,
        _ => vessel.speed,
    };
    let speed = (knots * 10.0 + f64::from(vessel.random.between(-1, 1))).max(0.0);
    let speed = (speed.round() as u64).min(1022);
    let wobble = f64::from(vessel.random.between(-1, 1));
    let heading = (course + vessel.leeway + wobble).rem_euclid(360.0);
    let course = ((course * 10.0).round() as u64) % 3600;
    let (lat, lon) = ((lat * 600_000.0).round() as i64, (lon * 600_000.0).round() as i64);
    let (speed, course, heading) = match vessel.sort {
        sort if sort.is_device() => (0, 3600, 511),
        Sort::Sailing | Sort::Motorboat => (speed, course, 511),
        _ => (speed, course, heading as u64 % 360),
    };
    let mut bits = Payload::default();
    if vessel.sort.is_class_a() {
        put(&mut bits, &[(1, 6), (0, 2), (vessel.mmsi.into(), 30), (vessel.status, 4), (0, 8)]);
        put(&mut bits, &[(speed, 10), (1, 1), (lon as u64, 28), (lat as u64, 27), (course, 12)]);
        put(&mut bits, &[(heading, 9), (second % 60, 6), (0, 2), (0, 3), (0, 1), (0, 19)]);
    } else {
        put(&mut bits, &[(18, 6), (0, 2), (vessel.mmsi.into(), 30), (0, 8), (speed, 10), (1, 1)]);
        put(&mut bits, &[(lon as u64, 28), (lat as u64, 27), (course, 12), (heading, 9)]);
        put(&mut bits, &[(second % 60, 6), (0, 2), (1, 1), (0, 1), (1, 1), (1, 1), (1, 1)]);
        put(&mut bits, &[(0, 1), (0, 1), (1, 1), (0, 19)]);
    }
    bits
}

/// The static messages: 5, or both parts of 24; devices say that they are one (14).
pub(crate) fn particulars(vessel: &Vessel) -> Vec<Payload> {
    let Particulars { name, callsign, imo, length, beam, draught, destination } =
        &vessel.particulars;
    let mmsi = u64::from(vessel.mmsi);
    let (length, beam) = (u64::from(*length), u64::from(*beam));
    let half = (length / 2, length - length / 2, beam / 2, beam - beam / 2);
    let dimensions = [(half.0, 9), (half.1, 9), (half.2, 6), (half.3, 6)];
    let mut bits = Payload::default();
    if vessel.sort.is_device() {
        put(&mut bits, &[(14, 6), (0, 2), (mmsi, 30), (0, 2)]);
        text(&mut bits, if vessel.status == 15 { "SART TEST" } else { "SART ACTIVE" }, 11);
        return vec![bits];
    }
    if vessel.sort.is_class_a() {
        put(&mut bits, &[(5, 6), (0, 2), (mmsi, 30), (0, 2), (u64::from(*imo), 30)]);
        text(&mut bits, callsign, 7);
        text(&mut bits, name, 20);
        put(&mut bits, &[(vessel.sort.code(), 8)]);
        put(&mut bits, &dimensions);
        put(&mut bits, &[(1, 4), (0, 4), (0, 5), (24, 5), (60, 6), (u64::from(*draught), 8)]);
        text(&mut bits, destination, 20);
        put(&mut bits, &[(0, 1), (0, 1)]);
        return vec![bits];
    }
    put(&mut bits, &[(24, 6), (0, 2), (mmsi, 30), (0, 2)]);
    text(&mut bits, name, 20);
    let mut second = Payload::default();
    put(&mut second, &[(24, 6), (0, 2), (mmsi, 30), (1, 2), (vessel.sort.code(), 8), (0, 42)]);
    text(&mut second, callsign, 7);
    put(&mut second, &dimensions);
    put(&mut second, &[(0, 6)]);
    vec![bits, second]
}

/// Where a vessel says that it is and where it is going, with the noise of its receiver.
fn said(vessel: &mut Vessel) -> (f64, f64, f64) {
    let noise = |random: &mut crate::random::Random| f64::from(random.between(-6, 6));
    let true_place = shifted(vessel.position, noise(&mut vessel.random), noise(&mut vessel.random));
    let (place, course) = match vessel.lie {
        None => (true_place, vessel.course),
        Some(Lie::Shift(east, north)) => (shifted(true_place, east, north), vessel.course),
        Some(Lie::Circle(centre, metres)) => {
            let degrees = vessel.time * 360.0 / ROUND;
            (on_circle(centre, degrees, metres, true_place), (degrees + 90.0).rem_euclid(360.0))
        }
    };
    (place.0, place.1, course)
}

/// A place on a circle, with the same noise as a true one.
fn on_circle(centre: Position, degrees: f64, metres: f64, noisy: Position) -> Position {
    let (east, north) = offset((noisy.0.round(), noisy.1.round()), noisy);
    moved(centre, degrees, metres + (east + north) % 5.0)
}

fn put(bits: &mut Payload, fields: &[(u64, usize)]) {
    for (value, width) in fields {
        bits.push(value & ((1 << width) - 1), *width);
    }
}

/// Six-bit text, filled with `@`.
fn text(bits: &mut Payload, text: &str, n_characters: usize) {
    let characters = text.bytes().chain(std::iter::repeat(b'@')).take(n_characters);
    for character in characters {
        bits.push(u64::from(character & 63), 6);
    }
}
