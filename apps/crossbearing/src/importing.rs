//! Taking a file of statements into the ledger: one thread reads and makes ready, one records.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use anyhow::Context as _;
use crossbearing_exchange::followthemoney::PairReader;
use crossbearing_exchange::{Batch, Defect, Format, OnDefect, ReadOptions};
use crossbearing_ledger::{Ledger, Prepared};
use crossbearing_model::{Citation, Instant, Ontology, PrincipalId, Statement};
use crossbearing_reports::Limits;
use crossbearing_reports::mapping::Mapping;
use serde::Serialize;

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
}

impl Importing<'_> {
    /// Reads `input` to its end. Each batch is recorded whole or not at all; a file that was
    /// imported in part can be imported again, and what is there already adds nothing.
    pub(crate) fn run(
        &mut self,
        input: impl BufRead + Send,
        format: &Format,
        citation: &Arc<Citation>,
        on_defect: OnDefect,
    ) -> anyhow::Result<Imported> {
        let options = ReadOptions { on_defect, ..ReadOptions::new(Arc::clone(citation)) };
        self.take(move |outlet| {
            let reader = format.reader(Box::new(input), outlet.ontology, options);
            let mut reader = reader.context("this form is only written")??;
            outlet.drain(|batch| reader.read(batch))
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
        let ontology = self.ledger.ontology();
        std::thread::scope(|threads| {
            threads.spawn(move || {
                let mut outlet = Outlet { sender, ontology, waiting: Ready::default() };
                let end = read(&mut outlet).and_then(|()| outlet.flush());
                if let Err(error) = end {
                    // The recorder has stopped listening only if it failed by itself.
                    let _ = outlet.sender.send(Err(error));
                }
            });
            let mut imported = Imported::default();
            for ready in receiver {
                self.record(&ready?, &mut imported)?;
            }
            Ok(imported)
        })
    }

    fn record(&mut self, ready: &Ready, imported: &mut Imported) -> anyhow::Result<()> {
        imported.defects += ready.defects;
        let room = TOLD.saturating_sub(imported.first_defects.len());
        imported.first_defects.extend(ready.first_defects.iter().take(room).cloned());
        let Some(prepared) = &ready.prepared else { return Ok(()) };
        let receipt = self.ledger.record(prepared, &[], &[], (self.clock)(), self.by)?;
        imported.added += receipt.added;
        imported.known += receipt.known;
        (self.progress)(imported.added + imported.known);
        Ok(())
    }
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
            for Defect { line, place, reason, .. } in batch.defects.drain(..) {
                self.tell(&format!("line {line}: {place}: {reason}"));
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
