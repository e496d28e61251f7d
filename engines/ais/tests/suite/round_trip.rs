//! What is encoded decodes to the same, for every layout and for every message of the logs.

use crossbearing_ais::{
    Decoder, Field, JsonLines, Kind, LayoutId, Options, Units, Value, Values, encode, sentences,
};
use serde_json::{Map, Value as Json, json};

use crate::data::{OWN, logs};
use crate::random::Random;

/// JSON values as the encoder takes them.
pub(crate) fn values(object: &Json) -> Values {
    let members = object.as_object().into_iter().flatten();
    Values(members.map(|(name, json)| (name.clone(), value(json))).collect())
}

fn value(json: &Json) -> Value {
    match json {
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => Value::Number(number.as_f64().expect("a number")),
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(elements) => Value::List(elements.iter().map(values).collect()),
        other => unreachable!("{other}"),
    }
}

fn decoded(log: &[u8], units: Units) -> Vec<Json> {
    let mut decoder = Decoder::new(Options::default());
    let mut lines = JsonLines::new(units);
    decoder.feed(log, |message| lines.push(message));
    decoder.finish(|message| lines.push(message));
    let lines = lines.written().split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("JSON")).collect()
}

/// What a message says, without how it was received and what an earlier one said.
fn said(mut object: Json) -> Json {
    if let Json::Object(members) = &mut object {
        if members.get("part") == Some(&json!("B")) {
            members.remove("shipname");
        }
        for name in ["time", "source", "own", "channel", "defects"] {
            members.remove(name);
        }
    }
    object
}

fn again(object: &Json, units: Units) -> Json {
    let payload = encode(&values(object), units).expect("what was decoded can be encoded");
    let log = sentences(&payload, "AIVDM", 'B', 3).join("\n") + "\n";
    let mut objects = decoded(log.as_bytes(), units);
    assert_eq!(objects.len(), 1, "{log}");
    said(objects.remove(0))
}

#[test]
fn messages_of_logs_go_round() {
    for log in logs() {
        for units in [Units::Raw, Units::Scaled] {
            let objects = decoded(&log, units).into_iter();
            for object in objects.filter(|object| object.get("defects").is_none()).take(1000) {
                assert_eq!(again(&object, units), said(object));
            }
        }
    }
}

#[test]
fn random_values_of_every_layout_go_round() {
    let mut random = Random::new(7);
    for id in LayoutId::all().filter(|id| id.layout().name != "unknown") {
        for _ in 0..30 {
            let object = random_message(id, &mut random);
            let back = again(&object, Units::Raw);
            for (name, expected) in object.as_object().expect("an object") {
                let place = format!("{name} in {}: {back}", id.layout().name);
                assert!(includes(&back[name], expected), "{place} instead of {expected}");
            }
        }
    }
}

#[test]
fn the_crates_own_data_has_every_type() {
    let objects = decoded(OWN, Units::Scaled);
    for kind in 1..=27 {
        assert!(objects.iter().any(|object| object["type"] == json!(kind)), "{kind}");
    }
}

/// Whether all that `expected` says is said, meanings of codes aside.
fn includes(said: &Json, expected: &Json) -> bool {
    match (said, expected) {
        (Json::Array(said), Json::Array(expected)) => {
            said.len() >= expected.len()
                && said.iter().zip(expected).all(|(said, expected)| includes(said, expected))
        }
        (Json::Object(said), Json::Object(expected)) => expected
            .iter()
            .all(|(name, value)| said.get(name).is_some_and(|it| includes(it, value))),
        _ => said == expected,
    }
}

/// A message with random values in all its fields.
fn random_message(id: LayoutId, random: &mut Random) -> Json {
    let layout = id.layout();
    let (kind, fixed) = identity(id);
    let mut members = Map::new();
    for (_, field) in layout.fields() {
        members.insert(field.name().to_owned(), random_value(field, random));
    }
    members.insert("type".into(), json!(kind));
    members.insert("repeat".into(), json!(random.below(4)));
    let auxiliary = layout.name == "static_b_auxiliary";
    let mmsi = if auxiliary { 982_000_000 } else { 201_000_000 } + random.below(1_000_000);
    members.insert("mmsi".into(), json!(mmsi));
    members.insert("scaled".into(), json!(false));
    for (name, value) in fixed {
        members.insert(name.to_owned(), value);
    }
    if layout.name.starts_with("static_b") {
        // The last four of its characters are the model and serial number in another reading.
        members.remove("vendorid");
    }
    Json::Object(members)
}

fn random_value(field: &Field, random: &mut Random) -> Json {
    let width = u32::from(field.width);
    match field.kind {
        Kind::Text | Kind::TextThen(_) => {
            let n_characters = if width == 0 { 12 } else { width as usize / 6 };
            let text = (0..n_characters).map(|_| b"ABCXYZ09 .-"[random.below(10)] as char);
            json!(text.collect::<String>().trim_end())
        }
        Kind::Data(_) => json!("40:0123456789"),
        Kind::Constant(word) => json!(word),
        Kind::Flag => json!(random.below(2) == 1),
        Kind::Stamp(parts) => stamp(parts.widths().len()),
        Kind::List(list) => {
            let n_elements = 1 + random.below(usize::from(list.max).min(4));
            let elements = (0..n_elements).map(|_| {
                let chosen = random.below(list.variants.len());
                let mut members = Map::new();
                for field in list.variants[chosen] {
                    members.insert(field.name().to_owned(), random_value(field, random));
                }
                if list.selector.1 > 0 {
                    let selector = list.variants[chosen][0].name();
                    members.insert(selector.to_owned(), json!(chosen));
                }
                Json::Object(members)
            });
            // A list without a count ends where the message does: a line always has four legs.
            let elements: Vec<Json> = elements.collect();
            let n_elements = if list.stride == 20 { 4 } else { n_elements };
            Json::Array(elements.into_iter().cycle().take(n_elements).collect())
        }
        _ if width == 0 => json!(0),
        _ => {
            let raw = random.next() >> (64 - width);
            let raw = raw as i64 - if field.is_signed() { 1 << (width - 1) } else { 0 };
            json!(raw)
        }
    }
}

fn stamp(n_parts: usize) -> Json {
    match n_parts {
        6 => json!("2026-02-28T23:59:58Z"),
        4 => json!("11-30T12:34Z"),
        _ => json!("30T12:34Z"),
    }
}

/// The type of a layout and the values by which it is told from others.
fn identity(id: LayoutId) -> (u8, Vec<(&'static str, Json)>) {
    let application = |kind, dac, fid| (kind, vec![("dac", json!(dac)), ("fid", json!(fid))]);
    let mode = |kind, addressed, structured| {
        (kind, vec![("addressed", json!(addressed)), ("structured", json!(structured))])
    };
    match id.layout().name {
        "static_a" | "static_b" | "static_b_auxiliary" => (24, vec![]),
        "static_other" => (24, vec![("partno", json!(2)), ("data", json!("40:0123456789"))]),
        "channels_area" => (22, vec![("addressed", json!(false))]),
        "channels_addressed" => (22, vec![("addressed", json!(true))]),
        "single_slot" => mode(25, false, false),
        "single_slot_structured" => mode(25, false, true),
        "single_slot_addressed" => mode(25, true, false),
        "single_slot_addressed_structured" => mode(25, true, true),
        "multiple_slot" => mode(26, false, false),
        "multiple_slot_structured" => mode(26, false, true),
        "multiple_slot_addressed" => mode(26, true, false),
        "multiple_slot_addressed_structured" => mode(26, true, true),
        "binary_addressed" => application(6, 999, 1),
        "binary_broadcast" => application(8, 999, 1),
        "dangerous_cargo_2004" => application(6, 1, 12),
        "tidal_window_2004" => application(6, 1, 14),
        "air_draught_addressed" => application(6, 1, 15),
        "persons_addressed" => application(6, 1, 16),
        "clearance" => application(6, 1, 18),
        "berth" => application(6, 1, 20),
        "area_notice_addressed" => application(6, 1, 23),
        "dangerous_cargo_addressed" => application(6, 1, 25),
        "route_addressed" => application(6, 1, 28),
        "text_description_addressed" => application(6, 1, 30),
        "tidal_window" => application(6, 1, 32),
        "inland_eta" => application(6, 200, 21),
        "inland_rta" => application(6, 200, 22),
        "inland_persons_addressed" => application(6, 200, 55),
        "aid_monitoring" => application(6, 235, 10),
        "weather_station_2004" => application(8, 1, 11),
        "fairway_closed" => application(8, 1, 13),
        "air_draught" => application(8, 1, 15),
        "persons" => application(8, 1, 16),
        "targets" => application(8, 1, 17),
        "traffic_signal" => application(8, 1, 19),
        name @ ("weather_ship" | "weather_ship_wmo") => {
            let (kind, mut fixed) = application(8, 1, 21);
            fixed.push(("wmo", json!(name == "weather_ship_wmo")));
            (kind, fixed)
        }
        "area_notice" => application(8, 1, 22),
        "ship_extended" => application(8, 1, 24),
        "dangerous_cargo" => application(8, 1, 25),
        "environment" => application(8, 1, 26),
        "route" => application(8, 1, 27),
        "text_description" => application(8, 1, 29),
        "weather_station" => application(8, 1, 31),
        "inland_ship" => {
            let (kind, mut fixed) = application(8, 200, 10);
            fixed.push(("hazard", json!(3)));
            (kind, fixed)
        }
        "inland_weather_warning" => application(8, 200, 23),
        "inland_water_levels" => application(8, 200, 24),
        "inland_signal" => application(8, 200, 40),
        "inland_persons" => application(8, 200, 55),
        _ => (id.index() as u8, vec![]),
    }
}
