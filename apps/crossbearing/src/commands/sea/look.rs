//! `crossbearing sea alerts` and `crossbearing sea history`.

use std::sync::Arc;

use clap::Args;
use crossbearing_log::Kind;
use crossbearing_model::{EntityId, Instant};
use crossbearing_sea::{Look, Sea, Setup, State};
use serde_json::json;

use crate::commands::console::{AskerArguments, FolderArguments, say, say_json};
use crate::server::now;

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
    after_help = "Example:\n  crossbearing sea history 211000001 --from 2026-06-01T00:00:00Z --as w.marskmere --purpose op-cold-lantern\n\nNo server may run on the folder."
)]
pub(crate) struct History {
    /// The vessel's MMSI.
    mmsi: u32,
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

impl History {
    /// Prints the track.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let from = self.from.map_or(i64::MIN, Instant::millis);
        let to = self.to.map_or(i64::MAX, Instant::millis);
        look(&self.folder, &self.asker, &format!("vessel-mmsi-{}", self.mmsi), |look| {
            for position in look.track(self.mmsi, from, to, usize::MAX)? {
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
}

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
