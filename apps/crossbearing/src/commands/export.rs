//! `crossbearing export`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_exchange::followthemoney::EntityWriter;
use crossbearing_exchange::native::StatementWriter;
use crossbearing_ledger::{EntityRecord, Ledger, View};
use crossbearing_log::Kind;
use crossbearing_model::Statement;

use crate::server::must_be_asked;

use super::console::{AsOfArguments, AskerArguments, FolderArguments, progress, say};

/// The form of what is written.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    /// FollowTheMoney entities, one JSON object a line, and a side file beside them.
    Ftm,
    /// Crossbearing's own statements, one JSON object a line.
    Statements,
}

/// Arguments of `crossbearing export`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing export --as ines --purpose op-lantern --out case.ftm.json\n  crossbearing export --as ines --purpose op-lantern --format statements --out case.jsonl"
)]
pub(crate) struct Export {
    /// The file to write. FollowTheMoney gets a second file beside it, ending in `.side.jsonl`,
    /// that holds what FollowTheMoney cannot say.
    #[arg(long, short)]
    out: PathBuf,
    /// The form.
    #[arg(long, value_enum, default_value = "ftm")]
    format: Form,
    #[command(flatten)]
    as_of: AsOfArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Export {
    /// Writes everything that the asker may see.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let view = asker.view(&ledger)?;
        let mut exported = Vec::new();
        let statements = match self.format {
            Form::Ftm => {
                let mut side = self.out.clone().into_os_string();
                side.push(".side.jsonl");
                let side = new_file(Path::new(&side))?;
                let mut writer = EntityWriter::new(new_file(&self.out)?, side, ledger.ontology())?;
                let count =
                    self.each(&ledger, &view, &mut exported, |of_one| Ok(writer.write(of_one)?))?;
                writer.finish()?;
                count
            }
            Form::Statements => {
                let mut writer = StatementWriter::new(new_file(&self.out)?)?;
                let count = self.each(&ledger, &view, &mut exported, |of_one| {
                    of_one.iter().try_for_each(|statement| Ok(writer.write(statement)?))
                })?;
                writer.finish()?.flush()?;
                count
            }
        };
        asker.note(&folder, Kind::Disclosure, exported)?;
        say(format_args!("{statements} statements written to {}", self.out.display()))
    }

    /// Hands the standing statements of each entity to `write`.
    fn each(
        &self,
        ledger: &Ledger,
        view: &View,
        exported: &mut Vec<crossbearing_model::EntityId>,
        mut write: impl FnMut(&[Statement]) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        let bar = progress(0, "statements");
        let mut count = 0;
        let mut left_out = 0;
        let mut failed = None;
        ledger.every_entity(view, self.as_of.as_of(), &mut |record: EntityRecord| {
            let standing = record.statements.into_iter().filter(crossbearing_ledger::Read::stands);
            let standing = standing.map(|read| read.statement);
            // What came on the condition that its originator is asked first makes no file.
            let (asked, statements): (Vec<_>, Vec<_>) = standing
                .partition(|said| must_be_asked(&said.citation.label, &view.viewer().agency));
            left_out += asked.len();
            count += statements.len() as u64;
            bar.set_position(count);
            exported.push(record.id);
            match write(&statements) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        bar.finish_and_clear();
        if left_out > 0 {
            say(format_args!(
                "{left_out} statements left out: their originators are to be asked first"
            ))?;
        }
        failed.map_or(Ok(count), Err)
    }
}

fn new_file(path: &Path) -> anyhow::Result<BufWriter<File>> {
    if path.exists() {
        bail!("{} exists: choose another name", path.display());
    }
    let file = File::create_new(path).with_context(|| path.display().to_string())?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}
