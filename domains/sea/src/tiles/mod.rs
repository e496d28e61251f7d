//! Vector tiles of what one View holds: vessels, how many passed, where they are heard, zones; and
//! of the coast, which is the same for all.
//!
//! What a tile says is described once, in [`TileLayer::description`] and [`TileLayer::fields`], from
//! which clients learn it too.

mod squares;
mod vessels;
mod zones;

use std::str::FromStr;

use crossbearing_tiles::Tile;

use crate::error::{Error, Result};
use crate::look::Area;

/// A kind of tile. Its layer has the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileLayer {
    /// The live picture.
    Vessels,
    /// How many vessels passed.
    Density,
    /// Where vessels are heard.
    Coverage,
    /// Zones, ports and stations.
    Zones,
    /// Land.
    Coast,
}

impl TileLayer {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Vessels, Self::Density, Self::Coverage, Self::Zones, Self::Coast];

    /// Its name in addresses, and the name of its layer.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vessels => "vessels",
            Self::Density => "density",
            Self::Coverage => "coverage",
            Self::Zones => "zones",
            Self::Coast => "coast",
        }
    }

    /// What its features are.
    pub fn description(self) -> &'static str {
        match self {
            Self::Vessels => {
                "Points: vessels heard within twelve hours, where they were heard last; the id is the \
                 MMSI. At most 5,000 a tile: of more, those in danger or with an alert and then one \
                 of each small square are drawn, and a second layer `left_out` has one point whose \
                 `vessels` says how many are not."
            }
            Self::Density => {
                "Polygons: squares, 64 across a tile, that vessels passed through between the times \
                 asked for, the day before if none are. A square that is not there was not heard of."
            }
            Self::Coverage => {
                "Polygons: squares from which reports came since the program started, a twentieth of \
                 a degree wide or as much wider as the zoom needs. Where there is none nothing was \
                 heard, which does not mean that nothing was there."
            }
            Self::Zones => "Polygons of zones, points of ports and stations.",
            Self::Coast => "Polygons: land, without its lakes where the file has them as holes.",
        }
    }

    /// What features say, each with its unit. What a vessel has not said is not there.
    pub fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Vessels => &[
                ("mmsi", "Whole number"),
                ("name", "Text, as the viewer may read it"),
                ("kind", "Type of ship and cargo, 0 to 255 (ITU-R M.1371-5, table 53)"),
                ("status", "Navigational status, 0 to 15"),
                ("speed", "Knots over ground"),
                ("course", "Degrees over ground"),
                ("heading", "Degrees"),
                ("age", "Seconds since it was heard"),
                ("length", "Metres"),
                ("beam", "Metres"),
                ("danger", "True: somebody is in danger"),
                ("alert", "True: an alert is open"),
                ("watched", "True: it was told as one of a watch list"),
            ],
            Self::Density => &[("vessels", "How many different vessels")],
            Self::Coverage => {
                &[("reports", "How many reports"), ("age", "Seconds since the last of them")]
            }
            Self::Zones => &[
                ("kind", "zone, port or station"),
                ("name", "Text, as the viewer may read it"),
                ("list", "Of which list the zone is; absent for those of all"),
                ("watched", "Times in UTC; always if absent"),
                ("metres", "How far a port reaches or a station hears, in metres"),
            ],
            Self::Coast => &[],
        }
    }
}

impl FromStr for TileLayer {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|layer| layer.name() == name);
        found.ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join(", ");
            Error::absent(format!("layer `{name}`: there are {known}"))
        })
    }
}

/// The part of the sea that a tile and its margin show.
fn area(tile: &Tile) -> Area {
    let (west, south, east, north) = tile.degrees();
    Area { west, south, east, north }
}

/// The side of squares of which 64 go across a tile, in degrees.
fn side(tile: &Tile) -> f64 {
    5.625 / f64::from(1_u32 << tile.numbers().0)
}
