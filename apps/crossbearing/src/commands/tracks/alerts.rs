//! `crossbearing tracks alerts`.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use crossbearing_ais::rfc_3339;
use crossbearing_sea::Places;
use crossbearing_tracks::{Alert, Config};
use serde_json::{Value, json};

use super::reports::{Listener, Said, read};

/// Arguments of `crossbearing tracks alerts`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Alerts {
    /// NMEA logs with times, tables (.csv) with time, MMSI, latitude and longitude, `-` for
    /// standard input, tcp://host:port, udp://address:port.
    #[arg(required = true)]
    inputs: Vec<String>,

    /// Print a JSON object at the end with vessel hours, reports and alerts by rule.
    #[arg(long)]
    summary: bool,

    /// Zones, land, ports and stations: GeoJSON features with the properties `kind` and `name`.
    #[arg(long, value_name = "FILE")]
    places: Option<PathBuf>,

    /// How much silence is a gap anywhere, in hours.
    #[arg(long, default_value_t = 12.0, value_name = "HOURS")]
    gap: f64,

    /// How long an encounter lasts, in hours.
    #[arg(long, default_value_t = 2.0, value_name = "HOURS")]
    encounter: f64,

    /// How long loitering lasts, in hours.
    #[arg(long, default_value_t = 8.0, value_name = "HOURS")]
    loitering: f64,

    /// How long a drift lasts, in minutes.
    #[arg(long, default_value_t = 10.0, value_name = "MINUTES")]
    drift: f64,
}

const EXAMPLES: &str = "Examples:
  crossbearing tracks alerts --summary log.nmea
  crossbearing tracks alerts --encounter 1 positions.csv
  crossbearing tracks alerts tcp://receiver.example:4001

Each alert is a JSON object a line: rule, severity, vessels, times, position, the reason in words,
and the lines of the input on which it rests. Reports without a time are left out and counted.";

impl Alerts {
    /// Reads all inputs and prints the alerts as they come.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut by_rule = BTreeMap::<&str, u64>::new();
        let (mut n_reports, mut n_without_time, mut hours) = (0_u64, 0, 0.0);
        let mut out = io::stdout().lock();
        let places = match &self.places {
            Some(path) => super::places::read(path)?,
            None => Places::default(),
        };
        for input in &self.inputs {
            let mut listener = Listener::new(&self.config(), &places)?;
            let mut failed = None;
            let mut print = |alert: Alert| {
                *by_rule.entry(alert.rule.name()).or_default() += 1;
                let written = writeln!(out, "{}", object(&alert, input)).and_then(|()| out.flush());
                failed = written.err().or(failed.take());
            };
            n_without_time += read(input, |said| {
                n_reports += u64::from(matches!(said, Said::Position(..)));
                listener.tell(&said, &mut print);
            })?;
            hours += listener.vessel_hours();
            if let Some(error) = failed {
                return Err(error.into());
            }
        }
        if self.summary {
            let summary = json!({
                "reports": n_reports,
                "without_time": n_without_time,
                "vessel_hours": hours,
                "alerts": by_rule,
            });
            writeln!(out, "{summary}")?;
        }
        Ok(())
    }

    fn config(&self) -> Config {
        let mut config = Config::default();
        config.gap.seconds = self.gap * 3600.0;
        config.encounter.seconds = self.encounter * 3600.0;
        config.loitering.seconds = self.loitering * 3600.0;
        config.drift.seconds = self.drift * 60.0;
        config
    }
}

fn object(alert: &Alert, input: &str) -> Value {
    json!({
        "rule": alert.rule.name(),
        "severity": alert.severity.name(),
        "mmsi": alert.mmsi,
        "other": alert.other,
        "start": rfc_3339(alert.start),
        "time": rfc_3339(alert.time),
        "lat": alert.position.0,
        "lon": alert.position.1,
        "reason": alert.reason,
        "input": input,
        "lines": [alert.lines.0, alert.lines.1],
    })
}
