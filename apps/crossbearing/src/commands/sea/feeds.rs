//! `crossbearing sea feeds`.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};
use crossbearing_sea::{FeedId, FeedSpec, Source, Speed, read_feeds, write_feeds};

use crate::commands::console::{FolderArguments, LabelArguments, say};

/// The commands of `crossbearing sea feeds`.
#[derive(Debug, Subcommand)]
pub(crate) enum Feeds {
    /// List the feeds.
    List(List),
    /// Add a feed, or change one.
    Add(Box<Add>),
    /// Remove a feed; what it said stays.
    Remove(Remove),
}

/// Arguments of `crossbearing sea feeds list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    folder: FolderArguments,
}

/// Arguments of `crossbearing sea feeds add`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing sea feeds add strait --tcp ais.example:5631 --grade 6x6/B2\n  crossbearing sea feeds add mast --udp 0.0.0.0:10110 --release-to everyone\n  crossbearing sea feeds add log --file /logs/strait.nmea --speed 60"
)]
pub(crate) struct Add {
    /// Its short name.
    id: FeedId,
    /// Its name for people.
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    from: From,
    /// With --listen: tell senders how many of their bytes are safe on disk.
    #[arg(long, requires = "listen")]
    acknowledge: bool,
    /// With --file: seconds of the log a second; as fast as it can be read if absent.
    #[arg(long, requires = "file")]
    speed: Option<f64>,
    #[command(flatten)]
    label: LabelArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Where a feed comes from.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct From {
    /// Connect to a server.
    #[arg(long, value_name = "HOST:PORT")]
    tcp: Option<String>,
    /// Let senders connect.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Take datagrams.
    #[arg(long, value_name = "ADDRESS:PORT")]
    udp: Option<String>,
    /// Read a serial line that is set to its speed.
    #[arg(long, value_name = "DEVICE")]
    serial: Option<PathBuf>,
    /// Play a recorded log.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Arguments of `crossbearing sea feeds remove`.
#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Its short name.
    id: FeedId,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Feeds {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(command) => command.run(),
            Self::Add(command) => command.run(),
            Self::Remove(command) => command.run(),
        }
    }
}

impl List {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        for feed in read_feeds(&folder.sea())? {
            say(format_args!("{}: {}, {}", feed.id, feed.title, feed.source.words()))?;
        }
        Ok(())
    }
}

impl Add {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let From { tcp, listen, udp, serial, file } = self.from;
        let source = match (tcp, listen, udp, serial, file) {
            (Some(address), ..) => Source::Tcp { address },
            (_, Some(address), ..) => Source::Listen { address, acknowledge: self.acknowledge },
            (_, _, Some(address), ..) => Source::Udp { address },
            (_, _, _, Some(path), _) => Source::Serial { path },
            (.., Some(path)) => Source::File {
                path: std::path::absolute(path)?,
                speed: self.speed.map(Speed::new).transpose()?,
                ahead_minutes: 0,
                as_now: false,
                repeat: false,
            },
            _ => bail!("say where the feed comes from: --tcp, --listen, --udp, --serial or --file"),
        };
        let spec = FeedSpec {
            title: self.title.unwrap_or_else(|| self.id.to_string()),
            id: self.id,
            source,
            grade: self.label.grade(),
            label: self.label.label(&folder)?.spec().clone(),
            paused: false,
        };
        let mut feeds = read_feeds(&folder.sea())?;
        feeds.retain(|known| known.id != spec.id);
        say(format_args!("{}: {}", spec.id, spec.source.words()))?;
        feeds.push(spec);
        Ok(write_feeds(&folder.sea(), &feeds)?)
    }
}

impl Remove {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let mut feeds = read_feeds(&folder.sea())?;
        let n_before = feeds.len();
        feeds.retain(|known| known.id != self.id);
        if feeds.len() == n_before {
            bail!("there is no feed {}", self.id);
        }
        Ok(write_feeds(&folder.sea(), &feeds)?)
    }
}
