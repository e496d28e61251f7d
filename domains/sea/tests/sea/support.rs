//! A desk with logs for feeds.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbearing_access::{LabelNo, Policy, Role, Veil, View, Viewer};
use crossbearing_ais::{Units, Value, Values, encode, sentences};
use crossbearing_model as model;
use crossbearing_sea::{FeedSpec, Sea, Setup, Source, write_feeds};

/// The present of all tests, in milliseconds since 1970.
pub(crate) const NOW: i64 = 1_780_000_000_000;

/// A position report, as a line of a log.
pub(crate) fn line(second: i64, mmsi: u32, lat: f64, lon: f64, status: f64) -> String {
    format!("{} {}", NOW / 1000 - 7200 + second, position(mmsi, lat, lon, status))
}

/// A position report without a time, with the end of its line.
pub(crate) fn sentence(mmsi: u32, lat: f64, lon: f64) -> String {
    position(mmsi, lat, lon, 0.0)
}

fn position(mmsi: u32, lat: f64, lon: f64, status: f64) -> String {
    let number = |name: &str, value: f64| (name.to_owned(), Value::Number(value));
    let values = vec![
        number("type", 1.0),
        number("mmsi", f64::from(mmsi)),
        number("lat", lat),
        number("lon", lon),
        number("speed", 5.0),
        number("course", 90.0),
        number("heading", 90.0),
        number("status", status),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    sentences(&payload, "AIVDM", 'A', 0).remove(0) + "\n"
}

/// A name, as the lines of a log.
pub(crate) fn name(second: i64, mmsi: u32, name: &str) -> String {
    let values = vec![
        ("type".to_owned(), Value::Number(5.0)),
        ("mmsi".to_owned(), Value::Number(f64::from(mmsi))),
        ("shipname".to_owned(), Value::Text(name.to_owned())),
    ];
    let payload = encode(&Values(values), Units::Scaled).unwrap();
    let time = NOW / 1000 - 7200 + second;
    let lines = sentences(&payload, "AIVDM", 'A', 3);
    lines.iter().fold(String::new(), |log, sentence| log + &format!("{time} {sentence}\n"))
}

/// A desk whose feeds are these logs, each the property of an agency; all of them are read.
pub(crate) fn desk(folder: &Path, logs: &[(&str, &str, String)]) -> Sea {
    let feeds: Vec<FeedSpec> = logs
        .iter()
        .map(|(id, agency, log)| {
            fs::write(folder.join(format!("{id}.nmea")), log).unwrap();
            FeedSpec {
                id: id.parse().unwrap(),
                title: (*id).to_owned(),
                source: Source::File {
                    path: format!("{id}.nmea").into(),
                    speed: None,
                    ahead_minutes: 0,
                    as_now: false,
                    repeat: false,
                },
                grade: "6x6/B2".parse().unwrap(),
                label: model::LabelSpec::for_agency(
                    agency.parse().unwrap(),
                    model::Instant::from_millis(NOW * 2),
                ),
                paused: false,
            }
        })
        .collect();
    write_feeds(folder, &feeds).unwrap();
    let setup = Setup { folder: folder.to_owned(), clock: || NOW, tell: Arc::new(|_, _| {}) };
    let sea = Sea::open(setup).unwrap();
    for (id, agency, log) in logs {
        wait_for_lines(&sea, id, agency, log.lines().count() as u64);
    }
    sea
}

/// What an analyst of an agency may see.
pub(crate) fn view(agency: &str) -> View {
    let viewer = Viewer::new(
        "ines".parse().unwrap(),
        agency.parse().unwrap(),
        Role::Analyst,
        "op-lantern".parse().unwrap(),
    );
    let none: [(LabelNo, &model::Label); 0] = [];
    let now = model::Instant::from_millis(NOW);
    View::compute(&Policy, viewer, none, Veil::default(), now)
}

/// Waits until so many lines of a feed are in the picture.
pub(crate) fn wait_for_lines(sea: &Sea, id: &str, agency: &str, n_lines: u64) {
    let (view, start) = (view(agency), Instant::now());
    let has_all = || {
        let feeds = sea.look(&view, NOW).feeds();
        feeds.iter().any(|feed| feed.spec.id.as_str() == id && feed.health.lines >= n_lines)
    };
    while !has_all() {
        assert!(start.elapsed() < Duration::from_secs(60), "{id} is not read");
        std::thread::yield_now();
    }
}
