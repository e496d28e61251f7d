//! `crossbearing export`.

use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_exchange::stix::{Producer, Subject};
use crossbearing_exchange::{Format, Outlet, Writer};
use crossbearing_ledger::{EntityRecord, Ledger, View};
use crossbearing_log::Kind;
use crossbearing_model::EntityId;

use super::console::{AsOfArguments, AskerArguments, FolderArguments, progress, say};
use super::formats::written_format;
use crate::exporting::told;
use crate::secret::random;

/// Arguments of `crossbearing export`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing export --as ines --purpose op-lantern --out case.ftm.json\n  crossbearing export --as ines --purpose op-lantern --format stix --out case.stix.json\n  crossbearing export --as ines --purpose op-lantern --format xlsx --out case.xlsx"
)]
pub(crate) struct Export {
    /// The file to write. FollowTheMoney gets a second file beside it, ending in `.side.jsonl`,
    /// that holds what FollowTheMoney cannot say.
    #[arg(long, short)]
    out: PathBuf,
    /// The form.
    #[arg(long, value_parser = written_format(), default_value = "ftm")]
    format: String,
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
        let format = Format::named(&self.format).context("the form is not known")?;
        let settings = folder.settings();
        let producer = Producer::new(settings.node.as_str(), settings.agency.as_str());
        let side = if format.has_side_file {
            let mut side = self.out.clone().into_os_string();
            side.push(".side.jsonl");
            Some(new_file(Path::new(&side))?)
        } else {
            None
        };
        let writer = format.writer(Outlet {
            output: Box::new(new_file(&self.out)?),
            side: side.map(|side| Box::new(side) as _),
            ontology: ledger.ontology(),
            producer: &producer,
            random: u128::from_be_bytes(random()?),
        });
        let mut writer = writer.context("the form is only read")??;
        let (statements, exported) = self.write_all(format, (&ledger, &view), &mut *writer)?;
        writer.finish()?;
        asker.note(&folder, Kind::Disclosure, exported)?;
        say(format_args!("{statements} statements written to {}", self.out.display()))
    }

    /// Hands every entity to the writer; returns how many statements that was, and of whom.
    fn write_all(
        &self,
        format: &Format,
        (ledger, view): (&Ledger, &View),
        writer: &mut dyn Writer,
    ) -> anyhow::Result<(u64, Vec<EntityId>)> {
        if format.surveys {
            self.each((ledger, view), &mut |record| {
                writer.survey(&told(format, record, &view.viewer().agency).0);
                Ok(())
            })?;
        }
        let bar = progress(0, "statements");
        let (mut count, mut left_out, mut exported) = (0, 0, Vec::new());
        self.each((ledger, view), &mut |record| {
            let id = record.id.clone();
            let (statements, reads, asked) = told(format, record, &view.viewer().agency);
            left_out += asked;
            let (Some(created), Some(modified)) = (reads.first(), reads.last()) else {
                return Ok(());
            };
            let modified = modified.millis().saturating_mul(1000);
            writer.write(&Subject { statements: &statements, created: *created, modified })?;
            count += statements.len() as u64;
            bar.set_position(count);
            exported.push(id);
            Ok(())
        })?;
        bar.finish_and_clear();
        if left_out > 0 {
            say(format_args!(
                "{left_out} statements left out: their originators are to be asked first"
            ))?;
        }
        Ok((count, exported))
    }

    fn each(
        &self,
        (ledger, view): (&Ledger, &View),
        take: &mut dyn FnMut(EntityRecord) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut failed = None;
        ledger.every_entity(view, self.as_of.as_of(), &mut |record| match take(record) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

fn new_file(path: &Path) -> anyhow::Result<BufWriter<File>> {
    if path.exists() {
        bail!("{} exists: choose another name", path.display());
    }
    let file = File::create_new(path).with_context(|| path.display().to_string())?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}
