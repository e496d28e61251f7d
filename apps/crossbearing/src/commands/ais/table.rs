//! Messages as a table: an Arrow stream or a Parquet file.

use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::path::Path;

use anyhow::Context as _;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{IpcWriteOptions, StreamWriter};
use crossbearing_ais::Message;
use crossbearing_ais_arrow::{ArrowError, Batches, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use crate::whole_file::WholeFile;

/// Rows in a group of a Parquet file; what they take encoded is held in memory.
const GROUP: usize = 262_144;

/// A table of messages that is being written.
pub(super) struct Table {
    /// Where it goes, for complaints.
    name: String,
    batches: Batches,
    writer: Writer,
}

enum Writer {
    Arrow(Box<StreamWriter<Out>>),
    Parquet(Box<ArrowWriter<WholeFile>>),
}

/// Where an Arrow stream goes.
enum Out {
    Standard(BufWriter<StdoutLock<'static>>),
    File(WholeFile),
}

impl Table {
    /// Begins an Arrow stream in a file, or on standard output if none is named; none if whoever
    /// reads that has gone already.
    pub(super) fn arrow(path: Option<&Path>, batches: Batches) -> anyhow::Result<Option<Self>> {
        let stdout = io::stdout();
        let (name, out) = match path {
            Some(path) => (path.display().to_string(), Out::File(WholeFile::create(path)?)),
            None if stdout.is_terminal() => anyhow::bail!(
                "an Arrow stream is not for the screen: name a file with `--out`, or send it to a program with `|`"
            ),
            None => ("standard output".to_owned(), Out::Standard(BufWriter::new(stdout.lock()))),
        };
        // Most columns of a row have no value; without compression a row takes kilobytes.
        let options = IpcWriteOptions::default();
        let options = options.try_with_compression(Some(CompressionType::LZ4_FRAME))?;
        let writer = StreamWriter::try_new_with_options(out, &batches.schema(), options);
        let writer = if_read(writer).with_context(|| format!("cannot write {name}"))?;
        Ok(writer.map(|it| Self { name, batches, writer: Writer::Arrow(Box::new(it)) }))
    }

    /// Begins a Parquet file.
    pub(super) fn parquet(path: &Path, batches: Batches) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let file = WholeFile::create(path)?;
        let writer = ArrowWriter::try_new(file, batches.schema(), Some(properties));
        let writer = writer.with_context(|| format!("cannot write {name}"))?;
        Ok(Self { name, batches, writer: Writer::Parquet(Box::new(writer)) })
    }

    /// Adds a message; `false` if whoever reads has gone.
    #[inline]
    pub(super) fn push(&mut self, message: &Message<'_>) -> anyhow::Result<bool> {
        match self.batches.push(message)? {
            None => Ok(true),
            Some(batch) => self.write(&batch),
        }
    }

    /// Ends the table; a file gets its name.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        if let Some(batch) = self.batches.take()?
            && !self.write(&batch)?
        {
            return Ok(());
        }
        let cannot = || format!("cannot write {}", self.name);
        match self.writer {
            Writer::Arrow(mut writer) => {
                if if_read(writer.finish()).with_context(cannot)?.is_none() {
                    return Ok(());
                }
                match writer.into_inner().with_context(cannot)? {
                    Out::Standard(_) => Ok(()),
                    Out::File(file) => file.finish(),
                }
            }
            Writer::Parquet(writer) => writer.into_inner().with_context(cannot)?.finish(),
        }
    }

    fn write(&mut self, batch: &RecordBatch) -> anyhow::Result<bool> {
        let written = match &mut self.writer {
            Writer::Arrow(writer) => {
                let written = if_read(writer.write(batch).and_then(|()| writer.flush()));
                written.map(|it| it.is_some()).map_err(Into::into)
            }
            Writer::Parquet(writer) => {
                writer.write(batch).map(|()| true).map_err(anyhow::Error::from)
            }
        };
        written.with_context(|| format!("cannot write {}", self.name))
    }
}

/// What was written, if whoever reads is still there.
fn if_read<T>(written: Result<T, ArrowError>) -> Result<Option<T>, ArrowError> {
    match written {
        Err(ArrowError::IoError(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
        written => written.map(Some),
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::File(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File(out) => out.flush(),
        }
    }
}
