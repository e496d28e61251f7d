//! What the desk keeps for the rules: zones, stations, registers, watch lists. And its own copy.

use crossbearing_model::{Instant, LabelSpec};
use crossbearing_sea::{
    Area, Evidence, List, ListKind, Look, Places, Sea, copy_folder, write_list,
};

use crate::support::{NOW, desk, line, name, view};

const ZONES: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"kind": "zone", "name": "Lantern bank", "approach": false},
     "geometry": {"type": "Polygon",
        "coordinates": [[[1.05, 49.9], [1.2, 49.9], [1.2, 50.1], [1.05, 50.1], [1.05, 49.9]]]}}]}"#;

/// A watch list of one agency with the vessels of a table.
pub(crate) fn watch_list(agency: &str, table: &str) -> List {
    let named = (format!("{agency}-yachts").parse().unwrap(), ListKind::Watch, "Yachts".to_owned());
    let label = LabelSpec::for_agency(agency.parse().unwrap(), Instant::from_millis(NOW * 2));
    List::from_table(named, ("6x6/B2".parse().unwrap(), label), table).unwrap()
}

/// A list of zones of one agency.
pub(crate) fn own_zones(agency: &str, zones: &str) -> List {
    let named = (format!("{agency}-zones").parse().unwrap(), ListKind::Zones, "Own".to_owned());
    let label = LabelSpec::for_agency(agency.parse().unwrap(), Instant::from_millis(NOW * 2));
    List::from_table(named, ("6x6/B2".parse().unwrap(), label), zones).unwrap()
}

/// A ship that goes east along 50 N from 1 E, a tenth of a degree in ten minutes.
fn eastward(mmsi: u32) -> String {
    (0..80).fold(String::new(), |log, step| {
        let lon = 1.0 + step as f64 * 0.0025;
        let called = if step == 2 { name(step * 15, mmsi, "SILVER TERN") } else { String::new() };
        log + &line(step * 15, mmsi, 50.0, lon, 0.0) + &called
    })
}

fn reasons(look: &Look<'_>, rule: &str) -> Vec<(String, u32)> {
    let alerts = look.alerts().into_iter().filter(|alert| alert.rule == rule);
    alerts.map(|alert| (alert.reason, alert.times)).collect()
}

/// Every alert's evidence gives the alert again.
fn all_replay(look: &Look<'_>) {
    for alert in look.alerts() {
        let evidence = Evidence::read(&look.evidence(&alert.id).unwrap()).unwrap();
        let replay = evidence.replay().unwrap();
        assert!(replay.exact, "{} {:?}", alert.rule, replay.differences);
    }
}

#[test]
fn a_zone_entry_is_told_with_evidence_that_holds_the_zone() {
    let folder = tempfile::tempdir().unwrap();
    Places::put(folder.path(), ZONES).unwrap();
    let sea = desk(folder.path(), &[("mast", "north", eastward(211_000_001))]);
    let view = view("north");
    let look = sea.look(&view, NOW);
    assert_eq!(reasons(&look, "zone_entry"), [("it entered Lantern bank at 5.0 knots".into(), 1)]);
    all_replay(&look);
}

/// A line that a station of its feed has heard.
fn heard_by(station: &str, line: &str) -> String {
    let (time, sentence) = line.split_once(' ').unwrap();
    let tag = format!("s:{station}");
    let sum = tag.bytes().fold(0, |sum, byte| sum ^ byte);
    format!("{time} \\{tag}*{sum:02X}\\{sentence}")
}

#[test]
fn what_a_station_learned_is_in_evidence_instead_of_all_that_it_heard() {
    let folder = tempfile::tempdir().unwrap();
    let mut log = String::new();
    for step in 0..1200 {
        let vessel = step % 40;
        let lat = 50.0 + vessel as f64 * 0.01;
        log += &heard_by("hill", &line(step, 211_000_100 + vessel as u32, lat, 1.0, 1.0));
    }
    for step in 1200..1210 {
        log += &heard_by("hill", &line(step, 211_000_001, 53.0, 1.0 + step as f64 * 1e-5, 1.0));
    }
    let sea = desk(folder.path(), &[("mast", "north", log)]);
    let view = view("north");
    let look = sea.look(&view, NOW);
    assert_eq!(reasons(&look, "out_of_range").len(), 1);
    all_replay(&look);
    let evidence = look.evidence(&look.alerts()[0].id).unwrap();
    let evidence = Evidence::read(&evidence).unwrap();
    assert!(evidence.lines.len() <= 10, "{} lines", evidence.lines.len());
    assert_eq!(evidence.places[0]["properties"]["name"], "hill");
    assert_eq!(evidence.places[0]["properties"]["learned"], true);
}

#[test]
fn zones_are_kept_for_certain_hours_only() {
    let folder = tempfile::tempdir().unwrap();
    // The log is of 2026-05-28, a Thursday.
    let text = ZONES.replace("\"approach\"", "\"watched\": \"Mon-Wed\", \"approach\"");
    Places::put(folder.path(), &text).unwrap();
    let sea = desk(folder.path(), &[("mast", "north", eastward(211_000_001))]);
    assert!(reasons(&sea.look(&view("north"), NOW), "zone_entry").is_empty());
}

#[test]
fn zones_of_a_list_are_told_and_drawn_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    for agency in ["north", "south"] {
        let zones = ZONES.replace("Lantern bank", &format!("the field of {agency}"));
        write_list(folder.path(), &own_zones(agency, &zones)).unwrap();
    }
    let sea = desk(folder.path(), &[("mast", "north", eastward(211_000_001))]);
    let view = view("north");
    let look = sea.look(&view, NOW);
    let told = "it entered the field of north at 5.0 knots";
    assert_eq!(reasons(&look, "zone_entry"), [(told.to_owned(), 1)]);
    assert_eq!(look.alerts()[0].list, Some("north-zones".parse().unwrap()));
    all_replay(&look);
    let zones = look.zones();
    assert_eq!(zones.len(), 1);
    assert_eq!(zones[0]["properties"]["list"], "north-zones");
    let error = List::from_table(
        ("north-x".parse().unwrap(), ListKind::Zones, "Own".to_owned()),
        ("6x6/B2".parse().unwrap(), own_zones("north", ZONES).label),
        &ZONES.replace(r#""kind": "zone""#, r#""kind": "land""#),
    );
    assert!(error.unwrap_err().to_string().contains("feature 1"), "only zones");
}

#[test]
fn a_vessel_of_a_watch_list_is_told_when_it_appears_and_when_it_enters_a_zone() {
    let folder = tempfile::tempdir().unwrap();
    Places::put(folder.path(), ZONES).unwrap();
    let list = watch_list("north", "mmsi,owner,reason\n211000001,Tern Charter,seen at the quay\n");
    write_list(folder.path(), &list).unwrap();
    let sea = desk(folder.path(), &[("mast", "north", eastward(211_000_001))]);
    let view = view("north");
    let look = sea.look(&view, NOW);
    let told =
        "on Yachts as MMSI 211000001; seen at the quay: it entered Lantern bank at 5.0 knots";
    assert_eq!(reasons(&look, "watch_list"), [(told.to_owned(), 2)]);
    let card = look.vessel(211_000_001).unwrap();
    assert_eq!(card.listed[0].row.owner, "Tern Charter");
    all_replay(&look);
}

#[test]
fn a_vessel_is_known_by_its_name_where_a_list_has_nothing_better() {
    let folder = tempfile::tempdir().unwrap();
    write_list(folder.path(), &watch_list("north", "name\nSilver Tern\n")).unwrap();
    let sea = desk(folder.path(), &[("mast", "north", eastward(211_000_001))]);
    let told = "on Yachts as SILVER TERN: it is heard";
    let view = view("north");
    assert_eq!(reasons(&sea.look(&view, NOW), "watch_list"), [(told.to_owned(), 1)]);
}

#[test]
fn a_copy_of_the_folder_is_the_same_desk() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    Places::put(folder.path(), ZONES).unwrap();
    write_list(folder.path(), &watch_list("north", "mmsi\n211000001\n")).unwrap();
    let sea = desk(folder.path(), &[("mast", "north", eastward(211_000_001))]);
    let view = view("north");
    let answers = |sea: &Sea| {
        let look = sea.look(&view, NOW);
        let mut alerts = look.alerts();
        alerts.sort_by(|one, other| one.id.cmp(&other.id));
        let everywhere = Area { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };
        let past = look.tracks(&everywhere, (0, NOW), 1000).unwrap();
        (alerts, past, look.lists())
    };
    // Evidence is made on a thread of its own, some time; asking makes sure that it is there.
    all_replay(&sea.look(&view, NOW));
    let target = other.path().join("copy");
    copy_folder(folder.path(), &target).unwrap();
    let setup = crossbearing_sea::Setup {
        folder: target,
        clock: || NOW,
        tell: std::sync::Arc::new(|_, _| {}),
    };
    let copied = Sea::open_to_read(setup).unwrap();
    assert_eq!(answers(&copied), answers(&sea));
}
