//! A finer coast: land of a GeoJSON file, cut into tiles once and kept with the desk.
//!
//! It is the same for all pictures and says nothing of what was heard. The file's features are polygons
//! of land; holes are water. Features whose property `kind` is something else than `land` are passed
//! over, so that a file of places serves too. What is kept is an `MBTiles` file, `coast.mbtiles` in the
//! desk's folder: see [`store`].

mod geojson;
mod store;

use std::io::{BufReader, Read};
use std::path::Path;

use crossbearing_tiles::{Cut, DEEPEST_CUT, cut};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};
use crate::hex::hex;

pub use geojson::fuzz_coast;
use store::Writer;
pub use store::{Coast, unzipped};

/// The largest file, in bytes.
const LARGEST: u64 = 4 << 30;
/// The most tiles: a coast as fine as any has a third of that at zoom 12.
const MOST_TILES: u64 = 3_000_000;
/// The most bytes of a tile.
const LARGEST_TILE: usize = 4 << 20;
/// The longest attribution, in bytes.
const LONGEST: usize = 500;

/// How a coast is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoastPlan {
    /// Whose data it is: the map says so.
    pub attribution: String,
    /// The deepest zoom, up to 14; at 12 a tile's unit is 2.4 metres at the equator.
    pub deepest: u8,
}

/// What is known of a coast as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoastHead {
    /// Whose data it is.
    pub attribution: String,
    /// The deepest zoom.
    pub deepest: u8,
    /// West, south, east and north, in degrees.
    pub bounds: [f64; 4],
    /// Polygons.
    pub n_polygons: u64,
    /// Positions of their rings.
    pub n_positions: u64,
    /// Rings that are smaller than what a position can say; they are not there.
    pub n_dropped: u64,
    /// Features that are no land.
    pub n_passed_over: u64,
    /// Tiles that are kept.
    pub n_tiles: u64,
    /// The SHA-256 of the file and of how it was cut, in hexadecimal digits.
    pub version: String,
}

impl CoastPlan {
    /// The plan with this attribution and deepest zoom.
    pub fn new(attribution: &str, deepest: u8) -> Result<Self> {
        let attribution = attribution.trim();
        if attribution.is_empty() || attribution.len() > LONGEST {
            let reason = "say in 1 to 500 characters whose data it is: the map shows it";
            return Err(Error::malformed("attribution", reason));
        }
        if deepest > DEEPEST_CUT {
            let reason = format!("{deepest} is not one of 0 to {DEEPEST_CUT}");
            return Err(Error::malformed("deepest zoom", reason));
        }
        Ok(Self { attribution: attribution.to_owned(), deepest })
    }
}

/// Reads a GeoJSON file of land to its end without keeping it: how many polygons, positions, rings
/// dropped and features passed over. An error names the feature, the line and what is wrong.
pub fn check(file: impl Read) -> Result<(u64, u64, u64, u64)> {
    let found = geojson::read(&mut BufReader::with_capacity(1 << 16, file), LARGEST)?;
    let n_positions = found.polygons.iter().map(|it| it.n_corners() as u64).sum();
    Ok((found.polygons.len() as u64, n_positions, found.n_dropped, found.n_passed_over))
}

/// Reads a GeoJSON file of land, cuts it into tiles and puts them in the place of those that are kept
/// in a desk's folder. All is taken or nothing. Takes about thirty bytes of memory for each position.
pub fn put(folder: &Path, plan: &CoastPlan, file: impl Read) -> Result<CoastHead> {
    let mut file = Hashed { file, digest: Sha256::new() };
    let mut found = geojson::read(&mut BufReader::with_capacity(1 << 16, &mut file), LARGEST)?;
    file.digest.update([plan.deepest]);
    let mut head = CoastHead {
        attribution: plan.attribution.clone(),
        deepest: plan.deepest,
        bounds: found.bounds,
        n_polygons: found.polygons.len() as u64,
        n_positions: found.polygons.iter().map(|it| it.n_corners() as u64).sum(),
        n_dropped: found.n_dropped,
        n_passed_over: found.n_passed_over,
        n_tiles: 0,
        version: hex(&file.digest.finalize()),
    };
    let mut writer = Writer::begin(folder)?;
    let how = Cut { layer: "coast", deepest: plan.deepest, largest: LARGEST_TILE };
    let polygons = std::mem::take(&mut found.polygons);
    cut(polygons, how, &mut |tile, bytes: &[u8]| {
        head.n_tiles += 1;
        if head.n_tiles > MOST_TILES {
            let reason = format!("it needs more than {MOST_TILES} tiles: cut less deep");
            return Err(Error::malformed("coast", reason));
        }
        writer.tile(tile, bytes)
    })?;
    writer.finish(&head)?;
    Ok(head)
}

/// Forgets the coast of a desk's folder; whether there was one.
pub fn remove(folder: &Path) -> Result<bool> {
    let path = folder.join(store::FILE);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        done => done.map(|()| true).map_err(Error::folder(&path)),
    }
}

impl From<crossbearing_tiles::Error> for Error {
    fn from(error: crossbearing_tiles::Error) -> Self {
        Self::malformed("tiles", error)
    }
}

/// A file whose bytes are hashed as they are read.
struct Hashed<R> {
    file: R,
    digest: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.file.read(into)?;
        self.digest.update(&into[..n_read]);
        Ok(n_read)
    }
}

#[cfg(test)]
mod tests;
