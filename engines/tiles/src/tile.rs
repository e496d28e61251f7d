//! Tiles: the squares of a zoom.

use crate::error::{Error, Result};
use crate::layer::EXTENT;
use crate::place::{Place, WORLD, latitude};

/// The deepest zoom of any tile: a tile is nine metres wide at the equator.
pub const DEEPEST: u8 = 22;
/// A tile's margin is this part of its width: what lies in it is in both tiles, so that lines and
/// symbols at the side are whole.
const MARGIN: i32 = 64;

/// A square of the world: zoom, column from the west, row from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    z: u8,
    x: u32,
    y: u32,
}

impl Tile {
    /// The whole world.
    pub const WORLD: Self = Self { z: 0, x: 0, y: 0 };

    /// The tile of a zoom (0 to [`DEEPEST`]), column and row (0 to 2ᶻ - 1).
    pub fn new(z: u32, x: u32, y: u32) -> Result<Self> {
        let deep = u8::try_from(z).ok().filter(|z| *z <= DEEPEST);
        let z = deep.ok_or(Error::TooDeep { z, deepest: DEEPEST })?;
        if x >> z != 0 || y >> z != 0 {
            return Err(Error::Outside { z, x, y });
        }
        Ok(Self { z, x, y })
    }

    /// Zoom, column and row.
    pub fn numbers(&self) -> (u8, u32, u32) {
        (self.z, self.x, self.y)
    }

    /// The tile one zoom up that holds it; none above the world.
    pub fn parent(&self) -> Option<Self> {
        Some(Self { z: self.z.checked_sub(1)?, x: self.x / 2, y: self.y / 2 })
    }

    /// The four tiles one zoom down.
    pub(crate) fn children(&self) -> [[Self; 2]; 2] {
        let child =
            |right, down| Self { z: self.z + 1, x: self.x * 2 + right, y: self.y * 2 + down };
        [[child(0, 0), child(0, 1)], [child(1, 0), child(1, 1)]]
    }

    /// West, south, east and north with its margin, in degrees; west is greater than east where it
    /// crosses the antimeridian. The world's own tile has no margin there.
    pub fn degrees(&self) -> (f64, f64, f64, f64) {
        let ([west, east], [north, south]) = (self.columns(), self.rows());
        let lon = |x: i32| f64::from(x) / f64::from(WORLD) * 360.0 - 180.0;
        let (west, east) = if self.z == 0 {
            (-180.0, 180.0)
        } else {
            let turned = |lon: f64| if lon < -180.0 { lon + 360.0 } else { lon };
            (turned(lon(west)), lon(east))
        };
        let east = if east > 180.0 { east - 360.0 } else { east };
        // Beyond the projection's end there is nothing to draw, and everything to find.
        let pole = |edge: i32, end: f64| {
            if (0..=WORLD).contains(&edge) { latitude(f64::from(edge)) } else { end }
        };
        (west, pole(south, -90.0), east, pole(north, 90.0))
    }

    /// Whether a place lies in it or its margin; a tile at the antimeridian reaches to the other side.
    pub fn holds(&self, place: Place) -> bool {
        self.turned(place).is_some()
    }

    /// The place, turned about the Earth so that it lies in the tile or its margin.
    pub(crate) fn turned(&self, place: Place) -> Option<Place> {
        let ([west, east], [north, south]) = (self.columns(), self.rows());
        if !(north..=south).contains(&place.y) {
            return None;
        }
        let turns = [0, -WORLD, WORLD].into_iter().filter_map(|turn| place.x.checked_add(turn));
        let x = turns.into_iter().find(|x| (west..=east).contains(x))?;
        Some(Place { x, y: place.y })
    }

    /// In which square of the tile a place lies, column and row, if `n` squares go across it; none if it
    /// lies in the margin or outside.
    pub fn square(&self, place: Place, n: usize) -> Option<(usize, usize)> {
        let (x, y) = self.local(self.turned(place)?);
        let along = |value: i32| {
            let within = usize::try_from(value).ok().filter(|_| value < EXTENT)?;
            Some(within * n / EXTENT as usize)
        };
        Some((along(x)?, along(y)?))
    }

    /// Its first and last column with the margin, in units of places.
    pub(crate) fn columns(&self) -> [i32; 2] {
        self.side(self.x)
    }

    /// Its first and last row with the margin.
    pub(crate) fn rows(&self) -> [i32; 2] {
        self.side(self.y)
    }

    /// Its width, in units of places.
    pub(crate) fn width(&self) -> i32 {
        WORLD >> self.z
    }

    /// A place in the tile's own units, of which [`EXTENT`] go along a side.
    pub(crate) fn local(&self, place: Place) -> (i32, i32) {
        let along = |value: i32, number: u32| {
            let from_edge = i64::from(value) - i64::from(number) * i64::from(self.width());
            let scaled = from_edge * i64::from(EXTENT);
            let half = i64::from(self.width()) / 2;
            (scaled + half).div_euclid(i64::from(self.width())) as i32
        };
        (along(place.x, self.x), along(place.y, self.y))
    }

    fn side(&self, number: u32) -> [i32; 2] {
        // At most the world's width: a column of a tile fits.
        let (first, margin) = (number as i32 * self.width(), self.width() / MARGIN);
        [first - margin, first + self.width() + margin]
    }
}

#[cfg(test)]
mod tests {
    use super::Tile;
    use crate::error::Error;
    use crate::place::Place;

    #[test]
    fn tiles_that_are_not_there_are_refused() {
        assert_eq!(Tile::new(23, 0, 0), Err(Error::TooDeep { z: 23, deepest: 22 }));
        assert_eq!(Tile::new(300, 0, 0), Err(Error::TooDeep { z: 300, deepest: 22 }));
        assert_eq!(Tile::new(1, 2, 0), Err(Error::Outside { z: 1, x: 2, y: 0 }));
        let error = Tile::new(1, 0, 2).expect_err("no such row").to_string();
        assert_eq!(error, "at zoom 1 columns and rows are 0 to 1, not 0 and 2");
        assert!(Tile::new(22, (1 << 22) - 1, 0).is_ok());
    }

    #[test]
    fn degrees_are_those_of_the_tile_and_its_margin() {
        let (west, south, east, north) = Tile::new(1, 1, 0).expect("a tile").degrees();
        assert!((west + 180.0 / 64.0).abs() < 1e-6 && south < 0.0 && (north - 90.0).abs() < 1e-9);
        // It reaches across the antimeridian.
        assert!((east + 180.0 - 180.0 / 64.0).abs() < 1e-6, "{east}");
        assert!(Tile::new(1, 1, 0).expect("a tile").holds(Place::at(-179.0, 10.0)));
        let (west, .., east, _) = Tile::new(1, 0, 0).expect("a tile").degrees();
        assert!(west > 177.0 && east > 0.0, "{west} {east}");
        let (west, .., east, _) = Tile::WORLD.degrees();
        assert!(west <= -180.0 && east >= 180.0);
        assert!(Tile::WORLD.parent().is_none());
    }

    #[test]
    fn a_place_is_found_in_the_tile_of_any_zoom() {
        let place = Place::at(1.4, 50.9);
        for z in 0..=22 {
            let number = |value: i32| (value >> (30 - z)) as u32;
            let tile = Tile::new(z, number(place.x), number(place.y)).expect("a tile");
            let (x, y) = tile.local(place);
            assert!((0..=4096).contains(&x) && (0..=4096).contains(&y), "{z}: {x} {y}");
        }
    }
}
