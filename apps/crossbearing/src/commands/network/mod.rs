//! `crossbearing network`: who works with whom in a data folder, and what breaks it.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_network::planning::Target;
use crossbearing_network::{GradeRule, Lens, NodeNo, Projection};

use super::console::{AsOfArguments, Asker, AskerArguments, FolderArguments};
use crate::folder::DataFolder;

mod plan;
mod roles;
mod score;
mod show;
mod truth;

/// The commands on the network of a data folder.
#[derive(Debug, Subcommand)]
pub(crate) enum Network {
    /// Count what the network holds, or show what stands around an entity.
    Show(show::Show),
    /// Say who does what in the business, and why one thinks so.
    Roles(roles::Roles),
    /// Plan whom to act on first, with the proof.
    Plan(plan::Plan),
    /// Say what follows when some are gone and others take over.
    WhatIf(plan::AfterThem),
    /// List the ties most worth verifying before acting.
    Verify(plan::Verify),
    /// Write a plan with its reasons, its doubts and its records as a briefing in Markdown.
    Brief(plan::Brief),
    /// Score roles and a plan against the truth of the exercise that the folder holds.
    Score(score::Score),
}

impl Network {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Show(command) => command.run(),
            Self::Roles(command) => command.run(),
            Self::Plan(command) => command.run(),
            Self::WhatIf(command) => command.run(),
            Self::Verify(command) => command.run(),
            Self::Brief(command) => command.run(),
            Self::Score(command) => command.run(),
        }
    }
}

/// Whose network, as of when, and what is left out of it.
#[derive(Debug, Args)]
struct Look {
    #[command(flatten)]
    folder: FolderArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    as_of: AsOfArguments,
    /// Disregard a grade (`6x6/B2`) or every grade with a letter (`E`); may be given several times.
    #[arg(long, value_name = "GRADE")]
    without_grade: Vec<GradeRule>,
    /// Disregard a report; may be given several times.
    #[arg(long, value_name = "REPORT")]
    without_report: Vec<EntityId>,
    /// Disregard a source; may be given several times.
    #[arg(long, value_name = "SOURCE")]
    without_source: Vec<EntityId>,
}

/// A network that somebody looks at.
struct Seen {
    folder: DataFolder,
    asker: Asker,
    projection: Projection,
}

impl Look {
    fn open(&self) -> anyhow::Result<Seen> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let whole = Projection::of(&ledger, &asker.view(&ledger)?, self.as_of.as_of())?;
        let lens = Lens {
            without_grades: self.without_grade.clone(),
            without_reports: self.without_report.iter().cloned().collect(),
            without_sources: self.without_source.iter().cloned().collect(),
            ..Lens::default()
        };
        let projection = whole.through(&lens);
        Ok(Seen { folder, asker, projection })
    }
}

impl Seen {
    /// Writes down whom an answer shows, before it is given.
    fn note(&self, kind: Kind, nodes: impl IntoIterator<Item = NodeNo>) -> anyhow::Result<()> {
        let nodes: BTreeSet<NodeNo> = nodes.into_iter().collect();
        let ids = nodes.into_iter().map(|node| self.projection.node(node).id.clone());
        self.asker.note(&self.folder, kind, ids)
    }

    /// Somebody, something, or the tie between two.
    fn named(&self, target: Target) -> String {
        target.ends().map(|node| self.caption(node)).collect::<Vec<_>>().join(" -- ")
    }

    fn caption(&self, node: NodeNo) -> &str {
        &self.projection.node(node).caption
    }
}
