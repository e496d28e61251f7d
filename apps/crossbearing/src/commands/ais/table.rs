//! Messages as a Parquet file.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use crossbearing_ais::{Cell, Message, Table, TableKind, Units};
use crossbearing_parquet::{Cells, Column, Kind, Writer};

use crate::whole_file::WholeFile;

/// Rows that are gathered before they are written; memory is bounded by them.
const ROWS: usize = 65_536;

/// A table of messages that is being written.
#[derive(Debug)]
pub(super) struct TableFile {
    path: PathBuf,
    table: Table,
    writer: Writer<WholeFile>,
    cells: Vec<Cells>,
    n_rows: usize,
}

impl TableFile {
    /// Begins a file.
    pub(super) fn create(path: &Path, units: Units) -> anyhow::Result<Self> {
        let table = Table::new(units);
        let columns: Vec<Column> = table.columns().map(|(name, kind)| column(name, kind)).collect();
        let cells = columns.iter().map(Cells::of).collect();
        let writer = Writer::new(WholeFile::create(path)?, columns);
        let writer = writer.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { path: path.to_owned(), table, writer, cells, n_rows: 0 })
    }

    /// Adds a message.
    pub(super) fn push(&mut self, message: &Message<'_>) -> anyhow::Result<()> {
        let cells = &mut self.cells;
        self.table.row(message, |column, cell| {
            let Some(cells) = cells.get_mut(column) else { return };
            match cell {
                Cell::Time(value) | Cell::Whole(value) => cells.whole(value),
                Cell::Number(value) => cells.double(value),
                Cell::Flag(value) => cells.flag(value),
                Cell::Text(value) => cells.text(value),
            }
        });
        self.n_rows += 1;
        for cells in &mut self.cells {
            if cells.len() < self.n_rows {
                cells.absent();
            }
        }
        if self.n_rows == ROWS { self.group() } else { Ok(()) }
    }

    /// Ends the file and gives it its name.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.group()?;
        let file = self.writer.finish();
        file.with_context(|| format!("cannot write {}", self.path.display()))?.finish()
    }

    fn group(&mut self) -> anyhow::Result<()> {
        let written = self.writer.group(&self.cells);
        written.with_context(|| format!("cannot write {}", self.path.display()))?;
        self.cells.iter_mut().for_each(Cells::clear);
        self.n_rows = 0;
        Ok(())
    }
}

fn column(name: &str, kind: TableKind) -> Column {
    let kind = match kind {
        TableKind::Time => Kind::Time,
        TableKind::Whole => Kind::Whole,
        TableKind::Number => Kind::Double,
        TableKind::Flag => Kind::Flag,
        TableKind::Text => Kind::Text,
    };
    match name {
        "own" | "type" | "repeat" | "mmsi" => Column::new(name, kind),
        _ => Column::optional(name, kind),
    }
}
