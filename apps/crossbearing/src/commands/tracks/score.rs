//! `crossbearing tracks score`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use crossbearing_ais::parse_instant;
use crossbearing_tracks::{Alert, Config, Severity};
use serde_json::{Value, json};

use super::reports::{Listener, read};
use crate::commands::console::say_json;

/// Arguments of `crossbearing tracks score`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing exercise ships --scenes 5 --hours 24 --out ships.nmea\n  crossbearing tracks score ships.nmea"
)]
pub(crate) struct Score {
    /// A log of an exercise; its truth and places lie beside it (`.truth.jsonl`,
    /// `.places.geojson`).
    log: PathBuf,
    /// How long before or after an event an alert may be, in minutes.
    #[arg(long, default_value_t = 30.0)]
    tolerance: f64,
    /// Print the alerts that nothing explains, and the events that nobody noticed.
    #[arg(long)]
    details: bool,
}

/// One event of the truth.
struct Event {
    kind: String,
    vessels: Vec<u64>,
    from: i64,
    until: i64,
    found: bool,
}

/// Counts of one rule.
#[derive(Default)]
struct Tally {
    events: u64,
    found: u64,
    alerts: u64,
    explained: u64,
}

/// Rules that ordinary vessels rightly set off: ferries visit ports, boats cross zones.
const ORDINARY: [&str; 4] = ["port_visit", "zone_entry", "zone_exit", "approach"];

impl Score {
    /// Compares the alerts with the truth, rule by rule.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut events = self.events()?;
        let places = super::places::read(&self.beside(".places.geojson"))?;
        let mut listener = Listener::new(&Config::default(), &places)?;
        let mut alerts = Vec::new();
        let log = self.log.to_str().context("the log's name is not text")?;
        read(log, |said| listener.tell(&said, &mut |alert| alerts.push(alert)))?;
        let mut rules: BTreeMap<String, Tally> = BTreeMap::new();
        let mut surprises = Vec::new();
        for alert in &alerts {
            let explained = self.explain(alert, &mut events);
            let tally = rules.entry(name(alert).to_owned()).or_default();
            tally.alerts += 1;
            tally.explained += u64::from(explained);
            if !explained {
                surprises.push(json!([name(alert), alert.mmsi, alert.reason, alert.lines.1]));
            }
        }
        for event in &events {
            let tally = rules.entry(event.kind.clone()).or_default();
            tally.events += 1;
            tally.found += u64::from(event.found);
        }
        let table = rules.iter().map(|(rule, tally)| {
            let precision = (!ORDINARY.contains(&rule.as_str()) && tally.alerts > 0)
                .then(|| tally.explained as f64 / tally.alerts as f64);
            let recall = (tally.events > 0).then(|| tally.found as f64 / tally.events as f64);
            json!({ "rule": rule, "events": tally.events, "found": tally.found, "alerts": tally.alerts,
                    "precision": precision, "recall": recall })
        });
        let mut report = json!({
            "vessel_hours": listener.vessel_hours(),
            "rules": table.collect::<Vec<_>>(),
        });
        if self.details {
            let missed = events.iter().filter(|event| !event.found);
            report["missed"] = missed.map(|it| json!([it.kind, it.vessels])).collect();
            report["unexplained"] = Value::Array(surprises);
        }
        say_json(&report)
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.log.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    fn events(&self) -> anyhow::Result<Vec<Event>> {
        let path = self.beside(".truth.jsonl");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        text.lines().map(|line| event(&serde_json::from_str(line)?)).collect()
    }

    /// Whether an event explains an alert; events of its own kind are found by it.
    fn explain(&self, alert: &Alert, events: &mut [Event]) -> bool {
        let slack = (self.tolerance * 60_000.0) as i64;
        let mut explained = false;
        for event in events.iter_mut() {
            let about = |mmsi: u32| event.vessels.contains(&mmsi.into());
            let of_it = event.vessels == [0] || about(alert.mmsi) || alert.other.is_some_and(about);
            let then = alert.time >= event.from - slack && alert.start <= event.until + slack;
            if !of_it || !then {
                continue;
            }
            let same = event.kind == name(alert);
            event.found |= same;
            // A position that is shifted for all also jumps, and so forth.
            let part_of_it = match name(alert) {
                "jump" | "on_land" => event.kind == "common_offset",
                "identity_change" | "draught_change" => event.kind == "shared_identity",
                _ => false,
            };
            explained |= same || part_of_it;
        }
        explained
    }
}

/// The rule's name; tests of devices are a kind of their own.
fn name(alert: &Alert) -> &'static str {
    match (alert.rule.name(), alert.severity) {
        ("distress", Severity::Note) => "distress_test",
        (rule, _) => rule,
    }
}

fn event(value: &Value) -> anyhow::Result<Event> {
    let time = |what: &str| {
        value[what]
            .as_str()
            .and_then(parse_instant)
            .with_context(|| format!("an event needs {what}"))
    };
    Ok(Event {
        kind: value["kind"].as_str().context("an event needs a kind")?.to_owned(),
        vessels: ["mmsi", "other"].iter().filter_map(|it| value[*it].as_u64()).collect(),
        from: time("start")?,
        until: time("end")?,
        found: false,
    })
}
