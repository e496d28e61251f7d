//! Tiles read back by a reader of their own: areas, sides, holes, what crosses the antimeridian.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod reader;

use std::collections::BTreeMap;

use crossbearing_tiles::{Cut, Error, Layer, Place, Polygon, Ring, Tile, Value, cut, whole};
use proptest::prelude::*;

use reader::{Read, read};

const HOW: Cut = Cut { layer: "coast", deepest: 6, largest: 1 << 20 };

fn ring(corners: &[(f64, f64)]) -> Ring {
    Ring::new(corners.iter().map(|(lon, lat)| Place::at(*lon, *lat))).unwrap()
}

/// All tiles of some polygons.
fn pyramid(polygons: Vec<Polygon>) -> BTreeMap<Tile, Vec<u8>> {
    let mut tiles = BTreeMap::new();
    cut(polygons, HOW, &mut |tile, bytes: &[u8]| {
        tiles.insert(tile, bytes.to_vec());
        Ok::<(), Error>(())
    })
    .unwrap();
    tiles
}

/// How much of a tile is land, in parts of it.
fn covered(bytes: &[u8]) -> f64 {
    let unit = 4096.0 * 4096.0;
    let layers = read(bytes);
    let areas = layers.iter().flat_map(|layer| &layer.features).map(Read::area_inside);
    areas.sum::<f64>() / unit
}

/// The tile of a zoom, or what stands for it: the whole one above it, or nothing.
fn found(tiles: &BTreeMap<Tile, Vec<u8>>, wanted: Tile) -> Vec<u8> {
    let mut at = Some(wanted);
    while let Some(tile) = at {
        if let Some(bytes) = tiles.get(&tile) {
            let stands_for_it = tile == wanted || *bytes == whole("coast");
            return if stands_for_it { bytes.clone() } else { Vec::new() };
        }
        at = tile.parent();
    }
    Vec::new()
}

#[test]
fn a_point_is_where_it_is_said_with_what_is_said() {
    let tile = Tile::new(3, 4, 2).unwrap();
    let mut layer = Layer::new("vessels");
    let said = [
        ("name", Value::Text("SILVER TERN")),
        ("speed", Value::Number(8.5)),
        ("length", Value::Count(300)),
        ("danger", Value::Truth(true)),
    ];
    assert!(layer.point(&tile, Place::at(1.4, 50.9), Some(211_000_001), said));
    assert!(layer.point(&tile, Place::at(1.5, 50.9), None, said));
    assert!(!layer.point(&tile, Place::at(-120.0, 50.9), None, said));
    let layers = read(&layer.finish());
    let layer = &layers[0];
    assert_eq!((layer.name.as_str(), layer.extent, layer.features.len()), ("vessels", 4096, 2));
    let ship = &layer.features[0];
    assert_eq!((ship.id, ship.kind), (211_000_001, 1));
    // 1.4 degrees east are 0.0311 of a tile of 45 degrees.
    assert_eq!(ship.paths[0][0].0, (1.4_f64 / 45.0 * 4096.0).round() as i64);
    let said = ["danger=true", "length=300", "name=SILVER TERN", "speed=8.5"];
    assert_eq!(ship.properties, said);
    assert_eq!(layer.features[1].properties, said);
    // What is said twice is written once.
    assert_eq!(layer.n_values, 4);
}

#[test]
fn what_crosses_the_antimeridian_is_on_both_sides() {
    let island =
        Polygon::new(ring(&[(179.0, 10.0), (181.0, 10.0), (181.0, 12.0), (179.0, 12.0)]), []);
    let split = [
        Polygon::new(ring(&[(179.0, 10.0), (180.0, 10.0), (180.0, 12.0), (179.0, 12.0)]), []),
        Polygon::new(ring(&[(-180.0, 10.0), (-179.0, 10.0), (-179.0, 12.0), (-180.0, 12.0)]), []),
    ];
    for polygons in [vec![island], split.to_vec()] {
        let tiles = pyramid(polygons);
        let (east, west) = (Tile::new(4, 15, 7).unwrap(), Tile::new(4, 0, 7).unwrap());
        let [east, west] = [east, west].map(|tile| covered(&found(&tiles, tile)));
        assert!(east > 0.003 && (east - west).abs() < 1e-4, "{east} {west}");
    }
    let mut layer = Layer::new("vessels");
    let tile = Tile::new(5, 31, 15).unwrap();
    assert!(layer.point(&tile, Place::at(-179.95, 3.0), None, []));
    assert!(read(&layer.finish())[0].features[0].paths[0][0].0 > 4096);
}

#[test]
fn the_poles_end_where_the_map_does() {
    let south = [(-180.0, -60.0), (180.0, -60.0), (180.0, -90.0), (-180.0, -90.0)];
    let tiles = pyramid(vec![Polygon::new(ring(&south), [])]);
    for x in 0..8 {
        let [last, first] = [7, 3].map(|y| covered(&found(&tiles, Tile::new(3, x, y).unwrap())));
        assert!((last - 1.0).abs() < 1e-9 && first == 0.0, "{last} {first}");
    }
    assert!(!Layer::new("x").point(&Tile::WORLD, Place::at(0.0, 89.0), None, []));
}

#[test]
fn the_sea_has_no_tiles_and_the_inland_has_one() {
    assert!(pyramid(Vec::new()).is_empty());
    let land = Polygon::new(ring(&[(0.0, 0.0), (60.0, 0.0), (60.0, 60.0), (0.0, 60.0)]), []);
    let tiles = pyramid(vec![land]);
    let inland = Tile::new(6, 36, 28).unwrap();
    assert_eq!(found(&tiles, inland), whole("coast"));
    assert!(!tiles.contains_key(&inland), "it is kept once, higher up");
    assert!(found(&tiles, Tile::new(6, 3, 28).unwrap()).is_empty());
    assert!((covered(&whole("coast")) - 1.0).abs() < 1e-9);
}

#[test]
fn a_lake_is_no_land_and_a_tiny_island_is_there_when_near() {
    let lake = ring(&[(20.0, 20.0), (20.0, 40.0), (40.0, 40.0), (40.0, 20.0)]);
    let land = Polygon::new(ring(&[(0.0, 0.0), (60.0, 0.0), (60.0, 60.0), (0.0, 60.0)]), [lake]);
    let rock = Polygon::new(ring(&[(-30.0, 5.0), (-29.99, 5.0), (-29.99, 5.01)]), []);
    let tiles = pyramid(vec![land, rock]);
    let in_lake = Tile::new(5, 18, 13).unwrap();
    assert!(found(&tiles, in_lake).is_empty());
    let world = &read(&found(&tiles, Tile::WORLD))[0].features[0];
    assert_eq!(world.rings().len(), 2, "the rock is too small to be seen");
    assert!(world.rings()[0] > 0 && world.rings()[1] < 0, "the lake goes the other way");
    let near = found(&tiles, Tile::new(6, 26, 31).unwrap());
    assert_eq!(read(&near)[0].features[0].rings().len(), 1);
}

#[test]
fn a_tile_that_is_too_dense_is_said_to_be() {
    // A comb so fine that all of it lies in one tile.
    let teeth = (0..20_000).map(|at| {
        let lon = 1.0 + f64::from(at / 2) * 1e-5;
        Place::at(lon, if at % 2 == 0 { 50.0 } else { 50.9 })
    });
    let comb = Polygon::new(Ring::new(teeth.chain([Place::at(1.2, 49.9)])).unwrap(), []);
    let how = Cut { layer: "coast", deepest: 8, largest: 20_000 };
    let error = cut(vec![comb], how, &mut |_, _: &[u8]| Ok::<(), Error>(())).unwrap_err();
    assert!(matches!(error, Error::TooDense { .. }), "{error}");
    let too_deep = Cut { layer: "coast", deepest: 15, largest: 1 << 20 };
    assert!(cut(Vec::new(), too_deep, &mut |_, _: &[u8]| Ok::<(), Error>(())).is_err());
}

/// A star: whatever its radii, its ring does not cross itself.
fn star() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let center = (-200.0..220.0_f64, -95.0..95.0_f64, 0.01..60.0_f64);
    (center, prop::collection::vec(0.2..1.0_f64, 3..40)).prop_map(|((lon, lat, size), radii)| {
        let n = radii.len() as f64;
        let corner = |(at, radius): (usize, &f64)| {
            let angle = at as f64 / n * std::f64::consts::TAU;
            (lon + size * radius * angle.cos(), lat + size * radius * angle.sin())
        };
        radii.iter().enumerate().map(corner).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    /// The tiles of one zoom together are the land: no piece is lost, none is there twice.
    #[test]
    fn tiles_of_a_zoom_add_up(star in star()) {
        let Ok(ring) = Ring::new(star.iter().map(|(lon, lat)| Place::at(*lon, *lat))) else {
            return Ok(());
        };
        let tiles = pyramid(vec![Polygon::new(ring, [])]);
        let sum = |z: u32| -> f64 {
            let all = (0..1 << z).flat_map(|x| (0..1 << z).map(move |y| (x, y)));
            let parts = all.map(|(x, y)| covered(&found(&tiles, Tile::new(z, x, y).unwrap())));
            parts.sum::<f64>() / f64::from(1 << (2 * z))
        };
        let (coarse, fine) = (sum(3), sum(5));
        // Simplified by three units of a tile, and rounded to one.
        prop_assert!((coarse - fine).abs() <= 0.01 * fine + 1e-4, "{} {}", coarse, fine);
    }

    #[test]
    fn every_ring_is_closed_within_the_margin(star in star(), z in 0_u32..7, x in 0_u32..64, y in 0_u32..64) {
        let tile = Tile::new(z, x >> (6 - z), y >> (6 - z)).unwrap();
        let Ok(ring) = Ring::new(star.iter().map(|(lon, lat)| Place::at(*lon, *lat))) else {
            return Ok(());
        };
        let mut layer = Layer::new("zones");
        layer.area(&tile, &[Polygon::new(ring, [])], [("name", Value::Text("a"))]);
        for feature in read(&layer.finish()).iter().flat_map(|layer| &layer.features) {
            prop_assert!(feature.rings()[0] > 0);
            for (x, y) in feature.paths.iter().flatten() {
                prop_assert!((-65..=4161).contains(x) && (-65..=4161).contains(y), "{} {}", x, y);
            }
        }
    }
}
