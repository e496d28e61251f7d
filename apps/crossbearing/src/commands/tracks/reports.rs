//! Position reports out of NMEA logs and tables.

use std::sync::Arc;

use anyhow::Context as _;
use crossbearing_ais::{Decoder, Message, Options};
use crossbearing_sea::Places;
use crossbearing_tracks::{Alert, Config, Particulars, Report, Watch, device_kind};

use crate::commands::ais::input::Input;

/// What an input says of vessels.
pub(super) enum Said<'a> {
    /// A position, and the station that heard it if the feed names one.
    Position(Report, Option<Station<'a>>),
    /// What a vessel says of itself.
    Particulars(Particulars<'a>),
    /// A safety related text, with an empty position.
    Text(Report, &'a str),
}

/// A station that a feed names; numbers are given in the order in which names come, from one.
#[derive(Clone, Copy)]
pub(super) struct Station<'a> {
    number: u32,
    name: &'a str,
}

/// A watch over one input, which knows where the input's stations stand.
pub(super) struct Listener<'p> {
    watch: Watch,
    places: &'p Places,
    /// Stations that it has looked up.
    n_placed: u32,
}

impl<'p> Listener<'p> {
    pub(super) fn new(config: &Config, places: &'p Places) -> anyhow::Result<Self> {
        let watch = Watch::new(*config)?.with_places(Arc::clone(places.engine()));
        Ok(Self { watch, places, n_placed: 0 })
    }

    /// Tells the watch what was said.
    pub(super) fn tell(&mut self, said: &Said<'_>, sink: &mut impl FnMut(Alert)) {
        match said {
            Said::Position(report, None) => self.watch.report(report, sink),
            Said::Position(report, Some(station)) => {
                self.place(*station);
                self.watch.report_from(report, station.number, sink);
            }
            Said::Particulars(particulars) => self.watch.particulars(particulars, sink),
            Said::Text(report, text) => self.watch.text(report, text, sink),
        }
    }

    fn place(&mut self, station: Station<'_>) {
        if station.number <= self.n_placed {
            return;
        }
        self.n_placed = station.number;
        if let Some(known) = self.places.station(station.name) {
            self.watch.set_station(station.number, known.position, known.metres);
        }
    }

    pub(super) fn vessel_hours(&self) -> f64 {
        self.watch.vessel_hours()
    }
}

/// Reads an input, a table if its name ends in `.csv`, otherwise an NMEA log, and hands on what
/// it says. Returns how many position reports had no time and were left out.
pub(super) fn read(input: &str, mut sink: impl FnMut(Said<'_>)) -> anyhow::Result<u64> {
    if input.to_ascii_lowercase().ends_with(".csv") {
        return read_table(input, sink).map(|()| 0);
    }
    let mut decoder = Decoder::new(Options::default());
    let mut n_without_time = 0;
    let mut take = |message: &Message<'_>| match report(message) {
        None => particulars(message, &mut sink),
        Some(report) if report.time == i64::MIN => n_without_time += 1,
        Some(report) if message.kind == 14 => {
            let text = message.text("text").unwrap_or_default();
            sink(Said::Text(report, &text));
        }
        Some(report) => sink(Said::Position(report, station(message))),
    };
    Input::parse(input).read(|piece| {
        decoder.feed(piece, &mut take);
        Ok(true)
    })?;
    decoder.finish(&mut take);
    Ok(n_without_time)
}

fn station<'a>(message: &Message<'a>) -> Option<Station<'a>> {
    let reception = &message.reception;
    let name = reception.source?;
    (reception.source_id > 0).then_some(Station { number: reception.source_id, name })
}

/// What a vessel says of itself, in messages 5 and 24 that are whole and have a time.
fn particulars(message: &Message<'_>, sink: &mut impl FnMut(Said<'_>)) {
    let Some(time) = message.reception.time else { return };
    if !matches!(message.kind, 5 | 24) || !message.defects.is_empty() {
        return;
    }
    let text = |name: &str| message.text(name).unwrap_or_default();
    let (name, callsign) = (text("shipname"), text("callsign"));
    sink(Said::Particulars(Particulars {
        time,
        mmsi: message.mmsi(),
        name: name.trim(),
        callsign: callsign.trim(),
        imo: message.raw("imo").unwrap_or(0) as u32,
        draught: message.number("draught").unwrap_or(0.0),
        line: message.reception.line,
    }));
}

/// The report in a message of types 1 to 3, 9, 14, 18, 19 and 27, whole messages only; distress
/// devices are believed even if something is wrong. A report without a time has the least one.
fn report(message: &Message<'_>) -> Option<Report> {
    let is_position = matches!(message.kind, 1..=3 | 9 | 18 | 19 | 27);
    let is_distress = device_kind(message.mmsi()).is_some();
    if !(is_position || message.kind == 14) || !(message.defects.is_empty() || is_distress) {
        return None;
    }
    let known = |name: &str, limit: f64| message.number(name).filter(|value| *value < limit);
    let fast = if message.kind == 27 { 63.0 } else { 102.2 };
    Some(Report {
        time: message.reception.time.unwrap_or(i64::MIN),
        mmsi: message.mmsi(),
        lat: message.number("lat").unwrap_or(91.0),
        lon: message.number("lon").unwrap_or(181.0),
        speed: known("speed", fast),
        course: known("course", 360.0),
        heading: known("heading", 360.0),
        status: message.raw("status").map(|status| status as u8),
        line: message.reception.line,
    })
}

/// A table with a line of names, among them those of a time, an MMSI, latitude and longitude.
fn read_table(path: &str, mut sink: impl FnMut(Said<'_>)) -> anyhow::Result<()> {
    let table = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let mut lines = table.lines().enumerate();
    let names: Vec<String> = lines
        .next()
        .map(|(_, names)| names.split(',').map(|name| name.trim().to_ascii_lowercase()).collect())
        .unwrap_or_default();
    let column = |wanted: &[&str]| {
        names.iter().position(|name| wanted.iter().any(|it| name.starts_with(it)))
    };
    let needed = |wanted: &[&str]| {
        column(wanted).with_context(|| format!("{path} has no column {}", wanted[0]))
    };
    let (time, mmsi) = (needed(&["time", "# timestamp", "basedatetime"])?, needed(&["mmsi"])?);
    let (lat, lon) = (needed(&["lat"])?, needed(&["lon"])?);
    let (speed, course) = (column(&["sog", "speed"]), column(&["cog", "course"]));
    let heading = column(&["heading"]);
    for (idx, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let number = |column: usize| cells.get(column).and_then(|cell| cell.parse::<f64>().ok());
        let when = cells.get(time).and_then(|cell| crossbearing_ais::parse_instant(cell));
        let whose = cells.get(mmsi).and_then(|cell| cell.parse().ok());
        let (Some(time), Some(mmsi), Some(lat), Some(lon)) =
            (when, whose, number(lat), number(lon))
        else {
            continue;
        };
        let report = Report {
            time,
            mmsi,
            lat,
            lon,
            speed: speed.and_then(number),
            course: course.and_then(number),
            heading: heading.and_then(number),
            status: None,
            line: idx as u64 + 1,
        };
        sink(Said::Position(report, None));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use crossbearing_sea::Places;
    use crossbearing_tracks::Config;

    use super::{Listener, Said, read};

    /// The rules that fire on a file of the shared data, or `None` with a note if it is absent.
    fn rules(name: &str, suffix: &str) -> Option<(Vec<&'static str>, f64)> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
        let data = std::env::var_os("CROSSBEARING_DATA").map_or(PathBuf::from(root), PathBuf::from);
        let packed = data.join("ais").join(name);
        if !packed.exists() {
            println!("{} is not there", packed.display());
            return None;
        }
        let bytes = Command::new("gzip").arg("-cd").arg(packed).output().expect("gzip").stdout;
        let path = std::env::temp_dir().join(format!("{}-{name}{suffix}", std::process::id()));
        std::fs::write(&path, bytes).expect("room");
        let outcome = watch(&path);
        std::fs::remove_file(&path).expect("a file");
        Some(outcome)
    }

    fn watch(path: &Path) -> (Vec<&'static str>, f64) {
        let places = Places::default();
        let mut listener = Listener::new(&Config::default(), &places).expect("parameters");
        let mut rules = Vec::new();
        let path = path.to_str().expect("a name");
        read(path, |said| listener.tell(&said, &mut |alert| rules.push(alert.rule.name())))
            .expect("readable");
        (rules, listener.vessel_hours())
    }

    #[test]
    fn the_drift_is_found_and_ordinary_traffic_is_quiet() {
        if let Some((rules, _)) = rules("dma_drift_538004030.ais.gz", "") {
            assert_eq!(rules, ["drift"]);
        }
        for (name, suffix) in [("dma_stream.txt.gz", ""), ("solent_2016-01-12.csv.gz", ".csv")] {
            if let Some((rules, hours)) = rules(name, suffix) {
                // One vessel truly gives a number with a wrong check digit.
                let n_unexplained = rules.iter().filter(|rule| **rule != "imo_number").count();
                assert!(n_unexplained as f64 <= hours / 100.0, "{rules:?} in {hours} hours");
            }
        }
    }

    #[test]
    fn a_log_and_a_table_say_the_same() {
        let folder = std::env::temp_dir();
        let log = folder.join(format!("{}-log.nmea", std::process::id()));
        let line = "2026-01-01 00:00:00 !AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        std::fs::write(&log, line).expect("room");
        let table = folder.join(format!("{}-table.csv", std::process::id()));
        let text = "Time,MMSI,Latitude,Longitude,COG,SOG\n\
                    2026-01-01 00:00:00,371798000,48.3816333,-123.3953833,224.0,12.3\nnonsense\n";
        std::fs::write(&table, text).expect("room");
        let mut said = Vec::new();
        for path in [&log, &table] {
            let n_without_time = read(path.to_str().expect("a name"), |it| {
                if let Said::Position(report, _) = it {
                    said.push((report.time, report.mmsi, (report.lat * 1e5).round() as i64));
                }
            });
            assert_eq!(n_without_time.expect("readable"), 0);
            std::fs::remove_file(path).expect("a file");
        }
        assert_eq!(said, [(1_767_225_600_000, 371_798_000, 4_838_163); 2]);
    }
}
