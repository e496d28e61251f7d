//! `crossbearing ais decode`.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use crossbearing_ais::{
    Columns, Condition, Counts, CsvLines, Decoder, Defects, JsonLines, Message, Options, Units,
};
use crossbearing_ais_arrow::Batches;
use serde_json::{Map, Value, json};

use super::input::Input;
use super::table::Table;

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

    /// The file to write Arrow or Parquet to. It takes this name when it is whole.
    #[arg(long, value_name = "FILE", required_if_eq("format", "parquet"))]
    out: Option<PathBuf>,

    /// Of Arrow and Parquet, only these columns, in this order, such as "time,mmsi,lat,lon".
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,

    /// Only messages for which this holds: comparisons joined by `and`, such as
    /// "type=1,2,3 and speed>30". May be given more than once; all must hold.
    #[arg(long = "where", value_name = "CONDITION", value_parser = Condition::parse)]
    conditions: Vec<Condition>,

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
  crossbearing ais decode --format parquet --out log.parquet log.nmea
  crossbearing ais decode --format arrow --columns time,mmsi,lat,lon log.nmea | python3 read.py
  crossbearing ais decode --where 'type=1,2,3,18 and speed>30' --format csv log.nmea
  crossbearing ais decode tcp://receiver.example:4001";

/// Forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON object a line for each message, with all its fields.
    Jsonl,
    /// A table with a line for each message and the columns that most questions need.
    Csv,
    /// A table of all fields of all types as an Arrow stream: a row for each message, typed; no
    /// value where there is none.
    Arrow,
    /// The same table as a Parquet file.
    Parquet,
    /// Nothing but a JSON object that counts sentences, messages, types and defects. All fields
    /// of all messages are decoded into columns; `seconds` is how long that took.
    Count,
}

impl Decode {
    /// Decodes all inputs.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let units = if self.raw { Units::Raw } else { Units::Scaled };
        let is_table = matches!(self.format, Format::Arrow | Format::Parquet);
        anyhow::ensure!(
            is_table || self.out.is_none(),
            "`--out` goes with `--format arrow` or `parquet`: send the other formats where they shall go with `>`"
        );
        anyhow::ensure!(
            is_table || self.columns.is_none(),
            "`--columns` goes with `--format arrow` or `parquet`"
        );
        match self.format {
            Format::Jsonl => {
                let mut lines = JsonLines::new(units);
                self.lines(&mut lines, JsonLines::push, JsonLines::written, JsonLines::clear)
            }
            Format::Csv => {
                let mut lines = CsvLines::new(units);
                self.lines(&mut lines, CsvLines::push, CsvLines::written, CsvLines::clear)
            }
            Format::Count => self.count(),
            Format::Arrow => match Table::arrow(self.out.as_deref(), self.batches(units)?)? {
                Some(table) => self.table(table),
                None => Ok(()),
            },
            Format::Parquet => {
                let path = self.out.as_deref().context("`--format parquet` needs `--out FILE`")?;
                self.table(Table::parquet(path, self.batches(units)?)?)
            }
        }
    }

    fn batches(&self, units: Units) -> anyhow::Result<Batches> {
        Ok(match &self.columns {
            None => Batches::new(units),
            Some(columns) => Batches::of(units, columns)?,
        })
    }

    fn options(&self) -> Options {
        Options { accept_wrong_checksums: self.accept_wrong_checksums, ..Options::default() }
    }

    fn wants(&self, message: &Message<'_>) -> bool {
        self.conditions.iter().all(|condition| condition.holds(message))
    }

    /// Writes all messages through `lines`, handing on what is written after each piece of input.
    fn lines<L>(
        &self,
        lines: &mut L,
        push: impl Fn(&mut L, &Message<'_>),
        written: impl Fn(&L) -> &[u8],
        clear: impl Fn(&mut L),
    ) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        for input in &self.inputs {
            let mut decoder = Decoder::new(self.options());
            Input::parse(input).read(|piece| {
                decoder.feed(piece, |message| {
                    if self.wants(message) {
                        push(lines, message);
                    }
                });
                let going_on = hand_on(&mut out, written(lines))?;
                clear(lines);
                Ok(going_on)
            })?;
            decoder.finish(|message| {
                if self.wants(message) {
                    push(lines, message);
                }
            });
            hand_on(&mut out, written(lines))?;
            clear(lines);
        }
        Ok(())
    }

    /// Writes all messages to a table.
    fn table(&self, mut table: Table) -> anyhow::Result<()> {
        for input in &self.inputs {
            let mut decoder = Decoder::new(self.options());
            let mut goes_on = Ok(true);
            let mut push = |message: &Message<'_>| {
                if matches!(goes_on, Ok(true)) && self.wants(message) {
                    goes_on = table.push(message);
                }
                matches!(goes_on, Ok(true))
            };
            Input::parse(input).read(|piece| {
                let mut goes_on = true;
                decoder.feed(piece, |message| goes_on &= push(message));
                Ok(goes_on)
            })?;
            decoder.finish(|message| {
                push(message);
            });
            if !goes_on? {
                return Ok(());
            }
        }
        table.finish()
    }

    fn count(&self) -> anyhow::Result<()> {
        let start = Instant::now();
        let mut total = Counts::default();
        for input in &self.inputs {
            let mut decoder = Decoder::new(self.options());
            let mut columns = Columns::default();
            Input::parse(input).read(|piece| {
                decoder.feed(piece, |message| {
                    if self.wants(message) {
                        columns.push(message, |_| {});
                    }
                });
                Ok(true)
            })?;
            decoder.finish(|message| {
                if self.wants(message) {
                    columns.push(message, |_| {});
                }
            });
            columns.finish(|_| {});
            total.add(&decoder.counts());
        }
        let report = report(&total, start.elapsed().as_secs_f64());
        writeln!(io::stdout(), "{report}")?;
        Ok(())
    }
}

/// Writes lines; `false` if whoever reads them has gone.
fn hand_on(out: &mut impl io::Write, lines: &[u8]) -> anyhow::Result<bool> {
    match out.write_all(lines).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        written => Ok(written.map(|()| true)?),
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
