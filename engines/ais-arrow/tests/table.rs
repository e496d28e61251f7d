//! What the table says is what the JSON lines say, for every field of every layout.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int32Type, Int64Type, TimestampMillisecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use crossbearing_ais::{
    Decoder, JsonLines, Kind, LayoutId, Message, Options, Payload, Units, rfc_3339, sentences,
};
use crossbearing_ais_arrow::{BATCH_ROWS, Batches};
use serde_json::{Map, Value as Json, json};

/// Sentences of every type, made with the encoder.
const EVERY_TYPE: &str = include_str!("../../ais/tests/data/every_type.nmea");

/// What JSON lines say besides fields.
const NO_FIELDS: [&str; 2] = ["class", "scaled"];

/// Numbers that look random and are always the same (D. Lehmer's generator).
struct Random(u128);

impl Random {
    fn next(&mut self, width: usize) -> u64 {
        self.0 = self.0.wrapping_mul(0xDA94_2042_E4DD_58B5);
        (self.0 >> (128 - width)) as u64
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next(32) % limit
    }
}

/// Messages of all types and applications, of all lengths, with random bits in all other places.
fn log() -> String {
    let mut random = Random(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let mut log = EVERY_TYPE.to_owned();
    log.push_str("\\s:north,c:1700000000*55\\!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n");
    let fids: Vec<u64> = (0..34).chain([40, 55]).collect();
    let common = [72, 136, 168, 232, 248, 256, 312, 360, 424, 1000];
    for kind in 0..32 {
        let n_rounds = if matches!(kind, 6 | 8) { 5 * fids.len() * (common.len() + 2) } else { 60 };
        for round in 0..n_rounds {
            let dac = [1, 200, 235, 250, 999][round % 5];
            let fid = fids[round / 5 % fids.len()];
            let length = round / 5 / fids.len();
            let mut payload = Payload::default();
            payload.push(kind, 6);
            payload.push(random.next(2), 2);
            // Auxiliary craft have a layout of their own.
            let mmsi = if random.below(4) == 0 { 982_000_000 } else { 200_000_000 };
            payload.push(mmsi + random.below(1_000_000), 30);
            match kind {
                6 => payload.push(random.next(34), 34) && payload.push(dac << 6 | fid, 16),
                8 => payload.push(random.next(2), 2) && payload.push(dac << 6 | fid, 16),
                _ => true,
            };
            let any = 40 + random.below(960) as usize;
            let n_bits = common.get(length).copied().filter(|_| n_rounds > 60).unwrap_or(any);
            while payload.len() < n_bits {
                payload.push(random.next(8), 8);
            }
            payload.truncate(n_bits);
            for line in sentences(&payload, "AIVDM", 'B', round as u8) {
                log.push_str(&line);
                log.push('\n');
            }
        }
    }
    log
}

fn each(log: &str, mut take: impl FnMut(&Message<'_>)) {
    let mut decoder = Decoder::new(Options::default());
    decoder.feed(log.as_bytes(), &mut take);
    decoder.finish(&mut take);
}

/// What the lines say of each message, and which fields give words instead of numbers.
fn lines(log: &str, units: Units) -> Vec<Map<String, Json>> {
    let mut lines = JsonLines::new(units);
    let mut objects = Vec::new();
    each(log, |message| {
        lines.push(message);
        let mut object: Map<String, Json> =
            serde_json::from_slice(lines.written()).expect("a line");
        lines.clear();
        object.retain(|name, _| !NO_FIELDS.contains(&name.as_str()));
        if message.layout.name.starts_with("static_b") {
            // What another message said.
            object.remove("shipname");
        }
        objects.push(object);
    });
    objects
}

/// All rows of the table.
fn rows(log: &str, units: Units) -> Vec<Map<String, Json>> {
    let (mut batches, mut rows) = (Batches::new(units), Vec::new());
    let mut add = |batch: &RecordBatch| {
        assert!(batch.num_rows() <= BATCH_ROWS);
        rows.extend((0..batch.num_rows()).map(|row| object(batch.columns(), &names(batch), row)));
    };
    each(log, |message| {
        if let Some(batch) = batches.push(message).expect("a batch") {
            add(&batch);
        }
    });
    if let Some(batch) = batches.take().expect("a batch") {
        add(&batch);
    }
    rows
}

fn names(batch: &RecordBatch) -> Vec<String> {
    batch.schema().fields().iter().map(|field| field.name().clone()).collect()
}

fn object(columns: &[arrow_array::ArrayRef], names: &[String], row: usize) -> Map<String, Json> {
    let values = columns.iter().map(|column| value(column, row));
    let members = names.iter().cloned().zip(values);
    members.filter(|(_, value)| !value.is_null()).collect()
}

fn value(array: &dyn Array, row: usize) -> Json {
    if array.is_null(row) {
        return Json::Null;
    }
    match array.data_type() {
        DataType::Int32 => json!(array.as_primitive::<Int32Type>().value(row)),
        DataType::Int64 => json!(array.as_primitive::<Int64Type>().value(row)),
        DataType::Float64 => json!(array.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => json!(array.as_boolean().value(row)),
        DataType::Utf8 => json!(array.as_string::<i32>().value(row)),
        DataType::Timestamp(..) => {
            json!(rfc_3339(array.as_primitive::<TimestampMillisecondType>().value(row)))
        }
        DataType::List(_) => {
            let elements = array.as_list::<i32>().value(row);
            Json::Array((0..elements.len()).map(|row| value(&elements, row)).collect())
        }
        DataType::Struct(fields) => {
            let names: Vec<String> = fields.iter().map(|it| it.name().clone()).collect();
            Json::Object(object(array.as_struct().columns(), &names, row))
        }
        other => panic!("{other}"),
    }
}

/// Takes out what a line says of the meaning of codes.
fn without_meanings(object: &mut Map<String, Json>) {
    let names: BTreeSet<String> = object.keys().cloned().collect();
    object.retain(|name, _| name.strip_suffix("_text").is_none_or(|code| !names.contains(code)));
    for value in object.values_mut() {
        for element in value.as_array_mut().into_iter().flatten() {
            if let Json::Object(element) = element {
                without_meanings(element);
            }
        }
    }
}

/// Whether a row says what a line says. Where the line has a word for a number, `raw` tells which.
fn agrees(row: &Map<String, Json>, line: &Map<String, Json>, raw: &Map<String, Json>) -> bool {
    row.keys().all(|name| line.contains_key(name))
        && line.iter().all(|(name, said)| match (row.get(name), said) {
            (None, Json::String(word)) => matches!(&word[..], "n/a" | "nan"),
            (None, _) => false,
            (Some(Json::Number(number)), Json::String(word)) => match &word[..] {
                "fast" => number.as_f64() == Some(102.2) || number.as_f64() == Some(1022.0),
                "fastleft" => number.as_f64() == Some(-720.0),
                "fastright" => number.as_f64() == Some(720.0),
                _ => number.as_f64() == raw[name].as_f64(),
            },
            (Some(Json::Number(number)), said) => number.as_f64() == said.as_f64(),
            (Some(Json::Array(row)), Json::Array(line)) => {
                row.len() == line.len()
                    && row.iter().zip(line).enumerate().all(|(idx, pair)| match pair {
                        (Json::Object(row), Json::Object(line)) => {
                            let raw = raw[name][idx].as_object().expect("the same element");
                            agrees(row, line, raw)
                        }
                        (row, line) => row == line,
                    })
            }
            (Some(value), said) => value == said,
        })
}

#[test]
fn every_field_of_every_layout_is_what_the_lines_say() {
    let log = log();
    let (mut met, mut fields) = (BTreeSet::new(), BTreeSet::new());
    each(&log, |message| {
        met.insert(message.id);
    });
    let missing = LayoutId::all().filter(|id| !met.contains(id)).map(|id| id.layout().name);
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "all layouts should be in the log");
    let raw = lines(&log, Units::Raw);
    for units in [Units::Raw, Units::Scaled] {
        let (lines, rows) = (lines(&log, units), rows(&log, units));
        assert!(rows.len() == lines.len() && rows.len() > BATCH_ROWS / 2);
        for ((mut line, mut row), mut raw) in lines.into_iter().zip(rows).zip(raw.clone()) {
            without_meanings(&mut line);
            without_meanings(&mut raw);
            if row["own"] == json!(false) {
                row.remove("own");
            }
            assert!(agrees(&row, &line, &raw), "{row:?}\n{line:?}");
            fields.extend(row.into_iter().map(|(name, _)| name));
        }
    }
    for id in LayoutId::all() {
        for (_, field) in id.layout().fields() {
            assert!(fields.contains(field.name()), "{} has no value", field.name());
        }
    }
}

#[test]
fn batches_follow_each_other_in_the_order_of_messages() {
    let line = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
    let other = EVERY_TYPE.lines().next().expect("a line");
    let log = format!("{line}{other}\n").repeat(BATCH_ROWS);
    let numbers: Vec<u64> =
        rows(&log, Units::Raw).iter().filter_map(|row| row["mmsi"].as_u64()).collect();
    assert_eq!(numbers.len(), 2 * BATCH_ROWS);
    assert!(numbers.chunks(2).all(|pair| pair[0] == 371_798_000 && pair[1] != 371_798_000));
}

#[test]
fn columns_are_chosen_by_name() {
    let wanted = ["speed", "mmsi", "speed", "time"].map(str::to_owned);
    let mut batches = Batches::of(Units::Scaled, &wanted).expect("known");
    each(EVERY_TYPE, |message| assert_eq!(batches.push(message).expect("room"), None));
    let batch = batches.take().expect("room").expect("rows");
    assert_eq!(names(&batch), ["speed", "mmsi", "time"]);
    assert!(batches.is_empty() && batches.take().expect("nothing").is_none());
    let error = Batches::of(Units::Scaled, &["tonage".to_owned()]).expect_err("misspelt");
    assert!(error.to_string().contains("`tonage`"), "{error}");
}

#[test]
fn a_list_has_the_fields_of_all_its_variants() {
    let schema = Batches::new(Units::Scaled).schema();
    let DataType::List(element) = schema.field_with_name("subareas").expect("it").data_type()
    else {
        panic!("no list");
    };
    let DataType::Struct(fields) = element.data_type() else { panic!("no struct") };
    let names: Vec<&str> = fields.iter().map(|it| it.name().as_str()).collect();
    assert!(names.contains(&"radius") && names.contains(&"text") && names.contains(&"waypoints"));
    let lists = LayoutId::all().flat_map(|id| id.layout().fields());
    assert!(lists.filter(|(_, field)| matches!(field.kind, Kind::List(_))).count() > 5);
}
