//! Field by field against gpsd's own decodes of its sample file.

use std::collections::BTreeMap;

use crossbearing_ais::{Decoder, JsonLines, Options, Units};
use serde_json::Value as Json;

use crate::data::shared;

/// Where we differ from gpsd, how often in its sample file, and why. All are gpsd's: it shows
/// fields that the message is too short for, leaves out digits or bits, or misreads.
const DIFFERENCES: [(&str, usize, &str); 13] = [
    ("1 radio", 1, "the message has 163 bits: gpsd shows the 14 bits of the 19 that are there"),
    ("6/1/12 amount", 1, "the message ends before it"),
    ("6/1/12 dangerous", 1, "the message ends before it"),
    ("6/1/12 eta", 1, "the message ends before it"),
    ("6/1/12 imdcat", 1, "the message ends before it"),
    ("6/1/12 unid", 1, "the message ends before it"),
    ("6/1/12 unit", 1, "the message ends before it"),
    ("6/1/14 tidals", 1, "the message ends within the element"),
    ("6/1/18 destination", 3, "the message ends before it"),
    ("6/1/18 lat", 3, "the message ends before it"),
    ("6/1/18 lon", 3, "the message ends before it"),
    ("6/1/32 tidals", 2, "the message ends within the element"),
    ("7 mmsi3", 2, "the message ends within it"),
];

/// As above, where both give a value.
const READINGS: [(&str, usize, &str); 5] = [
    ("17 lat", 2, "gpsd rounds to 0.1 degree what is sent in 1/600 degree"),
    ("17 lon", 2, "gpsd rounds to 0.1 degree what is sent in 1/600 degree"),
    ("26 data", 2, "gpsd shows bits of the radio state in the last digit"),
    ("26 radio", 5, "gpsd does not read the radio state"),
    ("8/1/31 waterlevel", 2, "gpsd rounds to 0.1 m what is sent in 0.01 m"),
];

fn decoded(log: &[u8], units: Units) -> Vec<Json> {
    let mut decoder = Decoder::new(Options::default());
    let mut lines = JsonLines::new(units);
    decoder.feed(log, |message| lines.push(message));
    let lines = lines.written().split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("JSON")).collect()
}

#[test]
fn scaled_fields_agree_with_gpsd() {
    let (Some(log), Some(expected)) =
        (shared("gpsd_sample.aivdm"), shared("gpsd_sample.aivdm.js.chk"))
    else {
        return;
    };
    let ours = decoded(&log, Units::Scaled);
    let mut differences = BTreeMap::<String, usize>::new();
    let mut n_fields = 0;
    for line in expected.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let theirs: Json = serde_json::from_slice(line).expect("JSON");
        n_fields += theirs.as_object().map_or(0, |it| it.len() - 1);
        let candidates =
            ours.iter().filter(|it| it["type"] == theirs["type"] && it["mmsi"] == theirs["mmsi"]);
        let best = candidates.map(|it| differing(it, &theirs)).min_by_key(Vec::len);
        for name in best.unwrap_or_else(|| panic!("no message for {theirs}")) {
            *differences.entry(name).or_default() += 1;
        }
    }
    let known = DIFFERENCES.iter().chain(&READINGS);
    let known = known.map(|(name, count, _)| ((*name).to_owned(), *count)).collect();
    assert_eq!(differences, known);
    assert_eq!(n_fields, 1642);
}

/// The names of gpsd's fields that ours has not or has otherwise.
fn differing(ours: &Json, theirs: &Json) -> Vec<String> {
    let members = theirs.as_object().into_iter().flatten();
    members
        .filter(|(name, value)| *name != "device" && !agree(&ours[name.as_str()], value))
        .map(|(name, _)| match (&theirs["dac"], &theirs["fid"]) {
            (Json::Number(dac), Json::Number(fid)) => {
                format!("{}/{dac}/{fid} {name}", theirs["type"])
            }
            _ => format!("{} {name}", theirs["type"]),
        })
        .collect()
}

/// gpsd puts some numbers in quotes.
fn agree(ours: &Json, theirs: &Json) -> bool {
    let number = |json: &Json| match json {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => text.parse().ok(),
        _ => None,
    };
    match (number(ours), number(theirs)) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() < 1e-9,
        _ => ours == theirs,
    }
}

/// Columns of gpsd's unscaled output after type, repeat indicator and MMSI, by message type,
/// where each is one field of ours.
const COLUMNS: [(u64, &[&str]); 15] = [
    (1, &["status", "turn", "speed", "accuracy", "lon", "lat", "course", "heading", "second"]),
    (2, &["status", "turn", "speed", "accuracy", "lon", "lat", "course", "heading", "second"]),
    (3, &["status", "turn", "speed", "accuracy", "lon", "lat", "course", "heading", "second"]),
    (4, &["timestamp", "accuracy", "lon", "lat", "epfd", "raim"]),
    (
        5,
        &[
            "imo",
            "ais_version",
            "callsign",
            "shipname",
            "shiptype",
            "to_bow",
            "to_stern",
            "to_port",
            "to_starboard",
            "epfd",
            "eta",
            "draught",
            "destination",
        ],
    ),
    (9, &["alt", "speed", "accuracy", "lon", "lat", "course", "second"]),
    (10, &["dest_mmsi"]),
    (11, &["timestamp", "accuracy", "lon", "lat", "epfd", "raim"]),
    (12, &["seqno", "dest_mmsi", "retransmit", "text"]),
    (14, &["text"]),
    (15, &["mmsi1", "type1_1", "offset1_1", "type1_2", "offset1_2", "mmsi2", "type2_1"]),
    (16, &["mmsi1", "offset1", "increment1", "mmsi2", "offset2", "increment2"]),
    (18, &["reserved", "speed", "accuracy", "lon", "lat", "course", "heading", "second"]),
    (20, &["offset1", "number1", "timeout1", "increment1", "offset2", "number2", "timeout2"]),
    (27, &["accuracy", "lon", "lat"]),
];

#[test]
fn raw_fields_agree_with_gpsd() {
    let (Some(log), Some(expected)) =
        (shared("gpsd_sample.aivdm"), shared("gpsd_sample.aivdm.chk"))
    else {
        return;
    };
    let ours = decoded(&log, Units::Raw);
    let expected = String::from_utf8_lossy(&expected).into_owned();
    let mut n_compared = 0;
    for line in expected.lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let kind: u64 = cells[0].parse().expect("a type");
        let Some((_, names)) = COLUMNS.iter().find(|(it, _)| *it == kind) else { continue };
        if kind == 27 {
            continue;
        }
        let mmsi: u64 = cells[2].parse().expect("an MMSI");
        let same = ours.iter().any(|it| {
            it["type"] == kind
                && it["mmsi"] == mmsi
                && names.iter().zip(&cells[3..]).all(|(name, cell)| cell_of(&it[*name]) == *cell)
        });
        assert!(same, "{line}");
        n_compared += names.len();
    }
    assert_eq!(n_compared, 262);
}

fn cell_of(json: &Json) -> String {
    match json {
        Json::Bool(flag) => u8::from(*flag).to_string(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
