//! `crossbearing ais stats`.

use std::collections::HashMap;
use std::io::{self, Write as _};

use clap::Args;
use crossbearing_ais::{Counts, Decoder, Message, Options, rfc_3339};
use serde_json::{Map, Value, json};

use super::decode::report;
use super::input::Input;

/// Arguments of `crossbearing ais stats`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Stats {
    /// Logs, `-` for standard input, tcp://host:port, udp://address:port.
    #[arg(required = true)]
    inputs: Vec<String>,

    /// How many of the busiest vessels and sources to name.
    #[arg(long, default_value_t = 10)]
    top: usize,
}

const EXAMPLES: &str = "Examples:
  crossbearing ais stats log.nmea
  zcat log.nmea.gz | crossbearing ais stats --top 3 -";

/// What is gathered besides the decoder's counts.
#[derive(Default)]
struct Gathered {
    vessels: HashMap<u32, u64>,
    sources: HashMap<String, u64>,
    first: Option<i64>,
    last: Option<i64>,
    north: Option<f64>,
    south: Option<f64>,
}

/// Vessels that are counted one by one; of a feed that names more, the rest are not.
const MAX_VESSELS: usize = 1_000_000;

impl Stats {
    /// Reads all inputs and says what is in them.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut gathered = Gathered::default();
        let mut total = Counts::default();
        for input in &self.inputs {
            let mut decoder = Decoder::new(Options::default());
            Input::parse(input).read(|piece| {
                decoder.feed(piece, |message| gathered.note(message));
                Ok(true)
            })?;
            decoder.finish(|message| gathered.note(message));
            total.add(&decoder.counts());
        }
        let report = gathered.report(&total, self.top);
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&report)?)?;
        Ok(())
    }
}

impl Gathered {
    fn note(&mut self, message: &Message<'_>) {
        if self.vessels.len() < MAX_VESSELS || self.vessels.contains_key(&message.mmsi()) {
            *self.vessels.entry(message.mmsi()).or_default() += 1;
        }
        if let Some(source) = message.reception.source {
            match self.sources.get_mut(source) {
                Some(count) => *count += 1,
                None => {
                    self.sources.insert(source.to_owned(), 1);
                }
            }
        }
        if let Some(time) = message.reception.time {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = Some(self.last.map_or(time, |last| last.max(time)));
        }
        if let Some(lat) = message.number("lat").filter(|lat| lat.abs() <= 90.0) {
            self.north = Some(self.north.map_or(lat, |north| north.max(lat)));
            self.south = Some(self.south.map_or(lat, |south| south.min(lat)));
        }
    }

    fn report(&self, counts: &Counts, top: usize) -> Value {
        let mut report = report(counts, 0.0);
        if let Value::Object(report) = &mut report {
            report.remove("seconds");
            report.insert("lines".into(), json!(counts.lines));
            report.insert("first".into(), json!(self.first.map(rfc_3339)));
            report.insert("last".into(), json!(self.last.map(rfc_3339)));
            report.insert("north".into(), json!(self.north));
            report.insert("south".into(), json!(self.south));
            report.insert("vessels".into(), json!(self.vessels.len()));
            report.insert("busiest_vessels".into(), busiest(&self.vessels, top));
            report.insert("sources".into(), json!(self.sources.len()));
            report.insert("busiest_sources".into(), busiest(&self.sources, top));
        }
        report
    }
}

/// The names with the highest counts, equals in the order of their names.
fn busiest<K: Ord + ToString>(counts: &HashMap<K, u64>, top: usize) -> Value {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by(|(one, n_one), (other, n_other)| n_other.cmp(n_one).then(one.cmp(other)));
    let named = counts.into_iter().take(top).map(|(name, count)| (name.to_string(), json!(count)));
    Value::Object(named.collect::<Map<_, _>>())
}
