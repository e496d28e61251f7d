//! Writing a table.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding};
use parquet::column::writer::ColumnWriter;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, TypePtr};

use super::{Result, sealed};

/// Rows in a group.
pub(crate) const GROUP: usize = 65_536;
/// Rows in a page: what is decoded, at least, for a vessel.
const PAGE: usize = 2048;

/// What the columns of a table are, and how they are written.
#[derive(Debug)]
pub(crate) struct Form {
    schema: TypePtr,
    properties: WriterPropertiesPtr,
}

/// Writes a table whose rows come in the order of its first column.
pub(crate) struct TableWriter<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    scratch: Scratch,
}

/// The values of a column on their way.
#[derive(Default)]
struct Scratch {
    narrow: Vec<i32>,
    wide: Vec<i64>,
    levels: Vec<i16>,
}

impl Form {
    /// What a schema in the words of the format says; its columns are whole numbers.
    pub(crate) fn new(schema: &str) -> Result<Self> {
        let schema = parse_message_type(schema)?;
        let first = schema.get_fields().first().map_or("", |it| it.name());
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_dictionary_enabled(false)
            .set_encoding(Encoding::DELTA_BINARY_PACKED)
            .set_data_page_row_count_limit(PAGE)
            .set_write_batch_size(PAGE)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_column_statistics_enabled(ColumnPath::from(first), EnabledStatistics::Page)
            .build();
        Ok(Self { schema: Arc::new(schema), properties: Arc::new(properties) })
    }
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table.
    pub(crate) fn new(out: W, form: &Form) -> Result<Self> {
        let (schema, properties) = (Arc::clone(&form.schema), Arc::clone(&form.properties));
        let writer = SerializedFileWriter::new(out, schema, properties)?;
        Ok(Self { writer, scratch: Scratch::default() })
    }

    /// Adds rows; `value` gives what each has in a column, and nothing only where that may be.
    pub(crate) fn push<T>(
        &mut self,
        rows: &[T],
        value: impl Fn(&T, usize) -> Option<i64>,
    ) -> Result<()> {
        for rows in rows.chunks(GROUP) {
            let mut group = self.writer.next_row_group()?;
            let mut column = 0;
            while self.scratch.column(&mut group, rows, |row| value(row, column))? {
                column += 1;
            }
            group.close()?;
        }
        Ok(())
    }

    /// Ends the table, and gives back what it was written to.
    pub(crate) fn finish(self) -> Result<W> {
        self.writer.into_inner()
    }
}

/// The bytes of a table with these rows, with their checksums.
pub(crate) fn bytes<T>(
    form: &Form,
    rows: &[T],
    value: impl Fn(&T, usize) -> Option<i64>,
) -> Result<Vec<u8>> {
    let mut writer = TableWriter::new(Vec::new(), form)?;
    writer.push(rows, value)?;
    sealed::seal(writer.finish()?)
}

impl Scratch {
    /// Writes the next column of a group, if there is one.
    fn column<T>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
        rows: &[T],
        value: impl Fn(&T) -> Option<i64>,
    ) -> Result<bool> {
        let Some(mut column) = group.next_column()? else { return Ok(false) };
        self.narrow.clear();
        self.wide.clear();
        self.levels.clear();
        let values = rows.iter().map(value).inspect(|it| self.levels.push(it.is_some().into()));
        let n_written = match column.untyped() {
            ColumnWriter::Int32ColumnWriter(out) => {
                // Numbers without a sign keep their bits.
                self.narrow.extend(values.flatten().map(|it| it as i32));
                out.write_batch(&self.narrow, Some(&self.levels), None)?
            }
            ColumnWriter::Int64ColumnWriter(out) => {
                self.wide.extend(values.flatten());
                out.write_batch(&self.wide, Some(&self.levels), None)?
            }
            _ => return Err(ParquetError::General("a column holds no whole numbers".to_owned())),
        };
        if n_written > rows.len() {
            return Err(ParquetError::General("a column has more values than rows".to_owned()));
        }
        column.close()?;
        Ok(true)
    }
}
