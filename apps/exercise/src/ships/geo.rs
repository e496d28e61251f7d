//! Positions, and moving them by metres; near enough over the width of a strait.

/// Metres of a degree of latitude.
const DEGREE: f64 = 111_195.0;
/// Metres a second of a knot.
pub(crate) const KNOT: f64 = 1852.0 / 3600.0;

/// Latitude and longitude in degrees.
pub(crate) type Position = (f64, f64);

/// The position so many metres away in a direction in degrees.
pub(crate) fn moved(from: Position, course: f64, metres: f64) -> Position {
    let (east, north) = course.to_radians().sin_cos();
    shifted(from, east * metres, north * metres)
}

/// The position so many metres east and north.
pub(crate) fn shifted(from: Position, east: f64, north: f64) -> Position {
    let lat = (from.0 + north / DEGREE).clamp(-89.0, 89.0);
    let lon = from.1 + east / DEGREE / from.0.to_radians().cos().max(0.01);
    (lat, (lon + 180.0).rem_euclid(360.0) - 180.0)
}

/// How many metres east and north one position is of another.
pub(crate) fn offset(from: Position, to: Position) -> (f64, f64) {
    let lon = (to.1 - from.1 + 180.0).rem_euclid(360.0) - 180.0;
    let middle = f64::midpoint(from.0, to.0).to_radians();
    (lon * DEGREE * middle.cos(), (to.0 - from.0) * DEGREE)
}

/// The distance in metres.
pub(crate) fn distance(from: Position, to: Position) -> f64 {
    let (east, north) = offset(from, to);
    east.hypot(north)
}

/// The direction from one position to another, in degrees from north.
pub(crate) fn bearing(from: Position, to: Position) -> f64 {
    let (east, north) = offset(from, to);
    east.atan2(north).to_degrees().rem_euclid(360.0)
}

/// The turn from one direction to another, -180 to 180 degrees.
pub(crate) fn turn(from: f64, to: f64) -> f64 {
    (to - from + 180.0).rem_euclid(360.0) - 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_is_as_far_away() {
        let from = (50.9, 179.99);
        let to = moved(from, 80.0, 5000.0);
        assert!((distance(from, to) - 5000.0).abs() < 20.0);
        assert!((bearing(from, to) - 80.0).abs() < 0.5);
        assert!((turn(350.0, 10.0) - 20.0).abs() < 1e-9 && (turn(10.0, 350.0) + 20.0).abs() < 1e-9);
    }
}
