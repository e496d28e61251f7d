//! `crossbearing identity`: who is who at the command line.

mod desk;
mod score;

use clap::Subcommand;

/// Commands about identity.
#[derive(Debug, Subcommand)]
pub(crate) enum Identity {
    /// List which records may be of one person or thing, what would change most first.
    Queue(desk::Queue),
    /// Decide whether two records are one.
    Judge(desk::Judge),
    /// Take a judgement back, for a reason.
    Undo(desk::Undo),
    /// Show the cluster that a record is in, and what was judged.
    Cluster(desk::Cluster),
    /// List what came in since a time that may be one with a record, or bear a name.
    Watch(desk::Watch),
    /// Measure proposals and the queue on an exercise, against its truth.
    Score(score::Score),
}

impl Identity {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Queue(command) => command.run(),
            Self::Judge(command) => command.run(),
            Self::Undo(command) => command.run(),
            Self::Cluster(command) => command.run(),
            Self::Watch(command) => command.run(),
            Self::Score(command) => command.run(),
        }
    }
}
