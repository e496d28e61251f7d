//! `crossbearing tracks follow`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_tracks::{Association, Plot, Tracker, TrackerConfig, Turns};
use serde_json::json;

/// Arguments of `crossbearing tracks follow`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Follow {
    /// A table with the columns time (seconds), x and y (metres), in the order of time; `-` for
    /// standard input. Plots of the same time are one scan. A line with a time and nothing else
    /// is a scan without plots.
    input: String,

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
        let input: Box<dyn BufRead> = match self.input.as_str() {
            "-" => Box::new(io::stdin().lock()),
            path => {
                let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
                Box::new(BufReader::new(file))
            }
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut scan: Option<(f64, Vec<Plot>)> = None;
        for (idx, line) in input.lines().enumerate() {
            let line = line?;
            let Some((time, plot)) = parse(&line, idx)? else { continue };
            if scan.as_ref().is_some_and(|(last, _)| time.total_cmp(last).is_ne()) {
                finish(&mut tracker, scan.take(), &mut out)?;
            }
            scan.get_or_insert_with(|| (time, Vec::new())).1.extend(plot);
        }
        finish(&mut tracker, scan, &mut out)?;
        Ok(out.flush()?)
    }
}

/// The time and, if there is one, the plot of a line; the first line may hold names.
fn parse(line: &str, idx: usize) -> anyhow::Result<Option<(f64, Option<Plot>)>> {
    let cells: Vec<&str> = line.split(',').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let numbers: Result<Vec<f64>, _> = cells.iter().map(|cell| cell.parse()).collect();
    match numbers.as_deref() {
        Ok([]) => Ok(None),
        Ok([time]) => Ok(Some((*time, None))),
        Ok([time, x, y, ..]) => Ok(Some((*time, Some(Plot { x: *x, y: *y })))),
        Err(_) if idx == 0 => Ok(None),
        _ => bail!("line {} is not a time, x and y", idx + 1),
    }
}

/// Takes a whole scan and writes the tracks after it.
fn finish(
    tracker: &mut Tracker,
    scan: Option<(f64, Vec<Plot>)>,
    out: &mut impl io::Write,
) -> anyhow::Result<()> {
    let Some((time, plots)) = scan else { return Ok(()) };
    tracker.scan(time, &plots);
    let tracks = tracker.tracks().map(|track| {
        let ((x, y), (vx, vy)) = (track.position(), track.velocity());
        let (sx, sy) = track.uncertainty();
        json!({ "id": track.id, "x": x, "y": y, "vx": vx, "vy": vy, "sx": sx, "sy": sy })
    });
    let object = json!({ "time": time, "tracks": tracks.collect::<Vec<_>>() });
    Ok(writeln!(out, "{object}")?)
}
