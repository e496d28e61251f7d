//! `crossbearing sea photo`.

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use crossbearing_ledger::AsOf;
use crossbearing_log::Kind;
use crossbearing_model::{Basis, Citation, EntityId};
use crossbearing_reports::PhotoForm;
use crossbearing_reports::pictures::{PictureLimits, draw};
use serde_json::json;

use crate::commands::console::{AskerArguments, FolderArguments, LabelArguments, say};
use crate::photos::{filing, of_vessel};
use crate::secret::random;
use crate::server::now;

/// The commands of `crossbearing sea photo`.
#[derive(Debug, Subcommand)]
pub(crate) enum Photo {
    /// Add a photo of a vessel: a report is filed whose original is the file.
    Add(Box<Add>),
    /// List the photos of a vessel, one JSON object a line.
    List(List),
}

/// Arguments of `crossbearing sea photo add`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing sea photo add 211000001 boat.jpg --taken 2026-05-01T04:10Z --caption \"low in the water, two engines\" --shows-people no --by \"patrol boat Heron\" --grade 6x6/B2 --as w.marskmere --purpose op-cold-lantern\n\nNo server may run on the folder."
)]
pub(crate) struct Add {
    /// The vessel's MMSI.
    mmsi: u32,
    /// The photo: JPEG, PNG or WebP, of 20 MB and 64 million pixels at most.
    file: PathBuf,
    /// When it was taken, as precise as is known, in UTC.
    #[arg(long, value_name = "TIME")]
    taken: String,
    /// What it shows, in a few words.
    #[arg(long, value_name = "WORDS")]
    caption: String,
    /// Whether people can be seen in it: then it is veiled until somebody asks to see them.
    #[arg(long, value_name = "yes|no")]
    shows_people: ShowsPeople,
    /// Who took it, or where it comes from.
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// The record of the vessel in the ledger.
    #[arg(long, value_name = "ID")]
    record: Option<EntityId>,
    #[command(flatten)]
    label: LabelArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

/// Whether a photo shows people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowsPeople {
    /// It does.
    Yes,
    /// Nobody can be seen in it.
    No,
}

/// Arguments of `crossbearing sea photo list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  crossbearing sea photo list 211000001 --as w.marskmere --purpose op-cold-lantern\n\nNo server may run on the folder."
)]
pub(crate) struct List {
    /// The vessel's MMSI.
    mmsi: u32,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
}

impl Photo {
    /// Does the step.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(step) => step.run(),
            Self::List(step) => step.run(),
        }
    }
}

impl Add {
    fn run(self) -> anyhow::Result<()> {
        let limits = PictureLimits::default();
        let cannot = || format!("{} cannot be read", self.file.display());
        let mut bytes = Vec::new();
        let file = std::fs::File::open(&self.file).with_context(cannot)?;
        file.take(limits.bytes + 1).read_to_end(&mut bytes).with_context(cannot)?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let drawings = draw(&name, bytes.clone(), &limits)?;

        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        if let Some(id) = &self.record {
            let record = ledger.entity(&asker.view(&ledger)?, AsOf::Now, id)?;
            if record.is_none_or(|record| &*record.schema != "Vessel" || record.protected) {
                bail!("no vessel has the id {id}");
            }
        }
        let number = random().map(u64::from_be_bytes)?;
        let citation = Arc::new(Citation {
            report: format!("{}-report-{number:016x}", asker.viewer.agency).parse()?,
            grade: self.label.grade(),
            label: self.label.label(&folder)?,
            basis: Basis::Fact,
            origin: folder.settings().node.clone(),
        });
        let form = PhotoForm {
            caption: self.caption,
            language: None,
            taken: self.taken,
            by: self.by,
            shows_people: self.shows_people == ShowsPeople::Yes,
            mmsi: Some(self.mmsi),
            shows: self.record,
            agency: Some(asker.viewer.agency.to_string()),
            received_at: Some(now().to_string()),
        };
        let (id, batch) = filing::batch((&name, bytes), drawings, &form, &citation, now())?;
        let vessel = format!("vessel-mmsi-{}", self.mmsi).parse()?;
        let objects = [id.clone(), citation.report.clone(), vessel].into_iter().chain(form.shows);
        asker.note(&folder, Kind::Collection, objects)?;
        ledger.append(batch, now(), &asker.viewer.principal)?;
        say(format_args!("{id}"))
    }
}

impl List {
    fn run(self) -> anyhow::Result<()> {
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let view = asker.view(&ledger)?;
        let mut records = Vec::new();
        for read in ledger.by_value(&view, AsOf::Now, &format!("{:09}", self.mmsi))? {
            if &*read.statement.property == "mmsi" && read.stands() {
                records.push(read.statement.entity);
            }
        }
        let photos = of_vessel(&ledger, &view, self.mmsi, &records)?;
        let vessel = format!("vessel-mmsi-{}", self.mmsi).parse::<EntityId>()?;
        let objects = photos.iter().map(|photo| photo.id.clone()).chain([vessel]);
        asker.note(&folder, Kind::Consultation, objects)?;
        for photo in photos {
            let citation = &photo.named.statement.citation;
            say(json!({
                "id": photo.id.as_str(),
                "caption": photo.value("title"),
                "taken": photo.value("date"),
                "by": photo.value("credit"),
                "shows_people": photo.shows_people,
                "grade": citation.grade.to_string(),
                "originator": citation.label.spec().originator.as_str(),
                "report": photo.report().as_str(),
                "sha256": photo.digest.to_string(),
            }))?;
        }
        Ok(())
    }
}
