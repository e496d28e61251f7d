//! `crossbearing sea alerts` and `crossbearing sea history`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, Instant};
use crossbearing_sea::{Area, Look, PositionWriter, Sea, Setup, State};
use serde_json::json;

use crate::commands::console::{AskerArguments, FolderArguments, say, say_json};
use crate::server::now;
use crate::whole_file::WholeFile;

/// Arguments of `crossbearing sea alerts`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing sea alerts --as w.marskmere --purpose op-cold-lantern --open\n\nNo server may run on the folder."
)]
pub(crate) struct Alerts {
    /// Only what is not closed.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing sea history`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing sea history 211000001 --from 2026-06-01T00:00:00Z --as w.marskmere --purpose op-cold-lantern\n  crossbearing sea history --format parquet --out may.parquet --to 2026-06-01T00:00:00Z --as w.marskmere --purpose op-cold-lantern\n\nNo server may run on the folder."
)]
pub(crate) struct History {
    /// The vessel's MMSI; all vessels if it is not given, which needs `--format parquet`.
    #[arg(required_unless_present = "out")]
    mmsi: Option<u32>,
    /// How to write the positions.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// The file to write Parquet to. It takes this name when it is whole.
    #[arg(long, value_name = "FILE", required_if_eq("format", "parquet"))]
    out: Option<PathBuf>,
    /// From when on.
    #[arg(long, value_name = "TIME")]
    from: Option<Instant>,
    /// Until when.
    #[arg(long, value_name = "TIME")]
    to: Option<Instant>,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Alerts {
    /// Prints the queue.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        look(&self.folder, &self.asker, "sea-picture", |look| {
            let alerts = look.alerts();
            for alert in alerts.iter().filter(|it| !self.open || it.state != State::Closed) {
                say_json(&serde_json::to_value(alert)?)?;
            }
            Ok(())
        })
    }
}

/// Forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON object a line for each position.
    Jsonl,
    /// A Parquet file.
    Parquet,
}

impl History {
    /// Prints the track, or writes it to a file.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let between = (
            self.from.map_or(i64::MIN, Instant::millis),
            self.to.map_or(i64::MAX, Instant::millis),
        );
        match (self.format, &self.out, self.mmsi) {
            (Format::Parquet, Some(path), _) => self.export(path, between),
            (Format::Jsonl, None, Some(mmsi)) => self.print(mmsi, between),
            _ => anyhow::bail!("`--out FILE` and `--format parquet` go together"),
        }
    }

    fn print(&self, mmsi: u32, (from, to): (i64, i64)) -> anyhow::Result<()> {
        look(&self.folder, &self.asker, &format!("vessel-mmsi-{mmsi}"), |look| {
            for position in look.track(mmsi, from, to, usize::MAX)? {
                let known = |value: u16| (value < u16::MAX).then(|| f64::from(value) / 10.0);
                let object = json!({
                    "time": Instant::from_millis(position.time).to_string(),
                    "lat": f64::from(position.lat) / 1e7,
                    "lon": f64::from(position.lon) / 1e7,
                    "speed": known(position.speed),
                    "course": known(position.course),
                });
                say(format_args!("{object}"))?;
            }
            Ok(())
        })
    }

    fn export(&self, path: &Path, between: (i64, i64)) -> anyhow::Result<()> {
        let cannot = || format!("cannot write {}", path.display());
        let file = WholeFile::create(path)?;
        let object = match self.mmsi {
            Some(mmsi) => format!("vessel-mmsi-{mmsi}"),
            None => "sea-picture".to_owned(),
        };
        look(&self.folder, &self.asker, &object, |look| {
            let mut writer = PositionWriter::new(file).with_context(cannot)?;
            let mut written = Ok(());
            match self.mmsi {
                Some(mmsi) => {
                    let track = look.track(mmsi, between.0, between.1, usize::MAX)?;
                    written = writer.push(&track);
                }
                None => look.positions(&EVERYWHERE, between, |positions| {
                    if written.is_ok() {
                        written = writer.push(&positions);
                    }
                })?,
            }
            written.with_context(cannot)?;
            writer.finish().with_context(cannot)?.finish()
        })
    }
}

const EVERYWHERE: Area = Area { west: -180.0, south: -90.0, east: 180.0, north: 90.0 };

/// Opens the desk without its feeds, writes down what is looked at, and answers.
fn look(
    folder: &FolderArguments,
    asker: &AskerArguments,
    object: &str,
    answer: impl FnOnce(&Look<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let folder = folder.open()?;
    let asker = asker.enter(&folder.accounts()?)?;
    let view = asker.view(&folder.ledger()?)?;
    let setup = Setup { folder: folder.sea(), clock: || now().millis(), tell: Arc::new(|_, _| {}) };
    let sea = Sea::open_to_read(setup)?;
    asker.note(&folder, Kind::Consultation, [object.parse::<EntityId>()?])?;
    answer(&sea.look(&view, now().millis()))
}
