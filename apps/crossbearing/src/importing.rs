//! Taking a file of statements into the ledger: one thread reads and makes ready, one records.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, bail};
use crossbearing_exchange::followthemoney::PairReader;
use crossbearing_exchange::{Batch, Defect, Format, OnDefect, ReadOptions};
use crossbearing_ledger::{Error, Ledger, Prepared};
use crossbearing_model::{Citation, Instant, Ontology, PrincipalId, Statement};
use crossbearing_reports::Limits;
use crossbearing_reports::mapping::{MappedRow, Mapping};
use serde::Serialize;
use serde_json::json;

use crate::aside;

/// Statements that are recorded together.
const TOGETHER: usize = 40_000;

/// Batches that wait to be recorded while the next is read.
const WAITING: usize = 2;

/// Defects that are told one by one; the rest is counted.
const TOLD: usize = 50;

/// What an import did.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Imported {
    /// Statements that were new.
    pub(crate) added: u64,
    /// Statements that the ledger held already.
    pub(crate) known: u64,
    /// How many values, words or lines could not be taken over as they stand.
    pub(crate) defects: u64,
    /// The first of them, in words.
    pub(crate) first_defects: Vec<String>,
}

/// The form of a file.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// A registered format.
    Registered(&'static Format),
    /// A network: an edge list (`from to [weight]` a line) or an adjacency matrix with a header.
    Network,
}

impl Form {
    /// The form of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name == "network" {
            Some(Self::Network)
        } else {
            Format::named(name).map(Self::Registered)
        }
    }
}

/// An import while it runs.
pub(crate) struct Importing<'a> {
    /// Where the statements go.
    pub(crate) ledger: &'a Ledger,
    /// Who records them.
    pub(crate) by: &'a PrincipalId,
    /// The clock.
    pub(crate) clock: fn() -> Instant,
    /// Told how many statements were recorded so far.
    pub(crate) progress: &'a mut dyn FnMut(u64),
    /// Where what is left out goes, so that it can be mended.
    pub(crate) aside: Option<&'a Mutex<SetAside>>,
    /// Whether it goes on where something is to be left out.
    pub(crate) goes_on: bool,
}

/// What an import leaves out, on its way to a file, or to a folder for the tables of a mapping.
pub(crate) struct SetAside {
    path: PathBuf,
    /// The name of the file that is being read.
    pub(crate) reading: String,
    lines: Option<BufWriter<File>>,
    rows: Option<aside::Rows<BufWriter<File>>>,
    count: u64,
}

impl SetAside {
    /// Writes to `path`, which must not be there; it is made with the first thing left out.
    pub(crate) fn new(path: &Path) -> anyhow::Result<Self> {
        if path.exists() {
            bail!("{} exists: choose another name for what is set aside", path.display());
        }
        let (path, reading) = (path.to_owned(), String::new());
        Ok(Self { path, reading, lines: None, rows: None, count: 0 })
    }

    fn defect(&mut self, defect: &Defect) -> anyhow::Result<()> {
        let Some(line) = aside::line(&self.reading, defect) else { return Ok(()) };
        let lines = match &mut self.lines {
            Some(lines) => lines,
            none => none.insert(BufWriter::new(new_file(&self.path)?)),
        };
        writeln!(lines, "{line}").with_context(|| self.path.display().to_string())?;
        self.count += 1;
        Ok(())
    }

    fn row(&mut self, row: &MappedRow<'_>) -> anyhow::Result<()> {
        let folder = self.path.clone();
        let rows = self.rows.get_or_insert_with(|| {
            aside::Rows::new(move |file| {
                fs::create_dir_all(&folder)?;
                let name = Path::new(file).file_name().context("a table without a name")?;
                Ok(BufWriter::new(new_file(&folder.join(name))?))
            })
        });
        rows.put(&row.origin, row.errors)
    }

    /// Ends the files and says how much was set aside.
    pub(crate) fn finish(mut self) -> anyhow::Result<u64> {
        if let Some(mut lines) = self.lines.take() {
            lines.flush().with_context(|| self.path.display().to_string())?;
        }
        if let Some(rows) = self.rows.take() {
            self.count += rows.count;
            for (file, mut writer) in rows.finish()? {
                writer.flush().with_context(|| file)?;
            }
        }
        Ok(self.count)
    }
}

fn new_file(path: &Path) -> anyhow::Result<File> {
    File::create_new(path).with_context(|| format!("{} cannot be made", path.display()))
}

impl Importing<'_> {
    /// Reads `input` to its end. Each batch is recorded whole or not at all; a file that was
    /// imported in part can be imported again, and what is there already adds nothing.
    pub(crate) fn run(
        &mut self,
        input: impl BufRead + Send,
        form: Form,
        citation: &Arc<Citation>,
        on_defect: OnDefect,
    ) -> anyhow::Result<Imported> {
        let options = ReadOptions { on_defect, ..ReadOptions::new(Arc::clone(citation)) };
        self.take(move |outlet| match form {
            Form::Registered(format) => {
                let reader = format.reader(Box::new(input), outlet.ontology, options);
                let mut reader = reader.context("this form is only written")??;
                outlet.drain(|batch| reader.read(batch))
            }
            Form::Network => read_network(input, &options.citation, outlet),
        })
    }

    /// Reads an entity file and the side file that an export wrote beside it: nothing is lost on
    /// the way out and in again.
    pub(crate) fn run_pair(
        &mut self,
        entities: impl BufRead + Send,
        side: impl BufRead + Send,
        citation: &Arc<Citation>,
        on_defect: OnDefect,
    ) -> anyhow::Result<Imported> {
        let options = ReadOptions { on_defect, ..ReadOptions::new(Arc::clone(citation)) };
        self.take(move |outlet| {
            let mut reader = PairReader::new(entities, side, outlet.ontology, options);
            outlet.drain(|batch| reader.read(batch))
        })
    }

    /// Reads the tables of `mapping`, each as the file of its name in `folder`.
    pub(crate) fn run_mapping(
        &mut self,
        mapping: &Mapping,
        folder: &Path,
        citation: &Arc<Citation>,
        on_defect: OnDefect,
    ) -> anyhow::Result<Imported> {
        self.take(|outlet| read_tables(mapping, folder, citation, on_defect, outlet))
    }

    /// Lets `read` fill batches on a thread of its own and records them.
    fn take(
        &mut self,
        read: impl FnOnce(&mut Outlet<'_>) -> anyhow::Result<()> + Send,
    ) -> anyhow::Result<Imported> {
        let (sender, receiver) = sync_channel::<Result<Ready, anyhow::Error>>(WAITING);
        let (ontology, aside) = (self.ledger.ontology(), self.aside);
        std::thread::scope(|threads| {
            threads.spawn(move || {
                let mut outlet = Outlet { sender, ontology, aside, waiting: Ready::default() };
                let end = read(&mut outlet).and_then(|()| outlet.flush());
                if let Err(error) = end {
                    // The recorder has stopped listening only if it failed by itself.
                    let _ = outlet.sender.send(Err(error));
                }
            });
            let mut imported = Imported::default();
            for ready in receiver {
                self.record(ready?, &mut imported)?;
            }
            Ok(imported)
        })
    }

    fn record(&mut self, ready: Ready, imported: &mut Imported) -> anyhow::Result<()> {
        imported.defects += ready.defects;
        let room = TOLD.saturating_sub(imported.first_defects.len());
        imported.first_defects.extend(ready.first_defects.iter().take(room).cloned());
        let Some(prepared) = ready.prepared else { return Ok(()) };
        let now = (self.clock)();
        let receipt = match self.ledger.record(&prepared, &[], &[], now, self.by) {
            Err(Error::NeedsSecondPerson { .. }) if self.goes_on => {
                let prepared = self.without_accusations(prepared, imported)?;
                self.ledger.record(&prepared, &[], &[], now, self.by)
            }
            receipt => receipt,
        }?;
        imported.added += receipt.added;
        imported.known += receipt.known;
        (self.progress)(imported.added + imported.known);
        Ok(())
    }
}

impl Importing<'_> {
    /// Leaves out what would make a protected person a suspect: that takes two people, and an import
    /// is one.
    fn without_accusations(
        &self,
        prepared: Prepared,
        imported: &mut Imported,
    ) -> anyhow::Result<Prepared> {
        let (accusing, others): (Vec<_>, Vec<_>) = prepared
            .into_statements()
            .into_iter()
            .partition(|statement| self.ledger.needs_second_person(statement));
        for statement in accusing {
            let reason = Error::NeedsSecondPerson { entity: statement.entity.clone() }.to_string();
            let again = json!({
                "id": statement.entity.as_str(),
                "schema": &*statement.schema,
                "properties": { (*statement.property).to_owned(): [statement.value] },
            });
            let defect = Defect {
                line: 0,
                place: format!("{} {}", statement.entity, statement.property),
                reason,
                set_aside: String::new(),
                again: Some(again.to_string()),
            };
            imported.defects += 1;
            if imported.first_defects.len() < TOLD {
                imported.first_defects.push(format!("{}: {}", defect.place, defect.reason));
            }
            if let Some(aside) = self.aside {
                held(aside).defect(&defect)?;
            }
        }
        Ok(Prepared::new(self.ledger.ontology(), others)?)
    }
}

fn held(aside: &Mutex<SetAside>) -> MutexGuard<'_, SetAside> {
    aside.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A batch on its way from the reader to the recorder.
#[derive(Default)]
struct Ready {
    statements: Vec<Statement>,
    prepared: Option<Prepared>,
    defects: u64,
    first_defects: Vec<String>,
}

/// Collects statements into batches, makes them ready and sends them on.
struct Outlet<'o> {
    sender: SyncSender<Result<Ready, anyhow::Error>>,
    ontology: &'o Ontology,
    aside: Option<&'o Mutex<SetAside>>,
    waiting: Ready,
}

impl Outlet<'_> {
    fn put(&mut self, statements: impl IntoIterator<Item = Statement>) -> anyhow::Result<()> {
        self.waiting.statements.extend(statements);
        if self.waiting.statements.len() >= TOGETHER { self.flush() } else { Ok(()) }
    }

    /// Takes batch after batch from `read` until it says that there is no more.
    fn drain(
        &mut self,
        mut read: impl FnMut(&mut Batch) -> crossbearing_exchange::Result<bool>,
    ) -> anyhow::Result<()> {
        let mut batch = Batch::default();
        while read(&mut batch)? {
            for defect in batch.defects.drain(..) {
                if let Some(aside) = self.aside {
                    held(aside).defect(&defect)?;
                }
                let Defect { line, place, reason, .. } = defect;
                let place = if place.is_empty() { place } else { format!("{place}: ") };
                self.tell(&format!("line {line}: {place}{reason}"));
            }
            self.put(batch.statements.drain(..))?;
        }
        Ok(())
    }

    fn tell(&mut self, defect: &str) {
        self.waiting.defects += 1;
        if self.waiting.first_defects.len() < TOLD {
            self.waiting.first_defects.push(defect.to_owned());
        }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        let mut ready = std::mem::take(&mut self.waiting);
        let statements = std::mem::take(&mut ready.statements);
        ready.prepared = Some(Prepared::new(self.ontology, statements)?);
        self.sender.send(Ok(ready)).context("recording stopped")
    }
}

/// The largest network file that is read: it is held in memory.
const LARGEST_NETWORK: u64 = 256 << 20;

fn read_network(
    input: impl BufRead,
    citation: &Arc<Citation>,
    outlet: &mut Outlet<'_>,
) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    input.take(LARGEST_NETWORK + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_NETWORK {
        anyhow::bail!("the network is larger than {} MiB: part it", LARGEST_NETWORK >> 20);
    }
    outlet.put(crossbearing_network::incoming::from_file(&bytes, citation)?)
}

fn read_tables(
    mapping: &Mapping,
    folder: &Path,
    citation: &Arc<Citation>,
    on_defect: OnDefect,
    outlet: &mut Outlet<'_>,
) -> anyhow::Result<()> {
    let open = |name: &str| {
        let file =
            File::open(folder.join(name)).map_err(|error| crossbearing_reports::Error::Broken {
                file: name.to_owned(),
                format: "table",
                reason: format!("cannot be opened in {}: {error}", folder.display()),
            })?;
        Ok(Box::new(BufReader::with_capacity(1 << 20, file)) as Box<dyn Read>)
    };
    let mut failed = None;
    mapping.run(&open, citation, &Limits::default(), &mut |row| {
        for error in row.errors {
            outlet.tell(&error.to_string());
        }
        if let (Some(aside), false) = (outlet.aside, row.errors.is_empty())
            && let Err(error) = held(aside).row(&row)
        {
            failed = Some(error);
            return ControlFlow::Break(());
        }
        let refused = on_defect == OnDefect::Fail && !row.errors.is_empty();
        let put = if refused {
            Err(anyhow::anyhow!(
                row.errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
            ))
        } else {
            outlet.put(row.statements.drain(..))
        };
        match put {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    failed.map_or(Ok(()), Err)
}
