use std::io::Read as _;

use crossbearing_tiles::Tile;

use super::{Coast, CoastHead, CoastPlan, check, fuzz_coast, put, remove};
use crate::error::Result;

const TEXT: &str = r#"{ "type": "FeatureCollection", "features": [
    { "type": "Feature", "properties": { "kind": "land" },
      "geometry": { "type": "Polygon", "coordinates": [
        [[0, 40], [10, 40], [10, 55], [0, 55], [0, 40]],
        [[4, 44], [6, 44], [6, 46], [4, 46], [4, 44]]] } },
    { "geometry": { "coordinates": [
        [[[179, 10], [181, 10], [181, 12], [179, 12], [179, 10]]],
        [[[-30, 5], [-29.99, 5], [-29.99, 5.01, 7.5], [-30, 5]]]], "type": "MultiPolygon" },
      "properties": null, "type": "Feature" },
    { "type": "Feature", "properties": { "kind": "port", "name": "Lantern Bay" },
      "geometry": { "type": "Point", "coordinates": [1.2, 50.9] } }
] }"#;

fn keep(folder: &std::path::Path, text: &str) -> Result<CoastHead> {
    put(folder, &CoastPlan::new("invented", 8)?, text.as_bytes())
}

fn plain(zipped: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(zipped).read_to_end(&mut plain).expect("gzip");
    plain
}

#[test]
fn land_is_cut_and_kept_and_found_again() {
    let folder = tempfile::tempdir().expect("room");
    assert!(Coast::open(folder.path()).expect("none").is_none());
    let head = keep(folder.path(), TEXT).expect("a coast");
    assert_eq!((head.n_polygons, head.n_passed_over, head.n_dropped), (3, 1, 0));
    assert_eq!(head.bounds.map(|edge| edge as i32), [-30, 5, 181, 55]);
    let coast = Coast::open(folder.path()).expect("it is kept").expect("a coast");
    assert_eq!(*coast.head(), head);
    let tile = |z, x, y| coast.tile(&Tile::new(z, x, y).expect("a tile")).expect("an answer");
    let world = plain(&tile(0, 0, 0).expect("land"));
    assert!(world.windows(5).any(|name| name == b"coast"));
    // Inland, in the lake, at sea, and below the deepest zoom.
    let whole = crossbearing_tiles::whole("coast");
    assert_eq!(plain(&tile(8, 129, 85).expect("land")), whole);
    assert_eq!(tile(8, 131, 92), None);
    assert_eq!(tile(8, 100, 60), None);
    let deeper = coast.tile(&Tile::new(9, 0, 0).expect("a tile")).expect_err("too deep");
    assert!(deeper.to_string().contains("to zoom 8"), "{deeper}");
    // On both sides of the antimeridian.
    assert!(tile(8, 255, 120).is_some() && tile(8, 0, 120).is_some());
    assert!(remove(folder.path()).expect("gone") && !remove(folder.path()).expect("gone"));
}

#[test]
fn a_bad_file_is_refused_whole_and_what_was_there_stays() {
    let folder = tempfile::tempdir().expect("room");
    keep(folder.path(), TEXT).expect("a coast");
    for (from, to, expected) in [
        ("\"MultiPolygon\"", "\"LineString\"", "feature 2: geometry.type: land is a Polygon"),
        ("\"Polygon\"", "\"MultiPolygon\"", "feature 1: geometry.coordinates: a polygon is a list"),
        ("[10, 40]", "[10, 91]", "line 4, feature 1: geometry.coordinates: a position is"),
        ("[10, 40]", "[10, [1], 3]", "feature 1: geometry.coordinates: "),
        ("[10, 40]", "[[10, 40]]", "feature 1: geometry.coordinates: lists of different depth"),
        ("[10, 40]", "[]", "feature 1: geometry.coordinates: a list is empty"),
        ("[10, 40]", "\"10\"", "line 4, feature 1"),
        ("[179, 10], [181, 10]", "[179, 10], [-179, 10]", "more than half the Earth"),
        (
            "[[[-30, 5], [-29.99, 5], [-29.99, 5.01, 7.5], [-30, 5]]]",
            "[[[-30, 5], [-29, 5]]]",
            "four positions",
        ),
        ("\"features\"", "\"feature\"", "there is no list `features`"),
        ("\"geometry\": { \"coord", "\"geom\": { \"coord", "feature 2: there is no geometry"),
        ("} },", "} };", "coast, line 5"),
    ] {
        assert!(TEXT.contains(from), "{from}");
        let error = keep(folder.path(), &TEXT.replacen(from, to, 1)).expect_err(to).to_string();
        assert!(error.contains(expected), "{to}: {error}");
    }
    let cut_off = keep(folder.path(), &TEXT[..400]).expect_err("no end").to_string();
    assert!(cut_off.contains("line"), "{cut_off}");
    assert!(keep(folder.path(), "{\"features\": []}").is_err());
    assert!(CoastPlan::new(" ", 8).is_err() && CoastPlan::new("invented", 15).is_err());
    assert!(Coast::open(folder.path()).expect("it is kept").is_some());
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing half done is left: {left:?}");
    // A file that is no coast is said to be none.
    std::fs::write(folder.path().join("coast.mbtiles"), "no database").expect("room");
    assert!(Coast::open(folder.path()).is_err());
}

#[test]
fn rings_at_one_place_are_dropped_and_counted() {
    let text = TEXT.replacen(
        "[[-30, 5], [-29.99, 5], [-29.99, 5.01, 7.5], [-30, 5]]",
        "[[1, 5], [1, 5], [1, 5], [1, 5]], [[1, 5], [2, 5], [2, 6], [1, 5]]",
        1,
    );
    let (n_polygons, _, n_dropped, _) = check(text.as_bytes()).expect("a coast");
    assert_eq!((n_polygons, n_dropped), (2, 1));
}

#[test]
fn no_bytes_break_it() {
    for cut in 0..TEXT.len() {
        fuzz_coast(&TEXT.as_bytes()[..cut]);
        let mut bent = TEXT.as_bytes().to_vec();
        bent[cut] ^= 0x11;
        fuzz_coast(&bent);
    }
    let deep = "[".repeat(100_000);
    fuzz_coast(format!("{{\"features\":[{{\"geometry\":{{\"coordinates\":{deep}").as_bytes());
    fuzz_coast(br#"{"features":[{"geometry":{"type":"Polygon","coordinates":[[[1e308,1e308],[1,2],[3,4]]]}}]}"#);
}
