//! Places in the web's Mercator projection.

use std::f64::consts::PI;

/// The width of the world, in the units of places.
pub const WORLD: i32 = 1 << 30;
/// Farther north or south, latitudes are held to be this: the projection has no end.
const FARTHEST: f64 = 89.9;

/// A place: columns to the east from the antimeridian, rows to the south from 85.05 degrees north, in
/// units of which [`WORLD`] go round the Earth. Both may lie outside the world: what crosses the
/// antimeridian goes on counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    pub(crate) x: i32,
    pub(crate) y: i32,
}

impl Place {
    /// The place at a longitude (held within 180 west and 360 east) and latitude, in degrees.
    pub fn at(lon: f64, lat: f64) -> Self {
        let world = f64::from(WORLD);
        let lon = lon.clamp(-180.0, 360.0);
        let lat = lat.clamp(-FARTHEST, FARTHEST).to_radians();
        let x = (lon / 360.0 + 0.5) * world;
        let y = (0.5 - (PI / 4.0 + lat / 2.0).tan().ln() / (2.0 * PI)) * world;
        // Both lie within one and three quarters of the world.
        Self { x: x.round() as i32, y: y.round() as i32 }
    }
}

/// The latitude in degrees of a row.
pub(crate) fn latitude(y: f64) -> f64 {
    (PI * (1.0 - 2.0 * y / f64::from(WORLD))).sinh().atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::{Place, WORLD, latitude};

    #[test]
    fn places_lie_where_the_web_puts_them() {
        let middle = WORLD / 2;
        assert_eq!(Place::at(0.0, 0.0), Place { x: middle, y: middle });
        assert_eq!(Place::at(-180.0, 85.051_128_779_806_6).y, 0);
        assert_eq!(Place::at(180.0, -85.051_128_779_806_6), Place { x: WORLD, y: WORLD });
        assert!(Place::at(0.0, 90.0).y < 0 && Place::at(0.0, -90.0).y > WORLD);
        assert!((latitude(f64::from(Place::at(0.0, 50.9).y)) - 50.9).abs() < 1e-6);
        // What is no number is somewhere, and breaks nothing.
        let nowhere = Place::at(f64::NAN, f64::INFINITY);
        assert_eq!(nowhere.x, 0);
    }
}
