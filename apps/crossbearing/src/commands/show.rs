//! `crossbearing show`.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use crossbearing_exchange::native::StatementWriter;
use crossbearing_log::Kind;
use crossbearing_model::EntityId;
use crossbearing_network::Projection;

use super::console::{AsOfArguments, AskerArguments, FolderArguments, say};
use super::printing::print_to;
use crate::papers::dossier;

/// Arguments of `crossbearing show`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  crossbearing show --as ines --purpose op-lantern p-17\n  \
    crossbearing show --as ines --purpose op-lantern p-17 --pdf p-17.pdf")]
pub(crate) struct Show {
    /// The entity.
    entity: EntityId,
    #[command(flatten)]
    as_of: AsOfArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
    /// Print the statements as JSON lines.
    #[arg(long)]
    json: bool,
    /// Write a dossier to print: statements, sources, what happened when, the network around.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pdf: Option<PathBuf>,
}

impl Show {
    /// Prints everything that the asker may know of an entity.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let view = asker.view(&ledger)?;
        let found = ledger.entity(&view, self.as_of.as_of(), &self.entity)?;
        asker.note(&folder, Kind::Consultation, [self.entity.clone()])?;
        let Some(record) = found else {
            bail!("{} is not known here, or not to {}", self.entity, asker.viewer.principal);
        };
        if let Some(path) = &self.pdf {
            let network = Projection::of(&ledger, &view, self.as_of.as_of())?;
            let paper = dossier(ledger.ontology(), &network, &record)?;
            return print_to(path, &folder, &asker, &paper);
        }
        if self.json {
            let mut writer = StatementWriter::new(std::io::stdout().lock())?;
            for read in &record.statements {
                writer.write(&read.statement)?;
            }
            drop(writer.finish()?);
            return Ok(());
        }
        say(format_args!("{}  {}  {}", record.id, record.schema, record.caption.value))?;
        for read in &record.statements {
            let statement = &read.statement;
            let mark = if read.stands() { ' ' } else { '-' };
            let label = statement.citation.label.spec();
            say(format_args!(
                "{mark} {:<18} {}  [{} {} {} {}]",
                statement.property,
                statement.value,
                statement.citation.grade,
                statement.citation.report,
                label.originator,
                label.handling.code(),
            ))?;
        }
        Ok(())
    }
}
