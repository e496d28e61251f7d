//! One module a command: its arguments, their help and examples, and what it does.

use clap::Subcommand;

mod ais;
mod backup;
mod blind;
mod completions;
mod conformance;
mod console;
mod draw_picture;
mod exchange;
mod exercise;
mod export;
mod formats;
mod graph;
mod identity;
mod import;
mod init;
mod link;
mod log;
mod names;
mod network;
mod partner;
mod printing;
mod protect;
mod read_document;
mod report;
mod sea;
mod search;
mod serve;
mod served;
mod show;
mod taxii;
mod three;
mod tracks;
mod user;
mod version;

/// Every command, registered here and nowhere else.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a data folder for a new node.
    Init(init::Init),
    /// Take files of entities or statements into the ledger.
    Import(import::Import),
    /// Write everything that one may see to a file.
    Export(export::Export),
    /// Read a file, print what it proposes, and record it as a report.
    Report(report::Report),
    /// Find entities by name, words or selector.
    Search(search::Search),
    /// Show everything that one may know of an entity.
    Show(show::Show),
    /// Serve a data folder: the web application and the API.
    Serve(serve::Serve),
    /// Export and check the transparency log.
    Log(log::Log),
    /// Manage the people who log in, their agencies and purposes.
    User(user::User),
    /// Copy a data folder, also while a server runs on it.
    Backup(backup::Backup),
    /// Make a data folder from a backup.
    Restore(backup::Restore),
    /// Say who this node's partners are and what was agreed with them.
    Partner(partner::Partner),
    /// Give to partners, take from them, call back; see what stands open.
    Exchange(exchange::Exchange),
    /// Take from a TAXII server and send to one.
    #[command(subcommand)]
    Taxii(taxii::Taxii),
    /// Check that a TAXII server, such as one's own node, keeps to the standard.
    Conformance(conformance::Conformance),
    /// Learn which selectors a partner holds too, and nothing more.
    Blind(blind::Blind),
    /// Keep the register of protected people.
    Protect(protect::Protect),
    /// Erase from backups what was disposed of after they were made.
    PruneBackup(backup::PruneBackup),
    /// Write a fictional exercise with the full truth beside it.
    Exercise(exercise::Exercise),
    /// Print what a shell needs to complete commands and options.
    Completions(completions::Completions),
    /// Measure a network, plan its disruption, find communities and paths.
    #[command(subcommand)]
    Graph(graph::Graph),
    /// Say who works with whom in a data folder, and what breaks it.
    #[command(subcommand)]
    Network(network::Network),
    /// Decode, count and encode AIS messages.
    #[command(subcommand)]
    Ais(ais::Ais),
    /// Watch what vessels do, and say why it matters.
    #[command(subcommand)]
    Tracks(tracks::Tracks),
    /// Feeds, alerts and their evidence, where vessels have been.
    #[command(subcommand)]
    Sea(sea::Sea),
    /// Find the records that are of one person, in any table.
    Link(link::Link),
    /// Who is who: proposals, judgements, clusters, watches.
    #[command(subcommand)]
    Identity(identity::Identity),
    /// Compare, score, search and train names across scripts.
    Names(names::Names),
    /// Read a document in a process of its own, for the program itself.
    #[command(name = crate::reading::COMMAND, hide = true)]
    ReadDocument(read_document::ReadDocument),
    /// Draw a picture in a process of its own, for the program itself.
    #[command(name = crate::photos::drawing::COMMAND, hide = true)]
    DrawPicture(draw_picture::DrawPicture),
    /// Print the version and what this build contains.
    Version(version::Version),
}

impl Command {
    /// Runs the command to its end.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Init(command) => command.run(),
            Self::Import(command) => command.run(),
            Self::Export(command) => command.run(),
            Self::Report(command) => command.run(),
            Self::Search(command) => command.run(),
            Self::Show(command) => command.run(),
            Self::Serve(command) => command.run(),
            Self::Log(command) => command.run(),
            Self::User(command) => command.run(),
            Self::Backup(command) => command.run(),
            Self::Restore(command) => command.run(),
            Self::Partner(command) => command.run(),
            Self::Exchange(command) => command.run(),
            Self::Taxii(command) => command.run(),
            Self::Conformance(command) => command.run(),
            Self::Blind(command) => command.run(),
            Self::PruneBackup(command) => command.run(),
            Self::Protect(command) => command.run(),
            Self::Exercise(command) => command.run(),
            Self::Completions(command) => {
                command.run();
                Ok(())
            }
            Self::Graph(command) => command.run(),
            Self::Network(command) => command.run(),
            Self::Ais(command) => command.run(),
            Self::Tracks(command) => command.run(),
            Self::Sea(command) => command.run(),
            Self::Link(command) => command.run(),
            Self::Identity(command) => command.run(),
            Self::Names(command) => command.run(),
            Self::ReadDocument(command) => command.run(),
            Self::DrawPicture(command) => command.run(),
            Self::Version(command) => command.run(),
        }
    }
}
