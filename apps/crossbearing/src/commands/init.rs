//! `crossbearing init`.

use std::path::PathBuf;

use clap::Args;
use crossbearing_model::{AgencyId, NodeId};

use super::console::{say, say_json};
use crate::folder::{DataFolder, NodeSettings};

/// Arguments of `crossbearing init`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing init data --node north-1 --agency north --agency-name \"Northern Crime Agency\""
)]
pub(crate) struct Init {
    /// The folder to make.
    #[arg(default_value = "data")]
    folder: PathBuf,
    /// The node's name: the origin of its statements and of its log.
    #[arg(long)]
    node: NodeId,
    /// The short name of the agency that runs it.
    #[arg(long)]
    agency: AgencyId,
    /// The agency's name, for people to read.
    #[arg(long)]
    agency_name: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Init {
    /// Makes the folder and says what to do next.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let agency_name = self.agency_name.unwrap_or_else(|| self.agency.to_string());
        let settings =
            NodeSettings { node: self.node, agency: self.agency, agency_name, exercise: None };
        let folder = DataFolder::create(&self.folder, &settings)?;
        let key = folder.log()?.public_key().to_string();
        let path = folder.path().display();
        if self.json {
            return say_json(&serde_json::json!({ "folder": path.to_string(), "log_key": key }));
        }
        say(format_args!("made {path}"))?;
        say(format_args!("log key: {key}"))?;
        say(format_args!("give the log key to whoever oversees this node: it checks the log"))?;
        say(format_args!("next: crossbearing user add --folder {path} --help"))
    }
}
