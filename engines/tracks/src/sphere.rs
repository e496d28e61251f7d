//! Distances and directions on a sphere of the Earth's mean radius, which is within 0.6 % of the
//! ellipsoid everywhere.

/// Mean radius of the Earth in metres (IUGG).
const RADIUS: f64 = 6_371_008.8;

/// The distance between two positions in degrees, in metres (R. Sinnott, "Virtues of the
/// Haversine", Sky and Telescope 68, 1984).
pub fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat_1, lat_2) = (from.0.to_radians(), to.0.to_radians());
    let half_lat = ((lat_2 - lat_1) / 2.0).sin();
    let half_lon = ((to.1 - from.1).to_radians() / 2.0).sin();
    let haversine = half_lat * half_lat + lat_1.cos() * lat_2.cos() * half_lon * half_lon;
    2.0 * RADIUS * haversine.sqrt().min(1.0).asin()
}

/// Whether two positions are less than so many metres apart: [`distance`] compared, mostly without
/// its trigonometry.
pub(crate) fn is_within(from: (f64, f64), to: (f64, f64), metres: f64) -> bool {
    let (lat, lon) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
    // Along a meridian and then along a parallel is never shorter than straight on, and no parallel
    // is longer than the equator.
    if (lat + lon) * LONG_DEGREE < metres {
        return true;
    }
    // Nothing is nearer than the difference of latitude.
    lat * SHORT_DEGREE <= metres && distance(from, to) < metres
}

/// Metres of a degree of the sphere, a millimetre more and a millimetre less.
const LONG_DEGREE: f64 = 111_195.081;
const SHORT_DEGREE: f64 = 111_195.079;

/// The initial direction from one position to another in degrees from north.
pub fn bearing(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat_1, lat_2) = (from.0.to_radians(), to.0.to_radians());
    let lon = (to.1 - from.1).to_radians();
    let east = lon.sin() * lat_2.cos();
    let north = lat_1.cos() * lat_2.sin() - lat_1.sin() * lat_2.cos() * lon.cos();
    east.atan2(north).to_degrees().rem_euclid(360.0)
}

/// The angle between two directions, 0 to 180 degrees.
pub(crate) fn angle(one: f64, other: f64) -> f64 {
    let difference = (one - other).rem_euclid(360.0);
    difference.min(360.0 - difference)
}

/// The turn from one direction to another, -180 to 180 degrees, to starboard positive.
pub(crate) fn turn(from: f64, to: f64) -> f64 {
    (to - from + 180.0).rem_euclid(360.0) - 180.0
}

/// The position so many metres ahead, near enough for an hour's sailing.
pub(crate) fn ahead(from: (f64, f64), course: f64, metres: f64) -> (f64, f64) {
    let degrees = metres / 111_195.0;
    let (east, north) = course.to_radians().sin_cos();
    let lat = (from.0 + degrees * north).clamp(-89.9, 89.9);
    let lon = from.1 + degrees * east / lat.to_radians().cos();
    (lat, (lon + 180.0).rem_euclid(360.0) - 180.0)
}

#[cfg(test)]
mod tests {
    use super::{angle, bearing, distance, is_within};

    #[test]
    fn known_distances() {
        assert!((distance((0.0, 0.0), (0.0, 1.0)) - 111_195.0).abs() < 1.0);
        assert!((distance((10.0, 179.9), (10.0, -179.9)) - 21_901.0).abs() < 5.0);
        assert!((distance((90.0, 0.0), (90.0, 120.0))).abs() < 1e-6);
        assert!((distance((-90.0, 0.0), (90.0, 0.0)) - 20_015_115.0).abs() < 100.0);
    }

    #[test]
    fn what_is_within_is_what_the_distance_says() {
        let mut state = 1_u64;
        let mut random = |most: f64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
            (state >> 11) as f64 / (1_u64 << 53) as f64 * most
        };
        let mut n_within = 0;
        for round in 0..100_000 {
            let reach = [1e-5, 1e-3, 0.1, 10.0, 360.0][round % 5];
            let from = (random(180.0) - 90.0, random(360.0) - 180.0);
            let to = ((from.0 + random(reach) - reach / 2.0).clamp(-90.0, 90.0), {
                (from.1 + random(reach) - reach / 2.0 + 540.0).rem_euclid(360.0) - 180.0
            });
            let metres = random(reach * 111_195.0);
            let is_nearer = distance(from, to) < metres;
            assert_eq!(is_within(from, to, metres), is_nearer, "{from:?} {to:?} {metres}");
            n_within += u32::from(is_nearer);
        }
        assert!((20_000..80_000).contains(&n_within), "{n_within}");
    }

    #[test]
    fn directions() {
        assert!((bearing((0.0, 0.0), (1.0, 0.0))).abs() < 1e-9);
        assert!((bearing((0.0, 179.5), (0.0, -179.5)) - 90.0).abs() < 1e-9);
        assert!((angle(350.0, 20.0) - 30.0).abs() < 1e-9);
        assert!((angle(0.0, 180.0) - 180.0).abs() < 1e-9);
    }
}
