//! `crossbearing tracks follow`.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_tracks::{Association, Plot, Sensor, Tracker, TrackerConfig, Turns};
use serde_json::json;

/// Arguments of `crossbearing tracks follow`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Follow {
    /// A table with the columns time (seconds), x and y (metres) and, where there are several, the
    /// sensor's name, in the order of time; `-` for standard input. Plots of one time and sensor are
    /// one scan. A line with a time and nothing else is a scan without plots.
    input: String,

    /// Another sensor than the one that the options describe: its name, the standard deviation of
    /// its plots, its probability of detection, its false plots a scan, and `reports` if it tells
    /// of single vessels, as AIS does, so that who is not among them was not missed.
    #[arg(long = "sensor", value_name = "NAME=NOISE,DETECTION,CLUTTER[,reports]")]
    sensors: Vec<String>,

    /// Standard deviation of a plot in each direction, in metres.
    #[arg(long, default_value_t = 50.0)]
    noise: f64,

    /// Probability that a vessel is detected in a scan.
    #[arg(long, default_value_t = 0.9)]
    detection: f64,

    /// False plots a scan, over the whole area.
    #[arg(long, default_value_t = 20.0)]
    clutter: f64,

    /// The area that the sensor sees, in square kilometres.
    #[arg(long, default_value_t = 2500.0)]
    area: f64,

    /// Standard deviation of a vessel's speed in each direction, in m/s.
    #[arg(long, default_value_t = 8.0)]
    speed: f64,

    /// How much vessels manoeuvre: power spectral density of acceleration, in m²/s³.
    #[arg(long, default_value_t = 0.01)]
    manoeuvre: f64,

    /// Vessels go straight for some minutes and turn for some: two filters that interact.
    #[arg(long)]
    turns: bool,

    /// Give plots to tracks by probabilities (belief propagation) instead of the likeliest pairs
    /// first.
    #[arg(long)]
    beliefs: bool,

    /// Take in scans that come up to so many scans late.
    #[arg(long, default_value_t = 0)]
    lag: usize,
}

const EXAMPLES: &str = "Examples:
  crossbearing tracks follow plots.csv
  crossbearing tracks follow --clutter 100 --area 400 --noise 30 - < plots.csv
  crossbearing tracks follow --noise 80 --sensor ais=10,0.95,0.01,reports plots.csv

Each scan gives a JSON object: its time, and the tracks believed in with position, velocity and
the standard deviation of the position.";

impl Follow {
    /// Follows the vessels through all scans.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let area = self.area * 1e6;
        let mut tracker = Tracker::new(TrackerConfig {
            position_noise: self.noise,
            manoeuvre: self.manoeuvre,
            speed: self.speed,
            detection: self.detection,
            clutter: self.clutter / area,
            births: 1.0 / area,
            turns: self.turns.then_some(Turns { manoeuvre: 1.0, begins: 0.003, ends: 0.02 }),
            association: if self.beliefs { Association::Beliefs } else { Association::Nearest },
            lag: self.lag,
        })?;
        let others = self.sensors.iter().map(|text| other(text, area));
        let others: HashMap<String, Other> = others.collect::<anyhow::Result<_>>()?;
        let input: Box<dyn BufRead> = match self.input.as_str() {
            "-" => Box::new(io::stdin().lock()),
            path => {
                let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
                Box::new(BufReader::new(file))
            }
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut scan: Option<Scan> = None;
        for (idx, line) in input.lines().enumerate() {
            let Some((time, plot, name)) = parse(&line?, idx)? else { continue };
            let by = match name.as_deref() {
                None => None,
                Some(name) => Some(*others.get(name).with_context(|| {
                    format!("line {} names the sensor {name}: describe it by --sensor", idx + 1)
                })?),
            };
            if scan.as_ref().is_some_and(|it| time.total_cmp(&it.time).is_ne() || it.by != by) {
                finish(&mut tracker, scan.take(), &mut out)?;
            }
            scan.get_or_insert_with(|| Scan { time, by, plots: Vec::new() }).plots.extend(plot);
        }
        finish(&mut tracker, scan, &mut out)?;
        Ok(out.flush()?)
    }
}

/// A sensor beside the one that the options describe.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Other {
    sensor: Sensor,
    /// It sees all vessels that there are; otherwise it tells of single ones.
    sees_all: bool,
}

/// Plots of one time and sensor.
struct Scan {
    time: f64,
    by: Option<Other>,
    plots: Vec<Plot>,
}

/// A sensor as it is described at the command line; its false plots are those of the whole area.
fn other(text: &str, area: f64) -> anyhow::Result<(String, Other)> {
    let wrong = || format!("--sensor {text} is not NAME=NOISE,DETECTION,CLUTTER[,reports]");
    let (name, what) = text.split_once('=').with_context(wrong)?;
    let (numbers, sees_all) = match what.strip_suffix(",reports") {
        Some(numbers) => (numbers, false),
        None => (what, true),
    };
    let numbers: Result<Vec<f64>, _> = numbers.split(',').map(|it| it.trim().parse()).collect();
    let [noise, detection, clutter] = numbers.with_context(wrong)?[..] else { bail!(wrong()) };
    let sensor = Sensor::new(noise, detection, clutter / area).with_context(wrong)?;
    Ok((name.trim().to_owned(), Other { sensor, sees_all }))
}

/// A time, and if there are any a plot and the name of its sensor.
type Line = (f64, Option<Plot>, Option<String>);

/// What a line says; nothing if it is empty, or the first one with names.
fn parse(line: &str, idx: usize) -> anyhow::Result<Option<Line>> {
    let cells: Vec<&str> = line.split(',').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let (numbers, name) = match cells.as_slice() {
        [numbers @ .., name] if numbers.len() == 3 => (numbers, Some((*name).to_owned())),
        all => (all, None),
    };
    let numbers: Result<Vec<f64>, _> = numbers.iter().map(|cell| cell.parse()).collect();
    match numbers.as_deref() {
        Ok([]) => Ok(None),
        Ok([time]) => Ok(Some((*time, None, None))),
        Ok([time, x, y]) => Ok(Some((*time, Some(Plot { x: *x, y: *y }), name))),
        Err(_) if idx == 0 => Ok(None),
        _ => bail!("line {} is not a time, x, y and perhaps a sensor", idx + 1),
    }
}

/// Takes a whole scan and writes the tracks after it.
fn finish(
    tracker: &mut Tracker,
    scan: Option<Scan>,
    out: &mut impl io::Write,
) -> anyhow::Result<()> {
    let Some(Scan { time, by, plots }) = scan else { return Ok(()) };
    match by {
        None => tracker.scan(time, &plots),
        Some(Other { sensor, sees_all: true }) => tracker.scan_of(sensor, time, &plots),
        Some(Other { sensor, sees_all: false }) => tracker.reports_of(sensor, time, &plots),
    }
    let tracks = tracker.tracks().map(|track| {
        let ((x, y), (vx, vy)) = (track.position(), track.velocity());
        let (sx, sy) = track.uncertainty();
        json!({ "id": track.id, "x": x, "y": y, "vx": vx, "vy": vy, "sx": sx, "sy": sy })
    });
    let object = json!({ "time": time, "tracks": tracks.collect::<Vec<_>>() });
    Ok(writeln!(out, "{object}")?)
}

#[cfg(test)]
mod tests {
    use super::{other, parse};

    #[test]
    fn lines_and_sensors_are_read_or_refused() {
        assert!(parse("time,x,y,sensor", 0).expect("names").is_none());
        assert!(parse("", 5).expect("nothing").is_none());
        let (time, plot, name) = parse("3, 4, 5, ais", 1).expect("a line").expect("a plot");
        assert!(time > 2.9 && plot.is_some_and(|plot| plot.y > 4.9));
        assert_eq!(name.as_deref(), Some("ais"));
        assert!(parse("7", 1).expect("a line").is_some_and(|(_, plot, _)| plot.is_none()));
        for line in ["3,4", "3,4,5,ais,6", "x,y,z,ais", "names"] {
            assert!(parse(line, 1).is_err(), "{line}");
        }
        let (name, ais) = other("ais=10,0.95,0.01,reports", 1e6).expect("a sensor");
        assert!(name == "ais" && !ais.sees_all);
        assert!(other("radar=50,0.9,20", 1e6).expect("a sensor").1.sees_all);
        for text in ["ais", "ais=10", "ais=0,1,1", "ais=a,b,c", "ais=1,1,1,1"] {
            assert!(other(text, 1e6).is_err(), "{text}");
        }
    }
}
