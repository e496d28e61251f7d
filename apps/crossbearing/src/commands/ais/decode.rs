//! `crossbearing ais decode`.

use std::io::{self, Write as _};
use std::time::Instant;

use clap::{Args, ValueEnum};
use crossbearing_ais::{Columns, Counts, Decoder, Defects, JsonLines, Options, Units};
use serde_json::{Map, Value, json};

use super::input::Input;

/// Arguments of `crossbearing ais decode`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Decode {
    /// Logs, `-` for standard input, tcp://host:port to connect to, udp://address:port to listen
    /// at.
    #[arg(required = true)]
    inputs: Vec<String>,

    /// How to write the messages.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,

    /// Write numbers as they were transmitted instead of in units.
    #[arg(long)]
    raw: bool,

    /// Also decode sentences whose checksum does not agree.
    #[arg(long)]
    accept_wrong_checksums: bool,
}

const EXAMPLES: &str = "Examples:
  crossbearing ais decode --format count log.nmea
  zcat log.nmea.gz | crossbearing ais decode - > messages.jsonl
  crossbearing ais decode tcp://receiver.example:4001";

/// Forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON object a line for each message.
    Jsonl,
    /// A JSON object that counts sentences, messages and defects.
    Count,
}

impl Decode {
    /// Decodes all inputs.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self.format {
            Format::Jsonl => self.json_lines(),
            Format::Count => self.count(),
        }
    }

    fn options(&self) -> Options {
        Options { accept_wrong_checksums: self.accept_wrong_checksums, ..Options::default() }
    }

    fn json_lines(&self) -> anyhow::Result<()> {
        let units = if self.raw { Units::Raw } else { Units::Scaled };
        let mut lines = JsonLines::new(units);
        let mut out = io::stdout().lock();
        for input in &self.inputs {
            let mut decoder = Decoder::new(self.options());
            Input::parse(input).read(|piece| {
                decoder.feed(piece, |message| lines.push(message));
                out.write_all(lines.written())?;
                lines.clear();
                Ok(true)
            })?;
            decoder.finish(|message| lines.push(message));
            out.write_all(lines.written())?;
            lines.clear();
        }
        out.flush()?;
        Ok(())
    }

    fn count(&self) -> anyhow::Result<()> {
        let start = Instant::now();
        let mut total = Counts::default();
        for input in &self.inputs {
            let mut decoder = Decoder::new(self.options());
            let mut columns = Columns::default();
            Input::parse(input).read(|piece| {
                decoder.feed(piece, |message| columns.push(message, |_| {}));
                Ok(true)
            })?;
            decoder.finish(|message| columns.push(message, |_| {}));
            columns.finish(|_| {});
            total.add(&decoder.counts());
        }
        let report = report(&total, start.elapsed().as_secs_f64());
        writeln!(io::stdout(), "{report}")?;
        Ok(())
    }
}

/// Counts as JSON; types and defects that did not occur are left out.
pub(super) fn report(counts: &Counts, seconds: f64) -> Value {
    let present = |(idx, count): (usize, &u64)| (*count > 0).then_some((idx, *count));
    let by_type: Map<String, Value> = (counts.by_type.iter().enumerate().filter_map(present))
        .map(|(kind, count)| (kind.to_string(), json!(count)))
        .collect();
    let defects: Map<String, Value> = (counts.defects.iter().enumerate().filter_map(present))
        .map(|(number, count)| (Defects::name(number).to_owned(), json!(count)))
        .collect();
    json!({
        "sentences": counts.sentences,
        "messages": counts.messages,
        "by_type": by_type,
        "defects": defects,
        "seconds": seconds,
    })
}
