//! `crossbearing import`.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_exchange::OnDefect;
use crossbearing_ledger::Ledger;
use crossbearing_log::Kind;
use crossbearing_model::{Basis, Citation, EntityId, Statement};
use crossbearing_reports::mapping::Mapping;
use indicatif::ProgressBar;

use super::console::{
    AskerArguments, FolderArguments, LabelArguments, counted, progress, say, say_json,
};
use super::formats::read_format;
use crate::folder::DataFolder;
use crate::importing::{Form, Imported, Importing, SetAside};
use crate::server::now;

/// Arguments of `crossbearing import`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  crossbearing import --as ines --purpose op-lantern --format ftm entities.ftm.json\n  crossbearing import --as ines --purpose op-lantern --format statements statements.jsonl\n  crossbearing import --as ines --purpose op-lantern --format stix bundle.json\n  crossbearing import --as ines --purpose op-lantern --format network --grade 6x6/B2 edges.csv\n  crossbearing import --as ines --purpose op-lantern --set-aside mend.ftm.json entities.ftm.json"
)]
pub(crate) struct Import {
    /// The files. Compressed files: unpack them through a pipe and give - here.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What the files hold.
    #[arg(long, value_parser = read_format(), default_value = "ftm", conflicts_with = "mapping")]
    format: String,
    /// Read tables (CSV, XLSX) as this mapping says; FILES is then the folder they lie in.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The side file that an export wrote beside the one entity file given.
    #[arg(long, value_name = "FILE", conflicts_with = "mapping")]
    side: Option<PathBuf>,
    /// The id of the report that the statements cite; by default it is made from the file's name.
    #[arg(long, value_name = "ID")]
    report: Option<EntityId>,
    /// Write what is left out to this new file, each with its file, line, field and reason; mended, it
    /// is imported like any other. With a mapping: a folder, in which each table's rows stand under
    /// the table's name.
    #[arg(long, value_name = "FILE", conflicts_with = "strict")]
    set_aside: Option<PathBuf>,
    /// Stop at the first value that cannot be taken over as it stands.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    label: LabelArguments,
    #[command(flatten)]
    asker: AskerArguments,
    #[command(flatten)]
    folder: FolderArguments,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// From so many new statements on, an import leaves the word index in order behind it.
const MANY: u64 = 10_000;

impl Import {
    /// Imports each file under a report of its own.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        if self.side.is_some() && (self.files.len() != 1 || self.format != "ftm") {
            bail!("--side goes with one entity file in the form ftm");
        }
        let folder = self.folder.open()?;
        let asker = self.asker.enter(&folder.accounts()?)?;
        let ledger = folder.ledger()?;
        let aside = self.set_aside.as_deref().map(SetAside::new).transpose()?.map(Mutex::new);
        let mut added = 0;
        for file in &self.files {
            let report = match &self.report {
                Some(report) => report.clone(),
                None => report_of(file)?,
            };
            asker.note(&folder, Kind::Collection, [report.clone()])?;
            if let Some(aside) = &aside {
                let mut aside = aside.lock().unwrap_or_else(PoisonError::into_inner);
                aside.reading = file_name(file);
            }
            let into = (&folder, &ledger, aside.as_ref());
            let imported = self
                .import(into, &asker.viewer.principal, file, &report)
                .with_context(|| file.display().to_string())?;
            self.tell(file, &imported)?;
            added += imported.added;
        }
        if let (Some(aside), Some(path)) = (aside, &self.set_aside) {
            let count = aside.into_inner().unwrap_or_else(PoisonError::into_inner).finish()?;
            if count > 0 && !self.json {
                let path = path.display();
                say(format_args!("{count} set aside in {path}: mend them and import it again"))?;
            }
        }
        if added >= MANY {
            ledger.tidy()?;
        }
        Ok(())
    }

    fn import(
        &self,
        (folder, ledger, aside): (&DataFolder, &Ledger, Option<&Mutex<SetAside>>),
        by: &crossbearing_model::PrincipalId,
        file: &Path,
        report: &EntityId,
    ) -> anyhow::Result<Imported> {
        let citation = Arc::new(Citation {
            report: report.clone(),
            grade: self.label.grade(),
            label: self.label.label(folder)?,
            basis: Basis::Fact,
            origin: folder.settings().node.clone(),
        });
        let title = format!("Import of {}", file_name(file));
        let title = Statement::new(report.clone(), "Report", "title", title, Arc::clone(&citation));
        ledger.append(vec![title].into(), now(), by)?;
        let form = Form::named(&self.format).context("the form is not known")?;
        let bar = progress(0, "statements");
        let mut tell = |count| bar.set_position(count);
        let (progress, goes_on) = (&mut tell, !self.strict);
        let mut importing = Importing { ledger, by, clock: now, progress, aside, goes_on };
        let on_defect = if self.strict { OnDefect::Fail } else { OnDefect::GoOn };
        let imported = if let Some(mapping) = &self.mapping {
            let text = std::fs::read_to_string(mapping)
                .with_context(|| format!("{} cannot be read", mapping.display()))?;
            let mapping = Mapping::parse(&text, ledger.ontology())
                .with_context(|| mapping.display().to_string())?;
            importing.run_mapping(&mapping, file, &citation, on_defect)
        } else if let Some(side) = &self.side {
            importing.run_pair(open(file)?, open(side)?, &citation, on_defect)
        } else if file == Path::new("-") {
            let input = BufReader::with_capacity(1 << 20, std::io::stdin());
            importing.run(input, form, &citation, on_defect)
        } else {
            importing.run(open(file)?, form, &citation, on_defect)
        };
        ProgressBar::finish_and_clear(&bar);
        imported
    }

    fn tell(&self, file: &Path, imported: &Imported) -> anyhow::Result<()> {
        if self.json {
            return say_json(imported);
        }
        let Imported { added, known, defects, first_defects } = imported;
        let added = counted(*added, "statement");
        say(format_args!("{}: {added} added, {known} known before", file.display()))?;
        if *defects > 0 {
            say(format_args!("{} kept as given or set aside:", counted(*defects, "value")))?;
        }
        first_defects.iter().try_for_each(|defect| say(format_args!("  {defect}")))
    }
}

fn open(file: &Path) -> anyhow::Result<BufReader<File>> {
    let open = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(BufReader::with_capacity(1 << 20, open))
}

/// `import-` and the file's name, with whatever an id cannot hold as a dash.
fn report_of(file: &Path) -> anyhow::Result<EntityId> {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    let name: String = file_name(file).chars().take(80).map(plain).collect();
    Ok(format!("import-{name}").parse()?)
}

fn file_name(file: &Path) -> String {
    file.file_name()
        .map_or_else(|| "standard-input".to_owned(), |name| name.to_string_lossy().into_owned())
}
