//! Whatever a viewer asks is answered as if the feeds that are hidden from them did not exist.

use crossbearing_sea::{Area, Look, Sea, Tile, write_list};
use proptest::prelude::*;

use crate::keeping::{own_zones, watch_list};
use crate::support::{NOW, desk, line, name, view};

/// What a ship of a log does: MMSI, where, whether it calls for help, and its name.
type Ship = (u32, f64, f64, bool, String);

fn ship() -> impl Strategy<Value = Ship> {
    let mmsi = prop_oneof![Just(211_000_001_u32), Just(211_000_002), 211_000_000..211_000_020_u32];
    (mmsi, 49.0..52.0_f64, 0.0..3.0_f64, any::<bool>(), "[A-Z]{4,8}")
}

fn log(ships: &[Ship]) -> String {
    let mut log = String::new();
    for second in 0..20 {
        for (mmsi, lat, lon, calls, called) in ships {
            let status = if *calls && second == 10 { 14.0 } else { 0.0 };
            log += &line(second * 30, *mmsi, *lat, lon + second as f64 * 0.001, status);
            if second == 3 {
                log += &name(second * 30, *mmsi, called);
            }
        }
    }
    log
}

/// Zones of which most ships cross a border.
fn stripes(agency: &str) -> String {
    let stripe = |west: f64| {
        let (east, name) = (west + 0.015, format!("field {west:.2} of {agency}"));
        serde_json::json!({
            "type": "Feature", "properties": {"kind": "zone", "name": name},
            "geometry": {"type": "Polygon", "coordinates":
                [[[west, 48.0], [east, 48.0], [east, 53.0], [west, 53.0], [west, 48.0]]]}
        })
    };
    let all: Vec<_> = (0..100).map(|idx| stripe(f64::from(idx) * 0.03)).collect();
    serde_json::json!({"type": "FeatureCollection", "features": all}).to_string()
}

/// Every question of a look, with its answer.
fn answers(sea: &Sea, agency: &str) -> Vec<String> {
    let view = view(agency);
    let look: Look<'_> = sea.look(&view, NOW);
    // Made on a thread of its own, some time; asking for it makes sure that it is there.
    let evidence: String = look
        .alerts()
        .iter()
        .map(|alert| String::from_utf8(look.evidence(&alert.id).unwrap()).unwrap())
        .collect();
    let area = Area { west: 0.0, south: 49.0, east: 1.5, north: 51.0 };
    let mut answers = vec![
        format!("{:?}", look.clock()),
        format!("{:?}", look.picture(None, None)),
        format!("{:?}", look.picture(None, Some(area))),
        format!("{:?}", look.picture(Some("0011:5"), None)),
        format!("{:?}", look.vessels(None, 1000)),
        format!("{:?}", look.vessels(Some(area), 3)),
        format!("{:?}", look.coverage(None)),
        format!("{:?}", look.coverage(Some("hidden"))),
        format!("{:?}", look.vessel_hours()),
        format!("{:?}", look.search("A", 50)),
        format!("{:?}", look.tracks(&area, (0, NOW), 1000).unwrap()),
        format!("{:?}", look.density(&area, (0, NOW), 0.05).unwrap()),
        format!("{:?}", look.lists()),
        format!("{:?}", look.list(&"south-yachts".parse().unwrap()).ok()),
        format!("{:?}", look.zones()),
    ];
    for mmsi in 211_000_000..211_000_020 {
        answers.push(format!("{:?}", look.vessel(mmsi)));
        answers.push(format!("{:?}", look.name(mmsi)));
        answers.push(format!("{:?}", look.track(mmsi, 0, i64::MAX, 100).unwrap()));
    }
    for (z, x, y) in [(0, 0, 0), (5, 16, 10), (7, 64, 42), (10, 514, 343)] {
        let tile = Tile::new(z, x, y).unwrap();
        answers.push(format!("{:?}", look.vessel_tile(&tile)));
        answers.push(format!("{:?}", look.density_tile(&tile, (0, NOW)).unwrap()));
        answers.push(format!("{:?}", look.coverage_tile(&tile)));
        answers.push(format!("{:?}", look.zone_tile(&sea.places(), &tile)));
    }
    answers.push(format!("{:?}", look.alerts()));
    answers.push(evidence);
    let feeds = look.feeds();
    let feeds = feeds.iter().map(|it| (&it.spec, it.vessels, it.health.lines, &it.trouble));
    answers.push(format!("{:?}", feeds.collect::<Vec<_>>()));
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn hidden_feeds_change_nothing(
        seen in prop::collection::vec(ship(), 1..4),
        hidden in prop::collection::vec(ship(), 1..4),
    ) {
        let (full, alone) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let own = || ("own", "north", log(&seen));
        // A list of whoever keeps the hidden feed, with vessels that all hear; and one's own.
        let table = "mmsi,reason\n211000001,theirs\n211000002,theirs\n";
        write_list(full.path(), &watch_list("south", table)).unwrap();
        // And zones of theirs, which some of the vessels cross.
        write_list(full.path(), &own_zones("south", &stripes("south"))).unwrap();
        for folder in [full.path(), alone.path()] {
            let table = "mmsi,reason\n211000001,ours\n";
            write_list(folder, &watch_list("north", table)).unwrap();
            write_list(folder, &own_zones("north", &stripes("north"))).unwrap();
        }
        let with = desk(full.path(), &[("hidden", "south", log(&hidden)), own()]);
        let without = desk(alone.path(), &[own()]);
        for (one, other) in answers(&with, "north").into_iter().zip(answers(&without, "north")) {
            prop_assert_eq!(one, other);
        }
        prop_assert!(with.look(&view("east"), NOW).vessels(None, 10).is_empty());
    }
}
