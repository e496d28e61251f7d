//! Vector tiles: plain shapes become Mapbox Vector Tiles 2.1.
//!
//! A [`Tile`] is a square of the world in the web's Mercator projection, a [`Layer`] holds features
//! and is written as bytes, [`cut`] makes the whole pyramid of tiles of some polygons. Positions are
//! longitude and latitude in degrees outside, and inside whole numbers of which 2³⁰ go round the
//! Earth (3.7 centimetres at the equator).
//!
//! ```
//! use crossbearing_tiles::{Layer, Place, Tile, Value};
//!
//! let tile = Tile::new(3, 4, 2)?;
//! let mut ships = Layer::new("vessels");
//! ships.point(&tile, Place::at(1.4, 50.9), Some(211_000_001), [("speed", Value::Number(8.5))]);
//! assert!(!ships.is_empty() && !ships.finish().is_empty());
//! # Ok::<(), crossbearing_tiles::Error>(())
//! ```
//!
//! The format is Mapbox Vector Tile Specification 2.1, its protobuf written here: no crate is needed for
//! six kinds of field. Rings are cut as `geojson-vt` cuts them, along the sides of the tile and its
//! margin, so that a cut ring may run along a side twice; it has no other fault that the source has not.

mod clip;
mod error;
mod layer;
mod place;
mod polygon;
mod pyramid;
mod simplify;
mod tile;
mod wire;

pub use error::{Error, Result};
pub use layer::{EXTENT, Layer, Value};
pub use place::{Place, WORLD};
pub use polygon::{Polygon, Ring};
pub use pyramid::{Cut, DEEPEST_CUT, cut, whole};
pub use tile::{DEEPEST, Tile};
